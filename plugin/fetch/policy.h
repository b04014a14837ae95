// Which addresses, schemes and ports may be asked.
#ifndef DC_FETCH_POLICY_H
#define DC_FETCH_POLICY_H

#include "base/str.h"

#include <stdint.h>
#include <sys/socket.h>

// Room for the text of an address.
enum { DC_ADDRESS_SIZE = 64 };

// Global unicast, and not a form that carries another address inside: everything else is somebody's
// own network, or a way around the check.
bool dc_address_is_public(const struct sockaddr *address);

// The same for text, "127.0.0.1" or "::1", with or without brackets. Text that is no address is a
// name and says nothing: false in *is_address.
bool dc_address_text_is_public(const char *text, bool *is_address);

// Writes the address for a message.
void dc_address_print(const struct sockaddr *address, char out[DC_ADDRESS_SIZE]);

// http and https, in lower case.
bool dc_scheme_is_allowed(const char *scheme);

// 80, 443 and what needs no privilege to listen on: never mail, telnet, databases below 1024.
bool dc_port_is_allowed(unsigned port);

#endif
