/* Opening a store: its folder, its file, its databases, and what is refused. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <offprint/buffer.h>

#include "base/memory.h"
#include "store/value.h"

#define MAGIC "Offprint catalogue"

static const char *const database_names[STORE_DATABASES] = {
    [STORE_META] = "meta",       [STORE_RECORDS] = "records", [STORE_IDS] = "ids",
    [STORE_PARTS] = "parts",     [STORE_TERMS] = "terms",     [STORE_POSTS] = "posts",
    [STORE_FORWARD] = "forward", [STORE_COLUMNS] = "columns", [STORE_CHANGES] = "changes",
    [STORE_FACETS] = "facets",
};

/* --- the folder ------------------------------------------------------------------------------- */

/* Makes the folder and those above it. */
static int make_folder(const char *path, struct diag *diag)
{
    char *copy = memory_string(path);
    int code = 0;

    for (char *at = copy + 1; code == 0 && *at != '\0'; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            code = errno;
        *at = '/';
    }
    if (code == 0 && mkdir(copy, 0777) != 0 && errno != EEXIST)
        code = errno;
    free(copy);
    if (code != 0)
        return diag_set(diag, OFFPRINT_STORAGE, "cannot make the folder %s: %s", path,
                        strerror(code));
    return OFFPRINT_OK;
}

/* How `data.mdb` begins, where it is LMDB's: a page header, then magic and version. */
#define LMDB_MAGIC_OFFSET 16

/*
 * Looks into the file before LMDB does, which would leave its lock file in a foreign folder.
 * Sets `*size`; 0 is a file that was made and never written.
 */
static int check_file(const char *path, const char *file, off_t *size, struct diag *diag)
{
    unsigned char head[LMDB_MAGIC_OFFSET + 4];
    uint32_t magic;
    ssize_t got = -1;
    struct stat about;
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);

    if (descriptor >= 0 && fstat(descriptor, &about) == 0)
        got = read(descriptor, head, sizeof head);
    if (got < 0) {
        int code = errno;

        if (descriptor >= 0)
            close(descriptor);
        return diag_set(diag, OFFPRINT_STORAGE, "cannot read %s: %s", file, strerror(code));
    }
    close(descriptor);
    *size = about.st_size;
    if (about.st_size == 0)
        return OFFPRINT_OK;
    if (got == (ssize_t)sizeof head) {
        memcpy(&magic, head + LMDB_MAGIC_OFFSET, sizeof magic);
        if (magic == LMDB_MAGIC)
            return OFFPRINT_OK;
    }
    return diag_refuse(diag, OFFPRINT_FOREIGN, path,
                       "%s is no catalogue: its data.mdb is not an LMDB file", path);
}

/* Is there something to open? Makes the folder where `create` allows it. */
static int check_folder(const char *path, bool create, off_t *size, struct diag *diag)
{
    struct stat about;
    struct buffer file;
    int status = OFFPRINT_OK;

    *size = 0;
    if (stat(path, &about) == 0 && !S_ISDIR(about.st_mode))
        return diag_refuse(diag, OFFPRINT_FOREIGN, path,
                           "%s is no catalogue: a catalogue is a folder", path);
    if (create && (status = make_folder(path, diag)) < 0)
        return status;
    buffer_init(&file);
    buffer_printf(&file, "%s/data.mdb", path);
    if (stat(file.data, &about) == 0)
        status = check_file(path, file.data, size, diag);
    else if (errno != ENOENT && errno != ENOTDIR)
        status =
            diag_set(diag, OFFPRINT_STORAGE, "cannot reach %s: %s", file.data, strerror(errno));
    else if (!create)
        status = diag_refuse(diag, OFFPRINT_NOT_FOUND, path, "there is no catalogue in %s", path);
    buffer_finish(&file);
    return status;
}

/* --- the databases ---------------------------------------------------------------------------- */

/* A file that LMDB has set up and nobody has filled: left by a process that was killed then. */
static int is_empty(MDB_txn *txn, bool *empty, struct diag *diag)
{
    MDB_stat about;
    MDB_dbi main;
    int code = mdb_dbi_open(txn, NULL, 0, &main);

    if (code == 0)
        code = mdb_stat(txn, main, &about);
    if (code != 0)
        return store_failed(diag, code, "cannot read the catalogue");
    *empty = about.ms_entries == 0;
    return OFFPRINT_OK;
}

static int check_format(struct store *store, MDB_txn *txn, struct diag *diag)
{
    struct store_transaction transaction = {.store = store, .txn = txn};
    MDB_val key = value_of(META_MAGIC, strlen(META_MAGIC)), data;
    uint64_t version;
    int status;

    if (mdb_get(txn, store->handles[STORE_META], &key, &data) != 0 ||
        !slice_is(value_slice(&data), MAGIC))
        return diag_refuse(diag, OFFPRINT_FOREIGN, store->path,
                           "%s is no catalogue: its data.mdb belongs to another program",
                           store->path);
    if ((status = store_meta_get(&transaction, META_FORMAT, &version, diag)) < 0)
        return status;
    if (version > STORE_FORMAT_VERSION)
        return diag_refuse(diag, OFFPRINT_FOREIGN, store->path,
                           "the catalogue %s has format %llu; this program knows %d, so use a "
                           "newer one",
                           store->path, (unsigned long long)version, STORE_FORMAT_VERSION);
    if (version != STORE_FORMAT_VERSION)
        return diag_refuse(diag, OFFPRINT_FOREIGN, store->path,
                           "the catalogue %s has format %llu, which is no longer read; import its "
                           "records anew",
                           store->path, (unsigned long long)version);
    return OFFPRINT_OK;
}

