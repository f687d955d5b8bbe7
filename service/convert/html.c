/*
 * The page of a record: for people, with or without a screen, and for what reads pages for them
 * (Zotero, Google Scholar, browsers' reference managers). No script; everything in one file.
 */
#include "convert/html.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>

#include "base/datestamp.h"
#include "base/escape.h"
#include "convert/citation.h"
#include "convert/display.h"
#include "convert/jsonld.h"
#include "convert/writer.h"

/* What the page's steps share. */
struct page {
    struct buffer *out;
    const struct citation *citation;
    const struct marc_record *record;
    const struct convert_context *context;
    struct arena *arena;
    struct slice language; /* BCP 47, of the record's own words; empty where not known */
};

static void add(struct page *page, const char *markup)
{
    buffer_add_string(page->out, markup);
}

static void add_text(struct page *page, struct slice text)
{
    escape_xml(page->out, text);
}

/* ` lang="ru" dir="auto"` for words that are the record's. */
static void add_language(struct page *page)
{
    if (page->language.length > 0) {
        add(page, " lang=\"");
        add_text(page, page->language);
        add(page, "\"");
    }
    add(page, " dir=\"auto\"");
}

static void add_link(struct page *page, struct slice address, struct slice text)
{
    add(page, "<a href=\"");
    add_text(page, address);
    add(page, "\">");
    add_text(page, text);
    add(page, "</a>");
}

/* The record's own address, with a format's suffix; from the root where the base is not known. */
static struct slice address_of(const struct page *page, const char *suffix)
{
    struct slice url = citation_record_url(page->context->base_url, page->context->id, page->arena);
    return citation_pages(url, slice_of(suffix), "", page->arena);
}

static struct slice title_of(const struct page *page)
{
    return page->citation->title.length > 0 ? page->citation->title : slice_of("[no title]");
}

/* JSON within HTML: "<" is written so that neither "</script" nor "<!--" can stand in it. */
static void add_jsonld(struct page *page)
{
    struct buffer json;
    buffer_init(&json);
    jsonld_write(&json, page->citation, page->context, page->arena);
    add(page, "<script type=\"application/ld+json\">\n");
    for (size_t i = 0; i < json.length; i++) {
        if (json.data[i] == '<')
            add(page, "\\u003c");
        else
            buffer_add_char(page->out, json.data[i]);
    }
    add(page, "</script>\n");
    buffer_finish(&json);
}

static void add_alternates(struct page *page)
{
    size_t count = 0;
    const struct format *formats = formats_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(formats[i].name, "html") == 0)
            continue;
        add(page, "<link rel=\"alternate\" type=\"");
        add_text(page, slice_of(formats[i].media_type));
        add(page, "\" title=\"");
        add_text(page, slice_of(formats[i].label));
        add(page, "\" href=\"");
        add_text(page, address_of(page, formats[i].suffix));
        add(page, "\">\n");
    }
}

static void add_head(struct page *page)
{
    add(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    add_text(page, title_of(page));
    add(page, " – ");
    add_text(page, slice_of(page->context->repository));
    add(page, "</title>\n<link rel=\"canonical\" href=\"");
    add_text(page, address_of(page, ""));
    add(page, "\">\n");
    if (page->citation->abstract.length > 0) {
        add(page, "<meta name=\"description\" content=\"");
        add_text(page, page->citation->abstract);
        add(page, "\">\n");
    }
    html_add_meta(page->out, page->citation);
    add_alternates(page);
    add(page, "<style>\n");
    add(page, html_style);
    add(page, "</style>\n");
    add_jsonld(page);
    add(page, "</head>\n");
}

/* Those who made it, as the line beneath the title; their roles are in the list below. */
static void add_makers(struct page *page)
{
    bool open = false;
    for (size_t i = 0; i < page->citation->name_count; i++) {
        const struct citation_name *name = &page->citation->names[i];
        if (name->role != page->citation->names[0].role || name->role >= CITATION_CONTRIBUTOR)
            break;
        add(page, open ? "; " : "<p class=\"makers\" dir=\"auto\">");
        add_text(page, name->whole);
        open = true;
    }
    if (open)
        add(page, "</p>\n");
}

static void add_host(struct page *page)
{
    const struct citation *citation = page->citation;
    if (citation->container_title.length == 0)
        return;
    add(page, "<p class=\"host\">In <cite");
    add_language(page);
    add(page, ">");
    if (citation->container_id != NULL)
        add_link(page,
                 citation_record_url(page->context->base_url, citation->container_id, page->arena),
                 citation->container_title);
    else
        add_text(page, citation->container_title);
    add(page, "</cite>");
    struct slice place = display_place(citation->part_kind, citation->part_number,
                                       citation->page_first, citation->page_last, page->arena);
    if (place.length > 0) {
        add(page, ", ");
        add_text(page, place);
    }
    add(page, "</p>\n");
}

/* Values that share a label are several <dd> of one <dt>. */
static void add_details(struct page *page)
{
    struct display_line *lines = NULL;
    size_t count = display_lines(&lines, page->citation, page->record, page->context, page->arena);
    add(page, "<h2>Details</h2>\n<dl>\n");
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(lines[i].label, lines[i - 1].label) != 0) {
            add(page, "<dt>");
            add_text(page, slice_of(lines[i].label));
            add(page, "</dt>\n");
        }
        add(page, "<dd");
        if (lines[i].own_language)
            add_language(page);
        add(page, ">");
        if (lines[i].link.length > 0)
            add_link(page, lines[i].link, lines[i].value);
        else
            add_text(page, lines[i].value);
        add(page, "</dd>\n");
    }
    add(page, "</dl>\n");
}

