/* Codes of MARC's fixed fields and of some subfields, and the MODS terms that they stand for: what
 * is written by one table is read by the same. */
#ifndef OFFPRINT_CONVERT_CODED_H
#define OFFPRINT_CONVERT_CODED_H

#include <stddef.h>

#include <offprint/slice.h>

struct arena;

/* What a code in the 008 says about the genre, in terms of the MARC genre term list. */
struct coded_genre {
    const char *forms;      /* of material: B book S serial C computer M map U music V visual */
    unsigned char position; /* in the 008 */
    unsigned char length;
    char code;
    const char *term;
};
extern const struct coded_genre coded_genres[];
extern const size_t coded_genre_count;

struct coded_term {
    char code;
    const char *term;
};

/* A list of codes; where several stand for one term, or several terms for a code, the first is the
 * one to write. */
struct coded_list {
    const struct coded_term *terms;
    size_t count;
};
extern const struct coded_list coded_abstracts;      /* first indicator of 520 */
extern const struct coded_list coded_audiences;      /* 008/22 */
extern const struct coded_list coded_contents;       /* first indicator of 505 */
extern const struct coded_list coded_forms;          /* 008/23 or 29: form of item */
extern const struct coded_list coded_frequencies;    /* 008/18 of serials */
extern const struct coded_list coded_interests;      /* first indicator of 521 */
extern const struct coded_list coded_language_parts; /* subfields of 041 */
extern const struct coded_list coded_levels;         /* subfields of 662 and 752 */
extern const struct coded_list coded_resources;      /* leader/06 */
extern const struct coded_list coded_variants;       /* second indicator of 246 */

/* The term of a code, NULL where there is none. */
const char *coded_term_of(const struct coded_list *list, char code);
/* The code of a term, in letters of either case; '\0' where there is none. */
char coded_code_of(const struct coded_list *list, struct slice term);

/* 007/00-01: category and specific designation of the material; one code and a space: the category
 * alone. */
struct coded_physical {
    char codes[3];
    const char *term;
};
extern const struct coded_physical coded_physicals[];
extern const size_t coded_physical_count;

/* The script, by ISO 15924, that a $6 names ("245-01/(3/r"): by MARC's own codes, or by ISO 15924's
 * of four letters; "" where it names none. Static or in `arena`. */
const char *coded_script_of(struct slice link, struct arena *arena);
/* What $6 calls a script of ISO 15924; NULL where it is none. */
const char *coded_script_code_of(struct slice script, struct arena *arena);

#endif
