#include "cli/upkeep.h"

#include <stdio.h>

#include "cli/command.h"

static void show(void *context, uint64_t done, uint64_t total)
{
    struct upkeep_view *view = context;

    progress_show(&view->progress, done, done, total);
}

/* What is damaged may hold anything: a terminal gets no control characters of it. */
static void print_text(const char *text)
{
    for (; *text != '\0'; text++)
        putchar((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text);
}

static void print_found(void *context, const char *where, const char *what)
{
    struct upkeep_view *view = context;

    if (view->printed == view->limit)
        return;
    view->printed++;
    progress_clear(&view->progress);
    print_text(where);
    fputs(": ", stdout);
    print_text(what);
    putchar('\n');
}

struct upkeep upkeep_begin(struct upkeep_view *view, const char *what)
{
    progress_begin(&view->progress, what);
    return (struct upkeep){say_waiting, show, print_found, view};
}
