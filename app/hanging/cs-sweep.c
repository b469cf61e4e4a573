#include "cs-sweep.h"

#include <math.h>
#include <string.h>

/* Views overlap by this part of them, so that nothing is seen at an edge only. */
#define OVERLAP 0.1

struct _CsSeen
{
  guint   width, height, columns, rows;
  guint8 *seen, *breast;     /* a byte each block */
  guint   n_breast;
};

/* Whether there is breast in a part of the film. */
static gboolean
has_breast (const CsRaster *breast, guint halvings, double x, double y, double width, double height)
{
  double unit = 1u << halvings;
  guint x0, y0, x1, y1;

  if (!breast)
    return TRUE;
  x0 = (guint) CLAMP (floor (x / unit), 0, cs_raster_get_width (breast));
  y0 = (guint) CLAMP (floor (y / unit), 0, cs_raster_get_height (breast));
  x1 = (guint) CLAMP (ceil ((x + width) / unit), 0, cs_raster_get_width (breast));
  y1 = (guint) CLAMP (ceil ((y + height) / unit), 0, cs_raster_get_height (breast));
  for (guint j = y0; j < y1; j++)
    for (guint i = x0; i < x1; i++)
      if (((const guint8 *) cs_raster_row (breast, j))[i] != 0)
        return TRUE;
  return FALSE;
}

/* How many views cover a length. */
static guint
count_views (double length, double view)
{
  double step = view - MAX (OVERLAP * view, CS_SEEN_BLOCK);

  return length <= view ? 1 : 1 + (guint) ceil ((length - view) / MAX (step, 1));
}

/* The centre of view @i of @n: the first and the last lie at the edges. */
static double
centre_of (guint i, guint n, double length, double view)
{
  return n == 1 ? length / 2 : view / 2 + i * (length - view) / (n - 1);
}

CsSeen *
cs_seen_new (const CsRaster *breast, guint halvings, guint width, guint height)
{
  CsSeen *self = g_new0 (CsSeen, 1);

  self->width = width;
  self->height = height;
  self->columns = (width + CS_SEEN_BLOCK - 1) / CS_SEEN_BLOCK;
  self->rows = (height + CS_SEEN_BLOCK - 1) / CS_SEEN_BLOCK;
  self->seen = g_malloc0 ((gsize) self->columns * self->rows);
  self->breast = g_malloc0 ((gsize) self->columns * self->rows);
  for (guint row = 0; row < self->rows; row++)
    for (guint column = 0; column < self->columns; column++)
      if (has_breast (breast, halvings, column * CS_SEEN_BLOCK, row * CS_SEEN_BLOCK, CS_SEEN_BLOCK, CS_SEEN_BLOCK))
        {
          self->breast[row * self->columns + column] = 1;
          self->n_breast++;
        }
  return self;
}

void
cs_seen_free (CsSeen *self)
{
  g_free (self->seen);
  g_free (self->breast);
  g_free (self);
}

/* The blocks that lie wholly between two places; the last one of the film may be narrower. */
static void
find_blocks (double from, double to, guint length, guint *first, guint *end)
{
  *first = (guint) ceil (MAX (from, 0) / CS_SEEN_BLOCK - 1e-6);
  *end = to >= length ? (length + CS_SEEN_BLOCK - 1) / CS_SEEN_BLOCK
         : (guint) floor (MAX (to, 0) / CS_SEEN_BLOCK + 1e-6);
}

gboolean
cs_seen_add (CsSeen *self, double x, double y, double width, double height)
{
  guint x0, y0, x1, y1;
  gboolean any = FALSE;

  find_blocks (x, x + width, self->width, &x0, &x1);
  find_blocks (y, y + height, self->height, &y0, &y1);
  for (guint row = y0; row < y1; row++)
    for (guint column = x0; column < x1; column++)
      {
        guint8 *seen = &self->seen[row * self->columns + column];

        any |= !*seen;
        *seen = 1;
      }
  return any;
}

double
cs_seen_get_share (const CsSeen *self)
{
  guint n = 0;

  for (guint i = 0; i < self->columns * self->rows; i++)
    n += self->seen[i] && self->breast[i];
  return self->n_breast ? (double) n / self->n_breast : 0;
}

GBytes *
cs_seen_to_bytes (const CsSeen *self)
{
  guint n = self->columns * self->rows;
  gsize size = (n + 7) / 8;
  guint8 *bytes = g_malloc0 (size);

  for (guint i = 0; i < n; i++)
    bytes[i / 8] |= (guint8) (self->seen[i] << (i % 8));
  return g_bytes_new_take (bytes, size);
}

void
cs_seen_from_bytes (CsSeen *self, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (guint i = 0; i < self->columns * self->rows && i / 8 < size; i++)
    self->seen[i] |= data[i / 8] >> (i % 8) & 1;
}

/* Whether a view shows some of the breast that was not seen: counts it as seen. */
static gboolean
shows_more (CsSeen *seen, CsTurn turn, const CsSweepStop *stop, double width, double height)
{
  double x0 = stop->x - width / 2, y0 = stop->y - height / 2, x1 = x0 + width, y1 = y0 + height;
  double before = cs_seen_get_share (seen);

  cs_turn_point_back (turn, seen->width, seen->height, &x0, &y0);
  cs_turn_point_back (turn, seen->width, seen->height, &x1, &y1);
  cs_seen_add (seen, MIN (x0, x1), MIN (y0, y1), fabs (x1 - x0), fabs (y1 - y0));
  return cs_seen_get_share (seen) > before;
}

GArray *
cs_sweep_path (const CsRaster *breast, guint halvings, guint width, guint height, CsTurn turn,
               double view_width, double view_height)
{
  GArray *stops = g_array_new (FALSE, FALSE, sizeof (CsSweepStop));
  double across = cs_turn_swaps (turn) ? height : width, down = cs_turn_swaps (turn) ? width : height;
  guint columns = count_views (across, view_width), rows = count_views (down, view_height);
  g_autoptr (CsSeen) seen = cs_seen_new (breast, halvings, width, height);

  for (guint row = 0; row < rows; row++)
    for (guint k = 0; k < columns; k++)
      {
        guint column = row % 2 == 0 ? k : columns - 1 - k;
        CsSweepStop stop = { centre_of (column, columns, across, view_width),
                             centre_of (row, rows, down, view_height) };

        if (shows_more (seen, turn, &stop, view_width, view_height))
          g_array_append_val (stops, stop);
      }
  if (stops->len == 0)
    g_array_append_val (stops, ((CsSweepStop) { across / 2, down / 2 }));
  return stops;
}
