/* What a Dublin Core record says of its host: 773. */
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "convert/from_dc_internal.h"
#include "convert/part.h"

bool from_dc_is_in_serial(const struct from_dc *from)
{
    struct part part = {0};

    part_read_display(&part, node_text(from->host, from->arena), from->arena);
    return part.volume.length > 0 || part.issue.length > 0;
}

/* Where "T. Publisher, 1977, pp. 3-9" or "T; Vol. 2, No. 3 (2004); 12-20" says where in T it is: at
 * the mark before the first of these words that has a number. The length where it does not. */
static size_t place_at(struct slice text)
{
    static const char *const words[] = {"pp",     "p",  "page",    "pages", "vol",
                                        "volume", "no", "chapter", "issue"};

    for (size_t i = 1; i + 3 < text.length; i++) {
        if (strchr(",;.", text.data[i]) == NULL || text.data[i + 1] != ' ')
            continue;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            size_t at = i + 2, length = strlen(words[k]);

            if (at + length >= text.length || strncasecmp(text.data + at, words[k], length) != 0)
                continue;
            for (at += length; at < text.length && strchr(". ", text.data[at]) != NULL;)
                at++;
            if (at < text.length && text.data[at] >= '0' && text.data[at] <= '9')
                return i;
        }
    }
    return text.length;
}

static bool is_citation(struct slice text)
{
    return text.length < 2000 && memchr(text.data, '\0', text.length) == NULL &&
           place_at(text) < text.length;
}

void from_dc_find_host(struct from_dc *from)
{
    const xmlNode *node = NULL;

    for (unsigned count = 0; count < FROM_DC_LOOKED_AT && from->host == NULL &&
                             (node = from_dc_next(from, node, "source")) != NULL;
         count++)
        if (is_citation(node_text(node, from->arena)))
            from->host = node;
}

/* Pages need a hyphen: programs that read 773 $g know no dash. */
static struct slice with_hyphens(const struct from_dc *from, struct slice text)
{
    char *copy = arena_copy(from->arena, text.data, text.length);
    size_t length = 0;

    for (size_t i = 0; i < text.length; i++) {
        bool dash = slice_starts(slice_part(text, i, 3), "\xE2\x80\x93");

        copy[length++] = dash ? '-' : text.data[i];
        i += dash ? 2 : 0;
    }
    return slice_make(copy, length);
}

void from_dc_add_host(struct from_dc *from)
{
    struct slice text = node_text(from->host, from->arena);
    size_t place = place_at(text), title = 0;
    bool serial = from_dc_is_in_serial(from);
    struct slice issn = {NULL, 0};
    const xmlNode *node = NULL;

    while (title < place && (text.data[title] != '.' || text.data[title + 1] != ' '))
        title++;
    /* Dublin Core of journals gives the ISSN as a source of its own. */
    for (unsigned count = 0;
         count < FROM_DC_LOOKED_AT && (node = from_dc_next(from, node, "source")) != NULL; count++)
        if (node_text(node, from->arena).length == 9 &&
            from_dc_is_issn(node_text(node, from->arena)))
            issn = node_text(node, from->arena);
    building_field(&from->building, "773", '0', ' ');
    building_add(&from->building, '7', slice_of(serial ? "nnas" : "nnam"));
    building_add(&from->building, 't', slice_trim(slice_part(text, 0, title)));
    if (title < place)
        building_add(&from->building, 'd',
                     slice_trim(slice_part(text, title + 1, place - title - 1)));
    building_add(&from->building, 'g',
                 with_hyphens(from, slice_trim(slice_part(text, place + 1, text.length))));
    building_add(&from->building, 'x', issn);
}
