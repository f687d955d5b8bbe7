/* Sessions: COMSTACK frames the bytes, libuv says when, and nothing here ever blocks. */
#include "z3950/session.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <yaz/tcpip.h>

#include "base/log.h"
#include "base/memory.h"
#include "z3950/operation.h"
#include "z3950/worker.h"
#include "z3950/z3950.h"

/* COMSTACK reads by so much, and refuses what fills its last piece. */
#define COMSTACK_PIECE 4096
/* Buffers that a large request has grown are given back. */
#define INPUT_KEEPS (64 * 1024)
/* Time to wait for the other side to close too, in ms: its last words are not cut off. */
#define LINGER_MS 2000
#define LINGER_DRAINING_MS 200
/* Time for a client that is let in only to be refused. */
#define CROWDED_MS 5000
/* Time for a request that has begun to come in. */
#define REQUEST_MS 30000
/* A request in crumbs of indefinite length is gone over again with each of them; this is the time
 * that one request may take so, in ns. */
#define FRAMING_NS 1000000000u

static void step(struct session *session);

/* --- ending -------------------------------------------------------------------------------- */

static void unlink_from_worker(struct session *session)
{
    if (session->previous != NULL)
        session->previous->next = session->next;
    else
        session->worker->sessions = session->next;
    if (session->next != NULL)
        session->next->previous = session->previous;
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct session *session = handle->data;
    struct worker *worker = session->worker;

    if (--session->handles_open > 0)
        return;
    unlink_from_worker(session);
    free(session);
    worker_session_ended(worker);
}

void session_close(struct session *session)
{
    if (session->state == SESSION_CLOSED)
        return;
    session->state = SESSION_CLOSED;
    uv_close((uv_handle_t *)&session->poll, on_handle_closed);
    uv_close((uv_handle_t *)&session->timer, on_handle_closed);
    uv_close((uv_handle_t *)&session->again, on_handle_closed);
    cs_close(session->stack);
    xfree(session->input);
    free(session->output);
    association_finish(&session->association);
    admission_leave(session->worker->admission, &session->address, session->admitted);
    log_debug("z3950", "%s: gone", session->peer);
}

/* --- waiting ------------------------------------------------------------------------------- */

static uint64_t patience(const struct session *session)
{
    const struct z3950_options *options = session->worker->options;
    uint64_t idle =
        1000 * (uint64_t)(session->association.open ? options->idle_seconds
                                                    : options->idle_seconds_before_init);

    if (session->state == SESSION_LINGERING)
        return session->worker->draining ? LINGER_DRAINING_MS : LINGER_MS;
    if (session->association.crowded)
        return CROWDED_MS;
    if (session->framing > 0 && idle > REQUEST_MS)
        return REQUEST_MS;
    return idle;
}

static void on_timer(uv_timer_t *timer);

static void wait_again(struct session *session, uint64_t milliseconds)
{
    uv_timer_start(&session->timer, on_timer, milliseconds, 0);
}

static void note_activity(struct session *session)
{
    session->active = uv_now(&session->worker->loop);
}

static void on_poll(uv_poll_t *poll, int status, int events);

static void poll_for(struct session *session, int events)
{
    if (session->events == events)
        return;
    session->events = events;
    if (uv_poll_start(&session->poll, events, on_poll) < 0)
        session_close(session);
}

/* --- writing ------------------------------------------------------------------------------- */

/*
 * Says no more, and takes what still comes in until the other side closes: closing over unread
 * bytes would reset the connection, and the client might lose our last reply.
 */
static void linger(struct session *session)
{
    session->state = SESSION_LINGERING;
    shutdown(cs_fileno(session->stack), SHUT_WR);
    uv_idle_stop(&session->again);
    note_activity(session);
    wait_again(session, patience(session));
    poll_for(session, UV_READABLE);
}

static void on_again(uv_idle_t *idle)
{
    step(idle->data);
}

/* The reply is out. */
static void go_on(struct session *session)
{
    free(session->output);
    session->output = NULL;
    note_activity(session);
    if (session->ends) {
        linger(session);
        return;
    }
    session->state = SESSION_READING;
    poll_for(session, UV_READABLE);
    /* What COMSTACK has read beyond the last request, epoll knows nothing of. */
    if (session->state == SESSION_READING && (cs_more(session->stack) || session->worker->draining))
        uv_idle_start(&session->again, on_again);
    else
        uv_idle_stop(&session->again);
}

