#include "convert/latex.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/text.h"

/* BibTeX counts braces even behind a backslash: such pairs must be whole. */
static bool has_balanced_braces(struct slice text)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '}' && depth-- == 0)
            return false;
        if (text.data[i] == '{')
            depth++;
    }
    return depth == 0;
}

static const char *escaped(uint32_t c, bool balanced)
{
    switch (c) {
    case '{':
        return balanced ? "\\{" : "\\textbraceleft{}";
    case '}':
        return balanced ? "\\}" : "\\textbraceright{}";
    case '\\':
        return "\\textbackslash{}";
    case '~':
        return "\\textasciitilde{}";
    case '^':
        return "\\textasciicircum{}";
    case '$':
        return "\\$";
    case '&':
        return "\\&";
    case '%':
        return "\\%";
    case '#':
        return "\\#";
    case '_':
        return "\\_";
    case 0x2013:
        return "--";
    case 0x2014:
        return "---";
    default:
        return NULL;
    }
}

void latex_add(struct buffer *out, struct slice text)
{
    bool balanced = has_balanced_braces(text);
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        uint32_t c = text_next(text, &at);
        const char *command = escaped(c, balanced);
        if (command != NULL)
            buffer_add_string(out, command);
        else
            buffer_add(out, text.data + start, at - start);
    }
}

void latex_add_url(struct buffer *out, struct slice url)
{
    for (size_t i = 0; i < url.length; i++) {
        unsigned char c = (unsigned char)url.data[i];
        if (c <= ' ' || c == '{' || c == '}' || c == '\\')
            buffer_printf(out, "%%%02X", (unsigned)c);
        else
            buffer_add_char(out, (char)c);
    }
}

/* Capitals of the scripts that have them and that libraries hold most of. In Latin Extended-A and
 * Cyrillic supplements capital and small letters alternate, so that the last bit tells. */
static bool is_capital(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    if (c >= 0xC0 && c <= 0xDE)
        return c != 0xD7;
    if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177))
        return (c & 1) == 0;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
        return (c & 1) == 1;
    if ((c >= 0x460 && c <= 0x4FF) || (c >= 0x1E00 && c <= 0x1EFF))
        return (c & 1) == 0;
    return (c >= 0x386 && c <= 0x3AB && c != 0x390) || (c >= 0x400 && c <= 0x42F) ||
           (c >= 0x531 && c <= 0x556);
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0;
}

/* The next run of characters without space; `*rest` moves past it and the space after it. */
static struct slice next_word(struct slice *rest)
{
    while (rest->length > 0 && rest->data[0] == ' ')
        *rest = slice_part(*rest, 1, rest->length);
    const char *space = rest->length > 0 ? memchr(rest->data, ' ', rest->length) : NULL;
    size_t length = space != NULL ? (size_t)(space - rest->data) : rest->length;
    struct slice word = slice_part(*rest, 0, length);
    *rest = slice_part(*rest, length, rest->length);
    return word;
}

/* The word without quotes, commas and the like around it. */
static struct slice core_of(struct slice word)
{
    static const char around[] = "\"'()[],.;:!?";
    while (word.length > 0 && strchr(around, word.data[0]) != NULL && word.data[0] != '\0')
        word = slice_part(word, 1, word.length);
    while (word.length > 0 && strchr(around, word.data[word.length - 1]) != NULL)
        word.length--;
    return word;
}

struct capitals {
    bool first, later; /* does it begin with a capital; is there one further on */
    bool letter;       /* does it begin with a letter at all */
};

static struct capitals capitals_of(struct slice word)
{
    struct capitals capitals = {0};
    for (size_t at = 0; at < word.length;) {
        bool first = at == 0;
        uint32_t c = text_next(word, &at);
        if (first)
            capitals.letter = is_letter(c);
        if (is_capital(c) && first)
            capitals.first = true;
        else if (is_capital(c))
            capitals.later = true;
    }
    return capitals;
}

static bool is_small_word(struct slice word)
{
    static const char *const words[] = {"a",    "an", "and",   "as",   "at",  "but", "by", "for",
                                        "from", "in", "into",  "nor",  "of",  "on",  "or", "over",
                                        "the",  "to", "under", "upon", "via", "with"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

/*
 * Is it "The Precarious Truce: Anglo-Soviet Relations", every word with a capital? Of fewer than
 * four words that count nobody can tell ("History of Russia").
 */
static bool is_title_case(struct slice title)
{
    size_t counted = 0;
    while (title.length > 0) {
        struct slice word = core_of(next_word(&title));
        struct capitals capitals = capitals_of(word);
        if (!capitals.letter || is_small_word(word))
            continue;
        if (!capitals.first)
            return false;
        counted += !slice_is(word, "The") && !slice_is(word, "A") && !slice_is(word, "An");
    }
    return counted >= 4;
}

void latex_add_title(struct buffer *out, struct slice title, bool english)
{
    bool title_case = english && is_title_case(title), opening = true;
    for (bool first = true; title.length > 0; first = false) {
        struct slice word = next_word(&title);
        if (word.length == 0)
            break;
        if (!first)
            buffer_add_char(out, ' ');
        struct slice core = core_of(word);
        struct capitals capitals = capitals_of(core);
        if (capitals.later || (capitals.first && !opening && !title_case)) {
            size_t before = (size_t)(core.data - word.data);
            latex_add(out, slice_part(word, 0, before));
            buffer_add_char(out, '{');
            latex_add(out, core);
            buffer_add_char(out, '}');
            latex_add(out, slice_part(word, before + core.length, word.length));
        } else {
            latex_add(out, word);
        }
        opening = word.data[word.length - 1] == ':';
    }
}
