#include "convert/coded.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

const struct coded_genre coded_genres[] = {
    {"M", 25, 1, 'a', "map"},
    {"M", 25, 1, 'b', "map"},
    {"M", 25, 1, 'c', "map"},
    {"M", 25, 1, 'd', "globe"},
    {"M", 25, 1, 'e', "atlas"},
    {"S", 21, 1, 'd', "database"},
    {"S", 21, 1, 'l', "loose-leaf"},
    {"S", 21, 1, 'm', "series"},
    {"S", 21, 1, 'n', "newspaper"},
    {"S", 21, 1, 'p', "periodical"},
    {"S", 21, 1, 'w', "web site"},
    {"BS", 24, 4, 'a', "abstract or summary"},
    {"BS", 24, 4, 'b', "bibliography"},
    {"BS", 24, 4, 'c', "catalog"},
    {"BS", 24, 4, 'd', "dictionary"},
    {"BS", 24, 4, 'e', "encyclopedia"},
    {"BS", 24, 4, 'f', "handbook"},
    {"BS", 24, 4, 'g', "legal article"},
    {"BS", 24, 4, 'i', "index"},
    {"B", 24, 4, 'j', "patent"},
    {"BS", 24, 4, 'k', "discography"},
    {"BS", 24, 4, 'l', "legislation"},
    {"BS", 24, 4, 'm', "theses"},
    {"BS", 24, 4, 'n', "survey of literature"},
    {"BS", 24, 4, 'o', "review"},
    {"BS", 24, 4, 'p', "programmed text"},
    {"BS", 24, 4, 'q', "filmography"},
    {"BS", 24, 4, 'r', "directory"},
    {"BS", 24, 4, 's', "statistics"},
    {"BS", 24, 4, 't', "technical report"},
    {"BS", 24, 4, 'v', "legal case and case notes"},
    {"BS", 24, 4, 'w', "law report or digest"},
    {"BS", 24, 4, 'z', "treaty"},
    {"B", 24, 4, '2', "offprint"},
    {"BS", 29, 1, '1', "conference publication"},
    {"B", 30, 1, '1', "festschrift"},
    {"B", 33, 1, '1', "fiction"},
    {"B", 33, 1, 'c', "comic strip"},
    {"B", 33, 1, 'd', "drama"},
    {"B", 33, 1, 'e', "essay"},
    {"B", 33, 1, 'f', "novel"},
    {"B", 33, 1, 'h', "humor, satire"},
    {"B", 33, 1, 'i', "letter"},
    {"B", 33, 1, 'j', "short story"},
    {"B", 33, 1, 'p', "poetry"},
    {"B", 33, 1, 's', "speech"},
    {"B", 34, 1, 'a', "autobiography"},
    {"B", 34, 1, 'b', "biography"},
    {"B", 34, 1, 'c', "biography"},
    {"B", 34, 1, 'd', "biography"},
    {"C", 26, 1, 'a', "numeric data"},
    {"C", 26, 1, 'e', "database"},
    {"C", 26, 1, 'f', "font"},
    {"C", 26, 1, 'g', "game"},
    {"U", 30, 2, 'a', "autobiography"},
    {"U", 30, 2, 'b', "biography"},
    {"U", 30, 2, 'c', "conference publication"},
    {"U", 30, 2, 'd', "drama"},
    {"U", 30, 2, 'e', "essay"},
    {"U", 30, 2, 'f', "fiction"},
    {"U", 30, 2, 'g', "reporting"},
    {"U", 30, 2, 'h', "history"},
    {"U", 30, 2, 'i', "instruction"},
    {"U", 30, 2, 'j', "language instruction"},
    {"U", 30, 2, 'k', "humor, satire"},
    {"U", 30, 2, 'l', "speech"},
    {"U", 30, 2, 'm', "memoir"},
    {"U", 30, 2, 'o', "folktale"},
    {"U", 30, 2, 'p', "poetry"},
    {"U", 30, 2, 'r', "rehearsal"},
    {"U", 30, 2, 's', "sound"},
    {"U", 30, 2, 't', "interview"},
    {"V", 33, 1, 'a', "art original"},
    {"V", 33, 1, 'b', "kit"},
    {"V", 33, 1, 'c', "art reproduction"},
    {"V", 33, 1, 'd', "diorama"},
    {"V", 33, 1, 'f', "filmstrip"},
    {"V", 33, 1, 'g', "game"},
    {"V", 33, 1, 'i', "picture"},
    {"V", 33, 1, 'k', "graphic"},
    {"V", 33, 1, 'l', "technical drawing"},
    {"V", 33, 1, 'm', "motion picture"},
    {"V", 33, 1, 'n', "chart"},
    {"V", 33, 1, 'o', "flash card"},
    {"V", 33, 1, 'p', "microscope slide"},
    {"V", 33, 1, 'q', "model"},
    {"V", 33, 1, 'r', "realia"},
    {"V", 33, 1, 's', "slide"},
    {"V", 33, 1, 't', "transparency"},
    {"V", 33, 1, 'v', "videorecording"},
    {"V", 33, 1, 'w', "toy"},
};
const size_t coded_genre_count = sizeof coded_genres / sizeof *coded_genres;

