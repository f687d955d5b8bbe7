/*
 * Radix sorts: a batch has millions of terms, far more than any cache holds, and their keys stand
 * all over the pool. So each key is fetched once for eight bytes of it, and again only where
 * these do not tell it from others.
 */
#include "index/term_sort.h"

#include <string.h>

#include "index/pending.h"

/* Fewer than this many are sorted by comparing. */
#define FEW 48

static const struct pending_term *term_of(const struct radix_item *item)
{
    return item->pointer;
}

/* Eight bytes of the key from `offset` on, as a number that compares as they do. */
static uint64_t order_at(const struct pending_term *term, size_t offset)
{
    uint8_t bytes[8] = {0};
    uint64_t order = 0;

    if (offset < term->length)
        memcpy(bytes, term->key + offset,
               term->length - offset < sizeof bytes ? term->length - offset : sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        order = order << 8 | bytes[i];
    return order;
}

static int compare_keys(const struct pending_term *a, const struct pending_term *b)
{
    size_t length = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->key, b->key, length);

    return order != 0 ? order : (int)a->length - (int)b->length;
}

static int compare(const struct radix_item *a, const struct radix_item *b)
{
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return compare_keys(term_of(a), term_of(b));
}

static void sort_few(struct radix_item *terms, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct radix_item moved = terms[i];
        size_t at = i;

        for (; at > 0 && compare(&moved, &terms[at - 1]) < 0; at--)
            terms[at] = terms[at - 1];
        terms[at] = moved;
    }
}

static bool any_goes_on(const struct radix_item *terms, size_t count, size_t offset)
{
    for (size_t i = 0; i < count; i++) {
        if (term_of(&terms[i])->length > offset)
            return true;
    }
    return false;
}

/* Sorts terms that are the same up to `offset`. Keys are short: this goes no deeper than 64. */
static void sort_from(struct radix_item *terms, size_t count, size_t offset,
                      struct radix_item *room)
{
    for (size_t i = 0; i < count; i++) {
        if (i + PENDING_AHEAD < count)
            __builtin_prefetch(term_of(&terms[i + PENDING_AHEAD])->key + offset);
        terms[i].order = order_at(term_of(&terms[i]), offset);
    }
    if (count < FEW || !any_goes_on(terms, count, offset)) {
        sort_few(terms, count);
        return;
    }
    radix_sort(terms, count, room);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && terms[end].order == terms[i].order;)
            end++;
        if (end - i >= FEW)
            sort_from(terms + i, end - i, offset + 8, room);
        else if (end - i > 1)
            sort_few(terms + i, end - i);
    }
}

void term_sort_keys(struct radix_item *terms, size_t count, struct radix_item *room)
{
    sort_from(terms, count, 0, room);
}
