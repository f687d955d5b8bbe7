/* The parameters of lists: numbers in their bounds, cursors for the list that they were made for.
 */
#include "../test.h"

#include <offprint/arena.h>

#include "http/http.h"
#include "rest/list.h"

static struct http_request request_with(struct arena *arena, struct http_parameter *parameter)
{
    return (struct http_request){.arena = arena,
                                 .parameters = parameter,
                                 .parameter_count = 1,
                                 .raw_path = slice_of("/records"),
                                 .base_url = "http://library.example"};
}

static void keeps_limits_in_bounds(void **state)
{
    static const struct {
        const char *text;
        size_t limit; /* 0: refused */
    } cases[] = {{"1", 1},
                 {"20", 20},
                 {"1000", 1000},
                 {"0007", 7},
                 {"0", 0},
                 {"1001", 0},
                 {"", 0},
                 {"-1", 0},
                 {"+1", 0},
                 {"1.5", 0},
                 {"10abc", 0},
                 {" 1", 0},
                 {"99999999999999999999", 0}};
    struct arena *arena = arena_create();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_parameter parameter = {slice_of("limit"), slice_of(cases[i].text)};
        struct http_request request = request_with(arena, &parameter);
        struct diag diag = {0};
        size_t limit;
        int status = rest_list_limit(&limit, &request, LIST_LIMIT_STANDARD, &diag);
        if (cases[i].limit != 0) {
            assert_int_equal(status, OFFPRINT_OK);
            assert_int_equal(limit, cases[i].limit);
        } else {
            assert_int_equal(status, OFFPRINT_INVALID);
            assert_string_equal(diag.value, cases[i].text);
        }
    }
    arena_destroy(arena);
}

static void goes_on_where_the_cursor_says(void **state)
{
    struct arena *arena = arena_create();
    struct http_parameter query = {slice_of("query"), slice_of("a b&c")};
    struct http_request request = request_with(arena, &query);
    uint64_t place;

    (void)state;
    assert_int_equal(rest_list_cursor(&place, &request, slice_of("list"), NULL), OFFPRINT_OK);
    assert_int_equal(place, 0);
    const char *next = rest_list_next(&request, 4711, slice_of("list"));
    static const char start[] = "http://library.example/records?query=a%20b%26c&cursor=";
    assert_memory_equal(next, start, sizeof start - 1);

    struct http_parameter cursor = {slice_of("cursor"), slice_of(next + sizeof start - 1)};
    struct http_request following = request_with(arena, &cursor);
    assert_int_equal(rest_list_cursor(&place, &following, slice_of("list"), NULL), OFFPRINT_OK);
    assert_int_equal(place, 4711);
    assert_int_equal(rest_list_cursor(&place, &following, slice_of("other"), NULL),
                     OFFPRINT_INVALID);
    assert_int_equal(place, 0);
    cursor.value.length--;
    assert_int_equal(rest_list_cursor(&place, &following, slice_of("list"), NULL),
                     OFFPRINT_INVALID);
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_limits_in_bounds),
        cmocka_unit_test(goes_on_where_the_cursor_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
