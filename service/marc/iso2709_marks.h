/* Where the delimiters and terminators of a record's data stand: found once, for all its fields. */
#ifndef OFFPRINT_MARC_ISO2709_MARKS_H
#define OFFPRINT_MARC_ISO2709_MARKS_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

/* All zero is none. Of more than ISO2709_MARKS_LIMIT the places of the rest are not kept. */
struct marks {
    uint32_t *at; /* in their order */
    size_t count, capacity;
    size_t records, fields, subfields; /* terminators, terminators and delimiters among them */
};

/* More than a record may have fields and subfields. */
#define ISO2709_MARKS_LIMIT 1200000u

/* Replaces what `marks` held by those of `data`. */
void iso2709_mark(struct marks *marks, struct slice data);
void iso2709_marks_finish(struct marks *marks);

#endif
