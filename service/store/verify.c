#include "store/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "store/internal.h"

/* --- saying it -------------------------------------------------------------------------------- */

void docids_init(struct docids *docids, uint32_t end)
{
    docids->words = memory_zeroed((size_t)end / 64 + 1, sizeof *docids->words);
    docids->end = end;
}

void docids_finish(struct docids *docids)
{
    free(docids->words);
    *docids = (struct docids){0};
}

void verify_finish(struct verify *verify)
{
    docids_finish(&verify->live);
}

void verify_say(struct verify *verify, const char *where, const char *what, ...)
{
    char sentence[1200];
    va_list arguments;

    verify->contradictions++;
    if (verify->found == NULL)
        return;
    va_start(arguments, what);
    vsnprintf(sentence, sizeof sentence, what, arguments);
    va_end(arguments);
    verify->found(verify->context, where, sentence);
}

const char *verify_record_place(struct verify *verify, uint32_t docid)
{
    struct store_record record;

    if (store_get(verify->transaction, docid, &record, NULL) > 0 && record.id.length > 0)
        snprintf(verify->place, sizeof verify->place, "record \"%.*s\"", (int)record.id.length,
                 record.id.data);
    else
        snprintf(verify->place, sizeof verify->place, "docid %u", docid);
    return verify->place;
}

/* --- the checks ------------------------------------------------------------------------------- */

struct store_check {
    struct verify *verify;
    struct docids claimed; /* docids that an id leads to */
    struct docids changed; /* whose last change stands in the list as the record says */
    struct docids linked;  /* parts that stand in a host */
    uint64_t number;       /* of the last change seen */
    int64_t datestamp;     /* of the last change seen */
    uint64_t names, numbers;
};

/* A number of four bytes that is a whole key or value: 0 where it is none. */
static uint32_t whole_u32(struct slice bytes)
{
    struct bytes in;
    uint32_t number;

    bytes_init(&in, bytes.data, bytes.length);
    number = bytes_take_u32(&in);
    return bytes_failed(&in) || bytes_left(&in) > 0 ? 0 : number;
}

/* Each id leads to a docid of its own, and the record there, if any, has that id. */
static int check_id(void *context, struct slice key, struct slice data)
{
    struct store_check *check = context;
    struct verify *verify = check->verify;
    struct store_record record;
    uint32_t docid = whole_u32(data);
    char where[STORE_ID_MAX + 8];

    snprintf(where, sizeof where, "id \"%.*s\"", (int)key.length, key.data);
    if (docid == 0 || docid >= verify->next_docid) {
        verify_say(verify, where, "leads to docid %u, which was never given", docid);
        return OFFPRINT_OK;
    }
    if (docids_has(&check->claimed, docid))
        verify_say(verify, where, "leads to docid %u, as another id does", docid);
    docids_add(&check->claimed, docid);
    if (store_get(verify->transaction, docid, &record, NULL) > 0 && !slice_equal(record.id, key))
        verify_say(verify, where, "leads to docid %u, whose record has the id \"%.*s\"", docid,
                   (int)record.id.length, record.id.data);
    return OFFPRINT_OK;
}

/* The change and the record that it changed. A later change takes an earlier one's place. */
static void check_changed(struct store_check *check, const struct store_change *change)
{
    struct verify *verify = check->verify;
    struct store_record record;
    char where[40];

    snprintf(where, sizeof where, "change %llu", (unsigned long long)change->number);
    /* A record that is damaged is said by check_record. */
    if (store_get(verify->transaction, change->docid, &record, NULL) <= 0) {
        verify_say(verify, where, "is of docid %u, which has no record that can be read",
                   change->docid);
        return;
    }
    if (record.change < change->number)
        verify_say(verify, where, "is newer than %llu, which record \"%.*s\" takes for its last",
                   (unsigned long long)record.change, (int)record.id.length, record.id.data);
    if (record.change != change->number)
        return;
    docids_add(&check->changed, change->docid);
    if (record.datestamp != change->datestamp || record.deleted != change->deleted)
        verify_say(verify, where, "and record \"%.*s\" differ about datestamp or deletion",
                   (int)record.id.length, record.id.data);
}

