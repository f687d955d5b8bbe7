/* Z39.50's own query (type 1 and 101, RPN) into the query tree. */
#ifndef OFFPRINT_QUERY_RPN_H
#define OFFPRINT_QUERY_RPN_H

#include <yaz/proto.h>

#include <offprint/query.h>

/*
 * Z39.50 3.2.2.1 and ATR.1. `rpn` is borrowed. Refuses every attribute that is not honoured, with
 * the attribute's value in `diag`.
 */
int query_from_rpn(struct query **query, struct arena *arena, const struct access_points *table,
                   const Z_RPNQuery *rpn, struct diag *diag);

/* One term with its attributes, as Scan sends it (Z39.50 3.2.8.1). */
int query_from_apt(struct query **query, struct arena *arena, const struct access_points *table,
                   const Odr_oid *attribute_set, const Z_AttributesPlusTerm *apt,
                   struct diag *diag);

/* The access point that the attributes of a sort key name: its use attribute, and nothing else. */
int query_from_sort_attributes(const struct access_point **access_point,
                               const struct access_points *table, const Z_SortAttributes *sent,
                               struct diag *diag);

#endif
