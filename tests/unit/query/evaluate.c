/* Queries answered over a real index: compared with a naive scan, and claim by claim. */
#include "library.h"
#include "naive.h"

#include <stdarg.h>

/* --- records at random ---------------------------------------------------------------------------
 */

#define RECORDS 300
#define QUERIES 6000

/* As written in records, and as a reader types it. They share beginnings and ends. */
static const struct {
    const char *written, *plain;
} vocabulary[] = {
    {"The", "the"},
    {"of", "of"},
    {"and", "and"},
    {"truce", "truce"},
    {"truces", "truces"},
    {"Truth", "truth"},
    {"precarious", "precarious"},
    {"various", "various"},
    {"Caf\xc3\xa9", "cafe"},
    {"cafes", "cafes"},
    {"\xc3\x98slo,", "oslo"},
    {"war", "war"},
    {"warfare;", "warfare"},
    {"Rupture", "rupture"},
    {"rupt", "rupt"},
    {"structure", "structure"},
    {"struct", "struct"},
    {"structures", "structures"},
    {"D'Arc", "darc"},
    {"arc", "arc"},
    {"policy :", "policy"},
    {"police", "police"},
    {"polis", "polis"},
    {"treaty", "treaty"},
};

static uint32_t seed;

/* A number below `bound`: always the same sequence, so that what fails can be repeated. */
static uint32_t pick(uint32_t bound)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % bound;
}

/* Few words often, many words seldom. */
static size_t pick_word(void)
{
    return pick(1 + pick((uint32_t)COUNT(vocabulary)));
}

static struct plain_record records[RECORDS];

/* `count` words into the text of a subfield, and into the plain field. */
static const char *make_words(struct arena *arena, struct plain_field *field, size_t count)
{
    struct buffer text;
    const char *made;

    buffer_init(&text);
    for (size_t i = 0; i < count; i++) {
        size_t word = pick_word();

        buffer_printf(&text, i > 0 ? " %s" : "%s", vocabulary[word].written);
        field->begins[field->count] = i == 0;
        field->words[field->count++] = vocabulary[word].plain;
    }
    made = arena_string(arena, text.data);
    buffer_finish(&text);
    return made;
}

static void make_field(struct marc_record *marc, struct plain_record *plain, const char *tag,
                       const char *point, const char *codes, size_t most)
{
    struct plain_field *field = &plain->fields[plain->field_count++];
    struct marc_field *into = marc_record_add_field(marc, tag, ' ', '0');

    *field = (struct plain_field){.point = point};
    for (const char *code = codes; *code != '\0'; code++)
        marc_field_add(marc, into, *code,
                       slice_of(make_words(marc->arena, field, 1 + pick((uint32_t)most))));
    /* The article of a title is skipped in its heading. */
    if (strcmp(tag, "245") == 0 && field->count > 1 && !field->begins[1] &&
        strcmp(field->words[0], "the") == 0) {
        into->indicator[1] = '4';
        field->article = 1;
    }
}

/* 008 with a single date, and English or French. */
static void make_fixed(struct marc_record *marc, struct plain_record *plain)
{
    char fixed[41];

    snprintf(plain->year, sizeof plain->year, "%u", 1985 + pick(30));
    strcpy(plain->language, pick(4) == 0 ? "fre" : "eng");
    snprintf(fixed, sizeof fixed, "850101s%s    xx%18s%s d", plain->year, "", plain->language);
    marc_record_add_control(marc, "008", slice_of(arena_string(marc->arena, fixed)));
}

static void make_isbn(struct marc_record *marc, struct plain_record *plain)
{
    snprintf(plain->isbn, sizeof plain->isbn, "97803002%05u", pick(1000));
    marc_field_add(marc, marc_record_add_field(marc, "020", ' ', ' '), 'a', slice_of(plain->isbn));
}

static void make_record(struct library *library, struct plain_record *plain, unsigned number)
{
    struct arena *arena = arena_create();
    struct marc_record *marc = marc_record_create(arena);

    snprintf(plain->id, sizeof plain->id, "r%u", number);
    make_fixed(marc, plain);
    if (pick(3) == 0)
        make_isbn(marc, plain);
    make_field(marc, plain, "245", "title", pick(2) == 0 ? "ab" : "a", 5);
    make_field(marc, plain, "100", "author-personal", "a", 3);
    for (uint32_t i = pick(3); i > 0; i--)
        make_field(marc, plain, "650", "subject-topical", "ax", 2);
    if (pick(3) == 0)
        make_field(marc, plain, "520", "abstract", "a", 20);
    plain->docid = library_add(library, plain->id, marc);
    arena_destroy(arena);
}

