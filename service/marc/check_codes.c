/* Leader, 008 and the standard numbers; what 006, 007 and 008 say of the material is in
 * check_material.c. */
#include <string.h>

#include "marc/check.h"
#include "marc/reading.h"

/* --- codes by position -------------------------------------------------------- */

void check_positions(struct checking *checking, const char *field, struct slice value,
                     const struct code_rules *table)
{
    char shown[PRINTABLE_SIZE];

    for (size_t i = 0; i < table->count; i++) {
        const struct code_rule *rule = &table->rules[i];
        size_t end = rule->to - table->origin;

        for (size_t at = rule->from - table->origin; at <= end && at < value.length; at++) {
            if (check_in_set(rule->allowed, value.data[at]))
                continue;
            check_report(checking, FINDING_WARNING, "fixed-code", field, "%s/%02zu (%s) is '%s'",
                         field, at, rule->name, printable(shown, slice_make(value.data + at, 1)));
            break;
        }
    }
}

static const struct code_rule bibliographic_leader[] = {
    {5, 5, "acdnp", "record status"},
    {7, 7, "abcdims", "bibliographic level"},
    {8, 8, " a", "type of control"},
    {17, 17, " 1234578uzIJKLM", "encoding level"}, /* capitals: OCLC's */
    {18, 18, " acinu", "descriptive cataloging form"},
    {19, 19, " abc", "multipart level"},
};

static const struct code_rule bibliographic_008[] = {
    {0, 5, "0-9", "date entered"},
    {6, 6, "bcdeikmnpqrstu|", "type of date"},
    {7, 14, "0-9u| ", "dates"},
    {15, 17, "a-z |", "place of publication"},
    {35, 37, "a-z |", "language"},
    {38, 38, " dorsx|", "modified record"},
    {39, 39, " cdu|", "cataloging source"},
};

static const struct code_rule other_008[] = {
    {0, 5, "0-9", "date entered"},
};

/* How long 008 is: LDR/06 says what kind of record it is. */
static size_t length_008(char type)
{
    if (strchr("uvxy", type) != NULL)
        return 32; /* holdings */
    if (type == 'w')
        return 14; /* classification */
    return type == 'q' ? 15 : 40;
}

static void check_bibliographic_008(struct checking *checking, struct slice value)
{
    check_positions(checking, "008", value, &CODE_RULES(bibliographic_008, 0));
    check_material(checking, value);
}

static void check_008(struct checking *checking)
{
    const struct marc_record *record = checking->record;
    const struct marc_field *field = marc_record_field(record, "008", NULL);
    size_t length = length_008(record->leader[MARC_LEADER_TYPE]);

    if (field == NULL) {
        check_report(checking, FINDING_WARNING, "fixed-length", "008", "the record has no 008");
        return;
    }
    if (field->value.length != length)
        check_report(checking, FINDING_WARNING, "fixed-length", "008",
                     "008 has %zu characters, not %zu", field->value.length, length);
    else if (check_is_bibliographic(record))
        check_bibliographic_008(checking, field->value);
    else
        check_positions(checking, "008", field->value, &CODE_RULES(other_008, 0));
}

void check_codes(struct checking *checking)
{
    const struct marc_record *record = checking->record;
    const struct marc_field *field = NULL;

    if (!check_in_set("acdefgijkmoprtuvwxyzq", record->leader[MARC_LEADER_TYPE]))
        check_report(checking, FINDING_WARNING, "fixed-code", "LDR",
                     "LDR/06 (type of record) is '%c'", record->leader[MARC_LEADER_TYPE]);
    if (check_is_bibliographic(record))
        check_positions(checking, "LDR", slice_make(record->leader, MARC_LEADER_LENGTH),
                        &CODE_RULES(bibliographic_leader, 0));
    check_008(checking);
    while ((field = marc_record_field(record, "006", field)) != NULL) {
        if (field->value.length != 18)
            check_report(checking, FINDING_WARNING, "fixed-length", "006",
                         "006 has %zu characters, not 18", field->value.length);
        check_006(checking, field->value);
    }
    while ((field = marc_record_field(record, "007", field)) != NULL) {
        if (field->value.length < 2)
            check_report(checking, FINDING_WARNING, "fixed-length", "007",
                         "007 has %zu characters, less than 2", field->value.length);
        check_007(checking, field->value);
    }
}

/* --- standard numbers --------------------------------------------------------- */

/* The digits (and X) that a value begins with, hyphens left out: how many, at most `room`. */
static size_t leading_digits(struct slice value, char *digits, size_t room)
{
    size_t count = 0;

    value = slice_trim(value);
    for (size_t i = 0; i < value.length && count < room; i++) {
        char c = value.data[i];

        if (c == '-')
            continue;
        if ((c < '0' || c > '9') && c != 'X' && c != 'x')
            break;
        digits[count++] = c;
    }
    return count;
}

static int digit(char c)
{
    return c == 'X' || c == 'x' ? 10 : c - '0';
}

/* ISBN-10 and ISSN: weights down to 1, modulo 11 (ISO 2108, ISO 3297). X stands only at the end. */
static bool holds_modulo_11(const char *digits, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (digit(digits[i]) == 10 && i != count - 1)
            return false;
        sum += digit(digits[i]) * (int)(count - i);
    }
    return sum % 11 == 0;
}

/* ISBN-13: weights 1 and 3, modulo 10. */
static bool holds_modulo_10(const char *digits, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (digit(digits[i]) == 10)
            return false;
        sum += digit(digits[i]) * (i % 2 == 0 ? 1 : 3);
    }
    return sum % 10 == 0;
}

static bool is_isbn(struct slice value)
{
    char digits[14];
    size_t count = leading_digits(value, digits, sizeof digits);

    return count == 10 ? holds_modulo_11(digits, count)
                       : count == 13 && holds_modulo_10(digits, count);
}

static bool is_issn(struct slice value)
{
    char digits[9];

    return leading_digits(value, digits, sizeof digits) == 8 && holds_modulo_11(digits, 8);
}

static void check_number(struct checking *checking, const char *tag, const char *name,
                         bool (*holds)(struct slice))
{
    const struct marc_field *field = NULL;
    char shown[PRINTABLE_SIZE];

    while ((field = marc_record_field(checking->record, tag, field)) != NULL) {
        struct slice value = marc_field_subfield(field, 'a');

        if (value.length > 0 && !holds(value))
            check_report(checking, FINDING_WARNING, name, tag,
                         "%s $a '%s' is none: wrong length or check digit", tag,
                         printable(shown, value));
    }
}

void check_numbers(struct checking *checking)
{
    check_number(checking, "020", "isbn", is_isbn);
    check_number(checking, "022", "issn", is_issn);
}
