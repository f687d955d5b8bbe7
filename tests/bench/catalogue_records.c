/*
 * catalogue_records N SEED: writes N synthetic MARC 21 records, ISO 2709 in UTF-8, to standard
 * output. The same arguments always give the same bytes.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue_model.h"

#define RECORD_LARGEST 20000
#define FIELDS_LARGEST 60
#define LEADER 24

/* A record in the making. ISO 2709: leader, directory, fields. */
struct exchange {
    char directory[FIELDS_LARGEST * 12 + 1];
    size_t fields;
    char data[RECORD_LARGEST];
    size_t length;
};

static void put(struct exchange *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(struct exchange *out, const char *format, ...)
{
    size_t room = sizeof out->data - out->length;
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(out->data + out->length, room, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= room)
        abort(); /* no record comes near the largest */
    out->length += (size_t)length;
}

/* Ends a field that began at `start`. */
static void end_field(struct exchange *out, const char *tag, size_t start)
{
    put(out, "\x1e");
    if (out->fields == FIELDS_LARGEST)
        abort();
    snprintf(out->directory + out->fields * 12, 13, "%.3s%04u%05u", tag,
             (unsigned)(out->length - start) % 10000, (unsigned)start % 100000);
    out->fields++;
}

#define FIELD(out, tag, ...)                                                                       \
    do {                                                                                           \
        size_t start_ = (out)->length;                                                             \
        put(out, __VA_ARGS__);                                                                     \
        end_field(out, tag, start_);                                                               \
    } while (0)

static void write_exchange(struct exchange *out, const char *level)
{
    size_t base = LEADER + out->fields * 12 + 1;

    put(out, "\x1d");
    printf("%05zun%s a22%05zu i 4500%s\x1e", base + out->length, level, base, out->directory);
    fwrite(out->data, 1, out->length, stdout);
}

static void put_words(struct exchange *out, const struct world *world, struct random *random,
                      unsigned count)
{
    char word[WORD_LARGEST];

    for (unsigned i = 0; i < count; i++) {
        word_of_rank(word, zipf_draw(&world->words, random));
        put(out, "%s%s", i > 0 ? " " : "", word);
    }
}

static void write_control(struct exchange *out, const struct model *model)
{
    FIELD(out, "001", "bench%08" PRIu64, model->number);
    FIELD(out, "003", "XxBench");
    FIELD(out, "008", "200101s%04u    xxu           %03u 0 %s d", model->year,
          model->host != 0 ? 0 : 1, languages[model->language]);
}

/* ISBN-13 with its check digit. */
static void write_isbn(struct exchange *out, const struct model *model)
{
    char digits[14];
    unsigned sum = 0;

    snprintf(digits, sizeof digits, "9780%08" PRIu64, model->number % 100000000);
    for (unsigned i = 0; i < 12; i++)
        sum += (unsigned)(digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
    FIELD(out, "020",
          "  \x1f"
          "a%s%u",
          digits, (10 - sum % 10) % 10);
}

static void write_numbers(struct exchange *out, const struct model *model, struct random *random)
{
    if (model->host == 0 && random_percent(random, 60))
        write_isbn(out, model);
    FIELD(out, "040",
          "  \x1f"
          "aXxBench\x1f"
          "cXxBench");
    if (random_percent(random, 50))
        FIELD(out, "050",
              " 4\x1f"
              "a%c%c%u\x1f"
              "b.%c%u %u",
              'A' + (int)random_below(random, 26), 'A' + (int)random_below(random, 26),
              1 + (unsigned)random_below(random, 9000), 'A' + (int)random_below(random, 26),
              (unsigned)random_below(random, 999), model->year);
    if (random_percent(random, 40))
        FIELD(out, "082",
              "04\x1f"
              "a%03u.%u\x1f"
              "222",
              (unsigned)random_below(random, 1000), (unsigned)random_below(random, 1000));
}

static void write_person(struct exchange *out, const char *tag, const struct person *person)
{
    size_t start = out->length;

    put(out,
        "1 \x1f"
        "a%s, %s",
        person->family, person->given);
    if (person->born > 0)
        put(out,
            ",\x1f"
            "d%u-",
            person->born);
    put(out, "%s",
        strcmp(tag, "100") == 0 ? ",\x1f"
                                  "eauthor."
                                : ",\x1f"
                                  "eeditor.");
    end_field(out, tag, start);
}

static void put_title(struct exchange *out, const struct model *model)
{
    for (unsigned i = 0; i < model->title_count; i++) {
        const char *word = model->title[i];

        if (i > 0)
            put(out, "%s",
                i == model->title_break ? " :\x1f"
                                          "b"
                                        : " ");
        put(out, "%c%s", i == 0 ? word[0] - 'a' + 'A' : word[0], word + 1);
    }
}

static void write_title(struct exchange *out, const struct model *model)
{
    size_t start = out->length;

    put(out,
        "%c0\x1f"
        "a",
        model->people_count > 0 ? '1' : '0');
    put_title(out, model);
    if (model->people_count > 0)
        put(out,
            " /\x1f"
            "c%s %s.",
            model->people[0].given, model->people[0].family);
    else
        put(out, ".");
    end_field(out, "245", start);
}

static void write_publication(struct exchange *out, const struct model *model,
                              const struct world *world, struct random *random)
{
    char place[WORD_LARGEST], publisher[WORD_LARGEST];

    if (random_percent(random, 12))
        FIELD(out, "250",
              "  \x1f"
              "a%u. ed.",
              2 + (unsigned)random_below(random, 6));
    family_name(place, random_below(random, 300));
    family_name(publisher, zipf_draw(&world->families, random) % 2000);
    FIELD(out, "264",
          " 1\x1f"
          "a%s :\x1f"
          "b%s Press,\x1f"
          "c%u.",
          place, publisher, model->year);
    if (model->host == 0)
        FIELD(out, "300",
              "  \x1f"
              "a%u pages ;\x1f"
              "c%u cm",
              40 + model->last_page, 18 + (unsigned)random_below(random, 14));
    FIELD(out, "336",
          "  \x1f"
          "atext\x1f"
          "btxt\x1f"
          "2rdacontent");
    if (random_percent(random, 15)) {
        size_t start = out->length;

        put(out, "0 \x1f"
                 "a");
        put_words(out, world, random, 3);
        put(out,
            " ;\x1f"
            "v%u",
            1 + (unsigned)random_below(random, 200));
        end_field(out, "490", start);
    }
}

static void write_notes(struct exchange *out, const struct world *world, struct random *random)
{
    size_t start = out->length;

    if (random_percent(random, 30)) {
        put(out, "  \x1f"
                 "a");
        put_words(out, world, random, 4 + (unsigned)random_below(random, 12));
        put(out, ".");
        end_field(out, "500", start);
    }
    if (random_percent(random, 35))
        FIELD(out, "504",
              "  \x1f"
              "aIncludes bibliographical references and index.");
    if (random_percent(random, 40)) {
        start = out->length;
        put(out, "  \x1f"
                 "a");
        put_words(out, world, random, 40 + (unsigned)random_below(random, 100));
        put(out, ".");
        end_field(out, "520", start);
    }
}

static void write_subjects(struct exchange *out, const struct model *model)
{
    static const char *const subdivisions[] = {"",
                                               "\x1f"
                                               "xHistory",
                                               "\x1f"
                                               "xHistory\x1f"
                                               "y20th century",
                                               "\x1f"
                                               "zGermany",
                                               "\x1f"
                                               "vCongresses",
                                               "\x1f"
                                               "xSocial aspects"};

    for (unsigned i = 0; i < model->subject_count; i++) {
        const struct heading *subject = &model->subjects[i];
        size_t start = out->length;

        put(out, " 0\x1f"
                 "a");
        for (unsigned j = 0; j < subject->count; j++)
            put(out, "%s%s", j > 0 ? " " : "", subject->words[j]);
        put(out, "%s.", subdivisions[subject->subdivision]);
        end_field(out, "650", start);
    }
}

static void write_host(struct exchange *out, const struct model *model, const struct world *world)
{
    struct model host;
    size_t start = out->length;

    if (model->host == 0)
        return;
    model_make(&host, world, model->host);
    put(out, "0 \x1f"
             "7nnam\x1f"
             "t");
    for (unsigned i = 0; i < host.title_count; i++)
        put(out, "%s%s", i > 0 ? " " : "", host.title[i]);
    put(out,
        ".\x1f"
        "d%u\x1f"
        "gPages %u-%u\x1f"
        "w(XxBench)bench%08" PRIu64,
        host.year, model->first_page, model->last_page, model->host);
    end_field(out, "773", start);
}

static void write_record(const struct world *world, uint64_t number)
{
    static struct exchange out;
    struct random random = random_of(world->seed, UINT64_C(100), number);
    struct model model;

    out.fields = out.length = 0;
    model_make(&model, world, number);
    write_control(&out, &model);
    write_numbers(&out, &model, &random);
    if (model.people_count > 0)
        write_person(&out, "100", &model.people[0]);
    write_title(&out, &model);
    write_publication(&out, &model, world, &random);
    write_notes(&out, world, &random);
    write_subjects(&out, &model);
    for (unsigned i = 1; i < model.people_count; i++)
        write_person(&out, "700", &model.people[i]);
    write_host(&out, &model, world);
    write_exchange(&out, model.host != 0 ? "aa" : "am");
}

int main(int argc, char **argv)
{
    struct world world;
    uint64_t records = argc == 3 ? strtoull(argv[1], NULL, 10) : 0;

    if (records == 0 || records > RECORDS_LARGEST) {
        fprintf(stderr, "usage: catalogue_records N SEED, where N is 1 to %d\n", RECORDS_LARGEST);
        return 2;
    }
    world_init(&world, strtoull(argv[2], NULL, 10), records);
    for (uint64_t number = 1; number <= records; number++)
        write_record(&world, number);
    world_finish(&world);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("catalogue_records");
        return 1;
    }
    return 0;
}
