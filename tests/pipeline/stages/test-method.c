/* Each stage against the equations of the paper and against the truth of a phantom. */
#include <math.h>
#include <string.h>

#include "cs-phantom.h"
#include "cs-pipeline.h"
#include "rasters.h"

static CsPhantom *
draw_seed (guint64 seed, guint index)
{
  CsPhantomPlan plan;
  CsPhantom *phantom;

  cs_phantom_plan_init (&plan, 1024, 1024, 8, 0.2, seed, index);
  phantom = cs_phantom_draw (&plan, seed, index, NULL, NULL);
  g_assert_nonnull (phantom);
  return phantom;
}

static CsPhantom *
draw_phantom (guint index)
{
  return draw_seed (9, index);
}

static CsAnalysis *
analyse (CsImage *image, const char *preset, const char *until, const char *assignment)
{
  g_autoptr (CsSettings) plain = cs_settings_new (preset);
  g_autoptr (CsSettings) settings = assignment != NULL ? cs_settings_with_text (plain, assignment, NULL)
                                                       : cs_settings_ref (plain);
  g_autoptr (GError) error = NULL;
  CsAnalysis *analysis = cs_pipeline_run (image, NULL, settings, NULL, until, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return analysis;
}

static const CsRaster *
raster_of (CsAnalysis *analysis, const char *output)
{
  return cs_product_get_raster (cs_analysis_get (analysis, output));
}

static double
dice (const CsRaster *a, const CsRaster *b)
{
  guint64 both = 0, sum = 0;

  for (guint y = 0; y < cs_raster_get_height (a); y++)
    {
      const guint8 *p = cs_raster_row (a, y), *q = cs_raster_row (b, y);

      for (guint x = 0; x < cs_raster_get_width (a); x++)
        {
          both += p[x] && q[x];
          sum += (p[x] != 0) + (q[x] != 0);
        }
    }
  return sum > 0 ? 2.0 * both / sum : 1;
}

/* Eq. 1-4 by hand, for levels 10, 12, 20, 21 with k = 1 + 7 / 2 = 4.5, alpha 0.5, omega 1. */
static void
test_levels (void)
{
  static const guint8 levels[] = { 10, 12, 20, 21 };
  CsFacts facts = { .bits = 8, .mm_per_pixel = 0.2 };
  CsRaster *raster = cs_raster_new (CS_PIXEL_U8, 4, 1);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsSettings) plain = cs_settings_new (NULL), omega = cs_settings_with (plain, "levels.omega", 1, NULL);
  g_autoptr (CsSettings) settings = cs_settings_with (omega, "enhance.alpha", 1, NULL);
  g_autoptr (CsAnalysis) analysis = NULL;
  double gaps[3] = { 4.5 - sqrt (2.5), 4.5 + 1, 4.5 - sqrt (3.5) }, sum = gaps[0] + gaps[1] + gaps[2], at = 0;

  memcpy (cs_raster_edit (raster, 0), levels, 4);
  image = cs_image_new (raster, "four", &facts);
  cs_raster_unref (raster);
  analysis = cs_pipeline_run (image, NULL, settings, NULL, "levels", NULL, NULL, NULL, NULL);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (cs_raster_get (raster_of (analysis, "levelled"), i, 0), at / sum * 255, 0.51);
      at += i < 3 ? gaps[i] : 0;
    }
}

/* "An image that uses every level has all g = 1 and is left as it is." */
static void
test_levels_full (void)
{
  CsFacts facts = { .bits = 8, .mm_per_pixel = 0.2 };
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 256, 1);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsAnalysis) analysis = NULL;

  for (guint i = 0; i < 256; i++)
    ((guint8 *) cs_raster_edit (raster, 0))[i] = i;
  image = cs_image_new (raster, "all", &facts);
  analysis = analyse (image, NULL, "levels", "enhance.alpha=1");
  for (guint i = 0; i < 256; i++)
    g_assert_cmpfloat (cs_raster_get (raster_of (analysis, "levelled"), i, 0), ==, i);
}

