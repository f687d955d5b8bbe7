#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/datestamp.h"

static _Atomic int threshold = LOG_LEVEL_NOTICE;

static const char *const level_names[] = {"error", "warning", "notice", "debug"};

void log_set_level(enum log_level level)
{
    atomic_store(&threshold, (int)level);
}

void log_write(enum log_level level, const char *topic, const char *format, ...)
{
    char line[1024], time[DATESTAMP_SIZE];
    va_list arguments;
    int start;
    size_t length;

    if ((int)level > atomic_load(&threshold))
        return;
    datestamp_format(time, datestamp_now());
    start = snprintf(line, sizeof line, "%s %s %s: ", time, level_names[level], topic);
    if (start < 0 || (size_t)start >= sizeof line - 2)
        return;
    va_start(arguments, format);
    vsnprintf(line + start, sizeof line - (size_t)start - 1, format, arguments);
    va_end(arguments);
    length = strlen(line);
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    }
    line[length++] = '\n';
    /* One write a line: lines of several threads do not mix. Nobody to tell where it fails. */
    if (write(STDERR_FILENO, line, length) < 0)
        return;
}
