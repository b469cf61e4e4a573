/* Small round spots against structured ground: a filter for them, how round the film is bent, how much the ground
 * varies. F32 in, F32 out, all of one size; NULL with G_IO_ERROR_CANCELLED. Pure functions, any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

/* Tissue has a power spectrum of about 1/f^3: coarse structure is strong, and a filter that looks for a spot of
 * deviation @sigma (px) must weaken it more than one difference of Gaussians does. @smooth is the film under a
 * Gaussian of @sigma; taken away is what is @ratio times as wide, twice. */
CsRaster *cs_blob_filter (const CsRaster *smooth, double sigma, double ratio, GCancellable *cancellable, GError **error);

/* How alike to a line each pixel of a smoothed film is, from the two curvatures (second differences): 0 bent alike
 * both ways, 1 bent one way only, or a saddle, or hollow. */
CsRaster *cs_blob_lines  (const CsRaster *smooth, GCancellable *cancellable, GError **error);

/* The deviation of @band within @radius px (half a square's side), where @inside is 1 and not 0. Of every
 * @step x @step pixels one is asked. Robust: sizes over one deviation count as one, so neither a vessel nor a whole
 * cluster raises it. Never under half the mean of the film: where rounding swallows the noise, nothing would be quiet
 * enough. */
CsRaster *cs_blob_noise  (const CsRaster *band, const CsRaster *inside, double radius, guint step,
                          GCancellable *cancellable, GError **error);

G_END_DECLS
