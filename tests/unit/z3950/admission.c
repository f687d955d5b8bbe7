/* Caps on sessions, and the sockets that clients come in by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "z3950/admission.h"
#include "z3950/listener.h"

static struct client_address four(const char *text)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(1)};

    inet_pton(AF_INET, text, &address.sin_addr);
    return client_address_of((const struct sockaddr *)&address);
}

static struct client_address six(const char *text)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(2)};

    inet_pton(AF_INET6, text, &address.sin6_addr);
    return client_address_of((const struct sockaddr *)&address);
}

static void knows_an_address_in_either_clothing(void **state)
{
    struct client_address plain = four("192.0.2.7"), mapped = six("::ffff:192.0.2.7");
    struct client_address other = six("2001:db8::7");

    (void)state;
    assert_memory_equal(&plain, &mapped, sizeof plain);
    assert_memory_not_equal(&plain, &other, sizeof plain);
}

static void caps_the_sessions_of_one_address(void **state)
{
    struct admission *admission = admission_create(100, 2);
    struct client_address one = four("192.0.2.1"), two = four("192.0.2.2");

    (void)state;
    assert_int_equal(admission_enter(admission, &one), ADMITTED);
    assert_int_equal(admission_enter(admission, &one), ADMITTED);
    assert_int_equal(admission_enter(admission, &one), ADMITTED_CROWDED);
    assert_int_equal(admission_enter(admission, &two), ADMITTED);
    admission_leave(admission, &one, ADMITTED_CROWDED);
    assert_int_equal(admission_enter(admission, &one), ADMITTED_CROWDED);
    admission_leave(admission, &one, ADMITTED);
    assert_int_equal(admission_enter(admission, &one), ADMITTED);
    admission_destroy(admission);
}

static void caps_all_sessions_and_those_that_wait_to_be_refused(void **state)
{
    struct admission *admission = admission_create(3, 100);
    enum admitted last = ADMITTED;
    int crowded = 0;

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct client_address address = four("192.0.2.1");

        address.bytes[15] = (uint8_t)i;
        assert_int_equal(admission_enter(admission, &address), ADMITTED);
    }
    while (crowded < 1000) {
        struct client_address address = four("192.0.2.200");

        last = admission_enter(admission, &address);
        if (last != ADMITTED_CROWDED)
            break;
        crowded++;
    }
    assert_int_equal(last, ADMITTED_NOT);
    assert_int_equal(crowded, 64);
    admission_destroy(admission);
}

static void refuses_what_is_no_address(void **state)
{
    static const char *const bad[] = {"",
                                      "9999",
                                      "127.0.0.1",
                                      "127.0.0.1:",
                                      ":9999",
                                      "127.0.0.1:99999",
                                      "127.0.0.1:-1",
                                      "127.0.0.1:9x",
                                      "::1:9999",
                                      "[]:9999",
                                      "[::1]",
                                      "127.0.0.1:123456",
                                      "[::1:9999"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char bound[LISTENER_ADDRESS_SIZE];
        struct diag diag = {0};
        int socket;

        assert_int_equal(listener_open(&socket, 1, bad[i], bound, &diag), OFFPRINT_INVALID);
        assert_true(strlen(diag.message) > 0);
    }
}

static void takes_one_free_port_for_all_threads(void **state)
{
    static const char *const addresses[] = {"127.0.0.1:0", "[::1]:0", "localhost:0"};

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        char bound[LISTENER_ADDRESS_SIZE], again[LISTENER_ADDRESS_SIZE];
        struct diag diag = {0};
        int sockets[3], other;

        if (listener_open(sockets, 3, addresses[i], bound, &diag) < 0 && addresses[i][0] == '[')
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
        assert_int_equal(listener_open(&other, 1, bound, again, &diag), OFFPRINT_IO);
        assert_string_equal(diag.value, bound);
        for (int j = 0; j < 3; j++)
            close(sockets[j]);
        assert_int_equal(listener_open(&other, 1, bound, again, &diag), OFFPRINT_OK);
        assert_string_equal(bound, again);
        close(other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_an_address_in_either_clothing),
        cmocka_unit_test(caps_the_sessions_of_one_address),
        cmocka_unit_test(caps_all_sessions_and_those_that_wait_to_be_refused),
        cmocka_unit_test(refuses_what_is_no_address),
        cmocka_unit_test(takes_one_free_port_for_all_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
