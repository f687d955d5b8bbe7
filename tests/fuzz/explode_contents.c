/* Component parts made of a record's own contents note (505), the record given in lines. */
#include "explode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create();
    struct marc_reader *reader;
    struct marc_record *host;
    struct explode_book book;
    int status;

    if (marc_reader_open_bytes(&reader, slice_make((const char *)data, size), MARC_INPUT_LINES,
                               NULL, NULL, NULL) == 0) {
        while ((status = marc_reader_next(reader, &host, arena, NULL)) != 0) {
            if (status > 0 && explode_contents(&book, host, arena) > 0)
                must_explode(&book, host, arena);
            arena_reset(arena);
        }
        marc_reader_close(reader);
    }
    arena_destroy(arena);
    return 0;
}