/* What is drawn over a film stays on it, but for a step of the grid it was found on. */
static void
check_paths (CsProduct *product, CsImage *image)
{
  guint n;
  const CsPath *paths = cs_product_get_paths (product, &n);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < paths[i].n; k++)
      {
        g_assert_cmpfloat (paths[i].xy[2 * k], >=, -16);
        g_assert_cmpfloat (paths[i].xy[2 * k], <=, cs_image_get_width (image) + 16);
        g_assert_cmpfloat (paths[i].xy[2 * k + 1], >=, -16);
        g_assert_cmpfloat (paths[i].xy[2 * k + 1], <=, cs_image_get_height (image) + 16);
      }
}

static void
test_masks (void)
{
  for (guint index = 0; index < 4; index++)
    {
      g_autoptr (CsPhantom) phantom = draw_phantom (index);
      g_autoptr (CsAnalysis) analysis = analyse (phantom->image, NULL, "pectoral", NULL);
      const CsRaster *muscle = raster_of (analysis, "pectoral");
      const CsRaster *truth = cs_truth_get_mask (phantom->truth, "pectoral");
      double lower, upper;
      guint n;

      g_assert_cmpfloat (dice (raster_of (analysis, "breast"), cs_truth_get_mask (phantom->truth, "breast")), >, 0.99);
      cs_product_get_paths (cs_analysis_get (analysis, "skin"), &n);
      g_assert_cmpuint (n, ==, 1);
      check_paths (cs_analysis_get (analysis, "skin"), phantom->image);
      check_paths (cs_analysis_get (analysis, "pectoral-line"), phantom->image);
      cs_raster_range (muscle, &lower, &upper);
      if (cs_image_get_facts (phantom->image)->view == CS_VIEW_CC)
        g_assert_cmpfloat (upper, ==, 0);
      else
        g_assert_cmpfloat (dice (muscle, truth), >, 0.9);
    }
}

/* A quarter of white at the side edge of the chest wall, fading away from it: light that leaked into the cassette. */
static CsImage *
fog (CsImage *film, gboolean right)
{
  CsRaster *raster = cs_raster_copy (cs_image_get_raster (film));
  guint width = cs_raster_get_width (raster);
  CsImage *image;

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    for (guint x = 0; x < width; x++)
      {
        guint8 *pixel = (guint8 *) cs_raster_edit (raster, y) + x;

        *pixel = MIN (255, *pixel + 64 * exp (-0.2 * (right ? width - 1 - x : x) / 6.0));
      }
  image = cs_image_new (raster, "fogged", cs_image_get_facts (film));
  cs_raster_unref (raster);
  return image;
}

/* Beside the breast such fog once was breast, down to the film's end. */
static void
test_fog (void)
{
  for (guint index = 0; index < 2; index++)
    {
      g_autoptr (CsPhantom) phantom = draw_phantom (index);
      const CsRaster *truth = cs_truth_get_mask (phantom->truth, "breast");
      g_autoptr (CsImage) image = fog (phantom->image, cs_image_get_facts (phantom->image)->side == CS_SIDE_RIGHT);
      g_autoptr (CsAnalysis) with = analyse (image, NULL, "breast", NULL);
      g_autoptr (CsAnalysis) without = analyse (image, NULL, "breast", "breast.fog=0");

      double one = dice (raster_of (with, "breast"), truth), other = dice (raster_of (without, "breast"), truth);

      g_test_message ("film %u: Dice %.4f, where nothing is fog %.4f", index, one, other);
      g_assert_cmpfloat (one, >, 0.995);
      g_assert_cmpfloat (1 - one, <, (1 - other) / 3);
    }
}

/* Gland as bright as the muscle, right beside it: the border once ran along the gland's far side, or was not found. */
static void
test_dense (void)
{
  static const struct { guint64 seed; guint index; } films[] = { { 91, 18 }, { 51, 2 }, { 101, 31 } };

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autoptr (CsPhantom) phantom = draw_seed (films[i].seed, films[i].index);
      g_autoptr (CsAnalysis) analysis = analyse (phantom->image, NULL, "pectoral", NULL);

      g_assert_cmpfloat (dice (raster_of (analysis, "pectoral"), cs_truth_get_mask (phantom->truth, "pectoral")), >,
                         0.85);
    }
}

