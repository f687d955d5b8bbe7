#include "index/extract.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/record.h>

#include "base/bytes.h"
#include "base/datestamp.h"
#include "base/memory.h"
#include "base/text.h"
#include "index/keys.h"

/* A subfield of the field at hand, folded when first it is asked for. */
struct folded {
    size_t offset, length;
    bool done;
};

struct extract_scratch {
    const struct access_points *table;
    struct index_entries *out;
    struct index_entry *wholes; /* headings and keys: they follow the words */
    size_t whole_count, whole_capacity;
    struct buffer folded;
    struct folded *subfields;
    size_t subfield_capacity;
    struct buffer heading;
    struct buffer text;
    uint8_t ranks[SORT_COLUMNS_MAX]; /* of the sort values found so far; 0 for none */
};

void index_entries_init(struct index_entries *entries)
{
    *entries = (struct index_entries){0};
    entries->scratch = memory_zeroed(1, sizeof *entries->scratch);
}

void index_entries_finish(struct index_entries *entries)
{
    struct extract_scratch *x = entries->scratch;

    buffer_finish(&entries->keys);
    free(entries->entries);
    if (x == NULL)
        return;
    free(x->wholes);
    free(x->subfields);
    buffer_finish(&x->folded);
    buffer_finish(&x->heading);
    buffer_finish(&x->text);
    free(x);
    entries->scratch = NULL;
}

/* --- entries ---------------------------------------------------------------------------------- */

static void add_entry(struct index_entries *out, size_t offset, size_t length)
{
    out->entries = memory_grow(out->entries, &out->capacity, out->count, sizeof *out->entries);
    out->entries[out->count++] = (struct index_entry){(uint32_t)offset, (uint32_t)length};
}

static void add_mark(struct index_entries *out, unsigned mark)
{
    add_entry(out, mark, 0);
}

/* Adds a term's key to `keys`. */
static struct index_entry add_key(struct buffer *keys, unsigned access_point, enum term_kind kind,
                                  struct slice term)
{
    size_t offset = keys->length;
    char *at = buffer_reserve(keys, 2 + term.length);

    at[0] = (char)access_point;
    at[1] = (char)kind;
    if (term.length > 0)
        memcpy(at + 2, term.data, term.length);
    keys->length += 2 + term.length;
    return (struct index_entry){(uint32_t)offset, (uint32_t)(2 + term.length)};
}

static void add_word(struct extract_scratch *x, unsigned access_point, struct slice word)
{
    struct index_entry entry;

    if (word.length > TERM_CUT) {
        buffer_truncate(&x->text, 0);
        index_add_heading(&x->text, word);
        word = buffer_slice(&x->text);
    }
    entry = add_key(&x->out->keys, access_point, TERM_WORD, word);
    add_entry(x->out, entry.offset, entry.length);
}

/* Headings and keys stand after all words, so they wait. */
static void add_whole(struct extract_scratch *x, unsigned access_point, enum term_kind kind,
                      struct slice term)
{
    x->wholes = memory_grow(x->wholes, &x->whole_capacity, x->whole_count, sizeof *x->wholes);
    x->wholes[x->whole_count++] = add_key(&x->out->keys, access_point, kind, term);
}

/* --- sort values ------------------------------------------------------------------------------ */

/* The first eight bytes, as a number that compares as they do. */
static uint64_t sort_prefix(struct slice text)
{
    uint64_t prefix = 0;

    for (size_t i = 0; i < 8; i++)
        prefix = prefix << 8 | (i < text.length ? (unsigned char)text.data[i] : 0);
    return prefix;
}

/* Takes a value into its columns where it is the first of the best rank so far. */
static void add_sort(struct extract_scratch *x, const struct source_use *use, struct slice text)
{
    uint8_t rank = use->source->sort;

    for (size_t i = 0; use->columns >> i != 0 && i < SORT_COLUMNS_MAX; i++) {
        if ((use->columns >> i & 1) == 0 || (x->ranks[i] != 0 && x->ranks[i] <= rank))
            continue;
        x->ranks[i] = rank;
        x->out->sorts[i] = sort_prefix(text);
    }
}

/* --- keys ------------------------------------------------------------------------------------- */

static void add_keys(struct extract_scratch *x, const struct source_use *use, struct slice value)
{
    struct buffer *key = &x->text;

    buffer_truncate(key, 0);
    while (key_next(key, (enum key_form)use->point->form, &value)) {
        add_sort(x, use, buffer_slice(key));
        add_whole(x, use->point->number, TERM_KEY, buffer_slice(key));
        buffer_truncate(key, 0);
    }
}

static bool name_matches(const char *code, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (code[i] != '.' && code[i] != text.data[i])
            return false;
    }
    return true;
}

/* Characters at fixed positions, perhaps under the name that the table gives them. */
static void add_positions(struct extract_scratch *x, const struct source_use *use,
                          struct slice text)
{
    const struct access_point_source *source = use->source;
    size_t length = source->length > 0 ? source->length : text.length;

