/*
 * MARC-8 judged by LC's code tables, and by every value of the shared corpora. Skipped where they
 * are not there.
 */
#define _XOPEN_SOURCE 700 /* nftw */

#include "marc8_trip.h"

#include <ftw.h>
#include <sys/stat.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

static char shared[1024];

/* --- LC's code table ------------------------------------------------------------------------ */

/* A character that is in the table, and one that we write as the table has it. */
enum { TABLE_KNOWN = 1, TABLE_AGREES = 2 };

struct table {
    unsigned codes;
    uint8_t state[0x30000]; /* of each character: TABLE_… */
    char set[8];
};

static void child_text(char *text, size_t size, const xmlNode *node, const char *name)
{
    *text = '\0';
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        if (child->type == XML_ELEMENT_NODE && strcmp((const char *)child->name, name) == 0) {
            xmlChar *content = xmlNodeGetContent(child);

            snprintf(text, size, "%s", (const char *)content);
            xmlFree(content);
        }
}

/* The code as bytes with its escapes, out of LC's ISO code (hexadecimal) and code. */
static void add_code(struct buffer *out, const char *set, const char *marc)
{
    unsigned final = (unsigned)strtoul(set, NULL, 16);
    unsigned long code = strtoul(marc, NULL, 16);
    bool latin = final == 'B' || final == 'E', special = strchr("bgp", (int) final) != NULL;

    if (!latin)
        buffer_printf(out, "\x1b%s%c", special ? "" : final == '1' ? "$" : "(", (int) final);
    for (int shift = final == '1' ? 16 : 0; shift >= 0; shift -= 8)
        buffer_add_char(out, (char)(code >> shift & (latin ? 0xff : 0x7f)));
    if (!latin)
        buffer_add_string(out, special ? "\x1bs" : "\x1b(B");
}

/* A mark is judged on a letter. Of several codes that a character has, one will do. */
static void judge_code(struct table *table, const xmlNode *node)
{
    char marc[16], unicode[16], mark[8];
    unsigned sets = 0;
    struct buffer text, wanted, got;
    uint32_t codepoint;

    child_text(marc, sizeof marc, node, "marc");
    child_text(unicode, sizeof unicode, node, "ucs");
    child_text(mark, sizeof mark, node, "isCombining");
    if (unicode[0] == '\0')
        child_text(unicode, sizeof unicode, node, "alt");
    codepoint = (uint32_t)strtoul(unicode, NULL, 16);
    assert_in_range(codepoint, 1, sizeof table->state - 1);
    table->codes++;
    if (codepoint < 0x20 || codepoint == 0xfe21 || codepoint == 0xfe23)
        return; /* structure; right halves, which are in the examples */
    buffer_init(&text);
    buffer_init(&wanted);
    buffer_init(&got);
    if (mark[0] != '\0')
        buffer_add_char(&text, 'a');
    text_add_codepoint(&text, codepoint);
    add_code(&wanted, table->set, marc);
    if (mark[0] != '\0')
        buffer_add_char(&wanted, 'a');
    marc8_encode(&got, buffer_slice(&text), &sets);
    table->state[codepoint] |=
        slice_equal(buffer_slice(&wanted), buffer_slice(&got)) ? TABLE_AGREES : TABLE_KNOWN;
    buffer_finish(&text);
    buffer_finish(&wanted);
    buffer_finish(&got);
}

static void judge_nodes(struct table *table, xmlNode *node)
{
    for (; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (strcmp((const char *)node->name, "characterSet") == 0) {
            xmlChar *set = xmlGetNoNsProp(node, (const xmlChar *)"ISOcode");

            snprintf(table->set, sizeof table->set, "%s", (const char *)set);
            xmlFree(set);
        }
        if (strcmp((const char *)node->name, "code") == 0)
            judge_code(table, node);
        else
            judge_nodes(table, node->children);
    }
}

/* Greek signs that are others in NFC, which the table has too: U+0374, U+037E, U+0387. */
static bool is_composed_away(uint32_t codepoint)
{
    struct buffer text, composed;
    bool same;

    buffer_init(&text);
    buffer_init(&composed);
    text_add_codepoint(&text, codepoint);
    text_add_nfc(&composed, buffer_slice(&text));
    same = slice_equal(buffer_slice(&text), buffer_slice(&composed));
    buffer_finish(&text);
    buffer_finish(&composed);
    return !same;
}

static void every_character_of_the_table_has_its_code(void **state)
{
    static struct table table;
    unsigned characters = 0;
    char path[2048];
    xmlDoc *document;

    (void)state;
    snprintf(path, sizeof path, "%s/corpora/tables/lc-marc8-codetables.xml", shared);
    document = xmlReadFile(path, NULL, XML_PARSE_NONET);
    assert_non_null(document);
    judge_nodes(&table, xmlDocGetRootElement(document));
    xmlFreeDoc(document);
    for (uint32_t codepoint = 0; codepoint < sizeof table.state; codepoint++) {
        characters += table.state[codepoint] != 0;
        if (table.state[codepoint] == TABLE_KNOWN && !is_composed_away(codepoint))
            fail_msg("U+%04X is not written as LC's table has it", codepoint);
    }
    print_message("%u codes of %u characters\n", table.codes, characters);
    assert_int_equal(16400, table.codes);
}

/* --- the corpora ---------------------------------------------------------------------------- */

static struct {
    struct trip trip;
    unsigned records, values;
} walk;

/* A text that has references of its own cannot tell them from ours: LC's rule knows no escape. */
static void try_value(const char *path, struct slice value)
{
    for (size_t i = 0; i + 3 <= value.length; i++)
        if (memcmp(value.data + i, "&#x", 3) == 0)
            return;
    walk.values++;
    assert_comes_back(&walk.trip, path, value);
}

static int try_file(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    struct arena *arena = arena_create();
    struct marc_reader *reader;
    struct marc_record *record;
    int status;

    (void)about;
    (void)place;
    if (kind == FTW_F && marc_reader_open(&reader, path, MARC_INPUT_SNIFF, NULL, NULL, NULL) == 0) {
        while ((status = marc_reader_next(reader, &record, arena, NULL)) != 0) {
            walk.records += status > 0;
            for (uint32_t i = 0; status > 0 && i < record->field_count; i++) {
                const struct marc_field *field = &record->fields[i];

                if (field->control)
                    try_value(path, field->value);
                for (uint32_t k = 0; k < field->subfield_count; k++)
                    try_value(path, field->subfields[k].value);
            }
            arena_reset(arena);
        }
        marc_reader_close(reader);
    }
    arena_destroy(arena);
    return 0;
}

static void every_value_of_the_corpora_comes_back(void **state)
{
    char path[2048];

    (void)state;
    snprintf(path, sizeof path, "%s/corpora/marc", shared);
    trip_begin(&walk.trip);
    assert_int_equal(0, nftw(path, try_file, 16, FTW_PHYS));
    trip_end(&walk.trip);
    print_message("%u records, %u values\n", walk.records, walk.values);
    assert_true(walk.records > 25000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_of_the_table_has_its_code),
        cmocka_unit_test(every_value_of_the_corpora_comes_back),
    };
    const char *folder = getenv("OFFPRINT_SHARED");
    struct stat about;

    snprintf(shared, sizeof shared, "%.900s", folder != NULL ? folder : TEST_SOURCE "/../shared");
    if (stat(shared, &about) != 0) {
        printf("no corpora in %s: skipped\n", shared);
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
