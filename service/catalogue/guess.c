#include "catalogue/guess.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/record.h>

#include "base/memory.h"
#include "catalogue/guess_title.h"
#include "convert/part.h"
#include "index/docset.h"
#include "index/index.h"
#include "store/store.h"

/* Records that one number or title may find before it says nothing. */
#define FOUND_MAX 64
/* Parts that one host may be waited for by, in one batch. */
#define WAITING_MAX 20000

struct docids {
    uint32_t *list;
    size_t count, capacity;
};

struct guesses {
    const struct access_point *title, *isbn, *issn, *system_number;
    const struct access_point *host_title, *host_isbn, *host_issn, *host_id;
    struct docids waiting;  /* parts of this batch */
    struct docids arrivals; /* hosts of this batch that parts of earlier ones name */
    struct arena *arena;    /* of one part or host */
};

/* One part, and what it may be part of. */
struct search {
    const struct guesses *guesses;
    struct store_transaction *transaction;
    const struct marc_record *part;
    uint32_t docid;
    struct arena *arena;
    struct diag *diag;
};

/* --- of a batch ---------------------------------------------------------------------------------
 */

static const struct access_point *point(const struct access_points *table, const char *name)
{
    return access_point_by_name(table, slice_of(name));
}

struct guesses *guesses_create(const struct access_points *table)
{
    struct guesses *guesses = memory_zeroed(1, sizeof *guesses);

    guesses->title = point(table, "title");
    guesses->isbn = point(table, "isbn");
    guesses->issn = point(table, "issn");
    guesses->system_number = point(table, "system-number");
    guesses->host_title = point(table, "host-title");
    guesses->host_isbn = point(table, "host-isbn");
    guesses->host_issn = point(table, "host-issn");
    guesses->host_id = point(table, "host-id");
    guesses->arena = arena_create();
    return guesses;
}

void guesses_destroy(struct guesses *guesses)
{
    if (guesses == NULL)
        return;
    free(guesses->waiting.list);
    free(guesses->arrivals.list);
    arena_destroy(guesses->arena);
    free(guesses);
}

static void remember(struct docids *docids, uint32_t docid)
{
    docids->list =
        memory_grow(docids->list, &docids->capacity, docids->count, sizeof *docids->list);
    docids->list[docids->count++] = docid;
}

bool guess_waits(const struct marc_record *record)
{
    const struct marc_field *field = NULL;

    while ((field = marc_record_field(record, "773", field)) != NULL) {
        if (!part_is_labels(field))
            return true;
    }
    return false;
}

/* Something that others may be part of. */
static bool may_be_host(const struct marc_record *record)
{
    char level = record->leader[MARC_LEADER_LEVEL];

    return level != 'a' && level != 'b' && level != 'd';
}

/* --- terms --------------------------------------------------------------------------------------
 */

/* Adds the records that have one term; a table without the access point has none. */
static int add_term(struct docset *docs, struct store_transaction *transaction,
                    const struct access_point *point, enum term_kind kind, struct slice term,
                    struct diag *diag)
{
    uint32_t number;
    int status;

    if (point == NULL || term.length == 0)
        return OFFPRINT_OK;
    status = index_find_term(transaction, point->number, kind, term, &number, diag);
    return status > 0 ? index_term_docs(transaction, number, NULL, docs, diag) : status;
}

/* The same by a value, normalized as the access point has its keys. */
static int add_key(struct docset *docs, struct store_transaction *transaction,
                   const struct access_point *point, struct slice value, struct diag *diag)
{
    struct buffer key;
    int status = OFFPRINT_OK;

    if (point == NULL || value.length == 0)
        return OFFPRINT_OK;
    buffer_init(&key);
    index_add_key(&key, point, value);
    status = add_term(docs, transaction, point, TERM_KEY, buffer_slice(&key), diag);
    buffer_finish(&key);
    return status;
}

static int add_heading(struct docset *docs, struct store_transaction *transaction,
                       const struct access_point *point, struct slice folded, struct diag *diag)
{
    struct buffer heading;
    int status;

    buffer_init(&heading);
    index_add_heading(&heading, folded);
    status = add_term(docs, transaction, point, TERM_HEADING, buffer_slice(&heading), diag);
    buffer_finish(&heading);
    return status;
}

