#include "convert/fields.h"

#include <ctype.h>
#include <string.h>

#include <offprint/arena.h>

#include "convert/coded.h"

static int tag_number(const char *tag)
{
    for (int i = 0; i < 3; i++)
        if (!isdigit((unsigned char)tag[i]))
            return 0;
    return (tag[0] - '0') * 100 + (tag[1] - '0') * 10 + (tag[2] - '0');
}

/* $6 is TTT-NN/…: the tag and occurrence of the other field. Occurrence 00 links to none. */
static void read_link(struct linked_field *entry, struct arena *arena)
{
    struct slice link = marc_field_subfield(entry->field, '6');
    entry->script = "";
    if (link.length < 6 || link.data[3] != '-')
        return;
    struct slice occurrence = slice_part(link, 4, 2);
    if (isdigit((unsigned char)occurrence.data[0]) && isdigit((unsigned char)occurrence.data[1]) &&
        !slice_is(occurrence, "00"))
        entry->group = occurrence;
    if (entry->tag == 880) {
        entry->tag = tag_number(link.data);
        entry->script = coded_script_of(link, arena);
    }
}

void fields_link(struct linked_fields *fields, const struct marc_record *record,
                 struct arena *arena)
{
    *fields = (struct linked_fields){.count = record->field_count};
    fields->list = arena_array(arena, fields->count + 1, sizeof *fields->list);
    for (size_t i = 0; i < fields->count; i++) {
        struct linked_field *entry = &fields->list[i];
        entry->field = &record->fields[i];
        entry->tag = tag_number(entry->field->tag);
        entry->original = entry->tag != 880;
        read_link(entry, arena);
        fields->present[entry->tag / 64] |= UINT64_C(1) << (entry->tag % 64);
    }
}

const struct linked_field *fields_next(const struct linked_fields *fields, int tag, size_t *at)
{
    if ((fields->present[tag / 64] >> (tag % 64) & 1) == 0)
        return NULL;
    while (*at < fields->count) {
        const struct linked_field *entry = &fields->list[(*at)++];
        if (entry->tag == tag)
            return entry;
    }
    return NULL;
}
