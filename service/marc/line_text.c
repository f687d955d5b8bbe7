/* MARCMaker's names for characters: "{eacute}", and "{acute}e" with the mark before its letter. */
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/text.h"
#include "marc/reading.h"
#include "marc/text_read.h"

#define NAME_LONGEST 12u
/* Marks that stand before one letter. */
#define MARKS_LARGEST 8u

struct named {
    const char *name;
    uint32_t codepoint;
};

static const struct named characters[] = {
    {"AElig", 0xc6},     {"aelig", 0xe6},     {"alif", 0x2be},     {"amp", '&'},
    {"apos", '\''},      {"ast", '*'},        {"ayn", 0x2bf},      {"bsol", '\\'},
    {"cent", 0xa2},      {"circf", '^'},      {"colon", ':'},      {"comma", ','},
    {"commat", '@'},     {"copy", 0xa9},      {"curren", 0xa4},    {"deg", 0xb0},
    {"divide", 0xf7},    {"dollar", '$'},     {"dollarsign", '$'}, {"Dstrok", 0x110},
    {"dstrok", 0x111},   {"equals", '='},     {"esc", 0x1b},       {"eth", 0xf0},
    {"euro", 0x20ac},    {"excl", '!'},       {"flat", 0x266d},    {"frac12", 0xbd},
    {"frac14", 0xbc},    {"frac34", 0xbe},    {"gt", '>'},         {"hardsign", 0x2ba},
    {"hyphen", '-'},     {"iexcl", 0xa1},     {"inodot", 0x131},   {"iquest", 0xbf},
    {"laquo", 0xab},     {"lcub", '{'},       {"ldquo", 0x201c},   {"lowbar", '_'},
    {"lpar", '('},       {"lsqb", '['},       {"lsquo", 0x2018},   {"Lstrok", 0x141},
    {"lstrok", 0x142},   {"lt", '<'},         {"mdash", 0x2014},   {"micro", 0xb5},
    {"middot", 0xb7},    {"mlrhring", 0x2be}, {"mllhring", 0x2bf}, {"nbsp", 0xa0},
    {"ndash", 0x2013},   {"num", '#'},        {"OElig", 0x152},    {"oelig", 0x153},
    {"Ohorn", 0x1a0},    {"ohorn", 0x1a1},    {"Ostrok", 0xd8},    {"ostrok", 0xf8},
    {"para", 0xb6},      {"percnt", '%'},     {"period", '.'},     {"phono", 0x2117},
    {"plus", '+'},       {"plusmn", 0xb1},    {"pound", 0xa3},     {"quest", '?'},
    {"quot", '"'},       {"raquo", 0xbb},     {"rcub", '}'},       {"rdquo", 0x201d},
    {"reg", 0xae},       {"rpar", ')'},       {"rsqb", ']'},       {"rsquo", 0x2019},
    {"scriptl", 0x2113}, {"sect", 0xa7},      {"semi", ';'},       {"sharp", 0x266f},
    {"softsign", 0x2b9}, {"sol", '/'},        {"space", ' '},      {"sup1", 0xb9},
    {"sup2", 0xb2},      {"sup3", 0xb3},      {"szlig", 0xdf},     {"THORN", 0xde},
    {"thorn", 0xfe},     {"times", 0xd7},     {"trade", 0x2122},   {"Uhorn", 0x1af},
    {"uhorn", 0x1b0},    {"verbar", '|'},     {"yen", 0xa5},
};

