/*
 * UTF-8 to MARC-8, after LC's code tables and its specification of MARC-8:
 *
 *   - a character that MARC-8 has as it stands is written so; one that it has only as a letter and
 *     marks comes apart, one mark at a time, until all of it is there (U+1EDB: o with horn, acute);
 *   - marks stand before their letter, in the order they have after it in Unicode;
 *   - a mark over two letters (U+0361) is two halves, each before its letter;
 *   - every value ends in the default sets;
 *   - what MARC-8 does not have is written as "&#xHHHH;", by which it can be read back.
 */
#include "marc/marc8.h"

#include <stdint.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/text.h"
#include "base/utf16.h"
#include "marc/marc8_codes.h"

/* Marks on one letter: YAZ, by which most read MARC-8, loses its way at eight. More than these are
 * written as what MARC-8 does not have. */
#define MARKS_MAX 7u

static bool is_known(uint32_t codepoint)
{
    return marc8_code_of(codepoint).bytes != 0;
}

/*
 * Does it stand before its letter in MARC-8? LC's table has U+0670, superscript alef, as a letter
 * of its own, which comes after.
 */
static bool is_mark(uint32_t codepoint)
{
    return codepoint >= 0x0300 && codepoint != 0x0670 && utf16_combining_class(codepoint) != 0;
}

/* --- a letter and its marks ----------------------------------------------------------------- */

struct cluster {
    uint32_t base;
    uint32_t marks[MARKS_MAX];
    size_t count;
};

static void take_cluster(struct cluster *cluster, struct slice text, size_t *offset)
{
    size_t next;

    cluster->base = text_next(text, offset);
    cluster->count = 0;
    if (is_mark(cluster->base))
        return;
    for (next = *offset; next < text.length && cluster->count < MARKS_MAX; *offset = next) {
        uint32_t mark = text_next(text, &next);

        if (!is_mark(mark))
            return;
        cluster->marks[cluster->count++] = mark;
    }
}

/* Takes the letter apart as far as it must come apart to be written; not at all where it cannot. */
static void resolve(struct cluster *cluster)
{
    struct cluster apart = *cluster;
    uint32_t first, mark;

    while (!is_known(apart.base)) {
        if (apart.count == MARKS_MAX || !utf16_decompose(apart.base, &first, &mark) ||
            !is_mark(mark) || !is_known(mark))
            return;
        memmove(apart.marks + 1, apart.marks, apart.count * sizeof apart.marks[0]);
        apart.marks[0] = mark;
        apart.count++;
        apart.base = first;
    }
    *cluster = apart;
}

/* --- writing -------------------------------------------------------------------------------- */

struct encoding {
    struct buffer *out;
    enum marc8_set set;
    unsigned *sets; /* one bit each that was needed */
    uint32_t open;  /* the mark over two letters that began on the letter before, or 0 */
};

static void go_to(struct encoding *encoding, enum marc8_set set)
{
    const char *escape =
        set == MARC8_DEFAULT ? marc8_escapes[encoding->set].out : marc8_escapes[set].in;

    if (encoding->set == set)
        return;
    /* From g, b and p only "s" leads back. */
    if (set != MARC8_DEFAULT && marc8_escapes[encoding->set].out[0] == 's')
        go_to(encoding, MARC8_DEFAULT);
    buffer_add_char(encoding->out, '\x1b');
    buffer_add_string(encoding->out, escape);
    encoding->set = set;
    *encoding->sets |= set != MARC8_DEFAULT ? 1u << set : 0;
}

/* ANSEL is in G1 whatever single-byte set is in G0, and they all have the space. */
static bool is_at_hand(const struct encoding *encoding, struct marc8_code code)
{
    return code.set == MARC8_DEFAULT && (code.bytes >= 0x80 || code.bytes == 0x20) &&
           encoding->set >= MARC8_HEBREW && encoding->set < MARC8_EACC;
}

