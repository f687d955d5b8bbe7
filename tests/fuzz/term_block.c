/* Blocks of terms: the store is trusted, but a damaged one may not reach beyond its bytes. */
#include <offprint/slice.h>

#include "index/term_block.h"

#include "fuzz.h"

/* Each term is found, in the block that was read and in one that is written of the same terms. */
static void must_be_found(const struct term_list *list, struct slice block)
{
    uint8_t bytes[TERM_BLOCK_BYTES];
    struct term_block_writer writer;
    struct slice before = slice_make(NULL, 0);
    uint32_t number;

    term_block_open(&writer, bytes);
    for (size_t i = 0; i < list->count; i++) {
        struct slice key = term_list_key(list, i);

        MUST(i == 0 || term_compare(before, key) < 0);
        MUST(term_block_find(block, key, &number) == 1 && number == list->terms[i].number);
        if (!term_block_add(&writer, key, term_shared_length(before, key), number))
            return; /* what was read may have been larger than what is written */
        MUST(term_block_find(term_block_bytes(&writer), key, &number) == 1 &&
             number == list->terms[i].number);
        before = key;
    }
}

/* The first byte says how many of the following are a key that is looked for. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct term_list list;
    struct slice key, block;
    uint32_t number;
    size_t length;

    if (size == 0)
        return 0;
    length = data[0] < size - 1 ? data[0] : size - 1;
    key = slice_make((const char *)data + 1, length);
    block = slice_make((const char *)data + 1 + length, size - 1 - length);
    term_block_find(block, key, &number);
    if (term_list_decode(&list, block)) {
        MUST(list.count > 0 && list.count <= TERM_BLOCK_TERMS);
        must_be_found(&list, block);
    } else {
        MUST(list.count <= TERM_BLOCK_TERMS);
    }
    return 0;
}
