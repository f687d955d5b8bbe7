/* The page: what people and their programs find on it, and that no record can break out of it. */
#include "json_in.h"

static void the_page_has_highwire_tags(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    const char *page = written(write_html, record, &context, *state);
    static const char *const tags[][2] = {
        {"title", "The rupture of Anglo-Soviet relations"},
        {"author", "Gorodetsky, Gabriel"},
        {"inbook_title", "The Precarious Truce: Anglo-Soviet Relations 1924–27"},
        {"publication_date", "1977"},
        {"online_date", "2011/06/01"},
        {"firstpage", "211"},
        {"lastpage", "256"},
        {"publisher", "Cambridge University Press"},
        {"language", "en"},
        {"abstract_html_url", BASE_URL "/records/precarious-truce-6"},
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        assert_has(page, arena_printf(*state, "<meta name=\"citation_%s\" content=\"%s\">",
                                      tags[i][0], tags[i][1]));
}

static void other_materials_have_tags_of_their_own(void **state)
{
    static const char *const tags[][3] = {
        {"book", "isbn", "9780521086899"},
        {"article", "journal_title", "Journal of things"},
        {"article", "publication_date", "2001/05"},
        {"article", "issn", "1234-5679"},
        {"article", "volume", "24"},
        {"article", "issue", "3"},
        {"thesis", "dissertation_institution", "University of Tartu"},
        {"report", "technical_report_number", "TR-99-1"},
        {"conference paper", "conference_title", "Proceedings of things"},
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        assert_has(written_material(write_html, tags[i][0], *state),
                   arena_printf(*state, "<meta name=\"citation_%s\" content=\"%s\">", tags[i][1],
                                tags[i][2]));
}

static void the_page_has_a_coins(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    const char *page = written(write_html, record, &context, *state);
    static const char *const pairs[] = {
        "<span class=\"Z3988\" title=\"ctx_ver=Z39.88-2004&amp;"
        "rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook&amp;",
        "&amp;rft.genre=bookitem&amp;",
        "&amp;rft.atitle=The%20rupture%20of%20Anglo-Soviet%20relations&amp;",
        "&amp;rft.btitle=The%20Precarious%20Truce%3A%20Anglo-Soviet%20Relations%201924%E2%80%9327"
        "&amp;",
        "&amp;rft.aulast=Gorodetsky&amp;rft.aufirst=Gabriel&amp;",
        "&amp;rft.date=1977&amp;",
        "&amp;rft.spage=211&amp;rft.epage=256&amp;rft.pages=211-256&amp;",
        "&amp;rft.pub=Cambridge%20University%20Press",
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_has(page, pairs[i]);
}

static void the_page_leads_to_host_and_parts(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    assert_has(written(write_html, record, &context, *state),
               "<a href=\"" BASE_URL "/records/precarious-truce\">The Precarious Truce:");
    record = whole_book(*state, &context);
    const char *page = written(write_html, record, &context, *state);
    assert_has(page, "<a href=\"" BASE_URL "/records/precarious-truce-6\">"
                     "The rupture of Anglo-Soviet relations</a> "
                     "<span class=\"where\">Chapter 6, pages 211–256</span>");
    assert_has(page, "<a href=\"" BASE_URL "/records/precarious-truce-conclusions\">");
}

static void the_page_leads_to_every_format(void **state)
{
    size_t count = 0;
    const struct format *formats = formats_all(&count);
    const char *page = written_material(write_html, "book", *state);
    assert_true(count >= 11);
    for (size_t i = 0; i < count; i++) {
        const char *address = arena_printf(*state, BASE_URL "/records/x1%s\"", formats[i].suffix);
        if (strcmp(formats[i].name, "html") == 0)
            continue;
        assert_has(page, arena_printf(*state, "<a href=\"%s>", address));
        assert_has(page, arena_printf(*state, "type=\"%s\"", formats[i].media_type));
        assert_has(page, arena_printf(*state, "href=\"%s>\n", address));
    }
    assert_has(page, "<link rel=\"canonical\" href=\"" BASE_URL "/records/x1\">");
}

static void without_a_base_url_links_start_at_the_root(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    context.base_url = "";
    const char *page = written(write_html, record, &context, *state);
    assert_has(page, "<a href=\"/records/precarious-truce\">");
    assert_has(page, "<a href=\"/records/precarious-truce-6.mods\">");
    assert_has(page, "<header><a href=\"/\">");
}

static void the_page_can_be_read_aloud(void **state)
{
    struct convert_context context = context_of("x1");
    static const char *const lines[] = {"LDR 00000nam a2200000 i 4500",
                                        "008 990101s1999    is            000 0 heb d",
                                        "245 00 $aסיפור", NULL};
    const char *page = written(write_html, record_of(*state, lines), &context, *state);
    assert_has(page, "<html lang=\"en\">");
    assert_has(page, "<h1 lang=\"he\" dir=\"auto\">סיפור</h1>");
    assert_has(page, "<main id=\"record\">");
    assert_has(page, "<a class=\"skip\" href=\"#record\">");
    assert_has(page, "<meta name=\"viewport\"");
    assert_has(page, "prefers-color-scheme:dark");
}

/* The JSON-LD within the page, which is the only script on it. */
static json_t *linked_data(const char *name, const char *page)
{
    const char *script = strstr(page, "<script");
    assert_non_null(script);
    static const char start[] = "<script type=\"application/ld+json\">";
    assert_int_equal(strncmp(script, start, strlen(start)), 0);
    assert_null(strstr(script + 1, "<script"));
    const char *end = strstr(script, "</script>");
    assert_non_null(end);
    assert_null(strstr(end + 1, "</script>"));
    char *text = strndup(script + strlen(start), (size_t)(end - script) - strlen(start));
    json_t *root = json_read(name, text);
    free(text);
    return root;
}

static void no_record_breaks_out_of_the_page(void **state)
{
    for (size_t i = 0; i < UGLY_CASES; i++) {
        const char *page = written_lines(write_html, uglies[i].lines, *state);
        json_decref(linked_data(uglies[i].name, page));
        assert_lacks(page, "javascript:");
        assert_lacks(page, "<b>");
        assert_lacks(page, "<!--");
    }
    struct convert_context context = context_of("\"><script>alert(1)</script>");
    context.repository = "<i>";
    const char *page = written(write_html, long_record(*state), &context, *state);
    json_decref(linked_data("long", page));
    assert_lacks(page, "<i>");
    assert_lacks(page, "alert(1)</script>");
}

static void the_page_holds_what_the_jsonld_says(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    json_t *root = linked_data("chapter 6", written(write_html, record, &context, *state));
    json_t *alone = json_read("alone", written(write_jsonld, record, &context, *state));
    assert_true(json_equal(root, alone));
    json_decref(root);
    json_decref(alone);
}

static void a_record_without_title_has_a_page(void **state)
{
    static const char *const lines[] = {NULL};
    const char *page = written_lines(write_html, lines, *state);
    assert_has(page, "<h1 dir=\"auto\">[no title]</h1>");
    assert_lacks(page, "citation_title");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_page_has_highwire_tags, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_materials_have_tags_of_their_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_page_has_a_coins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_page_leads_to_host_and_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_page_leads_to_every_format, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_base_url_links_start_at_the_root, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_page_can_be_read_aloud, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_record_breaks_out_of_the_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_page_holds_what_the_jsonld_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_record_without_title_has_a_page, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