/* --- a part's host ------------------------------------------------------------------------------
 */

/* Reads a live record: 1, 0 where there is none. */
static int read_record(struct marc_record **record, struct store_record *stored,
                       const struct store_transaction *transaction, uint32_t docid,
                       struct arena *arena, struct diag *diag)
{
    int status = store_get(transaction, docid, stored, diag);

    if (status <= 0 || stored->deleted)
        return status < 0 ? status : 0;
    stored->id = arena_slice(arena, stored->id);
    status = packed_decode(record, arena, arena_slice(arena, stored->packed), diag);
    return status < 0 ? status : 1;
}

/*
 * The one record of `docs` that may be the host; where several may, the one that has the title
 * too. With `titled` it must have title and date. 0 in `*host` where none or more than one stays.
 */
static int choose(uint32_t *host, const struct search *search, const struct docset *docs,
                  bool titled)
{
    uint32_t docid = 0, any = 0, same = 0;
    size_t any_count = 0, same_count = 0;

    *host = 0;
    if (docset_count(docs) > FOUND_MAX)
        return OFFPRINT_OK;
    while (docset_next(docs, &docid)) {
        struct store_record stored;
        struct marc_record *record;
        int status = docid == search->docid ? 0
                                            : read_record(&record, &stored, search->transaction,
                                                          docid, search->arena, search->diag);

        if (status < 0)
            return status;
        if (status == 0 || !may_be_host(record))
            continue;
        any = docid;
        any_count++;
        if (guess_is_titled(search->part, record, search->arena)) {
            same = docid;
            same_count++;
        }
    }
    if (same_count == 1)
        *host = same;
    else if (any_count == 1 && !titled)
        *host = any;
    return OFFPRINT_OK;
}

/* The host by one numbered subfield of the 773: "$z" in the ISBNs of others. */
static int choose_by_number(uint32_t *host, const struct search *search,
                            const struct marc_field *field, char code,
                            const struct access_point *point, struct slice *found)
{
    int status = OFFPRINT_OK;

    for (uint32_t i = 0; i < field->subfield_count && status >= 0 && *host == 0; i++) {
        struct docset *docs;

        if (field->subfields[i].code != code)
            continue;
        docs = docset_create();
        *found = slice_trim(field->subfields[i].value);
        status = add_key(docs, search->transaction, point, *found, search->diag);
        if (status >= 0)
            status = choose(host, search, docs, false);
        docset_destroy(docs);
    }
    return status;
}

/* Is the record with that id the one that source `source` numbers so? */
static int choose_by_source(uint32_t *host, const struct search *search, const char *id,
                            struct slice source)
{
    struct store_record stored;
    struct marc_record *record;
    uint32_t docid;
    int status = store_find(search->transaction, slice_of(id), &docid, search->diag);

    if (status > 0 && docid != search->docid)
        status =
            read_record(&record, &stored, search->transaction, docid, search->arena, search->diag);
    else
        status = status < 0 ? status : 0;
    if (status > 0 && slice_equal(slice_trim(marc_record_control(record, "003")), source))
        *host = docid;
    return status < 0 ? status : OFFPRINT_OK;
}

/* $w of another source: its 001 and 003, or a 035. No number of ours is among them. */
static int choose_by_control_number(uint32_t *host, const struct search *search,
                                    const struct marc_field *field, struct slice prefix)
{
    struct slice found;
    int status = OFFPRINT_OK;

    for (uint32_t i = 0; i < field->subfield_count && status >= 0 && *host == 0; i++) {
        struct slice source, number;

        if (field->subfields[i].code != 'w')
            continue;
        number = part_control_number(field->subfields[i].value, &source);
        if (number.length > 0 && source.length > 0 && number.length + prefix.length <= STORE_ID_MAX)
            status = choose_by_source(host, search,
                                      arena_printf(search->arena, "%.*s%.*s", (int)prefix.length,
                                                   prefix.data != NULL ? prefix.data : "",
                                                   (int)number.length, number.data),
                                      source);
    }
    if (status >= 0 && *host == 0)
        status = choose_by_number(host, search, field, 'w', search->guesses->system_number, &found);
    return status;
}

