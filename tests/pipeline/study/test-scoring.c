/* The scores of a network follow from counts that can be made by hand. */
#include "cs-scoring.h"
#include "learned.h"

#include <math.h>

#include "cs-error.h"
#include "cs-formats.h"
#include "cs-join.h"
#include "cs-resample.h"
#include "cs-slide.h"
#include "nn-recipe.h"
#include "nn-turns.h"

#define PIXELS (CS_PATCH_SIDE * CS_PATCH_SIDE)

static Learned learned;

static NnNet *
make_net (guint patch)
{
  NnDesign design;
  g_autoptr (NnGraph) graph = NULL;

  nn_design_init (&design);
  design.width = 2;
  design.depth = 2;
  design.patch = patch;
  graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);
  return nn_net_new (graph, 1);
}

static CsScoring *
run (const NnNet *net,
     double       threshold,
     GError     **error)
{
  CsScoringTask task = { net, learned.record, learned.patches, NULL, 0, threshold, 1 };

  return cs_scoring_run (&task, NULL, NULL, NULL, error);
}

static CsScoring *
choose (const NnNet *net,
        const guint *which,
        guint        n)
{
  CsScoringTask task = { net, learned.record, learned.patches, which, n, 0.5, 1 };

  return cs_scoring_run (&task, NULL, NULL, NULL, NULL);
}

static void
test_mask (void)
{
  float p[2 * PIXELS] = { 0 };
  guint8 mask[PIXELS];

  p[PIXELS] = 0.5f;
  p[PIXELS + 1] = 0.49f;
  p[2] = 1;
  cs_scoring_mask (p, PIXELS, 0.5, mask);
  g_assert_cmpint (mask[0], !=, 0);
  g_assert_cmpint (mask[1], ==, 0);
  g_assert_cmpint (mask[2], ==, 0);
}

/* Where everything is found nothing is missed, and what is found wrongly is the rest of the patch. */
static void
test_everything_found (void)
{
  g_autoptr (NnNet) net = make_net (CS_PATCH_SIDE);
  g_autoptr (CsScoring) scoring = run (net, 0, NULL);
  guint64 target = 0;
  guint n_positive = 0;

  for (guint i = 0; i < cs_patches_get_n (learned.patches); i++)
    {
      const CsPatch *patch = cs_patches_get (learned.patches, i);

      n_positive += patch->positive;
      for (guint k = 0; patch->positive && k < PIXELS; k++)
        target += patch->target[k] != 0;
    }
  g_assert_cmpuint (n_positive, >, 0);
  g_assert_cmpuint (scoring->all.reviewer.n, ==, n_positive);
  g_assert_cmpuint (scoring->all.reviewer.pooled.tp, ==, target);
  g_assert_cmpuint (scoring->all.reviewer.pooled.fn, ==, 0);
  g_assert_cmpuint (scoring->all.reviewer.pooled.fp, ==, (guint64) n_positive * PIXELS - target);
  g_assert_cmpuint (scoring->all.negative.n, ==, cs_patches_get_n (learned.patches) - n_positive);
  g_assert_cmpuint (scoring->all.negative.pooled.tp, ==, 0);
}

/* Truth is the drawn mask at the patch's place, whatever the reviewer's mask says. */
static void
test_truth (void)
{
  g_autoptr (NnNet) net = make_net (CS_PATCH_SIDE);
  g_autoptr (CsScoring) scoring = run (net, 0, NULL);
  guint64 expected = 0;

  for (guint i = 0; i < cs_patches_get_n (learned.patches); i++)
    {
      const CsPatch *patch = cs_patches_get (learned.patches, i);
      const CsRecordFilm *film = cs_record_get_film (learned.record, patch->film);
      g_autoptr (CsTruth) truth = cs_formats_truth (film->file, film->width, film->height, NULL);
      const CsRaster *mask = cs_truth_get_mask (truth, "calcifications");

      for (guint y = 0; patch->positive && y < CS_PATCH_SIDE; y++)
        for (guint x = 0; x < CS_PATCH_SIDE; x++)
          expected += cs_raster_get (mask, CLAMP (patch->x + (int) x, 0, (int) cs_raster_get_width (mask) - 1),
                                     CLAMP (patch->y + (int) y, 0, (int) cs_raster_get_height (mask) - 1)) > 0;
    }
  g_assert_cmpuint (expected, >, 0);
  g_assert_cmpuint (scoring->all.truth.pooled.tp, ==, expected);
  g_assert_cmpuint (scoring->all.truth.n, ==, scoring->all.reviewer.n);
}

