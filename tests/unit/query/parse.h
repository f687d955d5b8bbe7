/* What the tests of the readers share: the built-in access points, and queries as text. */
#ifndef OFFPRINT_TEST_QUERY_PARSE_H
#define OFFPRINT_TEST_QUERY_PARSE_H

#include "../test.h"

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/query.h>

static struct access_points *table;

static inline int load_table(void **state)
{
    struct diag diag;

    (void)state;
    if (access_points_load(&table, NULL, &diag) < 0) {
        print_error("%s\n", diag.message);
        return -1;
    }
    return 0;
}

static inline int release_table(void **state)
{
    (void)state;
    access_points_destroy(table);
    return 0;
}

typedef int query_reader(struct query **, struct arena *, const struct access_points *,
                         const char *, struct diag *);

/* A query and the tree that it is read as; or the status and value that it is refused with. */
struct good {
    const char *text, *tree;
};
struct bad {
    const char *text;
    int status;
    const char *value;
};

static inline void assert_reads(query_reader *reader, const struct good *good, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena *arena = arena_create();
        struct query *query = NULL;
        struct buffer tree;
        struct diag diag = {0};
        int status = reader(&query, arena, table, good[i].text, &diag);

        if (status < 0)
            fail_msg("%s\nrefused: %s (%s)", good[i].text, diag.message, diag.value);
        buffer_init(&tree);
        query_describe(&tree, query);
        if (strcmp(tree.data, good[i].tree) != 0)
            fail_msg("%s\nwanted %s\ngot    %s", good[i].text, good[i].tree, tree.data);
        buffer_finish(&tree);
        arena_destroy(arena);
    }
}

static inline void assert_refuses(query_reader *reader, const struct bad *bad, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena *arena = arena_create();
        struct query *query = NULL;
        struct diag diag = {0};
        int status = reader(&query, arena, table, bad[i].text, &diag);

        if (status >= 0) {
            struct buffer tree;

            buffer_init(&tree);
            query_describe(&tree, query);
            fail_msg("%s\nwas read: %s", bad[i].text, tree.data);
        }
        if (status != bad[i].status || status != diag.status || diag.message[0] == '\0')
            fail_msg("%s\nwanted %s, got %s: %s", bad[i].text, status_name(bad[i].status),
                     status_name(status), diag.message);
        if (strcmp(diag.value, bad[i].value) != 0)
            fail_msg("%s\nwanted value \"%s\", got \"%s\": %s", bad[i].text, bad[i].value,
                     diag.value, diag.message);
        arena_destroy(arena);
    }
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

#endif
