/* The catalogue: the one door to the records, for the daemon, the command line and embedders. */
#ifndef OFFPRINT_CATALOGUE_H
#define OFFPRINT_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/query.h>
#include <offprint/slice.h>
#include <offprint/status.h>

struct access_point;
struct access_points;
struct arena;
struct buffer;
struct catalogue;
struct catalogue_batch;
struct format;
struct marc_record;
struct result_set;

struct catalogue_options {
    bool create;            /* make an empty catalogue where there is none */
    uint64_t map_size;      /* bytes the store may grow to; 0 is 64 GiB */
    uint64_t memory;        /* bytes an import may gather before it writes; 0 is 512 MiB */
    uint32_t sort_limit;    /* records of a result that is to be sorted, where a search's own
                               limits do not say; 0 is 2,000,000 */
    const char *repository; /* names the repository in what is written; NULL is the default */
    /* Path of the access-point table. NULL: the one that the catalogue keeps since it was made or
     * reindexed with a path, else the built-in one. "": the built-in one. */
    const char *access_points;
    /* Open it also where the access-point table has changed: records can be read, everything that
     * asks the index gives OFFPRINT_STALE_INDEX until catalogue_reindex has run. */
    bool stale_index;
};

/* The repository's name where none is configured. */
#define OFFPRINT_DEFAULT_REPOSITORY "offprint.localhost"
/* The collection that records go to where none is named; as a database it means all of them. */
#define OFFPRINT_DEFAULT_COLLECTION "Default"

/*
 * Where the catalogue is when nobody says: $OFFPRINT_CATALOGUE, else /var/lib/offprint where that
 * can be written, else $XDG_DATA_HOME/offprint, else ~/.local/share/offprint. Free it with free().
 */
OFFPRINT_API char *catalogue_default_path(void);

/*
 * Opens the catalogue in folder `path`. One open catalogue serves any number of threads.
 * OFFPRINT_NOT_FOUND where there is none and `create` is false, OFFPRINT_FOREIGN for something
 * else or a newer version, OFFPRINT_STALE_INDEX where the access-point table has changed.
 */
OFFPRINT_API int catalogue_open(struct catalogue **catalogue, const char *path,
                                const struct catalogue_options *options, struct diag *diag);
OFFPRINT_API void catalogue_close(struct catalogue *catalogue);

OFFPRINT_API const struct access_points *catalogue_access_points(const struct catalogue *catalogue);
OFFPRINT_API const char *catalogue_repository(const struct catalogue *catalogue);

/* --- records ------------------------------------------------------------------------------- */

/* One record. Everything lives in the arena it was fetched into. */
struct catalogue_record {
    const char *id;
    const char *collection;
    int64_t datestamp; /* of the last change of content: seconds since 1970 UTC */
    uint64_t change;   /* number of that change */
    bool deleted;      /* then the rest is empty */
    const struct marc_record *record;
    struct slice packed; /* as stored; ISO 2709 where packed_is_iso2709() */
    struct slice source; /* the bytes it came as, where it did not come as MARC */
    const struct format *source_format;
};

/*
 * Fetches the record `id`. OFFPRINT_NOT_FOUND where there never was one. A deleted one is
 * fetched too, with `deleted` set.
 */
OFFPRINT_API int catalogue_fetch(struct catalogue_record *found, struct catalogue *catalogue,
                                 struct slice id, struct arena *arena, struct diag *diag);

/*
 * The host of a component part: 1 and `*host` set, or 0 where it has none here.
 */
OFFPRINT_API int catalogue_host(struct catalogue_record *host, struct catalogue *catalogue,
                                const struct catalogue_record *part, struct arena *arena,
                                struct diag *diag);

/*
 * The component parts of a host, in order of their first page, then sequence. `*parts` is an
 * array in `arena`; returns their number. `page` keeps those whose pages hold it; 0 keeps all. At
 * most `limit` of them are given; 0 gives all.
 */
OFFPRINT_API ptrdiff_t catalogue_parts(struct catalogue_record **parts, struct catalogue *catalogue,
                                       struct slice host_id, uint32_t page, size_t limit,
                                       struct arena *arena, struct diag *diag);

/* How a record is to be written. */
struct write_options {
    const struct format *format;
    const char *base_url; /* "http://host:port", or "" */
    bool brief;
};

/* Appends a fetched record in a format, with its host's and parts' data where the format shows
 * them. `arena` is used while writing. */
OFFPRINT_API int catalogue_write(struct buffer *out, struct catalogue *catalogue,
                                 const struct catalogue_record *record,
                                 const struct write_options *options, struct arena *arena,
                                 struct diag *diag);

/* --- search ---------------------------------------------------------------------------------- */

/* Finds the result set that a query names as an operand, or NULL. */
typedef const struct result_set *result_set_finder(void *context, const char *name);

