#include "cs-grid.h"

#include <math.h>

#include "cs-resample.h"

#define ALIKE 1.1            /* a factor up to which spacings are taken for the same: resampling costs grain */
#define MOST_SCALE 16.0

double
cs_grid_scale (double film_mm,
               double grid_mm,
               guint  width,
               guint  height)
{
  double scale = film_mm > 0 && grid_mm > 0 ? film_mm / grid_mm : 1;

  if (fabs (log (scale)) < log (ALIKE) || !(MAX (width, height) * scale < CS_MAX_SIDE))
    return 1;
  return scale < 1 / MOST_SCALE || scale > MOST_SCALE ? 1 : scale;
}

static guint
side_of (guint  side,
         double scale)
{
  return MAX (1, (guint) (side * scale + 0.5));
}

CsRaster *
cs_grid_picture (const CsRaster *picture,
                 double          scale,
                 GCancellable   *cancellable,
                 GError        **error)
{
  if (scale == 1)
    return cs_raster_ref ((CsRaster *) picture);
  return cs_resample (picture, side_of (cs_raster_get_width (picture), scale),
                      side_of (cs_raster_get_height (picture), scale), cancellable, error);
}

CsRaster *
cs_grid_mask (const CsRaster *mask,
              double          scale,
              GCancellable   *cancellable,
              GError        **error)
{
  g_autoptr (CsRaster) shares = cs_grid_picture (mask, scale, cancellable, error);
  CsRaster *out;

  if (shares == NULL || scale == 1)
    return g_steal_pointer (&shares);
  out = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (shares), cs_raster_get_height (shares));
  for (guint y = 0; y < cs_raster_get_height (out); y++)
    {
      const float *share = cs_raster_row (shares, y);
      guint8 *row = cs_raster_edit (out, y);

      for (guint x = 0; x < cs_raster_get_width (out); x++)
        row[x] = share[x] >= 127.5f ? 255 : 0;
    }
  return out;
}

CsBox
cs_grid_box (const CsBox *box,
             double       scale)
{
  int left = (int) floor (box->x * scale), top = (int) floor (box->y * scale);

  if (scale == 1)
    return *box;
  return (CsBox) { .x = left, .y = top, .width = (int) ceil ((box->x + box->width) * scale) - left,
                   .height = (int) ceil ((box->y + box->height) * scale) - top };
}
