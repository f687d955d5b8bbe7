/*
 * ONIX for Books 3: the <ContentItem>s of a product, by reference names or by short tags.
 */
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "convert/date.h"
#include "convert/explode.h"
#include "convert/explode_tree.h"

/* Data elements have codes as short tags; those of composites are their names in small letters. */
static const struct {
    const char *name, *tag;
} short_tags[] = {
    {"ProductIDType", "b221"},
    {"IDValue", "b244"},
    {"TitleType", "b202"},
    {"TitleElementLevel", "x409"},
    {"PartNumber", "x410"},
    {"TitleText", "b203"},
    {"TitlePrefix", "b030"},
    {"TitleWithoutPrefix", "b031"},
    {"Subtitle", "b029"},
    {"ContributorRole", "b035"},
    {"PersonName", "b036"},
    {"PersonNameInverted", "b037"},
    {"NamesBeforeKey", "b039"},
    {"PrefixToKey", "b247"},
    {"KeyNames", "b040"},
    {"SuffixToKey", "b248"},
    {"CorporateName", "b047"},
    {"LevelSequenceNumber", "b284"},
    {"TextItemIDType", "b285"},
    {"FirstPageNumber", "b286"},
    {"LastPageNumber", "b287"},
    {"ComponentTypeName", "b288"},
    {"ComponentNumber", "b289"},
    {"PublishingDateRole", "x448"},
    {"Date", "b306"},
};

/* The codes of ONIX's lists 5 and 43 for a DOI, and of list 5 for ISBN-10, GTIN and ISBN-13. */
#define ID_DOI "06"
#define ID_ISBN10 "02"
#define ID_GTIN "03"
#define ID_ISBN13 "15"

/* --- finding elements ------------------------------------------------------------------------ */

static const char *short_tag(const char *name)
{
    for (size_t i = 0; i < sizeof short_tags / sizeof short_tags[0]; i++) {
        if (strcmp(short_tags[i].name, name) == 0)
            return short_tags[i].tag;
    }
    return NULL;
}

/* Is `got` the element of that reference name? */
static bool is_element(const char *got, const char *name)
{
    const char *tag = short_tag(name);

    return tag != NULL ? strcmp(got, name) == 0 || strcmp(got, tag) == 0
                       : strcasecmp(got, name) == 0;
}

/* The first child of that name after `after`, or of all. */
static const struct tree_node *find(const struct tree_node *node, const char *name,
                                    const struct tree_node *after)
{
    const struct tree_node *child =
        after != NULL ? after->next : (node != NULL ? node->children : NULL);

    while (child != NULL && (child->name == NULL || !is_element(child->name, name)))
        child = child->next;
    return child;
}

static struct slice value(const struct tree_node *node, const char *name, struct arena *arena)
{
    return tree_text(find(node, name, NULL), "", arena);
}

/* --- what product and item share ------------------------------------------------------------- */

/* The title of type 01 (distinctive), at one of the levels; else the first there is. */
static void read_title(struct slice *title, struct slice *subtitle, struct slice *number,
                       const struct tree_node *node, const char *levels, struct arena *arena)
{
    const struct tree_node *detail = NULL, *element = NULL, *chosen = NULL;
    struct slice prefix, rest;

    while ((detail = find(node, "TitleDetail", detail)) != NULL) {
        struct slice type = value(detail, "TitleType", arena);

        if (chosen == NULL || slice_is(type, "01"))
            chosen = detail;
        if (slice_is(type, "01"))
            break;
    }
    while ((element = find(chosen, "TitleElement", element)) != NULL) {
        struct slice level = value(element, "TitleElementLevel", arena);

        if (level.length == 2 && strstr(levels, arena_slice(arena, level).data) != NULL)
            break;
    }
    if (element == NULL)
        element = find(chosen, "TitleElement", NULL);
    *title = value(element, "TitleText", arena);
    *subtitle = value(element, "Subtitle", arena);
    *number = value(element, "PartNumber", arena);
    prefix = value(element, "TitlePrefix", arena);
    rest = value(element, "TitleWithoutPrefix", arena);
    if (title->length == 0 && rest.length > 0)
        *title = slice_of(arena_printf(arena, "%.*s%s%.*s", (int)prefix.length, prefix.data,
                                       prefix.length > 0 ? " " : "", (int)rest.length, rest.data));
}