/* Terms that begin as a title does: a host's own may go on with a subtitle. */
static int add_longer_titles(struct docset *docs, const struct search *search, struct slice title)
{
    struct term_cursor *cursor;
    struct term_entry entry;
    struct buffer start;
    int status;

    status = term_cursor_open(&cursor, search->transaction, search->guesses->title, TERM_HEADING,
                              search->diag);
    if (status < 0)
        return status;
    buffer_init(&start);
    buffer_add_slice(&start, title);
    buffer_add_char(&start, ' ');
    status = term_cursor_seek(cursor, buffer_slice(&start), &entry, search->diag);
    for (int i = 0; i < FOUND_MAX && status > 0; i++) {
        if (entry.term.length < start.length ||
            memcmp(entry.term.data, start.data, start.length) != 0)
            break;
        status = index_term_docs(search->transaction, entry.number, NULL, docs, search->diag);
        if (status >= 0)
            status = term_cursor_next(cursor, &entry, search->diag);
    }
    buffer_finish(&start);
    term_cursor_close(cursor);
    return status < 0 ? status : OFFPRINT_OK;
}

static int choose_by_title(uint32_t *host, const struct search *search)
{
    struct slice titles[GUESS_TITLES];
    size_t count = guess_titles_of_link(titles, search->part, search->arena);
    struct docset *docs = docset_create();
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < count && status >= 0 && search->guesses->title != NULL; i++) {
        status =
            add_heading(docs, search->transaction, search->guesses->title, titles[i], search->diag);
        if (status >= 0)
            status = add_longer_titles(docs, search, titles[i]);
    }
    if (status >= 0)
        status = choose(host, search, docs, true);
    docset_destroy(docs);
    return status;
}

/* What --prefix put before the part's own control number, and so before its host's. */
static struct slice prefix_of(struct slice id, const struct marc_record *record)
{
    struct slice number = marc_record_identifier(record);

    return slice_part(id, 0, id.length > number.length ? id.length - number.length : 0);
}

/* The host of a part, by the first of these that finds one; `*by` says which, where it guesses. */
static int find_host(uint32_t *host, const char **by, const struct search *search,
                     struct slice prefix)
{
    const struct guesses *guesses = search->guesses;
    const struct marc_field *field = NULL;
    struct slice found = {NULL, 0};
    int status = OFFPRINT_OK;

    *host = 0;
    *by = NULL;
    while (status >= 0 && *host == 0 &&
           (field = marc_record_field(search->part, "773", field)) != NULL) {
        status = choose_by_control_number(host, search, field, prefix);
        if (status < 0 || *host != 0)
            return status;
        status = choose_by_number(host, search, field, 'z', guesses->isbn, &found);
        if (*host != 0)
            *by = arena_printf(search->arena, "ISBN %.*s", (int)found.length, found.data);
        if (status >= 0 && *host == 0) {
            status = choose_by_number(host, search, field, 'x', guesses->issn, &found);
            if (*host != 0)
                *by = arena_printf(search->arena, "ISSN %.*s", (int)found.length, found.data);
        }
    }
    if (status >= 0 && *host == 0) {
        status = choose_by_title(host, search);
        *by = "title and date";
    }
    return status;
}

static int settle_part(struct guesses *guesses, struct store_transaction *transaction,
                       uint32_t docid, guess_linker *link, void *context, struct diag *diag)
{
    struct search search = {guesses, transaction, NULL, docid, guesses->arena, diag};
    struct store_record stored;
    struct marc_record *record;
    const char *by;
    uint32_t host;
    int status;

    arena_reset(guesses->arena);
    status = read_record(&record, &stored, transaction, docid, guesses->arena, diag);
    if (status <= 0 || stored.host != 0 || !guess_waits(record))
        return status < 0 ? status : OFFPRINT_OK;
    search.part = record;
    status = find_host(&host, &by, &search, prefix_of(stored.id, record));
    if (status < 0 || host == 0)
        return status < 0 ? status : OFFPRINT_OK;
    return link(context, docid, host, by, diag);
}

