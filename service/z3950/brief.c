/* Brief MARC: who, what, when, where to find it, and the host of a part. */
#include "z3950/brief.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/record.h>

/* Control fields, standard numbers, main entry, title, edition, publication, extent, host, link. */
static const char *const kept[] = {"00X", "010", "020", "022", "024", "1XX", "245",
                                   "250", "260", "264", "300", "773", "856"};

static bool is_kept(const struct marc_field *field)
{
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (marc_tag_matches(field->tag, kept[i]))
            return true;
    return false;
}

static struct marc_record *filter(const struct marc_record *record, struct arena *arena)
{
    struct marc_record *brief = marc_record_create(arena);

    memcpy(brief->leader, record->leader, sizeof brief->leader);
    brief->fields = arena_array(arena, record->field_count, sizeof *brief->fields);
    brief->field_capacity = record->field_count;
    for (uint32_t i = 0; i < record->field_count; i++)
        if (is_kept(&record->fields[i]))
            brief->fields[brief->field_count++] = record->fields[i];
    return brief;
}

struct catalogue_record brief_record(const struct catalogue_record *found, struct arena *arena)
{
    struct catalogue_record brief = *found;

    brief.record = filter(found->record, arena);
    brief.packed = slice_make(NULL, 0);
    brief.source = slice_make(NULL, 0);
    brief.source_format = NULL;
    return brief;
}
