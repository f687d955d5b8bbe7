/* The bytes of a docset, judged before CRoaring reads them. */
#ifndef OFFPRINT_INDEX_DOCSET_BYTES_H
#define OFFPRINT_INDEX_DOCSET_BYTES_H

#include <stdbool.h>

#include <offprint/slice.h>

/*
 * Are these exactly the bytes of one bitmap in Roaring's portable format? CRoaring's safe reader
 * keeps within the bytes, but believes what they say of themselves: a container that is out of
 * order, or holds other than it counts, would lead it astray later.
 */
bool docset_bytes_valid(struct slice bytes);

#endif
