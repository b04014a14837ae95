/**
 * Decant: the clean text of a web page.
 *
 * One call does the work, readers take the result apart:
 *
 *     decant_page *page = NULL;
 *     if (decant_extract(NULL, html, html_len, &page, NULL) == DECANT_OK)
 *         fputs(decant_page_text(page, NULL), stdout);
 *     decant_page_free(page);
 *
 * Conventions of all Decant headers
 *   Bytes in are (const char *, size_t), borrowed for the call; nothing relies on a final NUL.
 *   Strings out end with a NUL that their length does not count. All are valid UTF-8.
 *   Structs that a caller fills begin with struct_size; use their initialiser. Zero is the default.
 *   Functions that can fail return a decant_status and describe it in the decant_error, if given.
 *   Free functions accept NULL.
 *   Threads: there is no shared state. Different pages may be used from different threads at once;
 *   one page by one thread at a time, or by many that only read.
 *
 * Copyright the Decant authors. SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECANT_H
#define DECANT_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define DECANT_API __attribute__((visibility("default")))
#else
#define DECANT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define DECANT_VERSION_MAJOR 0
#define DECANT_VERSION_MINOR 1
#define DECANT_VERSION_PATCH 0

/** Version of the library in use, "0.1.0". Static storage. */
DECANT_API const char *decant_version(void);

/** Optional parts of this build, separated by blanks: "cld2". "" when there are none. Static
 * storage. */
DECANT_API const char *decant_features(void);

/* ---- status --------------------------------------------------------------------------------- */

/** 0 or one of the negative codes below. Codes are never renumbered. */
typedef int32_t decant_status;

enum {
    DECANT_OK = 0,
    DECANT_E_INVALID = -1,       /**< an argument or option value is out of range */
    DECANT_E_NOMEM = -2,         /**< the allocator returned NULL */
    DECANT_E_TOO_LARGE = -3,     /**< the input or a response is larger than the limit */
    DECANT_E_BUDGET = -4,        /**< the page spent its memory budget */
    DECANT_E_DEADLINE = -5,      /**< the page spent its time budget */
    DECANT_E_INTERNAL = -6,      /**< a defect in Decant; the page is lost, the process is not */
    DECANT_E_ENCODING = -7,      /**< the bytes cannot be read as text */
    DECANT_E_NOT_HTML = -8,      /**< binary data, or a content type that holds no text */
    DECANT_E_EMPTY_INPUT = -9,   /**< zero bytes */
    DECANT_E_NOT_FOUND = -10,    /**< no such file or directory */
    DECANT_E_ACCESS = -11,       /**< file or directory not readable or writable */
    DECANT_E_IO = -12,           /**< reading or writing failed */
    DECANT_E_NO_PAGES = -13,     /**< a directory without pages */
    DECANT_E_SINK = -14,         /**< the caller's write function asked to stop */
    DECANT_E_URL = -20,          /**< not a URL that can be fetched */
    DECANT_E_POLICY = -21,       /**< scheme, port or address refused by policy; nothing was sent */
    DECANT_E_RESOLVE = -22,      /**< the host name does not resolve */
    DECANT_E_CONNECT = -23,      /**< no connection */
    DECANT_E_TLS = -24,          /**< certificate or TLS failure */
    DECANT_E_TIMEOUT = -25,      /**< connect, total or low-speed time limit */
    DECANT_E_PROTOCOL = -26,     /**< the response is not valid HTTP */
    DECANT_E_TRUNCATED = -27,    /**< the body ended early */
    DECANT_E_HTTP_STATUS = -28,  /**< status 4xx, 5xx or unknown; see decant_error.http_status */
    DECANT_E_CONTENT_TYPE = -29, /**< a content type that is not a page */
    DECANT_E_REDIRECTS = -30,    /**< too many redirects */
    DECANT_E_HEADERS = -31,      /**< headers larger than the limit */
    DECANT_E_DECODE = -32,       /**< the content coding is broken or unknown */
    DECANT_E_NETWORK = -33,      /**< another network failure */
    DECANT_E_CANCELLED = -34,    /**< stopped by the caller */
    DECANT_E_ROBOTS = -35        /**< the site's robots.txt forbids it */
};

