#include "convert/name.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/isbd.h"
#include "convert/relator.h"

/* What a field names: from the last two characters of its tag, or of the one an 880 stands for. */
static struct slice name_tag(const struct marc_field *field)
{
    if (strcmp(field->tag, "880") == 0)
        return slice_part(marc_field_subfield(field, '6'), 0, 3);
    return slice_make(field->tag, 3);
}

static enum name_kind kind_of(const struct marc_field *field, struct slice tag)
{
    if (slice_is(tag, "720"))
        return field->indicator[0] == '1'   ? NAME_PERSONAL
               : field->indicator[0] == '2' ? NAME_CORPORATE
                                            : NAME_UNKNOWN;
    struct slice end = slice_part(tag, 1, 2);
    if (slice_is(end, "10"))
        return NAME_CORPORATE;
    if (slice_is(end, "11"))
        return NAME_MEETING;
    return field->indicator[0] == '3' ? NAME_FAMILY : NAME_PERSONAL;
}

static struct slice without_parentheses(struct slice text)
{
    text = isbd_trim(text);
    if (text.length >= 2 && text.data[0] == '(' && text.data[text.length - 1] == ')')
        text = slice_part(text, 1, text.length - 2);
    return slice_trim(text);
}

/* Bytes of the comma that `text` begins with: Latin, Arabic (U+060C) or ideographic (U+FF0C). */
static size_t comma_width(struct slice text)
{
    return slice_starts(text, ",")              ? 1
           : slice_starts(text, "\xD8\x8C")     ? 2
           : slice_starts(text, "\xEF\xBC\x8C") ? 3
                                                : 0;
}

static void split_personal(struct name *name)
{
    struct slice whole = name->body;
    size_t at = 0, width = 0;
    while (at < whole.length && (width = comma_width(slice_part(whole, at, whole.length))) == 0)
        at++;
    if (width == 0 || name->kind != NAME_PERSONAL)
        return;
    name->family = slice_trim(slice_part(whole, 0, at));
    name->given = slice_trim(slice_part(whole, at + width, whole.length));
    if (name->family.length == 0 || name->given.length == 0)
        name->family = name->given = (struct slice){NULL, 0};
}

/* The first subfield `code` with something in it. */
static struct slice first_text(const struct marc_field *field, char code)
{
    struct slice text = {NULL, 0};
    for (uint32_t i = 0; i < field->subfield_count && text.length == 0; i++)
        if (field->subfields[i].code == code)
            text = isbd_trim(field->subfields[i].value);
    return text;
}

static void read_personal(struct name *name, struct arena *arena)
{
    const struct marc_field *field = name->field;
    name->body = first_text(field, 'a');
    name->numeration = isbd_trim(marc_field_subfield(field, 'b'));
    name->titles = isbd_trim(isbd_join(field, "c", " ", arena));
    name->fuller = without_parentheses(marc_field_subfield(field, 'q'));
    name->whole = name->body;
    if (name->numeration.length > 0)
        name->whole = isbd_trim(isbd_join(field, "ab", " ", arena));
    split_personal(name);
}

/* "Great Britain. Foreign Office": the body and its units. */
static struct slice join_units(const struct name *name, struct arena *arena)
{
    size_t room = name->body.length;
    for (size_t i = 0; i < name->unit_count; i++)
        room += 2 + name->units[i].length;
    char *whole = arena_alloc(arena, room + 1), *at = whole;
    for (size_t i = 0; i <= name->unit_count; i++) {
        struct slice piece = i == 0 ? name->body : name->units[i - 1];
        if (at != whole) {
            memcpy(at, ". ", 2);
            at += 2;
        }
        if (piece.length > 0)
            memcpy(at, piece.data, piece.length);
        at += piece.length;
    }
    return slice_make(whole, (size_t)(at - whole));
}

static void read_corporate(struct name *name, struct arena *arena)
{
    const struct marc_field *field = name->field;
    const size_t most = sizeof name->units / sizeof *name->units;
    name->body = first_text(field, 'a');
    for (uint32_t i = 0; i < field->subfield_count && name->unit_count < most; i++) {
        struct slice unit = isbd_trim(field->subfields[i].value);
        if (field->subfields[i].code == 'b' && unit.length > 0)
            name->units[name->unit_count++] = unit;
    }
    name->whole = name->unit_count > 0 ? join_units(name, arena) : name->body;
    name->meeting_number = without_parentheses(isbd_join(field, "n", " ", arena));
    name->meeting_place = without_parentheses(isbd_join(field, "c", " ", arena));
    name->meeting_date = without_parentheses(marc_field_subfield(field, 'd'));
}

