/* The index: terms, postings, forward lists and sort columns of every record. */
#ifndef OFFPRINT_INDEX_INDEX_H
#define OFFPRINT_INDEX_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/access_points.h>
#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct docset;
struct index_entries;
struct index_preparer;
struct index_writer;
struct marc_record;
struct store_record;
struct store_transaction;

/* The second byte of a term's key. The numbers are on disk. */
enum term_kind {
    TERM_WORD = 1,    /* a folded word */
    TERM_HEADING = 2, /* a whole folded heading; over 480 bytes cut and closed with a hash */
    TERM_KEY = 3,     /* a normalized identifier, code or date: sorts as it compares */
    TERM_PAIR = 4,    /* two words that stand side by side in a field, a space between */
};

/* Numbers below this are not terms but marks in forward lists. */
#define TERM_FIRST 2
#define FORWARD_FIELD_BREAK 0
#define FORWARD_SUBFIELD_BREAK 1

/* The store's named value that holds the number which the next new term gets. */
#define META_NEXT_TERM "index.next-term"

/* Access-point numbers that the index fills by itself, without fields in the table. */
#define ACCESS_POINT_ALL 0        /* kind TERM_KEY, empty term: every live record */
#define ACCESS_POINT_COLLECTION 1 /* kind TERM_KEY, the collection's number in 2 bytes */

/* --- writing --------------------------------------------------------------------------------- */

/* What a record is indexed with, beside itself. */
struct index_document {
    uint32_t docid;
    uint16_t collection;
    struct slice id;
    int64_t added, changed; /* datestamps */
    const struct marc_record *record;
    const struct index_entries *entries; /* of index_prepare; NULL: they are made here */
};

/* What a stored record is indexed with, all but the record itself; borrows from `stored`. */
struct index_document index_document_of(const struct store_record *stored);

/*
 * Finds what a record is found by, as far as the record and its id say it: what takes time and
 * needs no store, so that other threads can do it. A preparer serves one thread; the entries live
 * in `arena` and do not point into the record.
 */
struct index_preparer *index_preparer_create(const struct access_points *table);
void index_preparer_destroy(struct index_preparer *preparer);
const struct index_entries *index_prepare(struct index_preparer *preparer,
                                          const struct marc_record *record, struct slice id,
                                          struct arena *arena);

/*
 * Gathers index changes, inverted, and writes them sorted: what memory does not hold waits in files
 * without a name in the store's folder. Owned by the caller; one thread. `memory` bounds, in bytes,
 * what it holds together with the pages that LMDB will hold until the commit; in a store so large
 * that these alone are more, what it gathers gets a sixth. 0 is 512 MiB.
 */
struct index_writer *index_writer_create(const struct access_points *table, uint64_t memory);
void index_writer_destroy(struct index_writer *writer);

/* Takes a record's entries in, in place of those it had. */
int index_writer_put(struct index_writer *writer, struct store_transaction *transaction,
                     const struct index_document *document, struct diag *diag);
int index_writer_remove(struct index_writer *writer, struct store_transaction *transaction,
                        uint32_t docid, struct diag *diag);
/* Is it time to flush and commit? */
bool index_writer_is_full(const struct index_writer *writer);
/* Counts bytes that its caller writes in the same transaction, which LMDB holds as well. */
void index_writer_count(struct index_writer *writer, uint64_t bytes);
/* Writes everything gathered. Call before the transaction is committed. */
int index_writer_flush(struct index_writer *writer, struct store_transaction *transaction,
                       struct diag *diag);
/* Forgets everything gathered: for a transaction that is aborted. */
void index_writer_forget(struct index_writer *writer);

/* Takes everything out of the index, in a transaction that will fill it anew. */
int index_clear(struct store_transaction *transaction, struct diag *diag);

/* --- terms ------------------------------------------------------------------------------------ */

/*
 * Normalizes a value for an access point's keys: ISBN to 13 digits, ISSN, dates, codes, ids.
 * Appends nothing where there is nothing to normalize.
 */
struct buffer;
void index_add_key(struct buffer *out, const struct access_point *access_point, struct slice value);

/* Cuts a folded heading to what a key may hold, closing it with a hash: for TERM_HEADING. */
void index_add_heading(struct buffer *out, struct slice folded);

/*
 * A phrase with a word in it that stands in every other record would be looked for in all of those:
 * so in an access point with `pairs` two neighbours, one of them a function word, are a term as
 * well. Are these folded words such a pair? Then its term is appended to `out`.
 */
