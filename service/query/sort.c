/* Orders of results: keys checked as they are added, and read from lists such as "title,-date". */
#include "query/sort.h"

#include <string.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/text.h"
#include "index/index.h"
#include "query/names.h"
#include "query/tree.h"

static const char *name_of(const struct sort_key *key)
{
    return key->access_point != NULL ? key->access_point->name : "relevance";
}

void sort_value_add(struct buffer *out, const struct access_point *access_point, struct slice value)
{
    if (access_point->kind == ACCESS_TEXT)
        text_add_folded(out, value);
    else
        index_add_key(out, access_point, value);
}

/* Is there anything to compare in what is to stand for a missing value? */
static int check_value(const struct sort_key *key, struct diag *diag)
{
    struct buffer value;
    bool good = key->access_point != NULL;
    int status = query_text_check(key->value, diag);

    if (status < 0)
        return status;

    buffer_init(&value);
    if (good)
        sort_value_add(&value, key->access_point, key->value);
    good = good && value.length > 0;
    buffer_finish(&value);
    return good
               ? OFFPRINT_OK
               : query_refuse(diag, OFFPRINT_SORT_MISSING_ACTION, key->value,
                              "no value that a missing one of %s could be taken for", name_of(key));
}

int sort_order_add(struct sort_order *order, const struct sort_key *key, struct diag *diag)
{
    int status;

    if (key->access_point != NULL && !key->access_point->sorts)
        return diag_refuse(diag, OFFPRINT_SORT, name_of(key), "results cannot be sorted by %s",
                           name_of(key));
    if (order->count == SORT_KEYS_MAX)
        return diag_refuse(diag, OFFPRINT_SORT_KEYS, name_of(key),
                           "results are sorted by up to %d keys", SORT_KEYS_MAX);
    for (size_t i = 0; i < order->count; i++) {
        if (order->keys[i].access_point == key->access_point)
            return diag_refuse(diag, OFFPRINT_SORT_DUPLICATE, name_of(key),
                               "%s is a sort key already", name_of(key));
    }
    if (key->missing == SORT_MISSING_VALUE && (status = check_value(key, diag)) < 0)
        return status;
    order->keys[order->count++] = *key;
    return OFFPRINT_OK;
}

int sort_name_find(const struct access_point **access_point, const struct access_points *table,
                   const struct clause *clause, struct diag *diag)
{
    enum index_meaning meaning;
    int status;

    *access_point = NULL;
    if (clause->index.length == 0)
        return diag_set(diag, OFFPRINT_SORT, "the name of a sort key is empty");
    if (names_equal(clause->index, slice_of("relevance")) ||
        names_equal(clause->index, slice_of("offprint.relevance")))
        return OFFPRINT_OK;
    status = names_find_index(&meaning, access_point, table, clause, diag);
    if (status < 0)
        return status;
    if (meaning != INDEX_ACCESS_POINT || !(*access_point)->sorts)
        return query_refuse(diag, OFFPRINT_SORT, clause->index,
                            "results cannot be sorted by that index");
    return OFFPRINT_OK;
}

/* The next item of a list with commas; an empty one is an item too. False past the last. */
static bool next_item(struct slice *item, struct slice *rest, bool *first)
{
    const char *comma;
    size_t length;

    if (!*first && rest->data == NULL)
        return false;
    *first = false;
    comma = rest->length > 0 ? memchr(rest->data, ',', rest->length) : NULL;
    length = comma != NULL ? (size_t)(comma - rest->data) : rest->length;
    *item = slice_trim(slice_part(*rest, 0, length));
    *rest = comma != NULL ? slice_make(comma + 1, rest->length - length - 1) : slice_make(NULL, 0);
    return true;
}

int sort_order_read(struct sort_order **order, struct arena *arena,
                    const struct access_points *table, struct slice text, struct diag *diag)
{
    struct slice item;
    bool first = true;
    int status;

    *order = arena_alloc(arena, sizeof **order);
    if ((status = query_text_check(text, diag)) < 0)
        return status;
    while (next_item(&item, &text, &first)) {
        struct sort_key key = {.descending = slice_starts(item, "-")};
        struct clause clause = {.index = slice_part(item, key.descending ? 1 : 0, item.length)};

        if ((status = sort_name_find(&key.access_point, table, &clause, diag)) < 0 ||
            (status = sort_order_add(*order, &key, diag)) < 0)
            return status;
    }
    return OFFPRINT_OK;
}
