/* Identifiers of a record with their types, from 010, 020, 022, 024, 028, 035, 037, 088, 856. */
#ifndef OFFPRINT_CONVERT_IDENTIFIER_H
#define OFFPRINT_CONVERT_IDENTIFIER_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>

struct arena;
struct marc_field;
struct marc_record;

/* Everything is borrowed from the record, lives in the arena or is static. */
struct identifier {
    const char *type;       /* MODS's: "isbn" "issn" "issn-l" "lccn" "doi" "hdl" "uri" "oclc" "ismn"
                               "isrc" "upc" "sici" …; "" where a 024 does not say */
    struct slice value;     /* without qualifiers; ISBN and ISSN without what follows them */
    struct slice qualifier; /* "(hardback)" without parentheses */
    bool invalid;           /* cancelled or invalid ($z, $y) */
    const struct marc_field *field;
};

/* All of them, in order of the record, valid and invalid. `*list` is an array in `arena`. */
size_t identifiers_read(struct identifier **list, const struct marc_record *record,
                        struct arena *arena);

/* The first valid identifier of a type, NULL where there is none. */
const struct identifier *identifier_find(const struct identifier *list, size_t count,
                                         const char *type);

#endif
