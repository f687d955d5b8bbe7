/* Who may open a session: caps over all sessions and over those of one address. */
#ifndef OFFPRINT_Z3950_ADMISSION_H
#define OFFPRINT_Z3950_ADMISSION_H

#include <stdint.h>

struct sockaddr;

struct admission;

/* An address without its port; IPv4 within IPv6 (::ffff:0:0/96), so that both count as one. */
struct client_address {
    uint8_t bytes[16];
};

enum admitted {
    ADMITTED,
    ADMITTED_CROWDED, /* over a cap, and let in only to be told so in Init */
    ADMITTED_NOT,     /* even for that there are too many */
};

/* Owned by the caller; its other functions may be called from any thread. */
struct admission *admission_create(unsigned sessions, unsigned sessions_per_address);
void admission_destroy(struct admission *admission);

struct client_address client_address_of(const struct sockaddr *address);

/* What is not ADMITTED_NOT must leave again, as it was admitted. */
enum admitted admission_enter(struct admission *admission, const struct client_address *address);
void admission_leave(struct admission *admission, const struct client_address *address,
                     enum admitted admitted);

#endif
