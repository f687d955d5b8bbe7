/* What a store keeps: records, ids, changes, parts, collections. */
#include "folder.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

struct fixture {
    struct folder folder;
    struct store *store;
    struct diag diag;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    folder_make(&f->folder);
    f->store = folder_open(&f->folder);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    store_close(f->store);
    folder_remove(&f->folder);
    free(f);
    return 0;
}

static void gives_back_what_was_put(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    struct store_record put = {.datestamp = 1234567890123,
                               .collection = 7,
                               .source_format = 3,
                               .host = 99,
                               .id = slice_of("precarious-truce-6"),
                               .packed = slice_make("packed\0bytes", 12),
                               .source = slice_of("<mods/>")};
    struct store_record got;

    assert_int_equal(store_claim(&transaction, put.id, &put.docid, &f->diag), 0);
    assert_int_equal(put.docid, 1);
    assert_int_equal(store_get(&transaction, 1, &got, &f->diag), 0);
    assert_int_equal(store_put(&transaction, &put, &f->diag), 0);
    assert_int_equal(put.change, 1);
    commit(&transaction);

    transaction = begin_read(f->store);
    assert_int_equal(store_get(&transaction, 1, &got, &f->diag), 1);
    assert_int_equal(got.docid, 1);
    assert_int_equal(got.datestamp, 1234567890123);
    assert_int_equal(got.change, 1);
    assert_int_equal(got.collection, 7);
    assert_int_equal(got.source_format, 3);
    assert_int_equal(got.host, 99);
    assert_false(got.deleted);
    assert_slice(got.id, "precarious-truce-6");
    assert_true(slice_equal(got.packed, put.packed));
    assert_slice(got.source, "<mods/>");
    assert_int_equal(store_get(&transaction, 2, &got, &f->diag), 0);
    store_end(&transaction);
}

/* Its slices point into the page that the write replaces. */
static void puts_back_a_record_that_it_has_just_given(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    struct store_record record;
    char bytes[3000];

    memset(bytes, 'x', sizeof bytes - 1);
    bytes[sizeof bytes - 1] = '\0';
    put_record(&transaction, "a", bytes, 1);
    put_record(&transaction, "b", "short", 1);
    for (uint32_t docid = 1; docid <= 2; docid++) {
        for (int i = 0; i < 50; i++) {
            assert_int_equal(store_get(&transaction, docid, &record, &f->diag), 1);
            record.datestamp++;
            assert_int_equal(store_put(&transaction, &record, &f->diag), 0);
        }
    }
    assert_int_equal(store_get(&transaction, 1, &record, &f->diag), 1);
    assert_slice(record.packed, bytes);
    assert_int_equal(store_get(&transaction, 2, &record, &f->diag), 1);
    assert_slice(record.packed, "short");
    assert_slice(record.id, "b");
    commit(&transaction);
}

/* What was appended is made larger, so that its pages split behind the cursor that appends. */
static void appends_after_records_that_have_grown(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    struct store_record record;
    char id[16], bytes[2000];

    memset(bytes, 'x', sizeof bytes - 1);
    bytes[sizeof bytes - 1] = '\0';
    for (uint32_t i = 1; i <= 600; i++) {
        snprintf(id, sizeof id, "id-%u", i);
        assert_int_equal(put_record(&transaction, id, "short", i), i);
        snprintf(id, sizeof id, "id-%u", i - i % 7);
        if (i % 7 < i)
            assert_int_equal(put_record(&transaction, id, bytes + i % 1900, i), i - i % 7);
    }
    commit(&transaction);
    transaction = begin_read(f->store);
    assert_int_equal(store_entries(&transaction, STORE_RECORDS), 600);
    for (uint32_t docid = 1; docid <= 600; docid++) {
        uint32_t last = docid + 6 < 600 ? docid + 6 : 600;

        assert_int_equal(store_get(&transaction, docid, &record, &f->diag), 1);
        assert_int_equal(record.datestamp, docid % 7 == 0 ? last : docid);
        assert_slice(record.packed, docid % 7 == 0 ? bytes + last % 1900 : "short");
    }
    store_end(&transaction);
}

