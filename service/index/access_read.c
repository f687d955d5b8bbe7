/* Turns the access-point table's elements into access points and context sets. */
#include "index/access_element.h"

#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "index/access_table.h"

/* 0 and 1 are the index's own (ACCESS_POINT_ALL, ACCESS_POINT_COLLECTION). */
#define NUMBER_FIRST 2
#define NUMBER_LAST 255
#define USE_LAST 65535

static const char *const kind_names[] = {
    [ACCESS_TEXT] = "text", [ACCESS_IDENTIFIER] = "identifier", [ACCESS_DATE] = "date",
    [ACCESS_CODE] = "code", [ACCESS_CODE + 1] = NULL,
};

static const char *const form_names[] = {
    [FORM_PLAIN] = "plain",   [FORM_CODE] = "code", [FORM_ISBN] = "isbn",
    [FORM_ISSN] = "issn",     [FORM_LCCN] = "lccn", [FORM_DOI] = "doi",
    [FORM_NUMBER] = "number", [FORM_LINK] = "link", [FORM_LANGUAGE] = "language",
    [FORM_YEAR] = "year",     [FORM_DAY] = "day",   [FORM_DAY + 1] = NULL,
};

static size_t count_words(const char *list)
{
    struct slice rest = slice_of(list);
    size_t count = 0;

    while (access_table_next(&rest).length > 0)
        count++;
    return count;
}

static const char *keep(const struct loader *loader, struct slice text)
{
    return arena_copy(loader->table->arena, text.data, text.length);
}

/* --- context sets ----------------------------------------------------------------------------- */

static int read_context_set(const struct loader *loader, const struct element *element)
{
    struct access_points *table = loader->table;
    struct context_set set;
    int status;

    if ((status = element_check_attributes(loader, element, "name identifier")) < 0 ||
        (status = element_check_empty(loader, element)) < 0 ||
        (status = element_required(loader, element, "name", &set.name)) < 0 ||
        (status = element_required(loader, element, "identifier", &set.identifier)) < 0)
        return status;
    if (context_set_find(table, slice_of(set.name)) != NULL ||
        context_set_find(table, slice_of(set.identifier)) != NULL)
        return element_refuse(loader, element, set.name, "the context set stands here twice");
    table->sets[table->set_count++] = set;
    return OFFPRINT_OK;
}

/* --- an access point's names ------------------------------------------------------------------ */

/* uses="4 33" */
static int read_uses(const struct loader *loader, const struct element *element,
                     struct access_point *point)
{
    const char *list = element_attribute(element, "uses");
    struct slice rest = slice_of(list), word;
    int *uses;

    if (list == NULL)
        return OFFPRINT_OK;
    point->uses = uses = arena_array(loader->table->arena, count_words(list) + 1, sizeof *uses);
    while ((word = access_table_next(&rest)).length > 0) {
        int use = element_to_number(word, USE_LAST);

        if (use < 1)
            return element_refuse(loader, element, keep(loader, word),
                                  "not a number, or out of range");
        if (access_point_by_use(loader->table, use) != NULL)
            return element_refuse(loader, element, keep(loader, word),
                                  "the use value belongs to another access point");
        for (size_t i = 0; i < point->use_count; i++) {
            if (uses[i] == use)
                return element_refuse(loader, element, keep(loader, word),
                                      "the use value stands here twice");
        }
        uses[point->use_count++] = use;
    }
    return OFFPRINT_OK;
}

static bool has_name(const struct access_point *point, const struct context_set *set,
                     struct slice name)
{
    for (size_t i = 0; i < point->name_count; i++) {
        const struct access_point_name *known = &point->names[i];

        if (known->context_set == set->name && strlen(known->name) == name.length &&
            strncasecmp(known->name, name.data, name.length) == 0)
            return true;
    }
    return false;
}

/* cql="dc.title bath.title" */
static int read_names(const struct loader *loader, const struct element *element,
                      struct access_point *point)
{
    struct arena *arena = loader->table->arena;
    const char *list = element_attribute(element, "cql");
    struct slice rest = slice_of(list), word;
    struct access_point_name *names;

    if (list == NULL)
        return OFFPRINT_OK;
    point->names = names = arena_array(arena, count_words(list) + 1, sizeof *names);
    while ((word = access_table_next(&rest)).length > 0) {
        const char *dot = memchr(word.data, '.', word.length);
        size_t before = dot != NULL ? (size_t)(dot - word.data) : 0;
        struct slice name = slice_part(word, before + 1, word.length);
        const struct context_set *set =
            context_set_find(loader->table, slice_part(word, 0, before));

        if (before == 0 || name.length == 0)
            return element_refuse(loader, element, keep(loader, word),
                                  "a CQL name is a context set, a full stop and a name");
        if (set == NULL)
            return element_refuse(loader, element, keep(loader, word),
                                  "the context set is not in the table");
        if (access_point_by_cql(loader->table, slice_of(set->name), name) != NULL)
            return element_refuse(loader, element, keep(loader, word),
                                  "the CQL name belongs to another access point");
        if (has_name(point, set, name))
            return element_refuse(loader, element, keep(loader, word),
                                  "the CQL name stands here twice");
        names[point->name_count++] = (struct access_point_name){set->name, keep(loader, name)};
    }
    return OFFPRINT_OK;
}

