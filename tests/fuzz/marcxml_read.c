/* The reader of MARCXML, encodings and new beginnings and all. */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_records(data, size, MARC_INPUT_MARCXML);
    return 0;
}
