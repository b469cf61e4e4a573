/* The film at half the resolution has the same boxes for all that it shows; and what is found on the half is a find
 * like any other: kept, gone on from, explained. */
#include <math.h>

#include "cs-explain.h"
#include "cs-phantom.h"
#include "cs-pipeline.h"

#define LEAST 4       /* px of the smaller picture */
#define MARGIN_MM 0.2 /* of a box */

/* Adds a round thing, not too sharp at its edge. */
static void
add_disc (CsRaster *film, double x, double y, double radius, double height)
{
  int reach = (int) (2 * radius) + 3;

  for (int j = MAX ((int) y - reach, 0); j < MIN ((int) y + reach, (int) cs_raster_get_height (film)); j++)
    for (int i = MAX ((int) x - reach, 0); i < MIN ((int) x + reach, (int) cs_raster_get_width (film)); i++)
      {
        double level = ((const guint16 *) cs_raster_row (film, (guint) j))[i];

        level += height / (1 + exp (6 * (hypot (i + 0.5 - x, j + 0.5 - y) / radius - 1)));
        ((guint16 *) cs_raster_edit (film, (guint) j))[i] = (guint16) MIN (level, 4095);
      }
}

/* A phantom, strewn with discs from 0.3 to 1.8 mm wide, hardly to be seen to clear. */
static CsImage *
draw_film (guint width, guint height, double mm)
{
  CsPhantomPlan plan;
  g_autoptr (CsPhantom) phantom = NULL;
  g_autoptr (CsRaster) film = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  cs_phantom_plan_init (&plan, width, height, 12, mm, 12, 2);
  phantom = cs_phantom_draw (&plan, 12, 2, NULL, NULL);
  film = cs_raster_copy (cs_image_get_raster (phantom->image));
  for (guint i = 0; i < 300; i++)
    {
      double x = g_rand_double_range (rand, 0, width), y = g_rand_double_range (rand, 0, height);
      double radius = g_rand_double_range (rand, 0.15, 0.9) / mm;

      add_disc (film, x, y, radius, exp (g_rand_double_range (rand, 2, 6)));
    }
  return cs_image_new (film, "strewn", cs_image_get_facts (phantom->image));
}

static CsAnalysis *
analyse (CsImage *image, const char *assignment, CsAnalysis *known)
{
  g_autoptr (CsSettings) plain = cs_settings_new (NULL);
  g_autoptr (CsSettings) settings = assignment != NULL ? cs_settings_with_text (plain, assignment, NULL)
                                                       : cs_settings_ref (plain);
  g_autoptr (GError) error = NULL;
  CsAnalysis *analysis = cs_pipeline_run (image, NULL, settings, known, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return analysis;
}

static const CsBox *
boxes_of (CsAnalysis *analysis, guint *n)
{
  return cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), n);
}

/* As a file of it would be: the mean of four, an odd last row or column left out. */
static CsImage *
halve (CsImage *film)
{
  const CsRaster *whole = cs_image_get_raster (film);
  guint width = cs_raster_get_width (whole) / 2, height = cs_raster_get_height (whole) / 2;
  g_autoptr (CsRaster) half = cs_raster_new (CS_PIXEL_U16, width, height);
  CsFacts facts = *cs_image_get_facts (film);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint16 *above = cs_raster_row (whole, 2 * y), *below = cs_raster_row (whole, 2 * y + 1);

        ((guint16 *) cs_raster_edit (half, y))[x] = (guint16) rint ((above[2 * x] + above[2 * x + 1] + below[2 * x]
                                                                     + below[2 * x + 1]) / 4.0);
      }
  facts.mm_per_pixel *= 2;
  return cs_image_new (half, "half", &facts);
}

/* Of the boxes of @one whose find has 4 px and more in the smaller picture, those without a twin in @other within two
 * px of it. A scale: px of the smaller picture a px. */
static guint
count_strays (CsAnalysis *one, double scale, CsAnalysis *other, double other_scale, guint *n_large)
{
  double mm = cs_image_get_working_spacing (cs_analysis_get_image (one), NULL);
  int margin = (int) (MARGIN_MM / mm + 0.5);
  guint n, m, strays = 0;
  const CsBox *a = boxes_of (one, &n), *b = boxes_of (other, &m);

  for (guint i = 0; i < n; i++)
    {
      double best = INFINITY, x = (a[i].x + a[i].width / 2.0) * scale, y = (a[i].y + a[i].height / 2.0) * scale;

      if ((MAX (a[i].width, a[i].height) - 2 * margin) * scale < LEAST)
        continue;
      for (guint k = 0; k < m; k++)
        best = MIN (best, MAX (fabs (x - (b[k].x + b[k].width / 2.0) * other_scale),
                               fabs (y - (b[k].y + b[k].height / 2.0) * other_scale)));
      *n_large += 1;
      strays += best > 2;
    }
  return strays;
}

