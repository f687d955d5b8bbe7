/* Numbers, words and names for synthetic records: the same seed gives the same ones, everywhere. */
#ifndef OFFPRINT_BENCH_CATALOGUE_RANDOM_H
#define OFFPRINT_BENCH_CATALOGUE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* A stream of random numbers (splitmix64). */
struct random {
    uint64_t state;
};

/* The stream that belongs to one thing of a kind: a record, an author, a heading. */
struct random random_of(uint64_t seed, uint64_t kind, uint64_t index);

/* 0 to below - 1. */
uint64_t random_below(struct random *random, uint64_t below);

/* 0 to 1, without 1. */
double random_part(struct random *random);

/* 1 in `percent` of 100 cases. */
int random_percent(struct random *random, unsigned percent);

/* Ranks 0 to size - 1 by Zipf's law with Mandelbrot's shift: P(rank) ~ (rank + shift)^-exponent. */
struct zipf {
    double *cumulative; /* owned */
    size_t size;
};

void zipf_init(struct zipf *zipf, size_t size, double exponent, double shift);
void zipf_finish(struct zipf *zipf);
size_t zipf_draw(const struct zipf *zipf, struct random *random);

/* Longest word or name, with its end. */
#define WORD_LARGEST 40

/* Ranks below this are function words ("the", "und"): nobody searches for them alone. */
#define FUNCTION_WORDS 24

/* The word of a rank: short where it is frequent, different for each. */
void word_of_rank(char word[WORD_LARGEST], size_t rank);

/* A family name; about one in twelve has a diacritic. */
void family_name(char name[WORD_LARGEST], size_t rank);

/* A given name. */
void given_name(char name[WORD_LARGEST], size_t rank);

#endif
