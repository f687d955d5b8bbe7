/*
 * A component part that names its host by no control number of ours is linked to it all the same,
 * whichever of the two comes first, and what was a guess is said to be one.
 */
#include "../test.h"

#include <stdlib.h>
#include <unistd.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/record.h>

/* --- help ---------------------------------------------------------------------------------------
 */

struct house {
    char path[64];
    struct catalogue *catalogue;
    struct arena *arena;
    struct buffer guesses; /* "part>host by ISBN …;" */
};

static struct house house;

static int set_up(void **state)
{
    struct catalogue_options options = {.create = true, .map_size = 64u << 20};
    struct diag diag;

    (void)state;
    house = (struct house){.arena = arena_create()};
    strcpy(house.path, "/tmp/offprint-guess-XXXXXX");
    assert_non_null(mkdtemp(house.path));
    if (catalogue_open(&house.catalogue, house.path, &options, &diag) < 0)
        fail_msg("%s", diag.message);
    return 0;
}

static int tear_down(void **state)
{
    char command[100];

    (void)state;
    catalogue_close(house.catalogue);
    buffer_finish(&house.guesses);
    arena_destroy(house.arena);
    snprintf(command, sizeof command, "rm -rf %s", house.path);
    return system(command);
}

static void keep_guess(void *context, const struct link_guess *guess)
{
    (void)context;
    buffer_printf(&house.guesses, "%s>%s by %s;", guess->part, guess->host, guess->by);
}

static struct catalogue_batch *begin(void)
{
    struct catalogue_batch *batch;
    struct diag diag;

    if (catalogue_batch_begin(&batch, house.catalogue, NULL, NULL, &diag) < 0)
        fail_msg("%s", diag.message);
    catalogue_batch_on_guess(batch, keep_guess, NULL);
    return batch;
}

static void commit(struct catalogue_batch *batch)
{
    struct diag diag;

    if (catalogue_batch_commit(batch, &diag) < 0)
        fail_msg("%s", diag.message);
}

/* A record from lines "LDR/07", "001", "003", year, then "245 04 $aOne" each. */
static struct marc_record *make(const char *id, const char *source, char level, const char *year,
                                const char *const *fields)
{
    struct marc_record *record = marc_record_create(house.arena);

    memcpy(record->leader, "00000nam a2200000 i 4500", 24);
    record->leader[7] = level;
    marc_record_add_control(record, "001", slice_of(id));
    if (source != NULL)
        marc_record_add_control(record, "003", slice_of(source));
    marc_record_add_control(
        record, "008",
        slice_of(arena_printf(house.arena, "200101s%s    xx ||||       ||1 0 eng d", year)));
    for (; *fields != NULL; fields++) {
        const char *text = *fields + 7;
        char tag[4] = {(*fields)[0], (*fields)[1], (*fields)[2], '\0'};
        struct marc_field *field = marc_record_add_field(record, tag, (*fields)[4], (*fields)[5]);

        for (size_t length; *text == '$'; text += 2 + length) {
            length = strcspn(text + 2, "$");
            marc_field_add(record, field, text[1], slice_make(text + 2, length));
        }
    }
    return record;
}

static int put(struct catalogue_batch *batch, const struct marc_record *record, const char *prefix)
{
    struct put_options options = {.prefix = prefix};
    struct diag diag;
    int outcome = catalogue_batch_put(batch, record, &options, &diag);

    if (outcome < 0)
        fail_msg("%s", diag.message);
    return outcome;
}

/* The host that a part has in the catalogue; "" where none. */
static const char *host_of(const char *id)
{
    struct catalogue_record part, host;
    struct diag diag;

    if (catalogue_fetch(&part, house.catalogue, slice_of(id), house.arena, &diag) < 0)
        fail_msg("%s", diag.message);
    return catalogue_host(&host, house.catalogue, &part, house.arena, &diag) > 0 ? host.id : "";
}

static uint64_t part_count(void)
{
    struct catalogue_statistics statistics;

    assert_true(catalogue_statistics(&statistics, house.catalogue, NULL) >= 0);
    return statistics.parts;
}

#define TIDES "245 04 $aThe tides of Nowhere :$ba reader."
static const char *const tides_fields[] = {"020    $a978-0-00-000000-2 (hardback)",
                                           "035    $a(XX-C)777", TIDES, NULL};

static struct marc_record *tides(void)
{
    return make("tides", "XX-A", 'm', "1998", tides_fields);
}

/* A part with one 773. */
static struct marc_record *part_of(const char *id, const char *link)
{
    const char *const fields[] = {"245 00 $aEbb.", link, NULL};

    return make(id, "XX-B", 'a', "1998", fields);
}

/* --- claims -------------------------------------------------------------------------------------
 */

