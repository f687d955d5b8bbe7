/* A block of forward lists: those of a few documents that follow each other, as one entry of the
 * store holds them. */
#ifndef OFFPRINT_INDEX_FORWARD_BLOCK_H
#define OFFPRINT_INDEX_FORWARD_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

/* The entry's key: the last docid of the block. */
#define FORWARD_KEY_SIZE 4
/*
 * What fills two pages that LMDB gives an entry of its own; only a block of a single list may be
 * larger. LMDB counts such an entry as one page of those that a transaction may hold: with larger
 * blocks it would hold far more memory, and must find more free pages in a row.
 */
#define FORWARD_BLOCK_SIZE (2 * 4096 - 16)
/* Docids in a block, those between that have no list too. */
#define FORWARD_BLOCK_DOCIDS 64

/* A document's list, both parts varints: the words with their marks; then headings, pairs and keys.
 * One without a number is no list: the document is not indexed. */
struct forward_list {
    struct slice words, rest;
};

/*
 *   table   u32 each, from the start of the block: where the words of each document begin, then
 *           where the rest of each begins, then where the last ends, which is where the block does
 *   words   of all documents
 *   rest    of all documents
 *
 * The last document, which the key names, comes first, and so on back: so its key alone says where
 * in the table a document stands. The first words begin where the table ends, which says how many
 * documents there are.
 */
struct forward_block {
    uint32_t first; /* docid of the first */
    uint32_t count;
    struct slice bytes; /* borrowed */
};

/* Takes an entry for a block: false where that cannot be. Looks at the table's first number only.
 */
bool forward_block_read(struct forward_block *block, uint32_t last, struct slice bytes);
/* Do all offsets come in order and end where the block does, and have the first and the last
 * document a list? */
bool forward_block_is_sound(const struct forward_block *block);

static inline bool forward_block_has(const struct forward_block *block, uint32_t docid)
{
    return docid >= block->first && docid - block->first < block->count;
}

/* The list of a document, empty where it has none here: false where its offsets are out of order or
 * lead out of the block. */
bool forward_block_list(struct forward_list *list, const struct forward_block *block,
                        uint32_t docid);
/* Its words alone. */
bool forward_block_words(struct slice *words, const struct forward_block *block, uint32_t docid);

/* What the block of so many documents takes whose lists are so long together. */
static inline size_t forward_block_size(size_t count, size_t lists)
{
    return (2 * count + 1) * 4 + lists;
}

/* Writes the block of `count` lists, in order of docid, of that size; `at` has room and is in none
 * of them. */
void forward_block_write(uint8_t *at, const struct forward_list *lists, size_t count);

static inline size_t forward_list_length(const struct forward_list *list)
{
    return list->words.length + list->rest.length;
}

#endif
