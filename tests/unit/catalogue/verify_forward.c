/* Verification of forward lists: each kind of damage to a block, or to a list in it, is found. */
#include "damage.h"

#include "index/forward_block.h"

#define RECORDS 60 /* whose lists fit one block */

static void fill(struct library *library)
{
    struct catalogue_batch *batch;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    for (unsigned number = 1; number <= RECORDS; number++) {
        const struct put_options options = {0};
        const struct marc_record *record =
            make_record(library, arena_printf(library->arena, "n%02u", number),
                        arena_printf(library->arena, "Common title %u of w%u", number, number % 7));

        succeeds(catalogue_batch_put(batch, record, &options, &library->diag), &library->diag);
    }
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    assert_int_equal(delete_record(library, "n60"), OFFPRINT_OK);
}

/* --- the block, and its lists ----------------------------------------------------------------- */

static struct slice block_key(const struct damage *damage)
{
    return u32_key(damage, docid_of(damage, "n59")); /* n60 is deleted */
}

static struct slice block_bytes(const struct damage *damage)
{
    return raw_get(damage, STORE_FORWARD, block_key(damage));
}

static void put_block(const struct damage *damage, struct slice bytes)
{
    raw_put(damage, STORE_FORWARD, block_key(damage), bytes);
}

/* The lists of docids 1 to 59, each at its place; room for more. */
static void read_lists(const struct damage *damage, struct forward_list *lists)
{
    struct forward_block block;

    assert_true(forward_block_read(&block, 59, block_bytes(damage)));
    assert_true(forward_block_is_sound(&block));
    assert_int_equal(block.first, 1);
    for (uint32_t docid = 1; docid <= 59; docid++)
        assert_true(forward_block_list(&lists[docid], &block, docid));
}

static struct slice made_block(const struct damage *damage, const struct forward_list *lists,
                               size_t count)
{
    size_t length = 0;
    char *bytes;

    for (size_t i = 0; i < count; i++)
        length += forward_list_length(&lists[i]);
    length = forward_block_size(count, length);
    bytes = arena_alloc(damage->arena, length);
    forward_block_write((uint8_t *)bytes, lists, count);
    return slice_make(bytes, length);
}

static void put_lists(const struct damage *damage, const struct forward_list *lists)
{
    put_block(damage, made_block(damage, lists + 1, 59));
}

/* --- blocks ----------------------------------------------------------------------------------- */

static void lose_block(struct damage *damage)
{
    raw_delete(damage, STORE_FORWARD, block_key(damage));
}

static void cut_block(struct damage *damage)
{
    struct slice bytes = block_bytes(damage);

    put_block(damage, slice_part(bytes, 0, bytes.length - 1));
}

static void lengthen_block(struct damage *damage)
{
    put_block(damage, joined(damage, block_bytes(damage), slice_of("x")));
}

/* The second offset and the third. */
static void disorder_block(struct damage *damage)
{
    struct slice bytes = block_bytes(damage);
    char *copy = arena_copy(damage->arena, bytes.data, bytes.length);

    memcpy(copy + 4, bytes.data + 8, 4);
    memcpy(copy + 8, bytes.data + 4, 4);
    put_block(damage, slice_make(copy, bytes.length));
}

/* One document fewer: what was an offset are words now. */
static void miscount_block(struct damage *damage)
{
    struct slice bytes = block_bytes(damage);

    put_block(damage, changed(damage, bytes, 3, (char)(bytes.data[3] - 8)));
}

static void empty_block(struct damage *damage)
{
    put_block(damage, slice_make("", 0));
}

static void move_block(struct damage *damage)
{
    struct slice bytes = block_bytes(damage);

    raw_delete(damage, STORE_FORWARD, block_key(damage));
    raw_put(damage, STORE_FORWARD, u32_key(damage, 60), bytes);
}

static void overlap_blocks(struct damage *damage)
{
    raw_put(damage, STORE_FORWARD, u32_key(damage, 70), block_bytes(damage));
}

