/* Spools: what goes in comes out, from memory and from the file, and a failure is not forgotten. */
#include "../test.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/spool.h"

struct fixture {
    char folder[64];
    struct spool spool;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    strcpy(f->folder, "/tmp/offprint-spool-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    spool_init(&f->spool, f->folder, SPOOL_PENDING);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    spool_finish(&f->spool);
    assert_int_equal(rmdir(f->folder), 0); /* nothing was left in it */
    free(f);
    return 0;
}

/* Numbers from `first` on, `count` of them. */
static void add_numbers(struct spool *spool, uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = first + i;

        spool_add(spool, &number, sizeof number);
    }
}

static void has_numbers(struct spool *spool, uint32_t count)
{
    struct slice bytes;
    uint32_t number;

    assert_int_equal(spool_length(spool), (uint64_t)count * 4);
    assert_int_equal(spool_map(spool, &bytes), 0);
    assert_int_equal(bytes.length, (size_t)count * 4);
    for (uint32_t i = 0; i < count; i++) {
        memcpy(&number, bytes.data + (size_t)i * 4, 4);
        assert_int_equal(number, i);
    }
}

static void few_bytes_stay_in_memory(void **state)
{
    struct fixture *f = *state;

    has_numbers(&f->spool, 0);
    add_numbers(&f->spool, 0, 1000);
    has_numbers(&f->spool, 1000);
    assert_int_equal(f->spool.file, -1);
}

static void many_go_to_a_file_without_a_name(void **state)
{
    struct fixture *f = *state;
    const struct dirent *entry;
    int entries = 0;
    DIR *folder;

    add_numbers(&f->spool, 0, 1000000);
    assert_true(f->spool.file >= 0);
    folder = opendir(f->folder);
    while ((entry = readdir(folder)) != NULL)
        entries++;
    closedir(folder);
    assert_int_equal(entries, 2); /* "." and ".." */
    has_numbers(&f->spool, 1000000);
    add_numbers(&f->spool, 1000000, 500000); /* after it was mapped */
    has_numbers(&f->spool, 1500000);
}

static void it_can_be_filled_again(void **state)
{
    struct fixture *f = *state;

    for (int round = 0; round < 3; round++) {
        add_numbers(&f->spool, 0, 400000);
        has_numbers(&f->spool, 400000);
        spool_clear(&f->spool);
        has_numbers(&f->spool, 0);
    }
}

static void room_that_was_reserved_is_taken_in_part(void **state)
{
    struct fixture *f = *state;

    for (uint32_t i = 0; i < 400000; i++) {
        uint8_t *at = spool_reserve(&f->spool, 64);

        memcpy(at, &i, 4);
        spool_advance(&f->spool, at + 4);
    }
    has_numbers(&f->spool, 400000);
}

static void a_folder_that_is_not_there_fails_it(void **state)
{
    struct fixture *f = *state;
    struct slice bytes;

    f->spool.folder = "/nowhere/at/all";
    add_numbers(&f->spool, 0, 300000);
    assert_int_equal(spool_error(&f->spool), ENOENT);
    assert_int_equal(spool_map(&f->spool, &bytes), ENOENT);
    add_numbers(&f->spool, 0, 300000); /* goes on failing, and does no harm */
    assert_int_equal(spool_error(&f->spool), ENOENT);
    spool_clear(&f->spool);
    assert_int_equal(spool_error(&f->spool), 0);
    f->spool.folder = f->folder;
    add_numbers(&f->spool, 0, 300000);
    has_numbers(&f->spool, 300000);
}

static void a_file_that_may_not_grow_fails_it(void **state)
{
    struct fixture *f = *state;
    struct rlimit before, limit;
    struct slice bytes;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    limit = before;
    limit.rlim_cur = 3000000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    add_numbers(&f->spool, 0, 2000000);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(spool_error(&f->spool), EFBIG);
    assert_int_equal(spool_map(&f->spool, &bytes), EFBIG);
}

int main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(few_bytes_stay_in_memory),
        TEST(many_go_to_a_file_without_a_name),
        TEST(it_can_be_filled_again),
        TEST(room_that_was_reserved_is_taken_in_part),
        TEST(a_folder_that_is_not_there_fails_it),
        TEST(a_file_that_may_not_grow_fails_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
