/* Services that are answered without looking into the catalogue: refused ones above all. */
#include "fixture.h"

#include <offprint/catalogue.h>

#include <yaz/oid_db.h>

static const Z_DefaultDiagFormat *only_diagnostic(int count, Z_DiagRec **diagnostics)
{
    assert_int_equal(count, 1);
    assert_int_equal(diagnostics[0]->which, Z_DiagRec_defaultFormat);
    return diagnostics[0]->u.defaultFormat;
}

/* A request to sort `count` sets of the one name into another, by title. */
static Z_APDU *make_sort(struct fixture *fixture, char *name, int count, char *sorted)
{
    static char field[] = "title";
    ODR odr = fixture->operation.odr;
    Z_APDU *request = fixture_request(fixture, Z_APDU_sortRequest);
    Z_SortKeySpec *spec = odr_malloc(odr, sizeof *spec);
    Z_SortKeySpecList *list = odr_malloc(odr, sizeof *list);

    *spec = (Z_SortKeySpec){.sortElement = odr_malloc(odr, sizeof *spec->sortElement),
                            .sortRelation = odr_intdup(odr, 0),
                            .caseSensitivity = odr_intdup(odr, 1)};
    spec->sortElement->which = Z_SortElement_generic;
    spec->sortElement->u.generic = odr_malloc(odr, sizeof *spec->sortElement->u.generic);
    spec->sortElement->u.generic->which = Z_SortKey_sortField;
    spec->sortElement->u.generic->u.sortField = field;
    list->num_specs = 1;
    list->specs = odr_malloc(odr, sizeof *list->specs);
    list->specs[0] = spec;
    request->u.sortRequest->referenceId = odr_create_Odr_oct(odr, "7", 1);
    request->u.sortRequest->sortSequence = list;
    request->u.sortRequest->num_inputResultSetNames = count;
    request->u.sortRequest->inputResultSetNames =
        odr_malloc(odr, (size_t)(count + 1) * sizeof(char *));
    for (int i = 0; i < count; i++)
        request->u.sortRequest->inputResultSetNames[i] = name;
    request->u.sortRequest->sortedResultSetName = sorted;
    return request;
}

static void refuses_to_sort_what_is_not_there(void **state)
{
    static char name[] = "absent", sorted[] = "sorted";
    static const struct {
        int count, condition;
        const char *value;
    } cases[] = {
        {0, 208, "no result set to sort is named"}, {1, 30, "absent"}, {17, 230, "absent"}};
    struct fixture fixture;

    (void)state;
    fixture_init(&fixture);
    fixture_open(&fixture, 3);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Z_APDU *request = make_sort(&fixture, name, cases[i].count, sorted);
        const Z_SortResponse *response = fixture_answer(&fixture, request)->u.sortResponse;
        const Z_DefaultDiagFormat *diag =
            only_diagnostic(response->num_diagnostics, response->diagnostics);

        assert_int_equal(*response->sortStatus, Z_SortResponse_failure);
        assert_int_equal(*response->resultSetStatus, Z_SortResponse_none);
        assert_int_equal(*diag->condition, cases[i].condition);
        assert_string_equal(diag->u.v3Addinfo, cases[i].value);
        assert_memory_equal(response->referenceId->buf, "7", 1);
        assert_false(fixture.operation.ends);
    }
    fixture_finish(&fixture);
}

static void refuses_extended_services_by_their_type(void **state)
{
    struct fixture fixture;
    Z_APDU *request;
    const Z_ExtendedServicesResponse *response;
    const Z_DefaultDiagFormat *diag;

    (void)state;
    fixture_init(&fixture);
    fixture_open(&fixture, 3);
    request = fixture_request(&fixture, Z_APDU_extendedServicesRequest);
    request->u.extendedServicesRequest->packageType =
        odr_oiddup(fixture.operation.odr, yaz_oid_extserv_item_order);
    response = fixture_answer(&fixture, request)->u.extendedServicesResponse;
    diag = only_diagnostic(response->num_diagnostics, response->diagnostics);
    assert_int_equal(*response->operationStatus, Z_ExtendedServicesResponse_failure);
    assert_int_equal(*diag->condition, 221);
    assert_string_equal(diag->u.v3Addinfo, "1.2.840.10003.9.4");
    assert_false(fixture.operation.ends);
    fixture_finish(&fixture);
}

