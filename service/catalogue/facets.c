/* Facets: the records of a result set, counted by their authors, subjects, languages … */
#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/datestamp.h"
#include "base/text.h"
#include "catalogue/facet_values.h"
#include "catalogue/result_set.h"
#include "index/access_table.h"
#include "index/index.h"

/* As long as a query may take (docs/architecture.md, limits). */
#define MILLISECONDS_STANDARD 5000
/* What the catalogue has besides the table's: collection and host. */
#define OWN_FACETS 2

/* --- which facets ----------------------------------------------------------------------------- */

static struct facet own_facet(const struct catalogue *catalogue, bool host)
{
    struct facet facet = {.name = FACET_COLLECTION, .label = "Collection"};

    if (host)
        facet = (struct facet){
            .name = FACET_HOST,
            .label = "Host",
            .access_point = access_point_by_name(catalogue->access_points, slice_of("host-id"))};
    return facet;
}

static size_t all_facets(struct facet facets[FACETS_MAX + OWN_FACETS],
                         const struct catalogue *catalogue)
{
    const struct access_points *table = catalogue->access_points;
    size_t count = 0;

    for (size_t i = 0; i < table->facet_count; i++)
        facets[count++] = (struct facet){.name = table->facets[i]->facet,
                                         .label = table->facets[i]->label,
                                         .access_point = table->facets[i]};
    facets[count++] = own_facet(catalogue, false);
    facets[count++] = own_facet(catalogue, true);
    return count;
}

const char *catalogue_facet_names(const struct catalogue *catalogue, struct arena *arena)
{
    struct facet facets[FACETS_MAX + OWN_FACETS];
    size_t count = all_facets(facets, catalogue);
    struct buffer names;
    const char *copy;

    buffer_init(&names);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&names, "%s%s", i > 0 ? ", " : "", facets[i].name);
    copy = arena_slice(arena, buffer_slice(&names)).data;
    buffer_finish(&names);
    return copy;
}

size_t facet_names_read(const char *const **names, struct slice list, struct arena *arena)
{
    size_t count = 1;
    const char **read;

    for (size_t i = 0; i < list.length; i++)
        count += list.data[i] == ',' ? 1 : 0;
    *names = read = arena_array(arena, count + 1, sizeof *read);
    for (size_t i = 0, from = 0; i < count; i++) {
        size_t to = from;

        while (to < list.length && list.data[to] != ',')
            to++;
        read[i] = arena_slice(arena, slice_trim(slice_part(list, from, to - from))).data;
        from = to + 1;
    }
    return count;
}

static int find_facet(struct facet *found, const struct facet *facets, size_t count,
                      const char *name, const struct facet_run *run)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facets[i].name, name) != 0)
            continue;
        *found = facets[i];
        return OFFPRINT_OK;
    }
    return diag_refuse(run->diag, OFFPRINT_INVALID, name, "no facet is called so; there are %s",
                       catalogue_facet_names(run->catalogue, run->arena));
}

/* The facets asked for, empty yet: `*chosen` is in the arena. */
static ptrdiff_t choose(struct facet **chosen, const struct facet_run *run)
{
    const struct facet_options *options = run->options;
    struct facet facets[FACETS_MAX + OWN_FACETS];
    size_t count = all_facets(facets, run->catalogue);
    size_t wanted = options->names != NULL ? options->name_count : count;
    int status;

    if (options->limit > FACET_LIMIT_MAX)
        return diag_set(run->diag, OFFPRINT_INVALID,
                        "at most %d values of a facet are given, or with 0 all", FACET_LIMIT_MAX);
    if (wanted > count)
        return diag_set(run->diag, OFFPRINT_INVALID, "%zu facets are asked for; there are %zu",
                        wanted, count);
    *chosen = arena_array(run->arena, wanted + 1, sizeof **chosen);
    for (size_t i = 0; i < wanted; i++) {
        const char *name = options->names != NULL ? options->names[i] : facets[i].name;

        if ((status = find_facet(&(*chosen)[i], facets, count, name, run)) < 0)
            return status;
        for (size_t j = 0; j < i; j++) {
            if ((*chosen)[j].name == (*chosen)[i].name)
                return diag_refuse(run->diag, OFFPRINT_INVALID, name, "the facet is named twice");
        }
    }
    return (ptrdiff_t)wanted;
}

/* --- counting --------------------------------------------------------------------------------- */

