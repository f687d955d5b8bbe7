#include "catalogue_random.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

struct random random_of(uint64_t seed, uint64_t kind, uint64_t index)
{
    return (struct random){mix(seed + mix(kind * UINT64_C(0x9e3779b97f4a7c15) + mix(index + 1)))};
}

static uint64_t next(struct random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return mix(random->state);
}

uint64_t random_below(struct random *random, uint64_t below)
{
    return below == 0 ? 0 : next(random) % below;
}

double random_part(struct random *random)
{
    return (double)(next(random) >> 11) / 9007199254740992.0; /* 2^53 */
}

int random_percent(struct random *random, unsigned percent)
{
    return random_below(random, 100) < percent;
}

void zipf_init(struct zipf *zipf, size_t size, double exponent, double shift)
{
    double sum = 0;

    zipf->size = size;
    zipf->cumulative = malloc(size * sizeof *zipf->cumulative);
    if (zipf->cumulative == NULL)
        abort();
    for (size_t rank = 0; rank < size; rank++) {
        sum += pow((double)rank + shift, -exponent);
        zipf->cumulative[rank] = sum;
    }
    for (size_t rank = 0; rank < size; rank++)
        zipf->cumulative[rank] /= sum;
}

void zipf_finish(struct zipf *zipf)
{
    free(zipf->cumulative);
}

size_t zipf_draw(const struct zipf *zipf, struct random *random)
{
    double wanted = random_part(random);
    size_t low = 0, high = zipf->size - 1;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (zipf->cumulative[middle] <= wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const char *const function_words[FUNCTION_WORDS] = {
    "the", "of",  "and", "in", "a",  "to",  "for", "on",  "with", "from", "der", "die",
    "und", "ein", "de",  "la", "et", "les", "an",  "des", "das",  "el",   "by",  "into"};

static const char *const syllables[] = {
    "ba", "be",  "bi",  "bo",  "ca",  "ce",  "co",  "cu",  "da",  "de",  "di",  "do",  "fa",
    "fe", "fi",  "fo",  "ga",  "ge",  "gi",  "go",  "ha",  "he",  "hi",  "ho",  "ka",  "ke",
    "ki", "ko",  "la",  "le",  "li",  "lo",  "ma",  "me",  "mi",  "mo",  "mu",  "na",  "ne",
    "ni", "no",  "nu",  "pa",  "pe",  "pi",  "po",  "ra",  "re",  "ri",  "ro",  "ru",  "sa",
    "se", "si",  "so",  "su",  "ta",  "te",  "ti",  "to",  "tu",  "va",  "ve",  "vi",  "vo",
    "wa", "wi",  "za",  "ze",  "lan", "mer", "ton", "ver", "gen", "ist", "ark", "ond", "elm",
    "ur", "ing", "sch", "por", "tra", "ple", "gra", "chi", "stu", "bro"};

#define SYLLABLES (sizeof syllables / sizeof *syllables)

static void spell(char word[WORD_LARGEST], size_t number, size_t count)
{
    size_t length = 0;

    for (size_t i = 0; i < count; i++) {
        const char *syllable = syllables[number % SYLLABLES];

        length += (size_t)snprintf(word + length, WORD_LARGEST - length, "%s", syllable);
        number /= SYLLABLES;
    }
}

void word_of_rank(char word[WORD_LARGEST], size_t rank)
{
    const size_t pairs = SYLLABLES * SYLLABLES, triples = pairs * SYLLABLES;

    /* Multiplying by a number that has no factor in common with the modulus (2^k 11^k) reorders
     * the numbers without losing one: words of near ranks don't resemble each other. */
    if (rank < FUNCTION_WORDS)
        snprintf(word, WORD_LARGEST, "%s", function_words[rank]);
    else if (rank < pairs / 2)
        spell(word, rank * 4967 % pairs, 2);
    else
        spell(word, rank * 429007 % triples, 3);
}

void family_name(char name[WORD_LARGEST], size_t rank)
{
    static const char *const endings[] = {"son", "er", "mann", "ski", "ov", "ez",
                                          "ini", "",   "well", "ard", "ez", "berg"};
    static const char *const accented[] = {"é", "ü", "ñ", "ø", "á", "č"};
    char stem[WORD_LARGEST];

    word_of_rank(stem, 4000 + rank);
    snprintf(name, WORD_LARGEST, "%.24s%s%s", stem, rank % 12 == 5 ? accented[rank / 12 % 6] : "",
             endings[rank % 12]);
    name[0] = (char)toupper((unsigned char)name[0]);
}

void given_name(char name[WORD_LARGEST], size_t rank)
{
    word_of_rank(name, 100 + rank * 3);
    name[0] = (char)toupper((unsigned char)name[0]);
}
