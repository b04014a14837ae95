// Pieces of pages as Markdown, HTML, XML and TEI.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <decant/decant.h>

#include <stdio.h>
#include <string.h>

typedef struct text {
    char p[65536];
    size_t len;
} text;

static int collect(void *ctx, const char *p, size_t len)
{
    text *t = ctx;
    assert_true(t->len + len < sizeof t->p);
    memcpy(t->p + t->len, p, len);
    t->len += len;
    t->p[t->len] = '\0';
    return 0;
}

// Blocks are few and short: enough prose around them makes all of them text.
static const char prose[] =
    "<p>The ferry left at noon with nobody on it, and the whole island stood on the pier to see it "
    "go out into the fog.</p>";

static void render(const char *html, const char *url, int32_t format, text *out)
{
    char page[32768];
    snprintf(page, sizeof page, "<html><body><article>%s%s%s</article></body></html>", prose, html,
             prose);
    decant_options options = DECANT_OPTIONS_INIT;
    options.url = url;
    decant_page *made = NULL;
    assert_int_equal(decant_extract(&options, page, strlen(page), &made, NULL), DECANT_OK);
    decant_render_options render_options = DECANT_RENDER_OPTIONS_INIT;
    render_options.format = format;
    render_options.with_links = 1;
    render_options.with_images = 1;
    out->len = 0;
    assert_int_equal(decant_render(made, &render_options, collect, out, NULL), DECANT_OK);
    decant_page_free(made);
}

typedef struct md_case {
    const char *html;
    const char *md; // what stands between the two paragraphs of prose
} md_case;

#define TEX "<script src='https://cdn.example/MathJax.js?config=TeX-AMS'></script>"

