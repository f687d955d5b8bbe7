/* Search values in the index's own form: folded words with masks in them. */
#ifndef OFFPRINT_QUERY_PATTERNS_H
#define OFFPRINT_QUERY_PATTERNS_H

#include <stdbool.h>

#include <offprint/query.h>

/* Masks within a pattern; no folded text and no key has these bytes. */
#define PATTERN_RUN '\x01' /* any run of characters, the empty one too */
#define PATTERN_ONE '\x02' /* one character */

/* Words in the order in which they were sent. */
struct pattern_list {
    struct slice *items;
    size_t count, capacity;
};

/*
 * The words of a text term. Truncation right is a run after the last word, left one before the
 * first; in lists of words it holds for each. In `arena`.
 * OFFPRINT_TRUNCATION for masks in text that is not written with spaces, unless at its end.
 */
int patterns_of_words(struct pattern_list *list, struct arena *arena, const struct query_term *term,
                      struct diag *diag);

/*
 * A truncated key, in the two forms that keys come in: as it is in small letters, and letters and
 * digits alone ("978-0-5*" finds 9780521…).
 */
void patterns_of_key(struct slice forms[2], struct arena *arena, const struct query_term *term);

/* What stands before the first mask: all of it where there is none. */
struct slice pattern_prefix(struct slice pattern);
/* Is there a mask in it? */
bool pattern_is_masked(struct slice pattern);
/* Does folded text end in a pair of characters that others may follow without a space? */
bool pattern_runs_on(struct slice folded);
bool pattern_matches(struct slice pattern, struct slice text);

#endif
