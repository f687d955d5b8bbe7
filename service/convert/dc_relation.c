/* What a record is called, what it belongs to, and how one cites it. */
#include "convert/dc.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/identifier.h"
#include "convert/isbd.h"
#include "convert/title.h"

/* Is an 856 this very record's page ("…/records/ID"), which cataloguers call related? */
static bool is_own_page(const struct dublin_core *dc, struct slice url)
{
    struct slice end = slice_of(arena_printf(dc->arena, "/records/%s", dc->context->id));
    return url.length >= end.length &&
           slice_equal(slice_part(url, url.length - end.length, end.length), end);
}

/* 856: second indicator 2 is a related resource, else the thing itself or a version of it. */
static void write_addresses(const struct dublin_core *dc, bool related)
{
    static const struct dc_term itself = {"identifier", NULL, "URI"};
    static const struct dc_term other = {"relation", NULL, "URI"};
    struct slice own = dc_record_url(dc, dc->context->id);
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(dc->record, "856", field)) != NULL)
        for (uint32_t i = 0; i < field->subfield_count; i++) {
            struct slice url = slice_trim(field->subfields[i].value);
            if (field->subfields[i].code == 'u' && (field->indicator[1] == '2') == related &&
                !slice_equal(url, own) && !(related && is_own_page(dc, url)))
                dc_add(dc, related ? other : itself, url);
        }
}

void dc_write_identifiers(const struct dublin_core *dc)
{
    static const struct {
        const char *type, *prefix;
    } prefixes[] = {{"isbn", "urn:ISBN:"},
                    {"issn", "urn:ISSN:"},
                    {"doi", "https://doi.org/"},
                    {"hdl", "https://hdl.handle.net/"},
                    {"uri", ""},
                    {"urn", ""}};
    struct slice url = dc_record_url(dc, dc->context->id);
    dc_add(dc, (struct dc_term){"identifier", NULL, url.length > 0 ? "URI" : NULL},
           url.length > 0 ? url : slice_of(dc->context->id));
    struct identifier *list;
    size_t count = identifiers_read(&list, dc->record, dc->arena);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sizeof prefixes / sizeof *prefixes && !list[i].invalid; j++) {
            if (strcmp(list[i].type, prefixes[j].type) != 0 ||
                strcmp(list[i].field->tag, "856") == 0) /* comes as the address that it is */
                continue;
            struct buffer uri;
            buffer_init(&uri);
            buffer_add_string(&uri, prefixes[j].prefix);
            buffer_add_slice(&uri, list[i].value);
            dc_add(dc, (struct dc_term){"identifier", NULL, "URI"}, buffer_slice(&uri));
            buffer_finish(&uri);
        }
    write_addresses(dc, false);
}

/* 76X-78X, each with what its relation is called; of several hosts the one that part_read chose
 * comes as the host. */
static void write_links(const struct dublin_core *dc)
{
    static const struct {
        int tag;
        const char *refinement;
    } links[] = {
        {760, "isPartOf"},     {762, "hasPart"},   {765, "isVersionOf"}, {767, "hasVersion"},
        {770, NULL},           {772, "isPartOf"},  {773, "isPartOf"},    {774, "hasPart"},
        {775, "hasVersion"},   {776, "hasFormat"}, {777, NULL},          {780, "replaces"},
        {785, "isReplacedBy"}, {787, NULL},
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = dc_field(dc, links[i].tag, &at)) != NULL)
            if (!dc->has_part || field != dc->part.field)
                dc_add(dc, (struct dc_term){"relation", links[i].refinement, NULL},
                       isbd_trim(isbd_join(field, "ato", " ", dc->arena)));
    }
}

/* Added entries for works: a name with its title, or a title; second indicator 2 is inside. */
static void write_works(const struct dublin_core *dc)
{
    static const struct {
        int tag;
        const char *codes;
    } works[] = {
        {700, "abcdqtklmnoprs"}, {710, "abcdtklmnoprs"}, {711, "acdenqtklps"},
        {730, "adfklmnoprst"},   {740, "anp"},
    };
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = dc_field(dc, works[i].tag, &at)) != NULL)
            if (works[i].tag >= 730 || marc_field_subfield(field, 't').length > 0)
                dc_add(dc,
                       (struct dc_term){"relation", field->indicator[1] == '2' ? "hasPart" : NULL,
                                        NULL},
                       isbd_trim(isbd_join(field, works[i].codes, " ", dc->arena)));
    }
}

