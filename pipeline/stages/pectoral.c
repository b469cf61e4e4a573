/* Section 3.3: the pectoral muscle. Two clusters by k-means with city-block distance on (intensity, weight); the
 * bright one, where it fills the upper corner at the chest wall, is cleaned and its boundary drawn as the line with
 * the clearest step that has even tissue under it: gland has clear steps too, but what lies between it and the
 * corner is now dark, now light. Worked out on about 0.8 mm a pixel; "left" below means that the film is read with
 * the chest wall at the left. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-cluster.h"
#include "cs-contour.h"
#include "cs-morph.h"
#include "cs-range.h"
#include "cs-regions.h"
#include "cs-smooth.h"
#include "cs-stage.h"

#define GRID_MM 0.8
#define LENGTH_COUNTS 0.5
#define EVEN 0.3           /* muscle varies by less than this part of what the whole breast does */
#define CLEAR 0.5          /* its border is a step of this part of what it varies by at least */
#define PROBES 28          /* along a line */
#define NX 128
#define NY 32

typedef struct { double balance, area, step, overlap, bend; } Pectoral;

static const CsParam params[] = {
  CS_DOUBLE (Pectoral, balance, N_("Share of the weight"), "", N_("How much the gradient weight counts beside the intensity"), 0, 4, 0.5, 1),
  CS_DOUBLE (Pectoral, area, N_("Least area"), "mm²", N_("Smaller areas of the cluster are dropped"), 0, 500, 30, 4),
  CS_DOUBLE (Pectoral, step, N_("Least step"), "", N_("Across its boundary the muscle is brighter by this part of white at least"), 0, 0.5, 0.02, 0.01),
  CS_DOUBLE (Pectoral, overlap, N_("Least agreement"), "", N_("How much of the area under the boundary the cluster must fill"), 0, 1, 0.3, 0.5),
  CS_DOUBLE (Pectoral, bend, N_("Bend"), "mm", N_("How far the boundary may leave the straight line"), 0, 20, 8, 0),
  { 0 }
};

/* Sums over what is inside of a row, from the wall on up to a place. */
typedef struct { double n, hit, x, v, xx, xv, vv; } Sums;

/* The reduced film, mirrored so that the chest wall is at the left. */
typedef struct
{
  CsRaster *light;          /* smoothed, 0..1 */
  CsRaster *inside, *weight;
  CsRaster *cluster;        /* the bright cluster's part in the corner */
  CsMedians medians;
  double    mm;
  int       width, height;
  int       wall, roof;     /* first column and row that hold tissue */
  double    spread;         /* standard deviation of the light of all tissue */
  Sums     *sums;           /* a row from the roof down: of no pixel, of the first from the wall, of two ... */
} View;

/* from (top, roof) to (wall, bottom), counted from wall and roof in px */
typedef struct { double top, bottom, score, rank, uneven; } Line;

static void
mirror (CsRaster *raster)
{
  guint width = cs_raster_get_width (raster);

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    {
      guint8 *bytes = cs_raster_edit (raster, y);
      float *floats = cs_raster_edit (raster, y);

      for (guint a = 0, b = width - 1; a < b; a++, b--)
        if (cs_raster_get_pixel (raster) == CS_PIXEL_F32)
          {
            float kept = floats[a];

            floats[a] = floats[b];
            floats[b] = kept;
          }
        else
          {
            guint8 kept = bytes[a];

            bytes[a] = bytes[b];
            bytes[b] = kept;
          }
    }
}

static float
light_at (const View *view, double x, double y)
{
  int column = CLAMP ((int) x, 0, view->width - 1), row = CLAMP ((int) y, 0, view->height - 1);

  return ((const float *) cs_raster_row (view->light, row))[column];
}

static gboolean
is_inside (const View *view, double x, double y)
{
  return x >= 0 && y >= 0 && x < view->width && y < view->height
         && ((const guint8 *) cs_raster_row (view->inside, (guint) y))[(guint) x] != 0;
}

static guint
bin_x (const View *view, guint x, guint y)
{
  return (guint) CLAMP (((const float *) cs_raster_row (view->light, y))[x] * NX, 0, NX - 1);
}

static guint
bin_y (const View *view, guint x, guint y)
{
  return ((const guint8 *) cs_raster_row (view->weight, y))[x] * NY / 256;
}

static const guint8 *
inside_row (const View *view, int y)
{
  return cs_raster_row (view->inside, (guint) y);
}

