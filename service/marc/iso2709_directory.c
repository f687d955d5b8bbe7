/* Directories that may lie: read as they are where they hold, else by the field terminators. */
#include "marc/iso2709_read.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "marc/iso2709.h"
#include "marc/reading.h"

/* The number in `digits` digits, or false. */
static bool read_decimal(const char *at, int digits, size_t *number)
{
    *number = 0;
    for (int i = 0; i < digits; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        *number = *number * 10 + (size_t)(at[i] - '0');
    }
    return true;
}

/* Are these whole entries, for fields of `space` bytes together or one less? */
static bool are_entries(struct slice bytes, size_t space)
{
    size_t total = 0;

    if (bytes.length == 0 || bytes.length % ISO2709_ENTRY_LENGTH != 0)
        return false;
    for (size_t i = 0; i < bytes.length; i += ISO2709_ENTRY_LENGTH) {
        size_t length, start;

        if (!reading_tag_is_good(bytes.data + i) || !read_decimal(bytes.data + i + 3, 4, &length) ||
            !read_decimal(bytes.data + i + 7, 5, &start))
            return false;
        total += length;
    }
    return total == space || total + 1 == space;
}

/*
 * Where directory and data part. The terminator after the leader says it best, unless it was lost
 * and base address and lengths agree on another place: then the directory is what lies before that.
 */
static bool find_base(struct slice bytes, size_t *end, size_t *base)
{
    const char *found = memchr(bytes.data + MARC_LEADER_LENGTH, MARC_FIELD_TERMINATOR,
                               bytes.length - MARC_LEADER_LENGTH);
    size_t terminator = found != NULL ? (size_t)(found - bytes.data) : bytes.length;
    size_t said;

    *end = terminator;
    *base = terminator + 1;
    if (!read_decimal(bytes.data + 12, 5, &said) || said <= MARC_LEADER_LENGTH ||
        said > bytes.length || said - 1 == terminator)
        return found != NULL;
    for (size_t lost = 0; lost <= 1; lost++) {
        struct slice entries =
            slice_part(bytes, MARC_LEADER_LENGTH, said - MARC_LEADER_LENGTH - lost);

        if (!are_entries(entries, bytes.length - said))
            continue;
        *end = said - lost;
        *base = said;
        return true;
    }
    return found != NULL;
}

static void read_entries(struct directory *directory, struct reading *reading, struct slice bytes)
{
    const char *end = bytes.data + bytes.length;
    size_t expected = 0;

    directory->count = 0;
    directory->entries = arena_array(reading->arena, bytes.length / ISO2709_ENTRY_LENGTH,
                                     sizeof *directory->entries);
    for (const char *at = bytes.data; end - at >= (ptrdiff_t)ISO2709_ENTRY_LENGTH;) {
        struct directory_entry *entry = &directory->entries[directory->count++];
        size_t wide;

        memcpy(entry->tag, at, 3);
        entry->numeric = read_decimal(at + 3, 4, &entry->length);
        if (!read_decimal(at + 7, 5, &entry->start))
            entry->numeric = false;
        /* Some write starts over 99,999 with six digits and so move all that follows. */
        if (expected > ISO2709_RECORD_LIMIT && end - at > (ptrdiff_t)ISO2709_ENTRY_LENGTH &&
            read_decimal(at + 7, 6, &wide) && wide == expected) {
            entry->start = wide;
            at++;
        }
        at += ISO2709_ENTRY_LENGTH;
        expected = entry->start + entry->length;
    }
}

/* Does the entry take exactly one field: from a boundary to the first terminator? */
static bool entry_holds(const struct directory_entry *entry, struct slice data)
{
    const char *end;

    if (!entry->numeric || entry->length < 1 || entry->start > data.length ||
        entry->length > data.length - entry->start)
        return false;
    if (entry->start > 0 && data.data[entry->start - 1] != MARC_FIELD_TERMINATOR)
        return false;
    end = memchr(data.data + entry->start, MARC_FIELD_TERMINATOR, entry->length);
    return end == data.data + entry->start + entry->length - 1;
}

static int compare_starts(const void *a, const void *b)
{
    const struct directory_entry *first = *(const struct directory_entry *const *)a;
    const struct directory_entry *second = *(const struct directory_entry *const *)b;

    if (first->start != second->start)
        return first->start < second->start ? -1 : 1;
    return first < second ? -1 : first > second;
}

/*
 * The entries in the order of their data. Starts are to be trusted for that, unless some are no
 * numbers or could not be written in five digits.
 */
