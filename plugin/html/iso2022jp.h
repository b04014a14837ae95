// ISO-2022-JP, which switches between character sets by escape sequences.
#ifndef DC_HTML_ISO2022JP_H
#define DC_HTML_ISO2022JP_H

#include "base/buf.h"

// The same characters in EUC-JP; what means nothing becomes 0xFF, which means nothing there.
// (iconv's own converter forgets the character set at an error, and does not know NEC's row 13.)
dc_str dc_iso2022jp_to_euc(dc_arena *arena, dc_str bytes);

#endif
