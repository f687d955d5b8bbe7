/*
 * Every real record of the shared corpora: read or refused with a reason, packed and unpacked the
 * same, written as MARCXML and read back the same. Skipped where the corpora are not there.
 */
#include "help.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/text.h"

static char root[1024];

struct tally {
    unsigned files, records, refused, unopened;
};

/* Files whose number of records is not INDEX.tsv's, and why. In `malformed` it is all right. */
static const struct {
    const char *path;
    const char *why;
} differing[] = {
    {"marcxml/debian-Catmandu-SRU-0.430/picaxml.xml", "PICA, no MARC"},
    {"marcxml/qa-catalogue/src__test__resources__picaxml__pica.xml", "PICA, no MARC"},
    {"marcxml/idzebra/test__xslt__marc-col.xml", "not well-formed: an entity that is not declared"},
};

static bool may_differ(const char *path)
{
    if (strncmp(path, "malformed/", 10) == 0)
        return true;
    for (size_t i = 0; i < sizeof differing / sizeof *differing; i++)
        if (strcmp(path, differing[i].path) == 0)
            return true;
    return false;
}

/* --- one record --------------------------------------------------------------- */

static void assert_value_is_sound(const char *path, struct slice value)
{
    if (!text_is_utf8(value))
        fail_msg("%s: a value is not UTF-8", path);
    for (size_t i = 0; i < value.length; i++)
        if (value.data[i] >= 0x1d && value.data[i] <= 0x1f)
            fail_msg("%s: a value holds a delimiter", path);
}

static void assert_is_sound(const char *path, const struct marc_record *record)
{
    assert_int_equal('a', record->leader[9]);
    assert_memory_equal("4500", record->leader + 20, 4);
    assert_true(record->field_count > 0);
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct marc_field *field = &record->fields[i];

        for (int k = 0; k < 3; k++)
            assert_non_null(strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                                   field->tag[k]));
        assert_int_equal(field->tag[0] == '0' && field->tag[1] == '0', field->control);
        assert_value_is_sound(path, field->value);
        assert_true(field->control || field->subfield_count > 0);
        for (uint32_t k = 0; k < field->subfield_count; k++) {
            assert_in_range(field->subfields[k].code, '!', '~');
            assert_value_is_sound(path, field->subfields[k].value);
        }
    }
}

static void assert_packs(const char *path, const struct marc_record *record, struct arena *arena)
{
    struct marc_record *unpacked;
    struct buffer bytes;

    buffer_init(&bytes);
    packed_encode(&bytes, record);
    if (packed_decode(&unpacked, arena, buffer_slice(&bytes), NULL) < 0 ||
        !marc_record_equal(record, unpacked))
        fail_msg("%s: a packed record does not come back the same", path);
    buffer_finish(&bytes);
}

/* NFC, without what XML 1.0 clause 2.2 forbids. */
static struct slice as_xml_has_it(struct arena *arena, struct slice value)
{
    struct buffer composed, kept;

    buffer_init(&composed);
    buffer_init(&kept);
    text_add_nfc(&composed, value);
    for (size_t offset = 0; offset < composed.length;) {
        uint32_t codepoint = text_next(buffer_slice(&composed), &offset);

        if ((codepoint >= 0x20 || codepoint == '\t' || codepoint == '\n' || codepoint == '\r') &&
            codepoint != 0xfffe && codepoint != 0xffff)
            text_add_codepoint(&kept, codepoint);
    }
    value = arena_slice(arena, buffer_slice(&kept));
    buffer_finish(&composed);
    buffer_finish(&kept);
    return value;
}

/* The schema's letters: of one case in tags, small in indicators; no @ nor | as a code. */
static void add_as_xml_has_it(struct marc_record *copy, const struct marc_field *field)
{
    struct marc_field *added;
    char tag[4], indicators[2];
    bool small = false;

    for (int i = 0; i < 3; i++)
        small |= field->tag[i] >= 'a' && field->tag[i] <= 'z';
    for (int i = 0; i < 4; i++)
        tag[i] = (char)(small && field->tag[i] >= 'A' && field->tag[i] <= 'Z' ? field->tag[i] + 32
                                                                              : field->tag[i]);
    for (int i = 0; i < 2; i++) {
        char c = field->indicator[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        indicators[i] = strchr("0123456789abcdefghijklmnopqrstuvwxyz", c) != NULL ? c : ' ';
    }
    added = marc_record_add_field(copy, tag, indicators[0], indicators[1]);
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        char code = field->subfields[i].code;

        marc_field_add(copy, added, (char)(code == '@' || code == '|' ? '?' : code),
                       as_xml_has_it(copy->arena, field->subfields[i].value));
    }
}

