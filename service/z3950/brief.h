/* Element set B of a MARC record: what tells it from others. */
#ifndef OFFPRINT_Z3950_BRIEF_H
#define OFFPRINT_Z3950_BRIEF_H

struct arena;
struct catalogue_record;

/*
 * A brief copy of a record, in `arena`: the fields that identify it, and neither the bytes it is
 * stored as nor those it came as. What they hold is borrowed from `found`.
 */
struct catalogue_record brief_record(const struct catalogue_record *found, struct arena *arena);

#endif
