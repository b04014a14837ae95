// Mutations in units of mark-up: random bytes seldom make a page that says anything about trees.
#include "fuzz.h"

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t len, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned seed);

enum { MOST_PIECES = 8 };

// Names of start and end tags, the ones with rules of their own more than once.
static const char *const names[] = {
    "a",
    "a",
    "a",
    "b",
    "b",
    "i",
    "em",
    "nobr",
    "font",
    "code",
    "p",
    "p",
    "p",
    "div",
    "div",
    "span",
    "span",
    "ul",
    "ol",
    "li",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "pre",
    "listing",
    "textarea",
    "title",
    "script",
    "script",
    "style",
    "link",
    "meta",
    "base",
    "noscript",
    "noframes",
    "iframe",
    "noembed",
    "xmp",
    "table",
    "table",
    "caption",
    "colgroup",
    "col",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "tr",
    "td",
    "td",
    "th",
    "select",
    "select",
    "option",
    "option",
    "optgroup",
    "template",
    "frameset",
    "frame",
    "html",
    "head",
    "body",
    "form",
    "form",
    "button",
    "input",
    "keygen",
    "br",
    "img",
    "wbr",
    "hr",
    "image",
    "svg",
    "svg",
    "math",
    "mi",
    "mo",
    "mtext",
    "desc",
    "path",
    "g",
    "foreignObject",
    "annotation-xml",
    "malignmark",
    "mglyph",
    "ruby",
    "rb",
    "rt",
    "rp",
    "rtc",
    "marquee",
    "object",
    "applet",
    "address",
    "article",
    "section",
    "center",
    "details",
    "plaintext",
    "x-a",
    "label",
    "abbr",
    "q",
    "sub",
    "time",
    "menu",
    "area",
    "embed",
    "param",
    "source",
    "picture",
    "video",
    "canvas",
    "big",
    "tt",
    "strike",
    "u",
    "s",
    "small",
    "strong",
    "main",
    "summary",
    "mark",
    "audio",
    "bgsound",
    "basefont",
    "command",
    "slot",
    "hgroup",
    "multicol",
    "bdi",
    "data",
    "ins",
    "del",
    "legend",
    "fieldset",
    "map",
    "cite",
    "dir",
    "output",
};

static const char *const attrs[] = {
    " class=a",
    " class='b c'",
    " href=\"x>y\"",
    " type=hidden",
    " type=Hidden",
    " type='text'",
    " color=red",
    " face",
    " size=1",
    " encoding=text/html",
    " encoding='application/xhtml+xml'",
    " =x",
    " a=b/",
    "/",
    " id=\"a&quot;b\"",
    "\n",
    " xlink:href=#",
    " /x",
    " q='<p>'",
    "/>",
    "=",
    "\"",
    "'",
};

static const char *const texts[] = {
    "x",
    "y z",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "\r",
    "&amp;",
    "&lt",
    "&#32;",
    "&#x20;",
    "&nbsp;",
    "&notit;",
    "&#0;",
    "&",
    "&am",
    "p;",
    "<",
    ">",
    "<<",
    "</",
    "</>",
    "</ >",
    "<!",
    "<!-",
    "<?pi?>",
    "<!-- c -->",
    "<!-->",
    "<!--->",
    "<!--",
    "-->",
    "--!>",
    "<!bogus>",
    "<!doctype html>",
    "<!DOCTYPE x PUBLIC \"-//W3C//DTD HTML 3.2//EN\">",
    "<![CDATA[",
    "]]>",
    "<![CDATA[x]]>",
    "<!--<script>",
    "</script",
    "</title",
    "</style x>",
    "\xC3\xA9",
    "\xEF\xBB\xBF",
    "\xEF\xBF\xBD",
    "\xC2\x85",
    "&#x85;",
    "&#xD;",
    "&#10;",
    "\f",
    "&NewLine;",
    "&Tab;",
    "&ThickSpace;",
    "&nvlt;",
    "<p/>",
    "</p>",
    "</br>",
    "</body>",
    "</html>",
    "<svg/>",
    "<svg><path/></svg>",
    "<math/>",
    "<svg><title>x</title></svg>",
};

