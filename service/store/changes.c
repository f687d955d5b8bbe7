/* The change list: every change there ever was, in order. */
#include "store/internal.h"

#include "base/bytes.h"
#include "store/value.h"

/* The last byte of an entry. On disk. */
#define OPERATION_UPDATE 1
#define OPERATION_DELETE 2

/* Reads what a cursor found: 1, 0 where it found nothing, or a negative status. */
static int decode(int code, const MDB_val *key, const MDB_val *data, struct store_change *change,
                  struct diag *diag)
{
    struct bytes in;
    uint8_t operation;

    *change = (struct store_change){0};
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read the change list");
    bytes_init(&in, key->mv_data, key->mv_size);
    change->number = bytes_take_u64(&in);
    if (!bytes_failed(&in))
        bytes_init(&in, data->mv_data, data->mv_size);
    change->datestamp = (int64_t)bytes_take_u64(&in);
    change->docid = bytes_take_u32(&in);
    operation = bytes_take_u8(&in);
    change->deleted = operation == OPERATION_DELETE;
    if (bytes_failed(&in) || (operation != OPERATION_UPDATE && operation != OPERATION_DELETE))
        return diag_set(diag, OFFPRINT_CORRUPT, "change %llu is malformed",
                        (unsigned long long)change->number);
    return 1;
}

/* The first change at `number` or after, or with MDB_LAST the last. */
static int seek(const struct store_transaction *transaction, uint64_t number, MDB_cursor_op where,
                struct store_change *change, struct diag *diag)
{
    uint8_t bytes[8];
    MDB_val key = value_of(bytes, sizeof bytes), data = {0};
    MDB_cursor *cursor;
    int code, status;

    put_u64(bytes, number);
    code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_CHANGES), &cursor);
    if (code != 0)
        return store_failed(diag, code, "cannot read the change list");
    code = mdb_cursor_get(cursor, &key, &data, where);
    status = decode(code, &key, &data, change, diag);
    mdb_cursor_close(cursor);
    return status;
}

int store_change_at(const struct store_transaction *transaction, uint64_t number,
                    struct store_change *change, struct diag *diag)
{
    return seek(transaction, number, MDB_SET_RANGE, change, diag);
}

int store_change_since(const struct store_transaction *transaction, int64_t datestamp,
                       uint64_t *number, struct diag *diag)
{
    struct store_change change;
    int status = seek(transaction, 0, MDB_LAST, &change, diag);
    uint64_t low = 1, high = change.number + 1;

    /* Datestamps never go back, so the list is searched by halves: `low` is always before or at
     * the answer, `high` at or past it. */
    while (status >= 0 && low < high) {
        uint64_t middle = low + (high - low) / 2;

        if ((status = store_change_at(transaction, middle, &change, diag)) < 0)
            return status;
        if (status == 0 || change.number >= high || change.datestamp >= datestamp)
            high = middle;
        else
            low = change.number + 1;
    }
    *number = low;
    return status < 0 ? status : OFFPRINT_OK;
}

/* Opens the cursor that appends, and finds the last change. */
static int find_end(struct store_transaction *transaction, struct diag *diag)
{
    struct store_ends *ends = &transaction->ends;
    struct store_change last;
    int status = seek(transaction, 0, MDB_LAST, &last, diag), code;

    if (status < 0)
        return status;
    ends->last_change = last.number;
    ends->last_datestamp = status > 0 ? last.datestamp : INT64_MIN;
    code =
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_CHANGES), &ends->changes);
    if (code == 0)
        return OFFPRINT_OK;
    ends->changes = NULL;
    return store_failed(diag, code, "cannot write the change list");
}

int store_change_append(struct store_transaction *transaction, struct store_record *record,
                        struct diag *diag)
{
    struct store_ends *ends = &transaction->ends;
    uint8_t number[8], entry[13], *at;
    MDB_val key = value_of(number, sizeof number), data = value_of(entry, sizeof entry);
    int status = ends->changes == NULL ? find_end(transaction, diag) : OFFPRINT_OK, code;

    if (status < 0)
        return status;
    if (record->datestamp < ends->last_datestamp)
        record->datestamp = ends->last_datestamp;
    record->change = ends->last_change + 1;
    put_u64(number, record->change);
    at = put_u64(entry, (uint64_t)record->datestamp);
    at = put_u32(at, record->docid);
    *at = record->deleted ? OPERATION_DELETE : OPERATION_UPDATE;
    code = mdb_cursor_put(ends->changes, &key, &data, MDB_APPEND);
    if (code != 0)
        return store_failed(diag, code, "cannot write the change list");
    ends->last_change = record->change;
    ends->last_datestamp = record->datestamp;
    return OFFPRINT_OK;
}
