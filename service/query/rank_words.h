/* How often words stand in a record, read from its forward list. */
#ifndef OFFPRINT_QUERY_RANK_WORDS_H
#define OFFPRINT_QUERY_RANK_WORDS_H

#include "query/rank_terms.h"

/* Records that average lengths are taken of. */
#define RANK_SAMPLE 512

struct rank_reader;

/* Borrows both. Close it even where it could not be opened; NULL may be closed. */
int rank_reader_open(struct rank_reader **reader, struct engine *engine,
                     const struct rank_words *words);
void rank_reader_close(struct rank_reader *reader);

/* Counts a record's fields into the averages. */
int rank_reader_sample(struct rank_reader *reader, uint32_t docid);
/* `frequencies`, one a word: weighted, and by the length of the fields (see query/rank.h). */
int rank_reader_read(struct rank_reader *reader, uint32_t docid, float *frequencies);

#endif
