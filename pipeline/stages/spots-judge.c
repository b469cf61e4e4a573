/* How suspicious a spot is: measured, merged where several lie on one calcification, and ranked. */
#include "spots-private.h"

#include <math.h>

#include "cs-foreground.h"
#include "cs-rows.h"
#include "cs-smooth.h"

#define RANGE 64.0       /* times the unit: contrast and line each count from 0 to 1 over it, on a logarithmic scale */
#define STEEP 256.0      /* deviations: sharpness counts from 0 to 1 over it, likewise */
#define CROWD 32.0       /* times what the film shows everywhere: all the neighbours that can be wished for */
#define SHARES (2.0 / 3)   /* what a neighbour within reach counts in the mean over its distance */
#define UNITS 1099511627776.0 /* of a one, where neighbours are added up */

/* How far the foreground has fallen at @radius from the peak. */
static double
fall_of (const CsRaster *foreground, const CsSpot *spot, double radius)
{
  double sum = 0;

  for (guint k = 0; k < 16; k++)
    sum += cs_spots_level (foreground, floor (spot->x + 0.5 + radius * cos (k * G_PI / 8)),
                           floor (spot->y + 0.5 + radius * sin (k * G_PI / 8)));
  return CLAMP (1 - sum / 16 / spot->peak, 0, 1);
}

static double
size_of (double area, double mm)
{
  double diameter = 2 * sqrt (area / G_PI) * mm;

  return diameter <= 1 ? 1 : exp (-(diameter - 1) * (diameter - 1) / 0.5);
}

double
cs_judge_light_mm (const CsJudge *self)
{
  return self->mm * self->fine.factor;
}

static float
float_at (const CsRaster *raster, int x, int y)
{
  return ((const float *) cs_raster_row (raster, (guint) y))[x];
}

float
cs_judge_light (const CsJudge *self, int x, int y)
{
  return float_at (self->light, x, y);
}

static float
tissue_at (const CsJudge *self, int x, int y)
{
  CsSpan columns = cs_coarse_columns (&self->coarse, self->tissue, x);
  CsSpan rows = cs_coarse_rows (&self->coarse, self->tissue, y);
  float above = float_at (self->tissue, columns.first, rows.first) + float_at (self->tissue, columns.last, rows.first);
  float below = float_at (self->tissue, columns.first, rows.last) + float_at (self->tissue, columns.last, rows.last);

  return (above + below) / 4;
}

static gboolean
is_lighter (const CsJudge *self, int x, int y, const CsSpot *spot)
{
  float light = cs_judge_light (self, x, y), before = cs_judge_light (self, spot->light_x, spot->light_y);

  return light > before
         || (light == before
             && cs_spots_precede (cs_raster_get_width (self->light), cs_raster_get_height (self->light), x, y,
                                  spot->light_x, spot->light_y));
}

/* The peak of the light lies beside that of the foreground, which is weighed by the line and lies on the film's
 * grid. */
static void
find_light (const CsJudge *self, CsSpot *spot)
{
  CsSpan columns = cs_coarse_columns (&self->fine, self->light, spot->x);
  CsSpan rows = cs_coarse_rows (&self->fine, self->light, spot->y);
  int right = MIN (columns.last + 1, (int) cs_raster_get_width (self->light) - 1);
  int bottom = MIN (rows.last + 1, (int) cs_raster_get_height (self->light) - 1);

  spot->light_x = columns.last;
  spot->light_y = rows.last;
  for (int y = MAX (rows.first - 1, 0); y <= bottom; y++)
    for (int x = MAX (columns.first - 1, 0); x <= right; x++)
      if (is_lighter (self, x, y, spot))
        {
          spot->light_x = x;
          spot->light_y = y;
        }
}

/* The noise round a spot, in levels of the film. */
double
cs_judge_noise (const CsJudge *self, const CsSpot *spot)
{
  return MAX (cs_spots_level (self->background, spot->x, spot->y), 1) / CS_NOISE_UNITS * self->white;
}

/* How far the light falls on every way out of the spot, over the noise. Without the light: how far the foreground
 * does. */
static double
sharpness_of (const CsJudge *self, CsIsland *island, CsSpot *spot)
{
  float sea;
  double fall;

  if (self->light == NULL)
    return fall_of (self->foreground, spot, MAX (0.6 / self->mm, 1));
  find_light (self, spot);
  sea = cs_island_sink (island, self->light, spot->light_x, spot->light_y,
                        self->params->free / cs_judge_light_mm (self));
  fall = MAX (cs_judge_light (self, spot->light_x, spot->light_y) - sea, 0) / cs_judge_noise (self, spot);
  return CLAMP (log (fall + 1e-9) / log (STEEP), 0, 1);
}

