#include <offprint/convert.h>

#include <offprint/buffer.h>
#include <offprint/record.h>

#include "convert/writer.h"

static const struct {
    const char *format;
    format_writer *write;
} writers[] = {
    {"marc", write_marc},
    {"marcxml", write_marcxml},
    {"mods", write_mods},
    {"dc", write_dc},
    {"json", write_json},
    {"jsonld", write_jsonld},
    {"csl", write_csl},
    {"ris", write_ris},
    {"bibtex", write_bibtex},
    {"text", write_text},
    {"html", write_html},
    {"marcjson", write_marcjson},
    {"marc8", write_marc8},
    {"marc21-vufind", write_marc21_vufind},
    {"marc21-agk", write_marc21_agk},
    {"citation", write_citation},
    {"qdc", write_qdc},
};

static format_writer *writer_of(const struct format *format)
{
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strcmp(writers[i].format, format->name) == 0)
            return writers[i].write;
    return NULL;
}

/* Where `mark` ends in `text` from `from` on, or the end of the text. */
static size_t after(struct slice text, size_t from, const char *mark)
{
    size_t length = strlen(mark);
    for (size_t i = from; i + length <= text.length; i++)
        if (memcmp(text.data + i, mark, length) == 0)
            return i + length;
    return text.length;
}

/*
 * A record's source is kept whole; an element of XML that goes into another document must not
 * bring a byte order mark, XML declaration or document type along (convert.h: one element).
 */
static struct slice root_element(struct slice source)
{
    if (slice_starts(source, "\xEF\xBB\xBF"))
        source = slice_part(source, 3, source.length);
    for (;;) {
        size_t end;
        source = slice_trim(source);
        if (slice_starts(source, "<?"))
            end = after(source, 2, "?>");
        else if (slice_starts(source, "<!--"))
            end = after(source, 4, "-->");
        else if (slice_starts(source, "<!"))
            end = memchr(source.data, '[', after(source, 2, ">")) != NULL
                      ? after(source, after(source, 2, "]"), ">")
                      : after(source, 2, ">");
        else
            return source;
        source = slice_part(source, end, source.length);
    }
}

int convert_write(struct buffer *out, const struct format *format, const struct marc_record *record,
                  const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    if (context->source_format == format && context->source.length > 0) {
        buffer_add_slice(out, format->xml ? root_element(context->source) : context->source);
        return OFFPRINT_OK;
    }
    format_writer *write = writer_of(format);
    if (write == NULL)
        return diag_refuse(diag, OFFPRINT_FORMAT, format->name, "no writer for format %s",
                           format->name);
    size_t before = out->length;
    int status = write(out, record, context, arena, diag);
    if (status < 0)
        buffer_truncate(out, before);
    return status;
}

int write_marc(struct buffer *out, const struct marc_record *record,
               const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)context;
    (void)arena;
    return iso2709_encode(out, record, diag);
}

int write_marcxml(struct buffer *out, const struct marc_record *record,
                  const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)context;
    (void)arena;
    (void)diag;
    marcxml_write(out, record);
    return OFFPRINT_OK;
}
