/* Facets: counts equal a naive scan of the records, whatever is put, replaced and deleted. */
#include "facets.h"

#define RECORDS 900
#define NAMES 40
#define VALUES_MAX 6

/* --- records, and what the test knows of them ---------------------------------------------------
 */

/* A record as the test remembers it: its values as they are indexed. */
struct known {
    bool live;
    unsigned authors[VALUES_MAX], subjects[VALUES_MAX];
    size_t author_count, subject_count;
    unsigned year, language, collection;
    unsigned host; /* 1 + number of the record; 0 for none */
    bool even;     /* is the word "even" in its title? */
};

static struct known known[RECORDS];
static uint32_t seed;

static unsigned draw(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static const char *const languages[] = {"eng", "ger", "fre", "rus"};
static const char *const collections[] = {"Default", "first", "second"};

static void remember(unsigned *values, size_t *count, unsigned value)
{
    for (size_t i = 0; i < *count; i++) {
        if (values[i] == value)
            return;
    }
    values[(*count)++] = value;
}

/* The same name may stand in 100, 700 and 710, and twice: it counts once. */
static void add_authors(struct library *library, struct marc_record *record, struct known *about)
{
    static const char *const tags[] = {"100", "700", "700", "710"};
    unsigned count = draw(4);

    for (unsigned i = 0; i < count; i++) {
        unsigned name = draw(NAMES) * draw(NAMES) / NAMES; /* some are common */

        add_field(record, tags[i], 'a',
                  arena_printf(library->arena, "Name%03u, Ann%s", name, i % 2 ? "." : ","));
        remember(about->authors, &about->author_count, name);
    }
}

static void add_subjects(struct library *library, struct marc_record *record, struct known *about)
{
    static const char *const tags[] = {"650", "651", "650", "653"};
    unsigned count = draw(4);

    for (unsigned i = 0; i < count; i++) {
        unsigned subject = draw(NAMES);

        add_field(record, tags[i], 'a', arena_printf(library->arena, "Subject %03u.", subject));
        remember(about->subjects, &about->subject_count, subject);
    }
}

static struct marc_record *random_record(struct library *library, unsigned number)
{
    struct known *about = &known[number];
    struct marc_record *record;
    const char *fixed;

    *about = (struct known){.live = true, .even = draw(2) == 0};
    about->year = 1950 + draw(30);
    about->language = draw(4);
    record = make_record(library, arena_printf(library->arena, "r%u", number),
                         about->even ? "An even title" : "An odd title");
    fixed = arena_printf(library->arena, "770101s%u    xx            000 0 %s d", about->year,
                         languages[about->language]);
    marc_record_add_control(record, "008", slice_of(fixed));
    add_authors(library, record, about);
    add_subjects(library, record, about);
    if (draw(3) == 0) {
        about->host = 1 + draw(5);
        add_field(record, "773", 'w', arena_printf(library->arena, "r%u", about->host - 1));
        if (about->host == number + 1)
            about->host = 0;
    } else if (draw(9) == 0) {
        add_field(record, "773", 'w', "absent"); /* a host that never comes */
    }
    return record;
}

static void put_random(struct library *library, struct catalogue_batch *batch, unsigned number)
{
    struct marc_record *record = random_record(library, number);
    struct put_options options = {0};

    known[number].collection = draw(3);
    options.collection = collections[known[number].collection];
    succeeds(catalogue_batch_put(batch, record, &options, &library->diag), &library->diag);
}

/* Batches that add, replace and delete, now many records, now one. */
static void fill(struct library *library)
{
    struct catalogue_batch *batch = begin(library);

    seed = 20260;
    memset(known, 0, sizeof known);
    for (unsigned i = 0; i < RECORDS; i++)
        put_random(library, batch, i);
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    for (unsigned round = 0; round < 4; round++) {
        batch = begin(library);
        for (unsigned i = 0; i < (round == 3 ? 1 : 60); i++) {
            unsigned number = draw(RECORDS);

            if (draw(3) > 0) {
                put_random(library, batch, number);
            } else if (known[number].live) {
                known[number].live = false;
                succeeds(catalogue_batch_delete(
                             batch, slice_of(arena_printf(library->arena, "r%u", number)),
                             &library->diag),
                         &library->diag);
            }
        }
        succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    }
    if (known[3].live) /* and one that is gone, while its parts are here */
        assert_int_equal(delete_record(library, "r3"), OFFPRINT_OK);
    known[3].live = false;
}

/* --- the naive count
 * ------------------------------------------------------------------------------ */

struct tally {
    char term[32];
    uint64_t count;
};

struct tallies {
    struct tally items[RECORDS];
    size_t count;
};

static void tally(struct tallies *tallies, const char *term)
{
    for (size_t i = 0; i < tallies->count; i++) {
        if (strcmp(tallies->items[i].term, term) == 0) {
            tallies->items[i].count++;
            return;
        }
    }
    snprintf(tallies->items[tallies->count].term, sizeof tallies->items[0].term, "%s", term);
    tallies->items[tallies->count++].count = 1;
}

static int compare(const void *left, const void *right)
{
    const struct tally *a = left, *b = right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->term, b->term);
}

