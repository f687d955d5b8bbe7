/* Who is cited, and as what: relators, then what the statement of responsibility says. */
#include "convert/citation_internal.h"

#include <offprint/arena.h>

#include "convert/name.h"
#include "convert/title.h"

#define NOT_CITED CITATION_ROLES /* roles that no bibliography prints */

static const char *const labels[CITATION_ROLES] = {
    [CITATION_AUTHOR] = "Author",
    [CITATION_EDITOR] = "Editor",
    [CITATION_TRANSLATOR] = "Translator",
    [CITATION_COMPILER] = "Compiler",
    [CITATION_ILLUSTRATOR] = "Illustrator",
    [CITATION_COMPOSER] = "Composer",
    [CITATION_PERFORMER] = "Performer",
    [CITATION_NARRATOR] = "Narrator",
    [CITATION_DIRECTOR] = "Director",
    [CITATION_PRODUCER] = "Producer",
    [CITATION_INTERVIEWER] = "Interviewer",
    [CITATION_CONTRIBUTOR] = "Contributor",
    [CITATION_CONTAINER_AUTHOR] = "Host author",
    [CITATION_CONTAINER_EDITOR] = "Host editor",
};

/* MARC relators that have a place in a citation; all others are contributors. */
static const struct {
    const char *code, *term;
    enum citation_role role;
} relators[] = {
    {"aut", "author", CITATION_AUTHOR},
    {"cre", "creator", CITATION_AUTHOR},
    {"art", "artist", CITATION_AUTHOR},
    {"pht", "photographer", CITATION_AUTHOR},
    {"ctg", "cartographer", CITATION_AUTHOR},
    {"prg", "programmer", CITATION_AUTHOR},
    {"dis", "dissertant", CITATION_AUTHOR},
    {"ive", "interviewee", CITATION_AUTHOR},
    {"edt", "editor", CITATION_EDITOR},
    {"edc", "editor of compilation", CITATION_EDITOR},
    {"pbd", "publishing director", CITATION_EDITOR},
    {"trl", "translator", CITATION_TRANSLATOR},
    {"com", "compiler", CITATION_COMPILER},
    {"ill", "illustrator", CITATION_ILLUSTRATOR},
    {"cmp", "composer", CITATION_COMPOSER},
    {"prf", "performer", CITATION_PERFORMER},
    {"sng", "singer", CITATION_PERFORMER},
    {"itr", "instrumentalist", CITATION_PERFORMER},
    {"mus", "musician", CITATION_PERFORMER},
    {"cnd", "conductor", CITATION_PERFORMER},
    {"act", "actor", CITATION_PERFORMER},
    {"nrt", "narrator", CITATION_NARRATOR},
    {"drt", "director", CITATION_DIRECTOR},
    {"fmd", "film director", CITATION_DIRECTOR},
    {"tld", "television director", CITATION_DIRECTOR},
    {"pro", "producer", CITATION_PRODUCER},
    {"fmp", "film producer", CITATION_PRODUCER},
    {"ivr", "interviewer", CITATION_INTERVIEWER},
    /* of a copy, or said elsewhere (publisher, place, degree) */
    {"own", "owner", NOT_CITED},
    {"fmo", "former owner", NOT_CITED},
    {"ins", "inscriber", NOT_CITED},
    {"sgn", "signer", NOT_CITED},
    {"ann", "annotator", NOT_CITED},
    {"bnd", "binder", NOT_CITED},
    {"dnr", "donor", NOT_CITED},
    {"pbl", "publisher", NOT_CITED},
    {"dst", "distributor", NOT_CITED},
    {"prt", "printer", NOT_CITED},
    {"mfr", "manufacturer", NOT_CITED},
    {"bsl", "bookseller", NOT_CITED},
    {"dte", "dedicatee", NOT_CITED},
    {"dgg", "degree granting institution", NOT_CITED},
    {"his", "host institution", NOT_CITED},
    {"rps", "repository", NOT_CITED},
};

/* Words in a statement of responsibility that give those it names a role. */
static const struct {
    const char *word;
    enum citation_role role;
} statements[] = {
    {"edited", CITATION_EDITOR},
    {"editor", CITATION_EDITOR},
    {"ed. by", CITATION_EDITOR},
    {"eds.", CITATION_EDITOR},
    {"(ed.)", CITATION_EDITOR},
    {"herausgegeben", CITATION_EDITOR},
    {"hrsg", CITATION_EDITOR},
    {"hg. von", CITATION_EDITOR},
    {"sous la direction", CITATION_EDITOR},
    {"a cura di", CITATION_EDITOR},
    {"redig", CITATION_EDITOR},
    {"edici", CITATION_EDITOR},
    {"translat", CITATION_TRANSLATOR},
    {"bersetz", CITATION_TRANSLATOR},
    {"traduit", CITATION_TRANSLATOR},
    {"traduc", CITATION_TRANSLATOR},
    {"traduzione", CITATION_TRANSLATOR},
    {"trad.", CITATION_TRANSLATOR},
    {"illustrat", CITATION_ILLUSTRATOR},
    {"illustriert", CITATION_ILLUSTRATOR},
    {"compiled", CITATION_COMPILER},
    {"directed by", CITATION_DIRECTOR},
    {"produced by", CITATION_PRODUCER},
    {"narrated", CITATION_NARRATOR},
    {"read by", CITATION_NARRATOR},
};

