#include "pipeline/influence.h"

#include "base/status.h"
#include "clean/influence.h"

typedef struct asking {
    dc_arena *arena;
    const dc_blocks *blocks;
    uint32_t block;
    dc_influence *found; // NULL when there are none
} asking;

static void ask(void *ctx, dc_guard *guard)
{
    (void)guard;
    asking *a = ctx;
    dc_influence *found = dc_arena_alloc(a->arena, DC_N_FEATURES * sizeof *found);
    if (dc_influences(a->arena, a->blocks, a->block, found))
        a->found = found;
}

static void give(const asking *a, decant_influence *out, size_t cap, size_t *n)
{
    *n = a->found ? DC_N_FEATURES : 0;
    for (size_t i = 0; i < *n && i < cap; i++)
        out[i] = (decant_influence){.struct_size = sizeof *out,
                                    .feature = a->found[i].feature,
                                    .value = a->found[i].value,
                                    .typical = a->found[i].typical,
                                    .change = a->found[i].change};
}

decant_status dc_page_influences(const decant_page *page, size_t block, decant_influence *out,
                                 size_t cap, size_t *n, decant_error *error)
{
    *n = 0;
    if (block >= page->blocks.n)
        return dc_fail(error, DECANT_E_INVALID, "block %zu: the page has %u", block,
                       (unsigned)page->blocks.n);
    if (!page->cleaned.page_type) // plain text
        return DECANT_OK;
    asking a = {.blocks = &page->blocks, .block = (uint32_t)block};
    a.arena = dc_arena_new(page->hook, 0);
    if (!a.arena)
        return dc_fail(error, DECANT_E_NOMEM, "out of memory");
    const decant_status status = dc_guard_run(ask, &a);
    if (status == DECANT_OK)
        give(&a, out, cap, n);
    dc_arena_free(a.arena);
    return status == DECANT_OK ? status : dc_fail(error, status, "%s", decant_status_text(status));
}
