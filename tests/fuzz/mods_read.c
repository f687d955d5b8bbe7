/* Elements of XML made MARC: MODS, and the same bytes as Dublin Core. */
#include <offprint/convert.h>

#include "records.h"

static void read_as(const uint8_t *data, size_t size, const char *format)
{
    struct arena *arena = arena_create();
    struct record_reader *reader;
    struct record_read read;
    struct diag diag = {0};
    size_t records = 0;
    int status;

    if (record_reader_open_bytes(&reader, slice_make((const char *)data, size), format, NULL, NULL,
                                 &diag) == 0) {
        while ((status = record_reader_next(reader, &read, arena, &diag)) != 0) {
            MUST(++records <= (size + 1) * 1100);
            if (status > 0) {
                must_be_sound(read.record);
                must_pack(read.record, arena);
            } else {
                MUST(diag.status == status && diag.message[0] != '\0');
            }
            arena_reset(arena);
        }
        record_reader_close(reader);
    }
    arena_destroy(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_as(data, size, "mods");
    read_as(data, size, "dc");
    return 0;
}
