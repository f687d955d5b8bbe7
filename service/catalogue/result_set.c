#include "catalogue/result_set.h"

#include <stdio.h>
#include <stdlib.h>

#include <offprint/buffer.h>

#include "base/bytes.h"
#include "catalogue/sorted.h"
#include "index/docset.h"

void result_set_destroy(struct result_set *result)
{
    if (result == NULL)
        return;
    if (result->sorted != NULL)
        atomic_fetch_sub(&result->catalogue->sorted, result->sorted->count);
    docset_destroy(result->docs);
    sorted_destroy(result->sorted);
    free(result);
}

uint64_t result_set_count(const struct result_set *result)
{
    return docset_count(result->docs);
}

static struct sorted_view view_of(const struct result_set *result,
                                  struct store_transaction *transaction, struct diag *diag)
{
    return (struct sorted_view){result->sorted, result->catalogue, transaction, result->docs, diag};
}

/* The docid at `position`, from 1. */
static int find_docid(uint32_t *docid, const struct result_set *result,
                      struct store_transaction *transaction, uint64_t position, struct diag *diag)
{
    const struct sorted_view view = view_of(result, transaction, diag);
    uint64_t count = result_set_count(result);
    char digits[24];
    int status;

    if (position == 0 || position > count) {
        snprintf(digits, sizeof digits, "%llu", (unsigned long long)position);
        return diag_refuse(diag, OFFPRINT_OUT_OF_RANGE, digits,
                           "position %s is not within the %llu records found", digits,
                           (unsigned long long)count);
    }
    if (result->sorted == NULL) {
        docset_at(result->docs, position - 1, docid);
        return OFFPRINT_OK;
    }
    status = sorted_settle(&view, (size_t)position - 1);
    *docid = result->sorted->docids[position - 1];
    return status;
}

/* --- records --------------------------------------------------------------------------------- */

/* 1 and the record, deleted or not; 0 where its docid has none. */
static int fetch(struct catalogue_record *found, const struct result_set *result,
                 struct store_transaction *transaction, uint64_t position, struct arena *arena,
                 struct diag *diag)
{
    struct store_record stored;
    uint32_t docid;
    int status = find_docid(&docid, result, transaction, position, diag);

    if (status >= 0)
        status = store_get(transaction, docid, &stored, diag);
    if (status > 0 && catalogue_record_read(found, transaction, &stored, arena, diag) < 0)
        status = OFFPRINT_CORRUPT;
    return status;
}

int result_set_fetch(struct catalogue_record *found, struct result_set *result, uint64_t position,
                     struct arena *arena, struct diag *diag)
{
    struct store_transaction transaction;
    int status = store_read(&transaction, result->catalogue->store, diag);

    if (status < 0)
        return status;
    status = fetch(found, result, &transaction, position, arena, diag);
    store_end(&transaction);
    if (status > 0 && !found->deleted)
        return OFFPRINT_OK;
    if (status < 0)
        return status;
    return diag_refuse(diag, OFFPRINT_GONE, status > 0 ? found->id : "",
                       "the record at position %llu was deleted since the search",
                       (unsigned long long)position);
}

/* --- marks ----------------------------------------------------------------------------------- */

/* Without an order a mark is a docid, which keeps its place whatever comes and goes around it. */
static int add_mark(struct buffer *mark, const struct result_set *result,
                    struct store_transaction *transaction, uint64_t position, struct diag *diag)
{
    const struct sorted_view view = view_of(result, transaction, diag);
    uint8_t bytes[4];
    uint32_t docid;
    int status = find_docid(&docid, result, transaction, position, diag);

    if (status < 0)
        return status;
    if (result->sorted != NULL)
        return sorted_mark(mark, &view, (size_t)position - 1);
    put_u32(bytes, docid);
    buffer_add(mark, bytes, sizeof bytes);
    return OFFPRINT_OK;
}

int result_set_mark(struct buffer *mark, struct result_set *result, uint64_t position,
                    struct diag *diag)
{
    struct store_transaction transaction;
    int status = store_read(&transaction, result->catalogue->store, diag);

    if (status < 0)
        return status;
    status = add_mark(mark, result, &transaction, position, diag);
    store_end(&transaction);
    return status;
}

static int position_by_docid(uint64_t *position, const struct result_set *result, struct slice mark,
                             struct diag *diag)
{
    struct bytes in;
    uint32_t docid;

    bytes_init(&in, mark.data, mark.length);
    docid = bytes_take_u32(&in);
    if (bytes_failed(&in) || bytes_left(&in) > 0)
        return diag_set(diag, OFFPRINT_INVALID, "the mark is not one of a result without order");
    *position = docset_rank(result->docs, docid) + 1;
    return OFFPRINT_OK;
}

int result_set_position_after(uint64_t *position, struct result_set *result, struct slice mark,
                              struct diag *diag)
{
    struct store_transaction transaction;
    struct sorted_view view;
    size_t place = 0;
    int status;

    *position = 1;
    if (mark.length == 0)
        return OFFPRINT_OK;
    if (result->sorted == NULL)
        return position_by_docid(position, result, mark, diag);
    if ((status = store_read(&transaction, result->catalogue->store, diag)) < 0)
        return status;
    view = view_of(result, &transaction, diag);
    status = sorted_place_after(&place, &view, mark);
    store_end(&transaction);
    *position = (uint64_t)place + 1;
    return status;
}
