/* Verification: a sound catalogue has no contradictions, and each kind of damage is found. */
#include "damage.h"

#include "base/bytes.h"
#include "catalogue/private.h"
#include "index/columns.h"
#include "index/docset.h"
#include "index/facets.h"
#include "index/index.h"
#include "store/value.h"

/* Enough for postings in lists. */
#define RECORDS 60

/* --- a catalogue with everything in it -------------------------------------------------------- */

static struct marc_record *numbered(struct library *library, unsigned number)
{
    struct arena *arena = library->arena;
    struct marc_record *record =
        make_record(library, arena_printf(arena, "n%02u", number),
                    arena_printf(arena, "Common title %u of w%u", number, number % 7));

    add_field(record, "100", 'a', arena_printf(arena, "Author, A%u", number % 5));
    if (number % 4 == 1 && number > 1)
        add_field(record, "773", 'w', "n01");
    return record;
}

/* Most of it in one batch, for each waits for the disk. */
static void fill(struct library *library)
{
    struct catalogue_batch *batch;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    for (unsigned number = 1; number <= RECORDS; number++) {
        const struct put_options options = {.collection = number % 3 == 0 ? "third" : NULL};

        succeeds(catalogue_batch_put(batch, numbered(library, number), &options, &library->diag),
                 &library->diag);
    }
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    put(library, make_record(library, "n05", "Replaced common title"), NULL);
    assert_int_equal(delete_record(library, "n60"), OFFPRINT_OK);
}

/* --- records, ids, changes -------------------------------------------------------------------- */

static void lose_id(struct damage *damage)
{
    raw_delete(damage, STORE_IDS, slice_of("n07"));
}

static void turn_id(struct damage *damage)
{
    raw_put(damage, STORE_IDS, slice_of("n07"), u32_key(damage, docid_of(damage, "n08")));
}

static void send_id_away(struct damage *damage)
{
    raw_put(damage, STORE_IDS, slice_of("n07"), u32_key(damage, 4000));
}

static void forget_docids(struct damage *damage)
{
    raw_put(damage, STORE_META, slice_of("store.next-docid"), u64_key(damage, 30));
}

static void lose_record(struct damage *damage)
{
    raw_delete(damage, STORE_RECORDS, u32_key(damage, docid_of(damage, "n07")));
}

static void cut_record(struct damage *damage)
{
    struct slice key = u32_key(damage, docid_of(damage, "n07"));

    raw_put(damage, STORE_RECORDS, key, slice_part(raw_get(damage, STORE_RECORDS, key), 0, 50));
}

static void swap_record(struct damage *damage)
{
    raw_put(damage, STORE_RECORDS, u32_key(damage, docid_of(damage, "n07")),
            raw_get(damage, STORE_RECORDS, u32_key(damage, docid_of(damage, "n08"))));
}

/* A letter of the title: header, id, leader and directory stay as they are. */
static void misspell_record(struct damage *damage)
{
    struct slice key = u32_key(damage, docid_of(damage, "n07"));
    struct slice value = raw_get(damage, STORE_RECORDS, key);
    size_t at = 0;

    while (memcmp(value.data + at, "Common", 6) != 0)
        at++;
    raw_put(damage, STORE_RECORDS, key, changed(damage, value, at, 'K'));
}

/* The leader's base address. */
static void break_record(struct damage *damage)
{
    change_byte(damage, STORE_RECORDS, u32_key(damage, docid_of(damage, "n07")), 40 + 3 + 12, '9');
}

static void fill_tombstone(struct damage *damage)
{
    struct slice key = u32_key(damage, docid_of(damage, "n60"));

    raw_put(damage, STORE_RECORDS, key,
            joined(damage, raw_get(damage, STORE_RECORDS, key), slice_of("more")));
}

static void bury_record(struct damage *damage)
{
    change_byte(damage, STORE_RECORDS, u32_key(damage, docid_of(damage, "n07")), 0, 1);
}

