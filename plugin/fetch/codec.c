#include "fetch/codec.h"

#include "base/mem.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

// ---- gzip and deflate --------------------------------------------------------------------------

enum { WINDOW = 15, GZIP = 16 };

static void *zlib_open(int window)
{
    z_stream *z = dc_mem_zero(dc_mem_hook(NULL), 1, sizeof *z);
    if (z && inflateInit2(z, window) != Z_OK) {
        dc_mem_free(dc_mem_hook(NULL), z, sizeof *z);
        return NULL;
    }
    return z;
}

static void *gzip_open(uint8_t first)
{
    (void)first;
    return zlib_open(WINDOW + GZIP);
}

// Servers send both zlib data, as RFC 9110 says, and raw deflate. A zlib header's low four bits are
// 8; raw data that begin so would be a stored block with its padding in use, which no encoder
// writes.
static void *deflate_open(uint8_t first)
{
    return zlib_open((first & 0x0f) == Z_DEFLATED ? WINDOW : -WINDOW);
}

static dc_step zlib_step(void *state, dc_flow *flow)
{
    z_stream *z = state;
    const uInt in = flow->in_len < UINT32_MAX ? (uInt)flow->in_len : UINT32_MAX;
    z->next_in = (uint8_t *)(uintptr_t)flow->in; // zlib does not write to it
    z->avail_in = in;
    z->next_out = flow->out;
    z->avail_out = (uInt)flow->room;
    const int code = inflate(z, Z_NO_FLUSH);
    flow->in += in - z->avail_in;
    flow->in_len -= in - z->avail_in;
    flow->out += flow->room - z->avail_out;
    flow->room = z->avail_out;
    switch (code) {
    case Z_OK:
    case Z_BUF_ERROR: // no progress: wants more input or more room
        return DC_STEP_ON;
    case Z_STREAM_END:
        return DC_STEP_END;
    case Z_MEM_ERROR:
        return DC_STEP_NOMEM;
    default:
        return DC_STEP_BROKEN;
    }
}

// A gzip file may have several members (RFC 1952, section 2.2); other bytes after it are padding.
static bool gzip_again(void *state, uint8_t next)
{
    return next == 0x1f && inflateReset(state) == Z_OK;
}

static bool never_again(void *state, uint8_t next)
{
    (void)state;
    (void)next;
    return false;
}

static void zlib_close(void *state)
{
    inflateEnd(state);
    dc_mem_free(dc_mem_hook(NULL), state, sizeof(z_stream));
}

// ---- br ----------------------------------------------------------------------------------------

static void *brotli_open(uint8_t first)
{
    (void)first;
    return BrotliDecoderCreateInstance(NULL, NULL, NULL);
}

static dc_step brotli_step(void *state, dc_flow *flow)
{
    switch (BrotliDecoderDecompressStream(state, &flow->in_len, &flow->in, &flow->room, &flow->out,
                                          NULL)) {
    case BROTLI_DECODER_RESULT_SUCCESS:
        return DC_STEP_END;
    case BROTLI_DECODER_RESULT_ERROR:
        return DC_STEP_BROKEN;
    default:
        return DC_STEP_ON;
    }
}

static void brotli_close(void *state)
{
    BrotliDecoderDestroyInstance(state);
}

// ---- zstd --------------------------------------------------------------------------------------

// RFC 9659: on the web a window is at most 8 MiB.
enum { ZSTD_WINDOW_LOG = 23 };

static void *zstd_open(uint8_t first)
{
    (void)first;
    ZSTD_DCtx *z = ZSTD_createDCtx();
    if (z && ZSTD_isError(ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG))) {
        ZSTD_freeDCtx(z);
        return NULL;
    }
    return z;
}

static dc_step zstd_step(void *state, dc_flow *flow)
{
    ZSTD_inBuffer in = {flow->in, flow->in_len, 0};
    ZSTD_outBuffer out = {flow->out, flow->room, 0};
    const size_t left = ZSTD_decompressStream(state, &out, &in);
    flow->in += in.pos;
    flow->in_len -= in.pos;
    flow->out += out.pos;
    flow->room -= out.pos;
    if (ZSTD_isError(left))
        return DC_STEP_BROKEN;
    return left == 0 ? DC_STEP_END : DC_STEP_ON;
}

// Frames follow one another (RFC 8878, section 3); the decoder is ready for the next.
static bool zstd_again(void *state, uint8_t next)
{
    (void)state;
    (void)next;
    return true;
}

static void zstd_close(void *state)
{
    ZSTD_freeDCtx(state);
}

const dc_codec *dc_codec_find(dc_str name)
{
    static const dc_codec codecs[] = {
        {"br", brotli_open, brotli_step, never_again, brotli_close},
        {"deflate", deflate_open, zlib_step, never_again, zlib_close},
        {"gzip", gzip_open, zlib_step, gzip_again, zlib_close},
        {"x-gzip", gzip_open, zlib_step, gzip_again, zlib_close},
        {"zstd", zstd_open, zstd_step, zstd_again, zstd_close},
    };
    for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++)
        if (dc_str_ieq(name, dc_str_of(codecs[i].name)))
            return &codecs[i];
    return NULL;
}
