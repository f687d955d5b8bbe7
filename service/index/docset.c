/* Docsets on CRoaring: its only home. */
#include "index/docset.h"

#include <stdlib.h>

#include <roaring/roaring.h>

#include <offprint/buffer.h>

#include "base/memory.h"
#include "index/docset_bytes.h"

struct docset {
    roaring_bitmap_t *bitmap; /* never NULL */
};

/* CRoaring says so with NULL when memory has run out; we abort, as everywhere. */
static roaring_bitmap_t *checked(roaring_bitmap_t *bitmap)
{
    if (bitmap == NULL)
        abort();
    return bitmap;
}

static struct docset *wrap(roaring_bitmap_t *bitmap)
{
    struct docset *set = memory_alloc(sizeof *set);

    set->bitmap = checked(bitmap);
    return set;
}

struct docset *docset_create(void)
{
    return wrap(roaring_bitmap_create());
}

struct docset *docset_copy(const struct docset *set)
{
    return wrap(roaring_bitmap_copy(set->bitmap));
}

void docset_destroy(struct docset *set)
{
    if (set == NULL)
        return;
    roaring_bitmap_free(set->bitmap);
    free(set);
}

void docset_add(struct docset *set, uint32_t docid)
{
    roaring_bitmap_add(set->bitmap, docid);
}

void docset_add_many(struct docset *set, const uint32_t *docids, size_t count)
{
    roaring_bitmap_add_many(set->bitmap, count, docids);
}

void docset_remove(struct docset *set, uint32_t docid)
{
    roaring_bitmap_remove(set->bitmap, docid);
}

bool docset_contains(const struct docset *set, uint32_t docid)
{
    return roaring_bitmap_contains(set->bitmap, docid);
}

uint64_t docset_count(const struct docset *set)
{
    return roaring_bitmap_get_cardinality(set->bitmap);
}

bool docset_is_empty(const struct docset *set)
{
    return roaring_bitmap_is_empty(set->bitmap);
}

/* CRoaring does not take a bitmap with itself in place. */
void docset_and(struct docset *set, const struct docset *other)
{
    if (set != other)
        roaring_bitmap_and_inplace(set->bitmap, other->bitmap);
}

void docset_or(struct docset *set, const struct docset *other)
{
    if (set != other)
        roaring_bitmap_or_inplace(set->bitmap, other->bitmap);
}

void docset_not(struct docset *set, const struct docset *other)
{
    if (set == other)
        roaring_bitmap_clear(set->bitmap);
    else
        roaring_bitmap_andnot_inplace(set->bitmap, other->bitmap);
}

uint64_t docset_and_count(const struct docset *a, const struct docset *b)
{
    return roaring_bitmap_and_cardinality(a->bitmap, b->bitmap);
}

bool docset_at(const struct docset *set, uint64_t position, uint32_t *docid)
{
    return position <= UINT32_MAX && roaring_bitmap_select(set->bitmap, (uint32_t)position, docid);
}

uint64_t docset_rank(const struct docset *set, uint32_t docid)
{
    return roaring_bitmap_rank(set->bitmap, docid);
}

bool docset_next(const struct docset *set, uint32_t *docid)
{
    roaring_uint32_iterator_t iterator;

    if (*docid == UINT32_MAX)
        return false;
    roaring_init_iterator(set->bitmap, &iterator);
    if (!roaring_move_uint32_iterator_equalorlarger(&iterator, *docid + 1))
        return false;
    *docid = iterator.current_value;
    return true;
}

size_t docset_list(const struct docset *set, uint32_t after, uint32_t *docids, size_t capacity)
{
    uint32_t most = capacity < UINT32_MAX ? (uint32_t)capacity : UINT32_MAX;
    roaring_uint32_iterator_t iterator;

    roaring_init_iterator(set->bitmap, &iterator);
    if (after == UINT32_MAX || !roaring_move_uint32_iterator_equalorlarger(&iterator, after + 1))
        return 0;
    return roaring_read_uint32_iterator(&iterator, docids, most);
}

void docset_write(struct buffer *out, const struct docset *set)
{
    size_t size = roaring_bitmap_portable_size_in_bytes(set->bitmap);
    char *at = buffer_reserve(out, size);

    out->length += roaring_bitmap_portable_serialize(set->bitmap, at);
    out->data[out->length] = '\0';
}

bool docset_read(struct docset *set, struct slice bytes)
{
    roaring_bitmap_t *bitmap;

    if (!docset_bytes_valid(bytes))
        return false;
    bitmap = roaring_bitmap_portable_deserialize_safe(bytes.data, bytes.length);
    if (bitmap == NULL)
        return false;
    if (roaring_bitmap_contains(bitmap, 0)) { /* there is no docid 0 */
        roaring_bitmap_free(bitmap);
        return false;
    }
    if (roaring_bitmap_is_empty(set->bitmap)) {
        roaring_bitmap_free(set->bitmap);
        set->bitmap = bitmap;
    } else {
        roaring_bitmap_or_inplace(set->bitmap, bitmap);
        roaring_bitmap_free(bitmap);
    }
    return true;
}