static void numbers_ids_from_one_without_gaps(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    char id[16], most[STORE_ID_MAX + 2];
    uint32_t docid;

    for (uint32_t i = 1; i <= 1000; i++) {
        snprintf(id, sizeof id, "id-%u", i * 7919 % 1009);
        assert_int_equal(store_claim(&transaction, slice_of(id), &docid, &f->diag), 0);
        assert_int_equal(docid, i);
        assert_int_equal(store_claim(&transaction, slice_of(id), &docid, &f->diag), 0);
        assert_int_equal(docid, i);
    }
    commit(&transaction);
    transaction = begin_write(f->store);
    memset(most, 'm', sizeof most);
    assert_int_equal(store_claim(&transaction, slice_make(most, STORE_ID_MAX), &docid, &f->diag),
                     0);
    assert_int_equal(docid, 1001);
    assert_int_equal(
        store_claim(&transaction, slice_make(most, STORE_ID_MAX + 1), &docid, &f->diag),
        OFFPRINT_INVALID);
    assert_int_equal(store_claim(&transaction, slice_of(""), &docid, &f->diag), OFFPRINT_INVALID);
    assert_int_equal(store_find(&transaction, slice_make(most, STORE_ID_MAX), &docid, &f->diag), 1);
    assert_int_equal(docid, 1001);
    assert_int_equal(store_find(&transaction, slice_make(most, STORE_ID_MAX + 1), &docid, &f->diag),
                     0);
    assert_int_equal(store_find(&transaction, slice_of("other"), &docid, &f->diag), 0);
    store_end(&transaction);
}

static void forgets_what_was_not_committed(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    struct store_change change;
    uint32_t docid;

    put_record(&transaction, "gone", "x", 1);
    store_end(&transaction);
    transaction = begin_write(f->store);
    assert_int_equal(store_find(&transaction, slice_of("gone"), &docid, &f->diag), 0);
    assert_int_equal(store_change_at(&transaction, 1, &change, &f->diag), 0);
    assert_int_equal(put_record(&transaction, "kept", "x", 1), 1);
    commit(&transaction);
}

static void a_reader_sees_the_store_as_it_was_when_it_began(void **state)
{
    struct fixture *f = *state;
    struct store_transaction reader = begin_read(f->store), writer = begin_write(f->store);
    uint32_t docid;

    put_record(&writer, "new", "x", 1);
    commit(&writer);
    assert_int_equal(store_find(&reader, slice_of("new"), &docid, &f->diag), 0);
    store_end(&reader);
    reader = begin_read(f->store);
    assert_int_equal(store_find(&reader, slice_of("new"), &docid, &f->diag), 1);
    store_end(&reader);
}

static void lists_changes_in_order_and_keeps_history(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    struct store_record record;
    struct store_change change;

    put_record(&transaction, "a", "1", 100);
    put_record(&transaction, "b", "1", 200);
    put_record(&transaction, "a", "2", 300);
    assert_int_equal(store_get(&transaction, 2, &record, &f->diag), 1);
    record.deleted = true;
    record.packed = slice_make(NULL, 0);
    record.datestamp = 400;
    assert_int_equal(store_put(&transaction, &record, &f->diag), 0);
    assert_int_equal(record.change, 4);
    commit(&transaction);

    transaction = begin_read(f->store);
    assert_int_equal(store_change_at(&transaction, 0, &change, &f->diag), 1);
    assert_int_equal(change.number, 1);
    assert_int_equal(change.docid, 1);
    assert_int_equal(change.datestamp, 100);
    assert_int_equal(store_change_at(&transaction, 4, &change, &f->diag), 1);
    assert_int_equal(change.docid, 2);
    assert_true(change.deleted);
    assert_int_equal(store_change_at(&transaction, 5, &change, &f->diag), 0);
    /* The first entry of "a" is history: its number is not the record's any more. */
    assert_int_equal(store_get(&transaction, 1, &record, &f->diag), 1);
    assert_int_equal(record.change, 3);
    assert_int_equal(store_get(&transaction, 2, &record, &f->diag), 1);
    assert_true(record.deleted);
    assert_slice(record.id, "b");
    assert_int_equal(record.packed.length, 0);
    store_end(&transaction);
}

