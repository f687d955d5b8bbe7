/* What the steps of an extraction share. */
#ifndef OFFPRINT_INDEX_EXTRACT_SCRATCH_H
#define OFFPRINT_INDEX_EXTRACT_SCRATCH_H

#include "base/fold.h"
#include "index/extract.h"

struct marc_field;

/* A subfield of the field at hand, folded when first it is asked for. */
struct folded {
    size_t offset, length; /* in extract_scratch.folded */
    size_t first, count;   /* in extract_scratch.words */
    bool done;
};

struct extract_scratch {
    const struct access_points *table;
    struct index_entries *out;
    struct index_entry *wholes; /* headings and keys: they follow the words */
    size_t whole_count, whole_capacity;
    struct buffer folded;
    struct text_words words; /* of what is folded */
    struct folded *subfields;
    size_t subfield_capacity;
    struct buffer heading;
    struct buffer text;
    uint32_t wanted;       /* sort columns: nothing but their values is asked for; 0: everything */
    struct buffer *values; /* those values in full, one a column of the table; else NULL */
};

/* Is what a use gives asked for? */
static inline bool extract_wants(const struct extract_scratch *x, const struct source_use *use)
{
    return x->wanted == 0 || (use->columns & x->wanted) != 0;
}

/* Does the source take subfields of that code? */
bool extract_takes(const struct access_point_source *source, char code);
/* Do indicators and the subfield that the table may ask for say what they must? */
bool extract_counts(const struct access_point_source *source, const struct marc_field *field);
/* The number that the field's tag is, or -1. An 880 gives a field in another script, and counts as
 * the one that its $6 names. */
int extract_tag(const struct marc_field *field);
/* Makes ready for a field, before its heading. */
void extract_begin_field(struct extract_scratch *x, const struct marc_field *field);
/* The whole field as one heading in x->heading, without its article; empty where it has none. */
void extract_heading(struct extract_scratch *x, const struct access_point_source *source,
                     const struct marc_field *field);
/* A subfield of the field at hand, folded; its bytes and words stay until the next field, but move
 * when another one is asked for. */
const struct folded *extract_folded(struct extract_scratch *x, const struct marc_field *field,
                                    uint32_t number);
/* Takes the pairs of a field whose words are taken. */
void extract_pairs(struct extract_scratch *x, const struct source_use *use,
                   const struct marc_field *field);

/* Adds FORWARD_FIELD_BREAK or FORWARD_SUBFIELD_BREAK. */
void extract_mark(struct extract_scratch *x, unsigned mark);
/* Adds the words of a subfield. */
void extract_words(struct extract_scratch *x, unsigned access_point, const struct folded *folded);
/* Takes a heading or key: they stand after all words, so it waits. */
void extract_whole(struct extract_scratch *x, unsigned access_point, enum term_kind kind,
                   struct slice term);
/* Adds all that has waited: no marks, for each is a field by itself. */
void extract_wholes(struct extract_scratch *x);
/* Takes a heading or key of an access point, and of the facets that it is a member of. */
void extract_value(struct extract_scratch *x, const struct source_use *use, enum term_kind kind,
                   struct slice term);
/* Takes a value into its columns where it is the first of the best rank so far. */
void extract_sort(struct extract_scratch *x, const struct source_use *use, struct slice text);
/* The same for a datestamp: days are what is searched, but it sorts by the second. */
void extract_sort_seconds(struct extract_scratch *x, const struct source_use *use, int64_t seconds);

/* Takes the keys that a value makes in the form of its access point. */
void extract_keys(struct extract_scratch *x, const struct source_use *use, struct slice value);
/* Characters at fixed positions, perhaps under the name that the table gives them. */
void extract_positions(struct extract_scratch *x, const struct source_use *use, struct slice text);
/* The years of 008/07-14, as 008/06 says what they are (MARC 21, 008). */
void extract_dates(struct extract_scratch *x, const struct source_use *use, struct slice text);

#endif
