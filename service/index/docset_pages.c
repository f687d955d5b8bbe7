#include "index/docset_pages.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/memory.h"
#include "index/docset_bytes.h"

#define WORDS 1024u /* of 64 bits: 65,536 in all */

/*
 * Most words of a page stay untouched, and a page is used once: so its words are not cleared, but
 * those that are touched are known, and the others never looked at.
 */
struct docset_page {
    uint32_t count;
    uint64_t touched[WORDS / 64];
    uint64_t words[WORDS];
};

void docset_pages_finish(struct docset_pages *pages)
{
    for (size_t i = 0; i < pages->page_count; i++)
        free(pages->pages[i]);
    free(pages->pages);
    *pages = (struct docset_pages){0};
}

static struct docset_page *page_of(struct docset_pages *pages, uint32_t docid)
{
    size_t number = docid >> 16, grown = number + 1 + pages->page_count / 2;
    struct docset_page *page;

    if (number >= pages->page_count) {
        pages->pages = memory_resize(pages->pages, grown * sizeof *pages->pages);
        memset(pages->pages + pages->page_count, 0,
               (grown - pages->page_count) * sizeof *pages->pages);
        pages->page_count = grown;
    }
    if (pages->pages[number] == NULL) {
        page = pages->pages[number] = memory_alloc(sizeof *page);
        page->count = 0;
        memset(page->touched, 0, sizeof page->touched);
    }
    return pages->pages[number];
}

/* Sets bits in one word: how many of them were not set. */
static uint32_t set_bits(struct docset_page *page, uint32_t number, uint64_t bits)
{
    uint64_t *touched = &page->touched[number / 64], known = *touched >> (number % 64) & 1;
    uint64_t word = page->words[number] & (0 - known); /* 0 where it was not touched */

    *touched |= UINT64_C(1) << (number % 64);
    page->words[number] = word | bits;
    return (uint32_t)__builtin_popcountll(bits & ~word);
}

/* One bit: the same, without counting bits. */
static uint32_t set_bit(struct docset_page *page, uint32_t low)
{
    uint32_t number = low / 64;
    uint64_t *touched = &page->touched[number / 64], known = *touched >> (number % 64) & 1;
    uint64_t word = page->words[number] & (0 - known);

    *touched |= UINT64_C(1) << (number % 64);
    page->words[number] = word | UINT64_C(1) << (low % 64);
    return (uint32_t)(~word >> (low % 64) & 1);
}

void docset_pages_add(struct docset_pages *pages, const uint32_t *docids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct docset_page *page = page_of(pages, docids[i]);
        uint32_t added = set_bit(page, docids[i] & 0xffff);

        page->count += added;
        pages->count += added;
    }
}

static uint64_t load_word(const unsigned char *bits)
{
    uint64_t word = 0;

    for (unsigned i = 0; i < 8; i++)
        word |= (uint64_t)bits[i] << (8 * i);
    return word;
}

void docset_pages_add_container(struct docset_pages *pages, const struct container *container)
{
    struct docset_page *page = page_of(pages, container->base);
    uint32_t before = page->count, added = 0;

    for (uint32_t i = 0; container->bits == NULL && i < container->count; i++)
        added += set_bit(page, container->values[i]);
    for (uint32_t i = 0; container->bits != NULL && i < WORDS; i++)
        added += set_bits(page, i, load_word(container->bits + (size_t)i * 8));
    page->count = before + added;
    pages->count += added;
}

/* --- what they hold -------------------------------------------------------------------------- */

/*
 * The bits of a word that is not 0, each with `base`. Most words have one or two, and which of both
 * is a toss: so a second one is always written, and counts where it is one.
 */
static uint32_t *list_word(uint32_t *out, uint64_t word, uint32_t base)
{
    out[0] = base + (uint32_t)__builtin_ctzll(word);
    word &= word - 1;
    out[1] = base + (uint32_t)__builtin_ctzll(word | UINT64_C(1) << 63);
    out += 1 + (word != 0);
    for (word &= word - 1; word != 0; word &= word - 1)
        *out++ = base + (uint32_t)__builtin_ctzll(word);
    return out;
}

/* The page's docids, each with `base`. Writes one beyond them. */
static uint32_t *list_page(uint32_t *out, const struct docset_page *page, uint32_t base)
{
    for (uint32_t i = 0; i < WORDS / 64; i++) {
        for (uint64_t left = page->touched[i]; left != 0; left &= left - 1) {
            uint32_t number = i * 64 + (uint32_t)__builtin_ctzll(left);

            if (page->words[number] != 0)
                out = list_word(out, page->words[number], base + number * 64);
        }
    }
    return out;
}

void docset_pages_list(const struct docset_pages *pages, uint32_t *docids)
{
    for (size_t i = 0; i < pages->page_count; i++) {
        if (pages->pages[i] != NULL)
            docids = list_page(docids, pages->pages[i], (uint32_t)i << 16);
    }
}

static uint8_t *put_page(uint8_t *at, const struct docset_page *page)
{
    uint32_t values[CONTAINER_ARRAY_MAX + 1];

    if (page->count <= CONTAINER_ARRAY_MAX) {
        list_page(values, page, 0);
        for (uint32_t i = 0; i < page->count; i++)
            at = put_little(at, values[i], 2);
        return at;
    }
    for (uint32_t i = 0; i < WORDS; i++) {
        bool touched = (page->touched[i / 64] >> (i % 64) & 1) != 0;

        at = put_little(at, touched ? page->words[i] : 0, 8);
    }
    return at;
}

static size_t page_size(const struct docset_page *page)
{
    return page->count <= CONTAINER_ARRAY_MAX ? (size_t)page->count * 2 : WORDS * 8;
}

void docset_pages_write(struct buffer *out, const struct docset_pages *pages)
{
    size_t used = 0, size = 0, offset;
    uint8_t *heads, *offsets, *at;

    for (size_t i = 0; i < pages->page_count; i++) {
        if (pages->pages[i] != NULL && pages->pages[i]->count > 0) {
            used++;
            size += page_size(pages->pages[i]);
        }
    }
    offset = 8 + 8 * used;
    heads =
        put_little(put_little((uint8_t *)buffer_reserve(out, offset + size), 12346, 4), used, 4);
    offsets = heads + 4 * used;
    at = offsets + 4 * used;
    for (size_t i = 0; i < pages->page_count; i++) {
        const struct docset_page *page = pages->pages[i];

        if (page == NULL || page->count == 0)
            continue;
        heads = put_little(put_little(heads, i, 2), page->count - 1, 2);
        offsets = put_little(offsets, offset, 4);
        offset += page_size(page);
        at = put_page(at, page);
    }
    out->length += offset;
    out->data[out->length] = '\0';
}
