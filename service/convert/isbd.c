#include "convert/isbd.h"

#include <ctype.h>
#include <stddef.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/record.h>

/* Words that are written with a full stop, in what ends a field of a catalogue record. */
static const char abbreviations[][7] = {
    "al",    "approx", "assoc", "aufl", "ausg", "bd",   "bros", "ca",    "cent", "cie",  "co",
    "col",   "corp",   "dept",  "dr",   "ed",   "eds",  "esq",  "etc",   "facs", "fl",   "hon",
    "hrsg",  "ill",    "illus", "inc",  "jr",   "ltd",  "min",  "mr",    "mrs",  "ms",   "mus",
    "pl",    "pp",     "pt",    "pts",  "ph",   "rev",  "sen",  "ser",   "sr",   "st",   "str",
    "suppl", "tr",     "univ",  "usw",  "vol",  "vols", "vyd",  "ports", "chr",  "mass",
};

static bool is_abbreviation(struct slice word)
{
    char first = (char)tolower((unsigned char)word.data[0]);
    if (word.length >= sizeof *abbreviations)
        return false;
    for (size_t i = 0; i < sizeof abbreviations / sizeof *abbreviations; i++)
        if (abbreviations[i][0] == first && strlen(abbreviations[i]) == word.length &&
            strncasecmp(abbreviations[i], word.data, word.length) == 0)
            return true;
    return false;
}

/* Where the last character of `text` begins. */
static size_t last_character(struct slice text)
{
    size_t at = text.length - 1;
    while (at > 0 && ((unsigned char)text.data[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* Is a lone letter an initial, and not the last word of a title ("Vitamin C.")? It is after
 * another initial ("J. R."), in an inverted name ("Tolkien, J.") and in units ("256 p."). */
static bool is_initial(struct slice before, char letter)
{
    if (before.length == 0)
        return true;
    char last = before.data[before.length - 1];
    if (last == '.' || last == '-')
        return true;
    struct slice words = slice_trim(before);
    if (words.length == 0)
        return true;
    last = words.data[words.length - 1];
    if (last == '.' || (isdigit((unsigned char)last) && islower((unsigned char)letter)))
        return true;
    return isupper((unsigned char)letter) && memchr(words.data, ',', words.length) != NULL;
}

bool isbd_keeps_stop(struct slice text)
{
    if (text.length == 0 || text.data[text.length - 1] != '.')
        return false;
    if (text.length >= 3 && memcmp(text.data + text.length - 3, "...", 3) == 0)
        return true;
    struct slice rest = {text.data, text.length - 1};
    size_t start = rest.length;
    while (start > 0 && strchr(" .-([,", rest.data[start - 1]) == NULL)
        start--;
    struct slice word = slice_part(rest, start, rest.length);
    if (word.length == 0)
        return false;
    if (last_character(word) == 0 && (word.length > 1 || isalpha((unsigned char)word.data[0])))
        return is_initial(slice_part(rest, 0, start), word.data[0]);
    return is_abbreviation(word);
}

/* Arabic comma (U+060C) and semicolon (U+061B). */
static bool ends_in_arabic_mark(struct slice text)
{
    if (text.length < 2)
        return false;
    const char *end = text.data + text.length - 2;
    return memcmp(end, "\xD8\x8C", 2) == 0 || memcmp(end, "\xD8\x9B", 2) == 0;
}

struct slice isbd_trim(struct slice text)
{
    for (;;) {
        text = slice_trim(text);
        if (text.length == 0)
            return text;
        if (ends_in_arabic_mark(text)) {
            text.length -= 2;
            continue;
        }
        char last = text.data[text.length - 1];
        bool closing = last != '\0' && strchr("/:;=,", last) != NULL;
        if (!closing && (last != '.' || isbd_keeps_stop(text)))
            return text;
        text.length--;
    }
}

static size_t occurrences(struct slice text, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == c;
    return count;
}

struct slice isbd_unbracket(struct slice text)
{
    text = isbd_trim(text);
    size_t opening = occurrences(text, '['), closing = occurrences(text, ']');
    bool opens = text.length > 0 && text.data[0] == '[';
    bool closes = text.length > 0 && text.data[text.length - 1] == ']';
    if (opens && (closing == 0 || (closes && opening == 1 && closing == 1)))
        text = slice_part(text, 1, text.length);
    if (closes && (opening == 0 || (opens && opening == 1 && closing == 1)))
        text.length--;
    return isbd_trim(text);
}

struct slice isbd_join(const struct marc_field *field, const char *codes, const char *separator,
                       struct arena *arena)
{
    size_t total = 0, count = 0, gap = strlen(separator);
    struct slice only = {NULL, 0};
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        const struct marc_subfield *subfield = &field->subfields[i];
        struct slice value = slice_trim(subfield->value);
        if (value.length == 0 || subfield->code == '\0' || strchr(codes, subfield->code) == NULL)
            continue;
        only = value;
        total += value.length + gap;
        count++;
    }
    if (count <= 1)
        return only;
    char *joined = arena_alloc(arena, total), *at = joined;
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        const struct marc_subfield *subfield = &field->subfields[i];
        struct slice value = slice_trim(subfield->value);
        if (value.length == 0 || subfield->code == '\0' || strchr(codes, subfield->code) == NULL)
            continue;
        if (at != joined) {
            memcpy(at, separator, gap);
            at += gap;
        }
        memcpy(at, value.data, value.length);
        at += value.length;
    }
    return slice_make(joined, (size_t)(at - joined));
}
