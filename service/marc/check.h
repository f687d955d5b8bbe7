/* Judging a record against MARC 21: what the parts of marc_check share. */
#ifndef OFFPRINT_MARC_CHECK_H
#define OFFPRINT_MARC_CHECK_H

#include <offprint/reader.h>
#include <offprint/record.h>

struct checking {
    const struct marc_record *record;
    finding_handler *handler;
    void *context;
    int given;
};

void check_report(struct checking *checking, enum finding_severity severity, const char *rule,
                  const char *field, const char *format, ...) OFFPRINT_PRINTF(5, 6);

/* A bibliographic record, as opposed to authority, holdings, classification and community. */
bool check_is_bibliographic(const struct marc_record *record);

/* Does `set` have `c`? "01a" lists, "0-9" is a range, "*" is everything. */
bool check_in_set(const char *set, char c);

/* What the positions `from` to `to` of a fixed field may have, each: a set, see check_in_set. */
struct code_rule {
    unsigned char from, to;
    const char *allowed;
    const char *name;
};

/* Rules for a field that begins at position `origin` of what they count. */
struct code_rules {
    const struct code_rule *rules;
    size_t count, origin;
};

#define CODE_RULES(array, origin)                                                                  \
    (const struct code_rules)                                                                      \
    {                                                                                              \
        array, sizeof(array) / sizeof *(array), origin                                             \
    }

void check_positions(struct checking *checking, const char *field, struct slice value,
                     const struct code_rules *table);

/* 008/18-34, by the kind of material that the leader names. */
void check_material(struct checking *checking, struct slice value);
/* 006: the same for another kind. */
void check_006(struct checking *checking, struct slice value);
/* 007: category and specific material designation. */
void check_007(struct checking *checking, struct slice value);

/* Leader and fixed fields: lengths and codes. */
void check_codes(struct checking *checking);
/* Standard numbers: check digits. */
void check_numbers(struct checking *checking);
/* Fields by the table: repetition, indicators. */
void check_fields(struct checking *checking);
/* One field's subfields by their table: which there are, repetition. */
void check_subfields(struct checking *checking, const struct marc_field *field);
/* Component parts: what known clients will make of them. */
void check_clients(struct checking *checking);

#endif