struct search_options {
    const char *const *collections; /* names; NULL, or one that is "Default", means all */
    size_t collection_count;
    result_set_finder *find_result_set; /* NULL: the query can name none */
    void *context;
    struct query_limits limits;
    /* The order of the result. NULL: that of the query, which is relevance where its terms ask for
     * it. OFFPRINT_SORT where the query has a sortby as well. */
    const struct sort_order *sort;
};

/*
 * Answers a query. The result set is the caller's to destroy; it outlives every transaction and
 * may be read from any one thread at a time. OFFPRINT_SORT_RECORDS for a result too large to be
 * sorted, OFFPRINT_BUSY where sorted results that are still open hold sixteen times the catalogue's
 * `sort_limit` of records together, OFFPRINT_SORT_MISSING with the record's id.
 *
 * An order costs what is found times its keys, once, whatever part of it is looked at: eight bytes
 * a value are sorted, and those of equal ones that are read in full wait until a position among
 * them is asked for.
 */
OFFPRINT_API int catalogue_search(struct result_set **result, struct catalogue *catalogue,
                                  const struct query *query, const struct search_options *options,
                                  struct diag *diag);
/*
 * Makes a new result set of the records of `count` others, each record once, in an order; the
 * others stay as they are. OFFPRINT_SORT for relevance, which is of queries; else as
 * catalogue_search. Of `limits`, which may be NULL, `milliseconds` and `sorted_records` count.
 */
OFFPRINT_API int catalogue_sort(struct result_set **result, struct catalogue *catalogue,
                                const struct result_set *const *sets, size_t count,
                                const struct sort_order *order, const struct query_limits *limits,
                                struct diag *diag);
OFFPRINT_API void result_set_destroy(struct result_set *result);
OFFPRINT_API uint64_t result_set_count(const struct result_set *result);

/*
 * Fetches the record at `position`, from 1. OFFPRINT_OUT_OF_RANGE beyond the end;
 * OFFPRINT_GONE where the record was deleted since.
 */
OFFPRINT_API int result_set_fetch(struct catalogue_record *found, struct result_set *result,
                                  uint64_t position, struct arena *arena, struct diag *diag);

/*
 * Keyset paging, stable while records come and go: the mark of the record at a position, appended
 * as bytes that say what it is sorted by, and the first position of a result (in the same order)
 * whose record stands after a mark; 1 for an empty one. A mark that was deleted keeps its place.
 * OFFPRINT_OUT_OF_RANGE; OFFPRINT_INVALID for bytes that are no mark of such a result.
 */
OFFPRINT_API int result_set_mark(struct buffer *mark, struct result_set *result, uint64_t position,
                                 struct diag *diag);
OFFPRINT_API int result_set_position_after(uint64_t *position, struct result_set *result,
                                           struct slice mark, struct diag *diag);

/* --- browse ---------------------------------------------------------------------------------- */

struct browse_options {
    const struct access_point *access_point;
    bool headings;      /* whole headings in place of words */
    struct slice start; /* UTF-8, as sent; empty is the beginning */
    uint32_t count;     /* entries wanted */
    uint32_t position;  /* where the start term is to stand among them, from 1; 0 before them */
    const char *const *collections;
    size_t collection_count;
};

struct browse_entry {
    struct slice term;    /* as indexed; a query with it finds `count` records */
    struct slice display; /* as a record has it; empty where that is no other, and for words */
    uint64_t count;
};

/*
 * `*entries` is an array in `arena`; returns how many there are, which at either end of the list
 * may be fewer than asked for. `*position` receives where the start term, or the first after it,
 * stands among them (from 1).
 */
OFFPRINT_API ptrdiff_t catalogue_browse(struct browse_entry **entries, uint32_t *position,
                                        struct catalogue *catalogue,
                                        const struct browse_options *options, struct arena *arena,
                                        struct diag *diag);

/* --- facets ---------------------------------------------------------------------------------- */

/* Values that one facet gives at most, and where it is asked for all of them. */
#define FACET_LIMIT_MAX 1000
#define FACET_VALUES_MAX 10000

/* Which of a facet's values come first, and so are given where not all are. */
enum facet_order {
    FACET_ORDER_COUNT, /* most records first, then by the term's bytes */
    FACET_ORDER_TERM,  /* by the term's bytes: folded, so that neither case nor accents count */
};

struct facet_options {
    const char *const *names; /* of facets; NULL means every one, in the order of the table */
    size_t name_count;
    enum facet_order order;
    uint32_t limit; /* values of each, 1 to FACET_LIMIT_MAX; 0: all, but FACET_VALUES_MAX at most */
    uint64_t minimum;           /* values that fewer records have are left out; 0 is 1 */
    struct query_limits limits; /* `milliseconds` counts */
};

