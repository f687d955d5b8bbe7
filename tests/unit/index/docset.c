/* Docsets, held against a plain sorted array. */
#include "../test.h"

#include <stdlib.h>

#include "index/docset.h"

/* A universe that spans several containers, small enough for an array of truth. */
#define UNIVERSE 400000

struct model {
    bool *has;
    struct docset *set;
};

static uint32_t seed;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

static struct model model_create(void)
{
    return (struct model){calloc(UNIVERSE, sizeof(bool)), docset_create()};
}

static void model_destroy(struct model *model)
{
    free(model->has);
    docset_destroy(model->set);
}

static void model_add(struct model *model, uint32_t docid)
{
    model->has[docid] = true;
    docset_add(model->set, docid);
}

/* Single docids, dense runs and whole containers. */
static void model_fill(struct model *model)
{
    uint32_t runs = 1 + chance(8);

    for (uint32_t i = chance(2000); i > 0; i--)
        model_add(model, 1 + chance(UNIVERSE - 1));
    while (runs-- > 0) {
        uint32_t from = 1 + chance(UNIVERSE - 1), length = chance(chance(4) == 0 ? 90000 : 3000);

        for (uint32_t i = 0; i < length && from + i < UNIVERSE; i++)
            model_add(model, from + i);
    }
}

static void compare(const struct model *model)
{
    uint32_t docid = 0, at;
    uint64_t count = 0;

    for (uint32_t i = 0; i < UNIVERSE; i++) {
        if (!model->has[i])
            continue;
        assert_true(docset_next(model->set, &docid));
        assert_int_equal(docid, i);
        if (count % 97 == 0) {
            assert_true(docset_at(model->set, count, &at));
            assert_int_equal(at, i);
            assert_int_equal(docset_rank(model->set, i), count + 1);
            assert_int_equal(docset_rank(model->set, i - 1), count);
            assert_true(docset_contains(model->set, i));
        }
        count++;
    }
    assert_false(docset_next(model->set, &docid));
    assert_false(docset_at(model->set, count, &at));
    assert_int_equal(docset_count(model->set), count);
    assert_int_equal(docset_is_empty(model->set), count == 0);
}

static void does_as_sets_do(void **state)
{
    (void)state;
    for (seed = 1; seed < 13; seed += 1) {
        struct model a = model_create(), b = model_create();
        uint32_t saved = seed, which = chance(3);
        uint64_t both = 0;

        model_fill(&a);
        model_fill(&b);
        for (uint32_t i = 0; i < UNIVERSE; i++)
            both += a.has[i] && b.has[i];
        assert_int_equal(docset_and_count(a.set, b.set), both);
        for (uint32_t i = 0; i < 3000; i++) {
            uint32_t docid = 1 + chance(UNIVERSE - 1);

            a.has[docid] = false;
            docset_remove(a.set, docid);
        }
        compare(&a);
        if (which == 0)
            docset_and(a.set, b.set);
        else if (which == 1)
            docset_or(a.set, b.set);
        else
            docset_not(a.set, b.set);
        for (uint32_t i = 0; i < UNIVERSE; i++)
            a.has[i] = which == 0   ? a.has[i] && b.has[i]
                       : which == 1 ? a.has[i] || b.has[i]
                                    : a.has[i] && !b.has[i];
        compare(&a);
        compare(&b);
        model_destroy(&a);
        model_destroy(&b);
        seed = saved;
    }
}

static void survives_itself_as_the_other(void **state)
{
    struct model a = model_create();

    (void)state;
    seed = 99;
    model_fill(&a);
    docset_and(a.set, a.set);
    docset_or(a.set, a.set);
    compare(&a);
    docset_not(a.set, a.set);
    assert_true(docset_is_empty(a.set));
    model_destroy(&a);
}

static void copies_do_not_follow(void **state)
{
    struct docset *set = docset_create(), *copy;

    (void)state;
    docset_add(set, 5);
    copy = docset_copy(set);
    docset_add(set, 6);
    assert_false(docset_contains(copy, 6));
    assert_int_equal(docset_count(copy), 1);
    docset_destroy(set);
    docset_destroy(copy);
    docset_destroy(NULL);
}

static void holds_the_largest_docid(void **state)
{
    struct docset *set = docset_create();
    uint32_t docid = 0;

    (void)state;
    docset_add(set, UINT32_MAX);
    assert_true(docset_next(set, &docid));
    assert_int_equal(docid, UINT32_MAX);
    assert_false(docset_next(set, &docid));
    assert_false(docset_at(set, UINT64_C(1) << 32, &docid));
    docset_destroy(set);
}

