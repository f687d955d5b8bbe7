/* Where in its host a part stands: 773 $g and $q. */
#include <string.h>

#include "convert/from_mods.h"

/* "pt. 5" brings its own caption. */
static bool is_captioned(struct slice number)
{
    for (size_t i = 0; i < number.length; i++) {
        if (number.data[i] >= '0' && number.data[i] <= '9')
            return false;
        if (number.data[i] == '.')
            return i > 0;
    }
    return false;
}

/* "vol. 2": the caption, else the type, and the number; else the title. */
static struct slice detail_text(const struct from_mods *from, const xmlNode *detail)
{
    static const struct {
        const char *type, *caption;
    } captions[] = {{"volume", "vol."}, {"issue", "no."}, {"number", "no."}};
    struct slice label = from_mods_text(from, detail, NULL, "caption");
    struct slice number = from_mods_all(from, detail, "number", ", ");
    struct slice title = from_mods_text(from, detail, NULL, "title");

    if (label.length == 0)
        label = from_mods_attribute(from, detail, "type");
    for (size_t i = 0; i < sizeof captions / sizeof *captions; i++)
        if (slice_is(label, captions[i].type))
            label = slice_of(captions[i].caption);
    if (is_captioned(number))
        label.length = 0;
    if (number.length > 0)
        number = slices_join(from->arena, label, " ", number);
    return slices_join(from->arena, number, ", ", title);
}

static bool is_pages(const xmlNode *extent)
{
    return node_attribute_is(extent, "unit", "page") || node_attribute_is(extent, "unit", "pages");
}

static struct slice extent_text(const struct from_mods *from, const xmlNode *extent)
{
    struct slice text = from_mods_text(from, extent, NULL, "list");
    struct slice start = from_mods_text(from, extent, NULL, "start");
    struct slice end = from_mods_text(from, extent, NULL, "end");
    struct slice total = from_mods_text(from, extent, NULL, "total");
    struct slice unit = from_mods_attribute(from, extent, "unit");
    struct slice label = is_pages(extent) ? slice_of("pages") : unit;
    bool named = text.length > 0 && (text.data[0] < '0' || text.data[0] > '9');

    if (text.length == 0 && !slice_equal(start, end))
        text = slices_join(from->arena, start, "-", end);
    else if (text.length == 0)
        text = start;
    if (text.length > 0)
        return named ? text : slices_join(from->arena, label, " ", text);
    return total.length > 0 ? slices_join(from->arena, total, " ", label) : text;
}

struct slice from_mods_part(const struct from_mods *from, const xmlNode *part)
{
    struct slice text = {NULL, 0};
    const xmlNode *node = NULL;
    bool dated = false;

    while ((node = node_element(part, node)) != NULL && text.length < FROM_MODS_JOINED) {
        struct slice one = {NULL, 0};
        const char *between = ", ";

        if (node_is(node, "detail")) {
            one = detail_text(from, node);
        } else if (node_is(node, "extent")) {
            one = extent_text(from, node);
        } else if (node_is(node, "text")) {
            one = node_text(node, from->arena);
        } else if (node_is(node, "date") && !dated) {
            one = node_text(node, from->arena);
            if (one.length > 0 && text.length > 0) { /* "vol. 24, no. 3 (2001)" */
                one = slices_join(from->arena, slice_of("("), "", one);
                one = slices_join(from->arena, one, "", slice_of(")"));
                between = " ";
            }
            dated = one.length > 0;
        }
        text = slices_join(from->arena, text, between, one);
    }
    return text;
}

struct slice from_mods_enumeration(const struct from_mods *from, const xmlNode *part)
{
    const xmlNode *detail = node_child(part, "detail");
    const xmlNode *extent = node_child(part, "extent");
    struct slice text = {NULL, 0}, page = {NULL, 0};

    for (; detail != NULL && text.length < FROM_MODS_JOINED;
         detail = node_sibling(detail, "detail"))
        text = slices_join(from->arena, text, ":", from_mods_text(from, detail, NULL, "number"));
    for (; extent != NULL && page.length == 0; extent = node_sibling(extent, "extent"))
        if (is_pages(extent))
            page = from_mods_text(from, extent, NULL, "start");
    return slices_join(from->arena, text, "<", page);
}
