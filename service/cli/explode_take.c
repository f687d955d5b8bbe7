/* Makes the parts of one book that are not there yet, and says of each what became of it. */
#include "cli/explode.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "base/memory.h"
#include "cli/command.h"

/* Records written before they are committed: what a batch holds is not seen by readers. */
#define TOUCHED_MAX 1000

/* A book and its host while it is taken in. */
struct taking {
    struct explosion *explosion;
    const struct catalogue_record *host;
    struct explode_book *book;
    struct put_options options;
    struct catalogue_record *parts; /* that the host has */
    size_t part_count;
    struct slice *titles; /* of those, folded */
    bool *matched;
};

/* --- batches --------------------------------------------------------------------------------- */

int explosion_begin(struct explosion *explosion, struct diag *diag)
{
    if (explosion->format != NULL)
        convert_list_begin(&explosion->shown, explosion->format);
    if (explosion->dry)
        return OFFPRINT_OK;
    return catalogue_batch_begin(&explosion->batch, explosion->catalogue, say_waiting, NULL, diag);
}

static void forget_touched(struct explosion *explosion)
{
    for (size_t i = 0; i < explosion->touched_count; i++)
        free(explosion->touched[i]);
    explosion->touched_count = 0;
}

static int commit(struct explosion *explosion, struct diag *diag)
{
    struct catalogue_batch *batch = explosion->batch;

    explosion->batch = NULL;
    forget_touched(explosion);
    return batch != NULL ? catalogue_batch_commit(batch, diag) : OFFPRINT_OK;
}

static bool is_touched(const struct explosion *explosion, const char *id)
{
    for (size_t i = 0; i < explosion->touched_count; i++) {
        if (strcmp(explosion->touched[i], id) == 0)
            return true;
    }
    return false;
}

static void touch(struct explosion *explosion, const char *id)
{
    explosion->touched = memory_grow(explosion->touched, &explosion->touched_capacity,
                                     explosion->touched_count, sizeof *explosion->touched);
    explosion->touched[explosion->touched_count++] = memory_string(id);
}

/* Has what the batch holds seen by readers where this host is in it, or it holds much. */
static int refresh(struct explosion *explosion, const char *host, bool *committed,
                   struct diag *diag)
{
    int status;

    *committed = !explosion->dry &&
                 (explosion->touched_count >= TOUCHED_MAX || is_touched(explosion, host) ||
                  catalogue_batch_is_full(explosion->batch));
    if (!*committed)
        return OFFPRINT_OK;
    status = commit(explosion, diag);
    return status < 0 ? status
                      : catalogue_batch_begin(&explosion->batch, explosion->catalogue, say_waiting,
                                              NULL, diag);
}

static void write_shown(struct explosion *explosion)
{
    if (explosion->shown.length > 0)
        fwrite(explosion->shown.data, 1, explosion->shown.length, stdout);
    buffer_truncate(&explosion->shown, 0);
}

int explosion_end(struct explosion *explosion, struct diag *diag)
{
    int status = commit(explosion, diag);
    FILE *to = explosion->format != NULL ? stderr : stdout;

    if (explosion->format != NULL)
        convert_list_end(&explosion->shown, explosion->format);
    write_shown(explosion);
    if (status < 0)
        return status;
    fprintf(to,
            "%" PRIu64 " %s, %" PRIu64 " there already, %" PRIu64 " refused, of %" PRIu64
            " hosts\n",
            explosion->made, explosion->dry ? "would be made" : "made", explosion->there,
            explosion->refused, explosion->hosts);
    return fflush(stdout) == 0 ? OFFPRINT_OK
                               : diag_set(diag, OFFPRINT_IO, "cannot write to standard output");
}

void explosion_finish(struct explosion *explosion)
{
    catalogue_batch_abort(explosion->batch);
    forget_touched(explosion);
    free(explosion->touched);
    buffer_finish(&explosion->shown);
}

/* --- messages -------------------------------------------------------------------------------- */

void explosion_refuse(struct explosion *explosion, const char *what, const char *why)
{
    explosion->refused++;
    fprintf(stderr, "offprint: %s: %s\n", what, why);
}