#define LIST(terms)                                                                                \
    {                                                                                              \
        terms, sizeof terms / sizeof *terms                                                        \
    }

static const struct coded_term audiences[] = {
    {'a', "preschool"},  {'j', "juvenile"}, {'b', "juvenile"}, {'c', "juvenile"},
    {'d', "adolescent"}, {'e', "adult"},    {'g', "general"},  {'f', "specialized"},
};
const struct coded_list coded_audiences = LIST(audiences);

static const struct coded_term forms[] = {
    {'a', "microfilm"},   {'b', "microfiche"}, {'c', "microopaque"},
    {'d', "large print"}, {'f', "braille"},    {'s', "electronic"},
    {'o', "electronic"},  {'q', "electronic"}, {'r', "print"},
};
const struct coded_list coded_forms = LIST(forms);

static const struct coded_term frequencies[] = {
    {'a', "Annual"},
    {'b', "Bimonthly"},
    {'c', "Semiweekly"},
    {'d', "Daily"},
    {'e', "Biweekly"},
    {'f', "Semiannual"},
    {'g', "Biennial"},
    {'h', "Triennial"},
    {'i', "Three times a week"},
    {'j', "Three times a month"},
    {'k', "Continuously updated"},
    {'m', "Monthly"},
    {'q', "Quarterly"},
    {'s', "Semimonthly"},
    {'t', "Three times a year"},
    {'u', "Unknown"},
    {'w', "Weekly"},
    {' ', "Completely irregular"},
};
const struct coded_list coded_frequencies = LIST(frequencies);

/* The first of each is what we write; the others are LC's and older words for it. */
static const struct coded_term language_parts[] = {
    {'b', "summary"},
    {'b', "abstract"},
    {'b', "summary or abstract"},
    {'b', "summary or subtitle"},
    {'d', "sung or spoken text"},
    {'e', "libretto"},
    {'e', "librettos"},
    {'f', "table of contents"},
    {'g', "accompanying material"},
    {'g', "accompanying material other than librettos"},
    {'g', "preface"},
    {'g', "introduction"},
    {'g', "notes"},
    {'h', "original"},
    {'h', "translation"},
    {'h', "original and/or intermediate translations of text"},
    {'j', "subtitles"},
    {'j', "subtitle"},
    {'j', "subtitle or caption"},
    {'j', "subtitles or captions"},
    {'k', "intermediate translation"},
    {'p', "captions"},
};
const struct coded_list coded_language_parts = LIST(language_parts);

