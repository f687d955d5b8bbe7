/* Records to be sorted, and the order that they must have: worked out by qsort over whole values.
 */
#ifndef OFFPRINT_TEST_SORT_ENTRIES_H
#define OFFPRINT_TEST_SORT_ENTRIES_H

#include "library.h"

#include <stdlib.h>

#include <offprint/access_points.h>

#include "base/text.h"

#define RECORDS 400
#define NONE ((char *)0)

static uint64_t state_of_random = 20261123;

static inline unsigned below(unsigned limit)
{
    state_of_random = state_of_random * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (unsigned)(state_of_random >> 33) % limit;
}

/* What a record is made with, which is what it must be sorted by. NULL: it has none. */
struct entry {
    char id[8];
    const char *title, *author, *year;
    unsigned docid; /* in the order of coming */
    bool live;
};

static struct entry entries[RECORDS * 2];
static size_t entry_count;

/* Many share eight bytes and more; some are equal, some differ in case and accents alone. */
static const char *const titles[] = {
    NONE,
    "History of the world",
    "History of the World",
    "history of the w\xc3\xb6rld",
    "History of the world in ten and a half chapters",
    "History of th",
    "History",
    "Histories",
    "Zoo",
    "zoo",
    "A",
    "\xc3\x84rger",
    "\xd0\x92\xd0\xbe\xd0\xb9\xd0\xbd\xd0\xb0 \xd0\xb8 \xd0\xbc\xd0\xb8\xd1\x80",
    "12345678",
    "123456789",
    "1234567",
};
static const char *const authors[] = {
    NONE, "Gorodetsky, Gabriel", "Gorodetsky, Gavriil", "Gorodets", "Abe", "Zweig, S.",
};
static const char *const years[] = {NONE, "1977", "1924", "2026", "1976"};

/* What a term of the index does not hold: these differ past the 480 bytes at which it is cut. */
static char long_titles[4][520];
static bool with_long_titles;

static inline const char *long_title(void)
{
    static const char *const ends[] = {"a", "b", "B", "a, and more"};
    unsigned at = below(4);

    snprintf(long_titles[at], sizeof long_titles[at], "History of %0490d%s", 0, ends[at]);
    return long_titles[at];
}

#define PICK(array) ((array)[below(sizeof(array) / sizeof(array)[0])])

/* Headings that are found as those above are, begin as they do, and count for no order. */
static inline void add_variants(struct marc_record *record, const struct entry *entry)
{
    const char *title = PICK(titles), *author = PICK(authors);
    struct marc_field *field;

    if (below(3) == 0 && title != NULL) {
        field = marc_record_add_field(record, "246", '3', ' ');
        marc_field_add(record, field, 'a', slice_of(title));
    }
    if (below(3) == 0 && author != NULL && entry->author != NULL) {
        field = marc_record_add_field(record, "700", '1', ' ');
        marc_field_add(record, field, 'a', slice_of(author));
    }
}

static inline struct marc_record *make(struct library *library, const struct entry *entry)
{
    struct marc_record *record = marc_record_create(library->arena);
    struct marc_field *field;
    char *text;

    strcpy(record->leader, "00000nam a2200000 i 4500");
    marc_record_add_control(record, "001", slice_of(entry->id));
    if (entry->year != NULL) {
        text = arena_printf(library->arena, "261123s%s    xx ||||| |||| 00| 0 eng d", entry->year);
        marc_record_add_control(record, "008", slice_of(text));
    }
    if (entry->author != NULL) {
        field = marc_record_add_field(record, "100", '1', ' ');
        marc_field_add(record, field, 'a', slice_of(entry->author));
    }
    if (entry->title != NULL) {
        bool article = below(2) == 0;

        text = arena_printf(library->arena, "%s%s", article ? "The " : "", entry->title);
        field = marc_record_add_field(record, "245", '0', article ? '4' : '0');
        marc_field_add(record, field, 'a', slice_of(text));
    }
    add_variants(record, entry);
    field = marc_record_add_field(record, "500", ' ', ' ');
    marc_field_add(record, field, 'a', slice_of("shared"));
    return record;
}

