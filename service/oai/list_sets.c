/* ListSets (OAI-PMH 4.6). */
#include "oai/private.h"

#include <offprint/buffer.h>

#include "base/escape.h"
#include "oai/set.h"

static void write_set(struct buffer *out, const char *collection)
{
    buffer_add_string(out, "<set><setSpec>");
    oai_set_write(out, collection);
    buffer_add_string(out, "</setSpec><setName>");
    escape_xml(out, slice_of(collection));
    buffer_add_string(out, "</setName></set>\n");
}

int oai_list_sets(struct oai_request *request, struct diag *diag)
{
    const char *const *names;
    ptrdiff_t count;

    /* The whole list goes out at once: no token was ever given out for it. */
    if (oai_has(request, OAI_RESUMPTION_TOKEN))
        return oai_refuse(diag, OAI_BAD_RESUMPTION_TOKEN,
                          "ListSets gives its list whole, without tokens");
    count = catalogue_collections(&names, request->http->catalogue, request->http->arena, diag);
    if (count < 0)
        return (int)count;
    buffer_add_string(request->out, "<ListSets>\n<set><setSpec>" OFFPRINT_DEFAULT_COLLECTION
                                    "</setSpec><setName>All records</setName></set>\n");
    for (ptrdiff_t i = 0; i < count; i++)
        if (strcmp(names[i], OFFPRINT_DEFAULT_COLLECTION) != 0)
            write_set(request->out, names[i]);
    buffer_add_string(request->out, "</ListSets>\n");
    return 0;
}
