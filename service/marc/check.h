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