static struct library random_library;
static struct docset *odd;

static const struct docset *find_odd(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "odd") == 0 ? odd : NULL;
}

static int make_library(void **state)
{
    if (load_table(state) < 0)
        return -1;
    seed = 2026;
    odd = docset_create();
    library_open(&random_library);
    for (unsigned i = 0; i < RECORDS; i++) {
        make_record(&random_library, &records[i], i);
        if (records[i].docid % 2 == 1)
            docset_add(odd, records[i].docid);
    }
    library_settle(&random_library);
    return 0;
}

static int release_library(void **state)
{
    library_close(&random_library);
    docset_destroy(odd);
    return release_table(state);
}

/* --- queries at random ---------------------------------------------------------------------------
 */

/* Words that stand side by side in some record, or any. */
static void add_value(struct buffer *out)
{
    const struct plain_record *record = &records[pick(RECORDS)];
    const struct plain_field *field = &record->fields[pick((uint32_t)record->field_count)];
    size_t from = pick(2) == 0 ? 0 : pick((uint32_t)field->count);
    size_t most = field->count - from, count = 1 + pick(most < 4 ? (uint32_t)most : 4);

    buffer_add_char(out, '"');
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, i > 0 ? " %s" : "%s",
                      pick(8) == 0 ? vocabulary[pick_word()].plain : field->words[from + i]);
    /* A truncated word loses letters. */
    if (pick(3) == 0 && out->data[out->length - 2] != ' ' && out->data[out->length - 2] != '"')
        buffer_truncate(out, out->length - 1);
    buffer_add_char(out, '"');
}

/* `@attr TYPE=VALUE` with a value of the list, or nothing (0). */
static void add_attribute(struct buffer *out, int type, const int *values, uint32_t count)
{
    int value = values[pick(count)];

    if (value != 0)
        buffer_printf(out, "@attr %d=%d ", type, value);
}

static void add_text_term(struct buffer *out)
{
    static const int uses[] = {0, 4, 4, 4, 1003, 21, 62, 1016};
    static const int positions[] = {0, 0, 1, 2, 3}, structures[] = {0, 1, 2, 6};
    static const int truncations[] = {0, 0, 100, 1, 2, 3}, completenesses[] = {0, 0, 1, 2, 3};

    add_attribute(out, 1, uses, COUNT(uses));
    add_attribute(out, 3, positions, COUNT(positions));
    add_attribute(out, 4, structures, COUNT(structures));
    add_attribute(out, 5, truncations, COUNT(truncations));
    add_attribute(out, 6, completenesses, COUNT(completenesses));
    add_value(out);
}

static void add_masked_term(struct buffer *out)
{
    static const char *const values[] = {"tr#",     "#uce",       "stru#e", "#",     "p#c#",
                                         "pol# of", "the tr#",    "# war",  "c?fe",  "???",
                                         "rupt?re", "the ?ruce#", "#a#r#",  "97803#"};
    static const int uses[] = {0, 4, 21, 1016}, positions[] = {0, 1}, completenesses[] = {0, 3};
    const char *value = values[pick((uint32_t)COUNT(values))];

    add_attribute(out, 1, uses, COUNT(uses));
    add_attribute(out, 3, positions, COUNT(positions));
    add_attribute(out, 6, completenesses, COUNT(completenesses));
    buffer_printf(out, "@attr 5=101 \"");
    for (; *value != '\0'; value++)
        buffer_add_char(out, *value == '?' ? '#' : *value);
    buffer_add_char(out, '"');
}

