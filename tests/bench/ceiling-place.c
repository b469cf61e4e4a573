#include "ceiling.h"

#include <math.h>
#include <string.h>

#define FLANK 3              /* pixels of tissue beside the largest calcification */
#define COARSE 1.6           /* mm: octaves of texture from here on are told */
/* Texture over brightness above the air: 0.048 in fat and 0.051 in gland, by cs-phantom-tissue.c. */
#define TEXTURE 0.0495

static double
step_of (const CsPhantomPlan *plan)
{
  return 1.0 / ((1u << plan->bits) - 1);
}

static double
fineness_of (const CsPhantomPlan *plan)
{
  return plan->noise * sqrt (0.2 / plan->mm_per_pixel);
}

static guint
middle_cell (double mm)
{
  guint cell = 1;

  while (cell * mm < COARSE)
    cell *= 2;
  return cell;
}

/* How octave @cell ties two pixels of a row (or column) of the window that begins at @first together. */
static double *
tie (guint first, guint side, guint cell)
{
  guint nodes = side / cell + 6;
  g_autofree float *weights = g_new0 (float, side * nodes);
  double *ties = g_new0 (double, side * side);

  for (guint i = 0; i < side; i++)
    cs_texture_weights ((first + i) % cell / (double) cell, weights + i * nodes + (first + i) / cell - first / cell);
  for (guint i = 0; i < side * side; i++)
    for (guint k = 0; k < nodes; k++)
      ties[i] += weights[i / side * nodes + k] * weights[i % side * nodes + k];
  return ties;
}

/* Gauss and Jordan, in place; of a matrix that has one. */
WIDE static void
invert (double *matrix, guint n)
{
  for (guint k = 0; k < n; k++)
    {
      double *pivot = matrix + (gsize) k * n, scale = 1 / pivot[k];

      pivot[k] = 1;
      for (guint j = 0; j < n; j++)
        pivot[j] *= scale;
      for (guint i = 0; i < n; i++)
        {
          double *row = matrix + (gsize) i * n, factor = row[k];

          if (i == k)
            continue;
          row[k] = 0;
          for (guint j = 0; j < n; j++)
            row[j] -= factor * pivot[j];
        }
    }
}

static void
set_inverse (Place *place)
{
  guint side = place->side, area = side * side;
  double mm = place->plan->mm_per_pixel;
  g_autofree double *matrix = g_new0 (double, (gsize) area * area);

  for (guint cell = 1; cell < middle_cell (mm); cell *= 2)
    {
      g_autofree double *across = tie (place->left, side, cell), *down = tie (place->top, side, cell);
      double power = place->texture * place->texture * cell * mm;

      for (guint p = 0; p < area; p++)
        for (guint q = 0; q < area; q++)
          matrix[(gsize) p * area + q] += power * down[p / side * side + q / side] * across[p % side * side + q % side];
    }
  for (guint p = 0; p < area; p++)
    matrix[(gsize) p * area + p] += place->white;
  invert (matrix, area);
  place->inverse = g_new (float, (gsize) area * area);
  for (gsize i = 0; i < (gsize) area * area; i++)
    place->inverse[i] = (float) matrix[i];
}

/* Of the noise, and of rounding to grey levels. */
static double
white_of (const CsPhantomPlan *plan, double mean)
{
  CsDice dice = { 1 };
  guint n = 100000;
  double squares = 0, step = step_of (plan);

  for (guint i = 0; i < n; i++)
    {
      double off = cs_phantom_noise (&dice, mean, fineness_of (plan));

      squares += off * off;
    }
  return squares / n + step * step / 12;
}

/* Wide enough for the largest, wherever it lies. */
static guint
find_side (const CsPhantomPlan *plan, double around)
{
  CsSpot largest = { .diameter = cs_spot_diameter (1) };

  cs_spot_draw (&largest, 1000, 1000, plan);
  g_free (largest.profile);
  return largest.size + 2 * ((guint) ceil (around) + FLANK);
}

