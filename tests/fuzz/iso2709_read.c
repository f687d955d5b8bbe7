/* The tolerant reader of ISO 2709, MARC-8 and all. */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_records(data, size, MARC_INPUT_ISO2709);
    return 0;
}
