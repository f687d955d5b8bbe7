/*
 * perl_compare_read: every record of the files named on standard input as perl_compare.pl prints
 * them, for the two to be compared:
 *
 *     file TAB offset TAB findings TAB TAB leader FIELD...
 *
 * where the offset is the record's (its number in XML), the findings are the rules reported, with
 * blanks between, and "refused" where there is no record. A field is 1E, tag, and a value or two
 * indicators and 1F, code, value for each subfield. The fourth column is Perl's.
 */
#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/reader.h>
#include <offprint/record.h>

/* A finding_handler. */
static void take_finding(void *context, const struct finding *finding)
{
    struct buffer *findings = context;

    buffer_add_string(findings, finding->rule);
    buffer_add_char(findings, ' ');
}

/* What separates columns and records is escaped as Perl's side does it. */
static void add_value(struct buffer *out, struct slice value)
{
    for (size_t i = 0; i < value.length; i++) {
        if (memchr("\\\t\n\x1e\x1f", value.data[i], 5) != NULL)
            buffer_printf(out, "\\%02X", (unsigned char)value.data[i]);
        else
            buffer_add_char(out, value.data[i]);
    }
}

static void add_field(struct buffer *out, const struct marc_field *field)
{
    buffer_printf(out, "\x1e%s", field->tag);
    if (field->control) {
        add_value(out, field->value);
        return;
    }
    buffer_add(out, field->indicator, 2);
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        buffer_printf(out, "\x1f%c", field->subfields[i].code);
        add_value(out, field->subfields[i].value);
    }
}

static void print_record(const char *path, struct marc_place place, struct buffer *findings,
                         const struct marc_record *record)
{
    struct buffer out;

    buffer_init(&out);
    buffer_printf(&out, "%s\t%llu\t%.*s\t\t", path,
                  (unsigned long long)(place.line > 0 ? place.number : place.offset),
                  (int)findings->length, findings->length > 0 ? findings->data : "");
    if (record != NULL) {
        buffer_add_string(&out, record->leader);
        for (uint32_t i = 0; i < record->field_count; i++)
            add_field(&out, &record->fields[i]);
    }
    buffer_add_char(&out, '\n');
    fwrite(out.data, 1, out.length, stdout);
    buffer_finish(&out);
}

static void print_file(const char *path)
{
    struct arena *arena = arena_create();
    struct buffer findings;
    struct marc_reader *reader;
    struct marc_record *record;
    struct diag diag = {0};
    int status;

    buffer_init(&findings);
    if (marc_reader_open(&reader, path, MARC_INPUT_SNIFF, take_finding, &findings, &diag) == 0) {
        while ((status = marc_reader_next(reader, &record, arena, &diag)) != 0) {
            if (status < 0)
                buffer_add_string(&findings, "refused ");
            print_record(path, marc_reader_place(reader), &findings, status > 0 ? record : NULL);
            buffer_truncate(&findings, 0);
            arena_reset(arena);
        }
        marc_reader_close(reader);
    }
    buffer_finish(&findings);
    arena_destroy(arena);
}

int main(void)
{
    char path[4096];

    while (fgets(path, sizeof path, stdin) != NULL) {
        path[strcspn(path, "\n")] = '\0';
        print_file(path);
    }
    return 0;
}
