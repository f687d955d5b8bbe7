#include "convert/jsonld.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>

#include "convert/citation.h"
#include "convert/json_out.h"
#include "convert/writer.h"

/* Types of schema.org; a container's beside, for what stands in one. */
static const struct {
    const char *type, *container;
} types[CITATION_TYPES] = {
    [CITATION_BOOK] = {"Book", "Book"},
    [CITATION_CHAPTER] = {"Chapter", "Book"},
    [CITATION_ARTICLE] = {"ScholarlyArticle", "Periodical"},
    [CITATION_NEWSPAPER_ARTICLE] = {"NewsArticle", "Newspaper"},
    [CITATION_SERIAL] = {"Periodical", "Periodical"},
    [CITATION_NEWSPAPER] = {"Newspaper", "Newspaper"},
    [CITATION_THESIS] = {"Thesis", "CreativeWork"},
    [CITATION_REPORT] = {"Report", "Book"},
    [CITATION_PROCEEDINGS] = {"Book", "Book"},
    [CITATION_CONFERENCE_PAPER] = {"ScholarlyArticle", "Book"},
    [CITATION_MAP] = {"Map", "CreativeWork"},
    [CITATION_SCORE] = {"SheetMusic", "CreativeWork"},
    [CITATION_SPEECH] = {"AudioObject", "CreativeWork"},
    [CITATION_MUSIC] = {"MusicRecording", "MusicAlbum"},
    [CITATION_VIDEO] = {"VideoObject", "CreativeWork"},
    [CITATION_IMAGE] = {"VisualArtwork", "CreativeWork"},
    [CITATION_DATASET] = {"Dataset", "CreativeWork"},
    [CITATION_SOFTWARE] = {"SoftwareApplication", "CreativeWork"},
    [CITATION_MANUSCRIPT] = {"Manuscript", "CreativeWork"},
    [CITATION_OBJECT] = {"CreativeWork", "CreativeWork"},
    [CITATION_COLLECTION] = {"Collection", "Collection"},
    [CITATION_WEBSITE] = {"WebSite", "WebSite"},
};

static const char *const roles[CITATION_ROLES] = {
    [CITATION_AUTHOR] = "author",           [CITATION_EDITOR] = "editor",
    [CITATION_TRANSLATOR] = "translator",   [CITATION_COMPILER] = "editor",
    [CITATION_ILLUSTRATOR] = "illustrator", [CITATION_COMPOSER] = "composer",
    [CITATION_PERFORMER] = "performer",     [CITATION_NARRATOR] = "readBy",
    [CITATION_DIRECTOR] = "director",       [CITATION_PRODUCER] = "producer",
    [CITATION_INTERVIEWER] = "contributor", [CITATION_CONTRIBUTOR] = "contributor",
    [CITATION_CONTAINER_AUTHOR] = "author", [CITATION_CONTAINER_EDITOR] = "editor",
};

/* Is it a name of the container? Those are written there. */
static bool is_of_container(enum citation_role role)
{
    return role == CITATION_CONTAINER_AUTHOR || role == CITATION_CONTAINER_EDITOR;
}

/* People are named in the order in which they are spoken of: "Gabriel Gorodetsky". */
static struct slice spoken(const struct citation_name *name, struct arena *arena)
{
    if (name->family.length == 0)
        return name->whole;
    struct slice direct = citation_pages(name->given, name->family, " ", arena);
    return name->suffix.length > 0 ? citation_pages(direct, name->suffix, " ", arena) : direct;
}

static void write_name(struct json *json, const struct citation_name *name, struct arena *arena)
{
    json_open_object_on_line(json);
    json_member(json, "@type", slice_of(name->personal ? "Person" : "Organization"));
    json_member(json, "name", spoken(name, arena));
    json_member(json, "familyName", name->family);
    json_member(json, "givenName", name->given);
    json_member(json, "honorificSuffix", name->suffix);
    json_end(json);
}

/* Does the name go under this property, of the container or of the thing itself? */
static bool is_under(const struct citation_name *name, const char *property, bool container)
{
    return is_of_container(name->role) == container && strcmp(roles[name->role], property) == 0;
}

/* A property with one value has it bare, one with several has an array. */
static void write_names(struct json *json, const struct citation *citation, bool container,
                        struct arena *arena)
{
    static const char *const properties[] = {"author",   "editor",     "translator", "illustrator",
                                             "composer", "performer",  "readBy",     "director",
                                             "producer", "contributor"};
    for (size_t p = 0; p < sizeof properties / sizeof *properties; p++) {
        size_t count = 0;
        for (size_t i = 0; i < citation->name_count; i++)
            count += is_under(&citation->names[i], properties[p], container);
        if (count == 0)
            continue;
        json_key(json, properties[p]);
        if (count > 1)
            json_open_array(json);
        for (size_t i = 0; i < citation->name_count; i++)
            if (is_under(&citation->names[i], properties[p], container))
                write_name(json, &citation->names[i], arena);
        if (count > 1)
            json_end(json);
    }
}

static void write_list(struct json *json, const char *key, const struct citation_list *list)
{
    if (list->count == 0)
        return;
    json_key(json, key);
    if (list->count > 1)
        json_open_array(json);
    for (size_t i = 0; i < list->count; i++)
        json_text(json, list->items[i]);
    if (list->count > 1)
        json_end(json);
}

/* schema.org's position is a number where it can be. */
static void write_position(struct json *json, struct slice number)
{
    bool digits = number.length > 0 && number.length <= 6 && number.data[0] != '0';
    int64_t value = 0;
    for (size_t i = 0; i < number.length && digits; i++) {
        digits = number.data[i] >= '0' && number.data[i] <= '9';
        value = value * 10 + (number.data[i] - '0');
    }
    if (digits)
        json_member_number(json, "position", value);
    else
        json_member(json, "position", number);
}

