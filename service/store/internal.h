/* What the store's own files share. */
#ifndef OFFPRINT_STORE_INTERNAL_H
#define OFFPRINT_STORE_INTERNAL_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "store/store.h"

/* Slots for readers in LMDB's lock file, over all processes. */
#define STORE_READERS 1024
/* Ended readers that keep their slot in the lock file for the next one. */
#define STORE_IDLE_READERS 16

/* Names in the meta database that the store keeps for itself. */
#define META_MAGIC "offprint"
#define META_FORMAT "store.format"
#define META_NEXT_DOCID "store.next-docid"
#define META_COLLECTIONS "store.collections"

/*
 * LMDB allows one open environment a file and process: a catalogue is opened once, and every
 * thread shares this.
 */
struct store {
    char *path;
    MDB_env *env;
    MDB_dbi handles[STORE_DATABASES];
    bool read_only;

    int lock_file;          /* "writer.lock": flock() held while a transaction writes */
    pthread_mutex_t writer; /* the same between the threads of this process */

    pthread_mutex_t guard; /* over what follows */
    pthread_cond_t ended;  /* a transaction has ended */
    unsigned active;       /* transactions under way: the map moves only at 0 */
    MDB_txn *idle[STORE_IDLE_READERS];
    unsigned idle_count;
};

/* LMDB's files begin so: `data.mdb` behind a page header, `lock.mdb` at once. */
#define LMDB_MAGIC UINT32_C(0xbeefc0de)

/*
 * Opens LMDB's environment on the file that is in the folder now; one that may not be written is
 * opened for reading. `size` is the data file's. OFFPRINT_BUSY where a lock file that another
 * process left unfinished does not go away.
 */
int store_open_environment(struct store *store, uint64_t map_size, off_t size, struct diag *diag);

/* Opens the writer's lock file within the store's folder. */
int store_lock_open(struct store *store, struct diag *diag);
/* Takes the writer's lock; `waiting` as in store_write. */
int store_lock(struct store *store, void (*waiting)(void *), void *context, struct diag *diag);
void store_unlock(struct store *store);

/* Begins an LMDB transaction, in spite of stale readers and of a map that has grown elsewhere. */
int store_begin(MDB_txn **txn, struct store *store, bool writing, struct diag *diag);

/* Is the file that was opened still the one in the folder, and not one that store_compact has
 * put another in the place of? */
bool store_is_current(const struct store *store);

/* Ends what store_write_ahead began, if it did. */
void store_end_write_ahead(struct store_transaction *transaction);

/* Says that a transaction which store_begin began has ended. */
void store_count_ended(struct store *store);

/* Appends the record's change: sets its number, and raises its datestamp where it would go back. */
int store_change_append(struct store_transaction *transaction, struct store_record *record,
                        struct diag *diag);

/* Writes the docid that the next new id gets, where ids were claimed. */
int store_put_next_docid(const struct store_transaction *transaction, struct diag *diag);

#endif
