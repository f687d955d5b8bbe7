/* A marc_reader over an input that is open already: for readers that looked at it first. */
#ifndef OFFPRINT_MARC_READER_ADOPT_H
#define OFFPRINT_MARC_READER_ADOPT_H

#include <offprint/reader.h>

struct input;

/* As marc_reader_open. The input is consumed, also where this fails; `name` is for messages. */
int marc_reader_adopt(struct marc_reader **reader, struct input *input, const char *name,
                      enum marc_input format, finding_handler *handler, void *context,
                      struct diag *diag);

#endif
