/* Blocks and lists of postings: any bytes are one or none, and what is read stays within them. */
#include <string.h>

#include "fuzz.h"

#include "index/postings_block.h"

static void read_block(struct slice bytes)
{
    static struct postings_block block, again;
    uint8_t written[POSTINGS_BLOCK_SIZE_MAX];
    const uint8_t *end;

    if (!postings_block_decode(&block, bytes))
        return;
    end = postings_block_encode(written, &block);
    MUST((size_t)(end - written) <= bytes.length); /* a varint may be longer than it need be */
    MUST(postings_block_decode(&again, slice_make((const char *)written, (size_t)(end - written))));
    MUST(memcmp(again.heads, block.heads, sizeof block.heads) == 0);
    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS; slot++) {
        uint32_t head = block.heads[slot];

        for (uint32_t i = 0; postings_are_here(head) && i < head; i++) {
            MUST(again.docids[slot][i] == block.docids[slot][i]);
            MUST(block.docids[slot][i] > (i > 0 ? block.docids[slot][i - 1] : 0));
        }
    }
}

/* Slots in two orders: each has the same docids whichever was read before. */
static void look_up(struct slice bytes)
{
    uint32_t there[POSTINGS_HERE_MAX], back[POSTINGS_HERE_MAX];
    struct postings_view view, other;

    if (!postings_view_init(&view, bytes))
        return;
    other = view;
    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS; slot++) {
        uint32_t head = view.heads[slot];

        if (!postings_are_here(head) || !postings_view_docids(&view, slot, there))
            continue;
        postings_view_docids(&other, (slot * 7 + 5) % POSTINGS_BLOCK_TERMS, back);
        MUST(postings_view_docids(&other, slot, back));
        MUST(memcmp(there, back, head * sizeof *back) == 0);
    }
}

static void read_list(struct slice bytes)
{
    static uint32_t docids[POSTINGS_LIST_MAX], again[POSTINGS_LIST_MAX];
    uint8_t written[POSTINGS_LIST_SIZE_MAX];
    uint32_t count = postings_list_decode(docids, bytes);
    const uint8_t *end = postings_list_encode(written, docids, count);

    if (count == 0)
        return;
    bytes = slice_make((const char *)written, (size_t)(end - written));
    MUST(postings_list_decode(again, bytes) == count);
    MUST(memcmp(again, docids, count * sizeof *docids) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = {(const char *)data, size};

    read_block(bytes);
    look_up(bytes);
    read_list(bytes);
    return 0;
}
