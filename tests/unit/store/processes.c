/* A store among several threads and processes, some of which die. */
#include "folder.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

static void write_byte(int pipe)
{
    if (write(pipe, "x", 1) != 1)
        _exit(2);
}

static void read_byte(int pipe)
{
    char byte;

    assert_int_equal(read(pipe, &byte, 1), 1);
}

/* Runs `body` in a child with an environment of its own, as LMDB asks. */
static pid_t fork_child(const struct folder *folder, void (*body)(struct store *, int ready),
                        int pipes[2])
{
    const struct store_options options = {.create = false, .map_size = 64u << 20};
    struct store *store;
    pid_t child;

    assert_int_equal(pipe(pipes), 0);
    child = fork();
    assert_true(child >= 0);
    if (child > 0) {
        close(pipes[1]);
        return child;
    }
    alarm(60); /* so that none outlives a test that fails */
    if (store_open(&store, folder->path, &options, NULL) < 0)
        _exit(1);
    body(store, pipes[1]);
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

static struct store_transaction child_write(struct store *store)
{
    struct store_transaction transaction;

    if (store_write(&transaction, store, NULL, NULL, NULL) < 0)
        _exit(3);
    return transaction;
}

static void child_put(struct store_transaction *transaction, const char *id)
{
    struct store_record record = {.id = slice_of(id), .packed = slice_of("child")};

    if (store_claim(transaction, record.id, &record.docid, NULL) < 0 ||
        store_put(transaction, &record, NULL) < 0)
        _exit(4);
}

static void hold_then_commit(struct store *store, int ready)
{
    struct store_transaction transaction = child_write(store);

    child_put(&transaction, "child");
    write_byte(ready);
    for (int i = 0; i < 10; i++)
        nap();
    if (store_commit(&transaction, NULL) < 0)
        _exit(5);
}

static void count_call(void *context)
{
    ++*(int *)context;
}

static void the_second_process_waits_and_says_so(void **state)
{
    struct store_transaction transaction;
    struct folder folder;
    struct store *store;
    struct diag diag = {0};
    uint32_t docid;
    int pipes[2], calls = 0;
    pid_t child;

    (void)state;
    folder_make(&folder);
    store_close(folder_open(&folder));
    child = fork_child(&folder, hold_then_commit, pipes);
    store = folder_open(&folder);
    read_byte(pipes[0]);
    transaction = begin_read(store); /* no reader waits */
    assert_int_equal(store_find(&transaction, slice_of("child"), &docid, &diag), 0);
    store_end(&transaction);
    succeeds(store_write(&transaction, store, count_call, &calls, &diag), &diag);
    assert_int_equal(calls, 1);
    /* It had to wait for the child's commit, and stands on it. */
    assert_int_equal(store_find(&transaction, slice_of("child"), &docid, &diag), 1);
    store_end(&transaction);
    succeeds(store_write(&transaction, store, count_call, &calls, &diag), &diag);
    assert_int_equal(calls, 1);
    store_end(&transaction);
    wait_for(child, false);
    close(pipes[0]);
    store_close(store);
    folder_remove(&folder);
}

static void commit_some_then_hang(struct store *store, int ready)
{
    struct store_transaction transaction = child_write(store);
    char id[16];

    child_put(&transaction, "committed");
    if (store_commit(&transaction, NULL) < 0)
        _exit(5);
    transaction = child_write(store);
    for (int i = 0; i < 2000; i++) {
        snprintf(id, sizeof id, "lost-%d", i);
        child_put(&transaction, id);
    }
    write_byte(ready);
    for (;;)
        pause();
}

static void a_writer_that_is_killed_leaves_the_last_commit(void **state)
{
    struct store_transaction transaction;
    struct store_change change;
    struct folder folder;
    struct store *store;
    struct diag diag;
    uint32_t docid;
    int pipes[2];
    pid_t child;

    (void)state;
    folder_make(&folder);
    store_close(folder_open(&folder));
    child = fork_child(&folder, commit_some_then_hang, pipes);
    read_byte(pipes[0]);
    kill(child, SIGKILL);
    wait_for(child, true);
    close(pipes[0]);
    store = folder_open(&folder);
    transaction = begin_write(store); /* the lock went with the process */
    assert_int_equal(store_find(&transaction, slice_of("committed"), &docid, &diag), 1);
    assert_int_equal(store_find(&transaction, slice_of("lost-0"), &docid, &diag), 0);
    assert_int_equal(store_change_at(&transaction, 2, &change, &diag), 0);
    assert_int_equal(put_record(&transaction, "next", "x", 1), 2);
    commit(&transaction);
    store_close(store);
    folder_remove(&folder);
}

static void keep_committing(struct store *store, int ready)
{
    char id[16];

    for (int batch = 0; batch < 100000; batch++) {
        struct store_transaction transaction = child_write(store);

        for (int i = 0; i < 10; i++) {
            snprintf(id, sizeof id, "%d-%d", batch, i);
            child_put(&transaction, id);
        }
        if (store_commit(&transaction, NULL) < 0)
            _exit(5);
        if (batch == 0)
            write_byte(ready);
    }
}

/* Each batch is there with all its ten records or not at all, whenever the writer dies. */
static void whole_batches_survive_a_kill_at_any_moment(void **state)
{
    struct folder folder;
    struct diag diag;

    (void)state;
    for (long round = 0; round < 20; round++) {
        struct store_transaction transaction;
        struct store_change change;
        uint64_t past = 0, records = 0;
        struct store *store;
        int pipes[2], found;
        pid_t child;

        folder_make(&folder);
        store_close(folder_open(&folder));
        child = fork_child(&folder, keep_committing, pipes);
        read_byte(pipes[0]);
        nanosleep(&(struct timespec){.tv_nsec = round * 733331}, NULL);
        kill(child, SIGKILL);
        wait_for(child, true);
        close(pipes[0]);
        store = folder_open(&folder);
        transaction = begin_read(store);
        while ((found = store_change_at(&transaction, past + 1, &change, &diag)) > 0)
            past = change.number;
        assert_int_equal(found, 0);
        assert_true(past >= 10);
        assert_int_equal(past % 10, 0);
        for (uint32_t docid = 1; docid <= past; docid++) {
            struct store_record record;

            records += store_get(&transaction, docid, &record, &diag) == 1;
        }
        assert_int_equal(records, past);
        store_end(&transaction);
        store_close(store);
        folder_remove(&folder);
    }
}

static void hang_reading(struct store *store, int ready)
{
    struct store_transaction transaction;

    if (store_read(&transaction, store, NULL) < 0)
        _exit(3);
    write_byte(ready);
    for (;;)
        pause();
}

static int count_slots(const char *line, void *context)
{
    (void)line;
    ++*(int *)context;
    return 0;
}

/* A dead reader's slot would keep every page that it saw from being used again. A process that
 * lives on keeps LMDB from making the lock file anew. */
static void readers_that_died_are_cleared_away(void **state)
{
    struct store_transaction transaction;
    struct folder folder;
    struct store *store;
    int dying_pipes[2], living_pipes[2], lines = 0, dead = -1;
    pid_t dying, living;

    (void)state;
    folder_make(&folder);
    store_close(folder_open(&folder));
    living = fork_child(&folder, hang_reading, living_pipes);
    dying = fork_child(&folder, hang_reading, dying_pipes);
    read_byte(living_pipes[0]);
    read_byte(dying_pipes[0]);
    kill(dying, SIGKILL);
    wait_for(dying, true);
    store = folder_open(&folder);
    transaction = begin_read(store);
    assert_int_equal(mdb_reader_check(mdb_txn_env(transaction.txn), &dead), 0);
    assert_int_equal(dead, 0);
    mdb_reader_list(mdb_txn_env(transaction.txn), count_slots, &lines);
    assert_int_equal(lines, 3); /* a heading, the living one, and ours */
    store_end(&transaction);
    kill(living, SIGKILL);
    wait_for(living, true);
    close(living_pipes[0]);
    close(dying_pipes[0]);
    store_close(store);
    folder_remove(&folder);
}

/* 1,024 slots, and no more: the next is told so, and one that ends makes room. */
static void says_that_every_reader_slot_is_taken(void **state)
{
    static struct store_transaction transactions[1025];
    struct folder folder;
    struct store *store;
    struct diag diag = {0};

    (void)state;
    folder_make(&folder);
    store = folder_open(&folder);
    for (int i = 0; i < 1024; i++)
        transactions[i] = begin_read(store);
    assert_int_equal(store_read(&transactions[1024], store, &diag), OFFPRINT_BUSY);
    assert_non_null(strstr(diag.message, "reader slot"));
    store_end(&transactions[1024]);
    store_end(&transactions[500]);
    transactions[500] = begin_read(store);
    for (int i = 0; i < 1024; i++)
        store_end(&transactions[i]);
    store_close(store);
    folder_remove(&folder);
}

static void grow_past_the_small_map(struct store *store, int ready)
{
    struct store_transaction transaction = child_write(store);
    char id[16];

    for (int i = 0; i < 20000; i++) {
        snprintf(id, sizeof id, "grown-%d", i);
        child_put(&transaction, id);
    }
    if (store_commit(&transaction, NULL) < 0)
        _exit(5);
    write_byte(ready);
}

static void *end_later(void *context)
{
    nap();
    store_end(context);
    return NULL;
}

/* The map of this process is smaller than what the other has written. */
static void follows_a_map_that_has_grown_elsewhere(void **state)
{
    const struct store_options small = {.create = true, .map_size = 1u << 20};
    struct store_transaction transaction, old;
    struct folder folder;
    struct store *store;
    struct diag diag;
    uint32_t docid;
    pthread_t thread;
    int pipes[2];
    pid_t child;

    (void)state;
    folder_make(&folder);
    store_close(folder_open(&folder));
    child = fork_child(&folder, grow_past_the_small_map, pipes);
    assert_int_equal(store_open(&store, folder.path, &small, &diag), 0);
    old = begin_read(store);
    read_byte(pipes[0]);
    wait_for(child, false);
    close(pipes[0]);
    /* It can be followed only once `old` has ended, which another thread does. */
    assert_int_equal(pthread_create(&thread, NULL, end_later, &old), 0);
    transaction = begin_read(store);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(store_find(&transaction, slice_of("grown-19999"), &docid, &diag), 1);
    store_end(&transaction);
    transaction = begin_write(store);
    put_record(&transaction, "after", "x", 1);
    commit(&transaction);
    store_close(store);
    folder_remove(&folder);
}

struct counter {
    struct store *store;
    int failures;
};

static void *write_ten(void *context)
{
    struct counter *counter = context;
    char id[32];

    for (int i = 0; i < 10; i++) {
        struct store_transaction transaction;

        snprintf(id, sizeof id, "%p-%d", context, i);
        if (store_write(&transaction, counter->store, NULL, NULL, NULL) < 0) {
            counter->failures++;
            continue;
        }
        child_put(&transaction, id);
        counter->failures += store_commit(&transaction, NULL) < 0;
    }
    return NULL;
}

static void *read_many(void *context)
{
    struct counter *counter = context;

    for (int i = 0; i < 200; i++) {
        struct store_transaction transaction;
        struct store_record record;

        if (store_read(&transaction, counter->store, NULL) < 0) {
            counter->failures++;
            continue;
        }
        counter->failures += store_get(&transaction, 1, &record, NULL) < 0;
        store_end(&transaction);
    }
    return NULL;
}

static void threads_share_one_store(void **state)
{
    struct counter counters[24] = {0};
    struct store_transaction transaction;
    struct store_change change;
    struct folder folder;
    struct store *store;
    struct diag diag;
    pthread_t threads[24];

    (void)state;
    folder_make(&folder);
    store = folder_open(&folder);
    for (size_t i = 0; i < 24; i++) {
        counters[i].store = store;
        assert_int_equal(
            pthread_create(&threads[i], NULL, i % 4 == 0 ? write_ten : read_many, &counters[i]), 0);
    }
    for (size_t i = 0; i < 24; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(counters[i].failures, 0);
    }
    transaction = begin_read(store);
    assert_int_equal(store_change_at(&transaction, 60, &change, &diag), 1);
    assert_int_equal(store_change_at(&transaction, 61, &change, &diag), 0);
    store_end(&transaction);
    store_close(store);
    folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_process_waits_and_says_so),
        cmocka_unit_test(a_writer_that_is_killed_leaves_the_last_commit),
        cmocka_unit_test(whole_batches_survive_a_kill_at_any_moment),
        cmocka_unit_test(readers_that_died_are_cleared_away),
        cmocka_unit_test(says_that_every_reader_slot_is_taken),
        cmocka_unit_test(follows_a_map_that_has_grown_elsewhere),
        cmocka_unit_test(threads_share_one_store),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