/* `reply` is the worker's: what does not go out now is kept in a copy of the session's own. */
static void send_reply(struct session *session, char *reply, int length)
{
    int result = cs_put(session->stack, reply, length);

    if (result < 0) {
        session_close(session);
    } else if (result == 0) {
        go_on(session);
    } else {
        session->output = memory_alloc((size_t)length);
        memcpy(session->output, reply, (size_t)length);
        session->output_length = length;
        session->state = SESSION_WRITING;
        uv_idle_stop(&session->again);
        poll_for(session, UV_WRITABLE);
    }
}

static void write_on(struct session *session)
{
    int result = cs_put(session->stack, session->output, session->output_length);

    if (result < 0)
        session_close(session);
    else if (result == 0)
        go_on(session);
    else
        note_activity(session);
}

/* --- answering ----------------------------------------------------------------------------- */

static struct operation operation_begin(struct session *session)
{
    struct worker *worker = session->worker;

    return (struct operation){
        .association = &session->association,
        .odr = worker->encoder,
        .arena = worker->arena,
        .scratch = &worker->scratch,
    };
}

static void deliver(struct session *session, struct operation *operation, Z_APDU *answer)
{
    ODR encoder = session->worker->encoder;
    char *reply;
    int length;

    session->ends = session->ends || operation->ends;
    if (answer == NULL) {
        go_on(session);
    } else if (!z_APDU(encoder, &answer, 0, NULL)) {
        log_error("z3950", "%s: cannot encode a reply: %s", session->peer,
                  odr_errmsg(odr_geterror(encoder)));
        session_close(session);
    } else {
        reply = odr_getbuf(encoder, &length, NULL);
        send_reply(session, reply, length);
    }
    worker_reset(session->worker);
}

static void end(struct session *session, int reason, const char *text)
{
    struct operation operation = operation_begin(session);

    deliver(session, &operation, z3950_end(&operation, reason, text));
}

/* A larger request may come once the two sides know each other. */
static void limit_input(struct session *session)
{
    const struct z3950_options *options = session->worker->options;
    uint32_t limit =
        session->association.open ? options->pdu_limit : options->pdu_limit_before_init;

    cs_set_max_recv_bytes(session->stack, (int)limit + COMSTACK_PIECE);
}

static void answer(struct session *session, int length)
{
    ODR decoder = session->worker->decoder;
    struct operation operation = operation_begin(session);
    Z_APDU *request;
    char text[160];

    note_activity(session);
    request = z3950_decode(decoder, session->input, length, text, sizeof text);
    if (request == NULL) {
        end(session, Z_Close_protocolError, text);
        return;
    }
    deliver(session, &operation, z3950_answer(&operation, request));
    if (session->state == SESSION_CLOSED)
        return;
    limit_input(session);
    if (session->input_size > INPUT_KEEPS) {
        xfree(session->input);
        session->input = NULL;
        session->input_size = 0;
    }
}

/* --- reading ------------------------------------------------------------------------------- */

/*
 * Every APDU is a constructed value with a context tag (Z39.50 4.1): 101xxxxx. What begins
 * otherwise, HTTP above all, is not waited for to the end.
 */
static bool begins_as_apdu(struct session *session)
{
    char first = '\0';

    if (recv(cs_fileno(session->stack), &first, 1, MSG_PEEK | MSG_DONTWAIT) != 1)
        return true;
    session->begun = true;
    return ((unsigned char)first & 0xe0) == 0xa0;
}

/* A part of a request is here; the first one starts its time. */
static void wait_for_more(struct session *session, uint64_t began)
{
    if (session->framing == 0) {
        note_activity(session);
        session->framing = 1;
        wait_again(session, patience(session));
    }
    session->framing += uv_hrtime() - began;
    if (session->framing > FRAMING_NS)
        end(session, Z_Close_resources, "the request comes in pieces that are too small");
    else if (session->worker->draining)
        end(session, Z_Close_shutdown, "the service is being stopped");
    else
        uv_idle_stop(&session->again);
}

static void refuse_size(struct session *session)
{
    const struct z3950_options *options = session->worker->options;
    char text[64];

    snprintf(text, sizeof text, "a request may have up to %u bytes",
             session->association.open ? options->pdu_limit : options->pdu_limit_before_init);
    end(session, Z_Close_resources, text);
}

