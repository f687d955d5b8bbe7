/* What a term may ask of an access point: combinations honoured, values that can be searched. */
#include "query/tree.h"

#include <string.h>

#include <offprint/buffer.h>

#include "base/text.h"
#include "index/index.h"

/* --- members --------------------------------------------------------------------------------- */

static void add_members(struct member_list *members, const struct access_point *access_point,
                        bool seen[256])
{
    if (seen[access_point->number])
        return; /* so that a union that holds itself ends too */
    seen[access_point->number] = true;
    if (access_point->member_count == 0)
        members->items[members->count++] = access_point;
    for (size_t i = 0; i < access_point->member_count; i++)
        add_members(members, access_point->members[i], seen);
}

void query_members(struct member_list *members, const struct access_point *access_point)
{
    bool seen[256] = {false};

    members->count = 0;
    add_members(members, access_point, seen);
}

/* --- dates ----------------------------------------------------------------------------------- */

/* Reads `digits` digits at `*at`: their number, or -1. */
static int take_digits(struct slice text, size_t *at, size_t digits)
{
    int number = 0;

    if (text.length - *at < digits)
        return -1;
    for (size_t i = 0; i < digits; i++, (*at)++) {
        if (text.data[*at] < '0' || text.data[*at] > '9')
            return -1;
        number = number * 10 + (text.data[*at] - '0');
    }
    return number;
}

static bool is_year(struct slice text)
{
    size_t at = 0;

    return text.length == 4 && take_digits(text, &at, 4) >= 0;
}

bool query_is_date(struct slice text)
{
    size_t at = 0, dash = text.length > 4 && text.data[4] == '-' ? 1 : 0;
    int month, day;

    if (take_digits(text, &at, 4) < 0)
        return false;
    if (at == text.length)
        return true;
    at += dash;
    month = take_digits(text, &at, 2);
    if (month < 1 || month > 12)
        return false;
    if (at == text.length)
        return true;
    if (dash == 1 && text.data[at] != '-')
        return false;
    at += dash;
    day = take_digits(text, &at, 2);
    return day >= 1 && day <= 31 && at == text.length;
}

enum query_structure query_date_structure(struct slice value)
{
    struct slice part;

    while ((part = query_next_part(&value)).length > 0) {
        if (!is_year(part))
            return STRUCTURE_DATE;
    }
    return STRUCTURE_YEAR;
}

static int check_date(const struct query_term *term, struct diag *diag)
{
    size_t wanted = term->relation == RELATION_WITHIN ? 2 : 1, count = 0;
    struct slice rest = term->value, part;

    while ((part = query_next_part(&rest)).length > 0) {
        bool good = term->structure == STRUCTURE_YEAR ? is_year(part) : query_is_date(part);

        if (!good)
            return query_refuse(diag, OFFPRINT_TERM_FORMAT, part,
                                term->structure == STRUCTURE_YEAR
                                    ? "not a year of four digits"
                                    : "not a date: YYYY, YYYY-MM or YYYY-MM-DD");
        count++;
    }
    if (count != wanted)
        return query_refuse(diag, OFFPRINT_TERM_FORMAT, term->value,
                            wanted == 2 ? "two dates are needed: from and until"
                                        : "one date is needed");
    return OFFPRINT_OK;
}

/* --- values ---------------------------------------------------------------------------------- */

/* Does anything that can be searched stay of the value once it is folded? */
static bool folds_to_nothing(struct slice value)
{
    struct buffer folded;
    bool nothing;

    buffer_init(&folded);
    text_add_folded(&folded, value);
    nothing = folded.length == 0;
    buffer_finish(&folded);
    return nothing;
}

/* A whole key must be one for at least one of the access points that it is looked for in. */
static bool is_key(const struct query_term *term)
{
    struct member_list members;
    struct buffer key;
    bool found = false;

    query_members(&members, term->access_point);
    buffer_init(&key);
    for (size_t i = 0; i < members.count && !found; i++) {
        buffer_truncate(&key, 0);
        index_add_key(&key, members.items[i], term->value);
        found = key.length > 0;
    }
    buffer_finish(&key);
    return found;
}

int query_value_check(const struct query_term *term, struct diag *diag)
{
    if (slice_trim(term->value).length == 0)
        return query_refuse(diag, OFFPRINT_TERM_EMPTY, term->value, "the term is empty");
    if (memchr(term->value.data, '\0', term->value.length) != NULL)
        return query_refuse(diag, OFFPRINT_TERM_FORMAT, term->value,
                            "the term has a NUL character in it");
    if (term->truncation == TRUNCATION_MASKED)
        return OFFPRINT_OK; /* masks alone stand for any value */
    if (folds_to_nothing(term->value))
        return query_refuse(diag, OFFPRINT_TERM_EMPTY, term->value,
                            "nothing in the term can be searched: it has no letter or digit");
    if (term->truncation != TRUNCATION_NONE || term->access_point->kind == ACCESS_TEXT)
        return OFFPRINT_OK;
    if (term->access_point->kind == ACCESS_DATE)
        return check_date(term, diag);
    if (!is_key(term))
        return query_refuse(diag, OFFPRINT_TERM_FORMAT, term->value, "not a value that %s can have",
                            term->access_point->name);
    return OFFPRINT_OK;
}

/* --- combinations ---------------------------------------------------------------------------- */

static int refuse_combination(const struct query_term *term, const char *what, const char *with,
                              struct diag *diag)
{
    return diag_refuse(diag, OFFPRINT_COMBINATION, what, "%s is not offered for %s with %s", what,
                       term->access_point->name, with);
}

static int check_text(const struct query_term *term, struct diag *diag)
{
    bool list = term->structure == STRUCTURE_WORD_LIST || term->structure == STRUCTURE_ANY_WORD;

    if (term->relation != RELATION_EQUAL)
        return refuse_combination(term, query_relation_name(term->relation), "words", diag);
    if (term->structure == STRUCTURE_KEY || term->structure == STRUCTURE_YEAR ||
        term->structure == STRUCTURE_DATE)
        return refuse_combination(term, query_structure_name(term->structure), "words", diag);
    /* A list has no place as a whole that could stand first or fill a field. */
    if (list && term->position != POSITION_ANY)
        return refuse_combination(term, query_position_name(term->position), "a list of words",
                                  diag);
    if (list && term->completeness != COMPLETENESS_NONE)
        return refuse_combination(term, query_completeness_name(term->completeness),
                                  "a list of words", diag);
    return OFFPRINT_OK;
}

/* A key is a whole value by itself: any position and any completeness are true of it. */
static int check_key(const struct query_term *term, struct diag *diag)
{
    bool date = term->access_point->kind == ACCESS_DATE;

    if (date && term->structure != STRUCTURE_YEAR && term->structure != STRUCTURE_DATE)
        return refuse_combination(term, query_structure_name(term->structure), "dates", diag);
    if (!date && term->structure != STRUCTURE_KEY)
        return refuse_combination(term, query_structure_name(term->structure), "whole values",
                                  diag);
    if (!date && term->relation != RELATION_EQUAL && term->relation != RELATION_NOT_EQUAL)
        return refuse_combination(term, query_relation_name(term->relation), "whole values", diag);
    if (term->truncation != TRUNCATION_NONE && term->relation != RELATION_EQUAL)
        return refuse_combination(term, query_relation_name(term->relation), "truncation", diag);
    return OFFPRINT_OK;
}

int query_term_check(const struct query_term *term, struct diag *diag)
{
    return term->access_point->kind == ACCESS_TEXT ? check_text(term, diag) : check_key(term, diag);
}