const char *citation_role_label(enum citation_role role)
{
    return labels[role];
}

size_t citation_count(const struct citation *citation, enum citation_role role)
{
    size_t count = 0;
    for (size_t i = 0; i < citation->name_count; i++)
        count += citation->names[i].role == role;
    return count;
}

/* The code "http://id.loc.gov/vocabulary/relators/aut" is as good as "aut". */
static struct slice relator_code(struct slice value)
{
    for (size_t at = value.length; at > 0; at--)
        if (value.data[at - 1] == '/')
            return slice_part(value, at, value.length);
    return value;
}

static bool same_word(struct slice text, const char *word)
{
    return text.length == strlen(word) && citation_mentions(text, word);
}

static enum citation_role relator_role(const struct name_role *role)
{
    struct slice value = role->code ? relator_code(role->value) : role->value;
    for (size_t i = 0; i < sizeof relators / sizeof *relators; i++)
        if (same_word(value, relators[i].code) || same_word(value, relators[i].term))
            return relators[i].role;
    /* "joint author", "editor-in-chief", "ed." as cataloguers wrote before RDA */
    if (!role->code && citation_mentions(value, "author"))
        return CITATION_AUTHOR;
    if (!role->code &&
        (citation_mentions(value, "editor") || same_word(value, "ed") || same_word(value, "ed.")))
        return CITATION_EDITOR;
    if (!role->code && (same_word(value, "tr") || same_word(value, "tr.")))
        return CITATION_TRANSLATOR;
    if (!role->code && (same_word(value, "ill") || same_word(value, "illus.")))
        return CITATION_ILLUSTRATOR;
    return CITATION_CONTRIBUTOR;
}

static bool slice_mentions(struct slice text, struct slice word)
{
    for (size_t at = 0; word.length > 0 && at + word.length <= text.length; at++)
        if (memcmp(text.data + at, word.data, word.length) == 0)
            return true;
    return false;
}

/* The statement among those of 245 $c (ISBD parts them with " ; ") that names `name`. */
static struct slice statement_of(struct slice responsibility, struct slice name, bool *first)
{
    size_t start = 0;
    for (size_t at = 0; at <= responsibility.length; at++) {
        if (at < responsibility.length && responsibility.data[at] != ';')
            continue;
        struct slice statement = slice_part(responsibility, start, at - start);
        if (slice_mentions(statement, name)) {
            *first = start == 0;
            return statement;
        }
        start = at + 1;
    }
    return (struct slice){NULL, 0};
}

/*
 * What a name without relator did: what the title page says of a person, else what MARC means by
 * 1XX. A body that is not the main entry is an author only where nobody else is.
 */
static enum citation_role default_role(const struct name *name, enum citation_type type,
                                       struct slice responsibility, bool has_primary)
{
    bool person = name->kind == NAME_PERSONAL || name->kind == NAME_FAMILY;
    bool first = false;
    struct slice key = name->family.length > 0 ? name->family
                       : name->body.length > 0 ? name->body
                                               : name->whole;
    struct slice statement = statement_of(responsibility, key, &first);
    if (name->primary && (type == CITATION_MUSIC || type == CITATION_SCORE))
        return CITATION_COMPOSER;
    for (size_t i = 0; person && i < sizeof statements / sizeof *statements; i++)
        if (citation_mentions(statement, statements[i].word))
            return statements[i].role;
    if (name->primary || (first && (person || !has_primary)))
        return CITATION_AUTHOR;
    return person && !has_primary ? CITATION_AUTHOR : CITATION_CONTRIBUTOR;
}

/* "Jr." and "III" belong to a name; "Sir" and "Pope" do not. */
static struct slice suffix_of(struct slice titles, struct arena *arena)
{
    static const char *const suffixes[] = {"jr",  "jr.", "sr",     "sr.",   "ii",
                                           "iii", "iv",  "junior", "senior"};
    titles = citation_clean(titles, arena);
    while (titles.length > 0 && titles.data[titles.length - 1] == ',')
        titles.length--;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (same_word(titles, suffixes[i]))
            return titles;
    return (struct slice){NULL, 0};
}

static struct citation_name cited_name(const struct name *name, enum citation_role role,
                                       struct arena *arena)
{
    struct citation_name cited = {
        .role = role,
        .personal = name->kind == NAME_PERSONAL || name->family.length > 0,
        .whole = citation_clean(name->whole, arena),
        .family = citation_clean(name->family, arena),
        .given = citation_clean(name->given, arena),
        .suffix = suffix_of(name->titles, arena),
    };
    if (cited.family.length == 0 || cited.given.length == 0)
        cited.family = cited.given = (struct slice){NULL, 0};
    return cited;
}

