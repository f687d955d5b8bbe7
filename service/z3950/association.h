/* What is remembered of one client between its requests: the Z-association of Z39.50 3.2.1. */
#ifndef OFFPRINT_Z3950_ASSOCIATION_H
#define OFFPRINT_Z3950_ASSOCIATION_H

#include <stdbool.h>
#include <stdint.h>

#include "z3950/result_sets.h"

struct catalogue;
struct z3950_options;

/* What both sides may agree on in Init, in bytes (Z39.50 3.2.1.1.4). */
#define MESSAGE_SIZE_MINIMUM 1024u
#define MESSAGE_SIZE_MAXIMUM (1024u * 1024u)
#define RECORD_SIZE_MAXIMUM (16u * 1024u * 1024u)

struct association {
    struct catalogue *catalogue;         /* borrowed */
    const struct z3950_options *options; /* borrowed; every cap is filled in */
    const char *peer;                    /* borrowed; its address, for the log */
    bool crowded;                        /* over the cap of sessions: Init is refused */
    bool open;                           /* Init has been answered with yes */
    unsigned version;                    /* 2 or 3, once open */
    uint32_t preferred_message_size;     /* records of one response, together */
    uint32_t exceptional_record_size;    /* one record that comes alone */
    struct result_sets sets;
};

void association_init(struct association *association, struct catalogue *catalogue,
                      const struct z3950_options *options, const char *peer);
void association_finish(struct association *association);

/* The caps of design section 7 in place of zeros. */
void z3950_options_fill(struct z3950_options *options);

#endif
