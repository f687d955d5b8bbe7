/*
 * All six Bib-1 attribute types over every access point of the shipped table: each value is
 * honoured, and then finds the record that answers it, or refused with the status of its type.
 * What cannot be asked must never look like no hits.
 */
#include "library.h"

#include "index/access_table.h"

static struct library library;
static struct evaluation evaluation;

/* A record with one value for every access point; words are added by the table's own fields. */
static const struct {
    const char *point;
    const char *tag, *code, *value; /* tag "" where something else says it */
    const char *as;                 /* as it is searched; NULL: as it stands */
} keys[] = {
    {"isbn", "020", "a", "0-19-852663-6", "9780198526636"},
    {"issn", "022", "a", "0028-0836", "00280836"},
    {"lccn", "010", "a", "   85000002 ", "85-2"},
    {"doi", "024", "a", "10.1000/182", "https://doi.org/10.1000/182"},
    {"other-number", "028", "a", "STMA 8007", "stma8007"},
    {"system-number", "035", "a", "(OCoLC)814782", "814782"},
    {"control-number", "", "", "", "r1"},
    {"lc-call-number", "050", "a", "QA76.B5", NULL},
    {"dewey", "082", "a", "947.084", NULL},
    {"nlm-call-number", "060", "a", "WB 100", NULL},
    {"udc", "080", "a", "94(47)", NULL},
    {"local-call-number", "099", "a", "L 12", NULL},
    {"language", "", "", "", "eng"},
    {"date", "", "", "", "1998"},
    {"material", "", "", "", "book"},
    {"level", "", "", "", "m"},
    {"geographic-area", "043", "a", "e-ur---", "e-ur"},
    {"institution", "850", "a", "DLC", NULL},
    {"host-id", "773", "w", "(DE-101)11", "11"},
    {"host-isbn", "773", "z", "9780198526636", "0198526636"},
    {"host-issn", "773", "x", "0028-0836", NULL},
    {"date-added", "", "", "", "1970"},
    {"date-changed", "", "", "", "1970"},
};

/* The first field that gives an access point its words, with a value that no other has. */
static void add_words(struct marc_record *record, const struct access_point *point)
{
    const struct access_point_source *source = &point->sources[0];
    char tag[4], value[32], code = 'a';

    snprintf(tag, sizeof tag, "%.3s", source->tags);
    for (char *at = tag; *at != '\0'; at++)
        *at = *at == 'X' ? '0' : *at;
    while ((source->subfields[code / 64] >> code % 64 & 1) == 0)
        code++;
    snprintf(value, sizeof value, "Alpha%u beta%u", point->number, point->number);
    marc_field_add(record, marc_record_add_field(record, tag, ' ', ' '), code,
                   slice_of(arena_string(record->arena, value)));
}

static void add_keys(struct marc_record *record)
{
    marc_record_add_control(record, "008", slice_of("850101s1998    xx                  eng d"));
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct marc_field *field;

        if (keys[i].tag[0] == '\0')
            continue;
        field = marc_record_add_field(record, keys[i].tag, '7', ' ');
        marc_field_add(record, field, keys[i].code[0], slice_of(keys[i].value));
        if (strcmp(keys[i].point, "doi") == 0)
            marc_field_add(record, field, '2', slice_of("doi"));
    }
}

static int make_library(void **state)
{
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);
    const struct access_point *points;
    size_t count;

    if (load_table(state) < 0)
        return -1;
    library_open(&library);
    memcpy(record->leader, "00000nam a2200000 i 4500", MARC_LEADER_LENGTH);
    add_keys(record);
    points = access_points_all(table, &count);
    for (size_t i = 0; i < count; i++) {
        if (points[i].kind == ACCESS_TEXT && points[i].member_count == 0)
            add_words(record, &points[i]);
    }
    library_add(&library, "r1", record);
    library_settle(&library);
    arena_destroy(arena);
    evaluation = (struct evaluation){.transaction = &library.transaction, .table = table};
    return 0;
}