static double
mean_round (const CsRaster *film, const CsBox *box, int reach)
{
  double sum = 0, n = 0;

  for (int y = MAX (box->y - reach, 0); y < MIN (box->y + reach, (int) cs_raster_get_height (film)); y++)
    for (int x = MAX (box->x - reach, 0); x < MIN (box->x + reach, (int) cs_raster_get_width (film)); x++, n++)
      sum += cs_raster_get (film, x, y);
  return sum / n;
}

/* Of two boxes the one in clearly brighter tissue never has the smaller part, and the part is what sets them apart. */
static void
test_tissue (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (0);
  g_autoptr (CsAnalysis) analysis = analyse (phantom->image, NULL, "spots", NULL);
  const CsRaster *film = cs_image_get_raster (phantom->image);
  guint n, pairs = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < n; k++)
      if (mean_round (film, &boxes[i], 20) > mean_round (film, &boxes[k], 20) + 30)
        {
          g_assert_cmpfloat (boxes[i].parts[CS_BOX_TISSUE], >=, boxes[k].parts[CS_BOX_TISSUE]);
          pairs += boxes[i].parts[CS_BOX_TISSUE] > boxes[k].parts[CS_BOX_TISSUE];
        }
  g_assert_cmpuint (pairs, >, 0);
}

/* Top-hat: what is left and what is taken away are the picture. */
static void
test_top_hat (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (0);
  g_autoptr (CsAnalysis) analysis = analyse (phantom->image, "published", "background", NULL);
  const CsRaster *whole = raster_of (analysis, "contrasted"), *back = raster_of (analysis, "background");

  for (guint y = 0; y < 1024; y += 13)
    for (guint x = 0; x < 1024; x += 7)
      g_assert_cmpfloat (cs_raster_get (back, x, y) + cs_raster_get (raster_of (analysis, "foreground"), x, y), ==,
                         cs_raster_get (whole, x, y));
}

/* What is suspicious lies above the drawn threshold, in the breast, and not in the muscle. */
static void
test_threshold (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (2);
  g_autoptr (CsAnalysis) analysis = analyse (phantom->image, NULL, "threshold", NULL);
  const CsPlotData *plot = cs_product_get_plot (cs_analysis_get (analysis, "histogram"));
  double threshold = plot->series[3].x[0];

  g_assert_cmpuint (plot->n, ==, 4);
  g_assert_cmpint (plot->series[3].style, ==, CS_SERIES_UPRIGHT);
  for (guint y = 0; y < 1024; y += 3)
    for (guint x = 0; x < 1024; x++)
      g_assert_cmpint (cs_raster_get (raster_of (analysis, "suspicious"), x, y) != 0, ==,
                       cs_raster_get (raster_of (analysis, "foreground"), x, y) > threshold
                       && cs_raster_get (raster_of (analysis, "breast"), x, y) != 0
                       && cs_raster_get (raster_of (analysis, "pectoral"), x, y) == 0);
}

/* The centre of one of the boxes lies in the calcification's own, grown by a pixel: as evaluate counts. */
static gboolean
is_hit (const CsTruthSpot *spot, const CsBox *boxes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      double x = boxes[i].x + boxes[i].width / 2.0 - spot->x, y = boxes[i].y + boxes[i].height / 2.0 - spot->y;

      if (x >= -1 && y >= -1 && x <= spot->width + 1 && y <= spot->height + 1)
        return TRUE;
    }
  return FALSE;
}

/* Of the calcifications of 3 px and more, 95 % of those that stand four times over the noise are proposed, and nine in
 * ten of all; with few boxes beside them. */