void
place_init (Place *self, const CsPhantomPlan *plan, const Seen *seen, double around, double noise, CsDice *dice)
{
  *self = (Place) { .plan = plan, .side = find_side (plan, around), .seen = *seen, .noise = noise };
  self->left = (guint) (64 * cs_dice_roll (dice));
  self->top = (guint) (64 * cs_dice_roll (dice));
  self->white = noise * noise * white_of (plan, seen->mean);
  self->texture = noise * TEXTURE * (seen->mean - AIR);
  set_inverse (self);
}

void
place_clear (Place *self)
{
  g_clear_pointer (&self->inverse, g_free);
}

/* One row of tissue as a film shows it, its mean taken away. @spot: may not reach this far. */
static void
show_row (const Place *self, guint y, const CsSpot *spot, guint64 seed, CsDice *dice, float *row)
{
  const CsPhantomPlan *plan = self->plan;
  guint width = self->left + self->side;
  g_autofree float *line = g_new0 (float, width);
  double step = self->noise * step_of (plan), fineness = self->noise * fineness_of (plan);
  int j = (int) y - spot->top;

  cs_texture_row (seed, self->top + y, plan->mm_per_pixel, 1, middle_cell (plan->mm_per_pixel) / 2, line, width);
  for (guint x = 0; x < self->side; x++)
    {
      double value = self->seen.mean + self->texture * line[self->left + x];
      int i = (int) x - spot->left;

      value += cs_phantom_noise (dice, value, fineness);
      if (i >= 0 && j >= 0 && i < spot->size && j < spot->size)
        value += self->seen.increment * spot->profile[j * spot->size + i];
      row[x] = (float) (step * floor (value / step + 0.5) - self->seen.mean);
    }
}

float *
place_look (const Place *self, const CsSpot *spot, CsDice *dice)
{
  guint area = self->side * self->side;
  guint64 seed = cs_dice_mix (dice->state, 1);
  g_autofree float *above = g_new (float, area);
  float *weighed = g_new (float, area);

  for (guint y = 0; y < self->side; y++)
    show_row (self, y, spot, seed, dice, above + y * self->side);
  for (guint i = 0; i < area; i++)
    weighed[i] = (float) dot (self->inverse + (gsize) i * area, above, (int) area);
  return weighed;
}

static CsRaster *
floating (const CsPhantom *phantom, const CsPhantomPlan *plan)
{
  const CsRaster *from = cs_image_get_raster (phantom->image);
  guint width = cs_raster_get_width (from), height = cs_raster_get_height (from);
  CsRaster *to = cs_raster_new (CS_PIXEL_F32, width, height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      ((float *) cs_raster_edit (to, y))[x] = (float) (cs_raster_get (from, x, y) * step_of (plan));
  return to;
}

static guint
count_pixels (const CsRaster *mask)
{
  guint n = 0;

  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    for (guint x = 0; x < cs_raster_get_width (mask); x++)
      n += cs_raster_get (mask, x, y) > 0;
  return n;
}

guint
see_film (const CsPhantomPlan *plan, guint seed, guint index, GArray *seen)
{
  CsPhantomPlan bare = *plan;
  g_autoptr (CsPhantom) full = cs_phantom_draw (plan, seed, index, NULL, NULL), clean = NULL;
  g_autoptr (CsRaster) film = NULL;
  double mm = plan->mm_per_pixel, step = step_of (plan);

  bare.clusters = 0;
  clean = cs_phantom_draw (&bare, seed, index, NULL, NULL);
  film = floating (clean, plan);
  for (guint i = 0; i < cs_truth_get_n_spots (full->truth); i++)
    {
      const CsTruthSpot *spot = cs_truth_get_spot (full->truth, i);
      Seen one;
      double noise = cs_phantom_local_noise (film, spot->x + spot->width / 2, spot->y + spot->height / 2, mm,
                                             &one.mean);

      one.increment = spot->contrast * sqrt (MAX (noise * noise - step * step / 12, 0));
      g_array_append_val (seen, one);
    }
  return count_pixels (cs_truth_get_mask (full->truth, "calcifications"));
}
