#include "catalogue_wire.h"

#include <stdlib.h>
#include <string.h>

#include <yaz/oid_db.h>
#include <yaz/pquery.h>
#include <yaz/proto.h>

/* Takes what was encoded: the ODR's memory goes with it. */
static void take(struct request *request, ODR odr, Z_APDU *apdu)
{
    int length;
    const char *bytes;

    if (!z_APDU(odr, &apdu, 0, NULL))
        abort(); /* our own APDUs are sound */
    bytes = odr_getbuf(odr, &length, NULL);
    request->length = (size_t)length;
    request->bytes = malloc(request->length);
    if (request->bytes == NULL)
        abort();
    memcpy(request->bytes, bytes, request->length);
    odr_destroy(odr);
}

/* ODR_MASK_SET, without its conversions. Bit 0 is the highest of the first octet. */
static void set_bit(Odr_bitmask *mask, int bit)
{
    mask->bits[bit / 8] = (char)(mask->bits[bit / 8] | 0x80 >> bit % 8);
    if (mask->top < bit / 8)
        mask->top = bit / 8;
}

void request_init(struct request *request)
{
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_APDU *apdu = zget_APDU(odr, Z_APDU_initRequest);
    Z_InitRequest *init = apdu->u.initRequest;

    set_bit(init->options, Z_Options_search);
    set_bit(init->options, Z_Options_present);
    set_bit(init->protocolVersion, Z_ProtocolVersion_1);
    set_bit(init->protocolVersion, Z_ProtocolVersion_2);
    set_bit(init->protocolVersion, Z_ProtocolVersion_3);
    take(request, odr, apdu);
}

int request_search(struct request *request, const char *pqf)
{
    static char set[] = "default", database[] = "Default";
    static char *databases[] = {database};
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_APDU *apdu = zget_APDU(odr, Z_APDU_searchRequest);
    Z_SearchRequest *search = apdu->u.searchRequest;
    Z_Query query = {.which = Z_Query_type_1};
    YAZ_PQF_Parser parser = yaz_pqf_create();

    query.u.type_1 = yaz_pqf_parse(parser, odr, pqf);
    yaz_pqf_destroy(parser);
    if (query.u.type_1 == NULL) {
        odr_destroy(odr);
        return -1;
    }
    search->query = &query;
    search->resultSetName = set;
    search->databaseNames = databases;
    search->num_databaseNames = 1;
    *search->smallSetUpperBound = 0;
    *search->largeSetLowerBound = 1;
    *search->mediumSetPresentNumber = 0;
    take(request, odr, apdu);
    return 0;
}

void request_present(struct request *request)
{
    static char set[] = "default";
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_APDU *apdu = zget_APDU(odr, Z_APDU_presentRequest);
    Z_PresentRequest *present = apdu->u.presentRequest;

    present->resultSetId = set;
    *present->resultSetStartPoint = 1;
    *present->numberOfRecordsRequested = 1;
    present->preferredRecordSyntax = odr_oiddup(odr, yaz_oid_recsyn_usmarc);
    take(request, odr, apdu);
}

void request_finish(struct request *request)
{
    free(request->bytes);
}

/* The octets of a BER length at `at`, and what they say; -1: indefinite. */
static size_t ber_length(long *value, const unsigned char *at)
{
    size_t octets = at[0] & 0x7f;

    if (at[0] < 0x80) {
        *value = at[0];
        return 1;
    }
    *value = octets == 0 ? -1 : 0;
    for (size_t i = 1; i <= octets; i++)
        *value = *value << 8 | at[i];
    return 1 + octets;
}

/* The context-tagged integer `tag` among the first elements of an APDU, all of them primitive. */
static uint64_t number_of(const unsigned char *at, const unsigned char *end, unsigned tag)
{
    while (at + 2 < end && (*at & 0xe0) == 0x80) {
        unsigned found = *at & 0x1f;
        uint64_t value = 0;
        long length;

        at += 1 + ber_length(&length, at + 1);
        if (length < 0 || length > end - at)
            break;
        for (long i = 0; i < length; i++)
            value = value << 8 | at[i];
        if (found == tag)
            return value;
        at += length;
    }
    return 0;
}

long answer_read(struct answer *answer, const char *bytes, size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes;
    int taken = completeBER(bytes, (int)length);
    long contents;

    if (taken <= 0)
        return taken;
    answer->service = at[0] & 0x1f;
    if ((at[0] & 0xe0) != 0xa0 || taken < 4)
        return -1;
    at += 1 + ber_length(&contents, at + 1);
    answer->hits = number_of(at, (const unsigned char *)bytes + taken, 23);
    answer->returned = number_of(at, (const unsigned char *)bytes + taken, 24);
    answer->succeeded = answer->service == ANSWER_SEARCH
                            ? number_of(at, (const unsigned char *)bytes + taken, 22) != 0
                            : answer->service == ANSWER_INIT || answer->returned == 1;
    return taken;
}
