#include "oai/identifier.h"

#include <ctype.h>

#include <offprint/buffer.h>

#include "base/escape.h"
#include "base/text.h"

/* What the schema of oai-identifier lets stand for itself in the local part, but for '%'. */
static bool stands_for_itself(char c)
{
    return isalnum((unsigned char)c) || (c != '\0' && strchr("-_.!~*'();/?:@&=+$,", c) != NULL);
}

void oai_identifier_write(struct buffer *out, const char *repository, const char *id)
{
    buffer_printf(out, "oai:%s:", repository);
    for (; *id != '\0'; id++) {
        if (stands_for_itself(*id))
            buffer_add_char(out, *id);
        else
            buffer_printf(out, "%%%02X", (unsigned char)*id);
    }
}

bool oai_identifier_read(struct buffer *out, const char *repository, struct slice identifier)
{
    size_t prefix = strlen("oai:") + strlen(repository) + strlen(":");
    size_t before = out->length;

    if (identifier.length <= prefix || !slice_starts(identifier, "oai:") ||
        !slice_starts(slice_part(identifier, strlen("oai:"), identifier.length), repository) ||
        identifier.data[prefix - 1] != ':')
        return false;
    if (!unescape_url(out, slice_part(identifier, prefix, identifier.length), false))
        return false;
    struct slice id = slice_part(buffer_slice(out), before, out->length);
    if (memchr(id.data, '\0', id.length) == NULL && text_is_utf8(id))
        return true;
    buffer_truncate(out, before);
    return false;
}

bool oai_repository_is_domain(const char *repository)
{
    size_t labels = 0;

    for (const char *at = repository;; at++) {
        if (!isalpha((unsigned char)*at))
            return false;
        while (isalnum((unsigned char)*at) || *at == '-')
            at++;
        labels++;
        if (*at != '.')
            return *at == '\0' && labels >= 2;
    }
}

bool oai_is_uri(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '%') {
            if (i + 2 >= text.length || !isxdigit((unsigned char)text.data[i + 1]) ||
                !isxdigit((unsigned char)text.data[i + 2]))
                return false;
        } else if (!stands_for_itself(c) && c != '#') {
            return false;
        }
    }
    return true;
}
