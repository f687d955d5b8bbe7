/* LMDB's values from our own kinds of bytes, and back. */
#ifndef OFFPRINT_STORE_VALUE_H
#define OFFPRINT_STORE_VALUE_H

#include <stdint.h>

#include <lmdb.h>

#include <offprint/slice.h>

/* LMDB takes keys and data by a pointer that is not const, and only reads them. */
static inline MDB_val value_of(const void *bytes, size_t length)
{
    return (MDB_val){length, (void *)(uintptr_t)bytes};
}

static inline MDB_val value_of_slice(struct slice slice)
{
    return value_of(slice.data, slice.length);
}

static inline struct slice value_slice(const MDB_val *value)
{
    return slice_make(value->mv_data, value->mv_size);
}

#endif
