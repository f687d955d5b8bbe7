#include "catalogue/links.h"

#include <stdlib.h>

#include <offprint/arena.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "convert/part.h"
#include "store/store.h"

/* Arabic page 1 comes after every roman page. */
#define ROMAN_PAGES 10000u
#define PAGE_LARGEST 99999999u

/* --- what a part says ------------------------------------------------------------------------ */

struct slice link_host_number(const struct marc_record *record)
{
    struct slice own = slice_trim(marc_record_control(record, "003"));
    const struct marc_field *field = NULL;

    while ((field = marc_record_field(record, "773", field)) != NULL) {
        for (uint32_t i = 0; i < field->subfield_count; i++) {
            struct slice source, number;

            if (field->subfields[i].code != 'w')
                continue;
            number = slice_trim(part_control_number(field->subfields[i].value, &source));
            if (number.length > 0 &&
                (source.length == 0 || own.length == 0 || slice_equal(source, own)))
                return number;
        }
    }
    return slice_make(NULL, 0);
}

/* The digits that `text` begins with; 0 where it begins with none or says more than can be. */
static uint32_t leading_number(struct slice text)
{
    uint32_t value = 0;

    for (size_t i = 0; i < text.length && text.data[i] >= '0' && text.data[i] <= '9'; i++) {
        value = value * 10 + (uint32_t)(text.data[i] - '0');
        if (value > PAGE_LARGEST)
            return 0;
    }
    return value;
}

static unsigned roman_digit(char c)
{
    switch (c | 0x20) {
    case 'i':
        return 1;
    case 'v':
        return 5;
    case 'x':
        return 10;
    case 'l':
        return 50;
    case 'c':
        return 100;
    case 'd':
        return 500;
    case 'm':
        return 1000;
    default:
        return 0;
    }
}

/* "xiv" is 14; 0 where it is no roman numeral. */
static uint32_t roman_number(struct slice text)
{
    uint32_t value = 0;

    if (text.length > 15)
        return 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned digit = roman_digit(text.data[i]);
        unsigned next = i + 1 < text.length ? roman_digit(text.data[i + 1]) : 0;

        if (digit == 0)
            return 0;
        value = next > digit ? value - digit : value + digit;
    }
    return value < ROMAN_PAGES ? value : 0;
}

/* Pages as numbers that sort; 0 where there is none. */
static uint32_t page_number(struct slice page)
{
    uint32_t arabic = leading_number(page);

    return arabic > 0 ? ROMAN_PAGES + arabic : roman_number(page);
}

static uint64_t order_make(uint32_t page, uint32_t sequence)
{
    return (uint64_t)page << 32 | sequence;
}

uint64_t link_order(const struct marc_record *record, struct arena *arena)
{
    struct convert_context context = {0};
    struct part part;

    if (!part_read(&part, record, &context, arena))
        return 0;
    return order_make(page_number(part.start), leading_number(part.number));
}

bool link_holds_page(const struct marc_record *record, uint32_t page, struct arena *arena)
{
    struct convert_context context = {0};
    struct part part;
    uint32_t first, last;

    if (!part_read(&part, record, &context, arena))
        return false;
    first = leading_number(part.start);
    last = leading_number(part.end);
    if (last == 0)
        last = first;
    return first > 0 && page >= first && page <= last;
}

/* --- what a host lists --------------------------------------------------------------------------
 */

/* A part, and its place in the host's list: 774s from 1, 0 where it is not listed. */
struct listed {
    uint32_t docid;
    uint32_t place;
    uint64_t own;   /* link_order() */
    uint64_t order; /* the final one */
};

/* The places of the host's 774 $w that name a part of it. Returns how many it lists. */
static uint32_t number_places(struct listed *parts, size_t count,
                              const struct store_transaction *transaction,
                              const struct marc_record *host, struct slice prefix,
                              struct arena *arena)
{
    const struct marc_field *field = NULL;
    uint32_t place = 0;