/* A value of a facet. Everything is in the caller's arena. */
struct facet_value {
    struct slice term;    /* as indexed; of a collection its name, of a host its id */
    struct slice display; /* as a record has it, or a code's name; empty where it does not differ */
    uint64_t count;       /* records */
};

struct facet {
    const char *name; /* "author" */
    const char *label;
    const struct access_point *access_point; /* NULL: collection */
    struct facet_value *values;              /* in the order asked for */
    size_t count;
    uint64_t distinct; /* values that `minimum` leaves, given or not */
};

/* The names of all facets, with ", " between: for messages and descriptions. In `arena`. */
OFFPRINT_API const char *catalogue_facet_names(const struct catalogue *catalogue,
                                               struct arena *arena);

/* Takes a list of names with commas apart, into `arena`: how many. An empty list is one empty name.
 */
OFFPRINT_API size_t facet_names_read(const char *const **names, struct slice list,
                                     struct arena *arena);

/*
 * Counts the records of `result`, or with NULL all of them, by the values of facets: exactly, those
 * that were deleted since the search left out. `*facets` is an array in `arena`, one for each name;
 * returns how many. OFFPRINT_INVALID with the name that is no facet, or is there twice, or a limit
 * out of range; OFFPRINT_TIMEOUT.
 */
OFFPRINT_API ptrdiff_t catalogue_facets(struct facet **facets, struct catalogue *catalogue,
                                        const struct result_set *result,
                                        const struct facet_options *options, struct arena *arena,
                                        struct diag *diag);

/*
 * Appends the CQL that finds the records of a value: author == "Gorodetsky, Gabriel". False, with
 * nothing appended, for a collection, which no query names.
 */
OFFPRINT_API bool facet_value_query(struct buffer *out, const struct facet *facet,
                                    const struct facet_value *value);

/* --- changes --------------------------------------------------------------------------------- */

/* Which records a harvest takes: the last change of each, in the order of change. */
struct change_filter {
    int64_t from; /* datestamps, both included; INT64_MIN and INT64_MAX for no bound */
    int64_t until;
    const char *collection; /* NULL or "Default": all */
    uint64_t after;         /* changes with a greater number; 0 from the beginning */
    uint32_t limit;
    bool with_records; /* records too, not only headers */
};

/*
 * `*changes` is an array in `arena`; returns how many there are. `*more` says whether others
 * follow. Each record appears once, with its last change; deleted ones as such.
 */
OFFPRINT_API ptrdiff_t catalogue_changes(struct catalogue_record **changes, bool *more,
                                         struct catalogue *catalogue,
                                         const struct change_filter *filter, struct arena *arena,
                                         struct diag *diag);

struct catalogue_statistics {
    uint64_t records; /* live ones */
    uint64_t deleted;
    uint64_t parts; /* records that have a host here */
    uint64_t terms;
    uint64_t last_change; /* number of the last change, 0 for none */
    int64_t earliest;     /* datestamp of the first change there ever was, or of opening */
    int64_t latest;
    uint64_t bytes; /* used in the store's file */
};
OFFPRINT_API int catalogue_statistics(struct catalogue_statistics *statistics,
                                      struct catalogue *catalogue, struct diag *diag);

/* Names of the collections that hold or held records, in `arena`; returns how many. */
OFFPRINT_API ptrdiff_t catalogue_collections(const char *const **names, struct catalogue *catalogue,
                                             struct arena *arena, struct diag *diag);

/* --- writing --------------------------------------------------------------------------------- */

struct put_options {
    const char *collection; /* NULL is Default */
    const char *prefix;     /* put before the id; NULL or "" is none */
    bool make_ids;          /* give a record without 001 an id made from its content */
    struct slice source;    /* the bytes it came as, kept and served back; empty for MARC */
    const struct format *source_format;
};

enum put_outcome {
    PUT_ADDED = 1,
    PUT_REPLACED = 2,
    PUT_UNCHANGED = 3,
};

/*
 * Begins a batch: the only way to write. Waits while another process or thread writes;
 * `waiting` (may be NULL) is called once if it has to.
 */
OFFPRINT_API int catalogue_batch_begin(struct catalogue_batch **batch, struct catalogue *catalogue,
                                       void (*waiting)(void *), void *context, struct diag *diag);

/*
 * Puts a record into the batch. Returns an enum put_outcome, or a negative status:
 * OFFPRINT_NO_IDENTIFIER and OFFPRINT_INVALID refuse this record and leave the batch as it was;
 * after any other the batch can only be aborted.
 */
OFFPRINT_API int catalogue_batch_put(struct catalogue_batch *batch,
                                     const struct marc_record *record,
                                     const struct put_options *options, struct diag *diag);

