/* Parts on their way into the catalogue: what the files of the command share. */
#ifndef OFFPRINT_CLI_EXPLODE_H
#define OFFPRINT_CLI_EXPLODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/buffer.h>
#include <offprint/catalogue.h>
#include <offprint/explode.h>

/* One run of the command. */
struct explosion {
    struct catalogue *catalogue;
    struct catalogue_batch *batch; /* NULL in a dry run */
    const char *collection;        /* NULL: the host's */
    bool dry;
    const struct format *format; /* of records shown; NULL for lines */
    int64_t entered;
    struct arena *arena; /* of one book */
    const char *source;  /* the file at hand, for messages */
    char **touched;      /* ids written in this batch */
    size_t touched_count, touched_capacity;
    struct buffer shown; /* a record in `format` */
    uint64_t made, there, refused, hosts;
    bool any_shown;
};

int explosion_begin(struct explosion *explosion, struct diag *diag);
/* Commits what was made and sums up. */
int explosion_end(struct explosion *explosion, struct diag *diag);
/* Forgets what was not committed. */
void explosion_finish(struct explosion *explosion);

/* Says why nothing is made of something, and counts it. */
void explosion_refuse(struct explosion *explosion, const char *what, const char *why);
void explosion_refuse_book(struct explosion *explosion, const struct explode_book *book,
                           const char *why);

/* The one record that is the book's, by ISBN, else by title and date; OFFPRINT_NOT_FOUND and
 * OFFPRINT_INVALID (more than one) with a sentence. Into explosion->arena. */
int explosion_find_host(struct catalogue_record *host, struct explosion *explosion,
                        const struct explode_book *book, struct diag *diag);

/* Makes the book's parts that are not there yet, and links the host to them. Negative where the
 * catalogue can take no more. */
int explosion_take(struct explosion *explosion, const struct catalogue_record *host,
                   struct explode_book *book, struct diag *diag);

#endif
