/* Init (Z39.50 3.2.1.1): what both sides can do, agreed on once. */
#include <string.h>

#include "base/log.h"
#include "z3950/association.h"
#include "z3950/charset.h"
#include "z3950/diagnostics.h"
#include "z3950/operation.h"
#include "z3950/z3950.h"

/* What is offered; what is not here is refused with a diagnostic where it is asked for anyway. */
static const int offered[] = {
    Z_Options_search, Z_Options_present,         Z_Options_delSet,           Z_Options_scan,
    Z_Options_sort,   Z_Options_namedResultSets, Z_Options_negotiationModel,
};

/* Bits count from the left (ASN.1 BIT STRING). ODR_MASK_SET would do, but for our warnings. */
static void set_bit(Odr_bitmask *mask, int bit)
{
    int byte = bit >> 3;

    mask->bits[byte] = (char)(mask->bits[byte] | 0x80 >> (bit & 7));
    if (mask->top < byte)
        mask->top = byte;
}

static void agree_on_options(Z_Options *answer, const Z_Options *asked)
{
    ODR_MASK_ZERO(answer);
    for (size_t i = 0; i < sizeof offered / sizeof offered[0]; i++)
        if (ODR_MASK_GET(asked, offered[i]))
            set_bit(answer, offered[i]);
}

/*
 * Versions 1 and 2 are the same (Z39.50 3.2.1.1.1), so each stands for both. Returns 0 where
 * there is none in common; then the answer says which there are.
 */
static unsigned agree_on_version(Z_ProtocolVersion *answer, const Z_ProtocolVersion *asked)
{
    bool three = ODR_MASK_GET(asked, Z_ProtocolVersion_3);
    bool two = ODR_MASK_GET(asked, Z_ProtocolVersion_1) || ODR_MASK_GET(asked, Z_ProtocolVersion_2);

    ODR_MASK_ZERO(answer);
    set_bit(answer, Z_ProtocolVersion_1);
    set_bit(answer, Z_ProtocolVersion_2);
    if (three || !two)
        set_bit(answer, Z_ProtocolVersion_3);
    if (three)
        return 3;
    return two ? 2 : 0;
}

static uint32_t within(Odr_int value, uint32_t least, uint32_t most)
{
    if (value < least)
        return least;
    return value > most ? most : (uint32_t)value;
}

/* The client proposes, the target decides; a single record may be the larger (3.2.1.1.4). */
static void agree_on_sizes(struct association *association, const Z_InitRequest *request)
{
    uint32_t preferred =
        within(*request->preferredMessageSize, MESSAGE_SIZE_MINIMUM, MESSAGE_SIZE_MAXIMUM);

    association->preferred_message_size = preferred;
    association->exceptional_record_size =
        within(*request->maximumRecordSize, preferred, RECORD_SIZE_MAXIMUM);
}

static int admit(const struct association *association, unsigned version, struct diag *diag)
{
    const struct z3950_options *options = association->options;

    if (association->crowded)
        return diag_set(diag, Z3950_SESSIONS,
                        "too many sessions: up to %u, and %u from one address", options->sessions,
                        options->sessions_per_address);
    if (version == 0)
        return diag_set(diag, Z3950_VERSION, "versions 2 and 3 of Z39.50 are spoken here");
    return OFFPRINT_OK;
}

static void introduce(struct operation *operation, Z_InitResponse *response)
{
    response->implementationId = odr_strdup(operation->odr, "offprint");
    response->implementationName = odr_strdup(operation->odr, "Offprint");
    response->implementationVersion = odr_strdup(operation->odr, OFFPRINT_VERSION);
}

Z_APDU *z3950_init(struct operation *operation, const Z_APDU *apdu)
{
    const Z_InitRequest *request = apdu->u.initRequest;
    struct association *association = operation->association;
    Z_APDU *answer = operation_response(operation, Z_APDU_initResponse);
    Z_InitResponse *response = answer->u.initResponse;
    struct diag diag = {0};
    unsigned version = agree_on_version(response->protocolVersion, request->protocolVersion);

    agree_on_options(response->options, request->options);
    agree_on_sizes(association, request);
    introduce(operation, response);
    response->referenceId = request->referenceId;
    *response->preferredMessageSize = association->preferred_message_size;
    *response->maximumRecordSize = association->exceptional_record_size;
    if (admit(association, version, &diag) < 0) {
        *response->result = 0;
        response->userInformationField = diagnostics_in_init(operation, &diag);
        operation->ends = true;
    } else {
        *response->result = 1;
        association->open = true;
        association->version = version;
        charset_negotiate(operation, request, response);
    }
    log_debug("z3950", "%s: Init by %s %s: %s", association->peer,
              request->implementationName != NULL ? request->implementationName : "?",
              request->implementationVersion != NULL ? request->implementationVersion : "?",
              association->open ? "open" : diag.message);
    return answer;
}
