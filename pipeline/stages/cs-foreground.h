/* What the levels of the background stage's rasters mean, where it measures over local noise.
 * Plain numbers: any thread. */
#pragma once

#define CS_FOREGROUND_UNITS 64.0        /* "foreground": levels a deviation of the noise */
#define CS_LINE_UNITS 1000.0            /* "lines": wholly a line */
#define CS_NOISE_UNITS (65535.0 * 16)   /* "background": the noise itself, levels for a deviation as large as white */
#define CS_FINEST_MM 0.1                /* the finest Gaussian that tells a calcification from grain */
#define CS_LEAST_SIGMA 0.85             /* px: finer pixels than leave a Gaussian so narrow are averaged first */
#define CS_NARROWEST_SIGMA 0.7          /* px: a narrower Gaussian is none, pixels cut off a tenth of its spectrum */
