/**
 * Decant: many inputs at once.
 *
 * A batch takes files, URLs and bytes, fetches and extracts on several threads, and hands back one
 * result for every input, failures included. Conventions as in decant.h.
 *
 * Copyright the Decant authors. SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECANT_PIPELINE_H
#define DECANT_PIPELINE_H

#include <decant/decant.h>
#include <decant/fetch.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How the bytes of an input are read. */
enum {
    DECANT_FROM_AUTO = 0, /**< text for content type text/plain or a name that ends in .txt, or when
                             the first 64 KiB hold no tag; else HTML */
    DECANT_FROM_HTML = 1,
    DECANT_FROM_TEXT = 2 /**< plain text: prompts are removed, see decant_clean_text() */
};

/** Where an input comes from. */
enum { DECANT_INPUT_FILE = 0, DECANT_INPUT_URL = 1, DECANT_INPUT_BYTES = 2 };

/** One input. Borrowed until the next call of the function that gave it. */
typedef struct decant_input {
    uint32_t struct_size;
    int32_t kind;      /**< DECANT_INPUT_FILE, ... */
    int32_t from;      /**< DECANT_FROM_AUTO, ... */
    const char *name;  /**< path or URL; for bytes the name that the output shows */
    const char *url;   /**< address of the page for files and bytes, or NULL */
    const char *bytes; /**< for DECANT_INPUT_BYTES; must live until its result came */
    size_t len;
} decant_input;

#define DECANT_INPUT_INIT                                                                          \
    {                                                                                              \
        sizeof(decant_input), 0, 0, 0, 0, 0, 0                                                     \
    }

/** Gives the next input. Returns 1 with *out filled, or 0 when there are no more. */
typedef int (*decant_next_fn)(void *ctx, decant_input *out);

/** What became of one input. Everything in it is borrowed for the call. */
typedef struct decant_result {
    uint32_t struct_size;
    uint64_t index;            /**< 0-based place of the input */
    const char *input;         /**< its name */
    const char *url;           /**< final address, or NULL */
    const decant_page *page;   /**< NULL when it failed */
    const decant_error *error; /**< NULL when it did not fail */
    uint64_t bytes;            /**< bytes read */
} decant_result;

/** Receives one result. Returns 0 to go on, anything else to stop the batch. */
typedef int (*decant_result_fn)(void *ctx, const decant_result *result);

/** Called a few times a second while a batch runs. Returns 0 to go on, anything else to stop. */
typedef int (*decant_tick_fn)(void *ctx);

/** Options of a batch. Borrowed for the call. */
typedef struct decant_batch_options {
    uint32_t struct_size;
    uint32_t jobs;      /**< extraction threads; default: one for each processor, at most 256 */
    int32_t is_ordered; /**< 1: results come in the order of the inputs */
    const decant_options *extract; /**< NULL for the defaults; input, url and content_type unused */
    const decant_fetch_options *fetch; /**< NULL for the defaults */
    decant_tick_fn tick;
    void *tick_ctx;
} decant_batch_options;

#define DECANT_BATCH_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(decant_batch_options), 0, 0, 0, 0, 0, 0                                             \
    }

/**
 * Run a batch. next, done and tick are called by the calling thread only, never two at once.
 * Memory does not grow with the number of inputs.
 * Returns DECANT_OK when every input has been reported, however it ended; DECANT_E_CANCELLED when
 * done or tick stopped it; DECANT_E_INVALID, DECANT_E_NOMEM.
 */
DECANT_API decant_status decant_batch_run(const decant_batch_options *options, decant_next_fn next,
                                          void *next_ctx, decant_result_fn done, void *done_ctx,
                                          decant_error *error);

#ifdef __cplusplus
}
#endif
#endif
