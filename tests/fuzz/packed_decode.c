/* Packed records: the store is trusted, but a bad one may not reach beyond its bytes. */
#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/record.h>

#include "fuzz.h"

static void must_lie_within(struct slice value, const uint8_t *data, size_t size)
{
    const uint8_t *start = (const uint8_t *)value.data;

    if (value.length > 0)
        MUST(start >= data && value.length <= size && start + value.length <= data + size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create();
    struct slice bytes = {(const char *)data, size};
    struct marc_record *record;
    struct buffer again;
    struct diag diag = {0};

    buffer_init(&again);
    if (packed_decode(&record, arena, bytes, &diag) == 0) {
        for (uint32_t i = 0; i < record->field_count; i++) {
            const struct marc_field *field = &record->fields[i];

            must_lie_within(field->value, data, size);
            for (uint32_t k = 0; k < field->subfield_count; k++)
                must_lie_within(field->subfields[k].value, data, size);
        }
        packed_encode(&again, record);
        MUST(again.length > 0);
        marcxml_write(&again, record);
    } else {
        MUST(diag.status == OFFPRINT_MALFORMED);
    }
    buffer_finish(&again);
    arena_destroy(arena);
    return 0;
}
