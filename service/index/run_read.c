/* Runs, read back from their spools. */
#include <string.h>

#include "index/run.h"

/* --- keys ------------------------------------------------------------------------------------- */

void run_keys_begin(struct run_keys *keys, const struct run *run, struct slice bytes)
{
    keys->at = (const uint8_t *)bytes.data + run->keys;
    keys->left = run->term_count;
    keys->length = keys->shared = 0;
}

bool run_keys_next(struct run_keys *keys)
{
    size_t rest;

    if (keys->left == 0)
        return false;
    keys->left--;
    keys->shared = run_take(&keys->at);
    rest = run_take(&keys->at);
    memcpy(keys->key + keys->shared, keys->at, rest);
    keys->at += rest;
    keys->length = keys->shared + rest;
    memset(keys->key + keys->length, 0, 8);
    return true;
}

/* --- documents -------------------------------------------------------------------------------- */

void run_documents_begin(struct run_documents *documents, const struct run *run, size_t columns,
                         struct slice bytes)
{
    *documents = (struct run_documents){
        .at = (const uint8_t *)bytes.data + run->documents,
        .left = run->document_count,
        .columns = columns,
    };
    run_documents_next(documents);
}

void run_documents_next(struct run_documents *documents)
{
    uint32_t length;

    documents->docid = 0;
    if (documents->left == 0)
        return;
    documents->left--;
    memcpy(&documents->docid, documents->at, 4);
    memcpy(&length, documents->at + 4, 4);
    documents->at += 8;
    documents->removed = length == RUN_REMOVED;
    if (documents->removed)
        length = 0;
    documents->items = slice_make((const char *)documents->at, length);
    documents->sorts = documents->at + length;
    documents->at += length + documents->columns * sizeof(uint64_t);
}
