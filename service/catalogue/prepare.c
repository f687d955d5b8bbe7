#include "catalogue/prepare.h"

#include <stdlib.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/record.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalogue/private.h"
#include "index/index.h"

/* --- ids -------------------------------------------------------------------------------------- */

/* An id made from what the record says, the same for the same content. */
static struct slice made_id(struct slice packed, struct arena *arena)
{
    return slice_of(
        arena_printf(arena, "made-%016llx", (unsigned long long)hash_add(HASH_EMPTY, packed)));
}

static bool is_control(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f)
            return true;
    }
    return false;
}

/* The prefix and the number, up to a NUL in it. */
static struct slice join_id(struct slice prefix, struct slice number, struct arena *arena)
{
    const char *end = number.length > 0 ? memchr(number.data, '\0', number.length) : NULL;
    size_t length = end != NULL ? (size_t)(end - number.data) : number.length;
    char *id = arena_array(arena, prefix.length + length + 1, 1);

    memcpy(id, prefix.data, prefix.length);
    memcpy(id + prefix.length, length > 0 ? number.data : "", length);
    return slice_make(id, prefix.length + length);
}

/* The id that a record goes by in this catalogue. */
static int identify(struct slice *id, struct slice packed, const struct marc_record *record,
                    const struct put_options *options, struct arena *arena, struct diag *diag)
{
    const char *prefix = options->prefix != NULL ? options->prefix : "";
    struct slice number = marc_record_identifier(record);

    if (number.length == 0 && options->make_ids)
        number = made_id(packed, arena);
    if (number.length == 0)
        return diag_set(diag, OFFPRINT_NO_IDENTIFIER,
                        "the record has no control number (001); give it one, or import with "
                        "--make-ids");
    *id = join_id(slice_of(prefix), number, arena);
    if (id->length > STORE_ID_MAX)
        return diag_refuse(diag, OFFPRINT_INVALID, id->data,
                           "the control number is longer than %d bytes", STORE_ID_MAX);
    if (is_control(*id) || !text_is_utf8(*id))
        return diag_refuse(diag, OFFPRINT_INVALID, id->data,
                           "the control number holds characters that cannot be typed");
    return OFFPRINT_OK;
}

/* --- preparing -------------------------------------------------------------------------------- */

int prepare_record(struct catalogue_prepared *prepared, const struct marc_record *record,
                   const struct put_options *options, struct buffer *packed, struct arena *arena,
                   struct diag *diag)
{
    buffer_truncate(packed, 0);
    packed_encode(packed, record);
    *prepared = (struct catalogue_prepared){
        .record = record,
        .options = options,
        .packed = arena_slice(arena, buffer_slice(packed)),
    };
    return identify(&prepared->id, prepared->packed, record, options, arena, diag);
}

struct catalogue_preparer {
    struct index_preparer *index;
    struct buffer packed;
};

struct catalogue_preparer *catalogue_preparer_create(const struct catalogue *catalogue)
{
    struct catalogue_preparer *preparer = memory_zeroed(1, sizeof *preparer);

    preparer->index = index_preparer_create(catalogue->access_points);
    return preparer;
}

void catalogue_preparer_destroy(struct catalogue_preparer *preparer)
{
    if (preparer == NULL)
        return;
    index_preparer_destroy(preparer->index);
    buffer_finish(&preparer->packed);
    free(preparer);
}

int catalogue_prepare(const struct catalogue_prepared **prepared,
                      struct catalogue_preparer *preparer, const struct marc_record *record,
                      const struct put_options *options, struct arena *arena, struct diag *diag)
{
    struct catalogue_prepared *made = arena_alloc(arena, sizeof *made);
    int status = prepare_record(made, record, options, &preparer->packed, arena, diag);

    if (status < 0)
        return status;
    made->entries = index_prepare(preparer->index, record, made->id, arena);
    *prepared = made;
    return OFFPRINT_OK;
}
