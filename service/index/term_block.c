#include "index/term_block.h"

#include <assert.h>
#include <string.h>

#include "base/bytes.h"

static_assert(TERM_LIST_MAX * TERM_KEY_MAX <= UINT16_MAX, "an offset has too few bits");
static_assert(4 + 2 + TERM_KEY_MAX <= TERM_BLOCK_BYTES, "the longest key has no room in a block");

/* --- writing ---------------------------------------------------------------------------------- */

void term_block_open(struct term_block_writer *writer, uint8_t *start)
{
    *writer = (struct term_block_writer){.start = start, .at = start};
}

static uint8_t *put(uint8_t *at, uint32_t value)
{
    if (value >= 0x80)
        return put_varint(at, value);
    *at = (uint8_t)value;
    return at + 1;
}

/* How far a number is from where it would be in a row: small in both directions. */
static uint32_t zigzag(uint32_t number, uint32_t before)
{
    uint32_t step = number - before - 1;

    return step << 1 ^ (step >> 31 != 0 ? UINT32_MAX : 0);
}

bool term_block_add(struct term_block_writer *writer, struct slice key, size_t shared,
                    uint32_t number)
{
    uint8_t *at = writer->at;
    size_t left = TERM_BLOCK_BYTES - (size_t)(at - writer->start);

    assert(key.length >= TERM_KEY_MIN && key.length <= TERM_KEY_MAX && shared <= key.length);
    if (writer->count == 0) {
        shared = 0;
        at = put(put_u32(at, number), (uint32_t)key.length);
    } else {
        /* 5 bytes for the number, 2 for each of the lengths. */
        if (writer->count == TERM_BLOCK_TERMS || left < 9 + key.length - shared)
            return false;
        at = put(put(put(at, zigzag(number, writer->number)), (uint32_t)shared),
                 (uint32_t)(key.length - shared));
    }
    memcpy(at, key.data + shared, key.length - shared);
    writer->at = at + key.length - shared;
    writer->number = number;
    writer->count++;
    return true;
}

void term_block_renumber(uint8_t *start, uint32_t number)
{
    put_u32(start, number);
}

size_t term_shared_length(struct slice a, struct slice b)
{
    size_t least = a.length < b.length ? a.length : b.length, at = 0;

    while (at < least && a.data[at] == b.data[at])
        at++;
    return at;
}