static struct marc_record *copy_as_xml_has_it(struct arena *arena, const struct marc_record *record)
{
    struct marc_record *copy = marc_record_create(arena);

    memcpy(copy->leader, record->leader, 24);
    for (uint32_t i = 0; i < record->field_count; i++)
        if (record->fields[i].control)
            marc_record_add_control(copy, record->fields[i].tag,
                                    as_xml_has_it(arena, record->fields[i].value));
    for (uint32_t i = 0; i < record->field_count; i++)
        if (!record->fields[i].control)
            add_as_xml_has_it(copy, &record->fields[i]);
    return copy;
}

static void assert_writes_xml(const char *path, const struct marc_record *record,
                              struct arena *arena)
{
    struct reading_test test;
    struct buffer xml;

    buffer_init(&xml);
    marcxml_write(&xml, record);
    open_bytes(&test, xml.data, xml.length);
    if (next_record(&test) != 1)
        fail_msg("%s: our MARCXML is refused: %s", path, test.diag.message);
    if (test.findings.count > 0)
        fail_msg("%s: our MARCXML has a finding: %s", path, test.findings.last);
    if (!marc_record_equal(copy_as_xml_has_it(arena, record), test.record))
        fail_msg("%s: our MARCXML does not come back the same: %s", path, xml.data);
    close_test(&test);
    buffer_finish(&xml);
}

/* --- one file ----------------------------------------------------------------- */

static void read_file(const char *path, struct tally *tally)
{
    struct arena *arena = arena_create();
    struct marc_reader *reader;
    struct marc_record *record;
    struct diag diag;
    char full[4096];
    int status;

    snprintf(full, sizeof full, "%.1000s/%.1000s", root, path);
    tally->files++;
    if (marc_reader_open(&reader, full, MARC_INPUT_SNIFF, NULL, NULL, &diag) < 0) {
        assert_int_equal(OFFPRINT_UNSUPPORTED, diag.status);
        if (!may_differ(path))
            fail_msg("%s", diag.message);
        tally->unopened++;
        arena_destroy(arena);
        return;
    }
    for (;;) {
        diag_clear(&diag);
        status = marc_reader_next(reader, &record, arena, &diag);
        if (status == 0)
            break;
        if (status < 0) {
            assert_int_equal(status, diag.status);
            assert_true(strlen(diag.message) > 0);
            tally->refused++;
        } else {
            assert_is_sound(path, record);
            assert_packs(path, record, arena);
            assert_writes_xml(path, record, arena);
            marc_check(record, NULL, NULL);
            tally->records++;
        }
        arena_reset(arena);
    }
    marc_reader_close(reader);
    arena_destroy(arena);
}

/* --- all of them -------------------------------------------------------------- */

static void walk(const char *folder, struct tally *tally)
{
    char full[2048], path[2048];
    struct dirent *entry;
    struct stat about;
    DIR *directory;

    snprintf(full, sizeof full, "%.1000s/%.1000s", root, folder);
    directory = opendir(full);
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%.1000s/%.1000s", folder, entry->d_name);
        snprintf(full, sizeof full, "%.1000s/%.1000s", root, path);
        assert_int_equal(0, stat(full, &about));
        if (S_ISDIR(about.st_mode))
            walk(path, tally);
        else
            read_file(path, tally);
    }
    closedir(directory);
}

static void every_file_is_read_to_its_end(void **state)
{
    static const char *const folders[] = {"analytics", "clean-marc8", "clean-utf8",
                                          "malformed", "marcxml",     "unimarc"};

    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        struct tally tally = {0, 0, 0, 0};

        walk(folders[i], &tally);
        print_message("%s: %u files, %u records read, %u refused; %u files of no format\n",
                      folders[i], tally.files, tally.records, tally.refused, tally.unopened);
        assert_true(tally.records > 1000);
        assert_true(tally.refused < tally.records / 10);
    }
}

