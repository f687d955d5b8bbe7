#include "catalogue/private.h"

#include <string.h>

#include <offprint/arena.h>

/* A walk over the change list for one filter. */
struct walk {
    const struct store_transaction *transaction;
    const struct change_filter *filter;
    bool any_collection;
    uint16_t collection;
    uint64_t number; /* of the change to look at next */
    struct diag *diag;
};

/* Where the walk begins. 0 where the filter can match nothing. */
static int walk_begin(struct walk *walk)
{
    const struct change_filter *filter = walk->filter;
    int status;

    walk->number = filter->after < UINT64_MAX ? filter->after + 1 : UINT64_MAX;
    if (filter->from > INT64_MIN) {
        uint64_t since;

        status = store_change_since(walk->transaction, filter->from, &since, walk->diag);
        if (status < 0)
            return status;
        if (since > walk->number)
            walk->number = since;
    }
    walk->any_collection =
        filter->collection == NULL || strcmp(filter->collection, OFFPRINT_DEFAULT_COLLECTION) == 0;
    if (walk->any_collection)
        return 1;
    return store_collection_find(walk->transaction, slice_of(filter->collection), &walk->collection,
                                 walk->diag);
}

/*
 * The next record the filter takes: 1, or 0 at the end. A record that changed again later is
 * passed over here: it comes with its last change.
 */
static int walk_next(struct walk *walk, struct store_record *stored)
{
    struct store_change change;
    int status;

    for (;;) {
        status = store_change_at(walk->transaction, walk->number, &change, walk->diag);
        if (status <= 0 || change.datestamp > walk->filter->until)
            return status < 0 ? status : 0;
        walk->number = change.number + 1;
        status = store_get(walk->transaction, change.docid, stored, walk->diag);
        if (status < 0)
            return status;
        if (status > 0 && stored->change == change.number &&
            (walk->any_collection || stored->collection == walk->collection))
            return 1;
    }
}

/* A record without its content, for lists of headers. */
static int read_header(struct catalogue_record *found, const struct walk *walk,
                       const struct store_record *stored, struct arena *arena)
{
    struct store_record header = *stored;

    header.deleted = true; /* reads no content */
    catalogue_record_read(found, walk->transaction, &header, arena, walk->diag);
    found->deleted = stored->deleted;
    return OFFPRINT_OK;
}

static ptrdiff_t collect(struct catalogue_record *changes, bool *more, struct walk *walk,
                         struct arena *arena)
{
    struct store_record stored;
    uint32_t count = 0;
    int status = walk_begin(walk);

    *more = false;
    while (status > 0 && (status = walk_next(walk, &stored)) > 0) {
        if (count == walk->filter->limit) {
            *more = true;
            break;
        }
        status = walk->filter->with_records
                     ? catalogue_record_read(&changes[count], walk->transaction, &stored, arena,
                                             walk->diag)
                     : read_header(&changes[count], walk, &stored, arena);
        if (status < 0)
            return status;
        count++;
        status = 1;
    }
    return status < 0 ? status : (ptrdiff_t)count;
}

ptrdiff_t catalogue_changes(struct catalogue_record **changes, bool *more,
                            struct catalogue *catalogue, const struct change_filter *filter,
                            struct arena *arena, struct diag *diag)
{
    struct store_transaction transaction;
    struct walk walk = {.transaction = &transaction, .filter = filter, .diag = diag};
    ptrdiff_t count = store_read(&transaction, catalogue->store, diag);

    if (count < 0)
        return count;
    *changes = arena_array(arena, (size_t)filter->limit + 1, sizeof **changes);
    count = collect(*changes, more, &walk, arena);
    store_end(&transaction);
    return count;
}