static const struct {
    const char *link, *host, *by;
} links[] = {
    {"773 0  $z9780000000002", "tides", "ISBN 9780000000002"},
    {"773 0  $z0-00-000000-0 (pbk.)", "tides", "ISBN 0-00-000000-0 (pbk.)"},
    {"773 0  $tAnother title$z9780000000002", "tides", "ISBN 9780000000002"},
    {"773 0  $tThe tides of Nowhere : a reader.$dNowhere, 1998", "tides", "title and date"},
    {"773 0  $tTides of nowhere: a reader$dNowhere, 1998", "tides", "title and date"},
    {"773 0  $tThe Tides of Nowhere$dNowhere, 1998", "tides", "title and date"},
    {"773 0  $tTIDES OF NOWHERE", "tides", "title and date"}, /* the part's own date */
    {"773 0  $tThe tides of Nowhere$d1999", "", NULL},
    {"773 0  $tThe tides$d1998", "", NULL},
    {"773 0  $tOf Nowhere$d1998", "", NULL},
    {"773 0  $z9780000000019", "", NULL},
    {"773 0  $w(XX-A)tides", "tides", NULL}, /* another's number, and that other is here */
    {"773 0  $w(XX-C)777", "tides", NULL},   /* a 035 */
    {"773 0  $w(XX-Z)tides", "", NULL},      /* nobody here is XX-Z */
    {"773 0  $w(XX-Z)tides$z9780000000002", "tides", "ISBN 9780000000002"},
    {"773 18 $gyear:1998$gpages:3-19", "", NULL}, /* says only where it stands */
};

/* Host and part, in both orders, in one batch and in two. */
static void finds_the_host_in_whatever_order_they_come(void **state)
{
    for (unsigned order = 0; order < 4; order++) {
        for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
            const struct marc_record *first, *second;
            struct catalogue_batch *batch;
            char wanted[200] = "";

            set_up(state);
            first = (order & 1) != 0 ? tides() : part_of("part", links[i].link);
            second = (order & 1) == 0 ? tides() : part_of("part", links[i].link);
            batch = begin();
            put(batch, first, NULL);
            if ((order & 2) != 0) {
                commit(batch);
                batch = begin();
            }
            put(batch, second, NULL);
            commit(batch);
            if (strcmp(host_of("part"), links[i].host) != 0)
                fail_msg("%s, order %u: host is \"%s\"", links[i].link, order, host_of("part"));
            if (links[i].by != NULL)
                snprintf(wanted, sizeof wanted, "part>tides by %s;", links[i].by);
            assert_wrote(&house.guesses, wanted);
            assert_int_equal(part_count(), links[i].host[0] != '\0' ? 1 : 0);
            tear_down(state);
        }
    }
}

/* The part has the article, the host's 245 begins without. */
static void an_article_more_or_less_does_not_matter(void **state)
{
    static const char *const fields[] = {"245 00 $aTides of Nowhere.", NULL};

    for (int order = 0; order < 2; order++) {
        struct catalogue_batch *batch;

        set_up(state);
        batch = begin();
        put(batch,
            order == 0 ? part_of("part", "773 0  $tThe tides of Nowhere")
                       : make("tides", NULL, 'm', "1998", fields),
            NULL);
        commit(batch);
        batch = begin();
        put(batch,
            order == 1 ? part_of("part", "773 0  $tThe tides of Nowhere")
                       : make("tides", NULL, 'm', "1998", fields),
            NULL);
        commit(batch);
        assert_string_equal(host_of("part"), "tides");
        tear_down(state);
    }
}

static void its_own_number_is_no_guess(void **state)
{
    (void)state;
    struct catalogue_batch *batch = begin();

    put(batch, part_of("one", "773 0  $w(XX-B)tides"), NULL);
    put(batch, part_of("two", "773 0  $wtides"), NULL);
    put(batch, tides(), NULL);
    commit(batch);
    assert_string_equal(host_of("one"), "tides");
    assert_string_equal(host_of("two"), "tides");
    assert_wrote(&house.guesses, "");
}

static void the_prefix_of_a_source_is_its_hosts_too(void **state)
{
    (void)state;
    struct catalogue_batch *batch = begin();

    put(batch, part_of("part", "773 0  $w(XX-A)tides"), "p-");
    put(batch, tides(), "q-");
    commit(batch);
    assert_string_equal(host_of("p-part"), "");
    batch = begin();
    put(batch, tides(), "p-");
    commit(batch);
    assert_string_equal(host_of("p-part"), "p-tides");
}

static void does_not_choose_between_two(void **state)
{
    (void)state;
    static const char *const other_fields[] = {"020    $a9780000000002",
                                               "245 00 $aAnother edition.", NULL};
    struct catalogue_batch *batch = begin();

    put(batch, tides(), NULL);
    put(batch, make("other", "XX-A", 'm', "1998", other_fields), NULL);
    put(batch, part_of("one", "773 0  $z9780000000002"), NULL);
    put(batch, part_of("two", "773 0  $tAnother edition$d1998$z9780000000002"), NULL);
    commit(batch);
    assert_string_equal(host_of("one"), "");
    assert_string_equal(host_of("two"), "other");
}

