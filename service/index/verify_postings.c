/* Postings against themselves, and against the forward lists. */
#include <stdio.h>
#include <stdlib.h>

#include <offprint/buffer.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/forward.h"
#include "index/postings.h"
#include "index/verify.h"

/* --- every entry ------------------------------------------------------------------------------ */

/* The term that the walk is at. */
struct postings_check {
    struct index_check *check;
    struct postings postings;
    uint32_t term; /* 0 before the first */
    uint64_t listed;
};

static void say(const struct postings_check *at, uint32_t term, const char *what)
{
    char where[40];

    if (!at->check->first)
        return;
    snprintf(where, sizeof where, "postings of term %u", term);
    verify_say(at->check->verify, where, "%s", what);
}

static void take_away(struct postings_check *at, uint32_t docid)
{
    struct term_check *term = term_check_at(at->check, at->term);

    at->listed++;
    if (term != NULL)
        term->docs -= index_check_docid(at->check, docid);
}

/* Looks back at a term when the next begins. */
static void leave_term(struct postings_check *at)
{
    char what[80];

    if (at->term == 0 || at->listed == at->postings.count)
        return;
    snprintf(what, sizeof what, "count %u records, but list %llu", at->postings.count,
             (unsigned long long)at->listed);
    say(at, at->term, what);
}

static void enter_term(struct postings_check *at, uint32_t term, struct slice data)
{
    leave_term(at);
    at->term = term;
    at->listed = 0;
    if (term < TERM_FIRST || term >= at->check->next_term)
        say(at, term, "stand under a number that was never given");
    if (postings_decode(&at->postings, term, data, NULL) < 0) {
        say(at, term, "are malformed");
        at->postings.count = 0;
        at->postings.chunked = true; /* its chunks, if any, are counted in vain */
        return;
    }
    if (at->postings.chunked && at->postings.count <= POSTINGS_INLINE_AGAIN)
        say(at, term, "are in chunks, though so few that they belong with their count");
    for (uint32_t i = 0; !at->postings.chunked && i < at->postings.count; i++)
        take_away(at, at->postings.docids[i]);
}

static void take_chunk(struct postings_check *at, uint32_t term, uint16_t number, struct slice data)
{
    struct docset *chunk = docset_create();
    uint32_t docid = 0;
    bool astray = false;

    if (term != at->term || !at->postings.chunked)
        say(at, term, "have a chunk that no count announces");
    else if (!docset_read(chunk, data) || docset_is_empty(chunk))
        say(at, term, "have a malformed chunk");
    while (docset_next(chunk, &docid)) {
        astray = astray || docid >> 16 != number;
        take_away(at, docid);
    }
    if (astray)
        say(at, term, "have docids in a chunk that is not theirs");
    docset_destroy(chunk);
}

static int check_posting(void *context, struct slice key, struct slice data)
{
    struct postings_check *at = context;
    struct bytes in;
    uint32_t term;

    bytes_init(&in, key.data, key.length);
    term = bytes_take_u32(&in);
    if (key.length == POSTINGS_KEY_SIZE)
        enter_term(at, term, data);
    else if (key.length == POSTINGS_CHUNK_KEY_SIZE)
        take_chunk(at, term, bytes_take_u16(&in), data);
    else
        say(at, term, "have a malformed key");
    return OFFPRINT_OK;
}

int index_check_postings(struct index_check *check)
{
    struct postings_check at = {.check = check};
    struct verify *verify = check->verify;
    int status = store_walk(verify->transaction, STORE_POSTS, check_posting, &at, verify->diag);

    if (status >= 0)
        leave_term(&at);
    return status;
}

/* --- terms that have come out wrong ----------------------------------------------------------- */

struct wrong_term {
    uint32_t number;
    struct buffer place;
    struct docset *forward, *postings;
};

struct explanation {
    const struct index_check *check;
    struct wrong_term *terms; /* by number */
    size_t count;
    uint32_t *numbers;
    size_t capacity;
};

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = ((const struct wrong_term *)right)->number;

    return a < b ? -1 : a > b;
}

static struct wrong_term *find_wrong(const struct explanation *explanation, uint32_t number)
{
    return bsearch(&number, explanation->terms, explanation->count, sizeof *explanation->terms,
                   compare_numbers);
}

static int name_wrong(void *context, struct slice key, struct slice data)
{
    const struct explanation *explanation = context;
    struct wrong_term *term;
    struct bytes in;

    bytes_init(&in, data.data, data.length);
    term = find_wrong(explanation, bytes_take_u32(&in));
    if (term != NULL && term->place.length == 0)
        index_check_describe(&term->place, explanation->check->table, key);
    return OFFPRINT_OK;
}

static int list_wrong(void *context, struct slice key, struct slice data)
{
    struct explanation *explanation = context;
    struct bytes in;
    uint32_t docid;
    ptrdiff_t count;

    bytes_init(&in, key.data, key.length);
    docid = bytes_take_u32(&in);
    if (!docids_has(&explanation->check->verify->live, docid))
        return OFFPRINT_OK;
    if (data.length >= explanation->capacity) {
        explanation->capacity = data.length * 2 + 1024;
        explanation->numbers =
            memory_resize(explanation->numbers, explanation->capacity * sizeof(uint32_t));
    }
    count = forward_decode(explanation->numbers, docid, data, NULL);
    for (ptrdiff_t i = 0; i < count; i++) {
        struct wrong_term *term = find_wrong(explanation, explanation->numbers[i]);

        if (term != NULL)
            docset_add(term->forward, docid);
    }
    return OFFPRINT_OK;
}

/* Says which records only one side has. */
static void say_wrong(struct verify *verify, struct wrong_term *term)
{
    struct docset *extra = docset_copy(term->postings);
    uint32_t docid = 0;

    if (term->place.length == 0)
        buffer_printf(&term->place, "term %u", term->number);
    docset_not(extra, term->forward);
    while (docset_next(extra, &docid))
        verify_say(verify, term->place.data, "lists %s, which %s",
                   verify_record_place(verify, docid),
                   docids_has(&verify->live, docid) ? "does not have it" : "is not there");
    docset_not(term->forward, term->postings);
    docid = 0;
    while (docset_next(term->forward, &docid))
        verify_say(verify, term->place.data, "does not list %s, which has it",
                   verify_record_place(verify, docid));
    docset_destroy(extra);
}

int index_check_explain(struct index_check *check, const uint32_t *numbers, size_t count)
{
    struct explanation explanation = {.check = check, .count = count};
    struct verify *verify = check->verify;
    int status;

    explanation.terms = memory_zeroed(count, sizeof *explanation.terms);
    for (size_t i = 0; i < count; i++)
        explanation.terms[i] =
            (struct wrong_term){numbers[i], {0}, docset_create(), docset_create()};
    status = store_walk(verify->transaction, STORE_TERMS, name_wrong, &explanation, verify->diag);
    if (status >= 0)
        status =
            store_walk(verify->transaction, STORE_FORWARD, list_wrong, &explanation, verify->diag);
    for (size_t i = 0; i < count; i++) {
        struct wrong_term *term = &explanation.terms[i];

        /* Postings that cannot be read have been said; the rest of them counts. */
        index_term_docs(verify->transaction, term->number, NULL, term->postings, NULL);
        if (status >= 0)
            say_wrong(verify, term);
        docset_destroy(term->forward);
        docset_destroy(term->postings);
        buffer_finish(&term->place);
    }
    free(explanation.terms);
    free(explanation.numbers);
    return status;
}
