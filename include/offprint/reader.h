/* Reading files of records as libraries have them: any format, repaired and reported. */
#ifndef OFFPRINT_READER_H
#define OFFPRINT_READER_H

#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct marc_record;
struct marc_reader;

enum marc_input {
    MARC_INPUT_SNIFF,
    MARC_INPUT_ISO2709,
    MARC_INPUT_MARCXML,
    MARC_INPUT_LINES, /* MARCMaker's: =245  10$aTitle */
    MARC_INPUT_JSON,  /* MARC-in-JSON, marc-hash, our own */
};

enum finding_severity {
    FINDING_NOTE,    /* worth knowing; nothing was changed */
    FINDING_REPAIR,  /* the reader or importer changed something to make sense of it */
    FINDING_WARNING, /* a cataloguer would correct this */
    FINDING_ERROR,   /* the record, or part of it, cannot be used */
};

/* One thing found in one record. All strings are borrowed for the length of the call. */
struct finding {
    enum finding_severity severity;
    const char *rule;    /* short stable name: "directory", "utf-8", "leader-length" … */
    const char *field;   /* tag, or "" */
    const char *message; /* one sentence naming the value */
};

/* Called for each finding of the record being read. */
typedef void finding_handler(void *context, const struct finding *finding);

/* Where in the input a record stands. */
struct marc_place {
    uint64_t number; /* the record's place in the file, from 1 */
    uint64_t offset; /* bytes from the start of the (unpacked) file, but for XML */
    uint64_t line;   /* line in the file, but for ISO 2709 */
};

/*
 * Opens `path` ("-" is standard input), packed with gzip or not. Reads as it goes: memory does not
 * grow with the file. Findings go to `handler` (may be NULL). OFFPRINT_IO where it cannot be read,
 * OFFPRINT_UNSUPPORTED where the format is not recognized.
 */
OFFPRINT_API int marc_reader_open(struct marc_reader **reader, const char *path,
                                  enum marc_input input, finding_handler *handler, void *context,
                                  struct diag *diag);
/* The same over bytes in memory, which must outlive the reader. */
OFFPRINT_API int marc_reader_open_bytes(struct marc_reader **reader, struct slice bytes,
                                        enum marc_input input, finding_handler *handler,
                                        void *context, struct diag *diag);

/*
 * Reads the next record into `arena`.
 *
 * Returns 1 with `*record` set; 0 at the end; a negative status for a record that was refused
 * (its place in marc_reader_place, the reason in `diag`): go on calling, one bad record never
 * stops a file. OFFPRINT_IO ends it. After XML that is not well-formed the reader goes on at the
 * next <record> it can find.
 */
OFFPRINT_API int marc_reader_next(struct marc_reader *reader, struct marc_record **record,
                                  struct arena *arena, struct diag *diag);

/* Where the record stands that marc_reader_next has just returned or refused. */
OFFPRINT_API struct marc_place marc_reader_place(const struct marc_reader *reader);

/*
 * The bytes, unpacked, of the record that marc_reader_next has just returned or refused: exactly
 * those, but of XML, in UTF-8, from its start tag to its end or to where reading was taken
 * up again. Empty for a record that was refused for its size, and at the end.
 *
 * Borrowed until the next call, or until the record's arena is reset. For XML only where
 * marc_reader_keep_bytes was called before the first record: it costs a copy.
 */
OFFPRINT_API void marc_reader_keep_bytes(struct marc_reader *reader);
OFFPRINT_API struct slice marc_reader_bytes(const struct marc_reader *reader);

/* Bytes read so far and the size of the input, 0 where it is not known: for progress. */
OFFPRINT_API void marc_reader_progress(const struct marc_reader *reader, uint64_t *done,
                                       uint64_t *size);

OFFPRINT_API enum marc_input marc_reader_input(const struct marc_reader *reader);
OFFPRINT_API void marc_reader_close(struct marc_reader *reader);

/*
 * Judges a record against MARC 21: leader, 008, indicators, what a component part must have.
 * Each finding goes to `handler`. Returns how many were given.
 */
OFFPRINT_API int marc_check(const struct marc_record *record, finding_handler *handler,
                            void *context);

/* "note", "repair", "warning", "error". */
OFFPRINT_API const char *finding_severity_name(enum finding_severity severity);

#endif
