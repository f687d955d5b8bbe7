/* Queries: RPN, PQF and CQL, all turned into one tree. */
#ifndef OFFPRINT_QUERY_H
#define OFFPRINT_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct access_point;
struct access_points;
struct arena;
struct buffer;

enum query_kind {
    QUERY_TERM,
    QUERY_ALL, /* every record */
    QUERY_RESULT_SET,
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT, /* left, but not right */
    QUERY_PROXIMITY,
};

enum query_relation {
    RELATION_EQUAL,
    RELATION_LESS,
    RELATION_LESS_OR_EQUAL,
    RELATION_GREATER_OR_EQUAL,
    RELATION_GREATER,
    RELATION_NOT_EQUAL,
    RELATION_WITHIN, /* two values with a space between: from and until, both included */
};

enum query_position {
    POSITION_ANY,
    POSITION_FIRST_IN_SUBFIELD,
    POSITION_FIRST_IN_FIELD,
};

enum query_structure {
    STRUCTURE_WORD,      /* one word; of several, all in one phrase */
    STRUCTURE_PHRASE,    /* words side by side in one field */
    STRUCTURE_WORD_LIST, /* every word, anywhere in the access point */
    STRUCTURE_ANY_WORD,  /* at least one of the words (CQL "any") */
    STRUCTURE_KEY,       /* the normalized value whole: identifiers and codes */
    STRUCTURE_YEAR,
    STRUCTURE_DATE,
};

enum query_truncation {
    TRUNCATION_NONE,
    TRUNCATION_RIGHT,
    TRUNCATION_LEFT,
    TRUNCATION_BOTH,
    TRUNCATION_MASKED, /* in `term`, unescaped: '*' any run, '?' one character; '\' quotes */
};

enum query_completeness {
    COMPLETENESS_NONE,
    COMPLETENESS_SUBFIELD,
    COMPLETENESS_FIELD,
};

/* All six attributes, resolved: nothing is left to a default further down. */
struct query_term {
    const struct access_point *access_point;
    enum query_relation relation;
    enum query_position position;
    enum query_structure structure;
    enum query_truncation truncation;
    enum query_completeness completeness;
    bool relevant;      /* its words say how relevant a record is, and order the result */
    struct slice value; /* UTF-8, as sent */
};

struct query_proximity {
    bool exclusion;
    bool ordered;
    uint32_t distance; /* words; 1 is side by side */
    enum query_relation relation;
};

/* --- order ----------------------------------------------------------------------------------- */

/* Where records stand that have no value to sort by. */
enum sort_missing {
    SORT_MISSING_LAST, /* whatever the direction */
    SORT_MISSING_FIRST,
    SORT_MISSING_OMIT,  /* they are taken out of the result */
    SORT_MISSING_FAIL,  /* OFFPRINT_SORT_MISSING */
    SORT_MISSING_VALUE, /* as if they had the key's `value` */
};

/* More keys than this are refused. */
#define SORT_KEYS_MAX 8

struct sort_key {
    const struct access_point *access_point; /* one that sorts; NULL: relevance, the best first */
    bool descending;
    enum sort_missing missing;
    struct slice value; /* for SORT_MISSING_VALUE: UTF-8, as sent */
};

/*
 * The order of a result: by its keys, the first one first. What is equal in all of them, and a
 * result without order, stands in the order in which the records came into the catalogue.
 * Values are compared folded, so that neither case nor accents count; titles without their
 * article, names with the family name first, dates of publication by year, dates of change by the
 * second.
 */
struct sort_order {
    struct sort_key keys[SORT_KEYS_MAX];
    size_t count;
};

/*
 * Adds a key. OFFPRINT_SORT for an access point that does not sort, OFFPRINT_SORT_KEYS for one
 * too many, OFFPRINT_SORT_DUPLICATE for one that is there, OFFPRINT_SORT_MISSING_ACTION for a
 * `value` that the access point cannot have.
 */
OFFPRINT_API int sort_order_add(struct sort_order *order, const struct sort_key *key,
                                struct diag *diag);

/*
 * Reads "title,-date,relevance": names of access points as in CQL, with a '-' where descending;
 * "-relevance" has the least relevant first. `*order` lives in `arena`.
 */
OFFPRINT_API int sort_order_read(struct sort_order **order, struct arena *arena,
                                 const struct access_points *table, struct slice text,
                                 struct diag *diag);

/* --- queries --------------------------------------------------------------------------------- */

struct query {
    enum query_kind kind;
    struct query *left, *right;       /* operators */
    struct query_term term;           /* QUERY_TERM */
    struct query_proximity proximity; /* QUERY_PROXIMITY */
    const char *result_set;           /* QUERY_RESULT_SET: its name */
    const struct sort_order *sort;    /* of the whole query, on its root alone; NULL: none */
};

/* What a query may cost. All zero means the defaults of design section 7. */
struct query_limits {
    uint32_t operands;       /* 128 */
    uint32_t expanded_terms; /* 100,000 */
    uint32_t milliseconds;   /* 5,000 of wall clock */
    uint32_t sorted_records; /* larger results are not sorted; 0 is the catalogue's sort_limit */
};

/*
 * Each makes a tree in `arena`; strings are copied there. A negative status with the offending
 * value in `diag` where the query is malformed, or asks for what is not offered: attributes are
 * honoured or refused, never passed over.
 */
OFFPRINT_API int query_from_cql(struct query **query, struct arena *arena,
                                const struct access_points *table, const char *cql,
                                struct diag *diag);
OFFPRINT_API int query_from_pqf(struct query **query, struct arena *arena,
                                const struct access_points *table, const char *pqf,
                                struct diag *diag);

/* Appends the tree as one line, for logs and tests: (and (title word = "rupture") …). */
OFFPRINT_API void query_describe(struct buffer *out, const struct query *query);

#endif
