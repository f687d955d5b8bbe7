/* The reader of JSON, in all its forms. */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_records(data, size, MARC_INPUT_JSON);
    return 0;
}
