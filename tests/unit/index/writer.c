/* The index writer against a naive model: random puts, replacements and removals over many
 * flushes; after each, every term of every record is looked up. */
#include "../store/folder.h"

#include <offprint/arena.h>
#include <offprint/record.h>

#include "base/bytes.h"
#include "index/columns.h"
#include "index/docset.h"
#include "index/extract.h"
#include "index/index.h"
#include "index/keys.h"
#include "index/term_block.h"
#include "store/value.h"

/* Docids at the edges of containers, so that few records reach many of them. */
#define DOCS 270
#define KEYS 8192

static uint32_t docid_of(size_t doc)
{
    if (doc < 120)
        return (uint32_t)(1 + doc);
    if (doc < 200)
        return (uint32_t)(65536 - 40 + (doc - 120));
    return (uint32_t)(196608 - 35 + (doc - 200));
}

/* What the model knows of one record: its forward list, in keys of the model. */
struct model_document {
    uint32_t *items; /* marks, and 2 + the number of a key */
    size_t count;
    uint64_t sorts[SORT_COLUMNS_MAX];
    bool live;
};

struct model {
    char *keys[KEYS];
    size_t lengths[KEYS];
    size_t key_count;
    bool written[KEYS]; /* had a record at the end of some flush */
    bool tried[KEYS];   /* may be in the store without records: a batch in runs had it */
    struct model_document pending[DOCS], committed[DOCS];
};

struct fixture {
    struct folder folder;
    struct store *store;
    struct access_points *table;
    struct index_writer *writer;
    struct index_entries entries;
    struct arena *arena;
    struct model *model;
    bool in_runs; /* the writer has so little memory that a batch is many runs */
    struct diag diag;
};

static uint32_t seed = 7;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    folder_make(&f->folder);
    f->store = folder_open(&f->folder);
    if (access_points_load(&f->table, NULL, NULL) < 0)
        return -1;
    f->writer = index_writer_create(f->table, 0);
    index_entries_init(&f->entries);
    f->arena = arena_create();
    f->model = calloc(1, sizeof *f->model);
    *state = f;
    return 0;
}

static int set_up_in_runs(void **state)
{
    struct fixture *f;

    if (set_up(state) < 0)
        return -1;
    f = *state;
    index_writer_destroy(f->writer);
    f->writer = index_writer_create(f->table, 1);
    f->in_runs = true;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < f->model->key_count; i++)
        free(f->model->keys[i]);
    for (size_t i = 0; i < DOCS; i++) {
        free(f->model->pending[i].items);
        free(f->model->committed[i].items);
    }
    free(f->model);
    arena_destroy(f->arena);
    index_entries_finish(&f->entries);
    index_writer_destroy(f->writer);
    access_points_destroy(f->table);
    store_close(f->store);
    folder_remove(&f->folder);
    free(f);
    return 0;
}

/* --- the model -----------------------------------------------------------------------------------
 */

static size_t model_key(struct model *model, const char *bytes, size_t length)
{
    for (size_t i = 0; i < model->key_count; i++) {
        if (model->lengths[i] == length && memcmp(model->keys[i], bytes, length) == 0)
            return i;
    }
    assert_true(model->key_count < KEYS);
    model->keys[model->key_count] = malloc(length + 1);
    memcpy(model->keys[model->key_count], bytes, length);
    model->lengths[model->key_count] = length;
    return model->key_count++;
}

static void model_put(struct fixture *f, size_t doc, const struct index_document *document)
{
    struct model_document *pending = &f->model->pending[doc];

    index_extract(&f->entries, f->table, document);
    pending->items = realloc(pending->items, f->entries.count * sizeof *pending->items);
    pending->count = f->entries.count;
    pending->live = true;
    memcpy(pending->sorts, f->entries.sorts, sizeof pending->sorts);
    for (size_t i = 0; i < f->entries.count; i++) {
        const struct index_entry *entry = &f->entries.entries[i];

        pending->items[i] =
            entry->length == 0
                ? entry->offset
                : 2 + (uint32_t)model_key(f->model, f->entries.keys.data + entry->offset,
                                          entry->length);
        /* A run does not know what a later one takes away. */
        if (f->in_runs && entry->length > 0)
            f->model->tried[pending->items[i] - 2] = true;
    }
}