/* ONIX list 17 and MARC's relators. */
static const char *role_of(struct slice code)
{
    static const struct {
        const char *code, *role;
    } roles[] = {{"A01", "aut"}, {"A12", "ill"}, {"A13", "pht"}, {"A14", "aut"}, {"A15", "wpr"},
                 {"A19", "aft"}, {"A23", "wfw"}, {"A24", "win"}, {"B01", "edt"}, {"B06", "trl"}};

    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (slice_is(code, roles[i].code))
            return roles[i].role;
    }
    return "";
}

static bool read_name(struct explode_name *name, const struct tree_node *contributor,
                      struct arena *arena)
{
    struct slice prefix = value(contributor, "PrefixToKey", arena);
    struct slice inverted = value(contributor, "PersonNameInverted", arena);
    const char *comma = inverted.length > 0 ? memchr(inverted.data, ',', inverted.length) : NULL;

    *name = (struct explode_name){.role = role_of(value(contributor, "ContributorRole", arena))};
    name->family = value(contributor, "KeyNames", arena);
    name->given = value(contributor, "NamesBeforeKey", arena);
    name->suffix = value(contributor, "SuffixToKey", arena);
    if (name->family.length > 0 && prefix.length > 0)
        name->given = slice_of(arena_printf(arena, "%.*s%s%.*s", (int)name->given.length,
                                            name->given.data, name->given.length > 0 ? " " : "",
                                            (int)prefix.length, prefix.data));
    if (name->family.length == 0 && comma != NULL) {
        size_t at = (size_t)(comma - inverted.data);

        name->family = slice_trim(slice_part(inverted, 0, at));
        name->given = slice_trim(slice_part(inverted, at + 1, inverted.length));
    }
    if (name->family.length > 0)
        return true;
    name->whole = value(contributor, "PersonName", arena);
    if (name->whole.length == 0)
        name->whole = inverted;
    if (name->whole.length == 0) {
        name->whole = value(contributor, "CorporateName", arena);
        name->corporate = true;
    }
    return name->whole.length > 0;
}

static void read_names(const struct explode_reader *reader, struct explode_part *part,
                       const struct tree_node *item, struct arena *arena)
{
    const struct tree_node *contributor = NULL;
    size_t count = 0;

    while ((contributor = find(item, "Contributor", contributor)) != NULL)
        count++;
    if (count > EXPLODE_NAMES_MAX) {
        explode_report(reader, FINDING_WARNING, "part-names", part->line,
                       "%zu contributors; the first %u are taken", count, EXPLODE_NAMES_MAX);
        count = EXPLODE_NAMES_MAX;
    }
    part->names = arena_array(arena, count + 1, sizeof *part->names);
    while ((contributor = find(item, "Contributor", contributor)) != NULL &&
           part->name_count < count)
        part->name_count += read_name(&part->names[part->name_count], contributor, arena) ? 1 : 0;
}

/* --- items ----------------------------------------------------------------------------------- */

static bool is_division(struct slice type)
{
    static const char *const divisions[] = {"part", "section", "unit", "volume", "book"};

    for (size_t i = 0; i < sizeof divisions / sizeof divisions[0]; i++) {
        if (type.length == strlen(divisions[i]) &&
            strncasecmp(type.data, divisions[i], type.length) == 0)
            return true;
    }
    return false;
}

/* "2.1" stands in "2": the last item whose number, with a full stop, this one begins with. */
static size_t find_parent(const struct slice *levels, size_t count)
{
    struct slice level = levels[count];

    for (size_t i = count; i > 0; i--) {
        struct slice above = levels[i - 1];

        if (above.length > 0 && level.length > above.length + 1 &&
            level.data[above.length] == '.' && memcmp(level.data, above.data, above.length) == 0)
            return i;
    }
    return 0;
}