/* --- an access point -------------------------------------------------------------------------- */

/* The form that a kind's values have where the table does not say. */
static enum key_form standard_form(enum access_kind kind)
{
    switch (kind) {
    case ACCESS_DATE:
        return FORM_DAY;
    case ACCESS_CODE:
        return FORM_CODE;
    default:
        return FORM_PLAIN;
    }
}

static int read_kind(const struct loader *loader, const struct element *element,
                     struct access_point *point)
{
    unsigned kind = ACCESS_TEXT;
    const char *text;
    int status;

    if ((status = element_required(loader, element, "kind", &text)) < 0 ||
        (status = element_choice(loader, element, "kind", kind_names, &kind)) < 0)
        return status;
    point->kind = (enum access_kind)kind;
    point->form = standard_form(point->kind);
    return element_choice(loader, element, "form", form_names, &point->form);
}

static int read_identity(const struct loader *loader, const struct element *element,
                         struct access_point *point)
{
    const char *text;
    int value = 0, status;

    if ((status = element_required(loader, element, "number", &text)) < 0 ||
        (status = element_number(loader, element, "number", NUMBER_FIRST, NUMBER_LAST, &value)) <
            0 ||
        (status = element_required(loader, element, "name", &point->name)) < 0 ||
        (status = element_required(loader, element, "label", &point->label)) < 0)
        return status;
    point->number = (uint8_t)value;
    for (size_t i = 0; i < loader->table->count; i++) {
        if (loader->table->points[i].number == point->number)
            return element_refuse(loader, element, text,
                                  "the number belongs to another access point");
    }
    if (access_point_by_name(loader->table, slice_of(point->name)) != NULL)
        return element_refuse(loader, element, point->name,
                              "the name belongs to another access point");
    return OFFPRINT_OK;
}

/* Facets are named in lists with commas and in addresses, and the catalogue has two of its own. */
static int read_facet(const struct loader *loader, const struct element *element,
                      struct access_point *point)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const char *name = element_attribute(element, "facet");

    if (name == NULL)
        return OFFPRINT_OK;
    if (name[0] == '\0' || name[strspn(name, letters)] != '\0')
        return element_refuse(loader, element, name,
                              "a facet is called by small letters, digits and hyphens");
    if (strcmp(name, FACET_COLLECTION) == 0 || strcmp(name, FACET_HOST) == 0)
        return element_refuse(loader, element, name, "the catalogue has that facet by itself");
    if (access_point_by_facet(loader->table, slice_of(name)) != NULL)
        return element_refuse(loader, element, name, "the facet belongs to another access point");
    point->facet = name;
    return OFFPRINT_OK;
}

/* Words side by side are those of fields: a union's are its members'. */
static int read_pairs(const struct loader *loader, const struct element *element,
                      struct access_point *point)
{
    int status = element_flag(loader, element, "pairs", &point->pairs);

    if (status >= 0 && point->pairs &&
        (point->kind != ACCESS_TEXT || element_attribute(element, "members") != NULL))
        return element_refuse(loader, element, "pairs", "only a text with fields has pairs");
    return status;
}

static int read_sources(const struct loader *loader, const struct element *element,
                        struct access_point *point)
{
    struct access_point_source *sources;
    int status = OFFPRINT_OK;

    if (element->child_count == 0)
        return OFFPRINT_OK;
    sources = arena_array(loader->table->arena, element->child_count, sizeof *sources);
    for (size_t i = 0; i < element->child_count && status >= 0; i++) {
        const struct element *child = &element->children[i];

        status = access_source_read(loader, child, &sources[i]);
        if (status >= 0 && point->kind == ACCESS_TEXT && sources[i].kind != SOURCE_FIELD)
            status = element_refuse(loader, child, child->name, "a text takes fields only");
    }
    point->sources = sources;
    point->source_count = element->child_count;
    return status;
}

static int read_point(const struct loader *loader, const struct element *element)
{
    struct access_point point = {0};
    int weight = 1, status;

    if ((status = element_check_attributes(
             loader, element,
             "number name label kind form scans sorts pairs weight facet uses cql members")) < 0 ||
        (status = read_identity(loader, element, &point)) < 0 ||
        (status = read_kind(loader, element, &point)) < 0 ||
        (status = element_flag(loader, element, "scans", &point.scans)) < 0 ||
        (status = element_flag(loader, element, "sorts", &point.sorts)) < 0 ||
        (status = element_number(loader, element, "weight", 1, 9, &weight)) < 0 ||
        (status = read_facet(loader, element, &point)) < 0 ||
        (status = read_pairs(loader, element, &point)) < 0 ||
        (status = read_uses(loader, element, &point)) < 0 ||
        (status = read_names(loader, element, &point)) < 0 ||
        (status = read_sources(loader, element, &point)) < 0)
        return status;
    if ((point.source_count > 0) == (element_attribute(element, "members") != NULL))
        return element_refuse(loader, element, point.name,
                              "an access point has either fields or members");
    point.weight = (unsigned)weight;
    loader->table->points[loader->table->count++] = point;
    return OFFPRINT_OK;
}

