/* The names and the title of a part's record. */
#include "convert/explode_record.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/record.h>

#include "base/text.h"
#include "convert/explode.h"
#include "convert/language.h"
#include "convert/name.h"
#include "convert/relator.h"
#include "convert/title.h"

/* --- names ----------------------------------------------------------------------------------- */

/* "value" and the mark that ISBD has before what follows, unless it ends so already. */
struct slice explode_closed(struct slice value, const char *mark, struct arena *arena)
{
    value = slice_trim(value);
    if (value.length > 0 && value.data[value.length - 1] == mark[0])
        return value;
    return slice_of(arena_printf(arena, "%.*s%s", (int)value.length, value.data, mark));
}

static bool is_inverted(const struct explode_name *name)
{
    return name->corporate || name->family.length > 0;
}

/* "Gorodetsky, Gabriel"; what the source gives uninverted stays so. */
static struct slice heading(const struct explode_name *name, struct arena *arena)
{
    if (name->family.length == 0)
        return name->whole.length > 0 ? name->whole : name->given;
    if (name->given.length == 0)
        return name->family;
    return slice_of(arena_printf(arena, "%.*s, %.*s", (int)name->family.length, name->family.data,
                                 (int)name->given.length, name->given.data));
}

/* 100, 110, 700, 710, or 720 for a name that no source has put in order. */
static void add_name(const struct making *making, const struct explode_name *name, bool main)
{
    const char *tag = main ? (name->corporate ? "110" : "100") : (name->corporate ? "710" : "700");
    const char *term = relator_term(slice_of(name->role));
    bool inverted = is_inverted(name);
    struct arena *arena = making->arena;
    const char *after = term != NULL && inverted ? "," : ".";
    struct slice value = heading(name, arena);
    struct marc_field *field;

    if (!inverted)
        field = marc_record_add_field(making->record, "720", '1', ' ');
    else
        field = marc_record_add_field(
            making->record, tag, name->corporate ? '2' : (name->given.length > 0 ? '1' : '0'), ' ');
    if (name->suffix.length > 0 && inverted) {
        marc_field_add(making->record, field, 'a', explode_closed(value, ",", arena));
        marc_field_add(making->record, field, 'c', explode_closed(name->suffix, after, arena));
    } else {
        marc_field_add(making->record, field, 'a',
                       inverted ? explode_closed(value, after, arena) : value);
    }
    if (term != NULL) {
        marc_field_add(making->record, field, 'e', explode_closed(slice_of(term), ".", arena));
        marc_field_add(making->record, field, '4', slice_of(name->role));
    }
}

/* The first author whose name is in order: the main entry. -1 where there is none. */
static ptrdiff_t main_name(const struct explode_part *part)
{
    for (size_t i = 0; i < part->name_count; i++) {
        const char *role = part->names[i].role;

        if (is_inverted(&part->names[i]) && (role[0] == '\0' || strcmp(role, "aut") == 0))
            return (ptrdiff_t)i;
    }
    return -1;
}

/* The host's main entry where the host names nobody else, and an author it is. */
static const struct marc_field *sole_author(const struct marc_record *host, struct arena *arena)
{
    const struct marc_field *main = marc_record_field(host, "1XX", NULL);
    struct name name;

    if (main == NULL || strcmp(main->tag, "130") == 0 || strcmp(main->tag, "111") == 0 ||
        marc_record_field(host, "700", NULL) != NULL ||
        marc_record_field(host, "710", NULL) != NULL ||
        marc_record_field(host, "720", NULL) != NULL)
        return NULL;
    name_read(&name, main, arena);
    return name.role_count == 0 || name_has_role(&name, "aut", "author") ? main : NULL;
}

void explode_add_main_entry(const struct making *making)
{
    const struct explode_part *part = making->part;
    ptrdiff_t main = main_name(part);
    const struct marc_field *author;

    if (main >= 0)
        add_name(making, &part->names[main], true);
    else if (part->name_count == 0 && part->statement.length == 0 &&
             (author = sole_author(making->host, making->arena)) != NULL)
        explode_copy_fields(making, author->tag);
}

void explode_add_other_names(const struct making *making)
{
    ptrdiff_t main = main_name(making->part);

    for (size_t i = 0; i < making->part->name_count; i++) {
        if ((ptrdiff_t)i != main)
            add_name(making, &making->part->names[i], false);
    }
}

/* --- title ----------------------------------------------------------------------------------- */

/* Characters of a leading article, in the language of the host. */
static unsigned nonfiling(const struct making *making)
{
    struct slice language = language_of(making->host, making->arena);
    struct slice text = making->part->title;
    struct title title;
    size_t length;

    title_split(&title, text, language, making->arena);
    length = text_length(title.nonsort);
    if (length == 0 && slice_is(language, "eng"))
        length = slice_starts(text, "A ") ? 2 : (slice_starts(text, "An ") ? 3 : 0);
    return length < 10 ? (unsigned)length : 0;
}

/* "Gabriel Gorodetsky, Ann Other": the authors, as a title page has them. */
static struct slice statement(const struct making *making)
{
    const struct explode_part *part = making->part;
    struct buffer out;
    struct slice text;

    if (part->statement.length > 0)
        return part->statement;
    buffer_init(&out);
    for (size_t i = 0; i < part->name_count; i++) {
        const struct explode_name *name = &part->names[i];

        if (name->role[0] != '\0' && strcmp(name->role, "aut") != 0)
            continue;
        if (out.length > 0)
            buffer_add_string(&out, ", ");
        if (name->family.length == 0) {
            buffer_add_slice(&out, heading(name, making->arena));
            continue;
        }
        buffer_add_slice(&out, name->given);
        buffer_printf(&out, "%s%.*s", name->given.length > 0 ? " " : "", (int)name->family.length,
                      name->family.data);
        if (name->suffix.length > 0)
            buffer_printf(&out, ", %.*s", (int)name->suffix.length, name->suffix.data);
    }
    text = arena_slice(making->arena, buffer_slice(&out));
    buffer_finish(&out);
    return text;
}

/* A title's last full stop, unless it ends with a mark of its own. */
struct slice explode_ended(struct slice value, struct arena *arena)
{
    char last = value.length > 0 ? value.data[value.length - 1] : '\0';

    return last == '.' || last == '?' || last == '!' ? value : explode_closed(value, ".", arena);
}

void explode_add_title(const struct making *making)
{
    bool entry = marc_record_field(making->record, "1XX", NULL) != NULL;
    struct slice by = statement(making), title = making->part->title;
    struct slice subtitle = making->part->subtitle;
    struct arena *arena = making->arena;
    struct marc_field *field = marc_record_add_field(making->record, "245", entry ? '1' : '0',
                                                     (char)('0' + nonfiling(making)));

    if (subtitle.length > 0) {
        marc_field_add(making->record, field, 'a',
                       slice_of(arena_printf(arena, "%.*s :", (int)title.length, title.data)));
        title = subtitle;
    }
    marc_field_add(making->record, field, subtitle.length > 0 ? 'b' : 'a',
                   by.length > 0
                       ? slice_of(arena_printf(arena, "%.*s /", (int)title.length, title.data))
                       : explode_ended(title, arena));
    if (by.length > 0)
        marc_field_add(making->record, field, 'c', explode_ended(by, arena));
}
