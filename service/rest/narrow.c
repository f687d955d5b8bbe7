#include "rest/narrow.h"

#include <string.h>
#include <strings.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/catalogue.h>
#include <offprint/query.h>

#include "http/http.h"

/* --- text ------------------------------------------------------------------------------------- */

/* Where the query's sortby begins, or its end: the last word of that name outside quotes. */
static size_t find_sortby(struct slice query)
{
    static const char word[] = "sortby";
    size_t length = sizeof word - 1, found = query.length;
    bool quoted = false;

    for (size_t i = 0; i < query.length; i++) {
        if (query.data[i] == '\\')
            i++;
        else if (query.data[i] == '"')
            quoted = !quoted;
        else if (!quoted && i + length < query.length &&
                 strncasecmp(query.data + i, word, length) == 0 &&
                 slice_is_space(query.data[i + length]) &&
                 (i == 0 || strchr(" \t\r\n\")", query.data[i - 1]) != NULL))
            found = i;
    }
    return found;
}

/*
 * Booleans of CQL bind alike, from the left (CQL 1.2, "Boolean Operators"), so the clause can stand
 * behind; only prefixes reach to the end of their scope, and must not reach it.
 */
void rest_narrow(struct buffer *out, struct slice query, struct slice clause)
{
    size_t end = find_sortby(query);
    struct slice searched = slice_trim(slice_part(query, 0, end));
    struct slice order = slice_part(query, end, query.length);
    bool scoped = slice_starts(searched, ">");

    if (searched.length > 0) {
        buffer_add_string(out, scoped ? "(" : "");
        buffer_add_slice(out, searched);
        buffer_add_string(out, scoped ? ") and " : " and ");
    }
    buffer_add_slice(out, clause);
    if (order.length > 0) {
        buffer_add_char(out, ' ');
        buffer_add_slice(out, order);
    }
}

/* --- identifiers ------------------------------------------------------------------------------ */

/* The tree of both; an order is that of the whole. */
static struct query *both(struct query *left, struct query *right, struct arena *arena)
{
    struct query *query = arena_array(arena, 1, sizeof *query);

    *query = (struct query){.kind = QUERY_AND, .left = left, .right = right, .sort = left->sort};
    left->sort = NULL;
    return query;
}

/* Adds the clause that looks for the value in the access point of that name. */
static int add_identifier(struct query **query, struct buffer *cql, const char *name,
                          struct slice value, const struct http_request *request, struct diag *diag)
{
    const struct access_points *table = catalogue_access_points(request->catalogue);
    const struct facet named = {.access_point = access_point_by_name(table, slice_of(name))};
    struct query *found;
    struct buffer clause, narrowed;
    int status;

    if (named.access_point == NULL)
        return diag_refuse(diag, OFFPRINT_ACCESS_POINT, name,
                           "this catalogue's table has no access point %s", name);
    buffer_init(&clause);
    buffer_init(&narrowed);
    facet_value_query(&clause, &named, &(struct facet_value){.term = value});
    status = query_from_cql(&found, request->arena, table, clause.data, diag);
    if (status >= 0) {
        *query = *query != NULL ? both(*query, found, request->arena) : found;
        rest_narrow(&narrowed, buffer_slice(cql), buffer_slice(&clause));
        buffer_truncate(cql, 0);
        buffer_add_slice(cql, buffer_slice(&narrowed));
    }
    buffer_finish(&clause);
    buffer_finish(&narrowed);
    return status < 0 ? status : OFFPRINT_OK;
}

int rest_identifiers_read(struct query **query, struct slice *cql,
                          const struct http_request *request, struct diag *diag)
{
    static const char *const names[] = {REST_IDENTIFIERS};
    struct buffer text;
    int status = OFFPRINT_OK;

    buffer_init(&text);
    buffer_add_slice(&text, *cql);
    for (size_t i = 0; i < sizeof names / sizeof names[0] && status == OFFPRINT_OK; i++) {
        struct slice value;

        if (http_request_parameter(request, names[i], &value))
            status = add_identifier(query, &text, names[i], slice_trim(value), request, diag);
    }
    *cql = arena_slice(request->arena, buffer_slice(&text));
    buffer_finish(&text);
    return status;
}
