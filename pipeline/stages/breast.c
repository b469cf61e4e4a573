/* Section 3.2: the skin and air boundary. Found on a picture reduced to about 0.4 mm a pixel, where the skin line is as
 * exact as it can be and noise is gone; the gradient weight is that of every pixel. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-contour.h"
#include "cs-morph.h"
#include "cs-range.h"
#include "cs-regions.h"
#include "cs-smooth.h"
#include "cs-stage.h"

#define GRID_MM 0.4
#define STRAIGHT_MM 25     /* so far a step along one row is no tissue's */
#define STEP 0.1           /* of white */
#define WIDE 3
#define FOG_ROWS_MM 2      /* it is measured from here on over as many rows, and again four times as far on */
#define FOG_SPREAD 0.01    /* of white: fog is as equal as this along the edge, tissue is not */

typedef struct { double rolloff, threshold, slope, depth, weight, rim, fog, line, area; } Breast;

static const CsParam params[] = {
  CS_DOUBLE (Breast, rolloff, N_("Weight roll-off"), "", N_("Gradient, as a part of white per pixel, at which the weight has fallen to a half"), 0.001, 1, 0.02, 0.02),
  CS_DOUBLE (Breast, threshold, N_("Air threshold"), "", N_("How far above the level of air tissue begins, as a part of white"), 0.002, 0.5, 0.035, 0.035),
  CS_DOUBLE (Breast, slope, N_("Skin slope"), "", N_("The skin lies where the film first rises with this share of its steepest rise behind it; 0: the air threshold alone counts"), 0, 1, 0.7, 0),
  CS_DOUBLE (Breast, depth, N_("Depth behind the skin"), "mm", N_("How far behind the air threshold the steepest rise is looked for"), 1, 40, 5, 5),
  CS_DOUBLE (Breast, weight, N_("Least weight"), "", N_("Pixels on steeper edges than this weight are left out at first"), 0, 1, 0, 0.05),
  CS_DOUBLE (Breast, rim, N_("Film edge"), "mm", N_("White strips along the film's edge up to this width are no tissue"), 0, 30, 12, 12),
  CS_DOUBLE (Breast, fog, N_("Fog"), "mm", N_("Light that only falls on this way from the film's side edge, alike along the edge, is no tissue; 0: nothing is fog"), 0, 60, 25, 0),
  CS_DOUBLE (Breast, line, N_("Line fitting"), "mm", N_("Rows that reach this far beyond their neighbours are cut: labels, tape, scratches"), 1, 50, 6, 6),
  CS_DOUBLE (Breast, area, N_("Least area"), "mm²", N_("Smaller regions are artefacts"), 0, 5000, 100, 100),
  { 0 }
};

static float
at_pixel (const CsRaster *raster, int x, int y)
{
  int right = (int) cs_raster_get_width (raster) - 1, bottom = (int) cs_raster_get_height (raster) - 1;

  return ((const float *) cs_raster_row (raster, (guint) CLAMP (y, 0, bottom)))[CLAMP (x, 0, right)];
}

static float
at (const CsRaster *raster, double x, double y)
{
  int column = (int) floor (x + 0.5), row = (int) floor (y + 0.5);

  return at_pixel (raster, column, row);
}

static float *
pixel (CsRaster *small, int x, int y)
{
  return (float *) cs_raster_edit (small, y) + x;
}

/* White from the edge inwards, and suddenly dark again within @width: a strip of bare film. Tissue fades. */
static void
clear_run (CsRaster *small, int x, int y, int dx, int dy, int width, float bright)
{
  int room = dx != 0 ? cs_raster_get_width (small) : cs_raster_get_height (small), n = 0, beyond;

  while (n <= width && n < room && *pixel (small, x + n * dx, y + n * dy) >= bright)
    n++;
  beyond = MIN (n + 2, room - 1);
  if (n == 0 || n > width || *pixel (small, x + beyond * dx, y + beyond * dy) > bright / 2)
    return;
  for (int k = 0; k < beyond; k++)
    *pixel (small, x + k * dx, y + k * dy) = 0;
}

