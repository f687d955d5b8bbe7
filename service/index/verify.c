#include "index/verify.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <offprint/buffer.h>

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

const struct access_point *index_check_point(const struct access_points *table, uint8_t number)
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
    const struct access_point *point = index_check_point(table, number);

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
    int status;

    memset(check->terms, 0, (size_t)(check->high - check->low) * sizeof *check->terms);
    status = index_check_terms(check);
    if (status >= 0)
        status = index_check_records(check);
    if (status >= 0 && check->first)
        status = index_check_columns(check);
    if (status >= 0 && check->first)
        status = index_check_facets(check);
    if (status >= 0)
        status = index_check_postings(check);
    return status < 0 ? status : check_sums(check);
}

int verify_index(struct verify *verify, const struct access_points *table, uint64_t memory,
                 uint64_t *terms)
{
    struct index_check check = {.verify = verify, .table = table, .first = true};
    uint64_t window = memory / sizeof *check.terms;
    int status = index_check_count(&check, terms);

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
