/* Copies of a store: a backup of it, and a compacted one that takes its place. */
#include "store/internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <offprint/buffer.h>

#include "base/memory.h"

#define DATA_FILE "data.mdb"
#define LOCK_FILE "lock.mdb"
/* A copy that is not whole yet. */
#define PART_FILE "data.mdb.part"

static char *path_of(const char *folder, const char *name)
{
    struct buffer path;

    buffer_init(&path);
    buffer_printf(&path, "%s/%s", folder, name);
    return buffer_take(&path, NULL);
}

static int failed(struct diag *diag, int code, const char *what, const char *path)
{
    struct buffer sentence;
    int status;

    buffer_init(&sentence);
    buffer_printf(&sentence, "%s %s", what, path);
    status = store_failed(diag, code, sentence.data);
    buffer_finish(&sentence);
    return status;
}

/* A name is on disk when its folder is. */
static int sync_folder(const char *folder, struct diag *diag)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), code = 0;

    if (file < 0 || fsync(file) != 0)
        code = errno;
    if (file >= 0)
        close(file);
    return code == 0 ? OFFPRINT_OK : failed(diag, code, "cannot write the folder", folder);
}

/* 0, or an errno or a code of LMDB's. */
static int copy_into(struct store *store, int file)
{
    int code = mdb_env_copyfd2(store->env, file, MDB_CP_COMPACT);

    /* So LMDB calls a file with pages that nothing uses and nothing calls free; it takes them
     * along where it does not compact. */
    if (code == MDB_INCOMPATIBLE) {
        if (ftruncate(file, 0) != 0 || lseek(file, 0, SEEK_SET) != 0)
            return errno;
        code = mdb_env_copyfd2(store->env, file, 0);
    }
    if (code == 0 && fsync(file) != 0)
        code = errno;
    return code;
}

/* Writes a whole copy to PART_FILE in `folder`; leaves nothing there where it fails. */
static int write_part(struct store *store, const char *folder, struct diag *diag)
{
    char *path = path_of(folder, PART_FILE);
    struct store_transaction transaction;
    int file, code, status = store_read(&transaction, store, diag);

    /* LMDB's own reader would not notice that another process has made the map larger. */
    if (status < 0)
        goto out;
    store_end(&transaction);
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0664);
    code = file < 0 ? errno : copy_into(store, file);
    if (file >= 0 && close(file) != 0 && code == 0)
        code = errno;
    if (code != 0) {
        unlink(path);
        status = failed(diag, code, "cannot write", path);
    }
out:
    free(path);
    return status;
}

/* Gives the whole copy its name, in one step. */
static int name_part(const char *folder, struct diag *diag)
{
    char *part = path_of(folder, PART_FILE), *whole = path_of(folder, DATA_FILE);
    int status = OFFPRINT_OK;

    if (rename(part, whole) != 0)
        status = failed(diag, errno, "cannot write", whole);
    else
        status = sync_folder(folder, diag);
    free(part);
    free(whole);
    return status;
}

/* --- backup ----------------------------------------------------------------------------------- */

static int check_target(const char *folder, struct diag *diag)
{
    DIR *directory;
    const struct dirent *entry;
    bool empty = true;

    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return failed(diag, errno, "cannot make the folder", folder);
    if ((directory = opendir(folder)) == NULL)
        return failed(diag, errno, "cannot read the folder", folder);
    while ((entry = readdir(directory)) != NULL)
        empty = empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    closedir(directory);
    if (!empty)
        return diag_refuse(diag, OFFPRINT_INVALID, folder,
                           "the folder %s is not empty: a backup takes one of its own", folder);
    return OFFPRINT_OK;
}

int store_backup(struct store *store, const char *folder, struct diag *diag)
{
    int status = check_target(folder, diag);

    if (status >= 0)
        status = write_part(store, folder, diag);
    return status < 0 ? status : name_part(folder, diag);
}

/* --- compacting ------------------------------------------------------------------------------- */

bool store_is_current(const struct store *store)
{
    char *path = path_of(store->path, DATA_FILE);
    struct stat opened, named;
    int file;
    bool current = mdb_env_get_fd(store->env, &file) == 0 && fstat(file, &opened) == 0 &&
                   stat(path, &named) == 0 && opened.st_dev == named.st_dev &&
                   opened.st_ino == named.st_ino;

    free(path);
    return current;
}

