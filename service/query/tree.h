/* The query tree under construction: what the readers of RPN, PQF and CQL share. */
#ifndef OFFPRINT_QUERY_TREE_H
#define OFFPRINT_QUERY_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/access_points.h>
#include <offprint/query.h>

/*
 * What no query may pass, whatever is configured: operands (and as many levels of nesting) bound
 * every recursion over a tree, bytes its text. The limits of struct query_limits are judged when
 * the query is answered.
 */
#define QUERY_OPERANDS_BOUND 1024
#define QUERY_BYTES_BOUND ((size_t)64 * 1024)

/* The defaults of struct query_limits (design section 7). */
#define QUERY_OPERANDS_DEFAULT 128
#define QUERY_EXPANDED_TERMS_DEFAULT 100000
#define QUERY_MILLISECONDS_DEFAULT 5000

/* Words further apart than this are not near each other in any sense. */
#define QUERY_DISTANCE_BOUND 10000

/* The use attribute that a term without one means: "any". */
#define BIB1_USE_ANY 1016

struct query *query_operator(struct arena *arena, enum query_kind kind, struct query *left,
                             struct query *right);
struct query *query_all(struct arena *arena);
struct query *query_result_set(struct arena *arena, struct slice name);
struct query *query_term(struct arena *arena, const struct query_term *term);

/* diag_refuse for a value that is not NUL-terminated. */
int query_refuse(struct diag *diag, int status, struct slice value, const char *format, ...)
    OFFPRINT_PRINTF(4, 5);
int query_refuse_number(struct diag *diag, int status, int64_t value, const char *format, ...)
    OFFPRINT_PRINTF(4, 5);

/* The next of the parts of `text` with white space between them; empty at the end. */
struct slice query_next_part(struct slice *text);

/* Before anything else: not over QUERY_BYTES_BOUND, and UTF-8. */
int query_text_check(struct slice text, struct diag *diag);

/* For messages and query_describe. */
const char *query_relation_name(enum query_relation relation);
const char *query_position_name(enum query_position position);
const char *query_structure_name(enum query_structure structure);
const char *query_truncation_name(enum query_truncation truncation);
const char *query_completeness_name(enum query_completeness completeness);

/* --- terms ----------------------------------------------------------------------------------- */

/*
 * The last word on a term whose attributes are all resolved: refuses combinations that are not
 * honoured (OFFPRINT_COMBINATION), then values that cannot be searched in that access point
 * (OFFPRINT_TERM_EMPTY, OFFPRINT_TERM_FORMAT).
 */
int query_term_check(const struct query_term *term, struct diag *diag);
int query_value_check(const struct query_term *term, struct diag *diag);

/* The structure of a date that was sent without one: a year where every part has four digits. */
enum query_structure query_date_structure(struct slice value);
/* YYYY, YYYY-MM, YYYY-MM-DD, YYYYMM or YYYYMMDD? */
bool query_is_date(struct slice text);

/*
 * The access points with terms of their own that `access_point` stands for: its members, theirs,
 * or itself. Each once.
 */
struct member_list {
    const struct access_point *items[256]; /* there are no more numbers */
    size_t count;
};
void query_members(struct member_list *members, const struct access_point *access_point);

/* --- proximity ------------------------------------------------------------------------------- */

/* As Z39.50 sends it (ASN.1 ProximityOperator); CQL's modifiers are turned into the same. */
struct proximity_request {
    bool exclusion;
    bool ordered;
    int64_t distance;
    int64_t relation; /* 1 less than … 6 not equal */
    bool private_unit;
    int64_t unit; /* KnownProximityUnit */
};

/* `*query` is left NEAR right, or a refusal: OFFPRINT_PROXIMITY and its like. */
int query_proximity(struct query **query, struct arena *arena,
                    const struct proximity_request *request, struct query *left,
                    struct query *right, struct diag *diag);

#endif
