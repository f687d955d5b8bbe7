/* Reads all books of some bytes, makes the records of their parts, and holds each to what every
 * record promises. */
#ifndef OFFPRINT_TESTS_FUZZ_EXPLODE_H
#define OFFPRINT_TESTS_FUZZ_EXPLODE_H

#include <offprint/explode.h>

#include "records.h"

/* A host as catalogues have it: with the links of two parts, and a main entry. */
static inline struct marc_record *fuzz_host(struct arena *arena)
{
    static const char text[] =
        "=LDR  00000nam a2200000 i 4500\n=001  h1\n=003  X\n"
        "=008  200101s1998    xx a     b    001 0 eng d\n=020  \\\\$a0000000000\n"
        "=100  1\\$aOther, Ann.\n=245  14$aThe tides /$cAnn Other.\n"
        "=774  08$iChapter:$tThe ebb$gChapter 1, pages 3-19$w(X)h1-1\n=774  0\\$tFlow$w(X)h1c2\n";
    struct marc_reader *reader;
    struct marc_record *host = NULL;

    MUST(marc_reader_open_bytes(&reader, slice_of(arena_string(arena, text)), MARC_INPUT_LINES,
                                NULL, NULL, NULL) == 0);
    MUST(marc_reader_next(reader, &host, arena, NULL) == 1);
    marc_reader_close(reader);
    return host;
}

/* Each part that can be told apart becomes a record, once, and the host gets its link. */
static inline void must_explode(struct explode_book *book, const struct marc_record *host,
                                struct arena *arena)
{
    struct marc_record *linked;
    size_t keys = 0;

    explode_assign_keys(book, host, arena);
    for (size_t i = 0; i < book->part_count; i++) {
        struct marc_record *part;

        must_be_sound_value(explode_part_title(&book->parts[i], arena));
        if (book->parts[i].key == NULL)
            continue;
        keys++;
        part = explode_make(&book->parts[i], host, 1795392000, arena);
        must_be_sound(part);
        must_pack(part, arena);
        MUST(slice_is(marc_record_identifier(part), book->parts[i].key));
        if (book->parts[i].title.length > 0)
            MUST(explode_is_record_of(part, &book->parts[i], arena));
    }
    linked = explode_link_host(book, host, arena);
    if (linked != NULL) {
        must_be_sound(linked);
        must_pack(linked, arena);
    }
    MUST(keys <= book->part_count);
}

static inline void read_books(const uint8_t *data, size_t size, enum explode_input input)
{
    struct arena *arena = arena_create();
    struct explode_reader *reader;
    struct explode_book book;
    struct diag diag = {0};
    unsigned findings = 0;
    size_t books = 0;
    int status;

    if (explode_reader_open_bytes(&reader, slice_make((const char *)data, size), input,
                                  count_finding, &findings, &diag) < 0) {
        MUST(diag.message[0] != '\0');
        arena_destroy(arena);
        return;
    }
    while ((status = explode_reader_next(reader, &book, arena, &diag)) != 0) {
        MUST(++books <= (size + 1) * 1100);
        if (status > 0) {
            MUST(book.part_count > 0);
            must_explode(&book, fuzz_host(arena), arena);
        } else {
            MUST(diag.status == status && text_is_utf8(slice_of(diag.message)));
        }
        arena_reset(arena);
        diag_clear(&diag);
    }
    explode_reader_close(reader);
    arena_destroy(arena);
}

#endif
