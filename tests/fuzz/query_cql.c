/* CQL from anywhere: read or refused with a reason, the same way each time. */
#include <string.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/query.h>

#include "fuzz.h"

/* Reads the query and describes the tree; what is refused must say why. */
static int read_query(struct buffer *tree, const struct access_points *table, const char *text)
{
    struct arena *arena = arena_create();
    struct query *query = NULL;
    struct diag diag = {0};
    int status = query_from_cql(&query, arena, table, text, &diag);

    if (status == OFFPRINT_OK)
        query_describe(tree, query);
    else
        MUST(status < 0 && diag.status == status && diag.message[0] != '\0');
    arena_destroy(arena);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct access_points *table;
    struct buffer first, second;
    char *text = malloc(size + 1);

    MUST(text != NULL && (table != NULL || access_points_load(&table, NULL, NULL) == OFFPRINT_OK));
    memcpy(text, data, size);
    text[size] = '\0';
    buffer_init(&first);
    buffer_init(&second);
    MUST(read_query(&first, table, text) == read_query(&second, table, text));
    MUST(slice_equal(buffer_slice(&first), buffer_slice(&second)));
    buffer_finish(&first);
    buffer_finish(&second);
    free(text);
    return 0;
}
