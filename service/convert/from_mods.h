/* MODS 3 made MARC 21, after LC's mapping: what its files share. */
#ifndef OFFPRINT_CONVERT_FROM_MODS_H
#define OFFPRINT_CONVERT_FROM_MODS_H

#include "convert/from_xml.h"

/* What is joined of many elements ends when it is longer than this: joining takes copies. */
#define FROM_MODS_JOINED 4096u

struct from_mods {
    struct building building;
    struct arena *arena;
    const xmlNode *mods;
    char type, level;         /* leader/06, /07 */
    const xmlNode *main_name; /* which becomes 1XX, or NULL */
};

/*
 * Makes a record of one <mods> element in `arena`. `line` is where it begins in its file.
 * OFFPRINT_MALFORMED where it is not well-formed or says nothing.
 */
int mods_read(struct marc_record **record, struct slice bytes, uint64_t line, struct arena *arena,
              struct diag *diag);

/* One group of elements each. */
void from_mods_titles(struct from_mods *from);
void from_mods_names(struct from_mods *from);
void from_mods_origin(struct from_mods *from);
void from_mods_description(struct from_mods *from);
void from_mods_subjects(struct from_mods *from);
void from_mods_related(struct from_mods *from);
void from_mods_identifiers(struct from_mods *from);
void from_mods_locations(struct from_mods *from);
/* Leader, 001, 003, 005, 008, 040. */
void from_mods_record(struct from_mods *from);

/* nonSort and title as one, "" where there is none; `*nonfiling` (may be NULL) is how many
 * characters do not count in filing, at most 9. */
struct slice from_mods_title(const struct from_mods *from, const xmlNode *title, int *nonfiling);
/* usage="primary", else the first creator or author; NULL where there is none. */
const xmlNode *from_mods_main_name(const struct from_mods *from);
/* "Family, Given" or the parts without a type. */
struct slice from_mods_heading(const struct from_mods *from, const xmlNode *name);
/* Adds a name's subfields to the field that was begun. */
void from_mods_add_name(struct from_mods *from, const xmlNode *name, bool roles);
/* "Title : rest", of the first titleInfo in `node`. */
struct slice from_mods_whole_title(const struct from_mods *from, const xmlNode *node);

/* Text of the first descendant by a path of two names; `outer` NULL is the record itself. */
struct slice from_mods_text(const struct from_mods *from, const xmlNode *node, const char *outer,
                            const char *inner);

#endif
