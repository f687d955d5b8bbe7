/* Search values folded around their masks, taken apart into words, and matched. */
#include "query/patterns.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/text.h"
#include "query/tree.h"

/* --- from a term's value to one pattern ------------------------------------------------------ */

/* Appends a literal stretch of a value. */
typedef void literal_writer(struct buffer *out, struct slice literal);

/*
 * Folds a stretch that masks may adjoin: a space at either end of it has to stay one, since it
 * parts words, so letters stand in for what adjoins while it is folded.
 */
static void write_folded(struct buffer *out, struct slice literal)
{
    struct buffer text, folded;

    buffer_init(&text);
    buffer_init(&folded);
    buffer_add_char(&text, 'x');
    buffer_add_slice(&text, literal);
    buffer_add_char(&text, 'x');
    text_add_folded(&folded, buffer_slice(&text));
    buffer_add(out, folded.data + 1, folded.length - 2);
    buffer_finish(&folded);
    buffer_finish(&text);
}

/* As keys are that keep their punctuation: NFC, small letters, single spaces. */
static void write_plain(struct buffer *out, struct slice literal)
{
    struct buffer composed;

    buffer_init(&composed);
    text_add_nfc(&composed, literal);
    for (size_t i = 0; i < composed.length; i++) {
        char c = composed.data[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if (c != ' ' || out->length == 0 || out->data[out->length - 1] != ' ')
            buffer_add_char(out, c);
    }
    buffer_finish(&composed);
}

/* As keys are that do not: ISBN and other numbers. */
static void write_alphanumeric(struct buffer *out, struct slice literal)
{
    struct buffer folded;

    buffer_init(&folded);
    text_add_folded(&folded, literal);
    for (size_t i = 0; i < folded.length; i++) {
        if (folded.data[i] != ' ')
            buffer_add_char(out, folded.data[i]);
    }
    buffer_finish(&folded);
}

/* TRUNCATION_MASKED: literal stretches without their backslashes, masks between them. */
static void write_masked(struct buffer *out, struct slice value, literal_writer *write)
{
    struct buffer literal;

    buffer_init(&literal);
    for (size_t i = 0; i < value.length; i++) {
        char c = value.data[i];

        if (c == '*' || c == '?') {
            write(out, buffer_slice(&literal));
            buffer_truncate(&literal, 0);
            buffer_add_char(out, c == '*' ? PATTERN_RUN : PATTERN_ONE);
            continue;
        }
        if (c == '\\' && i + 1 < value.length)
            c = value.data[++i];
        buffer_add_char(&literal, c);
    }
    write(out, buffer_slice(&literal));
    buffer_finish(&literal);
}

/* The value as one pattern. Leading and trailing masks belong to the words that stand there. */
static void write_pattern(struct buffer *out, const struct query_term *term, literal_writer *write)
{
    enum query_truncation truncation = term->truncation;

    if (truncation == TRUNCATION_MASKED) {
        write_masked(out, term->value, write);
        return;
    }
    if (truncation == TRUNCATION_LEFT || truncation == TRUNCATION_BOTH)
        buffer_add_char(out, PATTERN_RUN);
    write(out, slice_trim(term->value));
    if (truncation == TRUNCATION_RIGHT || truncation == TRUNCATION_BOTH)
        buffer_add_char(out, PATTERN_RUN);
}

/* --- words ----------------------------------------------------------------------------------- */

static void add(struct pattern_list *list, struct arena *arena, struct slice word)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity > 0 ? list->capacity * 2 : 8;
        struct slice *items = arena_array(arena, capacity, sizeof *items);

        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = arena_slice(arena, word);
}

bool pattern_is_masked(struct slice pattern)
{
    return pattern_prefix(pattern).length < pattern.length;
}

/*
 * Text without spaces is indexed in pairs of characters, so what stands before the run is taken
 * apart as it is in the index, and the run goes to the last pair. Other masks would have to reach
 * over several pairs.
 */
static int add_unspaced(struct pattern_list *list, struct arena *arena, struct slice token,
                        struct diag *diag)
{
    struct slice rest = pattern_prefix(token), word;

    if (rest.length + 1 != token.length || token.data[rest.length] != PATTERN_RUN)
        return query_refuse(diag, OFFPRINT_TRUNCATION, rest,
                            "text written without spaces can only be truncated at its end");
    while ((word = text_next_word(&rest)).length > 0) {
        if (rest.length == 0)
            word.length = (size_t)(token.data + token.length - word.data);
        add(list, arena, word);
    }
    return OFFPRINT_OK;
}

