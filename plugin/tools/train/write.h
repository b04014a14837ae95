// The model as C source.
#ifndef DC_TRAIN_WRITE_H
#define DC_TRAIN_WRITE_H

#include "clean/model.h"
#include "tools/train/report.h"

// Ends the program with a message when the file cannot be written.
void write_model(const char *path, const dc_model *model, const report *r);

#endif
