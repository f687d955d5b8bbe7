/* Verification of postings: each kind of damage to blocks, lists and chunks is found. */
#include "damage.h"

#include "index/docset.h"
#include "index/postings.h"

/* So many have the word "common": its postings stand in chunks. Those of "w3" are a list, and those
 * of "few", which is in the first three, stand in their block. */
#define RECORDS 700u

static void fill(struct library *library)
{
    const struct put_options options = {0};
    struct catalogue_batch *batch;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    for (unsigned number = 1; number <= RECORDS; number++) {
        const char *id = arena_printf(library->arena, "m%03u", number);
        const char *title = arena_printf(library->arena, "Common title of w%u%s", number % 7,
                                         number <= 3 ? " few" : "");

        succeeds(
            catalogue_batch_put(batch, make_record(library, id, title), &options, &library->diag),
            &library->diag);
    }
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    assert_int_equal(delete_record(library, "m700"), OFFPRINT_OK);
}

/* --- where things stand -------------------------------------------------------------------------
 */

static uint32_t number_of(struct damage *damage, const char *word)
{
    struct slice key = title_word(damage, word);
    uint32_t number;

    assert_int_equal(index_find_term(&damage->transaction, (uint8_t)key.data[0], TERM_WORD,
                                     slice_of(word), &number, NULL),
                     1);
    return number;
}

static struct slice list_key(struct damage *damage, const char *word)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];
    size_t size = postings_list_key(key, number_of(damage, word));

    return arena_slice(damage->arena, slice_make((const char *)key, size));
}

static struct slice chunk_key(struct damage *damage, uint32_t number)
{
    return u16_key(damage, number, 0);
}

/* The block of a word, taken out to be put back otherwise. */
struct taken_block {
    struct slice key, bytes;
    struct postings_block block;
    unsigned slot; /* the word's */
};

static struct taken_block take_block(struct damage *damage, const char *word)
{
    uint32_t number = number_of(damage, word);
    struct taken_block taken = {
        .key = u32_key(damage, postings_block_of(number)),
        .slot = postings_slot_of(number),
    };

    taken.bytes = raw_get(damage, STORE_POSTS, taken.key);
    assert_true(postings_block_decode(&taken.block, taken.bytes));
    return taken;
}

static void put_block(struct damage *damage, const struct taken_block *taken)
{
    uint8_t bytes[POSTINGS_BLOCK_SIZE_MAX];
    const uint8_t *end = postings_block_encode(bytes, &taken->block);

    raw_put(damage, STORE_POSTS, taken->key,
            slice_make((const char *)bytes, (size_t)(end - bytes)));
}

static void put_list(struct damage *damage, const char *word, const uint32_t *docids, size_t count)
{
    uint8_t bytes[POSTINGS_LIST_SIZE_MAX];
    const uint8_t *end = postings_list_encode(bytes, docids, count);

    raw_put(damage, STORE_POSTS, list_key(damage, word),
            slice_make((const char *)bytes, (size_t)(end - bytes)));
}

/* --- blocks
 * --------------------------------------------------------------------------------------- */

static void lose_block(struct damage *damage)
{
    raw_delete(damage, STORE_POSTS, take_block(damage, "few").key);
}

static void cut_block(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");

    raw_put(damage, STORE_POSTS, taken.key, slice_part(taken.bytes, 0, taken.bytes.length - 1));
}

static void cut_heads(struct damage *damage)
{
    raw_put(damage, STORE_POSTS, take_block(damage, "few").key, slice_of("\1\1\1"));
}

static void lengthen_block(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");

    raw_put(damage, STORE_POSTS, taken.key, joined(damage, taken.bytes, slice_of("\1")));
}

static void empty_block(struct damage *damage)
{
    char *zeros = memset(arena_alloc(damage->arena, POSTINGS_BLOCK_TERMS), 0, POSTINGS_BLOCK_TERMS);

    raw_put(damage, STORE_POSTS, take_block(damage, "few").key,
            slice_make(zeros, POSTINGS_BLOCK_TERMS));
}

