#include "catalogue/private.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "base/datestamp.h"
#include "base/memory.h"
#include "catalogue/guess.h"
#include "catalogue/links.h"
#include "catalogue/prepare.h"
#include "index/index.h"

/* What a stored record takes of the store's pages: they are not quite full, and there are its
 * entries among ids, changes and parts. */
#define RECORD_PAGES(length) ((length) + (length) / 4 + 160)

/* From so many records on a batch is large. */
#define LARGE_BATCH 10000

struct catalogue_batch {
    struct catalogue *catalogue;
    struct store_transaction transaction;
    struct index_writer *writer;
    struct arena *arena;              /* for one put */
    struct buffer packed;             /* of one put */
    uint64_t written;                 /* records of this batch */
    uint64_t records, deleted, parts; /* how many there are with this batch */
    uint32_t *hosts;                  /* hosts whose parts are to be put in order again */
    size_t host_count, host_capacity;
    struct guesses *guesses; /* hosts that no control number names */
    uint64_t waiting;        /* parts whose host is not known, with this batch */
    link_guess_handler *on_guess;
    void *guess_context;
};

int catalogue_batch_begin(struct catalogue_batch **batch, struct catalogue *catalogue,
                          void (*waiting)(void *), void *context, struct diag *diag)
{
    struct catalogue_batch *begun = memory_zeroed(1, sizeof *begun);
    int status = store_write(&begun->transaction, catalogue->store, waiting, context, diag);

    if (status < 0) {
        free(begun);
        return status;
    }
    begun->catalogue = catalogue;
    begun->arena = arena_create();
    begun->writer = index_writer_create(catalogue->access_points, catalogue->memory);
    begun->guesses = guesses_create(catalogue->access_points);
    status = catalogue_check_index(catalogue, &begun->transaction, diag);
    if (status >= 0)
        status = store_meta_get(&begun->transaction, META_RECORDS, &begun->records, diag);
    if (status >= 0)
        status = store_meta_get(&begun->transaction, META_DELETED, &begun->deleted, diag);
    if (status >= 0)
        status = store_meta_get(&begun->transaction, META_PARTS, &begun->parts, diag);
    if (status >= 0)
        status = store_meta_get(&begun->transaction, META_WAITING, &begun->waiting, diag);
    if (status < 0) {
        catalogue_batch_abort(begun);
        return status;
    }
    *batch = begun;
    return OFFPRINT_OK;
}

void catalogue_batch_abort(struct catalogue_batch *batch)
{
    if (batch == NULL)
        return;
    store_end(&batch->transaction);
    index_writer_destroy(batch->writer);
    guesses_destroy(batch->guesses);
    buffer_finish(&batch->packed);
    arena_destroy(batch->arena);
    free(batch->hosts);
    free(batch);
}

void catalogue_batch_on_guess(struct catalogue_batch *batch, link_guess_handler *handler,
                              void *context)
{
    batch->on_guess = handler;
    batch->guess_context = context;
}

bool catalogue_batch_is_full(const struct catalogue_batch *batch)
{
    return index_writer_is_full(batch->writer);
}

/* --- one record ------------------------------------------------------------------------------- */

/* The docid of the record's host, claimed where it has not arrived yet; 0 where it has none. */
static int find_host(uint32_t *host, struct catalogue_batch *batch,
                     const struct marc_record *record, const struct put_options *options,
                     struct slice own_id, struct diag *diag)
{
    struct slice number = link_host_number(record);
    struct slice id;

    *host = 0;
    if (number.length == 0)
        return OFFPRINT_OK;
    id = slice_of(arena_printf(batch->arena, "%s%.*s",
                               options->prefix != NULL ? options->prefix : "", (int)number.length,
                               number.data));
    if (id.length > STORE_ID_MAX || slice_equal(id, own_id))
        return OFFPRINT_OK;
    return store_claim(&batch->transaction, id, host, diag);
}

static uint8_t format_number(const struct format *format)
{
    size_t count;
    const struct format *formats = formats_all(&count);

    return format != NULL ? (uint8_t)(format - formats + 1) : 0;
}

static bool is_unchanged(const struct store_record *old, const struct store_record *new)
{
    return !old->deleted && old->collection == new->collection && old->host == new->host &&
           old->source_format == new->source_format &&slice_equal(old->packed, new->packed) &&
           slice_equal(old->source, new->source);
}

static void remember_host(struct catalogue_batch *batch, uint32_t host)
{
    for (size_t i = batch->host_count; i > 0 && i + 8 > batch->host_count; i--) {
        if (batch->hosts[i - 1] == host)
            return;
    }
    batch->hosts =
        memory_grow(batch->hosts, &batch->host_capacity, batch->host_count, sizeof *batch->hosts);
    batch->hosts[batch->host_count++] = host;
}

/* Takes the record out of its old host's parts and into its new one's. */
static int link_part(struct catalogue_batch *batch, uint32_t docid, uint32_t old_host,
                     uint32_t new_host, const struct marc_record *record, struct diag *diag)
{
    int status = OFFPRINT_OK;

    if (old_host != 0)
        status = store_part_remove(&batch->transaction, old_host, docid, diag);
    if (status >= 0 && new_host != 0) {
        remember_host(batch, new_host);
        status = store_part_add(&batch->transaction, new_host, link_order(record, batch->arena),
                                docid, diag);
    }
    return status;
}

