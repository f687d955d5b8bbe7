/* The log: lines on standard error. Only the programs and the faces' edges write to it. */
#ifndef OFFPRINT_BASE_LOG_H
#define OFFPRINT_BASE_LOG_H

#include <offprint/status.h>

enum log_level {
    LOG_LEVEL_ERROR,
    LOG_LEVEL_WARNING,
    LOG_LEVEL_NOTICE,
    LOG_LEVEL_DEBUG,
};

/* What is less urgent than `level` is left out. The default is LOG_LEVEL_NOTICE. */
void log_set_level(enum log_level level);

/* Writes one line: time, level, `topic` ("z3950", "http" …), message. Control characters in it
 * are replaced, so that no client can write lines of its own. Safe from any thread. */
void log_write(enum log_level level, const char *topic, const char *format, ...)
    OFFPRINT_PRINTF(3, 4);

#define log_error(topic, ...) log_write(LOG_LEVEL_ERROR, topic, __VA_ARGS__)
#define log_warning(topic, ...) log_write(LOG_LEVEL_WARNING, topic, __VA_ARGS__)
#define log_notice(topic, ...) log_write(LOG_LEVEL_NOTICE, topic, __VA_ARGS__)
#define log_debug(topic, ...) log_write(LOG_LEVEL_DEBUG, topic, __VA_ARGS__)

#endif
