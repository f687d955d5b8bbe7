/* MODS name: 100, 110, 111, 700, 710, 711, 720. */
#include "convert/mods.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/isbd.h"

const char *mods_name_type(enum name_kind kind)
{
    static const char *const types[] = {[NAME_PERSONAL] = "personal",
                                        [NAME_FAMILY] = "family",
                                        [NAME_CORPORATE] = "corporate",
                                        [NAME_MEETING] = "conference",
                                        [NAME_UNKNOWN] = ""};
    return types[kind];
}

static void write_personal(struct mods *mods, const struct name *name)
{
    struct buffer *out = mods->out;
    if (name->family.length > 0) {
        xml_element(out, "namePart type=\"family\"", name->family);
        xml_element(out, "namePart type=\"given\"", name->given);
    } else {
        xml_element(out, "namePart", name->body);
    }
    xml_element(out, "namePart type=\"termsOfAddress\"", name->numeration);
    xml_element(out, "namePart type=\"termsOfAddress\"", name->titles);
    xml_element(out, "namePart type=\"date\"", name->dates);
    /* A fuller form has no element of its own. */
    if (name->fuller.length > 0)
        xml_element(out, "displayForm",
                    isbd_trim(isbd_join(name->field, "abcqd", " ", mods->arena)));
}

/* The subfields before $t: behind it $n, $d and $g are the work's. */
static struct marc_field name_only(const struct marc_field *field)
{
    struct marc_field before = *field;
    for (uint32_t i = 0; i < field->subfield_count; i++)
        if (field->subfields[i].code == 't') {
            before.subfield_count = i;
            break;
        }
    return before;
}

static void write_corporate(struct mods *mods, const struct name *name)
{
    struct marc_field field = name_only(name->field);
    struct buffer *out = mods->out;
    xml_element(out, "namePart", name->body);
    for (size_t i = 0; i < name->unit_count; i++)
        xml_element(out, "namePart", name->units[i]);
    xml_element(out, "namePart", isbd_trim(isbd_join(&field, "ndcg", " ", mods->arena)));
}

static void write_meeting(struct mods *mods, const struct name *name)
{
    struct marc_field field = name_only(name->field);
    xml_element(mods->out, "namePart", isbd_trim(isbd_join(&field, "acdegnq", " ", mods->arena)));
}

static void write_role(struct mods *mods, const struct name_role *role)
{
    struct xml_scope element = xml_begin(mods->out, "role");
    xml_element(mods->out,
                role->code ? "roleTerm type=\"code\" authority=\"marcrelator\""
                           : "roleTerm type=\"text\"",
                role->value);
    xml_close(&element);
}

/* $0 "(DE-588)118540238" or $1: an identifier with its source; a URI is the name's valueURI. */
static void write_identifier(struct mods *mods, const struct marc_subfield *subfield)
{
    struct slice source, value = part_control_number(subfield->value, &source);
    if ((subfield->code != '0' && subfield->code != '1') || value.length == 0 ||
        slice_starts(value, "http"))
        return;
    struct xml_scope element = xml_open(mods->out, "nameIdentifier");
    xml_attribute(mods->out, "type", source);
    xml_content(&element);
    xml_text(mods->out, value);
    xml_close(&element);
}

void mods_name_parts(struct mods *mods, const struct name *name)
{
    if (name->kind == NAME_CORPORATE)
        write_corporate(mods, name);
    else if (name->kind == NAME_MEETING)
        write_meeting(mods, name);
    else
        write_personal(mods, name);
    xml_element(mods->out, "affiliation", name->affiliation);
    for (size_t i = 0; i < name->role_count; i++)
        write_role(mods, &name->roles[i]);
    for (uint32_t i = 0; i < name->field->subfield_count; i++)
        write_identifier(mods, &name->field->subfields[i]);
}

static void write_name(struct mods *mods, const struct linked_field *from)
{
    /* An added entry with a title names another work: relatedItem. */
    if (from->tag >= 700 && marc_field_subfield(from->field, 't').length > 0)
        return;
    struct name name;
    name_read(&name, from->field, mods->arena);
    if (name.whole.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, "name");
    xml_attribute(mods->out, "type", slice_of(mods_name_type(name.kind)));
    if (from->tag < 200 && from->original) {
        buffer_add_string(mods->out, " usage=\"primary\"");
        if (marc_record_field(mods->record, "240", NULL) != NULL)
            buffer_add_string(mods->out, " nameTitleGroup=\"1\"");
    }
    mods_alternative(mods, from);
    mods_value_uri(mods, from->field);
    xml_content(&element);
    mods_name_parts(mods, &name);
    xml_close(&element);
}

void mods_names(struct mods *mods)
{
    static const struct mods_rule rules[] = {
        {100, write_name}, {110, write_name}, {111, write_name}, {700, write_name},
        {710, write_name}, {711, write_name}, {720, write_name},
    };
    mods_apply(mods, rules, sizeof rules / sizeof *rules);
}
