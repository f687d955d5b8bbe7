/* Bib-1 attributes into a term of the tree. Each value is honoured or refused. */
#include "query/bib1.h"

#include <string.h>

#include <offprint/arena.h>

#include "base/text.h"
#include "query/masks.h"
#include "query/tree.h"

/* What stands in the tables below for a value that is sent but means more than one enum. */
enum {
    RELATION_ALWAYS = -1,   /* 103: the term does not matter */
    RELATION_RELEVANT = -2, /* 102: equal, and the result in order of relevance */
    TRUNCATION_HASH = -1,   /* 101 */
    TRUNCATION_Z3958 = -2,
};

struct meaning {
    int64_t value;
    int means;
};

/* Phonetic (100) and stem (101) would need what the index does not have. */
static const struct meaning relations[] = {
    {1, RELATION_LESS},       {2, RELATION_LESS_OR_EQUAL},
    {3, RELATION_EQUAL},      {4, RELATION_GREATER_OR_EQUAL},
    {5, RELATION_GREATER},    {6, RELATION_NOT_EQUAL},
    {102, RELATION_RELEVANT}, {103, RELATION_ALWAYS},
    {104, RELATION_WITHIN},
};

static const struct meaning positions[] = {
    {1, POSITION_FIRST_IN_FIELD},
    {2, POSITION_FIRST_IN_SUBFIELD},
    {3, POSITION_ANY},
};

/* Regular expressions (102, 103) are refused. */
static const struct meaning truncations[] = {
    {1, TRUNCATION_RIGHT},  {2, TRUNCATION_LEFT},   {3, TRUNCATION_BOTH},
    {100, TRUNCATION_NONE}, {101, TRUNCATION_HASH}, {104, TRUNCATION_Z3958},
};

static const struct meaning completenesses[] = {
    {1, COMPLETENESS_NONE},
    {2, COMPLETENESS_SUBFIELD},
    {3, COMPLETENESS_FIELD},
};

/*
 * Structures mean different things to words, to keys (identifiers and codes: always the whole
 * value) and to dates. REFUSED is a combination that is not offered. STRING is a whole string:
 * for words that takes a field compared from its beginning.
 */
enum {
    REFUSED = -1,
    STRING = -2,
    BY_VALUE = -3,
};

