/* The store: records, identifiers, changes, collections and component parts in LMDB. */
#ifndef OFFPRINT_STORE_STORE_H
#define OFFPRINT_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lmdb.h>

#include <offprint/slice.h>
#include <offprint/status.h>

/* Bumped whenever what is on disk changes shape; docs/format.md describes it. */
#define STORE_FORMAT_VERSION 3

struct store;

/* The databases of design section 4. The index's are opened here and read and written there. */
enum store_database {
    STORE_META,
    STORE_RECORDS,
    STORE_IDS,
    STORE_PARTS,
    STORE_TERMS,
    STORE_POSTS,
    STORE_FORWARD,
    STORE_COLUMNS,
    STORE_CHANGES,
    STORE_FACETS,
    STORE_DATABASES, /* how many there are */
};

struct store_options {
    bool create;
    uint64_t map_size; /* bytes; 0 is 64 GiB */
};

/*
 * Opens the store in folder `path` (made where `create` is set). OFFPRINT_NOT_FOUND,
 * OFFPRINT_FOREIGN (no catalogue, or a newer format), OFFPRINT_STORAGE.
 */
int store_open(struct store **store, const char *path, const struct store_options *options,
               struct diag *diag);
void store_close(struct store *store);
/* Where it is: files that belong to it and need not outlive the process can stand there. */
const char *store_folder(const struct store *store);

/* What a writing transaction has found out about where its lists end; zeros before it looked. Each
 * record would have to look for these anew. */
struct store_ends {
    MDB_cursor *records, *changes; /* only for appending; LMDB closes them with the transaction */
    uint32_t last_docid;           /* the greatest that has a record */
    uint64_t last_change;          /* number of the last change */
    int64_t last_datestamp;        /* and its datestamp */
    uint64_t next_docid;           /* what the next new id gets: on disk with the commit */
};

/* A transaction. A reader sees the store as it was when it began; keep it for one request. */
struct store_transaction {
    struct store *store;
    MDB_txn *txn;
    bool writing;
    struct store_ends ends;
    struct write_ahead *ahead; /* of store_write_ahead; NULL for none */
};

int store_read(struct store_transaction *transaction, struct store *store, struct diag *diag);
/* Waits for the one writer's lock, across processes. `waiting` (may be NULL) is called once
 * before it has to wait. */
int store_write(struct store_transaction *transaction, struct store *store, void (*waiting)(void *),
                void *context, struct diag *diag);
/* For a writing transaction that becomes large: has what it writes go to the disk as it comes, and
 * not all at the commit. May be called again. */
void store_write_ahead(struct store_transaction *transaction);
/* Ends a writing transaction; a failed commit leaves the store as it was. */
int store_commit(struct store_transaction *transaction, struct diag *diag);
/* Ends either kind; what was written is forgotten. Harmless when it has ended already. */
void store_end(struct store_transaction *transaction);

MDB_dbi store_handle(const struct store_transaction *transaction, enum store_database database);

/* The one translator of LMDB's return codes. `what` names the step. Returns an offprint_status. */
int store_failed(struct diag *diag, int lmdb_code, const char *what);

/* --- meta ------------------------------------------------------------------------------------ */

/* Small named values. Reading a number that was never written gives 0. */
int store_meta_get(const struct store_transaction *transaction, const char *name, uint64_t *value,
                   struct diag *diag);
int store_meta_put(const struct store_transaction *transaction, const char *name, uint64_t value,
                   struct diag *diag);

/* The same for a text: empty where it was never written. Borrowed as records are. */
int store_meta_get_text(const struct store_transaction *transaction, const char *name,
                        struct slice *text, struct diag *diag);
/* An empty text takes the value away. */
int store_meta_put_text(const struct store_transaction *transaction, const char *name,
                        struct slice text, struct diag *diag);

/* --- records --------------------------------------------------------------------------------- */

/* What stands before a record's bytes. Slices point into the map: valid until the transaction
 * ends or writes. */
struct store_record {
    uint32_t docid;
    int64_t datestamp;
    int64_t added;   /* datestamp of its first change */
    uint64_t change; /* number of its last change */
    uint16_t collection;
    uint8_t source_format; /* number of a format, 0 where it came as MARC */
    bool deleted;
    uint32_t host; /* docid of its host, 0 where it has none */
    struct slice id;
    struct slice packed;
    struct slice source;
};

