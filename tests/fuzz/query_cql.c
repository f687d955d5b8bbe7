/* CQL from anywhere: read or refused with a reason, the same way each time. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/query.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads the query and describes the tree; what is refused must say why. */
static int read_query(struct buffer *tree, const struct access_points *table, const char *text)
{
    struct arena *arena = arena_create();
    struct query *query = NULL;
    struct diag diag = {0};
    int status = query_from_cql(&query, arena, table, text, &diag);

    if (status == OFFPRINT_OK)
        query_describe(tree, query);
    else if (status > 0 || diag.status != status || diag.message[0] == '\0')
        abort();
    arena_destroy(arena);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct access_points *table;
    struct buffer first, second;
    char *text = malloc(size + 1);

    if (text == NULL || (table == NULL && access_points_load(&table, NULL, NULL) < 0))
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    buffer_init(&first);
    buffer_init(&second);
    if (read_query(&first, table, text) != read_query(&second, table, text) ||
        !slice_equal(buffer_slice(&first), buffer_slice(&second)))
        abort();
    buffer_finish(&first);
    buffer_finish(&second);
    free(text);
    return 0;
}
