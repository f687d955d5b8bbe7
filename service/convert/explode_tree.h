/* XML that streams by, of which some elements are taken whole. */
#ifndef OFFPRINT_CONVERT_EXPLODE_TREE_H
#define OFFPRINT_CONVERT_EXPLODE_TREE_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct input;
struct tree_reader;

struct tree_attribute {
    const char *name; /* without prefix */
    struct slice value;
    struct tree_attribute *next;
};

/* An element, or where `name` is NULL a run of text. */
struct tree_node {
    const char *name; /* without prefix */
    struct slice text;
    struct tree_attribute *attributes;
    struct tree_node *children, *last, *next;
    uint64_t line;
};

/* Over `input`, which is borrowed: no network, no external subset, no entities. */
int tree_reader_create(struct tree_reader **reader, struct input *input, struct diag *diag);
void tree_reader_destroy(struct tree_reader *reader);

/* Moves to the next start tag: 1, 0 at the end. OFFPRINT_MALFORMED with the line, OFFPRINT_IO. */
int tree_next(struct tree_reader *reader, struct diag *diag);

/* A new book begins: what was taken before no longer counts against what may be taken. */
void tree_begin_book(struct tree_reader *reader);

/* Of the start tag at hand. */
const char *tree_name(const struct tree_reader *reader);
unsigned tree_depth(const struct tree_reader *reader);
uint64_t tree_line(const struct tree_reader *reader);
struct slice tree_read_attribute(const struct tree_reader *reader, const char *name,
                                 struct arena *arena);

/*
 * Takes the element at hand with all that is in it and moves to its end. OFFPRINT_LIMIT where it
 * is too large, OFFPRINT_UNSUPPORTED where it needs an entity: its end is reached all the same.
 */
int tree_take(struct tree_reader *reader, struct tree_node **node, struct arena *arena,
              struct diag *diag);

/* --- in what was taken; `node` may be NULL --------------------------------------------------- */

/* The first child of that name, or the next one after `after`. */
const struct tree_node *tree_child(const struct tree_node *node, const char *name);
const struct tree_node *tree_sibling(const struct tree_node *after, const char *name);
struct slice tree_attribute(const struct tree_node *node, const char *name);

/* All text within, in order, white space as single spaces; elements in `without` (names between
 * spaces: " xref fn ") are left out. */
struct slice tree_text(const struct tree_node *node, const char *without, struct arena *arena);

/* The text of the first child of that name. */
struct slice tree_child_text(const struct tree_node *node, const char *name, struct arena *arena);

#endif
