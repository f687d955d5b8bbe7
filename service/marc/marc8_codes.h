/* Which character has which code in MARC-8, and how its sets are reached. */
#ifndef OFFPRINT_MARC_MARC8_CODES_H
#define OFFPRINT_MARC_MARC8_CODES_H

#include <stdint.h>

/* The sets of LC's tables, but for ASCII and ANSEL, where every value begins and ends. */
enum marc8_set {
    MARC8_DEFAULT, /* ASCII in G0, ANSEL in G1 */
    MARC8_GREEK_SYMBOLS,
    MARC8_SUBSCRIPT,
    MARC8_SUPERSCRIPT,
    MARC8_HEBREW,
    MARC8_ARABIC,
    MARC8_EXTENDED_ARABIC,
    MARC8_CYRILLIC,
    MARC8_EXTENDED_CYRILLIC,
    MARC8_GREEK,
    MARC8_EACC,
    MARC8_SETS, /* how many there are */
};

/* What follows ESC on the way into a set, and on the way back; "" for the default one. */
struct marc8_escape {
    const char *in, *out;
};
extern const struct marc8_escape marc8_escapes[MARC8_SETS];

/* One byte in G0 of its set, but ANSEL's is in G1 (0x80 and up), and EACC's are three in one. */
struct marc8_code {
    uint32_t set : 8;    /* an enum marc8_set */
    uint32_t bytes : 24; /* 0 where MARC-8 does not have the character as it stands */
};

/* Of the several codes that some characters have, the default sets' or the first. Any thread. */
struct marc8_code marc8_code_of(uint32_t codepoint);

#endif
