/* How a record is cited: from what it is, from 008 and from its host. */
#include "convert/citation_internal.h"

#include "convert/material.h"

static const char *const labels[CITATION_TYPES] = {
    [CITATION_BOOK] = "Book",
    [CITATION_CHAPTER] = "Book chapter",
    [CITATION_ARTICLE] = "Article",
    [CITATION_NEWSPAPER_ARTICLE] = "Newspaper article",
    [CITATION_SERIAL] = "Journal",
    [CITATION_NEWSPAPER] = "Newspaper",
    [CITATION_THESIS] = "Thesis",
    [CITATION_REPORT] = "Report",
    [CITATION_PROCEEDINGS] = "Conference proceedings",
    [CITATION_CONFERENCE_PAPER] = "Conference paper",
    [CITATION_MAP] = "Map",
    [CITATION_SCORE] = "Score",
    [CITATION_SPEECH] = "Sound recording",
    [CITATION_MUSIC] = "Music recording",
    [CITATION_VIDEO] = "Video",
    [CITATION_IMAGE] = "Picture",
    [CITATION_DATASET] = "Data",
    [CITATION_SOFTWARE] = "Software",
    [CITATION_MANUSCRIPT] = "Manuscript",
    [CITATION_OBJECT] = "Object",
    [CITATION_COLLECTION] = "Collection",
    [CITATION_WEBSITE] = "Website",
};

/* One character of 008, ' ' where it is too short. */
static char fixed_at(const struct marc_record *record, size_t position)
{
    struct slice fixed =
        record != NULL ? marc_record_control(record, "008") : (struct slice){NULL, 0};
    return position < fixed.length ? fixed.data[position] : ' ';
}

static bool is_book_form(const struct marc_record *record)
{
    return material_form_of(record) == FORM_BOOK;
}

/* 008/29 of books: 1 is a conference publication. */
static bool is_conference(const struct marc_record *record)
{
    return record != NULL && is_book_form(record) && fixed_at(record, 29) == '1';
}

/* 008/24-27 of books: t is a technical report. */
static bool is_report(const struct marc_record *record)
{
    for (size_t position = 24; position <= 27; position++)
        if (fixed_at(record, position) == 't')
            return true;
    return marc_record_field(record, "027", NULL) != NULL ||
           marc_record_field(record, "088", NULL) != NULL;
}

/* 008/21 of serials: n is a newspaper. */
static bool is_newspaper(const struct marc_record *record)
{
    return record != NULL && material_form_of(record) == FORM_SERIAL && fixed_at(record, 21) == 'n';
}

static enum citation_type book_type(const struct marc_record *record)
{
    if (is_conference(record))
        return CITATION_PROCEEDINGS;
    return is_report(record) ? CITATION_REPORT : CITATION_BOOK;
}

/* 008/26 of computer files: numeric (a) and bibliographic (e) data, else programs and the like. */
static enum citation_type computer_type(const struct marc_record *record)
{
    if (material_form_of(record) != FORM_COMPUTER)
        return CITATION_SOFTWARE;
    switch (fixed_at(record, 26)) {
    case 'b':
    case 'f':
    case 'g':
    case 'h':
    case 'i':
    case 'j':
        return CITATION_SOFTWARE;
    default:
        return CITATION_DATASET;
    }
}

enum citation_type citation_type_of(const struct citation_source *source)
{
    const struct marc_record *record = source->record, *host = source->context->host;
    switch (material_of(record)) {
    case MATERIAL_BOOK:
        return book_type(record);
    case MATERIAL_CHAPTER:
        return is_conference(record) || is_conference(host) ? CITATION_CONFERENCE_PAPER
                                                            : CITATION_CHAPTER;
    case MATERIAL_ARTICLE:
        return is_newspaper(host) ? CITATION_NEWSPAPER_ARTICLE : CITATION_ARTICLE;
    case MATERIAL_SERIAL:
        return is_newspaper(record) ? CITATION_NEWSPAPER : CITATION_SERIAL;
    case MATERIAL_THESIS:
        return CITATION_THESIS;
    case MATERIAL_MAP:
        return CITATION_MAP;
    case MATERIAL_SCORE:
        return CITATION_SCORE;
    case MATERIAL_SPEECH:
        return CITATION_SPEECH;
    case MATERIAL_MUSIC:
        return CITATION_MUSIC;
    case MATERIAL_VIDEO:
        return CITATION_VIDEO;
    case MATERIAL_IMAGE:
        return CITATION_IMAGE;
    case MATERIAL_DATA:
        return computer_type(record);
    case MATERIAL_MANUSCRIPT:
        return CITATION_MANUSCRIPT;
    case MATERIAL_OBJECT:
        return CITATION_OBJECT;
    case MATERIAL_MIXED:
        return CITATION_COLLECTION;
    case MATERIAL_WEBSITE:
        return CITATION_WEBSITE;
    }
    return CITATION_BOOK;
}

const char *citation_type_label(enum citation_type type)
{
    return labels[type];
}

bool citation_is_part(const struct citation *citation)
{
    return citation->container_title.length > 0 || citation->type == CITATION_CHAPTER ||
           citation->type == CITATION_ARTICLE || citation->type == CITATION_NEWSPAPER_ARTICLE ||
           citation->type == CITATION_CONFERENCE_PAPER;
}
