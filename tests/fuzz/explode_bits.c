/* Component parts made of BITS book XML. */
#include "explode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_books(data, size, EXPLODE_BITS);
    return 0;
}
