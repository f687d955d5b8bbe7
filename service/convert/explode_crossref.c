/*
 * Crossref's JSON of works: an answer with a list or a single work, or bare works. They come in
 * any order: the chapters of one book are brought together and sorted by page.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/memory.h"
#include "convert/explode.h"

/* A page of Crossref's largest answers is a few megabytes. */
#define JSON_BYTES (64u * 1024u * 1024u)
/* How far from the first chapter of a book the others are looked for: one answer's rows. */
#define WINDOW 1000u

struct crossref {
    json_t *root;
    json_t *works; /* an array; a reference of its own */
    size_t at;
    bool *taken; /* works that an earlier book had, by their places */
};

/* --- reading --------------------------------------------------------------------------------- */

struct source {
    struct input *input;
    size_t taken;
    bool too_large;
    struct diag failure;
};

static size_t read_input(void *buffer, size_t length, void *context)
{
    struct source *source = context;
    struct slice window;

    if (input_want(source->input, 1, &source->failure) < 0)
        return (size_t)-1;
    window = slice_part(input_window(source->input), 0, length);
    if (window.length > 0)
        memcpy(buffer, window.data, window.length);
    input_skip(source->input, window.length);
    source->taken += window.length;
    source->too_large = source->taken > JSON_BYTES;
    return source->too_large ? (size_t)-1 : window.length;
}

/* The works within an answer, as an array that the caller owns; NULL where there are none. */
static json_t *find_works(json_t *root)
{
    json_t *message = json_object_get(root, "message"), *items, *works;

    if (json_is_array(root))
        return json_incref(root);
    if (message == NULL)
        message = root;
    items = json_object_get(message, "items");
    if (json_is_array(items))
        return json_incref(items);
    if (json_object_get(message, "type") == NULL)
        return NULL;
    works = json_array();
    json_array_append(works, message);
    return works;
}

int explode_crossref_create(struct crossref **crossref, struct input *input, struct diag *diag)
{
    struct source source = {.input = input};
    struct crossref *made;
    json_error_t error;
    json_t *root, *works;

    if (slice_starts(input_window(input), "\xef\xbb\xbf"))
        input_skip(input, 3);
    root = json_load_callback(read_input, &source, JSON_REJECT_DUPLICATES, &error);
    if (source.failure.status < 0) {
        json_decref(root);
        if (diag != NULL)
            *diag = source.failure;
        return source.failure.status;
    }
    if (source.too_large) {
        json_decref(root);
        return diag_set(diag, OFFPRINT_LIMIT, "the file is larger than 64 MiB");
    }
    if (root == NULL)
        return diag_set(diag, OFFPRINT_MALFORMED, "line %d: %s", error.line, error.text);
    works = find_works(root);
    if (works == NULL) {
        json_decref(root);
        return diag_set(diag, OFFPRINT_UNSUPPORTED, "there are no Crossref works in this JSON");
    }
    made = memory_alloc(sizeof *made);
    *made = (struct crossref){root, works, 0, NULL};
    made->taken = memory_zeroed(json_array_size(works) + 1, sizeof *made->taken);
    *crossref = made;
    return OFFPRINT_OK;
}

void explode_crossref_destroy(struct crossref *crossref)
{
    if (crossref == NULL)
        return;
    json_decref(crossref->works);
    json_decref(crossref->root);
    free(crossref->taken);
    free(crossref);
}

/* --- values ---------------------------------------------------------------------------------- */

static struct slice string_value(const json_t *value)
{
    return slice_trim(slice_make(json_string_value(value), json_string_length(value)));
}

static struct slice member(const json_t *object, const char *name)
{
    return string_value(json_object_get(object, name));
}

static struct slice kept(const json_t *object, const char *name, struct arena *arena)
{
    return arena_slice(arena, member(object, name));
}

/* Titles come as arrays of one; elements of XML may be left in them. */
static struct slice title_member(const json_t *work, const char *name, bool last,
                                 struct arena *arena)
{
    const json_t *array = json_object_get(work, name);
    size_t count = json_array_size(array);
    struct slice text = json_is_array(array)
                            ? string_value(json_array_get(array, last && count > 0 ? count - 1 : 0))
                            : string_value(array);
    struct buffer out;
    bool tag = false;