static void model_copy(struct model_document *to, const struct model_document *from)
{
    uint32_t *items = realloc(to->items, (from->count + 1) * sizeof *items);

    if (from->count > 0)
        memcpy(items, from->items, from->count * sizeof *items);
    *to = *from;
    to->items = items;
}

static bool model_has(const struct model *model, size_t doc, size_t key)
{
    const struct model_document *document = &model->committed[doc];

    for (size_t i = 0; document->live && i < document->count; i++) {
        if (document->items[i] == key + 2)
            return true;
    }
    return false;
}

/* --- records
 * ----------------------------------------------------------------------------------------- */

/* A field of a few words; small numbers come often, so that some terms are everywhere, some stand
 * around the limit of 32, and some are alone. */
static void add_words(struct fixture *f, struct marc_record *record, const char *tag,
                      uint32_t words)
{
    struct marc_field *field = marc_record_add_field(record, tag, '0', '0');
    struct buffer text;

    buffer_init(&text);
    for (uint32_t i = chance(words) + 1; i > 0; i--)
        buffer_printf(&text, "w%u ", chance(chance(chance(200) + 1) + 1));
    if (chance(40) == 0) {
        for (int i = 0; i < 60; i++)
            buffer_printf(&text, "longer%d ", i);
    }
    marc_field_add(record, field, 'a', arena_slice(f->arena, buffer_slice(&text)));
    buffer_finish(&text);
}

static const struct marc_record *random_record(struct fixture *f)
{
    struct marc_record *record;

    arena_reset(f->arena);
    record = marc_record_create(f->arena);
    memcpy(record->leader, "00000nam a2200000 i 4500", 24);
    add_words(f, record, "245", 6);
    if (chance(2) == 0)
        add_words(f, record, "100", 2);
    if (chance(3) == 0)
        add_words(f, record, "650", 3);
    return record;
}

static void put(struct fixture *f, struct store_transaction *transaction, size_t doc)
{
    struct index_document document = {.docid = docid_of(doc),
                                      .collection = (uint16_t)chance(3),
                                      .id = slice_of(doc % 2 == 0 ? "even" : "odd"),
                                      .record = random_record(f)};

    succeeds(index_writer_put(f->writer, transaction, &document, &f->diag), &f->diag);
    model_put(f, doc, &document);
}

static void remove_document(struct fixture *f, struct store_transaction *transaction, size_t doc)
{
    succeeds(index_writer_remove(f->writer, transaction, docid_of(doc), &f->diag), &f->diag);
    f->model->pending[doc].live = false;
    f->model->pending[doc].count = 0;
    memset(f->model->pending[doc].sorts, 0, sizeof f->model->pending[doc].sorts);
}

/* --- comparing
 * --------------------------------------------------------------------------------------- */

static void compare_term(struct fixture *f, struct store_transaction *transaction, size_t key,
                         uint32_t number)
{
    struct docset *docs = docset_create();
    uint64_t count = 0, counted;

    succeeds(index_term_docs(transaction, number, NULL, docs, &f->diag), &f->diag);
    succeeds(index_term_count(transaction, number, &counted, &f->diag), &f->diag);
    for (size_t doc = 0; doc < DOCS; doc++) {
        bool has = model_has(f->model, doc, key);

        if (docset_contains(docs, docid_of(doc)) != has)
            fail_msg("term %u (%.*s), docid %u: wanted %d", number, (int)f->model->lengths[key] - 2,
                     f->model->keys[key] + 2, docid_of(doc), has);
        count += has;
    }
    assert_int_equal(docset_count(docs), count);
    assert_int_equal(counted, count);
    f->model->written[key] = f->model->written[key] || count > 0;
    /* No term without a record that had it. */
    assert_true(f->model->written[key] || f->model->tried[key]);
    docset_destroy(docs);
}

