/* The reader of MARCMaker's lines. */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_records(data, size, MARC_INPUT_LINES);
    return 0;
}
