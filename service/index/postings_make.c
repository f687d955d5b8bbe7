#include "index/postings_make.h"

#include <string.h>

#include "base/relay.h"
#include "index/docset_bytes.h"

void postings_maker_init(struct postings_maker *maker)
{
    *maker = (struct postings_maker){.any = false};
    buffer_init(&maker->apart);
}

void postings_maker_finish(struct postings_maker *maker)
{
    buffer_finish(&maker->apart);
}

bool postings_maker_is_behind(const struct postings_maker *maker, uint32_t term)
{
    return maker->any && postings_block_of(term) != maker->first;
}

/* --- lists and chunks ------------------------------------------------------------------------- */

/* Room for an entry whose value has at most `most` bytes. */
static struct made_entry *begin_entry(struct postings_maker *maker, size_t most)
{
    return (void *)buffer_reserve(&maker->apart, relay_size(sizeof(struct made_entry) + most));
}

static void end_entry(struct postings_maker *maker, struct made_entry *entry, const uint8_t *end)
{
    entry->length = (uint32_t)(end - entry->value);
    maker->apart.length += relay_size((size_t)(end - (uint8_t *)entry));
}

static void make_list(struct postings_maker *maker, uint32_t term, const uint32_t *docids,
                      uint32_t count)
{
    struct made_entry *entry = begin_entry(maker, (size_t)count * POSTINGS_VARINT_MAX);

    entry->key_size = (uint16_t)postings_list_key(entry->key, term);
    end_entry(maker, entry, postings_list_encode(entry->value, docids, count));
}

static void make_chunks(struct postings_maker *maker, uint32_t term, const uint32_t *docids,
                        uint32_t count)
{
    for (uint32_t i = 0, length; i < count; i += length) {
        struct made_entry *entry = begin_entry(maker, CONTAINER_SIZE_MAX);
        uint32_t chunk = docids[i] >> 16;

        for (length = 1; i + length < count && docids[i + length] >> 16 == chunk;)
            length++;
        entry->key_size = (uint16_t)postings_chunk_key(entry->key, term, (uint16_t)chunk);
        end_entry(maker, entry, container_encode(entry->value, docids + i, length));
    }
}

/* --- blocks ----------------------------------------------------------------------------------- */

static void begin_block(struct postings_maker *maker, uint32_t term)
{
    maker->any = true;
    maker->first = postings_block_of(term);
    memset(maker->block.heads, 0, sizeof maker->block.heads);
}

void postings_maker_add(struct postings_maker *maker, uint32_t term, const uint32_t *docids,
                        uint32_t count)
{
    unsigned slot = postings_slot_of(term);

    if (!maker->any)
        begin_block(maker, term);
    if (count <= POSTINGS_HERE_MAX) {
        maker->block.heads[slot] = count;
        memcpy(maker->block.docids[slot], docids, count * sizeof *docids);
        return;
    }
    postings_head_apart(&maker->block.heads[slot], count);
    if (count <= POSTINGS_LIST_MAX)
        make_list(maker, term, docids, count);
    else
        make_chunks(maker, term, docids, count);
}

size_t postings_maker_size(const struct postings_maker *maker)
{
    size_t block = sizeof(struct made_entry) + POSTINGS_BLOCK_SIZE_MAX;

    return maker->any ? relay_size(block) + maker->apart.length : 0;
}

uint8_t *postings_maker_take(struct postings_maker *maker, uint8_t *out)
{
    struct made_entry *entry = (void *)out;
    size_t apart = maker->apart.length;
    const uint8_t *end = postings_block_encode(entry->value, &maker->block);

    entry->key_size = (uint16_t)postings_block_key(entry->key, maker->first);
    entry->length = (uint32_t)(end - entry->value);
    out += relay_size((size_t)(end - out));
    if (apart > 0)
        memcpy(out, maker->apart.data, apart);
    buffer_truncate(&maker->apart, 0);
    maker->any = false;
    return out + apart;
}
