#include "http/listen.h"

#include <errno.h>
#include <netdb.h>
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

static int listen_on(const struct addrinfo *info)
{
    int yes = 1;
    int fd = socket(info->ai_family, info->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
                    info->ai_protocol);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    /* "[::]" is IPv6 and nothing else: whoever wants both says both. */
    if (info->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

static int describe(char bound[LISTEN_ADDRESS_SIZE], int fd, struct diag *diag)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char host[48], port[6];

    if (getsockname(fd, (struct sockaddr *)&address, &length) != 0 ||
        getnameinfo((struct sockaddr *)&address, length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return diag_set(diag, OFFPRINT_IO, "a listening socket has no address: %s",
                        strerror(errno));
    snprintf(bound, LISTEN_ADDRESS_SIZE, address.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host,
             port);
    return OFFPRINT_OK;
}

int listen_open(int *socket, char bound[LISTEN_ADDRESS_SIZE], const char *address,
                struct diag *diag)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    char host[256], port[6];
    int status = listen_address_parse(host, port, address, diag);

    if (status < 0)
        return status;
    int reason = getaddrinfo(host, port, &hints, &found);
    if (reason != 0)
        return diag_refuse(diag, OFFPRINT_INVALID, address, "cannot listen on %.80s: %s", address,
                           gai_strerror(reason));
    *socket = listen_on(found);
    if (*socket < 0)
        status = diag_refuse(diag, OFFPRINT_IO, address, "cannot listen on %.80s: %s", address,
                             strerror(errno));
    freeaddrinfo(found);
    if (status == OFFPRINT_OK && (status = describe(bound, *socket, diag)) < 0)
        close(*socket);
    return status;
}