int term_compare(struct slice a, struct slice b)
{
    size_t least = a.length < b.length ? a.length : b.length;
    int order = least > 0 ? memcmp(a.data, b.data, least) : 0;

    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool fail(struct term_block_reader *reader)
{
    reader->failed = true;
    return false;
}

void term_block_begin(struct term_block_reader *reader, struct slice block)
{
    struct bytes in;

    /* All of its lines at once, for a term says where the next one begins, but not before. */
    for (size_t at = 0; at < block.length; at += 64)
        __builtin_prefetch(block.data + at);
    bytes_init(&in, block.data, block.length);
    *reader = (struct term_block_reader){.number = bytes_take_u32(&in)};
    reader->failed = bytes_failed(&in) || bytes_left(&in) == 0; /* a term at least */
    if (reader->failed)
        return;
    reader->at = (const uint8_t *)block.data + bytes_offset(&in);
    reader->end = (const uint8_t *)block.data + block.length;
}

/* A varint; past the end and of one that is malformed it is so large that nothing can be. */
static inline uint64_t take(struct term_block_reader *reader)
{
    struct bytes in;
    uint32_t value;

    if (reader->at == reader->end)
        return UINT64_MAX;
    if (*reader->at < 0x80)
        return *reader->at++;
    bytes_init(&in, reader->at, (size_t)(reader->end - reader->at));
    value = bytes_take_varint(&in);
    reader->at += bytes_offset(&in);
    return bytes_failed(&in) ? UINT64_MAX : value;
}

/* The numbers in front of a term: mostly three bytes. */
static inline bool take_head(struct term_block_reader *reader, uint32_t *step, uint64_t *shared,
                             uint64_t *rest)
{
    const uint8_t *at = reader->at;
    uint64_t number = 0;

    if (reader->count > 0 && reader->end - at > 3 && (at[0] | at[1] | at[2]) < 0x80) {
        *step = at[0];
        *shared = at[1];
        *rest = at[2];
        reader->at += 3;
        return true;
    }
    *shared = 0;
    if (reader->count > 0) {
        number = take(reader);
        *shared = take(reader);
    }
    *step = (uint32_t)number;
    *rest = take(reader);
    return number <= UINT32_MAX;
}

bool term_block_next(struct term_block_reader *reader)
{
    uint64_t shared, rest;
    uint32_t step;

    if (reader->failed || reader->at == reader->end)
        return false;
    if (!take_head(reader, &step, &shared, &rest) || shared > reader->length ||
        rest > (size_t)(reader->end - reader->at) || shared + rest < TERM_KEY_MIN ||
        shared + rest > TERM_KEY_MAX || reader->count == TERM_BLOCK_TERMS)
        return fail(reader);
    if (reader->count > 0)
        reader->number += 1 + (step >> 1 ^ ((step & 1) != 0 ? UINT32_MAX : 0));
    reader->shared = (size_t)shared;
    reader->rest = slice_make((const char *)reader->at, (size_t)rest);
    reader->length = (size_t)(shared + rest);
    reader->at += rest;
    reader->count++;
    return true;
}

/* --- whole keys ------------------------------------------------------------------------------- */

void term_walk_begin(struct term_walk *walk, struct slice block)
{
    term_block_begin(&walk->reader, block);
}

/* Copies bytes of a key: where there are as many, more than count, which is quicker. */
static inline void copy_key(uint8_t *to, const void *from, size_t length, size_t left)
{
    if (length <= TERM_KEY_SPARE && left >= TERM_KEY_SPARE)
        memcpy(to, from, TERM_KEY_SPARE);
    else
        memcpy(to, from, length);
}

/* Has the key go on as the reader says. */
static inline void complete_key(struct term_walk *walk)
{
    const struct term_block_reader *reader = &walk->reader;

    copy_key(walk->key + reader->shared, reader->rest.data, reader->rest.length,
             (size_t)((const char *)reader->end - reader->rest.data));
}

/* Where two keys part, the byte of the one behind is the greater; and more than a block says they
 * do not share. */
bool term_walk_next(struct term_walk *walk)
{
    struct term_block_reader *reader = &walk->reader;
    size_t before = reader->length;

    if (!term_block_next(reader))
        return false;
    if (reader->rest.length == 0 || (reader->count > 1 && reader->shared < before &&
                                     (uint8_t)reader->rest.data[0] <= walk->key[reader->shared]))
        return fail(reader);
    complete_key(walk);
    return true;
}

/* Is a term behind `wanted`, or is that its key? `*matched` bytes of it the term before has, and
 * then the term. */
static inline bool is_reached(const struct term_block_reader *reader, struct slice wanted,
                              size_t *matched)
{
    struct slice rest = reader->rest;
    size_t at = *matched, i = 0;

    if (reader->shared != at)
        return reader->shared < at;
    while (i < rest.length && at + i < wanted.length && rest.data[i] == wanted.data[at + i])
        i++;
    *matched = at + i;
    if (at + i == wanted.length)
        return true;
    return i < rest.length && (uint8_t)rest.data[i] > (uint8_t)wanted.data[at + i];
}

/*
 * No key is put together but the last: of the key looked for it is known how much of it the term at
 * hand has, which is before it. One that shares more with that term is before it too; one that
 * shares less is behind it.
 */
bool term_walk_seek(struct term_walk *walk, struct slice wanted)
{
    size_t matched = 0;

    while (term_block_next(&walk->reader)) {
        if (!is_reached(&walk->reader, wanted, &matched))
            continue;
        /* What it shares with the one before, that one had in common with `wanted`. */
        memcpy(walk->key, wanted.data, walk->reader.shared);
        complete_key(walk);
        return true;
    }
    return false;
}

int term_block_find(struct slice block, struct slice key, uint32_t *number)
{
    struct term_block_reader reader;
    size_t matched = 0;

    term_block_begin(&reader, block);
    while (term_block_next(&reader)) {
        if (!is_reached(&reader, key, &matched))
            continue;
        *number = reader.number;
        return matched == key.length && reader.length == key.length;
    }
    return reader.failed ? -1 : 0;
}

/* --- all of them ------------------------------------------------------------------------------ */

static inline void add(struct term_list *list, struct slice key, size_t left, uint32_t number)
{
    assert(list->count < TERM_LIST_MAX && key.length <= TERM_KEY_MAX);
    list->terms[list->count++] = (struct listed_term){
        .number = number, .offset = (uint16_t)list->used, .length = (uint16_t)key.length};
    copy_key(list->keys + list->used, key.data, key.length, left);
    list->used += key.length;
}

void term_list_add(struct term_list *list, struct slice key, uint32_t number)
{
    add(list, key, key.length, number);
}

bool term_list_decode(struct term_list *list, struct slice block)
{
    struct term_walk walk;

    list->count = list->used = 0;
    term_walk_begin(&walk, block);
    while (term_walk_next(&walk))
        add(list, term_walk_key(&walk), sizeof walk.key, walk.reader.number);
    return !walk.reader.failed;
}
