/* The fields of MARC 21 Bibliographic: which may repeat, and what their indicators may be. */
#include <stdlib.h>
#include <string.h>

#include "marc/check.h"
#include "marc/reading.h"

struct field_rule {
    char tag[4];
    bool repeatable;
    const char *indicator1, *indicator2; /* sets, see check_in_set */
};

/* In order of tags. Fields of other formats that travel within bibliographic records (holdings) and
 * the newest ones have "*": their values are not judged. */
static const struct field_rule rules[] = {
    /* clang-format off */
    {"001", false, "*", "*"}, {"003", false, "*", "*"}, {"005", false, "*", "*"},
    {"006", true, "*", "*"}, {"007", true, "*", "*"}, {"008", false, "*", "*"},
    {"010", false, " ", " "}, {"013", true, " ", " "}, {"015", true, " ", " "},
    {"016", true, " 7", " "}, {"017", true, " ", " 8"}, {"018", false, " ", " "},
    {"020", true, " ", " "}, {"022", true, " 01", " "}, {"023", true, "*", "*"},
    {"024", true, "0123478", " 01"}, {"025", true, " ", " "}, {"026", true, " ", " "},
    {"027", true, " ", " "}, {"028", true, "0-6", "0-3"}, {"030", true, " ", " "},
    {"031", true, " ", " "}, {"032", true, " ", " "}, {"033", true, " 012", " 012"},
    {"034", true, "013", " 01"}, {"035", true, " ", " "}, {"036", false, " ", " "},
    {"037", true, " 23", " "}, {"038", false, " ", " "}, {"040", false, " ", " "},
    {"041", true, " 01", " 7"}, {"042", false, " ", " "}, {"043", false, " ", " "},
    {"044", false, " ", " "}, {"045", false, " 012", " "}, {"046", true, " 123", " "},
    {"047", true, " ", " 7"}, {"048", true, " ", " 7"}, {"050", true, " 01", "04"},
    {"051", true, " ", " "}, {"052", true, " 17", " "}, {"055", true, " 01", "0-9"},
    {"060", true, " 01", "04"}, {"061", true, " ", " "}, {"066", false, " ", " "},
    {"070", true, "01", " "}, {"071", true, " ", " "}, {"072", true, " ", "07"},
    {"074", true, " ", " "}, {"080", true, " 01", " "}, {"082", true, "017", " 04"},
    {"083", true, "017", " "}, {"084", true, " ", " "}, {"085", true, " ", " "},
    {"086", true, " 01", " "}, {"088", true, " ", " "}, {"100", false, "013", " "},
    {"110", false, "012", " "}, {"111", false, "012", " "}, {"130", false, "0-9", " "},
    {"210", true, "01", " 0"}, {"222", true, " ", "0-9"}, {"240", false, "01", "0-9"},
    {"242", true, "01", "0-9"}, {"243", false, "01", "0-9"}, {"245", false, "01", "0-9"},
    {"246", true, "0123", " 0-8"}, {"247", true, "01", "01"}, {"250", true, " ", " "},
    {"251", true, " ", " "}, {"254", false, " ", " "}, {"255", true, " ", " "},
    {"256", false, " ", " "}, {"257", true, " ", " "}, {"258", true, " ", " "},
    {"260", true, " 23", " "}, {"263", false, " ", " "}, {"264", true, " 23", "0-4"},
    {"270", true, " 12", " 07"}, {"300", true, " ", " "}, {"306", false, " ", " "},
    {"307", true, " 8", " "}, {"310", true, " ", " "}, {"321", true, " ", " "},
    {"334", true, "*", "*"}, {"335", true, " ", " "}, {"336", true, " ", " "},
    {"337", true, " ", " "}, {"338", true, " ", " "}, {"340", true, " ", " "},
    {"341", true, "*", "*"}, {"342", true, "01", "0-8"}, {"343", true, " ", " "},
    {"344", true, " ", " "}, {"345", true, " ", " "}, {"346", true, " ", " "},
    {"347", true, " ", " "}, {"348", true, " ", " "}, {"351", true, " ", " "},
    {"352", true, " ", " "}, {"353", true, "*", "*"}, {"355", true, "012358", " "},
    {"357", false, " ", " "}, {"361", true, "*", "*"}, {"362", true, "01", " "},
    {"363", true, " 01", " 01"}, {"365", true, " ", " "}, {"366", true, " ", " "},
    {"370", true, " ", " "}, {"377", true, " ", " 7"}, {"380", true, " ", " "},
    {"381", true, " ", " "}, {"382", true, " 0123", " 01"}, {"383", true, " ", " "},
    {"384", false, " 01", " "}, {"385", true, " ", " "}, {"386", true, " ", " "},
    {"387", true, "*", "*"}, {"388", true, " 12", " "}, {"490", true, "01", " "},
    {"500", true, " ", " "}, {"501", true, " ", " "}, {"502", true, " ", " "},
    {"504", true, " ", " "}, {"505", true, "0128", " 0"}, {"506", true, " 01", " "},
    {"507", false, " ", " "}, {"508", true, " ", " "}, {"510", true, "0-4", " "},
    {"511", true, "01", " "}, {"513", true, " ", " "}, {"514", false, " ", " "},
    {"515", true, " ", " "}, {"516", true, " 8", " "}, {"518", true, " ", " "},
    {"520", true, " 012348", " "}, {"521", true, " 012348", " "}, {"522", true, " 8", " "},
    {"524", true, " 8", " "}, {"525", true, " ", " "}, {"526", true, "08", " "},
    {"530", true, " ", " "}, {"532", true, "*", " "}, {"533", true, " ", " "},
    {"534", true, " ", " "}, {"535", true, "12", " "}, {"536", true, " ", " "},
    {"538", true, " ", " "}, {"540", true, " ", " "}, {"541", true, " 01", " "},
    {"542", true, " 01", " "}, {"544", true, " 01", " "}, {"545", true, " 01", " "},
    {"546", true, " ", " "}, {"547", true, " ", " "}, {"550", true, " ", " "},
    {"552", true, " ", " "}, {"555", true, " 08", " "}, {"556", true, " 8", " "},
    {"561", true, " 01", " "}, {"562", true, " ", " "}, {"563", true, " ", " "},
    {"565", true, " 08", " "}, {"567", true, " 8", " "}, {"580", true, " ", " "},
    {"581", true, " 8", " "}, {"583", true, " 01", " "}, {"584", true, " ", " "},
    {"585", true, " ", " "}, {"586", true, " 8", " "}, {"588", true, " 01", " "},
    {"600", true, "013", "0-7"}, {"610", true, "012", "0-7"}, {"611", true, "012", "0-7"},
    {"630", true, "0-9", "0-7"}, {"647", true, " ", "0-7"}, {"648", true, " ", "0-7"},
    {"650", true, " 012", "0-7"}, {"651", true, " ", "0-7"}, {"653", true, " 012", " 0-6"},
    {"654", true, " 012", " "}, {"655", true, " 0", "0-7"}, {"656", true, " ", "7"},
    {"657", true, " ", "7"}, {"658", true, " ", " "}, {"662", true, " ", " "},
    {"688", true, " ", " 7"}, {"700", true, "013", " 2"}, {"710", true, "012", " 2"},
    {"711", true, "012", " 2"}, {"720", true, " 12", " "}, {"730", true, "0-9", " 2"},
    {"740", true, "0-9", " 2"}, {"751", true, " ", " "}, {"752", true, " ", " "},
    {"753", true, " ", " "}, {"754", true, " ", " "}, {"758", true, "*", "*"},
    {"760", true, "01", " 8"}, {"762", true, "01", " 8"}, {"765", true, "01", " 8"},
    {"767", true, "01", " 8"}, {"770", true, "01", " 8"}, {"772", true, "01", " 08"},
    {"773", true, "01", " 8"}, {"774", true, "01", " 8"}, {"775", true, "01", " 8"},
    {"776", true, "01", " 8"}, {"777", true, "01", " 8"}, {"780", true, "01", "0-7"},
    {"785", true, "01", "0-8"}, {"786", true, "01", " 8"}, {"787", true, "01", " 8"},
    {"788", true, "01", "*"}, {"800", true, "013", " "}, {"810", true, "012", " "},
    {"811", true, "012", " "}, {"830", true, " ", "0-9"}, {"841", false, " ", " "},
    {"842", false, " ", " "}, {"843", true, " ", " "}, {"844", false, " ", " "},
    {"845", true, " ", " "}, {"850", true, " ", " "}, {"852", true, " 0-8", " 012"},
    {"853", true, "*", "*"}, {"854", true, "*", "*"}, {"855", true, "*", "*"},
    {"856", true, " 012347", " 01-48"}, {"857", true, "*", "*"}, {"863", true, "*", "*"},
    {"864", true, "*", "*"}, {"865", true, "*", "*"}, {"866", true, "*", "*"},
    {"867", true, "*", "*"}, {"868", true, "*", "*"}, {"876", true, "*", "*"},
    {"877", true, "*", "*"}, {"878", true, "*", "*"}, {"880", true, "*", "*"},
    {"881", true, "*", "*"}, {"882", false, " ", " "}, {"883", true, " 01", " "},
    {"884", true, " ", " "}, {"885", true, " ", " "}, {"886", true, "012", " "},
    {"887", true, " ", " "},
    /* clang-format on */
};

