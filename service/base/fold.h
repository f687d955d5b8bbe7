/* Folding for the index, which wants the words as well, and what folding is made of. */
#ifndef OFFPRINT_BASE_FOLD_H
#define OFFPRINT_BASE_FOLD_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

struct buffer;

/* Where a word stands in the buffer that it was folded into. */
struct text_word {
    uint32_t offset, length;
};

/* Words one after another; all zero is none. */
struct text_words {
    struct text_word *all;
    size_t count, capacity;
};

void text_words_finish(struct text_words *words);

/* Behind what is folded the buffer has so much room that a word can be read block by block. */
#define FOLDED_AHEAD 16u

/* text_add_folded, and adds the words that text_next_word would find in what that appends. */
void fold_words(struct buffer *out, struct text_words *words, struct slice text);

/* The long way of folding, by ICU: right for all text. */
void fold_unicode(struct buffer *out, struct slice text);

/* What a character is folded to wherever it stands; a space stands for a separation of words. */
struct folded_character {
    char text[7];
    uint8_t length; /* FOLDED_BY_CONTEXT: what stands beside it says what it becomes */
};

#define FOLDED_BY_CONTEXT UINT8_MAX
#define FOLDED_BLOCK 256u

/*
 * The FOLDED_BLOCK characters that share all but the lowest byte with `codepoint`, which is of the
 * basic plane. They are made the long way when first they are asked for, in whatever thread.
 */
const struct folded_character *folded_characters(uint32_t codepoint);

#endif
