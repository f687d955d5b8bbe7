#include "marc/iso2709_marks.h"

#include <stdlib.h>

#include "base/block.h"
#include "base/memory.h"
#include "marc/iso2709.h"

_Static_assert(ISO2709_MARKS_LIMIT > MARC_FIELDS_LIMIT + MARC_SUBFIELDS_LIMIT, "too few marks");

/* Bytes that are looked at together: a bit of a number each. */
#define STRETCH 64u

static inline uint64_t find_block(const char *at)
{
    block_bytes block = block_load(at) - block_of(MARC_RECORD_TERMINATOR);

    return block_bits((block_bytes)(block <= block_of(2)));
}

/* A bit for each delimiter or terminator in a stretch. */
static inline uint64_t find(const char *at)
{
    return find_block(at) | find_block(at + BLOCK_SIZE) << BLOCK_SIZE |
           find_block(at + 2 * BLOCK_SIZE) << 2 * BLOCK_SIZE |
           find_block(at + 3 * BLOCK_SIZE) << 3 * BLOCK_SIZE;
}

/* Room for a stretch's marks; where the next one goes. Past the limit it is always the same room.
 */
static uint32_t *reserve(struct marks *marks)
{
    if (marks->count > ISO2709_MARKS_LIMIT)
        marks->count = ISO2709_MARKS_LIMIT;
    while (marks->capacity - marks->count < STRETCH)
        marks->at = memory_grow(marks->at, &marks->capacity, marks->capacity, sizeof *marks->at);
    return marks->at + marks->count;
}

/* Those of the stretch of `data` at `at`. */
static inline void add(struct marks *marks, struct slice data, size_t at, uint64_t found)
{
    uint32_t *to = reserve(marks);
    size_t records = 0, fields = 0, count = 0;

    for (; found != 0; found &= found - 1) {
        size_t place = at + (size_t)__builtin_ctzll(found);

        records += data.data[place] == MARC_RECORD_TERMINATOR;
        fields += data.data[place] == MARC_FIELD_TERMINATOR;
        to[count++] = (uint32_t)place;
    }
    marks->records += records;
    marks->fields += fields;
    marks->subfields += count - records - fields;
    marks->count += count;
}

void iso2709_mark(struct marks *marks, struct slice data)
{
    char rest[STRETCH] = {0}; /* the last bytes, fewer than a stretch */
    size_t at = 0;

    marks->count = marks->records = marks->fields = marks->subfields = 0;
    for (; data.length - at >= STRETCH; at += STRETCH)
        add(marks, data, at, find(data.data + at));
    if (at == data.length)
        return;
    memcpy(rest, data.data + at, data.length - at);
    add(marks, data, at, find(rest));
}

void iso2709_marks_finish(struct marks *marks)
{
    free(marks->at);
    *marks = (struct marks){0};
}