/** Room for one line of message, its NUL included. Longer messages end in "...". */
#define DECANT_MESSAGE_SIZE 512

/** Room for a verdict and for its evidence in an error, their NUL included. */
#define DECANT_VERDICT_SIZE 16
#define DECANT_EVIDENCE_SIZE 160

/** What went wrong, exactly. Written only when a call fails. */
typedef struct decant_error {
    decant_status code;
    int32_t http_status; /**< response status, 0 when there was none */
    uint64_t offset;     /**< byte offset in the input, where the message speaks of one */
    char message[DECANT_MESSAGE_SIZE]; /**< one line, says what was found and what was expected */
    char verdict[DECANT_VERDICT_SIZE]; /**< of a batch: what the answer was instead of the page, as
                                            decant_page_verdict() names it; "" when not known */
    char evidence[DECANT_EVIDENCE_SIZE]; /**< what says so: "HTTP 403; cf-mitigated: challenge" */
} decant_error;

/** Name of a code without its prefix, "TOO_LARGE"; "UNKNOWN" for other numbers. Static storage. */
DECANT_API const char *decant_status_name(decant_status code);

/** One sentence about a code. Static storage. */
DECANT_API const char *decant_status_text(decant_status code);

/** 1 if a later attempt may go well: no connection, a time limit, an answer that broke off, status
 * 408, 425, 429, 500, 502, 503 or 504. Else 0. */
DECANT_API int decant_error_is_temporary(const decant_error *error);

/* ---- options -------------------------------------------------------------------------------- */

/** Where comments of readers go. They are always available through decant_page_comment(). */
enum {
    DECANT_COMMENTS_DROP = 0,     /**< not in the text */
    DECANT_COMMENTS_SEPARATE = 1, /**< after the text, under a line of their own */
    DECANT_COMMENTS_INLINE = 2    /**< in the text, where the page has them */
};

/** Which blocks to keep in doubt. */
enum {
    DECANT_FOCUS_BALANCED = 0,  /**< the best text as a whole */
    DECANT_FOCUS_PRECISION = 1, /**< only what is surely text: corpora, language models */
    DECANT_FOCUS_RECALL = 2     /**< all that may be text: search, archives */
};

/** Severity of log messages. */
enum { DECANT_LOG_DEBUG = 0, DECANT_LOG_INFO = 1, DECANT_LOG_WARNING = 2, DECANT_LOG_ERROR = 3 };

/** Receives log messages: one line without its end, never page text. Called by the working thread.
 */
typedef void (*decant_log_fn)(void *ctx, int32_t level, const char *message);

/** Monotonic clock in milliseconds, replaceable for tests. */
typedef uint64_t (*decant_clock_fn)(void *ctx);

/**
 * Memory hook. realloc semantics: ptr NULL allocates, size 0 frees and returns NULL; old_size is
 * the size asked for before. Returning NULL for a size above 0 fails the call with DECANT_E_NOMEM.
 * Must be callable from every thread that uses Decant with it.
 */
typedef struct decant_allocator {
    void *(*resize)(void *ctx, void *ptr, size_t old_size, size_t size);
    void *ctx;
} decant_allocator;

/** Memory that is used again: what one page gives back, the next one takes. */
typedef struct decant_pool decant_pool;

/**
 * Make a pool. A program that reads many pages sets options.allocator to that of a pool, and once
 * the pool has grown to what its pages need, they ask the system for no memory any more.
 * decant_batch_run() has a pool of its own.
 *
 * allocator  where the pool gets its memory; NULL for the C library
 * max_bytes  most it keeps for later, in bytes; 0 for 64 MiB. Memory in use does not count.
 * out        free with decant_pool_free(). NULL unless DECANT_OK.
 * Returns DECANT_OK, DECANT_E_INVALID or DECANT_E_NOMEM.
 * Threads: any; one pool may serve many threads at once.
 */
