/* The writers: one a format, each in a file of its own. */
#ifndef OFFPRINT_CONVERT_WRITER_H
#define OFFPRINT_CONVERT_WRITER_H

#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct buffer;
struct convert_context;
struct marc_record;

/*
 * Appends one record in the writer's format. `arena` is for what it needs while it writes; nothing
 * of it outlives the call. `context` is never NULL and has no NULL strings but those that
 * convert.h allows. Returns 0, or a negative status with nothing of use appended: convert_write
 * takes back what was.
 */
typedef int format_writer(struct buffer *out, const struct marc_record *record,
                          const struct convert_context *context, struct arena *arena,
                          struct diag *diag);

format_writer write_marc;
format_writer write_marcxml;
format_writer write_mods;
format_writer write_dc;
format_writer write_json;
format_writer write_jsonld;
format_writer write_csl;
format_writer write_ris;
format_writer write_bibtex;
format_writer write_text;
format_writer write_html;
format_writer write_marcjson;
format_writer write_marc8;
format_writer write_marc21_vufind;
format_writer write_marc21_agk;
format_writer write_citation;
format_writer write_qdc;

#endif
