#include "fetch/retry.h"

// Back-off never grows beyond five minutes.
enum { PAUSE_MAX_MS = 300000 };

static bool status_may_pass(int status)
{
    static const int passing[] = {429, 500, 502, 503, 504};
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        if (passing[i] == status)
            return true;
    return false;
}

bool dc_retry_is_worth(const dc_transfer *t)
{
    if (t->retries >= t->config->max_retries || t->is_starved)
        return false;
    switch (t->error.code) {
    case DECANT_E_CONNECT:
    case DECANT_E_NETWORK:
    case DECANT_E_TRUNCATED:
        return true;
    case DECANT_E_HTTP_STATUS:
        return status_may_pass(t->status);
    case DECANT_E_DECODE: // once more, without any coding
        return !t->is_plain && t->codings.len > 0 && t->is_body;
    default:
        return false;
    }
}

void dc_retry_note_wish(dc_transfer *t)
{
    curl_off_t seconds = 0;
    t->retry_after_ms = 0;
    if (t->status != 429 && t->status != 503)
        return;
    curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &seconds);
    if (seconds <= 0) // none, a date that is past, or nonsense
        return;
    const uint64_t most = t->config->max_wait_ms;
    t->retry_after_ms = (uint64_t)seconds > most / 1000 ? most : (uint64_t)seconds * 1000;
}

uint64_t dc_retry_pause_ms(const dc_transfer *t, uint64_t random)
{
    if (t->error.code == DECANT_E_DECODE)
        return 0;
    uint64_t pause = (uint64_t)t->config->retry_delay_ms << t->retries;
    pause = pause / 2 + (uint64_t)((double)pause * (double)(random >> 40) / (double)(1 << 24));
    if (pause > PAUSE_MAX_MS)
        pause = PAUSE_MAX_MS;
    return pause > t->retry_after_ms ? pause : t->retry_after_ms;
}
