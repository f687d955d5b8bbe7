/* Sort values: the prefixes of a record's columns, and the values in full where they are asked. */
#include "base/bytes.h"
#include "index/extract_scratch.h"

/* The first eight bytes, as a number that compares as they do. */
static uint64_t sort_prefix(struct slice text)
{
    unsigned char bytes[8] = {0};
    uint64_t prefix = 0;

    memcpy(bytes, text.length > 0 ? text.data : "",
           text.length < sizeof bytes ? text.length : sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        prefix = prefix << 8 | bytes[i];
    return prefix;
}

void extract_sort(struct extract_scratch *x, const struct source_use *use, struct slice text)
{
    uint8_t rank = use->source->sort;

    for (size_t i = 0; use->columns >> i != 0 && i < SORT_COLUMNS_MAX; i++) {
        if ((use->columns >> i & 1) == 0 || (x->out->ranks[i] != 0 && x->out->ranks[i] <= rank))
            continue;
        x->out->ranks[i] = rank;
        x->out->sorts[i] = sort_prefix(text);
        if ((x->wanted >> i & 1) != 0) {
            buffer_truncate(&x->values[i], 0);
            buffer_add_slice(&x->values[i], text);
        }
    }
}

void extract_sort_seconds(struct extract_scratch *x, const struct source_use *use, int64_t seconds)
{
    uint8_t bytes[8];

    /* With the sign turned over the bytes compare as the numbers do, and are never all zero. */
    put_u64(bytes, (uint64_t)seconds ^ UINT64_C(0x8000000000000000));
    extract_sort(x, use, slice_make((const char *)bytes, sizeof bytes));
}

void index_extract_sort(struct index_entries *entries, const struct access_points *table,
                        const struct index_document *document, uint32_t wanted,
                        struct buffer *values)
{
    struct extract_scratch *x = entries->scratch;

    for (size_t i = 0; i < table->column_count; i++) {
        if ((wanted >> i & 1) != 0)
            buffer_truncate(&values[i], 0);
    }
    x->wanted = wanted;
    x->values = values;
    index_extract(entries, table, document);
    x->wanted = 0;
    x->values = NULL;
}
