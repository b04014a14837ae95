// SQLite's view of a page: what the functions and the table have in common.
#ifndef DC_MODULE_SQLITE_H
#define DC_MODULE_SQLITE_H

#include <decant/decant.h>

#include <sqlite3ext.h>

// The page that SQL handed over. A BLOB is bytes off the wire: its encoding is sought as for any
// page. A TEXT has been decoded before, so it is UTF-8 whatever its meta elements say. url may be
// NULL, SQL NULL or ''. Returns as decant_extract().
decant_status dc_sql_extract(sqlite3_value *html, sqlite3_value *url, decant_page **out,
                             decant_error *error);

// Adds decant_blocks() to a connection. Returns an SQLite code.
int dc_sql_add_blocks(sqlite3 *db);

#endif
