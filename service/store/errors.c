/* LMDB's return codes, turned into ours. */
#include "store/store.h"

#include <errno.h>

static const struct {
    int code;
    int status;
    const char *sentence;
} table[] = {
    {MDB_MAP_FULL, OFFPRINT_STORAGE_FULL,
     "the catalogue has reached its map size; open it with a larger one"},
    {ENOSPC, OFFPRINT_STORAGE_FULL, "the disk is full"},
    {EDQUOT, OFFPRINT_STORAGE_FULL, "the disk quota is used up"},
    {EFBIG, OFFPRINT_STORAGE_FULL, "the file would be larger than the system allows"},
    {MDB_TXN_FULL, OFFPRINT_STORAGE_FULL, "the batch is too large; commit more often"},
    {MDB_READERS_FULL, OFFPRINT_BUSY, "every reader slot of the catalogue is taken"},
    {MDB_INVALID, OFFPRINT_FOREIGN, "its data.mdb is not an LMDB file"},
    {MDB_VERSION_MISMATCH, OFFPRINT_FOREIGN, "its data.mdb is of another LMDB version"},
    {MDB_INCOMPATIBLE, OFFPRINT_FOREIGN, "its data.mdb has databases of another shape"},
    {MDB_CORRUPTED, OFFPRINT_CORRUPT, "a page of the catalogue is damaged; restore a backup"},
    {MDB_PAGE_NOTFOUND, OFFPRINT_CORRUPT, "a page of the catalogue is missing; restore a backup"},
    {MDB_PANIC, OFFPRINT_STORAGE, "an earlier write failed; close the catalogue and open it again"},
    {MDB_BAD_TXN, OFFPRINT_STORAGE, "an earlier step of this batch failed; abort it"},
    {MDB_MAP_RESIZED, OFFPRINT_BUSY, "another process has made the catalogue's map larger"},
    {EACCES, OFFPRINT_STORAGE, "permission denied"},
    {EPERM, OFFPRINT_STORAGE, "permission denied"},
    {EROFS, OFFPRINT_STORAGE, "the file system is read-only"},
    {ENOMEM, OFFPRINT_STORAGE,
     "no address space or memory for the map; open it with a smaller one"},
    /* So LMDB calls a write that was cut short, which is how a full disk shows first. */
    {EIO, OFFPRINT_STORAGE_FULL, "a write was cut short: the disk is full, or failing"},
};

int store_failed(struct diag *diag, int lmdb_code, const char *what)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].code == lmdb_code)
            return diag_set(diag, table[i].status, "%s: %s", what, table[i].sentence);
    }
    return diag_set(diag, OFFPRINT_STORAGE, "%s: %s", what, mdb_strerror(lmdb_code));
}
