/* Blocks of forward lists: the store is trusted, but a damaged one may not reach beyond its bytes.
 */
#include <offprint/slice.h>

#include "index/forward.h"
#include "index/index.h"

#include "fuzz.h"

static void must_lie_within(struct slice part, const uint8_t *data, size_t size)
{
    const uint8_t *start = (const uint8_t *)part.data;

    if (part.length > 0)
        MUST(start >= data && part.length <= size && start + part.length <= data + size);
}

/* A sound block is the one that is written of its lists. */
static void must_be_written_again(const struct forward_block *block)
{
    struct forward_list lists[FORWARD_BLOCK_DOCIDS];
    uint8_t *bytes = malloc(block->bytes.length);

    for (uint32_t i = 0; i < block->count; i++)
        MUST(forward_block_list(&lists[i], block, block->first + i));
    forward_block_write(bytes, lists, block->count);
    MUST(slice_equal(block->bytes, slice_make((const char *)bytes, block->bytes.length)));
    free(bytes);
}

static void read_list(const struct forward_block *block, uint32_t docid, const uint8_t *data,
                      size_t size)
{
    const uint32_t numbers[] = {2, 3, 130};
    const struct forward_word words[] = {{numbers, 2}, {numbers + 2, 1}};
    struct forward_list list;
    uint32_t *items;
    ptrdiff_t count;

    if (!forward_block_list(&list, block, docid))
        return;
    must_lie_within(list.words, data, size);
    must_lie_within(list.rest, data, size);
    items = malloc((forward_list_length(&list) + 1) * sizeof *items);
    count = forward_decode(items, docid, &list, NULL);
    MUST(count <= (ptrdiff_t)forward_list_length(&list));
    free(items);
    forward_words_have(list.words, words, 2, size % 2 == 0);
}

/* The first two bytes are the key. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct forward_block block;
    uint32_t last;

    if (size < 2)
        return 0;
    last = (uint32_t)data[0] << 8 | data[1];
    if (!forward_block_read(&block, last, slice_make((const char *)data + 2, size - 2)))
        return 0;
    MUST(block.count > 0 && block.count <= FORWARD_BLOCK_DOCIDS && block.first > 0);
    for (uint32_t i = 0; i < block.count; i++)
        read_list(&block, block.first + i, data, size);
    if (forward_block_is_sound(&block))
        must_be_written_again(&block);
    return 0;
}
