/* The gatherer: runs hold what was put in, sorted, in memory and in files, by one thread or two. */
#include "../store/folder.h"

#include <errno.h>

#include "index/docset.h"
#include "index/extract.h"
#include "index/gatherer.h"
#include "index/keys.h"

#define DOCUMENTS 6000

struct fixture {
    struct folder folder;
    struct access_points *table;
    struct gatherer *gatherer;
    struct index_entries entries, own;
    uint64_t sorts[SORT_COLUMNS_MAX];
    bool folder_is_missing;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    folder_make(&f->folder);
    if (access_points_load(&f->table, NULL, NULL) < 0)
        return -1;
    f->gatherer = gatherer_create(f->table, 1);
    index_entries_init(&f->entries);
    index_entries_init(&f->own);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    gatherer_destroy(f->gatherer);
    gatherer_destroy(NULL);
    index_entries_finish(&f->entries);
    index_entries_finish(&f->own);
    access_points_destroy(f->table);
    folder_remove(&f->folder);
    free(f);
    return 0;
}

static void add_term(struct index_entries *entries, const char *term)
{
    struct index_entry *entry;

    entries->entries = realloc(entries->entries, (entries->count + 1) * sizeof *entry);
    entry = &entries->entries[entries->count++];
    *entry = (struct index_entry){.offset = (uint32_t)entries->keys.length,
                                  .length = (uint32_t)strlen(term),
                                  .hash = (uint32_t)strlen(term)}; /* most collide */
    buffer_add_string(&entries->keys, term);
}

static void add_mark(struct index_entries *entries, uint32_t mark)
{
    entries->entries = realloc(entries->entries, (entries->count + 1) * sizeof *entries->entries);
    entries->entries[entries->count++] = (struct index_entry){.offset = mark};
}

static void clear(struct index_entries *entries)
{
    entries->count = 0;
    buffer_truncate(&entries->keys, 0);
}

/* Document n has the terms "\2\1w<n % 7>", that again, a break, "\2\1n<n>"; and of its own "zz". */
static int put(struct fixture *f, uint32_t docid)
{
    const struct index_entries *parts[] = {&f->entries, &f->own};
    char term[40];

    clear(&f->entries);
    clear(&f->own);
    snprintf(term, sizeof term, "\2\1w%u", docid % 7);
    add_term(&f->entries, term);
    add_term(&f->entries, term);
    add_mark(&f->entries, FORWARD_FIELD_BREAK);
    snprintf(term, sizeof term, "\2\1n%u", docid);
    add_term(&f->entries, term);
    add_term(&f->own, "\2\1zz");
    for (size_t i = 0; i < f->table->column_count; i++)
        f->sorts[i] = docid * 100 + i;
    return gatherer_add(f->gatherer, docid, parts, 2, f->sorts,
                        f->folder_is_missing ? "/nowhere" : f->folder.path);
}

static const char *mapped(struct spool *spool)
{
    struct slice bytes;

    assert_int_equal(spool_map(spool, &bytes), 0);
    return bytes.data;
}

/* What a rank of a run stands for. */
static void key_of(char *key, struct run_spools *spools, const struct run *run, uint32_t rank)
{
    struct run_keys keys;
    struct slice bytes;

    assert_int_equal(spool_map(&spools->keys, &bytes), 0);
    run_keys_begin(&keys, run, bytes);
    for (uint32_t i = 0; i <= rank; i++)
        assert_true(run_keys_next(&keys));
    memcpy(key, keys.key, keys.length);
    key[keys.length] = '\0';
}

static void check_items(struct run_spools *spools, const struct run *run,
                        const struct run_documents *document)
{
    const uint8_t *at = (const uint8_t *)document->items.data;
    uint32_t first = run_take(&at), again = run_take(&at), mark = run_take(&at),
             number = run_take(&at), own = run_take(&at);
    char key[600], wanted[40];

    assert_ptr_equal(at, document->items.data + document->items.length);
    assert_int_equal((first - TERM_FIRST) & 3, 0);
    assert_int_equal(again - TERM_FIRST, (first - TERM_FIRST) | RUN_AGAIN);
    assert_int_equal(mark, FORWARD_FIELD_BREAK);
    key_of(key, spools, run, (first - TERM_FIRST) >> 2);
    snprintf(wanted, sizeof wanted, "\2\1w%u", document->docid % 7);
    assert_string_equal(key, wanted);
    key_of(key, spools, run, (number - TERM_FIRST) >> 2);
    snprintf(wanted, sizeof wanted, "\2\1n%u", document->docid);
    assert_string_equal(key, wanted);
    key_of(key, spools, run, (own - TERM_FIRST) >> 2);
    assert_string_equal(key, "\2\1zz");
}

static void check_sorts(const struct fixture *f, const struct run_documents *document)
{
    for (size_t i = 0; i < f->table->column_count; i++) {
        uint64_t sort;

        memcpy(&sort, document->sorts + i * 8, 8);
        assert_int_equal(sort, document->removed ? 0 : document->docid * 100 + i);
    }
}

/* Keys in order, each once; as many postings of each as the run has documents for it. */
static void check_terms(struct run_spools *spools, const struct run *run, size_t live)
{
    const uint8_t *postings = (const uint8_t *)mapped(&spools->postings) + run->postings;
    char before[600] = "";
    size_t sevenths = 0;

    for (uint32_t rank = 0; rank < run->term_count; rank++) {
        uint32_t count = run_take(&postings), docid = 0;
        char key[600];

        key_of(key, spools, run, rank);
        assert_true(strcmp(before, key) < 0);
        strcpy(before, key);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t step = run_take(&postings);

            assert_true(step > 0);
            docid += step;
            if (key[2] == 'w')
                assert_int_equal(docid % 7, key[3] - '0');
            if (key[2] == 'n')
                assert_int_equal(docid, strtoul(key + 3, NULL, 10));
        }
        sevenths += key[2] == 'w' ? count : 0;
        if (key[2] == 'n')
            assert_int_equal(count, 1);
        if (key[2] == 'z')
            assert_int_equal(count, live);
    }
    assert_int_equal(sevenths, live);
}

