/* Clusters of calcifications: each a union of rounded strokes, blurred as the detector blurs, and as bright as its
 * contrast-to-noise says. The noise is that of the film before any calcification was added. */
#include <math.h>

#include "cs-phantom-private.h"

#define FINE 4               /* sub-pixels a side */
#define MOST_STROKES 8
#define SUPPORT 0.05f        /* of the peak: what no neighbour may touch */

typedef enum { ROUND, BRANCHING, AMORPHOUS, N_KINDS } Kind;
static const char *const kinds[N_KINDS] = { "round", "branching", "amorphous" };

typedef struct { double x0, y0, x1, y1, r; } Stroke;
typedef struct
{
  Kind    kind;
  double  diameter;          /* mm */
  Stroke  strokes[MOST_STROKES];
  guint   n_strokes;
  int     left, top, size;   /* its square in the film */
  float  *profile;           /* size x size, peak 1 */
} Spot;

static void
direction (CsDice *dice, double *x, double *y)
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

/* Strokes round the origin, in a circle of diameter 1. */
static void
plan_strokes (Spot *spot, CsDice *dice)
{
  double dx, dy;

  spot->n_strokes = spot->kind == ROUND       ? 1
                    : spot->kind == BRANCHING ? 2 + (guint) (2 * cs_dice_roll (dice))
                                              : MOST_STROKES;
  for (guint i = 0; i < spot->n_strokes; i++)
    {
      Stroke *s = &spot->strokes[i];

      direction (dice, &dx, &dy);
      if (spot->kind == ROUND)
        *s = (Stroke) { -0.06 * dx, -0.06 * dy, 0.06 * dx, 0.06 * dy, 0.44 };
      else if (spot->kind == BRANCHING)
        *s = (Stroke) { 0.05 * dy, 0.05 * dx, 0.38 * dx, 0.38 * dy, 0.12 };
      else
        {
          double far = 0.33 * sqrt (cs_dice_roll (dice));

          *s = (Stroke) { far * dx, far * dy, far * dx, far * dy, cs_dice_range (dice, 0.09, 0.17) };
        }
    }
}