/* Not only clear ones: all. Breast and muscle of the smaller picture are its own, so that a find at their border may be
 * another's. */
static void
test_same_boxes (void)
{
  static const struct { guint width, height; double mm; } films[] = { { 1200, 1200, 0.1 }, { 1000, 1401, 0.07 },
                                                                      { 1201, 1500, 0.05 }, { 1400, 1400, 0.04 } };
  guint strays = 0, n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autoptr (CsImage) film = draw_film (films[i].width, films[i].height, films[i].mm), small = halve (film);
      g_autoptr (CsAnalysis) whole = analyse (film, NULL, NULL), half = analyse (small, NULL, NULL);

      strays += count_strays (whole, 0.5, half, 1, &n) + count_strays (half, 1, whole, 0.5, &n);
      g_test_message ("%g mm: %u of %u finds without a twin so far", films[i].mm, strays, n);
    }
  g_assert_cmpuint (n, >, 60);
  g_assert_cmpuint (50 * strays, <=, n);
}

static guint
count_halved (CsAnalysis *analysis)
{
  guint n, halved = 0;
  const CsBox *boxes = boxes_of (analysis, &n);

  for (guint i = 0; i < n; i++)
    halved += boxes[i].halvings > 0;
  return halved;
}

static gboolean
is_painted (CsAnalysis *analysis, const CsBox *box)
{
  const CsRaster *spots = cs_product_get_raster (cs_analysis_get (analysis, "spots"));

  for (int y = box->y; y < box->y + box->height; y++)
    for (int x = box->x; x < box->x + box->width; x++)
      if (((const guint8 *) cs_raster_row (spots, (guint) y))[x] != 0)
        return TRUE;
  return FALSE;
}

/* Some are the half's and some the film's; of pixels finer than is needed all are the half's. Every box holds a spot
 * and lies on the film, the most suspicious first. */
static void
test_list (void)
{
  static const double mm[] = { 0.1, 0.05 };

  for (guint k = 0; k < G_N_ELEMENTS (mm); k++)
    {
      g_autoptr (CsImage) film = draw_film (801, 701, mm[k]);
      g_autoptr (CsAnalysis) analysis = analyse (film, NULL, NULL);
      guint n;
      const CsBox *boxes = boxes_of (analysis, &n);

      g_assert_cmpuint (count_halved (analysis), >, 0);
      g_assert_true ((count_halved (analysis) == n) == (mm[k] == 0.05));
      for (guint i = 0; i < n; i++)
        {
          g_assert_true (boxes[i].x >= 0 && boxes[i].x + boxes[i].width <= 801);
          g_assert_true (boxes[i].y >= 0 && boxes[i].y + boxes[i].height <= 701);
          g_assert_true (is_painted (analysis, &boxes[i]));
          g_assert_true (i == 0 || boxes[i].suspicion <= boxes[i - 1].suspicion);
        }
    }
}

static void
assert_same_boxes (CsAnalysis *one, CsAnalysis *other)
{
  guint n, m;
  const CsBox *a = boxes_of (one, &n), *b = boxes_of (other, &m);

  g_assert_cmpmem (a, n * sizeof *a, b, m * sizeof *b);
}

/* A control moved, early or late, on top of a run before: the boxes of a run anew; and what no control changed is not
 * made again. */
static void
test_go_on (void)
{
  static const char *const controls[] = { "threshold.least=90", "spots.alone=18", "background.noise=6",
                                          "breast.threshold=0.06", "background.method=0" };

  for (guint fine = 0; fine < 2; fine++)
    {
      g_autoptr (CsImage) film = draw_film (500, 401, fine ? 0.05 : 0.1);
      g_autoptr (CsAnalysis) first = analyse (film, NULL, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
        {
          g_autoptr (CsAnalysis) moved = analyse (film, controls[i], first), anew = analyse (film, controls[i], NULL);
          g_autoptr (CsAnalysis) back = analyse (film, NULL, moved), twice = analyse (film, controls[i], moved);

          assert_same_boxes (moved, anew);
          assert_same_boxes (back, first);
          g_assert_true (cs_analysis_get (twice, "boxes") == cs_analysis_get (moved, "boxes"));
          g_assert_true ((cs_analysis_get_half (twice, NULL) != NULL) == (cs_analysis_get_half (anew, NULL) != NULL));
        }
    }
}

/* Half the memory, the same boxes. */
static void
test_boxes_alone (void)
{
  static const char *const outputs[] = { "boxes", NULL }, *const spots[] = { "spots", NULL };
  static const double mm[] = { 0.1, 0.05 };
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);

  for (guint k = 0; k < G_N_ELEMENTS (mm); k++)
    {
      g_autoptr (CsImage) film = draw_film (500, 401, mm[k]);
      g_autoptr (CsAnalysis) whole = analyse (film, NULL, NULL);
      g_autoptr (CsAnalysis) lean = cs_pipeline_run_for (outputs, film, NULL, settings, NULL, NULL, NULL, NULL);
      g_autoptr (CsAnalysis) drawn = cs_pipeline_run_for (spots, film, NULL, settings, NULL, NULL, NULL, NULL);

      assert_same_boxes (lean, whole);
      g_assert_true (cs_raster_equal (cs_product_get_raster (cs_analysis_get (drawn, "spots")),
                                      cs_product_get_raster (cs_analysis_get (whole, "spots"))));
      g_assert_cmpuint (10 * cs_analysis_get_size (lean), <, cs_analysis_get_size (whole));
    }
}