static void write_date(struct json *json, const char *key, const struct citation_date *date,
                       struct arena *arena)
{
    struct buffer text;
    buffer_init(&text);
    citation_date_add(&text, date, '-');
    json_member(json, key, arena_slice(arena, buffer_slice(&text)));
    buffer_finish(&text);
}

static void write_pages(struct json *json, const struct citation *citation, struct arena *arena)
{
    write_position(json, citation->part_number);
    json_member(json, "pageStart", citation->page_first);
    json_member(json, "pageEnd", citation->page_last);
    json_member(json, "pagination",
                citation_pages(citation->page_first, citation->page_last, "-", arena));
    json_member(json, "numberOfPages", citation->page_count);
}

static void write_publication(struct json *json, const struct citation *citation,
                              struct arena *arena)
{
    if (citation->language_count > 0)
        json_member(json, "inLanguage", citation->languages[0].short_code);
    write_date(json,
               citation->type == CITATION_SERIAL || citation->type == CITATION_NEWSPAPER
                   ? "startDate"
                   : "datePublished",
               &citation->issued, arena);
    if (citation->access != CITATION_ACCESS_UNKNOWN) {
        json_key(json, "isAccessibleForFree");
        json_boolean(json, citation->access == CITATION_ACCESS_OPEN);
    }
    write_names(json, citation, false, arena);
    if (citation->publisher.length > 0) {
        json_key(json, "publisher");
        json_open_object_on_line(json);
        json_member(json, "@type", slice_of("Organization"));
        json_member(json, "name", citation->publisher);
        json_end(json);
    }
    json_member(json, "bookEdition", citation->edition);
    json_member(json, "inSupportOf", citation->degree);
    json_member(json, "sourceOrganization", citation->institution);
    json_member(json, "reportNumber", citation->report_number);
}

/* An article stands in an issue of a volume of a periodical: each that is known is a level. */
static unsigned open_issue(struct json *json, const struct citation *citation)
{
    unsigned levels = 0;
    if (citation->issue.length > 0) {
        json_open_object(json);
        json_member(json, "@type", slice_of("PublicationIssue"));
        json_member(json, "issueNumber", citation->issue);
        json_key(json, "isPartOf");
        levels++;
    }
    if (citation->volume.length > 0) {
        json_open_object(json);
        json_member(json, "@type", slice_of("PublicationVolume"));
        json_member(json, "volumeNumber", citation->volume);
        json_key(json, "isPartOf");
        levels++;
    }
    return levels;
}

static void write_host(struct json *json, const struct citation *citation, struct arena *arena)
{
    bool serial =
        citation->type == CITATION_ARTICLE || citation->type == CITATION_NEWSPAPER_ARTICLE;
    if (citation->container_title.length == 0)
        return;
    json_key(json, "isPartOf");
    unsigned levels = serial ? open_issue(json, citation) : 0;
    json_open_object(json);
    json_member(json, "@type", slice_of(types[citation->type].container));
    json_member(json, "@id", citation->container_url);
    json_member(json, "name", citation->container_title);
    if (!serial) {
        json_member(json, "datePublished", citation->container_year);
        write_list(json, "isbn", &citation->isbn);
    }
    write_names(json, citation, true, arena);
    if (serial)
        write_list(json, "issn", &citation->issn);
    json_end(json);
    for (; levels > 0; levels--)
        json_end(json);
}

static void write_parts(struct json *json, const struct citation *citation, const char *base_url,
                        struct arena *arena)
{
    if (citation->part_count == 0)
        return;
    json_key(json, "hasPart");
    json_open_array(json);
    for (size_t i = 0; i < citation->part_count; i++) {
        const struct citation_part *part = &citation->parts[i];
        json_open_object_on_line(json);
        json_member(json, "@type",
                    slice_of(citation->type == CITATION_BOOK ? "Chapter" : "CreativeWork"));
        if (base_url[0] != '\0')
            json_member(json, "@id", citation_record_url(base_url, part->id, arena));
        json_member(json, "name", part->title);
        write_position(json, part->number);
        json_member(json, "pagination", citation_pages(part->start, part->end, "-", arena));
        json_end(json);
    }
    json_end(json);
}

static void write_identifiers(struct json *json, const struct citation *citation,
                              struct arena *arena)
{
    if (!citation_is_part(citation)) {
        write_list(json, "isbn", &citation->isbn);
        write_list(json, "issn", &citation->issn);
    }
    if (citation->doi.length > 0) {
        struct slice resolver = slice_of("https://doi.org");
        json_member(json, "sameAs", citation_pages(resolver, citation->doi, "/", arena));
    }
    json_member(json, "url", citation->full_text);
}

void jsonld_write(struct buffer *out, const struct citation *citation,
                  const struct convert_context *context, struct arena *arena)
{
    struct json json;
    json_init(&json, out);
    json_open_object(&json);
    json_member(&json, "@context", slice_of("https://schema.org"));
    json_member(&json, "@id", citation->record_url);
    json_member(&json, "@type", slice_of(types[citation->type].type));
    json_member(&json, "name", citation->title);
    write_pages(&json, citation, arena);
    write_publication(&json, citation, arena);
    write_host(&json, citation, arena);
    write_parts(&json, citation, context->base_url, arena);
    write_identifiers(&json, citation, arena);
    json_member(&json, "description", citation->abstract);
    write_list(&json, "keywords", &citation->keywords);
    json_end(&json);
}

int write_jsonld(struct buffer *out, const struct marc_record *record,
                 const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct citation citation;
    citation_from_record(&citation, record, context, arena);
    jsonld_write(out, &citation, context, arena);
    return OFFPRINT_OK;
}