    buffer_init(&out);
    for (size_t i = 0; i < text.length; i++) {
        char c = slice_is_space(text.data[i]) ? ' ' : text.data[i];

        /* A "<" before a letter or "/" opens a tag; "a < b" does not. */
        if (c == '<' && i + 1 < text.length &&
            (text.data[i + 1] == '/' || (text.data[i + 1] | 0x20) >= 'a') &&
            memchr(text.data + i, '>', text.length - i) != NULL)
            tag = true;
        if (!tag && (c != ' ' || (out.length > 0 && out.data[out.length - 1] != ' ')))
            buffer_add_char(&out, c);
        if (c == '>')
            tag = false;
    }
    text = slice_trim(arena_slice(arena, buffer_slice(&out)));
    buffer_finish(&out);
    return text;
}

/* The year of {"date-parts": [[1977, 5]]}. */
static int year_member(const json_t *work)
{
    static const char *const names[] = {"published-print", "issued", "published"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const json_t *parts = json_object_get(json_object_get(work, names[i]), "date-parts");
        json_int_t year = json_integer_value(json_array_get(json_array_get(parts, 0), 0));

        if (year >= 1000 && year <= 2100)
            return (int)year;
    }
    return 0;
}

static void add_names(const struct explode_reader *reader, struct explode_part *part,
                      const json_t *work, const char *member_name, const char *role,
                      struct arena *arena)
{
    const json_t *list = json_object_get(work, member_name);
    size_t count = json_array_size(list);

    if (count == 0)
        return;
    if (count + part->name_count > EXPLODE_NAMES_MAX) {
        explode_report(reader, FINDING_WARNING, "part-names", 0,
                       "%zu contributors of %.100s; the first %u are taken", count,
                       part->doi.length > 0 ? arena_slice(arena, part->doi).data : "a work",
                       EXPLODE_NAMES_MAX);
        count = EXPLODE_NAMES_MAX - part->name_count;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *person = json_array_get(list, i);
        struct explode_name *name = &part->names[part->name_count];

        *name = (struct explode_name){.family = kept(person, "family", arena),
                                      .given = kept(person, "given", arena),
                                      .suffix = kept(person, "suffix", arena),
                                      .whole = kept(person, "name", arena),
                                      .role = role};
        name->corporate = name->family.length == 0 && name->whole.length > 0;
        part->name_count += name->family.length + name->given.length + name->whole.length > 0;
    }
}

/* --- works ----------------------------------------------------------------------------------- */

static bool is_part(const json_t *work)
{
    static const char *const types[] = {"book-chapter", "book-part", "book-section", "book-track",
                                        "reference-entry"};
    struct slice type = member(work, "type");

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (slice_is(type, types[i]))
            return true;
    }
    return false;
}

/* container-title may begin with the series: the book comes last. */
static struct slice book_title(const json_t *work, struct arena *arena)
{
    return title_member(work, "container-title", true, arena);
}

static void read_book(struct explode_book *book, const json_t *work, struct arena *arena)
{
    const json_t *isbns = json_object_get(work, "ISBN");
    size_t count = json_array_size(isbns);

    book->title = book_title(work, arena);
    book->year = year_member(work);
    if (count > 100)
        count = 100;
    book->isbns = arena_array(arena, count + 1, sizeof *book->isbns);
    for (size_t i = 0; i < count; i++)
        book->isbns[book->isbn_count++] =
            arena_slice(arena, string_value(json_array_get(isbns, i)));
}

static void read_part(const struct explode_reader *reader, struct explode_part *part,
                      const json_t *work, struct arena *arena)
{
    size_t names = json_array_size(json_object_get(work, "author")) +
                   json_array_size(json_object_get(work, "translator"));

    part->title = title_member(work, "title", false, arena);
    part->subtitle = title_member(work, "subtitle", false, arena);
    explode_split_title(part);
    if (slice_is(member(work, "type"), "book-chapter"))
        part->kind = slice_of("chapter");
    explode_read_label(part, kept(work, "component-number", arena), arena);
    explode_read_pages(part, kept(work, "page", arena), arena);
    part->doi = explode_doi(member(work, "DOI"), arena);
    part->names = arena_array(arena, (names < EXPLODE_NAMES_MAX ? names : EXPLODE_NAMES_MAX) + 1,
                              sizeof *part->names);
    /* The editors that a chapter's work names are the book's. */
    add_names(reader, part, work, "author", "aut", arena);
    add_names(reader, part, work, "translator", "trl", arena);
}

