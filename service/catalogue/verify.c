#include "catalogue/private.h"

#include "index/verify.h"
#include "store/verify.h"

/* What the catalogue counts, against what is there. */
static int verify_counters(struct verify *verify)
{
    const struct {
        const char *name;
        uint64_t there;
    } counters[] = {{META_RECORDS, verify->records},
                    {META_DELETED, verify->deleted},
                    {META_PARTS, verify->parts}};

    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
        uint64_t counted;
        int status = store_meta_get(verify->transaction, counters[i].name, &counted, verify->diag);

        if (status < 0)
            return status;
        if (counted != counters[i].there)
            verify_say(verify, "counters", "\"%s\" says %llu, and there are %llu", counters[i].name,
                       (unsigned long long)counted, (unsigned long long)counters[i].there);
    }
    return OFFPRINT_OK;
}

int catalogue_verify(struct verification *result, struct catalogue *catalogue,
                     const struct upkeep *upkeep, struct diag *diag)
{
    struct store_transaction transaction;
    struct verify verify = {
        .transaction = &transaction,
        .found = upkeep->found,
        .progress = upkeep->progress,
        .context = upkeep->context,
        .diag = diag,
    };
    int status = store_read(&transaction, catalogue->store, diag);

    *result = (struct verification){0};
    if (status < 0)
        return status;
    status = catalogue_check_index(catalogue, &transaction, diag);
    if (status >= 0)
        status = verify_store(&verify);
    if (status >= 0)
        status = verify_counters(&verify);
    if (status >= 0)
        status = verify_index(&verify, catalogue->access_points, catalogue->memory, &result->terms);
    result->records = verify.records;
    result->deleted = verify.deleted;
    result->changes = verify.changes;
    result->contradictions = verify.contradictions;
    verify_finish(&verify);
    store_end(&transaction);
    return status < 0 ? status : OFFPRINT_OK;
}
