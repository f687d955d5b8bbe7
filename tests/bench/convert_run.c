/*
 * convert_run parse|FORMAT FILE...: reads every record of the files and writes it in FORMAT to
 * standard output, or only reads it. What tests/bench/convert measures: no catalogue, one thread.
 * The last line of standard error is the number of records.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/reader.h>
#include <offprint/record.h>

/* Written out whenever there is so much of it. */
enum { OUTPUT = 1 << 16 };

struct run {
    const struct format *format; /* NULL: only read */
    struct arena *arena;
    struct buffer out;
    unsigned long records;
    bool failed;
};

static void put_out(struct run *run)
{
    run->failed |= fwrite(run->out.data, 1, run->out.length, stdout) != run->out.length;
    buffer_truncate(&run->out, 0);
}

static void run_record(struct run *run, const struct marc_record *record)
{
    struct slice number = marc_record_identifier(record);
    struct convert_context context = {.id = arena_copy(run->arena, number.data, number.length),
                                      .repository = "offprint.localhost",
                                      .base_url = "http://127.0.0.1:8080",
                                      .collection = "Default"};
    struct diag diag = {0};

    run->records++;
    if (run->format == NULL)
        return;
    if (convert_write(&run->out, run->format, record, &context, run->arena, &diag) < 0) {
        fprintf(stderr, "%s: %s\n", context.id, diag.message);
        run->failed = true;
    }
    if (run->out.length >= OUTPUT)
        put_out(run);
}

static void run_file(struct run *run, const char *path)
{
    struct marc_reader *reader = NULL;
    struct marc_record *record;
    struct diag diag = {0};
    int status;

    if (marc_reader_open(&reader, path, MARC_INPUT_SNIFF, NULL, NULL, &diag) < 0) {
        fprintf(stderr, "%s: %s\n", path, diag.message);
        run->failed = true;
        return;
    }
    while ((status = marc_reader_next(reader, &record, run->arena, &diag)) != 0 &&
           status != OFFPRINT_IO) {
        if (status > 0)
            run_record(run, record);
        arena_reset(run->arena);
    }
    marc_reader_close(reader);
}

int main(int argc, char **argv)
{
    struct run run = {.arena = arena_create()};

    if (argc > 1 && strcmp(argv[1], "parse") != 0)
        run.format = format_by_name(slice_of(argv[1]));
    if (argc < 3 || (run.format == NULL && strcmp(argv[1], "parse") != 0)) {
        fprintf(stderr, "usage: %s parse|FORMAT FILE...\n", argv[0]);
        return 2;
    }
    buffer_init(&run.out);
    for (int i = 2; i < argc; i++)
        run_file(&run, argv[i]);
    put_out(&run);
    fprintf(stderr, "%lu\n", run.records);
    buffer_finish(&run.out);
    arena_destroy(run.arena);
    return run.failed;
}
