/* What a spot is judged by beside the foreground: rasters on coarser grids of their own. They depend on the film and
 * its masks alone, so the stage `background` passes them on and a threshold that moves asks nothing of the film anew.
 * Pure functions, any thread; NULL: cancelled. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

/* A coarser grid over a film: px of the film a px of it, and by how many its sides are longer than the film's. */
typedef struct { guint factor, across, down; } CsCoarse;

/* Where the middle of a pixel of the film lies on it: between two, or in one that is both. */
typedef struct { int first, last; } CsSpan;

CsCoarse  cs_coarse_of      (CsImage *image, guint factor);
CsSpan    cs_coarse_columns (const CsCoarse *self, const CsRaster *raster, int x);   /* @raster: what lies on the grid */
CsSpan    cs_coarse_rows    (const CsCoarse *self, const CsRaster *raster, int y);

/* The light: the film in pixels no finer than a calcification needs, through a narrow Gaussian; F32, levels. */
guint     cs_light_factor (CsImage *image);
CsRaster *cs_light_new    (CsImage *image, GCancellable *cancellable, GError **error);

/* How dense the tissue round each place is, beside the rest of the breast; F32, 0: its darkest; 1: half of it is darker. */
guint     cs_tissue_factor (CsImage *image);
CsRaster *cs_tissue_new   (CsImage *image, const CsRaster *breast, const CsRaster *pectoral, GCancellable *cancellable, GError **error);

G_END_DECLS
