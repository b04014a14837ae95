/**
 * Decant: many inputs at once.
 *
 * A batch takes files, URLs and bytes, fetches and extracts on several threads, and hands back one
 * result for every input, failures included. A store keeps results so that a run which was killed
 * goes on where it was. Conventions as in decant.h.
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
    const decant_page *page;   /**< NULL when it failed, or with is_raw */
    const decant_error *error; /**< NULL when it did not fail */
    uint64_t bytes;            /**< bytes read */
    int32_t http_status;       /**< of the answer; 0 when there was none */
    const char *content_type;  /**< of the answer, or NULL */
    const char *body;          /**< with is_raw: what was read or fetched, content coding undone */
    size_t body_len;
    int32_t is_cached; /**< 1: the answer is the cache's */
} decant_result;

/** Receives one result. Returns 0 to go on, anything else to stop the batch. */
typedef int (*decant_result_fn)(void *ctx, const decant_result *result);

/** Answer of a tick: take no more inputs and begin no more requests, but finish what is in flight.
 * URLs that had not begun are reported as DECANT_E_CANCELLED. */
#define DECANT_BATCH_DRAIN 2

/** Called a few times a second while a batch runs. Returns 0 to go on, DECANT_BATCH_DRAIN, or
 * anything else to stop. */
typedef int (*decant_tick_fn)(void *ctx);

/**
 * A folder with answers of earlier runs. Complete answers with status 200 are kept unless their
 * headers forbid it, under their final URL and the options of the fetcher that change them. A URL
 * that is fresh by Cache-Control or Expires is not requested at all; others are with ETag and
 * Last-Modified, and status 304 brings what was kept. What is damaged is fetched again. Several
 * processes may use it at once.
 */
typedef struct decant_cache decant_cache;

typedef struct decant_cache_options {
    uint32_t struct_size;
    const char *path; /**< made if it is not there (its parent must be) */
    const decant_allocator *allocator;
    uint64_t max_bytes; /**< on disk, default 1 GiB; UINT64_MAX: no limit. What was not used for the
                             longest time goes first, at opening too */
} decant_cache_options;

#define DECANT_CACHE_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(decant_cache_options), 0, 0, 0                                                      \
    }

/**
 * Open a cache; close with decant_cache_close().
 * Returns DECANT_OK, DECANT_E_INVALID, _ACCESS, _NOT_FOUND, _IO or _NOMEM.
 * Threads: a cache is used by one batch at a time.
 */
DECANT_API decant_status decant_cache_open(const decant_cache_options *options, decant_cache **out,
                                           decant_error *error);

/** Close a cache. NULL is fine. */
DECANT_API void decant_cache_close(decant_cache *cache);

/** Options of a batch. Borrowed for the call. */
typedef struct decant_batch_options {
    uint32_t struct_size;
    uint32_t jobs;      /**< extraction threads; default: one for each processor, at most 256 */
    int32_t is_ordered; /**< 1: results come in the order of the inputs */
    const decant_options *extract; /**< NULL for the defaults; input, url and content_type unused */
    const decant_fetch_options *fetch; /**< NULL for the defaults; keep_failed is set in any case */
    decant_tick_fn tick;
    void *tick_ctx;
    int32_t is_raw;                  /**< 1: nothing is extracted, results are bytes */
    decant_fetch_progress *progress; /**< filled before each tick and at the end, or NULL */
    decant_cache *cache;             /**< of answers, or NULL */
} decant_batch_options;

#define DECANT_BATCH_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(decant_batch_options), 0, 0, 0, 0, 0, 0, 0, 0, 0                                    \
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

/* ---- archives -------------------------------------------------------------------------------- */

/**
 * A WARC 1.1 file that takes what is fetched: for each exchange a response (a revisit for status
 * 304) and its request, one gzip member for each record, with the SHA-1 of its block, and of a
 * response's body. Half a record is never left at its end: what a killed run left there is taken
 * off when the file is opened again. One process at a time.
 */
typedef struct decant_archive decant_archive;

typedef struct decant_archive_options {
    uint32_t struct_size;
    const char *path; /**< "crawl.warc.gz"; made, or added to. Its folder must be there */
    const decant_allocator *allocator;
} decant_archive_options;

#define DECANT_ARCHIVE_OPTIONS_INIT                                                                \
    {                                                                                              \
        sizeof(decant_archive_options), 0, 0                                                       \
    }

/**
 * Open an archive; close with decant_archive_close().
 * Returns DECANT_OK; DECANT_E_INVALID when the path holds something else than a WARC file;
 * DECANT_E_ACCESS, _NOT_FOUND; DECANT_E_IO, when another process has it open too; DECANT_E_NOMEM.
 * Threads: an archive is used by one thread at a time.
 */
DECANT_API decant_status decant_archive_open(const decant_archive_options *options,
                                             decant_archive **out, decant_error *error);

/** Add an exchange: for decant_fetch_options.exchange, with the archive as its exchange_ctx. After
 * a failure, which decant_archive_status() tells, nothing is written any more. */
DECANT_API void decant_archive_add(void *archive, const decant_exchange *exchange);

/** The first failure, DECANT_OK when there was none. */
DECANT_API decant_status decant_archive_status(const decant_archive *archive, decant_error *error);