static int release_library(void **state)
{
    library_close(&library);
    return release_table(state);
}

/* --- asking ---------------------------------------------------------------------------------- */

/* A whole value that the record has in the access point, or in a member of it. */
static const char *value_of(const struct access_point *point)
{
    static char words[32];

    while (point->member_count > 0)
        point = point->members[0];
    if (point->kind == ACCESS_TEXT) {
        snprintf(words, sizeof words, "alpha%u BETA%u", point->number, point->number);
        return words;
    }
    for (size_t i = 0; i < COUNT(keys); i++) {
        if (strcmp(keys[i].point, point->name) == 0)
            return keys[i].as != NULL ? keys[i].as : keys[i].value;
    }
    fail_msg("%s: the test has no value for it", point->name);
    return NULL;
}

/* The status of a query, or how many it finds. */
static int ask(const char *pqf)
{
    struct arena *arena = arena_create();
    struct docset *docs = NULL;
    struct query *query;
    struct diag diag = {0};
    int status = query_from_pqf(&query, arena, table, pqf, &diag);

    if (status == OFFPRINT_OK)
        status = query_evaluate(&docs, &evaluation, query, &diag);
    if (status < 0 && (diag.message[0] == '\0' || diag.value[0] == '\0'))
        fail_msg("%s: refused without a value or a reason", pqf);
    if (status == OFFPRINT_OK)
        status = (int)docset_count(docs);
    docset_destroy(docs);
    arena_destroy(arena);
    return status;
}

/* --- one attribute --------------------------------------------------------------------------- */

enum {
    FINDS = 1,
    ANSWERS = -1000, /* is honoured; whether it finds depends on the value */
};

/* What each value of a type comes to, for words, for identifiers and codes, and for dates. */
struct outcome {
    int value;
    int words, keys, dates;
};

static void assert_outcomes(int type, const struct outcome *outcomes, size_t outcome_count)
{
    size_t count;
    const struct access_point *points = access_points_all(table, &count);

    for (size_t p = 0; p < count; p++) {
        for (size_t i = 0; i < outcome_count; i++) {
            enum access_kind kind = points[p].kind;
            int got, wanted = kind == ACCESS_TEXT   ? outcomes[i].words
                              : kind == ACCESS_DATE ? outcomes[i].dates
                                                    : outcomes[i].keys;
            char pqf[200];

            snprintf(pqf, sizeof pqf, "@attr 1=%s @attr %d=%d \"%s\"", points[p].name, type,
                     outcomes[i].value, value_of(&points[p]));
            got = ask(pqf);
            if (wanted == ANSWERS ? got < 0 : got != wanted)
                fail_msg("%s: wanted %d (%s), got %d (%s)", pqf, wanted, status_name(wanted), got,
                         status_name(got));
        }
    }
}

static void relations_are_honoured_or_refused(void **state)
{
    const int no = OFFPRINT_COMBINATION, unknown = OFFPRINT_RELATION;
    const struct outcome outcomes[] = {
        {1, no, no, ANSWERS},
        {2, no, no, FINDS},
        {3, FINDS, FINDS, FINDS},
        {4, no, no, FINDS},
        {5, no, no, ANSWERS},
        {6, no, ANSWERS, ANSWERS},
        {103, FINDS, FINDS, FINDS},
        /* within takes two dates */
        {104, no, no, OFFPRINT_TERM_FORMAT},
        {100, unknown, unknown, unknown},
        {101, unknown, unknown, unknown},
        {0, unknown, unknown, unknown},
        {7, unknown, unknown, unknown},
        {105, unknown, unknown, unknown},
    };
    (void)state;
    assert_outcomes(2, outcomes, COUNT(outcomes));
}