static const struct {
    int64_t value;
    int text, key, date;
} structures[] = {
    {1, STRUCTURE_PHRASE, STRUCTURE_KEY, BY_VALUE}, /* phrase */
    {2, STRUCTURE_WORD, STRUCTURE_KEY, BY_VALUE},   /* word */
    {3, REFUSED, STRUCTURE_KEY, REFUSED},           /* key */
    {4, REFUSED, REFUSED, STRUCTURE_YEAR},          /* year */
    {5, REFUSED, REFUSED, STRUCTURE_DATE},          /* date, normalized */
    {6, STRUCTURE_WORD_LIST, REFUSED, REFUSED},     /* word list */
    {101, STRUCTURE_PHRASE, REFUSED, REFUSED},      /* name, normalized: as established */
    {102, STRUCTURE_WORD_LIST, REFUSED, REFUSED},   /* name, un-normalized: in any order */
    {107, REFUSED, STRUCTURE_KEY, REFUSED},         /* local number */
    {108, STRING, STRUCTURE_KEY, BY_VALUE},         /* string */
    {109, REFUSED, STRUCTURE_KEY, BY_VALUE},        /* numeric string */
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

int bib1_check_type(int64_t type, struct diag *diag)
{
    if (type < BIB1_USE || type >= BIB1_TYPES)
        return query_refuse_number(diag, OFFPRINT_ATTRIBUTE_TYPE, type,
                                   "Bib-1 attribute types are 1 to 6");
    return OFFPRINT_OK;
}

/* Looks a value up, or leaves `*means` at its default where none was sent. */
static int look_up(int *means, const struct meaning *table, size_t count,
                   const struct bib1_value *value, int status, const char *what, struct diag *diag)
{
    if (!value->given)
        return OFFPRINT_OK;
    if (value->name.length > 0)
        return query_refuse(diag, status, value->name, "%s attributes have no names", what);
    for (size_t i = 0; i < count; i++) {
        if (table[i].value == value->number) {
            *means = table[i].means;
            return OFFPRINT_OK;
        }
    }
    return query_refuse_number(diag, status, value->number, "%s attribute %lld is not offered",
                               what, (long long)value->number);
}

int bib1_access_point(const struct access_point **found, const struct access_points *table,
                      const struct bib1_value *use, struct diag *diag)
{
    int64_t number = use->given ? use->number : BIB1_USE_ANY;

    if (use->name.length > 0) {
        *found = access_point_by_name(table, use->name);
        if (*found == NULL)
            return query_refuse(diag, OFFPRINT_ACCESS_POINT, use->name,
                                "no access point has that name");
        return OFFPRINT_OK;
    }
    *found = access_point_by_use(table, number);
    if (*found == NULL && !use->given)
        return diag_set(diag, OFFPRINT_ACCESS_POINT_MISSING,
                        "the term has no use attribute, and there is no default");
    if (*found == NULL)
        return query_refuse_number(diag, OFFPRINT_ACCESS_POINT, number,
                                   "use attribute %lld is not offered", (long long)number);
    return OFFPRINT_OK;
}

static int structure_of(int *means, enum access_kind kind, const struct bib1_value *value,
                        struct diag *diag)
{
    *means = kind == ACCESS_TEXT   ? STRUCTURE_PHRASE
             : kind == ACCESS_DATE ? BY_VALUE
                                   : STRUCTURE_KEY;
    if (!value->given)
        return OFFPRINT_OK;
    if (value->name.length > 0)
        return query_refuse(diag, OFFPRINT_STRUCTURE, value->name,
                            "structure attributes have no names");
    for (size_t i = 0; i < COUNT(structures); i++) {
        if (structures[i].value != value->number)
            continue;
        *means = kind == ACCESS_TEXT   ? structures[i].text
                 : kind == ACCESS_DATE ? structures[i].date
                                       : structures[i].key;
        if (*means == REFUSED)
            return query_refuse_number(diag, OFFPRINT_COMBINATION, value->number,
                                       "structure %lld is not offered for that use attribute",
                                       (long long)value->number);
        return OFFPRINT_OK;
    }
    return query_refuse_number(diag, OFFPRINT_STRUCTURE, value->number,
                               "structure attribute %lld is not offered", (long long)value->number);
}

/* A string is compared as a whole, so something has to tie it to the ends of a field. */
static int settle_string(struct query_term *term, struct diag *diag)
{
    bool whole = term->completeness == COMPLETENESS_FIELD;
    bool start = term->position == POSITION_FIRST_IN_FIELD && term->truncation == TRUNCATION_RIGHT;

    if (!whole && !start)
        return diag_refuse(diag, OFFPRINT_COMBINATION, "108",
                           "structure string (108) needs completeness 3, or position 1 with "
                           "truncation 1");
    term->structure = STRUCTURE_PHRASE;
    return OFFPRINT_OK;
}

/*
 * Truncation 101 and 104 put masks into the term; any other takes every character as it is. In a
 * list of words a mask belongs to one of them, where any plainer truncation would hold for each.
 */
static int read_value(struct query_term *term, struct arena *arena, int truncation, bool list,
                      struct slice value, struct diag *diag)
{
    struct masked_term masked;
    int status;

    term->value = value;
    if (truncation >= 0) {
        term->truncation = (enum query_truncation)truncation;
        return OFFPRINT_OK;
    }
    status = masks_read(&masked, arena, value,
                        truncation == TRUNCATION_HASH ? MASK_HASH : MASK_Z3958, diag);
    if (status < 0)
        return status;
    term->value = masked.value;
    term->truncation = masked.truncation;
    if (list && masked.truncation != TRUNCATION_NONE) {
        term->value = masked.pattern;
        term->truncation = TRUNCATION_MASKED;
    }
    return OFFPRINT_OK;
}

/* Relation 103: every record that has anything at all in the access point. */
static int always_matches(struct query **query, struct arena *arena, struct query_term *term,
                          struct diag *diag)
{
    if (term->position != POSITION_ANY || term->completeness != COMPLETENESS_NONE ||
        term->truncation != TRUNCATION_NONE)
        return diag_refuse(diag, OFFPRINT_COMBINATION, "103",
                           "relation always matches (103) takes no position, truncation or "
                           "completeness");
    for (size_t i = 0; i < term->access_point->use_count; i++) {
        if (term->access_point->uses[i] == BIB1_USE_ANY) {
            *query = query_all(arena);
            return OFFPRINT_OK;
        }
    }
    term->relation = RELATION_EQUAL;
    term->truncation = TRUNCATION_MASKED;
    term->value = slice_of("*");
    *query = query_term(arena, term);
    return OFFPRINT_OK;
}

/* The attributes that are one table each. */
static int read_attributes(struct query_term *term, int *relation, int *truncation,
                           const struct bib1_value *values, struct diag *diag)
{
    int position = POSITION_ANY, completeness = COMPLETENESS_NONE, status;

    *relation = RELATION_EQUAL;
    *truncation = TRUNCATION_NONE;
    if ((status = look_up(relation, relations, COUNT(relations), &values[BIB1_RELATION],
                          OFFPRINT_RELATION, "relation", diag)) < 0 ||
        (status = look_up(&position, positions, COUNT(positions), &values[BIB1_POSITION],
                          OFFPRINT_POSITION, "position", diag)) < 0 ||
        (status = look_up(truncation, truncations, COUNT(truncations), &values[BIB1_TRUNCATION],
                          OFFPRINT_TRUNCATION, "truncation", diag)) < 0 ||
        (status =
             look_up(&completeness, completenesses, COUNT(completenesses),
                     &values[BIB1_COMPLETENESS], OFFPRINT_COMPLETENESS, "completeness", diag)) < 0)
        return status;
    term->position = (enum query_position)position;
    term->completeness = (enum query_completeness)completeness;
    return OFFPRINT_OK;
}

int bib1_term(struct query **query, struct arena *arena, const struct access_points *table,
              const struct bib1 *attributes, struct slice value, bool scanning, struct diag *diag)
{
    const struct bib1_value *values = attributes->values;
    struct query_term term = {.access_point = NULL};
    int relation, truncation, structure, status;

    if (!text_is_utf8(value))
        return query_refuse(diag, OFFPRINT_TERM_ENCODING, value, "the term is not UTF-8");
    if (value.length > QUERY_BYTES_BOUND)
        return diag_set(diag, OFFPRINT_LIMIT, "the term has %zu bytes, over the limit of %zu",
                        value.length, QUERY_BYTES_BOUND);
    if ((status = bib1_access_point(&term.access_point, table, &values[BIB1_USE], diag)) < 0 ||
        (status = read_attributes(&term, &relation, &truncation, values, diag)) < 0 ||
        (status = structure_of(&structure, term.access_point->kind, &values[BIB1_STRUCTURE],
                               diag)) < 0 ||
        (status = read_value(&term, arena, truncation, structure == STRUCTURE_WORD_LIST, value,
                             diag)) < 0)
        return status;
    if (structure == STRING) {
        if ((status = settle_string(&term, diag)) < 0)
            return status;
    } else {
        term.structure = structure == BY_VALUE ? query_date_structure(term.value)
                                               : (enum query_structure)structure;
    }
    if (relation == RELATION_ALWAYS)
        return always_matches(query, arena, &term, diag);
    if (relation == RELATION_RELEVANT) {
        if (term.access_point->kind != ACCESS_TEXT)
            return query_refuse_number(diag, OFFPRINT_COMBINATION, 102,
                                       "relevance is of words, which %s does not have",
                                       term.access_point->name);
        term.relevant = true;
        relation = RELATION_EQUAL;
    }
    term.relation = (enum query_relation)relation;
    if ((status = query_term_check(&term, diag)) < 0 ||
        (!scanning && (status = query_value_check(&term, diag)) < 0))
        return status;
    *query = query_term(arena, &term);
    return OFFPRINT_OK;
}
