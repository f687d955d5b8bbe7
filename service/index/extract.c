#include "index/extract.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/record.h>

#include "base/bytes.h"
#include "base/datestamp.h"
#include "base/memory.h"
#include "base/text.h"
#include "index/extract_scratch.h"
#include "index/keys.h"
#include "index/term_hash.h"

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
    text_words_finish(&x->words);
    buffer_finish(&x->heading);
    buffer_finish(&x->text);
    free(x);
    entries->scratch = NULL;
}

/* --- fields ----------------------------------------------------------------------------------- */

bool extract_takes(const struct access_point_source *source, char code)
{
    unsigned char bit = (unsigned char)code;

    return bit < 128 && (source->subfields[bit / 64] >> bit % 64 & 1) != 0;
}

bool extract_counts(const struct access_point_source *source, const struct marc_field *field)
{
    for (int i = 0; i < 2; i++) {
        if (source->indicator[i] != '\0' && source->indicator[i] != field->indicator[i])
            return false;
    }
    return source->where_code == '\0' ||
           slice_is(slice_trim(marc_field_subfield(field, source->where_code)),
                    source->where_value);
}

const struct folded *extract_folded(struct extract_scratch *x, const struct marc_field *field,
                                    uint32_t number)
{
    struct folded *folded = &x->subfields[number];

    if (!folded->done) {
        folded->offset = x->folded.length;
        folded->first = x->words.count;
        fold_words(&x->folded, &x->words, field->subfields[number].value);
        folded->length = x->folded.length - folded->offset;
        folded->count = x->words.count - folded->first;
        folded->done = true;
    }
    return folded;
}

/* Words of each subfield in turn, with marks between subfields and after the field. */
static void add_words(struct extract_scratch *x, const struct source_use *use,
                      const struct marc_field *field)
{
    bool any = false;

    for (uint32_t i = 0; i < field->subfield_count; i++) {
        const struct folded *folded;

        if (!extract_takes(use->source, field->subfields[i].code))
            continue;
        folded = extract_folded(x, field, i);
        if (folded->length == 0)
            continue;
        if (any)
            extract_mark(x, FORWARD_SUBFIELD_BREAK);
        any = true;
        extract_words(x, use->point->number, folded);
    }
    if (any)
        extract_mark(x, FORWARD_FIELD_BREAK);
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

void extract_heading(struct extract_scratch *x, const struct access_point_source *source,
                     const struct marc_field *field)
{
    struct buffer *heading = &x->heading;
    char skip = source->nonfiling > 0 ? field->indicator[source->nonfiling - 1] : '\0';

    buffer_truncate(heading, 0);
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = field->subfields[i].value, rest;
        size_t before = heading->length;

        if (!extract_takes(source, field->subfields[i].code))
            continue;
        rest = before == 0 && source->nonfiling > 0 ? after_article(value, skip) : value;
        if (before > 0)
            buffer_add_char(heading, ' ');
        if (rest.length == value.length) {
            const struct folded *folded = extract_folded(x, field, i);

            buffer_add(heading, x->folded.data + folded->offset, folded->length);
        } else {
            text_add_folded(heading, rest);
        }
        if (before > 0 && heading->length == before + 1)
            buffer_truncate(heading, before);
    }
}

static void add_heading(struct extract_scratch *x, const struct source_use *use,
                        const struct marc_field *field)
{
    struct slice heading;

    extract_heading(x, use->source, field);
    heading = buffer_slice(&x->heading);
    if (heading.length == 0)
        return;
    extract_sort(x, use, heading);
    if (heading.length > TERM_CUT) {
        buffer_truncate(&x->text, 0);
        index_add_heading(&x->text, heading);
        heading = buffer_slice(&x->text);
    }
    extract_value(x, use, TERM_HEADING, heading);
}

/* One key of all subfields, or one of each. */
static void add_field_keys(struct extract_scratch *x, const struct source_use *use,
                           const struct marc_field *field)
{
    struct buffer *joined = &x->heading;

    buffer_truncate(joined, 0);
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = field->subfields[i].value;

        if (!extract_takes(use->source, field->subfields[i].code))
            continue;
        if (!use->source->joined) {
            extract_keys(x, use, value);
            continue;
        }
        if (joined->length > 0)
            buffer_add_char(joined, ' ');
        buffer_add_slice(joined, value);
    }
    if (joined->length > 0)
        extract_keys(x, use, buffer_slice(joined));
}

/*
 * A heading is for browsing, counting and sorting, and finds a title without its article. Where
 * none of these is asked for it would only be a long copy of a note: the forward list's words and
 * marks say as well what a whole field is and how it begins.
 */
static bool wants_heading(const struct source_use *use)
{
    return use->point->scans || use->point->facet != NULL || use->unions != 0 ||
           use->source->nonfiling > 0 || use->source->sort > 0;
}

