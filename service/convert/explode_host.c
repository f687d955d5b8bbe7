/* The host of parts that were made: a 774 for each of them. */
#include <string.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/explode.h"
#include "convert/explode_record.h"
#include "convert/part.h"

/* The place of the 774 that names `key`, from 1; 0 where none does. */
static uint32_t find_link(const struct marc_record *host, const char *key)
{
    for (uint32_t i = 0; i < host->field_count; i++) {
        const struct marc_field *field = &host->fields[i];

        for (uint32_t j = 0; strcmp(field->tag, "774") == 0 && j < field->subfield_count; j++) {
            struct slice source;

            if (field->subfields[j].code == 'w' &&
                slice_is(part_control_number(field->subfields[j].value, &source), key))
                return i + 1;
        }
    }
    return 0;
}

/* Where a first 774 goes: before the first that there is, else before what has a greater tag. */
static uint32_t first_place(const struct marc_record *host)
{
    uint32_t i = 0;

    while (i < host->field_count && strcmp(host->fields[i].tag, "774") < 0)
        i++;
    return i;
}

static void insert(struct marc_record *record, uint32_t at, struct marc_field field)
{
    memmove(&record->fields[at + 1], &record->fields[at],
            (record->field_count - at) * sizeof *record->fields);
    record->fields[at] = field;
    record->field_count++;
}

/* "774 08 $iContains chapter:$7nnaa$t…$gChapter 6, pages 211-256$w(XX)key" */
static struct marc_field make_link(const struct marc_record *host, const struct explode_part *part,
                                   struct arena *arena)
{
    struct marc_record *made = marc_record_create(arena);
    struct marc_field *field = marc_record_add_field(made, "774", '0', '8');
    struct slice place = explode_place(part, arena);

    marc_field_add(made, field, 'i',
                   part->kind.length > 0
                       ? slice_of(arena_printf(arena, "Contains %.*s:", (int)part->kind.length,
                                               part->kind.data))
                       : slice_of("Contains:"));
    marc_field_add(made, field, '7',
                   slice_of(arena_printf(arena, "nn%c%c", host->leader[MARC_LEADER_TYPE],
                                         explode_level(host))));
    marc_field_add(made, field, 't', explode_title(part, arena));
    if (place.length > 0)
        marc_field_add(made, field, 'g', place);
    marc_field_add(made, field, 'w', explode_link_number(host, slice_of(part->key), arena));
    return *field;
}

struct marc_record *explode_link_host(const struct explode_book *book,
                                      const struct marc_record *host, struct arena *arena)
{
    struct marc_record *linked = arena_alloc(arena, sizeof *linked);
    uint32_t next = first_place(host);

    *linked = *host;
    linked->arena = arena;
    linked->field_capacity = host->field_count + (uint32_t)book->part_count;
    linked->fields = arena_array(arena, linked->field_capacity + 1, sizeof *linked->fields);
    memcpy(linked->fields, host->fields, host->field_count * sizeof *linked->fields);
    for (size_t i = 0; i < book->part_count; i++) {
        const struct explode_part *part = &book->parts[i];
        uint32_t place;

        if (part->key == NULL)
            continue;
        place = find_link(linked, part->key);
        if (place == 0) {
            insert(linked, next, make_link(host, part, arena));
            place = next + 1;
        }
        next = place;
    }
    return linked->field_count > host->field_count ? linked : NULL;
}
