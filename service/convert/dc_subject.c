/* What a record is about, and the place and time of it. */
#include "convert/dc.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/isbd.h"
#include "convert/title.h"

/* The scheme that a heading's second indicator or $2 names, where dcterms.xsd has one for it. */
static const char *scheme_of(const struct marc_field *field)
{
    struct slice source = slice_trim(marc_field_subfield(field, '2'));
    if (field->indicator[1] == '0' || (field->indicator[1] == '7' && slice_is(source, "lcsh")))
        return "LCSH";
    if (field->indicator[1] == '2' || (field->indicator[1] == '7' && slice_is(source, "mesh")))
        return "MESH";
    return NULL;
}

/* "Great Britain--Foreign relations": the heading, then its subdivisions. */
static struct slice heading_of(const struct dublin_core *dc, const struct marc_field *field,
                               const char *codes)
{
    struct slice head = isbd_trim(isbd_join(field, codes, " ", dc->arena));
    struct slice tail = isbd_trim(isbd_join(field, "vxyz", "--", dc->arena));
    if (head.length == 0 || tail.length == 0)
        return head;
    struct buffer heading;
    buffer_init(&heading);
    buffer_add_slice(&heading, head);
    buffer_add_string(&heading, "--");
    buffer_add_slice(&heading, tail);
    struct slice copy = arena_slice(dc->arena, buffer_slice(&heading));
    buffer_finish(&heading);
    return copy;
}

/* Uncontrolled terms: each $a is one. */
static void write_uncontrolled(const struct dublin_core *dc)
{
    const struct marc_field *field;
    size_t at = 0;
    while ((field = dc_field(dc, 653, &at)) != NULL)
        for (uint32_t i = 0; i < field->subfield_count; i++)
            if (field->subfields[i].code == 'a')
                dc_add(dc, (struct dc_term){"subject", NULL, NULL},
                       isbd_trim(field->subfields[i].value));
}

/* Each $a of 050, 080 and 082 is a class number, which means nothing without its scheme: the simple
 * form leaves it out. $b is the item's. */
static void write_classes(const struct dublin_core *dc)
{
    static const struct {
        int tag;
        const char *scheme;
    } classes[] = {{50, "LCC"}, {80, "UDC"}, {82, "DDC"}};
    for (size_t i = 0; dc->qualified && i < sizeof classes / sizeof *classes; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = dc_field(dc, classes[i].tag, &at)) != NULL)
            for (uint32_t j = 0; j < field->subfield_count; j++)
                if (field->subfields[j].code == 'a')
                    dc_add(dc, (struct dc_term){"subject", NULL, classes[i].scheme},
                           field->subfields[j].value);
    }
}

void dc_write_subjects(const struct dublin_core *dc)
{
    static const struct {
        int tag;
        const char *codes;
    } subjects[] = {
        {600, "abcdqtnp"}, {610, "abtnp"}, {611, "acdenqt"}, {630, "adfklmnoprst"},
        {648, "a"},        {650, "abcd"},  {651, "a"},
    };
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = dc_field(dc, subjects[i].tag, &at)) != NULL)
            dc_add(dc, (struct dc_term){"subject", NULL, scheme_of(field)},
                   heading_of(dc, field, subjects[i].codes));
    }
    write_uncontrolled(dc);
    write_classes(dc);
}

void dc_write_coverage(const struct dublin_core *dc)
{
    static const struct dc_rule coverage[] = {
        {651, {"coverage", "spatial", NULL}, "a", " ", true},
        {662, {"coverage", "spatial", NULL}, "abcdfgh", "--", true},
        {752, {"coverage", "spatial", NULL}, "abcdfgh", "--", true},
        {522, {NULL, "spatial", NULL}, "a", " ", true},
        {648, {NULL, "temporal", NULL}, "a", " ", true},
        {513, {NULL, "temporal", NULL}, "b", " ", true},
    };
    dc_apply(dc, coverage, sizeof coverage / sizeof *coverage);
}