static const md_case cases[] = {
    {"<h2>Tides &amp; <em>moons</em> #</h2>", "## Tides & *moons* \\#"},
    {"<p>one<br>two", "one\\\ntwo"},
    {"<p>a *b* _c_ [d](e) `f` <b>&lt;g></b> \\h",
     "a \\*b\\* \\_c\\_ \\[d\\](e) \\`f\\` **\\<g>** \\\\h"},
    {"<p>snake_case stays, &amp;amp; does not", "snake_case stays, \\&amp; does not"},
    {"<p>1. no list<p># no heading<p>- no item<p>+ nor this<p>&gt; no quote<p>=== no line",
     "1\\. no list\n\n\\# no heading\n\n\\- no item\n\n\\+ nor this\n\n\\> no quote\n\n\\=== no "
     "line"},
    {"<p>costs $5 or $6", "costs \\$5 or \\$6"},
    {"<p><b>bold</b> and <i>slanted</i> and <del>gone</del>",
     "**bold** and *slanted* and ~~gone~~"},
    {"<p><b> blanks </b>outside<p><b>stop.</b>it", "**blanks** outside\n\nstop.it"},
    {"<p><b><i>both</i></b><p><b>a</b><i>b</i>", "***both***\n\n**a**b"},
    {"<p>H<sub>2</sub>O and x<sup>2</sup>", "H<sub>2</sub>O and x<sup>2</sup>"},
    {"<p>use <code>a`b</code>, <code>x</code><code>y</code>", "use ``a`b``, `xy`"},
    {"<p>see <a href='b.html?x=1&amp;y=(2)'>the b</a>!<a href='/c'>c</a>",
     "see [the b](https://isle.example/a/b.html?x=1&y=%282%29)\\![c](https://isle.example/c)"},
    {"<p><a href='java\nscript:alert(1)'>bad</a> <a href='data:text/html,x'>worse</a> "
     "<a href='mailto:cook@isle.example'>mail</a>",
     "bad worse [mail](mailto:cook@isle.example)"},
    {"<p><code><a href='/t'>tick</a></code> runs", "[`tick`](https://isle.example/t) runs"},
    {"<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "- a\n  - b\n  - c\n- d"},
    {"<ol start=3><li>a<li>b</ol><ol><li>c</ol>", "3. a\n4. b\n\n1) c"},
    {"<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b"},
    {"<ul><li><p>a<p>b</ul>", "- a\n\n  b"},
    {"<ul><li>a<ul><li>b</ul></ul>", "- a\n  - b"},
    {"<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"},
    {"<blockquote><p>a<p>b<blockquote>c</blockquote></blockquote>", "> a\n>\n> b\n>\n> > c"},
    {"<pre class='language-C'><code>if (a &lt; b)\n\n    `x`;\n</code></pre>",
     "```C\nif (a < b)\n\n    `x`;\n```"},
    {"<pre>a\n````\nb</pre>", "`````\na\n````\nb\n`````"},
    {"<table><tr><th>a|b<th>c<tr><td colspan=2>wide<tr><td rowspan=2>r<td>1<tr><td>2</table>",
     "| a\\|b | c |\n| --- | --- |\n| wide |  |\n| r | 1 |\n|  | 2 |"},
    {"<table><tr><td>a<td>b<tr><td colspan=9999>c<td>d</table>",
     "| a | b |\n| --- | --- |\n| c | d |"},
    {"<table><tr><th>a<th colspan=2>b<tr><td>c<td>d<td colspan=99>e<tr><td "
     "rowspan=9>f<td>g</table>",
     "| a | b |  |\n| --- | --- | --- |\n| c | d | e |\n| f | g |  |"},
    {"<figure><img data-src='/i.png' src='data:image/gif;base64,xx' alt='a [boat]'>"
     "<noscript><img src='/i.png'></noscript><figcaption>The boat</figcaption></figure>",
     "![a \\[boat\\]](https://isle.example/i.png)\n\nThe boat"},
    {"<p>look <img srcset='s.png 1x, l.png 2x' alt=x> here<img src=p.gif width=1 height=1>",
     "look ![x](https://isle.example/a/l.png) here"},
    {"<picture><source srcset='w.webp 800w'><img alt=w></picture>",
     "![w](https://isle.example/a/w.webp)"},
    {"<p>Said <sup><a href='#fn1'>[1]</a></sup>.<ol><li id=fn1>By the cook, who saw it from the "
     "pier and told nobody for a year. <a "
     "href='#r1'>\xE2\x86\xA9</a></ol>",
     "Said <sup>[^1]</sup>.\n\n[^1]: By the cook, who saw it from the pier and told nobody for a "
     "year."},
    {"<p>so <math><mi>a</mi><mo>&le;</mo><mfrac><mi>b</mi><mn>2</mn></mfrac></math> holds",
     "so $`a\\le \\frac{b}{2}`$ holds"},
    {"<p>so <span class=katex><span class=katex-mathml><math><semantics><mi>x</mi><annotation "
     "encoding='application/x-tex'>x^2_|</annotation></semantics></math></span><span "
     "class=katex-html "
     "aria-hidden=true>x2</span></span> holds",
     "so $`x^2_|`$ holds"},
    {"<div><math display=block><mroot><mi>x</mi><mn>3</mn></mroot></math></div>",
     "```math\n\\sqrt[3]{x}\n```"},
    // KaTeX without MathML: its glyphs are all there is.
    {"<p>so <span class=katex><span class=katex-html aria-hidden=true>x+1</span></span> holds",
     "so x+1 holds"},
    // MathJax 2: as it was written, and as it is after the script ran.
    {"<p>so <script type='math/tex'>a<b_1</script> holds", "so $`a<b_1`$ holds"},
    {"<p>so <span class=MathJax_Preview>[f]</span><span class=MathJax id=e><nobr>ab</nobr></span>"
     "<script type='math/tex' id=f>\\alpha</script> holds",
     "so $`\\alpha`$ holds"},
    {"<div class=MathJax_Display><span class=MathJax>ab</span></div><script type='math/tex; "
     "mode=display'>% <![CDATA[\nx^2 %]]></script>",
     "```math\nx^2\n```"},
    // In the text, on a page that loads the script; money is none, nor is code.
    {TEX "<p>so \\(a_1 &lt; b\\) and $$c$$ hold, <code>\\(d\\)</code> \\$5 or $6 \\(e",
     "so $`a_1 < b`$ and $`c`$ hold, `\\(d\\)` \\\\\\$5 or \\$6 \\\\(e"},
    {TEX "<p>\\[\n\\frac{<em>a}{b</em>}\n\\]", "```math\n\\frac{a}{b}\n```"},
    {TEX "<script>MathJax = {tex: {inlineMath: [['$', '$']]}}</script><p>so $x_1$, $5 or $6",
     "so $`x_1`$, \\$5 or \\$6"},
    {"<p>so \\(a\\) is text here", "so \\\\(a\\\\) is text here"},
    {"<dl><dt>tide<dd>water that moves</dl>", "- tide\n\n  water that moves"},
    {"<p>see https://isle.example/a_b*c now", "see https\\://isle.example/a_b\\*c now"},
    {"<p>see https://isle.example/a_b now", "see https://isle.example/a_b now"},
};

static void between(const text *all, char *out, size_t cap)
{
    const char *first = strstr(all->p, "fog.\n");
    const char *last = all->p + all->len;
    assert_non_null(first);
    first += 5;
    while (*first == '\n')
        first++;
    for (const char *at = first; (at = strstr(at, "The ferry left")); at++)
        last = at;
    while (last > first && last[-1] == '\n')
        last--;
    snprintf(out, cap, "%.*s", (int)(last - first), first);
}

static void test_markdown(void **state)
{
    (void)state;
    static text out;
    size_t n_wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[8192];
        render(cases[i].html, "https://isle.example/a/page.html", DECANT_MARKDOWN, &out);
        between(&out, got, sizeof got);
        if (strcmp(got, cases[i].md) == 0)
            continue;
        n_wrong++;
        print_message("%s\nwanted:\n%s\ngot:\n%s\n\n", cases[i].html, cases[i].md, got);
    }
    assert_int_equal(n_wrong, 0);
}