static void positions_are_honoured_or_refused(void **state)
{
    const int no = OFFPRINT_POSITION;
    const struct outcome outcomes[] = {
        {1, FINDS, FINDS, FINDS}, {2, FINDS, FINDS, FINDS}, {3, FINDS, FINDS, FINDS},
        {0, no, no, no},          {4, no, no, no},
    };
    (void)state;
    assert_outcomes(3, outcomes, COUNT(outcomes));
}

static void structures_are_honoured_or_refused(void **state)
{
    const int no = OFFPRINT_COMBINATION, unknown = OFFPRINT_STRUCTURE;
    const struct outcome outcomes[] = {
        {1, FINDS, FINDS, FINDS},
        {2, FINDS, FINDS, FINDS},
        {3, no, FINDS, no},
        {4, no, no, FINDS},
        {5, no, no, FINDS},
        {6, FINDS, no, no},
        {101, FINDS, no, no},
        {102, FINDS, no, no},
        {103, unknown, unknown, unknown},
        {104, unknown, unknown, unknown},
        {105, unknown, unknown, unknown},
        {106, unknown, unknown, unknown},
        {107, no, FINDS, no},
        {108, no, FINDS, FINDS},
        {109, no, FINDS, FINDS},
        {0, unknown, unknown, unknown},
        {110, unknown, unknown, unknown},
    };
    (void)state;
    assert_outcomes(4, outcomes, COUNT(outcomes));
}

static void truncations_are_honoured_or_refused(void **state)
{
    const int no = OFFPRINT_TRUNCATION;
    const struct outcome outcomes[] = {
        {100, FINDS, FINDS, FINDS},
        {101, FINDS, FINDS, FINDS},
        {104, FINDS, FINDS, FINDS},
        {102, no, no, no},
        {103, no, no, no},
        {0, no, no, no},
        {4, no, no, no},
        {105, no, no, no},
    };
    (void)state;
    assert_outcomes(5, outcomes, COUNT(outcomes));
}

static void completenesses_are_honoured_or_refused(void **state)
{
    const int no = OFFPRINT_COMPLETENESS;
    const struct outcome outcomes[] = {
        {1, FINDS, FINDS, FINDS}, {2, FINDS, FINDS, FINDS}, {3, FINDS, FINDS, FINDS},
        {0, no, no, no},          {4, no, no, no},
    };
    (void)state;
    assert_outcomes(6, outcomes, COUNT(outcomes));
}

/* --- all of them together -------------------------------------------------------------------- */

/* The record has the value as a whole field, so that whatever is honoured finds it. */
static void assert_vector(const struct access_point *point, const int vector[7])
{
    struct buffer pqf;
    int got;

    buffer_init(&pqf);
    buffer_printf(&pqf, "@attr 1=%s ", point->name);
    for (int type = 3; type <= 6; type++) {
        if (vector[type] != 0)
            buffer_printf(&pqf, "@attr %d=%d ", type, vector[type]);
    }
    buffer_printf(&pqf, "\"%s\"", value_of(point));
    got = ask(pqf.data);
    if (got != FINDS && got != OFFPRINT_COMBINATION)
        fail_msg("%s: got %d (%s)", pqf.data, got, status_name(got));
    buffer_finish(&pqf);
}

static void no_combination_looks_like_no_hits(void **state)
{
    static const int positions[] = {0, 1, 2, 3}, completenesses[] = {0, 1, 2, 3};
    static const int structures[] = {0, 1, 2, 3, 4, 5, 6, 101, 102, 107, 108, 109};
    static const int truncations[] = {0, 1, 100, 101, 104};
    size_t count;
    const struct access_point *points = access_points_all(table, &count);

    (void)state;
    for (size_t i = 0; i < count * COUNT(positions) * COUNT(completenesses) * COUNT(structures) *
                               COUNT(truncations);
         i++) {
        size_t left = i / count;
        int vector[7] = {0};

        vector[3] = positions[left % COUNT(positions)];
        left /= COUNT(positions);
        vector[6] = completenesses[left % COUNT(completenesses)];
        left /= COUNT(completenesses);
        vector[4] = structures[left % COUNT(structures)];
        vector[5] = truncations[left / COUNT(structures)];
        assert_vector(&points[i % count], vector);
    }
}

