/*
 * Bytes that are written now and read later, once: more than memory should hold. They stand in a
 * file without a name, so that nothing is left of them whatever happens; few stay in memory.
 */
#ifndef OFFPRINT_BASE_SPOOL_H
#define OFFPRINT_BASE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/buffer.h>
#include <offprint/slice.h>

/* What a file could not take fails it: then what is added is lost, and spool_error says so. */
struct spool {
    const char *folder; /* where the file is; borrowed */
    int file;           /* -1 while there is none */
    int error;          /* an errno, or 0 */
    size_t pending_max; /* what may be pending before it is written */
    uint64_t written;   /* bytes in the file */
    struct buffer pending;
    void *map; /* of the file, or NULL */
    size_t mapped;
};

/* What may be pending before it is written, where spools are few. */
#define SPOOL_PENDING ((size_t)1 << 20)

void spool_init(struct spool *spool, const char *folder, size_t pending_max);
void spool_finish(struct spool *spool);
/* Makes it empty again, and whole where it had failed; the file stays. */
void spool_clear(struct spool *spool);

/* So many bytes were added. */
static inline uint64_t spool_length(const struct spool *spool)
{
    return spool->written + spool->pending.length;
}

/* Moves what is pending into the file. */
void spool_write(struct spool *spool);

/* Room for `length` bytes, one behind the other; spool_advance then says how many were filled. */
static inline uint8_t *spool_reserve(struct spool *spool, size_t length)
{
    if (spool->pending.length >= spool->pending_max)
        spool_write(spool);
    return (uint8_t *)buffer_reserve(&spool->pending, length);
}

static inline void spool_advance(struct spool *spool, const uint8_t *end)
{
    spool->pending.length = (size_t)(end - (const uint8_t *)spool->pending.data);
}

static inline void spool_add(struct spool *spool, const void *bytes, size_t length)
{
    uint8_t *at = spool_reserve(spool, length);

    if (length > 0)
        memcpy(at, bytes, length);
    spool->pending.length += length;
}

/* Each of these returns 0, or the errno of what went wrong first. */

/* Was everything added that should be? */
static inline int spool_error(const struct spool *spool)
{
    return spool->error;
}

/* All of it, readable until the next call that changes the spool. */
int spool_map(struct spool *spool, struct slice *bytes);

#endif
