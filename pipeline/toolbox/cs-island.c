#include "cs-island.h"

#include <math.h>

typedef struct { float level; int cell; } Shore;

struct _CsIsland
{
  int             reach, side;
  guint8         *seen;       /* per cell of the square round the peak */
  Shore          *shore;      /* a heap, the highest first: seen and not yet dry */
  Shore          *dry;        /* as they fell dry, with where the sea stood then */
  guint           n_shore, n_dry;
  const CsRaster *film;
  int             x, y;       /* of the peak */
};

CsIsland *
cs_island_new (guint reach)
{
  CsIsland *self = g_new0 (CsIsland, 1);
  gsize cells;

  g_return_val_if_fail (reach < 4096, NULL);
  self->reach = (int) reach;
  self->side = 2 * self->reach + 3;
  cells = (gsize) self->side * self->side;
  self->seen = g_new0 (guint8, cells);
  self->shore = g_new (Shore, cells);
  self->dry = g_new (Shore, cells);
  return self;
}

void
cs_island_free (CsIsland *self)
{
  g_free (self->seen);
  g_free (self->shore);
  g_free (self->dry);
  g_free (self);
}

static void
push (CsIsland *self, Shore shore)
{
  guint at = self->n_shore++;

  while (at > 0 && self->shore[(at - 1) / 2].level < shore.level)
    {
      self->shore[at] = self->shore[(at - 1) / 2];
      at = (at - 1) / 2;
    }
  self->shore[at] = shore;
}

static Shore
pop (CsIsland *self)
{
  Shore top = self->shore[0], last = self->shore[--self->n_shore];
  guint at = 0, child;

  while ((child = 2 * at + 1) < self->n_shore)
    {
      if (child + 1 < self->n_shore && self->shore[child + 1].level > self->shore[child].level)
        child++;
      if (self->shore[child].level <= last.level)
        break;
      self->shore[at] = self->shore[child];
      at = child;
    }
  self->shore[at] = last;
  return top;
}

/* The cell of a place, -1: outside of the square or the raster. */
static int
cell_of (const CsIsland *self, int x, int y)
{
  int column = x - self->x + self->reach + 1, row = y - self->y + self->reach + 1;

  if (x < 0 || y < 0 || x >= (int) cs_raster_get_width (self->film) || y >= (int) cs_raster_get_height (self->film)
      || column < 0 || row < 0 || column >= self->side || row >= self->side)
    return -1;
  return row * self->side + column;
}

static void
see (CsIsland *self, int x, int y)
{
  int cell = cell_of (self, x, y);

  if (cell < 0 || self->seen[cell])
    return;
  self->seen[cell] = TRUE;
  push (self, (Shore) { ((const float *) cs_raster_row (self->film, y))[x], cell });
}

static void
begin (CsIsland *self, const CsRaster *film, int x, int y)
{
  for (guint i = 0; i < self->n_dry; i++)
    self->seen[self->dry[i].cell] = FALSE;
  for (guint i = 0; i < self->n_shore; i++)
    self->seen[self->shore[i].cell] = FALSE;
  self->n_dry = self->n_shore = 0;
  self->film = film;
  self->x = x;
  self->y = y;
  see (self, x, y);
}

float
cs_island_sink (CsIsland *self, const CsRaster *film, guint x, guint y, double radius)
{
  float sea = INFINITY;

  g_return_val_if_fail (cs_raster_get_pixel (film) == CS_PIXEL_F32 && radius <= self->reach, NAN);
  begin (self, film, (int) x, (int) y);
  while (self->n_shore > 0)
    {
      Shore next = pop (self);
      int dx = next.cell % self->side - self->reach - 1, dy = next.cell / self->side - self->reach - 1;

      sea = MIN (sea, next.level);
      self->dry[self->n_dry++] = (Shore) { sea, next.cell };
      if (dx * dx + dy * dy >= radius * radius)
        break;
      for (int k = 0; k < 9; k++)
        see (self, self->x + dx + k % 3 - 1, self->y + dy + k / 3 - 1);
    }
  return sea;
}

gboolean
cs_island_holds (const CsIsland *self, int x, int y, float level)
{
  int cell = cell_of (self, x, y);

  if (cell < 0 || !self->seen[cell])
    return FALSE;
  /* Seen may still be wet: then it is among the dry of no level. */
  for (guint i = 0; i < self->n_dry && self->dry[i].level >= level; i++)
    if (self->dry[i].cell == cell)
      return TRUE;
  return FALSE;
}

CsSpread
cs_island_spread (const CsIsland *self, float level)
{
  int left = G_MAXINT, top = G_MAXINT, right = -1, bottom = -1;
  guint area = 0;

  for (; area < self->n_dry && self->dry[area].level >= level; area++)
    {
      int x = self->dry[area].cell % self->side, y = self->dry[area].cell / self->side;

      left = MIN (left, x);
      right = MAX (right, x);
      top = MIN (top, y);
      bottom = MAX (bottom, y);
    }
  if (area == 0)
    return (CsSpread) { 0 };
  return (CsSpread) { left + self->x - self->reach - 1, top + self->y - self->reach - 1, right - left + 1,
                      bottom - top + 1, area };
}