static const struct coded_term levels[] = {
    {'a', "country"},
    {'b', "state"},
    {'c', "county"},
    {'d', "city"},
    {'f', "citySection"},
    {'g', "area"},
    {'h', "extraTerrestrialArea"},
};
const struct coded_list coded_levels = LIST(levels);

static const struct coded_term variants[] = {
    {'2', "Distinctive title"}, {'3', "Other title"},
    {'4', "Cover title"},       {'5', "Added title page title"},
    {'6', "Caption title"},     {'7', "Running title"},
    {'8', "Spine title"},
};
const struct coded_list coded_variants = LIST(variants);

static const struct coded_term abstracts[] = {
    {' ', "Summary"},           {'0', "Subject"},  {'1', "Review"},
    {'2', "Scope and content"}, {'3', "Abstract"}, {'4', "Content advice"},
};
const struct coded_list coded_abstracts = LIST(abstracts);

static const struct coded_term contents[] = {
    {'0', "Contents"},
    {'1', "Incomplete contents"},
    {'2', "Partial contents"},
};
const struct coded_list coded_contents = LIST(contents);

static const struct coded_term interests[] = {
    {' ', "Audience"},
    {'0', "Reading grade level"},
    {'1', "Interest age level"},
    {'2', "Interest grade level"},
    {'3', "Special audience characteristics"},
    {'4', "Motivation or interest level"},
};
const struct coded_list coded_interests = LIST(interests);

/* Those of MODS, then what else is found: of LC's newer list and of older versions. */
static const struct coded_term resources[] = {
    {'a', "text"},
    {'t', "text"},
    {'e', "cartographic"},
    {'f', "cartographic"},
    {'c', "notated music"},
    {'d', "notated music"},
    {'i', "sound recording-nonmusical"},
    {'j', "sound recording-musical"},
    {'k', "still image"},
    {'g', "moving image"},
    {'r', "three dimensional object"},
    {'m', "software, multimedia"},
    {'p', "mixed material"},
    {'o', "kit"},
    {'j', "sound recording"},
    {'i', "audio"},
    {'t', "manuscript"},
    {'m', "multimedia"},
    {'m', "dataset"},
    {'r', "artifact"},
    {'p', "collection"},
    {'a', "tactile"},
};
const struct coded_list coded_resources = LIST(resources);

const char *coded_term_of(const struct coded_list *list, char code)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->terms[i].code == code)
            return list->terms[i].term;
    return NULL;
}

char coded_code_of(const struct coded_list *list, struct slice term)
{
    for (size_t i = 0; i < list->count; i++)
        if (strlen(list->terms[i].term) == term.length &&
            strncasecmp(list->terms[i].term, term.data, term.length) == 0)
            return list->terms[i].code;
    return '\0';
}

