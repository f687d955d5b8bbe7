/* An index emptied, so that it can be made anew. */
#include <string.h>

#include "index/index.h"
#include "store/store.h"
#include "store/value.h"

int index_clear(struct store_transaction *transaction, struct diag *diag)
{
    static const enum store_database own[] = {STORE_TERMS, STORE_POSTS, STORE_FORWARD,
                                              STORE_COLUMNS, STORE_FACETS};
    MDB_val key = value_of(META_NEXT_TERM, strlen(META_NEXT_TERM));
    int code = 0;

    for (size_t i = 0; i < sizeof own / sizeof *own && code == 0; i++)
        code = mdb_drop(transaction->txn, store_handle(transaction, own[i]), 0);
    if (code == 0)
        code = mdb_del(transaction->txn, store_handle(transaction, STORE_META), &key, NULL);
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(diag, code, "cannot empty the index");
    return OFFPRINT_OK;
}
