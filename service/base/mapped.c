#include "base/mapped.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* Where the page begins that a byte is in. */
static uintptr_t page_of(const void *byte, uintptr_t page_size)
{
    return (uintptr_t)byte & ~(page_size - 1);
}

static uintptr_t page_size(void)
{
    return (uintptr_t)sysconf(_SC_PAGESIZE);
}

bool mapped_is_resident(const void *bytes)
{
    uintptr_t size = page_size();
    unsigned char resident;

    return mincore((void *)page_of(bytes, size), size, &resident) != 0 || (resident & 1) != 0;
}

void mapped_ask_for(const void *bytes, size_t length)
{
    uintptr_t start = page_of(bytes, page_size());

    /* It is advice: where it is not taken, reading waits for the disk. */
    madvise((void *)start, (uintptr_t)bytes + length - start, MADV_WILLNEED);
}
