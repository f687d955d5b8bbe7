/* Bytes of a mapped file, and whether they are in memory. */
#ifndef OFFPRINT_BASE_MAPPED_H
#define OFFPRINT_BASE_MAPPED_H

#include <stdbool.h>
#include <stddef.h>

/* Can they be read without waiting for the disk? Looks at their first page; true where the kernel
 * does not say. */
bool mapped_is_resident(const void *bytes);
/* Has them brought into memory, these and no others, and does not wait for that. */
void mapped_ask_for(const void *bytes, size_t length);

#endif
