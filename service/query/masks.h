/* Masks in terms: CQL's * and ?, Bib-1's # (101) and Z39.58's ? and # (104). */
#ifndef OFFPRINT_QUERY_MASKS_H
#define OFFPRINT_QUERY_MASKS_H

#include <stdbool.h>

#include <offprint/query.h>

enum mask_syntax {
    MASK_CQL,       /* '*' any run, '?' one character, '^' anchors at the ends, '\' quotes */
    MASK_CQL_PLAIN, /* CQL's escapes, but nothing is a mask (relation modifier "unmasked") */
    MASK_HASH,      /* '#' any run (Bib-1 truncation 101) */
    MASK_Z3958,     /* '?' any run, '#' one character (Bib-1 truncation 104) */
};

struct masked_term {
    struct slice value; /* literal, or a pattern where truncation is TRUNCATION_MASKED */
    struct slice pattern; /* the same said with masks, whatever the truncation */
    enum query_truncation truncation;
    bool anchored_start, anchored_end;
};

/*
 * Reads `raw` and says it the simplest way: "gorod*" is "gorod" with TRUNCATION_RIGHT, and only
 * what no other truncation can say becomes a pattern. The value lives in `arena`.
 * OFFPRINT_TERM_FORMAT, OFFPRINT_POSITION (an anchor within the term), OFFPRINT_TRUNCATION.
 */
int masks_read(struct masked_term *term, struct arena *arena, struct slice raw,
               enum mask_syntax syntax, struct diag *diag);

#endif
