/* Fuzz target: bytes that come in on a Z39.50 connection, decoded and answered APDU by APDU. */
#include <dirent.h>
#include <unistd.h>

#include <yaz/log.h>
#include <yaz/proto.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/catalogue.h>
#include <offprint/record.h>

#include "fuzz.h"
#include "z3950/association.h"
#include "z3950/operation.h"
#include "z3950/z3950.h"

static struct catalogue *catalogue;
static char folder[] = "/tmp/offprint-fuzz.XXXXXX";

static void remove_folder(void)
{
    DIR *directory;
    struct dirent *entry;

    catalogue_close(catalogue);
    directory = opendir(folder);
    while (directory != NULL && (entry = readdir(directory)) != NULL)
        unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory != NULL)
        closedir(directory);
    rmdir(folder);
}

static void give_up(const struct diag *diag)
{
    fprintf(stderr, "cannot make a catalogue in %s: %s\n", folder, diag->message);
    exit(2);
}

static void add_record(struct catalogue_batch *batch, const char *id, const char *title,
                       struct arena *arena)
{
    static const struct put_options options = {.collection = NULL};
    struct marc_record *record = marc_record_create(arena);
    struct diag diag = {0};
    struct marc_field *field;

    marc_record_add_control(record, "001", slice_of(id));
    field = marc_record_add_field(record, "100", '1', ' ');
    marc_field_add(record, field, 'a', slice_of("Gorodetsky, Gabriel."));
    field = marc_record_add_field(record, "245", '0', '0');
    marc_field_add(record, field, 'a', slice_of(title));
    if (catalogue_batch_put(batch, record, &options, &diag) < 0)
        give_up(&diag);
}

/* A few records in a catalogue of our own, made once. */
static void prepare(void)
{
    static const struct catalogue_options options = {.create = true, .map_size = 64 << 20};
    struct catalogue_batch *batch = NULL;
    struct arena *arena = arena_create();
    struct diag diag = {0};

    yaz_log_init_level(0);
    if (mkdtemp(folder) == NULL || catalogue_open(&catalogue, folder, &options, &diag) < 0 ||
        catalogue_batch_begin(&batch, catalogue, NULL, NULL, &diag) < 0)
        give_up(&diag);
    atexit(remove_folder);
    add_record(batch, "one", "The rupture of Anglo-Soviet relations", arena);
    add_record(batch, "two", "Attempts to heal the breach", arena);
    add_record(batch, "three", "The policy of doing nothing", arena);
    if (catalogue_batch_commit(batch, &diag) < 0)
        give_up(&diag);
    arena_destroy(arena);
}

/* Answers one request; the answer must be one that can be sent. */
static void answer(struct operation *operation, const Z_APDU *request)
{
    Z_APDU *response = z3950_answer(operation, request);

    MUST(response == NULL || z_APDU(operation->odr, &response, 0, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct z3950_options options = {.result_sets = 4};
    struct association association;
    struct buffer scratch;
    struct operation operation = {.association = &association, .scratch = &scratch};
    ODR decoder = odr_createmem(ODR_DECODE);
    char *bytes = malloc(size + 1);
    size_t at = 0;
    int length;

    if (catalogue == NULL)
        prepare();
    memcpy(bytes, data, size);
    z3950_options_fill(&options);
    association_init(&association, catalogue, &options, "fuzz");
    buffer_init(&scratch);
    operation.odr = odr_createmem(ODR_ENCODE);
    operation.arena = arena_create();
    while (at < size && !operation.ends &&
           (length = completeBER(bytes + at, (int)(size - at))) > 0) {
        char text[160];
        Z_APDU *request = z3950_decode(decoder, bytes + at, length, text, sizeof text);

        if (request == NULL)
            break;
        answer(&operation, request);
        odr_reset(decoder);
        odr_reset(operation.odr);
        arena_reset(operation.arena);
        at += (size_t)length;
    }
    association_finish(&association);
    buffer_finish(&scratch);
    arena_destroy(operation.arena);
    odr_destroy(operation.odr);
    odr_destroy(decoder);
    free(bytes);
    return 0;
}
