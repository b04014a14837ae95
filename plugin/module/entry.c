// decant_plugin_entry: what a host that knows Decant finds by name.
#include <decant/plugin.h>

#include <string.h>

#define QUOTED(x) #x
#define NUMBER(x) QUOTED(x)
#define VERSION                                                                                    \
    NUMBER(DECANT_VERSION_MAJOR)                                                                   \
    "." NUMBER(DECANT_VERSION_MINOR) "." NUMBER(DECANT_VERSION_PATCH)

static decant_status extract(const decant_options *options, const char *html, size_t len,
                             const decant_render_options *render, decant_write_fn write, void *ctx,
                             decant_error *error)
{
    decant_page *page = NULL;
    decant_status status = decant_extract(options, html, len, &page, error);
    if (status == DECANT_OK)
        status = decant_render(page, render, write, ctx, error);
    decant_page_free(page);
    return status;
}

static const decant_extractor extractor = {
    .struct_size = sizeof extractor,
    .extract = extract,
    .clean_text = decant_clean_text,
};

static const struct {
    const char *id;
    const void *members;
} interfaces[] = {
    {DECANT_EXTRACTOR_ID, &extractor},
};

static const void *get_interface(const char *id)
{
    for (size_t i = 0; id && i < sizeof interfaces / sizeof *interfaces; i++)
        if (strcmp(interfaces[i].id, id) == 0)
            return interfaces[i].members;
    return NULL;
}

// Declared here, not in the header: a host asks dlsym() for it, and never links it.
extern DECANT_API const decant_plugin decant_plugin_entry;

const decant_plugin decant_plugin_entry = {
    .struct_size = sizeof decant_plugin_entry,
    .major = DECANT_PLUGIN_MAJOR,
    .minor = DECANT_PLUGIN_MINOR,
    .name = "decant",
    .version = VERSION,
    .get_interface = get_interface,
};