static void
test_finds (void)
{
  guint n_clear = 0, n_spots = 0, clear_hits = 0, hits = 0, n_boxes = 0, n_all = 0;

  for (guint index = 0; index < 4; index++)
    {
      g_autoptr (CsPhantom) phantom = draw_phantom (index);
      g_autoptr (CsAnalysis) analysis = analyse (phantom->image, NULL, NULL, NULL);
      guint n = 0;
      const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);

      n_boxes += n;
      n_all += cs_truth_get_n_spots (phantom->truth);
      for (guint i = 0; i < cs_truth_get_n_spots (phantom->truth); i++)
        {
          const CsTruthSpot *spot = cs_truth_get_spot (phantom->truth, i);
          gboolean hit = is_hit (spot, boxes, n);

          if (spot->diameter < 0.6)
            continue;
          n_spots++;
          hits += hit;
          n_clear += spot->contrast >= 4;
          clear_hits += hit && spot->contrast >= 4;
        }
    }
  g_test_message ("%u of %u calcifications hit, %u of %u clear ones, %u boxes", hits, n_spots, clear_hits, n_clear,
                  n_boxes);
  g_assert_cmpuint (100 * clear_hits, >=, 95 * n_clear);
  g_assert_cmpuint (10 * hits, >=, 9 * n_spots);
  g_assert_cmpuint (n_boxes, <=, n_all + 4 * 20);
}

/* "Over local noise" measures in deviations: another linear window gives the same foreground. */
static void
test_window (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (1);
  const CsRaster *raster = cs_image_get_raster (phantom->image);
  g_autoptr (CsRaster) stretched = cs_raster_new (CS_PIXEL_U16, 1024, 1024);
  CsFacts facts = *cs_image_get_facts (phantom->image);
  g_autoptr (CsImage) other = NULL;
  g_autoptr (CsAnalysis) one = analyse (phantom->image, NULL, "background", NULL), two = NULL;

  for (guint y = 0; y < 1024; y++)
    for (guint x = 0; x < 1024; x++)
      ((guint16 *) cs_raster_edit (stretched, y))[x] = 257 * cs_raster_get (raster, x, y);
  facts.bits = 16;
  other = cs_image_new (stretched, "stretched", &facts);
  two = analyse (other, NULL, "background", NULL);
  for (guint y = 0; y < 1024; y += 5)
    for (guint x = 0; x < 1024; x++)
      g_assert_cmpfloat_with_epsilon (cs_raster_get (raster_of (one, "foreground"), x, y),
                                      cs_raster_get (raster_of (two, "foreground"), x, y), 2);
}

/* The same picture otherwise stored: a new raster by a rule per pixel. */
typedef double (*Rule) (const CsRaster *raster, guint x, guint y);

static double
mean_of_four (const CsRaster *raster, guint x, guint y)
{
  return (cs_raster_get (raster, 2 * x, 2 * y) + cs_raster_get (raster, 2 * x + 1, 2 * y)
          + cs_raster_get (raster, 2 * x, 2 * y + 1) + cs_raster_get (raster, 2 * x + 1, 2 * y + 1)) / 4;
}

static double
to_16_bits (const CsRaster *raster, guint x, guint y)
{
  return cs_raster_get (raster, x, y) * 65535 / 4095;
}

static double
mirrored (const CsRaster *raster, guint x, guint y)
{
  return cs_raster_get (raster, cs_raster_get_width (raster) - 1 - x, y);
}

static double
under_window (const CsRaster *raster, guint x, guint y)
{
  return 0.8 * cs_raster_get (raster, x, y) + 200;
}

static CsAnalysis *
analyse_other (CsImage *image, guint factor, guint bits, gboolean mirror, Rule rule)
{
  const CsRaster *raster = cs_image_get_raster (image);
  CsFacts facts = *cs_image_get_facts (image);
  g_autoptr (CsRaster) other = cs_raster_new (CS_PIXEL_U16, cs_raster_get_width (raster) / factor,
                                              cs_raster_get_height (raster) / factor);
  g_autoptr (CsImage) made = NULL;

  for (guint y = 0; y < cs_raster_get_height (other); y++)
    for (guint x = 0; x < cs_raster_get_width (other); x++)
      ((guint16 *) cs_raster_edit (other, y))[x] = (guint16) (rule (raster, x, y) + 0.5);
  facts.bits = bits;
  facts.mm_per_pixel *= factor;
  if (mirror)
    facts.side = facts.side == CS_SIDE_LEFT ? CS_SIDE_RIGHT : CS_SIDE_LEFT;
  made = cs_image_new (other, "other", &facts);
  return analyse (made, NULL, NULL, NULL);
}

