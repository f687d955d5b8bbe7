/* The access-point table: looked up, and turned round for the index. */
#include "index/access_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "base/hash.h"
#include "base/memory.h"

/* Part of the hash: raised when the same table begins to give other terms. */
#define EXTRACTION_VERSION 4

struct slice access_table_next(struct slice *list)
{
    size_t length = 0;
    struct slice word;

    *list = slice_trim(*list);
    while (length < list->length && strchr(" \t\r\n", list->data[length]) == NULL)
        length++;
    word = slice_part(*list, 0, length);
    *list = slice_part(*list, length, list->length);
    return word;
}

void access_points_destroy(struct access_points *table)
{
    if (table == NULL)
        return;
    arena_destroy(table->arena);
    free(table);
}

/* --- looking up ------------------------------------------------------------------------------- */

static bool is_name(struct slice text, const char *name)
{
    return text.length == strlen(name) && strncasecmp(text.data, name, text.length) == 0;
}

uint64_t access_points_hash(const struct access_points *table)
{
    return table->hash;
}

const struct access_point *access_points_all(const struct access_points *table, size_t *count)
{
    *count = table->count;
    return table->points;
}

const struct context_set *access_points_context_sets(const struct access_points *table,
                                                     size_t *count)
{
    *count = table->set_count;
    return table->sets;
}

const struct access_point *access_point_by_name(const struct access_points *table,
                                                struct slice name)
{
    for (size_t i = 0; i < table->count && name.length > 0; i++) {
        if (is_name(name, table->points[i].name))
            return &table->points[i];
    }
    return NULL;
}

const struct access_point *access_point_by_facet(const struct access_points *table,
                                                 struct slice facet)
{
    for (size_t i = 0; i < table->count && facet.length > 0; i++) {
        if (table->points[i].facet != NULL && is_name(facet, table->points[i].facet))
            return &table->points[i];
    }
    return NULL;
}

const struct access_point *access_point_by_use(const struct access_points *table, int64_t use)
{
    for (size_t i = 0; i < table->count; i++) {
        for (size_t j = 0; j < table->points[i].use_count; j++) {
            if (table->points[i].uses[j] == use)
                return &table->points[i];
        }
    }
    return NULL;
}

const struct context_set *context_set_find(const struct access_points *table, struct slice name)
{
    for (size_t i = 0; i < table->set_count && name.length > 0; i++) {
        if (is_name(name, table->sets[i].name) || is_name(name, table->sets[i].identifier))
            return &table->sets[i];
    }
    return NULL;
}

const struct access_point *access_point_by_cql(const struct access_points *table,
                                               struct slice context_set, struct slice name)
{
    const struct context_set *set = context_set_find(table, context_set);

    if (set == NULL || name.length == 0)
        return NULL;
    for (size_t i = 0; i < table->count; i++) {
        for (size_t j = 0; j < table->points[i].name_count; j++) {
            const struct access_point_name *known = &table->points[i].names[j];

            if (strcmp(known->context_set, set->name) == 0 && is_name(name, known->name))
                return &table->points[i];
        }
    }
    return NULL;
}

/* --- sort columns ----------------------------------------------------------------------------- */

static bool find_columns(struct access_points *table)
{
    for (size_t i = 0; i < table->count; i++) {
        if (!table->points[i].sorts)
            continue;
        if (table->column_count == SORT_COLUMNS_MAX)
            return false;
        table->columns[table->column_count++] = table->points[i].number;
    }
    return true;
}

static const struct access_point *by_number(const struct access_points *table, uint8_t number)
{
    size_t i = 0;

    while (table->points[i].number != number)
        i++;
    return &table->points[i];
}

/* The columns that a member's headings go to: its own, and those of the unions it is in. */
static uint32_t columns_of(const struct access_points *table, const struct access_point *point)
{
    uint32_t columns = 0;

    for (size_t i = 0; i < table->column_count; i++) {
        const struct access_point *sorted = by_number(table, table->columns[i]);
        bool counts = sorted == point;

        for (size_t j = 0; j < sorted->member_count && !counts; j++)
            counts = sorted->members[j] == point;
        if (counts)
            columns |= UINT32_C(1) << i;
    }
    return columns;
}

/* --- facets ----------------------------------------------------------------------------------- */

static bool find_facets(struct access_points *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct access_point *point = &table->points[i];
        size_t at = table->facet_count;

        if (point->facet == NULL)
            continue;
        if (at == FACETS_MAX)
            return false;
        for (; at > 0 && table->facets[at - 1]->number > point->number; at--)
            table->facets[at] = table->facets[at - 1];
        table->facets[at] = point;
        table->facet_count++;
    }
    return true;
}

/* The facets that are unions with that member. */
static uint32_t unions_of(const struct access_points *table, const struct access_point *point)
{
    uint32_t unions = 0;

    for (size_t i = 0; i < table->facet_count; i++) {
        for (size_t j = 0; j < table->facets[i]->member_count; j++) {
            if (table->facets[i]->members[j] == point)
                unions |= UINT32_C(1) << i;
        }
    }
    return unions;
}

/* --- uses by tag ------------------------------------------------------------------------------ */

#define TAGS 1000

static bool tag_matches(struct slice pattern, unsigned tag)
{
    const char digits[3] = {(char)('0' + tag / 100), (char)('0' + tag / 10 % 10),
                            (char)('0' + tag % 10)};

    for (size_t i = 0; i < 3; i++) {
        if (pattern.data[i] != 'X' && pattern.data[i] != digits[i])
            return false;
    }
    return true;
}

