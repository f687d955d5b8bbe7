/* Hosts of component parts that no control number of the catalogue's own names: found by the
 * numbers of others, by ISBN or ISSN, or by title and date, whichever of the two comes first. */
#ifndef OFFPRINT_CATALOGUE_GUESS_H
#define OFFPRINT_CATALOGUE_GUESS_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct access_points;
struct arena;
struct guesses;
struct marc_record;
struct store_record;
struct store_transaction;

/* What one batch has to settle. `table` is borrowed. */
struct guesses *guesses_create(const struct access_points *table);
void guesses_destroy(struct guesses *guesses); /* NULL is accepted */

/* Does the record say that it is part of something, without a number that names it here? Only for
 * records whose link_host_number() is empty. */
bool guess_waits(const struct marc_record *record);

/*
 * Remembers a record of the batch that waits, or, where parts of earlier batches wait (`waiting`),
 * that some of them may be waiting for.
 */
int guesses_note(struct guesses *guesses, struct store_transaction *transaction,
                 const struct store_record *stored, const struct marc_record *record, bool waiting,
                 struct arena *arena, struct diag *diag);

/* Links a part to its host. `by` is what found it: "ISBN 978…"; NULL for what is no guess. */
typedef int guess_linker(void *context, uint32_t part, uint32_t host, const char *by,
                         struct diag *diag);

/* Finds the hosts, with everything of the batch in the index. */
int guesses_settle(struct guesses *guesses, struct store_transaction *transaction,
                   guess_linker *link, void *context, struct diag *diag);

#endif
