/* Component parts made of Crossref's answers in JSON. */
#include "explode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_books(data, size, EXPLODE_CROSSREF);
    return 0;
}
