// What benchmarks print: the typical one of several turns.
#ifndef BENCH_MEDIAN_H
#define BENCH_MEDIAN_H

// Of n values, 1 or more; sorts them.
double median(double *v, int n);

#endif