/* Does the work stand in the same book as the one that was read first? */
static bool is_same_book(const struct explode_book *book, const json_t *work, struct arena *arena)
{
    const json_t *isbns = json_object_get(work, "ISBN");

    for (size_t i = 0; i < json_array_size(isbns) && i < 100; i++) {
        for (size_t j = 0; j < book->isbn_count; j++) {
            if (slice_equal(string_value(json_array_get(isbns, i)), book->isbns[j]))
                return true;
        }
    }
    return (json_array_size(isbns) == 0 || book->isbn_count == 0) &&
           slice_equal(book_title(work, arena), book->title);
}

/* Pages as numbers: roman before arabic, none at the end. */
static unsigned long first_page(const struct explode_item *item)
{
    struct slice page = item->part.first;
    unsigned long number = 0;

    if (page.length == 0 || page.length > 8)
        return 2000000000;
    for (size_t i = 0; i < page.length; i++) {
        if (!isdigit((unsigned char)page.data[i]))
            return page.length; /* in the order of their coming, but for their length */
        number = number * 10 + (unsigned long)(page.data[i] - '0');
    }
    return 100 + number;
}

/* Stable: what comes in the order of the book stays in it. */
static void sort_items(struct explode_items *items, struct arena *arena)
{
    struct explode_item *sorted = arena_array(arena, items->count + 1, sizeof *sorted);

    for (size_t width = 1; width < items->count; width *= 2) {
        for (size_t start = 0; start < items->count; start += 2 * width) {
            size_t middle = start + width < items->count ? start + width : items->count;
            size_t end = start + 2 * width < items->count ? start + 2 * width : items->count;
            size_t left = start, right = middle;

            for (size_t to = start; to < end; to++) {
                bool from_left =
                    left < middle && (right >= end || first_page(&items->list[left]) <=
                                                          first_page(&items->list[right]));

                sorted[to] = items->list[from_left ? left++ : right++];
            }
        }
        memcpy(items->list, sorted, items->count * sizeof *sorted);
    }
}

/* Adds the works of the book that begins at `from`. */
static int gather(struct explode_items *items, struct explode_reader *reader,
                  struct explode_book *book, size_t from, struct arena *arena, struct diag *diag)
{
    struct crossref *crossref = reader->crossref;
    size_t count = json_array_size(crossref->works), misses = 0;

    for (size_t i = from; i < count && misses < WINDOW; i++) {
        const json_t *work = json_array_get(crossref->works, i);
        struct explode_item *item;

        if (crossref->taken[i] || !is_part(work) ||
            (i > from && !is_same_book(book, work, arena))) {
            misses++;
            continue;
        }
        item = explode_items_add(items, arena);
        if (item == NULL)
            return diag_set(diag, OFFPRINT_LIMIT, "a book has more than %u parts",
                            EXPLODE_PARTS_MAX);
        crossref->taken[i] = true;
        read_part(reader, &item->part, work, arena);
    }
    return OFFPRINT_OK;
}

int explode_crossref_next(struct explode_reader *reader, struct explode_book *book,
                          struct arena *arena, struct diag *diag)
{
    struct crossref *crossref = reader->crossref;
    size_t count = json_array_size(crossref->works);
    struct explode_items items = {0};
    int status;

    while (crossref->at < count && (crossref->taken[crossref->at] ||
                                    !is_part(json_array_get(crossref->works, crossref->at))))
        crossref->at++;
    if (crossref->at == count)
        return 0;
    read_book(book, json_array_get(crossref->works, crossref->at), arena);
    status = gather(&items, reader, book, crossref->at, arena, diag);
    crossref->at++;
    if (status < 0)
        return status;
    sort_items(&items, arena);
    explode_items_settle(book, &items, reader, arena);
    return 1;
}