/* The foreground is contrast times what is left of it beside a line: here the two are told apart again. */
void
cs_judge_measure (const CsJudge *self, CsIsland *island, CsSpot *spot)
{
  float *parts = spot->box.parts;
  double round = MAX (1 - cs_spots_level (self->lines, spot->x, spot->y) / CS_LINE_UNITS, 1 / RANGE);

  parts[CS_BOX_CONTRAST] = CLAMP (log (spot->peak / round / self->params->unit) / log (RANGE), 0, 1);
  parts[CS_BOX_SIZE] = size_of (spot->area, self->mm);
  parts[CS_BOX_SHARPNESS] = sharpness_of (self, island, spot);
  parts[CS_BOX_AGAINST] = -log (round) / log (RANGE);
  parts[CS_BOX_TISSUE] = self->tissue ? tissue_at (self, spot->x, spot->y) : 1;
}

double
cs_judge_term (const CsJudge *self, const CsSpot *spot, CsBoxPart part)
{
  const CsSpots *by = self->params;
  const double weights[CS_BOX_PARTS] = { by->contrast, by->size, by->sharpness, by->neighbours, -by->against,
                                         by->sparse };

  return weights[part] * (part == CS_BOX_TISSUE ? spot->box.parts[part] - 1.0 : spot->box.parts[part]);
}

/* At the finest scale there are more places where noise alone may stand out: so more is asked on each film that shows
 * that scale, however fine its pixels are. */
double
cs_judge_doubt (const CsJudge *self)
{
  gboolean shows_finest = CS_FINEST_MM >= CS_NARROWEST_SIGMA * self->mm;

  return self->params->alone + (shows_finest ? self->params->fine : 0);
}

double
cs_judge_weigh (const CsJudge *self, const CsSpot *spot)
{
  return cs_judge_term (self, spot, CS_BOX_CONTRAST) + cs_judge_term (self, spot, CS_BOX_SIZE)
         + cs_judge_term (self, spot, CS_BOX_SHARPNESS) + cs_judge_term (self, spot, CS_BOX_AGAINST)
         - cs_judge_doubt (self);
}

static double
likely (double sum)
{
  return 1 / (1 + exp (-sum));
}

/* What a spot vouches for where it lies, at a distance in px. */
static double
weaken (const CsJudge *self, double vouched, double distance)
{
  double reach = self->params->reach / self->mm;

  return distance > reach ? 0 : vouched * (1 - 0.5 * distance / reach);
}

double
cs_judge_vouch (const CsJudge *self, const CsSpot *spot, double distance)
{
  return weaken (self, likely (cs_judge_weigh (self, spot) + self->params->cluster), distance);
}

double
cs_judge_suspect (const CsJudge *self, const CsSpot *spot)
{
  return likely (cs_judge_weigh (self, spot) + cs_judge_term (self, spot, CS_BOX_NEIGHBOURS)
                 + cs_judge_term (self, spot, CS_BOX_TISSUE));
}

double
cs_judge_crowd (double vouched, double chance)
{
  return CLAMP ((log1p (vouched) - log1p (chance)) / log (CROWD), 0, 1);
}

int
cs_judge_by_row (gconstpointer a, gconstpointer b)
{
  const CsSpot *one = a, *other = b;

  return one->y != other->y ? (one->y > other->y) - (one->y < other->y) : (one->x > other->x) - (one->x < other->x);
}

static int
by_suspicion (gconstpointer a, gconstpointer b, gpointer data)
{
  const CsJudge *self = data;
  const CsSpot *one = a, *other = b;

  if (one->box.suspicion != other->box.suspicion)
    return one->box.suspicion < other->box.suspicion ? 1 : -1;
  return cs_spots_precede (self->width, self->height, one->x, one->y, other->x, other->y) ? -1 : 1;
}

/* Whole numbers have the same sum in any order. */
static gint64
in_units (double vouched)
{
  return (gint64) rint (vouched * UNITS);
}

/* What neighbours vouch for by chance: as much as spots everywhere on the film would, were they spread evenly. A film
 * that is full of spots has no clusters but where there are more of them. */
static double
chance_of (const CsJudge *self)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->spots->len; i++)
    sum += in_units (cs_judge_vouch (self, nth (self, i), 0));
  return sum / UNITS * SHARES * G_PI * self->params->reach * self->params->reach / MAX (self->searched, 1000);
}

/* What a spot vouches for, side by side with where it lies: each spot looks at hundreds. */
typedef struct { int x, y; double vouched; } Voucher;
typedef struct { const CsJudge *judge; const Voucher *vouchers; double chance; } Crowds;