/* Changes are numbered from 1 without gaps, and their datestamps never go back. */
static int check_change(void *context, struct slice key, struct slice data)
{
    struct store_check *check = context;
    struct verify *verify = check->verify;
    struct store_change change;
    struct diag diag;
    char where[40];

    check->number++;
    snprintf(where, sizeof where, "change %llu", (unsigned long long)check->number);
    if (key.length != 8 || data.length != 13 ||
        store_change_at(verify->transaction, check->number, &change, &diag) <= 0) {
        verify_say(verify, where, "is malformed");
        return OFFPRINT_OK;
    }
    if (change.number != check->number) {
        verify_say(verify, where, "is missing: %llu follows", (unsigned long long)change.number);
        check->number = change.number;
    }
    if (change.datestamp < check->datestamp)
        verify_say(verify, where, "has a datestamp before that of the change before it");
    check->datestamp = change.datestamp;
    check_changed(check, &change);
    return OFFPRINT_OK;
}

/* --- component parts -------------------------------------------------------------------------- */

/* Is there such an entry, with that value? */
static bool has_part_entry(const struct verify *verify, const uint8_t *bytes, size_t length,
                           struct slice value)
{
    MDB_val key = {length, (void *)(uintptr_t)bytes}, data;

    return mdb_get(verify->transaction->txn, store_handle(verify->transaction, STORE_PARTS), &key,
                   &data) == 0 &&
           slice_equal(slice_make(data.mv_data, data.mv_size), value);
}

/* An entry of the kind "host order part": the other kind says the same order. */
static void check_part_in_host(struct store_check *check, uint32_t host, struct slice order,
                               uint32_t part)
{
    uint8_t reverse[12];

    put_u32(put_u32(put_u32(reverse, 0), part), host);
    if (!has_part_entry(check->verify, reverse, sizeof reverse, order))
        verify_say(check->verify, verify_record_place(check->verify, part),
                   "stands among the parts of docid %u, but has no such place by itself", host);
}

/* An entry of the kind "0 part host": the part's record names that host, which lists it. */
static void check_part_place(struct store_check *check, uint32_t part, uint32_t host,
                             struct slice order)
{
    struct verify *verify = check->verify;
    struct store_record record;
    uint8_t forward[16];

    put_u32(forward, host);
    memcpy(forward + 4, order.data, 8);
    put_u32(forward + 12, part);
    if (!has_part_entry(verify, forward, sizeof forward, slice_make(NULL, 0)))
        verify_say(verify, verify_record_place(verify, part),
                   "has a place in docid %u, but does not stand among its parts", host);
    if (store_get(verify->transaction, part, &record, NULL) <= 0 || record.deleted ||
        record.host != host)
        verify_say(verify, verify_record_place(verify, part),
                   "has a place in docid %u, which its record does not name as its host", host);
    if (docids_has(&check->linked, part))
        verify_say(verify, verify_record_place(verify, part), "has places in two hosts");
    docids_add(&check->linked, part);
}

static int check_part(void *context, struct slice key, struct slice data)
{
    struct store_check *check = context;
    struct bytes in;
    uint32_t host;

    bytes_init(&in, key.data, key.length);
    host = bytes_take_u32(&in);
    if (key.length == 16 && host != 0 && data.length == 0) {
        struct slice order = bytes_take(&in, 8);

        check_part_in_host(check, host, order, bytes_take_u32(&in));
    } else if (key.length == 12 && host == 0 && data.length == 8) {
        uint32_t part = bytes_take_u32(&in);

        check_part_place(check, part, bytes_take_u32(&in), data);
    } else {
        verify_say(check->verify, "component parts", "an entry under host %u is malformed", host);
    }
    return OFFPRINT_OK;
}

/* --- records ---------------------------------------------------------------------------------- */

static void check_tombstone(struct verify *verify, const struct store_record *record)
{
    if (record->packed.length + record->source.length > 0 || record->host != 0)
        verify_say(verify, verify_record_place(verify, record->docid),
                   "is deleted, but has content or a host");
}

/* What the record says against what was learned of ids, changes and parts. */
static void check_links(struct store_check *check, const struct store_record *record)
{
    struct verify *verify = check->verify;
    const char *where = verify_record_place(verify, record->docid);

    if (!docids_has(&check->claimed, record->docid))
        verify_say(verify, where, "is led to by no id");
    if (!docids_has(&check->changed, record->docid))
        verify_say(verify, where, "says that change %llu was its last, which was not its own",
                   (unsigned long long)record->change);
    if (record->host != 0 && !docids_has(&check->linked, record->docid))
        verify_say(verify, where, "has docid %u for its host, but no place there", record->host);
    if (record->host >= verify->next_docid)
        verify_say(verify, where, "has docid %u for its host, which was never given", record->host);
    if (record->added > record->datestamp)
        verify_say(verify, where, "was changed before it was added");
    if (store_collection_name(verify->transaction, record->collection).length == 0)
        verify_say(verify, where, "is in collection %u, which has no name", record->collection);
}

