/*
 * A result set in an order of its own.
 *
 * All its records are sorted by the prefixes of their values, eight bytes that compare as the
 * values do (index/columns.h). Where prefixes are equal and do not say everything, the records are
 * a tie, and wait: the tie is settled, by their values in full, when a position in it is asked for.
 * What the values are is told by the terms that begin with the prefix; only where these do not say
 * it are records read. So the cost of an order is that of its prefixes, and any page of it costs
 * the same.
 */
#ifndef OFFPRINT_CATALOGUE_SORTED_H
#define OFFPRINT_CATALOGUE_SORTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/buffer.h>
#include <offprint/query.h>

struct arena;
struct catalogue;
struct docset;
struct evaluation;
struct store_transaction;

struct sorted_key {
    const struct access_point *access_point; /* NULL: relevance */
    bool descending;
    bool whole; /* a prefix is the whole value: relevance and dates */
    enum sort_missing missing;
    struct buffer value; /* what a missing one is taken for, as a sort value; else empty */
};

struct sorted {
    struct sorted_key keys[SORT_KEYS_MAX];
    size_t key_count;
    uint32_t *docids; /* in order */
    size_t count;
    uint64_t *ties;  /* a bit a place: this record and the one before are not settled */
    uint32_t *ranks; /* relevance by place in the docset; NULL where no key asks for it */
    uint32_t milliseconds;
};

/* What an order is made of and for. All borrowed. */
struct sorted_request {
    const struct sort_order *order;
    const struct evaluation *evaluation; /* with its transaction, limits and deadline */
    const struct query *query;           /* what relevance is to; NULL: nothing */
    struct docset *docs;                 /* records without value are taken out if the order says */
};

/* Owned by the caller. Errors as catalogue_search says. */
int sorted_make(struct sorted **sorted, const struct sorted_request *request, struct diag *diag);
void sorted_destroy(struct sorted *sorted); /* NULL is accepted */

/* A place in an order, from 0, for calls that look at records. */
struct sorted_view {
    struct sorted *sorted;
    struct catalogue *catalogue;
    struct store_transaction *transaction;
    const struct docset *docs;
    struct diag *diag;
};

/* Settles one place, and of the tie that it stands in only what that takes. OFFPRINT_TIMEOUT. */
int sorted_settle(const struct sorted_view *view, size_t place);

/* Records whose prefixes of one key are equal, and do not say everything. */
struct sorted_tie {
    size_t key;
    uint64_t prefix;
    const uint32_t *docids; /* in order */
    size_t count;
    uint64_t deadline; /* of clock_milliseconds() */
};

/* Numbers that stand as the values of that key do, equal where they are: one a record. */
int sorted_rank_tie(uint32_t *ranks, const struct sorted_view *view, const struct sorted_tie *tie);

/* --- values ---------------------------------------------------------------------------------- */

/* A record's values, one a key; an empty one is missing. Where a mark cut them, so are those. */
struct sorted_item {
    const struct sorted *sorted;
    uint32_t docid;
    struct slice *values;
};

/* Values longer than this are cut in marks. */
#define SORTED_MARK_CUT 200

struct sorted_loader;
struct sorted_loader *sorted_loader_create(const struct sorted_view *view);
void sorted_loader_destroy(struct sorted_loader *loader);
/* Reads the values of a record as it is now, into `arena`: 1, or 0 for one that is gone, which has
 * none. */
int sorted_load(struct sorted_item *item, struct sorted_loader *loader, uint32_t docid,
                struct arena *arena);
/* The value of one key alone. */
int sorted_load_value(struct slice *value, struct sorted_loader *loader, size_t key, uint32_t docid,
                      struct arena *arena);

/* A prefix as a number that sorts as the key says: direction and missing values are in it. */
uint64_t sorted_order_of(const struct sorted_key *key, uint64_t prefix);
uint64_t sorted_prefix(const struct sorted_key *key, struct slice value);
/* The prefix of relevance, by place in the docset: the best is the least, and none is 0. */
uint64_t sorted_rank_prefix(const struct sorted *sorted, uint64_t place);
/* Are two values with that order equal for certain? */
bool sorted_is_whole(const struct sorted_key *key, uint64_t order);

/* Two values of one key as it says, missing ones too. `cut` as below. */
int sorted_compare_values(const struct sorted_key *key, struct slice a, struct slice b, size_t cut);
/* By all values in full, then by docid. `cut` bytes of them at most, 0 for all. */
int sorted_compare(const struct sorted_item *a, const struct sorted_item *b, size_t cut);

/* --- marks ----------------------------------------------------------------------------------- */

/* OFFPRINT_GONE where the record at that place was deleted since. */
int sorted_mark(struct buffer *mark, const struct sorted_view *view, size_t place);
/* The first place whose record stands after a mark. OFFPRINT_INVALID. */
int sorted_place_after(size_t *place, const struct sorted_view *view, struct slice mark);

#endif