typedef struct random_state {
    uint32_t x;
} random_state;

static size_t below(random_state *r, size_t n)
{
    r->x = r->x * 1664525u + 1013904223u;
    return (size_t)(((uint64_t)r->x * n) >> 32);
}

#define PICK(r, list) list[below(r, sizeof(list) / sizeof *(list))]

static void put(dc_buf *out, const char *s)
{
    dc_buf_add(out, dc_str_of(s));
}

static void put_tag(random_state *r, dc_buf *out, const char *name)
{
    put(out, "<");
    put(out, name);
    while (below(r, 3) == 0)
        put(out, PICK(r, attrs));
    put(out, below(r, 16) ? ">" : "/>");
}

static void put_end(random_state *r, dc_buf *out, const char *name)
{
    put(out, "</");
    put(out, name);
    put(out, below(r, 16) ? ">" : " x>");
}

static void put_text(random_state *r, dc_buf *out)
{
    if (below(r, 32) == 0)
        dc_buf_char(out, '\0');
    else
        put(out, PICK(r, texts));
}

static void put_piece(random_state *r, dc_buf *out)
{
    const char *name = PICK(r, names);
    switch (below(r, 8)) {
    case 0:
    case 1:
        put_text(r, out);
        break;
    case 2:
        put_end(r, out, name);
        break;
    case 3:
    case 4:
        put_tag(r, out, name);
        put_text(r, out);
        put_end(r, out, name);
        break;
    default:
        put_tag(r, out, name);
        break;
    }
}

// Where a piece can stand or end: mostly in front of a "<" or behind a ">".
static size_t edge(random_state *r, const uint8_t *bytes, size_t len)
{
    size_t at = below(r, len + 1);
    if (below(r, 16) == 0)
        return at;
    while (at < len && bytes[at] != '<' && (at == 0 || bytes[at - 1] != '>'))
        at++;
    return at;
}

// Replaces from..to by new pieces, by a part of the page from elsewhere, or by nothing.
static void edit(random_state *r, const uint8_t *bytes, size_t len, dc_buf *out)
{
    size_t from = edge(r, bytes, len), to = from;
    const size_t how = below(r, 8);
    if (how < 3) {
        to = edge(r, bytes, len);
        if (to < from) {
            const size_t other = from;
            from = to;
            to = other;
        }
        if (to - from > len / 2)
            to = from;
    }
    dc_buf_append(out, (const char *)bytes, from);
    if (how == 4) {
        const size_t begin = edge(r, bytes, len);
        const size_t end = begin + edge(r, bytes + begin, len - begin);
        dc_buf_append(out, (const char *)bytes + begin, end - begin);
    } else if (how) {
        for (size_t n = 1 + below(r, MOST_PIECES); n; n--)
            put_piece(r, out);
    }
    dc_buf_append(out, (const char *)bytes + to, len - to);
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned seed)
{
    random_state r = {seed};
    if (below(&r, 16) == 0)
        return LLVMFuzzerMutate(bytes, len, max);
    dc_buf out = dc_buf_on(dc_mem_hook(NULL), SIZE_MAX / 2);
    size_t front = len >= 2 && *bytes == '\1' ? 2 : 0; // what it is a fragment of
    if (below(&r, 8) == 0) {
        dc_buf_char(&out, '\1');
        dc_buf_char(&out, (char)('a' + below(&r, 26)));
    } else if (below(&r, 8)) {
        dc_buf_append(&out, (const char *)bytes, front);
    }
    edit(&r, bytes + front, len - front, &out);
    const size_t n = out.len < max ? out.len : max;
    if (n)
        memcpy(bytes, out.p, n);
    dc_buf_free(&out);
    return n;
}