static struct directory_entry **in_order(struct reading *reading, struct directory *directory)
{
    struct directory_entry **order =
        arena_array(reading->arena, directory->count, sizeof(struct directory_entry *));
    bool sortable = directory->data.length <= ISO2709_RECORD_LIMIT;

    for (size_t i = 0; i < directory->count; i++) {
        order[i] = &directory->entries[i];
        sortable = sortable && order[i]->numeric;
    }
    if (sortable && directory->count > 1)
        qsort(order, directory->count, sizeof(struct directory_entry *), compare_starts);
    return order;
}

/* Do no two entries take the same field? Each takes a whole one. */
static bool are_distinct(struct reading *reading, struct directory *directory)
{
    struct directory_entry **order;
    bool ascending = true;

    for (size_t i = 1; i < directory->count; i++)
        ascending &= directory->entries[i].start > directory->entries[i - 1].start;
    if (ascending)
        return true;
    order = in_order(reading, directory);
    for (size_t i = 1; i < directory->count; i++)
        if (order[i]->start <= order[i - 1]->start)
            return false;
    return true;
}

/*
 * Does each entry take what follows the one before it? Then, ending in a terminator each and there
 * being no more terminators than entries, they take one field each: how nearly all records are.
 */
static bool take_in_order(struct directory *directory, size_t terminators)
{
    struct slice data = directory->data;
    size_t at = 0;

    if (terminators != directory->count)
        return false;
    for (size_t i = 0; i < directory->count; i++) {
        struct directory_entry *entry = &directory->entries[i];

        if (!entry->numeric || entry->start != at || entry->length < 1 ||
            entry->length > data.length - at ||
            data.data[at + entry->length - 1] != MARC_FIELD_TERMINATOR)
            return false;
        entry->content = slice_make(data.data + at, entry->length - 1);
        at += entry->length;
    }
    return true;
}

/* Takes the directory as it is; false, with the first entry that lies, where it does not hold. */
static bool take_as_said(struct directory *directory, struct reading *reading, size_t *liar)
{
    for (size_t i = 0; i < directory->count; i++) {
        struct directory_entry *entry = &directory->entries[i];

        *liar = i;
        if (!entry_holds(entry, directory->data))
            return false;
        entry->content = slice_make(directory->data.data + entry->start, entry->length - 1);
    }
    return are_distinct(reading, directory);
}

/* The data cut at every terminator. */
struct pieces {
    struct slice *all;
    size_t count;
};

static struct pieces cut(struct reading *reading, struct slice data)
{
    size_t room = iso2709_count(data, MARC_FIELD_TERMINATOR) + 1;
    struct pieces pieces = {arena_array(reading->arena, room, sizeof(struct slice)), 0};
    const char *at = data.data;
    size_t left = data.length;

    while (left > 0) {
        const char *end = memchr(at, MARC_FIELD_TERMINATOR, left);
        size_t length = end != NULL ? (size_t)(end - at) : left;

        pieces.all[pieces.count++] = slice_make(at, length);
        at += length + (end != NULL);
        left -= length + (end != NULL);
    }
    return pieces;
}

/* The piece that begins `start` bytes into the data, from `from` on; `count` where none does. */
static size_t find_piece(const struct pieces *pieces, struct slice data, size_t start, size_t from)
{
    size_t low = from, high = pieces->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if ((size_t)(pieces->all[middle].data - data.data) < start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < pieces->count && (size_t)(pieces->all[low].data - data.data) == start)
        return low;
    return pieces->count;
}

/* Reports data that no entry claims: `count` pieces from `first` on. */
static void report_unclaimed(struct reading *reading, const struct pieces *pieces, size_t first,
                             size_t end)
{
    char shown[PRINTABLE_SIZE];

    for (size_t i = first; i < end; i++)
        if (pieces->all[i].length > 0)
            reading_report(reading, FINDING_ERROR, "directory", "",
                           "%zu bytes that the directory has no tag for were left out: '%s'",
                           pieces->all[i].length, printable(shown, pieces->all[i]));
}

/* Gives the pieces [piece, end) to the entries [entry, last), one after another. */
static void deal(struct reading *reading, struct directory_entry **order, size_t entry, size_t last,
                 const struct pieces *pieces, size_t piece, size_t end)
{
    while (entry < last && piece < end)
        order[entry++]->content = pieces->all[piece++];
    report_unclaimed(reading, pieces, piece, end);
}

