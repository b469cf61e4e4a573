/* A line through every picture the stages made: the paper's cross-sections, Fig. 5 and 6. */
#pragma once

#include "cs-analysis.h"

G_BEGIN_DECLS

/* A plot with one curve per picture (each over its own range on the line, 0..1, since stages differ in scale) and per mask (0 or 1) of the
 * stages, and one for the film, over the length in px. Points outside the film are left out. Fast: for the main thread. Transfer full. */
CsProduct *cs_analysis_profile (CsAnalysis *self, double x0, double y0, double x1, double y1);

G_END_DECLS
