// The exported functions on archives.
#include "pipeline/archive.h"

decant_status decant_archive_open(const decant_archive_options *options, decant_archive **out,
                                  decant_error *error)
{
    return dc_archive_open(options, out, error);
}

void decant_archive_add(void *archive, const decant_exchange *exchange)
{
    dc_archive_add(archive, exchange);
}

decant_status decant_archive_status(const decant_archive *archive, decant_error *error)
{
    return dc_archive_status(archive, error);
}

decant_status decant_archive_sync(decant_archive *archive, decant_error *error)
{
    return dc_archive_sync(archive, error);
}

void decant_archive_close(decant_archive *archive)
{
    dc_archive_close(archive);
}
