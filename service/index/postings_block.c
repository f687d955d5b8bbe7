#include "index/postings_block.h"

#include <string.h>

#include "base/bytes.h"

/* --- varints ---------------------------------------------------------------------------------- */

/* The varint at `at`, which is before `end`: where it ends, or NULL where it is malformed. */
static const uint8_t *take_long(const uint8_t *at, const uint8_t *end, uint32_t *value)
{
    struct bytes in;

    bytes_init(&in, at, (size_t)(end - at));
    *value = bytes_take_varint(&in);
    return bytes_failed(&in) ? NULL : at + bytes_offset(&in);
}

/* As above, also at the end. Up to three bytes, which nearly all have, are taken here. */
static inline const uint8_t *take_varint(const uint8_t *at, const uint8_t *end, uint32_t *value)
{
    if (end - at < 3)
        return at < end ? take_long(at, end, value) : NULL;
    *value = at[0] & 0x7fu;
    if (at[0] < 0x80)
        return at + 1;
    *value |= (at[1] & 0x7fu) << 7;
    if (at[1] < 0x80)
        return at + 2;
    *value |= (uint32_t)at[2] << 14;
    return at[2] < 0x80 ? at + 3 : take_long(at, end, value);
}

/* Goes past so many varints, eight bytes at a time: each byte below 0x80 ends one. NULL where there
 * are not so many. */
static const uint8_t *skip_varints(const uint8_t *at, const uint8_t *end, uint32_t count)
{
    const uint64_t high = UINT64_C(0x8080808080808080);

    while (count >= 8 && end - at >= 8) {
        uint64_t word;

        memcpy(&word, at, sizeof word);
        count -= (uint32_t)(((~word & high) >> 7) * UINT64_C(0x0101010101010101) >> 56);
        at += 8;
    }
    for (; count > 0 && at < end; at++)
        count -= *at < 0x80;
    return count == 0 ? at : NULL;
}

/* So many docids, which rise: where they end, or NULL. */
static const uint8_t *take_docids(const uint8_t *at, const uint8_t *end, uint32_t *docids,
                                  uint32_t count)
{
    uint64_t docid = 0;
    bool stands = false;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t gap;

        if ((at = take_varint(at, end, &gap)) == NULL)
            return NULL;
        docid += gap;
        docids[i] = (uint32_t)docid;
        stands = stands || gap == 0;
    }
    return stands || docid > UINT32_MAX ? NULL : at;
}

/* --- views ------------------------------------------------------------------------------------ */

bool postings_view_init(struct postings_view *view, struct slice bytes)
{
    const uint8_t *at = (const uint8_t *)bytes.data, *end;

    if (bytes.length == 0)
        return false;
    end = at + bytes.length;
    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS; slot++) {
        if ((at = take_varint(at, end, &view->heads[slot])) == NULL)
            return false;
    }
    view->docids = view->at = at;
    view->end = end;
    view->slot = 0;
    return true;
}

void postings_view_clear(struct postings_view *view)
{
    *view = (struct postings_view){0};
}

bool postings_view_docids(struct postings_view *view, unsigned slot,
                          uint32_t docids[POSTINGS_HERE_MAX])
{
    uint32_t between = 0, count = view->heads[slot];
    const uint8_t *at;

    if (count == 0 || !postings_are_here(count))
        return count == 0;
    if (slot < view->slot) {
        view->at = view->docids;
        view->slot = 0;
    }
    for (unsigned i = view->slot; i < slot; i++)
        between += postings_are_here(view->heads[i]) ? view->heads[i] : 0;
    if ((at = skip_varints(view->at, view->end, between)) == NULL)
        return false;
    view->at = at;
    view->slot = slot;
    return take_docids(at, view->end, docids, count) != NULL;
}

/* --- blocks ----------------------------------------------------------------------------------- */

bool postings_block_decode(struct postings_block *block, struct slice bytes)
{
    struct postings_view view;
    const uint8_t *at;

    if (!postings_view_init(&view, bytes))
        return false;
    memcpy(block->heads, view.heads, sizeof block->heads);
    at = view.at;
    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS && at != NULL; slot++) {
        if (postings_are_here(block->heads[slot]))
            at = take_docids(at, view.end, block->docids[slot], block->heads[slot]);
    }
    return at == view.end && !postings_block_is_empty(block);
}

uint8_t *postings_block_encode(uint8_t *out, const struct postings_block *block)
{
    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS; slot++)
        out = put_varint(out, block->heads[slot]);
    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS; slot++) {
        if (postings_are_here(block->heads[slot]))
            out = postings_list_encode(out, block->docids[slot], block->heads[slot]);
    }
    return out;
}

bool postings_block_is_empty(const struct postings_block *block)
{
    uint32_t any = 0;

    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS; slot++)
        any |= block->heads[slot];
    return any == 0;
}

/* --- lists ------------------------------------------------------------------------------------ */

uint32_t postings_list_decode(uint32_t docids[POSTINGS_LIST_MAX], struct slice bytes)
{
    const uint8_t *at = (const uint8_t *)bytes.data;
    uint32_t count = 0;

    /* Each docid ends in one byte below 0x80, so these say how many there are. */
    for (size_t i = 0; i < bytes.length; i++)
        count += at[i] < 0x80;
    if (count > POSTINGS_LIST_MAX || count == 0)
        return 0;
    return take_docids(at, at + bytes.length, docids, count) == at + bytes.length ? count : 0;
}

uint8_t *postings_list_encode(uint8_t *out, const uint32_t *docids, size_t count)
{
    uint32_t last = 0;

    for (size_t i = 0; i < count; i++) {
        out = put_varint(out, docids[i] - last);
        last = docids[i];
    }
    return out;
}
