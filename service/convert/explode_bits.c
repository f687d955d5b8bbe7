/*
 * BITS, the Book Interchange Tag Suite: what <book-part-meta> says of each <book-part>. The text
 * itself is passed over.
 */
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "convert/date.h"
#include "convert/explode.h"
#include "convert/explode_tree.h"

/* A part that is open while the book streams by. */
struct open_part {
    unsigned depth;
    size_t place; /* in the list, from 1; 0 until its metadata have come */
    struct slice type, number;
    uint64_t line;
};

#define OPEN_MAX 64
#define SEEN_MAX (10u * EXPLODE_PARTS_MAX)

struct bits {
    struct explode_reader *reader;
    struct explode_book *book;
    struct arena *arena;
    struct arena *scratch; /* of the metadata at hand */
    struct explode_items items;
    struct open_part open[OPEN_MAX];
    unsigned open_count;
    size_t seen; /* parts, with those that say nothing */
};

/* --- names and titles ------------------------------------------------------------------------ */

static const char *role_of(struct slice type)
{
    static const struct {
        const char *type, *role;
    } roles[] = {{"author", "aut"},      {"editor", "edt"},          {"translator", "trl"},
                 {"illustrator", "ill"}, {"foreword", "wfw"},        {"preface", "wpr"},
                 {"afterword", "aft"},   {"foreword-author", "wfw"}, {"collaborator", "ctb"}};

    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (slice_is(type, roles[i].type))
            return roles[i].role;
    }
    return "";
}

static bool read_name(struct explode_name *name, const struct tree_node *contrib,
                      struct arena *arena)
{
    const struct tree_node *person = tree_child(contrib, "name");
    const struct tree_node *collab = tree_child(contrib, "collab");

    *name = (struct explode_name){.role = role_of(tree_attribute(contrib, "contrib-type"))};
    if (person == NULL)
        person = tree_child(tree_child(contrib, "name-alternatives"), "name");
    if (person != NULL) {
        name->family = tree_child_text(person, "surname", arena);
        name->given = tree_child_text(person, "given-names", arena);
        name->suffix = tree_child_text(person, "suffix", arena);
    } else if (collab != NULL) {
        name->corporate = true;
        name->whole = tree_text(collab, " contrib-group aff fn xref ", arena);
    } else {
        name->whole = tree_child_text(contrib, "string-name", arena);
    }
    return name->family.length > 0 || name->given.length > 0 || name->whole.length > 0;
}

static void read_names(const struct bits *bits, struct explode_part *part,
                       const struct tree_node *meta)
{
    const struct tree_node *group, *contrib;
    size_t count = 0;

    for (group = tree_child(meta, "contrib-group"); group != NULL;
         group = tree_sibling(group, "contrib-group"))
        for (contrib = tree_child(group, "contrib"); contrib != NULL;
             contrib = tree_sibling(contrib, "contrib"))
            count++;
    if (count > EXPLODE_NAMES_MAX) {
        explode_report(bits->reader, FINDING_WARNING, "part-names", part->line,
                       "%zu contributors; the first %u are taken", count, EXPLODE_NAMES_MAX);
        count = EXPLODE_NAMES_MAX;
    }
    part->names = arena_array(bits->arena, count + 1, sizeof *part->names);
    for (group = tree_child(meta, "contrib-group"); group != NULL;
         group = tree_sibling(group, "contrib-group"))
        for (contrib = tree_child(group, "contrib"); contrib != NULL && part->name_count < count;
             contrib = tree_sibling(contrib, "contrib"))
            part->name_count +=
                read_name(&part->names[part->name_count], contrib, bits->arena) ? 1 : 0;
}

/* Notes and index terms are no part of a title. */
static struct slice title_text(const struct tree_node *group, const char *name, struct arena *arena)
{
    return tree_text(tree_child(group, name), " xref fn index-term ", arena);
}

/* --- the whole ------------------------------------------------------------------------------- */

static void read_book(struct bits *bits, const struct tree_node *meta)
{
    const struct tree_node *group = tree_child(meta, "book-title-group"), *isbn, *date;
    struct explode_book *book = bits->book;
    size_t count = 0;

    if (group == NULL)
        group = meta;
    book->title = title_text(group, "book-title", bits->arena);
    book->subtitle = title_text(group, "subtitle", bits->arena);
    for (isbn = tree_child(meta, "isbn"); isbn != NULL; isbn = tree_sibling(isbn, "isbn"))
        count++;
    book->isbns = arena_array(bits->arena, count + 1, sizeof *book->isbns);
    for (isbn = tree_child(meta, "isbn"); isbn != NULL; isbn = tree_sibling(isbn, "isbn"))
        book->isbns[book->isbn_count++] = tree_text(isbn, "", bits->arena);
    for (date = tree_child(meta, "pub-date"); date != NULL && book->year == 0;
         date = tree_sibling(date, "pub-date"))
        book->year = date_year_in(tree_child_text(date, "year", bits->arena));
}

/* --- parts ----------------------------------------------------------------------------------- */

static bool is_division(struct slice type)
{
    static const char *const divisions[] = {"part", "section", "unit", "volume", "book"};

    for (size_t i = 0; i < sizeof divisions / sizeof divisions[0]; i++) {
        if (slice_is(type, divisions[i]))
            return true;
    }
    return false;
}

