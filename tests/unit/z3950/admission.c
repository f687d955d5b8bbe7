/* Caps on sessions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "z3950/admission.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_an_address_in_either_clothing),
        cmocka_unit_test(caps_the_sessions_of_one_address),
        cmocka_unit_test(caps_all_sessions_and_those_that_wait_to_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
