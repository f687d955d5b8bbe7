/*
 * The MARC record of a part, made of what its source says and what holds for the whole host: kind
 * of material, language, imprint, carrier. Subjects and notes of the host may not hold for a part,
 * and are not taken over.
 */
#include "convert/explode_record.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/record.h>

#include "base/text.h"
#include "convert/date.h"
#include "convert/explode.h"
#include "convert/identifier.h"
#include "convert/isbd.h"

#define MATERIAL_LENGTH 40 /* of 008 */

/* --- in the same words as the host's link ---------------------------------------------------- */

char explode_level(const struct marc_record *host)
{
    char level = host->leader[MARC_LEADER_LEVEL];

    return level == 's' || level == 'i' || level == 'b' ? 'b' : 'a';
}

struct slice explode_link_number(const struct marc_record *host, struct slice number,
                                 struct arena *arena)
{
    struct slice source = slice_trim(marc_record_control(host, "003"));

    if (source.length == 0)
        return number;
    return slice_of(arena_printf(arena, "(%.*s)%.*s", (int)source.length, source.data,
                                 (int)number.length, number.data));
}

/* "211-256", with the ASCII hyphen that clients look for. */
static struct slice page_range(const struct explode_part *part, struct arena *arena)
{
    if (part->last.length == 0 || slice_equal(part->first, part->last))
        return part->first;
    return slice_of(arena_printf(arena, "%.*s-%.*s", (int)part->first.length, part->first.data,
                                 (int)part->last.length, part->last.data));
}

/* "page 12", "pages 211-256". */
static const char *extent(const struct explode_part *part, struct arena *arena)
{
    struct slice range = page_range(part, arena);
    bool several = part->last.length > 0 && !slice_equal(part->first, part->last);

    return arena_printf(arena, "%s %.*s", several ? "pages" : "page", (int)range.length,
                        range.data);
}

struct slice explode_place(const struct explode_part *part, struct arena *arena)
{
    struct buffer out;
    struct slice place;

    buffer_init(&out);
    if (part->number.length > 0 && part->kind.length > 0) {
        buffer_add_char(&out, (char)toupper((unsigned char)part->kind.data[0]));
        buffer_add_slice(&out, slice_part(part->kind, 1, part->kind.length));
        buffer_add_char(&out, ' ');
    }
    buffer_add_slice(&out, part->number);
    if (part->first.length > 0)
        buffer_printf(&out, "%s%s", out.length > 0 ? ", " : "", extent(part, arena));
    place = arena_slice(arena, buffer_slice(&out));
    buffer_finish(&out);
    return place;
}

struct slice explode_title(const struct explode_part *part, struct arena *arena)
{
    if (part->subtitle.length == 0)
        return part->title;
    return slice_of(arena_printf(arena, "%.*s : %.*s", (int)part->title.length, part->title.data,
                                 (int)part->subtitle.length, part->subtitle.data));
}

/* --- leader and control fields --------------------------------------------------------------- */

static void add_leader(const struct making *making)
{
    char *leader = making->record->leader;

    memcpy(leader, making->host->leader, MARC_LEADER_LENGTH);
    leader[MARC_LEADER_STATUS] = 'n';
    leader[MARC_LEADER_LEVEL] = explode_level(making->host);
    leader[MARC_LEADER_ENCODING] = 'a';
    leader[MARC_LEADER_MULTIPART] = ' '; /* describes sets, not what stands in them */
}

/* Positions of 008 that speak of the whole book's text, and need not hold for a part's. */
static void forget_contents(char *material)
{
    memset(material + 18, '|', 4); /* illustrations */
    memset(material + 24, '|', 4); /* nature of contents */
    memset(material + 29, '|', 3); /* conference, festschrift, index */
    material[34] = '|';            /* biography */
}

/* Nothing about dates, place and contents (MARC 21, 008). */
#define MATERIAL_UNKNOWN "      nuuuuuuuuxx |||||||||||||||||und d"

