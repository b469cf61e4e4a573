/* The breast itself: outline, thickness, fat and gland, strands, vessels, pectoral muscle, the scanner's noise. */
#include <math.h>
#include <string.h>

#include "cs-phantom-private.h"
#include "cs-rows.h"

#define AIR 0.035

static void
plan_lobes (CsDrawing *d, CsDice *dice)
{
  CsBreast *b = &d->breast;

  b->n_lobes = d->plan->dense ? 9 : 5;
  for (guint i = 0; i < b->n_lobes; i++)
    {
      double size = d->plan->dense ? cs_dice_range (dice, 0.30, 0.52) : cs_dice_range (dice, 0.16, 0.36);

      /* Gland gathers behind the nipple and thins out towards the chest wall. */
      b->lobes[i] = (CsLobe) {
        .x = b->reach * cs_dice_range (dice, 0.30, 0.72), .y = b->centre + b->half * cs_dice_range (dice, -0.38, 0.34),
        .a = b->reach * size, .b = b->half * size * cs_dice_range (dice, 0.8, 1.3),
        .weight = cs_dice_range (dice, 0.5, 1.0) };
    }
}

/* A compressed breast as the view lays it. */
static void
plan_breast (CsDrawing *d)
{
  const CsPhantomPlan *plan = d->plan;
  CsBreast *b = &d->breast;
  CsDice dice = { cs_dice_mix (d->seed, 1) };
  gboolean mlo = plan->view == CS_VIEW_MLO;

  b->reach = plan->width * cs_dice_range (&dice, 0.42, 0.62);
  b->half = plan->height * (mlo ? cs_dice_range (&dice, 0.36, 0.43) : cs_dice_range (&dice, 0.34, 0.44));
  b->centre = plan->height * (mlo ? cs_dice_range (&dice, 0.53, 0.57) : cs_dice_range (&dice, 0.46, 0.54));
  b->axilla = mlo ? cs_dice_range (&dice, 0.40, 0.55) : 0;
  b->wedge_width = mlo ? b->reach * cs_dice_range (&dice, 0.42, 0.62) : 0;
  b->wedge_height = mlo ? plan->height * cs_dice_range (&dice, 0.42, 0.68) : 0;
  b->wedge_bulge = cs_dice_range (&dice, 0.10, 0.55);
  b->nipple_row = b->centre + b->half * cs_dice_range (&dice, -0.08, 0.12);
  plan_lobes (d, &dice);
}

/* How far the skin is from the chest wall in this row; below 0: no breast here. */
static double
reach_at (const CsBreast *b, double y)
{
  double v = (y - b->centre) / b->half, round = v * v < 1 ? sqrt (1 - v * v) : 0;
  double near = (y - b->nipple_row) / (b->half * 0.055), bump = near * near < 1 ? 1 - near * near : 0;

  /* Towards the axilla the skin swings back out instead of closing: a bell, not an ellipse. */
  if (v < 0 && b->axilla > 0)
    {
      double u = v / 1.55, bell = u * u < 1 ? (1 - u * u) * (1 - u * u) : 0;

      return b->reach * (b->axilla + (1 - b->axilla) * bell + 0.035 * bump * bump);
    }
  return v * v < 1 ? b->reach * (round + 0.035 * bump * bump) : -1;
}

static double
wedge_at (const CsBreast *b, double y)
{
  double t = b->wedge_height > 0 ? y / b->wedge_height : 1;

  return t < 1 ? b->wedge_width * (1 - t) * (1 + b->wedge_bulge * t) : -1;
}

static void
draw_masks (CsDrawing *d)
{
  guint width = d->plan->width;

  for (guint y = 0; y < d->plan->height; y++)
    {
      guint8 *outline = cs_raster_edit (d->outline, y), *pectoral = cs_raster_edit (d->pectoral, y);
      double skin = reach_at (&d->breast, y + 0.5), wedge = wedge_at (&d->breast, y + 0.5);

      for (guint x = 0; x < width; x++)
        {
          outline[MIRROR (d, x)] = x + 0.5 < skin ? 255 : 0;
          pectoral[MIRROR (d, x)] = x + 0.5 < skin && x + 0.5 < wedge ? 255 : 0;
        }
    }
}

static guint
step (const CsRaster *depth, int x, int y, guint cost)
{
  if (x < 0 || y < 0 || x >= (int) cs_raster_get_width (depth) || y >= (int) cs_raster_get_height (depth))
    return G_MAXUINT16;
  return ((const guint16 *) cs_raster_row (depth, y))[x] + cost;
}

/* Chamfer distance 5-7-11 to the air; the film's edge is not the air. @way: 1 down and right, -1 up and left. */
static void
sweep_depth (CsRaster *depth, int way)
{
  static const struct { int x, y; guint cost; } steps[] = { { -1, 0, 5 },   { 0, -1, 5 },  { -1, -1, 7 },  { 1, -1, 7 },
                { -2, -1, 11 }, { 2, -1, 11 }, { -1, -2, 11 }, { 1, -2, 11 } };
  int width = cs_raster_get_width (depth), height = cs_raster_get_height (depth);

  for (int j = 0; j < height; j++)
    {
      int y = way > 0 ? j : height - 1 - j;
      guint16 *row = cs_raster_edit (depth, y);

      for (int i = 0; i < width; i++)
        {
          int x = way > 0 ? i : width - 1 - i;
          guint least = row[x];

          for (guint k = 0; least > 0 && k < G_N_ELEMENTS (steps); k++)
            least = MIN (least, step (depth, x + way * steps[k].x, y + way * steps[k].y, steps[k].cost));
          row[x] = (guint16) least;
        }
    }
}

