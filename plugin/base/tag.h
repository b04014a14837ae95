// The HTML elements Decant knows, and what a text extractor needs to know about each.
#ifndef DC_BASE_TAG_H
#define DC_BASE_TAG_H

#include "base/str.h"

#include <stdint.h>

enum {
    DC_TAG_INLINE = 1 << 0,   // does not break a text block
    DC_TAG_SKIP = 1 << 1,     // its content is never text
    DC_TAG_VOID = 1 << 2,     // has no end tag
    DC_TAG_RAW = 1 << 3,      // the tokenizer reads its content as raw text
    DC_TAG_RCDATA = 1 << 4,   // ... as text with character references
    DC_TAG_FORMAT = 1 << 5,   // a formatting element of tree construction
    DC_TAG_OPTIONAL = 1 << 6, // its end tag may be left out
    DC_TAG_BARRIER = 1 << 7,  // end tags inside do not reach out of it
    DC_TAG_FOREIGN = 1 << 8,  // svg and math: foreign content begins
    DC_TAG_PLAIN = 1 << 9,    // to the scan a box without rules of its own
    DC_TAG_BOX = 1 << 10,     // closes an open paragraph
    DC_TAG_NO_BOX = 1 << 11,  // holds no text and takes no room
};

// X(name, flags), sorted by name. Inline elements and skipped ones as in CLEANING: what breaks a
// text block follows the HTML Standard's phrasing content, less the embedded kinds.
#define DC_TAGS(X)                                                                                 \
    X(a, DC_TAG_INLINE | DC_TAG_FORMAT)                                                            \
    X(abbr, DC_TAG_INLINE)                                                                         \
    X(acronym, DC_TAG_INLINE)                                                                      \
    X(address, DC_TAG_PLAIN | DC_TAG_BOX)                                                          \
    X(applet, DC_TAG_BARRIER)                                                                      \
    X(area, DC_TAG_VOID | DC_TAG_NO_BOX)                                                           \
    X(article, DC_TAG_PLAIN | DC_TAG_BOX)                                                          \
    X(aside, DC_TAG_PLAIN | DC_TAG_BOX)                                                            \
    X(audio, DC_TAG_SKIP)                                                                          \
    X(b, DC_TAG_INLINE | DC_TAG_FORMAT)                                                            \
    X(base, DC_TAG_VOID | DC_TAG_NO_BOX)                                                           \
    X(basefont, DC_TAG_VOID)                                                                       \
    X(bdi, DC_TAG_INLINE)                                                                          \
    X(bdo, DC_TAG_INLINE)                                                                          \
    X(bgsound, DC_TAG_VOID)                                                                        \
    X(big, DC_TAG_INLINE | DC_TAG_FORMAT)                                                          \
    X(blockquote, DC_TAG_PLAIN | DC_TAG_BOX)                                                       \
    X(body, 0)                                                                                     \
    X(br, DC_TAG_INLINE | DC_TAG_VOID)                                                             \
    X(button, 0)                                                                                   \
    X(canvas, DC_TAG_SKIP)                                                                         \
    X(caption, DC_TAG_OPTIONAL | DC_TAG_BARRIER)                                                   \
    X(center, DC_TAG_PLAIN | DC_TAG_BOX)                                                           \
    X(cite, DC_TAG_INLINE)                                                                         \
    X(code, DC_TAG_INLINE | DC_TAG_FORMAT)                                                         \
    X(col, DC_TAG_VOID | DC_TAG_NO_BOX)                                                            \
    X(colgroup, DC_TAG_OPTIONAL)                                                                   \
    X(data, DC_TAG_INLINE)                                                                         \
    X(datalist, DC_TAG_SKIP)                                                                       \
    X(dd, DC_TAG_OPTIONAL | DC_TAG_PLAIN | DC_TAG_BOX)                                             \
    X(del, DC_TAG_INLINE)                                                                          \
    X(details, DC_TAG_PLAIN | DC_TAG_BOX)                                                          \
    X(dfn, DC_TAG_INLINE)                                                                          \
    X(dialog, 0)                                                                                   \
    X(dir, DC_TAG_PLAIN | DC_TAG_BOX)                                                              \
    X(div, DC_TAG_PLAIN | DC_TAG_BOX)                                                              \
    X(dl, DC_TAG_PLAIN | DC_TAG_BOX)                                                               \
    X(dt, DC_TAG_OPTIONAL | DC_TAG_PLAIN | DC_TAG_BOX)                                             \
    X(em, DC_TAG_INLINE | DC_TAG_FORMAT)                                                           \
    X(embed, DC_TAG_SKIP | DC_TAG_VOID)                                                            \
    X(fieldset, DC_TAG_PLAIN | DC_TAG_BOX)                                                         \
    X(figcaption, DC_TAG_PLAIN | DC_TAG_BOX)                                                       \
    X(figure, DC_TAG_PLAIN | DC_TAG_BOX)                                                           \
    X(font, DC_TAG_INLINE | DC_TAG_FORMAT)                                                         \
    X(footer, DC_TAG_PLAIN | DC_TAG_BOX)                                                           \
    X(form, 0)                                                                                     \
    X(frame, DC_TAG_VOID)                                                                          \
    X(frameset, 0)                                                                                 \
    X(h1, DC_TAG_PLAIN | DC_TAG_BOX)                                                               \
    X(h2, DC_TAG_PLAIN | DC_TAG_BOX)                                                               \
    X(h3, DC_TAG_PLAIN | DC_TAG_BOX)                                                               \
    X(h4, DC_TAG_PLAIN | DC_TAG_BOX)                                                               \
    X(h5, DC_TAG_PLAIN | DC_TAG_BOX)                                                               \
    X(h6, DC_TAG_PLAIN | DC_TAG_BOX)                                                               \
    X(head, DC_TAG_SKIP | DC_TAG_OPTIONAL)                                                         \
    X(header, DC_TAG_PLAIN | DC_TAG_BOX)                                                           \
    X(hgroup, DC_TAG_PLAIN | DC_TAG_BOX)                                                           \
    X(hr, DC_TAG_VOID)                                                                             \
    X(html, DC_TAG_OPTIONAL)                                                                       \
    X(i, DC_TAG_INLINE | DC_TAG_FORMAT)                                                            \
    X(iframe, DC_TAG_SKIP | DC_TAG_RAW)                                                            \
    X(image, DC_TAG_INLINE | DC_TAG_VOID)                                                          \
    X(img, DC_TAG_INLINE | DC_TAG_VOID)                                                            \
    X(input, DC_TAG_VOID)                                                                          \
    X(ins, DC_TAG_INLINE)                                                                          \
    X(kbd, DC_TAG_INLINE)                                                                          \
    X(keygen, DC_TAG_VOID)                                                                         \
    X(label, DC_TAG_INLINE)                                                                        \
    X(legend, DC_TAG_PLAIN)                                                                        \
    X(li, DC_TAG_OPTIONAL | DC_TAG_PLAIN | DC_TAG_BOX)                                             \
    X(link, DC_TAG_VOID | DC_TAG_NO_BOX)                                                           \
    X(listing, 0)                                                                                  \
    X(main, DC_TAG_PLAIN | DC_TAG_BOX)                                                             \
    X(map, 0)                                                                                      \
    X(mark, DC_TAG_INLINE)                                                                         \
    X(marquee, DC_TAG_BARRIER)                                                                     \
    X(math, DC_TAG_FOREIGN)                                                                        \
    X(menu, DC_TAG_PLAIN | DC_TAG_BOX)                                                             \
    X(meta, DC_TAG_VOID | DC_TAG_NO_BOX)                                                           \
    X(nav, DC_TAG_PLAIN | DC_TAG_BOX)                                                              \
    X(nobr, DC_TAG_INLINE | DC_TAG_FORMAT)                                                         \
    X(noembed, DC_TAG_SKIP | DC_TAG_RAW)                                                           \
    X(noframes, DC_TAG_SKIP | DC_TAG_RAW)                                                          \
    X(noscript, 0)                                                                                 \
    X(object, DC_TAG_SKIP | DC_TAG_BARRIER)                                                        \
    X(ol, DC_TAG_PLAIN | DC_TAG_BOX)                                                               \
    X(optgroup, DC_TAG_OPTIONAL | DC_TAG_PLAIN)                                                    \
    X(option, DC_TAG_OPTIONAL | DC_TAG_PLAIN)                                                      \
    X(p, DC_TAG_OPTIONAL | DC_TAG_PLAIN | DC_TAG_BOX)                                              \
    X(param, DC_TAG_VOID | DC_TAG_NO_BOX)                                                          \
    X(picture, DC_TAG_INLINE)                                                                      \
    X(plaintext, 0)                                                                                \
    X(pre, 0)                                                                                      \
    X(q, DC_TAG_INLINE)                                                                            \
    X(rb, DC_TAG_INLINE | DC_TAG_OPTIONAL)                                                         \
    X(rp, DC_TAG_INLINE | DC_TAG_OPTIONAL)                                                         \
    X(rt, DC_TAG_INLINE | DC_TAG_OPTIONAL)                                                         \
    X(rtc, DC_TAG_INLINE | DC_TAG_OPTIONAL)                                                        \
    X(ruby, DC_TAG_INLINE)                                                                         \
    X(s, DC_TAG_INLINE | DC_TAG_FORMAT)                                                            \
    X(samp, DC_TAG_INLINE)                                                                         \
    X(script, DC_TAG_SKIP | DC_TAG_RAW)                                                            \
    X(search, 0)                                                                                   \
    X(section, DC_TAG_PLAIN | DC_TAG_BOX)                                                          \
    X(select, 0)                                                                                   \
    X(slot, 0)                                                                                     \
    X(small, DC_TAG_INLINE | DC_TAG_FORMAT)                                                        \
    X(source, DC_TAG_VOID | DC_TAG_NO_BOX)                                                         \
    X(span, DC_TAG_INLINE)                                                                         \
    X(strike, DC_TAG_INLINE | DC_TAG_FORMAT)                                                       \
    X(strong, DC_TAG_INLINE | DC_TAG_FORMAT)                                                       \
    X(style, DC_TAG_SKIP | DC_TAG_RAW)                                                             \
    X(sub, DC_TAG_INLINE)                                                                          \
    X(summary, DC_TAG_PLAIN | DC_TAG_BOX)                                                          \
    X(sup, DC_TAG_INLINE)                                                                          \
    X(svg, DC_TAG_SKIP | DC_TAG_FOREIGN)                                                           \
    X(table, DC_TAG_BARRIER)                                                                       \
    X(tbody, DC_TAG_OPTIONAL | DC_TAG_PLAIN)                                                       \
    X(td, DC_TAG_OPTIONAL | DC_TAG_BARRIER)                                                        \
    X(template, DC_TAG_BARRIER)                                                                    \
    X(textarea, DC_TAG_SKIP | DC_TAG_RCDATA)                                                       \
    X(tfoot, DC_TAG_OPTIONAL | DC_TAG_PLAIN)                                                       \
    X(th, DC_TAG_OPTIONAL | DC_TAG_BARRIER)                                                        \
    X(thead, DC_TAG_OPTIONAL | DC_TAG_PLAIN)                                                       \
    X(time, DC_TAG_INLINE)                                                                         \
    X(title, DC_TAG_SKIP | DC_TAG_RCDATA)                                                          \
    X(tr, DC_TAG_OPTIONAL | DC_TAG_PLAIN)                                                          \
    X(track, DC_TAG_VOID | DC_TAG_NO_BOX)                                                          \
    X(tt, DC_TAG_INLINE | DC_TAG_FORMAT)                                                           \
    X(u, DC_TAG_INLINE | DC_TAG_FORMAT)                                                            \
    X(ul, DC_TAG_PLAIN | DC_TAG_BOX)                                                               \
    X(var, DC_TAG_INLINE)                                                                          \
    X(video, DC_TAG_SKIP)                                                                          \
    X(wbr, DC_TAG_INLINE | DC_TAG_VOID)                                                            \
    X(xmp, DC_TAG_RAW)

typedef enum dc_tag {
    DC_TAG_none,    // text
    DC_TAG_unknown, // an element with a name of its own
#define X(name, flags) DC_TAG_##name,
    DC_TAGS(X)
#undef X
        DC_N_TAGS
} dc_tag;

// The tag of a name in any case; DC_TAG_unknown for a name that is not in the list.
dc_tag dc_tag_of(dc_str name);

// Lower-case name, "" for text and unknown elements. Static storage.
dc_str dc_tag_name(dc_tag tag);

extern const uint16_t dc_tag_flag_table[DC_N_TAGS];

static inline uint32_t dc_tag_flags(dc_tag tag)
{
    return dc_tag_flag_table[tag];
}

static inline bool dc_tag_is_heading(dc_tag tag)
{
    return tag >= DC_TAG_h1 && tag <= DC_TAG_h6;
}

#endif