static unsigned count_records(const char *path)
{
    struct arena *arena = arena_create();
    struct marc_reader *reader;
    struct marc_record *record;
    char full[4096];
    unsigned count = 0;
    int status;

    snprintf(full, sizeof full, "%.1000s/%.1000s", root, path);
    if (marc_reader_open(&reader, full, MARC_INPUT_SNIFF, NULL, NULL, NULL) == 0) {
        while ((status = marc_reader_next(reader, &record, arena, NULL)) != 0) {
            count += status > 0;
            arena_reset(arena);
        }
        marc_reader_close(reader);
    }
    arena_destroy(arena);
    return count;
}

/* INDEX.tsv: file in the first column, number of records in the seventh. */
static void there_are_as_many_records_as_the_index_says(void **state)
{
    unsigned files = 0, differences = 0;
    char path[2048], line[8192];
    FILE *index;

    (void)state;
    snprintf(path, sizeof path, "%s/../INDEX.tsv", root);
    index = fopen(path, "r");
    assert_non_null(index);
    while (fgets(line, sizeof line, index) != NULL) {
        char *column = line;
        unsigned said, found;

        if (strncmp(line, "marc/", 5) != 0)
            continue;
        for (int i = 0; i < 6; i++) {
            column += strcspn(column, "\t");
            *column++ = '\0';
        }
        said = (unsigned)strtoul(column, NULL, 10);
        found = count_records(line + 5);
        files++;
        if (found == said)
            continue;
        differences++;
        print_message("%s: %u records, not %u\n", line + 5, found, said);
        if (!may_differ(line + 5))
            fail_msg("%s has %u records, not %u", line + 5, found, said);
    }
    fclose(index);
    print_message("%u of %u files have another number of records\n", differences, files);
    assert_true(files > 1000);
}

/* --- the gold pair ------------------------------------------------------------ */

static bool same_after_nfc(struct arena *arena, const struct marc_record *a,
                           const struct marc_record *b)
{
    struct marc_record *first = copy_as_xml_has_it(arena, a);
    struct marc_record *second = copy_as_xml_has_it(arena, b);

    memcpy(first->leader, second->leader, 24); /* the two differ in 09 only */
    return marc_record_equal(first, second);
}

/* MARC-8 and its published UTF-8, from the same source. */
static void marc8_is_read_as_it_was_published(void **state)
{
    struct arena *arena = arena_create();
    struct marc_reader *readers[2];
    struct marc_record *records[2];
    char path[2048];
    unsigned agreed = 0;

    (void)state;
    snprintf(path, sizeof path, "%s/clean-marc8/solrmarc/test__data__records__specTestRecs.mrc",
             root);
    assert_int_equal(0, marc_reader_open(&readers[0], path, MARC_INPUT_SNIFF, NULL, NULL, NULL));
    snprintf(path, sizeof path, "%s/marcxml/solrmarc/test__data__records__specTestRecs.xml", root);
    assert_int_equal(0, marc_reader_open(&readers[1], path, MARC_INPUT_SNIFF, NULL, NULL, NULL));
    while (marc_reader_next(readers[0], &records[0], arena, NULL) == 1) {
        assert_int_equal(1, marc_reader_next(readers[1], &records[1], arena, NULL));
        if (same_after_nfc(arena, records[0], records[1]))
            agreed++;
        else
            print_message("record %u differs\n", (unsigned)marc_reader_place(readers[0]).number);
    }
    assert_int_equal(0, marc_reader_next(readers[1], &records[1], arena, NULL));
    assert_int_equal(76, agreed);
    marc_reader_close(readers[0]);
    marc_reader_close(readers[1]);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_is_read_to_its_end),
        cmocka_unit_test(there_are_as_many_records_as_the_index_says),
        cmocka_unit_test(marc8_is_read_as_it_was_published),
    };
    const char *shared = getenv("OFFPRINT_SHARED");
    struct stat about;

    snprintf(root, sizeof root, "%.900s/corpora/marc",
             shared != NULL ? shared : TEST_SOURCE "/../shared");
    if (stat(root, &about) != 0) {
        printf("no corpora in %s: skipped\n", root);
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
