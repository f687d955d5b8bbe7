#include "cli/check_links.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "base/memory.h"
#include "cli/findings.h"
#include "convert/part.h"

void check_links_begin(struct check_links *links)
{
    *links = (struct check_links){.arena = arena_create()};
}

void check_links_finish(struct check_links *links)
{
    arena_destroy(links->arena);
    free(links->records);
    free(links->links);
}

static const char *copy(struct check_links *links, struct slice text)
{
    return arena_copy(links->arena, text.data != NULL ? text.data : "", text.length);
}

/* Remembers the numbers of one 773 or 774. Returns whether there are any. */
static bool add_field(struct check_links *links, const char *from, const struct marc_field *field)
{
    bool found = false;

    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice source, number;

        if (field->subfields[i].code != 'w')
            continue;
        number = slice_trim(part_control_number(field->subfields[i].value, &source));
        if (number.length == 0)
            continue;
        links->links = memory_grow(links->links, &links->link_capacity, links->link_count,
                                   sizeof *links->links);
        links->links[links->link_count++] =
            (struct record_link){strcmp(field->tag, "773") == 0, from, copy(links, number)};
        found = true;
    }
    return found;
}

void check_links_add(struct check_links *links, const struct marc_record *record,
                     const struct findings *findings)
{
    struct linked_record linked = {.path = findings->path, .place = findings->place};
    struct slice id = marc_record_identifier(record);

    if (id.length == 0 || (marc_record_field(record, "773", NULL) == NULL &&
                           marc_record_field(record, "774", NULL) == NULL))
        return;
    linked.id = copy(links, id);
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct marc_field *field = &record->fields[i];

        if (strcmp(field->tag, "773") == 0)
            linked.names_host |= add_field(links, linked.id, field);
        else if (strcmp(field->tag, "774") == 0)
            linked.lists_parts |= add_field(links, linked.id, field);
    }
    if (!linked.names_host && !linked.lists_parts)
        return;
    links->records = memory_grow(links->records, &links->record_capacity, links->record_count,
                                 sizeof *links->records);
    links->records[links->record_count++] = linked;
}

/* --- comparing ---------------------------------------------------------------- */

static int compare_records(const void *left, const void *right)
{
    const struct linked_record *a = left, *b = right;

    return strcmp(a->id, b->id);
}

static int compare_links(const void *left, const void *right)
{
    const struct record_link *a = left, *b = right;
    int from = strcmp(a->from, b->from);

    if (a->up != b->up)
        return a->up ? 1 : -1;
    return from != 0 ? from : strcmp(a->to, b->to);
}

static const struct linked_record *find_record(const struct check_links *links, const char *id)
{
    return bsearch(&(struct linked_record){.id = id}, links->records, links->record_count,
                   sizeof *links->records, compare_records);
}

static bool has_link(const struct check_links *links, bool up, const char *from, const char *to)
{
    return bsearch(&(struct record_link){up, from, to}, links->links, links->link_count,
                   sizeof *links->links, compare_links) != NULL;
}

static void report(struct findings *findings, const struct linked_record *host, const char *part,
                   const char *what)
{
    char message[400];
    struct finding finding = {FINDING_WARNING, "host-parts", "774", message};

    snprintf(message, sizeof message, "the record '%.150s' %s", part, what);
    findings_file(findings, host->path);
    findings->place = host->place;
    buffer_add_string(&findings->id, host->id);
    findings_take(findings, &finding);
}

static void check_link(const struct check_links *links, struct findings *findings,
                       const struct record_link *link)
{
    const struct linked_record *host = find_record(links, link->up ? link->to : link->from);
    const struct linked_record *part = find_record(links, link->up ? link->from : link->to);

    if (host == NULL || part == NULL || has_link(links, !link->up, link->to, link->from))
        return;
    if (link->up && host->lists_parts)
        report(findings, host, part->id, "names this one as its host (773) and is not listed");
    else if (!link->up && part->names_host)
        report(findings, host, part->id, "is listed as a part and names another host (773)");
}

void check_links_report(struct check_links *links, struct findings *findings)
{
    if (links->link_count == 0)
        return;
    qsort(links->records, links->record_count, sizeof *links->records, compare_records);
    qsort(links->links, links->link_count, sizeof *links->links, compare_links);
    for (size_t i = 0; i < links->link_count; i++)
        check_link(links, findings, &links->links[i]);
}
