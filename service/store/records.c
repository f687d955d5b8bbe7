/* Records and their identifiers. */
#include "store/internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "store/value.h"

/*
 * A record's value (docs/format.md):
 *
 *   0 flags  1 source format  2 collection  4 host  8 datestamp  16 added  24 change
 *   32 length of id  34 zeros  36 length of packed  40 id, packed, source
 */
#define HEADER_SIZE 40
#define FLAG_DELETED 0x01
/* LMDB keeps lengths in 32 bits; nothing near this comes through the catalogue's own limits. */
#define BYTES_MAX (INT32_MAX / 2)

int store_find(const struct store_transaction *transaction, struct slice id, uint32_t *docid,
               struct diag *diag)
{
    MDB_val key = value_of_slice(id), data;
    struct bytes in;
    int code;

    *docid = 0;
    if (id.length == 0 || id.length > STORE_ID_MAX)
        return 0;
    code = mdb_get(transaction->txn, store_handle(transaction, STORE_IDS), &key, &data);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot look up an id");
    bytes_init(&in, data.mv_data, data.mv_size);
    *docid = bytes_take_u32(&in);
    if (bytes_failed(&in) || *docid == 0)
        return diag_set(diag, OFFPRINT_CORRUPT, "an id's entry is not a docid");
    return 1;
}

/* The next docid; the ids that had one keep it for ever, so none is given twice. */
static int next_docid(struct store_transaction *transaction, uint32_t *docid, struct diag *diag)
{
    uint64_t *next = &transaction->ends.next_docid;
    int status =
        *next == 0 ? store_meta_get(transaction, META_NEXT_DOCID, next, diag) : OFFPRINT_OK;

    if (status < 0)
        return status;
    if (*next == 0)
        *next = 1;
    if (*next > UINT32_MAX - 1)
        return diag_set(diag, OFFPRINT_LIMIT, "the catalogue holds %u ids and can take no more",
                        UINT32_MAX - 2);
    *docid = (uint32_t)(*next)++;
    return OFFPRINT_OK;
}

int store_put_next_docid(const struct store_transaction *transaction, struct diag *diag)
{
    uint64_t next = transaction->ends.next_docid;

    return next > 0 ? store_meta_put(transaction, META_NEXT_DOCID, next, diag) : OFFPRINT_OK;
}

int store_claim(struct store_transaction *transaction, struct slice id, uint32_t *docid,
                struct diag *diag)
{
    uint8_t bytes[4];
    MDB_val key = value_of_slice(id), data = value_of(bytes, sizeof bytes);
    int status = store_find(transaction, id, docid, diag), code;

    if (status != 0)
        return status < 0 ? status : OFFPRINT_OK;
    if (id.length == 0)
        return diag_set(diag, OFFPRINT_INVALID, "an id is empty");
    if (id.length > STORE_ID_MAX)
        return diag_set(diag, OFFPRINT_INVALID, "an id is %zu bytes long, more than %d", id.length,
                        STORE_ID_MAX);
    if ((status = next_docid(transaction, docid, diag)) < 0)
        return status;
    put_u32(bytes, *docid);
    code = mdb_put(transaction->txn, store_handle(transaction, STORE_IDS), &key, &data, 0);
    if (code != 0)
        return store_failed(diag, code, "cannot write an id");
    return OFFPRINT_OK;
}

static int decode(struct store_record *record, const MDB_val *data, struct diag *diag)
{
    size_t id_length, packed_length;
    struct bytes in;
    uint8_t flags;

    bytes_init(&in, data->mv_data, data->mv_size);
    flags = bytes_take_u8(&in);
    record->deleted = (flags & FLAG_DELETED) != 0;
    record->source_format = bytes_take_u8(&in);
    record->collection = bytes_take_u16(&in);
    record->host = bytes_take_u32(&in);
    record->datestamp = (int64_t)bytes_take_u64(&in);
    record->added = (int64_t)bytes_take_u64(&in);
    record->change = bytes_take_u64(&in);
    id_length = bytes_take_u16(&in);
    bytes_skip(&in, 2);
    packed_length = bytes_take_u32(&in);
    record->id = bytes_take(&in, id_length);
    record->packed = bytes_take(&in, packed_length);
    record->source = bytes_take(&in, bytes_left(&in));
    if (bytes_failed(&in))
        return diag_set(diag, OFFPRINT_CORRUPT, "the stored record %u is cut short", record->docid);
    return 1;
}

