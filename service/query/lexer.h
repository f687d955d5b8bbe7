/* The words and signs of CQL. */
#ifndef OFFPRINT_QUERY_LEXER_H
#define OFFPRINT_QUERY_LEXER_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>

struct diag;

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,     /* no quotes around it */
    TOKEN_STRING,   /* "…": `text` is what stands between, escapes and all */
    TOKEN_RELATION, /* = == < > <= >= <> */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_SLASH,
};

struct token {
    enum token_kind kind;
    struct slice text; /* borrowed from the input */
    size_t offset;
};

struct lexer {
    struct slice input;
    size_t offset;
};

/* Reads the next token. OFFPRINT_QUERY_SYNTAX where a quote is not closed. */
int lexer_next(struct token *token, struct lexer *lexer, struct diag *diag);

/* Is it that word, whatever the case, and not in quotes? */
bool token_is_word(const struct token *token, const char *word);
/* May it stand where an index, a relation's name or a term may? */
bool token_is_text(const struct token *token);

#endif
