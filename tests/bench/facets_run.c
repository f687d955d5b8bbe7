/*
 * facets_run CATALOGUE ROUNDS QUERY...: counts what each query (CQL) finds by every facet, the ten
 * most common values of each, ROUNDS times in this process, and prints medians in milliseconds of
 * processor time, which other work on the machine does not change much: all facets at once, then
 * each by itself.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>

static void fail(const struct diag *diag)
{
    fprintf(stderr, "%s: %s\n", diag->message, diag->value);
    exit(1);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return a < b ? -1 : a > b;
}

/* The median of `rounds` counts of the facet, or with NULL of all. `*distinct` is of the last. */
static double measure(struct catalogue *catalogue, const struct result_set *result,
                      const char *name, int rounds, unsigned long long *distinct)
{
    const struct facet_options options = {
        .names = name != NULL ? &name : NULL, .name_count = 1, .limit = 10};
    double *times = calloc((size_t)rounds, sizeof *times), median;

    for (int i = 0; i < rounds; i++) {
        struct arena *arena = arena_create();
        double begun = now();
        struct facet *facets;
        struct diag diag;

        if (catalogue_facets(&facets, catalogue, result, &options, arena, &diag) < 0)
            fail(&diag);
        times[i] = now() - begun;
        *distinct = facets[0].distinct;
        arena_destroy(arena);
    }
    qsort(times, (size_t)rounds, sizeof *times, compare);
    median = times[rounds / 2];
    free(times);
    return median;
}

static void run(struct catalogue *catalogue, const char *cql, int rounds)
{
    struct arena *arena = arena_create();
    struct result_set *result;
    struct query *query;
    struct diag diag;
    unsigned long long distinct;
    const char *const *names;
    size_t count;
    double all;

    if (query_from_cql(&query, arena, catalogue_access_points(catalogue), cql, &diag) < 0 ||
        catalogue_search(&result, catalogue, query, NULL, &diag) < 0)
        fail(&diag);
    all = measure(catalogue, result, NULL, rounds, &distinct);
    printf("%s: %llu hits, %.3f ms;", cql, (unsigned long long)result_set_count(result), all);
    count = facet_names_read(&names, slice_of(catalogue_facet_names(catalogue, arena)), arena);
    for (size_t i = 0; i < count; i++) {
        double one = measure(catalogue, result, names[i], rounds, &distinct);

        printf(" %s %.3f (%llu)", names[i], one, distinct);
    }
    printf("\n");
    result_set_destroy(result);
    arena_destroy(arena);
}

int main(int count, char **arguments)
{
    const struct catalogue_options options = {0};
    struct catalogue *catalogue;
    struct diag diag;

    if (count < 4 || atoi(arguments[2]) < 1) {
        fprintf(stderr, "facets_run CATALOGUE ROUNDS QUERY...\n");
        return 2;
    }
    if (catalogue_open(&catalogue, arguments[1], &options, &diag) < 0)
        fail(&diag);
    for (int i = 3; i < count; i++)
        run(catalogue, arguments[i], atoi(arguments[2]));
    catalogue_close(catalogue);
    return 0;
}
