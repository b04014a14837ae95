// windows-1252: what bytes above ASCII most often mean when they are not UTF-8.
#ifndef DC_BASE_LATIN_H
#define DC_BASE_LATIN_H

#include <stdint.h>

// Code point of a byte in windows-1252. The five bytes without a character are C1 controls.
uint32_t dc_windows_1252(unsigned char byte);

#endif
