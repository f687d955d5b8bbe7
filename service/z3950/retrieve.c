/* As many records as a response may carry (Z39.50 3.3: record size and segmentation). */
#include "z3950/association.h"
#include "z3950/diagnostics.h"
#include "z3950/operation.h"
#include "z3950/record.h"
#include "z3950/z3950.h"

#include <offprint/catalogue.h>

/*
 * Z39.50 3.3.1: a record over the size of a message comes only when it is asked for by itself, and
 * only up to the size agreed on for that; else a diagnostic stands in its place.
 */
static struct presented_record fit(struct operation *operation, struct presented_record record,
                                   bool alone, const struct retrieval_limits *limits)
{
    if (record.size > limits->record)
        return record_too_large(operation, &record, Z3950_OVER_RECORD_SIZE, limits->record);
    if (record.size > limits->message && !alone)
        return record_too_large(operation, &record, Z3950_OVER_MESSAGE_SIZE, limits->message);
    return record;
}

static Z_Records *list(struct operation *operation, Z_NamePlusRecord **records, uint64_t count)
{
    Z_Records *all = odr_malloc(operation->odr, sizeof *all);

    all->which = Z_Records_DBOSD;
    all->u.databaseOrSurDiagnostics = odr_malloc(operation->odr, sizeof(Z_NamePlusRecordList));
    all->u.databaseOrSurDiagnostics->num_records = (int)count;
    all->u.databaseOrSurDiagnostics->records = records;
    return all;
}

struct retrieval record_retrieve(struct operation *operation, struct result_set *set,
                                 uint64_t start, uint64_t number,
                                 const struct composition *composition,
                                 const struct retrieval_limits *limits)
{
    uint64_t most = operation->association->options->present_limit;
    uint64_t wanted = number < most ? number : most;
    struct retrieval retrieval = {.status = Z_PresentStatus_success};
    Z_NamePlusRecord **records =
        odr_malloc(operation->odr, (size_t)wanted * sizeof(Z_NamePlusRecord *));
    uint64_t count = 0;
    size_t total = 0;

    /* What is over the cap of a request was stopped by the target (Z39.50 3.2.3.1.5). */
    if (wanted < number)
        retrieval.status = Z_PresentStatus_partial_4;
    while (count < wanted) {
        struct presented_record record =
            fit(operation, record_present(operation, set, start + count, composition), number == 1,
                limits);

        if (count > 0 && total + record.size > limits->message) {
            retrieval.status = Z_PresentStatus_partial_2;
            break;
        }
        records[count++] = record.record;
        total += record.size;
    }
    retrieval.records = count > 0 ? list(operation, records, count) : NULL;
    retrieval.returned = (Odr_int)count;
    if (start + count <= result_set_count(set))
        retrieval.next = (Odr_int)(start + count);
    return retrieval;
}