static int compare_terms(const void *left, const void *right)
{
    const struct tally *a = left, *b = right;

    return strcmp(a->term, b->term);
}

/* Leaves those that have the minimum, in an order. */
static void put_in_order(struct tallies *tallies, uint64_t minimum, enum facet_order order)
{
    size_t kept = 0;

    for (size_t i = 0; i < tallies->count; i++) {
        if (tallies->items[i].count >= minimum)
            tallies->items[kept++] = tallies->items[i];
    }
    tallies->count = kept;
    qsort(tallies->items, kept, sizeof tallies->items[0],
          order == FACET_ORDER_TERM ? compare_terms : compare);
}

/* Counts one facet over the records that `takes` lets in. */
static void count_naively(struct tallies *tallies, const char *facet,
                          bool (*takes)(const struct known *))
{
    char term[32];

    tallies->count = 0;
    for (unsigned i = 0; i < RECORDS; i++) {
        const struct known *about = &known[i];

        if (!about->live || !takes(about))
            continue;
        for (size_t j = 0; strcmp(facet, "author") == 0 && j < about->author_count; j++) {
            snprintf(term, sizeof term, "name%03u ann", about->authors[j]);
            tally(tallies, term);
        }
        for (size_t j = 0; strcmp(facet, "subject") == 0 && j < about->subject_count; j++) {
            snprintf(term, sizeof term, "subject %03u", about->subjects[j]);
            tally(tallies, term);
        }
        snprintf(term, sizeof term, "%u", about->year);
        if (strcmp(facet, "year") == 0)
            tally(tallies, term);
        if (strcmp(facet, "language") == 0)
            tally(tallies, languages[about->language]);
        if (strcmp(facet, "material") == 0)
            tally(tallies, "book");
        if (strcmp(facet, "collection") == 0)
            tally(tallies, collections[about->collection]);
        snprintf(term, sizeof term, "r%u", about->host - 1);
        if (strcmp(facet, "host") == 0 && about->host > 0 && known[about->host - 1].live)
            tally(tallies, term);
    }
}

static void assert_facet(const struct facet *facet, const struct tallies *tallies, uint32_t limit)
{
    size_t wanted = tallies->count, given = limit > 0 && limit < wanted ? limit : wanted;

    assert_int_equal(facet->distinct, wanted);
    assert_int_equal(facet->count, given);
    for (size_t i = 0; i < given; i++) {
        if (!slice_is(facet->values[i].term, tallies->items[i].term) ||
            facet->values[i].count != tallies->items[i].count)
            fail_msg("%s, value %zu: %.*s %llu, not %s %llu", facet->name, i,
                     (int)facet->values[i].term.length, facet->values[i].term.data,
                     (unsigned long long)facet->values[i].count, tallies->items[i].term,
                     (unsigned long long)tallies->items[i].count);
    }
}

/* --- searching
 * ------------------------------------------------------------------------------------ */

static bool every(const struct known *about)
{
    return about->live;
}

static bool even(const struct known *about)
{
    return about->even;
}

static bool few(const struct known *about)
{
    return about->year == 1960 && about->even;
}

/* --- the claims
 * ----------------------------------------------------------------------------------- */

static void counts_equal_a_naive_scan(void **state)
{
    static const struct {
        const char *cql; /* NULL: no result set at all */
        bool (*takes)(const struct known *);
    } sets[] = {{NULL, every},
                {"cql.allRecords = 1", every},
                {"title = even", even},
                {"title = even and date = 1960", few}};
    static const struct {
        uint32_t limit;
        uint64_t minimum;
    } cuts[] = {{0, 0}, {1, 0}, {3, 0}, {10, 0}, {1000, 0}, {0, 5}, {2, 20}, {0, 100000}};
    struct library *library = *state;
    static struct tallies tallies;

    fill(library);
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct result_set *result = sets[i].cql != NULL ? search(library, sets[i].cql) : NULL;

        for (size_t j = 0; j < 2 * sizeof cuts / sizeof cuts[0]; j++) {
            const struct facet_options options = {.limit = cuts[j / 2].limit,
                                                  .minimum = cuts[j / 2].minimum,
                                                  .order = j % 2 == 0 ? FACET_ORDER_COUNT
                                                                      : FACET_ORDER_TERM};
            struct facet *facets = count(library, result, &options, 7);

            for (size_t k = 0; k < 7; k++) {
                count_naively(&tallies, facets[k].name, sets[i].takes);
                put_in_order(&tallies, options.minimum, options.order);
                assert_facet(&facets[k], &tallies, options.limit);
            }
        }
        result_set_destroy(result);
    }
}

