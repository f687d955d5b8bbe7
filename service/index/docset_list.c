/*
 * Lists are walked without branches on what they hold: which of two docids is the lesser is a toss
 * for the processor, and a wrong guess costs more than the steps that it saves.
 */
#include "index/docset_list.h"

#include <stdbool.h>
#include <string.h>

/* One list that is so many times as long as the other is searched, not walked. */
#define SEARCH_FROM 16
/* And one that is put together with another is copied in pieces. */
#define COPY_FROM 8

size_t docid_list_below(struct docid_list list, uint32_t docid)
{
    const uint32_t *at = list.docids;
    size_t left = list.count;

    if (left == 0)
        return 0;
    while (left > 1) {
        size_t half = left / 2;

        at += at[half - 1] < docid ? half : 0;
        left -= half;
    }
    return (size_t)(at - list.docids) + (*at < docid);
}

/* --- two lists ------------------------------------------------------------------------------- */

static bool has(struct docid_list list, uint32_t docid)
{
    size_t at = docid_list_below(list, docid);

    return at < list.count && list.docids[at] == docid;
}

/* Those of `a` that are in `b`, or that are not. */
static size_t search(uint32_t *out, struct docid_list a, struct docid_list b, bool wanted)
{
    size_t kept = 0;

    for (size_t i = 0; i < a.count; i++) {
        uint32_t docid = a.docids[i];

        out[kept] = docid;
        kept += has(b, docid) == wanted;
    }
    return kept;
}

size_t docid_list_and(uint32_t *out, struct docid_list a, struct docid_list b)
{
    size_t i = 0, j = 0, kept = 0;

    if (a.count < b.count / SEARCH_FROM)
        return search(out, a, b, true);
    while (i < a.count && j < b.count) {
        uint32_t one = a.docids[i], other = b.docids[j];

        out[kept] = one; /* `kept` is not beyond `i`: where `out` is `a`, nothing is lost */
        kept += one == other;
        i += one <= other;
        j += other <= one;
    }
    return kept;
}

size_t docid_list_not(uint32_t *out, struct docid_list a, struct docid_list b)
{
    size_t i = 0, j = 0, kept = 0;

    if (a.count < b.count / SEARCH_FROM)
        return search(out, a, b, false);
    while (i < a.count && j < b.count) {
        uint32_t one = a.docids[i], other = b.docids[j];

        out[kept] = one;
        kept += one < other;
        i += one <= other;
        j += other <= one;
    }
    if (i < a.count)
        memmove(out + kept, a.docids + i, (a.count - i) * sizeof *out);
    return kept + a.count - i;
}

/* How many of the list from `from` on are less than `docid`, which is mostly not far ahead. */
static size_t ahead(struct docid_list list, size_t from, uint32_t docid)
{
    size_t window = 64;

    list.docids += from;
    list.count -= from;
    while (window < list.count && list.docids[window - 1] < docid)
        window *= 4;
    list.count = window < list.count ? window : list.count;
    return docid_list_below(list, docid);
}

static size_t add_part(uint32_t *out, struct docid_list list, size_t from, size_t count)
{
    if (count > 0)
        memcpy(out, list.docids + from, count * sizeof *out);
    return count;
}

/* Copies what lies between the few in one piece. */
static size_t add_few(uint32_t *out, struct docid_list many, struct docid_list few)
{
    size_t from = 0, count = 0;

    for (size_t i = 0; i < few.count; i++) {
        size_t below = ahead(many, from, few.docids[i]);

        count += add_part(out + count, many, from, below);
        from += below;
        from += from < many.count && many.docids[from] == few.docids[i];
        out[count++] = few.docids[i];
    }
    return count + add_part(out + count, many, from, many.count - from);
}

size_t docid_list_or(uint32_t *out, struct docid_list a, struct docid_list b)
{
    size_t i = 0, j = 0, count = 0;

    if (a.count < b.count / COPY_FROM)
        return add_few(out, b, a);
    if (b.count < a.count / COPY_FROM)
        return add_few(out, a, b);
    while (i < a.count && j < b.count) {
        uint32_t one = a.docids[i], other = b.docids[j];

        out[count++] = one < other ? one : other;
        i += one <= other;
        j += other <= one;
    }
    count += add_part(out + count, a, i, a.count - i);
    return count + add_part(out + count, b, j, b.count - j);
}

/* --- a list and the values of a container ---------------------------------------------------- */

/* `at` searched for its value: as docid_list_below, in another array. */
static bool has_value(const uint16_t *values, size_t count, uint16_t wanted)
{
    while (count > 1) {
        size_t half = count / 2;

        values += values[half] <= wanted ? half : 0;
        count -= half;
    }
    return *values == wanted;
}

static size_t search_values(uint32_t *out, struct docid_list list, const uint16_t *values,
                            size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < list.count; i++) {
        uint32_t docid = list.docids[i];

        out[kept] = docid;
        kept += has_value(values, count, (uint16_t)docid);
    }
    return kept;
}

size_t docid_list_and_values(uint32_t *out, struct docid_list list, const uint16_t *values,
                             size_t count)
{
    size_t i = 0, j = 0, kept = 0;

    if (list.count < count / 2)
        return search_values(out, list, values, count);
    while (i < list.count && j < count) {
        uint32_t docid = list.docids[i];
        uint16_t low = (uint16_t)docid, value = values[j];

        out[kept] = docid;
        kept += low == value;
        i += low <= value;
        j += value <= low;
    }
    return kept;
}