/* Every box is explained by the picture it was found on, with the place it has in the film's list. */
static void
test_explained (void)
{
  static const double mm[] = { 0.1, 0.05 };

  for (guint k = 0; k < G_N_ELEMENTS (mm); k++)
    {
      g_autoptr (CsImage) film = draw_film (600, 601, mm[k]);
      g_autoptr (CsAnalysis) analysis = analyse (film, NULL, NULL);
      guint n, x, y;
      const CsBox *boxes = boxes_of (analysis, &n);

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (CsExplanation) explanation = NULL;
          g_autoptr (CsProduct) profile = NULL;

          cs_explain_find_peak (analysis, &boxes[i], &x, &y);
          explanation = cs_explain_pixel (analysis, x, y);
          profile = cs_explanation_profile (explanation);
          g_assert_null (explanation->stop);
          g_assert_nonnull (explanation->box);
          g_assert_nonnull (profile);
          g_assert_true ((explanation->reasons[explanation->n - 1].analysis != analysis)
                         == (explanation->box->halvings > 0));
          g_assert_cmpfloat_with_epsilon (explanation->reasons[explanation->n - CS_BOX_PARTS - 2].word.value,
                                          explanation->box->suspicion, 1e-6);
        }
    }
}

/* The chain agrees with what is painted: a pixel of a spot is stopped by nothing. */
static void
test_agrees (void)
{
  g_autoptr (CsImage) film = draw_film (600, 601, 0.1);
  g_autoptr (CsAnalysis) analysis = analyse (film, NULL, NULL);
  const CsRaster *spots = cs_product_get_raster (cs_analysis_get (analysis, "spots"));
  guint n = 0, unlike = 0;

  for (guint y = 0; y < 601; y += 2)
    for (guint x = 0; x < 600; x++)
      if (((const guint8 *) cs_raster_row (spots, y))[x] != 0)
        {
          g_autoptr (CsExplanation) explanation = cs_explain_pixel (analysis, x, y);

          n++;
          unlike += explanation->stop != NULL;
        }
  g_test_message ("%u of %u", unlike, n);
  g_assert_cmpuint (n, >, 100);
  g_assert_cmpuint (100 * unlike, <=, n);
}

static gboolean
tells_of_size (const CsExplanation *explanation)
{
  for (guint i = 0; i < explanation->n; i++)
    if (g_strcmp0 (explanation->reasons[i].word.unit, "px") == 0 && explanation->reasons[i].word.value >= 2 * LEAST)
      return TRUE;
  return FALSE;
}

/* What only the film shows, and as large, is stopped by the half, which says by what. */
static void
test_large (void)
{
  g_autoptr (CsImage) film = draw_film (900, 901, 0.07);
  g_autoptr (CsAnalysis) analysis = analyse (film, NULL, NULL);
  const CsRaster *suspicious = cs_product_get_raster (cs_analysis_get (analysis, "suspicious"));
  guint n = 0;

  for (guint y = 0; y < 901; y++)
    for (guint x = 0; x < 900; x += 2)
      if (((const guint8 *) cs_raster_row (suspicious, y))[x] != 0)
        {
          g_autoptr (CsExplanation) explanation = cs_explain_pixel (analysis, x, y);

          if (explanation->box != NULL || !tells_of_size (explanation))
            continue;
          n++;
          g_assert_nonnull (explanation->stop);
          g_assert_true (explanation->stop->analysis == cs_analysis_get_half (analysis, NULL));
          g_assert_cmpfloat (cs_word_get_margin (&explanation->stop->word), <=, 0);
        }
  g_test_message ("%u", n);
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/half/same-boxes", test_same_boxes);
  g_test_add_func ("/half/list", test_list);
  g_test_add_func ("/half/go-on", test_go_on);
  g_test_add_func ("/half/boxes-alone", test_boxes_alone);
  g_test_add_func ("/half/explained", test_explained);
  g_test_add_func ("/half/agrees", test_agrees);
  g_test_add_func ("/half/large", test_large);
  return g_test_run ();
}
