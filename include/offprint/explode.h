/* Component parts made from what describes a whole: contents notes, BITS, ONIX, Crossref. */
#ifndef OFFPRINT_EXPLODE_H
#define OFFPRINT_EXPLODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/reader.h>
#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct explode_reader;
struct marc_record;

enum explode_input {
    EXPLODE_SNIFF,
    EXPLODE_BITS,     /* BITS 1 and 2: a book, or a wrapped part of one */
    EXPLODE_ONIX,     /* ONIX for Books 3, reference names or short tags */
    EXPLODE_CROSSREF, /* answers of Crossref's REST interface: works, or one */
};

/* A name as the source gives it: what is not said is empty. */
struct explode_name {
    bool corporate;
    struct slice family, given, suffix; /* of a person, where the source tells them apart */
    struct slice whole;                 /* else, and for a corporate body */
    const char *role;                   /* MARC relator code; "" where not said */
};

/* One part of a whole. Everything is borrowed from the arena or record it was read with. */
struct explode_part {
    struct slice title, subtitle;
    struct slice kind;        /* "chapter", "part"; empty where not said */
    struct slice number;      /* "6" */
    struct slice first, last; /* pages: digits or roman numerals */
    struct slice doi;         /* "10.…" */
    struct slice statement;   /* of responsibility, as it stands in a contents note */
    struct explode_name *names;
    size_t name_count;
    uint64_t line;   /* in its file; 0 where not known */
    const char *key; /* control number, once explode_assign_keys has been called */
};

/* A whole as its source describes it, and its parts in their order. */
struct explode_book {
    struct slice title, subtitle;
    struct slice *isbns; /* as they stand */
    size_t isbn_count;
    int year; /* 0 where not said */
    struct explode_part *parts;
    size_t part_count;
    uint64_t line;
};

/* --- sources --------------------------------------------------------------------------------- */

/*
 * Opens `path` ("-" is standard input), packed with gzip or not. XML streams by, a book at a time,
 * with no network and no entities; JSON may be up to 64 MiB. What is wrong with single parts goes
 * to `handler` (may be NULL): the rest of the book is read. OFFPRINT_IO, OFFPRINT_UNSUPPORTED where
 * the format is not recognized, OFFPRINT_MALFORMED, OFFPRINT_LIMIT.
 */
OFFPRINT_API int explode_reader_open(struct explode_reader **reader, const char *path,
                                     enum explode_input input, finding_handler *handler,
                                     void *context, struct diag *diag);
/* The same over bytes in memory, which must outlive the reader. */
OFFPRINT_API int explode_reader_open_bytes(struct explode_reader **reader, struct slice bytes,
                                           enum explode_input input, finding_handler *handler,
                                           void *context, struct diag *diag);

/*
 * The next book that has parts, in `arena`: 1; 0 at the end; or a negative status for one that
 * was refused, with its line in `diag`. After OFFPRINT_MALFORMED and OFFPRINT_IO there is no more.
 */
OFFPRINT_API int explode_reader_next(struct explode_reader *reader, struct explode_book *book,
                                     struct arena *arena, struct diag *diag);
OFFPRINT_API void explode_reader_close(struct explode_reader *reader);

/*
 * The parts that a record's own enhanced contents note (505, second indicator 0: $g $t $r) names.
 * Returns how many.
 */
OFFPRINT_API size_t explode_contents(struct explode_book *book, const struct marc_record *host,
                                     struct arena *arena);

/* --- records --------------------------------------------------------------------------------- */

/*
 * Gives each part its control number, no two the same: what the host's 774 calls it; else the
 * host's and its number; else its place, where no part has a number and the host links to none
 * yet; else its title.
 * It stays NULL where two parts cannot be told apart.
 */
OFFPRINT_API void explode_assign_keys(struct explode_book *book, const struct marc_record *host,
                                      struct arena *arena);

/*
 * The record of a part: as much as the source and the host say, and nothing besides. `entered` is
 * the date for 008/00-05, seconds since 1970 UTC. Needs the part's key.
 */
OFFPRINT_API struct marc_record *explode_make(const struct explode_part *part,
                                              const struct marc_record *host, int64_t entered,
                                              struct arena *arena);

/* Is `record` a record of this part: the same title, and number and pages that do not differ? */
OFFPRINT_API bool explode_is_record_of(const struct marc_record *record,
                                       const struct explode_part *part, struct arena *arena);

/* The titles that it compares, folded: they are worth keeping where there are many. */
OFFPRINT_API struct slice explode_record_title(const struct marc_record *record,
                                               struct arena *arena);
OFFPRINT_API struct slice explode_part_title(const struct explode_part *part, struct arena *arena);

/*
 * The host with a 774 for each part that has a key and none yet, behind that of the part before
 * it. NULL where nothing is missing. Shares fields with `host`.
 */
OFFPRINT_API struct marc_record *explode_link_host(const struct explode_book *book,
                                                   const struct marc_record *host,
                                                   struct arena *arena);

#endif
