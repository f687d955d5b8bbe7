/* MODS originInfo: 008, 033, 044, 046, 250, 260, 264, 310, 321. */
#include "convert/mods.h"

#include <ctype.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/coded.h"
#include "convert/isbd.h"

/* 264's second indicator: what happened, and the element for when it did. */
static const struct event {
    const char *open, *date;
} events[] = {
    {"originInfo eventType=\"production\"", "dateCreated"},
    {"originInfo eventType=\"publication\"", "dateIssued"},
    {"originInfo eventType=\"distribution\"", "dateOther type=\"distribution\""},
    {"originInfo eventType=\"manufacture\"", "dateOther type=\"manufacture\""},
    {"originInfo eventType=\"copyright\"", "copyrightDate"},
};

static void write_place(struct mods *mods, const char *open, struct slice text)
{
    if (text.length == 0)
        return;
    struct xml_scope place = xml_begin(mods->out, "place");
    xml_element(mods->out, open, text);
    xml_close(&place);
}

static void write_places_and_publishers(struct mods *mods, const struct marc_field *field)
{
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice text = part_known(field->subfields[i].value);
        if (field->subfields[i].code == 'a')
            write_place(mods, "placeTerm type=\"text\"", text);
        else if (field->subfields[i].code == 'b')
            xml_element(mods->out, "publisher", text);
    }
}

/* Codes that name a country; "xx" and fill characters do not. */
static void write_country_codes(struct mods *mods)
{
    struct slice code = slice_trim(slice_part(mods->fixed, 15, 3));
    bool letters = code.length >= 2 && !slice_is(code, "xx");
    for (size_t i = 0; i < code.length; i++)
        letters &= islower((unsigned char)code.data[i]) != 0;
    if (letters)
        write_place(mods, "placeTerm type=\"code\" authority=\"marccountry\"", code);
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(mods->record, "044", field)) != NULL)
        for (uint32_t i = 0; i < field->subfield_count; i++)
            if (field->subfields[i].code == 'c')
                write_place(mods, "placeTerm type=\"code\" authority=\"iso3166\"",
                            isbd_trim(field->subfields[i].value));
}

static bool is_manuscript(const struct mods *mods)
{
    return mods->type != '\0' && strchr("dfpt", mods->type) != NULL;
}

static void write_date(struct mods *mods, const char *name, const char *attributes,
                       struct slice date)
{
    if (slice_trim(date).length > 0)
        xml_element(mods->out, arena_printf(mods->arena, "%s%s", name, attributes), date);
}

/* A year of the 008: digits are W3C dates; "19uu" only means something as MARC. */
static void write_year(struct mods *mods, const char *name, const char *attributes,
                       struct slice year)
{
    bool digits = year.length == 4, coded = digits;
    for (size_t i = 0; i < year.length; i++) {
        digits &= isdigit((unsigned char)year.data[i]) != 0;
        coded &= isdigit((unsigned char)year.data[i]) || year.data[i] == 'u';
    }
    if (!coded || slice_is(year, "9999") || slice_is(year, "uuuu") || slice_is(year, "0000"))
        return;
    write_date(
        mods, name,
        arena_printf(mods->arena, " encoding=\"%s\"%s", digits ? "w3cdtf" : "marc", attributes),
        year);
}

/* A second date that is less than the first is a month and day, or a slip: no end of a range. */
static bool ends_before(struct slice first, struct slice second)
{
    size_t length = first.length < second.length ? first.length : second.length;
    return length > 0 && memcmp(first.data, second.data, length) > 0 &&
           memchr(second.data, 'u', length) == NULL;
}

/* 008/06-14: one date, or the two ends of a range. */
static void write_fixed_dates(struct mods *mods, const char *name)
{
    char kind = mods_fixed(mods, 6);
    struct slice first = slice_part(mods->fixed, 7, 4), second = slice_part(mods->fixed, 11, 4);
    if (kind != '\0' && strchr("cdikmu", kind) != NULL) {
        write_year(mods, name, " point=\"start\"", first);
        if (!ends_before(first, second))
            write_year(mods, name, " point=\"end\"", second);
    } else if (kind == 'q') {
        write_year(mods, name, " point=\"start\" qualifier=\"questionable\"", first);
        write_year(mods, name, " point=\"end\" qualifier=\"questionable\"", second);
    } else if (mods->dates.issued.length > 0) {
        write_date(mods, name, " encoding=\"w3cdtf\"", mods->dates.issued);
    } else if (kind != 'n' && kind != 'b') {
        write_year(mods, name, "", first);
    }
    if (kind == 't')
        write_year(mods, "copyrightDate", "", second);
}

