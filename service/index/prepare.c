/* Entries made ready in one thread for the writer in another. */
#include <stdlib.h>

#include <offprint/arena.h>

#include "base/memory.h"
#include "index/extract.h"

struct index_preparer {
    const struct access_points *table;
    struct index_entries entries;
};

struct index_preparer *index_preparer_create(const struct access_points *table)
{
    struct index_preparer *preparer = memory_alloc(sizeof *preparer);

    preparer->table = table;
    index_entries_init(&preparer->entries);
    return preparer;
}

void index_preparer_destroy(struct index_preparer *preparer)
{
    if (preparer == NULL)
        return;
    index_entries_finish(&preparer->entries);
    free(preparer);
}

const struct index_entries *index_prepare(struct index_preparer *preparer,
                                          const struct marc_record *record, struct slice id,
                                          struct arena *arena)
{
    const struct index_entries *entries = &preparer->entries;
    struct index_entries *copy;

    index_extract_record(&preparer->entries, preparer->table, record, id);
    copy = (struct index_entries *)(void *)arena_copy(arena, entries, sizeof *entries);
    copy->scratch = NULL;
    copy->keys.data = arena_copy(arena, entries->keys.data, entries->keys.length);
    copy->entries = (struct index_entry *)(void *)arena_copy(
        arena, entries->entries, entries->count * sizeof *entries->entries);
    return copy;
}
