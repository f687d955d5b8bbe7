/* Sort values in full: of a record as it is now, and how two of them compare. */
#include <stdlib.h>
#include <string.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/record.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "catalogue/private.h"
#include "catalogue/sorted.h"
#include "index/columns.h"
#include "index/docset.h"
#include "index/index.h"

struct sorted_loader {
    const struct sorted_view *view;
    struct sort_values *values;
    struct arena *arena; /* of one record at a time */
    uint8_t columns[SORT_KEYS_MAX];
};

struct sorted_loader *sorted_loader_create(const struct sorted_view *view)
{
    struct sorted_loader *loader = memory_zeroed(1, sizeof *loader);

    loader->view = view;
    loader->values = sort_values_create(view->catalogue->access_points);
    loader->arena = arena_create();
    for (size_t i = 0; i < view->sorted->key_count; i++) {
        const struct access_point *point = view->sorted->keys[i].access_point;

        loader->columns[i] = point != NULL ? point->number : 0;
    }
    return loader;
}

void sorted_loader_destroy(struct sorted_loader *loader)
{
    if (loader == NULL)
        return;
    sort_values_destroy(loader->values);
    arena_destroy(loader->arena);
    free(loader);
}

/* Relevance is kept with the order: four bytes of which the least is the best. */
static struct slice rank_value(const struct sorted_view *view, uint32_t docid, struct arena *arena)
{
    uint64_t place = docset_rank(view->docs, docid) - 1;
    uint8_t bytes[4];

    put_u32(bytes, ~view->sorted->ranks[place]);
    return arena_slice(arena, slice_make((const char *)bytes, sizeof bytes));
}

/* 1 and the values of `count` keys from `first` on in `found`, or 0 where the record is gone. */
static int read_values(struct slice *found, struct sorted_loader *loader, uint32_t docid,
                       size_t first, size_t count)
{
    const struct sorted_view *view = loader->view;
    struct index_document document;
    struct store_record stored;
    struct marc_record *record;
    int status = store_get(view->transaction, docid, &stored, view->diag);

    if (status <= 0 || stored.deleted)
        return status < 0 ? status : 0;
    arena_reset(loader->arena);
    if (packed_decode(&record, loader->arena, stored.packed, view->diag) < 0)
        return OFFPRINT_CORRUPT;
    document = index_document_of(&stored);
    document.record = record;
    sort_values_read(loader->values, &document, loader->columns + first, count, found);
    return 1;
}

int sorted_load(struct sorted_item *item, struct sorted_loader *loader, uint32_t docid,
                struct arena *arena)
{
    const struct sorted *sorted = loader->view->sorted;
    struct slice found[SORT_KEYS_MAX] = {{NULL, 0}};
    int status = read_values(found, loader, docid, 0, sorted->key_count);

    if (status < 0)
        return status;
    *item = (struct sorted_item){sorted, docid,
                                 arena_array(arena, sorted->key_count, sizeof *item->values)};
    for (size_t i = 0; i < sorted->key_count; i++)
        item->values[i] = sorted->keys[i].access_point == NULL
                              ? rank_value(loader->view, docid, arena)
                              : arena_slice(arena, found[i]);
    return status;
}

int sorted_load_value(struct slice *value, struct sorted_loader *loader, size_t key, uint32_t docid,
                      struct arena *arena)
{
    struct slice found = slice_make(NULL, 0);
    int status = read_values(&found, loader, docid, key, 1);

    *value = arena_slice(arena, found);
    return status;
}

static int compare_bytes(struct slice a, struct slice b, size_t cut)
{
    size_t shared;
    int order;

    a = cut > 0 ? slice_part(a, 0, cut) : a;
    b = cut > 0 ? slice_part(b, 0, cut) : b;
    shared = a.length < b.length ? a.length : b.length;
    order = shared > 0 ? memcmp(a.data, b.data, shared) : 0;
    if (order != 0)
        return order < 0 ? -1 : 1;
    return a.length < b.length ? -1 : a.length > b.length;
}

/* What is missing is taken for the key's own value if it has one. */
int sorted_compare_values(const struct sorted_key *key, struct slice a, struct slice b, size_t cut)
{
    int order;

    a = a.length > 0 ? a : buffer_slice(&key->value);
    b = b.length > 0 ? b : buffer_slice(&key->value);
    if (a.length == 0 || b.length == 0) {
        order = (a.length == 0) - (b.length == 0);
        return key->missing == SORT_MISSING_FIRST ? -order : order;
    }
    order = compare_bytes(a, b, cut);
    return key->descending ? -order : order;
}

int sorted_compare(const struct sorted_item *a, const struct sorted_item *b, size_t cut)
{
    for (size_t i = 0; i < a->sorted->key_count; i++) {
        int order = sorted_compare_values(&a->sorted->keys[i], a->values[i], b->values[i], cut);

        if (order != 0)
            return order;
    }
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}
