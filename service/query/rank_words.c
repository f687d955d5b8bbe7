#include "query/rank_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/index.h"

#define B 0.75f
/* Occurrences in one field that count: with more the frequency is as high as it gets. */
#define MATCHES_MAX 64

/* A term that is one of the words: found by its number, in a table of open addressing. */
struct slot {
    uint32_t term; /* 0: free */
    uint16_t word;
    uint8_t access_point;
    float weight;
};

struct average {
    uint64_t words, fields;
};

struct rank_reader {
    struct engine *engine;
    const struct rank_words *words;
    struct forward_reader *forward;
    struct slot *slots;
    uint32_t mask; /* slots, a power of two, less one */
    struct average averages[256];
    const struct slot *matches[MATCHES_MAX]; /* of the field at hand */
    size_t match_count;
};

static uint32_t slot_of(const struct rank_reader *reader, uint32_t term)
{
    return term * UINT32_C(2654435769) >> 7 & reader->mask;
}

static void add_slot(struct rank_reader *reader, struct slot slot)
{
    uint32_t at = slot_of(reader, slot.term);

    while (reader->slots[at].term != 0)
        at = (at + 1) & reader->mask;
    reader->slots[at] = slot;
}

static size_t count_terms(const struct rank_words *words)
{
    size_t count = 0;

    for (size_t i = 0; i < words->count; i++) {
        for (size_t j = 0; j < words->items[i].field_count; j++)
            count += words->items[i].fields[j].numbers.count;
    }
    return count;
}

static void fill(struct rank_reader *reader)
{
    const struct rank_words *words = reader->words;

    for (size_t i = 0; i < words->count; i++) {
        for (size_t j = 0; j < words->items[i].field_count; j++) {
            const struct rank_field *field = &words->items[i].fields[j];

            for (size_t k = 0; k < field->numbers.count; k++)
                add_slot(reader, (struct slot){field->numbers.items[k], (uint16_t)i,
                                               field->access_point, field->weight});
        }
    }
}

int rank_reader_open(struct rank_reader **made, struct engine *engine,
                     const struct rank_words *words)
{
    struct rank_reader *reader = memory_zeroed(1, sizeof *reader);
    size_t size = 64;

    while (size < count_terms(words) * 2)
        size *= 2;
    reader->engine = engine;
    reader->words = words;
    reader->slots = memory_zeroed(size, sizeof *reader->slots);
    reader->mask = (uint32_t)size - 1;
    fill(reader);
    *made = reader;
    return forward_reader_open(&reader->forward, engine->transaction, engine->diag);
}

void rank_reader_close(struct rank_reader *reader)
{
    if (reader == NULL)
        return;
    forward_reader_close(reader->forward);
    free(reader->slots);
    free(reader);
}

/* Remembers that a term of the field at hand is one of the words, or several of them. */
static void match(struct rank_reader *reader, uint32_t term)
{
    for (uint32_t at = slot_of(reader, term); reader->slots[at].term != 0;
         at = (at + 1) & reader->mask) {
        if (reader->slots[at].term == term && reader->match_count < MATCHES_MAX)
            reader->matches[reader->match_count++] = &reader->slots[at];
    }
}

/* What the field is worth to the words in it; without `frequencies` it goes into the average. */
static void end_field(struct rank_reader *reader, uint32_t length, float *frequencies)
{
    for (size_t i = 0; i < reader->match_count; i++) {
        const struct slot *slot = reader->matches[i];
        struct average *average = &reader->averages[slot->access_point];
        float relative = 1;

        if (frequencies == NULL) {
            average->words += length;
            average->fields++;
            continue;
        }
        if (average->words > 0)
            relative = (float)length * (float)average->fields / (float)average->words;
        frequencies[slot->word] += slot->weight / (1 - B + B * relative);
    }
    reader->match_count = 0;
}

/* Walks the words of the forward list: numbers, and marks where fields end. */
static int read_fields(struct rank_reader *reader, uint32_t docid, float *frequencies)
{
    uint32_t length = 0;
    struct slice words;
    struct bytes in;
    int status = forward_reader_words(reader->forward, &docid, 1, &words);

    if (status < 0)
        return status;
    bytes_init(&in, words.data, words.length);
    while (bytes_left(&in) > 0 && !bytes_failed(&in)) {
        uint32_t item = bytes_take_varint(&in);

        if (item == FORWARD_FIELD_BREAK) {
            end_field(reader, length, frequencies);
            length = 0;
        } else if (item >= TERM_FIRST) {
            match(reader, item);
            length++;
        }
    }
    reader->match_count = 0;
    if (bytes_failed(&in))
        return diag_set(reader->engine->diag, OFFPRINT_CORRUPT,
                        "the forward list of record %u is malformed", docid);
    return OFFPRINT_OK;
}

int rank_reader_sample(struct rank_reader *reader, uint32_t docid)
{
    return read_fields(reader, docid, NULL);
}

int rank_reader_read(struct rank_reader *reader, uint32_t docid, float *frequencies)
{
    memset(frequencies, 0, reader->words->count * sizeof *frequencies);
    return read_fields(reader, docid, frequencies);
}
