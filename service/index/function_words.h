/* Words that stand in every other title: "the", "of", "der". */
#ifndef OFFPRINT_INDEX_FUNCTION_WORDS_H
#define OFFPRINT_INDEX_FUNCTION_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

struct arena;

/* A set of folded words; all zero is the empty one. */
struct function_words {
    struct slice *slots; /* open addressing; a power of two of them, or none */
    size_t slot_count;
    uint32_t lengths[256]; /* by their first byte, a bit for each length: most words stop here */
};

/* Takes the words of `list`, folded; the set lives in `arena`. */
void function_words_read(struct function_words *words, struct arena *arena, struct slice list);
/* Is the folded word one of them? */
bool function_words_have(const struct function_words *words, struct slice word);

#endif
