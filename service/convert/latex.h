/* Text as BibTeX and LaTeX take it. */
#ifndef OFFPRINT_CONVERT_LATEX_H
#define OFFPRINT_CONVERT_LATEX_H

#include <stdbool.h>

#include <offprint/slice.h>

struct buffer;

/*
 * Appends `text` with LaTeX's special characters escaped. A brace that has no counterpart comes
 * out as a command, because BibTeX counts it even behind a backslash. En and em dash become "--"
 * and "---". What else is not ASCII stays as it is, UTF-8.
 */
void latex_add(struct buffer *out, struct slice text);

/*
 * Appends a title: as latex_add, and in braces the words whose capitals a bibliography style must
 * not take away. In a title that capitalizes all its words (and is English) these are only words
 * with a capital further on, such as "Anglo-Soviet" and "USSR"; else also those that begin with
 * one. The first word of a title and of what follows a colon keeps its capital anyway.
 */
void latex_add_title(struct buffer *out, struct slice title, bool english);

/* Appends a URL: braces, backslashes and spaces as %XX, all else as it is. */
void latex_add_url(struct buffer *out, struct slice url);

#endif
