/* Why a box is there and why a spot is none: what the chain says must be what the stages did. */
#include <math.h>
#include <string.h>

#include "cs-explain.h"
#include "cs-phantom.h"
#include "cs-pipeline.h"
#include "rasters.h"

typedef struct { CsPhantom *phantom; CsAnalysis *analysis; } Case;

static void
case_clear (Case *self)
{
  cs_analysis_unref (self->analysis);
  cs_phantom_free (self->phantom);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static Case
make_case (guint index, const char *preset)
{
  g_autoptr (CsSettings) settings = cs_settings_new (preset);
  g_autoptr (GError) error = NULL;
  CsPhantomPlan plan;
  Case self;

  cs_phantom_plan_init (&plan, 512, 512, 8, 0.4, 9, index);
  self.phantom = cs_phantom_draw (&plan, 9, index, NULL, NULL);
  self.analysis = cs_pipeline_run (self.phantom->image, NULL, settings, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return self;
}

static double
value_at (const Case *self, const char *output, guint x, guint y)
{
  return cs_raster_get (cs_product_get_raster (cs_analysis_get (self->analysis, output)), x, y);
}

/* The reason of a stage's first test; NULL: it made none. */
static const CsReason *
test_of (const CsExplanation *self, const char *stage)
{
  for (guint i = 0; i < self->n; i++)
    if (g_str_equal (self->reasons[i].stage->id, stage) && self->reasons[i].word.tests)
      return &self->reasons[i];
  return NULL;
}

/* The clearest calcification that was drawn: every test passed, and a box round it. */
static void
test_calcification (void)
{
  g_auto (Case) self = make_case (1, NULL);
  const CsTruthSpot *best = cs_truth_get_spot (self.phantom->truth, 0);
  g_autoptr (CsExplanation) explanation = NULL;
  guint x, y;

  for (guint i = 1; i < cs_truth_get_n_spots (self.phantom->truth); i++)
    if (cs_truth_get_spot (self.phantom->truth, i)->contrast > best->contrast)
      best = cs_truth_get_spot (self.phantom->truth, i);
  x = best->x + best->width / 2;
  y = best->y + best->height / 2;
  cs_explain_find_near (self.analysis, 0.8, &x, &y);
  explanation = cs_explain_pixel (self.analysis, x, y);
  g_test_message ("%s", explanation->verdict);
  g_assert_null (explanation->stop);
  g_assert_nonnull (explanation->box);
  for (guint i = 0; i < explanation->n; i++)
    g_assert_false (cs_word_get_margin (&explanation->reasons[i].word) < 0);
}

/* The chain at a pixel that some stage stopped. Transfer full. */
static CsExplanation *
assert_stopped (const Case *self, guint x, guint y, const char *stage)
{
  CsExplanation *explanation = cs_explain_pixel (self->analysis, x, y);

  g_assert_nonnull (explanation->stop);
  g_assert_cmpstr (explanation->stop->stage->id, ==, stage);
  g_assert_cmpfloat (cs_word_get_margin (&explanation->stop->word), <=, 0);
  g_assert_null (explanation->box);
  g_assert_nonnull (strstr (explanation->verdict, explanation->stop->sentence));
  return explanation;
}

/* A pixel on the middle row, well inside tissue, where nothing stands out. */
static void
find_tissue (const Case *self, guint *x, guint *y)
{
  *y = 256;
  for (*x = 0; value_at (self, "breast", *x, *y) == 0; *x += 1)
    ;
  for (*x += 30; value_at (self, "foreground", *x, *y) > 100; *x += 1)
    ;
}

static void
test_stopped (void)
{
  g_auto (Case) self = make_case (2, NULL);   /* a right MLO: muscle at the upper right */
  g_autoptr (CsExplanation) air = assert_stopped (&self, 2, 2, "breast"), muscle = NULL, tissue = NULL;
  guint x = 0, y = 0;

  g_assert_cmpint (cs_image_get_facts (self.phantom->image)->view, ==, CS_VIEW_MLO);
  for (x = 511, y = 40; x > 0 && value_at (&self, "pectoral", x, y) == 0; x--)
    ;
  muscle = assert_stopped (&self, x - 10, y, "pectoral");
  find_tissue (&self, &x, &y);
  tissue = assert_stopped (&self, x, y, "threshold");
}

/* Whatever the words are: passed says what the masks say, at every pixel of a coarse grid. */
static void
test_agrees (void)
{
  for (guint p = 0; cs_presets[p] != NULL; p++)
    {
      g_auto (Case) self = make_case (0, cs_presets[p]);
      guint n_spots = 0;

      for (guint y = 3; y < 512; y += 11)
        for (guint x = 3; x < 512; x += 13)
          {
            g_autoptr (CsExplanation) explanation = cs_explain_pixel (self.analysis, x, y);
            gboolean suspicious = value_at (&self, "suspicious", x, y) != 0;
            gboolean spot = value_at (&self, "spots", x, y) != 0;

            g_assert_cmpint (test_of (explanation, "breast")->word.passed, ==, value_at (&self, "breast", x, y) != 0);
            g_assert_cmpint (test_of (explanation, "pectoral")->word.passed, ==,
                             value_at (&self, "pectoral", x, y) == 0);
            g_assert_cmpint (suspicious, ==, test_of (explanation, "breast")->word.passed
                             && test_of (explanation, "pectoral")->word.passed
                             && test_of (explanation, "threshold")->word.passed);
            g_assert_cmpint (spot, ==, explanation->stop == NULL);
            n_spots += spot;
          }
      g_assert_cmpuint (n_spots, >, 0);
    }
}

/* What the parts of the suspicion are told to count together; @n: how many there are. */
static double
sum_of (const CsExplanation *explanation, guint *n)
{
  double sum = 0;

  *n = 0;
  for (guint i = 0; i < explanation->n; i++)
    {
      const char *counts = strstr (explanation->reasons[i].sentence, ": counts ");

      if (counts != NULL)
        {
          sum += g_ascii_strtod (counts + strlen (": counts "), NULL);
          *n += 1;
        }
    }
  return sum;
}

/* A reader who adds up what is told comes to the suspicion, but for what each number was rounded by. */
static void
assert_adds_up (const CsExplanation *explanation, double suspicion)
{
  guint n = 0;
  double sum = sum_of (explanation, &n);

  g_assert_cmpuint (n, ==, CS_BOX_PARTS + 1);
  g_assert_cmpfloat (suspicion, >=, 1 / (1 + exp (-(sum - 0.05 * n))) - 1e-6);
  g_assert_cmpfloat (suspicion, <=, 1 / (1 + exp (-(sum + 0.05 * n))) + 1e-6);
}

/* Every box is explained by a pixel of its own that passed everything. */
static void
test_boxes (void)
{
  g_auto (Case) self = make_case (3, NULL);
  guint n = 0, x, y;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (self.analysis, "boxes"), &n);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsExplanation) explanation = NULL;
      g_autoptr (CsProduct) profile = NULL;

      cs_explain_find_peak (self.analysis, &boxes[i], &x, &y);
      explanation = cs_explain_pixel (self.analysis, x, y);
      profile = cs_explanation_profile (explanation);
      g_assert_null (explanation->stop);
      g_assert_nonnull (explanation->box);
      g_assert_nonnull (profile);
      g_assert_cmpuint (cs_product_get_plot (profile)->n, >=, 3);   /* the row, the pixel, a limit */
      assert_adds_up (explanation, boxes[i].suspicion);
    }
}

