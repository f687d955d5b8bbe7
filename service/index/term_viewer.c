#include "index/term_viewer.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/record.h>

#include "base/memory.h"
#include "index/access_table.h"
#include "index/extract.h"
#include "index/extract_scratch.h"
#include "index/keys.h"
#include "index/postings.h"
#include "store/store.h"

struct term_viewer {
    struct store_transaction *transaction;
    const struct access_points *table;
    struct arena *arena;          /* of the record at hand */
    struct index_entries entries; /* what it makes, once it was asked for */
    bool extracted;
    uint32_t docid; /* 0: none */
    struct store_record stored;
    struct marc_record *record;
    struct buffer text;
};

struct term_viewer *term_viewer_create(struct store_transaction *transaction,
                                       const struct access_points *table)
{
    struct term_viewer *viewer = memory_zeroed(1, sizeof *viewer);

    viewer->transaction = transaction;
    viewer->table = table;
    viewer->arena = arena_create();
    index_entries_init(&viewer->entries);
    buffer_init(&viewer->text);
    return viewer;
}

void term_viewer_destroy(struct term_viewer *viewer)
{
    if (viewer == NULL)
        return;
    arena_destroy(viewer->arena);
    index_entries_finish(&viewer->entries);
    buffer_finish(&viewer->text);
    free(viewer);
}

/* --- the record ------------------------------------------------------------------------------- */

/* The first record that has the term: 1, or 0. */
static int first_docid(struct store_transaction *transaction, uint32_t number, uint32_t *docid,
                       struct diag *diag)
{
    struct postings_reader reader;
    int status = postings_reader_open(&reader, transaction, diag);

    if (status >= 0)
        status = postings_first(&reader, number, docid);
    postings_reader_close(&reader);
    return status;
}

int term_viewer_seek(struct term_viewer *viewer, uint32_t number, struct diag *diag)
{
    uint32_t docid;
    int status = first_docid(viewer->transaction, number, &docid, diag);

    if (status <= 0 || docid == viewer->docid)
        return status;
    arena_reset(viewer->arena);
    viewer->docid = 0;
    viewer->extracted = false;
    status = store_get(viewer->transaction, docid, &viewer->stored, diag);
    if (status > 0 && !viewer->stored.deleted)
        status = packed_decode(&viewer->record, viewer->arena, viewer->stored.packed, diag);
    else if (status >= 0)
        status = diag_set(diag, OFFPRINT_CORRUPT, "term %u is said to be in a record that is gone",
                          number);
    if (status < 0)
        return status;
    viewer->docid = docid;
    return 1;
}

/* --- fields ----------------------------------------------------------------------------------- */

/* Is what stands in that use found under the access point? */
static bool counts_for(const struct access_point *point, const struct source_use *use)
{
    bool member = use->point == point;

    for (size_t i = 0; i < point->member_count && !member; i++)
        member = point->members[i] == use->point;
    return member;
}

/* A field of the record, and a use in which the access point takes it. */
struct field_use {
    uint32_t next_field;
    const struct marc_field *field; /* NULL: before the first */
    const struct source_uses *uses;
    size_t next_use;
    const struct source_use *use;
};

/* The next field and use: false where there are no more. */
static bool next_use(const struct term_viewer *viewer, const struct access_point *point,
                     struct field_use *at)
{
    int tag;

    for (;;) {
        while (at->uses != NULL && at->next_use < at->uses->count) {
            at->use = &at->uses->uses[at->next_use++];
            if (counts_for(point, at->use))
                return true;
        }
        if (at->next_field == viewer->record->field_count)
            return false;
        at->field = &viewer->record->fields[at->next_field++];
        tag = extract_tag(at->field);
        at->uses = tag < 0 ? NULL : &viewer->table->by_tag[tag];
        at->next_use = 0;
    }
}

/* Makes the field's heading as it is indexed, in viewer->text: false where it has none. */
static bool make_heading(struct term_viewer *viewer, const struct access_point_source *source,
                         const struct marc_field *field)
{
    struct extract_scratch *x = viewer->entries.scratch;

    buffer_truncate(&viewer->text, 0);
    if (field->control || !extract_counts(source, field))
        return false;
    extract_begin_field(x, field);
    extract_heading(x, source, field);
    index_add_heading(&viewer->text, buffer_slice(&x->heading));
    return viewer->text.length > 0;
}

/* --- terms ------------------------------------------------------------------------------------ */

static int refuse_record(const struct term_viewer *viewer, uint32_t number, struct diag *diag)
{
    return diag_set(diag, OFFPRINT_CORRUPT, "record \"%.*s\" does not have term %u as it should",
                    (int)viewer->stored.id.length, viewer->stored.id.data, number);
}

/* Of the record's headings under the access point that with the number; a record has a few. */
static int find_heading(struct term_viewer *viewer, const struct access_point *point,
                        uint32_t number, struct slice *term, struct diag *diag)
{
    struct field_use at = {0};
    uint32_t found;
    int status;

    while (next_use(viewer, point, &at)) {
        if (!make_heading(viewer, at.use->source, at.field))
            continue;
        *term = buffer_slice(&viewer->text);
        status =
            index_find_term(viewer->transaction, point->number, TERM_HEADING, *term, &found, diag);
        if (status < 0)
            return status;
        if (status > 0 && found == number)
            return OFFPRINT_OK;
    }
    return refuse_record(viewer, number, diag);
}

