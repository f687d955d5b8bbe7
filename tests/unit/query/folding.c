/* Letters of many scripts as records have them and as readers type them, found by searching. */
#include "library.h"

static struct library library;

/* A title, what must find it, and what must not: each a phrase of the title's words. */
static const struct {
    const char *title;
    const char *finds[7];
    const char *not_finds[3];
} titles[] = {
    {"Smørrebrød på Øresund", {"smorrebrod", "SMØRREBRØD", "pa oresund", "på ØRESUND"}, {"sm"}},
    {"Łódź i Wałęsa", {"lodz", "Łódź", "LODZ I WALESA", "wałęsa"}, {"odz"}},
    {"Große Straße",
     {"grosse strasse", "GROSSE STRASSE", "große",
      "Stra\xc3\x9f"
      "e"},
     {"grose"}},
    {"İstanbul ve Iğdır", {"istanbul", "İSTANBUL", "ISTANBUL", "igdir", "Iğdır"}, {"stanbul"}},
    {"Ævintýri Þórðar", {"aevintyri", "thordar", "ævintýri þórðar"}, {"aevintiri"}},
    {"Œuvres complètes", {"oeuvres", "œuvres completes", "OEUVRES COMPLÈTES"}, {"uvres"}},
    {"L’été d’Arc", {"lete", "l'été", "L‘ETE darc", "l`ete"}, {"ete"}},
    {"Đorđe ħobż ŧ ŋ", {"dorde", "hobz", "đorđe", "t ng"}, {"orde"}},
    /* Composed in the record and not in the query, and the other way round. */
    {"Caf\xc3\xa9 M\xc3\xbcller", {"Cafe\xcc\x81 Mu\xcc\x88ller", "cafe muller"}, {"caf"}},
    {"Re\xcc\x81sume\xcc\x81", {"R\xc3\xa9sum\xc3\xa9", "resume"}, {"resum"}},
    {"Việt Nam ngữ pháp", {"viet nam", "Việt", "NGỮ PHÁP", "ngu phap"}, {"vi"}},
    {"Война и мир Толстого", {"война", "ВОЙНА И МИР", "воина"}, {"войн"}},
    {"Ёлка", {"елка", "ЁЛКА", "Ёлка"}, {"лка"}},
    {"Ἀθῆναι: ὁ λόγος", {"αθηναι", "ΑΘΗΝΑΙ", "λογος", "ΛΌΓΟΣ", "λογοσ"}, {"θηναι"}},
    {"كِتَابُ التَّارِيخِ", {"كتاب", "كتاب التاريخ", "التّاريخ"}, {"تاب"}},
    {"شָׁלוֹם שָׁלוֹם", {"שלום", "שָׁלוֹם"}, {"לום"}},
    {"القاهرة ١٩٣٩", {"1939", "١٩٣٩", "۱۹۳۹", "القاهرة 1939"}, {"193"}},
    {"東京都の歴史", {"東京", "京都", "東京都", "歴史", "東京都の歴史"}, {"東都", "京東"}},
    {"한국어 문법", {"한국어", "문법"}, {"법문"}},
    {"हिन्दी भाषा", {"हिन्दी", "भाषा"}, {"हन"}},
    {"ภาษาไทย", {"ภาษาไทย"}, {"ไทยภาษา"}},
    {"Ｆｕｌｌ ｗｉｄｔｈ ①②", {"full width", "ＦＵＬＬ", "12"}, {"ful"}},
    {"ﬁne ﬂow № 5", {"fine flow", "ﬁne", "no 5", "№ 5"}, {"ne"}},
    {"\xc2\x98The \xc2\x9cSorting mark", {"the sorting", "\xc2\x98The \xc2\x9cSorting"}, {"he"}},
};

/* The same number in every form that it is written in. */
static const char *const isbn_forms[] = {
    "0198526636",        "0-19-852663-6",      "9780198526636",          "978-0-19-852663-6",
    "978 0 19 852663 6", "ISBN 0-19-852663-6", "urn:isbn:9780198526636", "9780198526636 (pbk.)",
};

static void add_imprint(const char *id, const char *date)
{
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);

    marc_field_add(record, marc_record_add_field(record, "264", ' ', '1'), 'c', slice_of(date));
    library_add(&library, id, record);
    arena_destroy(arena);
}