/* --- the Bath profile ------------------------------------------------------------------------ */

static void assert_finds(int use, const char *attributes, const char *value)
{
    char pqf[200];
    int got;

    snprintf(pqf, sizeof pqf, "@attr 1=%d %s \"%s\"", use, attributes, value);
    got = ask(pqf);
    if (got != FINDS)
        fail_msg("%s: got %d (%s)", pqf, got, status_name(got));
}

/* Bath Release 2.0, functional area A, all attributes as the profile sends them. */
static void the_searches_of_the_bath_profile_find(void **state)
{
    static const struct {
        int use;
        const char *name;
    } uses[] = {{1003, "author-personal"}, {4, "title"}, {21, "subject-topical"}};

    (void)state;
    for (size_t i = 0; i < COUNT(uses); i++) {
        const struct access_point *point = access_point_by_name(table, slice_of(uses[i].name));
        char word[16], whole[32], start[16];

        snprintf(word, sizeof word, "beta%u", point->number);
        snprintf(whole, sizeof whole, "Alpha%u beta%u", point->number, point->number);
        snprintf(start, sizeof start, "Alpha%u b", point->number);
        assert_finds(uses[i].use, "@attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1", word);
        assert_finds(1016, "@attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1", word);
        assert_finds(uses[i].use, "@attr 2=3 @attr 3=3 @attr 4=2 @attr 5=1 @attr 6=1", "bet");
        assert_finds(1016, "@attr 2=3 @attr 3=3 @attr 4=2 @attr 5=1 @attr 6=1", "bet");
        assert_finds(uses[i].use, "@attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=3", whole);
        assert_finds(uses[i].use, "@attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=1", whole);
        assert_finds(uses[i].use, "@attr 2=3 @attr 3=1 @attr 4=1 @attr 5=1 @attr 6=1", start);
        assert_finds(uses[i].use, "@attr 2=3 @attr 3=3 @attr 4=1 @attr 5=100 @attr 6=1", whole);
        assert_finds(uses[i].use, "@attr 2=3 @attr 4=101", whole);
    }
    assert_finds(1007, "@attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=1", "0198526636");
    assert_finds(31, "@attr 2=3 @attr 3=1 @attr 4=4 @attr 5=100 @attr 6=1", "1998");
    assert_finds(31, "@attr 2=4 @attr 3=1 @attr 4=4 @attr 5=100 @attr 6=1", "1990");
    assert_finds(31, "@attr 2=1 @attr 3=1 @attr 4=4 @attr 5=100 @attr 6=1", "2001");
    assert_finds(31, "@attr 2=104 @attr 3=1 @attr 4=4 @attr 5=100 @attr 6=1", "1990 1998");
    /* Level 2 */
    assert_finds(33, "@attr 2=3 @attr 3=1 @attr 4=2 @attr 5=100 @attr 6=1", "alpha5");
    assert_finds(33, "@attr 2=3 @attr 3=3 @attr 4=2 @attr 5=1 @attr 6=1", "bet");
    assert_finds(33, "@attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=3", "Alpha5 beta5");
    assert_finds(1031, "@attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1", "book");
    assert_finds(54, "@attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1", "eng");
    assert_finds(1044, "@attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=1", "DLC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relations_are_honoured_or_refused),
        cmocka_unit_test(positions_are_honoured_or_refused),
        cmocka_unit_test(structures_are_honoured_or_refused),
        cmocka_unit_test(truncations_are_honoured_or_refused),
        cmocka_unit_test(completenesses_are_honoured_or_refused),
        cmocka_unit_test(no_combination_looks_like_no_hits),
        cmocka_unit_test(the_searches_of_the_bath_profile_find),
    };
    return cmocka_run_group_tests(tests, make_library, release_library);
}
