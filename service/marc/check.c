/* marc_check: structure, titles and component parts; the rest is in the files beside. */
#include "marc/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "marc/reading.h"

void check_report(struct checking *checking, enum finding_severity severity, const char *rule,
                  const char *field, const char *format, ...)
{
    char message[400];
    va_list arguments;

    checking->given++;
    if (checking->handler == NULL)
        return;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    checking->handler(checking->context, &(struct finding){severity, rule, field, message});
}

bool check_in_set(const char *set, char c)
{
    if (set[0] == '*')
        return true;
    for (; *set != '\0'; set++) {
        if (set[1] == '-' && set[2] != '\0') {
            if (c >= set[0] && c <= set[2])
                return true;
            set += 2;
        } else if (*set == c) {
            return true;
        }
    }
    return false;
}

bool check_is_bibliographic(const struct marc_record *record)
{
    return check_in_set("acdefgijkmoprt", record->leader[MARC_LEADER_TYPE]);
}

/* --- values ------------------------------------------------------------------- */

static void check_characters(struct checking *checking, const struct marc_field *field,
                             struct slice value)
{
    bool control = false, replaced = false;

    for (size_t offset = 0; offset < value.length;) {
        uint32_t codepoint = text_next(value, &offset);

        control |= codepoint < 0x20 && codepoint != '\t' && codepoint != '\n' && codepoint != '\r';
        replaced |= codepoint == 0xfffd;
    }
    if (control)
        check_report(checking, FINDING_WARNING, "control-character", field->tag,
                     "field %s has control characters, which XML cannot hold", field->tag);
    if (replaced)
        check_report(checking, FINDING_WARNING, "replacement-character", field->tag,
                     "field %s has U+FFFD: a character was lost on the way here", field->tag);
}

static void check_values(struct checking *checking, const struct marc_field *field)
{
    if (field->control) {
        check_characters(checking, field, field->value);
        return;
    }
    if (field->subfield_count == 0)
        check_report(checking, FINDING_WARNING, "empty-field", field->tag,
                     "field %s has no subfields", field->tag);
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        const struct marc_subfield *subfield = &field->subfields[i];

        check_characters(checking, field, subfield->value);
        if (slice_trim(subfield->value).length == 0)
            check_report(checking, FINDING_WARNING, "empty-subfield", field->tag,
                         "field %s has an empty subfield $%c", field->tag, subfield->code);
    }
}

/* --- titles ------------------------------------------------------------------- */

/* After characters that do not count in filing, a word begins. */
static bool ends_before_word(uint32_t codepoint)
{
    static const uint32_t allowed[] = {' ',    '\'',   '"',    '-',    '(',    '[',   0x2018,
                                       0x2019, 0x201c, 0x201d, 0x201e, 0xab,   0x2bb, 0x2bc,
                                       0x98,   0x9c,   0x2010, 0x2011, 0x2013, '.',   0xa0};

    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (allowed[i] == codepoint)
            return true;
    return false;
}

static void check_nonfiling(struct checking *checking, const struct marc_field *field,
                            char indicator)
{
    struct slice title = marc_field_subfield(field, 'a');
    char shown[PRINTABLE_SIZE];
    size_t offset = 0;
    uint32_t last = ' ';
    int count = indicator - '0';

    if (count < 1 || count > 9 || title.length == 0)
        return;
    for (int i = 0; i < count && offset < title.length; i++)
        last = text_next(title, &offset);
    if (offset >= title.length || !ends_before_word(last))
        check_report(checking, FINDING_WARNING, "nonfiling", field->tag,
                     "field %s leaves out %d characters in filing, which do not end before a word: "
                     "'%s'",
                     field->tag, count, printable(shown, title));
}

static void check_titles(struct checking *checking)
{
    const struct marc_record *record = checking->record;
    const struct marc_field *field = marc_record_field(record, "245", NULL);

    if (field == NULL)
        check_report(checking, FINDING_WARNING, "title", "245", "the record has no title (245)");
    else if (marc_field_subfield(field, 'a').length == 0 &&
             marc_field_subfield(field, 'k').length == 0)
        check_report(checking, FINDING_WARNING, "title", "245", "field 245 has no title ($a, $k)");
    for (uint32_t i = 0; i < record->field_count; i++) {
        field = &record->fields[i];
        if (strstr("222 240 242 243 245 830", field->tag) != NULL)
            check_nonfiling(checking, field, field->indicator[1]);
        else if (strstr("130 630 730 740", field->tag) != NULL)
            check_nonfiling(checking, field, field->indicator[0]);
    }
}

/* --- component parts ---------------------------------------------------------- */

/* LDR/07 a and b: a part has a host, and says where in it it stands. */
static void check_part(struct checking *checking)
{
    const struct marc_field *link = marc_record_field(checking->record, "773", NULL);
    char level = checking->record->leader[MARC_LEADER_LEVEL];

    if (level != 'a' && level != 'b')
        return;
    if (link == NULL) {
        check_report(checking, FINDING_WARNING, "part-host", "773",
                     "the record is a component part (leader/07 '%c') without a host (773)", level);
        return;
    }
    if (marc_field_subfield(link, 'w').length == 0)
        check_report(checking, FINDING_WARNING, "part-host", "773",
                     "field 773 does not name the host's record ($w)");
    for (; link != NULL; link = marc_record_field(checking->record, "773", link))
        if (marc_field_subfield(link, 'g').length > 0 || marc_field_subfield(link, 'q').length > 0)
            return;
    check_report(checking, FINDING_WARNING, "part-pages", "773",
                 "the component part does not say where in its host it stands (773 $g, $q)");
}

/* --- the whole ---------------------------------------------------------------- */

int marc_check(const struct marc_record *record, finding_handler *handler, void *context)
{
    struct checking checking = {record, handler, context, 0};
    const struct marc_field *number = marc_record_field(record, "001", NULL);

    if (number != NULL && marc_record_field(record, "001", number) != NULL)
        check_report(&checking, FINDING_ERROR, "control-number", "001",
                     "the record has more than one control number (001)");
    check_codes(&checking);
    for (uint32_t i = 0; i < record->field_count; i++)
        check_values(&checking, &record->fields[i]);
    if (!check_is_bibliographic(record))
        return checking.given;
    check_titles(&checking);
    check_part(&checking);
    check_clients(&checking);
    check_numbers(&checking);
    check_fields(&checking);
    return checking.given;
}
