/* Folding: what readers hold to be alike is made the same, for the index and for queries. */
#include "base/fold.h"

#include <stdlib.h>

#include <offprint/buffer.h>

#include "base/block.h"
#include "base/memory.h"
#include "base/text.h"

/* Characters that are looked at together: a bit of a number each. */
#define STRETCH 64u

void text_words_finish(struct text_words *words)
{
    free(words->all);
    *words = (struct text_words){0};
}

static inline void add_word(struct text_words *words, size_t offset, size_t length)
{
    if (words->count == words->capacity)
        words->all = memory_grow(words->all, &words->capacity, words->count, sizeof *words->all);
    words->all[words->count++] = (struct text_word){(uint32_t)offset, (uint32_t)length};
}

/* --- ASCII ------------------------------------------------------------------------------------ */

/* A text of ASCII on its way into `out`, which has room for it. */
struct folding {
    struct buffer *out;
    struct text_words *words; /* NULL: they are not asked for */
    char *first, *to;         /* in `out`: where the text begins, and where it goes on */
    block_bytes wide;         /* FF somewhere: there are characters beyond ASCII after all */
    block_bytes apostrophes;  /* the same: there are some to be left out of words */
};

/* Makes letters small, in place. Which characters are letters, digits or apostrophes? */
static inline uint32_t fold_block(struct folding *folding, char *at)
{
    block_bytes block = block_load(at);
    block_bytes apostrophes =
        (block_bytes)(block == block_of('\'')) | (block_bytes)(block == block_of('`'));
    block_bytes letters, digits;

    folding->wide |= (block_bytes)(block >= block_of(0x80));
    folding->apostrophes |= apostrophes;
    block += (block_bytes)(block - block_of('A') < block_of(26)) & block_of('a' - 'A');
    block_store(at, block);
    letters = (block_bytes)(block - block_of('a') < block_of(26));
    digits = (block_bytes)(block - block_of('0') < block_of(10));
    return block_bits(letters | digits | apostrophes);
}

/* The same for the blocks of a stretch that has `length` characters. */
static inline uint64_t fold_stretch(struct folding *folding, char *at, size_t length)
{
    uint64_t found = 0;

    for (size_t i = 0; i < length; i += BLOCK_SIZE)
        found |= (uint64_t)fold_block(folding, at + i) << i;
    return found;
}

/* Appends a word of small letters, which may be read to the end of its last block. */
static inline void put_word(struct folding *folding, bool apostrophes, const char *word,
                            size_t length)
{
    char *const begin = folding->to + (folding->to > folding->first), *end = begin;

    if (!apostrophes) {
        for (size_t at = 0; at < length; at += BLOCK_SIZE)
            block_store(begin + at, block_load(word + at));
        end += length;
    } else {
        for (size_t i = 0; i < length; i++)
            if (word[i] != '\'' && word[i] != '`')
                *end++ = word[i];
        if (end == begin)
            return;
    }
    if (begin > folding->first)
        begin[-1] = ' ';
    folding->to = end;
    if (folding->words != NULL)
        add_word(folding->words, (size_t)(begin - folding->out->data), (size_t)(end - begin));
}

/*
 * The words of `length` characters at `small`, behind which there are two blocks of zeros; false
 * where they are not ASCII. Words are found by their edges: bits that are not as the one before
 * them.
 */
static bool put_words(struct folding *folding, char *small, size_t length)
{
    uint64_t before = 0;
    size_t begin = 0;
    bool inside = false;

    for (size_t at = 0; at <= length; at += STRETCH) {
        size_t left = length + 1 - at;
        uint64_t found = fold_stretch(folding, small + at, left < STRETCH ? left : STRETCH);
        bool apostrophes = block_any(folding->apostrophes);

        if (block_any(folding->wide))
            return false;
        for (uint64_t edges = found ^ (found << 1 | before); edges != 0; edges &= edges - 1) {
            size_t edge = at + (size_t)__builtin_ctzll(edges);

            if (inside)
                put_word(folding, apostrophes, small + begin, edge - begin);
            begin = edge;
            inside = !inside;
        }
        before = found >> (STRETCH - 1);
    }
    return true;
}

/* False, with nothing appended, where the text is not ASCII. */
static bool fold_ascii(struct buffer *out, struct text_words *words, struct slice text)
{
    size_t room = text.length + 2 * BLOCK_SIZE, before = words != NULL ? words->count : 0;
    char *to = buffer_reserve(out, 2 * room), *small = to + room;
    struct folding folding = {.out = out, .words = words, .first = to, .to = to};

    memcpy(small, text.length > 0 ? text.data : "", text.length);
    block_store(small + text.length, block_of(0));
    block_store(small + text.length + BLOCK_SIZE, block_of(0));
    if (!put_words(&folding, small, text.length)) {
        if (words != NULL)
            words->count = before;
        return false;
    }
    *folding.to = '\0';
    out->length += (size_t)(folding.to - to);
    return true;
}