int store_get(const struct store_transaction *transaction, uint32_t docid,
              struct store_record *record, struct diag *diag)
{
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    int code;

    *record = (struct store_record){.docid = docid};
    put_u32(bytes, docid);
    code = mdb_get(transaction->txn, store_handle(transaction, STORE_RECORDS), &key, &data);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read a record");
    return decode(record, &data, diag);
}

static void encode_header(uint8_t *at, const struct store_record *record)
{
    *at++ = record->deleted ? FLAG_DELETED : 0;
    *at++ = record->source_format;
    at = put_u16(at, record->collection);
    at = put_u32(at, record->host);
    at = put_u64(at, (uint64_t)record->datestamp);
    at = put_u64(at, (uint64_t)record->added);
    at = put_u64(at, record->change);
    at = put_u16(at, (uint16_t)record->id.length);
    at = put_u16(at, 0);
    put_u32(at, (uint32_t)record->packed.length);
}

static uint8_t *copy(uint8_t *at, struct slice bytes)
{
    if (bytes.length > 0)
        memcpy(at, bytes.data, bytes.length);
    return at + bytes.length;
}

/* Opens the cursor that appends, and finds the greatest docid that has a record. */
static int find_end(struct store_transaction *transaction)
{
    struct store_ends *ends = &transaction->ends;
    MDB_val last, ignored;
    struct bytes in;
    int code =
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_RECORDS), &ends->records);

    if (code != 0) {
        ends->records = NULL;
        return code;
    }
    code = mdb_cursor_get(ends->records, &last, &ignored, MDB_LAST);
    if (code != 0)
        return code == MDB_NOTFOUND ? 0 : code;
    bytes_init(&in, last.mv_data, last.mv_size);
    ends->last_docid = bytes_take_u32(&in);
    return 0;
}

/*
 * Records come mostly in the order of their docids: what stands after all others is appended, or
 * LMDB would leave every page half empty.
 */
static int write_value(struct store_transaction *transaction, uint32_t docid, MDB_val *data)
{
    struct store_ends *ends = &transaction->ends;
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes);
    int code = ends->records == NULL ? find_end(transaction) : 0;

    if (code != 0)
        return code;
    put_u32(bytes, docid);
    if (docid <= ends->last_docid)
        return mdb_put(transaction->txn, store_handle(transaction, STORE_RECORDS), &key, data, 0);
    code = mdb_cursor_put(ends->records, &key, data, MDB_APPEND);
    if (code == 0)
        ends->last_docid = docid;
    return code;
}

int store_put(struct store_transaction *transaction, struct store_record *record, struct diag *diag)
{
    MDB_val data;
    uint8_t *value;
    int status, code;

    assert(record->docid > 0);
    if (record->id.length > STORE_ID_MAX || record->packed.length > BYTES_MAX ||
        record->source.length > BYTES_MAX)
        return diag_set(diag, OFFPRINT_TOO_LARGE, "the record is too large to be stored");
    /* The slices may point into pages that any write moves: they are copied before the first. */
    data.mv_size = HEADER_SIZE + record->id.length + record->packed.length + record->source.length;
    data.mv_data = value = memory_alloc(data.mv_size);
    copy(copy(copy(value + HEADER_SIZE, record->id), record->packed), record->source);
    if ((status = store_change_append(transaction, record, diag)) < 0)
        goto out;
    encode_header(value, record);
    code = write_value(transaction, record->docid, &data);
    status = code == 0 ? OFFPRINT_OK : store_failed(diag, code, "cannot write a record");
out:
    free(value);
    return status;
}