static void finds_where_changes_since_a_datestamp_begin(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    uint64_t number;
    char id[16];

    assert_int_equal(store_change_since(&transaction, 5, &number, &f->diag), 0);
    assert_int_equal(number, 1);
    for (int i = 0; i < 300; i++) { /* datestamps 0, 0, 0, 10, 10, 10, 20 … */
        snprintf(id, sizeof id, "%d", i);
        put_record(&transaction, id, "x", i / 3 * 10);
    }
    for (int64_t stamp = -5; stamp <= 1005; stamp++) {
        uint64_t wanted = stamp <= 0 ? 1 : stamp > 990 ? 301 : (uint64_t)((stamp + 9) / 10) * 3 + 1;

        assert_int_equal(store_change_since(&transaction, stamp, &number, &f->diag), 0);
        assert_int_equal(number, wanted);
    }
    assert_int_equal(store_change_since(&transaction, INT64_MIN, &number, &f->diag), 0);
    assert_int_equal(number, 1);
    assert_int_equal(store_change_since(&transaction, INT64_MAX, &number, &f->diag), 0);
    assert_int_equal(number, 301);
    commit(&transaction);
}

static void never_lets_datestamps_go_back(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    struct store_record record;
    struct store_change change;

    put_record(&transaction, "a", "1", 5000);
    put_record(&transaction, "b", "1", 4000);
    assert_int_equal(store_get(&transaction, 2, &record, &f->diag), 1);
    assert_int_equal(record.datestamp, 5000);
    assert_int_equal(store_change_at(&transaction, 2, &change, &f->diag), 1);
    assert_int_equal(change.datestamp, 5000);
    commit(&transaction);
}

static void gives_parts_in_order(void **state)
{
    static const struct {
        uint64_t order;
        uint32_t part;
    } parts[] = {{300, 5}, {2, 9}, {256, 4}, {2, 8}, {UINT64_MAX, 3}, {0, 70000}};
    static const uint32_t wanted[] = {70000, 8, 9, 4, 5, 3};
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    uint32_t got[6];

    assert_int_equal(store_parts(&transaction, 2, got, 6, &f->diag), 0);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(store_part_add(&transaction, 2, parts[i].order, parts[i].part, &f->diag),
                         0);
    assert_int_equal(store_part_add(&transaction, 1, 1, 5, &f->diag), 0);
    assert_int_equal(store_part_add(&transaction, 3, 1, 5, &f->diag), 0);
    assert_int_equal(store_parts(&transaction, 2, got, 6, &f->diag), 6);
    assert_memory_equal(got, wanted, sizeof got);
    memset(got, 0, sizeof got);
    assert_int_equal(store_parts(&transaction, 2, got, 2, &f->diag), 6);
    assert_int_equal(got[1], 8);
    assert_int_equal(got[2], 0);
    assert_int_equal(store_parts(&transaction, 2, NULL, 0, &f->diag), 6);
    commit(&transaction);
}

static void moves_and_removes_parts(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    uint32_t got[4];

    for (uint32_t part = 10; part < 13; part++)
        assert_int_equal(store_part_add(&transaction, 1, part, part, &f->diag), 0);
    assert_int_equal(store_part_add(&transaction, 1, 99, 10, &f->diag), 0); /* to the end */
    assert_int_equal(store_parts(&transaction, 1, got, 4, &f->diag), 3);
    assert_int_equal(got[0], 11);
    assert_int_equal(got[2], 10);
    assert_int_equal(store_part_remove(&transaction, 1, 11, &f->diag), 0);
    assert_int_equal(store_part_remove(&transaction, 1, 11, &f->diag), 0);
    assert_int_equal(store_part_remove(&transaction, 2, 12, &f->diag), 0);
    assert_int_equal(store_parts(&transaction, 1, got, 4, &f->diag), 2);
    assert_int_equal(got[0], 12);
    assert_int_equal(got[1], 10);
    commit(&transaction);
}

