/* Addresses to listen on: read as people write them, bound to what they say. */
#include "../test.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/listen.h"

static void reads_hosts_and_ports(void **state)
{
    static const struct {
        const char *address, *host, *port;
    } good[] = {
        {"127.0.0.1:8080", "127.0.0.1", "8080"},
        {"[::1]:0", "::1", "0"},
        {"localhost:65535", "localhost", "65535"},
        {"a.example:00080", "a.example", "80"},
    };
    char host[256], port[6];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(listen_address_parse(host, port, good[i].address, NULL), OFFPRINT_OK);
        assert_string_equal(host, good[i].host);
        assert_string_equal(port, good[i].port);
    }
}

static void refuses_what_is_no_address(void **state)
{
    static const char *const bad[] = {
        "",        "8080",     "host",   "host:",      ":80",     "::1:80",
        "[::1]",   "[]:80",    "host:x", "host:65536", "host:-1", "host:080 ",
        "[::1:80", "host:1e3", "a:b:80", "host:999999"};
    char host[256], port[6];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct diag diag = {0};
        if (listen_address_parse(host, port, bad[i], &diag) != OFFPRINT_INVALID)
            fail_msg("%s was taken", bad[i]);
        assert_string_equal(diag.value, bad[i]);
    }
    char longest[400];
    memset(longest, 'a', sizeof longest);
    memcpy(longest + sizeof longest - 4, ":80", 4);
    assert_int_equal(listen_address_parse(host, port, longest, NULL), OFFPRINT_INVALID);
}

static void finds_a_free_port_and_says_which(void **state)
{
    char bound[LISTEN_ADDRESS_SIZE], again[LISTEN_ADDRESS_SIZE];
    struct diag diag = {0};
    int first, second = -1;

    (void)state;
    assert_int_equal(listen_open(&first, 1, bound, "127.0.0.1:0", &diag), OFFPRINT_OK);
    assert_memory_equal(bound, "127.0.0.1:", 10);
    assert_true(atoi(bound + 10) > 0);
    assert_int_equal(listen_open(&second, 1, again, bound, &diag), OFFPRINT_IO);
    assert_string_equal(diag.value, bound);
    close(first);
}

static void takes_one_free_port_for_all_threads(void **state)
{
    static const char *const addresses[] = {"127.0.0.1:0", "[::1]:0", "localhost:0"};

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        char bound[LISTEN_ADDRESS_SIZE], again[LISTEN_ADDRESS_SIZE];
        struct diag diag = {0};
        int sockets[3], other;

        if (listen_open(sockets, 3, bound, addresses[i], &diag) < 0 && addresses[i][0] == '[')
            continue; /* a machine without IPv6 */
        assert_string_equal(diag.message, "");
        assert_null(strstr(bound, ":0"));
        for (int j = 0; j < 3; j++) {
            struct sockaddr_storage address;
            socklen_t length = sizeof address;
            int listens = 0;
            socklen_t size = sizeof listens;

            assert_int_equal(getsockname(sockets[j], (struct sockaddr *)&address, &length), 0);
            assert_int_equal(getsockopt(sockets[j], SOL_SOCKET, SO_ACCEPTCONN, &listens, &size), 0);
            assert_int_equal(listens, 1);
        }
        /* Nobody else gets it, not even with our own options. */
        assert_int_equal(listen_open(&other, 1, again, bound, &diag), OFFPRINT_IO);
        assert_string_equal(diag.value, bound);
        for (int j = 0; j < 3; j++)
            close(sockets[j]);
        assert_int_equal(listen_open(&other, 1, again, bound, &diag), OFFPRINT_OK);
        assert_string_equal(bound, again);
        close(other);
    }
}

static void says_which_host_is_not_known(void **state)
{
    char bound[LISTEN_ADDRESS_SIZE];
    struct diag diag = {0};
    int fd;

    (void)state;
    assert_int_equal(listen_open(&fd, 1, bound, "999.999.999.999:0", &diag), OFFPRINT_INVALID);
    assert_non_null(strstr(diag.message, "999.999.999.999:0"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_hosts_and_ports),
        cmocka_unit_test(refuses_what_is_no_address),
        cmocka_unit_test(finds_a_free_port_and_says_which),
        cmocka_unit_test(takes_one_free_port_for_all_threads),
        cmocka_unit_test(says_which_host_is_not_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
