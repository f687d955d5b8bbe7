/*
 * The same questions answered without an index: a record as lists of plain words, and every query
 * tried on every record. It shares no code with what it judges.
 */
#ifndef OFFPRINT_TEST_QUERY_NAIVE_H
#define OFFPRINT_TEST_QUERY_NAIVE_H

#include <offprint/query.h>

#include "../test.h"

#define FIELD_WORDS 24

/* One field: its words, and which of them a subfield begins with. */
struct plain_field {
    const char *point; /* access point that takes it */
    const char *words[FIELD_WORDS];
    bool begins[FIELD_WORDS];
    size_t count;
    size_t article; /* words that a heading leaves out */
};

struct plain_record {
    uint32_t docid;
    struct plain_field fields[8];
    size_t field_count;
    char id[16], isbn[16], language[4], year[5];
};

/* Does access point `whole` stand for `part`? */
static bool plain_includes(const char *whole, const char *part)
{
    static const char *const unions[][2] = {
        {"author", "author-personal"},
        {"subject", "subject-topical"},
        {"anywhere", "author-personal"},
        {"anywhere", "subject-topical"},
        {"anywhere", "title"},
        {"anywhere", "abstract"},
        {"anywhere", "isbn"},
        {"anywhere", "control-number"},
        {"anywhere", "date"},
        {"standard-identifier", "isbn"},
    };

    for (size_t i = 0; i < sizeof unions / sizeof unions[0]; i++) {
        if (strcmp(unions[i][0], whole) == 0 && strcmp(unions[i][1], part) == 0)
            return true;
    }
    return strcmp(whole, part) == 0;
}

/* '*' any run, '?' one character, '\' quotes. */
static bool plain_glob(const char *pattern, const char *text)
{
    if (*pattern == '\0')
        return *text == '\0';
    if (*pattern == '*')
        return plain_glob(pattern + 1, text) || (*text != '\0' && plain_glob(pattern, text + 1));
    if (*text == '\0')
        return false;
    if (*pattern == '?')
        return plain_glob(pattern + 1, text + 1);
    if (*pattern == '\\')
        pattern++;
    return *pattern == *text && plain_glob(pattern + 1, text + 1);
}

/* The words of a term as patterns, each with the masks that its truncation gives it. */
struct plain_term {
    char text[256];
    char *words[16];
    size_t count;
};

static void plain_split(struct plain_term *split, const struct query_term *term)
{
    enum query_truncation truncation = term->truncation;
    bool each = term->structure == STRUCTURE_WORD_LIST || term->structure == STRUCTURE_ANY_WORD;
    char value[128], *at;
    char *to = split->text;
    size_t words = 0, word = 0;

    snprintf(value, sizeof value, "%.*s", (int)term->value.length, term->value.data);
    for (at = strtok(value, " "); at != NULL; at = strtok(NULL, " "))
        words++;
    snprintf(value, sizeof value, "%.*s", (int)term->value.length, term->value.data);
    split->count = 0;
    for (at = strtok(value, " "); at != NULL; at = strtok(NULL, " "), word++) {
        bool left = truncation == TRUNCATION_LEFT || truncation == TRUNCATION_BOTH;
        bool right = truncation == TRUNCATION_RIGHT || truncation == TRUNCATION_BOTH;

        split->words[split->count++] = to;
        to += sprintf(to, "%s%s%s", left && (each || word == 0) ? "*" : "", at,
                      right && (each || word == words - 1) ? "*" : "") +
              1;
    }
}

/* Where a sequence stands: in field `field`, from word `first` to `last`. */
struct plain_place {
    size_t field, first, last;
};

static bool plain_stands(const struct plain_field *field, size_t first,
                         const struct query_term *term, const struct plain_term *split)
{
    size_t end = first + split->count;

    if (end > field->count)
        return false;
    for (size_t i = 0; i < split->count; i++) {
        if (!plain_glob(split->words[i], field->words[first + i]))
            return false;
        if (i > 0 && term->completeness == COMPLETENESS_SUBFIELD && field->begins[first + i])
            return false;
    }
    if (term->position == POSITION_FIRST_IN_FIELD && first != 0)
        return false;
    if (term->position == POSITION_FIRST_IN_SUBFIELD && !field->begins[first])
        return false;
    if (term->completeness == COMPLETENESS_SUBFIELD)
        return field->begins[first] && (end == field->count || field->begins[end]);
    return term->completeness != COMPLETENESS_FIELD || (first == 0 && end == field->count);
}