static void numbers_collections_from_default(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    uint16_t number, count;

    assert_int_equal(store_collection_count(&transaction, &count, &f->diag), 0);
    assert_int_equal(count, 1);
    assert_slice(store_collection_name(&transaction, 0), "Default");
    assert_int_equal(store_collection_claim(&transaction, slice_of("Default"), &number, &f->diag),
                     0);
    assert_int_equal(number, 0);
    assert_int_equal(store_collection_find(&transaction, slice_of("Maps"), &number, &f->diag), 0);
    assert_int_equal(store_collection_claim(&transaction, slice_of("Maps"), &number, &f->diag), 0);
    assert_int_equal(number, 1);
    assert_int_equal(store_collection_claim(&transaction, slice_of("Scores"), &number, &f->diag),
                     0);
    assert_int_equal(number, 2);
    assert_int_equal(store_collection_claim(&transaction, slice_of("Maps"), &number, &f->diag), 0);
    assert_int_equal(number, 1);
    assert_int_equal(store_collection_claim(&transaction, slice_of(""), &number, &f->diag),
                     OFFPRINT_INVALID);
    commit(&transaction);
    transaction = begin_read(f->store);
    assert_int_equal(store_collection_count(&transaction, &count, &f->diag), 0);
    assert_int_equal(count, 3);
    assert_slice(store_collection_name(&transaction, 2), "Scores");
    assert_int_equal(store_collection_name(&transaction, 3).length, 0);
    assert_int_equal(store_collection_find(&transaction, slice_of("Scores"), &number, &f->diag), 1);
    assert_int_equal(number, 2);
    store_end(&transaction);
}

static void says_that_the_map_is_full_and_stays_as_it_was(void **state)
{
    struct fixture *f = *state;
    const struct store_options options = {.create = true, .map_size = 1u << 20};
    struct store_transaction transaction;
    struct store_record record = {.docid = 1};
    struct folder folder;
    struct store *store;
    char bytes[8192];
    int status = 0;

    folder_make(&folder);
    assert_int_equal(store_open(&store, folder.path, &options, &f->diag), 0);
    transaction = begin_write(store);
    put_record(&transaction, "before", "kept", 1);
    commit(&transaction);
    transaction = begin_write(store);
    memset(bytes, 'x', sizeof bytes);
    record.packed = slice_make(bytes, sizeof bytes);
    for (record.docid = 2; status >= 0 && record.docid < 1000; record.docid++)
        status = store_put(&transaction, &record, &f->diag);
    assert_int_equal(status, OFFPRINT_STORAGE_FULL);
    assert_non_null(strstr(f->diag.message, "map size"));
    store_end(&transaction);
    transaction = begin_write(store);
    assert_int_equal(store_get(&transaction, 2, &record, &f->diag), 0);
    assert_int_equal(store_get(&transaction, 1, &record, &f->diag), 1);
    assert_slice(record.packed, "kept");
    put_record(&transaction, "after", "still writes", 2);
    commit(&transaction);
    store_close(store);
    folder_remove(&folder);
}

/* A limit on the size of files stands in for a full disk: the write is cut short alike. */
static void says_that_the_disk_is_full_and_stays_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    struct store_record record;
    struct rlimit before, small;
    char bytes[1 << 20];

    put_record(&transaction, "before", "kept", 1);
    commit(&transaction);
    memset(bytes, 'x', sizeof bytes - 1);
    bytes[sizeof bytes - 1] = '\0';
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 512 * 1024;
    for (int round = 0; round < 2; round++) { /* cut short, then refused */
        transaction = begin_write(f->store);
        put_record(&transaction, "large", bytes, 2);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        assert_int_equal(store_commit(&transaction, &f->diag), OFFPRINT_STORAGE_FULL);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        store_end(&transaction);
        transaction = begin_read(f->store);
        assert_int_equal(store_get(&transaction, 2, &record, &f->diag), 0);
        assert_int_equal(store_get(&transaction, 1, &record, &f->diag), 1);
        assert_slice(record.packed, "kept");
        store_end(&transaction);
    }
    transaction = begin_write(f->store);
    put_record(&transaction, "large", bytes, 2);
    commit(&transaction);
}