/* How many of the clear boxes of one, 4 px and more in the smaller picture, have none of the other's within two
 * of its pixels. @scale: px of the other a px of one; @mirror: width of the other, 0 where it is not turned. */
static guint
count_strays (CsAnalysis *one, CsAnalysis *other, double scale, guint mirror, guint *n_clear)
{
  guint n = 0, m = 0, strays = 0;
  const CsBox *a = cs_product_get_boxes (cs_analysis_get (one, "boxes"), &n);
  const CsBox *b = cs_product_get_boxes (cs_analysis_get (other, "boxes"), &m);
  double coarse = MAX (1, scale);

  for (guint i = 0; i < n; i++)
    {
      double x = (a[i].x + a[i].width / 2.0) * scale, y = (a[i].y + a[i].height / 2.0) * scale, best = INFINITY;
      double size = MAX (a[i].width, a[i].height);

      if (a[i].suspicion < 0.5 || size * scale / coarse < 4)
        continue;
      x = mirror > 0 ? mirror - x : x;
      for (guint k = 0; k < m; k++)
        best = MIN (best, hypot (b[k].x + b[k].width / 2.0 - x, b[k].y + b[k].height / 2.0 - y));
      *n_clear += 1;
      strays += best > 2 * coarse;
    }
  return strays;
}

/* Parameters are physical: half the resolution, another depth, turned round, another linear window: the same boxes.
 * One in a hundred may fall where a decision is close: a margin is part of a box, so some are spots of two pixels. */
static void
test_invariance (void)
{
  static const struct { guint factor, bits; gboolean mirror; Rule rule; const char *what; } others[] = {
    { 2, 12, FALSE, mean_of_four, "half the resolution" }, { 1, 16, FALSE, to_16_bits, "16 bits" },
    { 1, 12, TRUE, mirrored, "mirrored" }, { 1, 12, FALSE, under_window, "another window" } };
  CsPhantomPlan plan;
  g_autoptr (CsPhantom) phantom = NULL;
  g_autoptr (CsAnalysis) one = NULL;

  cs_phantom_plan_init (&plan, 1200, 1200, 12, 0.1, 12, 2);
  phantom = cs_phantom_draw (&plan, 12, 2, NULL, NULL);
  one = analyse (phantom->image, NULL, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (CsAnalysis) other = analyse_other (phantom->image, others[i].factor, others[i].bits, others[i].mirror,
                                                    others[i].rule);
      double scale = 1.0 / others[i].factor;
      guint turn = others[i].mirror ? 1200 : 0, n = 0, strays = count_strays (one, other, scale, turn, &n);

      strays += count_strays (other, one, 1 / scale, turn, &n);
      g_test_message ("%s: %u of %u boxes without a twin", others[i].what, strays, n);
      g_assert_cmpuint (n, >, 20);
      g_assert_cmpuint (100 * strays, <=, n);
    }
}

/* The most that stands out within a box. @scale: px of the analysis a px of the box. */
static double
height_of (CsAnalysis *analysis, const CsBox *box, double scale)
{
  const CsRaster *foreground = raster_of (analysis, "foreground");
  double most = 0;

  for (int y = (int) (box->y * scale); y < (int) ((box->y + box->height) * scale); y++)
    for (int x = (int) (box->x * scale); x < (int) ((box->x + box->width) * scale); x++)
      most = MAX (most, cs_raster_get (foreground, (guint) x, (guint) y));
  return most;
}

/* Pixels of 0.14 mm show what stands out at the finest scale nearly as well as those of 0.07 mm do. */
static void
test_finest_scale (void)
{
  CsPhantomPlan plan;
  g_autoptr (CsPhantom) phantom = NULL;
  g_autoptr (CsAnalysis) fine = NULL, coarse = NULL;
  guint n = 0, as_high = 0, clear = 0;
  const CsBox *boxes;

  cs_phantom_plan_init (&plan, 1000, 1000, 12, 0.07, 12, 2);
  phantom = cs_phantom_draw (&plan, 12, 2, NULL, NULL);
  fine = analyse (phantom->image, NULL, NULL, NULL);
  coarse = analyse_other (phantom->image, 2, 12, FALSE, mean_of_four);
  boxes = cs_product_get_boxes (cs_analysis_get (fine, "boxes"), &n);
  for (; clear < n && boxes[clear].suspicion >= 0.5; clear++)
    as_high += height_of (coarse, &boxes[clear], 0.5) >= 0.85 * height_of (fine, &boxes[clear], 1);
  g_test_message ("%u of %u as high", as_high, clear);
  g_assert_cmpuint (clear, >, 10);
  g_assert_cmpuint (3 * as_high, >, 2 * clear);
}

