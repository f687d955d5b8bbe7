/* Diagnostics: one Bib-1 condition for every outcome, and always something to go with it. */
#include "fixture.h"

#include "z3950/diagnostics.h"

/* The table of the protocol sheet, written down here a second time. */
static const struct {
    int status, condition;
} wanted[] = {
    {OFFPRINT_QUERY_TYPE, 107},
    {OFFPRINT_QUERY_SYNTAX, 108},
    {OFFPRINT_OPERATOR, 110},
    {OFFPRINT_TOO_MANY_OPERANDS, 6},
    {OFFPRINT_ATTRIBUTE_SET, 121},
    {OFFPRINT_ATTRIBUTE_TYPE, 113},
    {OFFPRINT_ACCESS_POINT, 114},
    {OFFPRINT_ACCESS_POINT_MISSING, 116},
    {OFFPRINT_RELATION, 117},
    {OFFPRINT_POSITION, 119},
    {OFFPRINT_STRUCTURE, 118},
    {OFFPRINT_TRUNCATION, 120},
    {OFFPRINT_COMPLETENESS, 122},
    {OFFPRINT_COMBINATION, 123},
    {OFFPRINT_TERM_FORMAT, 126},
    {OFFPRINT_TERM_EMPTY, 125},
    {OFFPRINT_TERM_ENCODING, 1072},
    {OFFPRINT_TERM_EXPANSION, 9},
    {OFFPRINT_PROXIMITY, 201},
    {OFFPRINT_PROXIMITY_UNIT, 132},
    {OFFPRINT_PROXIMITY_RELATION, 131},
    {OFFPRINT_PROXIMITY_DISTANCE, 202},
    {OFFPRINT_ATTRIBUTE_COMPLEX, 246},
    {OFFPRINT_RESULT_SET_ATTRIBUTES, 245},
    {OFFPRINT_DATABASE, 235},
    {OFFPRINT_DATABASE_COMBINATION, 23},
    {Z3950_DATABASE_COUNT, 111},
    {OFFPRINT_RESULT_SET, 30},
    {OFFPRINT_RESULT_SET_EXISTS, 21},
    {OFFPRINT_RESULT_SET_NAME, 128},
    {OFFPRINT_RESULT_SET_LIMIT, 112},
    {OFFPRINT_OUT_OF_RANGE, 13},
    {OFFPRINT_FORMAT, 239},
    {OFFPRINT_FORMAT_UNAVAILABLE, 238},
    {OFFPRINT_TOO_LARGE, 238},
    {OFFPRINT_ELEMENT_SET, 25},
    {Z3950_ELEMENT_SET_BY_DATABASE, 26},
    {Z3950_COMP_SPEC, 244},
    {Z3950_ADDITIONAL_RANGES, 243},
    {Z3950_OVER_MESSAGE_SIZE, 16},
    {Z3950_OVER_RECORD_SIZE, 17},
    {OFFPRINT_MALFORMED, 14},
    {OFFPRINT_SCAN_STEP, 205},
    {Z3950_SCAN_STEP_UNKNOWN, 206},
    {OFFPRINT_SCAN_POSITION, 233},
    {OFFPRINT_SCAN_COUNT, 1029},
    {Z3950_SCAN_NO_ATTRIBUTE_SET, 1051},
    {Z3950_SCAN_MALFORMED, 228},
    {OFFPRINT_SORT, 207},
    {Z3950_EXTENDED_SERVICE, 221},
    {Z3950_SESSIONS, 1015},
    {OFFPRINT_LIMIT, 31},
    {OFFPRINT_TIMEOUT, 2},
};

static void says_what_the_protocol_sheet_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        assert_int_equal(diagnostics_condition(wanted[i].status), wanted[i].condition);
}

/* Only these two have no condition of their own. */
static void knows_every_outcome(void **state)
{
    (void)state;
    for (int status = -1; status >= Z3950_LAST; status--) {
        bool named = status > -1000 && strcmp(status_name(status), status_name(-999)) != 0;

        if (status <= -1000)
            named = true;
        if (!named || status == OFFPRINT_INVALID || status == Z3950_VERSION)
            continue;
        assert_int_not_equal(diagnostics_condition(status), 100);
    }
}

static void carries_the_refused_value_or_else_the_reason(void **state)
{
    struct diag diag = {0};

    (void)state;
    diag_refuse(&diag, OFFPRINT_DATABASE, "Nowhere", "there is no such database");
    assert_string_equal(diagnostics_addinfo(&diag), "Nowhere");
    diag_set(&diag, OFFPRINT_TERM_EMPTY, "the term is empty");
    assert_string_equal(diagnostics_addinfo(&diag), "the term is empty");
    diag = (struct diag){.status = OFFPRINT_TERM_EMPTY};
    assert_true(strlen(diagnostics_addinfo(&diag)) > 0);
}

static void writes_addinfo_as_the_version_has_it(void **state)
{
    struct fixture fixture;
    struct diag diag = {0};
    const Z_DefaultDiagFormat *format;

    (void)state;
    fixture_init(&fixture);
    diag_refuse(&diag, OFFPRINT_DATABASE, "Bücher", "there is no such database");
    fixture_open(&fixture, 3);
    format = diagnostics_records(&fixture.operation, &diag)->u.nonSurrogateDiagnostic;
    assert_int_equal(format->which, Z_DefaultDiagFormat_v3Addinfo);
    assert_string_equal(format->u.v3Addinfo, "Bücher");
    fixture_open(&fixture, 2);
    format = diagnostics_records(&fixture.operation, &diag)->u.nonSurrogateDiagnostic;
    assert_int_equal(format->which, Z_DefaultDiagFormat_v2Addinfo);
    assert_string_equal(format->u.v2Addinfo, "B??cher");
    fixture_finish(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_the_protocol_sheet_says),
        cmocka_unit_test(knows_every_outcome),
        cmocka_unit_test(carries_the_refused_value_or_else_the_reason),
        cmocka_unit_test(writes_addinfo_as_the_version_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
