/* The vocabulary of formats, and a record written in each of them. */
#ifndef OFFPRINT_CONVERT_H
#define OFFPRINT_CONVERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/reader.h>
#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct buffer;
struct marc_record;

/*
 * One line of schemas/formats.xml. The same names on every face: suffix, ?format=, Accept, unAPI,
 * SRU recordSchema, OAI metadataPrefix, Z39.50 element set, command line. Strings are never NULL
 * ("" where the format has no such name); lists end with NULL.
 */
struct format {
    const char *name;              /* "mods" */
    const char *label;             /* "MODS 3.8": for people */
    const char *media_type;        /* "application/mods+xml" */
    const char *suffix;            /* ".mods" */
    const char *namespace_uri;     /* of its root element, for XML */
    const char *schema_location;   /* address of its XML Schema */
    const char *schema_identifier; /* info:srw/schema/1/… */
    const char *const *schemas;    /* SRU recordSchema and Z39.50 element set names */
    const char *const *prefixes;   /* OAI metadataPrefix names */
    bool xml;                      /* a well-formed element without XML declaration */
};

/* All formats, in the order of schemas/formats.xml; `count` receives how many. */
OFFPRINT_API const struct format *formats_all(size_t *count);

/* Each returns NULL where no format has that name. Names are matched without case. */
OFFPRINT_API const struct format *format_by_name(struct slice name);
OFFPRINT_API const struct format *format_by_suffix(struct slice suffix); /* with its dot */
OFFPRINT_API const struct format *format_by_media_type(struct slice media_type);
OFFPRINT_API const struct format *format_by_prefix(struct slice prefix); /* OAI: exact case */
OFFPRINT_API const struct format *format_by_schema(struct slice schema); /* short name or URI */

/* What a writer needs beside the record itself. Everything is borrowed. */
struct convert_context {
    const char *id;         /* the record's id in this catalogue */
    const char *repository; /* "offprint.localhost" */
    const char *base_url;   /* "http://host:port", no slash at the end; "" where not known */
    const char *collection; /* the collection's name */
    int64_t datestamp;      /* seconds since 1970-01-01T00:00:00Z */
    bool brief;             /* element set B */
    const char *host_id;    /* id of the host record in this catalogue, NULL where none */
    const struct marc_record *host;         /* the host record, NULL where none */
    const struct marc_record *const *parts; /* component parts in order */
    const char *const *part_ids;
    size_t part_count;
    struct slice source; /* the bytes the record came as, where format_source is set */
    const struct format *source_format; /* the format of `source`, or NULL */
};

/*
 * Appends the record in `format`. `arena` is for the writer's own needs while it writes.
 * A record that came in this very format is given back as it came.
 *
 * XML formats append one element without XML declaration; text is NFC, characters that XML
 * forbids are left out. OFFPRINT_TOO_LARGE, with nothing appended, for a record that ISO 2709
 * cannot hold.
 */
OFFPRINT_API int convert_write(struct buffer *out, const struct format *format,
                               const struct marc_record *record,
                               const struct convert_context *context, struct arena *arena,
                               struct diag *diag);

/*
 * Several records of one format as one document: a <collection>, an array, or one behind the
 * other. For each record, call convert_list_add with the bytes that convert_write made of it;
 * `first` says that it is the first one.
 */
OFFPRINT_API void convert_list_begin(struct buffer *out, const struct format *format);
OFFPRINT_API void convert_list_add(struct buffer *out, const struct format *format,
                                   struct slice record, bool first);
OFFPRINT_API void convert_list_end(struct buffer *out, const struct format *format);

/* --- reading --------------------------------------------------------------------------------- */

/* Reads a file of records in any format that can be made MARC 21, as a marc_reader reads MARC. */
struct record_reader;

/* A record that was read. Everything lives in the arena that it was read into. */
struct record_read {
    struct marc_record *record;
    struct slice source; /* the bytes it came as, where it did not come as MARC, to be kept */
    const struct format *source_format; /* their format, or NULL */
};

/* The names of the formats that are read, for people: "marc, marcxml, …". */
OFFPRINT_API const char *record_reader_formats(void);
/* Is `format` one of them? */
OFFPRINT_API bool record_reader_has(const char *format);

/*
 * Opens `path` ("-" is standard input), packed with gzip or not; `format` NULL has the bytes tell
 * what it is. Memory does not grow with the file. Findings go to `handler` (may be NULL).
 * OFFPRINT_IO, OFFPRINT_UNSUPPORTED where the format is not recognized, OFFPRINT_FORMAT where
 * records are not read from that format.
 */
OFFPRINT_API int record_reader_open(struct record_reader **reader, const char *path,
                                    const char *format, finding_handler *handler, void *context,
                                    struct diag *diag);
/* The same over bytes in memory, which must outlive the reader. */
OFFPRINT_API int record_reader_open_bytes(struct record_reader **reader, struct slice bytes,
                                          const char *format, finding_handler *handler,
                                          void *context, struct diag *diag);
/* NULL is accepted. */
OFFPRINT_API void record_reader_close(struct record_reader *reader);

/* As marc_reader_next: 1, 0 at the end, or the status of a record that was refused. */
OFFPRINT_API int record_reader_next(struct record_reader *reader, struct record_read *read,
                                    struct arena *arena, struct diag *diag);

/* As marc_reader_place and marc_reader_progress. */
OFFPRINT_API struct marc_place record_reader_place(const struct record_reader *reader);
OFFPRINT_API void record_reader_progress(const struct record_reader *reader, uint64_t *done,
                                         uint64_t *size);
/* The name of the format that is being read. */
OFFPRINT_API const char *record_reader_format(const struct record_reader *reader);

/*
 * As marc_reader_keep_bytes and marc_reader_bytes: the last record as it came, borrowed until the
 * next call or the arena is reset.
 */
OFFPRINT_API void record_reader_keep_bytes(struct record_reader *reader);
OFFPRINT_API struct slice record_reader_bytes(const struct record_reader *reader);

#endif