/* Is `date` the whole text of an element that has been written since `start`? */
static bool is_written(const struct buffer *out, size_t start, struct slice date)
{
    for (size_t i = start; i + date.length + 2 <= out->length; i++)
        if (out->data[i] == '>' && out->data[i + 1 + date.length] == '<' &&
            memcmp(out->data + i + 1, date.data, date.length) == 0)
            return true;
    return false;
}

/* What stands on the resource, where it says more than the years written since `start`. */
static void write_transcribed_date(struct mods *mods, const char *name,
                                   const struct marc_field *field, size_t start)
{
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice date = isbd_trim(field->subfields[i].value);
        if (field->subfields[i].code == 'c' && part_known(date).length > 0 &&
            !is_written(mods->out, start, date))
            write_date(mods, name, "", date);
    }
}

/* "(Bungay :" … "1977)": parentheses enclose the three subfields together. */
static struct slice without_parentheses(struct slice text)
{
    if (text.length > 0 && text.data[0] == '(' && memchr(text.data, ')', text.length) == NULL)
        text = slice_part(text, 1, text.length);
    if (text.length > 0 && text.data[text.length - 1] == ')' &&
        memchr(text.data, '(', text.length) == NULL)
        text = slice_part(text, 0, text.length - 1);
    return text;
}

/* 260 $e $f $g: its manufacture, which 264 has a field of its own for. */
static void write_manufacture(struct mods *mods, const struct linked_field *imprint)
{
    const struct marc_field *field = imprint->field;
    struct xml_scope element = xml_open(mods->out, events[3].open);
    mods_alternative(mods, imprint);
    xml_content(&element);
    for (uint32_t i = 0; i < field->subfield_count && imprint->tag == 260; i++) {
        struct slice text = part_known(field->subfields[i].value);
        text = without_parentheses(text);
        if (field->subfields[i].code == 'e')
            write_place(mods, "placeTerm type=\"text\"", text);
        else if (field->subfields[i].code == 'f')
            xml_element(mods->out, "publisher", text);
        else if (field->subfields[i].code == 'g')
            xml_element(mods->out, events[3].date, text);
    }
    xml_close(&element);
}

/* 046: coded dates that the 008 has no room for. */
static void write_coded_dates(struct mods *mods)
{
    static const struct {
        char code;
        const char *open;
    } dates[] = {
        {'c', "dateIssued encoding=\"marc\" point=\"start\""},
        {'e', "dateIssued encoding=\"marc\" point=\"end\""},
        {'k', "dateCreated encoding=\"marc\" point=\"start\""},
        {'l', "dateCreated encoding=\"marc\" point=\"end\""},
        {'m', "dateValid point=\"start\""},
        {'n', "dateValid point=\"end\""},
        {'j', "dateModified"},
    };
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(mods->record, "046", field)) != NULL)
        for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
            xml_element(mods->out, dates[i].open, marc_field_subfield(field, dates[i].code));
}

/* 033: when what is recorded took place; first indicator 2 is a range. */
static void write_captured_dates(struct mods *mods)
{
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(mods->record, "033", field)) != NULL) {
        unsigned number = 0;
        for (uint32_t i = 0; i < field->subfield_count; i++) {
            if (field->subfields[i].code != 'a')
                continue;
            const char *open = "dateCaptured encoding=\"iso8601\"";
            if (field->indicator[0] == '2' && number < 2)
                open = number == 0 ? "dateCaptured encoding=\"iso8601\" point=\"start\""
                                   : "dateCaptured encoding=\"iso8601\" point=\"end\"";
            xml_element(mods->out, open, field->subfields[i].value);
            number++;
        }
    }
}

static void write_editions(struct mods *mods)
{
    size_t at = 0;
    const struct linked_field *from;
    while ((from = fields_next(&mods->fields, 250, &at)) != NULL)
        if (from->group.length == 0)
            xml_element(mods->out, "edition",
                        isbd_trim(isbd_join(from->field, "ab", " ", mods->arena)));
}

