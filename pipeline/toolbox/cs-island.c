#include "cs-island.h"

#include <math.h>

#define WAYS 16

typedef struct { float level; int cell; } Shore;
typedef struct { int x, y; } Step;

struct _CsIsland
{
  int             reach;
  guint           shift;      /* a row of the square round the peak has 1 << shift cells */
  guint32        *seen;       /* per cell: 0: not yet; WET; else its place among the dry, plus one */
  Shore          *shore;      /* a heap, the highest first: seen and not yet dry */
  Shore          *dry;        /* as they fell dry, with where the sea stood then */
  guint           n_shore, n_dry;
  const float    *levels;     /* of the film's first pixel */
  gsize           stride;     /* floats from row to row of it */
  int             x, y;       /* of the peak */
  int             left, top, right, bottom;   /* the part of the square that lies in the film; the last are outside */
  Step           *steps;      /* of the straight ways out, as far as @radius */
  guint           n_steps[WAYS];
  double          radius;
};

#define WET G_MAXUINT32

CsIsland *
cs_island_new (guint reach)
{
  CsIsland *self = g_new0 (CsIsland, 1);
  gsize rows = 2 * (gsize) reach + 3;

  g_return_val_if_fail (reach < 4096, NULL);
  self->reach = (int) reach;
  while ((1u << self->shift) < rows)
    self->shift++;
  self->seen = g_new0 (guint32, rows << self->shift);
  self->shore = g_new (Shore, rows * rows);
  self->dry = g_new (Shore, rows * rows);
  self->steps = g_new (Step, WAYS * ((gsize) reach + 2));
  self->radius = -1;
  return self;
}

