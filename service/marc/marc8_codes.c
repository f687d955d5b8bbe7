/*
 * Codes of MARC-8, out of YAZ's tables: its converter is asked once for each character of the basic
 * plane by itself. Over whole texts we do not use it, for it drops marks that it cannot compose
 * (U+0627 U+0654) and takes few letters apart.
 */
#include "marc/marc8_codes.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <yaz/yaz-iconv.h>

#include <offprint/buffer.h>

#include "base/text.h"

const struct marc8_escape marc8_escapes[MARC8_SETS] = {
    [MARC8_DEFAULT] = {"", ""},
    [MARC8_GREEK_SYMBOLS] = {"g", "s"},
    [MARC8_SUBSCRIPT] = {"b", "s"},
    [MARC8_SUPERSCRIPT] = {"p", "s"},
    [MARC8_HEBREW] = {"(2", "(B"},
    [MARC8_ARABIC] = {"(3", "(B"},
    [MARC8_EXTENDED_ARABIC] = {"(4", "(B"},
    [MARC8_CYRILLIC] = {"(N", "(B"},
    [MARC8_EXTENDED_CYRILLIC] = {"(Q", "(B"},
    [MARC8_GREEK] = {"(S", "(B"},
    [MARC8_EACC] = {"$1", "(B"},
};

static struct marc8_code codes[0x10000];
static pthread_once_t codes_once = PTHREAD_ONCE_INIT;

/* Where LC's table (December 2007) says more than YAZ's, or something else. */
static const struct {
    uint32_t codepoint;
    struct marc8_code code;
} corrections[] = {
    {0x02be, {MARC8_DEFAULT, 0}}, /* half ring: YAZ takes it for alif, AE, which is U+02BC */
    {0x3013, {MARC8_EACC, 0x212a46}},  {0x212c4, {MARC8_EACC, 0x217559}},
    {0x2251b, {MARC8_EACC, 0x222a34}}, {0x22c4d, {MARC8_EACC, 0x223339}},
};
#define CORRECTIONS (sizeof corrections / sizeof *corrections)

/* The set that the escape before a code leads to; leaves of `bytes` the code alone. */
static uint32_t take_set(struct slice *bytes)
{
    for (uint32_t set = 1; set < MARC8_SETS; set++) {
        size_t in = strlen(marc8_escapes[set].in), out = strlen(marc8_escapes[set].out);

        if (bytes->length > in + out + 2 && bytes->data[0] == '\x1b' &&
            memcmp(bytes->data + 1, marc8_escapes[set].in, in) == 0) {
            *bytes = slice_part(*bytes, 1 + in, bytes->length - in - out - 2);
            return set;
        }
    }
    return MARC8_DEFAULT;
}

/* One character's code out of what YAZ writes for it alone: ESC, set, code, and ESC and back. */
static struct marc8_code code_of_bytes(struct slice bytes)
{
    uint32_t set = take_set(&bytes), code = 0;

    /* More of them are a letter and a mark: we take it apart ourselves. */
    if (bytes.length != (set == MARC8_EACC ? 3 : 1))
        return (struct marc8_code){MARC8_DEFAULT, 0};
    for (size_t i = 0; i < bytes.length; i++)
        code = code << 8 | (unsigned char)bytes.data[i];
    return (struct marc8_code){set & 0xff, code & 0xffffff};
}

static struct marc8_code ask_yaz(yaz_iconv_t converter, uint32_t codepoint)
{
    char out[64], *at = out, *in;
    struct buffer character;
    size_t left, room = sizeof out;
    struct marc8_code code;

    buffer_init(&character);
    text_add_codepoint(&character, codepoint);
    in = character.data;
    left = character.length;
    yaz_iconv(converter, &in, &left, &at, &room);
    yaz_iconv(converter, NULL, NULL, &at, &room);
    code = code_of_bytes(slice_make(out, (size_t)(at - out)));
    buffer_finish(&character);
    return code;
}

static void prepare_codes(void)
{
    yaz_iconv_t converter = yaz_iconv_open("MARC-8", "UTF-8");

    if (converter == NULL)
        abort(); /* YAZ has both built in: only memory can have run out */
    for (uint32_t codepoint = 0x20; codepoint < 0x10000; codepoint++)
        if (codepoint < 0xd800 || codepoint > 0xdfff)
            codes[codepoint] = ask_yaz(converter, codepoint);
    yaz_iconv_close(converter);
    for (size_t i = 0; i < CORRECTIONS; i++)
        if (corrections[i].codepoint < 0x10000)
            codes[corrections[i].codepoint] = corrections[i].code;
}

struct marc8_code marc8_code_of(uint32_t codepoint)
{
    pthread_once(&codes_once, prepare_codes);
    if (codepoint < 0x10000)
        return codes[codepoint];
    for (size_t i = 0; i < CORRECTIONS; i++)
        if (corrections[i].codepoint == codepoint)
            return corrections[i].code;
    return (struct marc8_code){MARC8_DEFAULT, 0};
}