/* Walks every term of the store; fills `key_of` with the model's key of each number. */
static void compare_terms(struct fixture *f, struct store_transaction *transaction, size_t *key_of)
{
    MDB_cursor *cursor;
    MDB_val key, data;
    size_t found = 0, wanted = 0;

    assert_int_equal(
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_TERMS), &cursor), 0);
    while (mdb_cursor_get(cursor, &key, &data, MDB_NEXT) == 0) {
        struct term_list block;

        assert_true(term_list_decode(&block, value_slice(&data)));
        assert_true(slice_equal(term_list_key(&block, block.count - 1), value_slice(&key)));
        for (size_t i = 0; i < block.count; i++) {
            struct slice term = term_list_key(&block, i);
            size_t model = model_key(f->model, term.data, term.length);
            uint32_t number = block.terms[i].number;

            assert_in_range(number, TERM_FIRST, KEYS + 1);
            assert_int_equal(key_of[number], SIZE_MAX); /* given once */
            key_of[number] = model;
            compare_term(f, transaction, model, number);
            found += f->model->written[model];
        }
    }
    mdb_cursor_close(cursor);
    for (size_t i = 0; i < f->model->key_count; i++)
        wanted += f->model->written[i];
    assert_int_equal(found, wanted);
    for (size_t doc = 0; doc < DOCS; doc++) { /* and none is missing */
        const struct model_document *document = &f->model->committed[doc];

        for (size_t i = 0; document->live && i < document->count; i++)
            assert_true(document->items[i] < 2 || f->model->written[document->items[i] - 2]);
    }
}

static void compare_forward(struct fixture *f, struct store_transaction *transaction,
                            const size_t *key_of)
{
    for (size_t doc = 0; doc < DOCS; doc++) {
        const struct model_document *document = &f->model->committed[doc];
        uint32_t *terms;
        ptrdiff_t count;

        arena_reset(f->arena);
        count = index_forward(transaction, docid_of(doc), &terms, f->arena, &f->diag);
        succeeds((int)count, &f->diag);
        assert_int_equal(count, document->live ? document->count : 0);
        for (size_t i = 0; i < (size_t)count; i++) {
            if (terms[i] < TERM_FIRST)
                assert_int_equal(terms[i], document->items[i]);
            else
                assert_int_equal(key_of[terms[i]] + 2, document->items[i]);
        }
    }
}