/* Is any of it written without spaces? Then three of it make more than one word. */
static bool is_unspaced(struct slice literal)
{
    struct buffer thrice;
    struct slice rest;
    bool unspaced;

    if (text_is_ascii(literal))
        return false;
    buffer_init(&thrice);
    for (int i = 0; i < 3; i++)
        buffer_add_slice(&thrice, literal);
    rest = buffer_slice(&thrice);
    unspaced = text_next_word(&rest).length < thrice.length;
    buffer_finish(&thrice);
    return unspaced;
}

bool pattern_runs_on(struct slice folded)
{
    for (int i = 0; i < 2; i++) {
        size_t start = folded.length;

        while (start > 0 && ((unsigned char)folded.data[--start] & 0xc0) == 0x80)
            continue;
        if (!is_unspaced(slice_part(folded, start, folded.length - start)))
            return false;
        folded.length = start;
    }
    return true;
}

/* Is any stretch between the masks? */
static bool has_unspaced(struct slice token)
{
    while (token.length > 0) {
        struct slice literal = pattern_prefix(token);

        if (is_unspaced(literal))
            return true;
        token = slice_part(token, literal.length + 1, token.length);
    }
    return false;
}

/* One stretch between spaces. */
static int add_token(struct pattern_list *list, struct arena *arena, struct slice token,
                     struct diag *diag)
{
    struct slice word;

    if (pattern_is_masked(token)) {
        if (has_unspaced(token))
            return add_unspaced(list, arena, token, diag);
        add(list, arena, token);
        return OFFPRINT_OK;
    }
    while ((word = text_next_word(&token)).length > 0)
        add(list, arena, word);
    return OFFPRINT_OK;
}

/*
 * Truncation holds for the ends of the value's words, whatever punctuation stands around them
 * ("Truce /", right-truncated, is "truce*"); in lists of words, for each of them.
 */
static void write_truncated(struct buffer *out, const struct query_term *term, bool each)
{
    struct query_term part = *term;
    struct slice rest, word;
    struct buffer folded;

    buffer_init(&folded);
    text_add_folded(&folded, term->value);
    rest = part.value = buffer_slice(&folded);
    if (!each)
        write_pattern(out, &part, write_folded);
    while (each && (word = query_next_part(&rest)).length > 0) {
        part.value = word;
        buffer_add_char(out, ' ');
        write_pattern(out, &part, write_folded);
    }
    buffer_finish(&folded);
}

int patterns_of_words(struct pattern_list *list, struct arena *arena, const struct query_term *term,
                      struct diag *diag)
{
    bool each = term->structure == STRUCTURE_WORD_LIST || term->structure == STRUCTURE_ANY_WORD;
    bool truncated = term->truncation != TRUNCATION_NONE && term->truncation != TRUNCATION_MASKED;
    struct slice rest, token;
    struct buffer pattern;
    int status = OFFPRINT_OK;

    list->count = list->capacity = 0;
    list->items = NULL;
    buffer_init(&pattern);
    if (truncated)
        write_truncated(&pattern, term, each);
    else
        write_pattern(&pattern, term, write_folded);
    rest = buffer_slice(&pattern);
    while (status == OFFPRINT_OK && (token = query_next_part(&rest)).length > 0)
        status = add_token(list, arena, token, diag);
    buffer_finish(&pattern);
    return status;
}

void patterns_of_key(struct slice forms[2], struct arena *arena, const struct query_term *term)
{
    static literal_writer *const writers[2] = {write_plain, write_alphanumeric};

    for (int i = 0; i < 2; i++) {
        struct buffer pattern;

        buffer_init(&pattern);
        write_pattern(&pattern, term, writers[i]);
        forms[i] = arena_slice(arena, buffer_slice(&pattern));
        buffer_finish(&pattern);
    }
}

/* --- matching -------------------------------------------------------------------------------- */

struct slice pattern_prefix(struct slice pattern)
{
    size_t length = 0;

    while (length < pattern.length && pattern.data[length] != PATTERN_RUN &&
           pattern.data[length] != PATTERN_ONE)
        length++;
    return slice_part(pattern, 0, length);
}

/* Goes back to the last run only: what an earlier one could take, the last one can as well. */
bool pattern_matches(struct slice pattern, struct slice text)
{
    size_t at = 0, i = 0, run = pattern.length, resume = 0;

    while (i < text.length) {
        if (at < pattern.length && pattern.data[at] == PATTERN_RUN) {
            run = at++;
            resume = i;
        } else if (at < pattern.length && pattern.data[at] == PATTERN_ONE) {
            at++;
            text_next(text, &i);
        } else if (at < pattern.length && pattern.data[at] == text.data[i]) {
            at++;
            i++;
        } else if (run < pattern.length) {
            at = run + 1;
            text_next(text, &resume);
            i = resume;
        } else {
            return false;
        }
    }
    while (at < pattern.length && pattern.data[at] == PATTERN_RUN)
        at++;
    return at == pattern.length;
}