static void move_record(struct damage *damage)
{
    change_byte(damage, STORE_RECORDS, u32_key(damage, docid_of(damage, "n07")), 3, 1);
}

static void move_record_nowhere(struct damage *damage)
{
    change_byte(damage, STORE_RECORDS, u32_key(damage, docid_of(damage, "n07")), 3, 9);
}

static void date_record(struct damage *damage)
{
    change_byte(damage, STORE_RECORDS, u32_key(damage, docid_of(damage, "n07")), 12, 1);
}

static void add_late(struct damage *damage)
{
    change_byte(damage, STORE_RECORDS, u32_key(damage, docid_of(damage, "n07")), 17, 1);
}

static void lose_change(struct damage *damage)
{
    raw_delete(damage, STORE_CHANGES, u64_key(damage, 7));
}

static void turn_change(struct damage *damage)
{
    change_byte(damage, STORE_CHANGES, u64_key(damage, 7), 11, 9);
}

static void date_change(struct damage *damage)
{
    change_byte(damage, STORE_CHANGES, u64_key(damage, 7), 4, 0);
}

static void undo_deletion(struct damage *damage)
{
    change_byte(damage, STORE_CHANGES, u64_key(damage, RECORDS + 2), 12, 1);
}

static void break_change(struct damage *damage)
{
    change_byte(damage, STORE_CHANGES, u64_key(damage, 7), 12, 5);
}

/* --- component parts, counters, collections --------------------------------------------------- */

static struct slice part_keys(const struct damage *damage, bool reverse)
{
    uint32_t host = docid_of(damage, "n01"), part = docid_of(damage, "n09");
    uint8_t *bytes = arena_alloc(damage->arena, 16);

    if (reverse)
        put_u32(put_u32(put_u32(bytes, 0), part), host);
    else
        put_u32(put_u64(put_u32(bytes, host), 0), part);
    return slice_make((const char *)bytes, reverse ? 12 : 16);
}

static void lose_part(struct damage *damage)
{
    raw_delete(damage, STORE_PARTS, part_keys(damage, false));
}

static void lose_place(struct damage *damage)
{
    raw_delete(damage, STORE_PARTS, part_keys(damage, true));
}

static void reorder_part(struct damage *damage)
{
    raw_put(damage, STORE_PARTS, part_keys(damage, true), u64_key(damage, 5));
}

static void lose_both(struct damage *damage)
{
    lose_part(damage);
    lose_place(damage);
}

static void add_part(struct damage *damage)
{
    assert_int_equal(store_part_add(&damage->transaction, docid_of(damage, "n01"), 3,
                                    docid_of(damage, "n02"), NULL),
                     OFFPRINT_OK);
}

static void break_part(struct damage *damage)
{
    raw_put(damage, STORE_PARTS, slice_of("part"), slice_of("x"));
}

static void count_records(struct damage *damage)
{
    store_meta_put(&damage->transaction, META_RECORDS, 3, NULL);
}

static void count_deleted(struct damage *damage)
{
    store_meta_put(&damage->transaction, META_DELETED, 3, NULL);
}

static void count_parts(struct damage *damage)
{
    store_meta_put(&damage->transaction, META_PARTS, 3, NULL);
}

static void lose_collection(struct damage *damage)
{
    raw_delete(damage, STORE_META, slice_of("collection:third"));
}

/* --- terms ------------------------------------------------------------------------------------ */

static void forget_terms(struct damage *damage)
{
    raw_put(damage, STORE_META, slice_of("index.next-term"), u64_key(damage, 20));
}

/* --- sort columns ----------------------------------------------------------------------------- */

static struct slice column_key(const struct damage *damage)
{
    char *bytes = arena_alloc(damage->arena, COLUMN_KEY_SIZE);

    bytes[0] = title_word(damage, "").data[0];
    return slice_make(bytes, COLUMN_KEY_SIZE);
}