/* A field that has lost its article, as headings do. */
static bool plain_stands_filed(const struct plain_field *field, const struct query_term *term,
                               const struct plain_term *split)
{
    bool whole = term->completeness == COMPLETENESS_FIELD && term->truncation == TRUNCATION_NONE;
    bool start = term->completeness == COMPLETENESS_NONE &&
                 term->position == POSITION_FIRST_IN_FIELD &&
                 (term->truncation == TRUNCATION_NONE || term->truncation == TRUNCATION_RIGHT);
    struct plain_field filed = {.point = field->point};

    if (field->article == 0 || (!whole && !start))
        return false;
    for (size_t i = field->article; i < field->count; i++) {
        filed.begins[filed.count] = i == field->article || field->begins[i];
        filed.words[filed.count++] = field->words[i];
    }
    return plain_stands(&filed, 0, term, split);
}

static size_t plain_places(struct plain_place *places, const struct plain_record *record,
                           const struct query_term *term)
{
    struct plain_term split;
    size_t count = 0;

    plain_split(&split, term);
    for (size_t f = 0; f < record->field_count; f++) {
        const struct plain_field *field = &record->fields[f];

        if (!plain_includes(term->access_point->name, field->point))
            continue;
        for (size_t first = 0; first < field->count; first++) {
            if (plain_stands(field, first, term, &split))
                places[count++] = (struct plain_place){f, first, first + split.count - 1};
        }
    }
    return count;
}

/* --- keys ----------------------------------------------------------------------------------------
 */

static int plain_order(const char *key, const char *value)
{
    return strncmp(key, value, strlen(value));
}

static bool plain_compare(enum query_relation relation, const char *key, const char *value)
{
    switch (relation) {
    case RELATION_EQUAL:
        return plain_order(key, value) == 0;
    case RELATION_LESS:
        return plain_order(key, value) < 0;
    case RELATION_LESS_OR_EQUAL:
        return plain_order(key, value) <= 0;
    case RELATION_GREATER_OR_EQUAL:
        return plain_order(key, value) >= 0;
    case RELATION_GREATER:
        return plain_order(key, value) > 0;
    case RELATION_NOT_EQUAL:
        return plain_order(key, value) != 0;
    case RELATION_WITHIN:
        return strncmp(key, value, 4) >= 0 && strncmp(key, strchr(value, ' ') + 1, 4) <= 0;
    }
    return false;
}

static bool plain_key(const char *point, const char *key, const struct query_term *term,
                      const char *value, enum query_truncation truncation)
{
    char pattern[160];

    if (key[0] == '\0' || !plain_includes(term->access_point->name, point))
        return false;
    if (truncation != TRUNCATION_NONE) {
        snprintf(pattern, sizeof pattern, "%s%s%s",
                 truncation == TRUNCATION_LEFT || truncation == TRUNCATION_BOTH ? "*" : "", value,
                 truncation == TRUNCATION_RIGHT || truncation == TRUNCATION_BOTH ? "*" : "");
        return plain_glob(pattern, key);
    }
    /* Only dates are compared by what they begin with. */
    if (strcmp(point, "date") != 0) {
        if (term->relation == RELATION_NOT_EQUAL)
            return strcmp(key, value) != 0;
        return term->relation == RELATION_EQUAL && strcmp(key, value) == 0;
    }
    return strlen(value) >= 4 && strspn(value, "0123456789 ") == strlen(value) &&
           plain_compare(term->relation, key, value);
}

static bool plain_keys(const struct plain_record *record, const struct query_term *term,
                       const char *value, enum query_truncation truncation)
{
    return plain_key("isbn", record->isbn, term, value, truncation) ||
           plain_key("control-number", record->id, term, value, truncation) ||
           plain_key("language", record->language, term, value, truncation) ||
           plain_key("date", record->year, term, value, truncation);
}

