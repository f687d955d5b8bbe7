/* Sorts a batch's terms by their keys. */
#ifndef OFFPRINT_INDEX_TERM_SORT_H
#define OFFPRINT_INDEX_TERM_SORT_H

#include <stddef.h>
#include <stdint.h>

struct pending_term;

/* A term with what it is sorted by: first eight bytes of its key at a time, then its number. */
struct sorted_term {
    uint64_t order;
    struct pending_term *term;
};

/* By the bytes of their keys. `room` has space for as many; what `order` says is changed. */
void term_sort_keys(struct sorted_term *terms, size_t count, struct sorted_term *room);
/* By `order`. */
void term_sort_orders(struct sorted_term *terms, size_t count, struct sorted_term *room);

#endif
