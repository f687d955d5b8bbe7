/* The named result sets of one association: a short list, searched from its beginning. */
#include "z3950/result_sets.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/catalogue.h>

#include "base/memory.h"
#include "base/text.h"

void result_sets_init(struct result_sets *sets, size_t limit)
{
    *sets = (struct result_sets){.limit = limit};
}

void result_sets_finish(struct result_sets *sets)
{
    for (size_t i = 0; i < sets->count; i++) {
        free(sets->sets[i].name);
        result_set_destroy(sets->sets[i].set);
    }
    free(sets->sets);
    result_sets_init(sets, sets->limit);
}

static struct named_result_set *find(const struct result_sets *sets, const char *name)
{
    for (size_t i = 0; i < sets->count; i++)
        if (strcmp(sets->sets[i].name, name) == 0)
            return &sets->sets[i];
    return NULL;
}

struct result_set *result_sets_find(const struct result_sets *sets, const char *name)
{
    const struct named_result_set *named = find(sets, name);

    return named != NULL ? named->set : NULL;
}

static bool is_printable(const char *name)
{
    for (const char *c = name; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return false;
    return text_is_utf8(slice_of(name));
}

int result_sets_allow(const struct result_sets *sets, const char *name, struct diag *diag)
{
    if (name[0] == '\0')
        return diag_set(diag, OFFPRINT_RESULT_SET_NAME, "the name of the result set is empty");
    if (strlen(name) > RESULT_SET_NAME_LIMIT)
        return diag_refuse(diag, OFFPRINT_RESULT_SET_NAME, name,
                           "the name of a result set may have up to %d bytes",
                           RESULT_SET_NAME_LIMIT);
    if (!is_printable(name))
        return diag_refuse(diag, OFFPRINT_RESULT_SET_NAME, name,
                           "the name of a result set must be printable UTF-8");
    if (find(sets, name) == NULL && sets->count >= sets->limit)
        return diag_refuse(diag, OFFPRINT_RESULT_SET_LIMIT, name,
                           "a session may have up to %zu result sets", sets->limit);
    return OFFPRINT_OK;
}

void result_sets_put(struct result_sets *sets, const char *name, struct result_set *set)
{
    struct named_result_set *named = find(sets, name);

    if (named != NULL) {
        result_set_destroy(named->set);
        named->set = set;
        return;
    }
    sets->sets = memory_grow(sets->sets, &sets->capacity, sets->count, sizeof *sets->sets);
    sets->sets[sets->count++] = (struct named_result_set){memory_string(name), set};
}

int result_sets_delete(struct result_sets *sets, const char *name)
{
    struct named_result_set *named = find(sets, name);

    if (named == NULL)
        return OFFPRINT_RESULT_SET;
    free(named->name);
    result_set_destroy(named->set);
    *named = sets->sets[--sets->count];
    return OFFPRINT_OK;
}
