/* Routes: the longest path wins; methods, OPTIONS, 404 and 405 are the server's. */
#include "../test.h"

#include <offprint/arena.h>

#include "http/route.h"

static void answer(const struct http_request *request, struct http_response *response)
{
    buffer_printf(&response->body, "%d", (int)request->method);
}

static const struct http_route routes[] = {
    {"/", HTTP_GET, answer},
    {"/records", HTTP_GET, answer},
    {"/records/", HTTP_GET, answer},
    {"/records/special", HTTP_GET, answer},
    {"/oai", HTTP_GET | HTTP_POST, answer},
};
#define ROUTES (sizeof routes / sizeof *routes)

static void the_longest_path_wins(void **state)
{
    static const struct {
        const char *path, *route;
    } cases[] = {
        {"/", "/"},
        {"/records", "/records"},
        {"/records/", "/records/"},
        {"/records/x", "/records/"},
        {"/records/x/y", "/records/"},
        {"/records/special", "/records/special"},
        {"/records/special2", "/records/"},
        {"/recordsx", NULL},
        {"/nothing", NULL},
        {"/oai/", NULL},
        {"", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct http_route *route = http_route_find(routes, ROUTES, slice_of(cases[i].path));
        assert_string_equal(route != NULL ? route->path : "none",
                            cases[i].route != NULL ? cases[i].route : "none");
    }
}

static const char *header(const struct http_response *response, const char *name)
{
    for (size_t i = 0; i < response->header_count; i++)
        if (strcmp(response->headers[i].name, name) == 0)
            return response->headers[i].value;
    return "";
}

static void methods_are_answered_by_rule(void **state)
{
    static const struct {
        const char *method, *path;
        unsigned status;
        const char *allow, *body;
    } cases[] = {
        {"GET", "/records", 200, "", "1"},
        {"HEAD", "/records", 200, "", "1"},
        {"POST", "/oai", 200, "", "4"},
        {"POST", "/records", 405, "GET, HEAD, OPTIONS", NULL},
        {"PUT", "/oai", 405, "GET, HEAD, POST, OPTIONS", NULL},
        {"get", "/records", 405, "GET, HEAD, OPTIONS", NULL},
        {"OPTIONS", "/records", 204, "GET, HEAD, OPTIONS", ""},
        {"OPTIONS", "/oai", 204, "GET, HEAD, POST, OPTIONS", ""},
        {"OPTIONS", "*", 204, "GET, HEAD, POST, OPTIONS", ""},
        {"OPTIONS", "/nothing", 404, "", NULL},
        {"DELETE", "/nothing", 404, "", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct http_request request = {.method = http_method_of(cases[i].method),
                                       .path = slice_of(cases[i].path),
                                       .raw_path = slice_of(cases[i].path),
                                       .arena = arena};
        struct http_response response = {.status = 200, .arena = arena};
        http_route(routes, ROUTES, &request, &response);
        assert_int_equal(response.status, cases[i].status);
        assert_string_equal(header(&response, "Allow"), cases[i].allow);
        if (cases[i].body != NULL)
            assert_wrote(&response.body, cases[i].body);
        else
            assert_string_equal(response.content_type, "application/problem+json");
        buffer_finish(&response.body);
        arena_destroy(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_path_wins),
        cmocka_unit_test(methods_are_answered_by_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