/* Fewer boxes kept: what fell out says so, and by which stage; never by a value that would have been enough. */
static void
check_fallen (Case *all, const char *parameter, double value)
{
  g_autoptr (CsSettings) few = cs_settings_with (cs_analysis_get_settings (all->analysis), parameter, value, NULL);
  g_autoptr (CsAnalysis) analysis = cs_pipeline_run (all->phantom->image, NULL, few, all->analysis, NULL, NULL, NULL,
                                                     NULL, NULL);
  guint n = 0, n_kept = 0, n_parts = 0, x, y;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (all->analysis, "boxes"), &n);

  cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n_kept);
  g_assert_cmpuint (n_kept, <, n);
  for (guint i = n_kept; i < n; i++)
    {
      g_autoptr (CsExplanation) explanation = NULL;

      cs_explain_find_peak (all->analysis, &boxes[i], &x, &y);
      explanation = cs_explain_pixel (analysis, x, y);
      g_assert_nonnull (explanation->stop);
      g_assert_cmpstr (explanation->stop->stage->id, ==, "spots");
      g_assert_cmpfloat (explanation->stop->word.value, >, 0);
      g_assert_cmpfloat (explanation->stop->word.value, <=, explanation->stop->word.lower);
      g_assert_null (explanation->box);
      sum_of (explanation, &n_parts);
      g_assert_cmpuint (n_parts, ==, CS_BOX_PARTS + 1);   /* what it lacked is told, too */
    }
}

static void
test_limit (void)
{
  g_auto (Case) all = make_case (3, NULL);
  guint n = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (all.analysis, "boxes"), &n);

  g_assert_cmpuint (n, >, 3);
  check_fallen (&all, "spots.limit", 3);
  check_fallen (&all, "spots.least", boxes[n / 2].suspicion);
}

/* The nearest pixel of the other sort, by asking them all; mm. */
static double
plain_depth (const CsRaster *mask, guint x, guint y, double mm)
{
  double nearest = INFINITY;

  for (guint j = 0; j < cs_raster_get_height (mask); j++)
    for (guint i = 0; i < cs_raster_get_width (mask); i++)
      if ((cs_raster_get (mask, i, j) != 0) != (cs_raster_get (mask, x, y) != 0))
        nearest = MIN (nearest, hypot ((double) i - x, (double) j - y));
  return cs_raster_get (mask, x, y) != 0 ? nearest * mm : -nearest * mm;
}

