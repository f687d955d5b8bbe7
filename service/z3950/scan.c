/* Scan (Z39.50 3.2.8.1): a stretch of a term list, around a term. */
#include <inttypes.h>

#include <yaz/oid_db.h>

#include <offprint/access_points.h>
#include <offprint/catalogue.h>

#include "base/log.h"
#include "query/rpn.h"
#include "z3950/association.h"
#include "z3950/databases.h"
#include "z3950/diagnostics.h"
#include "z3950/operation.h"
#include "z3950/z3950.h"

/* The attribute type of Bib-1 (Z39.50 ATR.1). */
#define STRUCTURE_ATTRIBUTE 4

/* What a scan brings back. */
struct scanned {
    struct browse_entry *entries;
    size_t count;
    uint32_t position;
    int status; /* a Z_Scan_… */
};

static int refuse_number(struct diag *diag, int status, Odr_int value, const char *reason)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)value);
    return diag_refuse(diag, status, text, "%s", reason);
}

static int check_numbers(const Z_ScanRequest *request, unsigned most, struct diag *diag)
{
    Odr_int step = operation_value(request->stepSize, 0);
    Odr_int number = *request->numberOfTermsRequested;
    Odr_int position = operation_value(request->preferredPositionInResponse, 1);

    if (step != 0)
        return refuse_number(diag, step > 0 ? OFFPRINT_SCAN_STEP : Z3950_SCAN_STEP_UNKNOWN, step,
                             "the step size is 0");
    if (number < 1)
        return refuse_number(diag, Z3950_SCAN_MALFORMED, number, "at least one term is asked for");
    if (number > most) /* Bib-1 1029 wants the most that is given */
        return refuse_number(diag, OFFPRINT_SCAN_COUNT, most, "too many terms are asked for");
    if (position < 0 || position > number + 1)
        return refuse_number(diag, OFFPRINT_SCAN_POSITION, position,
                             "the position is 0 to one more than the terms asked for");
    return OFFPRINT_OK;
}

/* An attribute without a set of its own takes the one of the request (Z39.50 3.2.8.1.2). */
static int check_attribute_set(const Z_ScanRequest *request, struct diag *diag)
{
    const Z_AttributeList *list = request->termListAndStartPoint->attributes;

    if (request->attributeSet != NULL)
        return OFFPRINT_OK;
    for (int i = 0; i < list->num_attributes; i++)
        if (list->attributes[i]->attributeSet == NULL)
            return refuse_number(diag, Z3950_SCAN_NO_ATTRIBUTE_SET,
                                 *list->attributes[i]->attributeType,
                                 "an attribute type without attribute set");
    return OFFPRINT_OK;
}

/*
 * Headings are whole, words are single: what else the six attributes may ask for of a term does
 * not hold of a place in a list, and is refused.
 */
static int check_term(const struct query_term *term, bool headings, struct diag *diag)
{
    if (term->relation != RELATION_EQUAL && term->relation != RELATION_GREATER_OR_EQUAL)
        return diag_set(diag, OFFPRINT_RELATION, "a list is entered at a term or after it");
    if (term->truncation != TRUNCATION_NONE && term->truncation != TRUNCATION_RIGHT)
        return diag_set(diag, OFFPRINT_TRUNCATION, "a list is entered at how a term begins");
    if (!headings && term->position == POSITION_FIRST_IN_FIELD)
        return diag_set(diag, OFFPRINT_COMBINATION, "words are listed wherever they stand");
    if (!headings && term->completeness != COMPLETENESS_NONE)
        return diag_set(diag, OFFPRINT_COMBINATION, "a word is not a complete field");
    return OFFPRINT_OK;
}

/*
 * A phrase is looked up among whole headings, a word among words. Where the structure is left out,
 * what is tied to the ends of a field is a heading too, and anything else a word.
 */
static bool wants_headings(const struct query_term *term, const Z_AttributesPlusTerm *apt)
{
    for (int i = 0; i < apt->attributes->num_attributes; i++)
        if (*apt->attributes->attributes[i]->attributeType == STRUCTURE_ATTRIBUTE)
            return term->structure == STRUCTURE_PHRASE;
    return term->access_point->kind == ACCESS_TEXT &&
           (term->position != POSITION_ANY || term->completeness != COMPLETENESS_NONE);
}

