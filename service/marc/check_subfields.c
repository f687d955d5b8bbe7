/*
 * The subfields of MARC 21 Bibliographic, by letters: which there are, and which may repeat. Digits
 * are not judged: control subfields keep being given to more fields ($0, $1, $7), and 9 is local.
 */
#include <stdlib.h>
#include <string.h>

#include "marc/check.h"

/* A field with more than this is no field that a person made; to compare each with each is slow. */
#define SUBFIELDS_JUDGED 1000u

struct subfield_rule {
    char tag[4];
    const char *once, *repeatable;
};

/* In order of tags. Fields that are not here are not judged. */
static const struct subfield_rule rules[] = {
    /* clang-format off */
    {"010", "a", "bz"}, {"013", "abc", "def"}, {"015", "", "aqz"}, {"016", "a", "z"},
    {"017", "bdi", "az"}, {"018", "a", ""}, {"020", "ac", "qz"}, {"022", "al", "myz"},
    {"024", "acd", "qz"}, {"025", "", "a"}, {"026", "abce", "d"}, {"027", "a", "qz"},
    {"028", "ab", "q"}, {"030", "a", "z"}, {"031", "abcegmnopr", "dqstuyz"}, {"032", "ab", ""},
    {"033", "", "abcp"}, {"034", "adefgjkmnprxyz", "bchst"}, {"035", "a", "z"}, {"036", "ab", ""},
    {"037", "ab", "cfgn"}, {"038", "a", ""}, {"040", "abc", "de"}, {"041", "", "abdefghijkmnpqrt"},
    {"042", "", "a"}, {"043", "", "abc"}, {"044", "", "abc"}, {"045", "", "abc"},
    {"046", "abcdejklmnop", ""}, {"047", "", "a"}, {"048", "", "ab"}, {"050", "b", "a"},
    {"051", "abc", ""}, {"052", "a", "bd"}, {"055", "ab", ""}, {"060", "b", "a"},
    {"061", "bc", "a"}, {"070", "b", "a"}, {"071", "bc", "a"}, {"072", "a", "x"}, {"074", "a", "z"},
    {"080", "ab", "x"}, {"082", "bmq", "a"}, {"083", "mq", "acyz"}, {"084", "bq", "a"},
    {"085", "", "abcfrstuvwyz"}, {"086", "a", "z"}, {"088", "a", "z"},
    {"100", "abdflqtu", "cegjknp"}, {"110", "afltu", "bcdegknp"}, {"111", "aflqtu", "cdegjknp"},
    {"130", "afhlort", "dgkmnps"}, {"210", "ab", ""}, {"222", "ab", ""},
    {"240", "afhlor", "dgkmnps"}, {"242", "abchy", "np"}, {"243", "afhlor", "dgkmnps"},
    {"245", "abcfghs", "knp"}, {"246", "abfhi", "gnp"}, {"247", "abfhx", "gnp"}, {"250", "ab", ""},
    {"251", "", "a"}, {"254", "a", ""}, {"255", "abcdefg", ""}, {"256", "a", ""}, {"257", "", "a"},
    {"258", "ab", ""}, {"260", "", "abcdefg"}, {"261", "", "abdef"}, {"262", "abckl", ""},
    {"263", "a", ""}, {"264", "", "abc"}, {"270", "bcdefghi", "ajklmnpqrz"}, {"300", "be", "acfg"},
    {"306", "", "a"}, {"307", "ab", ""}, {"310", "ab", ""}, {"321", "ab", ""}, {"336", "", "ab"},
    {"337", "", "ab"}, {"338", "", "ab"}, {"340", "", "abcdefghijkmnopq"}, {"341", "a", "bcde"},
    {"342", "abcdghijklmnopqrstuvw", "ef"}, {"343", "abcdefghi", ""}, {"344", "", "abcdefghij"},
    {"345", "", "abcd"}, {"346", "", "ab"}, {"347", "", "abcdef"}, {"348", "", "ab"},
    {"351", "c", "ab"}, {"352", "adefgi", "bcq"}, {"355", "adefgh", "bcj"}, {"357", "a", "bcg"},
    {"362", "az", ""}, {"363", "abcdefghijklmuv", "xz"}, {"365", "abcdefghijkm", ""},
    {"366", "abcdefgjkm", ""}, {"370", "st", "cfgiuv"}, {"377", "", "al"}, {"380", "", "a"},
    {"381", "", "auv"}, {"382", "rst", "abdenpv"}, {"383", "de", "abc"}, {"384", "a", ""},
    {"385", "mn", "ab"}, {"386", "mn", "abi"}, {"388", "", "a"}, {"400", "abdfgltuvx", "ceknp"},
    {"410", "acfgltuvx", "bdeknp"}, {"411", "acdfglqtuvx", "eknp"}, {"490", "l", "avxyz"},
    {"500", "a", ""}, {"501", "a", ""}, {"502", "abcd", "go"}, {"504", "ab", ""},
    {"505", "a", "grtu"}, {"506", "a", "bcdefgqu"}, {"507", "ab", ""}, {"508", "a", ""},
    {"510", "abcx", "u"}, {"511", "a", ""}, {"513", "ab", ""}, {"514", "adefim", "bcghjkuz"},
    {"515", "a", ""}, {"516", "a", ""}, {"518", "a", "dop"}, {"520", "abc", "u"}, {"521", "b", "a"},
    {"522", "a", ""}, {"524", "a", ""}, {"525", "a", ""}, {"526", "abcdi", "xz"},
    {"530", "abcd", "u"}, {"532", "a", ""}, {"533", "ade", "bcfmn"}, {"534", "abcelmpt", "fknoxz"},
    {"535", "ag", "bcd"}, {"536", "a", "bcdefgh"}, {"538", "ai", "u"}, {"540", "abcd", "fgqu"},
    {"541", "abcdefh", "no"}, {"542", "abcgijlmoqrs", "defhknpu"}, {"544", "", "abcden"},
    {"545", "ab", "u"}, {"546", "a", "b"}, {"547", "a", ""}, {"550", "a", ""},
    {"552", "abcdghijklmn", "efopuz"}, {"555", "acd", "bu"}, {"556", "a", "z"}, {"561", "a", "u"},
    {"562", "", "abcde"}, {"563", "a", "u"}, {"565", "a", "bcde"}, {"567", "a", "b"},
    {"580", "a", ""}, {"581", "a", "z"}, {"583", "a", "bcdefhijklnouxz"}, {"584", "", "ab"},
    {"585", "a", ""}, {"586", "a", ""}, {"588", "a", ""}, {"600", "abdfhloqrtu", "cegjkmnpsvxyz"},
    {"610", "afhlortu", "bcdegkmnpsvxyz"}, {"611", "afhlqtu", "cdegjknpsvxyz"},
    {"630", "afhlort", "degkmnpsvxyz"}, {"647", "ad", "cgvxyz"}, {"648", "a", "vxyz"},
    {"650", "abcde", "gvxyz"}, {"651", "a", "egvxyz"}, {"653", "", "a"}, {"654", "", "abcevyz"},
    {"655", "a", "bcvxyz"}, {"656", "ak", "vxyz"}, {"657", "a", "vxyz"}, {"658", "acd", "b"},
    {"662", "bd", "acefgh"}, {"688", "a", "eg"}, {"700", "abdfhloqrtux", "cegijkmnps"},
    {"710", "afhlortux", "bcdegikmnps"}, {"711", "afhlqtux", "cdegijknps"}, {"720", "a", "e"},
    {"730", "afhlortx", "dgikmnps"}, {"740", "ah", "np"}, {"751", "a", "eg"},
    {"752", "bd", "acefgh"}, {"753", "abc", ""}, {"754", "", "acdxz"}, {"758", "a", "i"},
    {"760", "abcdhmstxy", "gilnow"}, {"762", "abcdhmstxy", "gilnow"},
    {"765", "abcdhmstuxy", "giklnorwz"}, {"767", "abcdhmstuxy", "giklnorwz"},
    {"770", "abcdhmstuxy", "giklnorwz"}, {"772", "abcdhmstuxy", "giklnorwz"},
    {"773", "abdhmpqstuxy", "giklnorwz"}, {"774", "abcdhmstuxy", "giklnorwz"},
    {"775", "abcdefhmstuxy", "giklnorwz"}, {"776", "abcdhmstuxy", "giklnorwz"},
    {"777", "abcdhmstuxy", "giklnorwz"}, {"780", "abcdhmstuxy", "giklnorwz"},
    {"785", "abcdhmstuxy", "giklnorwz"}, {"786", "abcdhjmpstuvxy", "giklnorwz"},
    {"787", "abcdhmstuxy", "giklnorwz"}, {"800", "abdfhloqrtuvx", "cegjkmnpswyz"},
    {"810", "afhlortuvx", "bcdegkmnpswyz"}, {"811", "afhlqtuvx", "cdegjknpswyz"},
    {"830", "afhlortvx", "dgkmnpswyz"}, {"850", "", "a"}, {"856", "hjk", "abcdefgilmnopqrstuvwxyz"},
    /* clang-format on */
};

