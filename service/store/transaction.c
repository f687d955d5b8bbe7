/* Transactions: begun, committed, ended. */
#include "store/internal.h"

#include <assert.h>
#include <time.h>

/* How long a larger map waits for the transactions of this process to end. */
#define RESIZE_SECONDS 10

/* Takes the reader that ended last, if any. Its slot in the lock file comes with it. */
static MDB_txn *take_idle(struct store *store)
{
    MDB_txn *txn = NULL;

    pthread_mutex_lock(&store->guard);
    store->active++;
    if (store->idle_count > 0)
        txn = store->idle[--store->idle_count];
    pthread_mutex_unlock(&store->guard);
    return txn;
}

void store_count_ended(struct store *store)
{
    pthread_mutex_lock(&store->guard);
    store->active--;
    pthread_cond_broadcast(&store->ended);
    pthread_mutex_unlock(&store->guard);
}

/*
 * Another process has written past the end of our map. LMDB lets it be mapped anew only while no
 * transaction of this process is under way; new ones fail alike and so come here and wait too.
 */
static int take_larger_map(struct store *store)
{
    struct timespec until;
    int code = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += RESIZE_SECONDS;
    pthread_mutex_lock(&store->guard);
    while (store->active > 0 && code == 0)
        code = pthread_cond_timedwait(&store->ended, &store->guard, &until);
    code = store->active > 0 ? MDB_MAP_RESIZED : mdb_env_set_mapsize(store->env, 0);
    pthread_mutex_unlock(&store->guard);
    return code;
}

static int begin_once(MDB_txn **txn, struct store *store, bool writing)
{
    MDB_txn *idle = NULL;
    int code;

    if (!writing) {
        idle = take_idle(store);
        if (idle != NULL && (code = mdb_txn_renew(idle)) == 0) {
            *txn = idle;
            return 0;
        }
        if (idle != NULL)
            mdb_txn_abort(idle);
    } else {
        pthread_mutex_lock(&store->guard);
        store->active++;
        pthread_mutex_unlock(&store->guard);
    }
    code = mdb_txn_begin(store->env, NULL, writing ? 0 : MDB_RDONLY, txn);
    if (code != 0)
        store_count_ended(store);
    return code;
}

int store_begin(MDB_txn **txn, struct store *store, bool writing, struct diag *diag)
{
    int code = begin_once(txn, store, writing), dead;

    if (code == MDB_MAP_RESIZED && (code = take_larger_map(store)) == 0)
        code = begin_once(txn, store, writing);
    if (code == MDB_READERS_FULL && mdb_reader_check(store->env, &dead) == 0)
        code = begin_once(txn, store, writing);
    if (code != 0)
        return store_failed(diag, code, "cannot begin a transaction");
    return OFFPRINT_OK;
}

int store_read(struct store_transaction *transaction, struct store *store, struct diag *diag)
{
    *transaction = (struct store_transaction){.store = store};
    return store_begin(&transaction->txn, store, false, diag);
}

int store_write(struct store_transaction *transaction, struct store *store, void (*waiting)(void *),
                void *context, struct diag *diag)
{
    int status;

    *transaction = (struct store_transaction){.store = store, .writing = true};
    if (store->read_only)
        return diag_set(diag, OFFPRINT_STORAGE,
                        "the catalogue %s cannot be written: no permission, or read-only media",
                        store->path);
    if ((status = store_lock(store, waiting, context, diag)) < 0)
        return status;
    if ((status = store_begin(&transaction->txn, store, true, diag)) < 0)
        store_unlock(store);
    return status;
}

int store_commit(struct store_transaction *transaction, struct diag *diag)
{
    int status, code;

    assert(transaction->writing && transaction->txn != NULL);
    if ((status = store_put_next_docid(transaction, diag)) < 0) {
        store_end(transaction);
        return status;
    }
    code = mdb_txn_commit(transaction->txn); /* releases it, also when it fails */
    store_end_write_ahead(transaction);
    transaction->txn = NULL;
    store_count_ended(transaction->store);
    store_unlock(transaction->store);
    if (code != 0)
        return store_failed(diag, code, "cannot commit");
    return OFFPRINT_OK;
}

/* Keeps an ended reader for the next, or releases it. */
static void put_idle(struct store *store, MDB_txn *txn)
{
    mdb_txn_reset(txn);
    pthread_mutex_lock(&store->guard);
    if (store->idle_count < STORE_IDLE_READERS) {
        store->idle[store->idle_count++] = txn;
        txn = NULL;
    }
    pthread_mutex_unlock(&store->guard);
    if (txn != NULL)
        mdb_txn_abort(txn);
}

void store_end(struct store_transaction *transaction)
{
    if (transaction->txn == NULL)
        return;
    store_end_write_ahead(transaction);
    if (transaction->writing)
        mdb_txn_abort(transaction->txn);
    else
        put_idle(transaction->store, transaction->txn);
    transaction->txn = NULL;
    store_count_ended(transaction->store);
    if (transaction->writing)
        store_unlock(transaction->store);
}

MDB_dbi store_handle(const struct store_transaction *transaction, enum store_database database)
{
    return transaction->store->handles[database];
}