static void
count (const View *view, double *counts)
{
  for (int y = 0; y < view->height; y++)
    {
      const guint8 *inside = inside_row (view, y);

      for (int x = 0; x < view->width; x++)
        if (inside[x] != 0)
          counts[bin_y (view, x, y) * NX + bin_x (view, x, y)] += 1;
    }
}

/* Where the corner is, and how much the tissue varies. */
static void
find_corner (View *view)
{
  double sum = 0, squares = 0;
  guint n = 0;

  view->wall = view->width;
  view->roof = view->height;
  for (int y = 0; y < view->height; y++)
    {
      const guint8 *inside = inside_row (view, y);
      const float *row = cs_raster_row (view->light, (guint) y);

      for (int x = 0; x < view->width; x++)
        if (inside[x] != 0)
          {
            double light = row[x];

            view->wall = MIN (view->wall, x);
            view->roof = MIN (view->roof, y);
            sum += light;
            squares += light * light;
            n++;
          }
    }
  view->spread = n > 0 ? sqrt (MAX (squares / n - sum / n * (sum / n), 1e-12)) : 1;
}

/* The bright cluster's pixels, cleaned, and of these the regions that reach the corner. */
static CsRaster *
take_cluster (const Pectoral *self, const View *view, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, view->width, view->height);
  g_autoptr (CsRaster) large = NULL, opened = NULL;
  g_autoptr (CsRegions) regions = NULL;
  double reach = 15 / view->mm;

  for (int y = 0; y < view->height; y++)
    {
      const guint8 *inside = inside_row (view, y);
      guint8 *out = cs_raster_edit (mask, y);

      for (int x = 0; x < view->width; x++)
        if (inside[x] != 0
            && cs_cluster_nearest (&view->medians, 1.0 / NX, self->balance / NY, bin_x (view, x, y),
                                   bin_y (view, x, y)))
          out[x] = 255;
    }
  large = cs_regions_open (mask, self->area / (view->mm * view->mm), 8);
  opened = cs_morph_open (large, CS_MORPH_SQUARE, cancellable, error);
  if (opened == NULL)
    return NULL;
  regions = cs_regions_find (opened, 4);
  for (guint i = 0; i < regions->n; i++)
    if (regions->regions[i].x > view->wall + reach || regions->regions[i].y > view->roof + reach)
      cs_regions_paint (regions, i, opened, 0);
  return cs_regions_fill (opened);
}

/* The mean step of the light across a straight line. Where bright gland touches the muscle there is no step, or a false
 * one: such a place counts little against the line. Beside air there is none either: a line that leaves the breast has
 * less to show. */
static double
score_line (const View *view, const Line *line)
{
  double sum = 0, length = hypot (line->top, line->bottom), reach = 3 / view->mm;
  double nx = line->bottom / length * reach, ny = line->top / length * reach;
  guint n = 0;

  for (guint k = 0; k < PROBES; k++)
    {
      double share = (k + 2.0) / (PROBES + 4), x = view->wall + line->top * (1 - share);
      double y = view->roof + line->bottom * share, step;

      if (!is_inside (view, x + nx, y + ny) || !is_inside (view, x - nx, y - ny))
        continue;
      step = light_at (view, x - nx, y - ny) - light_at (view, x + nx, y + ny);
      sum += CLAMP (step, -0.02, 0.15);
      n++;
    }
  return n < PROBES / 2 ? 0 : sum / PROBES;
}

/* The sums that every line asks for: hundreds of lines cross a row. */
static void
sum_up (View *view)
{
  int columns = view->width - view->wall + 1;

  view->sums = g_new0 (Sums, (gsize) (view->height - view->roof) * columns);
  for (int y = view->roof; y < view->height; y++)
    {
      const guint8 *inside = cs_raster_row (view->inside, y), *cluster = cs_raster_row (view->cluster, y);
      const float *light = cs_raster_row (view->light, y);
      Sums *row = view->sums + (gsize) (y - view->roof) * columns;

      for (int x = 0; x + 1 < columns; x++)
        {
          double v = light[view->wall + x];

          row[x + 1] = row[x];
          if (inside[view->wall + x] == 0)
            continue;
          row[x + 1].n += 1;
          row[x + 1].hit += cluster[view->wall + x] != 0;
          row[x + 1].x += x;
          row[x + 1].v += v;
          row[x + 1].xx += (double) x * x;
          row[x + 1].xv += x * v;
          row[x + 1].vv += v * v;
        }
    }
}