static gboolean
is_inside (const Spot *spot, double x, double y)
{
  for (guint i = 0; i < spot->n_strokes; i++)
    {
      const Stroke *s = &spot->strokes[i];
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

static void
draw_profile (Spot *spot, double x, double y, const CsPhantomPlan *plan)
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

/* Standard deviation of the film within 1 mm, and its mean. */
static double
local_noise (const CsRaster *film, int x, int y, double mm_per_pixel, double *mean)
{
  int radius = MAX (2, (int) (1.0 / mm_per_pixel + 0.5));
  int right = cs_raster_get_width (film) - 1, bottom = cs_raster_get_height (film) - 1;
  double sum = 0, squares = 0;
  guint n = 0;

  for (int row = MAX (y - radius, 0); row <= MIN (y + radius, bottom); row++)
    for (int column = MAX (x - radius, 0); column <= MIN (x + radius, right); column++)
      if ((row - y) * (row - y) + (column - x) * (column - x) <= radius * radius)
        {
          double value = ((const float *) cs_raster_row (film, row))[column];

          sum += value;
          squares += value * value;
          n++;
        }
  *mean = sum / n;
  return sqrt (MAX (squares / n - *mean * *mean, 0));
}

static gboolean
is_allowed (const CsDrawing *d, int x, int y, double margin)
{
  return x >= 0 && y >= 0 && x < (int) d->plan->width && y < (int) d->plan->height &&
         ((const guint16 *) cs_raster_row (d->depth, y))[x] > 5 * margin &&
         !((const guint8 *) cs_raster_row (d->pectoral, y))[x];
}

static gboolean
has_room (const CsDrawing *d, const CsRaster *taken, const Spot *spot, double margin)
{
  for (int j = 0; j < spot->size; j++)
    for (int i = 0; i < spot->size; i++)
      if (spot->profile[j * spot->size + i] > SUPPORT &&
          (!is_allowed (d, spot->left + i, spot->top + j, margin) ||
           ((const guint8 *) cs_raster_row (taken, spot->top + j))[spot->left + i]))
        return FALSE;
  return TRUE;
}

/* Half its peak is where a calcification ends. */
static void
add_spot (CsDrawing *d, const Spot *spot, double increment, double contrast, int cluster, CsRaster *taken,
          CsRaster *mask, CsTruth *truth)
{
  int first_x = G_MAXINT, first_y = G_MAXINT, last_x = 0, last_y = 0;

  for (int j = 0; j < spot->size; j++)
    for (int i = 0; i < spot->size; i++)
      {
        float part = spot->profile[j * spot->size + i];
        int x = spot->left + i, y = spot->top + j;

        if (part <= 0 || x < 0 || y < 0 || x >= (int) d->plan->width || y >= (int) d->plan->height)
          continue;
        ((float *) cs_raster_edit (d->grey, y))[x] += (float) increment * part;
        if (part > SUPPORT)
          ((guint8 *) cs_raster_edit (taken, y))[x] = 1;
        if (part < 0.5f)
          continue;
        ((guint8 *) cs_raster_edit (mask, y))[x] = 255;
        first_x = MIN (first_x, x);
        first_y = MIN (first_y, y);
        last_x = MAX (last_x, x);
        last_y = MAX (last_y, y);
      }
  cs_truth_add (truth, &(CsTruthSpot) {
    .x = first_x, .y = first_y, .width = last_x - first_x + 1, .height = last_y - first_y + 1,
    .diameter = spot->diameter, .contrast = contrast, .cluster = cluster, .word = kinds[spot->kind] });
}

typedef struct { CsDrawing *d; const CsRaster *clean; CsRaster *taken, *mask; CsTruth *truth; double margin; } Bed;

static gboolean
try_spot (Bed *bed, CsDice *dice, double x, double y, int cluster)
{
  const CsPhantomPlan *plan = bed->d->plan;
  double u = cs_dice_roll (dice), contrast = cs_dice_range (dice, plan->contrast_lower, plan->contrast_upper), mean,
         noise;
  Spot spot = { .kind = (Kind) (N_KINDS * cs_dice_roll (dice)), .diameter = 0.1 + 0.45 * (u + u * u) };
  gboolean fits;

  plan_strokes (&spot, dice);
  draw_profile (&spot, x, y, plan);
  fits = has_room (bed->d, bed->taken, &spot, bed->margin);
  if (fits)
    {
      noise = local_noise (bed->clean, (int) x, (int) y, plan->mm_per_pixel, &mean);
      fits = mean + contrast * noise + 3 * noise < 1;   /* film that saturates would break the promise of contrast */
      if (fits)
        add_spot (bed->d, &spot, contrast * noise, contrast, cluster, bed->taken, bed->mask, bed->truth);
    }
  g_free (spot.profile);
  return fits;
}

static gboolean
find_centre (const CsDrawing *d, CsDice *dice, double margin, double *x, double *y)
{
  for (guint tries = 0; tries < 4000; tries++)
    {
      *x = cs_dice_range (dice, 0, d->plan->width);
      *y = cs_dice_range (dice, 0, d->plan->height);
      if (is_allowed (d, (int) *x, (int) *y, tries < 2000 ? 2 * margin : margin))
        return TRUE;
    }
  return FALSE;
}

static void
add_cluster (Bed *bed, CsDice *dice, int cluster)
{
  const CsPhantomPlan *plan = bed->d->plan;
  guint wanted = 5 + (guint) (26 * cs_dice_roll (dice)), n = 0;
  double spread = MIN (cs_dice_range (dice, 4, 10) / plan->mm_per_pixel, 0.2 * MIN (plan->width, plan->height)), x, y;

  if (!find_centre (bed->d, dice, bed->margin, &x, &y))
    return;
  for (guint tries = 0; tries < 80 * wanted && n < wanted; tries++)
    {
      double dx, dy, far = spread * sqrt (cs_dice_roll (dice));

      direction (dice, &dx, &dy);
      n += try_spot (bed, dice, x + far * dx, y + far * dy, cluster);
    }
}

CsRaster *
cs_phantom_calcify (CsDrawing *d, CsTruth *truth, GCancellable *cancellable)
{
  g_autoptr (CsRaster) clean = cs_raster_copy (d->grey);
  g_autoptr (CsRaster) taken = cs_raster_new (CS_PIXEL_U8, d->plan->width, d->plan->height);
  CsRaster *mask = cs_raster_new (CS_PIXEL_U8, d->plan->width, d->plan->height);
  CsDice dice = { cs_dice_mix (d->seed, 6) };
  Bed bed = { d, clean, taken, mask, truth, MIN (5 / d->plan->mm_per_pixel, 0.12 * d->breast.reach) };

  for (guint i = 0; i < d->plan->clusters && !g_cancellable_is_cancelled (cancellable); i++)
    add_cluster (&bed, &dice, (int) i);
  return mask;
}
