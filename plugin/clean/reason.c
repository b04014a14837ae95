#include "clean/reason.h"

#include "clean/groups.h"

static const struct {
    uint32_t group;
    const char *reason;
} rows[] = {
    {DC_GROUP_COOKIE, "chrome.cookie"},   {DC_GROUP_NAV, "chrome.navigation"},
    {DC_GROUP_FOOTER, "chrome.footer"},   {DC_GROUP_SHARE, "chrome.share"},
    {DC_GROUP_RELATED, "chrome.related"}, {DC_GROUP_NEWSLETTER, "chrome.newsletter"},
    {DC_GROUP_LOGIN, "chrome.login"},     {DC_GROUP_ADVERT, "chrome.advert"},
    {DC_GROUP_SIDE, "chrome.sidebar"},    {DC_GROUP_HEADER, "chrome.header"},
    {DC_GROUP_CHROME, "chrome.widget"},   {DC_GROUP_AUTHOR, "chrome.author"},
    {DC_GROUP_FORM, "chrome.form"},
};

const char *dc_reason_of(const dc_blocks *blocks, const uint32_t *groups, uint32_t box)
{
    for (uint32_t at = box; at; at = blocks->boxes[at].parent)
        for (size_t i = 0; groups[at] && i < sizeof rows / sizeof *rows; i++)
            if (groups[at] & rows[i].group)
                return rows[i].reason;
    return NULL;
}
