/* Forward lists read from the store's blocks. */
#include "index/forward.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>

#include "base/bytes.h"
#include "base/mapped.h"
#include "base/memory.h"
#include "index/index.h"
#include "store/store.h"
#include "store/value.h"

static int refuse_list(uint32_t docid, struct diag *diag)
{
    return diag_set(diag, OFFPRINT_CORRUPT, "the forward list of record %u is malformed", docid);
}

/* --- numbers ---------------------------------------------------------------------------------- */

static ptrdiff_t decode(uint32_t *numbers, uint32_t docid, struct slice part, struct diag *diag)
{
    ptrdiff_t count = 0;
    struct bytes in;

    bytes_init(&in, part.data, part.length);
    while (bytes_left(&in) > 0 && !bytes_failed(&in))
        numbers[count++] = bytes_take_varint(&in);
    return bytes_failed(&in) ? refuse_list(docid, diag) : count;
}

ptrdiff_t forward_decode(uint32_t *numbers, uint32_t docid, const struct forward_list *list,
                         struct diag *diag)
{
    ptrdiff_t words = decode(numbers, docid, list->words, diag), rest;

    if (words < 0)
        return words;
    rest = decode(numbers + words, docid, list->rest, diag);
    return rest < 0 ? rest : words + rest;
}

ptrdiff_t forward_words_decode(uint32_t **numbers, uint32_t docid, struct slice words,
                               struct arena *arena, struct diag *diag)
{
    *numbers = arena_array(arena, words.length + 1, sizeof **numbers);
    return decode(*numbers, docid, words, diag);
}

/* --- one list --------------------------------------------------------------------------------- */

/* Takes the entry that was found for the block that a document may be in. */
static int find_list(struct forward_list *list, uint32_t docid, const MDB_val *key,
                     const MDB_val *data, struct diag *diag)
{
    struct forward_block block;
    struct bytes in;

    bytes_init(&in, key->mv_data, key->mv_size);
    if (!forward_block_read(&block, bytes_take_u32(&in), value_slice(data)) ||
        !forward_block_list(list, &block, docid))
        return refuse_list(docid, diag);
    return OFFPRINT_OK;
}

ptrdiff_t index_forward(struct store_transaction *transaction, uint32_t docid, uint32_t **numbers,
                        struct arena *arena, struct diag *diag)
{
    uint8_t bytes[FORWARD_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    struct forward_list list = {{NULL, 0}, {NULL, 0}};
    MDB_cursor *cursor;
    int status = OFFPRINT_OK,
        code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_FORWARD), &cursor);

    *numbers = NULL;
    if (code != 0)
        return store_failed(diag, code, "cannot read a forward list");
    put_u32(bytes, docid);
    code = mdb_cursor_get(cursor, &key, &data, MDB_SET_RANGE);
    if (code == 0)
        status = find_list(&list, docid, &key, &data, diag);
    mdb_cursor_close(cursor);
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(diag, code, "cannot read a forward list");
    if (status < 0)
        return status;
    *numbers = arena_array(arena, forward_list_length(&list) + 1, sizeof **numbers);
    return forward_decode(*numbers, docid, &list, diag);
}

/* --- many lists ------------------------------------------------------------------------------- */

/* The entry whose key is the first that is not before a docid: of no bytes past the last. */
struct place {
    uint32_t last;
    struct slice bytes;
};

struct forward_reader {
    MDB_cursor *cursor;
    struct diag *diag;
    bool sought;
    uint32_t docid; /* that was sought */
    struct place place;
};

int forward_reader_open(struct forward_reader **reader, struct store_transaction *transaction,
                        struct diag *diag)
{
    MDB_cursor *cursor;
    int code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_FORWARD), &cursor);

    *reader = NULL;
    if (code != 0)
        return store_failed(diag, code, "cannot read the forward lists");
    *reader = memory_zeroed(1, sizeof **reader);
    (*reader)->cursor = cursor;
    (*reader)->diag = diag;
    return OFFPRINT_OK;
}

void forward_reader_close(struct forward_reader *reader)
{
    if (reader == NULL)
        return;
    mdb_cursor_close(reader->cursor);
    free(reader);
}

