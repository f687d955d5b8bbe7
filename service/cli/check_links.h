/* Hosts and their parts, as far as they stand in the files that are checked: do they agree? */
#ifndef OFFPRINT_CLI_CHECK_LINKS_H
#define OFFPRINT_CLI_CHECK_LINKS_H

#include <stddef.h>

#include <offprint/reader.h>

struct arena;
struct findings;
struct marc_record;

/* A record that names its host, or lists its parts. */
struct linked_record {
    const char *id;
    const char *path;
    struct marc_place place;
    bool names_host, lists_parts; /* by number */
};

/* `from` says that `to` is its host (773 $w), or one of its parts (774 $w). */
struct record_link {
    bool up;
    const char *from, *to;
};

/* Memory grows with the links there are, not with the records. */
struct check_links {
    struct arena *arena;
    struct linked_record *records;
    size_t record_count, record_capacity;
    struct record_link *links;
    size_t link_count, link_capacity;
};

void check_links_begin(struct check_links *links);
void check_links_finish(struct check_links *links);
/* Remembers whom the record names. Where it stands, `findings` says, whose path must outlive this.
 */
void check_links_add(struct check_links *links, const struct marc_record *record,
                     const struct findings *findings);
/*
 * Gives what contradicts itself to `findings`: a host that lists its parts and leaves out one that
 * names it, and one that lists a record that names another host. Records that are not in the files
 * are not judged.
 */
void check_links_report(struct check_links *links, struct findings *findings);

#endif