    text = slice_part(text, source->from, length);
    if (text.length == 0 || (source->length > 0 && text.length < length))
        return;
    if (source->name_count == 0)
        add_keys(x, use, text);
    for (size_t i = 0; i < source->name_count; i++) {
        if (name_matches(source->names[i].code, text)) {
            add_keys(x, use, slice_of(source->names[i].name));
            return;
        }
    }
}

/* A year that is wholly known; 9999 says that a serial still appears. */
static void add_year(struct extract_scratch *x, const struct source_use *use, struct slice year)
{
    for (size_t i = 0; i < year.length; i++) {
        if (year.data[i] < '0' || year.data[i] > '9')
            return;
    }
    if (!slice_is(year, "9999"))
        add_keys(x, use, year);
}

/* 008/06 says what the dates in 008/07-10 and 11-14 are (MARC 21, 008). */
static void add_dates(struct extract_scratch *x, const struct source_use *use, struct slice text)
{
    char type = text.length >= 15 ? text.data[6] : 'n';

    if (type == 'n' || type == 'b')
        return;
    add_year(x, use, slice_part(text, 7, 4));
    if (type != 'e') /* there the second is month and day */
        add_year(x, use, slice_part(text, 11, 4));
}

/* --- fields ----------------------------------------------------------------------------------- */

static bool takes_code(const struct access_point_source *source, char code)
{
    unsigned char bit = (unsigned char)code;

    return bit < 128 && (source->subfields[bit / 64] >> bit % 64 & 1) != 0;
}

/* Do indicators and the subfield that the table may ask for say what they must? */
static bool field_counts(const struct access_point_source *source, const struct marc_field *field)
{
    for (int i = 0; i < 2; i++) {
        if (source->indicator[i] != '\0' && source->indicator[i] != field->indicator[i])
            return false;
    }
    return source->where_code == '\0' ||
           slice_is(slice_trim(marc_field_subfield(field, source->where_code)),
                    source->where_value);
}

static struct slice folded_subfield(struct extract_scratch *x, const struct marc_field *field,
                                    uint32_t number)
{
    struct folded *folded = &x->subfields[number];

    if (!folded->done) {
        folded->offset = x->folded.length;
        text_add_folded(&x->folded, field->subfields[number].value);
        folded->length = x->folded.length - folded->offset;
        folded->done = true;
    }
    return slice_make(x->folded.data + folded->offset, folded->length);
}

/* Words of each subfield in turn, with marks between subfields and after the field. */
static void add_words(struct extract_scratch *x, const struct source_use *use,
                      const struct marc_field *field)
{
    bool any = false;

    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice folded, word;

        if (!takes_code(use->source, field->subfields[i].code))
            continue;
        folded = folded_subfield(x, field, i);
        if (folded.length == 0)
            continue;
        if (any)
            add_mark(x->out, FORWARD_SUBFIELD_BREAK);
        any = true;
        while ((word = text_next_word(&folded)).length > 0)
            add_word(x, use->point->number, word);
    }
    if (any)
        add_mark(x->out, FORWARD_FIELD_BREAK);
}

/*
 * Where a title begins that an article stands before: as many characters on as the indicator
 * says, or past what U+0098 and U+009C enclose. A count that leaves nothing is a mistake.
 */
static struct slice after_article(struct slice value, char indicator)
{
    size_t offset = 0, end;

    if (indicator >= '1' && indicator <= '9') {
        for (int i = indicator - '0'; i > 0 && offset < value.length; i--)
            text_next(value, &offset);
    } else if (slice_starts(value, "\xc2\x98")) {
        for (end = 2; end < value.length && text_next(value, &end) != 0x9c;)
            continue;
        offset = end;
    }
    return offset < value.length ? slice_part(value, offset, value.length) : value;
}

/* The whole field as one heading, without its article. */
static void add_heading(struct extract_scratch *x, const struct source_use *use,
                        const struct marc_field *field)
{
    const struct access_point_source *source = use->source;
    struct buffer *heading = &x->heading;
    char skip = source->nonfiling > 0 ? field->indicator[source->nonfiling - 1] : '\0';

    buffer_truncate(heading, 0);
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = field->subfields[i].value, rest;
        size_t before = heading->length;

        if (!takes_code(source, field->subfields[i].code))
            continue;
        rest = before == 0 && source->nonfiling > 0 ? after_article(value, skip) : value;
        if (before > 0)
            buffer_add_char(heading, ' ');
        if (rest.length == value.length)
            buffer_add_slice(heading, folded_subfield(x, field, i));
        else
            text_add_folded(heading, rest);
        if (before > 0 && heading->length == before + 1)
            buffer_truncate(heading, before);
    }
    if (heading->length == 0)
        return;
    add_sort(x, use, buffer_slice(heading));
    buffer_truncate(&x->text, 0);
    index_add_heading(&x->text, buffer_slice(heading));
    add_whole(x, use->point->number, TERM_HEADING, buffer_slice(&x->text));
}

