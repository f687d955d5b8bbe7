/* Which encoding a record is in: leader/09 is believed only where the bytes agree. */
#ifndef OFFPRINT_MARC_ENCODING_H
#define OFFPRINT_MARC_ENCODING_H

#include <offprint/slice.h>

struct reading;

enum marc_encoding {
    ENCODING_CLEAN, /* UTF-8 throughout: nothing has to be done */
    ENCODING_UTF8,  /* UTF-8, but not in every place */
    ENCODING_MARC8,
    ENCODING_UNIMARC, /* the sets that the record's 100 $a names */
    ENCODING_LATIN1,  /* the last guess; 80-9F as Windows has them */
};

/*
 * Judges a record by its label (leader/09) and by all its data, delimiters and all. Reports where
 * they disagree.
 */
enum marc_encoding encoding_judge(struct reading *reading, char label, struct slice data);

/*
 * One value of such a record in UTF-8: itself, or a copy in the record's arena. What cannot be read
 * is reported, and U+FFFD in its place.
 */
struct slice encoding_decode(struct reading *reading, enum marc_encoding encoding, const char *tag,
                             struct slice value);

#endif
