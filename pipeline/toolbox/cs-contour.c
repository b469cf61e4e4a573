#include "cs-contour.h"

#include "cs-regions.h"

static gboolean
is_set (const CsRaster *mask, int x, int y)
{
  return x >= 0 && y >= 0 && x < (int) cs_raster_get_width (mask) && y < (int) cs_raster_get_height (mask)
         && ((const guint8 *) cs_raster_row (mask, y))[x] != 0;
}

static gboolean
find_first (const CsRaster *mask, int *x, int *y)
{
  for (*y = 0; *y < (int) cs_raster_get_height (mask); (*y)++)
    for (*x = 0; *x < (int) cs_raster_get_width (mask); (*x)++)
      if (is_set (mask, *x, *y))
        return TRUE;
  return FALSE;
}

/* Walks the cracks with the mask on the right hand. At a corner the pixels ahead decide: left one set, turn left;
 * right one set, go on; else turn right. */
float *
cs_contour_trace (const CsRaster *mask, double scale, guint *n)
{
  static const int dx[] = { 1, 0, -1, 0 }, dy[] = { 0, 1, 0, -1 };
  static const int left_x[] = { 0, 0, -1, -1 }, left_y[] = { -1, 0, 0, -1 };
  static const int right_x[] = { 0, -1, -1, 0 }, right_y[] = { 0, 0, -1, -1 };
  g_autoptr (CsRaster) largest = cs_regions_largest (mask, 8);
  GArray *points = g_array_new (FALSE, FALSE, 2 * sizeof (float));
  int x, y, start_x, start_y;
  guint way = 0;

  if (find_first (largest, &x, &y))
    {
      start_x = x;
      start_y = y;
      do
        {
          guint old = way;

          if (is_set (largest, x + left_x[way], y + left_y[way]))
            way = (way + 3) % 4;
          else if (!is_set (largest, x + right_x[way], y + right_y[way]))
            way = (way + 1) % 4;
          if (way != old || points->len == 0)
            {
              float point[2] = { x * scale, y * scale };

              g_array_append_val (points, point);
            }
          x += dx[way];
          y += dy[way];
        }
      while (x != start_x || y != start_y);
    }
  *n = points->len;
  return (float *) g_array_free (points, points->len == 0);
}

static gboolean
row_ends (const guint8 *row, int width, int *first, int *last)
{
  for (*first = 0; *first < width && !row[*first]; (*first)++)
    ;
  for (*last = width - 1; *last > *first && !row[*last]; (*last)--)
    ;
  return *first < width;
}

gboolean
cs_contour_flat_left (const CsRaster *mask)
{
  int width = cs_raster_get_width (mask), left = width, right = 0, first, last, slack;
  guint n_left = 0, n_right = 0;

  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    if (row_ends (cs_raster_row (mask, y), width, &first, &last))
      {
        left = MIN (left, first);
        right = MAX (right, last);
      }
  slack = MAX ((right - left) / 12, 1);
  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    if (row_ends (cs_raster_row (mask, y), width, &first, &last))
      {
        n_left += first <= left + slack;
        n_right += last >= right - slack;
      }
  return n_left >= n_right;
}
