#include "cli/rejects.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

static int complain_of(const struct rejects *rejects)
{
    fprintf(stderr, "offprint: cannot write %s: %s\n", rejects->path, strerror(errno));
    return -1;
}

int rejects_open(struct rejects *rejects, const char *path)
{
    *rejects = (struct rejects){.path = path};
    if (path == NULL)
        return 0;
    rejects->file = fopen(path, "wbe");
    return rejects->file != NULL ? 0 : complain_of(rejects);
}

void rejects_add(struct rejects *rejects, struct slice bytes)
{
    if (rejects->file == NULL)
        return;
    if (bytes.length == 0) {
        rejects->lost++;
        return;
    }
    rejects->kept++;
    /* What goes wrong is remembered by the stream, for rejects_close. */
    fwrite(bytes.data, 1, bytes.length, rejects->file);
    if (strchr("\n\x1d", bytes.data[bytes.length - 1]) == NULL)
        fputc('\n', rejects->file);
}

int rejects_close(struct rejects *rejects)
{
    int failed, status = 0;

    if (rejects->file == NULL)
        return 0;
    failed = ferror(rejects->file);
    if (fclose(rejects->file) != 0 || failed)
        status = complain_of(rejects);
    if (rejects->lost > 0)
        fprintf(stderr, "offprint: %" PRIu64 " of the refused records are too large to be kept\n",
                rejects->lost);
    return status;
}