static void read_part(struct bits *bits, struct explode_part *part, const struct tree_node *meta,
                      const struct open_part *open)
{
    const struct tree_node *group = tree_child(meta, "title-group"), *id;
    struct arena *arena = bits->arena;

    part->line = open->line;
    part->title = title_text(group, "title", arena);
    part->subtitle = title_text(group, "subtitle", arena);
    explode_split_title(part);
    if (slice_is(open->type, "chapter") || slice_is(open->type, "part") ||
        slice_is(open->type, "section"))
        part->kind = open->type;
    explode_read_label(part, open->number, arena);
    explode_read_label(part, title_text(group, "label", arena), arena);
    part->first = tree_child_text(meta, "fpage", arena);
    part->last = tree_child_text(meta, "lpage", arena);
    explode_read_pages(part, tree_child_text(meta, "page-range", arena), arena);
    for (id = tree_child(meta, "book-part-id"); id != NULL && part->doi.length == 0;
         id = tree_sibling(id, "book-part-id")) {
        struct slice type = tree_attribute(id, "book-part-id-type");

        if (type.length == 3 && strncasecmp(type.data, "doi", 3) == 0)
            part->doi = explode_doi(tree_text(id, "", arena), arena);
    }
    read_names(bits, part, meta);
}

static int add_part(struct bits *bits, const struct tree_node *meta, struct diag *diag)
{
    struct open_part *open = &bits->open[bits->open_count - 1];
    struct explode_item *item = explode_items_add(&bits->items, bits->arena);

    if (item == NULL)
        return diag_set(diag, OFFPRINT_LIMIT, "the book has more than %u parts", EXPLODE_PARTS_MAX);
    open->place = bits->items.count;
    for (unsigned i = bits->open_count - 1; i > 0 && item->parent == 0; i--)
        item->parent = bits->open[i - 1].place;
    item->groups = is_division(open->type);
    read_part(bits, &item->part, meta, open);
    return OFFPRINT_OK;
}

static void open_part(struct bits *bits, unsigned depth)
{
    struct tree_reader *xml = bits->reader->xml;

    bits->open[bits->open_count++] = (struct open_part){
        .depth = depth,
        .line = tree_line(xml),
        .type = tree_read_attribute(xml, "book-part-type", bits->arena),
        .number = tree_read_attribute(xml, "book-part-number", bits->arena),
    };
}

/* --- streaming ------------------------------------------------------------------------------- */

/* Takes the metadata at hand, of the book or of a part. What cannot be read is reported. */
static int take_metadata(struct bits *bits, bool of_book, struct diag *diag)
{
    struct tree_node *meta;
    struct diag reason;
    int status;

    arena_reset(bits->scratch);
    status = tree_take(bits->reader->xml, &meta, bits->scratch, &reason);
    if (status == OFFPRINT_LIMIT || status == OFFPRINT_UNSUPPORTED) {
        explode_report(bits->reader, FINDING_ERROR, "part", 0, "%s", reason.message);
        return OFFPRINT_OK;
    }
    if (status < 0) {
        *diag = reason;
        return status;
    }
    if (of_book)
        read_book(bits, meta);
    else
        status = add_part(bits, meta, diag);
    return status;
}

static int take_element(struct bits *bits, struct diag *diag)
{
    struct tree_reader *xml = bits->reader->xml;
    const char *name = tree_name(xml);
    unsigned depth = tree_depth(xml);

    while (bits->open_count > 0 && bits->open[bits->open_count - 1].depth >= depth)
        bits->open_count--;
    if (depth == 0) {
        bits->book->line = tree_line(xml);
        if (strcmp(name, "book") != 0 && strcmp(name, "book-part-wrapper") != 0)
            return diag_refuse(diag, OFFPRINT_UNSUPPORTED, name,
                               "the root element is <%s>, not <book> or <book-part-wrapper>", name);
        return OFFPRINT_OK;
    }
    if (strcmp(name, "book-part") == 0) {
        if (bits->open_count == OPEN_MAX || bits->seen++ == SEEN_MAX)
            return diag_set(diag, OFFPRINT_LIMIT,
                            "line %llu: parts stand more than %d deep, or are more than %u",
                            (unsigned long long)tree_line(xml), OPEN_MAX, SEEN_MAX);
        open_part(bits, depth);
        return OFFPRINT_OK;
    }
    if (strcmp(name, "book-meta") == 0 && bits->open_count == 0)
        return take_metadata(bits, true, diag);
    if (strcmp(name, "book-part-meta") == 0 && bits->open_count > 0 &&
        bits->open[bits->open_count - 1].depth + 1 == depth)
        return take_metadata(bits, false, diag);
    return OFFPRINT_OK;
}

int explode_bits_next(struct explode_reader *reader, struct explode_book *book, struct arena *arena,
                      struct diag *diag)
{
    struct bits bits = {.reader = reader, .book = book, .arena = arena, .scratch = arena_create()};
    int status;

    while ((status = tree_next(reader->xml, diag)) > 0) {
        status = take_element(&bits, diag);
        if (status < 0)
            break;
    }
    reader->ended = true;
    arena_destroy(bits.scratch);
    if (status < 0)
        return status;
    explode_items_settle(book, &bits.items, reader, arena);
    if (book->part_count == 0)
        explode_report(reader, FINDING_WARNING, "book", book->line,
                       "no <book-part> with a title is in this book");
    return 1;
}
