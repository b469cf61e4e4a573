/* Spots on one thing are one: what hangs together with the strongest at two thirds of its height, and a coarse
 * calcification as a whole. */
#include <math.h>

#include "cs-rows.h"
#include "cs-smooth.h"
#include "spots-private.h"

#define EDGE_MM 0.15       /* all round, a sharp edge falls from half of the height to a quarter within it */
#define TOGETHER (2.0 / 3) /* of its height: two peaks that are joined up there are one spot */
#define BRIGHT 48.0        /* deviations that a coarse calcification stands over all round it at least */
#define COMPACT 0.6        /* a disc fills 0.79 of its box */

/* How far the light falls from the spot to the sea at @reach mm. */
static float
rise_of (const CsJudge *self, CsIsland *island, const CsSpot *spot, double reach)
{
  return cs_judge_light (self, spot->light_x, spot->light_y)
         - cs_island_sink (island, self->light, spot->light_x, spot->light_y, reach / cs_judge_light_mm (self));
}

/* The level at @part of the way up from the sea to the spot. */
static float
level_of (const CsJudge *self, const CsSpot *spot, float rise, double part)
{
  return cs_judge_light (self, spot->light_x, spot->light_y) - rise * (1 - part);
}

/* What is_coarse() asks of brightness and size at least, out of a look about: only few spots need be flooded as far as
 * a coarse calcification may reach. */
static gboolean
may_be_coarse (const CsJudge *self, CsIsland *island, const CsSpot *spot)
{
  double mm = cs_judge_light_mm (self), radius = self->params->free / 2 / mm;
  float rise = cs_judge_light (self, spot->light_x, spot->light_y)
               - cs_island_bound (island, self->light, spot->light_x, spot->light_y, self->params->coarse / mm);
  guint most = (guint) (G_PI * radius * radius);

  return rise >= BRIGHT * cs_judge_noise (self, spot)
         && cs_island_sink_to (island, self->light, spot->light_x, spot->light_y, level_of (self, spot, rise, 0.5),
                               most) >= most;
}

/* A coarse calcification is told from a nodule, or from tissue between others, by how bright it is, by its sharp edge,
 * and by being compact: it fills its box, nearly as a disc does. */
static gboolean
is_coarse (const CsJudge *self, const CsIsland *island, const CsSpot *spot, float rise)
{
  CsSpread core = cs_island_spread (island, level_of (self, spot, rise, 0.5));
  CsSpread foot = cs_island_spread (island, level_of (self, spot, rise, 0.25));
  double mm = cs_judge_light_mm (self), radius = sqrt (core.area / G_PI) * mm;

  return rise >= BRIGHT * cs_judge_noise (self, spot) && radius >= self->params->free / 2
         && MAX (core.width, core.height) * mm <= self->params->coarse
         && core.area >= COMPACT * core.width * core.height
         && sqrt (foot.area / G_PI) * mm - radius <= EDGE_MM;
}

static gboolean
touches (const CsIsland *island, const CsSpot *spot, float level)
{
  for (int k = 0; k < 9; k++)
    if (cs_island_holds (island, spot->light_x + k % 3 - 1, spot->light_y + k / 3 - 1, level))
      return TRUE;
  return FALSE;
}

static void
stretch (CsSpot *spot, int left, int top, int right, int bottom)
{
  spot->left = MIN (spot->left, left);
  spot->top = MIN (spot->top, top);
  spot->right = MAX (spot->right, right);
  spot->bottom = MAX (spot->bottom, bottom);
}

/* The parts of a spot are a chain; those the other had come along. */
static void
join (CsJudge *self, CsSpot *spot, CsSpot *other)
{
  guint last = self->parts->len;

  stretch (spot, other->left, other->top, other->right, other->bottom);
  other->merged = TRUE;
  g_array_append_vals (self->parts, other, 1);
  while (g_array_index (self->parts, CsSpot, last).next >= 0)
    last = g_array_index (self->parts, CsSpot, last).next;
  g_array_index (self->parts, CsSpot, last).next = spot->next;
  spot->next = (int) self->parts->len - 1;
}

/* Those of spots @rows, which come by rows, that may lie on the same thing as the @first and are weaker. */
static void
find_near (const CsJudge *self, guint first, const guint *rows, GArray *near)
{
  const CsSpot *spot = nth (self, first);
  double reach = self->params->coarse / self->mm;
  guint from = 0, to = self->spots->len;

  while (from < to)
    {
      guint middle = (from + to) / 2;

      if (nth (self, rows[middle])->y < spot->y - reach)
        from = middle + 1;
      else
        to = middle;
    }
  g_array_set_size (near, 0);
  for (; from < self->spots->len && nth (self, rows[from])->y <= spot->y + reach; from++)
    if (rows[from] > first && !nth (self, rows[from])->merged && ABS (nth (self, rows[from])->x - spot->x) <= reach)
      g_array_append_val (near, rows[from]);
}

