#include "catalogue/private.h"

#include <offprint/arena.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "catalogue/links.h"

/* Formats are numbered from 1 in the store, in the order of the vocabulary. */
static const struct format *stored_format(uint8_t number)
{
    size_t count;
    const struct format *formats = formats_all(&count);

    return number > 0 && number <= count ? &formats[number - 1] : NULL;
}

int catalogue_record_read(struct catalogue_record *found,
                          const struct store_transaction *transaction,
                          const struct store_record *stored, struct arena *arena, struct diag *diag)
{
    struct marc_record *record = NULL;
    int status;

    *found = (struct catalogue_record){
        .id = arena_slice(arena, stored->id).data,
        .collection =
            arena_slice(arena, store_collection_name(transaction, stored->collection)).data,
        .datestamp = stored->datestamp,
        .change = stored->change,
        .deleted = stored->deleted,
    };
    if (stored->deleted)
        return OFFPRINT_OK;
    found->packed = arena_slice(arena, stored->packed);
    if (stored->source.length > 0) {
        found->source = arena_slice(arena, stored->source);
        found->source_format = stored_format(stored->source_format);
    }
    status = packed_decode(&record, arena, found->packed, diag);
    if (status < 0)
        return diag_refuse(diag, OFFPRINT_CORRUPT, found->id, "stored record \"%s\" is damaged",
                           found->id);
    found->record = record;
    return OFFPRINT_OK;
}

/* 1 and the record, or 0 where this docid has none. */
static int read_docid(struct catalogue_record *found, const struct store_transaction *transaction,
                      uint32_t docid, struct arena *arena, struct diag *diag)
{
    struct store_record stored;
    int status = store_get(transaction, docid, &stored, diag);

    if (status > 0)
        status = catalogue_record_read(found, transaction, &stored, arena, diag) < 0
                     ? OFFPRINT_CORRUPT
                     : 1;
    return status;
}

static int not_found(struct slice id, struct arena *arena, struct diag *diag)
{
    const char *name = arena_slice(arena, id).data;

    return diag_refuse(diag, OFFPRINT_NOT_FOUND, name, "there is no record \"%s\"", name);
}

int catalogue_fetch(struct catalogue_record *found, struct catalogue *catalogue, struct slice id,
                    struct arena *arena, struct diag *diag)
{
    struct store_transaction transaction;
    uint32_t docid;
    int status = store_read(&transaction, catalogue->store, diag);

    if (status < 0)
        return status;
    status = store_find(&transaction, id, &docid, diag);
    if (status > 0)
        status = read_docid(found, &transaction, docid, arena, diag);
    store_end(&transaction);
    if (status == 0)
        return not_found(id, arena, diag);
    return status < 0 ? status : OFFPRINT_OK;
}

int catalogue_host(struct catalogue_record *host, struct catalogue *catalogue,
                   const struct catalogue_record *part, struct arena *arena, struct diag *diag)
{
    struct store_transaction transaction;
    struct store_record stored;
    uint32_t docid;
    int status;

    /* Nearly every record has no host: no transaction for those. */
    if (part->record == NULL || marc_record_field(part->record, "773", NULL) == NULL)
        return 0;
    status = store_read(&transaction, catalogue->store, diag);
    if (status < 0)
        return status;
    status = store_find(&transaction, slice_of(part->id), &docid, diag);
    if (status > 0)
        status = store_get(&transaction, docid, &stored, diag);
    if (status > 0)
        status = stored.host != 0 ? read_docid(host, &transaction, stored.host, arena, diag) : 0;
    store_end(&transaction);
    return status > 0 && host->deleted ? 0 : status;
}

/* Fetches the live parts among `docids` whose pages hold `page`. */
static ptrdiff_t read_parts(struct catalogue_record *parts,
                            const struct store_transaction *transaction, const uint32_t *docids,
                            size_t count, uint32_t page, size_t limit, struct arena *arena,
                            struct diag *diag)
{
    size_t kept = 0;

    for (size_t i = 0; i < count && kept < limit; i++) {
        int status = read_docid(&parts[kept], transaction, docids[i], arena, diag);

        if (status < 0)
            return status;
        if (status > 0 && !parts[kept].deleted &&
            (page == 0 || link_holds_page(parts[kept].record, page, arena)))
            kept++;
    }
    return (ptrdiff_t)kept;
}

static ptrdiff_t parts_of(struct catalogue_record **parts,
                          const struct store_transaction *transaction, uint32_t host, uint32_t page,
                          size_t limit, struct arena *arena, struct diag *diag)
{
    ptrdiff_t count = store_parts(transaction, host, NULL, 0, diag);
    uint32_t *docids;

    if (count < 0)
        return count;
    if (limit == 0 || limit > (size_t)count)
        limit = (size_t)count;
    docids = arena_array(arena, (size_t)count + 1, sizeof *docids);
    *parts = arena_array(arena, limit + 1, sizeof **parts);
    count = store_parts(transaction, host, docids, (size_t)count, diag);
    return count < 0
               ? count
               : read_parts(*parts, transaction, docids, (size_t)count, page, limit, arena, diag);
}

ptrdiff_t catalogue_parts(struct catalogue_record **parts, struct catalogue *catalogue,
                          struct slice host_id, uint32_t page, size_t limit, struct arena *arena,
                          struct diag *diag)
{
    struct store_transaction transaction;
    ptrdiff_t count = store_read(&transaction, catalogue->store, diag);
    uint32_t host;

    if (count < 0)
        return count;
    count = store_find(&transaction, host_id, &host, diag);
    if (count > 0)
        count = parts_of(parts, &transaction, host, page, limit, arena, diag);
    else if (count == 0)
        count = not_found(host_id, arena, diag);
    store_end(&transaction);
    return count;
}
