/* The one table from outcomes to Bib-1 conditions, and diagnostics made of them. */
#include "z3950/diagnostics.h"

#include <yaz/diagbib1.h>
#include <yaz/oid_db.h>

#include "base/text.h"
#include "z3950/association.h"
#include "z3950/operation.h"

static const struct condition {
    int status;
    int code;
} conditions[] = {
    {OFFPRINT_NOT_FOUND, YAZ_BIB1_SYSTEM_ERROR_IN_PRESENTING_RECORDS},
    {OFFPRINT_GONE, YAZ_BIB1_RECORD_DELETED},
    {OFFPRINT_MALFORMED, YAZ_BIB1_SYSTEM_ERROR_IN_PRESENTING_RECORDS},
    {OFFPRINT_INVALID, YAZ_BIB1_UNSPECIFIED_ERROR},
    {OFFPRINT_UNSUPPORTED, YAZ_BIB1_UNSUPP_SEARCH},
    {OFFPRINT_TOO_LARGE, YAZ_BIB1_RECORD_NOT_AVAILABLE_IN_REQUESTED_SYNTAX},
    {OFFPRINT_NO_IDENTIFIER, YAZ_BIB1_SYSTEM_ERROR_IN_PRESENTING_RECORDS},

    {OFFPRINT_IO, YAZ_BIB1_PERMANENT_SYSTEM_ERROR},
    {OFFPRINT_STORAGE, YAZ_BIB1_PERMANENT_SYSTEM_ERROR},
    {OFFPRINT_STORAGE_FULL, YAZ_BIB1_TEMPORARY_SYSTEM_ERROR},
    {OFFPRINT_FOREIGN, YAZ_BIB1_DATABASE_UNAVAILABLE},
    {OFFPRINT_STALE_INDEX, YAZ_BIB1_DATABASE_UNAVAILABLE},
    {OFFPRINT_BUSY, YAZ_BIB1_TEMPORARY_SYSTEM_ERROR},
    {OFFPRINT_TIMEOUT, YAZ_BIB1_TEMPORARY_SYSTEM_ERROR},
    {OFFPRINT_LIMIT, YAZ_BIB1_RESOURCES_EXHAUSTED_NO_RESULTS_AVAILABLE},
    {OFFPRINT_CORRUPT, YAZ_BIB1_PERMANENT_SYSTEM_ERROR},

    {OFFPRINT_QUERY_TYPE, YAZ_BIB1_QUERY_TYPE_UNSUPP},
    {OFFPRINT_QUERY_SYNTAX, YAZ_BIB1_MALFORMED_QUERY},
    {OFFPRINT_OPERATOR, YAZ_BIB1_OPERATOR_UNSUPP},
    {OFFPRINT_TOO_MANY_OPERANDS, YAZ_BIB1_TOO_MANY_BOOLEAN_OPERATORS},
    {OFFPRINT_ATTRIBUTE_SET, YAZ_BIB1_UNSUPP_ATTRIBUTE_SET},
    {OFFPRINT_ATTRIBUTE_TYPE, YAZ_BIB1_UNSUPP_ATTRIBUTE_TYPE},
    {OFFPRINT_ACCESS_POINT, YAZ_BIB1_UNSUPP_USE_ATTRIBUTE},
    {OFFPRINT_ACCESS_POINT_MISSING, YAZ_BIB1_USE_ATTRIBUTE_REQUIRED_BUT_NOT_SUPPLIED},
    {OFFPRINT_RELATION, YAZ_BIB1_UNSUPP_RELATION_ATTRIBUTE},
    {OFFPRINT_RELATION_MODIFIER, YAZ_BIB1_UNSUPP_RELATION_ATTRIBUTE},
    {OFFPRINT_POSITION, YAZ_BIB1_UNSUPP_POSITION_ATTRIBUTE},
    {OFFPRINT_STRUCTURE, YAZ_BIB1_UNSUPP_STRUCTURE_ATTRIBUTE},
    {OFFPRINT_TRUNCATION, YAZ_BIB1_UNSUPP_TRUNCATION_ATTRIBUTE},
    {OFFPRINT_COMPLETENESS, YAZ_BIB1_UNSUPP_COMPLETENESS_ATTRIBUTE},
    {OFFPRINT_COMBINATION, YAZ_BIB1_UNSUPP_ATTRIBUTE_COMBI},
    {OFFPRINT_TERM_FORMAT, YAZ_BIB1_ILLEGAL_TERM_VALUE_FOR_ATTRIBUTE},
    {OFFPRINT_TERM_EMPTY, YAZ_BIB1_MALFORMED_SEARCH_TERM},
    {OFFPRINT_TERM_ENCODING, YAZ_BIB1_QUERY_TERM_INCLUDES_CHARS_THAT_DO_NOT_TRANSLATE_INTO_},
    {OFFPRINT_TERM_EXPANSION, YAZ_BIB1_TRUNCATED_WORDS_TOO_SHORT},
    {OFFPRINT_PROXIMITY, YAZ_BIB1_PROX_UNSUPP_WITH_THIS_ATTRIBUTE_COMBI},
    {OFFPRINT_PROXIMITY_UNIT, YAZ_BIB1_UNSUPP_PROX_UNIT_CODE},
    {OFFPRINT_PROXIMITY_RELATION, YAZ_BIB1_UNSUPP_PROX_RELATION},
    {OFFPRINT_PROXIMITY_DISTANCE, YAZ_BIB1_UNSUPP_DISTANCE_FOR_PROX},
    {OFFPRINT_SORT, YAZ_BIB1_CANNOT_SORT_ACCORDING_TO_SEQUENCE},
    {OFFPRINT_ATTRIBUTE_COMPLEX, YAZ_BIB1_TYPE_1_QUERY_COMPLEX_ATTRIBUTEVALUE_UNSUPP},
    {OFFPRINT_RESULT_SET_ATTRIBUTES, YAZ_BIB1_TYPE_1_QUERY_RESTRICTION_RESULTATTR_OPERAND_UNSUPP},

    {OFFPRINT_DATABASE, YAZ_BIB1_DATABASE_DOES_NOT_EXIST},
    {OFFPRINT_DATABASE_COMBINATION, YAZ_BIB1_COMBI_OF_SPECIFIED_DATABASES_UNSUPP},
    {OFFPRINT_RESULT_SET, YAZ_BIB1_SPECIFIED_RESULT_SET_DOES_NOT_EXIST},
    {OFFPRINT_RESULT_SET_EXISTS, YAZ_BIB1_RESULT_SET_EXISTS_AND_REPLACE_INDICATOR_OFF},
    {OFFPRINT_RESULT_SET_NAME, YAZ_BIB1_ILLEGAL_RESULT_SET_NAME},
    {OFFPRINT_RESULT_SET_LIMIT, YAZ_BIB1_TOO_MANY_RESULT_SETS_CREATED},
    {OFFPRINT_OUT_OF_RANGE, YAZ_BIB1_PRESENT_REQUEST_OUT_OF_RANGE},

    {OFFPRINT_FORMAT, YAZ_BIB1_RECORD_SYNTAX_UNSUPP},
    {OFFPRINT_FORMAT_UNAVAILABLE, YAZ_BIB1_RECORD_NOT_AVAILABLE_IN_REQUESTED_SYNTAX},
    {OFFPRINT_ELEMENT_SET, YAZ_BIB1_SPECIFIED_ELEMENT_SET_NAME_NOT_VALID_FOR_SPECIFIED_},

    {OFFPRINT_SCAN_STEP, YAZ_BIB1_ONLY_ZERO_STEP_SIZE_SUPPORTED_FOR_SCAN},
    {OFFPRINT_SCAN_POSITION, YAZ_BIB1_SCAN_UNSUPP_VALUE_OF_POSITION_IN_RESPONSE},
    {OFFPRINT_SCAN_COUNT, YAZ_BIB1_SCAN_TOO_MANY_TERMS_REQUESTED_ADDINFO_MAX_TERMS_},
    {OFFPRINT_SCAN_ACCESS_POINT, YAZ_BIB1_SCAN_TERM_LIST_UNSUPP},

    {Z3950_VERSION, YAZ_BIB1_UNSPECIFIED_ERROR},
    {Z3950_SESSIONS, YAZ_BIB1_INIT_AC_MAXIMUM_NUMBER_OF_SIMULTANEOUS_SESSIONS_FOR_},
    {Z3950_DATABASE_COUNT, YAZ_BIB1_TOO_MANY_DATABASES_SPECIFIED},
    {Z3950_ELEMENT_SET_BY_DATABASE, YAZ_BIB1_ONLY_A_SINGLE_ELEMENT_SET_NAME_SUPPORTED},
    {Z3950_SCHEMA, YAZ_BIB1_COMPSPEC_UNKNOWN_SCHEMA_OR_SCHEMA_UNSUPP_},
    {Z3950_COMP_SPEC, YAZ_BIB1_PRESENT_COMP_SPEC_PARAMETER_UNSUPP},
    {Z3950_ADDITIONAL_RANGES, YAZ_BIB1_PRESENT_ADDITIONAL_RANGES_PARAMETER_UNSUPP},
    {Z3950_OVER_MESSAGE_SIZE, YAZ_BIB1_RECORD_EXCEEDS_PREFERRED_MESSAGE_SIZE},
    {Z3950_OVER_RECORD_SIZE, YAZ_BIB1_RECORD_EXCEEDS_MAXIMUM_RECORD_SIZE},
    {Z3950_SCAN_MALFORMED, YAZ_BIB1_SCAN_MALFORMED_SCAN},
    {Z3950_SCAN_STEP_UNKNOWN, YAZ_BIB1_SPECIFIED_STEP_SIZE_UNSUPP_FOR_SCAN},
    {Z3950_SCAN_NO_ATTRIBUTE_SET, YAZ_BIB1_SCAN_ATTRIBUTE_SET_ID_REQUIRED__NOT_SUPPLIED},
    {Z3950_EXTENDED_SERVICE, YAZ_BIB1_ES_EXTENDED_SERVICE_TYPE_UNSUPP},
    {Z3950_SERVICE, YAZ_BIB1_SERVICE_UNSUPP_FOR_THIS_DATABASE},
};