static void extract_data(struct extract_scratch *x, const struct source_use *use,
                         const struct marc_field *field)
{
    if (!extract_counts(use->source, field))
        return;
    if (use->point->kind == ACCESS_TEXT) {
        if (x->wanted == 0) {
            add_words(x, use, field);
            if (use->point->pairs)
                extract_pairs(x, use, field);
        }
        if (wants_heading(use))
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

int extract_tag(const struct marc_field *field)
{
    struct slice link;

    if (memcmp(field->tag, "880", 3) != 0)
        return tag_number(field->tag);
    link = marc_field_subfield(field, '6');
    return link.length >= 3 ? tag_number(link.data) : -1;
}

void extract_begin_field(struct extract_scratch *x, const struct marc_field *field)
{
    buffer_truncate(&x->folded, 0);
    x->words.count = 0;
    if (field->subfield_count > x->subfield_capacity) {
        x->subfield_capacity = field->subfield_count;
        x->subfields = memory_resize(x->subfields, x->subfield_capacity * sizeof *x->subfields);
    }
    if (field->subfield_count > 0)
        memset(x->subfields, 0, field->subfield_count * sizeof *x->subfields);
}

static void extract_field(struct extract_scratch *x, const struct marc_field *field)
{
    int tag = extract_tag(field);
    const struct source_uses *uses;

    if (tag < 0 || (uses = &x->table->by_tag[tag])->count == 0)
        return;
    extract_begin_field(x, field);
    for (size_t i = 0; i < uses->count; i++) {
        const struct source_use *use = &uses->uses[i];

        if (!extract_wants(x, use))
            continue;
        if (use->source->kind == SOURCE_FIELD && !field->control)
            extract_data(x, use, field);
        else if (use->source->kind == SOURCE_DATES && field->control)
            extract_dates(x, use, field->value);
        else if (use->source->kind == SOURCE_CONTROL && field->control)
            extract_positions(x, use, field->value);
    }
}

/* --- the record ------------------------------------------------------------------------------- */

static void clear(struct index_entries *entries)
{
    buffer_truncate(&entries->keys, 0);
    entries->count = 0;
    memset(entries->sorts, 0, sizeof entries->sorts);
    memset(entries->ranks, 0, sizeof entries->ranks);
}

static void begin(struct extract_scratch *x, struct index_entries *out,
                  const struct access_points *table)
{
    term_hash_prepare();
    x->table = table;
    x->out = out;
    x->whole_count = 0;
}

static void add_record(struct index_entries *entries, const struct access_points *table,
                       const struct marc_record *record, struct slice id)
{
    struct extract_scratch *x = entries->scratch;

    begin(x, entries, table);
    for (size_t i = 0; i < table->without_tag.count; i++) {
        const struct source_use *use = &table->without_tag.uses[i];

        if (!extract_wants(x, use))
            continue;
        if (use->source->kind == SOURCE_LEADER)
            extract_positions(x, use, slice_make(record->leader, MARC_LEADER_LENGTH));
        else if (use->source->value == RECORD_ID)
            extract_keys(x, use, id);
    }
    for (uint32_t i = 0; i < record->field_count; i++)
        extract_field(x, &record->fields[i]);
    extract_wholes(x);
}

/* What the index finds every record by, those of a collection, and the dates. */
static void add_own(struct index_entries *entries, const struct access_points *table,
                    const struct index_document *document)
{
    struct extract_scratch *x = entries->scratch;
    char stamp[DATESTAMP_SIZE];
    uint8_t collection[2];

    begin(x, entries, table);
    put_u16(collection, document->collection);
    extract_whole(x, ACCESS_POINT_ALL, TERM_KEY, slice_make(NULL, 0));
    extract_whole(x, ACCESS_POINT_COLLECTION, TERM_KEY, slice_make((const char *)collection, 2));
    for (size_t i = 0; i < table->without_tag.count; i++) {
        const struct source_use *use = &table->without_tag.uses[i];
        int64_t seconds = use->source->value == RECORD_ADDED ? document->added : document->changed;

        if (use->source->kind == SOURCE_LEADER || use->source->value == RECORD_ID ||
            !extract_wants(x, use))
            continue;
        extract_sort_seconds(x, use, seconds);
        datestamp_format(stamp, seconds);
        extract_keys(x, use, slice_of(stamp));
    }
    extract_wholes(x);
}

void index_extract_record(struct index_entries *entries, const struct access_points *table,
                          const struct marc_record *record, struct slice id)
{
    clear(entries);
    add_record(entries, table, record, id);
}

void index_extract_own(struct index_entries *entries, const struct access_points *table,
                       const struct index_document *document)
{
    clear(entries);
    add_own(entries, table, document);
}

void index_extract(struct index_entries *entries, const struct access_points *table,
                   const struct index_document *document)
{
    clear(entries);
    add_record(entries, table, document->record, document->id);
    add_own(entries, table, document);
}
