#include "convert/part.h"

#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "convert/date.h"
#include "convert/isbd.h"
#include "convert/language.h"
#include "convert/material.h"
#include "convert/name.h"

struct slice part_control_number(struct slice value, struct slice *source)
{
    value = slice_trim(value);
    *source = (struct slice){NULL, 0};
    if (value.length == 0 || value.data[0] != '(')
        return value;
    const char *close = memchr(value.data, ')', value.length);
    if (close == NULL)
        return value;
    size_t at = (size_t)(close - value.data);
    *source = slice_trim(slice_part(value, 1, at - 1));
    return slice_trim(slice_part(value, at + 1, value.length));
}

/* Without regard to case; `what` is in small letters. */
static bool contains(struct slice text, const char *what)
{
    size_t length = strlen(what);
    for (size_t i = 0; i + length <= text.length; i++)
        if (tolower((unsigned char)text.data[i]) == what[0] &&
            strncasecmp(text.data + i, what, length) == 0)
            return true;
    return false;
}

struct slice part_known(struct slice text)
{
    static const char *const unknown[] = {"not identified", "s.l.", "s. l.", "s.n.", "s. n."};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (contains(text, unknown[i]))
            return (struct slice){NULL, 0};
    return isbd_unbracket(text);
}

static size_t find_last_comma(struct slice text)
{
    size_t at = text.length;
    while (at > 0 && text.data[at - 1] != ',')
        at--;
    return at > 0 ? at - 1 : text.length;
}

void part_read_imprint(struct part *part, struct slice imprint, struct arena *arena)
{
    imprint = slice_trim(imprint);
    size_t colon = 0;
    while (colon < imprint.length && !slice_starts(slice_part(imprint, colon, 3), " : "))
        colon++;
    struct slice place = {NULL, 0}, rest = imprint;
    if (colon < imprint.length) {
        place = slice_part(imprint, 0, colon);
        rest = slice_part(imprint, colon + 3, imprint.length);
    }
    size_t comma = find_last_comma(rest);
    int year = date_year_in(slice_part(rest, comma, rest.length));
    struct slice publisher = slice_part(rest, 0, comma);
    if (year == 0 && comma < rest.length) {
        if (!contains(slice_part(rest, comma, rest.length), "s.d.") &&
            !contains(slice_part(rest, comma, rest.length), "n.d."))
            publisher = rest;
    } else if (year == 0 && (year = date_year_in(rest)) != 0) {
        /* "1977-" alone is a date, "Verlag 1977" a publisher with one */
        bool bare = rest.length > 0 && strchr("[c0123456789", rest.data[0]) != NULL;
        publisher = bare ? (struct slice){NULL, 0} : rest;
    }
    if (part->place.length == 0)
        part->place = part_known(place);
    if (part->publisher.length == 0)
        part->publisher = part_known(publisher);
    if (part->date.length == 0 && year != 0)
        part->date = slice_of(arena_printf(arena, "%04d", year));
}

bool part_is_labels(const struct marc_field *field)
{
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        char code = field->subfields[i].code;
        if (code != '\0' && strchr("abdistxzwruyop", code) != NULL)
            return false;
    }
    return marc_field_subfield(field, 'g').length > 0 || marc_field_subfield(field, 'q').length > 0;
}

static const struct marc_field *host_field(const struct marc_record *record)
{
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(record, "773", field)) != NULL)
        if (!part_is_labels(field))
            return field;
    return NULL;
}

/* 773 $t has no indicator to count its article; the host's own 245 has. */
static void set_article(struct title *linked, const struct title *own)
{
    size_t length = own->nonsort.length;
    if (linked->nonsort.length > 0 || length == 0 || linked->proper.length <= length ||
        strncasecmp(linked->proper.data, own->nonsort.data, length) != 0)
        return;
    linked->nonsort = slice_part(linked->proper, 0, length);
    linked->proper = slice_trim(slice_part(linked->proper, length, linked->proper.length));
}

