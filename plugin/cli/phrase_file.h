// The file of --phrases.
#ifndef DC_CLI_PHRASE_FILE_H
#define DC_CLI_PHRASE_FILE_H

#include <decant/decant.h>

#include <stdbool.h>

// Prints what is wrong, with file and line, and returns false.
bool dc_phrase_file_read(const char *path, decant_phrases **out);

#endif