static int browse(struct scanned *scanned, struct operation *operation,
                  const Z_ScanRequest *request, const struct query_term *term, struct diag *diag)
{
    struct databases databases = {0};
    struct browse_options options = {
        .access_point = term->access_point,
        .headings = wants_headings(term, request->termListAndStartPoint),
        .start = term->value,
        .count = (uint32_t)*request->numberOfTermsRequested,
        .position = (uint32_t)operation_value(request->preferredPositionInResponse, 1),
    };
    ptrdiff_t count;
    int status = databases_resolve(&databases, operation, request->databaseNames,
                                   request->num_databaseNames, diag);

    if (status < 0)
        return status;
    options.collections = databases.collections;
    options.collection_count = databases.count;
    count = catalogue_browse(&scanned->entries, &scanned->position,
                             operation->association->catalogue, &options, operation->arena, diag);
    if (count < 0)
        return (int)count;
    scanned->count = (size_t)count;
    /* Fewer than asked for: the list begins or ends here (Z39.50 3.2.8.1.7). */
    scanned->status = scanned->count < options.count ? Z_Scan_partial_5 : Z_Scan_success;
    return OFFPRINT_OK;
}

static int scan(struct scanned *scanned, struct operation *operation, const Z_ScanRequest *request,
                struct diag *diag)
{
    const struct association *association = operation->association;
    struct query *query = NULL;
    int status = check_numbers(request, association->options->scan_limit, diag);

    if (status < 0)
        return status;
    if ((status = check_attribute_set(request, diag)) < 0)
        return status;
    status =
        query_from_apt(&query, operation->arena, catalogue_access_points(association->catalogue),
                       request->attributeSet, request->termListAndStartPoint, diag);
    if (status < 0)
        return status;
    if (query->kind != QUERY_TERM)
        return diag_set(diag, OFFPRINT_SCAN_ACCESS_POINT, "there is no list of such terms");
    status = check_term(&query->term, wants_headings(&query->term, request->termListAndStartPoint),
                        diag);
    if (status < 0)
        return status;
    return browse(scanned, operation, request, &query->term, diag);
}

static Z_Entry *entry_of(struct operation *operation, const struct browse_entry *entry)
{
    ODR odr = operation->odr;
    Z_Entry *made = odr_malloc(odr, sizeof *made);
    Z_TermInfo *info = odr_malloc(odr, sizeof *info);

    *info = (Z_TermInfo){0};
    info->term = odr_malloc(odr, sizeof *info->term);
    info->term->which = Z_Term_general;
    info->term->u.general = odr_create_Odr_oct(odr, entry->term.data, (int)entry->term.length);
    if (entry->display.length > 0 && !slice_equal(entry->display, entry->term))
        info->displayTerm = odr_strdupn(odr, entry->display.data, entry->display.length);
    info->globalOccurrences = operation_int(operation, (Odr_int)entry->count);
    made->which = Z_Entry_termInfo;
    made->u.termInfo = info;
    return made;
}

/* As many entries as a message may hold. */
static Z_ListEntries *list(struct operation *operation, struct scanned *scanned)
{
    Z_ListEntries *entries = odr_malloc(operation->odr, sizeof *entries);
    size_t size = 0;

    *entries = (Z_ListEntries){0};
    entries->entries = odr_malloc(operation->odr, scanned->count * sizeof(Z_Entry *));
    for (size_t i = 0; i < scanned->count; i++) {
        size += scanned->entries[i].term.length + scanned->entries[i].display.length + 16;
        if (size > operation->association->preferred_message_size) {
            scanned->status = Z_Scan_partial_2;
            scanned->count = i;
            break;
        }
        entries->entries[entries->num_entries++] = entry_of(operation, &scanned->entries[i]);
    }
    return entries;
}

static Z_ListEntries *refusal(struct operation *operation, const struct diag *diag)
{
    Z_ListEntries *entries = odr_malloc(operation->odr, sizeof *entries);

    *entries = (Z_ListEntries){0};
    entries->num_nonsurrogateDiagnostics = 1;
    entries->nonsurrogateDiagnostics = odr_malloc(operation->odr, sizeof(Z_DiagRec *));
    entries->nonsurrogateDiagnostics[0] = diagnostics_record(operation, diag);
    return entries;
}

Z_APDU *z3950_scan(struct operation *operation, const Z_APDU *apdu)
{
    const Z_ScanRequest *request = apdu->u.scanRequest;
    Z_APDU *answer = operation_response(operation, Z_APDU_scanResponse);
    Z_ScanResponse *response = answer->u.scanResponse;
    struct scanned scanned = {.status = Z_Scan_failure};
    struct diag diag = {0};

    response->referenceId = request->referenceId;
    if (scan(&scanned, operation, request, &diag) < 0) {
        response->entries = refusal(operation, &diag);
    } else {
        response->entries = list(operation, &scanned);
        response->positionOfTerm = operation_int(operation, scanned.position);
        /* Never the client's own: libyaz encodes an arc over 32,767 without end. */
        response->attributeSet = odr_oiddup(operation->odr, yaz_oid_attset_bib_1);
    }
    response->stepSize = operation_int(operation, 0);
    *response->scanStatus = scanned.status;
    *response->numberOfEntriesReturned = (Odr_int)scanned.count;
    log_debug("z3950", "%s: Scan: %zu entries%s%s", operation->association->peer, scanned.count,
              diag.status < 0 ? ": " : "", diag.message);
    return answer;
}
