/* Pages: the front page, and what browsers and crawlers ask for by themselves. */
#ifndef OFFPRINT_WEB_WEB_H
#define OFFPRINT_WEB_WEB_H

#include "http/http.h"

/* /, /robots.txt, /health. Routes end with a NULL path. */
extern const struct http_route web_routes[];

#endif