static void read_host_titles(struct part *part, const struct marc_record *record,
                             const struct convert_context *context, struct arena *arena)
{
    static const char codes[] = "tsp"; /* title, uniform title, abbreviated title */
    struct slice language = language_of(record, arena);
    for (const char *code = codes; *code != '\0' && part->linked_title.proper.length == 0; code++)
        title_split(&part->linked_title, marc_field_subfield(part->field, *code), language, arena);
    const struct marc_field *field =
        context->host != NULL ? marc_record_field(context->host, "245", NULL) : NULL;
    if (field != NULL) {
        title_read(&part->title, field, arena);
        part->title.proper = title_dash_years(part->title.proper, arena);
        part->title.remainder = title_dash_years(part->title.remainder, arena);
        part->title.responsibility = (struct slice){NULL, 0};
        set_article(&part->linked_title, &part->title);
    }
    if (part->title.proper.length == 0)
        part->title = part->linked_title;
    if (part->linked_title.proper.length == 0)
        part->linked_title = part->title;
}

static void read_host_author(struct part *part, const struct convert_context *context,
                             struct arena *arena)
{
    part->heading = isbd_trim(marc_field_subfield(part->field, 'a'));
    part->author = part->heading;
    if (context->host == NULL)
        return;
    const struct marc_field *main = marc_record_field(context->host, "1XX", NULL);
    if (main == NULL || strcmp(main->tag, "130") == 0)
        return;
    struct name name;
    name_read(&name, main, arena);
    if (name.whole.length > 0)
        part->author = name.whole;
}

static void read_host_identifiers(struct part *part)
{
    const struct marc_field *field = part->field;
    part->isbn = isbd_trim(marc_field_subfield(field, 'z'));
    part->issn = isbd_trim(marc_field_subfield(field, 'x'));
    for (uint32_t i = 0; i < field->subfield_count && part->host_number.length == 0; i++)
        if (field->subfields[i].code == 'w')
            part->host_number = part_control_number(field->subfields[i].value, &part->host_source);
}

/* The host's own record knows what $d leaves out. */
static void read_host_record(struct part *part, const struct marc_record *host, struct arena *arena)
{
    struct dates dates;
    dates_read(&dates, host, arena);
    if (part->date.length == 0 && dates.year != 0)
        part->date = slice_of(arena_printf(arena, "%04d", dates.year));
    static const char *const tags[] = {"264", "260"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        const struct marc_field *field = marc_record_field(host, tags[i], NULL);
        if (field == NULL)
            continue;
        if (part->place.length == 0)
            part->place = part_known(marc_field_subfield(field, 'a'));
        if (part->publisher.length == 0)
            part->publisher = part_known(marc_field_subfield(field, 'b'));
    }
}

/* 773 $g, then $q; then a second 773 of labels; then the pages of 300 "(pages 211-256)". */
static void read_place_in_host(struct part *part, const struct marc_record *record,
                               struct arena *arena)
{
    const struct marc_field *field = part->field;
    bool labels = false;
    do {
        for (uint32_t i = 0; i < field->subfield_count; i++) {
            struct slice value = slice_trim(field->subfields[i].value);
            if (field->subfields[i].code == 'g') {
                part_read_display(part, value, arena);
                if (part->display.length == 0 && !labels)
                    part->display = value;
            } else if (field->subfields[i].code == 'q') {
                part_read_enumeration(part, value, arena);
            }
        }
        do
            field = marc_record_field(record, "773", field);
        while (field != NULL && !part_is_labels(field));
        labels = true;
    } while (field != NULL);
    struct slice extent = marc_record_subfield(record, "300", 'a');
    if (part->start.length == 0 && contains(extent, "-")) {
        struct part pages = {0}; /* of an extent, "v." and the like say something else */
        part_read_display(&pages, extent, arena);
        part->start = pages.start;
        part->end = pages.end;
    }
}

bool part_read(struct part *part, const struct marc_record *record,
               const struct convert_context *context, struct arena *arena)
{
    *part = (struct part){.field = host_field(record)};
    if (part->field == NULL)
        return false;
    part->serial = material_host_is_serial(record);
    read_host_titles(part, record, context, arena);
    read_host_author(part, context, arena);
    read_host_identifiers(part);
    part_read_imprint(part, marc_field_subfield(part->field, 'd'), arena);
    if (context->host != NULL)
        read_host_record(part, context->host, arena);
    read_place_in_host(part, record, arena);
    return true;
}
