/* A citation item out of a record: the steps, in order. */
#include "convert/citation_internal.h"

#include <offprint/arena.h>

#include "convert/isbd.h"
#include "convert/title.h"

/* A record without 245 is still called something: its uniform or abbreviated title. */
static const struct marc_field *title_field(const struct marc_record *record)
{
    static const char *const tags[] = {"245", "130", "240", "222", "210", "246"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        const struct marc_field *field = marc_record_field(record, tags[i], NULL);
        if (field != NULL)
            return field;
    }
    return NULL;
}

static struct slice short_title(const struct title *title, struct arena *arena)
{
    struct title shorter = *title;
    shorter.remainder = (struct slice){NULL, 0};
    return citation_clean(title_whole(&shorter, ": ", arena), arena);
}

static struct slice whole_title(const struct marc_record *record, struct title *title,
                                struct arena *arena)
{
    *title = (struct title){0};
    const struct marc_field *field = title_field(record);
    if (field == NULL)
        return (struct slice){NULL, 0};
    title_read(title, field, arena);
    return citation_clean(title_whole(title, ": ", arena), arena);
}

static void read_title(struct citation *citation, const struct citation_source *source)
{
    struct title title;
    citation->title = whole_title(source->record, &title, source->arena);
    if (title.remainder.length > 0)
        citation->title_short = short_title(&title, source->arena);
}

static void read_host(struct citation *citation, const struct citation_source *source)
{
    const struct part *part = &source->part;
    struct arena *arena = source->arena;
    citation->container_title = citation_clean(title_whole(&part->title, ": ", arena), arena);
    citation->container_year = citation_clean(part->date, arena);
    citation->part_kind = citation_clean(part->kind, arena);
    citation->part_number = citation_clean(part->number, arena);
    citation->volume = citation_clean(part->volume, arena);
    citation->issue = citation_clean(part->issue, arena);
    citation->page_first = citation_clean(part->start, arena);
    citation->page_last = citation_clean(part->end, arena);
    citation->container_id = source->context->host_id;
    if (citation->container_id != NULL && source->context->base_url[0] != '\0')
        citation->container_url =
            citation_record_url(source->context->base_url, citation->container_id, arena);
}

/* What a list of parts shows of one: read as part of this record. */
static struct citation_part read_part(const struct citation_source *source, size_t index)
{
    struct convert_context context = {
        .id = source->context->part_ids[index],
        .repository = source->context->repository,
        .base_url = source->context->base_url,
        .collection = source->context->collection,
        .host_id = source->context->id,
        .host = source->record,
    };
    const struct marc_record *record = source->context->parts[index];
    struct part part = {0};
    struct title title;
    part_read(&part, record, &context, source->arena);
    return (struct citation_part){
        .id = context.id,
        .title = whole_title(record, &title, source->arena),
        .kind = citation_clean(part.kind, source->arena),
        .number = citation_clean(part.number, source->arena),
        .start = citation_clean(part.start, source->arena),
        .end = citation_clean(part.end, source->arena),
    };
}

void citation_from_record(struct citation *citation, const struct marc_record *record,
                          const struct convert_context *context, struct arena *arena)
{
    struct citation_source source = {.record = record, .context = context, .arena = arena};
    source.is_part = part_read(&source.part, record, context, arena);
    *citation = (struct citation){.id = context->id};
    citation->type = citation_type_of(&source);
    read_title(citation, &source);
    if (source.is_part)
        read_host(citation, &source);
    citation_read_names(citation, &source);
    citation_read_publication(citation, &source);
    citation_read_subject(citation, &source);

    citation->parts = arena_array(arena, context->part_count, sizeof *citation->parts);
    for (size_t i = 0; i < context->part_count; i++)
        citation->parts[citation->part_count++] = read_part(&source, i);
}