/* Takes the process of another reader from a line of LMDB's list of them. */
static int find_other(const char *line, void *context)
{
    long *other = context, process = strtol(line, NULL, 10);

    if (process > 0 && process != (long)getpid())
        *other = process;
    return 0;
}

static int refuse_open(const char *path, long process, struct diag *diag)
{
    if (process <= 0)
        return diag_set(diag, OFFPRINT_BUSY,
                        "another process has the catalogue %s open: stop it, and compact then",
                        path);
    return diag_set(diag, OFFPRINT_BUSY,
                    "process %ld has the catalogue %s open: stop it, and compact then", process,
                    path);
}

/* Another process that reads: found early, before the work. lock_out makes sure. */
static int check_readers(const struct store *store, struct diag *diag)
{
    long other = 0;
    int dead;

    mdb_reader_check(store->env, &dead);
    mdb_reader_list(store->env, find_other, &other);
    return other > 0 ? refuse_open(store->path, other, diag) : OFFPRINT_OK;
}

/*
 * Takes the lock that LMDB holds shared in each process that has the environment open, and asks
 * for before it opens the data file: with it nobody has the file, and who comes waits. The store
 * must be closed, for closing any descriptor of a file drops a process's locks on it. Returns the
 * descriptor that holds the lock.
 */
static int lock_out(const char *folder, struct diag *diag)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
    char *path = path_of(folder, LOCK_FILE);
    int file = open(path, O_RDWR | O_CLOEXEC), status = OFFPRINT_OK;

    if (file < 0) {
        status = failed(diag, errno, "cannot open", path);
    } else if (fcntl(file, F_SETLK, &lock) != 0) {
        bool known = fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;

        status = refuse_open(folder, known ? (long)lock.l_pid : 0, diag);
        close(file);
    }
    free(path);
    return status < 0 ? status : file;
}

/*
 * Whoever opens the environment with the lock to himself writes the lock file anew; so we do,
 * before we let anybody in. Our lock does not keep ourselves out, and becomes a shared one by it.
 */
static int renew_lock_file(const char *folder, struct diag *diag)
{
    MDB_env *env;
    int code = mdb_env_create(&env);

    if (code != 0)
        return failed(diag, code, "cannot open the compacted", folder);
    if ((code = mdb_env_set_maxreaders(env, STORE_READERS)) == 0)
        code = mdb_env_open(env, folder, 0, 0664);
    mdb_env_close(env);
    return code == 0 ? OFFPRINT_OK : failed(diag, code, "cannot open the compacted", folder);
}

/*
 * Puts the copy in the place of a store that is closed. The lock file tells of the old file's last
 * transaction, and who waits for our lock would believe it: LMDB would look for that transaction
 * in the new file and take it for empty. So the lock file is emptied first. If we are killed, who
 * waits fails, and the next to come makes it anew.
 */
static int replace(const char *folder, int lock, struct diag *diag)
{
    int status, renewed;

    if (ftruncate(lock, 0) != 0)
        return failed(diag, errno, "cannot write the lock file in", folder);
    status = name_part(folder, diag);
    renewed = renew_lock_file(folder, status < 0 ? NULL : diag);
    return status < 0 ? status : renewed;
}

static int take_place(const char *folder, struct diag *diag)
{
    int lock = lock_out(folder, diag), status = lock;

    if (lock >= 0)
        status = replace(folder, lock, diag);
    if (status < 0) {
        char *part = path_of(folder, PART_FILE);

        unlink(part);
        free(part);
    }
    if (lock >= 0)
        close(lock);
    return status < 0 ? status : OFFPRINT_OK;
}

int store_compact(struct store *store, void (*waiting)(void *), void *context, struct diag *diag)
{
    char *folder = memory_string(store->path);
    int writer = -1, status;

    if (store->read_only)
        status = diag_set(diag, OFFPRINT_STORAGE, "the catalogue %s cannot be written", folder);
    else
        status = check_readers(store, diag);
    if (status >= 0 && (status = store_lock(store, waiting, context, diag)) >= 0) {
        if ((status = write_part(store, folder, diag)) < 0)
            store_unlock(store);
        else
            writer = dup(store->lock_file); /* the lock is this one's too */
    }
    store_close(store);
    if (status >= 0)
        status = take_place(folder, diag);
    if (writer >= 0)
        close(writer);
    free(folder);
    return status;
}