int diagnostics_condition(int status)
{
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++)
        if (conditions[i].status == status)
            return conditions[i].code;
    return YAZ_BIB1_UNSPECIFIED_ERROR;
}

const char *diagnostics_addinfo(const struct diag *diag)
{
    if (diag->value[0] != '\0')
        return diag->value;
    return diag->message[0] != '\0' ? diag->message : status_name(diag->status);
}

/* Version 2 has a VisibleString there, which is ASCII (Z39.50 4.1, DefaultDiagFormat). */
static void make_ascii(char *text)
{
    for (char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c >= 0x80)
            *c = '?';
}

static Z_DefaultDiagFormat *make(struct operation *operation, const struct diag *diag)
{
    Z_DefaultDiagFormat *format = odr_malloc(operation->odr, sizeof *format);

    format->diagnosticSetId = odr_oiddup(operation->odr, yaz_oid_diagset_bib_1);
    format->condition = operation_int(operation, diagnostics_condition(diag->status));
    format->which = Z_DefaultDiagFormat_v3Addinfo;
    format->u.v3Addinfo = odr_strdup(operation->odr, diagnostics_addinfo(diag));
    if (operation->association->version < 3) {
        format->which = Z_DefaultDiagFormat_v2Addinfo;
        format->u.v2Addinfo = format->u.v3Addinfo;
        make_ascii(format->u.v2Addinfo);
    }
    return format;
}

Z_DiagRec *diagnostics_record(struct operation *operation, const struct diag *diag)
{
    Z_DiagRec *record = odr_malloc(operation->odr, sizeof *record);

    record->which = Z_DiagRec_defaultFormat;
    record->u.defaultFormat = make(operation, diag);
    return record;
}

Z_Records *diagnostics_records(struct operation *operation, const struct diag *diag)
{
    Z_Records *records = odr_malloc(operation->odr, sizeof *records);

    records->which = Z_Records_NSD;
    records->u.nonSurrogateDiagnostic = make(operation, diag);
    return records;
}

Z_NamePlusRecord *diagnostics_surrogate(struct operation *operation, const char *database,
                                        const struct diag *diag)
{
    Z_NamePlusRecord *record = odr_malloc(operation->odr, sizeof *record);

    record->databaseName = odr_strdup_null(operation->odr, database);
    record->which = Z_NamePlusRecord_surrogateDiagnostic;
    record->u.surrogateDiagnostic = diagnostics_record(operation, diag);
    return record;
}

Z_External *diagnostics_in_init(struct operation *operation, const struct diag *diag)
{
    return zget_init_diagnostics(operation->odr, diagnostics_condition(diag->status),
                                 diagnostics_addinfo(diag));
}