/*
 * The same in two steps, for whoever has many records and many cores: a preparer, one a thread,
 * does what needs no batch, and the batch's own thread puts what was prepared. `record`, `options`
 * and `arena` must live until then. A preparer gives OFFPRINT_NO_IDENTIFIER and OFFPRINT_INVALID.
 */
struct catalogue_prepared;
struct catalogue_preparer;
OFFPRINT_API struct catalogue_preparer *
catalogue_preparer_create(const struct catalogue *catalogue);
OFFPRINT_API void catalogue_preparer_destroy(struct catalogue_preparer *preparer);
OFFPRINT_API int catalogue_prepare(const struct catalogue_prepared **prepared,
                                   struct catalogue_preparer *preparer,
                                   const struct marc_record *record,
                                   const struct put_options *options, struct arena *arena,
                                   struct diag *diag);
OFFPRINT_API int catalogue_batch_put_prepared(struct catalogue_batch *batch,
                                              const struct catalogue_prepared *prepared,
                                              struct diag *diag);

/*
 * A component part that names its host by no control number of this catalogue, linked to it by
 * something else: "ISBN 978…", "title and date". All strings are borrowed for the call.
 */
struct link_guess {
    const char *part; /* ids */
    const char *host;
    const char *by;
};
typedef void link_guess_handler(void *context, const struct link_guess *guess);

/*
 * Has each such link told to `handler`: when the batch is committed, for then both may have
 * arrived, in this batch or, in either order, in an earlier one. From then on the part's change is
 * that of the link.
 */
OFFPRINT_API void catalogue_batch_on_guess(struct catalogue_batch *batch,
                                           link_guess_handler *handler, void *context);

/* Deletes a record and leaves a tombstone. OFFPRINT_NOT_FOUND, OFFPRINT_GONE. */
OFFPRINT_API int catalogue_batch_delete(struct catalogue_batch *batch, struct slice id,
                                        struct diag *diag);

/* Has the batch gathered so much that it should be committed? */
OFFPRINT_API bool catalogue_batch_is_full(const struct catalogue_batch *batch);

/* Makes everything in the batch visible at once, on disk. Consumes the batch, also when it fails:
 * then the catalogue is as it was. */
OFFPRINT_API int catalogue_batch_commit(struct catalogue_batch *batch, struct diag *diag);
/* Forgets the batch. NULL is accepted. */
OFFPRINT_API void catalogue_batch_abort(struct catalogue_batch *batch);

/* --- upkeep ---------------------------------------------------------------------------------- */

/* What upkeep tells while it runs; every function may be NULL. */
struct upkeep {
    void (*waiting)(void *context); /* another process or thread writes: called once */
    void (*progress)(void *context, uint64_t done, uint64_t total); /* records */
    /* catalogue_verify: a contradiction; borrowed until it returns. */
    void (*found)(void *context, const char *where, const char *what);
    void *context;
};

struct verification {
    uint64_t records; /* live ones that were read */
    uint64_t deleted;
    uint64_t changes;
    uint64_t terms;
    uint64_t contradictions;
};

/*
 * Compares everything in the catalogue with everything that must agree with it, both ways: ids,
 * records, changes, component parts, counters; what each record is found by, extracted anew,
 * with its forward list and sort values; forward lists with postings. Reads one snapshot; others
 * go on writing, and the file may grow meanwhile. Negative only where it cannot be read.
 */
OFFPRINT_API int catalogue_verify(struct verification *result, struct catalogue *catalogue,
                                  const struct upkeep *upkeep, struct diag *diag);

/*
 * Makes the index anew from the records, with the access-point table that the catalogue was
 * opened with, which it keeps from then on. One transaction: readers see the old index until it is
 * done, and a process that is killed leaves the old one. Processes that have the catalogue open
 * with another table get OFFPRINT_STALE_INDEX from then on. `*records` is how many were indexed.
 */
OFFPRINT_API int catalogue_reindex(uint64_t *records, struct catalogue *catalogue,
                                   const struct upkeep *upkeep, struct diag *diag);

/*
 * Copies the catalogue as it is at this instant into `folder`, which is made or must be empty
 * (else OFFPRINT_INVALID), while others read and write. The copy is compact, whole and on disk,
 * or not there.
 */
OFFPRINT_API int catalogue_backup(struct catalogue *catalogue, const char *folder,
                                  struct diag *diag);

/*
 * Writes the catalogue's file anew without the room that replaced records have left, and puts it
 * in the place of the old one. Consumes the catalogue, also when it fails; then the old file is
 * still there. OFFPRINT_BUSY while another process has the catalogue open.
 */
OFFPRINT_API int catalogue_compact(struct catalogue *catalogue, const struct upkeep *upkeep,
                                   struct diag *diag);

#endif
