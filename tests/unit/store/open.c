/* Opening: what is made, what is found again, and what is refused with a sentence. */
#include "folder.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "base/bytes.h"
#include "store/value.h"

static int try_open(const char *path, bool create, struct diag *diag)
{
    const struct store_options options = {.create = create, .map_size = 16u << 20};
    struct store *store;
    int status;

    diag_clear(diag);
    status = store_open(&store, path, &options, diag);
    if (status >= 0)
        store_close(store);
    else
        assert_null(store);
    return status;
}

static void write_file(struct folder *folder, const char *name, const void *bytes, size_t length)
{
    FILE *file = fopen(folder_file(folder, name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static void makes_the_folder_only_where_it_may(void **state)
{
    struct folder folder;
    char path[512];
    struct diag diag;

    (void)state;
    folder_make(&folder);
    snprintf(path, sizeof path, "%s/a/b", folder.path);
    assert_int_equal(try_open(path, false, &diag), OFFPRINT_NOT_FOUND);
    assert_string_equal(diag.value, path);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(try_open(path, true, &diag), OFFPRINT_OK);
    assert_int_equal(try_open(path, false, &diag), OFFPRINT_OK);
    snprintf(path, sizeof path, "rm -r %s", folder.path);
    assert_int_equal(system(path), 0);
}

static void finds_no_catalogue_in_an_empty_folder(void **state)
{
    struct folder folder;
    struct diag diag;

    (void)state;
    folder_make(&folder);
    assert_int_equal(try_open(folder.path, false, &diag), OFFPRINT_NOT_FOUND);
    assert_int_equal(access(folder_file(&folder, "data.mdb"), F_OK), -1);
    folder_remove(&folder);
}

static void refuses_what_is_no_lmdb_file_and_leaves_it_alone(void **state)
{
    static const char text[] = "Dear diary, this is no catalogue, and has never been one.";
    struct folder folder;
    struct diag diag;
    char back[sizeof text];
    int file;

    (void)state;
    folder_make(&folder);
    write_file(&folder, "data.mdb", text, sizeof text);
    assert_int_equal(try_open(folder.path, true, &diag), OFFPRINT_FOREIGN);
    assert_non_null(strstr(diag.message, "not an LMDB file"));
    assert_int_equal(access(folder_file(&folder, "lock.mdb"), F_OK), -1);
    file = open(folder_file(&folder, "data.mdb"), O_RDONLY);
    assert_int_equal(read(file, back, sizeof back), sizeof back);
    close(file);
    assert_memory_equal(back, text, sizeof text);
    write_file(&folder, "data.mdb", text, 5);
    assert_int_equal(try_open(folder.path, true, &diag), OFFPRINT_FOREIGN);
    folder_remove(&folder);
}

static void refuses_a_file_in_place_of_a_folder(void **state)
{
    struct folder folder;
    struct diag diag;
    char path[512];

    (void)state;
    folder_make(&folder);
    write_file(&folder, "file", "x", 1);
    strcpy(path, folder_file(&folder, "file"));
    assert_int_equal(try_open(path, true, &diag), OFFPRINT_FOREIGN);
    assert_int_equal(try_open(path, false, &diag), OFFPRINT_FOREIGN);
    folder_remove(&folder);
}

/* An environment with what another program would put there; with nothing where `name` is NULL. */
static void make_foreign(struct folder *folder, const char *name, const char *key_text)
{
    MDB_val key = value_of(key_text, strlen(key_text)), data = value_of("1", 1);
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;

    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_set_maxdbs(env, 4), 0);
    assert_int_equal(mdb_env_open(env, folder->path, 0, 0644), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
    if (name != NULL) {
        assert_int_equal(mdb_dbi_open(txn, name, MDB_CREATE, &dbi), 0);
        assert_int_equal(mdb_put(txn, dbi, &key, &data, 0), 0);
    }
    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
}

static void refuses_the_database_of_another_program(void **state)
{
    static const char *const names[] = {"users", "meta"};
    struct folder folder;
    struct diag diag;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        folder_make(&folder);
        make_foreign(&folder, names[i], "anything");
        assert_int_equal(try_open(folder.path, true, &diag), OFFPRINT_FOREIGN);
        assert_non_null(strstr(diag.message, "no catalogue"));
        assert_string_equal(diag.value, folder.path);
        folder_remove(&folder);
    }
}

/* What a process leaves that was killed between making the file and filling it. */
static void fills_a_file_that_was_never_filled(void **state)
{
    struct folder folder;
    struct diag diag;

    (void)state;
    folder_make(&folder);
    make_foreign(&folder, NULL, "");
    assert_int_equal(try_open(folder.path, false, &diag), OFFPRINT_NOT_FOUND);
    assert_int_equal(try_open(folder.path, true, &diag), OFFPRINT_OK);
    folder_remove(&folder);
    folder_make(&folder);
    write_file(&folder, "data.mdb", "", 0);
    assert_int_equal(try_open(folder.path, true, &diag), OFFPRINT_OK);
    assert_int_equal(try_open(folder.path, false, &diag), OFFPRINT_OK);
    folder_remove(&folder);
}

static void refuses_other_versions_of_the_format(void **state)
{
    static const struct {
        uint64_t version;
        const char *sentence;
    } versions[] = {{STORE_FORMAT_VERSION + 1, "use a newer one"}, {0, "no longer read"}};
    struct store_transaction transaction;
    struct folder folder;
    struct store *store;
    struct diag diag;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        folder_make(&folder);
        store = folder_open(&folder);
        transaction = begin_write(store);
        assert_int_equal(store_meta_put(&transaction, "store.format", versions[i].version, &diag),
                         0);
        commit(&transaction);
        store_close(store);
        assert_int_equal(try_open(folder.path, true, &diag), OFFPRINT_FOREIGN);
        assert_non_null(strstr(diag.message, versions[i].sentence));
        folder_remove(&folder);
    }
}

static void remembers_numbers_by_name(void **state)
{
    struct store_transaction transaction;
    struct folder folder;
    struct store *store;
    struct diag diag;
    uint64_t value;

    (void)state;
    folder_make(&folder);
    store = folder_open(&folder);
    transaction = begin_write(store);
    assert_int_equal(store_meta_get(&transaction, "never written", &value, &diag), 0);
    assert_int_equal(value, 0);
    assert_int_equal(store_meta_put(&transaction, "x", UINT64_C(0x0123456789abcdef), &diag), 0);
    commit(&transaction);
    store_close(store);
    store = folder_open(&folder);
    transaction = begin_read(store);
    assert_int_equal(store_meta_get(&transaction, "x", &value, &diag), 0);
    assert_int_equal(value, UINT64_C(0x0123456789abcdef));
    assert_int_equal(store_meta_get(&transaction, "offprint", &value, &diag), OFFPRINT_CORRUPT);
    store_end(&transaction);
    store_end(&transaction); /* harmless */
    store_close(store);
    folder_remove(&folder);
}

/* Runs `body` as somebody who may write only what they own: root may write anything. */
static int as_nobody(const struct folder *folder, int (*body)(const struct folder *))
{
    int status;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(100);
        _exit(body(folder));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* 0 where the store can be read and says that it cannot be written; else the step that failed. */
static int read_and_fail_to_write(const struct folder *folder)
{
    const struct store_options options = {.create = false, .map_size = 16u << 20};
    struct store_transaction transaction;
    struct store *store;
    struct diag diag = {0};
    uint32_t docid;

    if (store_open(&store, folder->path, &options, &diag) < 0)
        return 1;
    if (store_read(&transaction, store, &diag) < 0)
        return 2;
    if (store_find(&transaction, slice_of("a"), &docid, &diag) != 1)
        return 3;
    store_end(&transaction);
    if (store_write(&transaction, store, NULL, NULL, &diag) != OFFPRINT_STORAGE)
        return 4;
    if (strstr(diag.message, "cannot be written") == NULL)
        return 5;
    store_end(&transaction);
    store_close(store);
    return 0;
}

static int fail_to_open(const struct folder *folder)
{
    const struct store_options options = {.create = true, .map_size = 16u << 20};
    struct store *store;
    struct diag diag = {0};

    if (store_open(&store, folder->path, &options, &diag) != OFFPRINT_STORAGE)
        return 1;
    return strstr(diag.message, "ermission denied") != NULL ? 0 : 2;
}

static void make_with_one_record(struct folder *folder)
{
    struct store_transaction transaction;
    struct store *store;

    folder_make(folder);
    store = folder_open(folder);
    transaction = begin_write(store);
    put_record(&transaction, "a", "x", 1);
    commit(&transaction);
    store_close(store);
}

static void reads_what_it_may_not_write(void **state)
{
    struct folder folder;

    (void)state;
    make_with_one_record(&folder);
    chmod(folder.path, 0755);
    chmod(folder_file(&folder, "data.mdb"), 0444);
    chmod(folder_file(&folder, "lock.mdb"), 0666); /* readers say there what they read */
    assert_int_equal(as_nobody(&folder, read_and_fail_to_write), 0);
    folder_remove(&folder);
}

static void says_that_permission_is_denied(void **state)
{
    struct folder folder;

    (void)state;
    make_with_one_record(&folder);
    chmod(folder.path, 0755);
    chmod(folder_file(&folder, "lock.mdb"), 0444);
    assert_int_equal(as_nobody(&folder, fail_to_open), 0);
    chmod(folder_file(&folder, "data.mdb"), 0);
    assert_int_equal(as_nobody(&folder, fail_to_open), 0);
    chmod(folder.path, 0);
    assert_int_equal(as_nobody(&folder, fail_to_open), 0);
    chmod(folder.path, 0700);
    folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_the_folder_only_where_it_may),
        cmocka_unit_test(finds_no_catalogue_in_an_empty_folder),
        cmocka_unit_test(refuses_what_is_no_lmdb_file_and_leaves_it_alone),
        cmocka_unit_test(refuses_a_file_in_place_of_a_folder),
        cmocka_unit_test(refuses_the_database_of_another_program),
        cmocka_unit_test(fills_a_file_that_was_never_filled),
        cmocka_unit_test(refuses_other_versions_of_the_format),
        cmocka_unit_test(remembers_numbers_by_name),
        cmocka_unit_test(reads_what_it_may_not_write),
        cmocka_unit_test(says_that_permission_is_denied),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
