#include "base/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 511

static int refuse(struct diag *diag, const char *address)
{
    return diag_refuse(diag, OFFPRINT_INVALID, address,
                       "%.80s is no address to listen on; write HOST:PORT, an IPv6 host in [ ]",
                       address);
}

int listen_address_parse(char host[256], char port[6], const char *address, struct diag *diag)
{
    const char *colon = strrchr(address, ':');
    const char *start = address;
    size_t length;
    unsigned number = 0;

    if (colon == NULL)
        return refuse(diag, address);
    length = (size_t)(colon - address);
    if (length >= 2 && address[0] == '[' && colon[-1] == ']') {
        start++;
        length -= 2;
    } else if (memchr(address, ':', length) != NULL) {
        return refuse(diag, address);
    }
    if (length == 0 || length > 255 || colon[1] == '\0' || strlen(colon + 1) > 5 ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1))
        return refuse(diag, address);
    for (const char *digit = colon + 1; *digit != '\0'; digit++)
        number = number * 10 + (unsigned)(*digit - '0');
    if (number > 65535)
        return refuse(diag, address);
    memcpy(host, start, length);
    host[length] = '\0';
    snprintf(port, 6, "%u", number);
    return OFFPRINT_OK;
}

static int refuse_listening(struct diag *diag, const char *address)
{
    return diag_refuse(diag, OFFPRINT_IO, address, "cannot listen on %.80s: %s", address,
                       strerror(errno));
}

/* Opens a socket and binds it. `shared` lets others of ours bind to the same port. */
static int open_bound(const struct sockaddr *where, socklen_t length, bool shared)
{
    int on = 1, reason;
    int fd = socket(where->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (shared)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    /* "[::]" is IPv6 and nothing else: whoever wants both says both. */
    if (where->sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(fd, where, length) == 0)
        return fd;
    reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

/*
 * SO_REUSEPORT would let a second daemon of the same user share the port unseen, so it is tried
 * without first.
 */
static int check_free(const struct addrinfo *where, const char *address, struct diag *diag)
{
    int fd = open_bound(where->ai_addr, where->ai_addrlen, false);

    if (fd < 0)
        return refuse_listening(diag, address);
    close(fd);
    return OFFPRINT_OK;
}

static void close_all(const int *sockets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        close(sockets[i]);
}

/* The first socket may take a free port; the others follow it there. */
static int open_all(int *sockets, size_t count, struct sockaddr_storage *where, socklen_t length,
                    const char *address, struct diag *diag)
{
    for (size_t i = 0; i < count; i++) {
        sockets[i] = open_bound((const struct sockaddr *)where, length, count > 1);
        if (sockets[i] < 0) {
            refuse_listening(diag, address);
            close_all(sockets, i);
            return OFFPRINT_IO;
        }
        length = sizeof *where;
        if (listen(sockets[i], BACKLOG) < 0 ||
            getsockname(sockets[i], (struct sockaddr *)where, &length) < 0) {
            refuse_listening(diag, address);
            close_all(sockets, i + 1);
            return OFFPRINT_IO;
        }
    }
    return OFFPRINT_OK;
}

static void describe(char bound[LISTEN_ADDRESS_SIZE], const struct sockaddr_storage *where)
{
    char host[80], port[6];

    if (getnameinfo((const struct sockaddr *)where, sizeof *where, host, sizeof host, port,
                    sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        strcpy(host, "?");
        strcpy(port, "?");
    }
    snprintf(bound, LISTEN_ADDRESS_SIZE, where->ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host,
             port);
}

static int open_resolved(int *sockets, size_t count, char bound[LISTEN_ADDRESS_SIZE],
                         const struct addrinfo *found, const char *address, struct diag *diag)
{
    struct sockaddr_storage where = {0};
    int status = check_free(found, address, diag);

    memcpy(&where, found->ai_addr, found->ai_addrlen);
    if (status >= 0)
        status = open_all(sockets, count, &where, found->ai_addrlen, address, diag);
    if (status >= 0)
        describe(bound, &where);
    return status;
}

int listen_open(int *sockets, size_t count, char bound[LISTEN_ADDRESS_SIZE], const char *address,
                struct diag *diag)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    char host[256], port[6];
    int status = listen_address_parse(host, port, address, diag);
    int reason;

    if (status < 0)
        return status;
    reason = getaddrinfo(host, port, &hints, &found);
    if (reason != 0)
        return diag_refuse(diag, OFFPRINT_INVALID, address, "cannot listen on %.80s: %s", address,
                           gai_strerror(reason));
    status = open_resolved(sockets, count, bound, found, address, diag);
    freeaddrinfo(found);
    return status;
}
