/* What a synthetic record says, before it becomes MARC or a query. */
#ifndef OFFPRINT_BENCH_CATALOGUE_MODEL_H
#define OFFPRINT_BENCH_CATALOGUE_MODEL_H

#include <stdint.h>

#include "catalogue_random.h"

/* Ids have eight digits. */
#define RECORDS_LARGEST 99999999

#define TITLE_WORDS 12
#define PEOPLE 3
#define SUBJECTS 5
#define HEADING_WORDS 3

/* The catalogue that records are drawn from. */
struct world {
    uint64_t seed;
    uint64_t records;
    struct zipf words, families, givens, headings;
};

struct person {
    char family[WORD_LARGEST], given[WORD_LARGEST];
    unsigned born; /* 0: not known */
};

struct heading {
    char words[HEADING_WORDS][WORD_LARGEST];
    unsigned count;
    unsigned subdivision; /* which, 0: none */
};

struct model {
    uint64_t number;                       /* 1 to records */
    char title[TITLE_WORDS][WORD_LARGEST]; /* as they stand in 245 $a and $b */
    unsigned title_count, title_break;     /* $b begins at this word; 0: no $b */
    struct person people[PEOPLE];
    unsigned people_count;
    struct heading subjects[SUBJECTS];
    unsigned subject_count;
    unsigned year;
    unsigned language; /* into languages */
    uint64_t host;     /* the host's number, 0: no component part */
    unsigned first_page, last_page;
};

void world_init(struct world *world, uint64_t seed, uint64_t records);
void world_finish(struct world *world);

/* Record `number` of the world: the same each time. */
void model_make(struct model *model, const struct world *world, uint64_t number);

/* MARC language codes, commonest first. */
extern const char *const languages[];

#endif
