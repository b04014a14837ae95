#include "clean/logs.h"

const float dc_logs[DC_N_LOGS] = {
#include "clean/logs.inc"
};
