/* Sort values in full, extracted anew as the index does it. */
#include <stdlib.h>

#include "base/memory.h"
#include "index/columns.h"
#include "index/extract.h"

struct sort_values {
    const struct access_points *table;
    struct index_entries entries;
    struct buffer values[SORT_COLUMNS_MAX];
};

struct sort_values *sort_values_create(const struct access_points *table)
{
    struct sort_values *values = memory_zeroed(1, sizeof *values);

    values->table = table;
    index_entries_init(&values->entries);
    return values;
}

void sort_values_destroy(struct sort_values *values)
{
    if (values == NULL)
        return;
    for (size_t i = 0; i < SORT_COLUMNS_MAX; i++)
        buffer_finish(&values->values[i]);
    index_entries_finish(&values->entries);
    free(values);
}

/* The place of a column in the table, or SORT_COLUMNS_MAX. */
static size_t place_of(const struct access_points *table, uint8_t column)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i] == column)
            return i;
    }
    return SORT_COLUMNS_MAX;
}

void sort_values_read(struct sort_values *values, const struct index_document *document,
                      const uint8_t *columns, size_t count, struct slice *found)
{
    uint32_t wanted = 0;

    for (size_t i = 0; i < count; i++) {
        size_t place = place_of(values->table, columns[i]);

        if (place < SORT_COLUMNS_MAX)
            wanted |= UINT32_C(1) << place;
    }
    if (wanted != 0)
        index_extract_sort(&values->entries, values->table, document, wanted, values->values);
    for (size_t i = 0; i < count; i++) {
        size_t place = place_of(values->table, columns[i]);

        found[i] =
            place < SORT_COLUMNS_MAX ? buffer_slice(&values->values[place]) : slice_make(NULL, 0);
    }
}