static void refuses_duplicate_detection(void **state)
{
    struct fixture fixture;
    Z_DuplicateDetectionRequest detection = {0};
    Z_APDU request = {.which = Z_APDU_duplicateDetectionRequest};
    const Z_DuplicateDetectionResponse *response;

    (void)state;
    fixture_init(&fixture);
    fixture_open(&fixture, 3);
    request.u.duplicateDetectionRequest = &detection;
    response = fixture_answer(&fixture, &request)->u.duplicateDetectionResponse;
    assert_int_equal(*response->status, Z_DuplicateDetectionResponse_failure);
    assert_int_equal(*only_diagnostic(response->num_diagnostics, response->diagnostics)->condition,
                     1025);
    fixture_finish(&fixture);
}

static void has_no_resource_report_and_says_so(void **state)
{
    struct fixture fixture;
    Z_ResourceReportRequest report = {0};
    Z_APDU request = {.which = Z_APDU_resourceReportRequest};
    const Z_APDU *answer;

    (void)state;
    fixture_init(&fixture);
    fixture_open(&fixture, 3);
    request.u.resourceReportRequest = &report;
    answer = fixture_answer(&fixture, &request);
    assert_int_equal(answer->which, Z_APDU_resourceReportResponse);
    assert_int_equal(*answer->u.resourceReportResponse->resourceReportStatus,
                     Z_ResourceReportResponse_failure_1);
    fixture_finish(&fixture);
}

static void passes_over_what_has_no_response(void **state)
{
    static const int requests[] = {Z_APDU_triggerResourceControlRequest,
                                   Z_APDU_resourceControlResponse, Z_APDU_accessControlResponse};

    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct fixture fixture;
        Z_APDU request = {.which = requests[i]};

        fixture_init(&fixture);
        fixture_open(&fixture, 3);
        assert_null(fixture_answer(&fixture, &request));
        assert_false(fixture.operation.ends);
        fixture_finish(&fixture);
    }
}

static void ends_the_session_at_what_only_a_target_sends(void **state)
{
    static const int requests[] = {Z_APDU_initResponse,
                                   Z_APDU_searchResponse,
                                   Z_APDU_presentResponse,
                                   Z_APDU_deleteResultSetResponse,
                                   Z_APDU_accessControlRequest,
                                   Z_APDU_resourceControlRequest,
                                   Z_APDU_resourceReportResponse,
                                   Z_APDU_scanResponse,
                                   Z_APDU_sortResponse,
                                   Z_APDU_segmentRequest,
                                   Z_APDU_extendedServicesResponse,
                                   Z_APDU_duplicateDetectionResponse};

    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct fixture fixture;
        Z_APDU request = {.which = requests[i]};
        const Z_APDU *answer;

        fixture_init(&fixture);
        fixture_open(&fixture, 3);
        answer = fixture_answer(&fixture, &request);
        assert_int_equal(answer->which, Z_APDU_close);
        assert_int_equal(*answer->u.close->closeReason, Z_Close_protocolError);
        assert_true(fixture.operation.ends);
        fixture_finish(&fixture);
    }
}

static void answers_close_with_close(void **state)
{
    struct fixture fixture;
    Z_APDU *request;
    const Z_APDU *answer;

    (void)state;
    fixture_init(&fixture);
    fixture_open(&fixture, 3);
    request = fixture_request(&fixture, Z_APDU_close);
    request->u.close->referenceId = odr_create_Odr_oct(fixture.operation.odr, "bye", 3);
    answer = fixture_answer(&fixture, request);
    assert_int_equal(answer->which, Z_APDU_close);
    assert_int_equal(*answer->u.close->closeReason, Z_Close_finished);
    assert_memory_equal(answer->u.close->referenceId->buf, "bye", 3);
    assert_true(fixture.operation.ends);
    fixture_finish(&fixture);
}

static void sends_no_close_of_its_own_in_version_2(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_init(&fixture);
    fixture_open(&fixture, 2);
    assert_null(z3950_end(&fixture.operation, Z_Close_shutdown, "the end"));
    assert_true(fixture.operation.ends);
    fixture_finish(&fixture);
}

/* Sets without content will do: what is deleted is their names. */
static void deletes_the_sets_that_are_named(void **state)
{
    struct fixture fixture;
    Z_APDU *request;
    const Z_DeleteResultSetResponse *response;
    char one[] = "one", none[] = "none";
    char *names[] = {one, none};

    (void)state;
    fixture_init(&fixture);
    fixture_open(&fixture, 3);
    result_sets_put(&fixture.association.sets, "one", NULL);
    result_sets_put(&fixture.association.sets, "two", NULL);
    request = fixture_request(&fixture, Z_APDU_deleteResultSetRequest);
    *request->u.deleteResultSetRequest->deleteFunction = Z_DeleteResultSetRequest_list;
    request->u.deleteResultSetRequest->num_resultSetList = 2;
    request->u.deleteResultSetRequest->resultSetList = names;
    response = fixture_answer(&fixture, request)->u.deleteResultSetResponse;
    assert_int_equal(*response->deleteOperationStatus,
                     Z_DeleteStatus_notAllRequestedResultSetsDeleted);
    assert_int_equal(response->deleteListStatuses->num, 2);
    assert_int_equal(*response->deleteListStatuses->elements[0]->status, Z_DeleteStatus_success);
    assert_int_equal(*response->deleteListStatuses->elements[1]->status,
                     Z_DeleteStatus_resultSetDidNotExist);
    assert_int_equal(fixture.association.sets.count, 1);
    fixture_finish(&fixture);
}

