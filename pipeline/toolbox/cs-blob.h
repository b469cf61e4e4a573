/* Small round spots against structured ground: a filter for them, how round the film is bent, how much the ground
 * varies. Pure functions, any thread. */
#pragma once

#include "cs-walk.h"

G_BEGIN_DECLS

#define CS_BLOB_MOST_SCALES 8

/* Tissue has a power spectrum of about 1/f^3: coarse structure is strong, and a filter that looks for a spot of
 * deviation sigma (px) must weaken it more than one difference of Gaussians does. The film under a Gaussian of sigma;
 * taken away is what is ratio times as wide, twice. */
typedef struct _CsBlobFilter CsBlobFilter;

/* Columns [left, left + width) of @film, any pixels, walked down once; one thread at a time. */
CsBlobFilter *cs_blob_filter_new  (const CsRaster *film, double sigma, double ratio, guint left, guint width);
void          cs_blob_filter_free (CsBlobFilter *self);
/* A row of what stands out, from the top down; good until the next is asked. */
const float  *cs_blob_filter_row  (CsBlobFilter *self, guint y);
/* How alike to a line the smoothed film is at each pixel of the row asked last, from the two curvatures (second
 * differences): 0 bent alike both ways, 1 bent one way only, or a saddle, or hollow. @out: width values. */
void          cs_blob_filter_lines (CsBlobFilter *self, float *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsBlobFilter, cs_blob_filter_free)

typedef struct
{
  guint  n_scales;
  double sigma[CS_BLOB_MOST_SCALES];   /* px of the film that is given */
  double ratio;
  double noise;                        /* px: half the side of the window the noise is measured in */
  guint  step;                         /* px: of every step x step pixels the noise asks one */
  double least;                        /* levels, added to the noise: what rounding leaves where there is none */
  double rated_units, line_units, ground_units, most;   /* what a one is stored as; the most of rated */
} CsBlobPlan;

typedef struct { CsRaster *rated, *lines, *ground; } CsBlobs;   /* U16, of the film's size; the caller's */

/* Where @inside (U8) is not 0: what stands out over the noise round it, the less the more it is a line, at whichever
 * scale that is most; beside it that likeness to a line and that noise. All are 0 where nothing stands out.
 *
 * The noise is the deviation of what the filter gives, over what is inside; robust: sizes over one deviation count as
 * one, so neither a vessel nor a whole cluster raises it. Never under half the mean of the film.
 *
 * FALSE with G_IO_ERROR_CANCELLED; then @out holds nothing. */
gboolean cs_blob_find (const CsRaster *film, const CsRaster *inside, const CsBlobPlan *plan, CsBlobs *out,
                       GCancellable *cancellable, GError **error);

G_END_DECLS
