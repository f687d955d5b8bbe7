/* Verification: a sound catalogue has no contradictions, and each kind of damage is found. */
#include "library.h"

#include "base/bytes.h"
#include "catalogue/private.h"
#include "index/columns.h"
#include "index/docset.h"
#include "index/facets.h"
#include "index/index.h"
#include "store/value.h"

/* Enough for postings in chunks. */
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

struct findings {
    struct buffer text; /* a line a contradiction */
};

static void take(void *context, const char *where, const char *what)
{
    struct findings *findings = context;

    buffer_printf(&findings->text, "%s: %s\n", where, what);
}

/* How many contradictions; what they are is added to `findings`. */
static uint64_t verify(struct library *library, struct findings *findings)
{
    const struct upkeep upkeep = {.found = take, .context = findings};
    struct verification result;

    buffer_truncate(&findings->text, 0);
    succeeds(catalogue_verify(&result, library->catalogue, &upkeep, &library->diag),
             &library->diag);
    return result.contradictions;
}

/* --- damage ----------------------------------------------------------------------------------- */

/* A step of damage works on one writing transaction. */
struct damage {
    struct store_transaction transaction;
    struct arena *arena;
};

static uint32_t docid_of(const struct damage *damage, const char *id)
{
    uint32_t docid;

    assert_int_equal(store_find(&damage->transaction, slice_of(id), &docid, NULL), 1);
    return docid;
}

static struct slice raw_get(const struct damage *damage, enum store_database database,
                            struct slice key)
{
    MDB_val bytes = value_of_slice(key), data;

    assert_int_equal(mdb_get(damage->transaction.txn, store_handle(&damage->transaction, database),
                             &bytes, &data),
                     0);
    return arena_slice(damage->arena, value_slice(&data));
}

static void raw_put(const struct damage *damage, enum store_database database, struct slice key,
                    struct slice value)
{
    MDB_val bytes = value_of_slice(key), data = value_of_slice(value);

    assert_int_equal(mdb_put(damage->transaction.txn, store_handle(&damage->transaction, database),
                             &bytes, &data, 0),
                     0);
}

static void raw_delete(const struct damage *damage, enum store_database database, struct slice key)
{
    MDB_val bytes = value_of_slice(key);

    assert_int_equal(mdb_del(damage->transaction.txn, store_handle(&damage->transaction, database),
                             &bytes, NULL),
                     0);
}

static struct slice u16_key(const struct damage *damage, uint32_t first, uint16_t second)
{
    uint8_t *bytes = arena_alloc(damage->arena, 6);

    put_u16(put_u32(bytes, first), second);
    return slice_make((const char *)bytes, 6);
}

static struct slice u32_key(const struct damage *damage, uint32_t number)
{
    return slice_part(u16_key(damage, number, 0), 0, 4);
}

static struct slice u64_key(const struct damage *damage, uint64_t number)
{
    uint8_t *bytes = arena_alloc(damage->arena, 8);

    put_u64(bytes, number);
    return slice_make((const char *)bytes, 8);
}

/* The bytes with one of them changed. */
static struct slice changed(const struct damage *damage, struct slice bytes, size_t at, char byte)
{
    char *copy = arena_copy(damage->arena, bytes.data, bytes.length);

    assert_true(at < bytes.length && copy[at] != byte);
    copy[at] = byte;
    return slice_make(copy, bytes.length);
}

static struct slice joined(const struct damage *damage, struct slice first, struct slice second)
{
    char *bytes = arena_alloc(damage->arena, first.length + second.length + 1);

    memcpy(bytes, first.data, first.length);
    memcpy(bytes + first.length, second.data, second.length);
    return slice_make(bytes, first.length + second.length);
}

