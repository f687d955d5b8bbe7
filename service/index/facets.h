/* Facet columns: which values of each facet a record has, by the numbers of their terms. */
#ifndef OFFPRINT_INDEX_FACETS_H
#define OFFPRINT_INDEX_FACETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lmdb.h>

#include <offprint/buffer.h>
#include <offprint/slice.h>
#include <offprint/status.h>

#include "base/bytes.h"
#include "index/access_table.h"
#include "index/index.h"

/* Records of one entry of STORE_FACETS, a power of two: small enough for entries to share pages. */
#define FACET_CHUNK 128
#define FACET_KEY_SIZE 5

/* An entry's key: the chunk, then the facet, so that an import writes at the end. */
void facet_key(uint8_t key[FACET_KEY_SIZE], uint32_t chunk, uint8_t facet);

/* --- an entry's bytes ------------------------------------------------------------------------- */

/* An entry taken apart: where each record's values stand in its bytes. */
struct facet_chunk {
    const uint8_t *bytes; /* borrowed */
    uint32_t starts[FACET_CHUNK + 1];
};

/* bytes_take_varint(), quicker for a number of one byte, as most here are. */
static inline uint32_t facet_take(struct bytes *in)
{
    if (!in->failed && in->offset < in->length && in->data[in->offset] < 0x80)
        return in->data[in->offset++];
    return bytes_take_varint(in);
}

/* An empty slice is an entry without records. False where the bytes contradict themselves. */
bool facet_chunk_read(struct facet_chunk *chunk, struct slice bytes);

/* The values of the record at `place` of the chunk, as varints. */
static inline struct slice facet_chunk_values(const struct facet_chunk *chunk, uint32_t place)
{
    return slice_make((const char *)chunk->bytes + chunk->starts[place],
                      chunk->starts[place + 1] - chunk->starts[place]);
}

/* --- writing ---------------------------------------------------------------------------------- */

/* The values of one facet for the records of the chunk at hand, in order of docid. */
struct facet_column {
    struct buffer values;          /* varints, one record's after another's */
    uint32_t lengths[FACET_CHUNK]; /* bytes of each record's */
};

/* Gathers records in order of docid and writes an entry whenever its chunk is left. */
struct facet_writer {
    struct store_transaction *transaction;
    const struct access_points *table;
    MDB_cursor *cursor;
    struct diag *diag;
    struct facet_column columns[FACETS_MAX];
    bool touched[FACET_CHUNK]; /* records of the chunk that were begun */
    uint32_t chunk;
    uint32_t place; /* of the record at hand */
    bool begun;
    uint64_t last; /* the greatest chunk that has an entry, and 1; 0 for none */
    struct buffer bytes;
};

/* 1 + the place in the table's facets, by number of access point: 0 for what is no facet. Its
 * values are headings of texts, and keys of others: never words. */
void facet_slots(uint8_t slots[256], const struct access_points *table);

int facet_writer_open(struct facet_writer *writer, struct store_transaction *transaction,
                      const struct access_points *table, struct diag *diag);
/* Releases it; what was not written is lost. Harmless where it was never opened. */
void facet_writer_finish(struct facet_writer *writer);

/* Begins a record, in place of what it had: docids come in order. One that is given no values has
 * none from then on. */
int facet_writer_begin(struct facet_writer *writer, uint32_t docid);
/* Writes the chunk at hand. */
int facet_writer_end(struct facet_writer *writer);
/* `slot` is a facet's place in the table; values come in the order of their numbers' first use. */
void facet_writer_add(struct facet_writer *writer, size_t slot, uint32_t number);

/* --- counting --------------------------------------------------------------------------------- */

struct docset;
struct store_transaction;

/* So many values one facet may have among what is counted: 64 MiB. */
#define FACET_DISTINCT_MAX 4194304

/* So many numbers wait for their places: one by one, each would be waited for. */
#define FACET_WAITING 64

struct facet_count {
    uint32_t number; /* of the term; of a host, its docid; 0 is a free place */
    uint32_t count;
};

/* Values and how many records have each: a table of open addressing. Owned by the caller. */
struct facet_counts {
    struct facet_count *places;
    size_t size; /* a power of two, or 0 */
    size_t count;
    uint32_t waiting[FACET_WAITING]; /* numbers whose places are on their way into the cache */
    size_t waiting_count;
};

void facet_counts_finish(struct facet_counts *counts);
/* The count of a value; 0 where it has none. */
uint32_t facet_counts_of(const struct facet_counts *counts, uint32_t number);
/* Counts one more record for each number of `values`, varints without repeats. False where the
 * bytes are no varints or there are more values than FACET_DISTINCT_MAX. */
bool facet_counts_add(struct facet_counts *counts, struct slice values);
/* Counts those that still wait: before anything is asked of the counts. False as above. */
bool facet_counts_settle(struct facet_counts *counts);

/*
 * Counts the values of `facet_count` facets of the table over `docs`, or with NULL over all
 * records, in one pass: `counts` has one for each, empty. `deadline` is of clock_milliseconds():
 * OFFPRINT_TIMEOUT past it. OFFPRINT_LIMIT where one has more values than FACET_DISTINCT_MAX.
 */
int index_facet_counts(struct facet_counts *counts, struct store_transaction *transaction,
                       const struct access_point *const *facets, size_t facet_count,
                       const struct docset *docs, uint64_t deadline, struct diag *diag);
/* The same for one count of the hosts of component parts, as the catalogue has linked them: by
 * their docids. Hosts that are not here are left out. */
int index_host_counts(struct facet_counts *counts, struct store_transaction *transaction,
                      const struct docset *docs, uint64_t deadline, struct diag *diag);

#endif
