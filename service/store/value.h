/* LMDB's values from our own kinds of bytes, and back. */
#ifndef OFFPRINT_STORE_VALUE_H
#define OFFPRINT_STORE_VALUE_H

#include <stdint.h>

#include <lmdb.h>

#include <offprint/slice.h>

/*
 * LMDB takes keys and data by a pointer that is not const, and only reads them. A macro, for a
 * value is often made before its bytes are filled in, and compilers mind that of a function.
 */
#define value_of(bytes, length) ((MDB_val){(length), (void *)(uintptr_t)(bytes)})

static inline MDB_val value_of_slice(struct slice slice)
{
    return value_of(slice.data, slice.length);
}

static inline struct slice value_slice(const MDB_val *value)
{
    return slice_make(value->mv_data, value->mv_size);
}

#endif
