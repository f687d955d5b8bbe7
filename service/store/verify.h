/* Contradictions in a store: how they are said, and those of the store itself. */
#ifndef OFFPRINT_STORE_VERIFY_H
#define OFFPRINT_STORE_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

/* A bit a docid, from 0 to below `end`. */
struct docids {
    uint64_t *words; /* owned */
    uint32_t end;
};

void docids_init(struct docids *docids, uint32_t end);
void docids_finish(struct docids *docids);

static inline bool docids_has(const struct docids *docids, uint32_t docid)
{
    return docid < docids->end && (docids->words[docid / 64] >> docid % 64 & 1) != 0;
}

static inline void docids_add(struct docids *docids, uint32_t docid)
{
    if (docid < docids->end)
        docids->words[docid / 64] |= UINT64_C(1) << docid % 64;
}

/* One verification, over one snapshot. */
struct verify {
    struct store_transaction *transaction;
    /* Both may be NULL. What they are given is borrowed until they return. */
    void (*found)(void *context, const char *where, const char *what);
    void (*progress)(void *context, uint64_t done, uint64_t total);
    void *context;
    struct diag *diag;
    uint64_t contradictions;

    /* What verify_store counts, for those who come after it. */
    uint64_t records, deleted, parts, changes;
    uint32_t next_docid;
    struct docids live; /* records that are not deleted; verify_finish releases it */
    char place[600];
};

/* Says a contradiction, and where it is. */
void verify_say(struct verify *verify, const char *where, const char *what, ...)
    OFFPRINT_PRINTF(3, 4);
/* "record "id"" or, where there is none, "docid 7"; borrowed until the next call. */
const char *verify_record_place(struct verify *verify, uint32_t docid);
void verify_finish(struct verify *verify);

/*
 * Checks records, ids, changes, component parts and collections against each other, each both
 * ways. Memory: four bits a docid. Negative where the store cannot be read at all.
 */
int verify_store(struct verify *verify);

#endif
