/* Links between a component part and its host, and the order of parts within one. */
#ifndef OFFPRINT_CATALOGUE_LINKS_H
#define OFFPRINT_CATALOGUE_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct marc_record;
struct store_transaction;

/*
 * The control number of a record's host: 773 $w, where its prefix is missing or is the record's
 * own 003. Empty where it names none.
 */
struct slice link_host_number(const struct marc_record *record);

/* Where a part stands among those of its host as far as it says itself: first page (roman before
 * arabic), then its number. */
uint64_t link_order(const struct marc_record *part, struct arena *arena);

/* Do the part's pages hold this one? */
bool link_holds_page(const struct marc_record *part, uint32_t page, struct arena *arena);

/*
 * Puts the parts of a host into their final order: by page, and those that give no page where the
 * host lists them (774 $w), behind the one listed before. Does nothing for a host that lists none.
 */
int link_reorder(const struct store_transaction *transaction, uint32_t host, struct arena *arena,
                 struct diag *diag);

#endif
