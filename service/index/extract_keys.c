/* Values as keys: identifiers, codes and dates, whole or cut out of fixed fields. */
#include "index/extract_scratch.h"
#include "index/keys.h"

void extract_keys(struct extract_scratch *x, const struct source_use *use, struct slice value)
{
    struct buffer *key = &x->text;

    buffer_truncate(key, 0);
    while (key_next(key, (enum key_form)use->point->form, &value)) {
        extract_sort(x, use, buffer_slice(key));
        extract_value(x, use, TERM_KEY, buffer_slice(key));
        buffer_truncate(key, 0);
    }
}

static bool name_matches(const char *code, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (code[i] != '.' && code[i] != text.data[i])
            return false;
    }
    return true;
}

/* Characters at fixed positions, perhaps under the name that the table gives them. */
void extract_positions(struct extract_scratch *x, const struct source_use *use, struct slice text)
{
    const struct access_point_source *source = use->source;
    size_t length = source->length > 0 ? source->length : text.length;

    text = slice_part(text, source->from, length);
    if (text.length == 0 || (source->length > 0 && text.length < length))
        return;
    if (source->name_count == 0)
        extract_keys(x, use, text);
    for (size_t i = 0; i < source->name_count; i++) {
        if (name_matches(source->names[i].code, text)) {
            extract_keys(x, use, slice_of(source->names[i].name));
            return;
        }
    }
}

/* A year that is wholly known; 9999 says that a serial still appears. */
static void add_year(struct extract_scratch *x, const struct source_use *use, struct slice year)
{
    for (size_t i = 0; i < year.length; i++) {
        if (year.data[i] < '0' || year.data[i] > '9')
            return;
    }
    if (!slice_is(year, "9999"))
        extract_keys(x, use, year);
}

/* 008/06 says what the dates in 008/07-10 and 11-14 are (MARC 21, 008). */
void extract_dates(struct extract_scratch *x, const struct source_use *use, struct slice text)
{
    char type = text.length >= 15 ? text.data[6] : 'n';

    if (type == 'n' || type == 'b')
        return;
    add_year(x, use, slice_part(text, 7, 4));
    if (type != 'e') /* there the second is month and day */
        add_year(x, use, slice_part(text, 11, 4));
}
