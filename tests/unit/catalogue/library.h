/* A catalogue of its own for each test, and records in it. */
#ifndef OFFPRINT_TEST_LIBRARY_H
#define OFFPRINT_TEST_LIBRARY_H

#include "../store/folder.h"

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/record.h>

struct library {
    struct folder folder;
    struct catalogue *catalogue;
    struct arena *arena;
    struct diag diag;
    bool damaged; /* by the test: then it is not verified in the end */
};

static inline int library_open(void **state)
{
    const struct catalogue_options options = {.create = true, .map_size = 64u << 20};
    static struct library library;

    library = (struct library){.arena = arena_create()};
    folder_make(&library.folder);
    succeeds(catalogue_open(&library.catalogue, library.folder.path, &options, &library.diag),
             &library.diag);
    *state = &library;
    return 0;
}

static inline void library_found(void *context, const char *where, const char *what)
{
    (void)context;
    print_error("%s: %s\n", where, what);
}

/* Whatever a test wrote, there are no contradictions in the end. */
static inline bool library_is_sound(struct library *library)
{
    const struct upkeep upkeep = {.found = library_found};
    struct verification result;

    succeeds(catalogue_verify(&result, library->catalogue, &upkeep, &library->diag),
             &library->diag);
    return result.contradictions == 0;
}

static inline int library_close(void **state)
{
    struct library *library = *state;
    bool sound = library->damaged || library->catalogue == NULL || library_is_sound(library);

    catalogue_close(library->catalogue);
    arena_destroy(library->arena);
    folder_remove(&library->folder);
    return sound ? 0 : -1;
}

/* A record with an id and a title; more is added by the test. */
static inline struct marc_record *make_record(struct library *library, const char *id,
                                              const char *title)
{
    struct marc_record *record = marc_record_create(library->arena);
    struct marc_field *field;

    strcpy(record->leader, "00000nam a2200000 i 4500");
    if (id != NULL)
        marc_record_add_control(record, "001", slice_of(id));
    field = marc_record_add_field(record, "245", '0', '0');
    marc_field_add(record, field, 'a', slice_of(title));
    return record;
}

static inline struct marc_field *add_field(struct marc_record *record, const char *tag, char code,
                                           const char *value)
{
    struct marc_field *field = marc_record_add_field(record, tag, '0', ' ');

    marc_field_add(record, field, code, slice_of(value));
    return field;
}

/* Puts one record in a batch of its own. Returns the outcome, a negative one included. */
static inline int put(struct library *library, const struct marc_record *record,
                      const char *collection)
{
    const struct put_options options = {.collection = collection};
    struct catalogue_batch *batch;
    int outcome;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    outcome = catalogue_batch_put(batch, record, &options, &library->diag);
    if (outcome < 0)
        catalogue_batch_abort(batch);
    else
        succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    return outcome;
}

static inline int delete_record(struct library *library, const char *id)
{
    struct catalogue_batch *batch;
    int status;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    status = catalogue_batch_delete(batch, slice_of(id), &library->diag);
    if (status < 0)
        catalogue_batch_abort(batch);
    else
        succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    return status;
}

static inline struct catalogue_record fetch(struct library *library, const char *id)
{
    struct catalogue_record found;

    succeeds(
        catalogue_fetch(&found, library->catalogue, slice_of(id), library->arena, &library->diag),
        &library->diag);
    return found;
}

static inline struct catalogue_statistics count_all(struct library *library)
{
    struct catalogue_statistics statistics;

    succeeds(catalogue_statistics(&statistics, library->catalogue, &library->diag), &library->diag);
    return statistics;
}

#endif
