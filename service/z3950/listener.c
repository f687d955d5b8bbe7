/* Listening sockets that share a port by SO_REUSEPORT: the kernel spreads clients over them. */
#include "z3950/listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Splits "host:port" or "[host]:port" at its last colon. */
static int split(const char *address, char host[64], char port[8], struct diag *diag)
{
    const char *colon = strrchr(address, ':');
    size_t length = colon != NULL ? (size_t)(colon - address) : 0;
    const char *start = address;

    if (length >= 2 && address[0] == '[' && address[length - 1] == ']') {
        start++;
        length -= 2;
    } else if (memchr(address, ':', length) != NULL) {
        return diag_refuse(diag, OFFPRINT_INVALID, address,
                           "an IPv6 address is written in brackets: [::1]:9999");
    }
    if (colon == NULL || length == 0 || length >= 64)
        return diag_refuse(diag, OFFPRINT_INVALID, address,
                           "\"%s\" is not HOST:PORT or [IPv6]:PORT", address);
    if (colon[1] == '\0' || strlen(colon + 1) > 5 ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1) || atoi(colon + 1) > UINT16_MAX)
        return diag_refuse(diag, OFFPRINT_INVALID, address,
                           "the port of \"%s\" is not a number from 0 to 65535", address);
    memcpy(host, start, length);
    host[length] = '\0';
    strcpy(port, colon + 1);
    return OFFPRINT_OK;
}

static int resolve(struct addrinfo **found, const char *address, struct diag *diag)
{
    const struct addrinfo hints = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
        .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
    };
    char host[64], port[8];
    int error;
    int status = split(address, host, port, diag);

    if (status < 0)
        return status;
    if ((error = getaddrinfo(host, port, &hints, found)) != 0)
        return diag_refuse(diag, OFFPRINT_INVALID, address, "cannot resolve \"%s\": %s", address,
                           gai_strerror(error));
    return OFFPRINT_OK;
}

static int refuse(struct diag *diag, const char *address, const char *what)
{
    return diag_refuse(diag, OFFPRINT_IO, address, "cannot listen on %s: %s: %s", address, what,
                       strerror(errno));
}

/* Opens a socket and binds it. `shared` lets others of ours bind to the same port. */
static int open_bound(const struct sockaddr *where, socklen_t length, bool shared)
{
    int on = 1;
    int fd = socket(where->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        (!shared || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0) &&
        bind(fd, where, length) == 0)
        return fd;
    close(fd);
    return -1;
}

static unsigned port_of(const struct sockaddr *address)
{
    const struct sockaddr_in *four = (const void *)address;
    const struct sockaddr_in6 *six = (const void *)address;

    return ntohs(address->sa_family == AF_INET6 ? six->sin6_port : four->sin_port);
}

/*
 * SO_REUSEPORT would let a second daemon of the same user share the port unseen, so it is tried
 * without first.
 */
static int check_free(const struct addrinfo *where, const char *address, struct diag *diag)
{
    int fd;

    if (port_of(where->ai_addr) == 0)
        return OFFPRINT_OK;
    fd = open_bound(where->ai_addr, where->ai_addrlen, false);
    if (fd < 0)
        return refuse(diag, address, "bind");
    close(fd);
    return OFFPRINT_OK;
}

static void close_all(int *sockets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        close(sockets[i]);
}

/* The first socket may take a free port; the others follow it there. */
static int open_all(int *sockets, size_t count, const struct addrinfo *where, const char *address,
                    struct sockaddr_storage *bound, struct diag *diag)
{
    socklen_t length = where->ai_addrlen;

    memcpy(bound, where->ai_addr, where->ai_addrlen);
    for (size_t i = 0; i < count; i++) {
        sockets[i] = open_bound((const struct sockaddr *)bound, length, true);
        if (sockets[i] < 0) {
            refuse(diag, address, "bind");
            close_all(sockets, i);
            return OFFPRINT_IO;
        }
        length = sizeof *bound;
        if (listen(sockets[i], SOMAXCONN) < 0 ||
            getsockname(sockets[i], (struct sockaddr *)bound, &length) < 0) {
            refuse(diag, address, "listen");
            close_all(sockets, i + 1);
            return OFFPRINT_IO;
        }
    }
    return OFFPRINT_OK;
}

static void describe(char text[LISTENER_ADDRESS_SIZE], const struct sockaddr_storage *bound)
{
    const struct sockaddr *address = (const struct sockaddr *)bound;
    socklen_t length =
        address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    char host[80];

    if (getnameinfo(address, length, host, sizeof host, NULL, 0, NI_NUMERICHOST) != 0)
        strcpy(host, "?");
    snprintf(text, LISTENER_ADDRESS_SIZE, address->sa_family == AF_INET6 ? "[%s]:%u" : "%s:%u",
             host, port_of(address));
}

int listener_open(int *sockets, size_t count, const char *address,
                  char bound[LISTENER_ADDRESS_SIZE], struct diag *diag)
{
    struct sockaddr_storage where = {0};
    struct addrinfo *found = NULL;
    int status = resolve(&found, address, diag);

    if (status < 0)
        return status;
    if ((status = check_free(found, address, diag)) == OFFPRINT_OK)
        status = open_all(sockets, count, found, address, &where, diag);
    if (status == OFFPRINT_OK)
        describe(bound, &where);
    freeaddrinfo(found);
    return status;
}
