/* Dublin Core (oai_dc) made a brief MARC 21 record, after LC's crosswalk. */
#ifndef OFFPRINT_CONVERT_FROM_DC_H
#define OFFPRINT_CONVERT_FROM_DC_H

#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct marc_record;

/* Makes a record of one <oai_dc:dc> element in `arena`; `line` is where it begins in its file.
 * OFFPRINT_MALFORMED where it is not well-formed or says nothing. */
int dc_read(struct marc_record **record, struct slice bytes, uint64_t line, struct arena *arena,
            struct diag *diag);

#endif
