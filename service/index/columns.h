/* Sort columns: eight bytes a record that compare as its heading does. */
#ifndef OFFPRINT_INDEX_COLUMNS_H
#define OFFPRINT_INDEX_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lmdb.h>

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

/* Gathers sort prefixes in order of docid and writes an entry of each column whenever its chunk is
 * left. Zeros are a closed one. */
struct column_writer {
    MDB_cursor *cursor;     /* over STORE_COLUMNS */
    const uint8_t *columns; /* numbers of the access points; borrowed */
    size_t column_count;
    struct diag *diag;
    uint32_t chunk;
    bool begun;
    uint64_t touched[COLUMN_CHUNK / 64]; /* a bit a record of the chunk that has new prefixes */
    uint64_t *prefixes;                  /* COLUMN_CHUNK of each column */
};

int column_writer_open(struct column_writer *writer, struct store_transaction *transaction,
                       const uint8_t *columns, size_t count, struct diag *diag);
/* Releases it; what was not written is lost. */
void column_writer_finish(struct column_writer *writer);
/* One prefix for each column, 0 for none, as the machine has numbers. Docids come in order. */
int column_writer_put(struct column_writer *writer, uint32_t docid, const uint8_t *prefixes);
/* Writes the chunk at hand. */
int column_writer_end(struct column_writer *writer);

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