static void resort(struct damage *damage)
{
    change_byte(damage, STORE_COLUMNS, column_key(damage), docid_of(damage, "n07") * 8u, 'x');
}

static void sort_nothing(struct damage *damage)
{
    change_byte(damage, STORE_COLUMNS, column_key(damage), docid_of(damage, "n60") * 8u, 'x');
}

static void lose_column(struct damage *damage)
{
    raw_delete(damage, STORE_COLUMNS, column_key(damage));
}

static void break_column(struct damage *damage)
{
    struct slice key = column_key(damage);

    raw_put(damage, STORE_COLUMNS, key,
            joined(damage, raw_get(damage, STORE_COLUMNS, key), slice_of("odd")));
}

/* --- facet columns ---------------------------------------------------------------------------- */

/* The entry of the authors of the records' chunk. */
static struct slice facet_key_of(const struct damage *damage)
{
    char *bytes = arena_alloc(damage->arena, FACET_KEY_SIZE);

    facet_key((uint8_t *)bytes, 0, 9);
    return slice_make(bytes, FACET_KEY_SIZE);
}

static void lose_facets(struct damage *damage)
{
    raw_delete(damage, STORE_FACETS, facet_key_of(damage));
}

/* The last byte is of the last record that has an author: the number of another term. */
static void change_facet(struct damage *damage)
{
    struct slice key = facet_key_of(damage), entry = raw_get(damage, STORE_FACETS, key);

    change_byte(damage, STORE_FACETS, key, (uint32_t)entry.length - 1, 'x');
}

/* Gives the value of docid 59 to docid 60, which is deleted: the count of records goes first. */
static void count_nothing(struct damage *damage)
{
    struct slice key = facet_key_of(damage), entry = raw_get(damage, STORE_FACETS, key);
    char *bytes = arena_copy(damage->arena, entry.data, entry.length);
    struct buffer changed;

    assert_int_equal(bytes[0], 60); /* docids 0 to 59 */
    buffer_init(&changed);
    buffer_add_char(&changed, 61);
    buffer_add(&changed, bytes + 1, 59);
    buffer_add_char(&changed, 0);
    buffer_add(&changed, bytes + 60, entry.length - 60);
    raw_put(damage, STORE_FACETS, key, arena_slice(damage->arena, buffer_slice(&changed)));
    buffer_finish(&changed);
}

static void break_facets(struct damage *damage)
{
    struct slice key = facet_key_of(damage);

    raw_put(damage, STORE_FACETS, key,
            joined(damage, raw_get(damage, STORE_FACETS, key), slice_of("odd")));
}

static void invent_facet(struct damage *damage)
{
    char *bytes = arena_alloc(damage->arena, FACET_KEY_SIZE);

    facet_key((uint8_t *)bytes, 0, 2); /* the title is no facet */
    raw_put(damage, STORE_FACETS, slice_make(bytes, FACET_KEY_SIZE), slice_of("\1\1\5"));
}

/* --- each is found ---------------------------------------------------------------------------- */

