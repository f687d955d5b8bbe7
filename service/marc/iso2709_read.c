/* A record made from the bytes of an ISO 2709 record that may be wrong in any of its parts. */
#include "marc/iso2709_read.h"

#include <assert.h>
#include <string.h>

#include <offprint/record.h>

#include "marc/encoding.h"
#include "marc/iso2709.h"
#include "marc/reading.h"
#include "marc/unimarc.h"

/* A record on its way from bytes to memory. */
struct making {
    struct reading *reading;
    struct iso2709_decoder decoder;
    enum marc_encoding encoding;
    bool sound;            /* what lies between two delimiters has no structure bytes in it */
    bool plain;            /* and its fields stand in order, in UTF-8 */
    const uint32_t *marks; /* where it is plain: reading->marks from the next field's on */
};

static struct slice make_value(struct making *making, const char *tag, struct slice bytes)
{
    struct slice value = encoding_decode(making->reading, making->encoding, tag, bytes);

    return reading_repair_value(making->reading, tag, value);
}

/* The same for what ends at delimiters. */
static struct slice make_delimited(struct making *making, const char *tag, struct slice bytes)
{
    struct slice value = encoding_decode(making->reading, making->encoding, tag, bytes);

    if (making->sound && value.data == bytes.data)
        return value;
    return reading_repair_value(making->reading, tag, value);
}

static struct marc_field *add_field(struct making *making, const char *tag)
{
    struct marc_record *record = making->decoder.record;
    struct marc_field *field = &record->fields[record->field_count++];

    memcpy(field->tag, tag, 3);
    field->indicator[0] = field->indicator[1] = ' ';
    field->control = marc_tag_is_control(tag);
    field->subfields = making->decoder.spare;
    return field;
}

static void add_subfield(struct making *making, struct marc_field *field, char code,
                         struct slice value)
{
    assert(making->decoder.spare_count > 0); /* no two fields share bytes */
    *making->decoder.spare++ =
        (struct marc_subfield){code, make_delimited(making, field->tag, value)};
    making->decoder.spare_count--;
    field->subfield_count = ++field->subfield_capacity;
}

static bool is_plain_indicator(char c)
{
    return c == ' ' || (c >= '0' && c <= '9');
}

/*
 * What stands before the first delimiter is not two indicators. What looks like indicators is taken
 * for them, text that is left becomes $a: that is how it was meant, if anything was.
 */
static void repair_head(struct making *making, struct marc_field *field, struct slice head)
{
    char shown[PRINTABLE_SIZE];
    size_t used = 0;

    if (head.length <= 1 || (is_plain_indicator(head.data[0]) && is_plain_indicator(head.data[1])))
        while (used < head.length && used < 2 && is_plain_indicator(head.data[used])) {
            field->indicator[used] = head.data[used];
            used++;
        }
    reading_report(making->reading, FINDING_REPAIR, "indicators", field->tag,
                   "'%s' stands where two indicators and a subfield should",
                   printable(shown, head));
    head = slice_part(head, used, head.length);
    if (head.length == 1 && used == 2 && (is_plain_indicator(head.data[0]) || head.data[0] == '\\'))
        return; /* danMARC has a third indicator, MARC 21 no place for it; '\' is MARCMaker's blank
                 */
    if (slice_trim(head).length > 0)
        add_subfield(making, field, 'a', head);
}

/* One subfield, code and value. A code that is half a character belongs to the value. */
static void make_subfield(struct making *making, struct marc_field *field, struct slice bytes)
{
    bool is_text;

    if (bytes.length == 0) {
        reading_report(making->reading, FINDING_REPAIR, "subfield-code", field->tag,
                       "a delimiter without a subfield was left out");
        return;
    }
    is_text = (unsigned char)bytes.data[0] >= 0x80;
    add_subfield(making, field, reading_repair_code(making->reading, field->tag, bytes.data[0]),
                 slice_make(bytes.data + !is_text, bytes.length - !is_text));
}

static void make_data_field(struct making *making, struct marc_field *field, struct slice content)
{
    const char *at = content.data;
    const char *end = content.data + content.length;
    const char *next = memchr(at, MARC_SUBFIELD_DELIMITER, content.length);
    size_t head = next != NULL ? (size_t)(next - at) : content.length;

    if (head == 2) {
        for (int i = 0; i < 2; i++)
            field->indicator[i] =
                reading_repair_indicator(making->reading, field->tag, i + 1, content.data[i]);
    } else {
        repair_head(making, field, slice_make(content.data, head));
    }
    while (next != NULL) {
        at = next + 1;
        next = at < end ? memchr(at, MARC_SUBFIELD_DELIMITER, (size_t)(end - at)) : NULL;
        make_subfield(making, field,
                      slice_make(at, next != NULL ? (size_t)(next - at) : (size_t)(end - at)));
    }
}