DECANT_API decant_status decant_pool_new(const decant_allocator *allocator, uint64_t max_bytes,
                                         decant_pool **out);

/** The hook for options.allocator; lives as long as the pool. */
DECANT_API const decant_allocator *decant_pool_allocator(const decant_pool *pool);

/** Free a pool and what it keeps. Everything made with it must have been freed. NULL is fine. */
DECANT_API void decant_pool_free(decant_pool *pool);

/** What was taken out of plain text. */
typedef struct decant_removal {
    uint32_t struct_size;
    uint64_t at;  /**< first byte of the text that went */
    uint64_t len; /**< bytes; a line goes with its terminator */
    const char
        *reason; /**< "prompt.login_to_comment", "prompt.akismet.glued", ... static storage */
    const char *family; /**< of the phrase, "login_to_comment": see decant-phrases(5); static too */
} decant_removal;

/** Told of removals, in order. Returns 0 to go on; anything else stops the call with
 * DECANT_E_SINK. */
typedef int (*decant_removal_fn)(void *ctx, const decant_removal *removal);

/** Phrases of one's own, which leave pages and plain text like those of the lexicon. */
typedef struct decant_phrases decant_phrases;

/**
 * Read phrases, one a line, as decant-phrases(5) describes: "phrase", or "family TAB phrase".
 *
 * allocator   where they get their memory; NULL for the C library
 * bytes, len  UTF-8, borrowed for the call; at most 1,048,576 lines
 * out         free with decant_phrases_free(). NULL unless DECANT_OK.
 * Returns DECANT_OK, DECANT_E_INVALID (the message begins with "line 3: ", error.offset is where
 * that begins), _TOO_LARGE or _NOMEM.
 * Threads: any; phrases never change and may serve many threads at once.
 */
DECANT_API decant_status decant_phrases_new(const decant_allocator *allocator, const char *bytes,
                                            size_t len, decant_phrases **out, decant_error *error);

/** Free phrases that no call uses any more. NULL is fine. */
DECANT_API void decant_phrases_free(decant_phrases *phrases);

/** Options of one extraction. Everything pointed to is borrowed for the call. */
typedef struct decant_options {
    uint32_t struct_size;
    uint32_t max_time_ms;     /**< time budget of one page; default 10,000; UINT32_MAX: none */
    uint64_t max_bytes;       /**< largest input; default 64 MiB */
    uint64_t max_memory;      /**< memory budget of one page; default 32 MiB + 64 x input */
    const char *input;        /**< name of the input for output and messages: a path or URL */
    const char *url;          /**< address of the page: base of its links, or NULL */
    const char *content_type; /**< HTTP Content-Type value, for its charset, or NULL */
    decant_log_fn log;
    void *log_ctx;
    decant_clock_fn clock;
    void *clock_ctx;
    const decant_allocator *allocator;
    int32_t focus;         /**< DECANT_FOCUS_BALANCED, ... */
    int32_t http_status;   /**< of the answer that brought the page; 0: not known */
    const char *http_head; /**< its status line and headers, which verdicts go by; or NULL */
    size_t http_head_len;
    const char *max_date;      /**< YYYY-MM-DD: no later date is taken for the page's; NULL: none */
    decant_removal_fn removed; /**< told what leaves plain text, or NULL */
    void *removed_ctx;
    const decant_phrases *phrases; /**< of one's own, beside the lexicon; or NULL */
    uint32_t no_meta;              /**< 1: nobody asks for the metadata: a page takes less time, and
                                        decant_page_meta() and the candidates have nothing */
} decant_options;