static const struct damage_case cases[] = {
    {lose_id, {"record \"n07\": is led to by no id", "docids were given, but there are"}},
    {turn_id, {"id \"n08\": leads to docid 8, as another", "whose record has the id \"n08\""}},
    {send_id_away, {"id \"n07\": leads to docid 4000, which was never given"}},
    {forget_docids, {"29 docids were given", "docid 30: has a record, but was never given"}},
    {lose_record, {"change 7: is of docid 7", "docid 7: has a forward list, but is not there"}},
    {cut_record, {"docid 7: the stored record 7 is cut short"}},
    {swap_record, {"id \"n07\": leads to docid 7, whose record has the id \"n08\""}},
    {misspell_record, {"record \"n07\": has number", "title word \"kommon\""}},
    {break_record, {"record \"n07\": cannot be read"}},
    {fill_tombstone, {"record \"n60\": is deleted, but has content"}},
    {bury_record, {"change 7: and record \"n07\" differ", "record \"n07\": has a forward list"}},
    {move_record, {"where the record has the term of collection 1"}},
    {move_record_nowhere, {"record \"n07\": is in collection 9, which has no name"}},
    {date_record, {"change 7: and record \"n07\" differ about datestamp"}},
    {add_late, {"record \"n07\": was changed before it was added"}},
    {lose_change, {"change 7: is missing: 8 follows", "says that change 7 was its last"}},
    {turn_change, {"record \"n07\": says that change 7 was its last"}},
    {date_change, {"change 7: has a datestamp before"}},
    {undo_deletion, {"change 62: and record \"n60\" differ"}},
    {break_change, {"change 7: is malformed"}},
    {lose_part, {"record \"n09\": has a place in docid 1, but does not stand among"}},
    {lose_place,
     {"record \"n09\": stands among the parts of docid 1, but has no such place",
      "record \"n09\": has docid 1 for its host, but no place"}},
    {reorder_part, {"record \"n09\": stands among the parts of docid 1, but has no such place"}},
    {lose_both, {"record \"n09\": has docid 1 for its host, but no place there"}},
    {add_part, {"record \"n02\": has a place in docid 1, which its record does not name"}},
    {break_part, {"component parts: an entry"}},
    {count_records, {"counters: \"records\" says 3, and there are 59"}},
    {count_deleted, {"counters: \"deleted\" says 3, and there are 1"}},
    {count_parts, {"counters: \"component-parts\" says 3, and there are 13"}},
    {lose_collection, {"collections: 1 are counted; 0 have a number, 1 a name", "number 1"}},
    {forget_terms, {"18 numbers were given", "stand under a number that was never given"}},
    {resort, {"record \"n07\": does not have the sort value"}},
    {sort_nothing, {"record \"n60\": has a sort value in column"}},
    {lose_column, {"record \"n07\": does not have the sort value"}},
    {break_column, {"sort columns: an entry of column"}},
    {lose_facets, {"record \"n07\": does not have the values that it makes", "facet author"}},
    {change_facet, {"record \"n59\": does not have the values that it makes"}},
    {count_nothing,
     {"record \"n60\": has a value in the column of facet author, but is not there"}},
    {break_facets, {"facet columns: an entry of access point 9 is malformed"}},
    {invent_facet, {"facet columns: an entry of access point 2 is malformed"}},
};

static void each_kind_of_damage_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        is_found(&cases[i], fill);
}

static void what_is_sound_has_none(void **state)
{
    struct findings findings = {0};
    struct library *library = *state;

    assert_int_equal(verify(library, &findings), 0);
    fill(library);
    assert_int_equal(verify(library, &findings), 0);
    put(library, numbered(library, 60), "third");
    assert_int_equal(verify(library, &findings), 0);
    for (unsigned number = 1; number <= RECORDS; number++)
        delete_record(library, arena_printf(library->arena, "n%02u", number));
    assert_int_equal(verify(library, &findings), 0);
    buffer_finish(&findings.text);
}

/* A term that is wrong once counts once, whatever the limit on what is explained. */
static void all_contradictions_are_counted(void **state)
{
    struct findings findings = {0};
    struct library *library = *state;

    library->damaged = true;
    for (unsigned number = 0; number < 600; number++)
        put(library,
            make_record(library, arena_printf(library->arena, "u%03u", number),
                        arena_printf(library->arena, "unique%03u", number)),
            NULL);
    apply(library, forget_terms);
    assert_true(verify(library, &findings) > 600);
    buffer_finish(&findings.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_sound_has_none, library_open, library_close),
        cmocka_unit_test(each_kind_of_damage_is_found),
        cmocka_unit_test_setup_teardown(all_contradictions_are_counted, library_open,
                                        library_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
