#include "http/condition.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/datestamp.h"
#include "base/hash.h"

/* Two versions of one resource must differ, which is all that a validator promises. */
void entity_tag_make(char tag[ENTITY_TAG_SIZE], struct slice body, const char *coding)
{
    snprintf(tag, ENTITY_TAG_SIZE, "\"%016" PRIx64 "-%zx%s%s\"", hash_add(HASH_EMPTY, body),
             body.length, *coding != '\0' ? "-" : "", coding);
}

/* Takes the next entity tag of a list with its quotes: 1, 0 at the end, -1 for what is none. */
static int tag_next(const char **at, struct slice *tag, bool *weak)
{
    const char *end;

    *at += strspn(*at, " \t,");
    if (**at == '\0')
        return 0;
    *weak = strncmp(*at, "W/", 2) == 0;
    if (*weak)
        *at += 2;
    if (**at != '"' || (end = strchr(*at + 1, '"')) == NULL)
        return -1;
    *tag = slice_make(*at, (size_t)(end + 1 - *at));
    *at = end + 1;
    return 1;
}

bool entity_tag_listed(const char *list, const char *tag, bool strong)
{
    struct slice listed;
    bool weak;

    list += strspn(list, " \t");
    if (*list == '*')
        return true;
    while (tag_next(&list, &listed, &weak) > 0)
        if (!(strong && weak) && slice_is(listed, tag))
            return true;
    return false;
}

/* False also where the header is no date: then it must be passed over. */
static bool changed_since(const char *header, int64_t last_modified, bool *known)
{
    int64_t since;

    *known = last_modified != 0 && datestamp_parse_http(slice_of(header), &since);
    return *known && last_modified > since;
}

unsigned conditions_evaluate(const struct conditions *conditions, const char *tag,
                             int64_t last_modified)
{
    bool known;

    if (conditions->if_match != NULL) {
        if (!entity_tag_listed(conditions->if_match, tag, true))
            return 412;
    } else if (conditions->if_unmodified_since != NULL) {
        if (changed_since(conditions->if_unmodified_since, last_modified, &known))
            return 412;
    }
    if (conditions->if_none_match != NULL)
        return entity_tag_listed(conditions->if_none_match, tag, false) ? 304 : 200;
    if (conditions->if_modified_since != NULL &&
        !changed_since(conditions->if_modified_since, last_modified, &known) && known)
        return 304;
    return 200;
}