/* --- queries -------------------------------------------------------------------------------------
 */

static bool plain_has_word(const struct plain_record *record, const struct query_term *term,
                           const char *word)
{
    for (size_t f = 0; f < record->field_count; f++) {
        if (!plain_includes(term->access_point->name, record->fields[f].point))
            continue;
        for (size_t i = 0; i < record->fields[f].count; i++) {
            if (plain_glob(word, record->fields[f].words[i]))
                return true;
        }
    }
    return strpbrk(word, "*?") != NULL ? plain_keys(record, term, word, TRUNCATION_MASKED)
                                       : plain_keys(record, term, word, TRUNCATION_NONE);
}

static bool plain_list(const struct plain_record *record, const struct query_term *term)
{
    bool all = term->structure == STRUCTURE_WORD_LIST;
    struct plain_term split;

    plain_split(&split, term);
    for (size_t i = 0; i < split.count; i++) {
        if (plain_has_word(record, term, split.words[i]) != all)
            return !all;
    }
    return all;
}

static bool plain_answers_term(const struct plain_record *record, const struct query_term *term)
{
    struct plain_place places[256];
    struct plain_term split;
    char value[128];

    if (term->structure == STRUCTURE_WORD_LIST || term->structure == STRUCTURE_ANY_WORD)
        return plain_list(record, term);
    snprintf(value, sizeof value, "%.*s", (int)term->value.length, term->value.data);
    if (plain_keys(record, term, value, term->truncation))
        return true;
    if (term->access_point->kind != 0)
        return false;
    plain_split(&split, term);
    for (size_t f = 0; f < record->field_count; f++) {
        if (plain_includes(term->access_point->name, record->fields[f].point) &&
            plain_stands_filed(&record->fields[f], term, &split))
            return true;
    }
    return plain_places(places, record, term) > 0;
}

static bool plain_near(const struct plain_place *a, const struct plain_place *b,
                       const struct query_proximity *proximity)
{
    long distance;

    if (a->field != b->field)
        return false;
    if (b->first > a->last)
        distance = (long)(b->first - a->last);
    else if (a->first > b->last && !proximity->ordered)
        distance = (long)(a->first - b->last);
    else
        return false;
    switch (proximity->relation) {
    case RELATION_LESS:
        return distance < proximity->distance;
    case RELATION_LESS_OR_EQUAL:
        return distance <= proximity->distance;
    case RELATION_EQUAL:
        return distance == proximity->distance;
    case RELATION_GREATER_OR_EQUAL:
        return distance >= proximity->distance;
    case RELATION_GREATER:
        return distance > proximity->distance;
    case RELATION_NOT_EQUAL:
        return distance != proximity->distance;
    default:
        return false;
    }
}

static bool plain_answers_proximity(const struct plain_record *record, const struct query *query)
{
    struct plain_place left[256], right[256];
    size_t lefts = plain_places(left, record, &query->left->term);
    size_t rights = plain_places(right, record, &query->right->term);
    bool near = false;

    for (size_t i = 0; i < lefts; i++) {
        for (size_t j = 0; j < rights; j++)
            near = near || plain_near(&left[i], &right[j], &query->proximity);
    }
    return lefts > 0 && rights > 0 && near != query->proximity.exclusion;
}

static bool plain_answers(const struct plain_record *record, const struct query *query)
{
    switch (query->kind) {
    case QUERY_TERM:
        return plain_answers_term(record, &query->term);
    case QUERY_ALL:
        return true;
    case QUERY_AND:
        return plain_answers(record, query->left) && plain_answers(record, query->right);
    case QUERY_OR:
        return plain_answers(record, query->left) || plain_answers(record, query->right);
    case QUERY_NOT:
        return plain_answers(record, query->left) && !plain_answers(record, query->right);
    case QUERY_PROXIMITY:
        return plain_answers_proximity(record, query);
    case QUERY_RESULT_SET: /* "odd" is the only one there is */
        return record->docid % 2 == 1;
    }
    return false;
}

#endif
