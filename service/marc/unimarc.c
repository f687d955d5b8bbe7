#include "marc/unimarc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <yaz/yaz-iconv.h>

#include <offprint/buffer.h>

#include "base/memory.h"
#include "base/text.h"
#include "marc/iso2709.h"
#include "marc/iso2709_read.h"
#include "marc/marc8.h"
#include "marc/reading.h"

/* Character positions of 100 $a: the date entered, and the sets. */
#define DATE_LENGTH 8u
#define SETS_AT 26u

/* UTF-8 for one byte of ISO 5426, with what marks before it may hold back. */
#define EXPANSION 4u
#define HELD_BACK 64u

/* --- sets ---------------------------------------------------------------------- */

static bool is_letter(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/*
 * ISO 5426 has marks where Latin-1 has capitals (C1-DB), before the letters that they belong to,
 * and rare letters where Latin-1 has most of its small ones (E0-FF).
 */
static bool speaks_for_latin(struct slice data)
{
    size_t marks = 0, others = 0;

    for (size_t i = 0; i < data.length; i++) {
        unsigned char byte = (unsigned char)data.data[i];
        unsigned char next = i + 1 < data.length ? (unsigned char)data.data[i + 1] : 0;

        if (byte >= 0xc0 && byte <= 0xdf)
            *(is_letter(next) || (next >= 0xc0 && next <= 0xdf) ? &marks : &others) += 1;
        else
            others += byte >= 0xe0;
    }
    return marks * 2 >= others;
}

/* Basic Cyrillic has small letters at C0-DF and capitals at E0-FE; Windows-1251 has them swapped.
 */
static bool speaks_for_cyrillic(struct slice data)
{
    size_t small = 0, capital = 0;

    for (size_t i = 0; i < data.length; i++) {
        unsigned char byte = (unsigned char)data.data[i];

        small += byte >= 0xc0 && byte <= 0xdf;
        capital += byte >= 0xe0;
    }
    return small >= capital;
}

/* Sets that may stand in the right half (G1), beside ISO 646 in the left. */
struct set {
    char code[3];        /* in 100 $a/28-29 */
    const char *escapes; /* what has MARC-8 read it; NULL for ISO 5426, which it does not have */
    const char *name;
    bool (*speaks)(struct slice data); /* do the bytes agree? NULL where nothing tells */
};

static const struct set sets[] = {
    {"02", "\x1b)N", "ISO-IR 37, basic Cyrillic", speaks_for_cyrillic},
    {"03", NULL, "ISO 5426", speaks_for_latin},
    {"04", "\x1b)Q", "ISO 5427, extended Cyrillic", NULL},
    {"05", "\x1b)S", "ISO 5428, Greek", NULL},
};

struct unimarc {
    const struct set *set; /* of the record that was judged last */
    yaz_iconv_t converter; /* from ISO 5426 */
};

void unimarc_destroy(struct unimarc *unimarc)
{
    if (unimarc == NULL)
        return;
    yaz_iconv_close(unimarc->converter);
    free(unimarc);
}

static struct unimarc *unimarc_create(void)
{
    struct unimarc *unimarc = memory_alloc(sizeof *unimarc);

    unimarc->set = NULL;
    unimarc->converter = yaz_iconv_open("UTF-8", "ISO5426");
    if (unimarc->converter == NULL)
        abort(); /* YAZ has both built in: only memory can have run out */
    return unimarc;
}

/* --- judging ------------------------------------------------------------------ */

static bool are_digits(const char *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (at[i] < '0' || at[i] > '9')
            return false;
    return true;
}

/* The data of 100 $a, empty where the record is not UNIMARC's: it has 245, or 100 is a name. */
static struct slice processing_data(const struct directory *directory)
{
    struct slice found = {NULL, 0};

    for (size_t i = 0; i < directory->count; i++) {
        const struct directory_entry *entry = &directory->entries[i];
        struct slice content = entry->content;
        const char *end;

        if (memcmp(entry->tag, "245", 3) == 0)
            return slice_make(NULL, 0);
        if (memcmp(entry->tag, "100", 3) != 0 || content.length < 4 ||
            content.data[2] != MARC_SUBFIELD_DELIMITER || content.data[3] != 'a')
            continue;
        content = slice_part(content, 4, content.length);
        end = memchr(content.data != NULL ? content.data : "", MARC_SUBFIELD_DELIMITER,
                     content.length);
        if (end != NULL)
            content.length = (size_t)(end - content.data);
        found = content;
    }
    if (found.length < SETS_AT + 4 || !are_digits(found.data, DATE_LENGTH))
        return slice_make(NULL, 0);
    return slice_part(found, SETS_AT, 4);
}

static const struct set *find_set(struct slice codes)
{
    if (memcmp(codes.data, "01", 2) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (memcmp(codes.data + 2, sets[i].code, 2) == 0)
            return &sets[i];
    return NULL;
}

bool unimarc_judge(enum marc_encoding *encoding, struct reading *reading,
                   const struct directory *directory)
{
    struct slice codes = processing_data(directory);
    const struct set *set;

    if (codes.length == 0)
        return false;
    set = find_set(codes);
    *encoding = ENCODING_CLEAN;
    if (text_is_utf8(directory->data)) {
        if (!text_is_ascii(directory->data) && set != NULL)
            reading_report(reading, FINDING_REPAIR, "encoding", "100",
                           "100 $a/26-29 '%.4s' says %s, the bytes say UTF-8", codes.data,
                           set->name);
        return true;
    }
    if (set == NULL || memchr(directory->data.data, 0x1b, directory->data.length) != NULL)
        return false;
    if (set->speaks != NULL && !set->speaks(directory->data))
        return false;
    if (reading->unimarc == NULL)
        reading->unimarc = unimarc_create();
    reading->unimarc->set = set;
    *encoding = ENCODING_UNIMARC;
    reading_report(reading, FINDING_NOTE, "encoding", "100", "100 $a/26-29 '%.4s': read as %s",
                   codes.data, set->name);
    return true;
}

/* --- decoding ----------------------------------------------------------------- */

/* Code points that the bytes should give: one each, but for the right halves of marks. */
static size_t count_characters(struct slice text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] != '\xde' && text.data[i] != '\xdf';
    return count;
}

/* A run without control characters. */
static void decode_run(struct unimarc *unimarc, struct buffer *out, struct slice run)
{
    size_t room = run.length * EXPANSION + HELD_BACK;
    size_t left = run.length;
    char *copy = memory_alloc(run.length + 1); /* yaz_iconv takes no const */
    char *in = copy;
    char *start = buffer_reserve(out, room);
    char *at = start;

    memcpy(copy, run.length > 0 ? run.data : "", run.length);
    while (yaz_iconv(unimarc->converter, &in, &left, &at, &room) == (size_t)-1 && left > 0) {
        in++; /* counted below */
        left--;
    }
    yaz_iconv(unimarc->converter, NULL, NULL, &at, &room); /* what is held back */
    out->length += (size_t)(at - start);
    free(copy);
}

/* YAZ leaves out what it does not know, tabs and the like too, without a word. */
static size_t decode_latin(struct unimarc *unimarc, struct buffer *out, struct slice value)
{
    size_t before = out->length;
    size_t expected = count_characters(value), given;

    while (value.length > 0) {
        size_t run = 0;

        while (run < value.length && (unsigned char)value.data[run] >= 0x20)
            run++;
        decode_run(unimarc, out, slice_part(value, 0, run));
        if (run < value.length)
            buffer_add_char(out, value.data[run]);
        value = slice_part(value, run + 1, value.length);
    }
    given = text_length(slice_part(buffer_slice(out), before, out->length));
    return expected > given ? expected - given : 0;
}

size_t unimarc_decode(struct reading *reading, struct buffer *out, struct slice value)
{
    const struct set *set = reading->unimarc->set;
    struct buffer invoked;
    size_t unread;

    if (set->escapes == NULL)
        return decode_latin(reading->unimarc, out, value);
    if (reading->marc8 == NULL)
        reading->marc8 = marc8_create();
    buffer_init(&invoked);
    buffer_add_string(&invoked, set->escapes);
    buffer_add_slice(&invoked, value);
    unread = marc8_decode(reading->marc8, out, buffer_slice(&invoked));
    buffer_finish(&invoked);
    return unread;
}
