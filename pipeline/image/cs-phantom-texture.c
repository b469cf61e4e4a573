/* Power-law noise: the sum of octaves of cubic B-splines over lattices of random numbers. An octave of cell c is flat
 * below 1/c and gone above; with a variance that grows with c the sum falls with the third power of the frequency. */
#include "cs-phantom-private.h"

#include <math.h>

guint64
cs_dice_mix (guint64 a, guint64 b)
{
  guint64 z = a + 0x9e3779b97f4a7c15u * (b + 1);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

double
cs_dice_roll (CsDice *dice)
{
  dice->state += 0x9e3779b97f4a7c15u;
  return (double) (cs_dice_mix (dice->state, 0) >> 11) / 9007199254740992.0;
}

double
cs_dice_range (CsDice *dice, double lower, double upper)
{
  return lower + (upper - lower) * cs_dice_roll (dice);
}

/* Near enough to Gaussian, of variance 1: four 16-bit numbers summed. */
static float
node (guint64 seed, guint column, guint row)
{
  guint64 bits = cs_dice_mix (seed, ((guint64) row << 32) | column);
  gint sum = (gint) ((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48)) - 2 * 65535;

  return (float) sum * (1.7320508f / 65535.0f);
}

void
cs_texture_weights (double t, float w[4])
{
  double s = 1 - t;

  w[0] = (float) (s * s * s / 6);
  w[1] = (float) ((3 * t * t * t - 6 * t * t + 4) / 6);
  w[2] = (float) ((3 * s * s * s - 6 * s * s + 4) / 6);
  w[3] = (float) (t * t * t / 6);
}

static void
add_octave (guint64 seed, guint y, guint cell, float amplitude, float *row, guint width)
{
  guint n = width / cell + 4;
  g_autofree float *lattice = g_new (float, n), *phases = g_new (float, 4 * cell);
  float w[4];

  cs_texture_weights ((double) (y % cell) / cell, w);
  for (guint i = 0; i < n; i++)
    lattice[i] = amplitude * (w[0] * node (seed, i, y / cell) + w[1] * node (seed, i, y / cell + 1) +
                              w[2] * node (seed, i, y / cell + 2) + w[3] * node (seed, i, y / cell + 3));
  for (guint i = 0; i < cell; i++)
    cs_texture_weights ((double) i / cell, phases + 4 * i);
  for (guint i = 0, x = 0; x < width; i++)
    for (guint k = 0; k < cell && x < width; k++, x++)
      row[x] += phases[4 * k] * lattice[i] + phases[4 * k + 1] * lattice[i + 1] +
                phases[4 * k + 2] * lattice[i + 2] + phases[4 * k + 3] * lattice[i + 3];
}

void
cs_texture_row (guint64 seed, guint y, double mm_per_pixel, guint finest, guint coarsest, float *row, guint width)
{
  for (guint cell = finest; cell <= coarsest; cell *= 2)
    add_octave (cs_dice_mix (seed, cell), y, cell, (float) sqrt (cell * mm_per_pixel), row, width);
}