/* One fewer than there are. */
static void count_in_block(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");
    uint8_t heads[POSTINGS_BLOCK_SIZE_MAX], *at = heads;

    for (unsigned slot = 0; slot < taken.slot; slot++)
        at = put_varint(at, taken.block.heads[slot]);
    change_byte(damage, STORE_POSTS, taken.key, (size_t)(at - heads), 2);
}

static void repeat_in_block(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");

    taken.block.docids[taken.slot][1] = taken.block.docids[taken.slot][0];
    put_block(damage, &taken);
}

static void disorder_block(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");

    taken.block.docids[taken.slot][0] = 9; /* 9, 2, 3: the difference is written as a huge one */
    put_block(damage, &taken);
}

static void replace_in_block(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");

    taken.block.docids[taken.slot][2] = docid_of(damage, "m009");
    put_block(damage, &taken);
}

static void raise_in_block(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");

    taken.block.docids[taken.slot][taken.block.heads[taken.slot]++] = docid_of(damage, "m700");
    put_block(damage, &taken);
}

static void move_block(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");

    raw_put(damage, STORE_POSTS, u32_key(damage, 90001), taken.bytes);
}

static void stray_block(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");

    raw_put(damage, STORE_POSTS, u32_key(damage, postings_block_of(90000)), taken.bytes);
}

static void odd_key(struct damage *damage)
{
    raw_put(damage, STORE_POSTS, slice_of("odd"), slice_of("\1"));
}

/* --- lists
 * ---------------------------------------------------------------------------------------- */

static void lose_list(struct damage *damage)
{
    raw_delete(damage, STORE_POSTS, list_key(damage, "w3"));
}

static void cut_list(struct damage *damage)
{
    struct slice key = list_key(damage, "w3"), bytes = raw_get(damage, STORE_POSTS, key);

    raw_put(damage, STORE_POSTS, key, slice_part(bytes, 0, bytes.length - 1));
}

static void lengthen_list(struct damage *damage)
{
    struct slice key = list_key(damage, "w3");

    raw_put(damage, STORE_POSTS, key,
            joined(damage, raw_get(damage, STORE_POSTS, key), slice_make("\0", 1)));
}

static void replace_in_list(struct damage *damage)
{
    change_byte(damage, STORE_POSTS, list_key(damage, "w3"), 0, 2);
}

static void announce_no_list(struct damage *damage)
{
    put_list(damage, "few", &(uint32_t){1}, 1);
}

static void odd_list(struct damage *damage)
{
    struct slice key = list_key(damage, "w3");

    raw_put(damage, STORE_POSTS, changed(damage, key, 4, 1), raw_get(damage, STORE_POSTS, key));
}

/* The three of "few" in a list, as none is that short. */
static void list_few(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "few");

    assert_true(postings_head_apart(&taken.block.heads[taken.slot], 3));
    put_block(damage, &taken);
    put_list(damage, "few", taken.block.docids[taken.slot], 3);
}

/* --- chunks
 * --------------------------------------------------------------------------------------- */

/* Puts other docids in the place of the chunk of a term. */
static void change_chunk(struct damage *damage, uint32_t number, uint32_t docid, bool add)
{
    struct slice key = chunk_key(damage, number);
    struct docset *docs = docset_create();
    struct buffer bytes = {0};

    assert_true(docset_read(docs, raw_get(damage, STORE_POSTS, key)));
    assert_true(docset_contains(docs, docid) != add);
    if (add)
        docset_add(docs, docid);
    else
        docset_remove(docs, docid);
    docset_write(&bytes, docs);
    raw_put(damage, STORE_POSTS, key, buffer_slice(&bytes));
    buffer_finish(&bytes);
    docset_destroy(docs);
}

static void lose_chunk(struct damage *damage)
{
    raw_delete(damage, STORE_POSTS, chunk_key(damage, number_of(damage, "common")));
}

static void shrink_chunk(struct damage *damage)
{
    change_chunk(damage, number_of(damage, "common"), docid_of(damage, "m007"), false);
}

static void raise_in_chunk(struct damage *damage)
{
    change_chunk(damage, number_of(damage, "common"), docid_of(damage, "m700"), true);
}

static void stray_in_chunk(struct damage *damage)
{
    change_chunk(damage, number_of(damage, "common"), 70000, true);
}