static inline struct entry *add_entry(struct library *library, struct catalogue_batch *batch)
{
    const struct put_options options = {0};
    struct entry *entry = &entries[entry_count];

    *entry = (struct entry){
        .title = PICK(titles),
        .author = PICK(authors),
        .year = PICK(years),
        .docid = (unsigned)entry_count++,
        .live = true,
    };
    if (with_long_titles && below(8) == 0)
        entry->title = long_title();
    snprintf(entry->id, sizeof entry->id, "r%u", entry->docid);
    succeeds(catalogue_batch_put(batch, make(library, entry), &options, &library->diag),
             &library->diag);
    return entry;
}

static inline struct catalogue_batch *begin(struct library *library)
{
    struct catalogue_batch *batch;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    return batch;
}

static inline void fill(struct library *library, size_t count)
{
    struct catalogue_batch *batch = begin(library);

    entry_count = 0;
    for (size_t i = 0; i < count; i++)
        add_entry(library, batch);
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
}

/* --- the naive order ------------------------------------------------------------------------- */

static const struct sort_order *naive_order;

static inline const char *text_of(const struct entry *entry, const char *key)
{
    if (strcmp(key, "title") == 0)
        return entry->title;
    return strcmp(key, "author") == 0 ? entry->author : entry->year;
}

/* The folded value, or that of the key where there is none; empty where that is not there. */
static inline void add_value(struct buffer *out, const struct entry *entry,
                             const struct sort_key *key)
{
    const char *text = text_of(entry, key->access_point->name);

    if (text != NULL)
        text_add_folded(out, slice_of(text));
    else if (key->missing == SORT_MISSING_VALUE)
        text_add_folded(out, key->value);
    buffer_add_char(out, '\0');
    buffer_truncate(out, out->length - 1);
}

static inline int compare_key(const struct entry *a, const struct entry *b,
                              const struct sort_key *key)
{
    struct buffer first, second;
    int order;

    buffer_init(&first);
    buffer_init(&second);
    add_value(&first, a, key);
    add_value(&second, b, key);
    if (first.length == 0 || second.length == 0) {
        order = (first.length == 0) - (second.length == 0);
        order = key->missing == SORT_MISSING_FIRST ? -order : order;
    } else {
        order = strcmp(first.data, second.data); /* no value has a NUL in it */
        order = key->descending ? -order : order;
    }
    buffer_finish(&first);
    buffer_finish(&second);
    return order;
}

static inline int compare_entries(const void *left, const void *right)
{
    const struct entry *a = *(const struct entry *const *)left;
    const struct entry *b = *(const struct entry *const *)right;

    for (size_t i = 0; i < naive_order->count; i++) {
        int order = compare_key(a, b, &naive_order->keys[i]);

        if (order != 0)
            return order;
    }
    return a->docid < b->docid ? -1 : 1;
}

/* Which entries there should be, in order; returns how many. */
static inline size_t naive(const struct entry **sorted, const struct sort_order *order)
{
    size_t count = 0;

    for (size_t i = 0; i < entry_count; i++) {
        bool omitted = !entries[i].live;

        for (size_t j = 0; j < order->count; j++)
            omitted = omitted || (order->keys[j].missing == SORT_MISSING_OMIT &&
                                  text_of(&entries[i], order->keys[j].access_point->name) == NULL);
        if (!omitted)
            sorted[count++] = &entries[i];
    }
    naive_order = order;
    qsort(sorted, count, sizeof *sorted, compare_entries);
    return count;
}

/* --- results --------------------------------------------------------------------------------- */

static inline int search_for(struct result_set **result, struct library *library, const char *cql,
                             const struct search_options *options)
{
    struct query *query;

    *result = NULL;
    succeeds(query_from_cql(&query, library->arena, catalogue_access_points(library->catalogue),
                            cql, &library->diag),
             &library->diag);
    return catalogue_search(result, library->catalogue, query, options, &library->diag);
}

static inline struct result_set *search(struct library *library, const char *cql,
                                        const struct sort_order *order)
{
    const struct search_options options = {.sort = order};
    struct result_set *result;

    succeeds(search_for(&result, library, cql, &options), &library->diag);
    return result;
}

static inline const char *id_at(struct library *library, struct result_set *result,
                                uint64_t position)
{
    struct catalogue_record found;

    succeeds(result_set_fetch(&found, result, position, library->arena, &library->diag),
             &library->diag);
    return found.id;
}

static inline const struct access_point *point(struct library *library, const char *name)
{
    return access_point_by_name(catalogue_access_points(library->catalogue), slice_of(name));
}

#endif
