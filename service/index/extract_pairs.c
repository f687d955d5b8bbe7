/* Pairs: neighbouring words of a field as one term, where one of them is a function word. */
#include <offprint/record.h>

#include "base/text.h"
#include "index/extract_scratch.h"
#include "index/keys.h"

bool index_add_pair(struct buffer *out, const struct access_points *table, struct slice first,
                    struct slice second)
{
    size_t from = out->length;

    if (!function_words_have(&table->function_words, first) &&
        !function_words_have(&table->function_words, second))
        return false;
    buffer_add_slice(out, first);
    buffer_add_char(out, ' ');
    buffer_add_slice(out, second);
    key_close(out, from);
    return true;
}

/* They reach over the end of a subfield, as phrases do. */
void extract_pairs(struct extract_scratch *x, const struct source_use *use,
                   const struct marc_field *field)
{
    struct slice last = {NULL, 0};

    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice folded, word;

        if (!extract_takes(use->source, field->subfields[i].code))
            continue;
        /* All of them are folded by now, so that none of it moves. */
        folded = extract_folded(x, field, i);
        while ((word = text_next_word(&folded)).length > 0) {
            buffer_truncate(&x->text, 0);
            if (last.length > 0 && index_add_pair(&x->text, x->table, last, word))
                extract_whole(x, use->point->number, TERM_PAIR, buffer_slice(&x->text));
            last = word;
        }
    }
}
