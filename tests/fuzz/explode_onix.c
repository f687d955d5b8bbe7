/* Component parts made of ONIX for Books 3. */
#include "explode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_books(data, size, EXPLODE_ONIX);
    return 0;
}
