/* A record made ready for a batch, in whatever thread. */
#ifndef OFFPRINT_CATALOGUE_PREPARE_H
#define OFFPRINT_CATALOGUE_PREPARE_H

#include <stdint.h>

#include <offprint/catalogue.h>

struct index_entries;

/* Everything about a record that can be known without the store. In the arena it was made in. */
struct catalogue_prepared {
    const struct marc_record *record;  /* borrowed */
    const struct put_options *options; /* borrowed */
    struct slice id;
    struct slice packed;
    const struct index_entries *entries; /* NULL: the index makes them when it needs them */
};

/* All but the entries. `packed` is used for packing. OFFPRINT_NO_IDENTIFIER, OFFPRINT_INVALID. */
int prepare_record(struct catalogue_prepared *prepared, const struct marc_record *record,
                   const struct put_options *options, struct buffer *packed, struct arena *arena,
                   struct diag *diag);

#endif
