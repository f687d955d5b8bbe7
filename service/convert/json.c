/*
 * Our own JSON: the record as it is, nothing left out, and a summary for those who do not read
 * MARC. One object; what is not known is left out of it.
 *
 *   id, collection, repository, datestamp ("2026-11-23T09:00:00Z"), url
 *   host       the id of the record that this one is part of
 *   parts      array of {id, title, number, pages}: its component parts in order
 *   leader     24 characters
 *   fields     array in the order of the record, of
 *              {"tag": "001", "value": "…"} for control fields and
 *              {"tag": "245", "indicators": "14", "subfields": [{"code": "a", "value": "…"}]}
 *   summary    type, title, names [{role, name, family, given, suffix}], container {title, id,
 *              year}, kind, number, volume, issue, pages {first, last}, publisher, place, issued,
 *              online, edition, series, series_number, extent, degree, institution, report_number,
 *              event, scale, isbn, issn (arrays), doi, call_number, languages [{code, name}],
 *              full_text, access ("open", "restricted"), abstract, keywords (array), citation
 *
 * The fields give the record back: leader, tags, indicators, subfields and their order, every
 * value in NFC.
 */
#include "convert/writer.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "base/datestamp.h"
#include "convert/citation.h"
#include "convert/json_out.h"

static void write_field(struct json *json, const struct marc_field *field)
{
    json_open_object_on_line(json);
    json_member(json, "tag", slice_of(field->tag));
    if (field->control) {
        json_key(json, "value");
        json_text(json, field->value);
        json_end(json);
        return;
    }
    json_key(json, "indicators");
    json_text(json, slice_make(field->indicator, 2));
    json_key(json, "subfields");
    json_open_array(json);
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        json_open_object(json);
        json_key(json, "code");
        json_text(json, slice_make(&field->subfields[i].code, 1));
        json_key(json, "value");
        json_text(json, field->subfields[i].value);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void write_fields(struct json *json, const struct marc_record *record)
{
    json_key(json, "leader");
    json_text(json, slice_make(record->leader, strnlen(record->leader, MARC_LEADER_LENGTH)));
    json_key(json, "fields");
    json_open_array(json);
    for (uint32_t i = 0; i < record->field_count; i++)
        write_field(json, &record->fields[i]);
    json_end(json);
}

static void write_list(struct json *json, const char *key, const struct citation_list *list)
{
    if (list->count == 0)
        return;
    json_key(json, key);
    json_open_array_on_line(json);
    for (size_t i = 0; i < list->count; i++)
        json_text(json, list->items[i]);
    json_end(json);
}

static void write_names(struct json *json, const struct citation *citation)
{
    if (citation->name_count == 0)
        return;
    json_key(json, "names");
    json_open_array(json);
    for (size_t i = 0; i < citation->name_count; i++) {
        const struct citation_name *name = &citation->names[i];
        json_open_object_on_line(json);
        json_member(json, "role", slice_of(citation_role_label(name->role)));
        json_member(json, "name", name->whole);
        json_member(json, "family", name->family);
        json_member(json, "given", name->given);
        json_member(json, "suffix", name->suffix);
        json_end(json);
    }
    json_end(json);
}

static void write_host(struct json *json, const struct citation *citation)
{
    if (citation->container_title.length > 0) {
        json_key(json, "container");
        json_open_object_on_line(json);
        json_member(json, "title", citation->container_title);
        json_member(json, "id", slice_of(citation->container_id));
        json_member(json, "year", citation->container_year);
        json_end(json);
    }
    json_member(json, "kind", citation->part_kind);
    json_member(json, "number", citation->part_number);
    json_member(json, "volume", citation->volume);
    json_member(json, "issue", citation->issue);
    if (citation->page_first.length > 0) {
        json_key(json, "pages");
        json_open_object_on_line(json);
        json_member(json, "first", citation->page_first);
        json_member(json, "last", citation->page_last);
        json_end(json);
    }
}

static void write_date(struct json *json, const char *key, const struct citation_date *date,
                       struct arena *arena)
{
    struct buffer text;
    buffer_init(&text);
    if (date->month != 0)
        citation_date_add(&text, date, '-');
    else
        buffer_add_slice(&text, citation_date_text(date, "-", arena));
    json_member(json, key, buffer_slice(&text));
    buffer_finish(&text);
}

static void write_publication(struct json *json, const struct citation *citation,
                              struct arena *arena)
{
    json_member(json, "publisher", citation->publisher);
    json_member(json, "place", citation->place);
    write_date(json, "issued", &citation->issued, arena);
    write_date(json, "online", &citation->online, arena);
    json_member(json, "edition", citation->edition);
    json_member(json, "series", citation->series);
    json_member(json, "series_number", citation->series_number);
    json_member(json, "extent", citation->extent);
    json_member(json, "degree", citation->degree);
    json_member(json, "institution", citation->institution);
    json_member(json, "report_number", citation->report_number);
    json_member(json, "event", citation->event);
    json_member(json, "scale", citation->scale);
    write_list(json, "isbn", &citation->isbn);
    write_list(json, "issn", &citation->issn);
    json_member(json, "doi", citation->doi);
    json_member(json, "call_number", citation->call_number);
}

static void write_subject(struct json *json, const struct citation *citation)
{
    if (citation->language_count > 0) {
        json_key(json, "languages");
        json_open_array_on_line(json);
        for (size_t i = 0; i < citation->language_count; i++) {
            json_open_object(json);
            json_member(json, "code", citation->languages[i].short_code);
            json_member(json, "name", slice_of(citation->languages[i].name));
            json_end(json);
        }
        json_end(json);
    }
    json_member(json, "full_text", citation->full_text);
    if (citation->access != CITATION_ACCESS_UNKNOWN)
        json_member(json, "access",
                    slice_of(citation->access == CITATION_ACCESS_OPEN ? "open" : "restricted"));
    json_member(json, "abstract", citation->abstract);
    write_list(json, "keywords", &citation->keywords);
}

static void write_summary(struct json *json, const struct citation *citation, struct arena *arena)
{
    struct buffer plain;
    buffer_init(&plain);
    citation_add_plain(&plain, citation, arena);
    json_key(json, "summary");
    json_open_object(json);
    json_member(json, "type", slice_of(citation_type_label(citation->type)));
    json_member(json, "title", citation->title);
    write_names(json, citation);
    write_host(json, citation);
    write_publication(json, citation, arena);
    write_subject(json, citation);
    json_member(json, "citation", buffer_slice(&plain));
    json_end(json);
    buffer_finish(&plain);
}

static void write_parts(struct json *json, const struct citation *citation, struct arena *arena)
{
    if (citation->part_count == 0)
        return;
    json_key(json, "parts");
    json_open_array(json);
    for (size_t i = 0; i < citation->part_count; i++) {
        const struct citation_part *part = &citation->parts[i];
        json_open_object_on_line(json);
        json_member(json, "id", slice_of(part->id));
        json_member(json, "title", part->title);
        json_member(json, "number", part->number);
        json_member(json, "pages", citation_pages(part->start, part->end, "-", arena));
        json_end(json);
    }
    json_end(json);
}

int write_json(struct buffer *out, const struct marc_record *record,
               const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct citation citation;
    citation_from_record(&citation, record, context, arena);
    char datestamp[DATESTAMP_SIZE];
    datestamp_format(datestamp, context->datestamp);

    struct json json;
    json_init(&json, out);
    json_open_object(&json);
    json_key(&json, "id");
    json_text(&json, slice_of(context->id));
    json_member(&json, "collection", slice_of(context->collection));
    json_member(&json, "repository", slice_of(context->repository));
    json_member(&json, "datestamp", slice_of(datestamp));
    json_member(&json, "url", citation.record_url);
    json_member(&json, "host", slice_of(context->host_id));
    write_parts(&json, &citation, arena);
    write_fields(&json, record);
    write_summary(&json, &citation, arena);
    json_end(&json);
    return OFFPRINT_OK;
}