static void
clear_rim (CsRaster *small, guint width, float bright)
{
  int right = cs_raster_get_width (small) - 1, bottom = cs_raster_get_height (small) - 1;

  for (int y = 0; y <= bottom; y++)
    {
      clear_run (small, 0, y, 1, 0, width, bright);
      clear_run (small, right, y, -1, 0, width, bright);
    }
  for (int x = 0; x <= right; x++)
    {
      clear_run (small, x, 0, 0, 1, width, bright);
      clear_run (small, x, bottom, 0, -1, width, bright);
    }
}

/* How much brighter it is below @y than above: both right there and WIDE rows away, lest a scratch be a step. */
static float
step_at (const CsRaster *small, int x, int y)
{
  float near = at_pixel (small, x, y + 1) - at_pixel (small, x, y - 1);
  float far = at_pixel (small, x, y + WIDE) - at_pixel (small, x, y - WIDE);

  return near * far <= 0 ? 0 : ABS (near) < ABS (far) ? near : far;
}

/* The end of the run of steps of one sign along row @y that begins at @x. Beyond it, the way @dy, there must be light:
 * beside air there is nothing to clear. */
static int
end_of_step (const CsRaster *small, int x, int y, int dy, float least)
{
  float sign = step_at (small, x, y) > 0 ? 1 : -1;

  while (x < (int) cs_raster_get_width (small) && sign * step_at (small, x, y) >= least
         && at_pixel (small, x, y + dy * WIDE) >= least)
    x++;
  return x;
}

/* A straight step along row @y, as tape or a label has: from there to the film's edge, @dy rows a time, nothing is
 * tissue. */
static void
clear_beyond (CsRaster *small, int y, int dy, int length, float least)
{
  int width = cs_raster_get_width (small), height = cs_raster_get_height (small);

  for (int x = 0, end; x < width; x = MAX (end, x + 1))
    {
      end = end_of_step (small, x, y, dy, least);
      for (int row = y; end - x >= length && row >= 0 && row < height; row += dy)
        memset (pixel (small, x, row), 0, (gsize) (end - x) * sizeof (float));
    }
}

static void
clear_strips (CsRaster *small, int rim, int length, float least)
{
  int height = cs_raster_get_height (small);

  for (int k = MIN (rim, height / 2 - 2); k > 0; k--)
    {
      clear_beyond (small, k, -1, length, least);
      clear_beyond (small, height - 1 - k, 1, length, least);
    }
}

/* A corner of the film, seen with the film's side edge on the left and its end on top. */
typedef struct { gboolean right, bottom; } Corner;

static float *
corner_pixel (CsRaster *small, const Corner *corner, int x, int y)
{
  return pixel (small, corner->right ? (int) cs_raster_get_width (small) - 1 - x : x,
                corner->bottom ? (int) cs_raster_get_height (small) - 1 - y : y);
}

/* Light by the distance from the side edge: the mean of @rows rows, @first of them from the film's end. */
static float *
measure_corner (CsRaster *small, const Corner *corner, int first, int rows, int n)
{
  float *light = g_new0 (float, n);

  for (int y = first; y < first + rows; y++)
    for (int x = 0; x < n; x++)
      light[x] += *corner_pixel (small, corner, x, y) / rows;
  return light;
}

/* Light that the distance from the edge alone decides, and that ends as air: fog. Tissue has an outline. A scratch or
 * two may cross it. */
static gboolean
is_fog (const float *light, const float *further, int n, float faintest, float spread)
{
  int strays = 0;

  for (int x = 0; x < n; x++)
    strays += ABS (light[x] - further[x]) > spread;
  return 10 * strays <= n && light[0] > faintest && light[n - 1] <= faintest;
}

/* What is common to both and only falls: without scratches. */
static void
keep_falling (float *light, const float *further, int n)
{
  for (int x = 0; x < n; x++)
    light[x] = MIN (MIN (light[x], further[x]), x > 0 ? light[x - 1] : INFINITY);
}

