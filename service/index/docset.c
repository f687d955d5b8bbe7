/*
 * Docsets: a list while they are small, else a bitmap of CRoaring, whose only home this is. Most
 * results are small, and a list costs one block of memory and no more than its docids; a bitmap
 * costs two blocks for each 65,536 docids that it touches.
 */
#include "index/docset_private.h"

#include <stdlib.h>
#include <string.h>

#include <roaring/roaring.h>

#include <offprint/buffer.h>

#include "base/memory.h"
#include "index/docset_bytes.h"

/* So many or more docids are added to a bitmap as a bitmap: each by itself moves what follows it.
 */
#define ADD_MAX 64

/* --- one or the other ------------------------------------------------------------------------ */

/* CRoaring says so with NULL when memory has run out; we abort, as everywhere. */
static roaring_bitmap_t *checked(roaring_bitmap_t *bitmap)
{
    if (bitmap == NULL)
        abort();
    return bitmap;
}

static void set_list(struct docset *set, uint32_t *docids, size_t count, size_t capacity)
{
    free(set->docids);
    set->docids = docids;
    set->count = count;
    set->capacity = capacity;
}

static void set_bitmap(struct docset *set, roaring_bitmap_t *bitmap)
{
    set_list(set, NULL, 0, 0);
    if (set->bitmap != NULL)
        roaring_bitmap_free(set->bitmap);
    set->bitmap = bitmap;
}

static roaring_bitmap_t *bitmap_of(const struct docset *set)
{
    return checked(set->count > 0 ? roaring_bitmap_of_ptr(set->count, set->docids)
                                  : roaring_bitmap_create());
}

void docset_become_bitmap(struct docset *set)
{
    if (set->bitmap == NULL)
        set_bitmap(set, bitmap_of(set));
}

/* Nothing in it, and a list. */
static void clear(struct docset *set)
{
    if (set->bitmap != NULL)
        roaring_bitmap_free(set->bitmap);
    set->bitmap = NULL;
    set->count = 0;
}

bool docset_reserve(struct docset *set, size_t extra)
{
    size_t wanted = set->count + extra;

    if (extra > DOCSET_LIST_MAX || wanted > DOCSET_LIST_MAX)
        return false;
    if (wanted > set->capacity) {
        if (set->capacity > 0 && wanted < set->capacity * 2)
            wanted = set->capacity * 2;
        set->docids = memory_resize(set->docids, wanted * sizeof *set->docids);
        set->capacity = wanted;
    }
    return true;
}

struct docset *docset_create(void)
{
    return memory_zeroed(1, sizeof(struct docset));
}

struct docset *docset_copy(const struct docset *set)
{
    struct docset *copy = docset_create();

    if (set->bitmap != NULL)
        copy->bitmap = checked(roaring_bitmap_copy(set->bitmap));
    else if (docset_reserve(copy, set->count) && set->count > 0)
        memcpy(copy->docids, set->docids, set->count * sizeof *copy->docids);
    copy->count = set->count;
    return copy;
}

void docset_destroy(struct docset *set)
{
    if (set == NULL)
        return;
    set_bitmap(set, NULL);
    free(set);
}

/* --- single docids --------------------------------------------------------------------------- */

/* Docids mostly come in order; a list takes no others. */
void docset_add(struct docset *set, uint32_t docid)
{
    if (set->bitmap == NULL && (set->count == 0 || set->docids[set->count - 1] < docid) &&
        docset_reserve(set, 1)) {
        set->docids[set->count++] = docid;
        return;
    }
    docset_become_bitmap(set);
    roaring_bitmap_add(set->bitmap, docid);
}

/* Both lists together, which are not too long for one. */
static void list_or(struct docset *set, struct docid_list other)
{
    size_t most = set->count + other.count;
    uint32_t *docids;

    if (other.count == 0)
        return;
    if (set->count == 0 || set->docids[set->count - 1] < other.docids[0]) {
        docset_reserve(set, other.count);
        memcpy(set->docids + set->count, other.docids, other.count * sizeof *docids);
        set->count = most;
        return;
    }
    docids = memory_alloc(most * sizeof *docids);
    set_list(set, docids, docid_list_or(docids, docset_as_list(set), other), most);
}