/* 008 as the host's, or, where that is not whole, with fill characters. */
static void add_material(const struct making *making, int64_t entered)
{
    struct slice host = marc_record_control(making->host, "008");
    bool whole = host.length == MATERIAL_LENGTH && text_is_ascii(host);
    char type = making->host->leader[MARC_LEADER_TYPE];
    char *material =
        arena_copy(making->arena, whole ? host.data : MATERIAL_UNKNOWN, MATERIAL_LENGTH);
    time_t seconds = (time_t)entered;
    struct tm date = {0};

    gmtime_r(&seconds, &date);
    memcpy(material,
           arena_printf(making->arena, "%02d%02d%02d", date.tm_year % 100, date.tm_mon + 1,
                        date.tm_mday),
           6);
    if ((type == 'a' || type == 't') && explode_level(making->host) == 'a')
        forget_contents(material);
    marc_record_add_control(making->record, "008", slice_make(material, MATERIAL_LENGTH));
}

static void copy_controls(const struct making *making, const char *tag)
{
    const struct marc_field *field = NULL;

    while ((field = marc_record_field(making->host, tag, field)) != NULL) {
        if (field->control)
            marc_record_add_control(making->record, tag, field->value);
    }
}

void explode_copy_fields(const struct making *making, const char *tag)
{
    const struct marc_field *field = NULL;

    while ((field = marc_record_field(making->host, tag, field)) != NULL) {
        struct marc_field *copy =
            marc_record_add_field(making->record, tag, field->indicator[0], field->indicator[1]);

        for (uint32_t i = 0; i < field->subfield_count; i++) {
            if (field->subfields[i].code != '6') /* no 880 comes with it */
                marc_field_add(making->record, copy, field->subfields[i].code,
                               field->subfields[i].value);
        }
    }
}

/* --- description and links ------------------------------------------------------------------- */

static bool is_online(const struct marc_record *host)
{
    const struct marc_field *field = NULL;

    while ((field = marc_record_field(host, "338", field)) != NULL) {
        if (slice_is(slice_trim(marc_field_subfield(field, 'b')), "cr"))
            return true;
    }
    return slice_starts(marc_record_control(host, "007"), "cr");
}

static void add_extent(const struct making *making)
{
    const char *pages = making->part->first.length > 0 ? extent(making->part, making->arena) : NULL;
    const char *text = pages;
    struct marc_field *field;

    if (is_online(making->host))
        text = pages != NULL ? arena_printf(making->arena, "1 online resource (%s)", pages)
                             : "1 online resource";
    if (text == NULL)
        return;
    field = marc_record_add_field(making->record, "300", ' ', ' ');
    marc_field_add(making->record, field, 'a', slice_of(text));
}

/* "Place : Publisher, 1977" from 264 or 260, as it is transcribed there. */
static struct slice imprint(const struct making *making, int year)
{
    const struct marc_field *field = marc_record_field(making->host, "264", NULL);
    struct slice place, publisher;

    if (field == NULL)
        field = marc_record_field(making->host, "260", NULL);
    place = field != NULL ? isbd_trim(marc_field_subfield(field, 'a')) : slice_make("", 0);
    publisher = field != NULL ? isbd_trim(marc_field_subfield(field, 'b')) : slice_make("", 0);
    return slice_of(arena_printf(making->arena, "%.*s%s%.*s%s%s", (int)place.length, place.data,
                                 place.length > 0 && publisher.length > 0 ? " : " : "",
                                 (int)publisher.length, publisher.data,
                                 place.length + publisher.length > 0 && year > 0 ? ", " : "",
                                 year > 0 ? arena_printf(making->arena, "%d", year) : ""));
}

/* 773 $q: "6<211". */
static struct slice enumeration(const struct making *making)
{
    const struct explode_part *part = making->part;

    if (part->first.length == 0)
        return part->number;
    return slice_of(arena_printf(making->arena, "%.*s<%.*s", (int)part->number.length,
                                 part->number.data != NULL ? part->number.data : "",
                                 (int)part->first.length, part->first.data));
}

static void add_some(const struct making *making, struct marc_field *field, char code,
                     struct slice value)
{
    if (value.length > 0)
        marc_field_add(making->record, field, code, value);
}