/* Light leaks in along the chest wall's edge of a film, beside the breast: there the level of air is that of the fog,
 * up to where the column rises over it as tissue does over air. */
static void
clear_fog (CsRaster *small, const Corner *corner, int n, int rows, float air, float least, float spread)
{
  int height = cs_raster_get_height (small);
  g_autofree float *light = NULL, *further = NULL;

  if (n < 1 || n > (int) cs_raster_get_width (small) || 5 * rows > height)
    return;
  light = measure_corner (small, corner, rows, rows, n);
  further = measure_corner (small, corner, 4 * rows, rows, n);
  if (!is_fog (light, further, n, air + least, spread))
    return;
  keep_falling (light, further, n);
  for (int x = 0; x < n; x++)
    for (int y = 0; y < height && (y < rows || *corner_pixel (small, corner, x, y) <= light[x] + least); y++)
      {
        float *here = corner_pixel (small, corner, x, y);

        *here = MAX (*here - MAX (light[x] - air, 0), MIN (*here, air));
      }
}

static void
clear_corners (const Breast *self, CsRaster *small, double mm, double dark)
{
  float air = cs_range_air (small, dark);
  int rows = MAX (1, (int) (FOG_ROWS_MM / mm));

  for (int k = 0; k < 4; k++)
    clear_fog (small, &(const Corner) { k & 1, k & 2 }, self->fog / mm, rows, air, self->threshold, FOG_SPREAD);
}

static CsRaster *
split (const Breast *self, const CsRaster *small, const CsRaster *weight, double air)
{
  CsRaster *mask = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (small), cs_raster_get_height (small));
  float level = air + self->threshold;

  for (guint y = 0; y < cs_raster_get_height (small); y++)
    {
      const float *in = cs_raster_row (small, y);
      const guint8 *w = cs_raster_row (weight, y);
      guint8 *out = cs_raster_edit (mask, y);

      for (guint x = 0; x < cs_raster_get_width (small); x++)
        out[x] = in[x] > level && w[x] >= self->weight * 255 ? 255 : 0;
    }
  return mask;
}

/* How far each row's longest run reaches from the chest wall. */
static void
measure_reach (const CsRaster *mask, gboolean left, int *reach)
{
  int width = cs_raster_get_width (mask);

  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    {
      const guint8 *row = cs_raster_row (mask, y);
      int run = 0, best = 0, end = 0;

      for (int k = 0; k < width; k++)
        {
          run = row[left ? k : width - 1 - k] ? run + 1 : 0;
          if (run > best)
            {
              best = run;
              end = k + 1;
            }
        }
      reach[y] = end;
    }
}

/* Where @value stands, or would, among the @n sorted ones. */
static guint
find_place (const int *sorted, guint n, int value)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (sorted[middle] < value)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static guint
put_in (int *sorted, guint n, int value)
{
  guint place = find_place (sorted, n, value);

  memmove (sorted + place + 1, sorted + place, (n - place) * sizeof (int));
  sorted[place] = value;
  return n + 1;
}

static guint
take_out (int *sorted, guint n, int value)
{
  guint place = find_place (sorted, n, value);

  memmove (sorted + place, sorted + place + 1, (n - 1 - place) * sizeof (int));
  return n - 1;
}

static void
clear_beyond_reach (CsRaster *mask, int y, gboolean left, int reach)
{
  int width = cs_raster_get_width (mask);
  guint8 *row = cs_raster_edit (mask, y);

  memset (left ? row + reach : row, 0, width - reach);
}

/* Horizontal line fitting: a row's reach is held against the median of its neighbours'; what is beyond is no skin. */
static void
cut_rows (CsRaster *mask, gboolean left, int window, int tolerance)
{
  int height = cs_raster_get_height (mask);
  g_autofree int *reach = g_new (int, height), *near = g_new (int, 2 * window + 2);
  guint n = 0;

  measure_reach (mask, left, reach);
  for (int y = 0; y < MIN (window, height); y++)
    n = put_in (near, n, reach[y]);
  for (int y = 0; y < height; y++)
    {
      if (y + window < height)
        n = put_in (near, n, reach[y + window]);
      if (y - window > 0)
        n = take_out (near, n, reach[y - window - 1]);
      clear_beyond_reach (mask, y, left, MIN (reach[y], near[n / 2] + tolerance));
    }
}