/** Wait until all of it is on disk. Returns as decant_archive_status(). */
DECANT_API decant_status decant_archive_sync(decant_archive *archive, decant_error *error);

/** Close an archive. NULL is fine. */
DECANT_API void decant_archive_close(decant_archive *archive);

/* ---- results that survive a crash ------------------------------------------------------------ */

/**
 * A folder that takes one file for every input and remembers in a journal (.decant.db, SQLite)
 * what is done. Whatever ends the process, even between two steps of a write: opened again, the
 * store knows each input that is done, a file that is in the journal is whole, and an input that
 * is not there is to be done again under the same file name. One process at a time.
 */
typedef struct decant_store decant_store;

/** What the journal knows of an input. */
enum {
    DECANT_STORE_NEW = 0,   /**< to be done */
    DECANT_STORE_DONE = 1,  /**< done by an earlier run */
    DECANT_STORE_TWICE = 2, /**< claimed before in this run */
    DECANT_STORE_AGAIN = 3  /**< failed in an earlier run, and is to be done again */
};

/** Which failures of earlier runs are to be done again. */
enum {
    DECANT_STORE_RETRY_NONE = 0,
    DECANT_STORE_RETRY_TEMPORARY = 1, /**< see decant_error_is_temporary() */
    DECANT_STORE_RETRY_ALL = 2
};

/** Steps of a commit, in their order: where a test lets the process die. */
enum {
    DECANT_STORE_WRITTEN = 0, /**< files lie under temporary names, on disk */
    DECANT_STORE_RENAMED = 1, /**< they have their names, the journal does not know it yet */
    DECANT_STORE_NOTED = 2,   /**< the journal's transaction is open */
    DECANT_STORE_COMMITTED = 3
};

typedef struct decant_store_options {
    uint32_t struct_size;
    uint32_t group;       /**< inputs that share one commit; default 32, at most 1,024 */
    const char *path;     /**< the folder; made if it is not there (its parent must be) */
    const char *settings; /**< what the files depend on; a later run must give the same; or NULL */
    const char *ending;   /**< of file names, "json" */
    void (*step)(void *ctx, int32_t step); /**< called after each step of a commit, or NULL */
    void *step_ctx;
    const decant_allocator *allocator;
    int32_t retry; /**< DECANT_STORE_RETRY_NONE, ... */
} decant_store_options;

#define DECANT_STORE_OPTIONS_INIT                                                                  \
    {                                                                                              \
        sizeof(decant_store_options), 0, 0, 0, 0, 0, 0, 0, 0                                       \
    }

/** What a store holds, those of earlier runs included. */
typedef struct decant_store_counts {
    uint32_t struct_size;
    uint64_t done;   /**< inputs in the journal */
    uint64_t failed; /**< of them, those with a failure */
} decant_store_counts;

#define DECANT_STORE_COUNTS_INIT                                                                   \
    {                                                                                              \
        sizeof(decant_store_counts), 0, 0                                                          \
    }

/**
 * Open a store; close with decant_store_close().
 * Returns DECANT_OK; DECANT_E_INVALID when the folder was begun with other settings;
 * DECANT_E_ACCESS; DECANT_E_IO, when another process has it open too; DECANT_E_NOMEM.
 * Threads: a store is used by one thread at a time.
 */
DECANT_API decant_status decant_store_open(const decant_store_options *options, decant_store **out,
                                           decant_error *error);

/** Ask for an input before doing it; *state becomes DECANT_STORE_NEW, ... */
DECANT_API decant_status decant_store_claim(decant_store *store, const char *input, int32_t *state,
                                            decant_error *error);

/**
 * Keep the result of an input: a file of len bytes (none when len is 0), and a failure or NULL.
 * It is done after the next commit, which comes by itself when a group is full.
 * Returns DECANT_OK or DECANT_E_IO: the disk is full, say. Then the run is to end; the journal
 * is intact, and what it knows stays done.
 */
DECANT_API decant_status decant_store_put(decant_store *store, const char *input, const char *bytes,
                                          size_t len, const decant_error *failure,
                                          decant_error *error);

/**
 * Keep an archive in step with the store: a commit makes its records durable first, and what was
 * added to it since the last commit of an earlier run is taken off now, for those inputs are done
 * again. The archive must outlive the store. Returns DECANT_OK, DECANT_E_INVALID when records that
 * the journal knows are gone, or DECANT_E_IO.
 */
DECANT_API decant_status decant_store_archive(decant_store *store, decant_archive *archive,
                                              decant_error *error);

/** Make everything that was put done. Errors as decant_store_put(). */
DECANT_API decant_status decant_store_commit(decant_store *store, decant_error *error);

DECANT_API decant_status decant_store_count(decant_store *store, decant_store_counts *out,
                                            decant_error *error);

/** Receives one failed input. Returns 0 to go on. Strings are borrowed for the call. */
typedef int (*decant_store_failure_fn)(void *ctx, const char *input, const decant_error *failure);

/** Go through the failed inputs, sorted by name. Returns DECANT_OK, _E_CANCELLED, _E_IO. */
DECANT_API decant_status decant_store_failures(decant_store *store, decant_store_failure_fn each,
                                               void *ctx, decant_error *error);

/** Close a store, without a commit. NULL is fine. */
DECANT_API void decant_store_close(decant_store *store);

#ifdef __cplusplus
}
#endif
#endif
