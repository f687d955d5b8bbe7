/* Bytes into a request: libyaz decodes, after a look of our own. */
#include <stdio.h>

#include "z3950/ber.h"
#include "z3950/operation.h"

Z_APDU *z3950_decode(ODR decoder, char *bytes, int length, char *text, size_t text_size)
{
    Z_APDU *request = NULL;

    if (!ber_is_sound(slice_make(bytes, (size_t)length))) {
        snprintf(text, text_size, "not an APDU in BER");
        return NULL;
    }
    odr_setbuf(decoder, bytes, length, 0);
    if (z_APDU(decoder, &request, 0, NULL) && request != NULL)
        return request;
    snprintf(text, text_size, "not an APDU of Z39.50: %s %s", odr_errmsg(odr_geterror(decoder)),
             odr_getelement(decoder));
    return NULL;
}