static void tells_why_it_failed(void **state)
{
    static const struct {
        int code, status;
        const char *sentence;
    } failures[] = {
        {MDB_MAP_FULL, OFFPRINT_STORAGE_FULL, "map size"},
        {ENOSPC, OFFPRINT_STORAGE_FULL, "the disk is full"},
        {EDQUOT, OFFPRINT_STORAGE_FULL, "quota"},
        {EIO, OFFPRINT_STORAGE_FULL, "cut short"},
        {MDB_READERS_FULL, OFFPRINT_BUSY, "reader slot"},
        {MDB_INVALID, OFFPRINT_FOREIGN, "not an LMDB file"},
        {MDB_CORRUPTED, OFFPRINT_CORRUPT, "damaged"},
        {EROFS, OFFPRINT_STORAGE, "read-only"},
        {ENOENT, OFFPRINT_STORAGE, "No such file"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        assert_int_equal(store_failed(&f->diag, failures[i].code, "the step"), failures[i].status);
        assert_int_equal(f->diag.status, failures[i].status);
        assert_int_equal(strncmp(f->diag.message, "the step: ", 10), 0);
        assert_non_null(strstr(f->diag.message, failures[i].sentence));
    }
}

static void counts_the_bytes_in_use(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);
    uint64_t before = store_bytes(&transaction);
    char bytes[100000];

    memset(bytes, 'x', sizeof bytes - 1);
    bytes[sizeof bytes - 1] = '\0';
    put_record(&transaction, "large", bytes, 1);
    assert_in_range(store_bytes(&transaction), before + sizeof bytes, before + 2 * sizeof bytes);
    commit(&transaction);
}

/* Written ahead or not, all of it is there after the commit, and nothing after an end. */
static void what_is_written_ahead_is_committed_or_not(void **state)
{
    struct fixture *f = *state;

    for (int kept = 0; kept < 2; kept++) {
        struct store_transaction transaction = begin_write(f->store);
        struct store_record record = {.docid = 7, .id = slice_of("seven"), .packed = slice_of("x")};
        struct timespec pause = {.tv_nsec = 150000000}; /* it has begun by then */
        int found;

        store_write_ahead(&transaction);
        store_write_ahead(&transaction);
        succeeds(store_put(&transaction, &record, &f->diag), &f->diag);
        nanosleep(&pause, NULL);
        if (kept)
            commit(&transaction);
        store_end(&transaction);
        assert_null(transaction.ahead);
        transaction = begin_read(f->store);
        found = succeeds(store_get(&transaction, 7, &record, &f->diag), &f->diag);
        assert_int_equal(found, kept);
        store_end(&transaction);
    }
}

int main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(gives_back_what_was_put),
        TEST(puts_back_a_record_that_it_has_just_given),
        TEST(appends_after_records_that_have_grown),
        TEST(numbers_ids_from_one_without_gaps),
        TEST(forgets_what_was_not_committed),
        TEST(a_reader_sees_the_store_as_it_was_when_it_began),
        TEST(lists_changes_in_order_and_keeps_history),
        TEST(finds_where_changes_since_a_datestamp_begin),
        TEST(never_lets_datestamps_go_back),
        TEST(gives_parts_in_order),
        TEST(moves_and_removes_parts),
        TEST(numbers_collections_from_default),
        TEST(says_that_the_map_is_full_and_stays_as_it_was),
        TEST(says_that_the_disk_is_full_and_stays_as_it_was),
        TEST(tells_why_it_failed),
        TEST(counts_the_bytes_in_use),
        TEST(what_is_written_ahead_is_committed_or_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
