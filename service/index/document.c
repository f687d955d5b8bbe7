#include "index/index.h"

#include "store/store.h"

struct index_document index_document_of(const struct store_record *stored)
{
    return (struct index_document){
        .docid = stored->docid,
        .collection = stored->collection,
        .id = stored->id,
        .added = stored->added,
        .changed = stored->datestamp,
    };
}
