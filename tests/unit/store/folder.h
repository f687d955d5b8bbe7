/* A folder of its own for each test, and a store in it. */
#ifndef OFFPRINT_TEST_FOLDER_H
#define OFFPRINT_TEST_FOLDER_H

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "store/store.h"

struct folder {
    char path[64];
    char file[512];
};

static inline void folder_make(struct folder *folder)
{
    strcpy(folder->path, "/tmp/offprint-store-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
}

/* The path of a file within it. */
static inline const char *folder_file(struct folder *folder, const char *name)
{
    snprintf(folder->file, sizeof folder->file, "%s/%s", folder->path, name);
    return folder->file;
}

static inline void folder_remove(struct folder *folder)
{
    DIR *directory = opendir(folder->path);
    const struct dirent *entry;

    while (directory != NULL && (entry = readdir(directory)) != NULL)
        unlink(folder_file(folder, entry->d_name));
    if (directory != NULL)
        closedir(directory);
    rmdir(folder->path);
}

/* Opens the store in a folder, made where there is none; the map is small. */
static inline struct store *folder_open(const struct folder *folder)
{
    const struct store_options options = {.create = true, .map_size = 64u << 20};
    struct store *store;
    struct diag diag = {0};

    if (store_open(&store, folder->path, &options, &diag) < 0)
        fail_msg("%s", diag.message);
    return store;
}

/* Fails the test with the reason unless `status` is a success. */
static inline int succeeds(int status, const struct diag *diag)
{
    if (status < 0)
        fail_msg("%s: %s", status_name(status), diag->message);
    return status;
}

static inline struct store_transaction begin_read(struct store *store)
{
    struct store_transaction transaction;
    struct diag diag = {0};

    succeeds(store_read(&transaction, store, &diag), &diag);
    return transaction;
}

static inline struct store_transaction begin_write(struct store *store)
{
    struct store_transaction transaction;
    struct diag diag = {0};

    succeeds(store_write(&transaction, store, NULL, NULL, &diag), &diag);
    return transaction;
}

static inline void commit(struct store_transaction *transaction)
{
    struct diag diag = {0};

    succeeds(store_commit(transaction, &diag), &diag);
}

/* Puts a record with that id and bytes; returns its docid. */
static inline uint32_t put_record(struct store_transaction *transaction, const char *id,
                                  const char *bytes, int64_t datestamp)
{
    struct store_record record = {
        .id = slice_of(id), .packed = slice_of(bytes), .datestamp = datestamp};
    struct diag diag = {0};

    succeeds(store_claim(transaction, record.id, &record.docid, &diag), &diag);
    succeeds(store_put(transaction, &record, &diag), &diag);
    return record.docid;
}

#endif
