#include "marc/encoding.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <offprint/arena.h>

#include "base/text.h"
#include "marc/character_reference.h"
#include "marc/marc8.h"
#include "marc/reading.h"
#include "marc/unimarc.h"

/* What the bytes speak for. */
struct evidence {
    size_t utf8;      /* sequences of two bytes or more that are UTF-8 */
    size_t invalid;   /* bytes that no UTF-8 has */
    size_t marks;     /* MARC-8 combining marks before letters that take them, weighted */
    size_t misplaced; /* those before anything else, and bytes that MARC-8 has no character for */
};

static char lower(unsigned char byte)
{
    return (char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
}

static bool is_mark(unsigned char byte)
{
    return byte >= 0xe0 && byte <= 0xfe && byte != 0xfc && byte != 0xfd;
}

/*
 * The letters that each mark of ANSEL, from E0 on, is written over or under, in the languages and
 * romanizations that catalogues have.
 */
static const char *const bases[] = {
    "aeiouy",                     /* hook above */
    "aeiou",                      /* grave */
    "aeiouycnszlrgkmpw",          /* acute */
    "aeioucghjswyz",              /* circumflex */
    "anoiuevy",                   /* tilde */
    "aeiouyg",                    /* macron */
    "aeioug",                     /* breve */
    "zcegimnsrhdtbx",             /* dot above */
    "aeiouyhxwt",                 /* umlaut */
    "cdenrstzlaiougjkh",          /* caron */
    "auwy",                       /* ring */
    "abcdefghijklmnopqrstuvwxyz", /* ligature, left half */
    "abcdefghijklmnopqrstuvwxyz", /* ligature, right half */
    "outdln",                     /* comma above right */
    "ou",                         /* double acute */
    "abcdefghijklmnopqrstuvwxyz", /* candrabindu */
    "cstklnrgedh",                /* cedilla */
    "aeiou",                      /* ogonek */
    "abcdefghijklmnopqrstuvwxyz", /* dot below */
    "ust",                        /* two dots below */
    "arl",                        /* circle below */
    "abcdefghijklmnopqrstuvwxyz", /* double underscore */
    "abcdefghijklmnopqrstuvwxyz", /* underscore */
    "stgklnr",                    /* comma below */
    "cst",                        /* right cedilla */
    "hu",                         /* half circle below */
    "abcdefghijklmnopqrstuvwxyz", /* double tilde, left half */
    "abcdefghijklmnopqrstuvwxyz", /* double tilde, right half */
    "",
    "",
    "outdlnkpbgs", /* none, none, high comma */
};

/*
 * What a mark before `next` says for MARC-8: nothing, a little, or much. As Latin-1, letters of
 * their codes do stand before consonants (é, å), but hardly before a vowel.
 */
static size_t weigh(unsigned char mark, unsigned char next)
{
    static const unsigned char telling[] = {0xe1, 0xe2, 0xe3, 0xe5, 0xe8};
    char letter = lower(next);

    if (is_mark(next))
        return 1;
    if (letter == '\0' || strchr(bases[mark - 0xe0], letter) == NULL)
        return 0;
    if (memchr(telling, mark, sizeof telling) != NULL && strchr("aeiouy", letter) != NULL)
        return mark == 0xe3 && letter == 'o' ? 1 : 3; /* Portuguese: -ão */
    return 1;
}

/* Bytes that the default sets of MARC-8 have no character for. */
static bool is_undefined(unsigned char byte)
{
    return (byte >= 0x80 && byte <= 0x87) || (byte >= 0x8a && byte <= 0x8c) ||
           (byte >= 0x8f && byte <= 0xa0) || byte == 0xaf || byte == 0xbb || byte == 0xbe ||
           byte == 0xbf || (byte >= 0xc9 && byte <= 0xdf) || byte == 0xfc || byte == 0xfd ||
           byte == 0xff;
}

/* What the bytes beyond ASCII say for UTF-8. */
static void gather_utf8(struct evidence *evidence, struct slice data)
{
    for (size_t offset = text_ascii_run(data, 0); offset < data.length;) {
        size_t before = offset;

        text_next(data, &offset);
        evidence->utf8 += offset - before > 1;
        evidence->invalid += offset - before == 1;
        offset += text_ascii_run(data, offset);
    }
}

/* What they say for MARC-8. */
static void gather_marc8(struct evidence *evidence, struct slice data)
{
    for (size_t i = text_ascii_run(data, 0); i < data.length; i += text_ascii_run(data, i)) {
        unsigned char byte = (unsigned char)data.data[i++];
        unsigned char next = i < data.length ? (unsigned char)data.data[i] : 0;
        size_t weight = is_mark(byte) ? weigh(byte, next) : 0;

        evidence->marks += weight;
        evidence->misplaced += (is_mark(byte) && weight == 0) || is_undefined(byte);
    }
}

static struct evidence gather(struct slice data)
{
    struct evidence evidence = {0, 0, 0, 0};

    gather_utf8(&evidence, data);
    gather_marc8(&evidence, data);
    return evidence;
}

/* Text in MARC-8 has hardly a mark that is misplaced; Latin-1 read as MARC-8 has one in three. */
static enum marc_encoding marc8_or_latin1(const struct evidence *evidence)
{
    return evidence->misplaced * 3 > evidence->marks ? ENCODING_LATIN1 : ENCODING_MARC8;
}

static enum marc_encoding judge_invalid(struct slice data, char label)
{
    struct evidence evidence;

    if (marc8_has_escape(data) && label != 'a')
        return ENCODING_MARC8;
    evidence = gather(data);
    if (evidence.utf8 > 0 && (evidence.utf8 >= evidence.invalid || label == 'a'))
        return ENCODING_UTF8;
    return marc8_has_escape(data) ? ENCODING_MARC8 : marc8_or_latin1(&evidence);
}

static void report_label(struct reading *reading, char label, enum marc_encoding encoding)
{
    static const char *const names[] = {
        [ENCODING_CLEAN] = "UTF-8",
        [ENCODING_UTF8] = "UTF-8",
        [ENCODING_MARC8] = "MARC-8",
        [ENCODING_LATIN1] = "neither; Latin-1 is a guess",
    };
    bool utf8 = encoding == ENCODING_CLEAN || encoding == ENCODING_UTF8;
    char shown[PRINTABLE_SIZE];

    if (encoding == ENCODING_LATIN1 || utf8 != (label == 'a'))
        reading_report(reading, FINDING_REPAIR, "encoding", "LDR",
                       "leader/09 '%s' says %s, the bytes say %s",
                       printable(shown, slice_make(&label, 1)), label == 'a' ? "UTF-8" : "MARC-8",
                       names[encoding]);
}

enum marc_encoding encoding_judge(struct reading *reading, char label, struct slice data)
{
    enum marc_encoding encoding = ENCODING_CLEAN;

    if (text_is_ascii(data)) {
        bool references = label != 'a' && character_reference_in(data);

        if (!marc8_has_escape(data))
            return references ? ENCODING_MARC8 : ENCODING_CLEAN; /* the same in all of them */
        encoding = ENCODING_MARC8;
    } else if (!text_is_utf8(data)) {
        encoding = judge_invalid(data, label);
    }
    report_label(reading, label, encoding);
    return encoding;
}

/* Where Windows-1252 differs from Latin-1; 0 where it has nothing. */
static const uint16_t windows[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static size_t decode_latin1(struct buffer *out, struct slice value)
{
    size_t unread = 0;

    for (size_t i = 0; i < value.length; i++) {
        unsigned char byte = (unsigned char)value.data[i];
        uint32_t codepoint = byte;

        if (byte >= 0x80 && byte < 0xa0)
            codepoint = windows[byte - 0x80] != 0 ? windows[byte - 0x80] : 0xfffd;
        unread += codepoint == 0xfffd;
        text_add_codepoint(out, codepoint);
    }
    return unread;
}

static size_t decode_damaged(struct buffer *out, struct slice value)
{
    size_t unread = 0;

    for (size_t offset = 0; offset < value.length;) {
        size_t before = offset;
        uint32_t codepoint = text_next(value, &offset);

        unread += offset - before == 1 && (unsigned char)value.data[before] >= 0x80;
        text_add_codepoint(out, codepoint);
    }
    return unread;
}

static size_t decode_marc8(struct reading *reading, struct slice value)
{
    if (reading->marc8 == NULL)
        reading->marc8 = marc8_create();
    return marc8_decode(reading->marc8, &reading->scratch, value);
}

/* A value within a damaged UTF-8 record that has no UTF-8 at all was pasted in from elsewhere. */
static enum marc_encoding judge_value(enum marc_encoding encoding, struct slice value)
{
    struct evidence evidence;

    if (encoding != ENCODING_UTF8)
        return encoding;
    evidence = gather(value);
    if (evidence.utf8 > 0)
        return ENCODING_UTF8;
    return marc8_or_latin1(&evidence);
}

static struct slice resolve_references(struct reading *reading, const char *tag, struct slice value)
{
    size_t count;

    if (!character_reference_in(value))
        return value;
    buffer_truncate(&reading->scratch, 0);
    count = character_reference_resolve(&reading->scratch, value);
    if (count == 0)
        return value;
    reading_report(reading, FINDING_REPAIR, "character-reference", tag,
                   "%zu references (&#xHHHH;) were read as the characters that they stand for",
                   count);
    return arena_slice(reading->arena, buffer_slice(&reading->scratch));
}

struct slice encoding_decode(struct reading *reading, enum marc_encoding encoding, const char *tag,
                             struct slice value)
{
    struct buffer *out = &reading->scratch;
    bool escape;
    size_t unread;

    if (encoding == ENCODING_CLEAN || value.length == 0)
        return value;
    escape = encoding == ENCODING_MARC8 && marc8_has_escape(value);
    if (!escape && text_is_utf8(value))
        return encoding == ENCODING_MARC8 ? resolve_references(reading, tag, value) : value;
    buffer_truncate(out, 0);
    switch (judge_value(encoding, value)) {
    case ENCODING_MARC8:
        unread = decode_marc8(reading, value);
        break;
    case ENCODING_UNIMARC:
        unread = unimarc_decode(reading, out, value);
        break;
    case ENCODING_LATIN1:
        unread = decode_latin1(out, value);
        break;
    default:
        unread = decode_damaged(out, value);
    }
    if (unread > 0 || encoding == ENCODING_UTF8)
        reading_report(reading, FINDING_REPAIR, "encoding", tag,
                       unread > 0
                           ? "%zu characters could not be read"
                           : "a value is not in the record's UTF-8; read as a guess (%zu lost)",
                       unread);
    value = arena_slice(reading->arena, buffer_slice(out));
    return encoding == ENCODING_MARC8 ? resolve_references(reading, tag, value) : value;
}