static int index_record(struct catalogue_batch *batch, const struct store_record *stored,
                        const struct catalogue_prepared *prepared, struct diag *diag)
{
    struct index_document document = index_document_of(stored);

    document.record = prepared->record;
    document.entries = prepared->entries;
    return index_writer_put(batch->writer, &batch->transaction, &document, diag);
}

/* Writes the record with everything that hangs on it. `old` is what stood there, or NULL. */
static int put_everywhere(struct catalogue_batch *batch, struct store_record *stored,
                          const struct store_record *old, const struct catalogue_prepared *prepared,
                          struct diag *diag)
{
    const struct marc_record *record = prepared->record;
    uint32_t old_host = old != NULL && !old->deleted ? old->host : 0;
    bool was_deleted = old != NULL && old->deleted;
    int status;

    stored->datestamp = datestamp_now();
    stored->added = old != NULL ? old->added : stored->datestamp;
    status = store_put(&batch->transaction, stored, diag); /* `old` is not valid from here */
    if (status >= 0)
        status = link_part(batch, stored->docid, old_host, stored->host, record, diag);
    if (status >= 0)
        status = index_record(batch, stored, prepared, diag);
    index_writer_count(batch->writer, RECORD_PAGES(stored->packed.length + stored->source.length));
    if (++batch->written == LARGE_BATCH)
        store_write_ahead(&batch->transaction);
    if (status < 0)
        return status;
    if (marc_record_field(record, "774", NULL) != NULL)
        remember_host(batch, stored->docid);
    batch->records += old == NULL || was_deleted ? 1 : 0;
    batch->deleted -= was_deleted ? 1 : 0;
    batch->parts += stored->host != 0 ? 1 : 0;
    batch->parts -= old_host != 0 ? 1 : 0;
    return old == NULL || was_deleted ? PUT_ADDED : PUT_REPLACED;
}

/* Everything about the record but its dates, as it is to be stored. */
static int resolve(struct store_record *stored, struct catalogue_batch *batch,
                   const struct catalogue_prepared *prepared, struct diag *diag)
{
    const struct put_options *options = prepared->options;
    const char *collection =
        options->collection != NULL ? options->collection : OFFPRINT_DEFAULT_COLLECTION;
    int status = store_claim(&batch->transaction, prepared->id, &stored->docid, diag);

    if (status >= 0)
        status = store_collection_claim(&batch->transaction, slice_of(collection),
                                        &stored->collection, diag);
    if (status >= 0)
        status = find_host(&stored->host, batch, prepared->record, options, prepared->id, diag);
    stored->id = prepared->id;
    stored->packed = prepared->packed;
    stored->source = options->source;
    stored->source_format = format_number(options->source_format);
    return status < 0 ? status : OFFPRINT_OK;
}

/* A host that was found otherwise than by $w stays as long as the record says the same. */
static void keep_guess(struct store_record *stored, const struct store_record *old)
{
    if (old != NULL && !old->deleted && stored->host == 0 &&
        slice_equal(old->packed, stored->packed))
        stored->host = old->host;
}

/* Is a stored record a part whose host is not known? */
static bool waited(const struct catalogue_batch *batch, const struct store_record *old)
{
    struct marc_record *record;

    return !old->deleted && old->host == 0 &&
           packed_decode(&record, batch->arena, old->packed, NULL) >= 0 && guess_waits(record);
}

static int put(struct catalogue_batch *batch, const struct catalogue_prepared *prepared,
               struct diag *diag)
{
    struct store_record stored = {0}, old;
    int status = resolve(&stored, batch, prepared, diag), outcome;

    if (status < 0)
        return status;
    status = store_get(&batch->transaction, stored.docid, &old, diag);
    if (status < 0)
        return status;
    keep_guess(&stored, status > 0 ? &old : NULL);
    if (status > 0 && is_unchanged(&old, &stored))
        return PUT_UNCHANGED;
    if (status > 0 && waited(batch, &old))
        batch->waiting--;
    outcome = put_everywhere(batch, &stored, status > 0 ? &old : NULL, prepared, diag);
    if (outcome < 0)
        return outcome;
    status = guesses_note(batch->guesses, &batch->transaction, &stored, prepared->record,
                          batch->waiting > 0, batch->arena, diag);
    if (stored.host == 0 && guess_waits(prepared->record))
        batch->waiting++;
    return status < 0 ? status : outcome;
}

int catalogue_batch_put(struct catalogue_batch *batch, const struct marc_record *record,
                        const struct put_options *options, struct diag *diag)
{
    struct catalogue_prepared prepared;
    int status;

    arena_reset(batch->arena);
    status = prepare_record(&prepared, record, options, &batch->packed, batch->arena, diag);
    return status < 0 ? status : put(batch, &prepared, diag);
}

int catalogue_batch_put_prepared(struct catalogue_batch *batch,
                                 const struct catalogue_prepared *prepared, struct diag *diag)
{
    arena_reset(batch->arena);
    return put(batch, prepared, diag);
}

