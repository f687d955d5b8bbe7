/* The record that an identifier argument names. */
#ifndef OFFPRINT_OAI_FETCH_H
#define OFFPRINT_OAI_FETCH_H

struct catalogue_record;
struct diag;
struct oai_request;

/* 0, OAI_ID_DOES_NOT_EXIST or a negative status. */
int oai_fetch(struct catalogue_record *record, const struct oai_request *request,
              struct diag *diag);

#endif
