/* The fast local Laplacian filter: Paris, Hasinoff, Kautz 2015, in the sampled form of Aubry et al. 2014. Any
 * thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

typedef struct
{
  double sigma;     /* amplitude, as a part of white, over which a difference is an edge and not detail */
  double alpha;     /* detail: < 1 enhances, > 1 smooths, 1 leaves */
  double beta;      /* edges: < 1 compresses the range, > 1 expands, 1 leaves */
  guint  samples;   /* levels it is remapped at, at least 2; well under sigma apart, or detail is lost between them */
  guint  levels;    /* of the pyramid; fewer where the raster is small */
} CsLaplacian;

/* The remapping round @reference: what the filter does to a difference. Levels are parts of white. */
double    cs_laplacian_remap  (const CsLaplacian *self, double level, double reference);

/* @raster is U16 in 0..white; the result U16 too, rounded to whole levels. NULL with G_IO_ERROR_CANCELLED. */
CsRaster *cs_laplacian_filter (const CsLaplacian *self, const CsRaster *raster, guint white,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
