/* What verification finds, and the tools to damage a catalogue for it: entries put raw. */
#ifndef OFFPRINT_TEST_DAMAGE_H
#define OFFPRINT_TEST_DAMAGE_H

#include "library.h"

#include "base/bytes.h"
#include "catalogue/private.h"
#include "index/access_table.h"
#include "index/index.h"
#include "store/value.h"

struct findings {
    struct buffer text; /* a line a contradiction */
};

static inline void take(void *context, const char *where, const char *what)
{
    struct findings *findings = context;

    buffer_printf(&findings->text, "%s: %s\n", where, what);
}

/* How many contradictions; what they are is added to `findings`. */
static inline uint64_t verify(struct library *library, struct findings *findings)
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

static inline uint32_t docid_of(const struct damage *damage, const char *id)
{
    uint32_t docid;

    assert_int_equal(store_find(&damage->transaction, slice_of(id), &docid, NULL), 1);
    return docid;
}

static inline struct slice raw_get(const struct damage *damage, enum store_database database,
                                   struct slice key)
{
    MDB_val bytes = value_of_slice(key), data;

    assert_int_equal(mdb_get(damage->transaction.txn, store_handle(&damage->transaction, database),
                             &bytes, &data),
                     0);
    return arena_slice(damage->arena, value_slice(&data));
}

static inline void raw_put(const struct damage *damage, enum store_database database,
                           struct slice key, struct slice value)
{
    MDB_val bytes = value_of_slice(key), data = value_of_slice(value);

    assert_int_equal(mdb_put(damage->transaction.txn, store_handle(&damage->transaction, database),
                             &bytes, &data, 0),
                     0);
}

static inline void raw_delete(const struct damage *damage, enum store_database database,
                              struct slice key)
{
    MDB_val bytes = value_of_slice(key);

    assert_int_equal(mdb_del(damage->transaction.txn, store_handle(&damage->transaction, database),
                             &bytes, NULL),
                     0);
}

static inline struct slice u16_key(const struct damage *damage, uint32_t first, uint16_t second)
{
    uint8_t *bytes = arena_alloc(damage->arena, 6);

    put_u16(put_u32(bytes, first), second);
    return slice_make((const char *)bytes, 6);
}

static inline struct slice u32_key(const struct damage *damage, uint32_t number)
{
    return slice_part(u16_key(damage, number, 0), 0, 4);
}

static inline struct slice u64_key(const struct damage *damage, uint64_t number)
{
    uint8_t *bytes = arena_alloc(damage->arena, 8);

    put_u64(bytes, number);
    return slice_make((const char *)bytes, 8);
}

/* The bytes with one of them changed. */
static inline struct slice changed(const struct damage *damage, struct slice bytes, size_t at,
                                   char byte)
{
    char *copy = arena_copy(damage->arena, bytes.data, bytes.length);

    assert_true(at < bytes.length && copy[at] != byte);
    copy[at] = byte;
    return slice_make(copy, bytes.length);
}

static inline struct slice joined(const struct damage *damage, struct slice first,
                                  struct slice second)
{
    char *bytes = arena_alloc(damage->arena, first.length + second.length + 1);

    memcpy(bytes, first.data, first.length);
    memcpy(bytes + first.length, second.data, second.length);
    return slice_make(bytes, first.length + second.length);
}

static inline void change_byte(const struct damage *damage, enum store_database database,
                               struct slice key, size_t at, char byte)
{
    raw_put(damage, database, key, changed(damage, raw_get(damage, database, key), at, byte));
}

/* The key of a word of the title. */
static inline struct slice title_word(const struct damage *damage, const char *word)
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

/* --- each is found ------------------------------------------------------------------------------
 */

static inline void apply(struct library *library, void (*damage)(struct damage *))
{
    struct damage step = {.arena = library->arena};

    succeeds(store_write(&step.transaction, library->catalogue->store, NULL, NULL, &library->diag),
             &library->diag);
    damage(&step);
    succeeds(store_commit(&step.transaction, &library->diag), &library->diag);
}

/* What is done to a sound catalogue, and what is said of it then. */
struct damage_case {
    void (*apply)(struct damage *damage);
    const char *found[2]; /* within what is said; NULL for no more */
};

static inline void is_found(const struct damage_case *damage, void (*fill)(struct library *))
{
    struct findings findings = {0};
    struct library *library;
    void *fresh;

    library_open(&fresh);
    library = fresh;
    library->damaged = true;
    fill(library);
    assert_int_equal(verify(library, &findings), 0);
    apply(library, damage->apply);
    if (verify(library, &findings) == 0)
        fail_msg("this is not found: %s", damage->found[0]);
    for (size_t i = 0; i < 2 && damage->found[i] != NULL; i++) {
        if (strstr(findings.text.data, damage->found[i]) == NULL)
            fail_msg("\"%s\" is not among:\n%.3000s", damage->found[i], findings.text.data);
    }
    buffer_finish(&findings.text);
    library_close(&fresh);
}

#endif
