/* Replays a corpus: runs a fuzz target on every file of the folders named. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz.h"

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat about;
    uint8_t *bytes;
    size_t length;

    if (file == NULL || fstat(fileno(file), &about) != 0) {
        perror(path);
        return -1;
    }
    bytes = malloc((size_t)about.st_size + 1);
    if (bytes == NULL)
        abort();
    length = fread(bytes, 1, (size_t)about.st_size, file);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
    return 1;
}

/* How many files were run, negative where one could not be. */
static int replay_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    struct dirent *entry;
    char path[4096];
    int count = 0;

    if (directory == NULL) {
        perror(folder);
        return -1;
    }
    while ((entry = readdir(directory)) != NULL && count >= 0) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%.2000s/%.1000s", folder, entry->d_name);
        count = replay_file(path) < 0 ? -1 : count + 1;
    }
    closedir(directory);
    return count;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int count = replay_folder(argv[i]);

        if (count <= 0) {
            fprintf(stderr, "%s: no input to replay\n", argv[i]);
            return 1;
        }
        printf("%s: %d inputs replayed\n", argv[i], count);
    }
    return argc > 1 ? 0 : 1;
}
