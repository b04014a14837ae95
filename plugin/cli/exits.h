// Exit codes of the program.
#ifndef DC_CLI_EXITS_H
#define DC_CLI_EXITS_H

enum {
    DC_EXIT_OK = 0,
    DC_EXIT_SOME = 1, // some inputs failed or were empty, or the output could not be written
    DC_EXIT_USAGE = 2,
    DC_EXIT_NOTHING = 3,    // no input gave content
    DC_EXIT_NETWORK = 4,    // all inputs failed: network
    DC_EXIT_UNREADABLE = 5, // all inputs failed: not there, not readable, not a page
    DC_EXIT_LIMIT = 6       // all inputs failed: too large or too slow
};

#endif