/* Every use of every source, in the order of the table; returns how many. */
static size_t all_uses(const struct access_points *table, struct source_use *uses)
{
    size_t count = 0;

    for (size_t i = 0; i < table->count; i++) {
        const struct access_point *point = &table->points[i];

        for (size_t j = 0; j < point->source_count; j++) {
            const struct access_point_source *source = &point->sources[j];

            uses[count++] =
                (struct source_use){point, source, source->sort > 0 ? columns_of(table, point) : 0,
                                    unions_of(table, point)};
        }
    }
    return count;
}

/* A row of tags for each use: does its source take that tag? */
static void mark_tags(const struct source_use *uses, size_t count, bool (*takes)[TAGS])
{
    for (size_t i = 0; i < count; i++) {
        struct slice list = slice_of(uses[i].source->tags), pattern;

        while ((pattern = access_table_next(&list)).length > 0) {
            for (unsigned tag = 0; tag < TAGS; tag++)
                takes[i][tag] = takes[i][tag] || tag_matches(pattern, tag);
        }
    }
}

/* The uses that take `tag`, or with -1 those that have none, kept in the table's arena. */
static struct source_uses collect(struct arena *arena, const struct source_use *uses, size_t count,
                                  bool (*takes)[TAGS], int tag)
{
    struct source_use *found = NULL;
    size_t number = 0;

    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && number > 0)
            found = arena_array(arena, number, sizeof *found);
        number = 0;
        for (size_t i = 0; i < count; i++) {
            if (tag >= 0 ? !takes[i][tag] : uses[i].source->tags != NULL)
                continue;
            if (found != NULL)
                found[number] = uses[i];
            number++;
        }
    }
    return (struct source_uses){found, number};
}

static void find_uses(struct access_points *table)
{
    size_t most = 0, count;
    struct source_use *uses;
    bool(*takes)[TAGS];

    for (size_t i = 0; i < table->count; i++)
        most += table->points[i].source_count;
    uses = memory_zeroed(most, sizeof *uses);
    count = all_uses(table, uses);
    takes = memory_zeroed(most, sizeof *takes);
    mark_tags(uses, count, takes);
    for (int tag = 0; tag < TAGS; tag++)
        table->by_tag[tag] = collect(table->arena, uses, count, takes, tag);
    table->without_tag = collect(table->arena, uses, count, takes, -1);
    free(takes);
    free(uses);
}

/* --- hash ------------------------------------------------------------------------------------- */

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    return hash_add(hash, slice_make((const char *)&number, sizeof number));
}

static uint64_t hash_string(uint64_t hash, const char *string)
{
    return string != NULL ? hash_add(hash, slice_make(string, strlen(string) + 1))
                          : hash_number(hash, 0);
}

static uint64_t hash_source(uint64_t hash, const struct access_point_source *source)
{
    hash = hash_number(hash, source->kind);
    hash = hash_string(hash, source->tags);
    hash = hash_number(hash, source->subfields[0]);
    hash = hash_number(hash, source->subfields[1]);
    hash = hash_add(hash, slice_make(source->indicator, 2));
    hash = hash_add(hash, slice_make(&source->where_code, 1));
    hash = hash_string(hash, source->where_value);
    hash = hash_number(hash, source->nonfiling);
    hash = hash_number(hash, source->joined);
    hash = hash_number(hash, source->sort);
    hash = hash_number(hash, source->from);
    hash = hash_number(hash, source->length);
    hash = hash_number(hash, source->value);
    for (size_t i = 0; i < source->name_count; i++) {
        hash = hash_string(hash, source->names[i].code);
        hash = hash_string(hash, source->names[i].name);
    }
    return hash;
}

/* A union is answered from its members: it leaves its mark only where it has a sort column or is a
 * facet. */
static uint64_t hash_point(uint64_t hash, const struct access_point *point)
{
    if (point->member_count > 0 && !point->sorts && point->facet == NULL)
        return hash;
    hash = hash_number(hash, point->number);
    hash = hash_number(hash, point->kind);
    hash = hash_number(hash, point->form);
    hash = hash_number(hash, point->sorts);
    hash = hash_number(hash, point->facet != NULL);
    hash = hash_number(hash, point->pairs);
    /* Browsing is what most headings are kept for (extract.c). */
    hash = hash_number(hash, point->kind == ACCESS_TEXT && point->scans);
    for (size_t i = 0; i < point->source_count; i++)
        hash = hash_source(hash, &point->sources[i]);
    for (size_t i = 0; i < point->member_count; i++)
        hash = hash_number(hash, point->members[i]->number);
    return hash;
}

/* Which they are, in whatever order they were given. */
static uint64_t hash_function_words(uint64_t hash, const struct function_words *words)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < words->slot_count; i++)
        sum += hash_add(hash, words->slots[i]);
    return hash_number(hash, sum);
}

bool access_table_finish(struct access_points *table)
{
    if (!find_columns(table) || !find_facets(table))
        return false;
    find_uses(table);
    table->hash = hash_number(HASH_EMPTY, EXTRACTION_VERSION);
    table->hash = hash_function_words(table->hash, &table->function_words);
    for (size_t i = 0; i < table->count; i++)
        table->hash = hash_point(table->hash, &table->points[i]);
    return true;
}
