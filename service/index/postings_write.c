/*
 * Postings changed: in their block while they are few, in a list when they are more, in chunks when
 * they are many.
 */
#include <string.h>

#include "base/memory.h"
#include "index/docset.h"
#include "index/postings.h"
#include "index/postings_entries.h"
#include "store/store.h"
#include "store/value.h"

/* A term as the store has it, and its place in an open block. */
struct place {
    struct open_block *open;
    uint32_t term;
    unsigned slot;
    uint32_t count;
    bool has_list, chunked;
    uint32_t docids[POSTINGS_LIST_MAX]; /* `count` of them where not `chunked`, in order */
};

static void set_head(struct place *place, uint32_t head)
{
    struct open_block *open = place->open;

    open->changed = open->changed || open->block.heads[place->slot] != head;
    open->block.heads[place->slot] = head;
}

/* Puts the docids of a term into its block: few, or none. */
static void set_here(struct place *place, const uint32_t *docids, uint32_t count)
{
    if (count > 0)
        memcpy(place->open->block.docids[place->slot], docids, count * sizeof *docids);
    place->open->changed = true;
    set_head(place, count);
}

/* The docids stand apart, so many. */
static int set_apart(struct postings_writer *writer, struct place *place, uint32_t count)
{
    uint32_t head;

    if (!postings_head_apart(&head, count))
        return postings_miscounted(place->term, writer->diag);
    set_head(place, head);
    return OFFPRINT_OK;
}

/* --- what there is ---------------------------------------------------------------------------- */

/* A list, unless the term has chunks. */
static int find_list(struct postings_writer *writer, struct place *place)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];
    struct slice value;
    int found = postings_get(writer, key, postings_list_key(key, place->term), &value);
    uint32_t count;

    if (found < 0)
        return found;
    if (found == 0 && place->count > POSTINGS_LIST_AGAIN) {
        place->chunked = true;
        return OFFPRINT_OK;
    }
    if (found == 0 || (count = postings_list_decode(place->docids, value)) == 0)
        return postings_malformed(place->term, writer->diag);
    if (count != place->count)
        return postings_miscounted(place->term, writer->diag);
    place->has_list = true;
    return OFFPRINT_OK;
}

static int find_place(struct postings_writer *writer, struct place *place, uint32_t term)
{
    int status = postings_open_block(writer, term, &place->open);
    uint32_t head;

    if (status < 0)
        return status;
    place->term = term;
    place->slot = postings_slot_of(term);
    head = place->open->block.heads[place->slot];
    place->count = postings_head_count(head);
    place->has_list = false;
    place->chunked = place->count > POSTINGS_LIST_MAX;
    if (!postings_are_here(head))
        return place->chunked ? OFFPRINT_OK : find_list(writer, place);
    memcpy(place->docids, place->open->block.docids[place->slot], head * sizeof *place->docids);
    return OFFPRINT_OK;
}

/* --- few docids ------------------------------------------------------------------------------- */

/* The docids of `place` and those added in order, without those removed, in writer->merged. */
static uint32_t merge(struct postings_writer *writer, const struct place *old,
                      const struct postings_change *change)
{
    size_t i = 0, j = 0, k = 0, count = 0, most = old->count + change->added_count;

    if (writer->merged_capacity < most) {
        writer->merged_capacity = most * 2;
        writer->merged =
            memory_resize(writer->merged, writer->merged_capacity * sizeof *writer->merged);
    }
    while (i < old->count || j < change->added_count) {
        uint32_t next;

        if (j == change->added_count || (i < old->count && old->docids[i] < change->added[j]))
            next = old->docids[i++];
        else
            next = change->added[j++];
        if (i < old->count && old->docids[i] == next)
            i++;
        while (k < change->removed_count && change->removed[k] < next)
            k++;
        if (k == change->removed_count || change->removed[k] != next)
            writer->merged[count++] = next;
    }
    return (uint32_t)count;
}

static int put_list(struct postings_writer *writer, uint32_t term, const uint32_t *docids,
                    uint32_t count)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE], bytes[POSTINGS_LIST_SIZE_MAX];
    const uint8_t *end = postings_list_encode(bytes, docids, count);

    return postings_put(writer, key, postings_list_key(key, term),
                        slice_make((const char *)bytes, (size_t)(end - bytes)));
}

static int put_chunk(struct postings_writer *writer, uint32_t term, uint16_t number)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];

    buffer_truncate(&writer->bytes, 0);
    docset_write(&writer->bytes, writer->chunk);
    return postings_put(writer, key, postings_chunk_key(key, term, number),
                        buffer_slice(&writer->bytes));
}

/* Makes `writer->chunk` empty. */
static void clear_chunk(struct postings_writer *writer)
{
    docset_not(writer->chunk, writer->chunk);
}

/* How many docids from the front of a list are in `chunk`. */
static size_t run_of(const uint32_t *docids, size_t count, uint32_t chunk)
{
    size_t length = 0;

    while (length < count && docids[length] >> 16 == chunk)
        length++;
    return length;
}

static int put_chunks(struct postings_writer *writer, uint32_t term, const uint32_t *docids,
                      uint32_t count)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0, length; status >= 0 && i < count; i += length) {
        length = run_of(docids + i, count - i, docids[i] >> 16);
        clear_chunk(writer);
        docset_add_many(writer->chunk, docids + i, length);
        status = put_chunk(writer, term, (uint16_t)(docids[i] >> 16));
    }
    return status;
}

