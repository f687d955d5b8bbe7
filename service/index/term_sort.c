/*
 * Radix sorts: a batch has millions of terms, far more than any cache holds, and their keys stand
 * all over the pool. So each key is fetched once for eight bytes of it, and again only where
 * these do not tell it from others.
 */
#include "index/term_sort.h"

#include <string.h>

#include "index/pending.h"

#define DIGITS 8
/* Fewer than this many are sorted by comparing. */
#define FEW 48

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

static int compare(const struct sorted_term *a, const struct sorted_term *b)
{
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return compare_keys(a->term, b->term);
}

static void sort_few(struct sorted_term *terms, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct sorted_term moved = terms[i];
        size_t at = i;

        for (; at > 0 && compare(&moved, &terms[at - 1]) < 0; at--)
            terms[at] = terms[at - 1];
        terms[at] = moved;
    }
}

/* One pass over one digit, from `terms` to `room`. False where all have the same. */
static bool distribute(const struct sorted_term *terms, size_t count, struct sorted_term *room,
                       const size_t *counts, unsigned shift)
{
    size_t places[256], place = 0;

    if (counts[terms[0].order >> shift & 0xff] == count)
        return false;
    for (size_t i = 0; i < 256; i++) {
        places[i] = place;
        place += counts[i];
    }
    for (size_t i = 0; i < count; i++)
        room[places[terms[i].order >> shift & 0xff]++] = terms[i];
    return true;
}

void term_sort_orders(struct sorted_term *terms, size_t count, struct sorted_term *room)
{
    size_t counts[DIGITS][256] = {0};
    struct sorted_term *from = terms, *to = room;

    if (count < 2)
        return;
    for (size_t i = 0; i < count; i++) {
        for (unsigned digit = 0; digit < DIGITS; digit++)
            counts[digit][terms[i].order >> digit * 8 & 0xff]++;
    }
    for (unsigned digit = 0; digit < DIGITS; digit++) {
        if (distribute(from, count, to, counts[digit], digit * 8)) {
            struct sorted_term *sorted = to;

            to = from;
            from = sorted;
        }
    }
    if (from != terms)
        memcpy(terms, from, count * sizeof *terms);
}

static bool any_goes_on(const struct sorted_term *terms, size_t count, size_t offset)
{
    for (size_t i = 0; i < count; i++) {
        if (terms[i].term->length > offset)
            return true;
    }
    return false;
}

/* Sorts terms that are the same up to `offset`. Keys are short: this goes no deeper than 64. */
static void sort_from(struct sorted_term *terms, size_t count, size_t offset,
                      struct sorted_term *room)
{
    for (size_t i = 0; i < count; i++) {
        if (i + PENDING_AHEAD < count)
            __builtin_prefetch(terms[i + PENDING_AHEAD].term->key + offset);
        terms[i].order = order_at(terms[i].term, offset);
    }
    if (count < FEW || !any_goes_on(terms, count, offset)) {
        sort_few(terms, count);
        return;
    }
    term_sort_orders(terms, count, room);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && terms[end].order == terms[i].order;)
            end++;
        if (end - i >= FEW)
            sort_from(terms + i, end - i, offset + 8, room);
        else if (end - i > 1)
            sort_few(terms + i, end - i);
    }
}

void term_sort_keys(struct sorted_term *terms, size_t count, struct sorted_term *room)
{
    sort_from(terms, count, 0, room);
}
