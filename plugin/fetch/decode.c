#include "fetch/decode.h"

#include "fetch/codec.h"

enum {
    LAYERS = 3, // more is no page but an attack
    CHUNK = 16 << 10,
    RATIO = 200, // pages compress to a fifth, generated ones to a fiftieth
    RATIO_FROM = 1 << 20,
};

typedef struct layer {
    const dc_codec *codec;
    void *state; // NULL before the first byte
    bool is_complete;
    size_t n_out;
    uint8_t *chunk; // CHUNK bytes, with the state
} layer;

struct dc_decode {
    const decant_allocator *hook;
    dc_buf *out;
    bool is_declared;
    size_t n_in;
    size_t n_layers;
    layer layers[LAYERS]; // the outermost first: the last of the header
};

static decant_status add_layer(dc_decode *d, dc_str name, decant_error *error)
{
    char shown[32];
    const size_t len = name.len < sizeof shown ? name.len : sizeof shown - 1;
    if (dc_str_ieq(name, DC_STR("identity")) || name.len == 0)
        return DECANT_OK;
    const dc_codec *codec = dc_codec_find(name);
    memcpy(shown, name.p, len);
    shown[len] = '\0';
    if (!codec)
        return dc_fail(error, DECANT_E_DECODE, "content coding %s is not known, only %s are", shown,
                       DC_DECODE_ACCEPTED);
    if (d->n_layers == LAYERS)
        return dc_fail(error, DECANT_E_DECODE, "more than %d content codings in one another",
                       LAYERS);
    d->layers[d->n_layers++].codec = codec;
    return DECANT_OK;
}

// Codings stand in the order in which they were applied (RFC 9110, section 8.4): the last comes off
// first.
static decant_status read_codings(dc_decode *d, dc_str codings, decant_error *error)
{
    size_t end = codings.len;
    decant_status status = DECANT_OK;
    while (status == DECANT_OK && end > 0) {
        size_t start = end;
        while (start > 0 && codings.p[start - 1] != ',')
            start--;
        status = add_layer(d, dc_str_trim((dc_str){codings.p + start, end - start}), error);
        end = start ? start - 1 : 0;
    }
    return status;
}

dc_decode *dc_decode_new(const decant_allocator *hook, dc_str codings, dc_buf *out,
                         decant_error *error)
{
    dc_decode *d = dc_mem_zero(hook, 1, sizeof *d);
    if (!d) {
        dc_fail(error, DECANT_E_NOMEM, "out of memory");
        return NULL;
    }
    d->hook = hook;
    d->out = out;
    if (read_codings(d, codings, error) != DECANT_OK) {
        dc_decode_free(d);
        return NULL;
    }
    d->is_declared = d->n_layers > 0;
    return d;
}

void dc_decode_free(dc_decode *d)
{
    if (!d)
        return;
    for (size_t i = 0; i < d->n_layers; i++) {
        if (d->layers[i].state)
            d->layers[i].codec->close(d->layers[i].state);
        dc_mem_free(d->hook, d->layers[i].chunk, CHUNK);
    }
    dc_mem_free(d->hook, d, sizeof *d);
}

static decant_status too_large(const dc_decode *d, decant_error *error)
{
    return dc_fail(error, DECANT_E_TOO_LARGE, "the body is larger than the limit of %zu bytes",
                   d->out->max);
}

static decant_status append(dc_decode *d, dc_str bytes, decant_error *error)
{
    dc_buf_add(d->out, bytes);
    switch (dc_buf_status(d->out)) {
    case DECANT_OK:
        return DECANT_OK;
    case DECANT_E_TOO_LARGE:
        return too_large(d, error);
    default:
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    }
}

// Every layer is measured: a bomb within a bomb is small on the wire and small in the end.
static decant_status check_growth(const dc_decode *d, const layer *l, decant_error *error)
{
    if (l->n_out > d->out->max)
        return too_large(d, error);
    if (l->n_out > RATIO_FROM && l->n_out / RATIO > d->n_in)
        return dc_fail(error, DECANT_E_TOO_LARGE,
                       "the body grows more than %d times when decoded: refused as a bomb", RATIO);
    return DECANT_OK;
}