/* --- character by character ------------------------------------------------------------------- */

/* What each character of ASCII becomes; NUL where it is dropped. */
static const char folded_ascii[128] = "                                "
                                      "       \0        0123456789      "
                                      " abcdefghijklmnopqrstuvwxyz     "
                                      "\0abcdefghijklmnopqrstuvwxyz     ";

/* The first byte of those that are written without spaces, or of a later one. */
#define UNSPACED_FIRST 0xe3

/* A text of whatever script on its way into `out`. */
struct spelling {
    struct buffer *out;
    struct text_words *words; /* NULL: they are not asked for */
    char *first, *to;         /* in `out`, which has room */
    char *word;               /* where the last word begins */
    bool space;               /* words part here, should another one come */
    bool unspaced;            /* it is not by spaces alone that they part */
    const struct folded_character *block;
    uint32_t block_number; /* of `block`, where there is one */
};

static inline void end_word(struct spelling *spelling)
{
    if (spelling->words != NULL && spelling->to > spelling->word)
        add_word(spelling->words, (size_t)(spelling->word - spelling->out->data),
                 (size_t)(spelling->to - spelling->word));
}

static inline void spell(struct spelling *spelling, char c)
{
    if (c == ' ') {
        spelling->space = true;
        return;
    }
    if (spelling->space && spelling->to > spelling->first) {
        end_word(spelling);
        *spelling->to++ = ' ';
        spelling->word = spelling->to;
    }
    spelling->space = false;
    *spelling->to++ = c;
}

/* False where its neighbours have a say in what it becomes. */
static bool spell_character(struct spelling *spelling, uint32_t codepoint)
{
    const struct folded_character *folded;

    if (codepoint >= 0x10000 || codepoint == 0xfffd)
        return false;
    if (spelling->block == NULL || spelling->block_number != codepoint / FOLDED_BLOCK) {
        spelling->block = folded_characters(codepoint);
        spelling->block_number = codepoint / FOLDED_BLOCK;
    }
    folded = &spelling->block[codepoint % FOLDED_BLOCK];
    if (folded->length == FOLDED_BY_CONTEXT)
        return false;
    for (size_t i = 0; i < folded->length; i++) {
        spelling->unspaced |= (unsigned char)folded->text[i] >= UNSPACED_FIRST;
        spell(spelling, folded->text[i]);
    }
    return true;
}

/* The words of what stands in `out` from `from` on. */
static void add_words(struct text_words *words, const struct buffer *out, size_t from)
{
    struct slice rest = slice_part(buffer_slice(out), from, out->length), word;

    while ((word = text_next_word(&rest)).length > 0)
        add_word(words, (size_t)(word.data - out->data), word.length);
}

/* False, with nothing appended, where there are characters that their neighbours have a say in. */
static bool fold_characters(struct buffer *out, struct text_words *words, struct slice text)
{
    /* A character makes at most a space and folded_character.text of each two bytes. */
    char *first = buffer_reserve(out, text.length * 4 + FOLDED_AHEAD);
    size_t from = out->length, before = words != NULL ? words->count : 0;
    struct spelling spelling = {
        .out = out, .words = words, .first = first, .to = first, .word = first};

    for (size_t offset = 0; offset < text.length;) {
        char c = text.data[offset];

        if ((unsigned char)c < 0x80) {
            if (folded_ascii[(unsigned char)c] != '\0')
                spell(&spelling, folded_ascii[(unsigned char)c]);
            offset++;
        } else if (!spell_character(&spelling, text_next(text, &offset))) {
            if (words != NULL)
                words->count = before;
            return false;
        }
    }
    end_word(&spelling);
    *spelling.to = '\0';
    out->length += (size_t)(spelling.to - first);
    if (words != NULL && spelling.unspaced) {
        words->count = before;
        add_words(words, out, from);
    }
    return true;
}

/* --- both ------------------------------------------------------------------------------------- */

void fold_words(struct buffer *out, struct text_words *words, struct slice text)
{
    size_t from = out->length;

    if (fold_ascii(out, words, text) || fold_characters(out, words, text))
        return;
    fold_unicode(out, text);
    if (words == NULL)
        return;
    add_words(words, out, from);
    buffer_reserve(out, FOLDED_AHEAD);
}

void text_add_folded(struct buffer *out, struct slice text)
{
    fold_words(out, NULL, text);
}
