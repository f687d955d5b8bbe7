/* Languages: codes of a record (008, 041), and their names. */
#ifndef OFFPRINT_CONVERT_LANGUAGE_H
#define OFFPRINT_CONVERT_LANGUAGE_H

#include <stddef.h>

#include <offprint/slice.h>

struct arena;
struct marc_record;

/* The language of the text, a three-letter MARC code in small letters ("eng"); empty where it is
 * not given, undetermined or many (und, mul, zxx). */
struct slice language_of(const struct marc_record *record, struct arena *arena);

/* All languages of the text (008/35-37, then 041 $a), no two the same. Returns how many. */
size_t languages_of(struct slice **codes, const struct marc_record *record, struct arena *arena);

/* The ISO 639-1 code ("en") and the English name ("English"); NULL where not known. */
const char *language_short(struct slice code);
const char *language_name(struct slice code);

/* The MARC code of what is written in another way: a code of two or three letters ("en", "deu"), a
 * language tag ("en-GB") or an English name ("English"). Static; empty where it is none of these. */
struct slice language_code(struct slice text);

#endif
