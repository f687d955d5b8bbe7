#include "daemon/configuration.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/catalogue.h>

#include "base/listen.h"
#include "base/log.h"
#include "base/memory.h"

void configuration_init(struct configuration *configuration)
{
    *configuration = (struct configuration){.log_level = LOG_LEVEL_NOTICE};
    configuration->catalogue = catalogue_default_path();
    configuration->repository = memory_string(OFFPRINT_DEFAULT_REPOSITORY);
}

static void addresses_finish(struct addresses *addresses)
{
    for (size_t i = 0; i < addresses->count; i++)
        free(addresses->address[i]);
    addresses->count = 0;
}

void configuration_finish(struct configuration *configuration)
{
    free(configuration->file);
    free(configuration->catalogue);
    free(configuration->repository);
    free(configuration->base_url);
    addresses_finish(&configuration->z3950);
    addresses_finish(&configuration->http);
}

void configuration_set(char **setting, const char *value)
{
    free(*setting);
    *setting = value != NULL ? memory_string(value) : NULL;
}

int addresses_add(struct addresses *addresses, const char *address, struct diag *diag)
{
    char host[256], port[6];
    int status = listen_address_parse(host, port, address, diag);

    if (status < 0)
        return status;
    if (addresses->count == ADDRESSES_LARGEST)
        return diag_refuse(diag, OFFPRINT_LIMIT, address, "more than %d addresses for one face",
                           ADDRESSES_LARGEST);
    addresses->address[addresses->count++] = memory_string(address);
    return OFFPRINT_OK;
}

void addresses_replace(struct addresses *to, struct addresses *from)
{
    if (from->count == 0)
        return;
    addresses_finish(to);
    *to = *from;
    from->count = 0;
}

/* --- the file ----------------------------------------------------------------------------------
 */

/* Every setting there is: what is not here is an error, so that no misspelling goes unseen. */
#define SETTINGS                                                                                   \
    {                                                                                              \
        CFG_STR("catalogue", NULL, CFGF_NONE), CFG_STR("repository", NULL, CFGF_NONE),             \
            CFG_STR("base_url", NULL, CFGF_NONE), CFG_STR_LIST("z3950", NULL, CFGF_NONE),          \
            CFG_STR_LIST("http", NULL, CFGF_NONE), CFG_INT("map_size_mib", 0, CFGF_NONE),          \
            CFG_INT("threads", 0, CFGF_NONE), CFG_INT("sessions", 0, CFGF_NONE),                   \
            CFG_INT("sessions_per_address", 0, CFGF_NONE), CFG_INT("idle_seconds", 0, CFGF_NONE),  \
            CFG_INT("present_limit", 0, CFGF_NONE), CFG_INT("sort_limit", 0, CFGF_NONE),           \
            CFG_STR("log_level", NULL, CFGF_NONE), CFG_END()                                       \
    }

/* libconfuse reports by callback, without a context: one file is read at a time, by one thread. */
static struct diag *reading;

static void report(cfg_t *cfg, const char *format, va_list arguments)
{
    char message[256];

    vsnprintf(message, sizeof message, format, arguments);
    diag_set(reading, OFFPRINT_MALFORMED, "%s:%d: %s", cfg->filename != NULL ? cfg->filename : "",
             cfg->line, message);
}

struct number {
    const char *name;
    unsigned *value;
    unsigned largest;
};

static int take_number(cfg_t *cfg, const struct number *number, struct diag *diag)
{
    long value = cfg_getint(cfg, number->name);

    if (value < 0 || value > (long)number->largest)
        return diag_set(diag, OFFPRINT_MALFORMED, "%s: %s = %ld is not within 0 to %u",
                        cfg->filename, number->name, value, number->largest);
    if (value > 0)
        *number->value = (unsigned)value;
    return OFFPRINT_OK;
}

static int take_addresses(cfg_t *cfg, const char *name, struct addresses *addresses,
                          struct diag *diag)
{
    int status = OFFPRINT_OK;

    if (cfg_size(cfg, name) > 0)
        addresses_finish(addresses);
    for (unsigned i = 0; i < cfg_size(cfg, name) && status >= 0; i++)
        status = addresses_add(addresses, cfg_getnstr(cfg, name, i), diag);
    return status;
}

static int take_log_level(cfg_t *cfg, int *level, struct diag *diag)
{
    static const char *const names[] = {"error", "warning", "notice", "debug"};
    const char *name = cfg_getstr(cfg, "log_level");

    if (name == NULL)
        return OFFPRINT_OK;
    for (int i = 0; i < 4; i++) {
        if (strcmp(name, names[i]) == 0) {
            *level = i;
            return OFFPRINT_OK;
        }
    }
    return diag_refuse(diag, OFFPRINT_MALFORMED, name,
                       "%s: log_level is error, warning, notice or debug, not \"%s\"",
                       cfg->filename, name);
}

static void take_string(cfg_t *cfg, const char *name, char **setting)
{
    if (cfg_getstr(cfg, name) != NULL)
        configuration_set(setting, cfg_getstr(cfg, name));
}

static int take(struct configuration *configuration, cfg_t *cfg, struct diag *diag)
{
    unsigned map_size = 0;
    const struct number numbers[] = {
        {"map_size_mib", &map_size, 1u << 26},
        {"threads", &configuration->threads, 256},
        {"sessions", &configuration->sessions, 1u << 20},
        {"sessions_per_address", &configuration->sessions_per_address, 1u << 20},
        {"idle_seconds", &configuration->idle_seconds, 86400},
        {"present_limit", &configuration->present_limit, 1u << 20},
        {"sort_limit", &configuration->sort_limit, 1u << 30},
    };
    int status = take_log_level(cfg, &configuration->log_level, diag);

    take_string(cfg, "catalogue", &configuration->catalogue);
    take_string(cfg, "repository", &configuration->repository);
    take_string(cfg, "base_url", &configuration->base_url);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0] && status >= 0; i++)
        status = take_number(cfg, &numbers[i], diag);
    if (map_size > 0)
        configuration->map_size = (uint64_t)map_size << 20;
    if (status >= 0)
        status = take_addresses(cfg, "z3950", &configuration->z3950, diag);
    if (status >= 0)
        status = take_addresses(cfg, "http", &configuration->http, diag);
    return status;
}

int configuration_read(struct configuration *configuration, const char *path, struct diag *diag)
{
    cfg_opt_t settings[] = SETTINGS;
    cfg_t *cfg = cfg_init(settings, CFGF_NONE);
    int status;

    reading = diag;
    cfg_set_error_function(cfg, report);
    switch (cfg_parse(cfg, path)) {
    case CFG_SUCCESS:
        status = take(configuration, cfg, diag);
        break;
    case CFG_FILE_ERROR:
        status = diag_refuse(diag, OFFPRINT_IO, path, "cannot read the configuration %s", path);
        break;
    default:
        status = OFFPRINT_MALFORMED; /* `report` has said where */
    }
    cfg_free(cfg);
    if (status >= 0)
        configuration_set(&configuration->file, path);
    return status;
}
