/* A set of docids, in order: what every search step works on. */
#ifndef OFFPRINT_INDEX_DOCSET_H
#define OFFPRINT_INDEX_DOCSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

struct buffer;
struct docset;
struct docset_pages;

struct docset *docset_create(void);
struct docset *docset_copy(const struct docset *set);
void docset_destroy(struct docset *set); /* NULL is accepted */

void docset_add(struct docset *set, uint32_t docid);
void docset_add_many(struct docset *set, const uint32_t *docids, size_t count);
void docset_remove(struct docset *set, uint32_t docid);
bool docset_contains(const struct docset *set, uint32_t docid);
uint64_t docset_count(const struct docset *set);
bool docset_is_empty(const struct docset *set);

/* Each changes `set`. */
void docset_and(struct docset *set, const struct docset *other);
void docset_or(struct docset *set, const struct docset *other);
void docset_not(struct docset *set, const struct docset *other);
/* Adds `other`, and destroys it. */
void docset_take(struct docset *set, struct docset *other);
uint64_t docset_and_count(const struct docset *a, const struct docset *b);

/* The docid at `position` from 0: false beyond the end. */
bool docset_at(const struct docset *set, uint64_t position, uint32_t *docid);
/* How many docids are not greater than `docid`. */
uint64_t docset_rank(const struct docset *set, uint32_t docid);

/* Walks in order: set `*docid` to 0 and call until it returns false. (There is no docid 0.) */
bool docset_next(const struct docset *set, uint32_t *docid);

/* Of `count` docids in order, those in the set: how many are left. */
size_t docset_keep(const struct docset *set, uint32_t *docids, size_t count);

/* The docids greater than `after`, at most `capacity` of them, in order: how many. */
size_t docset_list(const struct docset *set, uint32_t after, uint32_t *docids, size_t capacity);

/* Bytes for the store, and back; false where the bytes are not a docset's. `docset_read` adds. */
void docset_write(struct buffer *out, const struct docset *set);
bool docset_read(struct docset *set, struct slice bytes);
/*
 * The same, only those in `within` where it is not NULL. What is only looked up in the bytes is not
 * judged as a whole: there a bitset may have other bits than it counts.
 */
bool docset_read_within(struct docset *set, struct slice bytes, const struct docset *within);
/* About so many docids will be added, or less. */
void docset_expect(struct docset *set, uint64_t count);

/* The docids of many terms are put together in pages (docset_pages.h), and then added. */
void docset_pages_add_set(struct docset_pages *pages, const struct docset *set);
bool docset_pages_read(struct docset_pages *pages, struct slice bytes, const struct docset *within);
void docset_add_pages(struct docset *set, const struct docset_pages *pages);

#endif
