/*
 * What tests/e2e/fts5.py asks the catalogue with: thousands of queries in one process.
 *
 *   fts5_answers fold            the folded words of each line of input, with tabs between
 *   fts5_answers ask CATALOGUE   LANGUAGE, COLLECTIONS and QUERY of each line, with tabs between:
 *                                pqf or cql; names with commas, or nothing. Answers the count and
 *                                the ids that it finds, or "!", the status and what was refused.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/catalogue.h>
#include <offprint/query.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/text.h"

#define COLLECTIONS_MOST 8

/* Takes the line's next column: what stands before the tab, or all of it. */
static char *next_column(char **line)
{
    char *column = *line;
    size_t length = strcspn(column, "\t");

    *line = column + length + (column[length] == '\t');
    column[length] = '\0';
    return column;
}

static void print_folded(struct slice line)
{
    struct buffer folded;
    struct slice rest, word;
    const char *between = "";

    buffer_init(&folded);
    text_add_folded(&folded, line);
    rest = buffer_slice(&folded);
    while ((word = text_next_word(&rest)).length > 0) {
        printf("%s%.*s", between, (int)word.length, word.data);
        between = "\t";
    }
    printf("\n");
    fflush(stdout); /* each line is waited for */
    buffer_finish(&folded);
}

/* --- asking ---------------------------------------------------------------------------------- */

/* Ids by mark, each fetched once: a mark is a small number that stays with its record. */
struct asker {
    struct catalogue *catalogue;
    char **ids;
    size_t id_count;
};

/* The mark of a result without order is four bytes. */
static size_t mark_of(struct result_set *result, uint64_t position)
{
    struct buffer mark;
    struct bytes in;
    struct diag diag;
    uint32_t number = 0;

    buffer_init(&mark);
    if (result_set_mark(&mark, result, position, &diag) >= 0) {
        bytes_init(&in, mark.data, mark.length);
        number = bytes_take_u32(&in);
    }
    buffer_finish(&mark);
    return number;
}

static const char *id_of(struct asker *asker, struct result_set *result, uint64_t position)
{
    size_t mark = mark_of(result, position);
    struct catalogue_record record;
    struct arena *arena;
    struct diag diag;

    if (mark < asker->id_count && asker->ids[mark] != NULL)
        return asker->ids[mark];
    if (mark >= asker->id_count) {
        asker->ids = memory_resize(asker->ids, (mark + 1) * sizeof *asker->ids);
        memset(asker->ids + asker->id_count, 0, (mark + 1 - asker->id_count) * sizeof *asker->ids);
        asker->id_count = mark + 1;
    }
    arena = arena_create();
    if (result_set_fetch(&record, result, position, arena, &diag) < 0) {
        fprintf(stderr, "position %" PRIu64 ": %s\n", position, diag.message);
        exit(1);
    }
    asker->ids[mark] = memory_string(record.id);
    arena_destroy(arena);
    return asker->ids[mark];
}

static int search(struct result_set **result, struct asker *asker, char *line, struct diag *diag)
{
    const char *collections[COLLECTIONS_MOST];
    struct search_options options = {.collections = collections};
    struct arena *arena = arena_create();
    struct query *query;
    bool cql = strcmp(next_column(&line), "cql") == 0;
    char *names = next_column(&line);
    int status;

    for (char *name = strtok(names, ",");
         name != NULL && options.collection_count < COLLECTIONS_MOST; name = strtok(NULL, ","))
        collections[options.collection_count++] = name;
    status = (cql ? query_from_cql : query_from_pqf)(
        &query, arena, catalogue_access_points(asker->catalogue), line, diag);
    if (status == OFFPRINT_OK)
        status = catalogue_search(result, asker->catalogue, query, &options, diag);
    arena_destroy(arena);
    return status;
}

static void answer(struct asker *asker, char *line)
{
    struct result_set *result = NULL;
    struct diag diag;

    if (search(&result, asker, line, &diag) < 0) {
        printf("!\t%s\t%s\t%s\n", status_name(diag.status), diag.value, diag.message);
        return;
    }
    printf("%" PRIu64, result_set_count(result));
    for (uint64_t i = 1; i <= result_set_count(result); i++)
        printf("\t%s", id_of(asker, result, i));
    printf("\n");
    result_set_destroy(result);
}

static int ask(const char *path)
{
    const struct catalogue_options options = {.create = false};
    struct asker asker = {NULL, NULL, 0};
    struct diag diag;
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    if (catalogue_open(&asker.catalogue, path, &options, &diag) < 0) {
        fprintf(stderr, "%s\n", diag.message);
        return 1;
    }
    while ((length = getline(&line, &size, stdin)) > 0) {
        line[length - (line[length - 1] == '\n')] = '\0';
        answer(&asker, line);
    }
    for (size_t i = 0; i < asker.id_count; i++)
        free(asker.ids[i]);
    free(asker.ids);
    free(line);
    catalogue_close(asker.catalogue);
    return 0;
}

static int fold(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    while ((length = getline(&line, &size, stdin)) > 0)
        print_folded(slice_make(line, (size_t)(length - (line[length - 1] == '\n'))));
    free(line);
    return 0;
}

int main(int count, char **arguments)
{
    if (count == 2 && strcmp(arguments[1], "fold") == 0)
        return fold();
    if (count == 3 && strcmp(arguments[1], "ask") == 0)
        return ask(arguments[2]);
    fprintf(stderr, "usage: fts5_answers fold | fts5_answers ask CATALOGUE\n");
    return 2;
}
