// Names and addresses for tests that must not leave this machine. A program that links this answers
// getaddrinfo() for names below ".example", and a connect() to the public addresses of
// 93.184.216.0/24 ends at 127.0.0.1: what takes itself for a client of the internet talks to
// loopback. All other connects are counted.
#ifndef SUPPORT_NAMES_H
#define SUPPORT_NAMES_H

#define NAMES_PUBLIC "93.184.216.34"

// a.example            the public address
// mixed.example        127.0.0.1 and the public address
// rebind.example       the public address at first, then 127.0.0.1
// private.example      127.0.0.1
// silent.example       no answer until names_end_silence()
// all others           do not exist

void names_reset(void); // forgets what was counted, and who was rebound
void names_end_silence(void);

unsigned names_asked(void);     // calls of getaddrinfo() for names of these
unsigned names_connects(void);  // to the public address
unsigned names_intruders(void); // to any other

#endif
