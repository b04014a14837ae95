#include "base/guard.h"

#include <setjmp.h>

struct dc_guard {
    jmp_buf at;
    dc_guard *outer;
    volatile decant_status code; // written between setjmp and longjmp
};

// An assertion inside gumbo has no context to find its page by, so the running guard is kept for
// each thread. Nothing survives dc_guard_run().
static _Thread_local dc_guard *current;

decant_status dc_guard_run(void (*work)(void *ctx, dc_guard *guard), void *ctx)
{
    dc_guard guard = {.outer = current};
    if (setjmp(guard.at) == 0) {
        current = &guard;
        work(ctx, &guard);
    }
    current = guard.outer;
    return guard.code;
}

_Noreturn void dc_guard_raise(dc_guard *guard, decant_status code)
{
    guard->code = code;
    longjmp(guard->at, 1);
}

dc_guard *dc_guard_current(void)
{
    return current;
}