static void change_byte(const struct damage *damage, enum store_database database, struct slice key,
                        size_t at, char byte)
{
    raw_put(damage, database, key, changed(damage, raw_get(damage, database, key), at, byte));
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

/* The key of a word of the title. */
static struct slice title_word(const struct damage *damage, const char *word)
{
    struct access_points *table;
    struct slice key;
    char head[2];

    assert_int_equal(access_points_load(&table, NULL, NULL), OFFPRINT_OK);
    head[0] = (char)access_point_by_name(table, slice_of("title"))->number;
    head[1] = TERM_WORD;
    key = joined(damage, slice_make(head, 2), slice_of(word));
    access_points_destroy(table);
    return key;
}

static uint32_t number_of(const struct damage *damage, struct slice key)
{
    struct slice value = raw_get(damage, STORE_TERMS, key);
    struct bytes in;

    bytes_init(&in, value.data, value.length);
    return bytes_take_u32(&in);
}

static void lose_term(struct damage *damage)
{
    raw_delete(damage, STORE_TERMS, title_word(damage, "w3"));
}

static void share_number(struct damage *damage)
{
    raw_put(damage, STORE_TERMS, title_word(damage, "w3"),
            u32_key(damage, number_of(damage, title_word(damage, "w4"))));
}

static void invent_number(struct damage *damage)
{
    raw_put(damage, STORE_TERMS, title_word(damage, "w3"), u32_key(damage, 90000));
}

static void invent_term(struct damage *damage)
{
    raw_put(damage, STORE_TERMS, slice_of("\xfe\x01word"),
            raw_get(damage, STORE_TERMS, title_word(damage, "w3")));
}

static void forget_terms(struct damage *damage)
{
    raw_put(damage, STORE_META, slice_of("index.next-term"), u64_key(damage, 20));
}

/* --- forward lists ---------------------------------------------------------------------------- */

static void lose_forward(struct damage *damage)
{
    raw_delete(damage, STORE_FORWARD, u32_key(damage, docid_of(damage, "n07")));
}

static void cut_forward(struct damage *damage)
{
    struct slice key = u32_key(damage, docid_of(damage, "n07"));
    struct slice value = raw_get(damage, STORE_FORWARD, key);

    /* The last entries are a term and a mark. */
    raw_put(damage, STORE_FORWARD, key, slice_part(value, 0, value.length - 1));
}

static void swap_forward(struct damage *damage)
{
    raw_put(damage, STORE_FORWARD, u32_key(damage, docid_of(damage, "n07")),
            raw_get(damage, STORE_FORWARD, u32_key(damage, docid_of(damage, "n08"))));
}

static void break_forward(struct damage *damage)
{
    raw_put(damage, STORE_FORWARD, u32_key(damage, docid_of(damage, "n07")),
            slice_of("\xff\xff\xff\xff\xff\xff"));
}

static void raise_forward(struct damage *damage)
{
    raw_put(damage, STORE_FORWARD, u32_key(damage, docid_of(damage, "n60")),
            raw_get(damage, STORE_FORWARD, u32_key(damage, docid_of(damage, "n07"))));
}

/* --- postings --------------------------------------------------------------------------------- */

static struct slice postings_key(const struct damage *damage, const char *word)
{
    return u32_key(damage, number_of(damage, title_word(damage, word)));
}

/* Puts other docids in the place of the chunk of a term. */
static void change_chunk(const struct damage *damage, struct slice term, uint32_t docid, bool add)
{
    struct slice key = u16_key(damage, number_of(damage, term), 0);
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

static void lose_postings(struct damage *damage)
{
    raw_delete(damage, STORE_POSTS, postings_key(damage, "w3"));
}

/* Count 1 and docid 2, which has another word. */
static void replace_postings(struct damage *damage)
{
    raw_put(damage, STORE_POSTS, postings_key(damage, "w3"), slice_make("\x01\x02", 2));
}

static void break_postings(struct damage *damage)
{
    raw_put(damage, STORE_POSTS, postings_key(damage, "w3"), slice_make("\x03\x02", 2));
}

static void stray_postings(struct damage *damage)
{
    raw_put(damage, STORE_POSTS, u32_key(damage, 90000), slice_make("\x01\x02", 2));
}

static void lose_chunk(struct damage *damage)
{
    raw_delete(damage, STORE_POSTS,
               u16_key(damage, number_of(damage, title_word(damage, "common")), 0));
}

static void shrink_chunk(struct damage *damage)
{
    change_chunk(damage, title_word(damage, "common"), docid_of(damage, "n07"), false);
}

static void raise_in_chunk(struct damage *damage)
{
    change_chunk(damage, title_word(damage, "common"), docid_of(damage, "n60"), true);
}

static void stray_in_chunk(struct damage *damage)
{
    change_chunk(damage, title_word(damage, "common"), 70000, true);
}

static void break_chunk(struct damage *damage)
{
    raw_put(damage, STORE_POSTS,
            u16_key(damage, number_of(damage, title_word(damage, "common")), 0), slice_of("x"));
}

static void announce_nothing(struct damage *damage)
{
    raw_put(damage, STORE_POSTS, u16_key(damage, number_of(damage, title_word(damage, "w3")), 0),
            raw_get(damage, STORE_POSTS,
                    u16_key(damage, number_of(damage, title_word(damage, "common")), 0)));
}

static void count_wrong(struct damage *damage)
{
    raw_put(damage, STORE_POSTS, postings_key(damage, "common"), slice_of("\x32"));
}

static void lose_from_all(struct damage *damage)
{
    change_chunk(damage, slice_make("\0\3", 2), docid_of(damage, "n07"), false);
}

/* Those of "Default" are more than 32. */
static void lose_from_collection(struct damage *damage)
{
    change_chunk(damage, slice_make("\1\3\0\0", 4), docid_of(damage, "n07"), false);
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

static const struct {
    void (*apply)(struct damage *damage);
    const char *found[2]; /* within what is said; NULL for no more */
} cases[] = {
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
    {lose_term, {"numbers were given, but there are", "was given, but there is no such term"}},
    {share_number, {"title word \"w4\": has the number of another term"}},
    {invent_number, {"title word \"w3\": has a number that was never given (number 90000)"}},
    {invent_term, {"a term of access point 254, kind 1: is nothing that the access-point table"}},
    {forget_terms, {"18 numbers were given", "stand under a number that was never given"}},
    {lose_forward,
     {"record \"n07\": has no forward list",
      "title word \"common\": lists record \"n07\", which does not have it"}},
    {cut_forward, {"record \"n07\": has ", "entries in its forward list, but makes"}},
    {swap_forward,
     {"record \"n07\": has number",
      "title heading \"common title 7 of w0\": lists record \"n07\", which does"}},
    {break_forward, {"record \"n07\": has a malformed forward list"}},
    {raise_forward, {"record \"n60\": has a forward list, but is not there"}},
    {lose_postings, {"title word \"w3\": does not list record \"n03\", which has it"}},
    {replace_postings,
     {"title word \"w3\": lists record \"n02\", which does not have it",
      "title word \"w3\": does not list record \"n03\", which has it"}},
    {break_postings, {"postings of term ", "are malformed"}},
    {stray_postings, {"postings of term 90000: stand under a number that was never given"}},
    {lose_chunk,
     {"count 59 records, but list 0", "title word \"common\": does not list record \"n07\""}},
    {shrink_chunk,
     {"count 59 records, but list 58",
      "title word \"common\": does not list record \"n07\", which has it"}},
    {raise_in_chunk, {"title word \"common\": lists record \"n60\", which is not there"}},
    {stray_in_chunk, {"have docids in a chunk that is not theirs", "lists docid 70000"}},
    {break_chunk, {"have a malformed chunk"}},
    {announce_nothing, {"have a chunk that no count announces"}},
    {count_wrong, {"count 50 records, but list 59"}},
    {lose_from_all, {"the term of all records: does not list record \"n07\""}},
    {lose_from_collection, {"the term of collection 0: does not list record \"n07\""}},
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

static void apply(struct library *library, void (*damage)(struct damage *))
{
    struct damage step = {.arena = library->arena};

    succeeds(store_write(&step.transaction, library->catalogue->store, NULL, NULL, &library->diag),
             &library->diag);
    damage(&step);
    succeeds(store_commit(&step.transaction, &library->diag), &library->diag);
}

static void each_kind_of_damage_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct findings findings = {0};
        struct library *library;
        uint64_t count;
        void *fresh;

        library_open(&fresh);
        library = fresh;
        library->damaged = true;
        fill(library);
        assert_int_equal(verify(library, &findings), 0);
        apply(library, cases[i].apply);
        count = verify(library, &findings);
        if (count == 0)
            fail_msg("case %zu (%s) is not found", i, cases[i].found[0]);
        for (size_t j = 0; j < 2 && cases[i].found[j] != NULL; j++) {
            if (strstr(findings.text.data, cases[i].found[j]) == NULL)
                fail_msg("case %zu: \"%s\" is not among:\n%.3000s", i, cases[i].found[j],
                         findings.text.data);
        }
        buffer_finish(&findings.text);
        library_close(&fresh);
    }
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
