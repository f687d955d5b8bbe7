/* LMDB's environment opened, whatever others do with its files meanwhile. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <offprint/buffer.h>

#define MAP_SIZE (UINT64_C(64) << 30)

/* For how long an unfinished lock file is waited for to go: two seconds. */
#define OPEN_TRIES 200
#define OPEN_PAUSE_NANOSECONDS 10000000
/* So often in turn the same failure with a whole lock file is a true one. */
#define DOUBTS_MAX 3

/* Reading ahead helps what fits into memory, and only evicts other pages where it does not. */
static bool outgrows_memory(off_t size)
{
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);

    return pages > 0 && page > 0 && (uint64_t)size / 2 > (uint64_t)pages / 4 * (uint64_t)page;
}

static int try_environment(struct store *store, uint64_t map_size, unsigned flags)
{
    int code = mdb_env_create(&store->env);

    if (code != 0) {
        store->env = NULL;
        return code;
    }
    if ((code = mdb_env_set_maxdbs(store->env, STORE_DATABASES)) == 0 &&
        (code = mdb_env_set_maxreaders(store->env, STORE_READERS)) == 0 &&
        (code = mdb_env_set_mapsize(store->env, map_size)) == 0)
        code = mdb_env_open(store->env, store->path, flags, 0664);
    if (code != 0) {
        mdb_env_close(store->env);
        store->env = NULL;
    }
    return code;
}

/*
 * LMDB writes the lock file when it opens an environment that nobody else has open, and who comes
 * meanwhile waits, and believes what it finds. Where the first one was killed at that, or while it
 * put a compacted file in the place of the old one (store_compact), it finds an empty file, one
 * without a head, or one that calls the last transaction the 0th, which is an earlier state or an
 * empty catalogue. Once nobody has it open the next to come makes it anew: so we let go of it, and
 * come again.
 */

/* How `lock.mdb` begins when it is whole: LMDB's magic, and a format that is not 0. */
static bool is_lock_file_whole(const struct store *store)
{
    uint32_t head[2] = {0, 0};
    struct buffer path;
    int file;
    bool whole;

    buffer_init(&path);
    buffer_printf(&path, "%s/lock.mdb", store->path);
    file = open(path.data, O_RDONLY | O_CLOEXEC);
    whole = file >= 0 && read(file, head, sizeof head) == (ssize_t)sizeof head &&
            head[0] == LMDB_MAGIC && head[1] != 0;
    if (file >= 0)
        close(file);
    buffer_finish(&path);
    return whole;
}

/* Is the last transaction of the lock file that of the data file, or a later one? */
static int check_last_transaction(MDB_env *env, bool *good)
{
    MDB_envinfo about;
    MDB_txn *txn;
    int code = mdb_env_info(env, &about);

    if (code == 0)
        code = mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);
    if (code != 0)
        return code;
    *good = mdb_txn_id(txn) >= about.me_last_txnid;
    mdb_txn_abort(txn);
    return 0;
}

enum outcome {
    OPENED,
    FAILED,    /* for a reason of its own */
    DOUBTFUL,  /* so it fails on an unfinished lock file too, which by now may be whole */
    UNSETTLED, /* come again */
};

/* What a failure to open means. */
static enum outcome judge_failure(const struct store *store, int code)
{
    if (code != EINVAL && code != MDB_INVALID && code != MDB_VERSION_MISMATCH)
        return FAILED;
    return is_lock_file_whole(store) ? DOUBTFUL : UNSETTLED;
}

/* Opens the environment, and closes it again where it is not to be used. */
static enum outcome open_once(struct store *store, uint64_t map_size, unsigned flags, int *code)
{
    bool good = false;
    int checked;

    if ((*code = try_environment(store, map_size, flags)) != 0)
        return judge_failure(store, *code);
    checked = check_last_transaction(store->env, &good);
    /* Whoever begins a transaction sees to these. */
    good = good || checked == MDB_MAP_RESIZED || checked == MDB_READERS_FULL;
    if (good && store_is_current(store))
        return OPENED;
    mdb_env_close(store->env);
    store->env = NULL;
    *code = checked;
    return good || checked == 0 ? UNSETTLED : FAILED;
}

/* Opens it as often as somebody else's death or work makes that necessary. 0, a code of LMDB's, or
 * EBUSY where it does not end. */
static int open_patiently(struct store *store, uint64_t map_size, unsigned flags)
{
    int code, doubts = 0;

    for (int i = 0; i < OPEN_TRIES; i++) {
        enum outcome outcome = open_once(store, map_size, flags, &code);

        doubts = outcome == DOUBTFUL ? doubts + 1 : 0;
        if (outcome == OPENED || outcome == FAILED || doubts == DOUBTS_MAX)
            return code;
        nanosleep(&(struct timespec){.tv_nsec = OPEN_PAUSE_NANOSECONDS}, NULL);
    }
    return EBUSY;
}

static int refuse_environment(const struct store *store, int code, struct diag *diag)
{
    struct buffer what;
    int status;

    if (code == EBUSY)
        return diag_set(diag, OFFPRINT_BUSY,
                        "the lock file of the catalogue %s was left unfinished by a process that "
                        "was killed, and others have it open: stop them, and open it again",
                        store->path);
    buffer_init(&what);
    buffer_printf(&what, "cannot open the catalogue %s", store->path);
    status = store_failed(diag, code, what.data);
    buffer_finish(&what);
    return status;
}

/* Where the catalogue may not be written, it can still be read. */
int store_open_environment(struct store *store, uint64_t map_size, off_t size, struct diag *diag)
{
    unsigned flags = MDB_NOTLS | (outgrows_memory(size) ? MDB_NORDAHEAD : 0);
    int code, dead;

    if (map_size == 0)
        map_size = MAP_SIZE;
    if (map_size > SIZE_MAX)
        return diag_set(diag, OFFPRINT_INVALID, "the map size %llu is more than this machine maps",
                        (unsigned long long)map_size);
    code = open_patiently(store, map_size, flags);
    if (code == EACCES || code == EROFS || code == EPERM) {
        store->read_only = true;
        code = open_patiently(store, map_size, flags | MDB_RDONLY);
    }
    if (code != 0)
        return refuse_environment(store, code, diag);
    mdb_reader_check(store->env, &dead);
    return OFFPRINT_OK;
}