/* The docid of an id: 1 and `*docid` set, or 0. Docids begin at 1. */
int store_find(const struct store_transaction *transaction, struct slice id, uint32_t *docid,
               struct diag *diag);
/* As store_find, but gives a new id the next docid. The id may have no record yet: one that a
 * component part names before its host arrives. */
int store_claim(struct store_transaction *transaction, struct slice id, uint32_t *docid,
                struct diag *diag);
/* 1 and `*record` filled, or 0 where that docid has no record (yet). */
int store_get(const struct store_transaction *transaction, uint32_t docid,
              struct store_record *record, struct diag *diag);
/*
 * Writes `record` under its docid and appends its change to the change list. `change` is set
 * here; `deleted` writes a tombstone. Datestamps never go back: one that is before the last in
 * the list is raised to it.
 */
int store_put(struct store_transaction *transaction, struct store_record *record,
              struct diag *diag);

/* Ids are at most this many bytes. */
#define STORE_ID_MAX 480

/* --- changes --------------------------------------------------------------------------------- */

struct store_change {
    uint64_t number;
    int64_t datestamp;
    uint32_t docid;
    bool deleted;
};

/* The first change numbered `number` or more: 1, or 0 where there is none. */
int store_change_at(const struct store_transaction *transaction, uint64_t number,
                    struct store_change *change, struct diag *diag);
/* Number of the first change with that datestamp or a later one; past the last where none. */
int store_change_since(const struct store_transaction *transaction, int64_t datestamp,
                       uint64_t *number, struct diag *diag);

/* --- component parts ---------------------------------------------------------------------------
 */

/* `order` sorts the parts of one host: first page, then sequence. */
int store_part_add(const struct store_transaction *transaction, uint32_t host, uint64_t order,
                   uint32_t part, struct diag *diag);
int store_part_remove(const struct store_transaction *transaction, uint32_t host, uint32_t part,
                      struct diag *diag);
/* Fills at most `capacity` docids of parts in order; returns how many there are. */
ptrdiff_t store_parts(const struct store_transaction *transaction, uint32_t host, uint32_t *parts,
                      size_t capacity, struct diag *diag);

/* --- collections -------------------------------------------------------------------------------
 */

/* The number of a collection: 1 and `*number`, or 0. "Default" is 0 and always there. */
int store_collection_find(const struct store_transaction *transaction, struct slice name,
                          uint16_t *number, struct diag *diag);
int store_collection_claim(const struct store_transaction *transaction, struct slice name,
                           uint16_t *number, struct diag *diag);
/* Its name; borrowed as records are. Empty where there is none. */
struct slice store_collection_name(const struct store_transaction *transaction, uint16_t number);
/* How many there are; they are numbered from 0. */
int store_collection_count(const struct store_transaction *transaction, uint16_t *count,
                           struct diag *diag);

/*
 * Copies the store as it is at this instant into `folder`, which is made or must be empty, while
 * others read and write. The copy is whole and on disk, or not there. OFFPRINT_INVALID for a
 * folder that is not empty, OFFPRINT_STORAGE_FULL.
 */
int store_backup(struct store *store, const char *folder, struct diag *diag);
/*
 * Writes the store's file anew without its free pages and puts it in the place of the old one, in
 * one step. Consumes `store`, also when it fails; then the old file is still there. OFFPRINT_BUSY
 * while another process has the store open: it would go on with the old file. `waiting` as in
 * store_write.
 */
int store_compact(struct store *store, void (*waiting)(void *), void *context, struct diag *diag);

/* The first record, deleted or not, with that docid or a greater one: 1, or 0. */
int store_next(const struct store_transaction *transaction, uint32_t docid,
               struct store_record *record, struct diag *diag);
/* Visits every entry of a database in order of its keys, until a visit fails. What is visited is
 * borrowed as records are. */
int store_walk(const struct store_transaction *transaction, enum store_database database,
               int (*visit)(void *context, struct slice key, struct slice data), void *context,
               struct diag *diag);

/* How many entries a database has. */
uint64_t store_entries(const struct store_transaction *transaction, enum store_database database);

/* How many pages it has. */
uint64_t store_pages(const struct store_transaction *transaction, enum store_database database);

/* Bytes in use in the file. */
uint64_t store_bytes(const struct store_transaction *transaction);

#endif