static CsRaster *
clean (const Breast *self, CsRaster *mask, double mm, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) eroded = cs_morph_erode (mask, CS_MORPH_SQUARE, cancellable, error);
  g_autoptr (CsRaster) opened = eroded != NULL ? cs_morph_open (eroded, 2.5 / mm, cancellable, error) : NULL;
  g_autoptr (CsRaster) large = NULL, body = NULL, filled = NULL, cut = NULL, wide = NULL;

  if (opened == NULL)
    return NULL;
  large = cs_regions_open (opened, self->area / (mm * mm), 8);
  body = cs_regions_largest (large, 8);
  filled = cs_regions_fill (body);
  cut_rows (filled, cs_contour_flat_left (filled), ceil (30 / mm), ceil (self->line / mm));
  cut = cs_regions_largest (filled, 8);
  wide = cs_morph_dilate (cut, CS_MORPH_SQUARE, cancellable, error);
  return wide != NULL ? cs_smooth_mask (wide, (guint) ceil (1.0 / mm), cancellable, error) : NULL;
}

/* The light at the skin, walking from a point of the mask's border inwards: where it first rises with a share of its
 * steepest rise. */
static float
find_rise (const CsRaster *light, double x, double y, double dx, double dy, int n, double share)
{
  float most = 0, slope;

  for (int k = -2; k < n; k++)
    {
      slope = at (light, x + (k + 1) * dx, y + (k + 1) * dy) - at (light, x + (k - 1) * dx, y + (k - 1) * dy);
      most = MAX (most, slope);
    }
  for (int k = -2; k < n; k++)
    {
      slope = at (light, x + (k + 1) * dx, y + (k + 1) * dy) - at (light, x + (k - 1) * dx, y + (k - 1) * dy);
      if (slope >= share * most)
        return at (light, x + k * dx, y + k * dy);
    }
  return at (light, x, y);
}

/* What the skin is looked for with, F32: the mask; smoothed, so that its gradient is the normal; the light; and of the
 * mask's border, but for the film's edge: ones, how near it is, and one over the light (less @air) at the skin beside
 * it, of which the mean is nearer to the darker: a little dense tissue shall not count for much. */
typedef struct { CsRaster *mask, *soft, *light, *ones, *near, *rises; float air; } Skin;