static void bytes_come_back(void **state)
{
    (void)state;
    for (seed = 1000; seed < 1010; seed++) {
        uint32_t saved = seed;
        struct model a = model_create(), b = model_create();
        struct buffer bytes;

        buffer_init(&bytes);
        if (seed % 3 > 0)
            model_fill(&a);
        docset_write(&bytes, a.set);
        assert_true(docset_read(b.set, buffer_slice(&bytes)));
        memcpy(b.has, a.has, UNIVERSE * sizeof(bool));
        compare(&b);
        buffer_truncate(&bytes, 0);
        docset_write(&bytes, a.set);
        model_add(&b, 77777); /* reading adds */
        docset_remove(b.set, 77776);
        b.has[77776] = false;
        assert_true(docset_read(b.set, buffer_slice(&bytes)));
        b.has[77776] = a.has[77776];
        compare(&b);
        buffer_finish(&bytes);
        model_destroy(&a);
        model_destroy(&b);
        seed = saved;
    }
}

/* Every bit of a written set is turned: it is refused, or it is another set that holds together. */
static void refuses_bytes_that_contradict_themselves(void **state)
{
    struct docset *set = docset_create(), *read;
    struct buffer bytes;
    size_t refused = 0;

    (void)state;
    buffer_init(&bytes);
    for (uint32_t i = 0; i < 60; i++)
        docset_add(set, 1 + i * i * 37);
    docset_write(&bytes, set);
    for (size_t length = 0; length < bytes.length; length++) {
        read = docset_create();
        assert_false(docset_read(read, slice_make(bytes.data, length)));
        docset_destroy(read);
    }
    for (size_t bit = 0; bit < bytes.length * 8; bit++) {
        uint32_t docid = 0;
        uint64_t count = 0;

        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
        read = docset_create();
        if (docset_read(read, buffer_slice(&bytes))) {
            while (docset_next(read, &docid))
                count++;
            assert_int_equal(count, docset_count(read));
        } else {
            refused++;
        }
        docset_destroy(read);
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
    }
    assert_true(refused > 100);
    buffer_finish(&bytes);
    docset_destroy(set);
}

static void refuses_containers_out_of_order(void **state)
{
    static const struct {
        const char *name;
        const char *bytes;
        size_t length;
        bool good;
    } cases[] = {
        {"array", "\x3a\x30\0\0\1\0\0\0\0\0\1\0\x10\0\0\0\5\0\6\0", 20, true},
        {"array out of order", "\x3a\x30\0\0\1\0\0\0\0\0\1\0\x10\0\0\0\6\0\5\0", 20, false},
        {"value twice", "\x3a\x30\0\0\1\0\0\0\0\0\1\0\x10\0\0\0\5\0\5\0", 20, false},
        {"more containers than there can be", "\x3a\x30\0\0\1\0\1\0\0\0\1\0\x10\0\0\0\5\0\6\0", 20,
         false},
        {"runs", "\x3b\x30\0\0\1\0\0\5\0\2\0\1\0\0\0\2\0\4\0\2\0", 0, false},
        {"run", "\x3b\x30\0\0\1\0\0\2\0\1\0\7\0\2\0", 15, true},
        {"run past the end", "\x3b\x30\0\0\1\0\0\2\0\1\0\xfe\xff\2\0", 15, false},
        {"run of another count", "\x3b\x30\0\0\1\0\0\3\0\1\0\7\0\2\0", 15, false},
        {"no run", "\x3b\x30\0\0\1\0\0\2\0\0\0", 11, false},
        {"another cookie", "\x3c\x30\0\0\1\0\0\2\0\1\0\7\0\2\0", 15, false},
        {"docid 0", "\x3b\x30\0\0\1\0\0\2\0\1\0\0\0\2\0", 15, false},
        {"bytes left over", "\x3b\x30\0\0\1\0\0\2\0\1\0\7\0\2\0\0", 16, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct docset *set = docset_create();

        if (docset_read(set, slice_make(cases[i].bytes, cases[i].length)) != cases[i].good)
            fail_msg("%s", cases[i].name);
        docset_destroy(set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(does_as_sets_do),
        cmocka_unit_test(survives_itself_as_the_other),
        cmocka_unit_test(copies_do_not_follow),
        cmocka_unit_test(holds_the_largest_docid),
        cmocka_unit_test(bytes_come_back),
        cmocka_unit_test(refuses_bytes_that_contradict_themselves),
        cmocka_unit_test(refuses_containers_out_of_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
