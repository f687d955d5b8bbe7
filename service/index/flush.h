/* What the steps of a flush share. */
#ifndef OFFPRINT_INDEX_FLUSH_H
#define OFFPRINT_INDEX_FLUSH_H

#include <lmdb.h>

#include "index/facets.h"
#include "index/pending.h"
#include "index/term_sort.h"

struct removal {
    uint32_t number;
    uint32_t docid;
};

struct flush {
    struct index_writer *writer;
    struct store_transaction *transaction;
    struct diag *diag;

    struct pending_document **live; /* the last of each docid, in order */
    size_t live_count;
    struct radix_item *terms; /* of live documents */
    size_t term_count;
    struct large terms_memory, docids_memory; /* what `terms` and `docids` stand in */
    uint32_t first_new;                       /* number of the first term that is new */
    uint32_t next;                            /* and past the last */
    uint32_t *docids;                         /* of each term, one after another */
    uint32_t last_forward;                    /* no forward list stands past this docid */
    MDB_cursor *forward;
    struct facet_writer facets;
    uint32_t *old; /* numbers of the terms that the document at hand had, in order */
    bool *kept;    /* and whether it still has them */
    size_t old_count, old_capacity;
    struct removal *removals;
    size_t removal_count, removal_capacity;
    struct buffer bytes;
};

/* Finds the documents that count, and how many have each term. */
void flush_find_live(struct flush *flush);
/* Numbers the terms of live documents, new ones too, and makes room for their docids. */
int flush_terms(struct flush *flush);
/* Writes the forward lists, fills in each term's docids, and finds what records no longer have. */
int flush_documents(struct flush *flush);

#endif
