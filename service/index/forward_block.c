#include "index/forward_block.h"

#include <endian.h>
#include <string.h>

#include "base/bytes.h"

static uint32_t offset_at(struct slice bytes, size_t index)
{
    uint32_t offset;

    memcpy(&offset, bytes.data + index * 4, sizeof offset);
    return be32toh(offset);
}

/* --- reading ---------------------------------------------------------------------------------- */

bool forward_block_read(struct forward_block *block, uint32_t last, struct slice bytes)
{
    uint32_t table = bytes.length >= 4 ? offset_at(bytes, 0) : 0;

    *block = (struct forward_block){0};
    if (table % 8 != 4 || table < forward_block_size(1, 0) || table > bytes.length ||
        table > forward_block_size(FORWARD_BLOCK_DOCIDS, 0))
        return false;
    block->count = table / 8;
    if (block->count > last)
        return false;
    block->first = last - block->count + 1;
    block->bytes = bytes;
    return true;
}

static uint32_t last_of(const struct forward_block *block)
{
    return block->first + block->count - 1;
}

/* The bytes between two neighbours of the table. */
static bool take_part(struct slice *part, const struct forward_block *block, size_t index)
{
    uint32_t start = offset_at(block->bytes, index), end = offset_at(block->bytes, index + 1);

    if (start > end || end > block->bytes.length)
        return false;
    *part = slice_make(block->bytes.data + start, end - start);
    return true;
}

bool forward_block_words(struct slice *words, const struct forward_block *block, uint32_t docid)
{
    *words = slice_make(NULL, 0);
    return !forward_block_has(block, docid) || take_part(words, block, last_of(block) - docid);
}

bool forward_block_list(struct forward_list *list, const struct forward_block *block,
                        uint32_t docid)
{
    *list = (struct forward_list){{NULL, 0}, {NULL, 0}};
    return !forward_block_has(block, docid) ||
           (take_part(&list->words, block, last_of(block) - docid) &&
            take_part(&list->rest, block, block->count + last_of(block) - docid));
}

bool forward_block_is_sound(const struct forward_block *block)
{
    uint32_t before = offset_at(block->bytes, 0);
    struct forward_list first, last;

    for (size_t i = 1; i <= (size_t)2 * block->count; i++) {
        uint32_t offset = offset_at(block->bytes, i);

        if (offset < before)
            return false;
        before = offset;
    }
    return before == block->bytes.length && forward_block_list(&first, block, block->first) &&
           forward_list_length(&first) > 0 && forward_block_list(&last, block, last_of(block)) &&
           forward_list_length(&last) > 0;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Puts a part behind the others and its offset into the table: where the next one goes. */
static size_t put_part(uint8_t *at, size_t index, size_t offset, struct slice part)
{
    put_u32(at + index * 4, (uint32_t)offset);
    if (part.length > 0)
        memcpy(at + offset, part.data, part.length);
    return offset + part.length;
}

void forward_block_write(uint8_t *at, const struct forward_list *lists, size_t count)
{
    size_t offset = forward_block_size(count, 0);

    for (size_t i = 0; i < count; i++)
        offset = put_part(at, i, offset, lists[count - 1 - i].words);
    for (size_t i = 0; i < count; i++)
        offset = put_part(at, count + i, offset, lists[count - 1 - i].rest);
    put_u32(at + 2 * count * 4, (uint32_t)offset);
}
