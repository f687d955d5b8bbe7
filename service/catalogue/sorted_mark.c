/*
 * Marks: what a record is sorted by, so that its place can be found when it is no longer there.
 *
 * Bytes: u32 docid; for each key u8 length and the value's bytes, cut at SORTED_MARK_CUT.
 */
#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/bytes.h"
#include "catalogue/private.h"
#include "catalogue/sorted.h"

/* A mark, and what it is held against. */
struct search {
    const struct sorted_view *view;
    struct sorted_loader *loader;
    struct arena *arena;
    struct sorted_item mark;
};

int sorted_mark(struct buffer *mark, const struct sorted_view *view, size_t place)
{
    struct arena *arena = arena_create();
    struct sorted_loader *loader = sorted_loader_create(view);
    struct sorted_item item;
    uint8_t docid[4];
    int status = sorted_settle(view, place);

    if (status == OFFPRINT_OK)
        status = sorted_load(&item, loader, view->sorted->docids[place], arena);
    if (status == 0)
        status = diag_set(view->diag, OFFPRINT_GONE,
                          "the record at position %zu was deleted since the search", place + 1);
    if (status > 0) {
        put_u32(docid, item.docid);
        buffer_add(mark, docid, sizeof docid);
        for (size_t i = 0; i < view->sorted->key_count; i++) {
            struct slice value = slice_part(item.values[i], 0, SORTED_MARK_CUT);

            buffer_add_char(mark, (char)value.length);
            buffer_add_slice(mark, value);
        }
    }
    sorted_loader_destroy(loader);
    arena_destroy(arena);
    return status < 0 ? status : OFFPRINT_OK;
}

static int read_mark(struct search *search, struct slice bytes)
{
    const struct sorted *sorted = search->view->sorted;
    struct bytes in;

    bytes_init(&in, bytes.data, bytes.length);
    search->mark =
        (struct sorted_item){sorted, bytes_take_u32(&in),
                             arena_array(search->arena, sorted->key_count, sizeof(struct slice))};
    for (size_t i = 0; i < sorted->key_count; i++)
        search->mark.values[i] = bytes_take(&in, bytes_take_u8(&in));
    if (bytes_failed(&in) || bytes_left(&in) > 0)
        return diag_set(search->view->diag, OFFPRINT_INVALID,
                        "the mark is not one of a result in this order");
    return OFFPRINT_OK;
}

/* How two records stand by their prefixes alone: 0 within a tie. */
static int compare_prefixes(const struct sorted_item *a, const struct sorted_item *b)
{
    for (size_t i = 0; i < a->sorted->key_count; i++) {
        const struct sorted_key *key = &a->sorted->keys[i];
        uint64_t first = sorted_order_of(key, sorted_prefix(key, a->values[i]));
        uint64_t second = sorted_order_of(key, sorted_prefix(key, b->values[i]));

        if (first != second)
            return first < second ? -1 : 1;
        if (!sorted_is_whole(key, first))
            return 0;
    }
    return 0;
}

enum edge {
    EDGE_TIE,       /* the first that is not before the mark by its prefixes */
    EDGE_AFTER_TIE, /* the first that is after it by them */
    EDGE_AFTER,     /* the first that is after it, within what is settled */
};

static bool stands_after(const struct sorted_item *item, const struct sorted_item *mark,
                         enum edge edge)
{
    if (edge == EDGE_TIE)
        return compare_prefixes(item, mark) >= 0;
    if (edge == EDGE_AFTER_TIE)
        return compare_prefixes(item, mark) > 0;
    return sorted_compare(item, mark, SORTED_MARK_CUT) > 0;
}

/* The first place from `*at` to before `end` whose record is still there: 1, or 0. Within a tie
 * each place that is looked at is settled, and so halves what is left of the tie. */
static int load_next(struct sorted_item *item, size_t *at, size_t end, struct search *search,
                     enum edge edge)
{
    int status = 0;

    for (; *at < end && status == 0; *at += status == 0 ? 1 : 0) {
        if (edge == EDGE_AFTER && (status = sorted_settle(search->view, *at)) < 0)
            return status;
        status =
            sorted_load(item, search->loader, search->view->sorted->docids[*at], search->arena);
    }
    return status;
}

/* The edge among the places from `*low` to `high`, in `*low`. */
static int find_edge(size_t *low, size_t high, struct search *search, enum edge edge)
{
    while (*low < high) {
        size_t middle = *low + (high - *low) / 2, at = middle;
        struct sorted_item item;
        int status = load_next(&item, &at, high, search, edge);

        if (status < 0)
            return status;
        if (status == 0 || stands_after(&item, &search->mark, edge))
            high = middle;
        else
            *low = at + 1;
    }
    return OFFPRINT_OK;
}

static int find_place(size_t *place, struct search *search)
{
    const struct sorted_view *view = search->view;
    size_t first = 0, end;
    int status = find_edge(&first, view->sorted->count, search, EDGE_TIE);

    end = first;
    if (status == OFFPRINT_OK)
        status = find_edge(&end, view->sorted->count, search, EDGE_AFTER_TIE);
    if (status == OFFPRINT_OK)
        status = find_edge(&first, end, search, EDGE_AFTER);
    *place = first;
    return status;
}

int sorted_place_after(size_t *place, const struct sorted_view *view, struct slice mark)
{
    struct search search = {
        .view = view,
        .loader = sorted_loader_create(view),
        .arena = arena_create(),
    };
    int status = read_mark(&search, mark);

    if (status == OFFPRINT_OK)
        status = find_place(place, &search);
    sorted_loader_destroy(search.loader);
    arena_destroy(search.arena);
    return status;
}
