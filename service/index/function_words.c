#include "index/function_words.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/hash.h"
#include "base/text.h"

/* A longer word is none of them; this bounds what is looked at in every word of every title. */
#define WORD_MAX 16

/* Where the word stands, or the free slot that it would stand in. */
static struct slice *slot_of(const struct function_words *words, struct slice word)
{
    size_t at = (size_t)hash_add(HASH_EMPTY, word) & (words->slot_count - 1);

    while (words->slots[at].length > 0 && !slice_equal(words->slots[at], word))
        at = (at + 1) & (words->slot_count - 1);
    return &words->slots[at];
}

void function_words_read(struct function_words *words, struct arena *arena, struct slice list)
{
    struct buffer folded;
    struct slice rest, word;
    size_t count = 1;

    *words = (struct function_words){0};
    buffer_init(&folded);
    text_add_folded(&folded, list);
    for (rest = buffer_slice(&folded); text_next_word(&rest).length > 0;)
        count++;
    /* Half of the slots stay free, so that a search for what is not there is short. */
    for (words->slot_count = 2; words->slot_count < 2 * count;)
        words->slot_count *= 2;
    words->slots = arena_array(arena, words->slot_count, sizeof *words->slots);
    for (rest = buffer_slice(&folded); (word = text_next_word(&rest)).length > 0;) {
        struct slice *slot = word.length <= WORD_MAX ? slot_of(words, word) : NULL;

        if (slot == NULL || slot->length > 0)
            continue;
        *slot = arena_slice(arena, word);
        words->lengths[(unsigned char)word.data[0]] |= UINT32_C(1) << word.length;
    }
    buffer_finish(&folded);
}

bool function_words_have(const struct function_words *words, struct slice word)
{
    return word.length > 0 && word.length <= WORD_MAX &&
           (words->lengths[(unsigned char)word.data[0]] >> word.length & 1) != 0 &&
           slot_of(words, word)->length > 0;
}