#define DECANT_OPTIONS_INIT                                                                        \
    {                                                                                              \
        sizeof(decant_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0         \
    }

/* ---- one page ------------------------------------------------------------------------------- */

/** A page and everything taken from it. One block of memory: free it and all its strings are gone.
 */
typedef struct decant_page decant_page;

/**
 * Extract the main text of one HTML document.
 *
 * options    NULL for the defaults.
 * html, len  document bytes in any encoding; len in bytes, at most options.max_bytes.
 * out        a new page; free with decant_page_free(). NULL unless DECANT_OK.
 * Returns DECANT_OK, also for a page without main text (see decant_page_is_empty());
 * DECANT_E_INVALID, _TOO_LARGE, _EMPTY_INPUT, _NOT_HTML (binary data), _ENCODING, _NOMEM, _BUDGET,
 * _DEADLINE or _INTERNAL.
 * Threads: any.
 */
DECANT_API decant_status decant_extract(const decant_options *options, const char *html, size_t len,
                                        decant_page **out, decant_error *error);

/** Free a page and all strings read from it. */
DECANT_API void decant_page_free(decant_page *page);

/** The main text as --to text prints it, without comments. len may be NULL. Lives as long as the
 * page. */
DECANT_API const char *decant_page_text(const decant_page *page, size_t *len);

/** 1 if the page has no main text, else 0. */
DECANT_API int decant_page_is_empty(const decant_page *page);

/** The kind of page it most probably is: "article", "collection", "documentation", "forum",
 * "listing", "product" or "service"; NULL for plain text. Static storage. */
DECANT_API const char *decant_page_type(const decant_page *page);

/** The F1 that the text can be expected to reach against what a reader would keep, 0 to 1; negative
 * for plain text. Calibrated on pages that the model had not seen. */
DECANT_API double decant_page_confidence(const decant_page *page);

/**
 * Whether the page is the one that was asked for: "ok"; "challenge" (a test for humans), "blocked",
 * "needs-js" (a page that is nothing without scripts): then there is no text; "soft-404" or
 * "paywall": the text is what was there; "empty". evidence, unless NULL: the words or mark-up of
 * the page that say so, or of the answer (options.http_status and http_head: "HTTP 403",
 * "cf-mitigated: challenge"), several with "; " between them; evidence_len bytes, not terminated,
 * living as long as the page; NULL for "ok" and "empty". Static storage.
 */
DECANT_API const char *decant_page_verdict(const decant_page *page, const char **evidence,
                                           size_t *evidence_len);

/** How far the parser had to go to survive the page; see decant_page_degraded(). */
enum {
    DECANT_DEGRADED_NONE = 0, /**< parsed as browsers do */
    DECANT_DEGRADED_CAPPED =
        1, /**< a limit on nesting, attributes or formatting cut some mark-up */
    DECANT_DEGRADED_STRICT = 2, /**< parsed a second time with tight limits */
    DECANT_DEGRADED_TEXT = 3    /**< not parsed: tags stripped */
};
DECANT_API int32_t decant_page_degraded(const decant_page *page);

/** Where the encoding of the page was found. */
enum {
    DECANT_CHARSET_BOM = 0,    /**< byte order mark */
    DECANT_CHARSET_HTTP = 1,   /**< options.content_type */
    DECANT_CHARSET_META = 2,   /**< meta element in the first 1,024 bytes */
    DECANT_CHARSET_UTF8 = 3,   /**< undeclared, and the bytes are valid UTF-8 */
    DECANT_CHARSET_DEFAULT = 4 /**< undeclared: windows-1252 */
};

/** Name of the page's encoding as in the Encoding Standard, "UTF-8". source may be NULL. */
DECANT_API const char *decant_page_charset(const decant_page *page, int32_t *source);

/** Facts about a page. Absent values are NULL. */
typedef struct decant_meta {
    uint32_t struct_size;
    const char *title;
    const char *author;
    const char *date; /**< YYYY-MM-DD */
    const char *site;
    const char *description;
    const char *canonical; /**< absolute URL */
    const char *image;     /**< absolute URL */
    const char *language; /**< BCP 47 tag: the page's own, unless its text is in another language */
    const char *modified; /**< YYYY-MM-DD: when it was last changed */
    const char *tags;     /**< several joined by "; " */
    const char *licence;  /**< URL or words */
} decant_meta;

#define DECANT_META_INIT                                                                           \
    {                                                                                              \
        sizeof(decant_meta), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0                                       \
    }

/** Read the facts. Strings live as long as the page. Returns DECANT_OK or DECANT_E_INVALID. */
DECANT_API decant_status decant_page_meta(const decant_page *page, decant_meta *out);

/** The fields of the metadata, in the order in which candidates come. */
enum {
    DECANT_FIELD_TITLE = 0,
    DECANT_FIELD_AUTHOR = 1,
    DECANT_FIELD_DATE = 2,
    DECANT_FIELD_MODIFIED = 3,
    DECANT_FIELD_SITE = 4,
    DECANT_FIELD_DESCRIPTION = 5,
    DECANT_FIELD_CANONICAL = 6,
    DECANT_FIELD_IMAGE = 7,
    DECANT_FIELD_LANGUAGE = 8,
    DECANT_FIELD_TAG = 9,
    DECANT_FIELD_LICENCE = 10
};

/** Name of a field, "author"; NULL for a number that is none. Static storage. */
DECANT_API const char *decant_field_name(int32_t field);

/** What a field may be, and why. */
typedef struct decant_candidate {
    uint32_t struct_size;
    int32_t field;      /**< DECANT_FIELD_AUTHOR, ... */
    const char *value;  /**< dates as YYYY-MM-DD */
    const char *source; /**< where it stands: "json-ld", "og:title", "h1", "byline", "url", ... */
    double confidence;  /**< 0 a guess .. 1 certain; dates and authors below 0.5 are not printed */
} decant_candidate;

#define DECANT_CANDIDATE_INIT                                                                      \
    {                                                                                              \
        sizeof(decant_candidate), 0, 0, 0, 0                                                       \
    }

/** Number of candidates for all fields. */
DECANT_API size_t decant_page_candidate_count(const decant_page *page);

/**
 * Read candidate i, 0-based: in the order of the fields, the surest of a field first. Strings live
 * as long as the page. Returns DECANT_OK or DECANT_E_INVALID. Threads: any.
 */
DECANT_API decant_status decant_page_candidate(const decant_page *page, size_t i,
                                               decant_candidate *out);

/** One comment of a reader, or one post of a forum. */
typedef struct decant_comment {
    uint32_t struct_size;
    uint32_t depth;     /**< 0 for a comment on the page, 1 for an answer to one, ... */
    const char *author; /**< or NULL */
    const char *date;   /**< as printed on the page, or NULL */
    const char *text;
    size_t text_len;
} decant_comment;

#define DECANT_COMMENT_INIT                                                                        \
    {                                                                                              \
        sizeof(decant_comment), 0, 0, 0, 0, 0                                                      \
    }

/** Number of comments. */
DECANT_API size_t decant_page_comment_count(const decant_page *page);

/** Read comment i, 0-based, in document order. Returns DECANT_OK or DECANT_E_INVALID. */
DECANT_API decant_status decant_page_comment(const decant_page *page, size_t i,
                                             decant_comment *out);

/**
 * Number of posts of a forum or question page, 0 for all other pages. Unlike comments their words
 * are part of the main text.
 */
DECANT_API size_t decant_page_post_count(const decant_page *page);

/** Read post i, 0-based, in document order. Returns DECANT_OK or DECANT_E_INVALID. */
DECANT_API decant_status decant_page_post(const decant_page *page, size_t i, decant_comment *out);

/** What a block is. */
enum { DECANT_CONTENT = 0, DECANT_COMMENT = 1, DECANT_BOILERPLATE = 2 };

/** One text block: a run of text under one block-level element, and what was decided about it. */
typedef struct decant_block {
    uint32_t struct_size;
    int32_t label;      /**< DECANT_CONTENT, DECANT_COMMENT or DECANT_BOILERPLATE */
    const char *reason; /**< code of the rule that decided, "area.token"; static storage */
    float score;        /**< 0 surely not text .. 1 surely text */
    uint32_t words;
    const char *text;
    size_t text_len;
} decant_block;

#define DECANT_BLOCK_INIT                                                                          \
    {                                                                                              \
        sizeof(decant_block), 0, 0, 0, 0, 0, 0                                                     \
    }

/** Number of text blocks, kept and dropped. */
DECANT_API size_t decant_page_block_count(const decant_page *page);

/** Read block i, 0-based, in document order. Returns DECANT_OK or DECANT_E_INVALID. */
DECANT_API decant_status decant_page_block(const decant_page *page, size_t i, decant_block *out);

/**
 * Where block i stands, "html>body>div#main>p.lead": elements with their id or first class.
 *
 * out, cap  room for the path and its NUL; a longer path is cut.
 * Returns the length of the whole path in bytes, 0 if there is no block i. cap 0 asks for it only.
 */
DECANT_API size_t decant_page_block_path(const decant_page *page, size_t i, char *out, size_t cap);

/** How much one feature of a block moved its score. */
typedef struct decant_influence {
    uint32_t struct_size;
    const char *feature; /**< its name; static storage */
    double value;
    double typical; /**< the median of all blocks that the model was learned from */
    double change;  /**< of the logit of the score: as it is, less with the typical value */
} decant_influence;

/**
 * Tell which features moved the score of block i, 0-based, the largest change first.
 *
 * out, cap  room for as many rows; each struct_size is set. out may be NULL when cap is 0.
 * n         how many there are; 0 for plain text and pages too large to be judged.
 * Returns DECANT_OK, DECANT_E_INVALID (no such block) or DECANT_E_NOMEM. Reads the page again:
 * milliseconds.
 */
DECANT_API decant_status decant_page_block_influences(const decant_page *page, size_t i,
                                                      decant_influence *out, size_t cap, size_t *n,
                                                      decant_error *error);

/* ---- output --------------------------------------------------------------------------------- */

/** Output formats. */
enum {
    DECANT_TEXT = 0,     /**< paragraphs with one blank line between them */
    DECANT_JSON = 1,     /**< one indented object, schema 1 */
    DECANT_JSONL = 2,    /**< the same object on one line */
    DECANT_MARKDOWN = 3, /**< GitHub-flavoured Markdown */
    DECANT_HTML = 4,     /**< an HTML document of a few elements, without styles or scripts */
    DECANT_XML = 5,      /**< an XML document in words of its own, comments included */
    DECANT_TEI = 6,      /**< a TEI P5 document */
    DECANT_CSV = 7,      /**< one row of facts about the page, without its text */
    DECANT_REPORT = 8 /**< an HTML page that shows all blocks and why each was kept or left out */
};

/** Takes output bytes. Returns 0 to go on; anything else stops the call with DECANT_E_SINK. */
typedef int (*decant_write_fn)(void *ctx, const char *bytes, size_t len);

/** How to print. */
typedef struct decant_render_options {
    uint32_t struct_size;
    int32_t format;     /**< DECANT_TEXT, ... */
    int32_t comments;   /**< DECANT_COMMENTS_DROP, ...; JSON and XML carry them in any case */
    int32_t with_links; /**< 1: links in Markdown, HTML, XML and TEI. They are absolute, and lead to
                           http, https or mailto; others are text */
    int32_t with_images;     /**< 1: images likewise */
    int32_t no_tables;       /**< 1: tables are written as paragraphs */
    int32_t with_front;      /**< 1: Markdown and text begin with the facts as YAML front matter */
    int32_t no_header;       /**< 1: CSV without the line that names the columns */
    int32_t with_candidates; /**< 1: JSON has all candidates for the metadata, too */
} decant_render_options;

#define DECANT_RENDER_OPTIONS_INIT                                                                 \
    {                                                                                              \
        sizeof(decant_render_options), 0, 0, 0, 0, 0, 0, 0, 0                                      \
    }

/**
 * Print a page. Options say how the text is written, never which blocks of the page are in it.
 *
 * options  NULL for plain text without comments.
 * write    called with pieces of the output in order.
 * Returns DECANT_OK, DECANT_E_INVALID, _SINK or _NOMEM.
 */
DECANT_API decant_status decant_render(const decant_page *page,
                                       const decant_render_options *options, decant_write_fn write,
                                       void *ctx, decant_error *error);

/**
 * Print the record of an input that gave no page: status "error" and its message, in JSON, XML
 * and CSV. Other formats print nothing.
 *
 * input    name of the input; url its address, or NULL. failure: why it failed.
 * Returns as decant_render().
 */
DECANT_API decant_status decant_render_failure(const char *input, const char *url,
                                               const decant_error *failure,
                                               const decant_render_options *options,
                                               decant_write_fn write, void *ctx,
                                               decant_error *error);

/* ---- plain text ----------------------------------------------------------------------------- */

/**
 * Take leftover prompts ("You must be logged in to post a comment") out of plain text.
 *
 * text, len  any bytes. UTF-8, or UTF-16 with a byte order mark, is understood; bytes that are
 *            neither are kept as they are.
 * write      receives the remaining bytes, exactly as they were: line ends, BOM, NUL, blanks.
 * Returns DECANT_OK, DECANT_E_INVALID, _TOO_LARGE, _NOMEM or _SINK.
 * Threads: any.
 */
DECANT_API decant_status decant_clean_text(const decant_options *options, const char *text,
                                           size_t len, decant_write_fn write, void *ctx,
                                           decant_error *error);

/** Plain text of any length, cleaned as it comes. */
typedef struct decant_text_stream decant_text_stream;

/**
 * Begin to clean plain text that comes in pieces, in constant memory: about half a megabyte.
 *
 * options  NULL for the defaults. max_bytes 0 is no limit here. What it points to is borrowed until
 *          the stream is freed.
 * write    receives the remaining bytes as for decant_clean_text(), as soon as their fate is clear,
 *          during the calls below.
 * out      free with decant_text_stream_free(). NULL unless DECANT_OK.
 * Returns DECANT_OK, DECANT_E_INVALID or _NOMEM.
 * Threads: any; a stream belongs to one thread at a time.
 */
DECANT_API decant_status decant_text_stream_new(const decant_options *options,
                                                decant_write_fn write, void *ctx,
                                                decant_text_stream **out, decant_error *error);

/**
 * More of the text; a piece may end anywhere, within a character too. How the text is cut into
 * pieces changes nothing in what comes out.
 *
 * Returns DECANT_OK, DECANT_E_INVALID, _TOO_LARGE or _SINK; a stream that has failed stays so.
 */
DECANT_API decant_status decant_text_stream_feed(decant_text_stream *stream, const char *bytes,
                                                 size_t len, decant_error *error);

/** The text has ended: the rest of it is written. Then free the stream. Returns as feeding does. */
DECANT_API decant_status decant_text_stream_finish(decant_text_stream *stream, decant_error *error);

/** Free a stream, finished or not. NULL is fine. */
DECANT_API void decant_text_stream_free(decant_text_stream *stream);

/**
 * Clean plain text as decant_clean_text() does, into a page: its text, one block a line.
 * Invalid bytes become U+FFFD. Returns and ownership as decant_extract().
 */
DECANT_API decant_status decant_extract_text(const decant_options *options, const char *text,
                                             size_t len, decant_page **out, decant_error *error);

#ifdef __cplusplus
}
#endif
#endif
