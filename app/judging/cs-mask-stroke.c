#include "cs-mask-stroke.h"

#include <math.h>

static void
put (CsRaster *mask, const CsBox *box, int x, int y, guint8 value)
{
  x -= box->x;
  y -= box->y;
  if (x >= 0 && y >= 0 && x < box->width && y < box->height)
    ((guint8 *) cs_raster_edit (mask, (guint) y))[x] = value;
}

static void
stamp (CsRaster *mask, const CsBox *box, double x, double y, double radius, guint8 value)
{
  put (mask, box, (int) floor (x), (int) floor (y), value);
  for (int j = (int) floor (y - radius); j <= (int) floor (y + radius); j++)
    for (int i = (int) floor (x - radius); i <= (int) floor (x + radius); i++)
      if (hypot (i + 0.5 - x, j + 0.5 - y) <= radius)
        put (mask, box, i, j, value);
}

void
cs_mask_stroke (CsRaster *mask, const CsBox *box, double x0, double y0, double x, double y, double radius, guint8 value)
{
  guint n = (guint) ceil (MAX (hypot (x - x0, y - y0), 0.01) / 0.5);

  for (guint i = 0; i <= n; i++)
    stamp (mask, box, x0 + (x - x0) * i / n, y0 + (y - y0) * i / n, radius, value);
}
