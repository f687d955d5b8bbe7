/* Verification of terms: each kind of damage to their blocks is found. */
#include "damage.h"

#include "index/term_block.h"

/* A catalogue with a few blocks of terms, and in the first of the title's the words w0 to w6. */
static void fill(struct library *library)
{
    const struct put_options options = {0};
    struct catalogue_batch *batch;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    for (unsigned number = 1; number <= 60; number++) {
        struct arena *arena = library->arena;
        struct marc_record *record =
            make_record(library, arena_printf(arena, "n%02u", number),
                        arena_printf(arena, "Common title %u of w%u", number, number % 7));

        succeeds(catalogue_batch_put(batch, record, &options, &library->diag), &library->diag);
    }
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
}

/* --- damage ----------------------------------------------------------------------------------- */

/* The block that a term stands in, or would. */
struct block {
    struct slice key, value;
    struct term_list *terms;
    size_t at; /* of the term */
};

static struct block block_of(const struct damage *damage, struct slice term)
{
    struct block block = {.terms = arena_alloc(damage->arena, sizeof *block.terms)};
    MDB_val key = value_of_slice(term), data;
    MDB_cursor *cursor;

    assert_int_equal(mdb_cursor_open(damage->transaction.txn,
                                     store_handle(&damage->transaction, STORE_TERMS), &cursor),
                     0);
    assert_int_equal(mdb_cursor_get(cursor, &key, &data, MDB_SET_RANGE), 0);
    block.key = arena_slice(damage->arena, value_slice(&key));
    block.value = arena_slice(damage->arena, value_slice(&data));
    mdb_cursor_close(cursor);
    assert_true(term_list_decode(block.terms, block.value));
    while (block.at < block.terms->count &&
           !slice_equal(term_list_key(block.terms, block.at), term))
        block.at++;
    return block;
}

/* Writes some terms of a block under its key. */
static void put_terms(const struct damage *damage, const struct block *block, size_t from,
                      size_t until)
{
    struct slice before = slice_of("");
    uint8_t bytes[TERM_BLOCK_BYTES];
    struct term_block_writer writer;

    term_block_open(&writer, bytes);
    for (size_t i = from; i < until; i++) {
        struct slice key = term_list_key(block->terms, i);

        assert_true(term_block_add(&writer, key, term_shared_length(before, key),
                                   block->terms->terms[i].number));
        before = key;
    }
    raw_put(damage, STORE_TERMS, block->key, term_block_bytes(&writer));
}

static uint32_t number_of(const struct damage *damage, struct slice key)
{
    struct block block = block_of(damage, key);

    assert_true(block.at < block.terms->count);
    return block.terms->terms[block.at].number;
}

static void renumber(const struct damage *damage, const char *word, uint32_t number)
{
    struct block block = block_of(damage, title_word(damage, word));

    assert_true(block.at < block.terms->count);
    block.terms->terms[block.at].number = number;
    put_terms(damage, &block, 0, block.terms->count);
}

static void lose_term(struct damage *damage)
{
    struct block block = block_of(damage, title_word(damage, "w3"));
    struct term_list *terms = block.terms;

    assert_true(block.at + 1 < terms->count);
    memmove(terms->terms + block.at, terms->terms + block.at + 1,
            (terms->count - block.at - 1) * sizeof *terms->terms);
    put_terms(damage, &block, 0, terms->count - 1);
}

static void share_number(struct damage *damage)
{
    renumber(damage, "w3", number_of(damage, title_word(damage, "w4")));
}

static void invent_number(struct damage *damage)
{
    renumber(damage, "w3", 90000);
}

static void invent_mark(struct damage *damage)
{
    renumber(damage, "w3", FORWARD_SUBFIELD_BREAK);
}

static void invent_term(struct damage *damage)
{
    struct block block = {.key = slice_of("\xfe\x01word"),
                          .terms = arena_alloc(damage->arena, sizeof *block.terms)};

    block.terms->count = block.terms->used = 0;
    term_list_add(block.terms, block.key, number_of(damage, title_word(damage, "w3")));
    put_terms(damage, &block, 0, 1);
}

static void lose_block(struct damage *damage)
{
    raw_delete(damage, STORE_TERMS, block_of(damage, title_word(damage, "w3")).key);
}

static void cut_block(struct damage *damage)
{
    struct block block = block_of(damage, title_word(damage, "w3"));

    raw_put(damage, STORE_TERMS, block.key, slice_part(block.value, 0, block.value.length - 1));
}

static void lengthen_block(struct damage *damage)
{
    struct block block = block_of(damage, title_word(damage, "w3"));

    raw_put(damage, STORE_TERMS, block.key, joined(damage, block.value, slice_of("x")));
}

static void empty_block(struct damage *damage)
{
    struct block block = block_of(damage, title_word(damage, "w3"));

    raw_put(damage, STORE_TERMS, block.key, slice_part(block.value, 0, 4));
}

static void disorder_block(struct damage *damage)
{
    struct block block = block_of(damage, title_word(damage, "w3"));
    struct listed_term *terms = block.terms->terms, first = terms[block.at];

    terms[block.at] = terms[block.at + 1];
    terms[block.at + 1] = first;
    put_terms(damage, &block, 0, block.terms->count);
}

/* Its entry stands under a key that is not that of its last term. */
static void shorten_block(struct damage *damage)
{
    struct block block = block_of(damage, title_word(damage, "w3"));

    assert_true(block.terms->count > 1);
    put_terms(damage, &block, 0, block.terms->count - 1);
}

/* The first terms of a block stand in the next one. */
static void overlap_blocks(struct damage *damage)
{
    struct block first = block_of(damage, title_word(damage, "w3")), second;
    struct term_list *terms = arena_alloc(damage->arena, sizeof *terms);

    second = block_of(damage, joined(damage, first.key, slice_of(" ")));
    terms->count = terms->used = 0;
    term_list_add(terms, term_list_key(first.terms, 0), first.terms->terms[0].number);
    for (size_t i = 1; i < second.terms->count; i++)
        term_list_add(terms, term_list_key(second.terms, i), second.terms->terms[i].number);
    second.terms = terms;
    put_terms(damage, &second, 0, terms->count);
}

/* --- each is found ---------------------------------------------------------------------------- */

static const struct damage_case cases[] = {
    {lose_term, {"numbers were given, but there are", "was given, but there is no such term"}},
    {share_number, {"title word \"w4\": has the number of another term"}},
    {invent_number, {"title word \"w3\": has a number that was never given (number 90000)"}},
    {invent_mark, {"title word \"w3\": has a number that was never given (number 1)"}},
    {invent_term, {"a term of access point 254, kind 1: is nothing that the access-point table"}},
    {lose_block, {"numbers were given, but there are", "was given, but there is no such term"}},
    {cut_block, {"the block of terms up to ", "is malformed"}},
    {lengthen_block, {"the block of terms up to ", "is malformed"}},
    {empty_block, {"the block of terms up to ", "is malformed"}},
    {disorder_block, {"the block of terms up to ", "is malformed"}},
    {shorten_block, {"the block of terms up to ", "ends with another term"}},
    {overlap_blocks,
     {"the block of terms up to ", "begins with a term that belongs further to the front"}},
};

static void each_kind_of_damage_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        is_found(&cases[i], fill);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_kind_of_damage_is_found)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
