/* Names: who made a record's work, and in which role. */
#ifndef OFFPRINT_CONVERT_NAME_H
#define OFFPRINT_CONVERT_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>

struct arena;
struct marc_field;
struct marc_record;

enum name_kind {
    NAME_PERSONAL,
    NAME_FAMILY,
    NAME_CORPORATE,
    NAME_MEETING,
    NAME_UNKNOWN, /* 720 that does not say */
};

struct name_role {
    bool code;          /* a MARC relator code ("aut"), else a term ("author") */
    struct slice value; /* trimmed; never empty */
};

/* Everything is borrowed from the record or lives in the arena it was read with. */
struct name {
    enum name_kind kind;
    const struct marc_field *field; /* where it comes from; NULL only for an empty name */
    bool primary;                   /* 1XX */
    struct slice whole;             /* "Gorodetsky, Gabriel", "Benedict XVI", "Body. Unit" */
    struct slice family;            /* personal with a comma: what is before it */
    struct slice given;             /* and what is after it; else empty */
    struct slice numeration;        /* personal $b: "XVI" */
    struct slice titles;            /* personal $c: "Pope", "Jr." */
    struct slice fuller;            /* $q, without its parentheses */
    struct slice dates;             /* $d: "1945-", "1870-1924" */
    struct slice body;              /* corporate and meeting: $a alone */
    struct slice units[8];          /* corporate: each $b */
    size_t unit_count;
    struct slice meeting_number, meeting_place, meeting_date; /* $n $c $d of a meeting */
    struct slice affiliation;                                 /* $u */
    struct name_role *roles;                                  /* $e/$j and $4, no two the same */
    size_t role_count;
};

/* Reads a name field (X00, X10, X11, 720, and 880s linked to them). */
void name_read(struct name *name, const struct marc_field *field, struct arena *arena);

/*
 * All names of a record that made it: 100, 110, 111, 700, 710, 711, 720, in that order; 7XX that
 * name a work ($t) are not among them. `*names` is an array in `arena`; returns how many.
 */
size_t names_read(struct name **names, const struct marc_record *record, struct arena *arena);

/* Has the name this role, by code or by its English term ("edt", "editor")? */
bool name_has_role(const struct name *name, const char *code, const char *term);

#endif