static void
skin_clear (Skin *self)
{
  CsRaster **const all[] = { &self->mask, &self->soft, &self->light, &self->ones, &self->near, &self->rises };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_clear_pointer (all[i], cs_raster_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Skin, skin_clear)

/* Inwards, of length 1. */
static void
find_normal (const CsRaster *soft, int x, int y, double *dx, double *dy)
{
  double across = at_pixel (soft, x + 1, y) - at_pixel (soft, x - 1, y);
  double down = at_pixel (soft, x, y + 1) - at_pixel (soft, x, y - 1);
  double length = MAX (hypot (across, down), 1e-6);

  *dx = across / length;
  *dy = down / length;
}

/* @least: light that is skin at all. */
static void
find_rises (const Breast *self, Skin *skin, double mm, float least)
{
  int n = self->depth / mm;

  for (guint y = 1; y + 1 < cs_raster_get_height (skin->mask); y++)
    {
      const float *above = cs_raster_row (skin->mask, y - 1), *row = cs_raster_row (skin->mask, y);
      const float *below = cs_raster_row (skin->mask, y + 1);

      for (guint x = 1; x + 1 < cs_raster_get_width (skin->mask); x++)
        if (row[x] > 0 && !(above[x] > 0 && below[x] > 0 && row[x - 1] > 0 && row[x + 1] > 0))
          {
            double dx, dy;
            float rise;

            find_normal (skin->soft, (int) x, (int) y, &dx, &dy);
            rise = find_rise (skin->light, x, y, dx, dy, n, self->slope) - skin->air;
            ((float *) cs_raster_edit (skin->ones, y))[x] = 1;
            ((float *) cs_raster_edit (skin->rises, y))[x] = 1 / MAX (rise, least);
          }
    }
}

/* Darker than the light at the skin beside it. */
static gboolean
is_faint (const Skin *skin, double x, double y)
{
  return at (skin->near, x, y) > 0
         && (at (skin->light, x, y) - skin->air) * at (skin->rises, x, y) < at (skin->ones, x, y);
}

/* Faint all the way out of the mask: behind a bright skin there may be darker fat. */
static gboolean
is_before_skin (const Skin *skin, int x, int y, int n)
{
  double dx, dy;

  if (!is_faint (skin, x, y))
    return FALSE;
  find_normal (skin->soft, x, y, &dx, &dy);
  for (int k = 1; k <= n && at (skin->mask, x - k * dx, y - k * dy) > 0; k++)
    if (!is_faint (skin, x - k * dx, y - k * dy))
      return FALSE;
  return TRUE;
}

static CsRaster *
cut_faint (const Skin *skin, const CsRaster *mask, int n)
{
  CsRaster *out = cs_raster_copy (mask);

  for (guint y = 0; y < cs_raster_get_height (out); y++)
    {
      guint8 *row = cs_raster_edit (out, y);

      for (guint x = 0; x < cs_raster_get_width (out); x++)
        if (row[x] != 0 && is_before_skin (skin, (int) x, (int) y, n))
          row[x] = 0;
    }
  return out;
}

/* @raster becomes its own mean, weighed by a Gaussian. */
static gboolean
spread (CsRaster **raster, double sigma, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) plain = g_steal_pointer (raster);

  *raster = cs_smooth_gauss (plain, sigma, cancellable, error);
  return *raster != NULL;
}

/* Scattered light and the scanner's blur let the film rise before the skin does. What the light at the skin is changes
 * slowly along it: with a window's hard edges the line would jump where dense tissue behind the skin comes into it. */
static CsRaster *
tighten (const Breast *self, const CsRaster *small, const CsRaster *mask, double mm, double air,
         GCancellable *cancellable, GError **error)
{
  guint width = cs_raster_get_width (small), height = cs_raster_get_height (small), reach = ceil (self->depth / mm);
  g_auto (Skin) skin = { .mask = cs_raster_to (mask, CS_PIXEL_F32), .air = air,
                         .ones = cs_raster_new (CS_PIXEL_F32, width, height),
                         .rises = cs_raster_new (CS_PIXEL_F32, width, height) };

  skin.soft = cs_smooth_gauss (skin.mask, 2 / mm, cancellable, error);
  skin.light = skin.soft != NULL ? cs_smooth_gauss (small, 0.5 / mm, cancellable, error) : NULL;
  if (skin.light == NULL)
    return NULL;
  find_rises (self, &skin, mm, self->threshold / 4);
  skin.near = cs_smooth_box (skin.ones, reach, cancellable, error);
  if (skin.near == NULL || !spread (&skin.ones, self->depth / mm, cancellable, error)
      || !spread (&skin.rises, self->depth / mm, cancellable, error))
    return NULL;
  return cut_faint (&skin, mask, (int) reach);
}

/* @range: gets that of the reduced film; from here on its darkest is 0 and its brightest 1, whatever window it was
 * stored through. */
static CsRaster *
find_small (const Breast *self, CsImage *image, guint factor, CsRange *range, GCancellable *cancellable, GError **error)
{
  double mm = cs_image_get_working_spacing (image, NULL) * factor, dark, air;
  g_autoptr (CsRaster) small = cs_smooth_reduce (cs_image_get_raster (image), factor, cancellable, error);
  g_autoptr (CsRaster) weight = NULL, mask = NULL, body = NULL, tight = NULL;

  if (small == NULL)
    return NULL;
  *range = cs_range_stretch (small);
  dark = cs_range_dark (range, cs_image_get_white (image));
  clear_rim (small, self->rim / mm, 0.8);
  clear_strips (small, self->rim / mm, STRAIGHT_MM / mm, STEP);
  clear_corners (self, small, mm, dark);
  weight = cs_smooth_weight (small, 1, 5 * self->rolloff, cancellable, error);
  if (weight == NULL)
    return NULL;
  air = cs_range_air (small, dark);
  mask = split (self, small, weight, air);
  body = clean (self, mask, mm, cancellable, error);
  if (body == NULL || self->slope <= 0)
    return g_steal_pointer (&body);
  tight = tighten (self, small, body, mm, air, cancellable, error);
  return tight != NULL ? clean (self, tight, mm, cancellable, error) : NULL;
}