/* Pixels in which a product of a film and that of its mirror image differ. */
static guint
count_unlike (CsAnalysis *one, CsAnalysis *other, const char *name)
{
  const CsRaster *a = cs_product_get_raster (cs_analysis_get (one, name));
  const CsRaster *b = cs_product_get_raster (cs_analysis_get (other, name));
  guint n = 0;

  for (guint y = 0; y < cs_raster_get_height (a); y++)
    for (guint x = 0; x < cs_raster_get_width (a); x++)
      n += cs_raster_get (a, x, y) != mirrored (b, x, y);
  return n;
}

/* Boxes of a film that are not to the bit those of its mirror image. */
static guint
count_boxes_unlike (CsAnalysis *one, CsAnalysis *other, guint width)
{
  guint n = 0, m = 0, unlike = 0;
  const CsBox *a = cs_product_get_boxes (cs_analysis_get (one, "boxes"), &n);
  const CsBox *b = cs_product_get_boxes (cs_analysis_get (other, "boxes"), &m);

  g_assert_cmpuint (n, >, 2);
  for (guint i = 0; i < n; i++)
    {
      guint k = 0;

      while (k < m && !(b[k].x == (int) width - a[i].x - a[i].width && b[k].y == a[i].y && b[k].width == a[i].width
                        && b[k].height == a[i].height && b[k].suspicion == a[i].suspicion))
        k++;
      unlike += k == m;
    }
  return unlike + (n > m ? n - m : m - n);
}

/* No grid begins at a film's left side, no sum depends on where it was begun, and no tie is broken by which comes first
 * from the left: whatever its width and its pixels, all is mirrored, to the bit. */
static void
test_mirrored (void)
{
  static const guint widths[] = { 600, 599, 598, 597 };
  static const double spacings[] = { 0.1, 0.05, 0.13 };
  static const char *const names[] = { "breast", "pectoral", "foreground", "background", "lines", "suspicious",
                                       "spots" };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      CsPhantomPlan plan;
      g_autoptr (CsPhantom) phantom = NULL;
      g_autoptr (CsAnalysis) one = NULL, other = NULL;

      cs_phantom_plan_init (&plan, widths[i], 603, 12, spacings[i % G_N_ELEMENTS (spacings)], 12, 2);
      phantom = cs_phantom_draw (&plan, 12, 2, NULL, NULL);
      one = analyse (phantom->image, NULL, NULL, NULL);
      other = analyse_other (phantom->image, 1, 12, TRUE, mirrored);
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_test_message ("%u wide, %s: %u", widths[i], names[k], count_unlike (one, other, names[k]));
          g_assert_cmpuint (count_unlike (one, other, names[k]), ==, 0);
        }
      g_assert_cmpuint (count_boxes_unlike (one, other, widths[i]), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/method/levels", test_levels);
  g_test_add_func ("/method/levels-full", test_levels_full);
  g_test_add_func ("/method/masks", test_masks);
  g_test_add_func ("/method/fog", test_fog);
  g_test_add_func ("/method/dense", test_dense);
  g_test_add_func ("/method/tissue", test_tissue);
  g_test_add_func ("/method/top-hat", test_top_hat);
  g_test_add_func ("/method/threshold", test_threshold);
  g_test_add_func ("/method/finds", test_finds);
  g_test_add_func ("/method/window", test_window);
  g_test_add_func ("/method/invariance", test_invariance);
  g_test_add_func ("/method/finest-scale", test_finest_scale);
  g_test_add_func ("/method/mirrored", test_mirrored);
  return g_test_run ();
}
