/* The tags of records, found without a parser: where it has failed, or before it is asked. */
#include "marc/marcxml_read.h"

#include <string.h>

enum tag_match { TAG_OTHER, TAG_RECORD, TAG_INCOMPLETE };

/* No name of a record's tag, nor white space in it, goes on for longer. */
#define NAME_LIMIT 1024u

/*
 * Is the tag at `tag.data` ('<' and on) a record's, whatever its prefix? `*length` is how far its
 * name goes, with the rest of an end tag.
 */
static enum tag_match match_tag(struct slice tag, bool end, size_t *length)
{
    size_t name = end ? 2 : 1;
    size_t at = name;

    if (end && (tag.length < 2 || tag.data[1] != '/'))
        return tag.length < 2 ? TAG_INCOMPLETE : TAG_OTHER;
    for (; at < tag.length && strchr("<>/ \t\r\n", tag.data[at]) == NULL; at++)
        if (tag.data[at] == ':')
            name = at + 1;
    if (at == tag.length)
        return at < NAME_LIMIT ? TAG_INCOMPLETE : TAG_OTHER;
    if (at - name != 6 || memcmp(tag.data + name, "record", 6) != 0)
        return TAG_OTHER;
    if (end) {
        while (at < tag.length && strchr(" \t\r\n", tag.data[at]) != NULL && tag.data[at] != '\0')
            at++;
        if (at == tag.length)
            return at < NAME_LIMIT ? TAG_INCOMPLETE : TAG_OTHER;
        if (tag.data[at++] != '>')
            return TAG_OTHER;
    }
    *length = at;
    return TAG_RECORD;
}

bool marcxml_find_tag(struct slice window, bool end, size_t *from, size_t *length)
{
    while (*from < window.length) {
        const char *at = memchr(window.data + *from, '<', window.length - *from);

        if (at == NULL) {
            *from = window.length;
            return false;
        }
        *from = (size_t)(at - window.data);
        switch (match_tag(slice_part(window, *from, NAME_LIMIT), end, length)) {
        case TAG_RECORD:
            return true;
        case TAG_INCOMPLETE:
            return false;
        default:
            ++*from;
        }
    }
    return false;
}