static uint64_t stored_sort(struct store_transaction *transaction, uint8_t column, uint32_t docid)
{
    uint8_t bytes[COLUMN_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    struct bytes in;

    bytes[0] = column;
    put_u32(bytes + 1, docid >> 10);
    if (mdb_get(transaction->txn, store_handle(transaction, STORE_COLUMNS), &key, &data) != 0)
        return 0;
    assert_in_range(data.mv_size, 8, 8192);
    bytes_init(&in, data.mv_data, data.mv_size);
    bytes_skip(&in, (size_t)(docid & 1023) * 8);
    return bytes_take_u64(&in);
}

static void compare_columns(struct fixture *f, struct store_transaction *transaction)
{
    for (size_t column = 0; column < f->table->column_count; column++) {
        for (size_t doc = 0; doc < DOCS; doc++)
            assert_int_equal(stored_sort(transaction, f->table->columns[column], docid_of(doc)),
                             f->model->committed[doc].sorts[column]);
    }
}

static void compare_collections(struct fixture *f, struct store_transaction *transaction)
{
    struct docset *all = docset_create(), *parts = docset_create();
    uint64_t live = 0;

    succeeds(index_all_docs(transaction, all, &f->diag), &f->diag);
    for (uint16_t i = 0; i < 4; i++)
        succeeds(index_collection_docs(transaction, i, parts, &f->diag), &f->diag);
    for (size_t doc = 0; doc < DOCS; doc++)
        live += f->model->committed[doc].live;
    assert_int_equal(docset_count(all), live);
    assert_int_equal(docset_count(parts), live);
    assert_int_equal(docset_and_count(all, parts), live);
    docset_destroy(all);
    docset_destroy(parts);
}

static void compare(struct fixture *f)
{
    struct store_transaction transaction = begin_read(f->store);
    size_t *key_of = malloc((KEYS + 2) * sizeof *key_of);

    for (size_t i = 0; i < KEYS + 2; i++)
        key_of[i] = SIZE_MAX;
    compare_terms(f, &transaction, key_of);
    compare_forward(f, &transaction, key_of);
    compare_columns(f, &transaction);
    compare_collections(f, &transaction);
    free(key_of);
    store_end(&transaction);
}

/* --- the claims
 * -------------------------------------------------------------------------------------- */

static void flush(struct fixture *f, struct store_transaction *transaction)
{
    succeeds(index_writer_flush(f->writer, transaction, &f->diag), &f->diag);
}

static void keep(struct fixture *f)
{
    for (size_t doc = 0; doc < DOCS; doc++)
        model_copy(&f->model->committed[doc], &f->model->pending[doc]);
}

static void give_up(struct fixture *f)
{
    for (size_t doc = 0; doc < DOCS; doc++)
        model_copy(&f->model->pending[doc], &f->model->committed[doc]);
}

/* Some batches are large and some small; some fill, some empty; some are given up. */
static void random_batches_do_as_the_model_does(void **state)
{
    struct fixture *f = *state;

    for (int batch = 0; batch < 60; batch++) {
        struct store_transaction transaction = begin_write(f->store);
        uint32_t operations = chance(3) == 0 ? chance(400) : chance(30);
        uint32_t removals = batch % 12 < 8 ? 2 : 8; /* in ten */
        bool abandoned = chance(8) == 0;

        for (uint32_t i = 0; i < operations; i++) {
            size_t doc = chance(chance(2) == 0 ? DOCS : 20);

            if (chance(10) < removals)
                remove_document(f, &transaction, doc);
            else
                put(f, &transaction, doc);
            if (chance(100) == 0) /* more than one flush in a transaction */
                flush(f, &transaction);
        }
        if (abandoned && chance(2) == 0)
            flush(f, &transaction);
        if (abandoned) {
            index_writer_forget(f->writer);
            store_end(&transaction);
            give_up(f);
        } else {
            flush(f, &transaction);
            commit(&transaction);
            keep(f);
        }
        /* A flush within the transaction wrote terms that later puts took away again. */
        if (!abandoned)
            for (size_t key = 0; key < f->model->key_count; key++) {
                uint32_t number;
                struct store_transaction reader = begin_read(f->store);
                int found =
                    index_find_term(&reader, (uint8_t)f->model->keys[key][0],
                                    (enum term_kind)f->model->keys[key][1],
                                    slice_make(f->model->keys[key] + 2, f->model->lengths[key] - 2),
                                    &number, &f->diag);

                f->model->written[key] = succeeds(found, &f->diag) > 0;
                store_end(&reader);
            }
        compare(f);
    }
}

/* The same with so many documents in a batch, and so little memory, that each is several runs which
 * have the same records and terms. */
static void batches_of_many_runs_do_as_the_model_does(void **state)
{
    struct fixture *f = *state;

    for (int batch = 0; batch < 6; batch++) {
        struct store_transaction transaction = begin_write(f->store);

        for (uint32_t i = 0; i < 500; i++) {
            size_t doc = chance(batch % 2 == 0 ? DOCS : 60);

            if (chance(10) < 2)
                remove_document(f, &transaction, doc);
            else
                put(f, &transaction, doc);
        }
        if (batch == 4) {
            index_writer_forget(f->writer);
            store_end(&transaction);
            give_up(f);
        } else {
            flush(f, &transaction);
            commit(&transaction);
            keep(f);
        }
        compare(f);
    }
}

/* Put, replaced, removed and put again before anything is written: the last word counts. */
static void the_last_of_several_within_a_batch_counts(void **state)
{
    struct fixture *f = *state;
    struct store_transaction transaction = begin_write(f->store);

    put(f, &transaction, 0);
    put(f, &transaction, 1);
    put(f, &transaction, 0);
    remove_document(f, &transaction, 1);
    remove_document(f, &transaction, 2); /* was never there */
    put(f, &transaction, 3);
    remove_document(f, &transaction, 3);
    put(f, &transaction, 3);
    flush(f, &transaction);
    commit(&transaction);
    keep(f);
    compare(f);
    transaction = begin_write(f->store);
    remove_document(f, &transaction, 0);
    put(f, &transaction, 0);
    put(f, &transaction, 3);
    remove_document(f, &transaction, 3);
    put(f, &transaction, 1);
    flush(f, &transaction);
    flush(f, &transaction); /* there is nothing more to write */
    commit(&transaction);
    keep(f);
    compare(f);
}

/* All of a term's records go and come, past the limit of 32 and back, record by record. */
static void crosses_the_inline_limit_both_ways(void **state)
{
    struct fixture *f = *state;

    for (int round = 0; round < 3; round++) {
        for (size_t doc = 100; doc < 150; doc++) {
            struct store_transaction transaction = begin_write(f->store);

            if (round == 1)
                remove_document(f, &transaction, doc);
            else
                put(f, &transaction, doc);
            flush(f, &transaction);
            commit(&transaction);
            keep(f);
            if (doc % 3 == 0 || (doc > 129 && doc < 136) || (doc > 122 && doc < 130))
                compare(f);
        }
    }
}

static void says_when_it_is_full(void **state)
{
    struct fixture *f = *state;
    struct index_writer *small = index_writer_create(f->table, 200000);
    struct store_transaction transaction = begin_write(f->store);
    size_t doc = 0;

    assert_false(index_writer_is_full(small));
    while (!index_writer_is_full(small) && doc < 10000) {
        struct index_document document = {.docid = (uint32_t)++doc, .record = random_record(f)};

        succeeds(index_writer_put(small, &transaction, &document, &f->diag), &f->diag);
    }
    assert_in_range(doc, 100, 3000);
    succeeds(index_writer_flush(small, &transaction, &f->diag), &f->diag);
    assert_false(index_writer_is_full(small));
    index_writer_destroy(small);
    index_writer_destroy(NULL);
    store_end(&transaction);
}

static void a_full_map_is_an_error_and_no_crash(void **state)
{
    struct fixture *f = *state;
    const struct store_options options = {.create = true, .map_size = 300000};
    struct store_transaction transaction;
    struct folder folder;
    struct store *store;
    int status = 0;

    folder_make(&folder);
    succeeds(store_open(&store, folder.path, &options, &f->diag), &f->diag);
    succeeds(store_write(&transaction, store, NULL, NULL, &f->diag), &f->diag);
    for (uint32_t docid = 1; status >= 0 && docid < 20000; docid++) {
        struct index_document document = {.docid = docid, .record = random_record(f)};

        succeeds(index_writer_put(f->writer, &transaction, &document, &f->diag), &f->diag);
        if (docid % 500 == 0)
            status = index_writer_flush(f->writer, &transaction, &f->diag);
    }
    assert_int_equal(status, OFFPRINT_STORAGE_FULL);
    store_end(&transaction);
    index_writer_forget(f->writer);
    transaction = begin_write(store);
    succeeds(index_writer_put(f->writer, &transaction,
                              &(struct index_document){.docid = 1, .record = random_record(f)},
                              &f->diag),
             &f->diag);
    flush(f, &transaction);
    commit(&transaction);
    store_close(store);
    folder_remove(&folder);
}

int main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
#define RUNS(claim) cmocka_unit_test_setup_teardown(claim, set_up_in_runs, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_last_of_several_within_a_batch_counts),
        TEST(crosses_the_inline_limit_both_ways),
        TEST(random_batches_do_as_the_model_does),
        TEST(says_when_it_is_full),
        TEST(a_full_map_is_an_error_and_no_crash),
        RUNS(batches_of_many_runs_do_as_the_model_does),
        RUNS(random_batches_do_as_the_model_does),
        RUNS(the_last_of_several_within_a_batch_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