void explosion_refuse_book(struct explosion *explosion, const struct explode_book *book,
                           const char *why)
{
    struct slice title = slice_part(book->title, 0, 200);

    explosion->refused++;
    fprintf(stderr, "offprint: %s", explosion->source);
    if (book->line > 0)
        fprintf(stderr, ", line %" PRIu64, book->line);
    fprintf(stderr, ": \"%.*s\": %s\n", (int)title.length, title.data != NULL ? title.data : "",
            why);
}

/* "precarious-truce-5 made: Attempts to heal the breach" */
static void say(const struct taking *taking, const struct explode_part *part, const char *id,
                const char *what)
{
    FILE *to = taking->explosion->format != NULL ? stderr : stdout;

    fprintf(to, "%s\t%s\t%.*s%s%.*s\n", id, what, (int)part->title.length, part->title.data,
            part->subtitle.length > 0 ? " : " : "", (int)part->subtitle.length,
            part->subtitle.data != NULL ? part->subtitle.data : "");
}

static void refuse_part(const struct taking *taking, struct explode_part *part, const char *id,
                        const char *why)
{
    struct slice title = slice_part(part->title, 0, 200);

    taking->explosion->refused++;
    if (part->line > 0)
        fprintf(stderr, "offprint: %s, line %" PRIu64 ": ", taking->explosion->source, part->line);
    else
        fprintf(stderr, "offprint: %s: ", taking->host->id);
    fprintf(stderr, "part \"%.*s\": %s%s%s\n", (int)title.length, title.data, id,
            id[0] != '\0' ? ": " : "", why);
    part->key = NULL; /* so that the host does not link to it */
}

/* --- parts ----------------------------------------------------------------------------------- */

/* The part of the host that is this one's record; NULL where there is none. */
static const struct catalogue_record *find_part(struct taking *taking,
                                                const struct explode_part *part)
{
    struct arena *arena = taking->explosion->arena;
    struct slice title = explode_part_title(part, arena);

    for (size_t i = 0; i < taking->part_count; i++) {
        if (taking->matched[i] || !slice_equal(taking->titles[i], title) ||
            !explode_is_record_of(taking->parts[i].record, part, arena))
            continue;
        taking->matched[i] = true;
        return &taking->parts[i];
    }
    return NULL;
}

static void show(struct taking *taking, const struct explode_part *part,
                 const struct marc_record *record, const char *id)
{
    struct explosion *explosion = taking->explosion;
    struct convert_context context = {
        .id = id,
        .repository = catalogue_repository(explosion->catalogue),
        .base_url = "",
        .collection = taking->options.collection,
        .datestamp = explosion->entered,
        .host_id = taking->host->id,
        .host = taking->host->record,
    };
    struct buffer out;
    struct diag diag;

    buffer_init(&out);
    if (convert_write(&out, explosion->format, record, &context, explosion->arena, &diag) < 0) {
        complain(&diag);
    } else {
        convert_list_add(&explosion->shown, explosion->format, buffer_slice(&out),
                         !explosion->any_shown);
        explosion->any_shown = true;
        write_shown(explosion);
    }
    buffer_finish(&out);
    say(taking, part, id, "would be made");
}

/* Puts the record where it can be; a refusal is reported. */
static int put_part(struct taking *taking, struct explode_part *part,
                    const struct marc_record *record, const char *id, struct diag *diag)
{
    struct explosion *explosion = taking->explosion;
    struct diag reason;
    int status = catalogue_batch_put(explosion->batch, record, &taking->options, &reason);

    if (status == OFFPRINT_INVALID || status == OFFPRINT_NO_IDENTIFIER) {
        refuse_part(taking, part, id, reason.message);
        return OFFPRINT_OK;
    }
    if (status < 0) {
        *diag = reason;
        return status;
    }
    touch(explosion, id);
    explosion->made++;
    say(taking, part, id, "made");
    return OFFPRINT_OK;
}

static int make_part(struct taking *taking, struct explode_part *part, const char *id,
                     struct diag *diag)
{
    struct explosion *explosion = taking->explosion;
    const struct marc_record *record =
        explode_make(part, taking->host->record, explosion->entered, explosion->arena);

    if (!explosion->dry)
        return put_part(taking, part, record, id, diag);
    explosion->made++;
    if (explosion->format != NULL)
        show(taking, part, record, id);
    else
        say(taking, part, id, "would be made");
    return OFFPRINT_OK;
}

