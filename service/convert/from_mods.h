/* MODS 3 made MARC 21, after LC's mapping: what its files share. */
#ifndef OFFPRINT_CONVERT_FROM_MODS_H
#define OFFPRINT_CONVERT_FROM_MODS_H

#include "convert/from_xml.h"
#include "convert/material.h"

/* What is joined of many elements ends when it is longer than this: joining takes copies. */
#define FROM_MODS_JOINED 4096u

/* How many 007s a record gets at most. */
#define FROM_MODS_CARRIERS 8u

/* Among how many names and titles those that are tied together are looked for. */
#define FROM_MODS_TIES 100u

struct from_mods {
    struct building building;
    struct arena *arena;
    const xmlNode *mods;
    char type, level; /* leader/06, /07 */
    enum material_form form;
    char *fixed;                          /* 008, 40 characters */
    char carriers[FROM_MODS_CARRIERS][3]; /* 007/00-01 */
    size_t carrier_count;
    char antecedent, quality;  /* 007/11, /13 of electronic resources; '|' where not said */
    bool electronic, online;   /* so its form says; there is an address of the resource itself */
    const xmlNode *main_name;  /* which becomes 1XX, or NULL */
    const xmlNode *main_title; /* 245 */
    const xmlNode *uniform;    /* 130 or 240 */
    const xmlNode *host;       /* the first relatedItem of that type */
    struct slice media;        /* type of the first physicalDescription */
    size_t main_titles;        /* 245s so far, of other scripts too */
    struct {
        const xmlNode *name, *title;
    } ties[FROM_MODS_TIES]; /* by nameTitleGroup, but those of the main name */
    size_t tie_count;
    bool has_lccn, has_period; /* 010, 045: of which there is one */
};

/*
 * Makes a record of one <mods> element in `arena`. `line` is where it begins in its file.
 * OFFPRINT_MALFORMED where it is not well-formed or says nothing.
 */
int mods_read(struct marc_record **record, struct slice bytes, uint64_t line, struct arena *arena,
              struct diag *diag);

/* One element each, a child of the record. */
void from_mods_read_title(struct from_mods *from, const xmlNode *title);
void from_mods_read_name(struct from_mods *from, const xmlNode *name);
void from_mods_read_genre(struct from_mods *from, const xmlNode *genre);
void from_mods_read_origin(struct from_mods *from, const xmlNode *origin);
void from_mods_read_physical(struct from_mods *from, const xmlNode *physical);
void from_mods_read_abstract(struct from_mods *from, const xmlNode *abstract);
void from_mods_read_contents(struct from_mods *from, const xmlNode *contents);
void from_mods_read_audience(struct from_mods *from, const xmlNode *audience);
void from_mods_read_note(struct from_mods *from, const xmlNode *note);
void from_mods_read_condition(struct from_mods *from, const xmlNode *condition);
void from_mods_read_subject(struct from_mods *from, const xmlNode *subject);
void from_mods_read_classification(struct from_mods *from, const xmlNode *classification);
void from_mods_read_related(struct from_mods *from, const xmlNode *item);
void from_mods_read_identifier(struct from_mods *from, const xmlNode *identifier);
void from_mods_read_location(struct from_mods *from, const xmlNode *location);

/* What many elements make together. */
void from_mods_leader(struct from_mods *from);
void from_mods_record_info(struct from_mods *from);       /* 001, 003, 005, 040 */
void from_mods_begin_fixed(struct from_mods *from);       /* 008: dates, country, language */
void from_mods_end_fixed(struct from_mods *from);         /* 006, 007, 008 as gathered */
void from_mods_languages(struct from_mods *from);         /* 041, 546 */
void from_mods_area_codes(struct from_mods *from);        /* 043 */
void from_mods_fixed_dates(const struct from_mods *from); /* 008/06-14 */
void from_mods_coded_dates(struct from_mods *from, const xmlNode *origin); /* 033, 046 */

/* --- other scripts (altRepGroup) -------------------------------------------------- */

/* Finds out of each element of `mods` that has the same altRepGroup as others which of them it is
 * another form of. */
