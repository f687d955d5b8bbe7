/* Forward lists written: blocks taken apart, changed lists put in, and blocks put back. */
#ifndef OFFPRINT_INDEX_FORWARD_WRITE_H
#define OFFPRINT_INDEX_FORWARD_WRITE_H

#include <lmdb.h>

#include <offprint/buffer.h>
#include <offprint/status.h>

#include "index/forward_block.h"

struct store_transaction;

/* A list that waits to be written, by where it stands in the writer's bytes. */
struct forward_waiting {
    uint32_t docid;
    size_t start, rest, end;
};

/*
 * Lists come in order of docid. Those of one stretch of docids, from a block of the store to the
 * next one, are put together with what that block has and cut into blocks anew.
 */
struct forward_writer {
    struct store_transaction *transaction;
    MDB_cursor *cursor;
    struct diag *diag;

    /* The stretch at hand. */
    bool begun;
    bool is_last;             /* no block follows it */
    uint64_t end;             /* docid of the first block behind it */
    struct forward_block old; /* the block that it has in the store: all zeros where it has none */
    struct buffer old_bytes;  /* its copy: what stands in the store moves as it is written */
    uint32_t old_next;        /* the first docid of it that was not looked at yet */
    bool old_written;         /* another stands in its place */
    struct buffer bytes;      /* lists that wait */
    struct forward_waiting waiting[2 * FORWARD_BLOCK_DOCIDS + 1];
    size_t count;
};

int forward_writer_open(struct forward_writer *writer, struct store_transaction *transaction,
                        struct diag *diag);
/* Releases it; what was not written is lost. Harmless where it was never opened. */
void forward_writer_finish(struct forward_writer *writer);

/* Goes to a document, past the one before: `*old` is its list in the store, empty where it has
 * none. Borrowed until the writer is called again. */
int forward_writer_seek(struct forward_writer *writer, uint32_t docid, struct forward_list *old);
/* The list of that document from now on; an empty one takes it away. */
int forward_writer_put(struct forward_writer *writer, uint32_t docid,
                       const struct forward_list *list);
/* Writes what waits. */
int forward_writer_end(struct forward_writer *writer);

#endif