/* One part: it is there, its id is another's, or it is made. */
static int take_part(struct taking *taking, struct explode_part *part, struct diag *diag)
{
    struct explosion *explosion = taking->explosion;
    const struct catalogue_record *there = find_part(taking, part);
    struct catalogue_record other;
    const char *id;

    if (there != NULL) {
        explosion->there++;
        part->key = arena_slice(explosion->arena, marc_record_identifier(there->record)).data;
        say(taking, part, there->id, "there already");
        return OFFPRINT_OK;
    }
    if (part->key == NULL) {
        refuse_part(taking, part, "", "no control number tells it from the other parts");
        return OFFPRINT_OK;
    }
    id = arena_printf(explosion->arena, "%s%s", taking->options.prefix, part->key);
    if (is_touched(explosion, id)) {
        refuse_part(taking, part, id, "that id was given to another record just now");
        return OFFPRINT_OK;
    }
    if (catalogue_fetch(&other, explosion->catalogue, slice_of(id), explosion->arena, NULL) >= 0 &&
        !other.deleted) {
        if (!explode_is_record_of(other.record, part, explosion->arena)) {
            refuse_part(taking, part, id, "that id is another record's");
            return OFFPRINT_OK;
        }
        explosion->there++;
        say(taking, part, id, "there already");
        return OFFPRINT_OK;
    }
    return make_part(taking, part, id, diag);
}

/* --- the book -------------------------------------------------------------------------------- */

/* The parts that the host has, with their titles. */
static int read_parts(struct taking *taking, struct diag *diag)
{
    struct explosion *explosion = taking->explosion;
    ptrdiff_t count = catalogue_parts(&taking->parts, explosion->catalogue,
                                      slice_of(taking->host->id), 0, 0, explosion->arena, diag);

    if (count < 0)
        return (int)count;
    taking->part_count = (size_t)count;
    taking->titles = arena_array(explosion->arena, (size_t)count + 1, sizeof *taking->titles);
    taking->matched = arena_array(explosion->arena, (size_t)count + 1, sizeof *taking->matched);
    for (ptrdiff_t i = 0; i < count; i++)
        taking->titles[i] = explode_record_title(taking->parts[i].record, explosion->arena);
    return OFFPRINT_OK;
}

/* The host's own links, kept beside what it came as. */
static int link_host(struct taking *taking, struct diag *diag)
{
    struct explosion *explosion = taking->explosion;
    const struct catalogue_record *host = taking->host;
    struct marc_record *linked = explode_link_host(taking->book, host->record, explosion->arena);
    struct put_options options = taking->options;
    int status;

    if (linked == NULL || explosion->dry)
        return OFFPRINT_OK;
    options.collection = host->collection;
    options.source = host->source;
    options.source_format = host->source_format;
    status = catalogue_batch_put(explosion->batch, linked, &options, diag);
    if (status >= 0)
        touch(explosion, host->id);
    return status < 0 ? status : OFFPRINT_OK;
}

int explosion_take(struct explosion *explosion, const struct catalogue_record *host,
                   struct explode_book *book, struct diag *diag)
{
    struct slice number = marc_record_identifier(host->record), id = slice_of(host->id);
    struct taking taking = {.explosion = explosion, .host = host, .book = book};
    struct catalogue_record again;
    bool committed;
    int status = refresh(explosion, host->id, &committed, diag);

    if (status >= 0 && committed) {
        status = catalogue_fetch(&again, explosion->catalogue, id, explosion->arena, diag);
        taking.host = &again;
    }
    if (status < 0)
        return status;
    if (number.length == 0 || number.length > id.length) {
        explosion_refuse(explosion, host->id, "it has no control number (001) for parts to name");
        return OFFPRINT_OK;
    }
    explosion->hosts++;
    taking.options.prefix =
        arena_slice(explosion->arena, slice_part(id, 0, id.length - number.length)).data;
    if (taking.options.prefix == NULL)
        taking.options.prefix = "";
    taking.options.collection =
        explosion->collection != NULL ? explosion->collection : taking.host->collection;
    explode_assign_keys(book, taking.host->record, explosion->arena);
    status = read_parts(&taking, diag);
    for (size_t i = 0; i < book->part_count && status >= 0; i++)
        status = take_part(&taking, &book->parts[i], diag);
    return status < 0 ? status : link_host(&taking, diag);
}
