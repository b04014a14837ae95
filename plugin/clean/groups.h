// What class and id tokens say about a box: navigation, footer, advert, comment ...
#ifndef DC_CLEAN_GROUPS_H
#define DC_CLEAN_GROUPS_H

#include "blocks/block.h"
#include "clean/word_row.h"

enum {
    DC_GROUP_NAV = 1 << 0,
    DC_GROUP_FOOTER = 1 << 1,
    DC_GROUP_HEADER = 1 << 2,
    DC_GROUP_SIDE = 1 << 3,
    DC_GROUP_RELATED = 1 << 4,
    DC_GROUP_SHARE = 1 << 5,
    DC_GROUP_COOKIE = 1 << 6,
    DC_GROUP_ADVERT = 1 << 7,
    DC_GROUP_NEWSLETTER = 1 << 8,
    DC_GROUP_LOGIN = 1 << 9,
    DC_GROUP_CHROME = 1 << 10, // skip links, pagers, toolbars, pop-ups
    DC_GROUP_META = 1 << 11,   // bylines, tags, dates
    DC_GROUP_AUTHOR = 1 << 12, // boxes about the author
    DC_GROUP_CONTENT = 1 << 13,
    DC_GROUP_FORM = 1 << 14,
    DC_GROUP_TOC = 1 << 15,
    DC_GROUP_PRODUCT = 1 << 16, // words of shops
    DC_GROUP_PRICE = 1 << 17,
    DC_GROUP_REVIEW = 1 << 18,
    DC_GROUP_CART = 1 << 19,
};

// What dc_groups_of() needs.
void dc_group_sieve(dc_word_sieve *out);

// The groups a box belongs to by itself: its element, role, class and id. html and body have none.
uint32_t dc_groups_of(const dc_box *box, const dc_word_sieve *sieve);

#endif
