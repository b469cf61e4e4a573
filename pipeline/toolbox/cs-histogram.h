/* Histograms and what the method makes of them: section 3.4. Pure functions, any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

/* CLAHE: tiles of about @tile px, clip limit as a multiple of the mean bin (1: no enhancement), U16 in 0..white,
 * result likewise. A level has a bin of its own unless bins would then hold less than two pixels in the mean. With a bin
 * a level, white 255 or 65535, and sides that the tiles divide, every pixel is that of OpenCV's CLAHE; OpenCV knows no
 * other white, and pads other sides with a mirror where we let tiles differ by a pixel.
 * NULL with G_IO_ERROR_CANCELLED. */
CsRaster *cs_histogram_equalise  (const CsRaster *raster, guint white, double tile, double clip,
                                  GCancellable *cancellable, GError **error);

/* @bins (white + 1 of them) gets the number of pixels of each level inside @mask (NULL: everywhere). */
void      cs_histogram_count     (const CsRaster *raster, const CsRaster *mask, guint white, double *bins);

/* Two features of every pixel inside @mask (NULL: everywhere): @nx bins for 0..white of @raster (U16, nx at most 65536)
 * and one for each level of @other (U8), 256 rows of @nx. FALSE with G_IO_ERROR_CANCELLED. */
gboolean  cs_histogram_joint     (const CsRaster *raster, const CsRaster *other, const CsRaster *mask, guint white,
                                  guint nx, double *bins, GCancellable *cancellable, GError **error);

/* The frequency histogram of section 3.4, Eq. 6. Non-overlapping 3x3 windows, laid from the middle of the film outwards,
 * whose centre T lies in @mask and not in @without, where they are given; c is the rounded standard deviation of the window's nine pixels; each of the eight
 * neighbours in [T - c, T + c] counts @border; the sum is added to T's bin. Where T is under @least, its bin stays empty.
 * FALSE with G_IO_ERROR_CANCELLED. */
gboolean  cs_histogram_frequency (const CsRaster *raster, const CsRaster *mask, const CsRaster *without, guint least,
                                  guint white, double border, double *bins, GCancellable *cancellable, GError **error);

G_END_DECLS
