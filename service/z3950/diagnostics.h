/* What was refused, as Z39.50 says it: Bib-1 diagnostics (Z39.50 appendix ERR.1). */
#ifndef OFFPRINT_Z3950_DIAGNOSTICS_H
#define OFFPRINT_Z3950_DIAGNOSTICS_H

#include <yaz/proto.h>

#include <offprint/status.h>

struct operation;

/* Refusals that only Z39.50 knows, beside enum offprint_status in a struct diag. */
enum z3950_refusal {
    Z3950_VERSION = -1000,
    Z3950_SESSIONS = -1001,
    Z3950_DATABASE_COUNT = -1002,
    Z3950_ELEMENT_SET_BY_DATABASE = -1003,
    Z3950_SCHEMA = -1004,
    Z3950_COMP_SPEC = -1005,
    Z3950_ADDITIONAL_RANGES = -1006,
    Z3950_OVER_MESSAGE_SIZE = -1007,
    Z3950_OVER_RECORD_SIZE = -1008,
    Z3950_SCAN_MALFORMED = -1009,
    Z3950_SCAN_STEP_UNKNOWN = -1010,
    Z3950_SCAN_NO_ATTRIBUTE_SET = -1011,
    Z3950_EXTENDED_SERVICE = -1012,
    Z3950_SERVICE = -1013,
    Z3950_SORT_NO_INPUT = -1014,
    Z3950_SORT_INPUTS = -1015,
    Z3950_SORT_DATABASE_SPECIFIC = -1016,
    Z3950_SORT_ILLEGAL_MISSING = -1017,
    Z3950_SORT_ILLEGAL = -1018,
    Z3950_LAST = Z3950_SORT_ILLEGAL,
};

/* The Bib-1 condition for a status, by the one table; 100 (unspecified) where it has none. */
int diagnostics_condition(int status);

/* What goes along with it: the value that was refused, or the sentence where there is none. */
const char *diagnostics_addinfo(const struct diag *diag);

/* Each is in the answer's memory. */
Z_DiagRec *diagnostics_record(struct operation *operation, const struct diag *diag);
/* A non-surrogate diagnostic in place of records. */
Z_Records *diagnostics_records(struct operation *operation, const struct diag *diag);
/* A surrogate for one record, of `database` (borrowed; may be NULL). */
Z_NamePlusRecord *diagnostics_surrogate(struct operation *operation, const char *database,
                                        const struct diag *diag);
/* For userInformationField of a refusing InitResponse. */
Z_External *diagnostics_in_init(struct operation *operation, const struct diag *diag);

#endif
