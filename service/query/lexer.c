/* The words and signs of CQL (CQL 1.2, "CQL Grammar": charString1, charString2, comparitorSymbol).
 */
#include "query/lexer.h"

#include <string.h>
#include <strings.h>

#include "query/tree.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

/* Ends an unquoted word. */
static bool is_sign(char c)
{
    return c != '\0' && strchr("()=<>/\"", c) != NULL;
}

static size_t relation_width(struct slice input, size_t at)
{
    char first = input.data[at], second = at + 1 < input.length ? input.data[at + 1] : '\0';

    if (second == '=' || (first == '<' && second == '>'))
        return 2;
    return 1;
}

/* From the opening quote at `at`; a backslash takes the next character with it. */
static int take_string(struct token *token, struct lexer *lexer, struct diag *diag)
{
    const struct slice input = lexer->input;
    size_t start = lexer->offset + 1, at = start;

    while (at < input.length && input.data[at] != '"')
        at += input.data[at] == '\\' && at + 1 < input.length ? 2 : 1;
    if (at >= input.length)
        return query_refuse(diag, OFFPRINT_QUERY_SYNTAX,
                            slice_part(input, lexer->offset, input.length),
                            "the quote at byte %zu of the query is not closed", lexer->offset + 1);
    token->kind = TOKEN_STRING;
    token->text = slice_make(input.data + start, at - start);
    lexer->offset = at + 1;
    return OFFPRINT_OK;
}

static void take_word(struct token *token, struct lexer *lexer)
{
    const struct slice input = lexer->input;
    size_t at = lexer->offset;

    while (at < input.length && !is_space(input.data[at]) && !is_sign(input.data[at]))
        at += input.data[at] == '\\' && at + 1 < input.length ? 2 : 1;
    token->kind = TOKEN_WORD;
    token->text = slice_make(input.data + lexer->offset, at - lexer->offset);
    lexer->offset = at;
}

int lexer_next(struct token *token, struct lexer *lexer, struct diag *diag)
{
    const struct slice input = lexer->input;
    size_t width = 1;

    while (lexer->offset < input.length && is_space(input.data[lexer->offset]))
        lexer->offset++;
    *token = (struct token){TOKEN_END, {"", 0}, lexer->offset};
    if (lexer->offset == input.length)
        return OFFPRINT_OK;
    switch (input.data[lexer->offset]) {
    case '(':
        token->kind = TOKEN_OPEN;
        break;
    case ')':
        token->kind = TOKEN_CLOSE;
        break;
    case '/':
        token->kind = TOKEN_SLASH;
        break;
    case '=':
    case '<':
    case '>':
        token->kind = TOKEN_RELATION;
        width = relation_width(input, lexer->offset);
        break;
    case '"':
        return take_string(token, lexer, diag);
    default:
        take_word(token, lexer);
        return OFFPRINT_OK;
    }
    token->text = slice_make(input.data + lexer->offset, width);
    lexer->offset += width;
    return OFFPRINT_OK;
}

bool token_is_word(const struct token *token, const char *word)
{
    return token->kind == TOKEN_WORD && token->text.length == strlen(word) &&
           strncasecmp(token->text.data, word, token->text.length) == 0;
}

bool token_is_text(const struct token *token)
{
    return token->kind == TOKEN_WORD || token->kind == TOKEN_STRING;
}
