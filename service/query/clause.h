/* One CQL search clause (index, relation, term) into the query tree. */
#ifndef OFFPRINT_QUERY_CLAUSE_H
#define OFFPRINT_QUERY_CLAUSE_H

#include <stddef.h>

#include <offprint/query.h>

/* A modifier of a relation or of a boolean: /name or /name=value. */
struct modifier {
    struct slice name;
    struct slice relation; /* empty where it has no value */
    struct slice value;
    struct modifier *next;
};

/* What > name = "identifier" declared, innermost first; the default one has an empty name. */
struct prefix {
    struct slice name;
    struct slice identifier;
    const struct prefix *outer;
};

/* As written. Slices are borrowed from the query's text. */
struct clause {
    struct slice index;    /* empty: the server's choice */
    struct slice relation; /* empty: the server's choice */
    const struct modifier *modifiers;
    struct slice term;
    const struct prefix *prefixes;
};

struct clause_context {
    struct arena *arena;
    const struct access_points *table;
    size_t operands; /* of the query so far: a clause may be several */
    struct diag *diag;
};

/*
 * CQL has no attributes; this is what its relations and anchors mean here, in words:
 *
 *   = scr adj    the words side by side, in that order
 *   == exact     a whole field; with a * at its end, a field that begins so
 *   all, any     every word, at least one word
 *   "^words"     first in a field; "^words^" a whole field
 *
 * For identifiers, codes and dates they compare whole values. Refusals as the header of the query
 * module says.
 */
int clause_read(struct query **query, struct clause_context *context, const struct clause *clause);

#endif
