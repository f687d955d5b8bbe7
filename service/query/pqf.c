/*
 * PQF, the prefix notation that YAZ made for RPN, into the query tree.
 *
 * Read here rather than by YAZ's parser, which takes "@attr 1x=4" for 1=4, passes over unknown
 * term types and words that begin with '@', and ends an open quote by itself: what is not PQF is
 * refused, with its place.
 */
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "query/bib1.h"
#include "query/tree.h"

struct token {
    struct slice text; /* as written, without quotes */
    size_t offset;
    bool end, quoted;
};

struct reader {
    struct arena *arena;
    const struct access_points *table;
    struct slice input;
    size_t offset;
    struct token token; /* the one to be read next */
    size_t operands, depth;
    struct diag *diag;
};

/* What holds for everything to the right of it, until the operand ends. */
struct scope {
    struct bib1 attributes;
    bool numeric; /* @term numeric */
};

static int refuse(const struct reader *reader, const char *reason)
{
    return query_refuse(reader->diag, OFFPRINT_QUERY_SYNTAX, reader->token.text,
                        "%s at byte %zu of the query", reason, reader->token.offset + 1);
}

/* --- tokens ---------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

/* Where the token ends that begins at `at`: at `close`, or at a space where that is NUL. */
static size_t token_end(struct slice input, size_t at, char close)
{
    while (at < input.length) {
        if (close != '\0' ? input.data[at] == close : is_space(input.data[at]))
            break;
        at += input.data[at] == '\\' && at + 1 < input.length ? 2 : 1;
    }
    return at;
}

/* Moves on to the next token: "…", {…} or what stands between spaces. */
static int next_token(struct reader *reader)
{
    const struct slice input = reader->input;
    size_t at = reader->offset, end;
    char close = '\0';

    while (at < input.length && is_space(input.data[at]))
        at++;
    reader->token = (struct token){.text = {"", 0}, .offset = at, .end = at == input.length};
    if (reader->token.end)
        return OFFPRINT_OK;
    if (input.data[at] == '"' || input.data[at] == '{') {
        close = input.data[at] == '"' ? '"' : '}';
        at++;
    }
    end = token_end(input, at, close);
    reader->token.text = slice_make(input.data + at, end - at);
    reader->token.quoted = close != '\0';
    if (close != '\0' && end == input.length)
        return refuse(reader, "a quote is not closed");
    if (close != '\0' && ++end < input.length && !is_space(input.data[end]))
        return refuse(reader, "something stands right after a quote");
    reader->offset = end;
    return OFFPRINT_OK;
}

static bool token_is(const struct reader *reader, const char *word)
{
    return !reader->token.end && !reader->token.quoted && slice_is(reader->token.text, word);
}

static int hexadecimal(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *found = c != '\0' ? strchr(digits, c) : NULL;

    return found != NULL ? (int)(found - digits) % 16 : -1;
}

/* The byte that `\xHH` or `\OOO` stands for, read after the backslash; -1 for anything else. */
static int numeric_escape(struct slice rest, size_t *width)
{
    int high, low;

    if (rest.length < 3)
        return -1;
    *width = 3;
    if (rest.data[0] == 'x') {
        high = hexadecimal(rest.data[1]);
        low = hexadecimal(rest.data[2]);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
    for (size_t i = 0; i < 3; i++) {
        if (rest.data[i] < '0' || rest.data[i] > (i == 0 ? '3' : '7'))
            return -1;
    }
    return (rest.data[0] - '0') << 6 | (rest.data[1] - '0') << 3 | (rest.data[2] - '0');
}

/* Undoes a token's escapes, into the arena. */
static int unescape(struct slice *value, const struct reader *reader)
{
    const struct slice text = reader->token.text;
    char *copy = arena_alloc(reader->arena, text.length + 1);
    size_t length = 0;

    for (size_t i = 0; i < text.length; i++) {
        static const char letters[] = "tnrf", meanings[] = "\t\n\r\f";
        char c = text.data[i];
        const char *letter;
        size_t width = 1;
        int byte;

        if (c != '\\' || i + 1 == text.length) {
            copy[length++] = c;
            continue;
        }
        c = text.data[++i];
        if (c == 'x' || (c >= '0' && c <= '9')) {
            byte = numeric_escape(slice_part(text, i, 3), &width);
            if (byte < 0)
                return refuse(reader, "\\x takes two hexadecimal digits and \\ three octal ones");
            c = (char)byte;
            i += width - 1;
        } else if ((letter = strchr(letters, c)) != NULL && c != '\0') {
            c = meanings[letter - letters];
        }
        copy[length++] = c;
    }
    *value = slice_make(copy, length);
    return OFFPRINT_OK;
}

/* --- attributes ------------------------------------------------------------------------------ */

/* A number of at most 18 digits, which an int64_t holds. */
static bool read_number(struct slice text, int64_t *number)
{
    *number = 0;
    if (text.length == 0 || text.length > 18)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        *number = *number * 10 + (text.data[i] - '0');
    }
    return true;
}