static int open_databases(struct store *store, MDB_txn *txn, unsigned flags, struct diag *diag)
{
    for (int i = 0; i < STORE_DATABASES; i++) {
        int code = mdb_dbi_open(txn, database_names[i], flags, &store->handles[i]);

        if (code == MDB_NOTFOUND || code == MDB_INCOMPATIBLE)
            return diag_refuse(diag, OFFPRINT_FOREIGN, store->path,
                               "%s is no catalogue: its data.mdb has no database \"%s\"",
                               store->path, database_names[i]);
        if (code != 0)
            return store_failed(diag, code, "cannot open the catalogue's databases");
    }
    return OFFPRINT_OK;
}

/* Opens what is there: 1, or 0 where the file is empty. */
static int open_existing(struct store *store, struct diag *diag)
{
    MDB_txn *txn;
    bool empty = false;
    int status = store_begin(&txn, store, false, diag), code;

    if (status < 0)
        return status;
    if ((status = is_empty(txn, &empty, diag)) < 0 || empty ||
        (status = open_databases(store, txn, 0, diag)) < 0 ||
        (status = check_format(store, txn, diag)) < 0) {
        mdb_txn_abort(txn);
    } else {
        /* Handles opened within a transaction become everybody's when it is committed. */
        code = mdb_txn_commit(txn);
        status = code == 0 ? 1 : store_failed(diag, code, "cannot open the catalogue");
    }
    store_count_ended(store);
    return status;
}

/* Fills an empty file with our databases; another process may have done it meanwhile. */
static int make_databases(struct store *store, struct diag *diag)
{
    MDB_val key = value_of(META_MAGIC, strlen(META_MAGIC)), data = value_of(MAGIC, strlen(MAGIC));
    struct store_transaction transaction;
    bool empty = false;
    int status = store_write(&transaction, store, NULL, NULL, diag), code;

    if (status < 0)
        return status;
    if ((status = is_empty(transaction.txn, &empty, diag)) < 0 ||
        (status = open_databases(store, transaction.txn, MDB_CREATE, diag)) < 0)
        goto out;
    if (!empty) {
        status = check_format(store, transaction.txn, diag);
    } else {
        code = mdb_put(transaction.txn, store->handles[STORE_META], &key, &data, 0);
        status = code == 0 ? store_meta_put(&transaction, META_FORMAT, STORE_FORMAT_VERSION, diag)
                           : store_failed(diag, code, "cannot write the catalogue");
    }
    if (status >= 0)
        status = store_commit(&transaction, diag);
out:
    store_end(&transaction);
    return status;
}

/* --- the store -------------------------------------------------------------------------------- */

static struct store *store_create(const char *path)
{
    struct store *store = memory_zeroed(1, sizeof *store);
    pthread_condattr_t monotonic;

    store->path = memory_string(path);
    store->lock_file = -1;
    pthread_mutex_init(&store->writer, NULL);
    pthread_mutex_init(&store->guard, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&store->ended, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return store;
}

int store_open(struct store **opened, const char *path, const struct store_options *options,
               struct diag *diag)
{
    struct store *store = NULL;
    off_t size;
    int status;

    *opened = NULL;
    if ((status = check_folder(path, options->create, &size, diag)) < 0)
        return status;
    store = store_create(path);
    if ((status = store_open_environment(store, options->map_size, size, diag)) < 0 ||
        (status = store_lock_open(store, diag)) < 0 || (status = open_existing(store, diag)) < 0)
        goto out;
    if (status == 0)
        status = options->create ? make_databases(store, diag)
                                 : diag_refuse(diag, OFFPRINT_NOT_FOUND, path,
                                               "the catalogue in %s was never filled", path);
    if (status < 0)
        goto out;
    *opened = store;
    return OFFPRINT_OK;
out:
    store_close(store);
    return status;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    for (unsigned i = 0; i < store->idle_count; i++)
        mdb_txn_abort(store->idle[i]);
    if (store->env != NULL)
        mdb_env_close(store->env);
    if (store->lock_file >= 0)
        close(store->lock_file);
    pthread_cond_destroy(&store->ended);
    pthread_mutex_destroy(&store->guard);
    pthread_mutex_destroy(&store->writer);
    free(store->path);
    free(store);
}

const char *store_folder(const struct store *store)
{
    return store->path;
}

uint64_t store_entries(const struct store_transaction *transaction, enum store_database database)
{
    MDB_stat about;
    int code = mdb_stat(transaction->txn, store_handle(transaction, database), &about);

    return code == 0 ? about.ms_entries : 0;
}

/* The pages that hold something: not those that were freed and wait to be used again. */
uint64_t store_pages(const struct store_transaction *transaction, enum store_database database)
{
    MDB_stat about;
    int code = mdb_stat(transaction->txn, store_handle(transaction, database), &about);

    return code == 0 ? about.ms_branch_pages + about.ms_leaf_pages + about.ms_overflow_pages : 0;
}

uint64_t store_bytes(const struct store_transaction *transaction)
{
    const struct store *store = transaction->store;
    uint64_t bytes = 0;
    MDB_stat about;

    for (int i = 0; i < STORE_DATABASES; i++) {
        if (mdb_stat(transaction->txn, store->handles[i], &about) == 0)
            bytes += (uint64_t)about.ms_psize *
                     (about.ms_branch_pages + about.ms_leaf_pages + about.ms_overflow_pages);
    }
    return bytes;
}
