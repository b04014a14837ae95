#ifndef DC_HTML_CHARSET_H
#define DC_HTML_CHARSET_H
#include "base/arena.h"
typedef struct dc_charset { const char *name; int32_t source; dc_str utf8; } dc_charset;
decant_status dc_charset_decode(dc_arena *arena, dc_str bytes, dc_str content_type, dc_charset *out);
#endif
