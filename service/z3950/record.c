/* One record of a result set, in a record syntax. */
#include "z3950/record.h"

#include <inttypes.h>
#include <string.h>

#include <yaz/oid_db.h>
#include <yaz/oid_util.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/catalogue.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "z3950/association.h"
#include "z3950/brief.h"
#include "z3950/composition.h"
#include "z3950/diagnostics.h"
#include "z3950/operation.h"
#include "z3950/z3950.h"

static Odr_oct *octets(struct operation *operation, struct slice bytes)
{
    return odr_create_Odr_oct(operation->odr, bytes.data != NULL ? bytes.data : "",
                              (int)bytes.length);
}

/* SUTRS is one ASN.1 string of its own (Z39.50 REC.2); the rest is octets. */
static Z_External *wrap(struct operation *operation, const struct composition *composition,
                        struct slice bytes)
{
    Z_External *external = odr_malloc(operation->odr, sizeof *external);

    memset(external, 0, sizeof *external);
    external->direct_reference = odr_oiddup(operation->odr, composition->syntax);
    external->which = composition->kind == SYNTAX_TEXT ? Z_External_sutrs : Z_External_octet;
    if (composition->kind == SYNTAX_TEXT)
        external->u.sutrs = octets(operation, bytes);
    else
        external->u.octet_aligned = octets(operation, bytes);
    return external;
}

/* The surrogate names what the record could be had in instead (Bib-1 238). */
static void name_alternative(struct diag *diag)
{
    char text[OID_STR_MAX];
    struct diag why = *diag;

    if (diag->status == OFFPRINT_TOO_LARGE)
        diag_refuse(diag, OFFPRINT_TOO_LARGE, oid_oid_to_dotstring(yaz_oid_recsyn_xml, text), "%s",
                    why.message);
}

/* MARC itself, in whichever clothing, is cut down here; other formats have a brief form. */
static bool is_marc(const struct composition *composition)
{
    return composition->kind != SYNTAX_XML ||
           strcmp(composition->format->namespace_uri, "http://www.loc.gov/MARC21/slim") == 0;
}

/* `*bytes` points into the record as it is stored, or into the scratch buffer. */
static int render(struct slice *bytes, struct operation *operation,
                  const struct catalogue_record *found, const struct composition *composition,
                  struct diag *diag)
{
    const struct association *association = operation->association;
    struct write_options options = {
        .format = composition->format,
        .base_url = association->options->base_url,
        .brief = composition->brief,
    };
    struct catalogue_record brief;
    int status;

    if (strcmp(composition->format->name, "marc") == 0 && !composition->brief &&
        packed_is_iso2709(found->packed)) {
        *bytes = found->packed;
        return OFFPRINT_OK;
    }
    if (composition->brief && is_marc(composition)) {
        brief = brief_record(found, operation->arena);
        found = &brief;
    }
    buffer_truncate(operation->scratch, 0);
    status = catalogue_write(operation->scratch, association->catalogue, found, &options,
                             operation->arena, diag);
    *bytes = buffer_slice(operation->scratch);
    if (status < 0)
        name_alternative(diag);
    return status;
}

static struct presented_record surrogate(struct operation *operation, const char *database,
                                         const struct diag *diag)
{
    return (struct presented_record){
        .record = diagnostics_surrogate(operation, database, diag),
        .size = strlen(diagnostics_addinfo(diag)) + 32,
        .database = database,
    };
}

struct presented_record record_present(struct operation *operation, struct result_set *set,
                                       uint64_t position, const struct composition *composition)
{
    struct catalogue_record found = {0};
    struct diag diag = {0};
    struct slice bytes;
    Z_NamePlusRecord *record;

    if (result_set_fetch(&found, set, position, operation->arena, &diag) < 0)
        return surrogate(operation, NULL, &diag);
    if (render(&bytes, operation, &found, composition, &diag) < 0)
        return surrogate(operation, found.collection, &diag);
    if (bytes.length > RECORD_SIZE_MAXIMUM) {
        diag_set(&diag, Z3950_OVER_RECORD_SIZE, "the record has %zu bytes", bytes.length);
        return surrogate(operation, found.collection, &diag);
    }
    record = odr_malloc(operation->odr, sizeof *record);
    record->databaseName = odr_strdup_null(operation->odr, found.collection);
    record->which = Z_NamePlusRecord_databaseRecord;
    record->u.databaseRecord = wrap(operation, composition, bytes);
    return (struct presented_record){record, bytes.length, found.collection};
}

struct presented_record record_too_large(struct operation *operation,
                                         const struct presented_record *record, int status,
                                         uint32_t limit)
{
    struct diag diag = {0};

    diag_set(&diag, status, "the record has %zu bytes, over the %" PRIu32 " agreed on",
             record->size, limit);
    return surrogate(operation, record->database, &diag);
}