static void a_part_is_nobodys_host(void **state)
{
    (void)state;
    static const char *const fields[] = {"020    $a9780000000002", TIDES, NULL};
    struct catalogue_batch *batch = begin();

    put(batch, make("section", "XX-A", 'a', "1998", fields), NULL);
    put(batch, part_of("part", "773 0  $tThe tides of Nowhere$z9780000000002"), NULL);
    commit(batch);
    assert_string_equal(host_of("part"), "");
}

static void what_was_found_stays_until_the_record_changes(void **state)
{
    (void)state;
    struct catalogue_batch *batch = begin();

    put(batch, tides(), NULL);
    put(batch, part_of("part", "773 0  $z9780000000002"), NULL);
    commit(batch);
    buffer_truncate(&house.guesses, 0);
    batch = begin();
    assert_int_equal(put(batch, part_of("part", "773 0  $z9780000000002"), NULL), PUT_UNCHANGED);
    commit(batch);
    assert_string_equal(host_of("part"), "tides");
    assert_wrote(&house.guesses, "");
    batch = begin();
    assert_int_equal(put(batch, part_of("part", "773 0  $z9780000000019"), NULL), PUT_REPLACED);
    commit(batch);
    assert_string_equal(host_of("part"), "");
    assert_int_equal(part_count(), 0);
    batch = begin();
    put(batch, part_of("part", "773 0  $tTides of Nowhere"), NULL);
    commit(batch);
    assert_string_equal(host_of("part"), "tides");
    assert_int_equal(part_count(), 1);
}

static void a_deleted_part_waits_no_more(void **state)
{
    (void)state;
    struct catalogue_batch *batch = begin();
    struct diag diag;

    put(batch, part_of("part", "773 0  $z9780000000002"), NULL);
    put(batch, part_of("gone", "773 0  $z9780000000002"), NULL);
    commit(batch);
    batch = begin();
    assert_true(catalogue_batch_delete(batch, slice_of("gone"), &diag) >= 0);
    put(batch, tides(), NULL);
    commit(batch);
    assert_wrote(&house.guesses, "part>tides by ISBN 9780000000002;");
    assert_int_equal(part_count(), 1);
    batch = begin();
    assert_true(catalogue_batch_delete(batch, slice_of("tides"), &diag) >= 0);
    commit(batch);
    assert_string_equal(host_of("part"), "");
}

static void parts_stand_in_page_order_and_are_found_by_page(void **state)
{
    (void)state;
    struct catalogue_batch *batch = begin();
    struct catalogue_record *parts;
    struct diag diag;

    put(batch, part_of("second", "773 0  $z9780000000002$gpages 20-29"), NULL);
    put(batch, part_of("first", "773 0  $z9780000000002$gpages 3-19"), NULL);
    commit(batch);
    batch = begin();
    put(batch, tides(), NULL);
    commit(batch);
    assert_int_equal(
        catalogue_parts(&parts, house.catalogue, slice_of("tides"), 0, 0, house.arena, &diag), 2);
    assert_string_equal(parts[0].id, "first");
    assert_string_equal(parts[1].id, "second");
    assert_int_equal(
        catalogue_parts(&parts, house.catalogue, slice_of("tides"), 25, 0, house.arena, &diag), 1);
    assert_string_equal(parts[0].id, "second");
}

/* The link is a change of the part: a harvester that has it hears of it again. */
static void a_link_found_later_is_a_change(void **state)
{
    (void)state;
    struct catalogue_batch *batch = begin();
    struct catalogue_record before, after;
    struct diag diag;

    put(batch, part_of("part", "773 0  $z9780000000002"), NULL);
    commit(batch);
    assert_true(catalogue_fetch(&before, house.catalogue, slice_of("part"), house.arena, &diag) >=
                0);
    batch = begin();
    put(batch, tides(), NULL);
    commit(batch);
    assert_true(catalogue_fetch(&after, house.catalogue, slice_of("part"), house.arena, &diag) >=
                0);
    assert_true(after.change > before.change);
    assert_true(slice_equal(after.packed, before.packed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_host_in_whatever_order_they_come),
        cmocka_unit_test(an_article_more_or_less_does_not_matter),
        cmocka_unit_test_setup_teardown(its_own_number_is_no_guess, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_prefix_of_a_source_is_its_hosts_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(does_not_choose_between_two, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_part_is_nobodys_host, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_found_stays_until_the_record_changes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_deleted_part_waits_no_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_stand_in_page_order_and_are_found_by_page, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_link_found_later_is_a_change, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