/* A network that says at what scale it was trained is scored at that scale, picture and truth alike. */
static void
test_spacing (void)
{
  g_autoptr (NnNet) net = make_net (CS_PATCH_SIDE);
  g_autoptr (CsPatches) patches = NULL;
  g_autoptr (CsScoring) scoring = NULL;
  CsCut cut;
  guint64 expected = 0;

  g_assert_cmpfloat (cs_scoring_cut (net).mm, ==, 0);
  cs_patch_note_spacing (net, 0.1);
  cut = cs_scoring_cut (net);
  g_assert_cmpfloat (cut.mm, ==, 0.1);
  patches = cs_patches_gather (learned.record, learned.settings, &cut, NULL, NULL, NULL, NULL);
  scoring = cs_scoring_run (&(CsScoringTask) { net, learned.record, patches, .threads = 1 }, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < cs_patches_get_n (patches); i++)
    {
      const CsPatch *patch = cs_patches_get (patches, i);
      const CsRecordFilm *film = cs_record_get_film (learned.record, patch->film);
      g_autoptr (CsTruth) truth = cs_formats_truth (film->file, film->width, film->height, NULL);
      const CsRaster *mask = cs_truth_get_mask (truth, "calcifications");
      guint width = 2 * cs_raster_get_width (mask), height = 2 * cs_raster_get_height (mask);
      g_autoptr (CsRaster) fine = cs_resample (mask, width, height, NULL, NULL);

      for (int k = 0; patch->positive && k < PIXELS; k++)
        expected += cs_raster_get (fine, (guint) CLAMP (patch->x + k % CS_PATCH_SIDE, 0, (int) width - 1),
                                   (guint) CLAMP (patch->y + k / CS_PATCH_SIDE, 0, (int) height - 1)) >= 127.5;
    }
  g_assert_cmpuint (expected, >, 0);
  g_assert_cmpuint (scoring->all.truth.pooled.tp, ==, expected);
}

static void
test_films_add_up (void)
{
  g_autoptr (NnNet) net = make_net (CS_PATCH_SIDE);
  g_autoptr (CsScoring) scoring = run (net, 0.5, NULL);
  CsScores sum = { 0 };

  for (guint i = 0; i < scoring->n_films; i++)
    {
      nn_score_merge (&sum.truth, &scoring->films[i].scores.truth);
      nn_score_merge (&sum.reviewer, &scoring->films[i].scores.reviewer);
    }
  g_assert_cmpuint (scoring->n_films, ==, cs_record_get_n_films (learned.record));
  g_assert_cmpmem (&sum.truth.pooled, sizeof (NnCounts), &scoring->all.truth.pooled, sizeof (NnCounts));
  g_assert_cmpmem (&sum.reviewer.pooled, sizeof (NnCounts), &scoring->all.reviewer.pooled, sizeof (NnCounts));
}

static void
test_chosen_patches (void)
{
  g_autoptr (NnNet) net = make_net (CS_PATCH_SIDE);
  guint which[] = { cs_patches_get_n (learned.patches) - 1, 0 };
  g_autoptr (CsScoring) scoring = choose (net, which, 2);
  g_autoptr (CsScoring) none = choose (net, which, 0);

  g_assert_cmpuint (scoring->all.reviewer.n + scoring->all.negative.n, ==, 2);
  g_assert_cmpuint (none->all.reviewer.n + none->all.negative.n, ==, 0);
  g_assert_true (isnan (nn_score_get_pooled (&none->all.truth).value[NN_DICE]));
}