static void read_meeting(struct name *name, struct arena *arena)
{
    const struct marc_field *field = name->field;
    name->body = first_text(field, 'a');
    name->whole = isbd_trim(isbd_join(field, "aeq", " ", arena));
    name->meeting_number = without_parentheses(isbd_join(field, "n", " ", arena));
    name->meeting_place = without_parentheses(isbd_join(field, "c", " ", arena));
    name->meeting_date = without_parentheses(marc_field_subfield(field, 'd'));
}

/* "http://id.loc.gov/vocabulary/relators/aut" stands for "aut". */
static struct slice role_code(struct slice value)
{
    value = isbd_trim(value);
    for (size_t i = value.length; i > 0; i--)
        if (value.data[i - 1] == '/')
            return slice_part(value, i, value.length);
    return value;
}

static bool is_word(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.data[i] >= 0x80 || isalnum((unsigned char)text.data[i]))
            return true;
    return false;
}

static struct slice role_term(struct slice value)
{
    value = isbd_trim(value);
    while (value.length > 0 && strchr(".)", value.data[value.length - 1]) != NULL &&
           (value.data[value.length - 1] == '.' || memchr(value.data, '(', value.length) == NULL))
        value.length--;
    return value;
}

/* Says another role of the name the same already: the same again, or as a term what a code says? */
static bool role_known(const struct name *name, const struct name_role *role)
{
    for (size_t i = 0; i < name->role_count; i++) {
        const struct name_role *other = &name->roles[i];
        if (other->code == role->code && slice_equal(other->value, role->value))
            return true;
        if (other->code && !role->code && relator_is(other->value, role->value))
            return true;
    }
    return false;
}

/* Codes first, so that a term which only spells out a code is seen to add nothing. */
static void read_roles(struct name *name, struct arena *arena)
{
    const struct marc_field *field = name->field;
    char term = name->kind == NAME_MEETING ? 'j' : 'e';
    size_t most = 0;
    for (uint32_t i = 0; i < field->subfield_count; i++)
        most += field->subfields[i].code == term || field->subfields[i].code == '4';
    if (most == 0)
        return;
    name->roles = arena_array(arena, most, sizeof *name->roles);
    for (int codes = 1; codes >= 0; codes--)
        for (uint32_t i = 0; i < field->subfield_count; i++) {
            const struct marc_subfield *subfield = &field->subfields[i];
            if (subfield->code != (codes ? '4' : term))
                continue;
            struct name_role role = {codes, codes ? role_code(subfield->value)
                                                  : role_term(subfield->value)};
            if (role.code && role.value.length != 3)
                role.code = false;
            if (is_word(role.value) && !role_known(name, &role))
                name->roles[name->role_count++] = role;
        }
}

void name_read(struct name *name, const struct marc_field *field, struct arena *arena)
{
    struct slice tag = name_tag(field);
    *name = (struct name){.field = field, .kind = kind_of(field, tag)};
    name->primary = tag.length == 3 && tag.data[0] == '1';
    if (name->kind == NAME_CORPORATE)
        read_corporate(name, arena);
    else if (name->kind == NAME_MEETING)
        read_meeting(name, arena);
    else
        read_personal(name, arena);
    if (name->kind == NAME_PERSONAL || name->kind == NAME_FAMILY)
        name->dates = isbd_trim(marc_field_subfield(field, 'd'));
    name->affiliation = isbd_trim(marc_field_subfield(field, 'u'));
    read_roles(name, arena);
}

size_t names_read(struct name **names, const struct marc_record *record, struct arena *arena)
{
    static const char *const tags[] = {"100", "110", "111", "700", "710", "711", "720"};
    const size_t tag_count = sizeof tags / sizeof *tags;
    size_t count = 0;
    struct name *list = arena_array(arena, (size_t)record->field_count + 1, sizeof *list);
    for (size_t i = 0; i < tag_count; i++) {
        const struct marc_field *field = NULL;
        while ((field = marc_record_field(record, tags[i], field)) != NULL) {
            bool work = tags[i][0] == '7' && marc_field_subfield(field, 't').length > 0;
            if (work)
                continue;
            name_read(&list[count], field, arena);
            count += list[count].whole.length > 0;
        }
    }
    *names = list;
    return count;
}

bool name_has_role(const struct name *name, const char *code, const char *term)
{
    for (size_t i = 0; i < name->role_count; i++) {
        struct slice value = name->roles[i].value;
        const char *wanted = name->roles[i].code ? code : term;
        if (strlen(wanted) == value.length && strncasecmp(wanted, value.data, value.length) == 0)
            return true;
    }
    return false;
}
