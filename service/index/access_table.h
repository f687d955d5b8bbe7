/* The access-point table as the index uses it: which fields go where, and in what form. */
#ifndef OFFPRINT_INDEX_ACCESS_TABLE_H
#define OFFPRINT_INDEX_ACCESS_TABLE_H

#include <offprint/access_points.h>

#include "index/function_words.h"

struct arena;

/* How values become keys: struct access_point's `form`. Part of the table's hash. */
enum key_form {
    FORM_PLAIN = 0,    /* small letters, single spaces */
    FORM_CODE = 1,     /* as FORM_PLAIN */
    FORM_ISBN = 2,     /* 13 digits */
    FORM_ISSN = 3,     /* 8 characters */
    FORM_LCCN = 4,     /* LC's normalized form */
    FORM_DOI = 5,      /* "10.…", without resolver */
    FORM_NUMBER = 6,   /* letters and digits only */
    FORM_LINK = 7,     /* a control number, with and without its "(003)" */
    FORM_LANGUAGE = 8, /* three-letter codes, perhaps run together */
    FORM_YEAR = 9,     /* the years within a text */
    FORM_DAY = 10,     /* YYYY, YYYYMM or YYYYMMDD */
};

enum source_kind {
    SOURCE_FIELD,   /* subfields of data fields */
    SOURCE_CONTROL, /* characters of a control field */
    SOURCE_DATES,   /* the dates of 008/06-14 */
    SOURCE_LEADER,  /* characters of the leader */
    SOURCE_RECORD,  /* what the catalogue knows of the record */
};

enum record_value {
    RECORD_ID,
    RECORD_ADDED,
    RECORD_CHANGED,
};

/* A code and what it is called as a key; '.' in `code` stands for any character. */
struct code_name {
    const char *code;
    const char *name;
};

struct access_point_source {
    enum source_kind kind;
    const char *tags;      /* SOURCE_FIELD, SOURCE_CONTROL: "245 246 7XX" */
    uint64_t subfields[2]; /* a bit for each ASCII code */
    char indicator[2];     /* what they must be; '\0' for anything */
    char where_code;       /* a subfield that must say `where_value`; '\0' for none */
    const char *where_value;
    uint8_t nonfiling;     /* the indicator that counts what a heading leaves out; 0 for none */
    bool joined;           /* the subfields make one key, not one each */
    uint8_t sort;          /* rank of its heading as a sort value; 0: it is none */
    uint16_t from, length; /* SOURCE_CONTROL, SOURCE_LEADER; length 0 is all */
    const struct code_name *names;
    size_t name_count;
    enum record_value value; /* SOURCE_RECORD */
};

/* One source of one access point that has terms of its own. */
struct source_use {
    const struct access_point *point;
    const struct access_point_source *source;
    uint32_t columns; /* a bit for each sort column that the source's rank counts in */
    uint32_t unions;  /* a bit for each facet that is a union which the point is a member of */
};

struct source_uses {
    const struct source_use *uses;
    size_t count;
};

/* Sort columns, at most one a bit of source_use.columns. */
#define SORT_COLUMNS_MAX 32

/* Facets, at most one a bit of source_use.unions. */
#define FACETS_MAX 16

struct access_points {
    struct arena *arena; /* owns everything here */
    struct access_point *points;
    size_t count;
    struct context_set *sets;
    size_t set_count;
    struct source_uses by_tag[1000];   /* by the number that a tag is */
    struct source_uses without_tag;    /* leader and record */
    uint8_t columns[SORT_COLUMNS_MAX]; /* access-point numbers */
    size_t column_count;
    const struct access_point *facets[FACETS_MAX]; /* in order of number */
    size_t facet_count;
    struct function_words function_words;
    uint64_t hash;
    struct slice text; /* what it was read from; empty for the built-in table */
};

/* Makes what is derived from `points`: uses by tag, sort columns, facets, hash. False where there
 * are more sort columns than SORT_COLUMNS_MAX, or facets than FACETS_MAX. */
bool access_table_finish(struct access_points *table);

/* Takes the next word of a list with spaces; empty at the end. */
struct slice access_table_next(struct slice *list);

#endif