static void
test_refusals (void)
{
  g_autoptr (NnNet) other = make_net (64), net = make_net (CS_PATCH_SIDE);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  CsScoringTask task = { net, learned.record, learned.patches, .threshold = 0.5, .threads = 1 };

  g_assert_null (run (other, 0.5, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (cs_scoring_run (&task, NULL, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Accepts a patch whose middle pixel is lighter than the patch's mean: a classifier whose verdicts can be told by
 * hand. */
static NnNet *
make_classifier (void)
{
  g_autoptr (NnGraph) graph = nn_graph_new ((NnShape) { 1, CS_PATCH_SIDE, CS_PATCH_SIDE });
  int at = nn_graph_add (graph, "dense", &(NnArgs) { .channels = 2 }, 0, -1, NULL);
  NnNet *net;
  float *params;

  nn_graph_add (graph, "softmax", NULL, at, -1, NULL);
  net = nn_net_new (graph, 1);
  params = nn_net_edit_params (net);
  memset (params, 0, nn_net_get_n_params (net) * sizeof (float));
  params[PIXELS + CS_PATCH_SIDE / 2 * CS_PATCH_SIDE + CS_PATCH_SIDE / 2] = 50;
  return net;
}

/* A window in the middle of a patch is the patch; one elsewhere shows the same film, moved and normalised anew. */
static void
test_look (void)
{
  float window[PIXELS];
  const guint half = CS_PATCH_SIDE / 2;

  for (guint i = 0; i < cs_patches_get_n (learned.patches); i += 7)
    {
      const float *pixels = cs_patches_get (learned.patches, i)->pixels;
      double scale, shift;

      cs_patches_look (learned.patches, i, half, half, window);
      g_assert_cmpmem (window, sizeof window, pixels, sizeof window);
      cs_patches_look (learned.patches, i, 3, 9, window);
      /* Pixel (x, y) of the window is pixel (x + 3 - half, y + 9 - half) of the patch. */
      scale = (window[13 * CS_PATCH_SIDE + 20] - window[8 * CS_PATCH_SIDE + 15]) /
              (pixels[(13 + 9 - half) * CS_PATCH_SIDE + 20 + 3 - half] -
               pixels[(8 + 9 - half) * CS_PATCH_SIDE + 15 + 3 - half]);
      shift = window[13 * CS_PATCH_SIDE + 20] - scale * pixels[(13 + 9 - half) * CS_PATCH_SIDE + 20 + 3 - half];
      for (guint y = half - 9; y < CS_PATCH_SIDE; y++)
        for (guint x = half - 3; x < CS_PATCH_SIDE; x++)
          g_assert_cmpfloat_with_epsilon (window[y * CS_PATCH_SIDE + x],
                                          scale * pixels[(y + 9 - half) * CS_PATCH_SIDE + x + 3 - half] + shift, 1e-2);
    }
}

/* Sliding, the verdict of a window stands at its centre, and what lies between two is between their probabilities. */
static void
test_slide (void)
{
  g_autoptr (NnNet) net = make_classifier ();
  float p[2 * PIXELS], window[PIXELS];
  guint light = 0, n = 0;

  for (guint i = 0; i < cs_patches_get_n (learned.patches); i += 9)
    {
      g_assert_true (cs_slide_patch (net, learned.patches, i, 1, p, NULL, NULL));
      for (guint y = CS_SLIDE_STRIDE / 2; y < CS_PATCH_SIDE; y += CS_SLIDE_STRIDE)
        for (guint x = CS_SLIDE_STRIDE / 2; x < CS_PATCH_SIDE; x += CS_SLIDE_STRIDE, n++)
          {
            cs_patches_look (learned.patches, i, x, y, window);
            light += window[PIXELS / 2 + CS_PATCH_SIDE / 2] > 0;
            g_assert_cmpint (p[PIXELS + y * CS_PATCH_SIDE + x] > 0.5, ==, window[PIXELS / 2 + CS_PATCH_SIDE / 2] > 0);
          }
      g_assert_cmpfloat_with_epsilon (p[PIXELS + 10 * CS_PATCH_SIDE + 11],
                                      0.75 * p[PIXELS + 10 * CS_PATCH_SIDE + 10] +
                                      0.25 * p[PIXELS + 10 * CS_PATCH_SIDE + 14], 1e-6);
      g_assert_cmpfloat (p[PIXELS], ==, p[PIXELS + 2 * CS_PATCH_SIDE + 2]);
    }
  g_assert_cmpuint (light, >, 0);
  g_assert_cmpuint (light, <, n);
}

/* A classifier is scored by its verdicts, which are counted in patches, and by the masks it draws sliding. */
static void
test_classifier (void)
{
  g_autoptr (NnNet) net = make_classifier ();
  g_autoptr (CsScoring) scoring = run (net, 0.5, NULL);
  NnCounts wanted = { 0 };

  for (guint i = 0; i < cs_patches_get_n (learned.patches); i++)
    {
      const CsPatch *patch = cs_patches_get (learned.patches, i);
      gboolean accepted = patch->pixels[PIXELS / 2 + CS_PATCH_SIDE / 2] > 0;

      *(patch->positive ? accepted ? &wanted.tp : &wanted.fn : accepted ? &wanted.fp : &wanted.tn) += 1;
    }
  g_assert_cmpuint (wanted.tp, >, 0);
  g_assert_cmpmem (&wanted, sizeof wanted, &scoring->all.verdicts, sizeof wanted);
  g_assert_cmpuint (scoring->all.reviewer.n, ==, wanted.tp + wanted.fn);
  g_assert_cmpuint (scoring->all.negative.n, ==, wanted.fp + wanted.tn);
  g_assert_cmpuint (scoring->all.truth.pooled.tp, >, 0);
}

/* A network that segments accepts a patch in which it finds anything. */
static void
test_verdicts_of_masks (void)
{
  g_autoptr (NnNet) net = make_net (CS_PATCH_SIDE);
  g_autoptr (CsScoring) all = run (net, 0, NULL), none = run (net, 1.1, NULL);

  g_assert_cmpuint (all->all.verdicts.tp, ==, all->all.reviewer.n);
  g_assert_cmpuint (all->all.verdicts.fp, ==, all->all.negative.n);
  g_assert_cmpuint (none->all.verdicts.fn, ==, all->all.reviewer.n);
  g_assert_cmpuint (none->all.verdicts.tn, ==, all->all.negative.n);
}

/* What has no value is null, never "nan": that would be no JSON. */
static void
test_json (void)
{
  g_autoptr (NnNet) net = make_net (CS_PATCH_SIDE);
  g_autoptr (CsScoring) none = choose (net, (guint[]) { 0 }, 0);
  g_autofree char *json = cs_scoring_to_json (none, learned.record);

  g_assert_nonnull (strstr (json, "\"dice\": null"));
  g_assert_null (strstr (json, "nan"));
}

static double
share_at (int at)
{
  return MIN (at, CS_PATCH_SIDE - 1 - at) + 1;
}

/* Pixel (@x, @y) of @patch, asked of one window after the other, each cut from the film itself. */
static double
join_plainly (const NnNet    *net,
              const CsRaster *film,
              const CsPatch  *patch,
              int             x,
              int             y)
{
  const int middle = CS_PATCH_SIDE / 2, stride = CS_PATCH_SIDE * 3 / 8;
  double sum = 0, shares = 0;

  for (int dy = -stride; dy <= stride; dy += stride)
    for (int dx = -stride; dx <= stride; dx += stride)
      {
        int wx = x - dx, wy = y - dy;
        float pixels[PIXELS], p[2 * PIXELS];

        if (MIN (wx, wy) < 0 || MAX (wx, wy) >= CS_PATCH_SIDE)
          continue;
        cs_patch_cut (film, patch->x + middle + dx, patch->y + middle + dy, CS_PATCH_SIDE, pixels);
        g_assert_true (nn_net_predict (net, 1, pixels, p, 1, NULL, NULL));
        sum += share_at (wx) * share_at (wy) * p[PIXELS + wy * CS_PATCH_SIDE + wx];
        shares += share_at (wx) * share_at (wy);
      }
  return sum / shares;
}

static void
test_joined (void)
{
  static const int places[][2] = { { 0, 0 }, { 31, 5 }, { 16, 16 }, { 11, 20 }, { 12, 31 } };
  const guint which[] = { 0, 2 };
  g_autoptr (NnNet) net = make_net (CS_PATCH_SIDE);
  g_autofree float *p = g_new (float, 4 * PIXELS);

  g_assert_true (cs_join_patches (net, learned.patches, which, 2, FALSE, 1, p, NULL, NULL));
  for (guint i = 0; i < 2; i++)
    {
      const CsPatch *patch = cs_patches_get (learned.patches, which[i]);
      g_autoptr (CsImage) image = cs_record_read_film (learned.record, patch->film, NULL, NULL);
      const float *planes = p + 2 * i * PIXELS;

      for (guint k = 0; k < G_N_ELEMENTS (places); k++)
        {
          int at = places[k][1] * CS_PATCH_SIDE + places[k][0];
          double wanted = join_plainly (net, cs_image_get_raster (image), patch, places[k][0], places[k][1]);

          g_assert_cmpfloat_with_epsilon (planes[PIXELS + at], wanted, 1e-4);
          g_assert_cmpfloat_with_epsilon (planes[at] + planes[PIXELS + at], 1, 1e-6);
        }
    }
}

/* Scored in all its turns a patch counts as the mean of them does by hand; joined windows are turned, too. */
static void
test_turned (void)
{
  g_autoptr (NnNet) net = make_net (CS_PATCH_SIDE);
  CsScoringTask task = { net, learned.record, learned.patches, NULL, 0, 0.5, 1, TRUE };
  g_autoptr (CsScoring) scoring = NULL, plain = NULL;
  NnCounts wanted = { 0 };

  task.threshold = 0.4999;
  for (guint i = 0; i < cs_patches_get_n (learned.patches); i++)
    {
      const CsPatch *patch = cs_patches_get (learned.patches, i);
      float p[2 * PIXELS];
      guint8 mask[PIXELS];
      NnCounts counts;

      g_assert_true (nn_net_predict_turned (net, 1, patch->pixels, p, 1, NULL, NULL));
      cs_scoring_mask (p, PIXELS, task.threshold, mask);
      counts = nn_counts_masks (mask, patch->target, NULL, PIXELS);
      if (patch->positive)
        nn_counts_add (&wanted, &counts);
    }
  scoring = cs_scoring_run (&task, NULL, NULL, NULL, NULL);
  task.turned = FALSE;
  plain = cs_scoring_run (&task, NULL, NULL, NULL, NULL);
  g_assert_cmpmem (&scoring->all.reviewer.pooled, sizeof wanted, &wanted, sizeof wanted);
  g_assert_cmpuint (scoring->all.reviewer.pooled.tp, !=, plain->all.reviewer.pooled.tp);
  g_assert_cmpuint (scoring->all.joined.pooled.tp, !=, plain->all.joined.pooled.tp);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scoring/mask", test_mask);
  g_test_add_func ("/scoring/joined", test_joined);
  g_test_add_func ("/scoring/turned", test_turned);
  g_test_add_func ("/scoring/everything-found", test_everything_found);
  g_test_add_func ("/scoring/truth", test_truth);
  g_test_add_func ("/scoring/spacing", test_spacing);
  g_test_add_func ("/scoring/films-add-up", test_films_add_up);
  g_test_add_func ("/scoring/chosen-patches", test_chosen_patches);
  g_test_add_func ("/scoring/look", test_look);
  g_test_add_func ("/scoring/slide", test_slide);
  g_test_add_func ("/scoring/classifier", test_classifier);
  g_test_add_func ("/scoring/verdicts-of-masks", test_verdicts_of_masks);
  g_test_add_func ("/scoring/refusals", test_refusals);
  g_test_add_func ("/scoring/json", test_json);
  return learned_run (&learned, 3);
}
