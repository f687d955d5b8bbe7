#include "catalogue/display.h"

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/record.h>

#include "base/text.h"
#include "convert/isbd.h"
#include "convert/language.h"
#include "convert/title.h"
#include "index/access_table.h"
#include "index/term_viewer.h"

/* The marks around what does not sort (ISO 6630), and other control characters: not to be seen. */
static bool is_mark(uint32_t codepoint)
{
    return codepoint < 0x20 || (codepoint >= 0x7f && codepoint <= 0x9f);
}

/* `raw` without marks, with single spaces, in NFC, without what closes it for the next element. */
static struct slice clean(struct slice raw, struct arena *arena)
{
    struct buffer plain, composed;
    struct slice shown;
    bool spaced = true;

    buffer_init(&plain);
    buffer_init(&composed);
    for (size_t at = 0; at < raw.length;) {
        uint32_t codepoint = text_next(raw, &at);

        if (codepoint < 0x80 && slice_is_space((char)codepoint))
            codepoint = ' ';
        if (is_mark(codepoint) || (codepoint == ' ' && spaced))
            continue;
        spaced = codepoint == ' ';
        text_add_codepoint(&plain, codepoint);
    }
    text_add_nfc(&composed, buffer_slice(&plain));
    shown = isbd_trim(buffer_slice(&composed));
    shown = arena_slice(arena, shown.length > 0 ? shown : buffer_slice(&composed));
    buffer_finish(&plain);
    buffer_finish(&composed);
    return shown;
}

/* Can a key of that form stand in a record in another way than as it is? */
static bool has_form(const struct access_point *point, enum term_kind kind)
{
    bool plain = point->form == FORM_PLAIN;

    if (kind != TERM_KEY)
        return kind == TERM_HEADING;
    for (size_t i = 0; i < point->member_count && !plain; i++)
        plain = point->members[i]->form == FORM_PLAIN;
    return plain;
}

int display_term(struct slice *display, struct term_viewer *viewer,
                 const struct access_point *point, enum term_kind kind, struct slice term,
                 uint32_t number, struct arena *arena, struct diag *diag)
{
    struct buffer raw;
    int status;

    *display = slice_make(NULL, 0);
    if (kind == TERM_KEY && point->form == FORM_LANGUAGE) {
        *display = slice_of(language_name(term));
        return OFFPRINT_OK;
    }
    if (!has_form(point, kind))
        return OFFPRINT_OK;
    if ((status = term_viewer_seek(viewer, number, diag)) <= 0)
        return status;
    buffer_init(&raw);
    if (term_viewer_form(viewer, point, kind, term, &raw))
        *display = clean(buffer_slice(&raw), arena);
    if (slice_equal(*display, term))
        *display = slice_make(NULL, 0);
    buffer_finish(&raw);
    return OFFPRINT_OK;
}

struct slice display_title(const struct marc_record *record, struct slice id, struct arena *arena)
{
    const struct marc_field *field = marc_record_field(record, "245", NULL);
    struct slice whole = {NULL, 0};
    struct title title;

    if (field != NULL) {
        title_read(&title, field, arena);
        whole = title_whole(&title, ": ", arena);
    }
    return clean(whole.length > 0 ? whole : id, arena);
}