/* Takes in what there is and answers one request, if it is whole. */
static void step(struct session *session)
{
    uint64_t began = uv_hrtime();
    int length;

    if (!session->begun && !begins_as_apdu(session)) {
        log_debug("z3950", "%s: these bytes are not Z39.50", session->peer);
        linger(session);
        return;
    }
    length = cs_get(session->stack, &session->input, &session->input_size);
    if (length == 1) {
        wait_for_more(session, began);
    } else if (length < 0 && cs_errno(session->stack) == CSBUFSIZE) {
        refuse_size(session);
    } else if (length <= 0) {
        session_close(session);
    } else {
        session->framing = 0;
        answer(session, length);
    }
}

static void throw_away(struct session *session)
{
    char bytes[4096];
    ssize_t length = recv(cs_fileno(session->stack), bytes, sizeof bytes, MSG_DONTWAIT);

    if (length <= 0)
        session_close(session);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct session *session = poll->data;

    (void)events;
    if (status < 0) {
        session_close(session);
        return;
    }
    switch (session->state) {
    case SESSION_READING:
        step(session);
        break;
    case SESSION_WRITING:
        write_on(session);
        break;
    case SESSION_LINGERING:
        throw_away(session);
        break;
    case SESSION_CLOSED:
        break;
    }
}

static void on_timer(uv_timer_t *timer)
{
    struct session *session = timer->data;
    uint64_t waited = uv_now(&session->worker->loop) - session->active;

    if (waited < patience(session))
        wait_again(session, patience(session) - waited);
    else if (session->state == SESSION_READING)
        end(session, Z_Close_lackOfActivity, "nothing was asked for too long");
    else
        session_close(session);
}

void session_drain(struct session *session)
{
    if (session->state == SESSION_READING)
        uv_idle_start(&session->again, on_again);
    else if (session->state == SESSION_LINGERING)
        wait_again(session, LINGER_DRAINING_MS);
}

/* --- beginning ----------------------------------------------------------------------------- */

static void describe_peer(struct session *session, const struct sockaddr *address)
{
    socklen_t length =
        address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    char host[48], port[8];

    if (getnameinfo(address, length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        strcpy(session->peer, "?");
    else
        snprintf(session->peer, sizeof session->peer, "%s:%s", host, port);
}

static int start_handles(struct session *session, int fd)
{
    uv_loop_t *loop = &session->worker->loop;
    int error = uv_poll_init(loop, &session->poll, fd);

    if (error < 0)
        return error;
    uv_timer_init(loop, &session->timer); /* cannot fail, nor can uv_idle_init */
    uv_idle_init(loop, &session->again);
    session->poll.data = session->timer.data = session->again.data = session;
    session->handles_open = 3;
    return 0;
}

static void link_to_worker(struct session *session)
{
    struct worker *worker = session->worker;

    session->next = worker->sessions;
    if (session->next != NULL)
        session->next->previous = session;
    worker->sessions = session;
}

static struct session *create(struct worker *worker, int fd, const struct sockaddr *address)
{
    struct session *session = memory_zeroed(1, sizeof *session);

    session->worker = worker;
    describe_peer(session, address);
    session->address = client_address_of(address);
    session->admitted = admission_enter(worker->admission, &session->address);
    if (session->admitted == ADMITTED_NOT || start_handles(session, fd) < 0) {
        admission_leave(worker->admission, &session->address, session->admitted);
        log_debug("z3950", "%s: turned away", session->peer);
        free(session);
        return NULL;
    }
    return session;
}

void session_begin(struct worker *worker, int fd, const struct sockaddr *address)
{
    struct session *session = create(worker, fd, address);

    if (session == NULL) {
        close(fd);
        worker_session_ended(worker);
        return;
    }
    session->stack = cs_createbysocket(fd, tcpip_type, 0, PROTO_Z3950);
    association_init(&session->association, worker->catalogue, worker->options, session->peer);
    session->association.crowded = session->admitted == ADMITTED_CROWDED;
    limit_input(session);
    link_to_worker(session);
    note_activity(session);
    wait_again(session, patience(session));
    poll_for(session, UV_READABLE);
    log_debug("z3950", "%s: here", session->peer);
}