static void test_base(void **state)
{
    (void)state;
    static text out;
    render("<base href='/deep/'><p>a <a href='x'>link</a>", "https://isle.example/a/b",
           DECANT_MARKDOWN, &out);
    assert_non_null(strstr(out.p, "[link](https://isle.example/deep/x)"));
    render("<p>a <a href='x'>link</a>, <a href='//o.example/y z'>other</a>", NULL, DECANT_MARKDOWN,
           &out);
    assert_non_null(strstr(out.p, "a link, other"));
}

static void test_others(void **state)
{
    (void)state;
    static text out;
    const char *html = "<h2>T</h2><p>a &lt;b> <a href='/x'>l</a><br>c<ul><li>i</ul><pre>p</pre>";
    render(html, "https://isle.example/", DECANT_HTML, &out);
    assert_non_null(strstr(out.p, "<h2>T</h2>\n<p>a &lt;b&gt; <a href=\"https://isle.example/x\">l"
                                  "</a><br>\nc</p>\n<ul>\n<li><p>i</p>\n</li>\n</ul>\n"
                                  "<pre><code>p\n</code></pre>"));
    render(html, "https://isle.example/", DECANT_XML, &out);
    assert_non_null(strstr(out.p,
                           "<head level=\"2\">T</head><p>a &lt;b&gt; <ref "
                           "target=\"https://isle.example/x\">l</ref><lb/>c</p><list><item>"));
    render(html, "https://isle.example/", DECANT_TEI, &out);
    assert_non_null(strstr(out.p, "<div><head n=\"2\">T</head><p>a &lt;b&gt; <ref "
                                  "target=\"https://isle.example/x\">l</ref><lb/>c</p>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_base),
        cmocka_unit_test(test_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
