/* MODS 3.8: what the files that write its elements share. */
#ifndef OFFPRINT_CONVERT_MODS_H
#define OFFPRINT_CONVERT_MODS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/convert.h>
#include <offprint/record.h>
#include <offprint/slice.h>

#include "convert/date.h"
#include "convert/fields.h"
#include "convert/material.h"
#include "convert/name.h"
#include "convert/part.h"
#include "convert/title.h"
#include "convert/xml.h"

struct mods {
    struct buffer *out;
    const struct marc_record *record;
    const struct convert_context *context;
    struct arena *arena;
    struct linked_fields fields;
    struct slice fixed; /* 008 */
    char type, level;   /* leader/06, /07 */
    enum material material;
    enum material_form form;
    struct part part; /* where has_part */
    bool has_part;
    struct dates dates;
};

/* One group of elements each; nothing is written where the record has nothing for it. */
void mods_titles(struct mods *mods);
void mods_main_title(struct mods *mods);
void mods_names(struct mods *mods);
void mods_type_and_genre(struct mods *mods);
void mods_origin(struct mods *mods);
void mods_languages(struct mods *mods);
void mods_physical_description(struct mods *mods);
void mods_abstract_and_notes(struct mods *mods);
void mods_access_conditions(struct mods *mods);
void mods_subjects(struct mods *mods);
void mods_classifications(struct mods *mods);
void mods_related_items(struct mods *mods);
void mods_links(struct mods *mods);
void mods_host(struct mods *mods);
void mods_identifiers(struct mods *mods);
void mods_locations(struct mods *mods);
void mods_record_info(struct mods *mods);

/* One row of a table that says which fields a group of elements is written from, in which order. */
typedef void mods_writer(struct mods *mods, const struct linked_field *from);
struct mods_rule {
    int tag;
    mods_writer *write;
};
void mods_apply(struct mods *mods, const struct mods_rule *rules, size_t count);

/* The character of the 008 at `position`, a space where the 008 is too short. */
char mods_fixed(const struct mods *mods, size_t position);

/* altRepGroup and script, for the start tag of what is written from `from`. */
void mods_alternative(struct mods *mods, const struct linked_field *from);
/* xlink:href, its namespace declared where it is used; nothing where `uri` is empty. */
void mods_href(struct mods *mods, struct slice uri);
/* valueURI, from the first $0 or $1 that is a URI, else the first $0 of a known authority file. */
void mods_value_uri(struct mods *mods, const struct marc_field *field);

/* `<open>number</…>` where `text` is a whole number above 0, as xs:positiveInteger asks. */
void mods_positive(struct mods *mods, const char *open, struct slice text);

/* An originInfo for something else than the record's own resource, from what `imprint` says. */
void mods_imprint(struct mods *mods, const struct part *imprint, struct slice edition,
                  const char *issuance);

/* The children of a titleInfo. */
void mods_title_parts(struct mods *mods, const struct title *title);
/* The children of a name: parts, display form, affiliation, roles, identifiers. */
void mods_name_parts(struct mods *mods, const struct name *name);
/* "personal", "corporate", "conference", "family", or "" where the kind is not known. */
const char *mods_name_type(enum name_kind kind);
/* The source of a 6XX or 655 by its second indicator and $2: "lcsh"; empty where none. */
struct slice mods_authority(const struct marc_field *field);
/* Is an 856 the page of this very record ("…/records/ID")? Cataloguers call it a related resource,
 * second indicator 2, for it is not the text. */
bool mods_is_own_page(const struct mods *mods, const struct marc_field *field);
/* internetMediaType of an 856. */
void mods_media_type(struct mods *mods, const struct marc_field *field);
/* `<relatedItem><location><url>` of a related resource (856 with second indicator 2). */
void mods_url(struct mods *mods, const struct linked_field *from, bool primary);

#endif
