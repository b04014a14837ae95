#include "phrase_file.h"

#include "heap.h"
#include "slurp.h"
#include "usage.h"

#include <stdio.h>

enum { LIMIT = 64 << 20 };

// "line 3: what" of the library becomes "path:3: what".
static void complain(const char *path, const char *message)
{
    unsigned long long line;
    int len = 0;
    if (sscanf(message, "line %llu: %n", &line, &len) == 1 && len)
        dc_usage_error("%s:%llu: %s", path, line, message + len);
    else
        dc_usage_error("%s: %s", path, message);
}

bool dc_phrase_file_read(const char *path, decant_phrases **out)
{
    char *bytes = NULL;
    size_t len = 0;
    decant_error error = {0};
    *out = NULL;
    if (dc_slurp(path, LIMIT, &bytes, &len, &error) == DECANT_OK)
        decant_phrases_new(NULL, bytes, len, out, &error);
    dc_heap_free(bytes);
    if (!*out)
        complain(path, error.message);
    return *out != NULL;
}