/* What the record makes stands in the order of its forward list. */
static int find_key(struct term_viewer *viewer, uint32_t number, struct slice *term,
                    struct diag *diag)
{
    uint32_t *numbers;
    ptrdiff_t count =
        index_forward(viewer->transaction, viewer->docid, &numbers, viewer->arena, diag);

    if (count < 0)
        return (int)count;
    if (!viewer->extracted) {
        struct index_document document = index_document_of(&viewer->stored);

        document.record = viewer->record;
        index_extract(&viewer->entries, viewer->table, &document);
        viewer->extracted = true;
    }
    for (size_t i = 0; i < (size_t)count && i < viewer->entries.count; i++) {
        const struct index_entry *entry = &viewer->entries.entries[i];

        if (numbers[i] != number || entry->length < 2)
            continue;
        *term = slice_make(viewer->entries.keys.data + entry->offset + 2, entry->length - 2);
        return OFFPRINT_OK;
    }
    return refuse_record(viewer, number, diag);
}

int term_viewer_term(struct term_viewer *viewer, const struct access_point *point, uint32_t number,
                     struct slice *term, struct diag *diag)
{
    return point->kind == ACCESS_TEXT ? find_heading(viewer, point, number, term, diag)
                                      : find_key(viewer, number, term, diag);
}

/* --- forms ------------------------------------------------------------------------------------ */

/* Form, chronological, general and geographic subdivision of the 6XX fields (MARC 21, X50). */
static bool is_subdivision(int tag, char code)
{
    return tag / 100 == 6 && code != '\0' && strchr("vxyz", code) != NULL;
}

/* The subfields that the source takes, one behind the other. */
static void add_field(struct buffer *out, const struct access_point_source *source,
                      const struct marc_field *field)
{
    int tag = extract_tag(field);
    bool any = false;

    for (uint32_t i = 0; i < field->subfield_count; i++) {
        const struct marc_subfield *subfield = &field->subfields[i];
        struct slice value = slice_trim(subfield->value);

        if (!extract_takes(source, subfield->code) || value.length == 0)
            continue;
        if (any)
            buffer_add_string(out, is_subdivision(tag, subfield->code) ? " -- " : " ");
        buffer_add_slice(out, value);
        any = true;
    }
}

static bool key_is(struct term_viewer *viewer, const struct source_use *use, struct slice value,
                   struct slice term)
{
    bool found = false;

    buffer_truncate(&viewer->text, 0);
    while (!found && key_next(&viewer->text, (enum key_form)use->point->form, &value)) {
        found = slice_equal(buffer_slice(&viewer->text), term);
        buffer_truncate(&viewer->text, 0);
    }
    return found;
}

/* A key that is a value as it stands, but for capitals and spaces. */
static bool field_form(struct term_viewer *viewer, const struct source_use *use,
                       const struct marc_field *field, struct slice term, struct buffer *out)
{
    size_t before = out->length;

    if (use->point->form != FORM_PLAIN || !extract_counts(use->source, field))
        return false;
    if (field->control || use->source->joined) {
        if (field->control)
            buffer_add_slice(out, slice_trim(field->value));
        else
            add_field(out, use->source, field);
        if (key_is(viewer, use, slice_part(buffer_slice(out), before, SIZE_MAX), term))
            return true;
        buffer_truncate(out, before);
        return false;
    }
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = slice_trim(field->subfields[i].value);

        if (extract_takes(use->source, field->subfields[i].code) &&
            key_is(viewer, use, value, term)) {
            buffer_add_slice(out, value);
            return true;
        }
    }
    return false;
}

/* What the catalogue calls the record: its id, where that is what the key was made of. */
static bool id_form(struct term_viewer *viewer, const struct access_point *point, struct slice term,
                    struct buffer *out)
{
    const struct source_uses *uses = &viewer->table->without_tag;

    for (size_t i = 0; i < uses->count; i++) {
        const struct source_use *use = &uses->uses[i];

        if (!counts_for(point, use) || use->source->kind != SOURCE_RECORD ||
            use->source->value != RECORD_ID || use->point->form != FORM_PLAIN ||
            !key_is(viewer, use, viewer->stored.id, term))
            continue;
        buffer_add_slice(out, viewer->stored.id);
        return true;
    }
    return false;
}

bool term_viewer_form(struct term_viewer *viewer, const struct access_point *point,
                      enum term_kind kind, struct slice term, struct buffer *out)
{
    struct field_use at = {0};

    if (kind == TERM_WORD)
        return false;
    while (next_use(viewer, point, &at)) {
        if (kind == TERM_KEY && field_form(viewer, at.use, at.field, term, out))
            return true;
        if (kind == TERM_KEY || !make_heading(viewer, at.use->source, at.field) ||
            !slice_equal(buffer_slice(&viewer->text), term))
            continue;
        add_field(out, at.use->source, at.field);
        return true;
    }
    return kind == TERM_KEY && id_form(viewer, point, term, out);
}
