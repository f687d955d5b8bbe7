#include "catalogue/private.h"

#include <offprint/arena.h>
#include <offprint/record.h>

#include "index/index.h"

struct reindexing {
    struct catalogue *catalogue;
    struct store_transaction transaction;
    struct index_writer *writer;
    struct arena *arena; /* of one record */
    uint64_t done, total;
};

/* A record that cannot be read would be lost to every search: that must not pass in silence. */
static int index_stored(struct reindexing *reindexing, const struct store_record *stored,
                        struct diag *diag)
{
    struct index_document document = index_document_of(stored);
    struct marc_record *record;
    struct diag reason;
    int status;

    arena_reset(reindexing->arena);
    if (packed_decode(&record, reindexing->arena, stored->packed, &reason) < 0) {
        const char *id = arena_slice(reindexing->arena, stored->id).data;

        return diag_refuse(diag, OFFPRINT_CORRUPT, id,
                           "the stored record \"%s\" cannot be read: %s; restore a backup, or "
                           "import it again",
                           id, reason.message);
    }
    document.record = record;
    status = index_writer_put(reindexing->writer, &reindexing->transaction, &document, diag);
    if (status >= 0 && index_writer_is_full(reindexing->writer))
        status = index_writer_flush(reindexing->writer, &reindexing->transaction, diag);
    return status;
}

static int index_all(struct reindexing *reindexing, const struct upkeep *upkeep, struct diag *diag)
{
    struct store_record stored;
    uint32_t docid = 1;
    int status;

    while ((status = store_next(&reindexing->transaction, docid, &stored, diag)) > 0) {
        docid = stored.docid + 1;
        if (stored.deleted)
            continue;
        if ((status = index_stored(reindexing, &stored, diag)) < 0)
            return status;
        reindexing->done++;
        if (upkeep->progress != NULL)
            upkeep->progress(upkeep->context, reindexing->done, reindexing->total);
    }
    return status < 0 ? status
                      : index_writer_flush(reindexing->writer, &reindexing->transaction, diag);
}

int catalogue_reindex(uint64_t *records, struct catalogue *catalogue, const struct upkeep *upkeep,
                      struct diag *diag)
{
    struct reindexing reindexing = {.catalogue = catalogue};
    int status = store_write(&reindexing.transaction, catalogue->store, upkeep->waiting,
                             upkeep->context, diag);

    *records = 0;
    if (status < 0)
        return status;
    store_write_ahead(&reindexing.transaction);
    reindexing.arena = arena_create();
    reindexing.writer = index_writer_create(catalogue->access_points, catalogue->memory);
    status = store_meta_get(&reindexing.transaction, META_RECORDS, &reindexing.total, diag);
    if (status >= 0)
        status = index_clear(&reindexing.transaction, diag);
    if (status >= 0)
        status = index_all(&reindexing, upkeep, diag);
    if (status >= 0)
        status = catalogue_stamp_index(catalogue, &reindexing.transaction, diag);
    if (status >= 0)
        status = store_commit(&reindexing.transaction, diag);
    store_end(&reindexing.transaction);
    index_writer_destroy(reindexing.writer);
    arena_destroy(reindexing.arena);
    if (status >= 0)
        *records = reindexing.done;
    return status < 0 ? status : OFFPRINT_OK;
}
