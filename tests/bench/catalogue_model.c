#include "catalogue_model.h"

enum kind { KIND_TITLE, KIND_PEOPLE, KIND_SUBJECTS, KIND_FACTS, KIND_AUTHOR, KIND_HEADING };

const char *const languages[] = {"eng", "ger", "fre", "spa", "rus", "ita",
                                 "chi", "jpn", "ara", "por", "pol", "dut"};

/* The share of each, of 100, summed up. */
static const unsigned language_shares[] = {55, 67, 77, 85, 89, 92, 94, 96, 97, 98, 99, 100};

void world_init(struct world *world, uint64_t seed, uint64_t records)
{
    world->seed = seed;
    world->records = records;
    zipf_init(&world->words, 120000, 1.05, 2.7);
    zipf_init(&world->families, 20000, 0.8, 5);
    zipf_init(&world->givens, 1000, 0.9, 3);
    zipf_init(&world->headings, 30000, 0.9, 4);
}

void world_finish(struct world *world)
{
    zipf_finish(&world->words);
    zipf_finish(&world->families);
    zipf_finish(&world->givens);
    zipf_finish(&world->headings);
}

static void make_title(struct model *model, const struct world *world)
{
    struct random random = random_of(world->seed, KIND_TITLE, model->number);

    model->title_count = 3 + (unsigned)random_below(&random, TITLE_WORDS - 3);
    model->title_break =
        model->title_count > 5 && random_percent(&random, 55) ? model->title_count / 2 : 0;
    for (unsigned i = 0; i < model->title_count; i++)
        word_of_rank(model->title[i], zipf_draw(&world->words, &random));
}

/* A third as many authors as records, and some write much more than others. */
static void make_person(struct person *person, const struct world *world, struct random *random)
{
    double part = random_part(random);
    uint64_t authors = world->records / 3 + 1;
    struct random own =
        random_of(world->seed, KIND_AUTHOR, (uint64_t)(part * part * (double)authors));

    family_name(person->family, zipf_draw(&world->families, &own));
    given_name(person->given, zipf_draw(&world->givens, &own));
    person->born = random_percent(&own, 40) ? 1800 + (unsigned)random_below(&own, 190) : 0;
}

static void make_people(struct model *model, const struct world *world)
{
    struct random random = random_of(world->seed, KIND_PEOPLE, model->number);

    model->people_count = random_percent(&random, 8)    ? 0
                          : random_percent(&random, 70) ? 1
                                                        : 2 + (unsigned)random_below(&random, 2);
    for (unsigned i = 0; i < model->people_count; i++)
        make_person(&model->people[i], world, &random);
}

static void make_heading(struct heading *heading, const struct world *world, size_t which)
{
    struct random own = random_of(world->seed, KIND_HEADING, which);

    heading->count = 1 + (unsigned)random_below(&own, HEADING_WORDS);
    for (unsigned i = 0; i < heading->count; i++)
        word_of_rank(heading->words[i], FUNCTION_WORDS + zipf_draw(&world->words, &own));
}

static void make_subjects(struct model *model, const struct world *world)
{
    struct random random = random_of(world->seed, KIND_SUBJECTS, model->number);

    model->subject_count = (unsigned)random_below(&random, SUBJECTS);
    for (unsigned i = 0; i < model->subject_count; i++) {
        make_heading(&model->subjects[i], world, zipf_draw(&world->headings, &random));
        model->subjects[i].subdivision = (unsigned)random_below(&random, 6);
    }
}

/* One record in seven is a part of one that came shortly before. */
static void make_facts(struct model *model, const struct world *world)
{
    struct random random = random_of(world->seed, KIND_FACTS, model->number);
    double part = random_part(&random);
    uint64_t share = random_below(&random, 100);

    model->year = 2025 - (unsigned)(part * part * 175);
    for (model->language = 0; language_shares[model->language] <= share;)
        model->language++;
    model->host = 0;
    if (model->number % 7 == 0)
        model->host = model->number - 1 - random_below(&random, 6);
    model->first_page = 1 + (unsigned)random_below(&random, 400);
    model->last_page = model->first_page + 4 + (unsigned)random_below(&random, 40);
}

void model_make(struct model *model, const struct world *world, uint64_t number)
{
    model->number = number;
    make_title(model, world);
    make_people(model, world);
    make_subjects(model, world);
    make_facts(model, world);
}