/* Those of the pixels of a row that lie under the line, but for the last @rim of them. */
static const Sums *
under_line (const View *view, const Line *line, int y, double rim)
{
  int n = (int) CLAMP (ceil (line->top * (1 - y / line->bottom) - rim), 0, view->width - view->wall);

  return &view->sums[(gsize) y * (view->width - view->wall + 1) + n];
}

/* How well the cluster and the corner under the line agree: intersection over the line's area. */
static double
fill_of (const View *view, const Line *line)
{
  double n = 0, hit = 0;

  for (int y = 0; y < line->bottom && view->roof + y < view->height; y++)
    {
      const Sums *sums = under_line (view, line, y, 0);

      n += sums->n;
      hit += sums->hit;
    }
  return n > 0 ? hit / n : 0;
}

/* The deviation of the light of the tissue under the line. Only what varies within rows counts, and a trend across them
 * does not: a muscle grows thinner downwards and towards the breast. */
static double
unevenness_of (const View *view, const Line *line)
{
  double vv = 0, xv = 0, xx = 0, n = 0, rim = 3 / view->mm;

  for (int y = 0; y < line->bottom && view->roof + y < view->height; y++)
    {
      const Sums *sums = under_line (view, line, y, rim);
      double m = MAX (sums->n, 1);

      n += sums->n;
      xx += sums->xx - sums->x * sums->x / m;
      xv += sums->xv - sums->x * sums->v / m;
      vv += sums->vv - sums->v * sums->v / m;
    }
  return n > 0 ? sqrt (MAX (vv - (xx > 0 ? xv * xv / xx : 0), 0) / n) : 0;
}

/* The evidence of a line grows with the root of its length, as a mean gains on noise: an edge within the muscle is
 * short. */
static Line
find_line (const View *view)
{
  Line best = { 0 };
  double step = 2 / view->mm, widest = MIN (0.75 * (view->width - view->wall), 130 / view->mm);
  double longest = MIN (0.95 * (view->height - view->roof), 200 / view->mm);

  for (double top = 15 / view->mm; top <= widest; top += step)
    for (double bottom = MAX (25 / view->mm, 0.7 * top); bottom <= MIN (longest, 5 * top); bottom += step)
      {
        Line line = { .top = top, .bottom = bottom };

        line.score = score_line (view, &line);
        line.rank = line.score * pow (hypot (top, bottom), LENGTH_COUNTS);
        if (line.rank > best.rank)
          {
            double fill = 0.5 + 0.5 * fill_of (view, &line);

            line.score *= fill;
            line.uneven = unevenness_of (view, &line);
            line.rank *= fill / (1 + pow (line.uneven / (EVEN * view->spread), 4));
            if (line.rank > best.rank)
              best = line;
          }
      }
  return best;
}

/* Dynamic programming: per row an offset from the straight line, one px a row at most, with the largest sum of
 * steps. To stray and to turn have their price: beside gland there is no step to hold on to. A row's last px of muscle;
 * -1: none. */
static int *
bend_line (const View *view, const Line *line, int most, int n)
{
  int width = 2 * most + 1, reach = MAX ((int) (2 / view->mm), 1), best = 0;
  g_autofree float *sums = g_new0 (float, (gsize) n * width);
  int *border = g_new (int, n);

  for (int y = 0; y < n; y++)
    for (int k = 0; k < width; k++)
      {
        int x = view->wall + line->top * (1 - y / line->bottom) + k - most, row = view->roof + y;
        float step = light_at (view, x - reach, row) - light_at (view, x + reach, row), above = y > 0 ? -INFINITY : 0;

        for (int j = MAX (k - 1, 0); y > 0 && j <= MIN (k + 1, width - 1); j++)
          above = MAX (above, sums[(y - 1) * width + j] - (j != k ? 0.008f : 0));
        sums[y * width + k] = above + CLAMP (step, -0.1f, 0.1f) - 0.002f * ABS (k - most);
      }
  for (int k = 0; k < width; k++)
    if (sums[(n - 1) * width + k] > sums[(n - 1) * width + best])
      best = k;
  for (int y = n - 1; y >= 0; y--)
    {
      border[y] = CLAMP (view->wall + line->top * (1 - y / line->bottom) + best - most, -1, view->width - 1);
      for (int j = MAX (best - 1, 0), from = best; y > 0 && j <= MIN (from + 1, width - 1); j++)
        if (sums[(y - 1) * width + j] > sums[(y - 1) * width + best])
          best = j;
    }
  return border;
}

