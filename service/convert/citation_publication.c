/* When, where and by whom it was published; what it belongs to; how long it is. */
#include "convert/citation_internal.h"

#include "convert/date.h"
#include "convert/isbd.h"

static const struct slice nothing = {NULL, 0};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number of at most four digits at the start of `text`; 0 where there is none. */
static int leading_number(struct slice text)
{
    int number = 0;
    for (size_t i = 0; i < text.length && i < 4 && is_digit(text.data[i]); i++)
        number = number * 10 + (text.data[i] - '0');
    return number;
}

/* "1977", "1977-05" or "1977-05-12". */
static void read_w3c(struct citation_date *date, struct slice text)
{
    date->year = leading_number(slice_part(text, 0, 4));
    date->month = text.length >= 7 ? leading_number(slice_part(text, 5, 2)) : 0;
    date->day = text.length >= 10 ? leading_number(slice_part(text, 8, 2)) : 0;
    if (date->month > 12)
        date->month = 0;
    if (date->month == 0 || date->day > 31)
        date->day = 0;
}

/* 008/06 q is "questionable"; a transcription has its own ways to say so. */
static bool is_estimate(const struct marc_record *record, struct slice transcribed)
{
    struct slice fixed = marc_record_control(record, "008");
    if (fixed.length > 6 && fixed.data[6] == 'q')
        return true;
    return citation_mentions(transcribed, "ca.") || citation_mentions(transcribed, "circa") ||
           citation_mentions(transcribed, "approximately") ||
           citation_mentions(transcribed, "between") || citation_mentions(transcribed, "?");
}

/* A questionable date (008/06 q) lies between two years, the second in 008/11-14. */
static int last_possible_year(const struct marc_record *record)
{
    struct slice fixed = marc_record_control(record, "008");
    return fixed.length >= 15 && fixed.data[6] == 'q' ? leading_number(slice_part(fixed, 11, 4))
                                                      : 0;
}

/* An issue's date stands in brackets: "Vol. 24, no. 3 (May 2001), p. 12-20". It says more than a
 * year where it agrees with what is known of the year. */
static void read_issue_date(struct citation_date *issued, struct slice display, struct arena *arena)
{
    const char *open = display.length > 0 ? memchr(display.data, '(', display.length) : NULL;
    if (open == NULL)
        return;
    struct slice rest = slice_part(display, (size_t)(open - display.data) + 1, display.length);
    const char *close = rest.length > 0 ? memchr(rest.data, ')', rest.length) : NULL;
    if (close == NULL)
        return;
    struct citation_date date = {0};
    read_w3c(&date, date_parse(slice_part(rest, 0, (size_t)(close - rest.data)), arena));
    if (date.year != 0 && (issued->year == 0 || issued->year == date.year)) {
        issued->year = date.year;
        issued->month = date.month;
        issued->day = date.day;
    }
}

static void read_dates(struct citation *citation, const struct citation_source *source)
{
    struct dates dates = {0};
    dates_read(&dates, source->record, source->arena);
    struct slice transcribed = citation_clean(isbd_trim(dates.transcribed), source->arena);
    struct citation_date *issued = &citation->issued;
    read_w3c(issued, dates.issued);
    if (issued->year == 0)
        issued->year = dates.year;
    if (source->part.serial && issued->month == 0)
        read_issue_date(issued, source->part.display, source->arena);
    if (issued->year == 0 && source->part.date.length > 0)
        read_w3c(issued, source->part.date);
    if (issued->year == 0)
        issued->year = dates.copyright;
    if (issued->year == 0)
        issued->literal = transcribed;
    int last = dates.year_end != 0 ? dates.year_end : last_possible_year(source->record);
    if (issued->year != 0 && last > issued->year && last < 2200)
        issued->year_end = last;
    issued->open = issued->year != 0 && issued->year_end == 0 && dates.open;
    issued->circa = issued->year != 0 && is_estimate(source->record, transcribed);
    read_w3c(&citation->online, dates.online);
}

/* RDA's and ISBD's ways to say that place or publisher are not known. */
static bool is_unknown(struct slice text)
{
    static const char *const phrases[] = {"not identified", "s.l.",      "s. l.",      "s.n.",
                                          "s. n.",          "sine loco", "sine nomine"};
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (citation_mentions(text, phrases[i]) && text.length < 60)
            return true;
    return false;
}

static struct slice known(struct slice text, struct arena *arena)
{
    text = isbd_unbracket(text);
    return is_unknown(text) ? nothing : citation_clean(text, arena);
}

/* The publication statement: 264 with second indicator 1, else 260, else any other 264. */
static const struct marc_field *imprint_of(const struct marc_record *record)
{
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(record, "264", field)) != NULL)
        if (field->indicator[1] == '1')
            return field;
    if ((field = marc_record_field(record, "260", NULL)) != NULL)
        return field;
    return marc_record_field(record, "264", NULL);
}

