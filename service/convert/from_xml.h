/* Records made out of elements of XML: one element read whole, and a MARC record built from it. */
#ifndef OFFPRINT_CONVERT_FROM_XML_H
#define OFFPRINT_CONVERT_FROM_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libxml/tree.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct marc_record;

/*
 * Parses one element as a document: no network, no entities. `line` is where it begins in its
 * file. OFFPRINT_MALFORMED with the line. Freed with xmlFreeDoc.
 */
int node_parse(xmlDocPtr *document, struct slice bytes, uint64_t line, struct diag *diag);

/* Names are without prefix. Each is NULL where there is no more; `node` may be NULL. */
const xmlNode *node_child(const xmlNode *node, const char *name);
const xmlNode *node_sibling(const xmlNode *node, const char *name);
/* The next child element of any name after `after`, the first where that is NULL. */
const xmlNode *node_element(const xmlNode *parent, const xmlNode *after);
bool node_is(const xmlNode *node, const char *name);

/* All text within, white space as single spaces, none at the ends; in `arena`. */
struct slice node_text(const xmlNode *node, struct arena *arena);
/* An attribute's value, by name without prefix; empty where it is missing. */
struct slice node_attribute(const xmlNode *node, const char *name, struct arena *arena);
bool node_attribute_is(const xmlNode *node, const char *name, const char *value);
bool node_has_attribute(const xmlNode *node, const char *name);

/* --- building ------------------------------------------------------------------- */

/* A record being built; too many fields or subfields are left out, and `full` says so. */
struct building {
    struct marc_record *record;
    struct arena *arena;
    const xmlNode *source;   /* the element that the next fields are made of; may be NULL */
    const xmlNode **sources; /* of each field, until building_end */
    size_t source_capacity;
    size_t subfields;
    bool full, skipping;
};

void building_begin(struct building *building, struct arena *arena);
/* A data field, to which building_add adds; where it gets no subfield it is taken back. */
void building_field(struct building *building, const char *tag, char indicator1, char indicator2);
/* Adds a subfield to the last field, or nothing where `value` is empty. building_add_first puts it
 * before the others of the field with that number. */
void building_add_first(struct building *building, size_t field, char code, struct slice value);
void building_add(struct building *building, char code, struct slice value);
void building_control(struct building *building, const char *tag, struct slice value);
/* A field with one subfield, or nothing where `value` is empty. */
void building_one(struct building *building, const char *tag, const char *indicators, char code,
                  struct slice value);
/* Takes the last field back where it got no subfield: nothing is added to it any more. */
void building_settle(struct building *building);
/* Fields in the order of their tags, of one tag in the order they came. */
void building_end(struct building *building);

/* Text joined by a separator, in `arena`; an empty part leaves the other alone. */
struct slice slices_join(struct arena *arena, struct slice a, const char *between, struct slice b);

#endif