/* The weaker spots on the same thing as the @first of them. */
static void
merge_into (CsJudge *self, guint first, const GArray *near, const CsIsland *island, float level)
{
  CsSpot *spot = nth (self, first);

  for (guint i = 0; i < near->len; i++)
    {
      CsSpot *other = nth (self, g_array_index (near, guint, i));

      if (!other->merged && touches (island, other, level))
        join (self, spot, other);
    }
}

/* The strongest spot on what shows up as one thing: the @first, or one before it whose own island was none, as that of
 * a calcification's brightest corner may be. */
static guint
strongest_on (const CsJudge *self, guint first, const CsIsland *island, float level)
{
  for (guint i = 0; i < first; i++)
    if (!nth (self, i)->merged && touches (island, nth (self, i), level))
      return i;
  return first;
}

/* The whole thing gets one box. */
static void
merge_coarse (CsJudge *self, guint first, const GArray *near, const CsIsland *island, float level)
{
  CsSpread spread = cs_island_spread (island, level);
  const CsCoarse *grid = &self->fine;
  double left = cs_smooth_begin (spread.x, grid->factor, grid->across);
  double right = cs_smooth_begin (spread.x + spread.width, grid->factor, grid->across);
  double top = cs_smooth_begin (spread.y, grid->factor, grid->down);
  double bottom = cs_smooth_begin (spread.y + spread.height, grid->factor, grid->down);
  guint strongest = strongest_on (self, first, island, level);

  for (guint i = strongest + 1; i <= first; i++)
    if (!nth (self, i)->merged && touches (island, nth (self, i), level))
      join (self, nth (self, strongest), nth (self, i));
  merge_into (self, strongest, near, island, level);
  stretch (nth (self, strongest), (int) floor (MAX (left, 0)), (int) floor (MAX (top, 0)), (int) ceil (right) - 1,
           (int) ceil (bottom) - 1);
}

/* Whether one of the spots @near is so near that an island may touch it before it is free. */
static gboolean
may_touch (const CsJudge *self, const CsSpot *spot, const GArray *near)
{
  int reach = (int) (self->params->free / cs_judge_light_mm (self)) + 2;

  for (guint i = 0; i < near->len; i++)
    {
      const CsSpot *other = nth (self, g_array_index (near, guint, i));

      if (ABS (other->light_x - spot->light_x) <= reach && ABS (other->light_y - spot->light_y) <= reach)
        return TRUE;
    }
  return FALSE;
}

/* One with the spot is what one reaches from it without going far down; what the film's blur alone joins stays
 * apart. */
static void
merge_around (CsJudge *self, guint first, const GArray *near, CsIsland *island)
{
  CsSpot *spot = nth (self, first);
  float rise;

  if (may_touch (self, spot, near))
    {
      rise = rise_of (self, island, spot, self->params->free);
      merge_into (self, first, near, island, level_of (self, spot, rise, TOGETHER));
    }
  if (!spot->large)
    return;
  rise = rise_of (self, island, spot, self->params->coarse);
  if (is_coarse (self, island, spot, rise))
    merge_coarse (self, first, near, island, level_of (self, spot, rise, 0.5));
}

static void
look_at_some (guint first, guint last, gpointer data)
{
  const CsJudge *self = data;
  g_autoptr (CsIsland) island = cs_judge_island (self);

  for (guint i = first; i < last; i++)
    nth (self, i)->large = may_be_coarse (self, island, nth (self, i));
}

static int
by_row_of (gconstpointer a, gconstpointer b, gpointer data)
{
  return cs_judge_by_row (nth (data, *(const guint *) a), nth (data, *(const guint *) b));
}

/* The places of all spots, in the order of rows. */
static guint *
sort_by_rows (CsJudge *self)
{
  guint *rows = g_new (guint, self->spots->len);

  for (guint i = 0; i < self->spots->len; i++)
    rows[i] = i;
  g_qsort_with_data (rows, (int) self->spots->len, sizeof (guint), by_row_of, self);
  return rows;
}

/* The strongest first; those that were merged are dropped. */
gboolean
cs_judge_merge (CsJudge *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsIsland) island = cs_judge_island (self);
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *rows = NULL;
  guint kept = 0;

  if (!cs_rows_run (self->spots->len, 64, look_at_some, self, cancellable, error))
    return FALSE;
  rows = sort_by_rows (self);
  for (guint i = 0; i < self->spots->len; i++)
    {
      if (i % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (nth (self, i)->merged)
        continue;
      find_near (self, i, rows, near);
      merge_around (self, i, near, island);
    }
  for (guint i = 0; i < self->spots->len; i++)
    if (!nth (self, i)->merged)
      *nth (self, kept++) = *nth (self, i);
  g_array_set_size (self->spots, kept);
  return TRUE;
}
