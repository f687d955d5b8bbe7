/*
 * Dublin Core, in steps: one crosswalk from MARC 21 for both its forms. The simple form (oai_dc)
 * has fifteen elements; the qualified one (qdc) says the same more precisely, by refinements of
 * them (dcterms) and by naming the scheme that a value follows.
 */
#ifndef OFFPRINT_CONVERT_DC_H
#define OFFPRINT_CONVERT_DC_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/convert.h>
#include <offprint/record.h>
#include <offprint/slice.h>

#include "convert/fields.h"
#include "convert/part.h"

struct arena;
struct buffer;

struct dublin_core {
    struct buffer *out;
    const struct marc_record *record;
    const struct convert_context *context;
    struct arena *arena;
    struct linked_fields fields;
    struct part part; /* where has_part */
    bool has_part;
    bool qualified;
};

/*
 * What a value is. NULL where there is none: without `element` the simple form leaves the value
 * out, without `refinement` the qualified form writes the element, without `scheme` any text will
 * do. Schemes are the types of dcterms.xsd: "LCSH", "URI", "W3CDTF".
 */
struct dc_term {
    const char *element, *refinement, *scheme;
};

/* Which term a field becomes, of which subfields, joined how, without ISBD's stop or with it. */
struct dc_rule {
    int tag;
    struct dc_term term;
    const char *codes, *separator;
    bool trim;
};

/* Appends one value; nothing where it is empty. A URI's characters are escaped as URIs want them
 * where the scheme is "URI" and the form the qualified one. */
void dc_add(const struct dublin_core *dc, struct dc_term term, struct slice text);

/* The next field `tag` (or 880 in its place) from number `*at` on; NULL at the end. */
const struct marc_field *dc_field(const struct dublin_core *dc, int tag, size_t *at);

/* Appends each field of each rule. */
void dc_apply(const struct dublin_core *dc, const struct dc_rule *rules, size_t count);

/* "{base_url}/records/{id}"; empty where the service's address or the id is not known. */
struct slice dc_record_url(const struct dublin_core *dc, const char *id);

/* dc_subject.c */
void dc_write_subjects(const struct dublin_core *dc);
void dc_write_coverage(const struct dublin_core *dc);
/* dc_note.c */
void dc_write_descriptions(const struct dublin_core *dc);
void dc_write_rights(const struct dublin_core *dc);
/* dc_relation.c */
void dc_write_identifiers(const struct dublin_core *dc);
void dc_write_relations(const struct dublin_core *dc);
void dc_write_source(const struct dublin_core *dc);

#endif
