/* One file a page. */
#ifndef OFFPRINT_WEB_PRIVATE_H
#define OFFPRINT_WEB_PRIVATE_H

#include "http/http.h"

http_handler web_front;
http_handler web_robots;
http_handler web_health;

#endif