static void write_code(struct encoding *encoding, struct marc8_code code)
{
    if (!is_at_hand(encoding, code))
        go_to(encoding, (enum marc8_set)code.set);
    for (int shift = 16; shift >= 0; shift -= 8)
        if (code.bytes >> shift != 0)
            buffer_add_char(encoding->out, (char)(code.bytes >> shift & 0xff));
}

static void write_reference(struct encoding *encoding, uint32_t codepoint)
{
    go_to(encoding, MARC8_DEFAULT);
    buffer_printf(encoding->out, "&#x%04X;", codepoint);
}

/* The right half of a mark that spans two letters, whose own code is its left half; or 0. */
static uint32_t right_half_of(uint32_t mark)
{
    return mark == 0x0361 ? 0xec : mark == 0x0360 ? 0xfb : 0;
}

/* The other half of one that Unicode has in halves, too; or 0. */
static uint32_t left_half_of(uint32_t mark)
{
    return mark == 0xfe21 ? 0xfe20 : mark == 0xfe23 ? 0xfe22 : 0;
}

/* Writes marks up to one that MARC-8 does not have; returns how many. */
static size_t write_marks(struct encoding *encoding, const struct cluster *cluster)
{
    uint32_t open = encoding->open;
    size_t written = 0;

    encoding->open = 0;
    if (right_half_of(open) != 0)
        write_code(encoding, (struct marc8_code){MARC8_DEFAULT, right_half_of(open) & 0xff});
    for (; written < cluster->count; written++) {
        uint32_t mark = cluster->marks[written];

        /* A right half without its left one is dropped by those who read it. */
        if (!is_known(mark) || (left_half_of(mark) != 0 && left_half_of(mark) != open))
            break;
        write_code(encoding, marc8_code_of(mark));
        if (right_half_of(mark) != 0 || mark == 0xfe20 || mark == 0xfe22)
            encoding->open = mark;
    }
    return written;
}

/* Marks, letter; then all marks from the first unknown one on: those of one class have an order. */
static void write_cluster(struct encoding *encoding, struct cluster *cluster)
{
    size_t written = 0;

    resolve(cluster);
    /* A mark that has no letter before it would join the letter behind it. */
    if (is_known(cluster->base) && !is_mark(cluster->base)) {
        written = write_marks(encoding, cluster);
        write_code(encoding, marc8_code_of(cluster->base));
    } else {
        encoding->open = 0;
        write_reference(encoding, cluster->base);
    }
    for (; written < cluster->count; written++)
        write_reference(encoding, cluster->marks[written]);
}

/* Printable ASCII is MARC-8 as it is. */
static bool is_plain(struct slice text)
{
    if (!text_is_ascii(text))
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] < 0x20 || text.data[i] == 0x7f)
            return false;
    return true;
}

void marc8_encode(struct buffer *out, struct slice text, unsigned *sets)
{
    struct encoding encoding = {.out = out, .sets = sets};
    struct cluster cluster;
    struct buffer composed;

    if (is_plain(text)) {
        buffer_add_slice(out, text);
        return;
    }
    buffer_init(&composed);
    text_add_nfc(&composed, text);
    text = buffer_slice(&composed);
    for (size_t offset = 0; offset < text.length;) {
        take_cluster(&cluster, text, &offset);
        write_cluster(&encoding, &cluster);
    }
    go_to(&encoding, MARC8_DEFAULT);
    buffer_finish(&composed);
}

const char *marc8_set_code(unsigned sets, unsigned *at)
{
    /* Greek symbols, sub- and superscripts belong to MARC's Latin (MARC 21, 066 $a). */
    unsigned set = *at < MARC8_HEBREW ? MARC8_HEBREW : *at;

    while (set < MARC8_SETS && (sets & 1u << set) == 0)
        set++;
    *at = set + 1;
    return set < MARC8_SETS ? marc8_escapes[set].in : NULL;
}