static void add_key_term(struct buffer *out)
{
    static const int relations[] = {0, 1, 2, 3, 4, 5, 6};
    const struct plain_record *record = &records[pick(RECORDS)];

    switch (pick(7)) {
    case 0:
        add_attribute(out, 2, relations, COUNT(relations));
        buffer_printf(out, "@attr 1=31 %s", record->year);
        break;
    case 1:
        buffer_printf(out, "@attr 1=31 @attr 2=104 \"%u %u\"", 1985 + pick(20), 1990 + pick(25));
        break;
    case 2:
        buffer_printf(out, "@attr 1=31 @attr 5=1 19%u", 8 + pick(2));
        break;
    case 3:
        buffer_printf(out, "@attr 1=12 @attr 5=1 %.2s", record->id);
        break;
    case 4:
        buffer_printf(out, "@attr 1=54 @attr 2=%s eng", pick(2) == 0 ? "6" : "3");
        break;
    case 5:
        buffer_printf(out, "@attr 1=%s %s", pick(2) == 0 ? "1007" : "1016",
                      record->isbn[0] != '\0' ? record->isbn : "9780306406157");
        break;
    default:
        buffer_printf(out, "@attr 1=1016 @attr 4=6 \"%s %s\"", record->year,
                      record->fields[0].words[0]);
    }
}

static void add_proximity(struct buffer *out)
{
    buffer_printf(out, "@attr 1=%s @prox %u %u %u %u k 2 ", pick(2) == 0 ? "4" : "1016",
                  pick(4) / 3, 1 + pick(3), pick(2), 1 + pick(6));
    add_value(out);
    buffer_add_char(out, ' ');
    if (pick(2) == 0)
        buffer_add_string(out, "@attr 5=1 ");
    add_value(out);
}

static void add_query(struct buffer *out, int depth)
{
    static const char *const operators[] = {"@and ", "@or ", "@not "};

    if (depth > 0 && pick(2) == 0) {
        buffer_add_string(out, operators[pick(3)]);
        add_query(out, depth - 1);
        buffer_add_char(out, ' ');
        add_query(out, depth - 1);
        return;
    }
    switch (pick(10)) {
    case 0:
        add_masked_term(out);
        break;
    case 1:
    case 2:
        add_key_term(out);
        break;
    case 3:
        add_proximity(out);
        break;
    case 4:
        buffer_add_string(out, pick(2) == 0 ? "@set odd" : "@attr 2=103 \"\"");
        break;
    default:
        add_text_term(out);
    }
}

/* The records by docid where a query's answers and the naive ones part; 0 where they do not. */
static uint32_t first_difference(const struct docset *docs, const struct query *query)
{
    uint64_t count = 0;

    for (unsigned i = 0; i < RECORDS; i++) {
        bool answers = plain_answers(&records[i], query);

        if (docset_contains(docs, records[i].docid) != answers)
            return records[i].docid;
        count += answers;
    }
    assert_int_equal(docset_count(docs), count);
    return 0;
}

static void answers_as_a_naive_scan_does(void **state)
{
    unsigned asked = 0, found = 0;

    (void)state;
    seed = 4711;
    for (unsigned i = 0; i < QUERIES; i++) {
        struct evaluation evaluation = {.transaction = &random_library.transaction,
                                        .table = table,
                                        .find_result_set = find_odd};
        struct arena *arena = arena_create();
        struct docset *docs;
        struct query *query;
        struct buffer text;
        struct diag diag;
        uint32_t docid;
        int status;

        buffer_init(&text);
        add_query(&text, 3);
        status = query_from_pqf(&query, arena, table, text.data, &diag);
        /* Some combinations of attributes are refused: another test says which. */
        if (status < 0 && status != OFFPRINT_COMBINATION && status != OFFPRINT_PROXIMITY)
            fail_msg("%s: %s", text.data, diag.message);
        if (status == OFFPRINT_OK) {
            if (query_evaluate(&docs, &evaluation, query, &diag) < 0)
                fail_msg("%s: %s", text.data, diag.message);
            docid = first_difference(docs, query);
            if (docid != 0)
                fail_msg("%s: docid %u is %s", text.data, docid,
                         docset_contains(docs, docid) ? "found, and should not be"
                                                      : "not found, and should be");
            asked++;
            found += !docset_is_empty(docs);
            docset_destroy(docs);
        }
        buffer_finish(&text);
        arena_destroy(arena);
    }
    /* The comparison must have had something to compare. */
    assert_true(asked > QUERIES / 2);
    assert_true(found > asked / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_as_a_naive_scan_does),
    };
    return cmocka_run_group_tests(tests, make_library, release_library);
}