/* One key of all subfields, or one of each. */
static void add_field_keys(struct extract_scratch *x, const struct source_use *use,
                           const struct marc_field *field)
{
    struct buffer *joined = &x->heading;

    buffer_truncate(joined, 0);
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = field->subfields[i].value;

        if (!takes_code(use->source, field->subfields[i].code))
            continue;
        if (!use->source->joined) {
            add_keys(x, use, value);
            continue;
        }
        if (joined->length > 0)
            buffer_add_char(joined, ' ');
        buffer_add_slice(joined, value);
    }
    if (joined->length > 0)
        add_keys(x, use, buffer_slice(joined));
}

static void extract_data(struct extract_scratch *x, const struct source_use *use,
                         const struct marc_field *field)
{
    if (!field_counts(use->source, field))
        return;
    if (use->point->kind == ACCESS_TEXT) {
        add_words(x, use, field);
        add_heading(x, use, field);
    } else {
        add_field_keys(x, use, field);
    }
}

/* The place of a tag in by_tag, or -1. */
static int tag_number(const char *tag)
{
    int number = 0;

    for (size_t i = 0; i < 3; i++) {
        if (tag[i] < '0' || tag[i] > '9')
            return -1;
        number = number * 10 + (tag[i] - '0');
    }
    return number;
}

/* An 880 gives a field in another script, and counts as the one that its $6 names. */
static int tag_of(const struct marc_field *field)
{
    struct slice link;

    if (strcmp(field->tag, "880") != 0)
        return tag_number(field->tag);
    link = marc_field_subfield(field, '6');
    return link.length >= 3 ? tag_number(link.data) : -1;
}

static void extract_field(struct extract_scratch *x, const struct marc_field *field)
{
    int tag = tag_of(field);
    const struct source_uses *uses;

    if (tag < 0 || (uses = &x->table->by_tag[tag])->count == 0)
        return;
    buffer_truncate(&x->folded, 0);
    if (field->subfield_count > x->subfield_capacity) {
        x->subfield_capacity = field->subfield_count;
        x->subfields = memory_resize(x->subfields, x->subfield_capacity * sizeof *x->subfields);
    }
    if (field->subfield_count > 0)
        memset(x->subfields, 0, field->subfield_count * sizeof *x->subfields);
    for (size_t i = 0; i < uses->count; i++) {
        const struct source_use *use = &uses->uses[i];

        if (use->source->kind == SOURCE_FIELD && !field->control)
            extract_data(x, use, field);
        else if (use->source->kind == SOURCE_DATES && field->control)
            add_dates(x, use, field->value);
        else if (use->source->kind == SOURCE_CONTROL && field->control)
            add_positions(x, use, field->value);
    }
}

/* --- the record ------------------------------------------------------------------------------- */

static void extract_record(struct extract_scratch *x, const struct source_use *use,
                           const struct index_document *document)
{
    char stamp[DATESTAMP_SIZE];

    if (use->source->kind == SOURCE_LEADER) {
        add_positions(x, use, slice_make(document->record->leader, MARC_LEADER_LENGTH));
    } else if (use->source->value == RECORD_ID) {
        add_keys(x, use, document->id);
    } else {
        datestamp_format(stamp,
                         use->source->value == RECORD_ADDED ? document->added : document->changed);
        add_keys(x, use, slice_of(stamp));
    }
}

/* What the index finds every record by, and those of a collection. */
static void add_own_terms(struct extract_scratch *x, const struct index_document *document)
{
    uint8_t collection[2];

    put_u16(collection, document->collection);
    add_whole(x, ACCESS_POINT_ALL, TERM_KEY, slice_make(NULL, 0));
    add_whole(x, ACCESS_POINT_COLLECTION, TERM_KEY, slice_make((const char *)collection, 2));
}

void index_extract(struct index_entries *entries, const struct access_points *table,
                   const struct index_document *document)
{
    struct extract_scratch *x = entries->scratch;

    buffer_truncate(&entries->keys, 0);
    entries->count = 0;
    memset(entries->sorts, 0, sizeof entries->sorts);
    memset(x->ranks, 0, sizeof x->ranks);
    x->table = table;
    x->out = entries;
    x->whole_count = 0;
    add_own_terms(x, document);
    for (size_t i = 0; i < table->without_tag.count; i++)
        extract_record(x, &table->without_tag.uses[i], document);
    for (uint32_t i = 0; i < document->record->field_count; i++)
        extract_field(x, &document->record->fields[i]);
    for (size_t i = 0; i < x->whole_count; i++) {
        add_entry(entries, x->wholes[i].offset, x->wholes[i].length);
        add_mark(entries, FORWARD_FIELD_BREAK);
    }
}