/* Those of the table are counted together: one pass costs little more than one facet. */
static int count_columns(struct facet_run *run, const struct facet *facets, size_t count,
                         struct facet_counts *counts)
{
    const struct access_point *points[FACETS_MAX] = {0};
    struct facet_counts columns[FACETS_MAX] = {0};
    size_t column_count = 0;
    int status;

    for (size_t i = 0; i < count; i++) {
        if (facets[i].access_point != NULL && facets[i].access_point->facet != NULL)
            points[column_count++] = facets[i].access_point;
    }
    status = index_facet_counts(columns, &run->transaction, points, column_count, run->docs,
                                run->deadline, run->diag);
    for (size_t i = 0, column = 0; i < count; i++) {
        if (facets[i].access_point != NULL && facets[i].access_point->facet != NULL)
            counts[i] = columns[column++];
    }
    return status;
}

static int fill(struct facet_run *run, struct facet *facet, struct facet_counts *counts)
{
    int status;

    if (strcmp(facet->name, FACET_COLLECTION) == 0)
        return facet_values_of_collections(run, facet);
    if (strcmp(facet->name, FACET_HOST) != 0)
        return facet_values_of_terms(run, facet, counts);
    status = index_host_counts(counts, &run->transaction, run->docs, run->deadline, run->diag);
    return status < 0 ? status : facet_values_of_hosts(run, facet, counts);
}

static int fill_all(struct facet_run *run, struct facet *facets, size_t count)
{
    struct facet_counts counts[FACETS_MAX + OWN_FACETS] = {0};
    int status = count_columns(run, facets, count, counts);

    for (size_t i = 0; i < count && status >= 0; i++)
        status = fill(run, &facets[i], &counts[i]);
    for (size_t i = 0; i < count; i++)
        facet_counts_finish(&counts[i]);
    return status;
}

ptrdiff_t catalogue_facets(struct facet **facets, struct catalogue *catalogue,
                           const struct result_set *result, const struct facet_options *options,
                           struct arena *arena, struct diag *diag)
{
    uint32_t allowed = options->limits.milliseconds;
    struct facet_run run = {
        .catalogue = catalogue,
        .options = options,
        .docs = result != NULL ? result->docs : NULL,
        .deadline = clock_milliseconds() + (allowed > 0 ? allowed : MILLISECONDS_STANDARD),
        .arena = arena,
        .diag = diag,
    };
    ptrdiff_t count = choose(facets, &run);
    int status;

    if (count < 0)
        return count;
    if ((status = store_read(&run.transaction, catalogue->store, diag)) < 0)
        return status;
    status = catalogue_check_index(catalogue, &run.transaction, diag);
    run.viewer = term_viewer_create(&run.transaction, catalogue->access_points);
    if (status >= 0)
        status = fill_all(&run, *facets, (size_t)count);
    term_viewer_destroy(run.viewer);
    store_end(&run.transaction);
    return status < 0 ? status : count;
}

/* --- queries ---------------------------------------------------------------------------------- */

/* A term of CQL in quotes, with what would mask or anchor quoted (CQL 1.2, "Masking"). */
static void add_quoted(struct buffer *out, struct slice text)
{
    buffer_add_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (strchr("\"\\*?^", text.data[i]) != NULL && text.data[i] != '\0')
            buffer_add_char(out, '\\');
        buffer_add_char(out, text.data[i]);
    }
    buffer_add_char(out, '"');
}

/* Does a query with `text` look for the heading `term`? One without its article does not. */
static bool means(struct slice text, struct slice term)
{
    struct buffer folded, heading;
    bool same;

    buffer_init(&folded);
    buffer_init(&heading);
    text_add_folded(&folded, text);
    index_add_heading(&heading, buffer_slice(&folded));
    same = slice_equal(buffer_slice(&heading), term);
    buffer_finish(&folded);
    buffer_finish(&heading);
    return same;
}

bool facet_value_query(struct buffer *out, const struct facet *facet,
                       const struct facet_value *value)
{
    const struct access_point *point = facet->access_point;
    bool shown = point != NULL && point->kind == ACCESS_TEXT && value->display.length > 0 &&
                 means(value->display, value->term);

    if (point == NULL)
        return false;
    buffer_printf(out, "%s == ", point->name);
    add_quoted(out, shown ? value->display : value->term);
    return true;
}
