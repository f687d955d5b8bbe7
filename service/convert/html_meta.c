#include "convert/html.h"

#include <offprint/buffer.h>

#include "base/escape.h"
#include "convert/citation.h"

static void add_meta(struct buffer *out, const char *name, struct slice value)
{
    if (value.length == 0)
        return;
    buffer_add_string(out, "<meta name=\"citation_");
    buffer_add_string(out, name);
    buffer_add_string(out, "\" content=\"");
    escape_xml(out, value);
    buffer_add_string(out, "\">\n");
}

static void add_list(struct buffer *out, const char *name, const struct citation_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        add_meta(out, name, list->items[i]);
}

static void add_names(struct buffer *out, const char *name, const struct citation *citation,
                      enum citation_role role)
{
    for (size_t i = 0; i < citation->name_count; i++)
        if (citation->names[i].role == role)
            add_meta(out, name, citation->names[i].whole);
}

/* Google Scholar's form of a date: 1977/05/12. */
static void add_date(struct buffer *out, const char *name, const struct citation_date *date)
{
    struct buffer text;
    buffer_init(&text);
    citation_date_add(&text, date, '/');
    add_meta(out, name, buffer_slice(&text));
    buffer_finish(&text);
}

/* The name of the tag for what a thing stands in: it tells a reader what kind of thing it is. */
static const char *container_name(enum citation_type type)
{
    switch (type) {
    case CITATION_ARTICLE:
    case CITATION_NEWSPAPER_ARTICLE:
        return "journal_title";
    case CITATION_CONFERENCE_PAPER:
        return "conference_title";
    default:
        return "inbook_title";
    }
}

static void add_publisher(struct buffer *out, const struct citation *citation)
{
    if (citation->type == CITATION_THESIS) {
        add_meta(out, "dissertation_institution", citation->institution);
        add_meta(out, "dissertation_name", citation->degree);
    }
    if (citation->type == CITATION_REPORT) {
        add_meta(out, "technical_report_institution", citation->publisher);
        add_meta(out, "technical_report_number", citation->report_number);
    }
    add_meta(out, "publisher", citation->publisher);
}

void html_add_meta(struct buffer *out, const struct citation *citation)
{
    add_meta(out, "title", citation->title);
    add_names(out, "author", citation, CITATION_AUTHOR);
    add_names(out, "author", citation, CITATION_COMPOSER);
    add_names(out, "editor", citation, CITATION_EDITOR);
    add_names(out, "editor", citation, CITATION_CONTAINER_EDITOR);
    add_names(out, "translator", citation, CITATION_TRANSLATOR);
    add_meta(out, container_name(citation->type), citation->container_title);
    add_date(out, "publication_date", &citation->issued);
    add_date(out, "online_date", &citation->online);
    add_meta(out, "volume", citation->volume);
    add_meta(out, "issue", citation->issue);
    add_meta(out, "firstpage", citation->page_first);
    add_meta(out, "lastpage", citation->page_last);
    add_publisher(out, citation);
    add_list(out, "isbn", &citation->isbn);
    add_list(out, "issn", &citation->issn);
    add_meta(out, "doi", citation->doi);
    if (citation->language_count > 0)
        add_meta(out, "language", citation->languages[0].short_code);
    add_list(out, "keywords", &citation->keywords);
    add_meta(out, "abstract_html_url", citation->record_url);
    add_meta(out, "fulltext_html_url", citation->full_text);
}