static int check_set(const struct reader *reader)
{
    const struct slice name = reader->token.text;

    if ((name.length == 5 && strncasecmp(name.data, "bib-1", 5) == 0) ||
        slice_is(name, "1.2.840.10003.3.1"))
        return OFFPRINT_OK;
    if (reader->token.end)
        return refuse(reader, "an attribute set is missing");
    return query_refuse(reader->diag, OFFPRINT_ATTRIBUTE_SET, name,
                        "the one attribute set offered is bib-1");
}

/* TYPE=VALUE: the value is a number, or a name for type 1. */
static int read_attribute(struct reader *reader, struct scope *scope, bool given[BIB1_TYPES])
{
    const struct slice text = reader->token.text;
    const char *equals = memchr(text.data, '=', text.length);
    struct bib1_value value = {.given = true};
    size_t width;
    int64_t type;
    int status;

    width = equals != NULL ? (size_t)(equals - text.data) : 0;
    if (reader->token.end || !read_number(slice_part(text, 0, width), &type) ||
        width + 1 == text.length)
        return refuse(reader, "@attr takes TYPE=VALUE");
    if ((status = bib1_check_type(type, reader->diag)) < 0)
        return status;
    if (given[type])
        return query_refuse_number(reader->diag, OFFPRINT_COMBINATION, type,
                                   "attribute type %lld is given twice", (long long)type);
    given[type] = true;
    if (!read_number(slice_part(text, width + 1, text.length), &value.number)) {
        if ((status = unescape(&value.name, reader)) < 0)
            return status;
        value.name = slice_part(value.name, width + 1, value.name.length);
        value.number = 0;
    }
    scope->attributes.values[type] = value;
    return next_token(reader);
}

/* After @attr: an attribute set may stand before the attribute. */
static int read_attr(struct reader *reader, struct scope *scope, bool given[BIB1_TYPES])
{
    int status;

    if (!reader->token.end &&
        memchr(reader->token.text.data, '=', reader->token.text.length) == NULL) {
        if ((status = check_set(reader)) < 0 || (status = next_token(reader)) < 0)
            return status;
    }
    return read_attribute(reader, scope, given);
}

static int read_term_type(struct reader *reader, struct scope *scope)
{
    if (reader->token.end)
        return refuse(reader, "a term type is missing");
    scope->numeric = token_is(reader, "numeric");
    if (!scope->numeric && !token_is(reader, "general") && !token_is(reader, "string"))
        return query_refuse(reader->diag, OFFPRINT_TERM_FORMAT, reader->token.text,
                            "terms are of type general, string or numeric");
    return next_token(reader);
}

/* --- operands -------------------------------------------------------------------------------- */

static int count_operand(struct reader *reader)
{
    if (++reader->operands <= QUERY_OPERANDS_BOUND)
        return OFFPRINT_OK;
    return diag_set(reader->diag, OFFPRINT_TOO_MANY_OPERANDS, "the query has more than %d operands",
                    QUERY_OPERANDS_BOUND);
}

/* The name as it stands: YAZ knows no escapes in it. */
static int read_set(struct query **query, struct reader *reader, const struct scope *scope)
{
    int status;

    if (reader->token.end || reader->token.text.length == 0)
        return refuse(reader, "the name of a result set is missing");
    if (!reader->token.quoted && reader->token.text.data[0] == '@')
        return refuse(reader, "a name that begins with @ goes in quotes");
    for (size_t type = 0; type < BIB1_TYPES; type++) {
        if (scope->attributes.values[type].given)
            return query_refuse(reader->diag, OFFPRINT_RESULT_SET_ATTRIBUTES, reader->token.text,
                                "a result set narrowed by attributes is not offered");
    }
    if ((status = count_operand(reader)) < 0)
        return status;
    *query = query_result_set(reader->arena, reader->token.text);
    return next_token(reader);
}

static int read_term(struct query **query, struct reader *reader, const struct scope *scope)
{
    struct slice value;
    int64_t number;
    int status;

    if (!reader->token.quoted && reader->token.text.data[0] == '@')
        return refuse(reader, "not an operator of PQF (a term that begins with @ goes in quotes)");
    if ((status = unescape(&value, reader)) < 0 || (status = count_operand(reader)) < 0)
        return status;
    if (scope->numeric && !read_number(value, &number))
        return query_refuse(reader->diag, OFFPRINT_TERM_FORMAT, value, "not a number");
    status = bib1_term(query, reader->arena, reader->table, &scope->attributes, value, false,
                       reader->diag);
    return status < 0 ? status : next_token(reader);
}

/* --- operators ------------------------------------------------------------------------------- */

static int read_query(struct query **query, struct reader *reader, const struct scope *outer);

static int read_operands(struct query **left, struct query **right, struct reader *reader,
                         const struct scope *scope)
{
    int status = read_query(left, reader, scope);

    return status < 0 ? status : read_query(right, reader, scope);
}

static int read_boolean(struct query **query, struct reader *reader, const struct scope *scope,
                        enum query_kind kind)
{
    struct query *left, *right;
    int status = read_operands(&left, &right, reader, scope);

