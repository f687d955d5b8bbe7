/* What the steps of making a part's record share with one another and with its host's link. */
#ifndef OFFPRINT_CONVERT_EXPLODE_RECORD_H
#define OFFPRINT_CONVERT_EXPLODE_RECORD_H

#include <offprint/slice.h>

struct arena;
struct explode_part;
struct marc_record;

/* A record while it is made. */
struct making {
    struct marc_record *record;
    const struct explode_part *part;
    const struct marc_record *host;
    struct arena *arena;
};

/* Copies the host's fields of that tag. */
void explode_copy_fields(const struct making *making, const char *tag);

/* The part's first author; where the part names nobody, the host's, if the host has no other. */
void explode_add_main_entry(const struct making *making);
/* 245, once the main entry is there or not. */
void explode_add_title(const struct making *making);
void explode_add_other_names(const struct making *making);

/* `value` and the mark that ISBD has before what follows, unless it ends so already. */
struct slice explode_closed(struct slice value, const char *mark, struct arena *arena);
/* A title with its full stop, unless it ends with a mark of its own. */
struct slice explode_ended(struct slice value, struct arena *arena);

/* "Chapter 6, pages 211-256"; empty where neither is known. */
struct slice explode_place(const struct explode_part *part, struct arena *arena);

/* "Introduction : striving for acceptance" */
struct slice explode_title(const struct explode_part *part, struct arena *arena);

/* LDR/07 of the host's parts: a within a monograph, b within a serial. */
char explode_level(const struct marc_record *host);

/* "(XX-LOCAL)pt1977": with the host's 003 where it has one. */
struct slice explode_link_number(const struct marc_record *host, struct slice number,
                                 struct arena *arena);

#endif
