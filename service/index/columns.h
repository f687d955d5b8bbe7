/* Sort columns: eight bytes a record that compare as its heading does. */
#ifndef OFFPRINT_INDEX_COLUMNS_H
#define OFFPRINT_INDEX_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct access_point;
struct access_points;
struct arena;
struct index_document;
struct store_transaction;

/* Records of one entry of STORE_COLUMNS, a power of two. */
#define COLUMN_CHUNK 1024
#define COLUMN_KEY_SIZE 5

struct column_value {
    uint8_t column; /* number of the access point */
    uint32_t docid;
    uint64_t prefix; /* 0 for none */
};

/* Sorts `values` and writes them. */
int columns_write(struct store_transaction *transaction, struct column_value *values, size_t count,
                  struct diag *diag);

/*
 * The prefixes of `count` docids, which are in order, in `prefixes`: 0 for a record that has none.
 * Only the entries that the docids touch are read, in place.
 */
int columns_read(struct store_transaction *transaction, uint8_t column, const uint32_t *docids,
                 size_t count, uint64_t *prefixes, struct diag *diag);

/* --- values by terms -------------------------------------------------------------------------- */

/* Places of records that no term speaks for, or more than one, or one that was cut. */
#define COLUMN_TERM_NONE UINT32_MAX
#define COLUMN_TERM_UNSURE (UINT32_MAX - 1)

/* Records whose prefixes are equal, and do not say everything. All borrowed. */
struct column_question {
    struct store_transaction *transaction;
    const struct access_point *point;
    uint64_t prefix;
    const uint32_t *docids; /* in order */
    size_t count;
    size_t term_limit; /* terms that may be looked at */
    uint64_t deadline; /* of clock_milliseconds() */
};

struct column_match {
    struct slice *terms; /* that some of the records have, in order; the bytes are in the arena */
    size_t term_count;
    uint32_t *places; /* of each record's value among `terms`, or one of the above */
};

/*
 * Tells the values of many records without reading them: a record's value is one of its terms, so
 * where one term alone of those that begin with the prefix has the record, it is that. Returns 1,
 * or 0, with `match` empty, where more terms than `term_limit` begin so or the access point has
 * none of its own. OFFPRINT_TIMEOUT. Finish the match in any case.
 */
int columns_match(struct column_match *match, const struct column_question *question,
                  struct arena *arena, struct diag *diag);
void column_match_finish(struct column_match *match);

/* --- values in full --------------------------------------------------------------------------- */

/*
 * Reads sort values in full, which the prefixes only begin, from the records themselves. They
 * compare as bytes; one that is empty is missing. One thread; owned by the caller.
 */
struct sort_values;
struct sort_values *sort_values_create(const struct access_points *table);
void sort_values_destroy(struct sort_values *values);
/* Reads the document's values for each of `columns`. Borrowed until the next call. */
void sort_values_read(struct sort_values *values, const struct index_document *document,
                      const uint8_t *columns, size_t count, struct slice *found);

#endif