/* Goes to the entry where a document may be, unless it is the one at hand. */
static int seek(struct forward_reader *reader, uint32_t docid)
{
    uint8_t bytes[FORWARD_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    struct bytes in;
    int code;

    if (reader->sought && docid >= reader->docid && docid <= reader->place.last)
        return OFFPRINT_OK;
    put_u32(bytes, docid);
    code = mdb_cursor_get(reader->cursor, &key, &data, MDB_SET_RANGE);
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(reader->diag, code, "cannot read the forward lists");
    reader->sought = true;
    reader->docid = docid;
    reader->place = (struct place){UINT32_MAX, {NULL, 0}};
    if (code == MDB_NOTFOUND)
        return OFFPRINT_OK;
    bytes_init(&in, key.mv_data, key.mv_size);
    reader->place = (struct place){bytes_take_u32(&in), value_slice(&data)};
    return OFFPRINT_OK;
}

/* Has those numbers of the table on their way into the cache that a document needs. */
static void ask_for_table(const struct place *place, uint32_t docid)
{
    size_t offset = (size_t)(place->last - docid) * 4;

    if (offset >= place->bytes.length)
        return;
    __builtin_prefetch(place->bytes.data);
    __builtin_prefetch(place->bytes.data + offset);
}

/* The words of a document that may be in an entry; what they lie in is asked for. */
static bool find_words(struct slice *words, const struct place *place, uint32_t docid)
{
    struct forward_block block;

    *words = slice_make(NULL, 0);
    if (place->bytes.length == 0)
        return true;
    if (!forward_block_read(&block, place->last, place->bytes) ||
        !forward_block_words(words, &block, docid))
        return false;
    for (size_t at = 0; at < words->length && at < 256; at += 64)
        __builtin_prefetch(words->data + at);
    return true;
}

/* Of fewer documents than this, each is as soon waited for: to ask the kernel costs microseconds.
 */
#define ASK_FROM 8

/*
 * Has blocks that may be on the disk read, all at once: a page fault each would wait for one after
 * the other, and have what is around it read as well. One says for all whether they are in memory.
 */
static void ask_disk(const struct place *places, size_t count)
{
    const struct place *one = &places[count / 2];

    if (count < ASK_FROM || one->bytes.length == 0 || mapped_is_resident(one->bytes.data))
        return;
    for (size_t i = 0; i < count; i++) {
        if (places[i].bytes.length > 0)
            mapped_ask_for(places[i].bytes.data, places[i].bytes.length);
    }
}

/*
 * Nothing of this is likely to be in the processor's cache. So first the tables of all blocks are
 * asked for, then the words of all documents, and nothing is waited for by itself.
 */
int forward_reader_words(struct forward_reader *reader, const uint32_t *docids, size_t count,
                         struct slice *words)
{
    struct place places[FORWARD_AHEAD];
    int status;

    for (size_t i = 0; i < count; i++) {
        if ((status = seek(reader, docids[i])) < 0)
            return status;
        places[i] = reader->place;
        ask_for_table(&places[i], docids[i]);
    }
    ask_disk(places, count);
    for (size_t i = 0; i < count; i++) {
        if (!find_words(&words[i], &places[i], docids[i]))
            return refuse_list(docids[i], reader->diag);
    }
    return OFFPRINT_OK;
}

/* --- words in a row --------------------------------------------------------------------------- */

static bool holds(const struct forward_word *word, uint32_t number)
{
    for (size_t i = 0; i < word->count; i++) {
        if (word->numbers[i] == number)
            return true;
    }
    return false;
}

/* Do the words stand where `in` is, breaks between subfields left out of account? */
static bool stands_here(struct bytes in, const struct forward_word *words, size_t count,
                        bool one_subfield)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t item = bytes_take_varint(&in);

        while (item == FORWARD_SUBFIELD_BREAK && !one_subfield && bytes_left(&in) > 0)
            item = bytes_take_varint(&in);
        if (bytes_failed(&in) || !holds(&words[i], item))
            return false;
    }
    return true;
}

/*
 * Looks for a number by the bytes that it is stored as. All but the last byte of one are 0x80 or
 * more: so what begins behind a lesser one is an item.
 */
static bool stands_behind(struct slice list, uint32_t first, const struct forward_word *words,
                          size_t count, bool one_subfield)
{
    const uint8_t *start = (const uint8_t *)list.data, *end = start + list.length, *at = start;
    uint8_t pattern[5];
    size_t length = (size_t)(put_varint(pattern, first) - pattern);

    while ((at = memchr(at, pattern[0], (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) < length)
            return false;
        if ((at == start || at[-1] < 0x80) && memcmp(at, pattern, length) == 0) {
            struct bytes in;

            bytes_init(&in, at + length, (size_t)(end - at) - length);
            if (stands_here(in, words, count, one_subfield))
                return true;
        }
        at++;
    }
    return false;
}

bool forward_words_have(struct slice list, const struct forward_word *words, size_t count,
                        bool one_subfield)
{
    for (size_t i = 0; list.length > 0 && i < words[0].count; i++) {
        if (stands_behind(list, words[0].numbers[i], words + 1, count - 1, one_subfield))
            return true;
    }
    return false;
}

/* --- all of them ------------------------------------------------------------------------------ */

int index_last_forward(uint32_t *docid, const struct store_transaction *transaction,
                       struct diag *diag)
{
    MDB_cursor *cursor;
    MDB_val key, data;
    struct bytes in;
    int code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_FORWARD), &cursor);

    *docid = 0;
    if (code == 0) {
        code = mdb_cursor_get(cursor, &key, &data, MDB_LAST);
        if (code == 0) {
            bytes_init(&in, key.mv_data, key.mv_size);
            *docid = bytes_take_u32(&in);
        }
        mdb_cursor_close(cursor);
    }
    return code == 0 || code == MDB_NOTFOUND
               ? OFFPRINT_OK
               : store_failed(diag, code, "cannot read the forward lists");
}
