/*
 * Postings are read where they stand, in LMDB's pages: a chunk becomes docids of a list, or is only
 * looked into for those that are wanted, without a bitmap being made of it.
 */
#include "index/docset_private.h"

#include <assert.h>
#include <stdlib.h>

#include <offprint/buffer.h>

#include "index/docset_bytes.h"
#include "index/docset_pages.h"

/* False where the bytes are not one container, or have a docid 0. */
static bool read_container(struct container *container, struct slice bytes)
{
    if (!container_read(container, bytes))
        return false;
    return container->base > 0 ||
           (container->bits != NULL ? !container_has_bit(container, 0) : container->values[0] > 0);
}

/* The docids of a list that have the upper 16 bits of `base`. */
static struct docid_list part_of(struct docid_list list, uint32_t base)
{
    size_t from = docid_list_below(list, base), count;

    list.docids += from;
    list.count -= from;
    count = docid_list_below(list, base | 0xffff);
    list.count = count + (count < list.count && list.docids[count] == (base | 0xffff));
    return list;
}

/* Those of `part` that are in the container too. */
static size_t write_within(uint32_t *out, const struct container *container, struct docid_list part)
{
    size_t kept = 0;

    if (container->bits == NULL)
        return docid_list_and_values(out, part, container->values, container->count);
    for (size_t i = 0; i < part.count; i++) {
        out[kept] = part.docids[i];
        kept += container_has_bit(container, part.docids[i] & 0xffff);
    }
    return kept;
}

/* All of an array. */
static size_t write_all(uint32_t *out, const struct container *container)
{
    for (uint32_t i = 0; i < container->count; i++)
        out[i] = container->base | container->values[i];
    return container->count;
}

/* Adds an array, or those of `part`, which is not NULL where the container is no array. */
static void add_container(struct docset *set, const struct container *container,
                          const struct docid_list *part)
{
    size_t most = part != NULL ? part->count : container->count;
    bool behind = set->count == 0 || set->docids[set->count - 1] < container->base;
    bool direct = set->bitmap == NULL && behind && docset_reserve(set, most);
    struct docset apart = {0}, *to = direct ? set : &apart;
    uint32_t *out;

    if (!direct)
        docset_reserve(&apart, most);
    out = to->docids + to->count;
    to->count += part != NULL ? write_within(out, container, *part) : write_all(out, container);
    if (!direct)
        docset_or(set, &apart);
    free(apart.docids);
}

/* What bytes say that CRoaring has to read. */
static bool read_by_bitmap(struct docset *set, struct slice bytes, const struct docset *within)
{
    struct docset *chunk;
    bool good;

    if (within == NULL)
        return docset_read(set, bytes);
    chunk = docset_create();
    if ((good = docset_read(chunk, bytes))) {
        docset_and(chunk, within);
        docset_or(set, chunk);
    }
    docset_destroy(chunk);
    return good;
}

bool docset_read_within(struct docset *set, struct slice bytes, const struct docset *within)
{
    bool by_list = within == NULL ? set->bitmap == NULL : within->bitmap == NULL;
    struct container container;
    struct docid_list part;

    if (!by_list || !read_container(&container, bytes) ||
        (within == NULL && container.bits != NULL))
        return read_by_bitmap(set, bytes, within);
    if (within == NULL) {
        add_container(set, &container, NULL);
    } else if ((part = part_of(docset_as_list(within), container.base)).count > 0) {
        add_container(set, &container, &part);
    }
    return true;
}

void docset_expect(struct docset *set, uint64_t count)
{
    if (set->bitmap == NULL && (count > DOCSET_LIST_MAX || !docset_reserve(set, (size_t)count)))
        docset_become_bitmap(set);
}

/* --- pages ----------------------------------------------------------------------------------- */

void docset_pages_add_set(struct docset_pages *pages, const struct docset *set)
{
    uint32_t docids[256], last = 0;
    size_t count;

    if (set->bitmap == NULL)
        docset_pages_add(pages, set->docids, set->count);
    else
        while ((count = docset_list(set, last, docids, sizeof docids / sizeof *docids)) > 0) {
            docset_pages_add(pages, docids, count);
            last = docids[count - 1];
        }
}

bool docset_pages_read(struct docset_pages *pages, struct slice bytes, const struct docset *within)
{
    struct container container;
    struct docset *found;
    bool good;

    if (within == NULL && read_container(&container, bytes)) {
        docset_pages_add_container(pages, &container);
        return true;
    }
    found = docset_create();
    if ((good = docset_read_within(found, bytes, within)))
        docset_pages_add_set(pages, found);
    docset_destroy(found);
    return good;
}

void docset_add_pages(struct docset *set, const struct docset_pages *pages)
{
    struct docset *added = docset_create();
    struct buffer bytes;
    bool good;

    if (pages->count < DOCSET_LIST_MAX) {
        docset_reserve(added, (size_t)pages->count + 1);
        added->count = (size_t)pages->count;
        docset_pages_list(pages, added->docids);
    } else {
        buffer_init(&bytes);
        docset_pages_write(&bytes, pages);
        good = docset_read(added, buffer_slice(&bytes));
        assert(good); /* they are our own */
        (void)good;
        buffer_finish(&bytes);
    }
    docset_take(set, added);
}
