#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <offprint/catalogue.h>
#include <offprint/convert.h>

#include "cli/command.h"

/* Written out in pieces of about this many bytes. */
#define PIECE 65536

const struct format *output_format(const struct command *command, const char *name)
{
    const struct format *format = format_by_name(slice_of(name)), *formats;
    size_t count;

    if (format != NULL)
        return format;
    usage_error(command, "there is no format \"%s\"", name);
    formats = formats_all(&count);
    fprintf(stderr, "formats:");
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, " %s", formats[i].name);
    fprintf(stderr, "\n");
    return NULL;
}

static int flush(struct output *output)
{
    size_t length = output->text.length;

    if (length > 0 && fwrite(output->text.data, 1, length, stdout) != length) {
        fprintf(stderr, "offprint: cannot write to standard output: %s\n", strerror(errno));
        return -1;
    }
    buffer_truncate(&output->text, 0);
    return 0;
}

void output_begin(struct output *output, struct catalogue *catalogue, const struct format *format,
                  bool list)
{
    *output = (struct output){.catalogue = catalogue, .format = format, .list = list};
    if (list)
        convert_list_begin(&output->text, format);
    else if (format->xml)
        buffer_add_string(&output->text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

int output_record(struct output *output, const struct catalogue_record *record, struct arena *arena)
{
    struct write_options options = {.format = output->format, .base_url = ""};
    struct diag diag;

    buffer_truncate(&output->record, 0);
    if (catalogue_write(&output->record, output->catalogue, record, &options, arena, &diag) < 0) {
        complain(&diag);
        return -1;
    }
    if (output->list)
        convert_list_add(&output->text, output->format, buffer_slice(&output->record),
                         output->written == 0);
    else
        buffer_add_slice(&output->text, buffer_slice(&output->record));
    output->written++;
    return output->text.length >= PIECE ? flush(output) : 0;
}

/* Its records end with their own terminator: a line feed would be the next one's first byte. */
static bool is_iso2709(const struct format *format)
{
    return strcmp(format->media_type, "application/marc") == 0;
}

int output_end(struct output *output)
{
    int status;

    if (output->list)
        convert_list_end(&output->text, output->format);
    else if (output->text.length > 0 && !is_iso2709(output->format) &&
             output->text.data[output->text.length - 1] != '\n')
        buffer_add_char(&output->text, '\n');
    status = flush(output);
    if (fflush(stdout) != 0)
        status = -1;
    buffer_finish(&output->text);
    buffer_finish(&output->record);
    return status;
}