void from_mods_find_alternatives(struct from_mods *from, xmlNode *mods);
/* The element that stands for `child` there: itself, or of a relatedItem its title. */
const xmlNode *from_mods_carrier(const xmlNode *child);
/* What `node` is another form of; itself where it is none. */
const xmlNode *from_mods_original(const xmlNode *node);
/* Makes 880s of what elements that are other forms have become, and links them by $6. */
void from_mods_link_alternatives(struct from_mods *from);

/* --- texts -------------------------------------------------------------------------- */

/* nonSort and title as one, "" where there is none; `*nonfiling` (may be NULL) is how many
 * characters do not count in filing, at most 9. */
struct slice from_mods_title(const struct from_mods *from, const xmlNode *title, int *nonfiling);
/* Adds $n and $p of a titleInfo. */
void from_mods_add_parts(struct from_mods *from, const xmlNode *title);
/* "Title : rest. 2. Part", of the first titleInfo in `node` that has no type. */
struct slice from_mods_whole_title(const struct from_mods *from, const xmlNode *node);
/* The first titleInfo of a type, NULL for one without; NULL where there is none. */
const xmlNode *from_mods_title_of_type(const xmlNode *node, const char *type);

/* Finds which titles are tied to which names, but the main one. */
void from_mods_tie_titles(struct from_mods *from);
/* The title of a name's field, NULL where there is none. */
const xmlNode *from_mods_title_of_name(const struct from_mods *from, const xmlNode *name);

/* "Family, Given" or the parts without a type; the display form where there are no parts. */
struct slice from_mods_heading(const struct from_mods *from, const xmlNode *name);
/* Tag and first indicator of a name's field; `series` is its first digit. "720" where nobody says
 * what kind of name it is. */
void from_mods_name_tag(const struct from_mods *from, const xmlNode *name, char series, char *tag,
                        char *indicator);
/* Adds a name's subfields to the field that was begun. */
void from_mods_add_name(struct from_mods *from, const xmlNode *name);
/* Adds roles ($e or $j, $4), which stand behind a title where there is one, and $u, $0, $1. */
void from_mods_add_roles(struct from_mods *from, const xmlNode *name);
const xmlNode *from_mods_main_name(const struct from_mods *from);

/* Adds $0, valueURI: its own, or an only child's. */
void from_mods_add_uri(struct from_mods *from, const xmlNode *node);
/* Second indicator of 6XX and 655 by an authority, 7 where it goes to $2, 4 where it is empty. */
char from_mods_thesaurus(struct slice authority);

/* "1924-1927", out of the dates of one name in an originInfo. */
struct slice from_mods_date(const struct from_mods *from, const xmlNode *origin, const char *name);
/* "Place : Publisher, date" of a related item's first originInfo, as 77X $d has it. */
struct slice from_mods_imprint(const struct from_mods *from, const xmlNode *item);

/* "vol. 2, no. 3, pages 12-20", and "2:3<12". */
struct slice from_mods_part(const struct from_mods *from, const xmlNode *part);
struct slice from_mods_enumeration(const struct from_mods *from, const xmlNode *part);

/* The code that a marcgt term has in the 008 is put there; false where it has none. */
bool from_mods_code_genre(struct from_mods *from, struct slice term);
/* A code at a position of 008, which is left alone where it says something already. */
bool from_mods_code(struct from_mods *from, size_t position, char code);
/* 007/00-01, once each. */
void from_mods_add_carrier(struct from_mods *from, const char *codes);

/* Text of the first descendant by a path of two names; `outer` NULL: of the first child. */
struct slice from_mods_text(const struct from_mods *from, const xmlNode *node, const char *outer,
                            const char *inner);
/* All texts of the children of a name, joined. */
struct slice from_mods_all(const struct from_mods *from, const xmlNode *node, const char *name,
                           const char *between);
struct slice from_mods_attribute(const struct from_mods *from, const xmlNode *node,
                                 const char *name);
/* A field with one subfield, and $u, the address that xlink:href gives, where `linked`. */
void from_mods_add_text(struct from_mods *from, const xmlNode *node, const char *tag,
                        const char *indicators, char code, bool linked);

#endif
