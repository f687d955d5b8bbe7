/* Outcomes: what a call says when it could not do what it was asked. */
#ifndef OFFPRINT_STATUS_H
#define OFFPRINT_STATUS_H

#if defined(__GNUC__)
#define OFFPRINT_API __attribute__((visibility("default")))
#define OFFPRINT_PRINTF(at, first) __attribute__((format(printf, at, first)))
#else
#define OFFPRINT_API
#define OFFPRINT_PRINTF(at, first)
#endif

/*
 * Zero or positive is success; a negative value is one of these. They are as fine as the finest
 * protocol needs: each face turns one into its own code (Bib-1, SRU diagnostic, OAI error, HTTP
 * status) by one table and nothing else.
 */
enum offprint_status {
    OFFPRINT_OK = 0,

    /* Records and bytes */
    OFFPRINT_NOT_FOUND = -1,     /* no record has that id */
    OFFPRINT_GONE = -2,          /* the record was deleted */
    OFFPRINT_MALFORMED = -3,     /* bytes that are not what they claim to be */
    OFFPRINT_INVALID = -4,       /* an argument's value is not allowed */
    OFFPRINT_UNSUPPORTED = -5,   /* understood, and not offered */
    OFFPRINT_TOO_LARGE = -6,     /* the record does not fit the format asked for */
    OFFPRINT_NO_IDENTIFIER = -7, /* a record without control number */

    /* The machine */
    OFFPRINT_IO = -20,
    OFFPRINT_STORAGE = -21,      /* the store failed; the message says how */
    OFFPRINT_STORAGE_FULL = -22, /* disk or map is full; the batch was rolled back */
    OFFPRINT_FOREIGN = -23,      /* not a catalogue, or one of a newer version */
    OFFPRINT_STALE_INDEX = -24,  /* the access-point table changed: reindex */
    OFFPRINT_BUSY = -25,         /* another process writes, or no reader slot is free */
    OFFPRINT_TIMEOUT = -26,
    OFFPRINT_LIMIT = -27,   /* a configured limit, named in the message */
    OFFPRINT_CORRUPT = -28, /* the store contradicts itself */

    /* Queries */
    OFFPRINT_QUERY_TYPE = -40,
    OFFPRINT_QUERY_SYNTAX = -41,
    OFFPRINT_OPERATOR = -42,
    OFFPRINT_TOO_MANY_OPERANDS = -43,
    OFFPRINT_ATTRIBUTE_SET = -44, /* in CQL: the context set */
    OFFPRINT_ATTRIBUTE_TYPE = -45,
    OFFPRINT_ACCESS_POINT = -46, /* use attribute or CQL index */
    OFFPRINT_ACCESS_POINT_MISSING = -47,
    OFFPRINT_RELATION = -48,
    OFFPRINT_RELATION_MODIFIER = -49,
    OFFPRINT_POSITION = -50,
    OFFPRINT_STRUCTURE = -51,
    OFFPRINT_TRUNCATION = -52,
    OFFPRINT_COMPLETENESS = -53,
    OFFPRINT_COMBINATION = -54, /* each attribute is supported, the combination is not */
    OFFPRINT_TERM_FORMAT = -55,
    OFFPRINT_TERM_EMPTY = -56,
    OFFPRINT_TERM_ENCODING = -57,
    OFFPRINT_TERM_EXPANSION = -58, /* truncation matches too many terms */
    OFFPRINT_PROXIMITY = -59,
    OFFPRINT_PROXIMITY_UNIT = -60,
    OFFPRINT_PROXIMITY_RELATION = -61,
    OFFPRINT_PROXIMITY_DISTANCE = -62,
    OFFPRINT_SORT = -63,                  /* results cannot be sorted by that */
    OFFPRINT_ATTRIBUTE_COMPLEX = -64,     /* a complex attribute value that is not one value */
    OFFPRINT_RESULT_SET_ATTRIBUTES = -65, /* a result set as operand, narrowed by attributes */
    OFFPRINT_SORT_KEYS = -66,             /* too many keys to sort by */
    OFFPRINT_SORT_DUPLICATE = -67,        /* one key twice */
    OFFPRINT_SORT_RELATION = -68,         /* neither ascending nor descending */
    OFFPRINT_SORT_CASE = -69,             /* case or accents respected */
    OFFPRINT_SORT_MISSING_ACTION = -70,   /* what to do where a value is missing */
    OFFPRINT_SORT_MISSING = -71,          /* a value is missing, and that is to be an error */
    OFFPRINT_SORT_RECORDS = -72,          /* more records than are sorted */

    /* Databases and result sets */
    OFFPRINT_DATABASE = -80,
    OFFPRINT_DATABASE_COMBINATION = -81,
    OFFPRINT_RESULT_SET = -82, /* no result set has that name */
    OFFPRINT_RESULT_SET_EXISTS = -83,
    OFFPRINT_RESULT_SET_NAME = -84,
    OFFPRINT_RESULT_SET_LIMIT = -85,
    OFFPRINT_OUT_OF_RANGE = -86,

    /* Formats */
    OFFPRINT_FORMAT = -100,             /* record syntax, schema or prefix unknown */
    OFFPRINT_FORMAT_UNAVAILABLE = -101, /* known, but not for this record */
    OFFPRINT_ELEMENT_SET = -102,

    /* Browse */
    OFFPRINT_SCAN_STEP = -120,
    OFFPRINT_SCAN_POSITION = -121,
    OFFPRINT_SCAN_COUNT = -122,
    OFFPRINT_SCAN_ACCESS_POINT = -123, /* that access point cannot be browsed */
};

/*
 * Why a call failed. Written once, where the cause is known; only the edges read it.
 * Plain memory: copy it freely, nothing to release. `diag` arguments may be NULL.
 */
struct diag {
    int status;        /* enum offprint_status; 0 where nothing has been reported */
    char value[160];   /* the offending value, UTF-8, cut at a character; "" where there is none */
    char message[400]; /* one sentence, UTF-8, no full stop */
};

/* Forgets what `diag` says. */
OFFPRINT_API void diag_clear(struct diag *diag);

/* Reports `status` with a sentence and no offending value. Returns `status`. */
OFFPRINT_API int diag_set(struct diag *diag, int status, const char *format, ...)
    OFFPRINT_PRINTF(3, 4);

/*
 * Reports `status` with the value that was refused (borrowed; it may be NULL or hold anything:
 * what is not UTF-8 or printable is replaced) and a sentence. Returns `status`.
 */
OFFPRINT_API int diag_refuse(struct diag *diag, int status, const char *value, const char *format,
                             ...) OFFPRINT_PRINTF(4, 5);

/* The name of a status for logs: "not found", "malformed" … Never NULL. */
OFFPRINT_API const char *status_name(int status);

#endif