void
cs_island_free (CsIsland *self)
{
  g_free (self->seen);
  g_free (self->shore);
  g_free (self->dry);
  g_free (self->steps);
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

static int
cell_of (const CsIsland *self, int x, int y)
{
  return ((y - self->y + self->reach + 1) << self->shift) + x - self->x + self->reach + 1;
}

static gboolean
is_within (const CsIsland *self, int x, int y)
{
  return x >= self->left && x < self->right && y >= self->top && y < self->bottom;
}

static float
level_at (const CsIsland *self, int x, int y)
{
  return self->levels[(gsize) y * self->stride + (gsize) x];
}

static void
see (CsIsland *self, int cell, float level)
{
  self->seen[cell] = WET;
  push (self, (Shore) { level, cell });
}

/* A place and all round it. */
static void
see_round (CsIsland *self, int x, int y)
{
  int first = MAX (x - 1, self->left), last = MIN (x + 1, self->right - 1);

  for (int row = MAX (y - 1, self->top); row <= MIN (y + 1, self->bottom - 1); row++)
    for (int column = first, cell = cell_of (self, first, row); column <= last; column++, cell++)
      if (self->seen[cell] == 0)
        see (self, cell, level_at (self, column, row));
}

static void
begin (CsIsland *self, const CsRaster *film, int x, int y)
{
  for (guint i = 0; i < self->n_dry; i++)
    self->seen[self->dry[i].cell] = 0;
  for (guint i = 0; i < self->n_shore; i++)
    self->seen[self->shore[i].cell] = 0;
  self->n_dry = self->n_shore = 0;
  self->levels = cs_raster_row (film, 0);
  self->stride = cs_raster_get_stride (film) / sizeof (float);
  self->x = x;
  self->y = y;
  self->left = MAX (x - self->reach - 1, 0);
  self->top = MAX (y - self->reach - 1, 0);
  self->right = MIN (x + self->reach + 2, (int) cs_raster_get_width (film));
  self->bottom = MIN (y + self->reach + 2, (int) cs_raster_get_height (film));
  see (self, cell_of (self, x, y), level_at (self, x, y));
}

/* The highest of the shore falls dry; how far it is from the peak. */
static int
dry_next (CsIsland *self, float *sea)
{
  Shore next = pop (self);
  int dx = (next.cell & ((1 << self->shift) - 1)) - self->reach - 1;
  int dy = (next.cell >> self->shift) - self->reach - 1;

  *sea = MIN (*sea, next.level);
  self->dry[self->n_dry++] = (Shore) { *sea, next.cell };
  self->seen[next.cell] = self->n_dry;
  return dx * dx + dy * dy;
}

static void
see_round_last (CsIsland *self)
{
  int cell = self->dry[self->n_dry - 1].cell;

  see_round (self, self->x + (cell & ((1 << self->shift) - 1)) - self->reach - 1,
             self->y + (cell >> self->shift) - self->reach - 1);
}

float
cs_island_sink (CsIsland *self, const CsRaster *film, guint x, guint y, double radius)
{
  float sea = INFINITY;

  g_return_val_if_fail (cs_raster_get_pixel (film) == CS_PIXEL_F32 && radius <= self->reach, NAN);
  begin (self, film, (int) x, (int) y);
  while (self->n_shore > 0 && dry_next (self, &sea) < radius * radius)
    see_round_last (self);
  return sea;
}

guint
cs_island_sink_to (CsIsland *self, const CsRaster *film, guint x, guint y, float level, guint most)
{
  float sea = INFINITY;

  g_return_val_if_fail (cs_raster_get_pixel (film) == CS_PIXEL_F32, 0);
  begin (self, film, (int) x, (int) y);
  while (self->n_shore > 0 && self->n_dry < most && self->shore[0].level >= level)
    {
      dry_next (self, &sea);
      see_round_last (self);
    }
  return self->n_dry;
}

/* Steps of way @k out of WAYS, the longer side of each 1, until it is @radius away; returns how many. */
static guint
lay_way (guint k, double radius, Step *steps)
{
  static const float aside[] = { -1, -0.5f, 0, 0.5f };
  float dx = k % 2 == 0 ? (k & 2 ? 1 : -1) : aside[k / 4], dy = k % 2 == 0 ? aside[k / 4] : (k & 2 ? 1 : -1);
  guint n = 0;

  do
    {
      steps[n].x = (int) rintf (n * dx);
      steps[n].y = (int) rintf (n * dy);
    }
  while (steps[n].x * steps[n].x + steps[n].y * steps[n].y < radius * radius && ++n);
  return n + 1;
}

static void
lay_ways (CsIsland *self, double radius)
{
  if (self->radius == radius)
    return;
  self->radius = radius;
  for (guint k = 0; k < WAYS; k++)
    self->n_steps[k] = lay_way (k, radius, self->steps + k * (gsize) (self->reach + 2));
}

/* The lowest level on a way out, or one not over @best: no lower one is looked for; -INFINITY where it leaves the
 * film. */
static float
level_on_way (const CsRaster *film, int x, int y, const Step *steps, guint n, float best)
{
  gsize stride = cs_raster_get_stride (film) / sizeof (float);
  const float *peak = (const float *) cs_raster_row (film, (guint) y) + x;
  int right = x + steps[n - 1].x, bottom = y + steps[n - 1].y;
  float least = INFINITY;

  if (right < 0 || bottom < 0 || right >= (int) cs_raster_get_width (film)
      || bottom >= (int) cs_raster_get_height (film))
    return -INFINITY;
  for (guint k = 0; k < n && least > best; k++)
    least = MIN (least, peak[steps[k].y * (gssize) stride + steps[k].x]);
  return least;
}

float
cs_island_bound (CsIsland *self, const CsRaster *film, guint x, guint y, double radius)
{
  float best = -INFINITY;

  g_return_val_if_fail (cs_raster_get_pixel (film) == CS_PIXEL_F32 && radius <= self->reach, NAN);
  lay_ways (self, radius);
  for (guint k = 0; k < WAYS; k++)
    {
      const Step *steps = self->steps + k * (gsize) (self->reach + 2);
      float level = level_on_way (film, (int) x, (int) y, steps, self->n_steps[k], best);

      best = MAX (best, level);
    }
  return best;
}

gboolean
cs_island_holds (const CsIsland *self, int x, int y, float level)
{
  guint32 place = is_within (self, x, y) ? self->seen[cell_of (self, x, y)] : 0;

  return place != 0 && place != WET && self->dry[place - 1].level >= level;
}

CsSpread
cs_island_spread (const CsIsland *self, float level)
{
  int left = G_MAXINT, top = G_MAXINT, right = -1, bottom = -1, mask = (1 << self->shift) - 1;
  guint area = 0;

  for (; area < self->n_dry && self->dry[area].level >= level; area++)
    {
      int x = self->dry[area].cell & mask, y = self->dry[area].cell >> self->shift;

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