static int compare_rule(const void *tag, const void *rule)
{
    return memcmp(tag, ((const struct subfield_rule *)rule)->tag, 3);
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Each code is complained about once a field. */
static bool is_first(const struct marc_field *field, uint32_t place)
{
    for (uint32_t i = 0; i < place; i++)
        if (field->subfields[i].code == field->subfields[place].code)
            return false;
    return true;
}

static bool is_repeated(const struct marc_field *field, uint32_t place)
{
    for (uint32_t i = place + 1; i < field->subfield_count; i++)
        if (field->subfields[i].code == field->subfields[place].code)
            return true;
    return false;
}

static void check_code(struct checking *checking, const struct marc_field *field, uint32_t place,
                       const struct subfield_rule *rule)
{
    char code = field->subfields[place].code;

    if (code >= '0' && code <= '9')
        return;
    if (is_letter(code) && strchr(rule->repeatable, code) != NULL)
        return;
    if (!is_letter(code) || strchr(rule->once, code) == NULL)
        check_report(checking, FINDING_WARNING, "undefined-subfield", field->tag,
                     "field %s has a subfield $%c, which MARC 21 does not define", field->tag,
                     code);
    else if (is_repeated(field, place))
        check_report(checking, FINDING_WARNING, "repeated-subfield", field->tag,
                     "field %s may not have more than one $%c", field->tag, code);
}

void check_subfields(struct checking *checking, const struct marc_field *field)
{
    const struct subfield_rule *rule =
        bsearch(field->tag, rules, sizeof rules / sizeof *rules, sizeof *rules, compare_rule);

    if (rule == NULL)
        return;
    for (uint32_t i = 0; i < field->subfield_count && i < SUBFIELDS_JUDGED; i++)
        if (is_first(field, i))
            check_code(checking, field, i, rule);
}
