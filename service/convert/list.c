#include <offprint/convert.h>

#include <string.h>

#include <offprint/buffer.h>

#define XML_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define MARCXML_LIST                                                                               \
    XML_DECLARATION "<collection xmlns=\"http://www.loc.gov/MARC21/slim\">\n", "\n",               \
        "\n</collection>\n"

/* How each format's records are put together; formats not named here just follow one another. */
static const struct list {
    const char *format;
    const char *begin, *separator, *end;
    char opening, closing; /* brackets that a single record comes in, to be taken off */
} lists[] = {
    {"marc", "", "", "", 0, 0},
    {"marc8", "", "", "", 0, 0},
    {"marcxml", MARCXML_LIST, 0, 0},
    {"marc21-vufind", MARCXML_LIST, 0, 0},
    {"marc21-agk", MARCXML_LIST, 0, 0},
    {"mods", XML_DECLARATION "<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">\n", "\n",
     "\n</modsCollection>\n", 0, 0},
    {"dc",
     XML_DECLARATION
     "<oai_dc:dcCollection xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\">\n",
     "\n", "\n</oai_dc:dcCollection>\n", 0, 0},
    {"qdc",
     XML_DECLARATION
     "<oai_qdc:qdcCollection xmlns:oai_qdc=\"http://worldcat.org/xmlschemas/qdc-1.0/\">\n",
     "\n", "\n</oai_qdc:qdcCollection>\n", 0, 0},
    {"json", "[\n", ",\n", "\n]\n", 0, 0},
    {"marcjson", "[\n", ",\n", "\n]\n", 0, 0},
    {"jsonld", "[\n", ",\n", "\n]\n", 0, 0},
    {"csl", "[\n", ",\n", "\n]\n", '[', ']'},
    {"", "", "\n", "", 0, 0},
};

static const struct list *list_of(const struct format *format)
{
    const struct list *list = lists;

    while (list->format[0] != '\0' && strcmp(list->format, format->name) != 0)
        list++;
    return list;
}

void convert_list_begin(struct buffer *out, const struct format *format)
{
    buffer_add_string(out, list_of(format)->begin);
}

void convert_list_add(struct buffer *out, const struct format *format, struct slice record,
                      bool first)
{
    const struct list *list = list_of(format);

    if (list->begin[0] != '\0')
        record = slice_trim(record);
    if (list->opening != 0 && record.length >= 2 && record.data[0] == list->opening &&
        record.data[record.length - 1] == list->closing)
        record = slice_trim(slice_part(record, 1, record.length - 2));
    if (!first)
        buffer_add_string(out, list->separator);
    buffer_add_slice(out, record);
}

void convert_list_end(struct buffer *out, const struct format *format)
{
    buffer_add_string(out, list_of(format)->end);
}