/* --- deleting ----------------------------------------------------------------------------------
 */

static int delete_stored(struct catalogue_batch *batch, const struct store_record *old,
                         struct diag *diag)
{
    /* What a tombstone keeps: id, collection and when it first came. */
    struct store_record tombstone = {
        .docid = old->docid,
        .datestamp = datestamp_now(),
        .added = old->added,
        .collection = old->collection,
        .deleted = true,
        .id = arena_slice(batch->arena, old->id),
    };
    uint32_t host = old->host;
    int status;

    if (waited(batch, old))
        batch->waiting--;
    status = store_put(&batch->transaction, &tombstone, diag);

    if (status >= 0 && host != 0)
        status = store_part_remove(&batch->transaction, host, tombstone.docid, diag);
    if (status >= 0)
        status = index_writer_remove(batch->writer, &batch->transaction, tombstone.docid, diag);
    if (status < 0)
        return status;
    batch->records--;
    batch->deleted++;
    batch->parts -= host != 0 ? 1 : 0;
    return OFFPRINT_OK;
}

int catalogue_batch_delete(struct catalogue_batch *batch, struct slice id, struct diag *diag)
{
    struct store_record old;
    uint32_t docid;
    const char *name;
    int status;

    arena_reset(batch->arena);
    name = arena_slice(batch->arena, id).data;
    status = store_find(&batch->transaction, id, &docid, diag);
    if (status > 0)
        status = store_get(&batch->transaction, docid, &old, diag);
    if (status < 0)
        return status;
    if (status == 0)
        return diag_refuse(diag, OFFPRINT_NOT_FOUND, name, "there is no record \"%s\"", name);
    if (old.deleted)
        return diag_refuse(diag, OFFPRINT_GONE, name, "record \"%s\" is deleted already", name);
    return delete_stored(batch, &old, diag);
}

/* --- the end ------------------------------------------------------------------------------------
 */

/* The id of a stored record, in the batch's arena. */
static const char *id_of(const struct catalogue_batch *batch, uint32_t docid)
{
    struct store_record stored;

    if (store_get(&batch->transaction, docid, &stored, NULL) <= 0)
        return "";
    return arena_slice(batch->arena, stored.id).data;
}

/* A guess_linker: the part is written again, now with its host, so that harvesters learn of it. */
static int link_guessed(void *context, uint32_t part, uint32_t host, const char *by,
                        struct diag *diag)
{
    struct catalogue_batch *batch = context;
    struct catalogue_prepared prepared = {0};
    struct store_record old, stored;
    struct marc_record *record;
    int status;

    arena_reset(batch->arena);
    status = store_get(&batch->transaction, part, &old, diag);
    if (status <= 0)
        return status;
    stored = old;
    stored.host = host;
    stored.id = arena_slice(batch->arena, old.id);
    stored.packed = arena_slice(batch->arena, old.packed);
    stored.source = arena_slice(batch->arena, old.source);
    status = packed_decode(&record, batch->arena, stored.packed, diag);
    if (status < 0)
        return status;
    prepared.record = record;
    status = put_everywhere(batch, &stored, &old, &prepared, diag);
    if (status < 0)
        return status;
    batch->waiting--;
    if (batch->on_guess != NULL && by != NULL) {
        struct link_guess guess = {stored.id.data, id_of(batch, host), by};

        batch->on_guess(batch->guess_context, &guess);
    }
    return OFFPRINT_OK;
}

/* Finds hosts by what the index says, with everything of the batch in it. */
static int settle_guesses(struct catalogue_batch *batch, struct diag *diag)
{
    int status = index_writer_flush(batch->writer, &batch->transaction, diag);

    if (status >= 0)
        status = guesses_settle(batch->guesses, &batch->transaction, link_guessed, batch, diag);
    return status;
}

static int settle_parts(struct catalogue_batch *batch, struct diag *diag)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < batch->host_count && status >= 0; i++) {
        arena_reset(batch->arena);
        status = link_reorder(&batch->transaction, batch->hosts[i], batch->arena, diag);
    }
    return status;
}

int catalogue_batch_commit(struct catalogue_batch *batch, struct diag *diag)
{
    int status = settle_guesses(batch, diag);

    if (status >= 0)
        status = settle_parts(batch, diag);
    if (status >= 0)
        status = index_writer_flush(batch->writer, &batch->transaction, diag);
    if (status >= 0)
        status = store_meta_put(&batch->transaction, META_RECORDS, batch->records, diag);
    if (status >= 0)
        status = store_meta_put(&batch->transaction, META_DELETED, batch->deleted, diag);
    if (status >= 0)
        status = store_meta_put(&batch->transaction, META_PARTS, batch->parts, diag);
    if (status >= 0)
        status = store_meta_put(&batch->transaction, META_WAITING, batch->waiting, diag);
    if (status >= 0)
        status = store_commit(&batch->transaction, diag);
    catalogue_batch_abort(batch); /* after a commit there is nothing left to forget */
    return status < 0 ? status : OFFPRINT_OK;
}