/* --- a host's parts -----------------------------------------------------------------------------
 */

static int add_field_keys(struct docset *docs, struct store_transaction *transaction,
                          const struct access_point *point, const struct marc_record *record,
                          const char *tag, char code, struct diag *diag)
{
    const struct marc_field *field = NULL;
    int status = OFFPRINT_OK;

    while (status >= 0 && (field = marc_record_field(record, tag, field)) != NULL) {
        for (uint32_t i = 0; i < field->subfield_count && status >= 0; i++) {
            if (field->subfields[i].code == code)
                status = add_key(docs, transaction, point, field->subfields[i].value, diag);
        }
    }
    return status;
}

/* The records of earlier batches whose 773 may mean this one. */
static int find_parts(struct docset *docs, const struct guesses *guesses,
                      struct store_transaction *transaction, const struct marc_record *record,
                      struct arena *arena, struct diag *diag)
{
    struct slice source = slice_trim(marc_record_control(record, "003"));
    struct slice number = marc_record_identifier(record);
    struct slice *titles;
    size_t count = guess_titles_with_articles(&titles, record, arena);
    int status = add_field_keys(docs, transaction, guesses->host_isbn, record, "020", 'a', diag);

    if (status >= 0)
        status = add_field_keys(docs, transaction, guesses->host_issn, record, "022", 'a', diag);
    if (status >= 0)
        status = add_field_keys(docs, transaction, guesses->host_id, record, "035", 'a', diag);
    if (status >= 0 && source.length > 0)
        status = add_key(docs, transaction, guesses->host_id,
                         slice_of(arena_printf(arena, "(%.*s)%.*s", (int)source.length, source.data,
                                               (int)number.length, number.data)),
                         diag);
    for (size_t i = 0; i < count && status >= 0; i++)
        status = add_heading(docs, transaction, guesses->host_title, titles[i], diag);
    return status;
}

int guesses_note(struct guesses *guesses, struct store_transaction *transaction,
                 const struct store_record *stored, const struct marc_record *record, bool waiting,
                 struct arena *arena, struct diag *diag)
{
    struct docset *docs;
    int status;

    if (stored->host == 0 && guess_waits(record))
        remember(&guesses->waiting, stored->docid);
    if (!waiting || !may_be_host(record))
        return OFFPRINT_OK;
    docs = docset_create();
    status = find_parts(docs, guesses, transaction, record, arena, diag);
    if (status >= 0 && !docset_is_empty(docs))
        remember(&guesses->arrivals, stored->docid);
    docset_destroy(docs);
    return status;
}

static int settle_host(struct guesses *guesses, struct store_transaction *transaction,
                       uint32_t host, guess_linker *link, void *context, struct diag *diag)
{
    struct docset *docs = docset_create();
    struct store_record stored;
    struct marc_record *record;
    uint32_t docid = 0;
    int status;

    arena_reset(guesses->arena);
    status = read_record(&record, &stored, transaction, host, guesses->arena, diag);
    if (status > 0)
        status = find_parts(docs, guesses, transaction, record, guesses->arena, diag);
    for (size_t i = 0; i < WAITING_MAX && status >= 0 && docset_next(docs, &docid); i++)
        status = settle_part(guesses, transaction, docid, link, context, diag);
    docset_destroy(docs);
    return status < 0 ? status : OFFPRINT_OK;
}

int guesses_settle(struct guesses *guesses, struct store_transaction *transaction,
                   guess_linker *link, void *context, struct diag *diag)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < guesses->waiting.count && status >= 0; i++)
        status = settle_part(guesses, transaction, guesses->waiting.list[i], link, context, diag);
    for (size_t i = 0; i < guesses->arrivals.count && status >= 0; i++)
        status = settle_host(guesses, transaction, guesses->arrivals.list[i], link, context, diag);
    guesses->waiting.count = guesses->arrivals.count = 0;
    return status;
}