    while ((field = marc_record_field(host, "774", field)) != NULL) {
        struct slice source;
        struct slice number = part_control_number(marc_field_subfield(field, 'w'), &source);
        const char *id = arena_printf(arena, "%.*s%.*s", (int)prefix.length, prefix.data,
                                      (int)number.length, number.data);
        uint32_t docid;

        place++;
        if (number.length == 0 || number.length > STORE_ID_MAX ||
            store_find(transaction, slice_of(id), &docid, NULL) <= 0)
            continue;
        for (size_t i = 0; i < count; i++) {
            if (parts[i].docid == docid && parts[i].place == 0)
                parts[i].place = place;
        }
    }
    return place;
}

static int compare_places(const void *a, const void *b)
{
    const struct listed *left = a, *right = b;

    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    return left->own < right->own ? -1 : left->own > right->own;
}

/* Parts without pages go behind the one that the host lists before them. */
static void settle(struct listed *parts, size_t count)
{
    uint32_t page = 0;

    qsort(parts, count, sizeof *parts, compare_places);
    for (size_t i = 0; i < count; i++) {
        uint32_t own_page = (uint32_t)(parts[i].own >> 32);

        if (parts[i].place == 0) {
            parts[i].order = parts[i].own;
            continue;
        }
        if (own_page > 0)
            page = own_page;
        parts[i].order = order_make(page, parts[i].place);
    }
}

static int read_part(struct listed *listed, const struct store_transaction *transaction,
                     struct arena *arena, struct diag *diag)
{
    struct store_record stored;
    struct marc_record *record;
    int status = store_get(transaction, listed->docid, &stored, diag);

    if (status <= 0 || stored.deleted)
        return status < 0 ? status : OFFPRINT_OK;
    status = packed_decode(&record, arena, stored.packed, diag);
    if (status >= 0)
        listed->own = link_order(record, arena);
    return status < 0 ? status : OFFPRINT_OK;
}

/* Reads the parts that the store has for `host`. Returns how many, or a negative status. */
static ptrdiff_t read_listed(struct listed **parts, const struct store_transaction *transaction,
                             uint32_t host, struct arena *arena, struct diag *diag)
{
    ptrdiff_t count = store_parts(transaction, host, NULL, 0, diag);
    uint32_t *docids;

    if (count <= 0)
        return count;
    docids = arena_array(arena, (size_t)count, sizeof *docids);
    *parts = arena_array(arena, (size_t)count, sizeof **parts);
    count = store_parts(transaction, host, docids, (size_t)count, diag);
    for (ptrdiff_t i = 0; i < count; i++) {
        int status;

        (*parts)[i].docid = docids[i];
        status = read_part(&(*parts)[i], transaction, arena, diag);
        if (status < 0)
            return status;
    }
    return count;
}

static int rewrite(const struct store_transaction *transaction, uint32_t host,
                   const struct listed *parts, size_t count, struct diag *diag)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < count && status >= 0; i++) {
        status = store_part_remove(transaction, host, parts[i].docid, diag);
        if (status >= 0)
            status = store_part_add(transaction, host, parts[i].order, parts[i].docid, diag);
    }
    return status < 0 ? status : OFFPRINT_OK;
}

/* What --prefix put before the host's control number. */
static struct slice prefix_of(struct slice id, const struct marc_record *record)
{
    struct slice number = marc_record_identifier(record);

    if (id.length <= number.length)
        return slice_make("", 0);
    return slice_part(id, 0, id.length - number.length);
}

int link_reorder(const struct store_transaction *transaction, uint32_t host, struct arena *arena,
                 struct diag *diag)
{
    struct marc_record *record;
    struct store_record stored;
    struct listed *parts = NULL;
    struct slice id;
    ptrdiff_t count;
    int status = store_get(transaction, host, &stored, diag);

    if (status <= 0 || stored.deleted)
        return status < 0 ? status : OFFPRINT_OK;
    id = arena_slice(arena, stored.id);
    status = packed_decode(&record, arena, arena_slice(arena, stored.packed), diag);
    if (status < 0 || marc_record_field(record, "774", NULL) == NULL)
        return status < 0 ? status : OFFPRINT_OK;
    count = read_listed(&parts, transaction, host, arena, diag);
    if (count <= 0)
        return (int)count;
    if (number_places(parts, (size_t)count, transaction, record, prefix_of(id, record), arena) == 0)
        return OFFPRINT_OK;
    settle(parts, (size_t)count);
    return rewrite(transaction, host, parts, (size_t)count, diag);
}