static bool is_in_order(struct docid_list list)
{
    bool wrong = false;

    for (size_t i = 1; i < list.count; i++)
        wrong |= list.docids[i - 1] >= list.docids[i];
    return !wrong;
}

void docset_add_many(struct docset *set, const uint32_t *docids, size_t count)
{
    struct docid_list added = {docids, count};

    if (set->bitmap == NULL && count <= DOCSET_LIST_MAX - set->count && is_in_order(added)) {
        list_or(set, added);
        return;
    }
    docset_become_bitmap(set);
    roaring_bitmap_add_many(set->bitmap, count, docids);
}

void docset_remove(struct docset *set, uint32_t docid)
{
    docset_become_bitmap(set);
    roaring_bitmap_remove(set->bitmap, docid);
}

bool docset_contains(const struct docset *set, uint32_t docid)
{
    size_t at;

    if (set->bitmap != NULL)
        return roaring_bitmap_contains(set->bitmap, docid);
    at = docid_list_below(docset_as_list(set), docid);
    return at < set->count && set->docids[at] == docid;
}

uint64_t docset_count(const struct docset *set)
{
    return set->bitmap != NULL ? roaring_bitmap_get_cardinality(set->bitmap) : set->count;
}

bool docset_is_empty(const struct docset *set)
{
    return set->bitmap != NULL ? roaring_bitmap_is_empty(set->bitmap) : set->count == 0;
}

/* --- two sets -------------------------------------------------------------------------------- */

/* Leaves of a list what is in the bitmap, or what is not: how many. */
static size_t keep(uint32_t *docids, size_t count, const roaring_bitmap_t *bitmap, bool wanted)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t docid = docids[i];

        docids[kept] = docid;
        kept += roaring_bitmap_contains(bitmap, docid) == wanted;
    }
    return kept;
}

size_t docset_keep(const struct docset *set, uint32_t *docids, size_t count)
{
    if (set->bitmap != NULL)
        return keep(docids, count, set->bitmap, true);
    return docid_list_and(docids, (struct docid_list){docids, count}, docset_as_list(set));
}

/* CRoaring does not take a bitmap with itself in place. */
void docset_and(struct docset *set, const struct docset *other)
{
    struct docset *both;

    if (set == other)
        return;
    if (set->bitmap == NULL && other->bitmap == NULL) {
        set->count = docid_list_and(set->docids, docset_as_list(set), docset_as_list(other));
    } else if (set->bitmap == NULL) {
        set->count = keep(set->docids, set->count, other->bitmap, true);
    } else if (other->bitmap == NULL) {
        both = docset_copy(other);
        both->count = keep(both->docids, both->count, set->bitmap, true);
        clear(set);
        set_list(set, both->docids, both->count, both->capacity);
        free(both);
    } else {
        roaring_bitmap_and_inplace(set->bitmap, other->bitmap);
    }
}

void docset_or(struct docset *set, const struct docset *other)
{
    roaring_bitmap_t *added;

    if (set == other)
        return;
    if (set->bitmap == NULL && other->bitmap == NULL &&
        set->count + other->count <= DOCSET_LIST_MAX) {
        list_or(set, docset_as_list(other));
        return;
    }
    docset_become_bitmap(set);
    if (other->bitmap != NULL) {
        roaring_bitmap_or_inplace(set->bitmap, other->bitmap);
    } else if (other->count < ADD_MAX) {
        roaring_bitmap_add_many(set->bitmap, other->count, other->docids);
    } else {
        added = bitmap_of(other);
        roaring_bitmap_or_inplace(set->bitmap, added);
        roaring_bitmap_free(added);
    }
}

void docset_take(struct docset *set, struct docset *other)
{
    struct docset before = *set;

    if (docset_is_empty(set)) {
        *set = *other;
        *other = before;
    } else {
        docset_or(set, other);
    }
    docset_destroy(other);
}

