/* Character sets negotiated in Init: UTF-8, or a plain no. */
#include "z3950/charset.h"

#include <string.h>

#include <yaz/charneg.h>
#include <yaz/oid_db.h>
#include <yaz/oid_util.h>

#include "z3950/operation.h"

/* A set is proposed by its ISO 10646 encoding level, or by name as Index Data's clients do. */
static bool is_utf8(const Z_OriginProposal_0 *proposed)
{
    const Z_PrivateCharacterSet *by_name;
    const Z_External *external;

    if (proposed->which == Z_OriginProposal_0_iso10646)
        return proposed->u.iso10646->encodingLevel != NULL &&
               oid_oidcmp(proposed->u.iso10646->encodingLevel, yaz_oid_general_utf_8) == 0;
    if (proposed->which != Z_OriginProposal_0_private)
        return false;
    by_name = proposed->u.zprivate;
    if (by_name->which != Z_PrivateCharacterSet_externallySpecified)
        return false;
    external = by_name->u.externallySpecified;
    return external->which == Z_External_octet && external->u.octet_aligned->len == 5 &&
           strncasecmp(external->u.octet_aligned->buf, "utf-8", 5) == 0;
}

static bool proposes_utf8(const Z_OriginProposal *proposal)
{
    for (int i = 0; i < proposal->num_proposedCharSets; i++)
        if (is_utf8(proposal->proposedCharSets[i]))
            return true;
    return false;
}

static Z_TargetResponse *choose(struct operation *operation, const Z_OriginProposal *proposal)
{
    Z_TargetResponse *chosen = odr_malloc(operation->odr, sizeof *chosen);
    Z_Iso10646 *utf8 = odr_malloc(operation->odr, sizeof *utf8);

    *chosen = (Z_TargetResponse){.which = Z_TargetResponse_none, .u.none = odr_nullval()};
    if (!proposes_utf8(proposal))
        return chosen;
    utf8->collections = NULL;
    utf8->encodingLevel = odr_oiddup(operation->odr, yaz_oid_general_utf_8);
    chosen->which = Z_TargetResponse_iso10646;
    chosen->u.iso10646 = utf8;
    /* Records are UTF-8 always; it may be said only where the proposal speaks of it. */
    if (proposal->recordsInSelectedCharSets != NULL)
        chosen->recordsInSelectedCharSets = operation_bool(operation, true);
    return chosen;
}

static Z_OtherInformation *wrap(struct operation *operation, Z_TargetResponse *chosen)
{
    ODR odr = operation->odr;
    Z_CharSetandLanguageNegotiation *negotiation = odr_malloc(odr, sizeof *negotiation);
    Z_External *external = odr_malloc(odr, sizeof *external);
    Z_OtherInformationUnit *unit = odr_malloc(odr, sizeof *unit);
    Z_OtherInformation *information = odr_malloc(odr, sizeof *information);

    negotiation->which = Z_CharSetandLanguageNegotiation_response;
    negotiation->u.response = chosen;
    memset(external, 0, sizeof *external);
    external->direct_reference = odr_oiddup(odr, yaz_oid_negot_charset_3);
    external->which = Z_External_charSetandLanguageNegotiation;
    external->u.charNeg3 = negotiation;
    unit->category = NULL;
    unit->which = Z_OtherInfo_externallyDefinedInfo;
    unit->information.externallyDefinedInfo = external;
    information->num_elements = 1;
    information->list = odr_malloc(odr, sizeof(Z_OtherInformationUnit *));
    information->list[0] = unit;
    return information;
}

void charset_negotiate(struct operation *operation, const Z_InitRequest *request,
                       Z_InitResponse *response)
{
    const Z_CharSetandLanguageNegotiation *negotiation = yaz_get_charneg_record(request->otherInfo);

    if (negotiation == NULL || negotiation->which != Z_CharSetandLanguageNegotiation_proposal)
        return;
    response->otherInfo = wrap(operation, choose(operation, negotiation->u.proposal));
}
