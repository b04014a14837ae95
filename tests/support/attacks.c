#include "support/attacks.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const attack attacks[] = {
    {"nested div", .unit = "<div>"},
    {"nested div with text", .unit = "<div>word "},
    {"nested div, closed by halves", .unit = "<div><div>word</div>"},
    {"nested sections with classes", .unit = "<section class='a@ comment'>word "},
    {"nested quotes", .unit = "<blockquote><p>word "},
    {"nested span", .unit = "<span>"},
    {"nested span with blocks", .unit = "<span>x<div>y"},
    {"nested inline of many kinds", .unit = "<q><cite><dfn><kbd><var>x"},
    {"nested formatting", .unit = "<b>"},
    {"formatting with distinct attributes", .unit = "<b class=x@>"},
    {"font with distinct attributes", .unit = "<font size=@>"},
    {"formatting across paragraphs", .unit = "<p><b><i><u><a href=x>"},
    {"formatting left open", .unit = "<p>x<b>y<i>z</b>"},
    {"formatting in cells", .unit = "<table><td><b><i></td></table>x"},
    {"misnested formatting", .unit = "<a><b><div></a></b>x"},
    {"links and paragraphs", .unit = "<a><b><p>"},
    {"links and tables", .unit = "<a href=@><table><td>x"},
    {"nobr", .unit = "<nobr><b>x<div>"},
    {"nested tables", .unit = "<table><tr><td>"},
    {"foster parenting", .unit = "<table>x<b>y</b><tr>"},
    {"foster parenting in one table", .unit = "x<b>y</b>", .head = "<table>"},
    {"foster parenting of blocks", .unit = "<div>x</div><p>y", .head = "<table><tr>"},
    {"rows", .unit = "<tr><td>@<td>x", .head = "<table>", .tail = "</table>"},
    {"columns", .unit = "<colgroup><col><caption>x", .head = "<table>", .tail = "</table>"},
    {"cells that span", .unit = "<td colspan=999999 rowspan=65534>x", .head = "<table>",
     .tail = "</table>"},
    {"nested svg", .unit = "<svg><g>"},
    {"svg that HTML breaks", .unit = "<svg><g><p>x"},
    {"svg with HTML inside", .unit = "<svg><foreignObject><div>x"},
    {"svg of simple shapes", .unit = "<path d=M@>", .head = "<p>x<svg>", .tail = "</svg>"},
    {"svg that never ends", .unit = "<path>", .head = "<p>x<svg>", .swallows = true},
    {"svg in inline elements", .unit = "<p>x<q><svg><path>"},
    {"svg titles", .unit = "<svg><title>", .swallows = true},
    {"svg styles that HTML breaks", .head = "<svg><style>", .unit = "<div>", .swallows = true},
    {"svg styles that HTML breaks, closed", .unit = "<svg><style><div><div><div></style>"},
    {"nested math", .unit = "<math><mi>"},
    {"annotations in math", .unit = "<math><annotation-xml encoding=text/html><p>x"},
    {"CDATA", .unit = "<svg><![CDATA[x", .swallows = true},
    {"CDATA closed", .unit = "<svg><![CDATA[x]]>"},
    {"select nests", .unit = "<select><option>"},
    {"options", .unit = "<option>@<optgroup>", .head = "<select>", .tail = "</select>"},
    {"half-open tags", .unit = "<a", .swallows = true},
    {"half-open tags with blanks", .unit = "<a ", .swallows = true},
    {"half-open quotes", .unit = "<a b=\"", .swallows = true},
    {"half-open end tags", .unit = "</a ", .swallows = true},
    {"less-than signs", .unit = "<"},
    {"ampersands", .unit = "&notit;&"},
    {"entities", .unit = "&amp;&#@;&nbsp;&#x1F600;&CounterClockwiseContourIntegral;"},
    {"numbers that never end", .unit = "0", .head = "<p>&#"},
    {"blanks by reference", .unit = "&#32;&#10;<p>"},
    {"distinct unknown elements", .unit = "<x-@>"},
    {"distinct unknown elements, closed", .unit = "<x-@>word</x-@>"},
    {"long names", .unit = "aaaaaaaaaaaaaaaa", .head = "<x", .tail = ">"},
    {"end tags that a cell hides", .unit = "<div><table><td></div>"},
    {"end tags that a block hides", .unit = "<span><div></span>"},
    {"stray end tags", .unit = "</p></br></x>"},
    {"end tags below a tower", .unit = "</section>",
     .head = "<div><div><div><div><div><div><div><div><div><div><div><div><div><div><div><div>"},
    {"paragraphs", .unit = "<p>x"},
    {"paragraphs of words", .unit = "<p>Word @ of many, and then one more to follow it, dear."},
    {"one paragraph without end", .unit = "word @, and ", .head = "<p>"},
    {"line breaks", .unit = "x<br>"},
    {"double line breaks", .unit = "x<br><br>"},
    {"white space", .unit = " \n\t", .head = "<p>x"},
    {"white space between tags", .unit = "<b> </b> <i> </i> "},
    {"letters of a pre", .unit = "x\n<b>\n", .head = "<pre>", .tail = "</pre>"},
    {"lists", .unit = "<ul><li>x"},
    {"list items", .unit = "<li>item @", .head = "<ul>", .tail = "</ul>"},
    {"definitions", .unit = "<dl><dt>x<dd>y"},
    {"headings", .unit = "<h1><h2>"},
    {"headings of words", .unit = "<h2>Heading @</h2>"},
    {"html attributes", .unit = "<html a@=1>"},
    {"body attributes", .unit = "<body b@=1 c@>"},
    {"attributes", .unit = "<p a@=1 a@=2>"},
    {"attributes of one tag", .unit = " a@=@", .head = "<p", .tail = ">"},
    {"duplicate attributes of one tag", .unit = " class=a@", .head = "<p", .tail = ">"},
    {"classes of one tag", .unit = " comment-@", .head = "<p class='", .tail = "'>"},
    {"equal lists of attributes", .unit = "<p class='entry comment reply' id=c>x"},
    {"styles", .unit = "display:", .head = "<p style='", .tail = "'>"},
    {"slashes", .unit = "/ ", .head = "<p ", .tail = ">"},
    {"templates", .unit = "<template>"},
    {"templates with rows", .unit = "<template><tr><td>x"},
    {"frameset", .unit = "<frameset><frame>", .swallows = true},
    {"noframes", .unit = "<noframes><p>x</noframes>"},
    {"forms", .unit = "<form><input>"},
    {"form ends", .unit = "<form>x</form></form><br>"},
    {"buttons", .unit = "<button>"},
    {"inputs", .unit = "<input type=text name=a@><label>Email</label>", .head = "<form>",
     .tail = "</form>"},
    {"ruby", .unit = "<ruby><rt><rb>"},
    {"endless comments", .unit = "<!--", .swallows = true},
    {"comments", .unit = "<!-- -- > -- ! > -->x"},
    {"comments that end early", .unit = "<!--><!--->"},
    {"bogus comments", .unit = "<?x><!x></ x>"},
    {"doctypes", .unit = "<!doctype html @>"},
    {"double-escaped scripts", .unit = "<script><!--<script>", .swallows = true},
    {"scripts", .unit = "<script>if (a<b) '</div>' @</script>x"},
    {"styles without end", .unit = "<style></styl", .swallows = true},
    {"titles without end", .unit = "<title></titl e>", .swallows = true},
    {"text areas", .unit = "<textarea>x</textarea>"},
    {"plaintext", .unit = "<plaintext>", .swallows = true},
    {"xmp", .unit = "<xmp><b></xmp>"},
    {"data in scripts", .unit = "[", .head = "<script type='application/ld+json'>",
     .tail = "</script>"},
    {"data blocks", .unit = "<script type='application/ld+json'>{\"@type\":\"Article\"}</script>"},
    {"meta elements", .unit = "<meta name=author content='Name @'>"},
    {"NUL between tags", .unit = "<table>\2<select>\2</select><td>"},
    {"NUL in text", .unit = "<p>some words\2 and more \2of them"},
    {"NUL in svg", .unit = "<svg>\2some words"},
    {"NUL in inline elements", .unit = "<q>some words\2</q><b>and more\2"},
    {"random bytes", .unit = "\1 in much of other text, and so on "},
    {"random bytes in tags", .unit = "<\1\1 \1=\1>\1"},
    {"bytes that are no UTF-8", .unit = "\xF3\xB0\x80\xFF\xC0<p>", .head = "<meta charset=utf-8>"},
    {"private characters", .unit = "\xF3\xB0\x80\x80<b>\xF4\x80\x80\x80"},
    {"combining marks", .unit = "\xCC\x81", .head = "<meta charset=utf-8><p>a"},
    {"inline look-ahead, left open", .unit = "<q>x<br>y<br>"},
    {"inline look-ahead, closed wrongly", .unit = "<q><b><i>x</b></q></i>"},
    {"inline look-ahead, just too deep", .unit = "<q><b><i><u><s><tt><small>x</small></tt>"},
    {"inline look-ahead, far ends",
     .unit = "<q><kbd><q><kbd><q>" // and then sixteen times this:
             "<br><br><br><br><br><br><br><br><br><br><br><br><br><br><br><br>"},
    {"inline look-ahead, quotes", .unit = "<q a='<q>' b=\"</q>\">x"},
    {"inline look-ahead, pictures", .unit = "<q><svg><path></svg><b><svg></b>"},
    {"line after line of a login", .unit = "<p>You must be logged in to post a comment."},
    {"comments of readers",
     .unit = "<div class=comment id=comment-@><b class=author>Ann @</b><a href=#c@>Reply</a>"
             "<p>I have seen it too, @ times, and was never asked.</div>",
     .head = "<div id=comments><h2>Comments</h2>", .tail = "</div>"},
    {"answers to answers",
     .unit = "<ul class=children><li class=comment><p>So have I, @ times.<a href=#>Reply</a>",
     .head = "<div id=comments><h2>Comments</h2><ol>"},
    {"links", .unit = "<a href=/x@>Link @</a> "},
    {"list of links", .unit = "<li><a href=/x@>Link @</a>", .head = "<nav><ul>",
     .tail = "</ul></nav>"},
    {"pictures", .unit = "<img src=@><div>"},
    {"hidden boxes", .unit = "<div hidden><p>x</div>"},
    {"details", .unit = "<details><summary>x"},
    {"noscript", .unit = "<noscript><p>x"},
    {"objects", .unit = "<object><param><applet><marquee>"},
    {"lines in a tower of boxes", .tower = "<div class='comments c@'>", .unit = "x<p>"},
    {"long lines in a tower of comments", .tower = "<div class='comments c@'>",
     .head = "<div class=comment>",
     .unit = "<p>I have seen it too, and was never asked, nor was anybody else that I know of, and "
             "so it went on for years and years, and then it stopped.</p>"},
    {"comments in rows by turns", .head = "<h3>3 comments</h3><table>",
     .unit = "<tr><td>Ann<td>3 May 2024<tr><td>We have seen it, too"},
    {"posts by threes", .head = "<title>a forum</title>",
     .unit = "<div><div class=q>Ann Lee on 3 May 2024<p>We have seen it, too</div>"
             "<div class=q>Ann Lee on 3 May 2024<p>We have seen it, too</div>"
             "<div class=q>Ann Lee on 3 May 2024<p>We have seen it, too</div></div>"},
    {"reviews without number",
     .unit = "<div class=review>Good<p>We have used it for a year or two"},
    {"lines in a tower of inline elements", .tower = "<span class=a@>", .unit = "x<br><br>"},
    {"times in a tower", .tower = "<div class=entry-@ id=e@>",
     .unit = "<time class=t datetime=2020-02-30T>x</time>"},
    {"rows in a tower of tables", .tower = "<table><tr><td>", .unit = "x<br><br>"},
    {"tables in one row", .head = "<table><tr>", .unit = "<td>x<td><table><tr><td>y</table>"},
    {"lists in a tower of lists", .tower = "<ul><li>", .unit = "x<li>"},
    {"headings like a long title", .head = "<title>", .unit = "word@ ",
     .tail = "</title><h2>no such line</h2><h2>nor this one</h2>"},
    {"title and headings by turns", .unit = "<title>a b c d e f g</title><h2>h i j k l m n</h2>"},
    {"links of the head", .unit = "<link rel=canonical href=/x@>"},
};
const size_t n_attacks = sizeof attacks / sizeof *attacks;

