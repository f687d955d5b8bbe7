/* What a docset is made of, for the files that fill one. */
#ifndef OFFPRINT_INDEX_DOCSET_PRIVATE_H
#define OFFPRINT_INDEX_DOCSET_PRIVATE_H

#include "index/docset.h"
#include "index/docset_list.h"

/* No list has more: as a bitmap, so many docids take less memory and are joined quicker. */
#define DOCSET_LIST_MAX 16384u

struct docset {
    struct roaring_bitmap_s *bitmap; /* NULL: it is a list */
    uint32_t *docids;
    size_t count, capacity;
};

static inline struct docid_list docset_as_list(const struct docset *set)
{
    return (struct docid_list){set->docids, set->count};
}

/* Makes room in a list for so many more; false where it would be too long for one. */
bool docset_reserve(struct docset *set, size_t extra);
void docset_become_bitmap(struct docset *set);

#endif
