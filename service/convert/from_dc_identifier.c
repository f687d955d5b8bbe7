/* Identifiers of Dublin Core, which say themselves what they are. */
#include <string.h>
#include <strings.h>

#include "convert/from_dc_internal.h"

/* The digits of a number with hyphens, X as 10; 0 where it has anything else, or more than 13. */
static size_t digits_of(struct slice text, int digits[13])
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (c == '-' && i > 0)
            continue;
        if (count == 13 || ((c < '0' || c > '9') && c != 'X' && c != 'x'))
            return 0;
        digits[count++] = c <= '9' ? c - '0' : 10;
    }
    return count;
}

/* ISO 2108 and ISO 3297: the last of `count` digits checks the others, X is only there. */
static bool is_checked(const int *digits, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (digits[i] == 10 && (i + 1 < count || count == 13))
            return false;
        sum += digits[i] * (count != 13 ? (int)(count - i) : i % 2 == 0 ? 1 : 3);
    }
    return sum % (count == 13 ? 10 : 11) == 0;
}

/* Of ten digits in a row one in eleven numbers would be one: they must be hyphenated. */
static bool is_isbn(struct slice text)
{
    int digits[13];
    size_t count = digits_of(text, digits);
    bool book = count == 13 ? digits[0] == 9 && digits[1] == 7 && digits[2] >= 8
                            : count == 10 && text.length > 10;

    return book && is_checked(digits, count);
}

bool from_dc_is_issn(struct slice text)
{
    int digits[13];

    return text.length == 9 && text.data[4] == '-' && digits_of(text, digits) == 8 &&
           is_checked(digits, 8);
}

bool from_dc_is_address(struct slice text)
{
    static const char *const schemes[] = {"http://", "https://", "ftp://"};

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (text.length > strlen(schemes[i]) &&
            strncasecmp(text.data, schemes[i], strlen(schemes[i])) == 0)
            return memchr(text.data, ' ', text.length) == NULL;
    return false;
}

/* How an identifier says what it is, before its number. */
static const struct scheme {
    const char *prefix, *tag, *indicators, *source;
    bool kept; /* the prefix is part of it */
} schemes[] = {
    {"urn:isbn:", "020", "  ", NULL, false},
    {"isbn", "020", "  ", NULL, false},
    {"urn:issn:", "022", "  ", NULL, false},
    {"eissn", "022", "  ", NULL, false},
    {"issn", "022", "  ", NULL, false},
    {"https://doi.org/", "024", "7 ", "doi", false},
    {"http://doi.org/", "024", "7 ", "doi", false},
    {"https://dx.doi.org/", "024", "7 ", "doi", false},
    {"http://dx.doi.org/", "024", "7 ", "doi", false},
    {"info:doi/", "024", "7 ", "doi", false},
    {"doi:", "024", "7 ", "doi", false},
    {"10.", "024", "7 ", "doi", true},
    {"hdl:", "024", "7 ", "hdl", false},
    {"ark:/", "024", "7 ", "ark", true},
    {"urn:", "024", "7 ", "urn", true},
    {"(OCoLC)", "035", "  ", NULL, true},
};

/* "ISBN: 0-517-09291-3", and what has the check digit of one. */
static const struct scheme *scheme_of(struct slice text)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (text.length > strlen(schemes[i].prefix) &&
            strncasecmp(text.data, schemes[i].prefix, strlen(schemes[i].prefix)) == 0)
            return &schemes[i];
    if (is_isbn(text))
        return &schemes[1];
    return from_dc_is_issn(text) ? &schemes[4] : NULL;
}

static struct slice number_of(const struct scheme *scheme, struct slice text)
{
    size_t length = strlen(scheme->prefix);

    if (scheme->kept || strncasecmp(text.data, scheme->prefix, length) != 0)
        return text;
    text = slice_part(text, length, text.length);
    while (text.length > 0 && strchr(": ", text.data[0]) != NULL && text.data[0] != '\0')
        text = slice_part(text, 1, text.length);
    return text;
}

void from_dc_add_identifier(struct from_dc *from, struct slice text)
{
    const struct scheme *scheme = text.length > 0 ? scheme_of(text) : NULL;

    if (from_dc_is_address(text))
        building_one(&from->building, "856", "40", 'u', text);
    if (scheme != NULL) {
        building_one(&from->building, scheme->tag, scheme->indicators, 'a',
                     number_of(scheme, text));
        if (scheme->source != NULL && number_of(scheme, text).length > 0)
            building_add(&from->building, '2', slice_of(scheme->source));
    } else if (!from_dc_is_address(text)) {
        building_one(&from->building, "024", "8 ", 'a', text);
    }
}
