// Shows where two texts part.
#ifndef FIXTURE_DIFF_H
#define FIXTURE_DIFF_H

#include "files.h"

// Print the first differing lines to stdout: "-" expected, "+" printed by Decant.
void diff_show(const bytes *expected, const bytes *actual);

#endif