static void break_key(struct damage *damage)
{
    raw_put(damage, STORE_FORWARD, u16_key(damage, 70, 1), block_bytes(damage));
}

/* --- lists ------------------------------------------------------------------------------------ */

static void lose_list(struct damage *damage)
{
    struct forward_list lists[RECORDS];

    read_lists(damage, lists);
    lists[7] = (struct forward_list){{NULL, 0}, {NULL, 0}};
    put_lists(damage, lists);
}

static void lose_last_list(struct damage *damage)
{
    struct forward_list lists[RECORDS];

    read_lists(damage, lists);
    lists[59] = (struct forward_list){{NULL, 0}, {NULL, 0}};
    put_lists(damage, lists);
}

static void swap_lists(struct damage *damage)
{
    struct forward_list lists[RECORDS], seventh;

    read_lists(damage, lists);
    seventh = lists[7];
    lists[7] = lists[8];
    lists[8] = seventh;
    put_lists(damage, lists);
}

/* Takes the last number away: bytes from 0x80 on go on. */
static void cut_list(struct damage *damage)
{
    struct forward_list lists[RECORDS];

    read_lists(damage, lists);
    do
        lists[7].rest.length--;
    while ((uint8_t)lists[7].rest.data[lists[7].rest.length - 1] >= 0x80);
    put_lists(damage, lists);
}

static void break_words(struct damage *damage)
{
    struct forward_list lists[RECORDS];

    read_lists(damage, lists);
    lists[7].words = slice_of("\xff\xff\xff\xff\xff\xff");
    put_lists(damage, lists);
}

static void break_rest(struct damage *damage)
{
    struct forward_list lists[RECORDS];

    read_lists(damage, lists);
    lists[7].rest = slice_of("\x05\x85");
    put_lists(damage, lists);
}

/* The first number of the rest becomes a word. */
static void move_border(struct damage *damage)
{
    struct forward_list lists[RECORDS];
    size_t length = 1;

    read_lists(damage, lists);
    while ((uint8_t)lists[7].rest.data[length - 1] >= 0x80)
        length++;
    lists[7].words = joined(damage, lists[7].words, slice_part(lists[7].rest, 0, length));
    lists[7].rest = slice_part(lists[7].rest, length, SIZE_MAX);
    put_lists(damage, lists);
}

/* Gives the deleted record a list. */
static void raise_list(struct damage *damage)
{
    struct forward_list lists[RECORDS];

    read_lists(damage, lists);
    raw_put(damage, STORE_FORWARD, u32_key(damage, 60), made_block(damage, &lists[7], 1));
}

/* --- each is found ---------------------------------------------------------------------------- */

static const struct damage_case cases[] = {
    {lose_block,
     {"record \"n07\": has no forward list",
      "title word \"common\": lists record \"n07\", which does not have it"}},
    {cut_block,
     {"forward lists up to docid 59: are malformed", "record \"n07\": has no forward list"}},
    {lengthen_block, {"forward lists up to docid 59: are malformed"}},
    {disorder_block, {"forward lists up to docid 59: are malformed"}},
    {miscount_block, {"record \"n01\": has no forward list"}},
    {empty_block, {"forward lists up to docid 59: are malformed"}},
    {move_block,
     {"record \"n60\": has a forward list, but is not there", "record \"n07\": has number"}},
    {overlap_blocks, {"forward lists up to docid 70: are malformed"}},
    {break_key, {"forward lists up to docid 70: are malformed"}},
    {lose_list, {"record \"n07\": has no forward list"}},
    {lose_last_list, {"forward lists up to docid 59: are malformed"}},
    {swap_lists,
     {"record \"n07\": has number",
      "title heading \"common title 7 of w0\": lists record \"n07\", which does"}},
    {cut_list, {"record \"n07\": has ", "entries in its forward list, but makes"}},
    {break_words, {"record \"n07\": has a malformed forward list"}},
    {break_rest, {"record \"n07\": has a malformed forward list"}},
    {move_border, {"record \"n07\": does not have its words apart from the rest"}},
    {raise_list, {"record \"n60\": has a forward list, but is not there"}},
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