static void many_documents_make_many_runs(void **state)
{
    struct fixture *f = *state;
    struct run_spools *spools;
    const struct run *runs;
    size_t count, seen = 0;

    for (uint32_t i = 1; i <= DOCUMENTS; i++)
        put(f, i * 3);
    count = gatherer_settle(f->gatherer, &runs, &spools);
    assert_in_range(count, 4, RUNS_MAX);
    assert_in_range(gatherer_gathered(f->gatherer).runs, 1, count); /* they were said before */
    for (size_t run = 0; run < count; run++) {
        struct run_documents documents;
        struct slice bytes;

        assert_int_equal(spool_map(&spools->documents, &bytes), 0);
        run_documents_begin(&documents, &runs[run], f->table->column_count, bytes);
        for (; documents.docid != 0; run_documents_next(&documents)) {
            assert_int_equal(documents.docid, ++seen * 3); /* as they came, none left out */
            assert_false(documents.removed);
            check_sorts(f, &documents);
            if (seen % 97 == 0)
                check_items(spools, &runs[run], &documents);
        }
        assert_int_equal(runs[run].last_docid, seen * 3);
        assert_null(runs[run].replaced);
    }
    assert_int_equal(seen, DOCUMENTS);
    check_terms(spools, &runs[1], runs[1].document_count);
}

/* The last of each docid counts, in a run and across runs; a removal too. */
static void later_ones_replace_earlier_ones(void **state)
{
    struct fixture *f = *state;
    struct run_spools *spools;
    struct run_documents documents;
    struct slice bytes;
    const struct run *runs;
    size_t count, live = 0;

    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        uint32_t docid = 1 + i * 7919 % 500;

        if (i % 5 == 4)
            gatherer_add(f->gatherer, docid, NULL, 0, NULL, f->folder.path);
        else
            put(f, docid);
    }
    count = gatherer_settle(f->gatherer, &runs, &spools);
    assert_in_range(count, 2, RUNS_MAX);
    assert_int_equal(spool_map(&spools->documents, &bytes), 0);
    run_documents_begin(&documents, &runs[0], f->table->column_count, bytes);
    for (uint32_t before = 0; documents.docid != 0; run_documents_next(&documents)) {
        assert_true(documents.docid > before);
        before = documents.docid;
        assert_true(docset_contains(runs[0].replaced, documents.docid)); /* each came again */
        check_sorts(f, &documents);
        live += !documents.removed;
    }
    check_terms(spools, &runs[0], live);
    assert_null(runs[count - 1].replaced);
    gatherer_clear(f->gatherer);
    assert_int_equal(gatherer_settle(f->gatherer, &runs, &spools), 0);
}

static void few_documents_are_one_run_in_memory(void **state)
{
    struct fixture *f = *state;
    struct run_spools *spools;
    const struct run *runs;

    for (int round = 0; round < 3; round++) {
        put(f, 5);
        put(f, 9);
        put(f, 5);
        assert_int_equal(gatherer_settle(f->gatherer, &runs, &spools), 1);
        assert_int_equal(runs[0].document_count, 2);
        assert_int_equal(runs[0].term_count, 5); /* w2, w5, n5, n9, zz */
        check_terms(spools, &runs[0], 2);
        assert_int_equal(spools->documents.file, -1);
        gatherer_clear(f->gatherer);
    }
}

/* Each fills a block or more: who adds must not wait for a thread that was never started. */
static void large_documents_pass_as_well(void **state)
{
    struct fixture *f = *state;
    const struct index_entries *parts[] = {&f->entries};
    struct run_spools *spools;
    const struct run *runs;
    char term[40];

    for (uint32_t i = 0; i < 3000; i++) {
        snprintf(term, sizeof term, "\2\1large%u", i);
        add_term(&f->entries, term);
    }
    for (uint32_t docid = 1; docid <= 12; docid++)
        assert_int_equal(gatherer_add(f->gatherer, docid, parts, 1, f->sorts, f->folder.path), 0);
    assert_true(gatherer_settle(f->gatherer, &runs, &spools) > 1);
    assert_int_equal(runs[0].term_count, 3000);
}

/* Who adds is told soon, and not only at the end. */
static void a_file_that_cannot_be_written_is_said(void **state)
{
    struct fixture *f = *state;
    struct run_spools *spools;
    const struct run *runs;
    uint32_t docid = 0;
    int code = 0;

    f->folder_is_missing = true;
    while (code == 0 && docid < 200000)
        code = put(f, ++docid);
    assert_int_equal(code, ENOENT);
    gatherer_settle(f->gatherer, &runs, &spools);
    assert_int_equal(spool_error(&spools->documents), ENOENT);
    gatherer_clear(f->gatherer);
    f->folder_is_missing = false;
    assert_int_equal(put(f, 5), 0);
    assert_int_equal(gatherer_settle(f->gatherer, &runs, &spools), 1);
    check_terms(spools, &runs[0], 1);
}

int main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(many_documents_make_many_runs),         TEST(later_ones_replace_earlier_ones),
        TEST(few_documents_are_one_run_in_memory),   TEST(large_documents_pass_as_well),
        TEST(a_file_that_cannot_be_written_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
