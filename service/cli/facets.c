#include "cli/facets.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>

#include "cli/command.h"

static void print_value(const struct facet *facet, const struct facet_value *value)
{
    struct slice shown = value->display.length > 0 ? value->display : value->term;

    printf("%s\t%" PRIu64 "\t%.*s\n", facet->name, value->count, (int)shown.length, shown.data);
}

int print_facets(struct catalogue *catalogue, const struct result_set *result, const char *names,
                 const struct facet_options *asked)
{
    struct facet_options options = *asked;
    struct arena *arena = arena_create();
    struct facet *facets;
    struct diag diag;
    ptrdiff_t count;

    if (strcmp(names, "all") != 0)
        options.name_count = facet_names_read(&options.names, slice_of(names), arena);
    count = catalogue_facets(&facets, catalogue, result, &options, arena, &diag);
    if (count < 0)
        complain(&diag);
    for (ptrdiff_t i = 0; i < count; i++) {
        for (size_t j = 0; j < facets[i].count; j++)
            print_value(&facets[i], &facets[i].values[j]);
    }
    arena_destroy(arena);
    return count < 0 ? EXIT_PARTLY : EXIT_DONE;
}