static void write_issuance(struct mods *mods)
{
    char part = mods->record->leader[19];
    const char *issuance = NULL;
    switch (mods->level) {
    case 'm':
        issuance =
            part == 'a' || part == 'b' || part == 'c' ? "multipart monograph" : "single unit";
        break;
    case 'c':
    case 'd':
        issuance = "monographic";
        break;
    case 'i':
        issuance = "integrating resource";
        break;
    case 's':
        issuance = "serial";
        break;
    default:
        break; /* of a component part it is the host's to say */
    }
    if (issuance != NULL)
        xml_element(mods->out, "issuance", slice_of(issuance));
}

static void write_frequencies(struct mods *mods)
{
    static const char *const tags[] = {"310", "321"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        const struct marc_field *field = NULL;
        while ((field = marc_record_field(mods->record, tags[i], field)) != NULL)
            xml_element(mods->out, "frequency",
                        isbd_trim(isbd_join(field, "ab", " ", mods->arena)));
    }
    if (mods->form != FORM_SERIAL || mods->level == 'b' || mods->fixed.length < 19)
        return;
    xml_element(mods->out, "frequency authority=\"marcfrequency\"",
                slice_of(coded_term_of(&coded_frequencies, mods_fixed(mods, 18))));
}

/* The originInfo of publication (of an unpublished thing, production), with all that the record
 * says of it outside its imprint; `imprint` may be NULL. */
static void write_first(struct mods *mods, const struct linked_field *imprint)
{
    bool created = is_manuscript(mods);
    const char *date = created ? "dateCreated" : "dateIssued";
    struct xml_scope element = xml_open(mods->out, events[imprint == NULL && created ? 0 : 1].open);
    if (imprint != NULL)
        mods_alternative(mods, imprint);
    xml_content(&element);
    write_country_codes(mods);
    if (imprint != NULL)
        write_places_and_publishers(mods, imprint->field);
    size_t start = mods->out->length;
    write_fixed_dates(mods, date);
    if (imprint != NULL)
        write_transcribed_date(mods, date, imprint->field, start);
    xml_element(mods->out, "dateOther type=\"publishedOnline\" encoding=\"w3cdtf\"",
                mods->dates.online);
    if (!mods->context->brief) {
        write_coded_dates(mods);
        write_captured_dates(mods);
    }
    write_editions(mods);
    write_issuance(mods);
    write_frequencies(mods);
    xml_close(&element);
}

/* Another imprint: a later publisher, a manufacturer, the same in another script. */
static void write_other(struct mods *mods, const struct linked_field *imprint)
{
    const struct marc_field *field = imprint->field;
    char kind = imprint->tag == 264 ? field->indicator[1] : '1';
    const struct event *event = &events[kind >= '0' && kind <= '4' ? kind - '0' : 1];
    struct xml_scope element = xml_open(mods->out, event->open);
    mods_alternative(mods, imprint);
    xml_content(&element);
    write_places_and_publishers(mods, field);
    for (uint32_t i = 0; i < field->subfield_count; i++)
        if (field->subfields[i].code == 'c' && part_known(field->subfields[i].value).length > 0)
            xml_element(mods->out, event->date, isbd_trim(field->subfields[i].value));
    xml_close(&element);
}

static bool is_imprint(const struct linked_field *entry)
{
    return entry->tag == 260 || entry->tag == 264;
}

static bool is_publication(const struct linked_field *entry)
{
    return entry->original &&
           (entry->tag == 260 || (entry->tag == 264 && entry->field->indicator[1] == '1'));
}

/* An edition that an 880 writes in another script, and that 880: each with the group of both. */
static void write_linked_edition(struct mods *mods, const struct linked_field *from)
{
    if (from->group.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, events[1].open);
    mods_alternative(mods, from);
    xml_content(&element);
    xml_element(mods->out, "edition", isbd_trim(isbd_join(from->field, "ab", " ", mods->arena)));
    xml_close(&element);
}

void mods_origin(struct mods *mods)
{
    static const struct mods_rule editions[] = {{250, write_linked_edition}};
    const struct linked_field *first = NULL;
    for (size_t i = 0; i < mods->fields.count && first == NULL; i++)
        if (is_publication(&mods->fields.list[i]))
            first = &mods->fields.list[i];
    write_first(mods, first);
    for (size_t i = 0; i < mods->fields.count; i++) {
        if (!is_imprint(&mods->fields.list[i]))
            continue;
        if (&mods->fields.list[i] != first)
            write_other(mods, &mods->fields.list[i]);
        write_manufacture(mods, &mods->fields.list[i]);
    }
    mods_apply(mods, editions, sizeof editions / sizeof *editions);
}
