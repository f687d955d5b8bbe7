/* Negotiation of character sets in Init (Z39.50 appendix NEG, charSetandLanguageNegotiation-3). */
#ifndef OFFPRINT_Z3950_CHARSET_H
#define OFFPRINT_Z3950_CHARSET_H

#include <yaz/proto.h>

struct operation;

/*
 * Answers a proposal, where the request has one: UTF-8 where it is among the proposed sets, else
 * that none of them will do. Terms, names and records are UTF-8 with or without it.
 *
 * MARC-8 is none of them: what is agreed on here holds for terms, names and messages, too, and
 * those who want their records in MARC-8 want only those. They ask for the element set marc8.
 */
void charset_negotiate(struct operation *operation, const Z_InitRequest *request,
                       Z_InitResponse *response);

#endif
