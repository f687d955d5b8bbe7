/* What it is about, in which language, under which identifiers, and who may read it. */
#include "convert/citation_internal.h"

#include <offprint/arena.h>

#include "convert/identifier.h"
#include "convert/isbd.h"
#include "convert/language.h"

static void read_languages(struct citation *citation, const struct citation_source *source)
{
    struct slice *codes = NULL;
    size_t count = languages_of(&codes, source->record, source->arena);
    citation->languages = arena_array(source->arena, count, sizeof *citation->languages);
    for (size_t i = 0; i < count; i++) {
        const char *short_code = language_short(codes[i]);
        citation->languages[citation->language_count++] = (struct citation_language){
            .code = citation_clean(codes[i], source->arena),
            .short_code =
                short_code != NULL ? slice_of(short_code) : citation_clean(codes[i], source->arena),
            .name = language_name(codes[i]),
        };
    }
}

static void add_once(struct citation_list *list, struct slice item)
{
    if (item.length == 0 || list->count == CITATION_ITEMS_MAX)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (slice_equal(list->items[i], item))
            return;
    list->items[list->count++] = item;
}

static void add_identifiers(struct citation_list *list, const struct identifier *identifiers,
                            size_t count, const char *type, struct arena *arena)
{
    for (size_t i = 0; i < count; i++)
        if (!identifiers[i].invalid && strcmp(identifiers[i].type, type) == 0)
            add_once(list, citation_clean(identifiers[i].value, arena));
}

/* A DOI is cited without "doi:" and without the resolver's address. */
static struct slice bare_doi(struct slice doi)
{
    for (size_t at = 0; at + 3 <= doi.length; at++)
        if (memcmp(doi.data + at, "10.", 3) == 0)
            return slice_part(doi, at, doi.length);
    return doi;
}

static void read_identifiers(struct citation *citation, const struct citation_source *source)
{
    struct identifier *own = NULL, *host = NULL;
    size_t count = identifiers_read(&own, source->record, source->arena), host_count = 0;
    if (source->is_part && source->context->host != NULL)
        host_count = identifiers_read(&host, source->context->host, source->arena);
    citation->isbn.items =
        arena_array(source->arena, count + host_count + 1, sizeof *citation->isbn.items);
    citation->issn.items =
        arena_array(source->arena, count + host_count + 1, sizeof *citation->issn.items);

    add_identifiers(&citation->isbn, own, count, "isbn", source->arena);
    add_identifiers(&citation->issn, own, count, "issn", source->arena);
    if (source->is_part && citation->isbn.count == 0)
        add_once(&citation->isbn, citation_clean(source->part.isbn, source->arena));
    if (source->is_part && citation->issn.count == 0)
        add_once(&citation->issn, citation_clean(source->part.issn, source->arena));
    if (citation->isbn.count == 0)
        add_identifiers(&citation->isbn, host, host_count, "isbn", source->arena);
    if (citation->issn.count == 0)
        add_identifiers(&citation->issn, host, host_count, "issn", source->arena);

    const struct identifier *doi = identifier_find(own, count, "doi");
    if (doi != NULL)
        citation->doi = bare_doi(citation_clean(doi->value, source->arena));
}

/* 856: the thing itself, a version of it, or what does not say; 2 is a related thing. */
static void read_links(struct citation *citation, const struct citation_source *source)
{
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(source->record, "856", field)) != NULL) {
        struct slice url = citation_clean(marc_field_subfield(field, 'u'), source->arena);
        if (field->indicator[1] == '2' || !citation_url_is_safe(url))
            continue;
        citation->full_text = url;
        break;
    }
    if (source->context->base_url[0] != '\0')
        citation->record_url =
            citation_record_url(source->context->base_url, citation->id, source->arena);
    bool itself = citation->record_url.length == 0 || citation->type == CITATION_WEBSITE;
    citation->url =
        itself && citation->full_text.length > 0 ? citation->full_text : citation->record_url;
}

/* 520 first indicator 3 is the abstract; a summary (blank) serves where there is none. */
static void read_abstract(struct citation *citation, const struct citation_source *source)
{
    const struct marc_field *field = NULL, *best = NULL;
    while ((field = marc_record_field(source->record, "520", field)) != NULL) {
        if (field->indicator[0] == '3') {
            best = field;
            break;
        }
        if (best == NULL && (field->indicator[0] == ' ' || field->indicator[0] == '2'))
            best = field;
    }
    if (best != NULL)
        citation->abstract =
            citation_clean(isbd_join(best, "ab", " ", source->arena), source->arena);
}

/* A heading and its subdivisions, each without the stop or comma that closes it. */
static struct slice heading_of(const struct marc_field *field, struct arena *arena)
{
    struct slice main = citation_field(field, "abcdfgklmnopqrstu", " ", arena);
    struct slice subdivisions = citation_field(field, "vxyz", " -- ", arena);
    if (main.length == 0)
        return subdivisions;
    return citation_pages(main, subdivisions, " -- ", arena);
}

static bool is_subject(const char *tag)
{
    static const char *const tags[] = {"600", "610", "611", "630", "647",
                                       "648", "650", "651", "653"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strcmp(tag, tags[i]) == 0)
            return true;
    return false;
}

static void read_keywords(struct citation *citation, const struct citation_source *source)
{
    size_t room = 1;
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(source->record, "6XX", field)) != NULL)
        room += 1 + field->subfield_count;
    citation->keywords.items = arena_array(source->arena, room, sizeof *citation->keywords.items);
    while ((field = marc_record_field(source->record, "6XX", field)) != NULL) {
        if (!is_subject(field->tag))
            continue;
        if (strcmp(field->tag, "653") != 0) {
            add_once(&citation->keywords, heading_of(field, source->arena));
            continue;
        }
        for (uint32_t i = 0; i < field->subfield_count; i++) /* each $a is a term of its own */
            if (field->subfields[i].code == 'a')
                add_once(&citation->keywords,
                         citation_clean(isbd_trim(field->subfields[i].value), source->arena));
    }
}

/* 506 first indicator: 0 no restrictions, 1 restrictions apply. */
static enum citation_access access_of(const struct marc_record *record)
{
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(record, "506", field)) != NULL) {
        if (field->indicator[0] == '1')
            return CITATION_ACCESS_RESTRICTED;
        if (field->indicator[0] == '0')
            return CITATION_ACCESS_OPEN;
    }
    return CITATION_ACCESS_UNKNOWN;
}

void citation_read_subject(struct citation *citation, const struct citation_source *source)
{
    read_languages(citation, source);
    read_identifiers(citation, source);
    read_links(citation, source);
    read_abstract(citation, source);
    read_keywords(citation, source);
    citation->access = access_of(source->record);
    static const char *const call_numbers[] = {"050", "090", "060", "070", "082"};
    for (size_t i = 0; i < sizeof call_numbers / sizeof *call_numbers; i++)
        if (citation->call_number.length == 0)
            citation->call_number = citation_first(source, call_numbers[i], "ab", " ");
}
