/*
 * What programs that libraries run will make of a component part. They read the same field in
 * different ways, so none of this is wrong: each is worth knowing. Rules are named after the
 * client.
 */
#include <string.h>

#include "base/text.h"
#include "marc/check.h"
#include "marc/reading.h"

/* A component part, and the first field that says where it stands: the only one that Zotero reads.
 */
struct part {
    struct checking *checking;
    const struct marc_field *link;
};

static bool has(const struct marc_field *field, char code)
{
    return marc_field_subfield(field, code).length > 0;
}

/* "before 'value' after" */
static void note(const struct part *part, const char *rule, const char *before, struct slice value,
                 const char *after)
{
    char shown[PRINTABLE_SIZE];

    check_report(part->checking, FINDING_NOTE, rule, "773", "%s '%s'%s", before,
                 printable(shown, value), after);
}

/* Koha and others show the note only where the first indicator asks for it. */
static void koha_display(const struct part *part)
{
    if (part->link->indicator[0] != '0')
        note(part, "koha-display", "773 has first indicator", slice_make(part->link->indicator, 1),
             ", not 0: Koha does not show the host");
}

/* Koha finds the host by $w only where it begins with the host's 003 in parentheses. */
static void koha_link(const struct part *part)
{
    struct slice number = marc_field_subfield(part->link, 'w');

    if (number.length > 0 && number.data[0] != '(')
        note(part, "koha-link", "773 $w", number,
             " does not say whose number it is, '(003)001': Koha does not link to it");
}

/* A chapter is a book section to Zotero where $7 is nnam, or a title comes with an ISBN. */
static void zotero_type(const struct part *part)
{
    struct slice form = marc_field_subfield(part->link, '7');
    bool serial = has(part->link, 'x') || (form.length >= 4 && form.data[3] == 's');

    if (part->checking->record->leader[MARC_LEADER_LEVEL] != 'a' || serial ||
        slice_is(form, "nnam") || (has(part->link, 't') && has(part->link, 'z')))
        return;
    note(part, "zotero-type", "773 $7 is", form,
         ", not 'nnam': Zotero takes the part for a journal article");
}

/* Zotero takes place, publisher and year out of "Place : Publisher, 1977". */
static void zotero_publication(const struct part *part)
{
    struct slice imprint = slice_trim(marc_field_subfield(part->link, 'd'));
    size_t years = 0;
    bool colon = false;

    while (imprint.length > 0 && strchr(".])", imprint.data[imprint.length - 1]) != NULL)
        imprint.length--;
    for (size_t i = imprint.length;
         i > 0 && imprint.data[i - 1] >= '0' && imprint.data[i - 1] <= '9'; i--)
        years++;
    for (size_t i = 0; i + 2 < imprint.length; i++)
        colon |= memcmp(imprint.data + i, " : ", 3) == 0;
    if (imprint.length > 0 && (years != 4 || !colon))
        note(part, "zotero-publication", "773 $d", imprint,
             " is not 'Place : Publisher, year': Zotero cannot take it apart");
}

static void zotero_pages(const struct part *part)
{
    struct slice pages = marc_field_subfield(part->link, 'g');

    for (size_t offset = 0; offset < pages.length;)
        if (text_next(pages, &offset) == 0x2013) {
            note(part, "zotero-pages", "773 $g", pages,
                 " has an en dash: Zotero reads pages with a hyphen");
            return;
        }
}

static void zotero_host(const struct part *part)
{
    const struct marc_field *other = part->link;

    if (has(part->link, 't'))
        return;
    while ((other = marc_record_field(part->checking->record, "773", other)) != NULL)
        if (has(other, 't')) {
            note(part, "zotero-host",
                 "the host's title is not in the first 773, which is all that Zotero reads:",
                 marc_field_subfield(other, 't'), "");
            return;
        }
}

/* VuFind's record types: leader/07 a is an article wherever a 773 has $g. */
static void vufind_format(const struct part *part)
{
    const struct marc_field *link = part->link;

    if (part->checking->record->leader[MARC_LEADER_LEVEL] != 'a')
        return;
    for (; link != NULL; link = marc_record_field(part->checking->record, "773", link))
        if (has(link, 'g')) {
            note(part, "vufind-format", "773 has $g", marc_field_subfield(link, 'g'),
                 ": VuFind shows the part as \"Article\", whatever its host is");
            return;
        }
}

static void (*const rules[])(const struct part *part) = {
    koha_display,       koha_link,    zotero_host,   zotero_type,
    zotero_publication, zotero_pages, vufind_format,
};

void check_clients(struct checking *checking)
{
    struct part part = {checking, marc_record_field(checking->record, "773", NULL)};

    if (part.link == NULL)
        return;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        rules[i](&part);
}
