/*
 * Whoever opens a store while another process is killed at LMDB's lock file: the first to come
 * makes it, and compacting makes it anew. What such a process leaves behind is laid out here by
 * one that holds the lock as LMDB does, and dies while others wait for it.
 */
#include "folder.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define WAITERS 8
/* The part of the lock file that is not slots of readers. */
#define HEAD 192

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
}

/* --- what is left ----------------------------------------------------------------------------- */

static void leave_nothing(int file)
{
    if (ftruncate(file, 0) != 0)
        _exit(3);
}

static void leave_zeros(int file)
{
    struct stat about;

    if (fstat(file, &about) != 0 || ftruncate(file, 0) != 0 || ftruncate(file, about.st_size) != 0)
        _exit(3);
}

/* The magic stands, and the last transaction does not yet: the catalogue has had five. */
static void leave_no_transaction(int file)
{
    uint64_t head[HEAD / 8], zero = 0;
    int found = 0;

    if (pread(file, head, sizeof head, 0) != (ssize_t)sizeof head)
        _exit(3);
    for (size_t i = 0; i < HEAD / 8; i++) {
        if (head[i] == 5 && pwrite(file, &zero, sizeof zero, (off_t)(i * 8)) == 8)
            found++;
    }
    if (found != 1)
        _exit(4);
}

static void leave_it(int file)
{
    (void)file;
}

/* --- who leaves it, and who waits ------------------------------------------------------------- */

static pid_t fork_holder(struct folder *folder, void (*leave)(int file))
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
    int pipes[2], file;
    pid_t child;
    char byte;

    assert_int_equal(pipe(pipes), 0);
    child = fork();
    assert_true(child >= 0);
    if (child > 0) {
        close(pipes[1]);
        assert_int_equal(read(pipes[0], &byte, 1), 1);
        close(pipes[0]);
        return child;
    }
    alarm(60);
    file = open(folder_file(folder, "lock.mdb"), O_RDWR);
    if (file < 0 || fcntl(file, F_SETLK, &lock) != 0)
        _exit(2);
    leave(file);
    if (write(pipes[1], "x", 1) != 1)
        _exit(2);
    for (;;)
        pause();
}

/* Opens the store, sees the record, and adds one of its own. */
static pid_t fork_waiter(const struct folder *folder, int number)
{
    const struct store_options options = {.create = true, .map_size = 64u << 20};
    struct store_transaction transaction;
    struct store_record record = {.packed = slice_of("x")}, kept;
    struct diag diag = {0};
    struct store *store;
    char id[16];
    pid_t child = fork();

    assert_true(child >= 0);
    if (child > 0)
        return child;
    alarm(60);
    snprintf(id, sizeof id, "waiter-%d", number);
    record.id = slice_of(id);
    if (store_open(&store, folder->path, &options, &diag) < 0) {
        print_error("%s\n", diag.message);
        _exit(1);
    }
    if (store_write(&transaction, store, NULL, NULL, &diag) < 0 ||
        store_find(&transaction, slice_of("kept"), &record.docid, &diag) != 1 ||
        store_get(&transaction, record.docid, &kept, &diag) != 1 ||
        !slice_is(kept.packed, "last") ||
        store_claim(&transaction, record.id, &record.docid, &diag) < 0 ||
        store_put(&transaction, &record, &diag) < 0 || store_commit(&transaction, &diag) < 0) {
        print_error("%s\n", diag.message);
        _exit(2);
    }
    store_close(store);
    _exit(0);
}

static void wait_for(pid_t child, bool killed)
{
    int status;

    assert_int_equal(waitpid(child, &status, 0), child);
    if (killed)
        assert_true(WIFSIGNALED(status));
    else
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* A compacted store with one record, whose last transaction is the fifth; the other of LMDB's two
 * places for the last one has the fourth. */
static void fill(struct folder *folder)
{
    struct store *store = folder_open(folder);
    struct store_transaction transaction = begin_write(store);
    struct diag diag = {0};

    put_record(&transaction, "kept", "x", 1);
    commit(&transaction);
    succeeds(store_compact(store, NULL, NULL, &diag), &diag);
    store = folder_open(folder);
    for (int i = 0; i < 4; i++) {
        transaction = begin_write(store);
        put_record(&transaction, "kept", i < 3 ? "earlier" : "last", 1);
        commit(&transaction);
    }
    store_close(store);
}

static void all_go_on(void (*leave)(int file))
{
    struct store_transaction transaction;
    struct folder folder;
    struct store *store;
    struct diag diag = {0};
    pid_t holder, waiters[WAITERS];
    uint32_t docid;
    char id[16];

    folder_make(&folder);
    fill(&folder);
    holder = fork_holder(&folder, leave);
    for (int i = 0; i < WAITERS; i++)
        waiters[i] = fork_waiter(&folder, i);
    nap();
    for (int i = 0; i < WAITERS; i++)
        assert_int_equal(waitpid(waiters[i], NULL, WNOHANG), 0);
    kill(holder, SIGKILL);
    wait_for(holder, true);
    for (int i = 0; i < WAITERS; i++)
        wait_for(waiters[i], false);
    store = folder_open(&folder);
    transaction = begin_read(store);
    for (int i = 0; i < WAITERS; i++) {
        snprintf(id, sizeof id, "waiter-%d", i);
        assert_int_equal(store_find(&transaction, slice_of(id), &docid, &diag), 1);
    }
    store_end(&transaction);
    store_close(store);
    folder_remove(&folder);
}

static void after_a_whole_lock_file(void **state)
{
    (void)state;
    all_go_on(leave_it);
}

static void after_an_empty_lock_file(void **state)
{
    (void)state;
    all_go_on(leave_nothing);
}

static void after_one_without_a_head(void **state)
{
    (void)state;
    all_go_on(leave_zeros);
}

static void after_one_without_the_last_transaction(void **state)
{
    (void)state;
    all_go_on(leave_no_transaction);
}

/* One that does not end, since somebody stays who opened it so, is told in a sentence. */
static void says_what_to_do_where_it_does_not_end(void **state)
{
    const struct store_options options = {.create = false, .map_size = 64u << 20};
    struct flock shared = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
    struct folder folder;
    struct store *store;
    struct diag diag = {0};
    int file;
    pid_t holder;

    (void)state;
    folder_make(&folder);
    fill(&folder);
    holder = fork();
    assert_true(holder >= 0);
    if (holder == 0) {
        alarm(60);
        file = open(folder_file(&folder, "lock.mdb"), O_RDWR);
        if (file < 0 || fcntl(file, F_SETLK, &shared) != 0)
            _exit(2);
        leave_nothing(file);
        for (;;)
            pause();
    }
    nap();
    assert_int_equal(store_open(&store, folder.path, &options, &diag), OFFPRINT_BUSY);
    assert_non_null(strstr(diag.message, "left unfinished by a process that was killed"));
    kill(holder, SIGKILL);
    wait_for(holder, true);
    store_close(folder_open(&folder));
    folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_a_whole_lock_file),
        cmocka_unit_test(after_an_empty_lock_file),
        cmocka_unit_test(after_one_without_a_head),
        cmocka_unit_test(after_one_without_the_last_transaction),
        cmocka_unit_test(says_what_to_do_where_it_does_not_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
