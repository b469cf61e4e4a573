/* Clusters of calcifications, each as bright as its contrast-to-noise says. The noise is that of the film before any
 * calcification was added. */
#include <math.h>

#include "cs-phantom-private.h"

#define SUPPORT 0.05f        /* of the peak: what no neighbour may touch */

static const char *const kinds[CS_SPOT_KINDS] = { "round", "branching", "amorphous" };

double
cs_phantom_local_noise (const CsRaster *film, int x, int y, double mm_per_pixel, double *mean)
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
has_room (const CsDrawing *d, const CsRaster *taken, const CsSpot *spot, double margin)
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
add_spot (CsDrawing *d, const CsSpot *spot, double increment, double contrast, int cluster, CsRaster *taken,
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
  CsSpot spot = { .kind = (CsSpotKind) (CS_SPOT_KINDS * cs_dice_roll (dice)), .diameter = cs_spot_diameter (u) };
  gboolean fits;

  cs_spot_plan (&spot, dice);
  cs_spot_draw (&spot, x, y, plan);
  fits = has_room (bed->d, bed->taken, &spot, bed->margin);
  if (fits)
    {
      noise = cs_phantom_local_noise (bed->clean, (int) x, (int) y, plan->mm_per_pixel, &mean);
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

      cs_dice_direction (dice, &dx, &dy);
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
