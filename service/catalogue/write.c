#include "catalogue/private.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/convert.h>
#include <offprint/record.h>

/* A page that lists thousands of parts helps nobody; GET /records/{id}/parts pages through them. */
#define PARTS_SHOWN 1000

/* Formats that say what a record consists of. */
static bool shows_parts(const struct format *format)
{
    return strcmp(format->name, "html") == 0 || strcmp(format->name, "jsonld") == 0;
}

/* Formats that only carry the record itself, and need to know nothing around it. */
static bool shows_record_alone(const struct format *format)
{
    static const char *const alone[] = {"marc", "marc8", "marcjson", "marcxml"};

    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (strcmp(format->name, alone[i]) == 0)
            return true;
    return false;
}

static int add_parts(struct convert_context *context, struct catalogue *catalogue,
                     struct arena *arena, struct diag *diag)
{
    struct catalogue_record *parts;
    const struct marc_record **records;
    const char **ids;
    ptrdiff_t count =
        catalogue_parts(&parts, catalogue, slice_of(context->id), 0, PARTS_SHOWN, arena, diag);

    if (count <= 0)
        return (int)count;
    records = arena_array(arena, (size_t)count, sizeof *records);
    ids = arena_array(arena, (size_t)count, sizeof *ids);
    for (ptrdiff_t i = 0; i < count; i++) {
        records[i] = parts[i].record;
        ids[i] = parts[i].id;
    }
    context->parts = records;
    context->part_ids = ids;
    context->part_count = (size_t)count;
    return OFFPRINT_OK;
}

/* Fetches what the format shows of host and parts. */
static int complete(struct convert_context *context, struct catalogue *catalogue,
                    const struct catalogue_record *record, const struct format *format,
                    struct arena *arena, struct diag *diag)
{
    struct catalogue_record host;
    int status;

    if (shows_record_alone(format))
        return OFFPRINT_OK;
    status = catalogue_host(&host, catalogue, record, arena, diag);
    if (status > 0) {
        context->host = host.record;
        context->host_id = host.id;
    }
    if (status >= 0 && shows_parts(format))
        status = add_parts(context, catalogue, arena, diag);
    return status < 0 ? status : OFFPRINT_OK;
}

int catalogue_write(struct buffer *out, struct catalogue *catalogue,
                    const struct catalogue_record *record, const struct write_options *options,
                    struct arena *arena, struct diag *diag)
{
    struct convert_context context = {
        .id = record->id,
        .repository = catalogue->repository,
        .base_url = options->base_url != NULL ? options->base_url : "",
        .collection = record->collection,
        .datestamp = record->datestamp,
        .brief = options->brief,
        .source = record->source,
        .source_format = record->source_format,
    };
    int status;

    if (record->deleted)
        return diag_refuse(diag, OFFPRINT_GONE, record->id, "record \"%s\" was deleted",
                           record->id);
    status = complete(&context, catalogue, record, options->format, arena, diag);
    if (status < 0)
        return status;
    return convert_write(out, options->format, record->record, &context, arena, diag);
}