/* --- unions ----------------------------------------------------------------------------------- */

/* What a union's members have in the end: access points with terms of their own, each once. */
struct members {
    const struct access_point **points;
    size_t count;
};

static void add_member(struct members *members, const struct access_point *point)
{
    for (size_t i = 0; i < members->count; i++) {
        if (members->points[i] == point)
            return;
    }
    members->points[members->count++] = point;
}

/*
 * A union may name an earlier union; then it takes that one's members. That it must stand before
 * keeps out circles.
 */
static int read_members(const struct loader *loader, const struct element *element,
                        struct access_point *point)
{
    const struct access_points *table = loader->table;
    struct slice rest = slice_of(element_attribute(element, "members")), word;
    struct members members = {0};

    if (rest.data == NULL)
        return OFFPRINT_OK;
    members.points = arena_array(table->arena, table->count, sizeof *members.points);
    while ((word = access_table_next(&rest)).length > 0) {
        const struct access_point *member = access_point_by_name(table, word);

        if (member == NULL)
            return element_refuse(loader, element, keep(loader, word),
                                  "the member is not in the table");
        if (member->source_count == 0 && member >= point)
            return element_refuse(loader, element, keep(loader, word),
                                  "a union that is a member stands before");
        if (member->source_count > 0)
            add_member(&members, member);
        for (size_t i = 0; i < member->member_count; i++)
            add_member(&members, member->members[i]);
    }
    point->members = members.points;
    point->member_count = members.count;
    if (members.count == 0)
        return element_refuse(loader, element, point->name, "the union has no members");
    for (size_t i = 0; i < members.count && point->facet != NULL; i++) {
        if ((members.points[i]->kind == ACCESS_TEXT) != (point->kind == ACCESS_TEXT))
            return element_refuse(loader, element, members.points[i]->name,
                                  "a facet's members are all texts, or none of them is");
    }
    return OFFPRINT_OK;
}

/* --- function words --------------------------------------------------------------------------- */

static int read_function_words(const struct loader *loader, const struct element *element)
{
    struct access_points *table = loader->table;
    const char *words;
    int status;

    if ((status = element_check_attributes(loader, element, "words")) < 0 ||
        (status = element_check_empty(loader, element)) < 0 ||
        (status = element_required(loader, element, "words", &words)) < 0)
        return status;
    if (table->function_words.slot_count > 0)
        return element_refuse(loader, element, element->name, "function words stand here twice");
    function_words_read(&table->function_words, table->arena, slice_of(words));
    return OFFPRINT_OK;
}

/* --- the table -------------------------------------------------------------------------------- */

static int read_children(const struct loader *loader, const struct element *root)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < root->child_count && status >= 0; i++) {
        const struct element *child = &root->children[i];

        if (strcmp(child->name, "context-set") == 0)
            status = read_context_set(loader, child);
        else if (strcmp(child->name, "access-point") == 0)
            status = read_point(loader, child);
        else if (strcmp(child->name, "function-words") == 0)
            status = read_function_words(loader, child);
        else
            status = element_refuse(loader, child, child->name, "there is no such element");
    }
    return status;
}

/* Members may be named before they stand, so they are looked up when all are there. */
static int read_all_members(const struct loader *loader, const struct element *root)
{
    struct access_point *point = loader->table->points;
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < root->child_count && status >= 0; i++) {
        if (strcmp(root->children[i].name, "access-point") == 0)
            status = read_members(loader, &root->children[i], point++);
    }
    return status;
}

int access_table_read(const struct loader *loader, const struct element *root)
{
    struct access_points *table = loader->table;
    int status;

    if (strcmp(root->name, "access-points") != 0)
        return element_refuse(loader, root, root->name, "the root is not <access-points>");
    table->points = arena_array(table->arena, root->child_count + 1, sizeof *table->points);
    table->sets = arena_array(table->arena, root->child_count + 1, sizeof *table->sets);
    if ((status = element_check_attributes(loader, root, "")) < 0 ||
        (status = read_children(loader, root)) < 0 || (status = read_all_members(loader, root)) < 0)
        return status;
    if (table->count == 0)
        return element_refuse(loader, root, root->name, "the table has no access points");
    if (!access_table_finish(table))
        return element_refuse(loader, root, root->name,
                              "more access points sort or are facets than can");
    return OFFPRINT_OK;
}
