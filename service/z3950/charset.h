/* Negotiation of character sets in Init (Z39.50 appendix NEG, charSetandLanguageNegotiation-3). */
#ifndef OFFPRINT_Z3950_CHARSET_H
#define OFFPRINT_Z3950_CHARSET_H

#include <yaz/proto.h>

struct operation;

/*
 * Answers a proposal, where the request has one: UTF-8 where it is among the proposed sets, else
 * that none of them will do. Terms, names and records are UTF-8 with or without it.
 */
void charset_negotiate(struct operation *operation, const Z_InitRequest *request,
                       Z_InitResponse *response);

#endif