static CsRaster *
paint (const View *view, const int *border, int n)
{
  CsRaster *mask = cs_raster_new (CS_PIXEL_U8, view->width, view->height);

  for (int y = 0; y < n && view->roof + y < view->height; y++)
    {
      guint8 *row = cs_raster_edit (mask, view->roof + y);

      for (int x = 0; x <= MIN (border[y], view->width - 1); x++)
        row[x] = is_inside (view, x, view->roof + y) ? 255 : 0;
    }
  return mask;
}

/* Sampled points of the two features, with the number of pixels at each as their size, and the centroids. */
static CsProduct *
draw_clusters (const View *view, const double *counts, gboolean found)
{
  float x[NX * NY], y[NX * NY], size[NX * NY], cx[2], cy[2];
  CsSeries series[2] = { { (char *) N_("Pixels"), CS_SERIES_POINTS, 0, x, y, size },
                         { (char *) N_("Centroids"), CS_SERIES_POINTS, found ? 2 : 0, cx, cy, NULL } };
  CsPlotData plot = { (char *) N_("Clusters"), (char *) N_("Intensity"), (char *) N_("Weight"), 2, series };

  for (guint i = 0; i < NX * NY; i++)
    if (counts[i] > 0)
      {
        x[series[0].n] = (i % NX + 0.5) / NX;
        y[series[0].n] = (i / NX + 0.5) / NY;
        size[series[0].n++] = counts[i];
      }
  for (guint k = 0; k < 2; k++)
    {
      cx[k] = (view->medians.x[k] + 0.5) / NX;
      cy[k] = (view->medians.y[k] + 0.5) / NY;
    }
  return cs_product_new_plot (&plot);
}

static CsProduct *
draw_line (const View *view, CsImage *image, const int *border, int n, gboolean left, guint factor)
{
  guint across = cs_smooth_missing (cs_image_get_width (image), factor);
  double top = cs_smooth_begin (view->roof, factor, cs_smooth_missing (cs_image_get_height (image), factor));
  g_autofree float *xy = g_new (float, 2 * n + 2);
  CsPath path = { (char *) N_("Pectoral muscle"), FALSE, n, xy };

  for (int y = 0; y < n; y++)
    {
      xy[2 * y] = cs_smooth_begin (left ? border[y] + 1 : view->width - border[y] - 1, factor, across);
      xy[2 * y + 1] = top + (y + 0.5) * factor;
    }
  return cs_product_new_paths (&path, n > 0);
}

static gboolean
open_view (View *view, CsImage *image, const CsRaster *breast, guint factor, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) small = cs_smooth_reduce (cs_image_get_raster (image), factor, cancellable, error);
  g_autoptr (CsRaster) mask = small != NULL ? cs_smooth_reduce (breast, factor, cancellable, error) : NULL;

  if (mask == NULL)
    return FALSE;
  view->width = cs_raster_get_width (small);
  view->height = cs_raster_get_height (small);
  view->mm = cs_image_get_working_spacing (image, NULL) * factor;
  view->inside = cs_raster_new (CS_PIXEL_U8, view->width, view->height);
  cs_range_stretch (small);
  for (int y = 0; y < view->height; y++)
    {
      const float *parts = cs_raster_row (mask, y);
      guint8 *inside = cs_raster_edit (view->inside, y);

      for (int x = 0; x < view->width; x++)
        inside[x] = parts[x] > 127 ? 255 : 0;
    }
  view->light = cs_smooth_gauss (small, 1.2 / view->mm, cancellable, error);
  view->weight = view->light != NULL ? cs_smooth_weight (view->light, 1, 0.02, cancellable, error) : NULL;
  return view->weight != NULL;
}

static gboolean
turn_view (View *view)
{
  if (cs_contour_flat_left (view->inside))
    return TRUE;
  mirror (view->light);
  mirror (view->inside);
  mirror (view->weight);
  return FALSE;
}

