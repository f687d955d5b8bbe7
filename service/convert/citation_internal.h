/* The steps of making a citation item, one file each; citation.c puts them together. */
#ifndef OFFPRINT_CONVERT_CITATION_INTERNAL_H
#define OFFPRINT_CONVERT_CITATION_INTERNAL_H

#include <offprint/convert.h>
#include <offprint/record.h>
#include <offprint/slice.h>

#include "convert/citation.h"
#include "convert/part.h"

/*
 * Of names, identifiers and keywords a citation takes no more than this: each is compared with all
 * that stand before it, and no bibliography prints as many. The record itself keeps them all.
 */
#define CITATION_ITEMS_MAX 4000

/* What every step works on. */
struct citation_source {
    const struct marc_record *record;
    const struct convert_context *context;
    struct arena *arena;
    struct part part; /* empty where the record has no host */
    bool is_part;
};

/* citation_type.c: from leader, 008 and the host. */
enum citation_type citation_type_of(const struct citation_source *source);

/* citation_names.c: fills names; a part takes editors and a different author from its host. */
void citation_read_names(struct citation *citation, const struct citation_source *source);

/* citation_publication.c: imprint, dates, edition, series, extent, thesis, report, event. */
void citation_read_publication(struct citation *citation, const struct citation_source *source);

/* citation_subject.c: languages, identifiers, links, abstract, keywords, access. */
void citation_read_subject(struct citation *citation, const struct citation_source *source);

/* A field's subfields `codes` joined by `separator`, clean, without what ISBD puts at the end. */
struct slice citation_field(const struct marc_field *field, const char *codes,
                            const char *separator, struct arena *arena);
/* citation_field() of the first field `tag`; empty where there is none. */
struct slice citation_first(const struct citation_source *source, const char *tag,
                            const char *codes, const char *separator);

/* Does `text` hold `word` (small ASCII letters) without regard to the case of ASCII letters? */
bool citation_mentions(struct slice text, const char *word);

#endif
