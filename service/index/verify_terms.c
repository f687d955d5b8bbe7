/* Terms against themselves: their blocks, their keys and their numbers. */
#include <stdio.h>
#include <stdlib.h>

#include <offprint/buffer.h>

#include "base/memory.h"
#include "index/term_block.h"
#include "index/verify.h"

/* --- every block ------------------------------------------------------------------------------ */

struct terms_walk {
    struct index_check *check;
    index_check_visit *visit;
    void *context;
    bool says;            /* what is wrong with a block */
    struct buffer before; /* the key of the block before */
    struct term_list list;
};

static void say_block(struct terms_walk *walk, struct slice key, const char *what)
{
    struct buffer where;

    if (!walk->says)
        return;
    buffer_init(&where);
    buffer_add_string(&where, "the block of terms up to ");
    index_check_describe(&where, walk->check->table, key);
    verify_say(walk->check->verify, where.data, "%s", what);
    buffer_finish(&where);
}

/* A malformed block is read as far as it goes. */
static int visit_block(void *context, struct slice key, struct slice data)
{
    struct terms_walk *walk = context;
    struct term_list *list = &walk->list;
    bool sound = term_list_decode(list, data);

    if (!sound)
        say_block(walk, key, "is malformed");
    else if (!slice_equal(term_list_key(list, list->count - 1), key))
        say_block(walk, key, "ends with another term");
    if (list->count > 0 && term_compare(term_list_key(list, 0), buffer_slice(&walk->before)) <= 0)
        say_block(walk, key, "begins with a term that belongs further to the front");
    for (size_t i = 0; i < list->count; i++)
        walk->visit(walk->context, term_list_key(list, i), list->terms[i].number);
    buffer_truncate(&walk->before, 0);
    buffer_add_slice(&walk->before, key);
    return OFFPRINT_OK;
}

static int walk_blocks(struct index_check *check, index_check_visit *visit, void *context,
                       bool says)
{
    struct terms_walk *walk = memory_zeroed(1, sizeof *walk);
    struct verify *verify = check->verify;
    int status;

    walk->check = check;
    walk->visit = visit;
    walk->context = context;
    walk->says = says;
    buffer_init(&walk->before);
    status = store_walk(verify->transaction, STORE_TERMS, visit_block, walk, verify->diag);
    buffer_finish(&walk->before);
    free(walk);
    return status;
}

int index_check_walk_terms(struct index_check *check, index_check_visit *visit, void *context)
{
    return walk_blocks(check, visit, context, false);
}

/* --- numbers ---------------------------------------------------------------------------------- */

static void count_term(void *context, struct slice key, uint32_t number)
{
    uint64_t *count = context;

    (void)key;
    (void)number;
    (*count)++;
}

int index_check_count(struct index_check *check, uint64_t *terms)
{
    struct verify *verify = check->verify;
    uint64_t next;
    int status = store_meta_get(verify->transaction, META_NEXT_TERM, &next, verify->diag);

    *terms = 0;
    if (status >= 0)
        status = walk_blocks(check, count_term, terms, true);
    if (status < 0)
        return status;
    if (next < TERM_FIRST)
        next = TERM_FIRST;
    if (next - TERM_FIRST != *terms)
        verify_say(verify, "terms", "%llu numbers were given, but there are %llu terms",
                   (unsigned long long)next - TERM_FIRST, (unsigned long long)*terms);
    /* A number that is far out is said above, and must not make the passes endless. */
    if (next > TERM_FIRST + *terms * 2 + 65536)
        next = TERM_FIRST + *terms;
    check->next_term = next < UINT32_MAX ? (uint32_t)next : UINT32_MAX;
    return OFFPRINT_OK;
}

static bool is_known(const struct index_check *check, struct slice key)
{
    uint8_t kind = (uint8_t)key.data[1];

    if (kind < TERM_WORD || kind > TERM_PAIR)
        return false;
    return (uint8_t)key.data[0] <= ACCESS_POINT_COLLECTION ||
           index_check_point(check->table, (uint8_t)key.data[0]) != NULL;
}

static void say_term(const struct index_check *check, struct slice key, const char *what,
                     uint32_t number)
{
    struct buffer where;

    buffer_init(&where);
    index_check_describe(&where, check->table, key);
    verify_say(check->verify, where.data, "%s (number %u)", what, number);
    buffer_finish(&where);
}

/* Each term has a number of its own, and is of an access point that the table has. */
static void check_term(void *context, struct slice key, uint32_t number)
{
    const struct index_check *check = context;
    struct term_check *term = term_check_at(check, number);

    if (check->first && !is_known(check, key))
        say_term(check, key, "is nothing that the access-point table makes", number);
    if (number < TERM_FIRST || number >= check->next_term) {
        if (check->first)
            say_term(check, key, "has a number that was never given", number);
    } else if (term != NULL && term->key != 0) {
        say_term(check, key, "has the number of another term", number);
    } else if (term != NULL) {
        term->key = index_check_key(check, key);
    }
}

int index_check_terms(struct index_check *check)
{
    int status = walk_blocks(check, check_term, check, false);
    char where[32];

    for (uint32_t number = check->low; status >= 0 && number < check->high; number++) {
        if (check->terms[number - check->low].key != 0)
            continue;
        snprintf(where, sizeof where, "term %u", number);
        verify_say(check->verify, where, "was given, but there is no such term");
    }
    return status;
}