static void add_name(struct citation *citation, const struct name *name, enum citation_role role,
                     struct arena *arena)
{
    struct citation_name cited = cited_name(name, role, arena);
    /* A fill character is for coded data, such as stands in UNIMARC's 100. */
    if (cited.whole.length == 0 || memchr(cited.whole.data, '|', cited.whole.length) != NULL ||
        citation->name_count == CITATION_ITEMS_MAX)
        return;
    for (size_t i = 0; i < citation->name_count; i++)
        if (citation->names[i].role == role && slice_equal(citation->names[i].whole, cited.whole))
            return;
    citation->names[citation->name_count++] = cited;
}

/* One name in each of its roles; "contributor" only where it has no better. */
static void add_in_roles(struct citation *citation, const struct name *name,
                         enum citation_role standard, struct arena *arena)
{
    bool placed = false, refused = false;
    for (size_t i = 0; i < name->role_count; i++) {
        enum citation_role role = relator_role(&name->roles[i]);
        refused = refused || role == NOT_CITED;
        if (role == NOT_CITED || role == CITATION_CONTRIBUTOR)
            continue;
        add_name(citation, name, role, arena);
        placed = true;
    }
    if (placed || (refused && name->role_count > 0))
        return;
    add_name(citation, name, name->role_count > 0 ? CITATION_CONTRIBUTOR : standard, arena);
}

static bool is_cited_as(const struct citation *citation, struct slice whole)
{
    for (size_t i = 0; i < citation->name_count; i++)
        if (slice_equal(citation->names[i].whole, whole))
            return true;
    return false;
}

static struct slice responsibility_of(const struct marc_record *record, struct arena *arena)
{
    struct title title = {0};
    const struct marc_field *field = marc_record_field(record, "245", NULL);
    if (field != NULL)
        title_read(&title, field, arena);
    /* A statement of this size names everybody worth naming; the search must not take forever. */
    return slice_part(title.responsibility, 0, 4096);
}

/* A part is cited with its host's editors, and with the host's author where it is another. */
static void add_host_names(struct citation *citation, const struct name *names, size_t count,
                           const struct citation_source *source)
{
    struct slice responsibility = responsibility_of(source->context->host, source->arena);
    for (size_t i = 0; i < count; i++) {
        if (names[i].kind == NAME_MEETING)
            continue;
        struct citation one = {
            .names = arena_array(source->arena, names[i].role_count + 1, sizeof *one.names)};
        add_in_roles(&one, &names[i],
                     default_role(&names[i], CITATION_BOOK, responsibility, names[0].primary),
                     source->arena);
        for (size_t j = 0; j < one.name_count; j++) {
            enum citation_role role = one.names[j].role;
            if (role == CITATION_EDITOR || role == CITATION_COMPILER)
                add_name(citation, &names[i], CITATION_CONTAINER_EDITOR, source->arena);
            else if (role == CITATION_AUTHOR && !is_cited_as(citation, one.names[j].whole))
                add_name(citation, &names[i], CITATION_CONTAINER_AUTHOR, source->arena);
        }
    }
}

/* Keeps the order of the record within each role. */
static void sort_by_role(struct citation *citation, struct arena *arena)
{
    struct citation_name *sorted = arena_array(arena, citation->name_count + 1, sizeof *sorted);
    size_t count = 0;
    for (enum citation_role role = 0; role < CITATION_ROLES; role++)
        for (size_t i = 0; i < citation->name_count; i++)
            if (citation->names[i].role == role)
                sorted[count++] = citation->names[i];
    citation->names = sorted;
}

static size_t room_for(const struct name *names, size_t count)
{
    size_t room = 1;
    for (size_t i = 0; i < count; i++)
        room += names[i].role_count + 1;
    return room;
}

void citation_read_names(struct citation *citation, const struct citation_source *source)
{
    struct name *names = NULL, *host_names = NULL;
    size_t count = names_read(&names, source->record, source->arena), host_count = 0;
    if (source->is_part && source->context->host != NULL && !source->part.serial)
        host_count = names_read(&host_names, source->context->host, source->arena);
    citation->names =
        arena_array(source->arena, room_for(names, count) + 2 * room_for(host_names, host_count),
                    sizeof *citation->names);

    struct slice responsibility = responsibility_of(source->record, source->arena);
    bool has_primary = count > 0 && names[0].primary;
    for (size_t i = 0; i < count; i++)
        if (names[i].kind != NAME_MEETING) /* meetings are events, not authors */
            add_in_roles(citation, &names[i],
                         default_role(&names[i], citation->type, responsibility, has_primary),
                         source->arena);
    if (host_count > 0)
        add_host_names(citation, host_names, host_count, source);
    sort_by_role(citation, source->arena);
}