static int check_record(void *context, struct slice key, struct slice data)
{
    struct store_check *check = context;
    struct verify *verify = check->verify;
    uint32_t docid = whole_u32(key);
    struct store_record record;
    struct diag diag = {0};
    char where[32];

    (void)data;
    snprintf(where, sizeof where, "docid %u", docid);
    if (docid == 0 || docid >= verify->next_docid) {
        verify_say(verify, where, "has a record, but was never given");
        return OFFPRINT_OK;
    }
    if (store_get(verify->transaction, docid, &record, &diag) <= 0) {
        verify_say(verify, where, "%s", diag.message);
        return OFFPRINT_OK;
    }
    check_links(check, &record);
    if (record.deleted) {
        check_tombstone(verify, &record);
        verify->deleted++;
        return OFFPRINT_OK;
    }
    docids_add(&verify->live, docid);
    verify->records++;
    verify->parts += record.host != 0 ? 1 : 0;
    return OFFPRINT_OK;
}

/* --- small things ----------------------------------------------------------------------------- */

static int count_collections(void *context, struct slice key, struct slice data)
{
    struct store_check *check = context;

    (void)data;
    check->names += slice_starts(key, "collection:") ? 1 : 0;
    check->numbers += slice_starts(key, "collection-name:") ? 1 : 0;
    return OFFPRINT_OK;
}

static int check_collections(struct store_check *check)
{
    struct verify *verify = check->verify;
    uint16_t count, found;
    int status = store_collection_count(verify->transaction, &count, verify->diag);

    if (status >= 0)
        status =
            store_walk(verify->transaction, STORE_META, count_collections, check, verify->diag);
    if (status < 0)
        return status;
    if (check->names + 1 != count || check->numbers + 1 != count)
        verify_say(verify, "collections", "%u are counted; %llu have a number, %llu a name",
                   count - 1u, (unsigned long long)check->names,
                   (unsigned long long)check->numbers);
    for (uint16_t number = 1; number < count; number++) {
        struct slice name = store_collection_name(verify->transaction, number);

        if (store_collection_find(verify->transaction, name, &found, NULL) <= 0 || found != number)
            verify_say(verify, "collections", "number %u has the name \"%.*s\", which is not its",
                       number, (int)name.length, name.data);
    }
    return OFFPRINT_OK;
}

/* Docids are dense: each that was given has an id. */
static int find_next_docid(struct verify *verify)
{
    uint64_t next, ids = store_entries(verify->transaction, STORE_IDS);
    int status = store_meta_get(verify->transaction, META_NEXT_DOCID, &next, verify->diag);

    if (status < 0)
        return status;
    if (next == 0)
        next = 1;
    if (next != ids + 1)
        verify_say(verify, "ids", "%llu docids were given, but there are %llu ids",
                   (unsigned long long)next - 1, (unsigned long long)ids);
    verify->next_docid = next < UINT32_MAX ? (uint32_t)next : UINT32_MAX;
    return OFFPRINT_OK;
}

/* Records come last: what leads to them is known by then. */
static int check_all(struct store_check *check)
{
    static const struct {
        enum store_database database;
        int (*visit)(void *context, struct slice key, struct slice data);
    } steps[] = {{STORE_IDS, check_id},
                 {STORE_CHANGES, check_change},
                 {STORE_PARTS, check_part},
                 {STORE_RECORDS, check_record}};
    const struct verify *verify = check->verify;
    int status = check_collections(check);

    for (size_t i = 0; i < sizeof steps / sizeof *steps && status >= 0; i++)
        status =
            store_walk(verify->transaction, steps[i].database, steps[i].visit, check, verify->diag);
    return status;
}

int verify_store(struct verify *verify)
{
    struct store_check check = {.verify = verify, .datestamp = INT64_MIN};
    int status = find_next_docid(verify);

    if (status < 0)
        return status;
    docids_init(&verify->live, verify->next_docid);
    docids_init(&check.claimed, verify->next_docid);
    docids_init(&check.changed, verify->next_docid);
    docids_init(&check.linked, verify->next_docid);
    status = check_all(&check);
    verify->changes = check.number;
    docids_finish(&check.claimed);
    docids_finish(&check.changed);
    docids_finish(&check.linked);
    return status;
}
