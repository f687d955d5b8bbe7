/* What the verbs of OAI-PMH share. */
#ifndef OFFPRINT_OAI_PRIVATE_H
#define OFFPRINT_OAI_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/catalogue.h>
#include <offprint/convert.h>
#include <offprint/slice.h>
#include <offprint/status.h>

#include "http/http.h"
#include "oai/errors.h"

enum oai_argument {
    OAI_IDENTIFIER,
    OAI_METADATA_PREFIX,
    OAI_FROM,
    OAI_UNTIL,
    OAI_SET,
    OAI_RESUMPTION_TOKEN,
    OAI_ARGUMENTS, /* how many there are */
};
#define OAI_ARGUMENT(which) (1u << (which))

struct oai_request;

/*
 * Appends the verb's element to the answer. Returns 0, an enum oai_error, or a negative status;
 * the sentence is in `diag`.
 */
typedef int oai_handler(struct oai_request *request, struct diag *diag);

struct oai_verb {
    const char *name;
    unsigned number;             /* stands in resumption tokens */
    unsigned required, optional; /* OAI_ARGUMENT()s, or-ed */
    oai_handler *handler;
};

struct oai_request {
    const struct http_request *http;
    struct buffer *out;
    const struct oai_verb *verb;
    struct slice arguments[OAI_ARGUMENTS]; /* `data` is NULL where one was not sent */
};

static inline bool oai_has(const struct oai_request *request, enum oai_argument argument)
{
    return request->arguments[argument].data != NULL;
}

/* The names as they stand in requests: "metadataPrefix". */
extern const char *const oai_argument_names[OAI_ARGUMENTS];

/* arguments.c: reads and judges the request's arguments. 0, OAI_BAD_VERB or OAI_BAD_ARGUMENT. */
int oai_arguments_read(struct oai_request *request, struct diag *diag);

/* "{base_url}/oai": the same, byte for byte, wherever it is said. */
const char *oai_base_url(const struct oai_request *request);

/* envelope.c: what stands around every answer. `echo` says whether the request's arguments are
 * repeated, which they are not after badVerb and badArgument (OAI-PMH 3.2). */
void oai_envelope_begin(const struct oai_request *request, bool echo);
void oai_envelope_end(const struct oai_request *request);

/* header.c: <header>, and <record> around it with metadata where the record is not deleted. */
void oai_write_header(const struct oai_request *request, const struct catalogue_record *record);
int oai_write_record(const struct oai_request *request, const struct catalogue_record *record,
                     const struct format *format, struct diag *diag);

/* The format of ?metadataPrefix=. 0 or OAI_CANNOT_DISSEMINATE_FORMAT. */
int oai_format(const struct format **format, const struct oai_request *request, struct diag *diag);

/* One file a verb. */
oai_handler oai_identify;
oai_handler oai_list_metadata_formats;
oai_handler oai_list_sets;
oai_handler oai_get_record;
oai_handler oai_list_identifiers;
oai_handler oai_list_records;

#endif
