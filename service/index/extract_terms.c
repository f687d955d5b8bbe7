/* Terms on their way into a record's entries, each with its key and the hash of it. */
#include <string.h>

#include "base/block.h"
#include "base/memory.h"
#include "index/extract_scratch.h"
#include "index/keys.h"
#include "index/term_hash.h"

/* Words are read and written in blocks, and hashed where they were folded. */
_Static_assert(FOLDED_AHEAD >= BLOCK_SIZE && FOLDED_AHEAD >= TERM_HASH_AHEAD, "room behind words");

/* Room for `more` entries behind those that there are. */
static struct index_entry *reserve_entries(struct index_entries *out, size_t more)
{
    while (out->capacity - out->count < more)
        out->entries =
            memory_grow(out->entries, &out->capacity, out->capacity, sizeof *out->entries);
    return out->entries + out->count;
}

void extract_mark(struct extract_scratch *x, unsigned mark)
{
    *reserve_entries(x->out, 1) = (struct index_entry){.offset = mark};
    x->out->count++;
}

/* --- words ------------------------------------------------------------------------------------ */

/* Writes a word's key to `to`, which has room for a block more. */
static struct index_entry put_word(char *to, size_t offset, unsigned access_point,
                                   struct slice word)
{
    to[0] = (char)access_point;
    to[1] = TERM_WORD;
    for (size_t at = 0; at < word.length; at += BLOCK_SIZE)
        block_store(to + 2 + at, block_load(word.data + at));
    return (struct index_entry){
        (uint32_t)offset, (uint32_t)(2 + word.length),
        term_hash_key(term_hash_text(word.data, word.length), access_point, TERM_WORD)};
}

/* A word that is too long for a key, cut; it has a block behind it as well. */
static struct slice cut_word(struct extract_scratch *x, struct slice word)
{
    buffer_truncate(&x->text, 0);
    index_add_heading(&x->text, word);
    buffer_reserve(&x->text, FOLDED_AHEAD);
    return buffer_slice(&x->text);
}

void extract_words(struct extract_scratch *x, unsigned access_point, const struct folded *folded)
{
    struct index_entries *out = x->out;
    const struct text_word *words = x->words.all + folded->first;
    struct index_entry *entries = reserve_entries(out, folded->count);
    /* Without spaces between them two words may share a character: never more than two. */
    char *first = buffer_reserve(&out->keys, 2 * (folded->length + folded->count) + FOLDED_AHEAD);
    size_t used = 0;

    for (size_t i = 0; i < folded->count; i++) {
        struct slice word = slice_make(x->folded.data + words[i].offset, words[i].length);

        if (word.length > TERM_CUT)
            word = cut_word(x, word);
        entries[i] = put_word(first + used, out->keys.length + used, access_point, word);
        used += entries[i].length;
    }
    out->keys.length += used;
    out->count += folded->count;
}

/* --- headings and keys ------------------------------------------------------------------------ */

/* Writes a term where it will stand in its key, behind all keys; where that is. */
static const char *put_term(struct buffer *keys, struct slice term)
{
    char *at = buffer_reserve(keys, 2 + term.length + TERM_HASH_AHEAD) + 2;

    if (term.length > 0)
        memcpy(at, term.data, term.length);
    return at;
}

/* Makes the term that was put behind all keys, and that has this hash, the last of the keys. */
static void take_term(struct extract_scratch *x, unsigned access_point, enum term_kind kind,
                      size_t length, uint64_t hash)
{
    struct buffer *keys = &x->out->keys;
    char *at = keys->data + keys->length;

    at[0] = (char)access_point;
    at[1] = (char)kind;
    if (x->whole_count == x->whole_capacity)
        x->wholes = memory_grow(x->wholes, &x->whole_capacity, x->whole_count, sizeof *x->wholes);
    x->wholes[x->whole_count++] = (struct index_entry){
        (uint32_t)keys->length, (uint32_t)(2 + length), term_hash_key(hash, access_point, kind)};
    keys->length += 2 + length;
}

void extract_whole(struct extract_scratch *x, unsigned access_point, enum term_kind kind,
                   struct slice term)
{
    const char *put = put_term(&x->out->keys, term);

    take_term(x, access_point, kind, term.length, term_hash_text(put, term.length));
}

void extract_value(struct extract_scratch *x, const struct source_use *use, enum term_kind kind,
                   struct slice term)
{
    uint64_t hash = term_hash_text(put_term(&x->out->keys, term), term.length);

    take_term(x, use->point->number, kind, term.length, hash);
    for (uint32_t unions = use->unions; unions != 0; unions &= unions - 1) {
        put_term(&x->out->keys, term);
        take_term(x, x->table->facets[__builtin_ctz(unions)]->number, kind, term.length, hash);
    }
}

void extract_wholes(struct extract_scratch *x)
{
    if (x->whole_count > 0)
        memcpy(reserve_entries(x->out, x->whole_count), x->wholes,
               x->whole_count * sizeof *x->wholes);
    x->out->count += x->whole_count;
    x->whole_count = 0;
}