static void add_host_link(const struct making *making, int year)
{
    const struct marc_record *host = making->host;
    const struct marc_field *title = marc_record_field(host, "245", NULL);
    struct arena *arena = making->arena;
    struct marc_field *field = marc_record_add_field(making->record, "773", '0', ' ');
    struct identifier *list;
    size_t count = identifiers_read(&list, host, arena);
    const struct identifier *isbn = identifier_find(list, count, "isbn");
    const struct identifier *issn = identifier_find(list, count, "issn");

    marc_field_add(making->record, field, '7',
                   slice_of(arena_printf(arena, "nn%c%c", host->leader[MARC_LEADER_TYPE],
                                         host->leader[MARC_LEADER_LEVEL])));
    if (title != NULL)
        add_some(making, field, 't',
                 explode_ended(isbd_trim(isbd_join(title, "abnp", " ", arena)), arena));
    add_some(making, field, 'd', imprint(making, year));
    add_some(making, field, 'g', explode_place(making->part, arena));
    add_some(making, field, 'q', enumeration(making));
    if (issn != NULL)
        add_some(making, field, 'x', issn->value);
    if (isbn != NULL)
        add_some(making, field, 'z', isbn->value);
    add_some(making, field, 'w', explode_link_number(host, marc_record_identifier(host), arena));
}

/* The number that `text` is; 0 where it is not one. */
static unsigned number_of(struct slice text)
{
    unsigned value = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (!isdigit((unsigned char)text.data[i]) || i > 6)
            return 0;
        value = value * 10 + (unsigned)(text.data[i] - '0');
    }
    return value;
}

/* 773 18 $g year:1977 $g pages:211-256 $g extent:46 */
static void add_labels(const struct making *making, int year)
{
    const struct explode_part *part = making->part;
    unsigned first = number_of(part->first), last = number_of(part->last);
    struct arena *arena = making->arena;
    struct marc_field *field;
    struct slice range;

    if (year == 0 && part->first.length == 0)
        return;
    field = marc_record_add_field(making->record, "773", '1', '8');
    if (year > 0)
        marc_field_add(making->record, field, 'g', slice_of(arena_printf(arena, "year:%d", year)));
    if (part->first.length == 0)
        return;
    range = page_range(part, arena);
    marc_field_add(making->record, field, 'g',
                   slice_of(arena_printf(arena, "pages:%.*s", (int)range.length, range.data)));
    if (first > 0 && last >= first)
        marc_field_add(making->record, field, 'g',
                       slice_of(arena_printf(arena, "extent:%u", last - first + 1)));
}

static void add_doi(const struct making *making)
{
    struct marc_field *field;

    if (making->part->doi.length == 0)
        return;
    field = marc_record_add_field(making->record, "024", '7', ' ');
    marc_field_add(making->record, field, 'a', making->part->doi);
    marc_field_add(making->record, field, '2', slice_of("doi"));
}

/* DOI Handbook 3.8: the address of a DOI, what is not safe in a path percent-encoded. */
static void add_address(const struct making *making)
{
    struct slice doi = making->part->doi;
    struct marc_field *field;
    struct buffer out;

    if (doi.length == 0)
        return;
    buffer_init(&out);
    buffer_add_string(&out, "https://doi.org/");
    for (size_t i = 0; i < doi.length; i++) {
        unsigned char c = (unsigned char)doi.data[i];

        if (isalnum(c) || strchr("-._~/:;()!$&'*+,=@", c) != NULL)
            buffer_add_char(&out, (char)c);
        else
            buffer_printf(&out, "%%%02X", c);
    }
    field = marc_record_add_field(making->record, "856", '4', '0');
    marc_field_add(making->record, field, 'u', arena_slice(making->arena, buffer_slice(&out)));
    buffer_finish(&out);
}

struct marc_record *explode_make(const struct explode_part *part, const struct marc_record *host,
                                 int64_t entered, struct arena *arena)
{
    struct making making = {marc_record_create(arena), part, host, arena};
    struct dates dates;

    dates_read(&dates, host, arena);
    add_leader(&making);
    marc_record_add_control(making.record, "001", slice_of(part->key));
    copy_controls(&making, "003");
    copy_controls(&making, "006");
    copy_controls(&making, "007");
    add_material(&making, entered);
    add_doi(&making);
    explode_copy_fields(&making, "040");
    explode_add_main_entry(&making);
    explode_add_title(&making);
    explode_copy_fields(&making, "260");
    explode_copy_fields(&making, "264");
    add_extent(&making);
    explode_copy_fields(&making, "336");
    explode_copy_fields(&making, "337");
    explode_copy_fields(&making, "338");
    explode_add_other_names(&making);
    add_host_link(&making, dates.year);
    add_labels(&making, dates.year);
    add_address(&making);
    return making.record;
}