static void read_imprint(struct citation *citation, const struct citation_source *source)
{
    const struct marc_field *field = imprint_of(source->record);
    if (field != NULL) {
        citation->place = known(marc_field_subfield(field, 'a'), source->arena);
        citation->publisher = known(marc_field_subfield(field, 'b'), source->arena);
    }
    if (!source->is_part)
        return;
    if (citation->place.length == 0)
        citation->place = known(source->part.place, source->arena);
    if (citation->publisher.length == 0)
        citation->publisher = known(source->part.publisher, source->arena);
}

/* 490, as the piece has it, before 830. */
static void read_series(struct citation *citation, const struct citation_source *source)
{
    const struct marc_field *field = marc_record_field(source->record, "490", NULL);
    if (field == NULL)
        field = marc_record_field(source->record, "830", NULL);
    if (field == NULL)
        field = marc_record_field(source->record, "440", NULL);
    if (field == NULL)
        return;
    citation->series = citation_field(field, "anp", " ", source->arena);
    citation->series_number =
        citation_clean(isbd_trim(marc_field_subfield(field, 'v')), source->arena);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Does `text` begin with a word for pages or leaves? */
static bool is_page_word(struct slice text)
{
    static const char *const words[] = {"p", "pp",     "pages", "page", "leaves", "l",
                                        "s", "seiten", "sider", "str",  "sivua",  "h"};
    size_t length = 0;
    while (length < text.length && is_letter(text.data[length]))
        length++;
    struct slice word = slice_part(text, 0, length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (word.length == strlen(words[i]) && citation_mentions(word, words[i]))
            return true;
    return false;
}

/* "xii, 304 pages" says 304; what no page word follows says nothing. */
static struct slice page_count_in(struct slice extent)
{
    for (size_t at = 0; at < extent.length; at++) {
        if (!is_digit(extent.data[at]))
            continue;
        size_t end = at;
        while (end < extent.length && is_digit(extent.data[end]))
            end++;
        size_t word = end;
        while (word < extent.length && (extent.data[word] == ' ' || extent.data[word] == ']'))
            word++;
        if (word > end && is_page_word(slice_part(extent, word, extent.length)) && end - at <= 6)
            return slice_part(extent, at, end - at);
        at = end;
    }
    return nothing;
}

static void read_extent(struct citation *citation, const struct citation_source *source)
{
    citation->extent = citation_first(source, "300", "abce", " ");
    if (!source->is_part)
        citation->page_count = page_count_in(citation_first(source, "300", "a", " "));
}

/* 502 $b $c, or the older $a: "Thesis (Ph. D.)--University of Tartu, 1999." */
static void read_thesis(struct citation *citation, const struct citation_source *source)
{
    citation->degree = citation_first(source, "502", "b", " ");
    citation->institution = citation_first(source, "502", "c", ", ");
    struct slice note = citation_first(source, "502", "a", " ");
    for (size_t at = 0; at + 1 < note.length; at++) {
        if (note.data[at] == '(' && citation->degree.length == 0) {
            const char *end = memchr(note.data + at, ')', note.length - at);
            if (end != NULL)
                citation->degree = slice_part(note, at + 1, (size_t)(end - note.data) - at - 1);
        }
        if (note.data[at] == '-' && note.data[at + 1] == '-' && citation->institution.length == 0) {
            struct slice rest = slice_trim(slice_part(note, at + 2, note.length));
            size_t end = rest.length;
            while (end > 0 && (is_digit(rest.data[end - 1]) || rest.data[end - 1] == '.' ||
                               rest.data[end - 1] == ' '))
                end--;
            if (end > 0 && end < rest.length && rest.data[end - 1] == ',')
                rest = slice_part(rest, 0, end - 1);
            citation->institution = rest;
        }
    }
}

/* The meeting that the work comes from: 111, else 711. */
static void read_event(struct citation *citation, const struct citation_source *source)
{
    const char *tag = marc_record_field(source->record, "111", NULL) != NULL ? "111" : "711";
    citation->event = citation_first(source, tag, "ae", ". ");
    citation->event_place = citation_first(source, tag, "c", ", ");
    while (citation->event_place.length > 0 &&
           strchr("():", citation->event_place.data[citation->event_place.length - 1]) != NULL)
        citation->event_place.length--;
    if (citation->event.length > 0 && citation->event.data[citation->event.length - 1] == '(')
        citation->event = isbd_trim(slice_part(citation->event, 0, citation->event.length - 1));
}

void citation_read_publication(struct citation *citation, const struct citation_source *source)
{
    read_dates(citation, source);
    read_imprint(citation, source);
    read_series(citation, source);
    read_extent(citation, source);
    read_event(citation, source);
    citation->edition = citation_first(source, "250", "ab", " ");
    citation->scale = citation_first(source, "255", "a", " ");
    if (slice_starts(citation->scale, "Scale "))
        citation->scale = slice_part(citation->scale, 6, citation->scale.length);
    citation->report_number = citation_first(source, "088", "a", " ");
    if (citation->report_number.length == 0)
        citation->report_number = citation_first(source, "027", "a", " ");
    if (citation->type == CITATION_THESIS)
        read_thesis(citation, source);
}