static int delete_list(struct postings_writer *writer, struct place *place)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];

    if (!place->has_list)
        return OFFPRINT_OK;
    return postings_delete(writer, key, postings_list_key(key, place->term));
}

/* Puts all docids of a term where so many belong, and takes a list away that is not there. */
static int put_docids(struct postings_writer *writer, struct place *place, const uint32_t *docids,
                      uint32_t count, uint32_t here_max)
{
    int status;

    if (count > here_max && (status = set_apart(writer, place, count)) < 0)
        return status;
    if (count > here_max && count <= POSTINGS_LIST_MAX)
        return put_list(writer, place->term, docids, count);
    if ((status = delete_list(writer, place)) < 0)
        return status;
    if (count > here_max)
        return put_chunks(writer, place->term, docids, count);
    set_here(place, docids, count);
    return OFFPRINT_OK;
}

static int update_few(struct postings_writer *writer, struct place *place,
                      const struct postings_change *change)
{
    uint32_t count = merge(writer, place, change);

    if (count == place->count &&
        (count == 0 || memcmp(writer->merged, place->docids, count * sizeof *place->docids) == 0))
        return OFFPRINT_OK; /* records that were written again have most of their terms as before */
    return put_docids(writer, place, writer->merged, count,
                      place->has_list ? POSTINGS_HERE_AGAIN : POSTINGS_HERE_MAX);
}

/* --- many docids ------------------------------------------------------------------------------ */

/* Changes one chunk; `*count` follows. */
static int update_chunk(struct postings_writer *writer, uint32_t term, uint16_t number,
                        const struct postings_change *change, uint32_t *count)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];
    struct slice value = {NULL, 0};
    uint64_t before, after;
    int found;

    clear_chunk(writer);
    if ((found = postings_get(writer, key, postings_chunk_key(key, term, number), &value)) < 0)
        return found;
    if (found > 0 && !docset_read(writer->chunk, value))
        return postings_malformed(term, writer->diag);
    before = docset_count(writer->chunk);
    docset_add_many(writer->chunk, change->added, change->added_count);
    for (size_t i = 0; i < change->removed_count; i++)
        docset_remove(writer->chunk, change->removed[i]);
    after = docset_count(writer->chunk);
    if (found > 0 && change->removed_count == 0 && after == before)
        return OFFPRINT_OK; /* nothing new */
    if (*count + after < before || *count + after - before > UINT32_MAX)
        return postings_miscounted(term, writer->diag);
    *count = (uint32_t)(*count + after - before);
    if (after > 0)
        return put_chunk(writer, term, number);
    return found > 0 ? postings_delete_found(writer) : OFFPRINT_OK;
}

/* Takes all chunks of a term out of the store; fills `docids` with the `count` that are left. */
static int take_chunks(struct postings_writer *writer, uint32_t term, uint32_t *docids,
                       uint32_t count)
{
    uint8_t bytes[POSTINGS_CHUNK_KEY_SIZE];
    uint32_t docid = 0, taken = 0;
    uint16_t number;
    MDB_val key = value_of(bytes, postings_chunk_key(bytes, term, 0)), data;
    int code, status = OFFPRINT_OK;

    clear_chunk(writer);
    code = mdb_cursor_get(writer->cursor, &key, &data, MDB_SET_RANGE);
    while (code == 0 && status >= 0 && postings_chunk_of(&key, term, &number)) {
        if (!docset_read(writer->chunk, value_slice(&data)))
            return postings_malformed(term, writer->diag);
        status = postings_delete_found(writer);
        code = mdb_cursor_get(writer->cursor, &key, &data, MDB_NEXT);
    }
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(writer->diag, code, "cannot read postings");
    if (docset_count(writer->chunk) != count)
        return postings_miscounted(term, writer->diag);
    while (docset_next(writer->chunk, &docid))
        docids[taken++] = docid;
    return status;
}

/* The part of a change that is about its first chunk, which is taken off. */
static uint16_t take_part(struct postings_change *change, struct postings_change *part)
{
    uint32_t chunk = change->added_count > 0 ? change->added[0] >> 16 : change->removed[0] >> 16;

    if (change->removed_count > 0 && change->removed[0] >> 16 < chunk)
        chunk = change->removed[0] >> 16;
    *part = *change;
    part->added_count = run_of(change->added, change->added_count, chunk);
    part->removed_count = run_of(change->removed, change->removed_count, chunk);
    change->added += part->added_count;
    change->added_count -= part->added_count;
    change->removed += part->removed_count;
    change->removed_count -= part->removed_count;
    return (uint16_t)chunk;
}

static int update_many(struct postings_writer *writer, struct place *place,
                       const struct postings_change *change)
{
    struct postings_change left = *change, part;
    uint32_t count = place->count;
    int status = OFFPRINT_OK;

    while (status >= 0 && left.added_count + left.removed_count > 0) {
        uint16_t chunk = take_part(&left, &part);

        status = update_chunk(writer, place->term, chunk, &part, &count);
    }
    if (status < 0)
        return status;
    if (count > POSTINGS_LIST_AGAIN)
        return set_apart(writer, place, count);
    if ((status = take_chunks(writer, place->term, place->docids, count)) < 0)
        return status;
    return put_docids(writer, place, place->docids, count, POSTINGS_HERE_AGAIN);
}

int postings_update(struct postings_writer *writer, uint32_t term,
                    const struct postings_change *change)
{
    struct place place;
    int status = find_place(writer, &place, term);

    if (status < 0)
        return status;
    return place.chunked ? update_many(writer, &place, change) : update_few(writer, &place, change);
}