#define RULE_COUNT (sizeof rules / sizeof *rules)

static int compare_rule(const void *tag, const void *rule)
{
    return memcmp(tag, ((const struct field_rule *)rule)->tag, 3);
}

static const struct field_rule *find_rule(const char *tag)
{
    return bsearch(tag, rules, RULE_COUNT, sizeof *rules, compare_rule);
}

/* MARC 21 leaves fields with a 9 in the tag to local use; letters are no field of its own. */
static bool is_local(const char *tag)
{
    for (int i = 0; i < 3; i++)
        if (tag[i] == '9' || tag[i] < '0' || tag[i] > '9')
            return true;
    return false;
}

static void check_indicator(struct checking *checking, const struct marc_field *field, int number,
                            const char *allowed)
{
    char shown[PRINTABLE_SIZE];

    if (!check_in_set(allowed, field->indicator[number - 1]))
        check_report(checking, FINDING_WARNING, "indicators", field->tag,
                     "field %s has '%s' for indicator %d", field->tag,
                     printable(shown, slice_make(&field->indicator[number - 1], 1)), number);
}

static void check_field(struct checking *checking, const struct marc_field *field, size_t *seen)
{
    const struct field_rule *rule = find_rule(field->tag);

    if (rule == NULL) {
        if (!is_local(field->tag))
            check_report(checking, FINDING_WARNING, "undefined-field", field->tag,
                         "field %s is not defined in MARC 21", field->tag);
        return;
    }
    /* 001 has a rule of its own, in marc_check. */
    if (++seen[rule - rules] == 2 && !rule->repeatable && strcmp(field->tag, "001") != 0)
        check_report(checking, FINDING_WARNING, "repeated-field", field->tag,
                     "field %s may not be repeated", field->tag);
    if (!field->control) {
        check_indicator(checking, field, 1, rule->indicator1);
        check_indicator(checking, field, 2, rule->indicator2);
        check_subfields(checking, field);
    }
    if (field->tag[0] == '6' && field->indicator[1] == '7' &&
        strcmp(rule->indicator2, "0-7") == 0 && marc_field_subfield(field, '2').length == 0)
        check_report(checking, FINDING_WARNING, "source", field->tag,
                     "field %s has second indicator 7 but no source ($2)", field->tag);
}

void check_fields(struct checking *checking)
{
    const struct marc_record *record = checking->record;
    size_t seen[RULE_COUNT] = {0};
    unsigned main_entries = 0;

    for (uint32_t i = 0; i < record->field_count; i++) {
        check_field(checking, &record->fields[i], seen);
        main_entries += marc_tag_matches(record->fields[i].tag, "1XX");
    }
    if (main_entries > 1)
        check_report(checking, FINDING_WARNING, "repeated-field", "1XX",
                     "the record has %u main entries (1XX), not one", main_entries);
}