/* Each value's query finds as many records as were counted. */
static void a_value_narrows_the_query_to_its_records(void **state)
{
    const char *const names[] = {"author", "subject", "language", "year", "material", "host"};
    const struct facet_options options = {.names = names, .name_count = 6};
    struct library *library = *state;
    struct result_set *result;
    struct facet *facets;
    struct buffer cql;

    fill(library);
    result = search(library, "title = even");
    facets = count(library, result, &options, 6);
    result_set_destroy(result);
    buffer_init(&cql);
    for (size_t i = 0; i < 6; i++) {
        assert_true(facets[i].count > 0);
        for (size_t j = 0; j < facets[i].count; j++) {
            buffer_truncate(&cql, 0);
            buffer_add_string(&cql, "title = even and ");
            assert_true(facet_value_query(&cql, &facets[i], &facets[i].values[j]));
            result = search(library, cql.data);
            assert_int_equal(result_set_count(result), facets[i].values[j].count);
            result_set_destroy(result);
        }
    }
    buffer_finish(&cql);
}

/* More records than are taken out of a set at once, of which every third is found. */
static void many_records_are_counted_as_few_are(void **state)
{
    enum { MANY = 10000 };
    const struct facet_options options = {.limit = 1000};
    struct library *library = *state;
    struct catalogue_batch *batch = begin(library);
    struct result_set *third;
    struct facet *facets;

    for (unsigned i = 0; i < MANY; i++) {
        struct marc_record *record =
            make_record(library, arena_printf(library->arena, "r%u", i), i % 3 ? "other" : "third");

        add_field(record, "100", 'a', arena_printf(library->arena, "Name%u", i % 97));
        add_field(record, "773", 'w', i % 2 ? "r0" : "r1");
        succeeds(catalogue_batch_put(batch, record, &(struct put_options){0}, &library->diag),
                 &library->diag);
    }
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    third = search(library, "title = third");
    for (unsigned step = 1; step <= 3; step += 2) {
        unsigned wanted[97] = {0};

        for (unsigned i = 0; i < MANY; i += step)
            wanted[i % 97]++;
        facets = count(library, step == 1 ? NULL : third, &options, 7);
        assert_int_equal(facets[0].distinct, 97);
        for (size_t i = 0; i < 97; i++) {
            const struct facet_value *value = &facets[0].values[i];

            assert_int_equal(value->count, wanted[atoi(value->term.data + strlen("name"))]);
        }
        assert_int_equal(facets[6].distinct, 2);
        assert_int_equal(facets[6].values[0].count + facets[6].values[1].count,
                         (MANY + step - 1) / step);
    }
    result_set_destroy(third);
}

static void records_that_have_gone_since_the_search_are_not_counted(void **state)
{
    const char *const names[] = {"year"};
    const struct facet_options options = {.names = names, .name_count = 1};
    struct library *library = *state;
    struct result_set *result, *nothing;
    uint64_t sum = 0;
    struct facet *facets;

    fill(library);
    result = search(library, "title = even");
    nothing = search(library, "title = nowhere");
    for (unsigned i = 0, deleted = 0; deleted < 3; i++) {
        if (!known[i].live || !known[i].even)
            continue;
        known[i].live = false;
        delete_record(library, arena_printf(library->arena, "r%u", i));
        deleted++;
    }
    facets = count(library, result, &options, 1);
    for (size_t i = 0; i < facets->count; i++)
        sum += facets->values[i].count;
    assert_int_equal(sum, result_set_count(result) - 3);
    facets = count(library, nothing, &options, 1);
    assert_int_equal(facets->count, 0);
    assert_int_equal(facets->distinct, 0);
    result_set_destroy(result);
    result_set_destroy(nothing);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(counts_equal_a_naive_scan),
        TEST(a_value_narrows_the_query_to_its_records),
        TEST(many_records_are_counted_as_few_are),
        TEST(records_that_have_gone_since_the_search_are_not_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
