/* Titles: what a 245 and its like say, without ISBD punctuation, the article set apart. */
#ifndef OFFPRINT_CONVERT_TITLE_H
#define OFFPRINT_CONVERT_TITLE_H

#include <offprint/slice.h>

struct arena;
struct marc_field;

/* Everything is borrowed from the record or lives in the arena it was read with. */
struct title {
    struct slice nonsort;        /* "The ", with the space that belongs to it; "L'"; or empty */
    struct slice proper;         /* $a (of a series or link also $t), without the article */
    struct slice remainder;      /* $b */
    struct slice part_number;    /* $n, several joined by ", " */
    struct slice part_name;      /* $p, several joined by ", " */
    struct slice responsibility; /* $c, 245 only */
};

/*
 * Reads a title field: 245, 242, 246, 210, 222, 130, 240, 730, 740, 440, 490, 830 and 880s linked
 * to them. The indicator that counts nonfiling characters is chosen by the tag (an 880's by its
 * $6). A count that does not end at a word is passed over. Empty `proper`: there is no title.
 */
void title_read(struct title *title, const struct marc_field *field, struct arena *arena);

/* The work that a name-title heading names (600, 610, 611, 700, 710, 711, 800, 810, 811): from $t
 * on. Empty `proper`: it names none; 8XX $v is the part number also then. */
void title_read_work(struct title *title, const struct marc_field *field, struct arena *arena);

/*
 * Reads a title that stands in one string, as in 773 $t: "The precarious truce : Anglo-Soviet
 * relations 1924-27.". `language` is a MARC language code, whose definite articles are set apart;
 * empty sets none apart. Ranges of years get an en dash: it is for citing.
 */
void title_split(struct title *title, struct slice text, struct slice language,
                 struct arena *arena);

/* "The rupture of Anglo-Soviet relations": article, title, " : remainder" joined by `colon`
 * (" : " or ": "), then parts with ". ". */
struct slice title_whole(const struct title *title, const char *colon, struct arena *arena);

/* `text` with ranges of years ("1924-27", "1914-1918") written with an en dash. */
struct slice title_dash_years(struct slice text, struct arena *arena);

#endif
