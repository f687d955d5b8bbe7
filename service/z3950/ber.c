/* BER, walked from end to end: tags, lengths and what lies within them; nothing is decoded. */
#include "z3950/ber.h"

#include <stddef.h>
#include <stdint.h>

enum {
    UNIVERSAL = 0,
    CONTEXT = 2,
    END_OF_CONTENTS = 0,
    OBJECT_IDENTIFIER = 6,
    SEQUENCE = 16,
    SET = 17,
};

/* Tags of Z39.50 4.1 that the exceptions below stand under. */
enum {
    SEARCH = 22,
    PRESENT = 24,
    SCAN = 35,
    SORT = 43,
    QUERY = 21,
    TYPE_1 = 1,
    TYPE_101 = 101,
    ATTRIBUTES_PLUS_TERM = 102,
    RESULT_SET_PLUS_ATTRIBUTES = 214,
    ATTRIBUTE_LIST = 44,
    OTHER_INFORMATION = 201,
    ADDITIONAL_SEARCH_INFO = 203,
    EXTERNALLY_DEFINED_INFO = 4,
    SINGLE_ASN1_TYPE = 0,
    FACET_ATTRIBUTES = 1,
    FACET_TERMS = 2,
};

struct value {
    unsigned tag_class;
    bool constructed;
    uint32_t tag;
};

struct walk {
    const uint8_t *bytes;
    size_t offset;
    uint32_t path[BER_DEPTH_LIMIT]; /* tags from the outermost to the one that is looked at */
    struct slice external;          /* what the EXTERNAL in an OtherInformation says it is */
};

/* Lists right below an APDU. OtherInformation stands below all of them. */
static const struct list {
    uint32_t apdu, tag;
} lists[] = {
    {SEARCH, 18},   /* databaseNames */
    {SEARCH, 203},  /* additionalSearchInfo */
    {PRESENT, 212}, /* additionalRanges */
    {SCAN, 3},      /* databaseNames */
    {SORT, 3},      /* inputResultSetNames */
    {SORT, 5},      /* sortSequence */
};

static bool is_list_of_apdu(const struct walk *walk)
{
    if (walk->path[1] == OTHER_INFORMATION)
        return true;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (lists[i].apdu == walk->path[0] && lists[i].tag == walk->path[1])
            return true;
    return false;
}

/*
 * The attributes of a term: in Scan, and in Search below any number of operators ([1]) and one
 * operand ([0]). No other tag may come between, so that none of it is within an EXTERNAL.
 */
static bool is_attribute_list(const struct walk *walk, unsigned depth)
{
    if (walk->path[0] == SCAN)
        return depth == 2 && walk->path[1] == ATTRIBUTES_PLUS_TERM;
    if (depth < 5 || walk->path[0] != SEARCH || walk->path[1] != QUERY ||
        (walk->path[2] != TYPE_1 && walk->path[2] != TYPE_101))
        return false;
    for (unsigned i = 3; i < depth - 1; i++)
        if (walk->path[i] > 1)
            return false;
    return walk->path[depth - 1] == ATTRIBUTES_PLUS_TERM ||
           walk->path[depth - 1] == RESULT_SET_PLUS_ATTRIBUTES;
}

/* The depth of an EXTERNAL in additionalSearchInfo, below the list and its unit. */
#define EXTERNAL_DEPTH 3

/*
 * Attributes and terms of a facet that is asked for (YAZ, facet-1): in additionalSearchInfo, an
 * EXTERNAL that says so holds a list of facets. Facets without terms are the ordinary case.
 */
static bool is_list_of_facet(const struct walk *walk, const struct value *value, unsigned depth)
{
    static const uint32_t path[] = {SEARCH,           ADDITIONAL_SEARCH_INFO,
                                    SEQUENCE,         EXTERNALLY_DEFINED_INFO,
                                    SINGLE_ASN1_TYPE, SEQUENCE,
                                    SEQUENCE};
    static const char facet_1[] = "\x2a\x86\x48\xce\x13\x0a\x87\x68\x51\x05";

    return depth == sizeof path / sizeof path[0] && memcmp(walk->path, path, sizeof path) == 0 &&
           slice_is(walk->external, facet_1) &&
           (value->tag == FACET_ATTRIBUTES || value->tag == FACET_TERMS);
}