static void deletes_all_sets(void **state)
{
    struct fixture fixture;
    Z_APDU *request;

    (void)state;
    fixture_init(&fixture);
    fixture_open(&fixture, 3);
    result_sets_put(&fixture.association.sets, "one", NULL);
    result_sets_put(&fixture.association.sets, "two", NULL);
    request = fixture_request(&fixture, Z_APDU_deleteResultSetRequest);
    *request->u.deleteResultSetRequest->deleteFunction = Z_DeleteResultSetRequest_all;
    assert_int_equal(
        *fixture_answer(&fixture, request)->u.deleteResultSetResponse->deleteOperationStatus,
        Z_DeleteStatus_success);
    assert_int_equal(fixture.association.sets.count, 0);
    fixture_finish(&fixture);
}

static void refuses_a_delete_function_that_there_is_not(void **state)
{
    struct fixture fixture;
    Z_APDU *request;
    const Z_DeleteResultSetResponse *response;

    (void)state;
    fixture_init(&fixture);
    fixture_open(&fixture, 3);
    request = fixture_request(&fixture, Z_APDU_deleteResultSetRequest);
    *request->u.deleteResultSetRequest->deleteFunction = 7;
    response = fixture_answer(&fixture, request)->u.deleteResultSetResponse;
    assert_int_equal(*response->deleteOperationStatus, Z_DeleteStatus_systemProblemAtTarget);
    assert_non_null(response->deleteMessage);
    fixture_finish(&fixture);
}

static void allows_so_many_sets_of_decent_names(void **state)
{
    static const struct {
        const char *why, *name;
        int status;
    } cases[] = {
        {"a plain name", "default", OFFPRINT_OK},
        {"any script", "Зал 1", OFFPRINT_OK},
        {"nothing", "", OFFPRINT_RESULT_SET_NAME},
        {"a line break", "a\nb", OFFPRINT_RESULT_SET_NAME},
        {"no UTF-8", "a\xff", OFFPRINT_RESULT_SET_NAME},
        {"one that is there already, at the limit", "first", OFFPRINT_OK},
    };
    struct result_sets sets;
    struct diag diag = {0};
    char name[300];

    (void)state;
    result_sets_init(&sets, 2);
    result_sets_put(&sets, "first", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(result_sets_allow(&sets, cases[i].name, &diag), cases[i].status);
    memset(name, 'x', sizeof name);
    name[256] = '\0';
    assert_int_equal(result_sets_allow(&sets, name, &diag), OFFPRINT_RESULT_SET_NAME);
    name[255] = '\0';
    assert_int_equal(result_sets_allow(&sets, name, &diag), OFFPRINT_OK);
    result_sets_put(&sets, "second", NULL);
    assert_int_equal(result_sets_allow(&sets, "third", &diag), OFFPRINT_RESULT_SET_LIMIT);
    assert_string_equal(diag.value, "third");
    assert_int_equal(result_sets_allow(&sets, "first", &diag), OFFPRINT_OK);
    assert_int_equal(result_sets_allow(&sets, "First", &diag), OFFPRINT_RESULT_SET_LIMIT);
    result_sets_finish(&sets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_to_sort_what_is_not_there),
        cmocka_unit_test(refuses_extended_services_by_their_type),
        cmocka_unit_test(refuses_duplicate_detection),
        cmocka_unit_test(has_no_resource_report_and_says_so),
        cmocka_unit_test(passes_over_what_has_no_response),
        cmocka_unit_test(ends_the_session_at_what_only_a_target_sends),
        cmocka_unit_test(answers_close_with_close),
        cmocka_unit_test(sends_no_close_of_its_own_in_version_2),
        cmocka_unit_test(deletes_the_sets_that_are_named),
        cmocka_unit_test(deletes_all_sets),
        cmocka_unit_test(refuses_a_delete_function_that_there_is_not),
        cmocka_unit_test(allows_so_many_sets_of_decent_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
