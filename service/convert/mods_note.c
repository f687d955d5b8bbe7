/* MODS abstract, tableOfContents, targetAudience, note, accessCondition: 245 $c, 362, 5XX. */
#include "convert/mods.h"

#include <string.h>

#include <offprint/buffer.h>

#include "convert/coded.h"
#include "convert/isbd.h"

void mods_href(struct mods *mods, struct slice uri)
{
    if (uri.length == 0)
        return;
    buffer_add_string(mods->out, " xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
    xml_uri_attribute(mods->out, "xlink:href", uri);
}

/* `label` NULL: none but what $3 says. */
static void write_labelled(struct mods *mods, const struct linked_field *from, const char *open,
                           const char *label, struct slice text)
{
    if (text.length == 0) /* a note may be nothing but its link */
        text = slice_trim(marc_field_subfield(from->field, 'u'));
    if (text.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, open);
    struct slice materials = isbd_trim(marc_field_subfield(from->field, '3'));
    xml_attribute(mods->out, "displayLabel", label != NULL ? slice_of(label) : materials);
    mods_alternative(mods, from);
    if (from->tag != 521)
        mods_href(mods, slice_trim(marc_field_subfield(from->field, 'u')));
    xml_content(&element);
    xml_text(mods->out, text);
    xml_close(&element);
}

static void write_abstract(struct mods *mods, const struct linked_field *from)
{
    write_labelled(mods, from, "abstract",
                   coded_term_of(&coded_abstracts, from->field->indicator[0]),
                   slice_trim(isbd_join(from->field, "ab", " ", mods->arena)));
}

static void write_contents(struct mods *mods, const struct linked_field *from)
{
    write_labelled(mods, from, "tableOfContents",
                   coded_term_of(&coded_contents, from->field->indicator[0]),
                   slice_trim(isbd_join(from->field, "agrt", " ", mods->arena)));
}

static void write_audience(struct mods *mods, const struct linked_field *from)
{
    write_labelled(mods, from, "targetAudience",
                   coded_term_of(&coded_interests, from->field->indicator[0]),
                   isbd_trim(isbd_join(from->field, "ab", " ", mods->arena)));
}

/* 008/22 of books, computer files, music and visual material. */
static void write_coded_audience(struct mods *mods)
{
    bool coded = mods->form == FORM_BOOK || mods->form == FORM_COMPUTER ||
                 mods->form == FORM_MUSIC || mods->form == FORM_VISUAL;
    if (coded)
        xml_element(mods->out, "targetAudience authority=\"marctarget\"",
                    slice_of(coded_term_of(&coded_audiences, mods_fixed(mods, 22))));
}

/* Which subfields of a note field are its text, and of what type the note is. */
static const struct note {
    int tag;
    const char *codes;
    const char *open;
    bool keep_private; /* first indicator 0: not for the public */
} notes[] = {
    {245, "c", "note type=\"statement of responsibility\"", false},
    {362, "az", "note type=\"date/sequential designation\"", false},
    {500, "a", "note", false},
    {501, "a", "note type=\"with\"", false},
    {502, "abcdgo", "note type=\"thesis\"", false},
    {504, "ab", "note type=\"bibliography\"", false},
    {507, "ab", "note", false},
    {508, "a", "note type=\"creation/production credits\"", false},
    {511, "a", "note type=\"performers\"", false},
    {513, "ab", "note", false},
    {514, "abcdefghijkmz", "note", false},
    {515, "a", "note type=\"numbering\"", false},
    {516, "a", "note", false},
    {518, "3adop", "note type=\"venue\"", false},
    {522, "a", "note", false},
    {524, "a", "note type=\"preferred citation\"", false},
    {525, "a", "note", false},
    {526, "abcdixz", "note", false},
    {530, "abcd", "note type=\"additional physical form\"", false},
    {533, "abcdefmn", "note type=\"reproduction\"", false},
    {535, "abcdg", "note type=\"original location\"", false},
    {536, "abcdefgh", "note type=\"funding\"", false},
    {538, "ai", "note type=\"system details\"", false},
    {541, "abcdefhno", "note type=\"acquisition\"", true},
    {544, "abcden", "note", false},
    {545, "ab", "note type=\"biographical/historical\"", false},
    {546, "ab", "note type=\"language\"", false},
    {547, "a", "note", false},
    {550, "a", "note", false},
    {552, "abcdefghijklmnop", "note", false},
    {555, "abcd", "note", false},
    {556, "az", "note", false},
    {561, "a", "note type=\"ownership\"", true},
    {562, "abcde", "note type=\"version identification\"", true},
    {565, "abcde", "note", false},
    {567, "ab", "note", false},
    {580, "a", "note", false},
    {581, "az", "note type=\"publications\"", false},
    {583, "abcdefhijklnoxz", "note type=\"action\"", true},
    {584, "ab", "note", false},
    {585, "a", "note type=\"exhibitions\"", false},
    {586, "a", "note", false},
    {588, "a", "note", false},
};

static void write_note(struct mods *mods, const struct linked_field *from, const struct note *note)
{
    if (note->keep_private && from->field->indicator[0] == '0')
        return;
    struct slice text = slice_trim(isbd_join(from->field, note->codes, " ", mods->arena));
    if (note->tag == 245)
        text = isbd_trim(text);
    const char *label = note->tag == 511 && from->field->indicator[0] == '1'   ? "Cast"
                        : note->tag == 586 && from->field->indicator[0] == ' ' ? "Awards"
                                                                               : NULL;
    write_labelled(mods, from, note->open, label, text);
}

static void write_notes(struct mods *mods)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        const struct linked_field *from;
        size_t at = 0;
        while ((from = fields_next(&mods->fields, notes[i].tag, &at)) != NULL)
            write_note(mods, from, &notes[i]);
    }
}

void mods_abstract_and_notes(struct mods *mods)
{
    static const struct mods_rule rules[] = {
        {520, write_abstract}, {505, write_contents}, {521, write_audience}};
    mods_apply(mods, rules, sizeof rules / sizeof *rules);
    write_coded_audience(mods);
    write_notes(mods);
}

static void write_restriction(struct mods *mods, const struct linked_field *from)
{
    write_labelled(mods, from, "accessCondition type=\"restriction on access\"", NULL,
                   isbd_trim(isbd_join(from->field, "abcde", " ", mods->arena)));
}

static void write_terms_of_use(struct mods *mods, const struct linked_field *from)
{
    write_labelled(mods, from, "accessCondition type=\"use and reproduction\"", NULL,
                   isbd_trim(isbd_join(from->field, "abcd", " ", mods->arena)));
}

void mods_access_conditions(struct mods *mods)
{
    static const struct mods_rule rules[] = {{506, write_restriction}, {540, write_terms_of_use}};
    mods_apply(mods, rules, sizeof rules / sizeof *rules);
}
