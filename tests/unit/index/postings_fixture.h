/* A store to write postings to, and a plain set to hold them against. */
#ifndef OFFPRINT_TEST_POSTINGS_FIXTURE_H
#define OFFPRINT_TEST_POSTINGS_FIXTURE_H

#include "../store/folder.h"

#include "base/bytes.h"
#include "index/docset.h"
#include "index/index.h"
#include "index/postings.h"
#include "store/value.h"

#define UNIVERSE 200000
#define TERM 77

struct fixture {
    struct folder folder;
    struct store *store;
    struct store_transaction transaction;
    struct diag diag;
    bool *has;
};

static uint32_t seed = 1;

static inline uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

static inline int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    folder_make(&f->folder);
    f->store = folder_open(&f->folder);
    f->transaction = begin_write(f->store);
    f->has = calloc(UNIVERSE, sizeof(bool));
    *state = f;
    return 0;
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;

    store_end(&f->transaction);
    store_close(f->store);
    folder_remove(&f->folder);
    free(f->has);
    free(f);
    return 0;
}

static inline void update(struct fixture *f, uint32_t term, const uint32_t *added,
                          size_t added_count, const uint32_t *removed, size_t removed_count)
{
    const struct postings_change change = {added, removed, added_count, removed_count};
    struct postings_writer writer;

    succeeds(postings_writer_open(&writer, &f->transaction, &f->diag), &f->diag);
    succeeds(postings_update(&writer, term, &change), &f->diag);
    succeeds(postings_writer_flush(&writer), &f->diag);
    postings_writer_close(&writer);
}

#define TEST(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)

#endif