/* Remembers by which object identifier an EXTERNAL goes, which stands first in it. */
static void note_external(struct walk *walk, const struct value *value, unsigned depth,
                          size_t length)
{
    if (depth == EXTERNAL_DEPTH)
        walk->external = slice_make(NULL, 0);
    else if (depth == EXTERNAL_DEPTH + 1 && value->tag_class == UNIVERSAL &&
             value->tag == OBJECT_IDENTIFIER && !value->constructed)
        walk->external = slice_make((const char *)walk->bytes + walk->offset, length);
}

static bool may_be_empty(const struct walk *walk, const struct value *value, unsigned depth)
{
    if (value->tag_class == UNIVERSAL)
        return value->tag == SEQUENCE || value->tag == SET;
    if (value->tag_class != CONTEXT)
        return false;
    if (depth == 1)
        return is_list_of_apdu(walk);
    return (value->tag == ATTRIBUTE_LIST && is_attribute_list(walk, depth)) ||
           is_list_of_facet(walk, value, depth);
}

/* X.690 8.1.2: five bits, or seven in each of up to three bytes that follow. */
static bool take_tag(struct walk *walk, size_t end, struct value *value)
{
    uint8_t byte;

    if (walk->offset >= end)
        return false;
    byte = walk->bytes[walk->offset++];
    *value = (struct value){byte >> 6, (byte & 0x20) != 0, byte & 0x1f};
    if (value->tag < 31)
        return true;
    value->tag = 0;
    for (int i = 0; i < 3 && walk->offset < end; i++) {
        byte = walk->bytes[walk->offset++];
        value->tag = value->tag << 7 | (byte & 0x7f);
        if ((byte & 0x80) == 0)
            return true;
    }
    return false;
}

/* X.690 8.1.3. `*definite` is cleared where the value goes on to the end-of-contents. */
static bool take_length(struct walk *walk, size_t end, size_t *length, bool *definite)
{
    uint8_t count;

    if (walk->offset >= end)
        return false;
    count = walk->bytes[walk->offset++];
    *definite = count != 0x80;
    *length = count;
    if (count <= 0x80)
        return true;
    count &= 0x7f;
    if (count > 4)
        return false;
    for (*length = 0; count > 0 && walk->offset < end; count--)
        *length = *length << 8 | walk->bytes[walk->offset++];
    return count == 0;
}

static bool take_value(struct walk *walk, size_t end, unsigned depth);

static bool at_end_of_contents(const struct walk *walk, size_t end)
{
    return end - walk->offset >= 2 && walk->bytes[walk->offset] == 0 &&
           walk->bytes[walk->offset + 1] == 0;
}

/* What a constructed value holds, up to its end; `*count` receives how many values. */
static bool take_contents(struct walk *walk, size_t end, bool definite, unsigned depth,
                          size_t *count)
{
    *count = 0;
    while (definite ? walk->offset < end : !at_end_of_contents(walk, end)) {
        if (!take_value(walk, end, depth + 1))
            return false;
        ++*count;
    }
    if (!definite)
        walk->offset += 2;
    return true;
}

static bool take_value(struct walk *walk, size_t end, unsigned depth)
{
    struct value value;
    size_t length, count;
    bool definite;

    if (depth >= BER_DEPTH_LIMIT || !take_tag(walk, end, &value) ||
        !take_length(walk, end, &length, &definite) ||
        (value.tag_class == UNIVERSAL && value.tag == END_OF_CONTENTS))
        return false;
    walk->path[depth] = value.tag;
    if (definite && length > end - walk->offset)
        return false;
    if (definite)
        end = walk->offset + length;
    note_external(walk, &value, depth, definite ? length : 0);
    if (!value.constructed) {
        walk->offset = end;
        return definite;
    }
    return take_contents(walk, end, definite, depth, &count) &&
           (count > 0 || may_be_empty(walk, &value, depth));
}

bool ber_is_sound(struct slice apdu)
{
    struct walk walk;

    walk.bytes = (const uint8_t *)apdu.data;
    walk.offset = 0;
    walk.external = slice_make(NULL, 0);
    return take_value(&walk, apdu.length, 0) && walk.offset == apdu.length;
}
