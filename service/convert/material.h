/* What kind of thing a record describes, from leader, 008, 502 and 773. */
#ifndef OFFPRINT_CONVERT_MATERIAL_H
#define OFFPRINT_CONVERT_MATERIAL_H

#include <stdbool.h>

struct marc_record;

enum material {
    MATERIAL_BOOK,
    MATERIAL_CHAPTER, /* component part of a monograph */
    MATERIAL_ARTICLE, /* component part of a serial */
    MATERIAL_SERIAL,
    MATERIAL_THESIS,
    MATERIAL_MAP,
    MATERIAL_SCORE,
    MATERIAL_SPEECH, /* sound recording that is not music */
    MATERIAL_MUSIC,
    MATERIAL_VIDEO, /* moving images, projected media */
    MATERIAL_IMAGE,
    MATERIAL_DATA, /* computer files */
    MATERIAL_MANUSCRIPT,
    MATERIAL_OBJECT,
    MATERIAL_MIXED,
    MATERIAL_WEBSITE, /* integrating resources on line */
};

enum material material_of(const struct marc_record *record);

/* Is what the record is part of a serial, by leader/07, 773 $7, $x? */
bool material_host_is_serial(const struct marc_record *record);

/* Which 008 a record has: "BK", "SE", "CF", "MP", "MU", "VM", "MX" (MARC 21, leader/06-07). */
enum material_form {
    FORM_BOOK,
    FORM_SERIAL,
    FORM_COMPUTER,
    FORM_MAP,
    FORM_MUSIC,
    FORM_VISUAL,
    FORM_MIXED,
};
enum material_form material_form_of(const struct marc_record *record);

#endif