    if (status == OFFPRINT_OK)
        *query = query_operator(reader->arena, kind, left, right);
    return status;
}

/* One number of @prox, not over `most`. */
static int read_prox_number(int64_t *number, struct reader *reader, int64_t most,
                            const char *reason)
{
    if (reader->token.end || !read_number(reader->token.text, number) || *number > most)
        return refuse(reader, reason);
    return next_token(reader);
}

/* @prox EXCLUSION DISTANCE ORDERED RELATION WHICH UNIT */
static int read_prox(struct query **query, struct reader *reader, const struct scope *scope)
{
    struct proximity_request request;
    struct query *left, *right;
    int64_t exclusion = 0, ordered = 0;
    int status;

    if (token_is(reader, "void") || token_is(reader, "v") || token_is(reader, "n"))
        status = next_token(reader);
    else
        status = read_prox_number(&exclusion, reader, 1, "the exclusion of @prox is 0 or 1");
    if (status < 0 ||
        (status = read_prox_number(&request.distance, reader, INT64_MAX,
                                   "@prox needs a distance")) < 0 ||
        (status = read_prox_number(&ordered, reader, 1, "the order of @prox is 0 or 1")) < 0 ||
        (status =
             read_prox_number(&request.relation, reader, INT64_MAX, "@prox needs a relation")) < 0)
        return status;
    request.exclusion = exclusion == 1;
    request.ordered = ordered == 1;
    request.private_unit = token_is(reader, "p") || token_is(reader, "private");
    if (!request.private_unit && !token_is(reader, "k") && !token_is(reader, "known"))
        return refuse(reader, "the unit of @prox is known or private");
    if ((status = next_token(reader)) < 0 ||
        (status = read_prox_number(&request.unit, reader, INT64_MAX, "@prox needs a unit")) < 0 ||
        (status = read_operands(&left, &right, reader, scope)) < 0)
        return status;
    return query_proximity(query, reader->arena, &request, left, right, reader->diag);
}

/* What follows the attributes. */
static int read_operand(struct query **query, struct reader *reader, const struct scope *scope)
{
    static const struct {
        const char *word;
        int (*read)(struct query **, struct reader *, const struct scope *);
    } others[] = {{"@prox", read_prox}, {"@set", read_set}};
    static const struct {
        const char *word;
        enum query_kind kind;
    } booleans[] = {{"@and", QUERY_AND}, {"@or", QUERY_OR}, {"@not", QUERY_NOT}};
    int status;

    for (size_t i = 0; i < sizeof booleans / sizeof booleans[0]; i++) {
        if (!token_is(reader, booleans[i].word))
            continue;
        status = next_token(reader);
        return status < 0 ? status : read_boolean(query, reader, scope, booleans[i].kind);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (!token_is(reader, others[i].word))
            continue;
        status = next_token(reader);
        return status < 0 ? status : others[i].read(query, reader, scope);
    }
    return read_term(query, reader, scope);
}

/* Attributes and term types that go before an operand hold for all of it. */
static int read_scope(struct reader *reader, struct scope *scope)
{
    bool given[BIB1_TYPES] = {false};
    int status = OFFPRINT_OK;

    while (status == OFFPRINT_OK) {
        if (token_is(reader, "@attr")) {
            status = next_token(reader);
            if (status == OFFPRINT_OK)
                status = read_attr(reader, scope, given);
        } else if (token_is(reader, "@term")) {
            status = next_token(reader);
            if (status == OFFPRINT_OK)
                status = read_term_type(reader, scope);
        } else {
            break;
        }
    }
    return status;
}

static int read_query(struct query **query, struct reader *reader, const struct scope *outer)
{
    struct scope scope = *outer;
    int status;

    if (++reader->depth > QUERY_OPERANDS_BOUND)
        return diag_set(reader->diag, OFFPRINT_TOO_MANY_OPERANDS,
                        "the query is nested more than %d levels deep", QUERY_OPERANDS_BOUND);
    if ((status = read_scope(reader, &scope)) < 0)
        return status;
    if (reader->token.end)
        return refuse(reader, "a term is missing");
    status = read_operand(query, reader, &scope);
    reader->depth--;
    return status;
}

int query_from_pqf(struct query **query, struct arena *arena, const struct access_points *table,
                   const char *pqf, struct diag *diag)
{
    struct reader reader = {.arena = arena, .table = table, .input = slice_of(pqf), .diag = diag};
    struct scope scope;
    int status;

    memset(&scope, 0, sizeof scope);
    if ((status = query_text_check(reader.input, diag)) < 0 || (status = next_token(&reader)) < 0)
        return status;
    if (token_is(&reader, "@attrset")) {
        if ((status = next_token(&reader)) < 0 || (status = check_set(&reader)) < 0 ||
            (status = next_token(&reader)) < 0)
            return status;
    }
    if ((status = read_query(query, &reader, &scope)) < 0)
        return status;
    if (!reader.token.end)
        return refuse(&reader, "something follows the query");
    return OFFPRINT_OK;
}
