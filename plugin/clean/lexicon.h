// The prompt lexicon: is a line or block one of the phrases that comment systems print?
//
// All languages at once, never by the language of the text: themes and articles differ. A line
// matches when, in normal form, it is
//   - a phrase of the list, with {n} for any number and {name} for up to 24 words of anything;
//   - a strong phrase with a login or register word before or behind it;
//   - sentences that are phrases each: the strongest of them counts;
//   - a sentence of nothing but the slots of "you must log in to post a comment", see slots.h.
//
// How to use the strength of a whole block in a page (never in pre, code or blockquote):
//   strong  drop it, wherever it stands outside the forum's posts. On a forum page only
//   forum_prompt,
//           login_to_reply and login_to_comment count.
//   medium  drop it in the last 70 % of the text when next to something dropped, when nothing but
//   dropped
//           blocks follows and its family has DC_FAMILY_END, or when its neighbour is of the same
//           family and that has DC_FAMILY_RUN; share, related, newsletter, cookie and advert lines
//           also when the block's box is of that group. n_comments: not where three or more blocks
//           of the page match it, that is a listing. review_prompt: on product pages only.
//   weak    drop it between or next to dropped blocks, within 8 blocks of a strong one or of a
//   form. meta    says author, date or state inside an item of a comment area; nothing elsewhere.
//   report  nothing is dropped: the page's verdict says it.
// Inside a proven comment area every strength counts: it tells what role a block has there.
#ifndef DC_CLEAN_LEXICON_H
#define DC_CLEAN_LEXICON_H

#include "clean/family.h"
#include "clean/phrase_rows.h"

typedef struct dc_phrase {
    dc_family family;     // DC_FAMILY_none: no match
    dc_strength strength; // the phrase's own: some are weaker than their family
} dc_phrase;

// Matches a whole line or block of UTF-8 text (ill-formed bytes are read as Latin-1). Cheap for
// long text: more than a few hundred bytes cannot be a phrase and are not looked at. own: phrases
// of the user, or NULL.
dc_phrase dc_lexicon_match(const dc_phrase_table *own, dc_str block);

// The same for a line of plain text, where phrases count that are weak at least. *is_one: it is one
// sentence for certain, and no phrase is to be looked for at its end.
dc_phrase dc_lexicon_match_line(const dc_phrase_table *own, dc_str line, bool *is_one);

// A strong phrase of a family that may be cut off the end of a line (DC_FAMILY_GLUE), with which
// the tail begins.
dc_phrase dc_lexicon_match_tail(const dc_phrase_table *own, dc_str tail);

#endif
