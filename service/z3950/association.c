/* Z-associations, and the caps that they live under. */
#include "z3950/association.h"

#include <string.h>

#include "z3950/z3950.h"

/* No request is larger, whatever is configured. */
#define PDU_LARGEST (64u * 1024u * 1024u)

void association_init(struct association *association, struct catalogue *catalogue,
                      const struct z3950_options *options, const char *peer)
{
    memset(association, 0, sizeof *association);
    association->catalogue = catalogue;
    association->options = options;
    association->peer = peer;
    association->version = 3; /* until Init says less: a Close may be due before */
    association->preferred_message_size = MESSAGE_SIZE_MAXIMUM;
    association->exceptional_record_size = RECORD_SIZE_MAXIMUM;
    result_sets_init(&association->sets, options->result_sets);
}

void association_finish(struct association *association)
{
    result_sets_finish(&association->sets);
    association->open = false;
}

static void fill(unsigned *cap, unsigned value)
{
    if (*cap == 0)
        *cap = value;
}

/* COMSTACK counts in int, and adds a piece of its own. */
static void bound(uint32_t *limit)
{
    if (*limit > PDU_LARGEST)
        *limit = PDU_LARGEST;
}

void z3950_options_fill(struct z3950_options *options)
{
    if (options->base_url == NULL)
        options->base_url = "";
    fill(&options->pdu_limit_before_init, 64 * 1024);
    fill(&options->pdu_limit, 1024 * 1024);
    bound(&options->pdu_limit_before_init);
    bound(&options->pdu_limit);
    fill(&options->sessions, 1024);
    fill(&options->sessions_per_address, 32);
    fill(&options->idle_seconds, 600);
    /* Who says nothing at all is not waited for longer than who has been talking. */
    fill(&options->idle_seconds_before_init,
         options->idle_seconds < 60 ? options->idle_seconds : 60);
    fill(&options->result_sets, 32);
    fill(&options->present_limit, 1000);
    fill(&options->scan_limit, 10000);
}
