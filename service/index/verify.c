#include "index/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <offprint/buffer.h>

#include "base/bytes.h"
#include "base/escape.h"
#include "base/memory.h"
#include "index/keys.h"

/* So many terms are explained; of more it is said that they are wrong. */
#define EXPLAINED_MAX 256

/* --- numbers for keys and docids -------------------------------------------------------------- */

/* The finalizer of SplitMix64: every bit of the value reaches every bit of the result. */
static uint64_t mix(uint64_t value)
{
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

uint64_t index_check_docid(const struct index_check *check, uint32_t docid)
{
    return mix(check->seed + (docid + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15)) | 1;
}

uint64_t index_check_key(const struct index_check *check, struct slice key)
{
    uint64_t hash = mix(check->seed ^ key.length);

    for (size_t i = 0; i < key.length; i += 8) {
        uint64_t word = 0;

        memcpy(&word, key.data + i, key.length - i < 8 ? key.length - i : 8);
        hash = mix(hash + word) + UINT64_C(0x9e3779b97f4a7c15);
    }
    return hash | 1;
}

/* --- terms ------------------------------------------------------------------------------------ */

static const struct access_point *point_of(const struct access_points *table, uint8_t number)
{
    for (size_t i = 0; i < table->count; i++) {
        if (table->points[i].number == number)
            return &table->points[i];
    }
    return NULL;
}

void index_check_describe(struct buffer *out, const struct access_points *table, struct slice key)
{
    static const char *const kinds[] = {
        [TERM_WORD] = "word", [TERM_HEADING] = "heading", [TERM_KEY] = "key", [TERM_PAIR] = "pair"};
    uint8_t number = key.length > 0 ? (uint8_t)key.data[0] : 0;
    uint8_t kind = key.length > 1 ? (uint8_t)key.data[1] : 0;
    const struct access_point *point = point_of(table, number);

    if (number == ACCESS_POINT_ALL && kind == TERM_KEY && key.length == 2) {
        buffer_add_string(out, "the term of all records");
    } else if (number == ACCESS_POINT_COLLECTION && kind == TERM_KEY && key.length == 4) {
        buffer_printf(out, "the term of collection %u",
                      (unsigned)((uint8_t)key.data[2] << 8 | (uint8_t)key.data[3]));
    } else if (point != NULL && kind >= TERM_WORD && kind <= TERM_PAIR) {
        buffer_printf(out, "%s %s \"%.*s\"", point->name, kinds[kind], (int)(key.length - 2),
                      key.data + 2);
    } else {
        buffer_printf(out, "a term of access point %u, kind %u", number, kind);
    }
}

static bool is_known(const struct index_check *check, struct slice key)
{
    uint8_t kind;

    if (key.length < 2 || key.length > 2 + TERM_MAX)
        return false;
    kind = (uint8_t)key.data[1];
    if (kind < TERM_WORD || kind > TERM_PAIR)
        return false;
    return (uint8_t)key.data[0] <= ACCESS_POINT_COLLECTION ||
           point_of(check->table, (uint8_t)key.data[0]) != NULL;
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
static int check_term(void *context, struct slice key, struct slice data)
{
    const struct index_check *check = context;
    struct term_check *term;
    struct bytes in;
    uint32_t number;

    bytes_init(&in, data.data, data.length);
    number = bytes_take_u32(&in);
    term = term_check_at(check, number);
    if (check->first && !is_known(check, key))
        say_term(check, key, "is nothing that the access-point table makes", number);
    if (bytes_failed(&in) || bytes_left(&in) > 0 || number < TERM_FIRST ||
        number >= check->next_term) {
        if (check->first)
            say_term(check, key, "has a number that was never given", number);
    } else if (term != NULL && term->key != 0) {
        say_term(check, key, "has the number of another term", number);
    } else if (term != NULL) {
        term->key = index_check_key(check, key);
    }
    return OFFPRINT_OK;
}

static void check_numbers(const struct index_check *check)
{
    char where[32];

    for (uint32_t number = check->low; number < check->high; number++) {
        if (check->terms[number - check->low].key != 0)
            continue;
        snprintf(where, sizeof where, "term %u", number);
        verify_say(check->verify, where, "was given, but there is no such term");
    }
}

/* --- one pass, and all ------------------------------------------------------------------------ */

/* Terms whose postings and forward lists have come out different. */
static int check_sums(struct index_check *check)
{
    uint32_t wrong[EXPLAINED_MAX];
    size_t count = 0;
    uint64_t more = 0;

    for (uint32_t number = check->low; number < check->high; number++) {
        if (check->terms[number - check->low].docs == 0)
            continue;
        if (count < EXPLAINED_MAX)
            wrong[count++] = number;
        else
            more++;
    }
    if (more > 0) {
        verify_say(check->verify, "postings",
                   "of %llu more terms differ from the forward lists too",
                   (unsigned long long)more);
        check->verify->contradictions += more - 1;
    }
    return count > 0 ? index_check_explain(check, wrong, count) : OFFPRINT_OK;
}

static int run_pass(struct index_check *check)
{
    struct verify *verify = check->verify;
    int status;

    memset(check->terms, 0, (size_t)(check->high - check->low) * sizeof *check->terms);
    status = store_walk(verify->transaction, STORE_TERMS, check_term, check, verify->diag);
    if (status < 0)
        return status;
    check_numbers(check);
    status = index_check_records(check);
    if (status >= 0 && check->first)
        status = index_check_columns(check);
    if (status >= 0 && check->first)
        status = index_check_facets(check);
    if (status >= 0)
        status = index_check_postings(check);
    return status < 0 ? status : check_sums(check);
}

static int find_next_term(struct index_check *check)
{
    struct verify *verify = check->verify;
    uint64_t next, terms = store_entries(verify->transaction, STORE_TERMS);
    int status = store_meta_get(verify->transaction, META_NEXT_TERM, &next, verify->diag);

    if (status < 0)
        return status;
    if (next < TERM_FIRST)
        next = TERM_FIRST;
    if (next - TERM_FIRST != terms)
        verify_say(verify, "terms", "%llu numbers were given, but there are %llu terms",
                   (unsigned long long)next - TERM_FIRST, (unsigned long long)terms);
    /* A number that is far out is said above, and must not make the passes endless. */
    if (next > TERM_FIRST + terms * 2 + 65536)
        next = TERM_FIRST + terms;
    check->next_term = next < UINT32_MAX ? (uint32_t)next : UINT32_MAX;
    return OFFPRINT_OK;
}

int verify_index(struct verify *verify, const struct access_points *table, uint64_t memory)
{
    struct index_check check = {.verify = verify, .table = table, .first = true};
    uint64_t window = memory / sizeof *check.terms;
    int status = find_next_term(&check);

    if (status < 0)
        return status;
    if (getrandom(&check.seed, sizeof check.seed, GRND_NONBLOCK) < 0)
        check.seed = (uint64_t)(uintptr_t)&check;
    if (window < 1024)
        window = 1024;
    if (window > check.next_term)
        window = check.next_term;
    check.terms = memory_alloc((size_t)window * sizeof *check.terms);
    check.low = TERM_FIRST;
    check.total = verify->records * (check.next_term / window + (check.next_term % window > 0));
    do {
        check.high =
            check.next_term - check.low > window ? check.low + (uint32_t)window : check.next_term;
        status = run_pass(&check);
        check.low = check.high;
        check.first = false;
    } while (status >= 0 && check.low < check.next_term);
    free(check.terms);
    return status;
}
