#include "oai/set.h"

#include <ctype.h>

#include <offprint/buffer.h>

#include "base/text.h"

/* '!' begins what is escaped; ':' would make a hierarchy that there is not. */
static bool stands_for_itself(char c)
{
    return isalnum((unsigned char)c) || (c != '\0' && strchr("-_.*'()", c) != NULL);
}

void oai_set_write(struct buffer *out, const char *collection)
{
    for (; *collection != '\0'; collection++) {
        if (stands_for_itself(*collection))
            buffer_add_char(out, *collection);
        else
            buffer_printf(out, "!%02X", (unsigned char)*collection);
    }
}

/* Upper case only: one name has one setSpec. */
static int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_all(struct buffer *out, struct slice set)
{
    for (size_t i = 0; i < set.length; i++) {
        char c = set.data[i];
        if (c == '!') {
            int high = i + 2 < set.length ? hexadecimal(set.data[i + 1]) : -1;
            int low = high >= 0 ? hexadecimal(set.data[i + 2]) : -1;
            c = (char)(high * 16 + low);
            if (low < 0 || c == '\0' || stands_for_itself(c))
                return false;
            i += 2;
        } else if (!stands_for_itself(c)) {
            return false;
        }
        buffer_add_char(out, c);
    }
    return true;
}

bool oai_set_read(struct buffer *out, struct slice set)
{
    size_t before = out->length;

    if (set.length > 0 && read_all(out, set) &&
        text_is_utf8(slice_part(buffer_slice(out), before, out->length)))
        return true;
    buffer_truncate(out, before);
    return false;
}
