/**
 * Decant: the border of the shared object.
 *
 * decant.so exports one symbol, decant_plugin_entry: a constant struct with its size, its version
 * and a lookup of interfaces by id. (It is also an SQLite extension; see the README.)
 *
 *     void *so = dlopen("decant.so", RTLD_NOW | RTLD_LOCAL);
 *     const decant_plugin *plugin = dlsym(so, DECANT_PLUGIN_SYMBOL);
 *     if (DECANT_PLUGIN_USABLE(plugin)) {
 *         const decant_extractor *x = plugin->get_interface(DECANT_EXTRACTOR_ID);
 *         ...
 *     }
 *
 * Rules
 *   major must match: a new major may change anything. minor only appends members. A member past
 * the end of struct_size does not exist; DECANT_HAS() asks. A larger struct than ours is fine.
 *   Interfaces are named by id, "decant.extractor/1". A pointer got by id stays valid until
 * dlclose(). Input is borrowed for the call. Output goes to the host's write function, which
 * copies: so each side frees what it allocated, and hosts need not share our heap. No jump, signal
 * handler, stdio or process-wide setting crosses the border. Thread tags: [any] any thread, also at
 * once with itself. [one-at-a-time] any thread, but not two at once for the same object.
 *
 * Copyright the Decant authors. SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECANT_PLUGIN_H
#define DECANT_PLUGIN_H

#include <decant/decant.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DECANT_PLUGIN_MAJOR 1
#define DECANT_PLUGIN_MINOR 0
#define DECANT_PLUGIN_SYMBOL "decant_plugin_entry"

/** What decant_plugin_entry points to: the symbol is the struct itself. */
typedef struct decant_plugin {
    uint32_t struct_size;
    uint16_t major;
    uint16_t minor;
    const char *name;    /**< "decant" */
    const char *version; /**< as decant_version() */
    /** [any] The interface of that id, or NULL if there is none. */
    const void *(*get_interface)(const char *id);
} decant_plugin;

/** 1 if the struct is large enough to hold the member. */
#define DECANT_HAS(object, type, member)                                                           \
    ((object)->struct_size >= offsetof(type, member) + sizeof((object)->member))

/** 1 if a plugin can be used by a host compiled with this header. */
#define DECANT_PLUGIN_USABLE(plugin)                                                               \
    ((plugin) != NULL && DECANT_HAS(plugin, decant_plugin, get_interface) &&                       \
     (plugin)->major == DECANT_PLUGIN_MAJOR)

#define DECANT_EXTRACTOR_ID "decant.extractor/1"

/** From bytes to clean output. */
typedef struct decant_extractor {
    uint32_t struct_size;
    /** [any] Extract an HTML document and print it: decant_extract() and decant_render() in one. */
    decant_status (*extract)(const decant_options *options, const char *html, size_t len,
                             const decant_render_options *render, decant_write_fn write, void *ctx,
                             decant_error *error);
    /** [any] Clean plain text: decant_clean_text(). */
    decant_status (*clean_text)(const decant_options *options, const char *text, size_t len,
                                decant_write_fn write, void *ctx, decant_error *error);
} decant_extractor;

#ifdef __cplusplus
}
#endif
#endif
