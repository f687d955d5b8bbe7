/*
 * Postings as bytes. Most terms are in one or two records: so consecutive terms share an entry, a
 * block, which has of each what is to be known first, and the docids of those that have few.
 *
 *   heads   of each of its terms in order a varint: 0, no record has it; up to POSTINGS_HERE_MAX,
 *           so many have, and their docids are here; more, that many above it, and they stand apart
 *   docids  of each term that has its own here: each as a varint, less the one before
 *
 * A list, the entry of a term with more, is its docids in the same way.
 */
#ifndef OFFPRINT_INDEX_POSTINGS_BLOCK_H
#define OFFPRINT_INDEX_POSTINGS_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

#define POSTINGS_BLOCK_TERMS 32u
/* Up to so many docids stand in the block, and in a list. */
#define POSTINGS_HERE_MAX 8u
#define POSTINGS_LIST_MAX 512u

#define POSTINGS_VARINT_MAX 5u
#define POSTINGS_BLOCK_SIZE_MAX                                                                    \
    (POSTINGS_BLOCK_TERMS * (1 + POSTINGS_HERE_MAX) * POSTINGS_VARINT_MAX)
#define POSTINGS_LIST_SIZE_MAX (POSTINGS_LIST_MAX * POSTINGS_VARINT_MAX)

/* The number of the first term in a term's block, and the term's place there. */
static inline uint32_t postings_block_of(uint32_t term)
{
    return term & ~(POSTINGS_BLOCK_TERMS - 1);
}

static inline unsigned postings_slot_of(uint32_t term)
{
    return term & (POSTINGS_BLOCK_TERMS - 1);
}

/* --- heads ------------------------------------------------------------------------------------ */

static inline bool postings_are_here(uint32_t head)
{
    return head <= POSTINGS_HERE_MAX;
}

static inline uint32_t postings_head_count(uint32_t head)
{
    return postings_are_here(head) ? head : head - POSTINGS_HERE_MAX;
}

/* Of a term whose docids stand apart; a count that no index comes to is false. */
static inline bool postings_head_apart(uint32_t *head, uint32_t count)
{
    *head = count + POSTINGS_HERE_MAX;
    return count > 0 && count <= UINT32_MAX - POSTINGS_HERE_MAX;
}

/* --- a block that is read where it stands -------------------------------------------------------
 */

struct postings_view {
    uint32_t heads[POSTINGS_BLOCK_TERMS];
    const uint8_t *docids, *at, *end; /* borrowed: all of them, those of `slot`, and the end */
    unsigned slot;
};

/* False where the heads are malformed. */
bool postings_view_init(struct postings_view *view, struct slice bytes);
/* A block that is not there: no record has its terms. */
void postings_view_clear(struct postings_view *view);
/*
 * Copies the docids of a term whose docids are in the block, as many as its head says. Cheapest
 * for slots in order. False where they stand apart, or are malformed; what stands behind them is
 * not looked at.
 */
bool postings_view_docids(struct postings_view *view, unsigned slot,
                          uint32_t docids[POSTINGS_HERE_MAX]);

/* --- a block that is changed --------------------------------------------------------------------
 */

struct postings_block {
    uint32_t heads[POSTINGS_BLOCK_TERMS];
    uint32_t docids[POSTINGS_BLOCK_TERMS][POSTINGS_HERE_MAX];
};

/* False unless the bytes are a block, to the last, in which a term has a record. */
bool postings_block_decode(struct postings_block *block, struct slice bytes);
/* Writes it to `out`, which has room for POSTINGS_BLOCK_SIZE_MAX; returns the end. */
uint8_t *postings_block_encode(uint8_t *out, const struct postings_block *block);
/* Has no term a record? */
bool postings_block_is_empty(const struct postings_block *block);

/* --- lists ------------------------------------------------------------------------------------ */

/* How many docids there are; 0 where the bytes are not a list. */
uint32_t postings_list_decode(uint32_t docids[POSTINGS_LIST_MAX], struct slice bytes);
/* Writes docids to `out`, which has room for POSTINGS_VARINT_MAX each; returns the end. */
uint8_t *postings_list_encode(uint8_t *out, const uint32_t *docids, size_t count);

#endif
