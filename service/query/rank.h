/* Relevance: how well the records that were found answer the words of the query. */
#ifndef OFFPRINT_QUERY_RANK_H
#define OFFPRINT_QUERY_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/query.h>

struct docset;
struct evaluation;

/*
 * What is done is BM25 over fields (Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework", 2009, section 3.6), with k1 = 1.2 and b = 0.75:
 *
 *   sum over words of idf * (k1 + 1) * tf / (k1 + tf),  idf = ln(1 + (N - df + 1/2) / (df + 1/2))
 *
 * where tf adds up, for each time that the word stands in an access point that it was searched
 * in, that access point's weight (a title's is 4), divided by 1 - b + b * length / average of the
 * field that it stands in. Frequencies and lengths are read from the forward lists. Averages are
 * those of the fields with such words in up to 512 of the records, evenly spread.
 *
 * What counts are words, those of phrases too, of terms that a record may have: not of what NOT
 * takes away, and not identifiers, codes and dates. Where terms ask for relevance themselves
 * (relation 102, /relevant), only theirs. Of more than 32 words the rarest 32 count.
 *
 * The cost is bounded: in a result of more than RANK_CLOSELY records all are first judged by
 * which words they have in which access points, without looking at each; then the best
 * RANK_CLOSELY as above, and they stand before the others.
 */
#define RANK_CLOSELY 65536
#define RANK_WORDS_MAX 32

/* Does a term of the query ask that the result is in order of relevance? */
bool query_asks_relevance(const struct query *query);

/*
 * `ranks[i]` for each of the `count` docids of `docs`, in order: a greater one is more relevant.
 * OFFPRINT_SORT where no word of the query counts, OFFPRINT_TIMEOUT.
 */
int query_rank(uint32_t *ranks, const struct evaluation *evaluation, const struct query *query,
               const struct docset *docs, const uint32_t *docids, size_t count, struct diag *diag);

#endif
