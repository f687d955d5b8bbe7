/* The error conditions of OAI-PMH (clause 3.6). */
#ifndef OFFPRINT_OAI_ERRORS_H
#define OFFPRINT_OAI_ERRORS_H

struct diag;

/* Positive, so that they never meet an offprint_status. */
enum oai_error {
    OAI_BAD_VERB = 1,
    OAI_BAD_ARGUMENT,
    OAI_BAD_RESUMPTION_TOKEN,
    OAI_CANNOT_DISSEMINATE_FORMAT,
    OAI_ID_DOES_NOT_EXIST,
    OAI_NO_RECORDS_MATCH,
};

/* "badVerb" */
const char *oai_error_code(enum oai_error error);

/* The error that says an offprint_status to a harvester; 0 where it is none of its business and
 * HTTP says it (500, 503). */
int oai_error_of(int status);

/* Puts a sentence into `diag` and returns `error`. */
int oai_refuse(struct diag *diag, enum oai_error error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
