/* What the steps of an extraction share. */
#ifndef OFFPRINT_INDEX_EXTRACT_SCRATCH_H
#define OFFPRINT_INDEX_EXTRACT_SCRATCH_H

#include "index/extract.h"

/* A subfield of the field at hand, folded when first it is asked for. */
struct folded {
    size_t offset, length;
    bool done;
};

struct extract_scratch {
    const struct access_points *table;
    struct index_entries *out;
    struct index_entry *wholes; /* headings and keys: they follow the words */
    size_t whole_count, whole_capacity;
    struct buffer folded;
    struct folded *subfields;
    size_t subfield_capacity;
    struct buffer heading;
    struct buffer text;
};

/* Takes a heading or key: they stand after all words, so it waits. */
void extract_whole(struct extract_scratch *x, unsigned access_point, enum term_kind kind,
                   struct slice term);
/* Takes a value into its columns where it is the first of the best rank so far. */
void extract_sort(struct extract_scratch *x, const struct source_use *use, struct slice text);

/* Takes the keys that a value makes in the form of its access point. */
void extract_keys(struct extract_scratch *x, const struct source_use *use, struct slice value);
/* Characters at fixed positions, perhaps under the name that the table gives them. */
void extract_positions(struct extract_scratch *x, const struct source_use *use, struct slice text);
/* The years of 008/07-14, as 008/06 says what they are (MARC 21, 008). */
void extract_dates(struct extract_scratch *x, const struct source_use *use, struct slice text);

#endif