typedef struct writer {
    char *p;
    size_t len;
    size_t cap;
    uint64_t seed;
} writer;

// xorshift64*
static unsigned char random_byte(writer *w)
{
    w->seed ^= w->seed >> 12;
    w->seed ^= w->seed << 25;
    w->seed ^= w->seed >> 27;
    return (unsigned char)((w->seed * 0x2545F4914F6CDD1Du) >> 56);
}

static void put(writer *w, const char *s, unsigned number)
{
    for (; s && *s && w->cap - w->len > 32; s++) {
        if (*s == '@')
            w->len += (size_t)snprintf(w->p + w->len, 16, "%u", number);
        else if (*s == '\1')
            w->p[w->len++] = (char)random_byte(w);
        else
            w->p[w->len++] = *s == '\2' ? '\0' : *s;
    }
}

char *attack_page(const attack *a, size_t size, size_t *len)
{
    enum { ROOM = 64 << 10, TOWER = 400 };
    writer w = {.p = malloc(size + ROOM), .cap = size + ROOM, .seed = 0x9E3779B97F4A7C15u};
    if (!w.p)
        return NULL;
    if (a->swallows)
        put(&w, "<p>" CANARY "</p>", 0);
    for (unsigned i = 0; a->tower && i < TOWER; i++)
        put(&w, a->tower, i);
    put(&w, a->head, 0);
    for (unsigned i = 0; w.len < size; i++)
        put(&w, a->unit, i);
    put(&w, a->tail, 0);
    if (!a->swallows)
        put(&w, "<p>" CANARY "</p>", 0);
    *len = w.len;
    return w.p;
}

void *attack_count(void *ctx, void *p, size_t old_size, size_t size)
{
    account *a = ctx;
    a->live += size - old_size;
    if (a->live > a->peak)
        a->peak = a->live;
    if (size)
        return realloc(p, size);
    free(p);
    return NULL;
}

bool attack_canary_in(const decant_page *page)
{
    for (size_t i = 0; i < decant_page_block_count(page); i++) {
        decant_block block = DECANT_BLOCK_INIT;
        decant_page_block(page, i, &block);
        if (strstr(block.text, CANARY))
            return true;
    }
    return false;
}