/* Is `piece` the rest of the field that the entry claims, after a terminator within its value? */
static bool reaches(const struct directory_entry *entry, const struct slice *piece,
                    struct slice data)
{
    return (size_t)(piece->data - data.data) + piece->length + 1 <= entry->start + entry->length;
}

/*
 * As many fields as entries: one after another. Otherwise entries whose start is a boundary are
 * believed, and those between them get what lies between.
 */
static void take_by_terminators(struct reading *reading, struct directory *directory)
{
    struct pieces pieces = cut(reading, directory->data);
    struct directory_entry **order = in_order(reading, directory);
    size_t next = 0;  /* the first piece not given away */
    size_t first = 0; /* the first entry without one */

    for (size_t i = 0; pieces.count != directory->count && i < directory->count; i++) {
        size_t piece = order[i]->numeric
                           ? find_piece(&pieces, directory->data, order[i]->start, next)
                           : pieces.count;

        if (piece == pieces.count)
            continue;
        deal(reading, order, first, i, &pieces, next, piece);
        order[i]->content = pieces.all[piece];
        first = i + 1;
        next = piece + 1;
        while (next < pieces.count && reaches(order[i], &pieces.all[next], directory->data)) {
            order[i]->content.length += 1 + pieces.all[next].length;
            next++;
        }
    }
    deal(reading, order, first, directory->count, &pieces, next, pieces.count);
}

static void report_liar(struct reading *reading, const struct directory *directory, size_t liar)
{
    const struct directory_entry *entry = &directory->entries[liar];

    if (!entry->numeric)
        reading_report(reading, FINDING_REPAIR, "directory", entry->tag,
                       "the directory's entry has no numbers; fields were found by their "
                       "terminators");
    else
        reading_report(
            reading, FINDING_REPAIR, "directory", entry->tag,
            "the directory says %zu bytes from %zu, which is no field; fields were found "
            "by their terminators",
            entry->length, entry->start);
}

int iso2709_read_directory(struct directory *directory, struct reading *reading, struct slice bytes,
                           struct diag *diag)
{
    size_t end, base, said, fields, liar = 0;
    char shown[PRINTABLE_SIZE];

    if (bytes.length < MARC_LEADER_LENGTH + 2 || !find_base(bytes, &end, &base))
        return diag_set(diag, OFFPRINT_MALFORMED, "no directory can be found in these %zu bytes",
                        bytes.length);
    if (end - MARC_LEADER_LENGTH < ISO2709_ENTRY_LENGTH)
        return diag_set(diag, OFFPRINT_MALFORMED, "the record has no directory");
    if ((end - MARC_LEADER_LENGTH) / ISO2709_ENTRY_LENGTH > MARC_FIELDS_LIMIT)
        return diag_set(diag, OFFPRINT_LIMIT, "the directory has over %u fields",
                        MARC_FIELDS_LIMIT);
    if (!read_decimal(bytes.data + 12, 5, &said) || said != base)
        reading_report(reading, FINDING_REPAIR, "base-address", "LDR",
                       "the leader says that data begin at '%s'; they begin at %zu",
                       printable(shown, slice_part(bytes, 12, 5)), base);
    if ((end - MARC_LEADER_LENGTH) % ISO2709_ENTRY_LENGTH != 0 || end == bytes.length ||
        bytes.data[end] != MARC_FIELD_TERMINATOR)
        reading_report(reading, FINDING_REPAIR, "directory", "",
                       "the directory is not made of whole entries and a terminator");
    if (bytes.data[bytes.length - 1] == MARC_RECORD_TERMINATOR)
        bytes.length--;
    directory->data = slice_make(bytes.data + base, base < bytes.length ? bytes.length - base : 0);
    iso2709_mark(&reading->marks, directory->data);
    fields = reading->marks.fields;
    if (fields > MARC_FIELDS_LIMIT)
        return diag_set(diag, OFFPRINT_LIMIT, "the record has over %u fields", MARC_FIELDS_LIMIT);
    read_entries(directory, reading,
                 slice_part(bytes, MARC_LEADER_LENGTH, end - MARC_LEADER_LENGTH));
    directory->in_order = take_in_order(directory, fields);
    directory->said = directory->in_order || take_as_said(directory, reading, &liar);
    if (!directory->said) {
        report_liar(reading, directory, liar);
        for (size_t i = 0; i < directory->count; i++)
            directory->entries[i].content = slice_make(NULL, 0);
        take_by_terminators(reading, directory);
    }
    return 0;
}