static CsProduct *
draw_skin (const CsRaster *mask, CsImage *image, guint factor)
{
  CsPath path = { (char *) N_("Skin line"), TRUE, 0, NULL };
  g_autofree float *xy = cs_contour_trace (mask, factor, &path.n);
  const guint sides[2] = { cs_image_get_width (image), cs_image_get_height (image) };

  for (guint i = 0; i < 2 * path.n; i++)
    xy[i] = CLAMP (xy[i] - 0.5f * cs_smooth_missing (sides[i % 2], factor), 0, sides[i % 2]);
  path.xy = xy;
  return cs_product_new_paths (&path, path.n > 0);
}

/* To be looked at: the skin line was found by that of the reduced film. */
static gboolean
give_weight (CsBench *bench, const Breast *self, double span, GError **error)
{
  CsRaster *weight = cs_smooth_weight (cs_image_get_raster (cs_bench_get_image (bench)), span, self->rolloff,
                                       cs_bench_get_cancellable (bench), error);

  if (weight != NULL)
    cs_bench_give (bench, "weight", cs_product_new_raster (weight));
  return weight != NULL;
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const Breast *self = data;
  CsImage *image = cs_bench_get_image (bench);
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  guint factor = MAX (1, (guint) (cs_image_mm_to_px (image, GRID_MM) + 0.5));
  CsRange range = { 0 };
  g_autoptr (CsRaster) small = find_small (self, image, factor, &range, cancellable, error);
  g_autoptr (CsRaster) mask = NULL;

  if (small == NULL)
    return FALSE;
  mask = cs_smooth_enlarge_mask (small, factor, cs_image_get_width (image), cs_image_get_height (image), cancellable,
                                 error);
  if (mask == NULL)
    return FALSE;
  if (cs_bench_wants (bench, "weight") && !give_weight (bench, self, range.span, error))
    return FALSE;
  cs_bench_give (bench, "breast", cs_product_new_mask (g_steal_pointer (&mask)));
  cs_bench_give (bench, "skin", draw_skin (small, image, factor));
  return TRUE;
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  double depth = cs_inquiry_get_depth (inquiry, "breast");
  gboolean inside = cs_inquiry_get_value (inquiry, "breast") != 0;
  const CsWord word = { .value = depth, .lower = 0, .upper = INFINITY, .unit = N_("mm"), .tests = TRUE,
                        .passed = inside };

  if (isinf (depth))
    cs_inquiry_tell (inquiry, &word, inside ? _("The whole film is breast.") : _("No breast was found on this film."));
  else if (inside)
    cs_inquiry_tell (inquiry, &word, _("Inside the breast, %.1f mm from its border."), depth);
  else
    cs_inquiry_tell (inquiry, &word, _("Outside the breast, %.1f mm from its border."), -depth);
}

const CsStage cs_stage_breast = {
  .id = "breast", .title = N_("Skin line"), .section = "3.2",
  .summary = N_("Gradient weights, a threshold and line fitting part the breast from air, labels, tape and scratches."),
  .version = 8, .params = params, .params_size = sizeof (Breast),
  .needs = (const char *const[]) { NULL },
  .makes = (const CsOutput[]) { { "weight", CS_PRODUCT_RASTER, N_("Gradient weight") },
                                { "breast", CS_PRODUCT_MASK, N_("Breast") },
                                { "skin", CS_PRODUCT_PATHS, N_("Skin line") }, { 0 } },
  .run = run, .explain = explain };