/* Combining marks, of ANSEL's E0-FE. */
static const struct named marks[] = {
    {"acute", 0x301},  {"breve", 0x306},    {"breveb", 0x32e},   {"candra", 0x310},
    {"caron", 0x30c},  {"cedil", 0x327},    {"circ", 0x302},     {"circb", 0x32d},
    {"dblac", 0x30b},  {"dblunder", 0x333}, {"dbldotb", 0x324},  {"dot", 0x307},
    {"dotb", 0x323},   {"grave", 0x300},    {"hookr", 0x309},    {"hooku", 0x309},
    {"llig", 0xfe20},  {"ldbltil", 0xfe22}, {"macr", 0x304},     {"ogon", 0x328},
    {"rcedil", 0x31c}, {"rcommaa", 0x315},  {"rdbltil", 0xfe23}, {"ring", 0x30a},
    {"ringb", 0x325},  {"rlig", 0xfe21},    {"tilde", 0x303},    {"uml", 0x308},
    {"under", 0x332},  {"commab", 0x326},
};

static uint32_t look_up(const struct named *table, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++)
        if (slice_is(name, table[i].name))
            return table[i].codepoint;
    return 0;
}

#define LOOK_UP(table, name) look_up(table, sizeof(table) / sizeof *(table), name)

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct expansion {
    struct buffer *out;
    uint32_t marks[MARKS_LARGEST]; /* waiting for their letter */
    size_t mark_count;
    bool changed;
};

static void end_letter(struct expansion *expansion)
{
    for (size_t i = 0; i < expansion->mark_count; i++)
        text_add_codepoint(expansion->out, expansion->marks[i]);
    expansion->mark_count = 0;
}

/* "acute", "eacute" or "lcub": true where it is known. */
static bool expand_name(struct expansion *expansion, struct slice name)
{
    uint32_t mark = LOOK_UP(marks, name);
    uint32_t character = LOOK_UP(characters, name);

    if (mark != 0 && expansion->mark_count < MARKS_LARGEST) {
        expansion->marks[expansion->mark_count++] = mark;
        return true;
    }
    if (character == 0 && name.length > 1 && is_letter(name.data[0])) {
        mark = LOOK_UP(marks, slice_part(name, 1, name.length));
        if (mark == 0)
            return false;
        buffer_add_char(expansion->out, name.data[0]);
        text_add_codepoint(expansion->out, mark);
    } else if (character != 0) {
        text_add_codepoint(expansion->out, character);
    } else {
        return false;
    }
    end_letter(expansion);
    return true;
}

/* The name in braces at `at`; data is NULL where there is none. */
static struct slice name_at(struct slice value, size_t at)
{
    size_t end = at + 1;

    while (end < value.length && end - at <= NAME_LONGEST &&
           (is_letter(value.data[end]) || (value.data[end] >= '0' && value.data[end] <= '9')))
        end++;
    if (end == at + 1 || end >= value.length || value.data[end] != '}')
        return slice_make(NULL, 0);
    return slice_make(value.data + at + 1, end - at - 1);
}

static void expand_all(struct expansion *expansion, struct reading *reading, const char *tag,
                       struct slice value)
{
    char shown[PRINTABLE_SIZE];

    for (size_t at = 0; at < value.length;) {
        struct slice name = value.data[at] == '{' ? name_at(value, at) : slice_make(NULL, 0);
        size_t next = at;

        if (name.data != NULL && expand_name(expansion, name)) {
            at += name.length + 2;
            expansion->changed = true;
            continue;
        }
        if (name.data != NULL)
            reading_report(reading, FINDING_REPAIR, "mnemonic", tag,
                           "'{%s}' is no character of MARCMaker's; it stays as it is",
                           printable(shown, name));
        text_next(value, &next);
        buffer_add(expansion->out, value.data + at, next - at);
        end_letter(expansion);
        at = next;
    }
    end_letter(expansion);
}

struct slice line_expand(struct reading *reading, const char *tag, struct slice value)
{
    struct expansion expansion = {.out = &reading->scratch};

    if (value.length == 0 || memchr(value.data, '{', value.length) == NULL)
        return value;
    buffer_truncate(&reading->scratch, 0);
    expand_all(&expansion, reading, tag, value);
    return expansion.changed ? arena_slice(reading->arena, buffer_slice(&reading->scratch)) : value;
}