static void read_item(const struct explode_reader *reader, struct explode_item *item,
                      const struct tree_node *node, struct arena *arena)
{
    const struct tree_node *text = find(node, "TextItem", NULL), *run, *id = NULL;
    struct explode_part *part = &item->part;
    struct slice type = value(node, "ComponentTypeName", arena), number;

    part->line = node->line;
    item->groups = is_division(type);
    read_title(&part->title, &part->subtitle, &number, node, "04", arena);
    explode_split_title(part);
    explode_read_label(part, value(node, "ComponentNumber", arena), arena);
    if (part->number.length > 0 && part->kind.length == 0 && type.length == 7 &&
        strncasecmp(type.data, "chapter", 7) == 0)
        part->kind = slice_of("chapter");
    explode_read_label(part, number, arena);
    run = find(text, "PageRun", NULL);
    part->first = value(run, "FirstPageNumber", arena);
    part->last = value(run, "LastPageNumber", arena);
    while ((id = find(text, "TextItemIdentifier", id)) != NULL && part->doi.length == 0) {
        if (slice_is(value(id, "TextItemIDType", arena), ID_DOI))
            part->doi = explode_doi(value(id, "IDValue", arena), arena);
    }
    read_names(reader, part, node, arena);
}

static int read_items(const struct explode_reader *reader, struct explode_book *book,
                      const struct tree_node *product, struct arena *arena, struct diag *diag)
{
    const struct tree_node *content = find(product, "ContentDetail", NULL), *node = NULL;
    struct explode_items items = {0};
    struct slice *levels;
    size_t count = 0;

    while ((node = find(content, "ContentItem", node)) != NULL)
        count++;
    levels = arena_array(arena, count + 1, sizeof *levels);
    while ((node = find(content, "ContentItem", node)) != NULL) {
        struct explode_item *item;

        if (find(node, "AVItem", NULL) != NULL)
            continue;
        item = explode_items_add(&items, arena);
        if (item == NULL)
            return diag_set(diag, OFFPRINT_LIMIT, "line %llu: the product has more than %u parts",
                            (unsigned long long)book->line, EXPLODE_PARTS_MAX);
        levels[items.count - 1] = value(node, "LevelSequenceNumber", arena);
        item->parent = find_parent(levels, items.count - 1);
        read_item(reader, item, node, arena);
    }
    explode_items_settle(book, &items, reader, arena);
    return OFFPRINT_OK;
}

/* --- products -------------------------------------------------------------------------------- */

static void read_product(struct explode_book *book, const struct tree_node *product,
                         struct arena *arena)
{
    const struct tree_node *id = NULL, *date = NULL;
    struct slice number;
    size_t count = 0;

    read_title(&book->title, &book->subtitle, &number, find(product, "DescriptiveDetail", NULL),
               "01", arena);
    while ((id = find(product, "ProductIdentifier", id)) != NULL)
        count++;
    book->isbns = arena_array(arena, count + 1, sizeof *book->isbns);
    while ((id = find(product, "ProductIdentifier", id)) != NULL) {
        struct slice type = value(id, "ProductIDType", arena);

        if (slice_is(type, ID_ISBN10) || slice_is(type, ID_GTIN) || slice_is(type, ID_ISBN13))
            book->isbns[book->isbn_count++] = value(id, "IDValue", arena);
    }
    /* Role 01 is the date of publication (list 163); written 1977, 197705 or 19770512. */
    while ((date = find(find(product, "PublishingDetail", NULL), "PublishingDate", date)) != NULL) {
        if (slice_is(value(date, "PublishingDateRole", arena), "01"))
            book->year = date_year_in(slice_part(value(date, "Date", arena), 0, 4));
    }
}

int explode_onix_next(struct explode_reader *reader, struct explode_book *book, struct arena *arena,
                      struct diag *diag)
{
    struct tree_node *product;
    int status;

    while ((status = tree_next(reader->xml, diag)) > 0) {
        if (tree_depth(reader->xml) == 0 && strcasecmp(tree_name(reader->xml), "ONIXMessage") != 0)
            return diag_refuse(diag, OFFPRINT_MALFORMED, tree_name(reader->xml),
                               "the root element is <%s>, not <ONIXMessage>",
                               tree_name(reader->xml));
        if (tree_depth(reader->xml) == 1 && strcasecmp(tree_name(reader->xml), "Product") == 0)
            break;
    }
    if (status <= 0)
        return status;
    tree_begin_book(reader->xml);
    status = tree_take(reader->xml, &product, arena, diag);
    if (status < 0)
        return status;
    book->line = product->line;
    read_product(book, product, arena);
    status = read_items(reader, book, product, arena, diag);
    return status < 0 ? status : 1;
}
