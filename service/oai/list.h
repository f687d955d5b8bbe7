/* Selective harvesting and its pages: what ListIdentifiers and ListRecords have in common. */
#ifndef OFFPRINT_OAI_LIST_H
#define OFFPRINT_OAI_LIST_H

#include "oai/private.h"

/* Items of a page; the last page may have one more, so that it never has but one. */
#define OAI_PAGE 200
/* Bytes of answer after which a page ends before that. */
#define OAI_PAGE_BYTES (16u * 1024 * 1024)

/* Appends one item. A negative status, with nothing appended, leaves this item out. */
typedef int oai_item_writer(const struct oai_request *request,
                            const struct catalogue_record *record, const struct format *format,
                            struct diag *diag);

/* Answers with the page that the arguments or the resumption token ask for. */
int oai_list(struct oai_request *request, bool with_records, oai_item_writer *write,
             struct diag *diag);

#endif
