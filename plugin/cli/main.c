// decant: web pages to clean text.
#include "batch.h"
#include "completion.h"
#include "config_file.h"
#include "exits.h"
#include "heap.h"
#include "interrupt.h"
#include "output.h"
#include "run.h"
#include "source.h"
#include "usage.h"

#include <decant/decant.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// A file that we open must not become standard output because a caller closed that. What stands in
// its place fails when it is used.
static void hold_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
            (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static int flushed(void)
{
    if (fflush(stdout) == 0)
        return DC_EXIT_OK;
    fprintf(stderr, "decant: standard output: cannot write: %s\n", strerror(errno));
    return DC_EXIT_SOME;
}

static int act(const dc_settings *settings)
{
    if (settings->wants_help) {
        dc_usage_help(settings->wants_help > 1);
        return flushed();
    }
    if (settings->shows_config) {
        dc_config_show(settings);
        return flushed();
    }
    if (settings->completion) {
        dc_completion_print(settings->completion);
        return flushed();
    }
    if (settings->wants_version) {
        printf("decant %s\n", decant_version());
        printf("optional parts: %s\n", decant_features()[0] ? decant_features() : "none");
        return flushed();
    }
    if (!settings->is_batch && settings->n_inputs == 0 && settings->lists.n == 0 &&
        isatty(STDIN_FILENO)) {
        dc_usage_short();
        return DC_EXIT_USAGE;
    }
    // What goes to a folder goes on after a stop.
    const bool is_kept =
        settings->is_fetch && dc_sources_are_many(settings) && dc_output_is_directory(settings);
    return settings->is_batch || is_kept ? dc_batch(settings) : dc_run(settings);
}

int main(int argc, char **argv)
{
    dc_heap_settle();
    hold_standard_streams();
    dc_interrupt_catch();
    dc_settings settings;
    const int code = dc_settings_read(argc, argv, &settings) ? act(&settings) : DC_EXIT_USAGE;
    dc_settings_free(&settings);
    return code;
}