static void
measure_depth (CsDrawing *d)
{
  for (guint y = 0; y < d->plan->height; y++)
    {
      const guint8 *outline = cs_raster_row (d->outline, y);
      guint16 *row = cs_raster_edit (d->depth, y);

      for (guint x = 0; x < d->plan->width; x++)
        row[x] = outline[x] ? G_MAXUINT16 : 0;
    }
  sweep_depth (d->depth, 1);
  sweep_depth (d->depth, -1);
}

static double
gland_at (const CsBreast *b, double x, double y)
{
  double sum = 0;

  for (guint i = 0; i < b->n_lobes; i++)
    {
      const CsLobe *lobe = &b->lobes[i];
      double dx = (x - lobe->x) / lobe->a, dy = (y - lobe->y) / lobe->b, q = 1 - dx * dx - dy * dy;

      if (q > 0)
        sum += lobe->weight * q * q * (3 - 2 * q);
    }
  return sum;
}

static double
smooth (double t)
{
  t = CLAMP (t, 0, 1);
  return t * t * (3 - 2 * t);
}

/* Tissue of one pixel: fat, gland where lobes and coarse texture say so, strands where a second coarse texture
 * crosses nought (a fine one would make them ragged: they are sheets seen from the edge, and smooth). */
static double
tissue_at (const CsDrawing *d, double x, double y, double coarse, double texture, double strand, double depth,
           double wedge)
{
  double mm = d->plan->mm_per_pixel, reach = d->breast.reach, roll = MIN (0.34 * reach, 30 / mm);
  double part = MIN (depth / roll, 1), thick = sqrt (1 - (1 - part) * (1 - part));
  double gland = smooth (gland_at (&d->breast, x, y) * (d->plan->dense ? 0.9 : 0.8) + 0.055 * coarse - 0.03);
  double away = strand < 0 ? -strand : strand, line = away < 0.7 ? 1 - away / 0.7 : 0;
  double value = 0.27 + 0.26 * gland + (0.013 + 0.014 * gland) * texture + (0.012 + 0.03 * gland) * line * line;
  double muscle = smooth ((wedge - x) / (4.5 / mm) + 0.5), skin = depth * mm < 1.5 ? 0.03 : 0;

  value = AIR + skin + thick * value;
  return value + muscle * 0.9 * (0.60 + 0.010 * texture + 0.05 * (wedge - x) / reach - value);
}

/* The rows a band works in. */
typedef struct { float *fine, *coarse, *strand; } Rows;

/* The least power of two pixels that spans @mm. */
static guint
cell_of (double mm, double mm_per_pixel)
{
  guint cell = 1;

  while (cell * mm_per_pixel < mm)
    cell *= 2;
  return cell;
}

static void
fill_rows (const CsDrawing *d, guint y, Rows *rows)
{
  guint width = d->plan->width, coarsest = MIN (width, d->plan->height) / 4;
  double mm = d->plan->mm_per_pixel;
  guint middle = cell_of (1.6, mm);

  memset (rows->fine, 0, width * sizeof (float));
  memset (rows->coarse, 0, width * sizeof (float));
  memset (rows->strand, 0, width * sizeof (float));
  cs_texture_row (cs_dice_mix (d->seed, 4), y, mm, 1, middle / 2, rows->fine, width);
  cs_texture_row (cs_dice_mix (d->seed, 4), y, mm, middle, coarsest, rows->coarse, width);
  cs_texture_row (cs_dice_mix (d->seed, 5), y, mm, 2 * middle, MIN (coarsest, 16 * middle), rows->strand, width);
}

/* Grains and photons, about Gaussian: more where more light was stopped and where pixels are small, never nothing. */
double
cs_phantom_noise (CsDice *dice, double value, double fineness)
{
  double sum = -1.5;

  for (guint i = 0; i < 3; i++)
    sum += cs_dice_roll (dice);
  return sum * fineness * (0.0024 + 0.0063 * (value > 0 ? sqrt (value) : 0));
}

static void
draw_row (CsDrawing *d, guint y, Rows *rows)
{
  const guint16 *depth = cs_raster_row (d->depth, y);
  const float *vessel = cs_raster_row (d->vessels, y);
  double mm = d->plan->mm_per_pixel, fineness = d->plan->noise * sqrt (0.2 / mm);
  double wedge = wedge_at (&d->breast, y + 0.5);
  float *grey = cs_raster_edit (d->grey, y);
  CsDice dice = { cs_dice_mix (cs_dice_mix (d->seed, 3), y) };

  fill_rows (d, y, rows);
  for (guint x = 0; x < d->plan->width; x++)
    {
      double value = AIR, deep = depth[x] / 5.0;

      if (depth[x] > 0)
        value = tissue_at (d, MIRROR (d, x) + 0.5, y + 0.5, rows->coarse[x], rows->coarse[x] + rows->fine[x],
                           rows->strand[x], deep, wedge > 0 ? wedge : -15 / mm) +
                0.045 * vessel[x] * MIN (deep * mm / 10, 1);
      grey[x] = (float) (value + cs_phantom_noise (&dice, value, fineness));
    }
}

static void
draw_band (guint first, guint last, gpointer data)
{
  CsDrawing *d = data;
  g_autofree float *values = g_new (float, 3 * (gsize) d->plan->width);
  Rows rows = { values, values + d->plan->width, values + 2 * d->plan->width };

  for (guint y = first; y < last; y++)
    draw_row (d, y, &rows);
}

gboolean
cs_phantom_tissue (CsDrawing *d, GCancellable *cancellable, GError **error)
{
  plan_breast (d);
  draw_masks (d);
  measure_depth (d);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  cs_phantom_vessels (d);
  return cs_rows_run (d->plan->height, 0, draw_band, d, cancellable, error);
}
