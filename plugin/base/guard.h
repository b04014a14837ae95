// Guarded work: the one way out of deep code when memory or time of a page is spent.
//
// Code between dc_guard_run() and dc_guard_raise() holds arena memory only (foreign objects are
// arena cleanups), so leaving by a jump loses nothing. That is what lets an arena never return
// NULL, which gumbo needs, and what keeps checks for NULL out of everything that works on a page.
#ifndef DC_BASE_GUARD_H
#define DC_BASE_GUARD_H

#include <decant/decant.h>

typedef struct dc_guard dc_guard;

// Calls work(ctx, guard). Returns DECANT_OK when it returned, or the code it was left with.
// Guards nest: the inner one catches.
decant_status dc_guard_run(void (*work)(void *ctx, dc_guard *guard), void *ctx);

// Leaves the work of that guard. The guard must be running on this thread.
_Noreturn void dc_guard_raise(dc_guard *guard, decant_status code);

// The innermost guard that runs on this thread, or NULL.
dc_guard *dc_guard_current(void);

#endif
