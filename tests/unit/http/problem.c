/* Problems: what clients did is told with its value, what went wrong here is not. */
#include "../test.h"

#include <offprint/arena.h>

#include "base/log.h"
#include "http/http.h"

struct fixture {
    struct arena *arena;
    struct http_request request;
    struct http_response response;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    fixture = (struct fixture){.arena = arena_create()};
    fixture.request =
        (struct http_request){.arena = fixture.arena, .raw_path = slice_of("/records/a\"b")};
    fixture.response = (struct http_response){.status = 200, .arena = fixture.arena};
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    buffer_finish(&fixture->response.body);
    arena_destroy(fixture->arena);
    return 0;
}

static void tells_status_detail_and_value(void **state)
{
    struct fixture *fixture = *state;
    struct diag diag = {0};

    diag_refuse(&diag, OFFPRINT_NOT_FOUND, "a\"b", "there is no record \"%s\"", "a\"b");
    http_problem(&fixture->response, &fixture->request, 404, &diag);
    assert_int_equal(fixture->response.status, 404);
    assert_string_equal(fixture->response.content_type, "application/problem+json");
    assert_wrote(
        &fixture->response.body,
        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
        "\"detail\":\"there is no record \\\"a\\\"b\\\"\",\"instance\":\"/records/a\\\"b\","
        "\"code\":\"not found\",\"value\":\"a\\\"b\"}\n");
}

static void takes_further_members(void **state)
{
    struct fixture *fixture = *state;

    http_problem(&fixture->response, &fixture->request, 410, NULL);
    http_problem_add(&fixture->response, "deleted", slice_of("2026"));
    assert_wrote(&fixture->response.body,
                 "{\"type\":\"about:blank\",\"title\":\"Gone\",\"status\":410,"
                 "\"instance\":\"/records/a\\\"b\",\"deleted\":\"2026\"}\n");
}

static void replaces_what_was_there(void **state)
{
    struct fixture *fixture = *state;

    buffer_add_string(&fixture->response.body, "half a record");
    http_response_header(&fixture->response, "Link", "<x>");
    fixture->response.validated = true;
    http_problem(&fixture->response, &fixture->request, 400, NULL);
    assert_null(strstr(fixture->response.body.data, "half"));
    assert_int_equal(fixture->response.header_count, 0);
    assert_false(fixture->response.validated);
}

static void keeps_our_own_failures_to_the_log(void **state)
{
    struct fixture *fixture = *state;
    struct diag diag = {0};

    log_set_level(LOG_LEVEL_ERROR);
    diag_refuse(&diag, OFFPRINT_CORRUPT, "secret", "page 7 of /var/lib/secret is damaged");
    http_problem(&fixture->response, &fixture->request, http_status_of(diag.status), &diag);
    assert_int_equal(fixture->response.status, 500);
    assert_null(strstr(fixture->response.body.data, "secret"));
    http_problem(&fixture->response, &fixture->request, 503, &diag);
    assert_int_equal(fixture->response.status, 503);
    assert_null(strstr(fixture->response.body.data, "secret"));
}

static void asks_to_come_back_when_busy(void **state)
{
    struct fixture *fixture = *state;

    http_problem(&fixture->response, &fixture->request, http_status_of(OFFPRINT_BUSY), NULL);
    assert_int_equal(fixture->response.status, 503);
    assert_string_equal(fixture->response.headers[0].name, "Retry-After");
}

static void maps_statuses_by_whose_fault_they_are(void **state)
{
    (void)state;
    assert_int_equal(http_status_of(OFFPRINT_OK), 200);
    assert_int_equal(http_status_of(OFFPRINT_NOT_FOUND), 404);
    assert_int_equal(http_status_of(OFFPRINT_GONE), 410);
    assert_int_equal(http_status_of(OFFPRINT_FORMAT), 406);
    assert_int_equal(http_status_of(OFFPRINT_TOO_LARGE), 406);
    assert_int_equal(http_status_of(OFFPRINT_QUERY_SYNTAX), 400);
    assert_int_equal(http_status_of(OFFPRINT_INVALID), 400);
    assert_int_equal(http_status_of(OFFPRINT_STORAGE), 500);
    for (int status = -1; status > -200; status--)
        assert_true(http_status_phrase(http_status_of(status))[0] != '\0');
}

static void allows_known_parameters_once(void **state)
{
    static const char *const names[] = {"format", "query", NULL};
    struct http_parameter parameters[] = {{slice_of("query"), slice_of("x")},
                                          {slice_of("format"), slice_of("mods")},
                                          {slice_of("query"), slice_of("y")}};
    struct fixture *fixture = *state;
    struct diag diag = {0};

    fixture->request.parameters = parameters;
    fixture->request.parameter_count = 2;
    assert_int_equal(http_request_allow(&fixture->request, names, &diag), OFFPRINT_OK);
    fixture->request.parameter_count = 3;
    assert_int_equal(http_request_allow(&fixture->request, names, &diag), OFFPRINT_INVALID);
    assert_string_equal(diag.value, "query");
    parameters[2].name = slice_of("isbn");
    assert_int_equal(http_request_allow(&fixture->request, names, &diag), OFFPRINT_INVALID);
    assert_string_equal(diag.value, "isbn");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tells_status_detail_and_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_further_members, set_up, tear_down),
        cmocka_unit_test_setup_teardown(replaces_what_was_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_our_own_failures_to_the_log, set_up, tear_down),
        cmocka_unit_test_setup_teardown(asks_to_come_back_when_busy, set_up, tear_down),
        cmocka_unit_test(maps_statuses_by_whose_fault_they_are),
        cmocka_unit_test_setup_teardown(allows_known_parameters_once, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
