/* Dublin Core made MARC 21: what its files share. */
#ifndef OFFPRINT_CONVERT_FROM_DC_INTERNAL_H
#define OFFPRINT_CONVERT_FROM_DC_INTERNAL_H

#include "convert/from_xml.h"

/* How many elements of a name are looked at for what is said once. */
#define FROM_DC_LOOKED_AT 64u

struct from_dc {
    struct building building;
    struct arena *arena;
    const xmlNode *dc;
    const xmlNode *host; /* the source that cites what this is part of, or NULL */
};

/* The next child after `after` of that name, or of one of DCMI's terms that refines it. */
const xmlNode *from_dc_next(const struct from_dc *from, const xmlNode *after, const char *name);

/* "http://…" without a space. */
bool from_dc_is_address(struct slice text);
/* "0378-5955": and the last digit checks the others. */
bool from_dc_is_issn(struct slice text);
/* 020, 022, 024, 035, 856 by what the text says it is. */
void from_dc_add_identifier(struct from_dc *from, struct slice text);

/* Finds the dc:source that says by pages, volume or chapter where in what this stands. */
void from_dc_find_host(struct from_dc *from);
bool from_dc_is_in_serial(const struct from_dc *from);
/* 773. */
void from_dc_add_host(struct from_dc *from);

#endif
