// Our tree of a page beside the one that gumbo builds of the same page, as text that can be
// compared.
#ifndef SUPPORT_TREEDUMP_H
#define SUPPORT_TREEDUMP_H

#include "html/context.h"

// What the dump does not show, since the two trees may differ in it:
//
// - White space: the skeleton keeps one blank for a run of it, and none where it shows nowhere.
// - Elements script, style, link and meta: the scan leaves them out wherever tree construction
//   allows it. What they say is in the tree's sources.
// - The inside of an svg that the scan took for a simple picture, as long as gumbo finds no HTML
//   element in it either.
// - Controls and U+FFFD in text: gumbo replaces the controls, the standard keeps them.
// - Attributes of a tag that has two of one name: gumbo, when it collects no errors, glues the
//   second to the name behind it.
// - Controls and U+FFFD in attributes too, and NUL, which gumbo replaces in names.
// - The case of names: gumbo gives those of svg and math back in the standard's case.
typedef struct treedump {
    dc_str ours; // a line for each element, attribute and run of text, with its depth
    dc_str gumbos;
} treedump;

// Parses the page both ways. html is valid UTF-8. fragment: the element that it is the content of,
// one that gumbo knows; NULL for a page. max_memory is what each parse may take, in bytes.
// False if there is nothing to compare: gumbo failed an assertion, one of the two ran out of
// memory, or a limit of ours left something out. The dumps live in the arena.
bool treedump_make(dc_arena *arena, dc_str html, const dc_fragment *fragment, size_t max_memory,
                   treedump *out);

// True if gumbo may take the two names of attributes for one: it replaces NUL, controls and U+FFFD,
// and loses a NUL that a name begins with.
bool treedump_is_one_name(dc_str a, dc_str b);

// True if there is nothing of the kind in the name.
bool treedump_is_plain_name(dc_str name);

// Prints the first line that differs.
void treedump_show(const char *name, const treedump *dump);

#endif