/* The host by its address here, else by its title or number; the parts by theirs. */
static void write_host_and_parts(const struct dublin_core *dc)
{
    struct slice host =
        dc->has_part ? dc_record_url(dc, dc->context->host_id) : (struct slice){NULL, 0};
    struct slice name = host;
    if (dc->has_part && name.length == 0)
        name = title_whole(&dc->part.linked_title, " : ", dc->arena);
    if (dc->has_part && name.length == 0 && dc->part.field != NULL)
        name = isbd_join(dc->part.field, "o", " ", dc->arena);
    dc_add(dc, (struct dc_term){"relation", "isPartOf", host.length > 0 ? "URI" : NULL}, name);
    for (size_t i = 0; i < dc->context->part_count; i++)
        dc_add(dc, (struct dc_term){NULL, "hasPart", "URI"},
               dc_record_url(dc, dc->context->part_ids[i]));
}

void dc_write_relations(const struct dublin_core *dc)
{
    static const struct dc_rule rules[] = {
        {440, {"relation", "isPartOf", NULL}, "anpv", " ", true},
        {800, {"relation", "isPartOf", NULL}, "abcdqtnpv", " ", true},
        {810, {"relation", "isPartOf", NULL}, "abtnpv", " ", true},
        {811, {"relation", "isPartOf", NULL}, "acdenqtpv", " ", true},
        {830, {"relation", "isPartOf", NULL}, "anpv", " ", true},
        {530, {"relation", "hasFormat", NULL}, "abcd", " ", true},
    };
    write_host_and_parts(dc);
    write_links(dc);
    write_works(dc);
    dc_apply(dc, rules, sizeof rules / sizeof *rules);
    const struct marc_field *field;
    size_t at = 0;
    while ((field = dc_field(dc, 490, &at)) != NULL) /* 1: traced, and there in 8XX */
        if (field->indicator[0] != '1')
            dc_add(dc, (struct dc_term){"relation", "isPartOf", NULL},
                   isbd_trim(isbd_join(field, "av", " ", dc->arena)));
    write_addresses(dc, true);
}

static void add_piece(struct buffer *citation, const char *before, struct slice piece)
{
    if (piece.length == 0)
        return;
    if (citation->length > 0)
        buffer_add_string(citation, before);
    buffer_add_slice(citation, piece);
}

static void add_pages(struct buffer *citation, const struct part *part)
{
    if (part->start.length == 0)
        return;
    bool range = part->end.length > 0 && !slice_equal(part->start, part->end);
    add_piece(citation, range ? ", pp. " : ", p. ", part->start);
    if (range)
        add_piece(citation, "\xE2\x80\x93", part->end);
}

/* The host as one cites it: "Author. Title: rest. Publisher, 1977, pp. 211–256", a serial with
 * "Title 24, no. 3 (2001), pp. 12–20". The qualified form names the chapter too. */
static void write_host_citation(const struct dublin_core *dc)
{
    const struct part *part = &dc->part;
    struct slice title = title_whole(&part->linked_title, ": ", dc->arena);
    if (!dc->has_part || title.length == 0)
        return;
    struct buffer citation;
    buffer_init(&citation);
    add_piece(&citation, "", part->author);
    bool stopped = isbd_keeps_stop(part->author);
    add_piece(&citation, stopped ? " " : ". ", title);
    if (part->serial) {
        add_piece(&citation, " ", part->volume);
        add_piece(&citation, ", no. ", part->issue);
        add_piece(&citation, " (", part->date);
        if (part->date.length > 0)
            buffer_add_char(&citation, ')');
    } else {
        add_piece(&citation, ". ", part->publisher);
        add_piece(&citation, part->publisher.length > 0 ? ", " : ". ", part->date);
    }
    if (dc->qualified && slice_is(part->kind, "chapter"))
        add_piece(&citation, ", ch. ", part->number);
    add_pages(&citation, part);
    dc_add(dc, (struct dc_term){"source", "bibliographicCitation", NULL}, buffer_slice(&citation));
    buffer_finish(&citation);
}

void dc_write_source(const struct dublin_core *dc)
{
    static const struct dc_rule sources[] = {{786, {"source", NULL, NULL}, "ot", " ", true}};
    write_host_citation(dc);
    if (!dc->context->brief)
        dc_apply(dc, sources, sizeof sources / sizeof *sources);
}
