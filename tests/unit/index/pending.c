/* What is pending: each key is one term, whatever its length and its hash, and counts its
 * documents. */
#include "../test.h"

#include <stdlib.h>

#include "index/pending.h"

#define LONGEST 40
#define DOCUMENTS 3
#define ENTRIES_MOST (LONGEST * LONGEST + LONGEST)

/* A document's entries, and their keys one behind the other. */
struct document {
    struct index_entry entries[ENTRIES_MOST];
    uint8_t keys[ENTRIES_MOST * LONGEST + PENDING_SLACK];
    size_t count, key_bytes;
};

static void add_key(struct document *document, const uint8_t *key, size_t length, uint32_t hash)
{
    memcpy(document->keys + document->key_bytes, key, length);
    document->entries[document->count++] =
        (struct index_entry){(uint32_t)document->key_bytes, (uint32_t)length, hash};
    document->key_bytes += length;
}

/* Of each length a key of zeros, which only its length tells from others, and such as differ from
 * it in one byte. Their hashes are `hashes` different ones, from 0 on. */
static size_t fill(struct document *document, uint32_t hashes)
{
    *document = (struct document){0};
    for (size_t length = 1; length <= LONGEST; length++) {
        uint8_t key[LONGEST] = {0};

        add_key(document, key, length, (uint32_t)document->count % hashes);
        for (size_t i = 0; i < length; i++) {
            key[i] = 1;
            add_key(document, key, length, (uint32_t)document->count % hashes);
            key[i] = 0;
        }
    }
    return document->count;
}

static void put(struct pending *pending, uint32_t docid, const struct document *document)
{
    const struct pending_put put = {
        .docid = docid,
        .entries = document->entries,
        .count = document->count,
        .keys = document->keys,
        .key_bytes = document->key_bytes,
        .sorts = (const uint64_t[]){0},
    };

    pending_add(pending, &put);
}

/* Each term is there once, in the order in which it came, and counts `count` documents. */
static void check_terms(const struct pending *pending, const struct document *document,
                        uint32_t count)
{
    size_t at = 0;

    for (uint32_t i = 0; i < pending->term_count; i++) {
        const struct pending_term *term = pending_term_at(pending, (uint32_t)(at / 4));
        const struct index_entry *entry = &document->entries[i];

        assert_int_equal(term->number, i);
        assert_int_equal(term->count, count);
        assert_int_equal(term->length, entry->length);
        assert_memory_equal(term->key, document->keys + entry->offset, entry->length);
        at += pending_term_size(term->length);
    }
    assert_int_equal(at, pending->pool_used);
}

static void keys_are_told_apart_by_every_byte(void **state)
{
    static const uint32_t hashes[] = {1, 3, 50, ENTRIES_MOST}; /* all collide; many; some; none */
    struct document *document = malloc(sizeof *document);

    (void)state;
    assert_non_null(document);
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        struct pending pending = {.columns = 1};
        size_t terms = fill(document, hashes[i]);

        for (uint32_t round = 0; round < 2; round++) { /* the second in what the first left */
            for (uint32_t docid = 1; docid <= DOCUMENTS; docid++) {
                put(&pending, docid, document);
                assert_int_equal(pending.term_count, terms);
                check_terms(&pending, document, docid);
            }
            assert_int_equal(pending.item_count, DOCUMENTS * terms);
            for (uint32_t j = 0; j < pending.item_count; j++)
                assert_int_equal(pending_items(&pending)[j],
                                 pending_item((uint32_t)(j % terms), false));
            pending_clear(&pending);
        }
        pending_finish(&pending);
    }
    free(document);
}

/* A term that is new is found again by the entries behind it, near ones too; marks stay. */
static void a_document_has_terms_again(void **state)
{
    static const size_t distances[] = {1, 2, 31, 32, 33, 63, 64, 65, 200};
    struct document *document = malloc(sizeof *document);

    (void)state;
    assert_non_null(document);
    for (size_t i = 0; i < sizeof distances / sizeof *distances; i++) {
        struct pending pending = {.columns = 1};
        size_t distance = distances[i];

        *document = (struct document){0};
        add_key(document, (const uint8_t *)"\2\1term", 6, 7);
        while (document->count < distance)
            document->entries[document->count++] = (struct index_entry){.offset = 1};
        add_key(document, (const uint8_t *)"\2\1term", 6, 7);
        put(&pending, 5, document);
        assert_int_equal(pending.term_count, 1);
        assert_int_equal(pending_term_at(&pending, 0)->count, 1);
        assert_int_equal(pending_items(&pending)[0], pending_item(0, false));
        assert_int_equal(pending_items(&pending)[distance], pending_item(0, true));
        for (size_t j = 1; j < distance; j++)
            assert_int_equal(pending_items(&pending)[j], FORWARD_SUBFIELD_BREAK);
        pending_finish(&pending);
    }
    free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_told_apart_by_every_byte),
        cmocka_unit_test(a_document_has_terms_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