/* Spots come by rows: only those within reach above and below are asked. */
static void
count_some (guint first, guint last, gpointer data)
{
  const Crowds *crowds = data;
  const CsJudge *self = crowds->judge;
  const Voucher *all = crowds->vouchers;
  double reach = self->params->reach / self->mm;
  guint from = 0;

  for (guint i = first; i < last; i++)
    {
      CsSpot *spot = nth (self, i);
      gint64 sum = 0;

      while (all[from].y < spot->y - reach)
        from++;
      for (guint k = from; k < self->spots->len && all[k].y <= spot->y + reach; k++)
        {
          double across = all[k].x - spot->x, down = all[k].y - spot->y, square = across * across + down * down;

          if (k != i && square <= reach * reach)
            sum += in_units (weaken (self, all[k].vouched, sqrt (square)));
        }
      spot->box.parts[CS_BOX_NEIGHBOURS] = cs_judge_crowd (sum / UNITS, crowds->chance);
    }
}

static gboolean
count_neighbours (const CsJudge *self, GCancellable *cancellable, GError **error)
{
  g_autofree Voucher *vouchers = g_new (Voucher, self->spots->len);
  Crowds crowds = { self, vouchers, self->params->part ? chance_of (self) : 0 };

  for (guint i = 0; i < self->spots->len; i++)
    vouchers[i] = (Voucher) { nth (self, i)->x, nth (self, i)->y, cs_judge_vouch (self, nth (self, i), 0) };
  return cs_rows_run (self->spots->len, 256, count_some, &crowds, cancellable, error);
}

void
cs_judge_place (const CsJudge *self, CsSpot *spot)
{
  int grow = (int) (self->params->grow / self->mm + 0.5);
  int right = MIN (spot->right + 1 + grow, (int) self->width);
  int bottom = MIN (spot->bottom + 1 + grow, (int) self->height);

  spot->box.x = MAX (spot->left - grow, 0);
  spot->box.y = MAX (spot->top - grow, 0);
  spot->box.width = right - spot->box.x;
  spot->box.height = bottom - spot->box.y;
}

CsIsland *
cs_judge_island (const CsJudge *self)
{
  return cs_island_new ((guint) ceil (MAX (self->params->free, self->params->coarse) / cs_judge_light_mm (self)));
}

static void
measure_some (guint first, guint last, gpointer data)
{
  const CsJudge *self = data;
  g_autoptr (CsIsland) island = cs_judge_island (self);

  for (guint i = first; i < last; i++)
    cs_judge_measure (self, island, nth (self, i));
}

/* Without those that not even neighbours could make suspicious enough. */
static void
drop_hopeless (CsJudge *self)
{
  guint kept = 0;
  double least = self->params->least;

  for (guint i = 0; i < self->spots->len && least > 0; i++)
    if (likely (cs_judge_weigh (self, nth (self, i)) + self->params->neighbours) >= least)
      *nth (self, kept++) = *nth (self, i);
  if (least > 0)
    g_array_set_size (self->spots, kept);
}

void
cs_judge_sort (CsJudge *self)
{
  guint n = 0;

  g_array_sort_with_data (self->spots, by_suspicion, self);
  while (n < MIN (self->spots->len, (guint) self->params->limit) && nth (self, n)->box.suspicion >= self->params->least)
    n++;
  g_array_set_size (self->spots, n);
}

gboolean
cs_judge_rank (CsJudge *self, GCancellable *cancellable, GError **error)
{
  if (!cs_rows_run (self->spots->len, 64, measure_some, self, cancellable, error))
    return FALSE;
  drop_hopeless (self);
  for (guint i = 0; i < self->spots->len; i++)
    nth (self, i)->box.suspicion = likely (cs_judge_weigh (self, nth (self, i)));
  g_array_sort_with_data (self->spots, by_suspicion, self);
  if (self->light != NULL && !cs_judge_merge (self, cancellable, error))
    return FALSE;
  g_array_sort (self->spots, cs_judge_by_row);
  if (!count_neighbours (self, cancellable, error))
    return FALSE;
  for (guint i = 0; i < self->spots->len; i++)
    {
      cs_judge_place (self, nth (self, i));
      nth (self, i)->box.suspicion = cs_judge_suspect (self, nth (self, i));
    }
  cs_judge_sort (self);
  return TRUE;
}

void
cs_judge_begin (CsJudge *self, CsImage *image)
{
  self->mm = cs_image_get_working_spacing (image, NULL);
  self->fine = cs_coarse_of (image, cs_light_factor (image));
  self->coarse = cs_coarse_of (image, cs_tissue_factor (image));
  self->white = cs_image_get_white (image);
  self->width = cs_image_get_width (image);
  self->height = cs_image_get_height (image);
}