static void add_parts(struct page *page)
{
    const struct citation *citation = page->citation;
    if (citation->part_count == 0)
        return;
    add(page, "<section aria-labelledby=\"parts\">\n<h2 id=\"parts\">Parts</h2>\n"
              "<ol class=\"parts\">\n");
    for (size_t i = 0; i < citation->part_count; i++) {
        const struct citation_part *part = &citation->parts[i];
        struct slice place =
            display_place(part->kind, part->number, part->start, part->end, page->arena);
        add(page, "<li dir=\"auto\">");
        add_link(page, citation_record_url(page->context->base_url, part->id, page->arena),
                 part->title.length > 0 ? part->title : slice_of(part->id));
        if (place.length > 0) {
            add(page, " <span class=\"where\">");
            add_text(page, place);
            add(page, "</span>");
        }
        add(page, "</li>\n");
    }
    add(page, "</ol>\n</section>\n");
}

static void add_citation(struct page *page)
{
    struct buffer plain;
    buffer_init(&plain);
    citation_add_plain(&plain, page->citation, page->arena);
    add(page, "<section aria-labelledby=\"cite\">\n<h2 id=\"cite\">Cite</h2>\n"
              "<blockquote><p dir=\"auto\">");
    add_text(page, buffer_slice(&plain));
    add(page, "</p></blockquote>\n");
    html_add_coins(page->out, page->citation, page->context);
    add(page, "</section>\n");
    buffer_finish(&plain);
}

static void add_formats(struct page *page)
{
    size_t count = 0;
    const struct format *formats = formats_all(&count);
    add(page, "<section aria-labelledby=\"formats\">\n<h2 id=\"formats\">Other formats</h2>\n"
              "<ul class=\"formats\">\n");
    for (size_t i = 0; i < count; i++) {
        if (strcmp(formats[i].name, "html") == 0)
            continue;
        add(page, "<li>");
        add_link(page, address_of(page, formats[i].suffix), slice_of(formats[i].label));
        add(page, "</li>\n");
    }
    add(page, "</ul>\n</section>\n");
}

static void add_footer(struct page *page)
{
    char datestamp[DATESTAMP_SIZE];
    datestamp_format(datestamp, page->context->datestamp);
    add(page, "<footer>\n<p>Record <code>");
    add_text(page, slice_of(page->context->id));
    add(page, "</code>, last changed <time datetime=\"");
    add(page, datestamp);
    add(page, "\">");
    buffer_add(page->out, datestamp, strcspn(datestamp, "T"));
    add(page, "</time></p>\n</footer>\n");
}

static void add_body(struct page *page)
{
    add(page,
        "<body>\n<a class=\"skip\" href=\"#record\">Go to the record</a>\n<header><a href=\"");
    add_text(page, slice_of(page->context->base_url));
    add(page, "/\">");
    add_text(page, slice_of(page->context->repository));
    add(page, "</a></header>\n<main id=\"record\">\n<p class=\"kind\">");
    add(page, citation_type_label(page->citation->type));
    add(page, "</p>\n<h1");
    add_language(page);
    add(page, ">");
    add_text(page, title_of(page));
    add(page, "</h1>\n");
    add_makers(page);
    add_host(page);
    add_details(page);
    add_parts(page);
    add_citation(page);
    add_formats(page);
    add(page, "</main>\n");
    add_footer(page);
    add(page, "</body>\n</html>\n");
}

int write_html(struct buffer *out, const struct marc_record *record,
               const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct citation citation;
    citation_from_record(&citation, record, context, arena);
    struct page page = {
        .out = out,
        .citation = &citation,
        .record = record,
        .context = context,
        .arena = arena,
    };
    if (citation.language_count > 0)
        page.language = citation.languages[0].short_code;
    add_head(&page);
    add_body(&page);
    return OFFPRINT_OK;
}
