/*
 * catalogue_queries N SEED COUNT: what people would ask of the records that catalogue_records
 * makes from the same N and SEED: COUNT queries of each class and COUNT of all classes mixed, a
 * line each: class, tab, PQF. Each is made from a record, so none is without a hit, and a word is
 * asked for as often as it is used.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue_model.h"

#define QUERY_LARGEST 200

/* The words of a title that are worth asking for. */
static size_t telling_words(const char *words[TITLE_WORDS], const struct model *model)
{
    size_t count = 0;

    for (unsigned i = 0; i < model->title_count; i++)
        if (strlen(model->title[i]) > 3)
            words[count++] = model->title[i];
    return count;
}

static int make_title(char query[QUERY_LARGEST], const struct model *model, struct random *random)
{
    const char *words[TITLE_WORDS];
    size_t count = telling_words(words, model);

    return count == 0
               ? 0
               : snprintf(query, QUERY_LARGEST, "@attr 1=4 %s", words[random_below(random, count)]);
}

static int make_author(char query[QUERY_LARGEST], const struct model *model, struct random *random)
{
    uint64_t which = random_below(random, model->people_count);

    return model->people_count == 0
               ? 0
               : snprintf(query, QUERY_LARGEST, "@attr 1=1003 %s", model->people[which].family);
}

static int make_subject(char query[QUERY_LARGEST], const struct model *model, struct random *random)
{
    const struct heading *heading = &model->subjects[random_below(random, model->subject_count)];

    return model->subject_count == 0
               ? 0
               : snprintf(query, QUERY_LARGEST, "@attr 1=21 %s",
                          heading->words[random_below(random, heading->count)]);
}

/* Two words of the title, or one and the author: one as often as the other. */
static int make_and(char query[QUERY_LARGEST], const struct model *model, struct random *random)
{
    const char *words[TITLE_WORDS];
    size_t count = telling_words(words, model);

    if (count < 2 || model->people_count == 0)
        return 0;
    if (random_percent(random, 50))
        return snprintf(query, QUERY_LARGEST, "@and @attr 1=4 %s @attr 1=1003 %s",
                        words[random_below(random, count)], model->people[0].family);
    return snprintf(query, QUERY_LARGEST, "@and @attr 1=4 %s @attr 1=4 %s", words[0],
                    words[1 + random_below(random, count - 1)]);
}

/* Two neighbours, one of them telling. Not across $a and $b: engines differ there on purpose. */
static int make_phrase(char query[QUERY_LARGEST], const struct model *model, struct random *random)
{
    uint64_t at = random_below(random, model->title_count - 1);

    if (at + 1 == model->title_break ||
        (strlen(model->title[at]) < 4 && strlen(model->title[at + 1]) < 4))
        return 0;
    return snprintf(query, QUERY_LARGEST, "@attr 1=4 @attr 4=1 \"%s %s\"", model->title[at],
                    model->title[at + 1]);
}

static int make_truncation(char query[QUERY_LARGEST], const struct model *model,
                           struct random *random)
{
    const char *words[TITLE_WORDS];
    size_t count = telling_words(words, model);
    const char *word = count > 0 ? words[random_below(random, count)] : "";

    return strlen(word) < 5 ? 0
                            : snprintf(query, QUERY_LARGEST, "@attr 1=4 @attr 5=1 %.*s",
                                       4 + (int)random_below(random, 2), word);
}

/* The classes, and the share of each in the mix, of 100. */
static const struct {
    const char *name;
    int (*make)(char query[QUERY_LARGEST], const struct model *model, struct random *random);
    unsigned share;
} classes[] = {
    {"title", make_title, 30}, {"author", make_author, 25}, {"subject", make_subject, 15},
    {"and", make_and, 15},     {"phrase", make_phrase, 5},  {"truncation", make_truncation, 10},
};

#define CLASSES (sizeof classes / sizeof *classes)

static void print_query(const char *label, size_t class, const struct world *world,
                        struct random *random)
{
    char query[QUERY_LARGEST];
    struct model model;

    do
        model_make(&model, world, 1 + random_below(random, world->records));
    while (classes[class].make(query, &model, random) == 0);
    printf("%s\t%s\n", label, query);
}

static size_t draw_class(struct random *random)
{
    uint64_t wanted = random_below(random, 100);
    size_t class = 0;

    for (uint64_t sum = classes[0].share; sum <= wanted; sum += classes[class].share)
        class ++;
    return class;
}

int main(int argc, char **argv)
{
    struct world world;
    struct random random;
    uint64_t records = argc == 4 ? strtoull(argv[1], NULL, 10) : 0;
    unsigned long count = argc == 4 ? strtoul(argv[3], NULL, 10) : 0;

    /* In fewer there may be no record that has what a class asks for. */
    if (records < 100 || records > RECORDS_LARGEST || count == 0) {
        fprintf(stderr, "usage: catalogue_queries N SEED COUNT, where N is 100 to %d\n",
                RECORDS_LARGEST);
        return 2;
    }
    world_init(&world, strtoull(argv[2], NULL, 10), records);
    random = random_of(world.seed, UINT64_C(200), records);
    for (size_t class = 0; class < CLASSES; class ++)
        for (unsigned long i = 0; i < count; i++)
            print_query(classes[class].name, class, &world, &random);
    for (unsigned long i = 0; i < count; i++)
        print_query("mix", draw_class(&random), &world, &random);
    world_finish(&world);
    return 0;
}
