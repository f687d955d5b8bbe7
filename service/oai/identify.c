/* Identify (OAI-PMH 4.2). */
#include "oai/private.h"

#include <offprint/buffer.h>

#include "base/datestamp.h"
#include "base/escape.h"
#include "oai/identifier.h"

/* The identifier of a record that is here; of one that might be while there is none. */
static void write_sample(const struct oai_request *request)
{
    struct catalogue *catalogue = request->http->catalogue;
    struct change_filter filter = {.from = INT64_MIN, .until = INT64_MAX, .limit = 1};
    struct catalogue_record *records;
    struct buffer identifier;
    bool more;
    ptrdiff_t count =
        catalogue_changes(&records, &more, catalogue, &filter, request->http->arena, NULL);

    buffer_init(&identifier);
    oai_identifier_write(&identifier, catalogue_repository(catalogue),
                         count > 0 ? records[0].id : "sample");
    escape_xml(request->out, buffer_slice(&identifier));
    buffer_finish(&identifier);
}

/* Harvesters look for the namespace as the default one on this very element. */
static void write_description(const struct oai_request *request)
{
    const char *repository = catalogue_repository(request->http->catalogue);

    if (!oai_repository_is_domain(repository))
        return;
    buffer_printf(request->out,
                  "<description>\n"
                  "<oai-identifier xmlns=\"http://www.openarchives.org/OAI/2.0/oai-identifier\""
                  " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai-identifier"
                  " http://www.openarchives.org/OAI/2.0/oai-identifier.xsd\">"
                  "<scheme>oai</scheme><repositoryIdentifier>%s</repositoryIdentifier>"
                  "<delimiter>:</delimiter><sampleIdentifier>",
                  repository);
    write_sample(request);
    buffer_add_string(request->out, "</sampleIdentifier></oai-identifier>\n</description>\n");
}

int oai_identify(struct oai_request *request, struct diag *diag)
{
    struct catalogue *catalogue = request->http->catalogue;
    const char *repository = catalogue_repository(catalogue);
    struct buffer *out = request->out;
    struct catalogue_statistics statistics;
    char earliest[DATESTAMP_SIZE];
    int status = catalogue_statistics(&statistics, catalogue, diag);

    if (status < 0)
        return status;
    datestamp_format(earliest, statistics.earliest);
    buffer_add_string(out, "<Identify>\n<repositoryName>");
    escape_xml(out, slice_of(repository));
    buffer_add_string(out, "</repositoryName>\n<baseURL>");
    escape_xml(out, slice_of(oai_base_url(request)));
    buffer_add_string(out, "</baseURL>\n<protocolVersion>2.0</protocolVersion>\n<adminEmail>");
    /* The schema wants a dot in the domain; .invalid (RFC 2606) makes no promise. */
    escape_xml(out, slice_of("admin@"));
    escape_xml(out, slice_of(repository));
    buffer_printf(out,
                  "%s</adminEmail>\n<earliestDatestamp>%s</earliestDatestamp>\n"
                  "<deletedRecord>persistent</deletedRecord>\n"
                  "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>\n"
                  "<compression>gzip</compression>\n",
                  oai_repository_is_domain(repository) ? "" : ".invalid", earliest);
    write_description(request);
    buffer_add_string(out, "</Identify>\n");
    return 0;
}
