#include "oai/list.h"

#include <inttypes.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/datestamp.h"
#include "base/log.h"
#include "oai/set.h"
#include "oai/token.h"

#define DAY 86400

/* --- what is asked for ----------------------------------------------------------------------- */

static int read_date(int64_t *seconds, bool *day, const struct oai_request *request,
                     enum oai_argument argument, struct diag *diag)
{
    struct slice text = request->arguments[argument];

    if (datestamp_parse(text, seconds, day))
        return 0;
    return oai_refuse(diag, OAI_BAD_ARGUMENT,
                      "%s is a date, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, not \"%.100s\"",
                      oai_argument_names[argument], text.data);
}

/* Both bounds are included; a day ends with its last second (OAI-PMH 2.7.1). */
static int read_dates(struct oai_token *list, const struct oai_request *request, struct diag *diag)
{
    bool from = oai_has(request, OAI_FROM), until = oai_has(request, OAI_UNTIL);
    bool from_day = false, until_day = false;
    int error = 0;

    list->from = INT64_MIN;
    list->until = INT64_MAX;
    if (from)
        error = read_date(&list->from, &from_day, request, OAI_FROM, diag);
    if (error == 0 && until)
        error = read_date(&list->until, &until_day, request, OAI_UNTIL, diag);
    if (error != 0)
        return error;
    if (from && until && from_day != until_day)
        return oai_refuse(diag, OAI_BAD_ARGUMENT,
                          "from and until are of one granularity, both days or both seconds");
    if (until_day)
        list->until += DAY - 1;
    if (list->from > list->until)
        return oai_refuse(diag, OAI_BAD_ARGUMENT, "from %s is later than until %s",
                          request->arguments[OAI_FROM].data, request->arguments[OAI_UNTIL].data);
    return 0;
}

static bool is_collection(const char *name, const char *const *names, ptrdiff_t count)
{
    if (strcmp(name, OFFPRINT_DEFAULT_COLLECTION) == 0)
        return true;
    for (ptrdiff_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static int read_set(struct oai_token *list, const struct oai_request *request, struct diag *diag)
{
    struct arena *arena = request->http->arena;
    const char *const *names;
    struct buffer name;
    ptrdiff_t count;

    if (!oai_has(request, OAI_SET))
        return 0;
    count = catalogue_collections(&names, request->http->catalogue, arena, diag);
    if (count < 0)
        return (int)count;
    buffer_init(&name);
    if (oai_set_read(&name, request->arguments[OAI_SET]))
        list->collection = arena_slice(arena, buffer_slice(&name)).data;
    buffer_finish(&name);
    if (list->collection == NULL || !is_collection(list->collection, names, count))
        return oai_refuse(diag, OAI_NO_RECORDS_MATCH, "there is no set \"%.100s\"",
                          request->arguments[OAI_SET].data);
    if (strcmp(list->collection, OFFPRINT_DEFAULT_COLLECTION) == 0)
        list->collection = NULL;
    return 0;
}

/* How many items a list has is known only where it is everything. */
static int count_all(struct oai_token *list, const struct oai_request *request, struct diag *diag)
{
    struct catalogue_statistics statistics;
    int status;

    if (list->from != INT64_MIN || list->until != INT64_MAX || list->collection != NULL)
        return 0;
    status = catalogue_statistics(&statistics, request->http->catalogue, diag);
    if (status == OFFPRINT_OK)
        list->total = statistics.records + statistics.deleted;
    return status;
}

static int begin(struct oai_token *list, const struct oai_request *request, struct diag *diag)
{
    struct slice token = request->arguments[OAI_RESUMPTION_TOKEN];
    int error;

    *list = (struct oai_token){.verb = request->verb->number};
    if (oai_has(request, OAI_RESUMPTION_TOKEN)) {
        if (oai_token_read(list, token, request->verb->number, request->http->arena))
            return 0;
        return oai_refuse(diag, OAI_BAD_RESUMPTION_TOKEN,
                          "the token was not given out by %s, or was altered", request->verb->name);
    }
    if ((error = read_dates(list, request, diag)) != 0 ||
        (error = oai_format(&list->format, request, diag)) != 0 ||
        (error = read_set(list, request, diag)) != 0)
        return error;
    return count_all(list, request, diag);
}

/* --- the page -------------------------------------------------------------------------------- */

/* A token to go on with; an empty one ends a list of more than one page (OAI-PMH 3.5). */
static void write_token(struct buffer *out, const struct oai_token *list, uint64_t cursor,
                        bool more)
{
    uint64_t least = list->cursor + (more ? 1 : 0);

    if (!more && cursor == 0)
        return;
    buffer_printf(out, "<resumptionToken cursor=\"%" PRIu64 "\"", cursor);
    /* Records may have come since the list began: never less than what was given out. */
    if (list->total > 0)
        buffer_printf(out, " completeListSize=\"%" PRIu64 "\"",
                      list->total > least ? list->total : least);
    if (more) {
        buffer_add_char(out, '>');
        oai_token_write(out, list);
        buffer_add_string(out, "</resumptionToken>\n");
    } else {
        buffer_add_string(out, "/>\n");
    }
}

/* Appends items up to the page's bounds; returns how many of them were dealt with. */
static size_t write_items(const struct oai_request *request, const struct oai_token *list,
                          const struct catalogue_record *records, size_t count,
                          oai_item_writer *write)
{
    size_t start = request->out->length;
    size_t done = 0;

    while (done < count && request->out->length - start < OAI_PAGE_BYTES) {
        struct diag diag = {0};
        /* One record that cannot be written must not end everybody's harvest. */
        if (write(request, &records[done], list->format, &diag) < 0)
            log_error("oai", "record %s left out: %s", records[done].id, diag.message);
        done++;
    }
    return done;
}

int oai_list(struct oai_request *request, bool with_records, oai_item_writer *write,
             struct diag *diag)
{
    struct catalogue_record *records;
    struct oai_token list;
    bool more;
    int error = begin(&list, request, diag);

    if (error != 0)
        return error;
    struct change_filter filter = {.from = list.from,
                                   .until = list.until,
                                   .collection = list.collection,
                                   .after = list.after,
                                   .limit = OAI_PAGE + 1,
                                   .with_records = with_records};
    ptrdiff_t found = catalogue_changes(&records, &more, request->http->catalogue, &filter,
                                        request->http->arena, diag);
    if (found < 0)
        return (int)found;
    if (found == 0)
        return oai_refuse(diag, OAI_NO_RECORDS_MATCH, "no record changed in that time or set");
    /* The one too many is left for the next page, unless it is the very last. */
    size_t count = more ? OAI_PAGE : (size_t)found;
    uint64_t cursor = list.cursor;
    buffer_printf(request->out, "<%s>\n", request->verb->name);
    size_t done = write_items(request, &list, records, count, write);
    list.cursor += done;
    list.after = records[done - 1].change;
    write_token(request->out, &list, cursor, more || done < count);
    buffer_printf(request->out, "</%s>\n", request->verb->name);
    return 0;
}
