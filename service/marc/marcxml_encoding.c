/* What encoding a file of XML is in. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "marc/input.h"
#include "marc/marcxml_read.h"

/* The value of encoding="…" in an XML declaration; empty where there is none. */
static void read_declaration(char *name, size_t size, struct slice window)
{
    char start[256];
    size_t length = window.length < sizeof start - 1 ? window.length : sizeof start - 1;
    const char *at, *end;

    name[0] = '\0';
    memcpy(start, window.length > 0 ? window.data : "", length);
    start[length] = '\0';
    if (strncmp(start, "<?xml", 5) != 0 || (end = strstr(start, "?>")) == NULL)
        return;
    at = strstr(start, "encoding");
    if (at == NULL || at > end)
        return;
    at += strcspn(at, "\"'");
    if (at >= end)
        return;
    length = strspn(at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    snprintf(name, size, "%.*s", (int)length, at + 1);
}

static bool names_utf8(const char *name)
{
    return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0 ||
           strcasecmp(name, "US-ASCII") == 0 || strcasecmp(name, "ASCII") == 0;
}

/*
 * Has the window characters beyond ASCII, all of them UTF-8? Hardly a text in another encoding has
 * that by chance. The last character may be cut.
 */
static bool is_plainly_utf8(struct slice window)
{
    for (size_t cut = 0; cut < 4 && cut < window.length; cut++) {
        struct slice whole = slice_part(window, 0, window.length - cut);

        if (text_is_utf8(whole))
            return !text_is_ascii(whole);
    }
    return false;
}

/* XML 1.0 appendix F: by the first bytes, then by the declaration. */
int marcxml_find_encoding(struct input *input, char *declared, size_t size, struct diag *diag)
{
    struct slice window = input_window(input);
    char name[32];

    declared[0] = '\0';
    if (slice_starts(window, "\xef\xbb\xbf")) {
        input_skip(input, 3);
        return 0;
    }
    if (slice_starts(window, "\xff\xfe") || slice_starts(window, "\xfe\xff"))
        return input_decode(input, "UTF-16", diag);
    if (window.length >= 2 && memcmp(window.data, "<\0", 2) == 0)
        return input_decode(input, "UTF-16LE", diag);
    if (window.length >= 2 && memcmp(window.data, "\0<", 2) == 0)
        return input_decode(input, "UTF-16BE", diag);
    read_declaration(name, sizeof name, window);
    if (name[0] == '\0' || names_utf8(name))
        return 0;
    /* A declaration that we could read as bytes cannot be in two-byte characters. */
    if (strncasecmp(name, "UTF-16", 6) == 0 || strncasecmp(name, "UTF-32", 6) == 0 ||
        strncasecmp(name, "UCS", 3) == 0 || strncasecmp(name, "ISO-10646", 9) == 0) {
        snprintf(declared, size, "%s", name);
        return 0;
    }
    if (!is_plainly_utf8(window))
        return input_decode(input, name, diag);
    snprintf(declared, size, "%s", name);
    return 0;
}