/*
 * The field's subfields as they stand: `count` of them, each from its mark to the next. False, with
 * nothing taken, where something about it has to be repaired.
 */
static bool take_plain(struct making *making, struct marc_field *field,
                       const struct directory_entry *entry, const uint32_t *marks, size_t count)
{
    const char *content = entry->content.data, *data = content - entry->start;

    if (count == 0 || marks[0] != entry->start + 2 || !reading_indicator_is_good(content[0]) ||
        !reading_indicator_is_good(content[1]))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t length = marks[i + 1] - marks[i];

        if (length < 2 || !reading_code_is_good(data[marks[i] + 1]))
            return false;
        making->decoder.spare[i] =
            (struct marc_subfield){data[marks[i] + 1], slice_make(data + marks[i] + 2, length - 2)};
    }
    memcpy(field->indicator, content, 2);
    field->subfield_count = field->subfield_capacity = (uint32_t)count;
    making->decoder.spare += count;
    making->decoder.spare_count -= count;
    return true;
}

/* The delimiters of the next field, which making->marks begin with; passes over its marks. The last
 * of these is its terminator: the directory was held against them. */
static size_t pass_marks(struct making *making, const struct directory_entry *entry)
{
    size_t end = entry->start + entry->content.length, count = 0;

    while (making->marks[count] != end)
        count++;
    making->marks += count + 1;
    return count;
}

/* Adds the field, or reports why it cannot be kept. */
static void make_field(struct making *making, const struct directory_entry *entry)
{
    const uint32_t *marks = making->marks;
    size_t count = making->plain ? pass_marks(making, entry) : 0;
    struct marc_field *field;
    char shown[PRINTABLE_SIZE];

    if (!reading_tag_is_good(entry->tag)) {
        reading_report(making->reading, FINDING_ERROR, "tag", entry->tag,
                       "the tag '%s' is none of MARC's; the field was left out",
                       printable(shown, slice_make(entry->tag, 3)));
        return;
    }
    if (entry->content.data == NULL) {
        reading_report(making->reading, FINDING_ERROR, "directory", entry->tag,
                       "the directory has the field, the data have not; it was left out");
        return;
    }
    field = add_field(making, entry->tag);
    if (field->control) {
        field->value = making->plain && count == 0 ? entry->content
                                                   : make_value(making, field->tag, entry->content);
        return;
    }
    if (making->plain && take_plain(making, field, entry, marks, count))
        return;
    make_data_field(making, field, entry->content);
    if (field->subfield_count == 0) {
        reading_report(making->reading, FINDING_REPAIR, "empty-field", entry->tag,
                       "the field has no subfields; it was left out");
        making->decoder.record->field_count--;
        memset(field, 0, sizeof *field);
    }
}

int iso2709_read(struct marc_record **record, struct reading *reading, struct slice bytes,
                 struct diag *diag)
{
    struct making making = {.reading = reading};
    struct directory directory;
    int status = iso2709_read_directory(&directory, reading, bytes, diag);

    if (status < 0)
        return status;
    if (reading->marks.subfields > MARC_SUBFIELDS_LIMIT)
        return diag_set(diag, OFFPRINT_LIMIT, "the record has over %u subfields",
                        MARC_SUBFIELDS_LIMIT);
    making.sound = directory.said && reading->marks.records == 0;
    if (!unimarc_judge(&making.encoding, reading, &directory))
        making.encoding = encoding_judge(reading, bytes.data[MARC_LEADER_ENCODING], directory.data);
    making.plain = making.sound && directory.in_order && making.encoding == ENCODING_CLEAN;
    making.marks = reading->marks.at;
    /* Beside the delimited ones, text before the first delimiter may become one in each field. */
    iso2709_decoder_init(&making.decoder, reading->arena, bytes.data, directory.count,
                         reading->marks.subfields + directory.count);
    for (size_t i = 0; i < directory.count; i++)
        make_field(&making, &directory.entries[i]);
    if (making.decoder.record->field_count == 0)
        return diag_set(diag, OFFPRINT_MALFORMED, "none of the record's %zu fields can be read",
                        directory.count);
    reading_repair_leader(reading, making.decoder.record->leader);
    *record = making.decoder.record;
    return 0;
}
