/* What a search found, in its order. */
#ifndef OFFPRINT_CATALOGUE_RESULT_SET_H
#define OFFPRINT_CATALOGUE_RESULT_SET_H

#include "catalogue/private.h"

struct sorted;

struct result_set {
    struct catalogue *catalogue;
    struct docset *docs;
    struct sorted *sorted; /* NULL: in the order of docids */
};

#endif
