/*
 * all FORMAT FILE...: every record of the files (of any format that is read, MODS and Dublin Core
 * too) in FORMAT, one a line, on standard output; for the end-to-end tests, which judge what comes
 * out by schemas and by other programs. What cannot be read or written is counted, not shown: the
 * last line of standard error gives the numbers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/reader.h>
#include <offprint/record.h>

struct count {
    unsigned long files, unread_files, records, refused, unwritten;
};

static void write_record(const struct format *format, const struct marc_record *record,
                         struct arena *arena, struct buffer *out, struct count *count)
{
    struct slice number = marc_record_identifier(record);
    struct convert_context context = {.id = arena_copy(arena, number.data, number.length),
                                      .repository = "offprint.localhost",
                                      .base_url = "http://127.0.0.1:8080",
                                      .collection = "Default"};
    struct diag diag = {0};

    buffer_truncate(out, 0);
    count->records++;
    if (convert_write(out, format, record, &context, arena, &diag) < 0) {
        count->unwritten++;
        return;
    }
    fwrite(out->data, 1, out->length, stdout);
    putchar('\n');
}

static void write_file(const struct format *format, const char *path, struct count *count)
{
    struct record_reader *reader = NULL;
    struct record_read read;
    struct diag diag = {0};
    struct arena *arena = arena_create();
    struct buffer out;
    int status;

    buffer_init(&out);
    count->files++;
    if (record_reader_open(&reader, path, NULL, NULL, NULL, &diag) < 0) {
        count->unread_files++;
    } else {
        while ((status = record_reader_next(reader, &read, arena, &diag)) != 0 &&
               status != OFFPRINT_IO) {
            if (status > 0)
                write_record(format, read.record, arena, &out, count);
            else
                count->refused++;
            arena_reset(arena);
        }
        record_reader_close(reader);
    }
    buffer_finish(&out);
    arena_destroy(arena);
}

int main(int argc, char **argv)
{
    const struct format *format = argc > 1 ? format_by_name(slice_of(argv[1])) : NULL;
    struct count count = {0};

    if (format == NULL) {
        fprintf(stderr, "usage: %s FORMAT FILE...\n", argv[0]);
        return 2;
    }
    for (int i = 2; i < argc; i++)
        write_file(format, argv[i], &count);
    fprintf(stderr, "%lu files (%lu not read), %lu records, %lu refused, %lu not written\n",
            count.files, count.unread_files, count.records, count.refused, count.unwritten);
    return 0;
}
