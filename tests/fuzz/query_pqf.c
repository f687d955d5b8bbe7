/*
 * PQF from anywhere: read or refused with a reason. What we read, YAZ's parser must read as well,
 * and its RPN must become the same tree.
 */
#include <stdbool.h>
#include <string.h>

#include <yaz/pquery.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "fuzz.h"
#include "query/rpn.h"

/*
 * Where we differ: YAZ knows the space only, lets a term type hold until the next one, and takes @
 * with a digit for an attribute even in quotes.
 */
static bool is_common(const char *text)
{
    for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
        if (at[1] >= '0' && at[1] <= '9')
            return false;
    }
    return strpbrk(text, "\t\r\n\v\f") == NULL && strstr(text, "@term") == NULL;
}

static void compare(struct arena *arena, const struct access_points *table, const char *text,
                    const struct query *query)
{
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_RPNQuery *rpn = p_query_rpn(odr, text);
    struct buffer ours, theirs;
    struct query *other = NULL;

    buffer_init(&ours);
    buffer_init(&theirs);
    MUST(rpn != NULL);
    MUST(query_from_rpn(&other, arena, table, rpn, NULL) == OFFPRINT_OK);
    query_describe(&ours, query);
    query_describe(&theirs, other);
    MUST(slice_equal(buffer_slice(&ours), buffer_slice(&theirs)));
    buffer_finish(&ours);
    buffer_finish(&theirs);
    odr_destroy(odr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct access_points *table;
    struct arena *arena = arena_create();
    struct query *query = NULL;
    struct diag diag = {0};
    char *text = malloc(size + 1);
    int status;

    MUST(text != NULL && (table != NULL || access_points_load(&table, NULL, NULL) == OFFPRINT_OK));
    memcpy(text, data, size);
    text[size] = '\0';
    status = query_from_pqf(&query, arena, table, text, &diag);
    MUST(status == OFFPRINT_OK || (diag.status == status && diag.message[0] != '\0'));
    if (status == OFFPRINT_OK && is_common(text))
        compare(arena, table, text, query);
    free(text);
    arena_destroy(arena);
    return 0;
}
