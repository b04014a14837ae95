// Dates as people, machines and URLs write them.
//
// No regular expressions and no calendar of the system's: numbers, names of months and marks are
// read as tokens, and the few orders they come in are tried one by one.
#ifndef DC_META_DATE_H
#define DC_META_DATE_H

#include "base/str.h"

#include <stdint.h>

enum { DC_DAY_LEN = 10 }; // "YYYY-MM-DD"

// What 3/5/2024 means where no number is above 12.
typedef enum dc_day_order { DC_DAY_FIRST, DC_MONTH_FIRST } dc_day_order;

typedef struct dc_date {
    int year;
    int month;
    int day;
    size_t at; // bytes of the text before it, and its own
    size_t len;
    bool is_ambiguous; // day and month could change places
} dc_date;

// The first date in a text of at most 200 bytes (of a longer one in its first 200): ISO 8601, RFC
// 822, ctime, numeric forms, and dates written in English, German, French, Spanish, Portuguese,
// Catalan, Italian, Romanian, Dutch, Swedish, Danish, Norwegian, Finnish, Polish, Czech, Slovak,
// Hungarian, Greek, Russian, Ukrainian, Bulgarian, Turkish, Chinese, Japanese, Korean, Arabic,
// Hindi, Indonesian, Vietnamese. Years 1990 to 2100, days that exist.
bool dc_date_find(dc_str text, dc_day_order order, dc_date *out);

// The day in the path of a URL: /2024/05/03/, /2024-05-03-slug, /20240503-slug, /29-10-2024.
// Nothing behind "?".
bool dc_date_in_url(dc_str url, dc_date *out);

// The order in a language, "en-US"; p NULL: unknown.
dc_day_order dc_day_order_of(dc_str language);

// Writes "YYYY-MM-DD" with a NUL.
void dc_date_print(const dc_date *date, char out[DC_DAY_LEN + 1]);

// Days since some day long ago, to tell how far two dates lie apart.
int32_t dc_date_number(const dc_date *date);

#endif
