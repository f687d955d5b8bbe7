#include <offprint/catalogue.h>

#include <stdlib.h>
#include <unistd.h>

#include <offprint/buffer.h>

#include "base/memory.h"

#define SYSTEM_FOLDER "/var/lib/offprint"

static const char *setting(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* Can the system's folder be written, or made where it is not there yet? */
static bool system_folder_serves(void)
{
    if (access(SYSTEM_FOLDER, F_OK) == 0)
        return access(SYSTEM_FOLDER, W_OK | X_OK) == 0;
    return access("/var/lib", W_OK | X_OK) == 0;
}

char *catalogue_default_path(void)
{
    const char *named = setting("OFFPRINT_CATALOGUE");
    struct buffer path;

    if (named != NULL)
        return memory_string(named);
    if (system_folder_serves())
        return memory_string(SYSTEM_FOLDER);
    buffer_init(&path);
    if (setting("XDG_DATA_HOME") != NULL)
        buffer_printf(&path, "%s/offprint", setting("XDG_DATA_HOME"));
    else
        buffer_printf(&path, "%s/.local/share/offprint",
                      setting("HOME") != NULL ? setting("HOME") : "");
    return buffer_take(&path, NULL);
}