bool index_add_pair(struct buffer *out, const struct access_points *table, struct slice first,
                    struct slice second);

/* A walk over the terms of one access point (not a union) and kind, in order of their bytes. */
struct term_cursor;
struct term_entry {
    uint32_t number;
    struct slice term; /* borrowed until the cursor moves */
};
int term_cursor_open(struct term_cursor **cursor, struct store_transaction *transaction,
                     const struct access_point *access_point, enum term_kind kind,
                     struct diag *diag);
void term_cursor_close(struct term_cursor *cursor);
/* The first term at or after `term`; 1, or 0 where there is none. Then next and previous. */
int term_cursor_seek(struct term_cursor *cursor, struct slice term, struct term_entry *entry,
                     struct diag *diag);
int term_cursor_next(struct term_cursor *cursor, struct term_entry *entry, struct diag *diag);
int term_cursor_previous(struct term_cursor *cursor, struct term_entry *entry, struct diag *diag);

/* The number of one exact term: 1, or 0 where no record ever had it. */
int index_find_term(struct store_transaction *transaction, unsigned access_point,
                    enum term_kind kind, struct slice term, uint32_t *number, struct diag *diag);

/* --- postings ----------------------------------------------------------------------------------
 */

/* How many records have the term. */
int index_term_count(struct store_transaction *transaction, uint32_t term, uint64_t *count,
                     struct diag *diag);
/* And how many have each of several, added up: quickest where the numbers come in order. */
int index_terms_count(struct store_transaction *transaction, const uint32_t *terms, size_t count,
                      uint64_t *records, struct diag *diag);
/* Adds the term's records to `docs`; only those in `within` where it is not NULL, and then only
 * the chunks that `within` touches are read. */
int index_term_docs(struct store_transaction *transaction, uint32_t term,
                    const struct docset *within, struct docset *docs, struct diag *diag);
/*
 * The same for many terms, which is quickest where their numbers come in order. `within` and `diag`
 * are borrowed until the union is closed; then all that was found is added to `docs`, if that is
 * not NULL.
 */
struct term_union;
int term_union_open(struct term_union **terms, struct store_transaction *transaction,
                    const struct docset *within, struct diag *diag);
int term_union_add(struct term_union *terms, const uint32_t *numbers, size_t count);
void term_union_close(struct term_union *terms, struct docset *docs); /* NULL is accepted */
/* Adds every live record. */
int index_all_docs(struct store_transaction *transaction, struct docset *docs, struct diag *diag);
/* Adds the records of a collection. */
int index_collection_docs(struct store_transaction *transaction, uint16_t collection,
                          struct docset *docs, struct diag *diag);

/* --- forward lists ------------------------------------------------------------------------------
 */

/*
 * The record's term numbers: for each access point and field the words in order, with
 * FORWARD_SUBFIELD_BREAK and FORWARD_FIELD_BREAK between; then headings, pairs and keys. `*numbers`
 * is an array in `arena`; returns how many there are.
 */
ptrdiff_t index_forward(struct store_transaction *transaction, uint32_t docid, uint32_t **numbers,
                        struct arena *arena, struct diag *diag);

/*
 * The words alone, of many records: quickest where docids come in order, and many at once.
 * `transaction` and `diag` are borrowed until it is closed.
 */
struct forward_reader;
int forward_reader_open(struct forward_reader **reader, struct store_transaction *transaction,
                        struct diag *diag);
void forward_reader_close(struct forward_reader *reader); /* NULL is accepted */

/* Records that are looked up at once. */
#define FORWARD_AHEAD 32

/* The words of up to FORWARD_AHEAD records as they are stored, varints with the marks: borrowed
 * from the transaction; empty where there is no such record. */
int forward_reader_words(struct forward_reader *reader, const uint32_t *docids, size_t count,
                         struct slice *words);

/* Those of one record as numbers; an array in `arena`, returns how many there are. */
ptrdiff_t forward_words_decode(uint32_t **numbers, uint32_t docid, struct slice words,
                               struct arena *arena, struct diag *diag);

/* Any of these terms, in order: a word of a sequence. */
struct forward_word {
    const uint32_t *numbers;
    size_t count;
};

/*
 * Do words stand in a record's list, one behind the other in one field (`one_subfield`: in one
 * subfield)? It is read as it is stored, so that most records cost a look at their bytes.
 */
bool forward_words_have(struct slice list, const struct forward_word *words, size_t count,
                        bool one_subfield);

#endif