static decant_status step_failed(const layer *l, dc_step step, decant_error *error)
{
    if (step == DC_STEP_NOMEM)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    return dc_fail(error, DECANT_E_DECODE, "the %s data are broken", l->codec->name);
}

// One step of a layer. *out is what came out, in the layer's chunk; false in *goes_on when it waits
// for more input.
static decant_status step(dc_decode *d, layer *l, dc_str *in, dc_str *out, bool *goes_on,
                          decant_error *error)
{
    *out = DC_STR_NONE;
    *goes_on = false;
    if (l->is_complete && (in->len == 0 || !l->codec->again(l->state, (uint8_t)in->p[0])))
        return DECANT_OK;
    dc_flow flow = {(const uint8_t *)in->p, in->len, l->chunk, CHUNK};
    const dc_step what = l->codec->step(l->state, &flow);
    if (what == DC_STEP_BROKEN || what == DC_STEP_NOMEM)
        return step_failed(l, what, error);
    *out = (dc_str){(const char *)l->chunk, CHUNK - flow.room};
    *in = dc_str_from(*in, in->len - flow.in_len);
    l->n_out += out->len;
    l->is_complete = what == DC_STEP_END;
    *goes_on = in->len > 0 || (flow.room == 0 && !l->is_complete);
    return check_growth(d, l, error);
}

static decant_status open_layer(const dc_decode *d, layer *l, char first, decant_error *error)
{
    if (!l->chunk)
        l->chunk = dc_mem_alloc(d->hook, CHUNK);
    if (l->chunk)
        l->state = l->codec->open((uint8_t)first);
    return l->state ? DECANT_OK : dc_fail(error, DECANT_E_NOMEM, "out of memory");
}

// Feeds a layer, and with what comes out the next one: an odometer over at most LAYERS layers, the
// innermost turning fastest.
static decant_status pump(dc_decode *d, dc_str bytes, decant_error *error)
{
    dc_str pending[LAYERS + 1] = {bytes};
    bool is_running[LAYERS] = {bytes.len > 0};
    for (size_t i = 0;;) {
        if (!is_running[i]) {
            if (i == 0)
                return DECANT_OK;
            i--;
            continue;
        }
        layer *l = &d->layers[i];
        decant_status status = DECANT_OK;
        if (!l->state)
            status = open_layer(d, l, pending[i].p[0], error);
        if (status == DECANT_OK)
            status = step(d, l, &pending[i], &pending[i + 1], &is_running[i], error);
        if (status == DECANT_OK && i + 1 == d->n_layers)
            status = append(d, pending[i + 1], error);
        if (status != DECANT_OK)
            return status;
        if (i + 1 < d->n_layers && pending[i + 1].len > 0) {
            i++;
            is_running[i] = true;
        }
    }
}

// No text begins with this byte; gzip data do.
static bool looks_like_gzip(const dc_decode *d, dc_str bytes)
{
    return !d->is_declared && d->n_in == 0 && bytes.p[0] == 0x1f;
}

decant_status dc_decode_write(dc_decode *d, dc_str bytes, decant_error *error)
{
    if (bytes.len == 0)
        return DECANT_OK;
    if (looks_like_gzip(d, bytes))
        d->layers[d->n_layers++].codec = dc_codec_find(DC_STR("gzip"));
    d->n_in += bytes.len;
    if (d->n_layers == 0)
        return append(d, bytes, error);
    return pump(d, bytes, error);
}

decant_status dc_decode_end(const dc_decode *d, decant_error *error)
{
    for (size_t i = 0; i < d->n_layers; i++) {
        const layer *l = &d->layers[i];
        if (l->state && !l->is_complete)
            return dc_fail(error, DECANT_E_TRUNCATED, "the %s data end early", l->codec->name);
    }
    return DECANT_OK;
}
