/* Pairs: neighbouring words of a field as one term, where one of them is a function word. */
#include <offprint/record.h>

#include "index/extract_scratch.h"
#include "index/keys.h"

static void add_pair(struct buffer *out, struct slice first, struct slice second)
{
    size_t from = out->length;

    buffer_add_slice(out, first);
    buffer_add_char(out, ' ');
    buffer_add_slice(out, second);
    key_close(out, from);
}

bool index_add_pair(struct buffer *out, const struct access_points *table, struct slice first,
                    struct slice second)
{
    if (!function_words_have(&table->function_words, first) &&
        !function_words_have(&table->function_words, second))
        return false;
    add_pair(out, first, second);
    return true;
}

/* They reach over the end of a subfield, as phrases do. */
void extract_pairs(struct extract_scratch *x, const struct source_use *use,
                   const struct marc_field *field)
{
    struct slice last = {NULL, 0};
    bool after = false; /* is the last one a function word? */

    for (uint32_t i = 0; i < field->subfield_count; i++) {
        const struct folded *folded;

        if (!extract_takes(use->source, field->subfields[i].code))
            continue;
        /* All of them are folded by now, so that none of it moves. */
        folded = extract_folded(x, field, i);
        for (size_t k = folded->first; k < folded->first + folded->count; k++) {
            struct slice word =
                slice_make(x->folded.data + x->words.all[k].offset, x->words.all[k].length);
            bool function = function_words_have(&x->table->function_words, word);

            if ((function || after) && last.length > 0) {
                buffer_truncate(&x->text, 0);
                add_pair(&x->text, last, word);
                extract_whole(x, use->point->number, TERM_PAIR, buffer_slice(&x->text));
            }
            last = word;
            after = function;
        }
    }
}
