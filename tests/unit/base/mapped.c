/* Pages of a file: dropped from memory, and asked for again. */
#include "base/mapped.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#define PAGE 4096
#define PAGES 64

/* A file of some pages, on the disk, mapped. */
static int make_file(unsigned char **bytes)
{
    char path[] = "offprint-mapped-XXXXXX";
    unsigned char page[PAGE];
    int file = mkstemp(path);

    assert_true(file >= 0);
    unlink(path);
    for (int i = 0; i < PAGES; i++) {
        for (int j = 0; j < PAGE; j++)
            page[j] = (unsigned char)i;
        assert_int_equal(write(file, page, sizeof page), PAGE);
    }
    assert_int_equal(fsync(file), 0);
    *bytes = mmap(NULL, PAGES * PAGE, PROT_READ, MAP_SHARED, file, 0);
    assert_true(*bytes != MAP_FAILED);
    return file;
}

/* A file system in memory keeps its pages whatever one says. */
static bool drop(int file, const unsigned char *bytes)
{
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    return !mapped_is_resident(bytes);
}

static bool becomes_resident(const unsigned char *byte)
{
    for (int i = 0; i < 2000 && !mapped_is_resident(byte); i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    return mapped_is_resident(byte);
}

static void says_what_is_in_memory_and_brings_what_is_not(void **state)
{
    unsigned char *bytes;
    int file = make_file(&bytes);

    (void)state;
    assert_true(mapped_is_resident(bytes + 5));
    if (drop(file, bytes)) {
        mapped_ask_for(bytes + 7 * PAGE + 100, 2 * PAGE);
        for (int i = 7; i < 10; i++)
            assert_true(becomes_resident(bytes + i * PAGE + 4000));
        assert_false(mapped_is_resident(bytes + 6 * PAGE));
        assert_false(mapped_is_resident(bytes + 10 * PAGE));
        assert_false(mapped_is_resident(bytes + (PAGES - 1) * PAGE));
    } else {
        print_message("the pages of this file system cannot be dropped\n");
    }
    assert_int_equal(bytes[8 * PAGE], 8);
    munmap(bytes, PAGES * PAGE);
    close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_is_in_memory_and_brings_what_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
