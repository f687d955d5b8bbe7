/* An association without a connection: requests go in decoded, answers come out. */
#ifndef OFFPRINT_TESTS_Z3950_FIXTURE_H
#define OFFPRINT_TESTS_Z3950_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "z3950/association.h"
#include "z3950/operation.h"
#include "z3950/z3950.h"

struct fixture {
    struct z3950_options options;
    struct association association;
    struct buffer scratch;
    struct operation operation;
};

static inline void fixture_init(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    z3950_options_fill(&fixture->options);
    association_init(&fixture->association, NULL, &fixture->options, "test");
    buffer_init(&fixture->scratch);
    fixture->operation = (struct operation){
        .association = &fixture->association,
        .odr = odr_createmem(ODR_ENCODE),
        .arena = arena_create(),
        .scratch = &fixture->scratch,
    };
}

static inline void fixture_finish(struct fixture *fixture)
{
    association_finish(&fixture->association);
    buffer_finish(&fixture->scratch);
    odr_destroy(fixture->operation.odr);
    arena_destroy(fixture->operation.arena);
}

/* The answer must be one that can be sent. */
static inline Z_APDU *fixture_answer(struct fixture *fixture, const Z_APDU *request)
{
    ODR encoder = odr_createmem(ODR_ENCODE);
    Z_APDU *answer = z3950_answer(&fixture->operation, request);

    if (answer != NULL)
        assert_true(z_APDU(encoder, &answer, 0, NULL));
    odr_destroy(encoder);
    return answer;
}

static inline Z_APDU *fixture_request(struct fixture *fixture, int which)
{
    return zget_APDU(fixture->operation.odr, which);
}

/* Past Init, in the version given. */
static inline void fixture_open(struct fixture *fixture, unsigned version)
{
    fixture->association.open = true;
    fixture->association.version = version;
}

#endif
