/* One calcification: a union of rounded strokes, blurred as the detector blurs. */
#include <math.h>

#include "cs-phantom-private.h"

#define FINE 4               /* sub-pixels a side */

void
cs_dice_direction (CsDice *dice, double *x, double *y)
{
  double square;

  do
    {
      *x = cs_dice_range (dice, -1, 1);
      *y = cs_dice_range (dice, -1, 1);
      square = *x * *x + *y * *y;
    }
  while (square > 1 || square < 0.01);
  *x /= sqrt (square);
  *y /= sqrt (square);
}

CsStroke
cs_spot_stroke (CsSpotKind kind, double dx, double dy, double far, double radius)
{
  if (kind == CS_SPOT_ROUND)
    return (CsStroke) { -0.06 * dx, -0.06 * dy, 0.06 * dx, 0.06 * dy, 0.44 };
  if (kind == CS_SPOT_BRANCHING)
    return (CsStroke) { 0.05 * dy, 0.05 * dx, 0.38 * dx, 0.38 * dy, 0.12 };
  far = 0.33 * sqrt (far);
  radius = 0.09 + (0.17 - 0.09) * radius;
  return (CsStroke) { far * dx, far * dy, far * dx, far * dy, radius };
}

guint
cs_spot_n_strokes (CsSpotKind kind, double roll)
{
  return kind == CS_SPOT_ROUND ? 1 : kind == CS_SPOT_BRANCHING ? 2 + (guint) (2 * roll) : CS_SPOT_STROKES;
}

double
cs_spot_diameter (double roll)
{
  return 0.1 + 0.45 * (roll + roll * roll);
}

void
cs_spot_plan (CsSpot *spot, CsDice *dice)
{
  spot->n_strokes = cs_spot_n_strokes (spot->kind, spot->kind == CS_SPOT_BRANCHING ? cs_dice_roll (dice) : 0);
  for (guint i = 0; i < spot->n_strokes; i++)
    {
      double dx, dy, far = 0, radius = 0;

      cs_dice_direction (dice, &dx, &dy);
      if (spot->kind == CS_SPOT_AMORPHOUS)
        {
          far = cs_dice_roll (dice);
          radius = cs_dice_roll (dice);
        }
      spot->strokes[i] = cs_spot_stroke (spot->kind, dx, dy, far, radius);
    }
}

static gboolean
is_inside (const CsSpot *spot, double x, double y)
{
  if (x * x + y * y > 0.26)    /* all strokes end sooner */
    return FALSE;
  for (guint i = 0; i < spot->n_strokes; i++)
    {
      const CsStroke *s = &spot->strokes[i];
      double ax = s->x1 - s->x0, ay = s->y1 - s->y0, long2 = ax * ax + ay * ay;
      double t = long2 > 0 ? ((x - s->x0) * ax + (y - s->y0) * ay) / long2 : 0;
      double dx, dy;

      t = CLAMP (t, 0, 1);
      dx = x - s->x0 - t * ax;
      dy = y - s->y0 - t * ay;
      if (dx * dx + dy * dy <= s->r * s->r)
        return TRUE;
    }
  return FALSE;
}

/* One pass of 1-2-1 both ways: variance of half a square pixel. The square's rim is empty. */
static void
blur (float *pixels, int size)
{
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < size; i++)
      {
        int stride = pass == 0 ? 1 : size;
        float *line = pixels + (pass == 0 ? i * size : i), before = 0;

        for (int k = 0; k < size; k++)
          {
            float here = line[k * stride], after = k + 1 < size ? line[(k + 1) * stride] : 0;

            line[k * stride] = (before + 2 * here + after) / 4;
            before = here;
          }
      }
}

void
cs_spot_draw (CsSpot *spot, double x, double y, const CsPhantomPlan *plan)
{
  double mm_per_pixel = plan->mm_per_pixel, psf = plan->psf_mm / mm_per_pixel;
  double wide = MAX (spot->diameter / mm_per_pixel, 0.5), peak = 0;
  int passes = MAX (1, (int) (2 * psf * psf + 0.5));
  int half = (int) (wide / 2) + passes + 2;

  spot->size = 2 * half + 1;
  spot->left = (int) x - half;
  spot->top = (int) y - half;
  spot->profile = g_new0 (float, spot->size * spot->size);
  for (int j = 0; j < spot->size * FINE; j++)
    for (int i = 0; i < spot->size * FINE; i++)
      if (is_inside (spot, (spot->left + (i + 0.5) / FINE - x) / wide, (spot->top + (j + 0.5) / FINE - y) / wide))
        spot->profile[j / FINE * spot->size + i / FINE] += 1;
  /* Finer than the sub-pixels: it still leaves its light in the pixel it lies in. */
  spot->profile[half * spot->size + half] += 0.01f;
  for (int i = 0; i < passes; i++)
    blur (spot->profile, spot->size);
  for (int i = 0; i < spot->size * spot->size; i++)
    peak = MAX (peak, spot->profile[i]);
  for (int i = 0; i < spot->size * spot->size && peak > 0; i++)
    spot->profile[i] /= (float) peak;
}
