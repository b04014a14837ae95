// Files: writing all of something, and saying what the system has against it.
#ifndef DC_PIPELINE_SYSTEM_H
#define DC_PIPELINE_SYSTEM_H

#include <decant/decant.h>

// "NAME WHAT: the disk is full" and the like, from errno. Returns DECANT_E_ACCESS, _NOT_FOUND, _IO.
decant_status dc_fail_errno(decant_error *error, const char *what, const char *name, int number);

decant_status dc_write_all(int fd, const char *p, size_t len, const char *name,
                           decant_error *error);

#endif
