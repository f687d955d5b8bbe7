/* Titles and dates of hosts, as a part names them and as they name themselves. */
#ifndef OFFPRINT_CATALOGUE_GUESS_TITLE_H
#define OFFPRINT_CATALOGUE_GUESS_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>

struct arena;
struct marc_record;

/* Forms that one title is known by: with and without article, with and without subtitle. */
#define GUESS_TITLES 4

/* The forms of 773 $t of a part, folded; none where it has none. Returns how many. */
size_t guess_titles_of_link(struct slice titles[GUESS_TITLES], const struct marc_record *part,
                            struct arena *arena);

/* The forms of a record's own 245, folded. */
size_t guess_titles_of_record(struct slice titles[GUESS_TITLES], const struct marc_record *record,
                              struct arena *arena);

/* The same with the articles of its language before those that have none: a part may name its host
 * with the article that the host's own 245 goes without. `*titles` is an array in `arena`. */
size_t guess_titles_with_articles(struct slice **titles, const struct marc_record *record,
                                  struct arena *arena);

/* Has `host` the title that the part's 773 names, and the date? */
bool guess_is_titled(const struct marc_record *part, const struct marc_record *host,
                     struct arena *arena);

#endif