const struct coded_physical coded_physicals[] = {
    {"a ", "map"},
    {"c ", "electronic resource"},
    {"d ", "globe"},
    {"f ", "tactile material"},
    {"g ", "projected graphic"},
    {"h ", "microform"},
    {"k ", "nonprojected graphic"},
    {"m ", "motion picture"},
    {"o ", "kit"},
    {"q ", "notated music"},
    {"r ", "remote-sensing image"},
    {"s ", "sound recording"},
    {"t ", "text"},
    {"v ", "videorecording"},
    {"ad", "atlas"},
    {"ag", "diagram"},
    {"aj", "map"},
    {"aq", "model"},
    {"ak", "profile"},
    {"ar", "remote-sensing image"},
    {"as", "section"},
    {"ay", "view"},
    {"ca", "tape cartridge"},
    {"cb", "chip cartridge"},
    {"cc", "computer optical disc cartridge"},
    {"cf", "tape cassette"},
    {"ch", "tape reel"},
    {"cj", "magnetic disk"},
    {"cm", "magneto-optical disc"},
    {"co", "optical disc"},
    {"cr", "remote"},
    {"da", "celestial globe"},
    {"db", "planetary or lunar globe"},
    {"dc", "terrestrial globe"},
    {"de", "earth moon globe"},
    {"fa", "moon"},
    {"fb", "braille"},
    {"fc", "combination"},
    {"fd", "tactile, with no writing system"},
    {"gc", "filmstrip cartridge"},
    {"gd", "filmslip"},
    {"gf", "filmstrip"},
    {"go", "filmstrip roll"},
    {"gs", "slide"},
    {"gt", "transparency"},
    {"ha", "aperture card"},
    {"hb", "microfilm cartridge"},
    {"hc", "microfilm cassette"},
    {"hd", "microfilm reel"},
    {"he", "microfiche"},
    {"hf", "microfiche cassette"},
    {"hg", "microopaque"},
    {"kc", "collage"},
    {"kd", "drawing"},
    {"ke", "painting"},
    {"kf", "photomechanical print"},
    {"kg", "photonegative"},
    {"kh", "photoprint"},
    {"ki", "picture"},
    {"kj", "print"},
    {"kl", "technical drawing"},
    {"kn", "chart"},
    {"ko", "flash card"},
    {"mc", "film cartridge"},
    {"mf", "film cassette"},
    {"mr", "film reel"},
    {"qq", "notated music"},
    {"sd", "sound disc"},
    {"se", "cylinder"},
    {"sg", "sound cartridge"},
    {"si", "sound-track film"},
    {"sq", "roll"},
    {"ss", "sound cassette"},
    {"st", "sound-tape reel"},
    {"sw", "wire recording"},
    {"ta", "regular print"},
    {"tb", "large print"},
    {"tc", "braille"},
    {"td", "loose-leaf"},
    {"vc", "videocartridge"},
    {"vd", "videodisc"},
    {"vf", "videocassette"},
    {"vr", "videoreel"},
};
const size_t coded_physical_count = sizeof coded_physicals / sizeof *coded_physicals;

static const struct {
    const char *code, *script;
} scripts[] = {{"(3", "Arab"}, {"(4", "Arab"}, {"(B", "Latn"}, {"!E", "Latn"}, {"$1", "Hani"},
               {"(N", "Cyrl"}, {"(Q", "Cyrl"}, {"(S", "Grek"}, {"(2", "Hebr"}};

/* What MARC's one code for Chinese, Japanese and Korean covers. */
static const char *const east_asian[] = {"Hans", "Hant", "Jpan", "Kore", "Hang",
                                         "Hira", "Kana", "Hrkt", "Bopo"};

/* "Thai": a capital and three small letters. */
static bool is_script(struct slice text)
{
    if (text.length != 4 || text.data[0] < 'A' || text.data[0] > 'Z')
        return false;
    for (size_t i = 1; i < 4; i++)
        if (text.data[i] < 'a' || text.data[i] > 'z')
            return false;
    return true;
}

const char *coded_script_of(struct slice link, struct arena *arena)
{
    const char *slash = link.length > 0 ? memchr(link.data, '/', link.length) : NULL;
    struct slice code;

    if (slash == NULL)
        return "";
    code = slice_part(link, (size_t)(slash - link.data) + 1, link.length);
    slash = code.length > 0 ? memchr(code.data, '/', code.length) : NULL;
    if (slash != NULL)
        code.length = (size_t)(slash - code.data);
    if (is_script(code))
        return arena_copy(arena, code.data, code.length);
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (slice_starts(code, scripts[i].code))
            return scripts[i].script;
    return "";
}

const char *coded_script_code_of(struct slice script, struct arena *arena)
{
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (slice_is(script, scripts[i].script))
            return scripts[i].code;
    for (size_t i = 0; i < sizeof east_asian / sizeof *east_asian; i++)
        if (slice_is(script, east_asian[i]))
            return "$1";
    return is_script(script) ? arena_copy(arena, script.data, script.length) : NULL;
}
