/* Which form a client wants its records in: record syntax and element set. */
#ifndef OFFPRINT_Z3950_COMPOSITION_H
#define OFFPRINT_Z3950_COMPOSITION_H

#include <stdbool.h>

#include <yaz/proto.h>

#include <offprint/status.h>

struct format;

enum syntax_kind {
    SYNTAX_ISO2709,
    SYNTAX_XML,
    SYNTAX_TEXT,
};

struct composition {
    const Odr_oid *syntax; /* static */
    enum syntax_kind kind;
    const struct format *format;
    bool brief;
};

/*
 * Reads what a request asks for; each argument may be NULL. No syntax is USMARC, no element set
 * is F. OFFPRINT_FORMAT for a syntax that is not offered, OFFPRINT_ELEMENT_SET or a
 * z3950_refusal for the rest.
 */
int composition_read(struct composition *composition, const Odr_oid *syntax,
                     const Z_RecordComposition *asked, struct diag *diag);
/* The same for the element sets of a Search. */
int composition_read_simple(struct composition *composition, const Odr_oid *syntax,
                            const Z_ElementSetNames *names, struct diag *diag);

#endif