/* Near and far, inside and outside, against the plain form: to the step of the search. */
static void
test_distance (void)
{
  static const guint places[][2] = { { 5, 5 }, { 256, 256 }, { 500, 250 }, { 300, 20 }, { 400, 480 }, { 100, 300 } };

  for (guint index = 1; index < 4; index += 2)
    {
      g_auto (Case) self = make_case (index, NULL);
      const CsRaster *mask = cs_product_get_raster (cs_analysis_get (self.analysis, "breast"));

      for (guint i = 0; i < G_N_ELEMENTS (places); i++)
        {
          g_autoptr (CsExplanation) explanation = cs_explain_pixel (self.analysis, places[i][0], places[i][1]);

          g_assert_cmpfloat_with_epsilon (test_of (explanation, "breast")->word.value,
                                          plain_depth (mask, places[i][0], places[i][1], 0.4), 0.4 * G_SQRT2);
        }
    }
}

/* Distance to a drawn border: a disc of 10 mm round the middle of a film of 0.1 mm. */
static void
test_depth (void)
{
  CsFacts facts = { .bits = 8, .mm_per_pixel = 0.1, .spacing = CS_SPACING_HAND };
  CsRaster *raster = cs_raster_new (CS_PIXEL_U8, 400, 600);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsAnalysis) analysis = NULL;
  g_autoptr (CsExplanation) inside = NULL, outside = NULL;

  for (guint y = 0; y < 600; y++)
    for (guint x = 0; x < 400; x++)
      ((guint8 *) cs_raster_edit (raster, y))[x] = hypot (x, y - 300.0) < 200 ? 150 : 5;
  image = cs_image_new (raster, "half", &facts);
  cs_raster_unref (raster);
  analysis = cs_pipeline_run (image, NULL, settings, NULL, NULL, NULL, NULL, NULL, NULL);
  inside = cs_explain_pixel (analysis, 100, 300);
  outside = cs_explain_pixel (analysis, 350, 300);
  g_assert_cmpfloat_with_epsilon (test_of (inside, "breast")->word.value, 10, 1);
  g_assert_cmpfloat_with_epsilon (test_of (outside, "breast")->word.value, -15, 1);
}

/* No shape of film and no content leaves a stage without an answer: every pixel has a verdict and a text. */
static void
test_odd_sizes (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 1, 9 }, { 11, 1 }, { 2, 3 }, { 13, 9 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes) * 2; i++)
    {
      CsFacts facts = { .bits = 8, .mm_per_pixel = 0.2, .spacing = CS_SPACING_HAND };
      g_autoptr (CsRaster) noise = draw_noise (CS_PIXEL_U8, sizes[i / 2][0], sizes[i / 2][1], 255, i);
      g_autoptr (CsImage) image = cs_image_new (noise, "odd", &facts);
      g_autoptr (CsSettings) settings = cs_settings_new (cs_presets[i % 2]);
      g_autoptr (CsAnalysis) analysis = cs_pipeline_run (image, NULL, settings, NULL, NULL, NULL, NULL, NULL, NULL);

      for (guint place = 0; place < sizes[i / 2][0] * sizes[i / 2][1]; place++)
        {
          g_autoptr (CsExplanation) explanation = cs_explain_pixel (analysis, place % sizes[i / 2][0],
                                                                    place / sizes[i / 2][0]);
          g_autofree char *text = cs_explanation_to_text (explanation), *json = cs_explanation_to_json (explanation);

          g_assert_nonnull (strstr (text, explanation->verdict));
          g_assert_true (g_str_has_prefix (json, "{\"film\": \"odd\""));
        }
    }
}

static void
test_words (void)
{
  const CsWord both = { .value = 3, .lower = 1, .upper = 10, .unit = "mm²", .tests = TRUE, .passed = TRUE };
  const CsWord over = { .value = 12, .lower = -INFINITY, .upper = 10, .unit = "", .tests = TRUE };
  const CsWord note = { .value = 7, .unit = "levels" };
  const CsWord large = { .value = 12345, .lower = 114, .upper = INFINITY, .tests = TRUE, .unit = "levels" };
  g_autofree char *fourth = cs_word_to_text (&large);
  g_autofree char *first = cs_word_to_text (&both), *second = cs_word_to_text (&over), *third = cs_word_to_text (&note);

  g_assert_cmpfloat (cs_word_get_margin (&both), ==, 2);
  g_assert_cmpfloat (cs_word_get_margin (&over), ==, -2);
  g_assert_true (isnan (cs_word_get_margin (&note)));
  g_assert_cmpstr (first, ==, "3 mm² (limit 1 to 10, margin +2)");
  g_assert_cmpstr (second, ==, "12 (limit 10, margin -2)");
  g_assert_cmpstr (fourth, ==, "12345 levels (limit 114, margin +12231)");
  g_assert_cmpstr (third, ==, "7 levels");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/calcification", test_calcification);
  g_test_add_func ("/explain/stopped", test_stopped);
  g_test_add_func ("/explain/agrees", test_agrees);
  g_test_add_func ("/explain/boxes", test_boxes);
  g_test_add_func ("/explain/limit", test_limit);
  g_test_add_func ("/explain/depth", test_depth);
  g_test_add_func ("/explain/distance", test_distance);
  g_test_add_func ("/explain/odd-sizes", test_odd_sizes);
  g_test_add_func ("/explain/words", test_words);
  return g_test_run ();
}
