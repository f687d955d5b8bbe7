#include "oai/errors.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <offprint/status.h>

/* noSetHierarchy and noMetadataFormats are not among them: there is always the set of everything,
 * and every record is offered in every format. */
static const struct {
    enum oai_error error;
    const char *code;
    int status; /* the offprint_status that means the same, or 0 */
} errors[] = {
    {OAI_BAD_VERB, "badVerb", 0},
    {OAI_BAD_ARGUMENT, "badArgument", OFFPRINT_INVALID},
    {OAI_BAD_RESUMPTION_TOKEN, "badResumptionToken", 0},
    {OAI_CANNOT_DISSEMINATE_FORMAT, "cannotDisseminateFormat", OFFPRINT_FORMAT},
    {OAI_ID_DOES_NOT_EXIST, "idDoesNotExist", OFFPRINT_NOT_FOUND},
    {OAI_NO_RECORDS_MATCH, "noRecordsMatch", OFFPRINT_DATABASE},
};

const char *oai_error_code(enum oai_error error)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].error == error)
            return errors[i].code;
    return "badArgument";
}

int oai_error_of(int status)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].status == status && status != 0)
            return (int)errors[i].error;
    return 0;
}

int oai_refuse(struct diag *diag, enum oai_error error, const char *format, ...)
{
    char message[sizeof diag->message];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    diag_set(diag, OFFPRINT_OK, "%s", message);
    return (int)error;
}
