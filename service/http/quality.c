#include "http/quality.h"

#include <stddef.h>
#include <strings.h>

#include <offprint/convert.h>

/* Takes everything up to `separator` outside of quotes, and moves past it. */
static struct slice take_until(struct slice *rest, char separator)
{
    bool quoted = false;
    size_t end = 0;

    for (; end < rest->length; end++) {
        char c = rest->data[end];
        if (quoted && c == '\\' && end + 1 < rest->length)
            end++;
        else if (c == '"')
            quoted = !quoted;
        else if (c == separator && !quoted)
            break;
    }
    struct slice taken = slice_part(*rest, 0, end);
    *rest = slice_part(*rest, end + 1, rest->length);
    return taken;
}

/* qvalue = "0" [ "." 0*3DIGIT ] / "1" [ "." 0*3"0" ] */
static unsigned read_quality(struct slice text)
{
    unsigned quality, unit = 100;

    if (text.length == 0 || text.length > 5 || (text.data[0] != '0' && text.data[0] != '1') ||
        (text.length > 1 && text.data[1] != '.'))
        return 0;
    quality = text.data[0] == '1' ? 1000 : 0;
    for (size_t i = 2; i < text.length; i++, unit /= 10) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return 0;
        quality += (unsigned)(text.data[i] - '0') * unit;
    }
    return quality > 1000 ? 0 : quality;
}

bool quality_next(struct slice *list, struct quality_item *item)
{
    while (list->length > 0) {
        struct slice element = take_until(list, ',');
        item->value = slice_trim(take_until(&element, ';'));
        item->quality = 1000;
        while (element.length > 0) {
            struct slice parameter = slice_trim(take_until(&element, ';'));
            if (parameter.length >= 2 && (parameter.data[0] | 0x20) == 'q' &&
                parameter.data[1] == '=')
                item->quality = read_quality(slice_part(parameter, 2, parameter.length));
        }
        if (item->value.length > 0)
            return true;
    }
    return false;
}

/* How exactly a media range names a format: 3 by its type, 2 as "type" and star, 1 as any, 0 not.
 */
static unsigned range_matches(struct slice range, const struct format *format)
{
    if (slice_is(range, "*/*"))
        return 1;
    if (range.length > 2 && range.data[range.length - 1] == '*' &&
        range.data[range.length - 2] == '/')
        return strncasecmp(range.data, format->media_type, range.length - 1) == 0 ? 2 : 0;
    return format_by_media_type(range) == format ? 3 : 0;
}

struct choice {
    const struct format *format;
    unsigned quality, precision;
    size_t place;
};

/* What the whole header says about one format: its most precise range counts (RFC 9110 clause
 * 12.5.1). */
static struct choice weigh(struct slice accept, const struct format *format)
{
    struct choice weight = {.format = format};
    struct quality_item item;

    for (size_t place = 0; quality_next(&accept, &item); place++) {
        unsigned precision = range_matches(item.value, format);
        if (precision > weight.precision) {
            weight.precision = precision;
            weight.quality = item.quality;
            weight.place = place;
        }
    }
    return weight;
}

static bool is_better(const struct choice *a, const struct choice *b, const struct format *standard)
{
    if (a->quality != b->quality)
        return a->quality > b->quality;
    if (a->precision != b->precision)
        return a->precision > b->precision;
    if (a->place != b->place)
        return a->place < b->place;
    return a->format == standard;
}

const struct format *accept_choose(struct slice accept, const struct format *standard)
{
    struct choice best = {0};
    size_t count;
    const struct format *formats = formats_all(&count);

    for (size_t i = 0; i < count; i++) {
        struct choice choice = weigh(accept, &formats[i]);
        if (choice.quality > 0 && (best.format == NULL || is_better(&choice, &best, standard)))
            best = choice;
    }
    return best.format;
}

bool accepts_gzip(const char *accept_encoding)
{
    struct slice list = slice_of(accept_encoding);
    struct quality_item item;
    bool any = false;

    while (quality_next(&list, &item)) {
        if ((item.value.length == 4 && strncasecmp(item.value.data, "gzip", 4) == 0) ||
            (item.value.length == 6 && strncasecmp(item.value.data, "x-gzip", 6) == 0))
            return item.quality > 0;
        if (slice_is(item.value, "*"))
            any = item.quality > 0;
    }
    return any;
}
