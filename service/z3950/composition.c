/* Record syntaxes, element sets and comp-specs, down to one format. */
#include "z3950/composition.h"

#include <string.h>
#include <strings.h>

#include <yaz/oid_db.h>
#include <yaz/oid_util.h>

#include <offprint/convert.h>

#include "z3950/diagnostics.h"

static const struct syntax {
    const Odr_oid *oid;
    enum syntax_kind kind;
    const char *format; /* of the element sets F and B */
} syntaxes[] = {
    /* The first is what a client gets that does not say. */
    {yaz_oid_recsyn_usmarc, SYNTAX_ISO2709, "marc"},
    {yaz_oid_recsyn_xml, SYNTAX_XML, "marcxml"},
    {yaz_oid_recsyn_application_xml, SYNTAX_XML, "marcxml"},
    {yaz_oid_recsyn_sutrs, SYNTAX_TEXT, "text"},
};

static const struct syntax *find_syntax(const Odr_oid *oid)
{
    if (oid == NULL)
        return &syntaxes[0];
    for (size_t i = 0; i < sizeof syntaxes / sizeof syntaxes[0]; i++)
        if (oid_oidcmp(oid, syntaxes[i].oid) == 0)
            return &syntaxes[i];
    return NULL;
}

static int refuse_syntax(const Odr_oid *oid, struct diag *diag)
{
    char text[OID_STR_MAX];

    return diag_refuse(diag, OFFPRINT_FORMAT, oid_oid_to_dotstring(oid, text),
                       "records come as USMARC, XML or SUTRS");
}

static void begin(struct composition *composition, const struct syntax *syntax)
{
    *composition = (struct composition){
        .syntax = syntax->oid,
        .kind = syntax->kind,
        .format = format_by_name(slice_of(syntax->format)),
    };
}

/* Could a record in this syntax be written in that format? */
static bool can_carry(const struct composition *composition, const struct format *format)
{
    switch (composition->kind) {
    case SYNTAX_XML:
        return format->xml;
    case SYNTAX_ISO2709: /* in UTF-8, or in MARC-8 */
        return strcmp(format->media_type, "application/marc") == 0;
    default:
        return format == composition->format;
    }
}

static const struct format *find_format(const char *name)
{
    const struct format *format = format_by_schema(slice_of(name));

    return format != NULL ? format : format_by_name(slice_of(name));
}

/* F and B, or the name of a format, without case (Z39.50 3.6.2). */
static int take_element_set(struct composition *composition, const char *name, struct diag *diag)
{
    const struct format *format;

    composition->brief = strcasecmp(name, "B") == 0;
    if (composition->brief || strcasecmp(name, "F") == 0)
        return OFFPRINT_OK;
    format = find_format(name);
    if (format == NULL || !can_carry(composition, format))
        return diag_refuse(diag, OFFPRINT_ELEMENT_SET, name,
                           "no such element set in this record syntax");
    composition->format = format;
    return OFFPRINT_OK;
}

static int take_element_sets(struct composition *composition, const Z_ElementSetNames *names,
                             struct diag *diag)
{
    const Z_DatabaseSpecific *specific;

    if (names == NULL)
        return OFFPRINT_OK;
    if (names->which == Z_ElementSetNames_generic)
        return take_element_set(composition, names->u.generic, diag);
    specific = names->u.databaseSpecific;
    return diag_refuse(diag, Z3950_ELEMENT_SET_BY_DATABASE,
                       specific->num > 0 ? specific->elements[0]->esn : NULL,
                       "one element set serves all databases");
}

static int take_schema(struct composition *composition, const Z_Specification *specification,
                       struct diag *diag)
{
    const struct format *format;
    char text[OID_STR_MAX];

    if (specification->which == Z_Schema_oid && specification->schema.oid != NULL)
        return diag_refuse(diag, Z3950_SCHEMA,
                           oid_oid_to_dotstring(specification->schema.oid, text),
                           "schemas are named by URI or short name");
    if (specification->which != Z_Schema_uri || specification->schema.uri == NULL)
        return OFFPRINT_OK;
    format = find_format(specification->schema.uri);
    if (format == NULL || !can_carry(composition, format))
        return diag_refuse(diag, Z3950_SCHEMA, specification->schema.uri,
                           "no such schema in this record syntax");
    composition->format = format;
    return OFFPRINT_OK;
}

/* Beside a schema, an element set may still say how much of it (F, B) or name the same again. */
static int take_specification(struct composition *composition, const Z_Specification *specification,
                              struct diag *diag)
{
    int status;

    if (specification == NULL)
        return OFFPRINT_OK;
    if ((status = take_schema(composition, specification, diag)) < 0)
        return status;
    if (specification->elementSpec == NULL)
        return OFFPRINT_OK;
    if (specification->elementSpec->which != Z_ElementSpec_elementSetName)
        return diag_set(diag, Z3950_COMP_SPEC,
                        "elements are specified by an element set name only");
    return take_element_set(composition, specification->elementSpec->u.elementSetName, diag);
}

/* Of several syntaxes, the first that is offered; another only where the client allows it. */
static const struct syntax *choose_syntax(const Odr_oid *preferred, const Z_CompSpec *spec)
{
    const struct syntax *syntax =
        preferred != NULL || spec->num_recordSyntax == 0 ? find_syntax(preferred) : NULL;

    for (int i = 0; syntax == NULL && i < spec->num_recordSyntax; i++)
        syntax = find_syntax(spec->recordSyntax[i]);
    if (syntax == NULL && spec->selectAlternativeSyntax != NULL && *spec->selectAlternativeSyntax)
        syntax = find_syntax(NULL);
    return syntax;
}

static int read_complex(struct composition *composition, const Odr_oid *preferred,
                        const Z_CompSpec *spec, struct diag *diag)
{
    const struct syntax *syntax = choose_syntax(preferred, spec);

    if (syntax == NULL)
        return refuse_syntax(preferred != NULL ? preferred : spec->recordSyntax[0], diag);
    if (spec->num_dbSpecific > 0)
        return diag_refuse(diag, Z3950_COMP_SPEC, spec->dbSpecific[0]->db,
                           "one composition serves all databases");
    begin(composition, syntax);
    return take_specification(composition, spec->generic, diag);
}

int composition_read_simple(struct composition *composition, const Odr_oid *preferred,
                            const Z_ElementSetNames *names, struct diag *diag)
{
    const struct syntax *syntax = find_syntax(preferred);

    if (syntax == NULL)
        return refuse_syntax(preferred, diag);
    begin(composition, syntax);
    return take_element_sets(composition, names, diag);
}

int composition_read(struct composition *composition, const Odr_oid *preferred,
                     const Z_RecordComposition *asked, struct diag *diag)
{
    if (asked == NULL)
        return composition_read_simple(composition, preferred, NULL, diag);
    if (asked->which == Z_RecordComp_simple)
        return composition_read_simple(composition, preferred, asked->u.simple, diag);
    return read_complex(composition, preferred, asked->u.complex, diag);
}
