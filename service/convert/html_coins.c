/* COinS: ANSI/NISO Z39.88-2004 key/encoded-value pairs, in the formats for books and journals. */
#include "convert/html.h"

#include <offprint/buffer.h>
#include <offprint/convert.h>

#include "base/escape.h"
#include "convert/citation.h"

/* rft.genre by type; what has no metadata format of its own goes as a document. */
static const struct {
    bool journal;
    const char *genre;
} genres[CITATION_TYPES] = {
    [CITATION_BOOK] = {false, "book"},
    [CITATION_CHAPTER] = {false, "bookitem"},
    [CITATION_ARTICLE] = {true, "article"},
    [CITATION_NEWSPAPER_ARTICLE] = {true, "article"},
    [CITATION_SERIAL] = {true, "journal"},
    [CITATION_NEWSPAPER] = {true, "journal"},
    [CITATION_THESIS] = {false, "document"},
    [CITATION_REPORT] = {false, "report"},
    [CITATION_PROCEEDINGS] = {false, "conference"},
    [CITATION_CONFERENCE_PAPER] = {false, "proceeding"},
    [CITATION_MAP] = {false, "document"},
    [CITATION_SCORE] = {false, "document"},
    [CITATION_SPEECH] = {false, "document"},
    [CITATION_MUSIC] = {false, "document"},
    [CITATION_VIDEO] = {false, "document"},
    [CITATION_IMAGE] = {false, "document"},
    [CITATION_DATASET] = {false, "document"},
    [CITATION_SOFTWARE] = {false, "document"},
    [CITATION_MANUSCRIPT] = {false, "document"},
    [CITATION_OBJECT] = {false, "document"},
    [CITATION_COLLECTION] = {false, "document"},
    [CITATION_WEBSITE] = {false, "document"},
};

/* Percent-encoding leaves no character that an HTML attribute would have to escape. */
static void add_pair(struct buffer *out, const char *key, struct slice value)
{
    if (value.length == 0)
        return;
    buffer_add_string(out, "&amp;rft.");
    buffer_add_string(out, key);
    buffer_add_char(out, '=');
    escape_url(out, value);
}

static void add_titles(struct buffer *out, const struct citation *citation, bool journal)
{
    bool part = citation->container_title.length > 0;
    add_pair(out, part ? "atitle" : journal ? "jtitle" : "btitle", citation->title);
    add_pair(out, journal ? "jtitle" : "btitle", citation->container_title);
}

/* The first author in pieces, all in full. */
static void add_names(struct buffer *out, const struct citation *citation)
{
    bool first = true;
    for (size_t i = 0; i < citation->name_count; i++) {
        const struct citation_name *name = &citation->names[i];
        if (name->role != CITATION_AUTHOR && name->role != CITATION_COMPOSER)
            continue;
        if (first) {
            add_pair(out, "aulast", name->family);
            add_pair(out, "aufirst", name->given);
        }
        first = false;
        add_pair(out, name->personal ? "au" : "aucorp", name->whole);
    }
}

static void add_date(struct buffer *out, const struct citation_date *date)
{
    struct buffer text;
    buffer_init(&text);
    citation_date_add(&text, date, '-');
    add_pair(out, "date", buffer_slice(&text));
    buffer_finish(&text);
}

static void add_where(struct buffer *out, const struct citation *citation, bool journal)
{
    add_pair(out, "volume", journal ? citation->volume : (struct slice){NULL, 0});
    add_pair(out, "issue", journal ? citation->issue : (struct slice){NULL, 0});
    add_pair(out, "spage", citation->page_first);
    add_pair(out, "epage", citation->page_last);
    if (citation->page_first.length > 0 && citation->page_last.length > 0) {
        buffer_add_string(out, "&amp;rft.pages=");
        escape_url(out, citation->page_first);
        buffer_add_char(out, '-');
        escape_url(out, citation->page_last);
    }
}

void html_add_coins(struct buffer *out, const struct citation *citation,
                    const struct convert_context *context)
{
    bool journal = genres[citation->type].journal;
    buffer_add_string(out, "<span class=\"Z3988\" title=\"ctx_ver=Z39.88-2004&amp;rft_val_fmt=");
    buffer_add_string(out, journal ? "info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal"
                                   : "info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook");
    buffer_add_string(out, "&amp;rfr_id=info%3Asid%2F");
    escape_url(out, slice_of(context->repository));
    if (citation->doi.length > 0) {
        buffer_add_string(out, "&amp;rft_id=info%3Adoi%2F");
        escape_url(out, citation->doi);
    }
    add_pair(out, "genre", slice_of(genres[citation->type].genre));
    add_titles(out, citation, journal);
    add_names(out, citation);
    add_date(out, &citation->issued);
    add_where(out, citation, journal);
    if (!journal) {
        add_pair(out, "place", citation->place);
        add_pair(out, "pub", citation->publisher);
        add_pair(out, "edition", citation->edition);
        add_pair(out, "series", citation->series);
    }
    for (size_t i = 0; i < citation->isbn.count; i++)
        add_pair(out, "isbn", citation->isbn.items[i]);
    for (size_t i = 0; i < citation->issn.count; i++)
        add_pair(out, "issn", citation->issn.items[i]);
    buffer_add_string(out, "\"></span>\n");
}