void docset_not(struct docset *set, const struct docset *other)
{
    if (set == other) {
        clear(set);
    } else if (set->bitmap == NULL && other->bitmap == NULL) {
        set->count = docid_list_not(set->docids, docset_as_list(set), docset_as_list(other));
    } else if (set->bitmap == NULL) {
        set->count = keep(set->docids, set->count, other->bitmap, false);
    } else if (other->bitmap == NULL) {
        for (size_t i = 0; i < other->count; i++)
            roaring_bitmap_remove(set->bitmap, other->docids[i]);
    } else {
        roaring_bitmap_andnot_inplace(set->bitmap, other->bitmap);
    }
}

uint64_t docset_and_count(const struct docset *a, const struct docset *b)
{
    const struct docset *list = a->bitmap == NULL ? a : b, *other = list == a ? b : a;
    uint64_t count = 0;

    if (list->bitmap != NULL)
        return roaring_bitmap_and_cardinality(a->bitmap, b->bitmap);
    for (size_t i = 0; i < list->count; i++)
        count += docset_contains(other, list->docids[i]);
    return count;
}

/* --- places ---------------------------------------------------------------------------------- */

bool docset_at(const struct docset *set, uint64_t position, uint32_t *docid)
{
    if (set->bitmap != NULL)
        return position <= UINT32_MAX &&
               roaring_bitmap_select(set->bitmap, (uint32_t)position, docid);
    if (position >= set->count)
        return false;
    *docid = set->docids[position];
    return true;
}

uint64_t docset_rank(const struct docset *set, uint32_t docid)
{
    if (set->bitmap != NULL)
        return roaring_bitmap_rank(set->bitmap, docid);
    return docid == UINT32_MAX ? set->count : docid_list_below(docset_as_list(set), docid + 1);
}

bool docset_next(const struct docset *set, uint32_t *docid)
{
    return docset_list(set, *docid, docid, 1) == 1;
}

size_t docset_list(const struct docset *set, uint32_t after, uint32_t *docids, size_t capacity)
{
    uint32_t most = capacity < UINT32_MAX ? (uint32_t)capacity : UINT32_MAX;
    roaring_uint32_iterator_t iterator;
    size_t from, left;

    if (after == UINT32_MAX)
        return 0;
    if (set->bitmap == NULL) {
        from = docid_list_below(docset_as_list(set), after + 1);
        left = set->count - from;
        left = left < capacity ? left : capacity;
        if (left > 0)
            memcpy(docids, set->docids + from, left * sizeof *docids);
        return left;
    }
    roaring_init_iterator(set->bitmap, &iterator);
    if (!roaring_move_uint32_iterator_equalorlarger(&iterator, after + 1))
        return 0;
    return roaring_read_uint32_iterator(&iterator, docids, most);
}

/* --- bytes ----------------------------------------------------------------------------------- */

void docset_write(struct buffer *out, const struct docset *set)
{
    roaring_bitmap_t *bitmap = set->bitmap != NULL ? set->bitmap : bitmap_of(set);
    size_t size = roaring_bitmap_portable_size_in_bytes(bitmap);
    char *at = buffer_reserve(out, size);

    out->length += roaring_bitmap_portable_serialize(bitmap, at);
    out->data[out->length] = '\0';
    if (set->bitmap == NULL)
        roaring_bitmap_free(bitmap);
}

static roaring_bitmap_t *read_bitmap(struct slice bytes)
{
    roaring_bitmap_t *bitmap = NULL;

    if (docset_bytes_valid(bytes))
        bitmap = roaring_bitmap_portable_deserialize_safe(bytes.data, bytes.length);
    if (bitmap == NULL || !roaring_bitmap_contains(bitmap, 0)) /* there is no docid 0 */
        return bitmap;
    roaring_bitmap_free(bitmap);
    return NULL;
}

bool docset_read(struct docset *set, struct slice bytes)
{
    roaring_bitmap_t *bitmap = read_bitmap(bytes);

    if (bitmap == NULL)
        return false;
    if (docset_is_empty(set)) {
        set_bitmap(set, bitmap);
        return true;
    }
    docset_become_bitmap(set);
    roaring_bitmap_or_inplace(set->bitmap, bitmap);
    roaring_bitmap_free(bitmap);
    return true;
}
