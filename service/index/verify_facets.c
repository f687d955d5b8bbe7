/* Facet columns against the records: each has the values that it makes, and nothing else has any.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/facets.h"
#include "index/verify.h"
#include "index/verify_facets.h"
#include "store/store.h"
#include "store/value.h"

/* --- what a record has ------------------------------------------------------------------------ */

/* The values that the column of a facet has for a record. */
static struct slice stored_values(struct facets_check *facets, const struct index_check *check,
                                  size_t slot, uint32_t docid)
{
    const struct store_transaction *transaction = check->verify->transaction;
    struct facet_place *place = &facets->places[slot];
    uint32_t chunk = docid / FACET_CHUNK;

    if (place->chunk != chunk + 1) {
        uint8_t bytes[FACET_KEY_SIZE];
        MDB_val key = value_of(bytes, sizeof bytes), data;
        struct slice entry = {NULL, 0};

        facet_key(bytes, chunk, check->table->facets[slot]->number);
        if (mdb_get(transaction->txn, store_handle(transaction, STORE_FACETS), &key, &data) == 0)
            entry = value_slice(&data);
        place->chunk = chunk + 1;
        if (!facet_chunk_read(&place->values, entry)) /* said by index_check_facets */
            facet_chunk_read(&place->values, slice_make(NULL, 0));
    }
    return facet_chunk_values(&place->values, docid % FACET_CHUNK);
}

/* Has the record had that number already, before `end` of its forward list? */
static bool is_again(const uint32_t *numbers, size_t end)
{
    for (size_t i = 0; i < end; i++) {
        if (numbers[i] == numbers[end])
            return true;
    }
    return false;
}

/* Its forward list has been compared with what it makes: so the numbers are those of the entries.
 */
static void make_values(struct buffer *values, const struct access_point *facet,
                        const struct index_entries *entries, const uint32_t *numbers)
{
    enum term_kind kind = facet->kind == ACCESS_TEXT ? TERM_HEADING : TERM_KEY;

    buffer_truncate(values, 0);
    for (size_t i = 0; i < entries->count; i++) {
        const struct index_entry *entry = &entries->entries[i];
        const uint8_t *key = (const uint8_t *)entries->keys.data + entry->offset;
        uint8_t *at;

        if (entry->length == 0 || key[0] != facet->number || key[1] != kind || is_again(numbers, i))
            continue;
        at = (uint8_t *)buffer_reserve(values, 5);
        values->length += (size_t)(put_varint(at, numbers[i]) - at);
    }
}

void facets_check_record(struct facets_check *facets, const struct index_check *check,
                         uint32_t docid, const struct index_entries *entries,
                         const uint32_t *numbers)
{
    for (size_t i = 0; i < check->table->facet_count; i++) {
        const struct access_point *facet = check->table->facets[i];

        make_values(&facets->wanted, facet, entries, numbers);
        if (!slice_equal(buffer_slice(&facets->wanted), stored_values(facets, check, i, docid)))
            verify_say(check->verify, verify_record_place(check->verify, docid),
                       "does not have the values that it makes in the column of facet %s",
                       facet->facet);
    }
}

void facets_check_finish(struct facets_check *facets)
{
    buffer_finish(&facets->wanted);
}

/* --- entries of nothing ----------------------------------------------------------------------- */

static const struct access_point *facet_of(const struct access_points *table, uint8_t number)
{
    for (size_t i = 0; i < table->facet_count; i++) {
        if (table->facets[i]->number == number)
            return table->facets[i];
    }
    return NULL;
}

static int check_entry(void *context, struct slice key, struct slice data)
{
    const struct index_check *check = context;
    struct verify *verify = check->verify;
    const struct access_point *facet;
    struct facet_chunk chunk;
    struct bytes in;
    uint32_t number;
    uint8_t point;

    bytes_init(&in, key.data, key.length);
    number = bytes_take_u32(&in);
    point = bytes_take_u8(&in);
    facet = facet_of(check->table, point);
    if (bytes_failed(&in) || bytes_left(&in) > 0 || facet == NULL ||
        number > UINT32_MAX / FACET_CHUNK || data.length == 0 || !facet_chunk_read(&chunk, data)) {
        verify_say(verify, "facet columns", "an entry of access point %u is malformed", point);
        return OFFPRINT_OK;
    }
    for (uint32_t i = 0; i < FACET_CHUNK; i++) {
        if (facet_chunk_values(&chunk, i).length > 0 &&
            !docids_has(&verify->live, number * FACET_CHUNK + i))
            verify_say(verify, verify_record_place(verify, number * FACET_CHUNK + i),
                       "has a value in the column of facet %s, but is not there to be counted",
                       facet->facet);
    }
    return OFFPRINT_OK;
}

int index_check_facets(struct index_check *check)
{
    struct verify *verify = check->verify;

    return store_walk(verify->transaction, STORE_FACETS, check_entry, check, verify->diag);
}