static void
close_view (View *view)
{
  g_clear_pointer (&view->light, cs_raster_unref);
  g_clear_pointer (&view->inside, cs_raster_unref);
  g_clear_pointer (&view->weight, cs_raster_unref);
  g_clear_pointer (&view->cluster, cs_raster_unref);
  g_clear_pointer (&view->sums, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, close_view)

/* The border per row from the roof down; *n is 0 where no muscle is plausible. NULL: cancelled. */
static int *
find_border (const Pectoral *self, View *view, gboolean may_show, int *n, GCancellable *cancellable, GError **error)
{
  Line line;
  int *border;

  *n = 0;
  find_corner (view);
  view->cluster = take_cluster (self, view, cancellable, error);
  if (view->cluster == NULL)
    return NULL;
  sum_up (view);
  line = may_show && view->wall < view->width ? find_line (view) : (Line) { 0 };
  if (line.score < MAX (self->step, CLEAR * line.uneven) || fill_of (view, &line) < self->overlap)
    return g_new0 (int, 1);
  /* A border that bends outwards meets the chest wall below the straight line's end. */
  *n = (int) CLAMP (line.bottom + line.bottom / line.top * self->bend / view->mm, 1, view->height - view->roof);
  border = bend_line (view, &line, self->bend / view->mm, *n);
  while (*n > 1 && border[*n - 1] < 0)
    (*n)--;
  return border;
}

static gboolean
give (CsBench *bench, const View *view, const int *border, int n, gboolean left, guint factor, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  g_autoptr (CsRaster) small = paint (view, border, n);
  CsRaster *mask;

  if (!left)
    mirror (small);
  mask = cs_smooth_enlarge_mask (small, factor, cs_image_get_width (image), cs_image_get_height (image),
                                 cs_bench_get_cancellable (bench), error);
  if (mask == NULL)
    return FALSE;
  cs_bench_give (bench, "pectoral", cs_product_new_mask (mask));
  cs_bench_give (bench, "pectoral-line", draw_line (view, image, border, n, left, factor));
  return TRUE;
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const Pectoral *self = data;
  CsImage *image = cs_bench_get_image (bench);
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  guint factor = MAX (1, (guint) (cs_image_mm_to_px (image, GRID_MM) + 0.5));
  g_autofree double *counts = g_new0 (double, NX * NY);
  g_autofree int *border = NULL;
  g_auto (View) view = { 0 };
  gboolean left, found;
  int n;

  if (!open_view (&view, image, cs_product_get_raster (cs_bench_get (bench, "breast")), factor, cancellable, error))
    return FALSE;
  left = turn_view (&view);
  count (&view, counts);
  found = cs_cluster_medians (counts, NX, NY, 1.0 / NX, self->balance / NY, &view.medians);
  border = find_border (self, &view, found && cs_image_get_facts (image)->view != CS_VIEW_CC, &n, cancellable, error);
  if (border == NULL || !give (bench, &view, border, n, left, factor, error))
    return FALSE;
  cs_bench_give (bench, "clusters", draw_clusters (&view, counts, found));
  return TRUE;
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  CsWord word = { .value = NAN, .lower = 0, .upper = INFINITY, .unit = N_("mm"), .tests = TRUE, .passed = TRUE };
  guint n;

  cs_product_get_paths (cs_inquiry_get (inquiry, "pectoral-line"), &n);
  if (n == 0)
    {
      cs_inquiry_tell (inquiry, &word, _("No pectoral muscle was found on this film."));
      return;
    }
  word.value = -cs_inquiry_get_depth (inquiry, "pectoral");
  word.passed = cs_inquiry_get_value (inquiry, "pectoral") == 0;
  if (word.passed)
    cs_inquiry_tell (inquiry, &word, _("Outside the pectoral muscle, %.1f mm from its boundary."), word.value);
  else
    cs_inquiry_tell (inquiry, &word, _("In the pectoral muscle, %.1f mm from its boundary."), -word.value);
}

const CsStage cs_stage_pectoral = {
  .id = "pectoral", .title = N_("Pectoral muscle"), .section = "3.3, Eq. 5",
  .summary = N_("Two clusters on intensity and gradient weight; the bright one in the upper corner at the chest wall is muscle."),
  .version = 6, .params = params, .params_size = sizeof (Pectoral),
  .needs = (const char *const[]) { "breast", NULL },
  .makes = (const CsOutput[]) { { "pectoral", CS_PRODUCT_MASK, N_("Pectoral muscle") },
                                { "pectoral-line", CS_PRODUCT_PATHS, N_("Muscle boundary") },
                                { "clusters", CS_PRODUCT_PLOT, N_("Clusters") }, { 0 } },
  .run = run, .explain = explain };
