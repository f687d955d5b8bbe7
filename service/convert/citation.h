/* A citation item: what a record says that a bibliography needs, in no format's words. */
#ifndef OFFPRINT_CONVERT_CITATION_H
#define OFFPRINT_CONVERT_CITATION_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>

struct arena;
struct buffer;
struct convert_context;
struct marc_record;

/* Finer than enum material, which says what a thing is: this says how it is cited. */
enum citation_type {
    CITATION_BOOK,
    CITATION_CHAPTER,
    CITATION_ARTICLE,
    CITATION_NEWSPAPER_ARTICLE,
    CITATION_SERIAL,
    CITATION_NEWSPAPER,
    CITATION_THESIS,
    CITATION_REPORT,
    CITATION_PROCEEDINGS,
    CITATION_CONFERENCE_PAPER,
    CITATION_MAP,
    CITATION_SCORE,
    CITATION_SPEECH,
    CITATION_MUSIC,
    CITATION_VIDEO,
    CITATION_IMAGE,
    CITATION_DATASET,
    CITATION_SOFTWARE,
    CITATION_MANUSCRIPT,
    CITATION_OBJECT,
    CITATION_COLLECTION,
    CITATION_WEBSITE,
    CITATION_TYPES, /* how many there are: tables by type have this size */
};

enum citation_role {
    CITATION_AUTHOR,
    CITATION_EDITOR,
    CITATION_TRANSLATOR,
    CITATION_COMPILER,
    CITATION_ILLUSTRATOR,
    CITATION_COMPOSER,
    CITATION_PERFORMER,
    CITATION_NARRATOR,
    CITATION_DIRECTOR,
    CITATION_PRODUCER,
    CITATION_INTERVIEWER,
    CITATION_CONTRIBUTOR,
    CITATION_CONTAINER_AUTHOR, /* of the host, where it is not the author of the part */
    CITATION_CONTAINER_EDITOR, /* of the host */
    CITATION_ROLES,            /* how many there are */
};

/* `family` and `given` are empty where a name has but one form: `whole`. */
struct citation_name {
    enum citation_role role;
    bool personal;
    struct slice whole; /* as a catalogue files it: "Gorodetsky, Gabriel", "John Paul II" */
    struct slice family, given;
    struct slice suffix; /* "Jr.", "III" */
};

struct citation_date {
    int year, month, day; /* 0 where not known; a negative year does not occur */
    int year_end;         /* of a range; 0 where none or open */
    bool open;            /* a range that goes on */
    bool circa;           /* the year is a cataloguer's estimate */
    struct slice literal; /* as transcribed, where there is no year: "[19th century]" */
};

enum citation_access { CITATION_ACCESS_UNKNOWN, CITATION_ACCESS_OPEN, CITATION_ACCESS_RESTRICTED };

struct citation_language {
    struct slice code;       /* MARC: "eng" */
    struct slice short_code; /* BCP 47: "en", or the three letters where there are no two */
    const char *name;        /* "English"; NULL where not known */
};

struct citation_list {
    struct slice *items;
    size_t count;
};

/* One component part of the record, for those formats that list them. */
struct citation_part {
    const char *id;
    struct slice title;
    struct slice kind, number; /* "chapter", "6" */
    struct slice start, end;   /* pages */
};

/*
 * Every string is UTF-8 in NFC on one line: no control characters, no white space at the ends or
 * twice, no ISBD punctuation. What is not known is empty. All of it lives in the arena it was made
 * with or in the record.
 */
struct citation {
    enum citation_type type;
    const char *id;
    struct slice title;          /* "Introduction: Striving for acceptance" */
    struct slice title_short;    /* "Introduction"; empty where it would be the whole */
    struct citation_name *names; /* in order of roles, then of the record */
    size_t name_count;

    /* The host */
    struct slice container_title;
    const char *container_id; /* NULL where it is not in this catalogue */
    struct slice container_url;
    struct slice container_year;
    struct slice part_kind; /* "chapter" */
    struct slice part_number;
    struct slice volume, issue;
    struct slice page_first, page_last;

    struct slice publisher, place;
    struct citation_date issued, online;
    struct slice edition;
    struct slice series, series_number;
    struct slice extent; /* 300 as it stands */
    struct slice page_count;
    struct slice degree;      /* "Ph. D." */
    struct slice institution; /* that granted it */
    struct slice report_number;
    struct slice event, event_place;
    struct slice scale;

    /* Of the record; a part without ISBN or ISSN has those of its host here. */
    struct citation_list isbn, issn;
    struct slice doi;
    struct slice call_number;
    struct citation_language *languages;
    size_t language_count;
    struct slice record_url; /* the record's page; empty where there is no base URL */
    struct slice url; /* to cite: `record_url`; `full_text` of a website or where there is none */
    struct slice full_text; /* the thing itself on line (856 second indicator not 2) */
    struct slice abstract;
    struct citation_list keywords; /* "Great Britain -- Foreign relations -- Soviet Union" */
    enum citation_access access;
    struct citation_part *parts;
    size_t part_count;
};

/* Fills `citation` from a record. Nothing in a record makes it fail. */
void citation_from_record(struct citation *citation, const struct marc_record *record,
                          const struct convert_context *context, struct arena *arena);

/* "Book chapter", "Editor": for people. */
const char *citation_type_label(enum citation_type type);
const char *citation_role_label(enum citation_role role);

/* How many names have that role. */
size_t citation_count(const struct citation *citation, enum citation_role role);

/* Is there a container: is it a chapter, an article or a paper in something? */
bool citation_is_part(const struct citation *citation);

/* Appends "Family, Given, Suffix"; a name of one form as it is. */
void citation_add_inverted(struct buffer *out, const struct citation_name *name);

/* "211-256" with `dash` between; only the first page where there is no other; empty for none. */
struct slice citation_pages(struct slice first, struct slice last, const char *dash,
                            struct arena *arena);

/* "Ph. D. thesis" of a degree, whether or not it says so itself; empty where there is none. */
struct slice citation_thesis_kind(const struct citation *citation, struct arena *arena);

/* The items of a list with `separator` between. */
struct slice citation_join(const struct citation_list *list, const char *separator,
                           struct arena *arena);

/* The keywords in one string, parted by commas; by semicolons where one has a comma in it. */
struct slice citation_keywords(const struct citation *citation, struct arena *arena);

/* "1977", "1950-1955", "1950-", "ca. 1600", or as transcribed; empty where nothing is known. */
struct slice citation_date_text(const struct citation_date *date, const char *dash,
                                struct arena *arena);

/* Appends "1977-05-12", as far as it is known, with `separator` between. */
void citation_date_add(struct buffer *out, const struct citation_date *date, char separator);

/* Appends the citation as one line of plain text, as a bibliography would print it. */
void citation_add_plain(struct buffer *out, const struct citation *citation, struct arena *arena);

/* `text` as struct citation promises: NFC, one line, single spaces. Borrowed where it is so. */
struct slice citation_clean(struct slice text, struct arena *arena);

/* "{base_url}/records/{id}", the id percent-encoded. */
struct slice citation_record_url(const char *base_url, const char *id, struct arena *arena);

/* May `url` stand in a link: is it http, https or ftp? */
bool citation_url_is_safe(struct slice url);

#endif
