/* Access points: what can be searched, browsed and sorted, read from schemas/access-points.xml. */
#ifndef OFFPRINT_ACCESS_POINTS_H
#define OFFPRINT_ACCESS_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct access_points;
struct access_point_source; /* MARC fields and subfields: the index's own */

enum access_kind {
    ACCESS_TEXT,       /* words and headings */
    ACCESS_IDENTIFIER, /* one normalized key: ISBN, ISSN, control number */
    ACCESS_DATE,       /* years and dates: compared in order */
    ACCESS_CODE,       /* exact codes: language, level */
};

struct access_point_name {
    const char *context_set; /* short name: "dc", "cql", "bath", "rec" */
    const char *name;        /* "title" */
};

/* One access point. Everything is owned by its table. */
struct access_point {
    uint8_t number;   /* part of every index key: never changed, never used again */
    const char *name; /* "title" */
    const char *label;
    enum access_kind kind;
    unsigned form; /* how its values become keys: the index's own number */
    bool scans;
    bool sorts;
    bool pairs; /* neighbouring words, one of them a function word, are terms of their own */
    unsigned weight;   /* what its words count for in relevance: 1 to 9 */
    const char *facet; /* "author": results can be counted by its values; NULL: they cannot */
    const int *uses;   /* Bib-1 use values */
    size_t use_count;
    const struct access_point_name *names; /* CQL */
    size_t name_count;
    /*
     * A union of others, made when a query is answered: `anywhere`, `subject`. Such an access
     * point has no terms of its own. `member_count` is 0 for all others.
     */
    const struct access_point *const *members;
    size_t member_count;
    const struct access_point_source *sources;
    size_t source_count;
};

/* Facets that the catalogue has by itself: no access point is called so. */
#define FACET_COLLECTION "collection"
#define FACET_HOST "host"

struct context_set {
    const char *name;       /* "dc" */
    const char *identifier; /* "info:srw/cql-context-set/1/dc-v1.1" */
};

/*
 * Reads the table from `path`, or the built-in one where `path` is NULL. Owned by the caller.
 * OFFPRINT_IO or OFFPRINT_MALFORMED with file, line and reason in `diag`.
 */
OFFPRINT_API int access_points_load(struct access_points **table, const char *path,
                                    struct diag *diag);
/* Reads the table from its text; `name` is what errors call it. */
OFFPRINT_API int access_points_read(struct access_points **table, struct slice text,
                                    const char *name, struct diag *diag);
OFFPRINT_API void access_points_destroy(struct access_points *table);

/* The text that it was read from, borrowed; empty for the built-in table. */
OFFPRINT_API struct slice access_points_text(const struct access_points *table);

/* A hash of what the table says about indexing (numbers, kinds, fields), not of its wording. */
OFFPRINT_API uint64_t access_points_hash(const struct access_points *table);

OFFPRINT_API const struct access_point *access_points_all(const struct access_points *table,
                                                          size_t *count);
OFFPRINT_API const struct context_set *access_points_context_sets(const struct access_points *table,
                                                                  size_t *count);

/* Each NULL where there is none. Names and context sets are matched without case. */
OFFPRINT_API const struct access_point *access_point_by_name(const struct access_points *table,
                                                             struct slice name);
OFFPRINT_API const struct access_point *access_point_by_use(const struct access_points *table,
                                                            int64_t use);
/* By the name of a facet. */
OFFPRINT_API const struct access_point *access_point_by_facet(const struct access_points *table,
                                                              struct slice facet);
/* `context_set` is a short name or an identifier. */
OFFPRINT_API const struct access_point *
access_point_by_cql(const struct access_points *table, struct slice context_set, struct slice name);
OFFPRINT_API const struct context_set *context_set_find(const struct access_points *table,
                                                        struct slice name);

#endif
