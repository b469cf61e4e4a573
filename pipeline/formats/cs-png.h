/* Writing and reading PNG: the home of png.h. Reading is for the process that decodes (cs-decoder.h); others ask cs_formats.
 * Grey 8 and 16 bit, pHYs. Writes are atomic (a temporary beside, then renamed). Blocking, any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

gboolean  cs_png_write (const CsRaster *raster, double mm_per_pixel, GFile *file, GError **error);  /* U8, U16; 0: no pHYs */
/* The same of what may be a large film: cancelled, it ends within a row, and nothing is written. */
gboolean  cs_png_write_until (const CsRaster *raster, double mm_per_pixel, GFile *file, GCancellable *cancellable, GError **error);
CsRaster *cs_png_read  (GBytes *bytes, const char *name, double *mm_per_pixel, guint *bits, GError **error);
GBytes   *cs_png_pack   (const CsRaster *raster, GError **error);  /* in memory: masks in the database */
/* What cs_png_pack() made of U8, read by our own code alone (cs-idat.h), in any process: it lies where others may have written.
 * NULL: it is something else. */
CsRaster *cs_png_unpack (GBytes *bytes);

G_END_DECLS