static int make_library(void **state)
{
    if (load_table(state) < 0)
        return -1;
    library_open(&library);
    for (size_t i = 0; i < COUNT(titles); i++) {
        char id[16];

        snprintf(id, sizeof id, "t%zu", i);
        library_add_title(&library, id, '0', titles[i].title);
    }
    for (size_t i = 0; i < COUNT(isbn_forms); i++) {
        struct arena *arena = arena_create();
        struct marc_record *record = marc_record_create(arena);
        char id[16];

        snprintf(id, sizeof id, "i%zu", i);
        marc_field_add(record, marc_record_add_field(record, "020", ' ', ' '), 'a',
                       slice_of(isbn_forms[i]));
        library_add(&library, id, record);
        arena_destroy(arena);
    }
    add_imprint("c", "[Cairo :] ١٩٥٢");
    library_settle(&library);
    return 0;
}

static int release_library(void **state)
{
    library_close(&library);
    return release_table(state);
}

static struct docset *find(const char *pqf)
{
    struct evaluation evaluation = {.transaction = &library.transaction, .table = table};
    struct arena *arena = arena_create();
    struct docset *docs = NULL;
    struct query *query;
    struct diag diag;

    if (query_from_pqf(&query, arena, table, pqf, &diag) < 0 ||
        query_evaluate(&docs, &evaluation, query, &diag) < 0)
        fail_msg("%s: %s", pqf, diag.message);
    arena_destroy(arena);
    return docs;
}

static void assert_title(size_t number, const char *text, bool wanted)
{
    char pqf[200];
    struct docset *docs;

    snprintf(pqf, sizeof pqf, "@attr 1=4 \"%s\"", text);
    docs = find(pqf);
    if (docset_contains(docs, (uint32_t)number + 1) != wanted)
        fail_msg("\"%s\" %s \"%s\"", text, wanted ? "does not find" : "finds",
                 titles[number].title);
    docset_destroy(docs);
}

static void titles_are_found_as_readers_type_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(titles); i++) {
        assert_title(i, titles[i].title, true);
        for (size_t j = 0; j < COUNT(titles[i].finds) && titles[i].finds[j] != NULL; j++)
            assert_title(i, titles[i].finds[j], true);
        for (size_t j = 0; j < COUNT(titles[i].not_finds) && titles[i].not_finds[j] != NULL; j++)
            assert_title(i, titles[i].not_finds[j], false);
    }
}

/* Every title by itself as a whole field, and by its beginning. */
static void whole_titles_are_found_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(titles); i++) {
        static const char *const attributes[] = {"@attr 6=3", "@attr 3=1", "@attr 3=1 @attr 5=1"};

        for (size_t j = 0; j < COUNT(attributes); j++) {
            char pqf[240];
            struct docset *docs;

            snprintf(pqf, sizeof pqf, "@attr 1=4 %s \"%s\"", attributes[j], titles[i].title);
            docs = find(pqf);
            if (!docset_contains(docs, (uint32_t)i + 1))
                fail_msg("%s finds nothing", pqf);
            docset_destroy(docs);
        }
    }
}

static void isbn_of_any_form_finds_every_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(isbn_forms); i++) {
        static const char *const uses[] = {"7", "1007", "1016"};

        for (size_t j = 0; j < COUNT(uses); j++) {
            char pqf[100];
            struct docset *docs;

            snprintf(pqf, sizeof pqf, "@attr 1=%s \"%s\"", uses[j], isbn_forms[i]);
            docs = find(pqf);
            if (docset_count(docs) != COUNT(isbn_forms))
                fail_msg("%s: found %d", pqf, (int)docset_count(docs));
            docset_destroy(docs);
        }
    }
}

/* A year of publication as the book has it. */
static void years_are_found_in_digits_of_any_script(void **state)
{
    struct docset *docs = find("@attr 1=31 1952");

    (void)state;
    assert_int_equal(docset_count(docs), 1);
    docset_destroy(docs);
}

/* The nine digits that both forms share begin them alike. */
static void isbn_are_truncated_in_either_form(void **state)
{
    static const char *const starts[] = {"0198", "0-19-8526", "019852663", "978019", "978-0-19"};

    (void)state;
    for (size_t i = 0; i < COUNT(starts); i++) {
        char pqf[100];
        struct docset *docs;

        snprintf(pqf, sizeof pqf, "@attr 1=7 @attr 5=1 \"%s\"", starts[i]);
        docs = find(pqf);
        if (docset_count(docs) != COUNT(isbn_forms))
            fail_msg("%s: found %d", pqf, (int)docset_count(docs));
        docset_destroy(docs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_are_found_as_readers_type_them),
        cmocka_unit_test(whole_titles_are_found_too),
        cmocka_unit_test(isbn_of_any_form_finds_every_form),
        cmocka_unit_test(years_are_found_in_digits_of_any_script),
        cmocka_unit_test(isbn_are_truncated_in_either_form),
    };
    return cmocka_run_group_tests(tests, make_library, release_library);
}