static void break_chunk(struct damage *damage)
{
    raw_put(damage, STORE_POSTS, chunk_key(damage, number_of(damage, "common")), slice_of("x"));
}

static void announce_no_chunk(struct damage *damage)
{
    raw_put(damage, STORE_POSTS, chunk_key(damage, number_of(damage, "few")),
            raw_get(damage, STORE_POSTS, chunk_key(damage, number_of(damage, "common"))));
}

static void count_chunks(struct damage *damage)
{
    struct taken_block taken = take_block(damage, "common");

    assert_true(postings_head_apart(&taken.block.heads[taken.slot], 50));
    put_block(damage, &taken);
}

static void list_beside_chunks(struct damage *damage)
{
    put_list(damage, "common", &(uint32_t){1}, 1);
}

static uint32_t own_term(struct damage *damage, unsigned access_point, struct slice term)
{
    uint32_t number;

    assert_int_equal(
        index_find_term(&damage->transaction, access_point, TERM_KEY, term, &number, NULL), 1);
    return number;
}

static void lose_from_all(struct damage *damage)
{
    change_chunk(damage, own_term(damage, ACCESS_POINT_ALL, slice_of("")), docid_of(damage, "m007"),
                 false);
}

static void lose_from_collection(struct damage *damage)
{
    change_chunk(damage, own_term(damage, ACCESS_POINT_COLLECTION, slice_make("\0\0", 2)),
                 docid_of(damage, "m007"), false);
}

/* --- each is found
 * ---------------------------------------------------------------------------------- */

static const struct damage_case cases[] = {
    {lose_block, {"title word \"few\": does not list record \"m001\", which has it"}},
    {cut_block, {"postings of terms ", "are malformed"}},
    {cut_heads, {"are malformed", "title word \"few\": does not list record \"m001\""}},
    {lengthen_block, {"postings of terms ", "are malformed"}},
    {empty_block, {"are malformed", "title word \"few\": does not list record \"m001\""}},
    {count_in_block, {"are malformed", "title word \"few\": does not list record \"m003\""}},
    {repeat_in_block, {"are malformed", "title word \"few\": does not list record \"m002\""}},
    {disorder_block, {"are malformed", "title word \"few\": does not list record \"m002\""}},
    {replace_in_block,
     {"title word \"few\": lists record \"m009\", which does not have it",
      "title word \"few\": does not list record \"m003\", which has it"}},
    {raise_in_block, {"title word \"few\": lists record \"m700\", which is not there"}},
    {move_block, {"postings of term 90001: have a malformed key"}},
    {stray_block, {"stand under a number that was never given"}},
    {odd_key, {"have a malformed key"}},
    {lose_list,
     {"count 100 records, but list 0", "title word \"w3\": does not list record \"m003\""}},
    {cut_list,
     {"count 100 records, but list 99", "title word \"w3\": does not list record \"m696\""}},
    {lengthen_list, {"have a malformed list", "count 100 records, but list 0"}},
    {replace_in_list, {"title word \"w3\": lists record \"m002\", which does not have it"}},
    {announce_no_list, {"have a list that no count announces"}},
    {odd_list, {"have a malformed key"}},
    {list_few, {"are in a list, though so few that they belong with their count"}},
    {lose_chunk,
     {"count 699 records, but list 0", "title word \"common\": does not list record \"m007\""}},
    {shrink_chunk,
     {"count 699 records, but list 698",
      "title word \"common\": does not list record \"m007\", which has it"}},
    {raise_in_chunk, {"title word \"common\": lists record \"m700\", which is not there"}},
    {stray_in_chunk, {"have docids in a chunk that is not theirs", "lists docid 70000"}},
    {break_chunk, {"have a malformed chunk"}},
    {announce_no_chunk, {"have a chunk that no count announces"}},
    {count_chunks,
     {"count 50 records, but list 699", "are in chunks, though so few that they belong in a list"}},
    {list_beside_chunks, {"are in a list and in chunks"}},
    {lose_from_all, {"the term of all records: does not list record \"m007\""}},
    {lose_from_collection, {"the term of collection 0: does not list record \"m007\""}},
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
