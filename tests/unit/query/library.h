/* A small catalogue for the tests of evaluation: real store, real index, in a folder of its own. */
#ifndef OFFPRINT_TEST_QUERY_LIBRARY_H
#define OFFPRINT_TEST_QUERY_LIBRARY_H

#include <stdlib.h>
#include <unistd.h>

#include <offprint/record.h>

#include "index/docset.h"
#include "index/index.h"
#include "parse.h"
#include "query/evaluate.h"
#include "store/store.h"

struct library {
    char folder[64];
    struct store *store;
    struct store_transaction transaction;
    struct index_writer *writer; /* while records are added */
};

#define assert_done(status, diag)                                                                  \
    do {                                                                                           \
        if ((status) < 0)                                                                          \
            fail_msg("%s (%s)", (diag).message, (diag).value);                                     \
    } while (0)

static inline void library_open(struct library *library)
{
    struct store_options options = {.create = true, .map_size = (uint64_t)64 << 20};
    struct diag diag;

    strcpy(library->folder, "/tmp/offprint-query-XXXXXX");
    assert_non_null(mkdtemp(library->folder));
    assert_done(store_open(&library->store, library->folder, &options, &diag), diag);
    assert_done(store_write(&library->transaction, library->store, NULL, NULL, &diag), diag);
    library->writer = index_writer_create(table, 64 << 20);
}

/* Adds a record under the next docid, which is returned. */
static inline uint32_t library_add(struct library *library, const char *id,
                                   const struct marc_record *record)
{
    struct index_document document = {.id = slice_of(id), .record = record};
    struct diag diag;

    assert_done(store_claim(&library->transaction, document.id, &document.docid, &diag), diag);
    assert_done(index_writer_put(library->writer, &library->transaction, &document, &diag), diag);
    return document.docid;
}

/* From now on it is read. */
static inline void library_settle(struct library *library)
{
    struct diag diag;

    assert_done(index_writer_flush(library->writer, &library->transaction, &diag), diag);
    assert_done(store_commit(&library->transaction, &diag), diag);
    index_writer_destroy(library->writer);
    assert_done(store_read(&library->transaction, library->store, &diag), diag);
}

static inline void library_close(struct library *library)
{
    char command[128];

    store_end(&library->transaction);
    store_close(library->store);
    snprintf(command, sizeof command, "rm -rf %s", library->folder);
    assert_int_equal(system(command), 0);
}

/* A record of one 245, with the title in $a and its nonfiling characters. */
static inline uint32_t library_add_title(struct library *library, const char *id, char nonfiling,
                                         const char *title)
{
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);
    struct marc_field *field = marc_record_add_field(record, "245", '0', nonfiling);
    uint32_t docid;

    marc_field_add(record, field, 'a', slice_of(title));
    docid = library_add(library, id, record);
    arena_destroy(arena);
    return docid;
}

#endif
