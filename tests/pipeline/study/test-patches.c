/* From verdicts to samples: films whose calcifications are known pixel by pixel, cut, split by case and augmented. */
#include <string.h>

#include "folder.h"
#include "cs-course.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-scoring.h"
#include "nn-recipe.h"
#include "patchwork.h"

static guint
area_of (const CsPatch *patch)
{
  guint area = 0;

  for (guint i = 0; i < PIXELS; i++)
    {
      g_assert_cmpuint (patch->target[i], <=, 1);
      area += patch->target[i];
    }
  return area;
}

static const CsBox around = { .x = 58, .y = 56, .width = 13, .height = 13 };

static void
test_targets (Patchwork    *fixture,
              gconstpointer data)
{
  CsEntry *entry = patchwork_add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL, positives = NULL;
  const CsPatch *patch;

  patchwork_draw_painted (fixture, entry, around, FALSE);
  patchwork_draw (fixture, entry, (CsBox) { .x = 20, .y = 20, .width = 5, .height = 5 }, CS_VERDICT_NEGATIVE);
  patchwork_draw (fixture, entry, (CsBox) { .x = 64, .y = 60, .width = 5, .height = 5 }, CS_VERDICT_NEGATIVE);
  patchwork_draw (fixture, entry, (CsBox) { .x = 90, .y = 90, .width = 5, .height = 5 }, CS_VERDICT_UNSURE);
  patches = patchwork_gather (fixture, NULL, TRUE);
  positives = patchwork_gather (fixture, NULL, FALSE);
  g_assert_cmpuint (cs_patches_get_n (patches), ==, 3);
  g_assert_cmpuint (cs_patches_get_n (positives), ==, 1);
  g_assert_cmpstr (cs_patches_get_case (patches, 0), ==, "0");
  for (guint k = 0; k < 3; k++)
    {
      patch = cs_patches_get (patches, k);
      g_assert_true (patch->positive == (cs_patches_get_mark (patches, k)->verdict == CS_VERDICT_POSITIVE));
      for (int i = 0; i < PIXELS; i++)
        g_assert_cmpuint (patch->target[i], ==, patch->positive && patchwork_is_spot (patch->x + i % CS_PATCH_SIDE,
                                                                                      patch->y + i / CS_PATCH_SIDE));
    }
}

/* Zero mean and unit deviation, and bright where the target is. */
static void
test_pixels (Patchwork    *fixture,
             gconstpointer data)
{
  CsEntry *entry = patchwork_add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL;
  const CsPatch *patch;
  double sum = 0, squares = 0, bright = G_MAXDOUBLE, dark = -G_MAXDOUBLE;

  patchwork_draw_painted (fixture, entry, around, FALSE);
  patches = patchwork_gather (fixture, NULL, TRUE);
  patch = cs_patches_get (patches, 0);
  for (guint i = 0; i < PIXELS; i++)
    {
      sum += patch->pixels[i];
      squares += patch->pixels[i] * patch->pixels[i];
      bright = MIN (bright, patch->target[i] != 0 ? patch->pixels[i] : bright);
      dark = MAX (dark, patch->target[i] == 0 ? patch->pixels[i] : dark);
    }
  g_assert_cmpfloat (bright, >, dark);
  g_assert_cmpfloat_with_epsilon (sum / PIXELS, 0, 1e-4);
  g_assert_cmpfloat_with_epsilon (squares / PIXELS, 1, 1e-3);
}

static void
check_picture (Patchwork      *fixture,
               const CsRaster *picture)
{
  g_autoptr (CsPatches) patches = patchwork_gather (fixture, NULL, TRUE);
  const CsPatch *patch = cs_patches_get (patches, 0);
  float wanted[PIXELS];

  cs_patch_cut (picture, patch->x + CS_PATCH_SIDE / 2, patch->y + CS_PATCH_SIDE / 2, CS_PATCH_SIDE, wanted);
  g_assert_cmpmem (patch->pixels, sizeof wanted, wanted, sizeof wanted);
}

/* From the film as it was taken; enhanced, where the settings say so. */
static void
test_picture (Patchwork    *fixture,
              gconstpointer data)
{
  CsEntry *entry = patchwork_add_film (fixture, 0, 0);
  g_autoptr (CsRecord) record = cs_study_freeze (fixture->study);
  g_autoptr (CsImage) image = cs_record_read_film (record, 0, NULL, NULL);
  CsSettings *enhanced = cs_settings_with_text (fixture->settings, "segment.picture=Enhanced film", NULL);
  g_autoptr (CsAnalysis) analysis = cs_pipeline_run (image, NULL, enhanced, NULL, "levels", NULL, NULL, NULL, NULL);

  patchwork_draw_painted (fixture, entry, around, FALSE);
  check_picture (fixture, cs_image_get_raster (image));
  cs_settings_unref (fixture->settings);
  fixture->settings = enhanced;
  check_picture (fixture, cs_product_get_raster (cs_analysis_get (analysis, "levelled")));
}

/* A box larger than a patch: every pixel of it lies in a patch, and the mask is whole again when put together. */
static void
test_tiles (Patchwork    *fixture,
            gconstpointer data)
{
  const CsBox box = { .x = 30, .y = 40, .width = 70, .height = 40 };
  CsEntry *entry = patchwork_add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL;
  g_autoptr (CsRaster) mask = NULL;
  guint missed = 0;

  patchwork_draw_painted (fixture, entry, box, TRUE);
  patches = patchwork_gather (fixture, NULL, TRUE);
  g_assert_cmpuint (cs_patches_get_n (patches), ==, 6);
  for (int y = box.y; y < box.y + box.height; y++)
    for (int x = box.x; x < box.x + box.width; x++)
      {
        gboolean found = FALSE;

        for (guint k = 0; k < 6; k++)
          {
            const CsPatch *patch = cs_patches_get (patches, k);
            int px = x - patch->x, py = y - patch->y;

            if (px < 0 || py < 0 || px >= CS_PATCH_SIDE || py >= CS_PATCH_SIDE)
              continue;
            found = TRUE;
            g_assert_cmpuint (patch->target[py * CS_PATCH_SIDE + px], ==, 1);
          }
        missed += !found;
      }
  g_assert_cmpuint (missed, ==, 0);
  mask = cs_patches_get_mask (patches, 3);
  g_assert_cmpuint (cs_raster_get_width (mask), ==, 70);
  g_assert_cmpuint (cs_raster_get_height (mask), ==, 40);
}

/* Boxes in corners and over the edge: nothing outside the film is a calcification, the picture is replicated. */
static void
test_edges (Patchwork    *fixture,
            gconstpointer data)
{
  const CsBox boxes[] = { { .x = 0, .y = 0, .width = 6, .height = 6 }, { .x = 122, .y = 122, .width = 6, .height = 6 },
                          { .x = 124, .y = 60, .width = 8, .height = 6 } };
  const guint areas[] = { 36, 36, 24 };
  CsEntry *entry = patchwork_add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL;

  for (guint i = 0; i < 3; i++)
    patchwork_draw_painted (fixture, entry, boxes[i], TRUE);
  patches = patchwork_gather (fixture, NULL, TRUE);
  g_assert_cmpuint (cs_patches_get_n (patches), ==, 3);
  for (guint k = 0; k < 3; k++)
    {
      const CsPatch *patch = cs_patches_get (patches, k);

      for (guint i = 0; i < 3; i++)
        if (cs_patches_get_mark (patches, k)->box.x == boxes[i].x)
          g_assert_cmpuint (area_of (patch), ==, areas[i]);
      for (int y = 0; y < CS_PATCH_SIDE && patch->x < 0; y++)
        g_assert_cmpfloat (patch->pixels[y * CS_PATCH_SIDE], ==, patch->pixels[y * CS_PATCH_SIDE - patch->x]);
    }
}

/* Without a corrected mask the machine's pixels count, those in the box alone. */
static void
test_machine_mask (Patchwork    *fixture,
                   gconstpointer data)
{
  CsEntry *entry = patchwork_add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL;
  g_autoptr (CsRaster) mask = NULL;
  const CsPatch *patch;
  guint area = 0;

  patchwork_draw (fixture, entry, around, CS_VERDICT_POSITIVE);
  patches = patchwork_gather (fixture, NULL, TRUE);
  patch = cs_patches_get (patches, 0);
  mask = cs_patches_get_mask (patches, 0);
  for (int y = 0; y < around.height; y++)
    for (int x = 0; x < around.width; x++)
      {
        gboolean painted = ((const guint8 *) cs_raster_row (mask, (guint) y))[x] != 0;
        int at = (around.y + y - patch->y) * CS_PATCH_SIDE + around.x + x - patch->x;

        g_assert_true (painted == (patch->target[at] != 0));
        area += painted;
      }
  g_assert_cmpuint (area, ==, area_of (patch));
}

/* Only the film whose verdicts changed is cut again, and the result is that of cutting all. */
static void
test_again (Patchwork    *fixture,
            gconstpointer data)
{
  CsEntry *first = patchwork_add_film (fixture, 0, 0), *second = patchwork_add_film (fixture, 1, 1);
  CsMark *mark = patchwork_draw_painted (fixture, first, around, FALSE);
  g_autoptr (CsPatches) before = NULL, after = NULL, fresh = NULL;
  g_autoptr (GError) error = NULL;

  patchwork_draw_painted (fixture, second, around, FALSE);
  before = patchwork_gather (fixture, NULL, TRUE);
  cs_study_judge (fixture->study, mark, CS_VERDICT_NEGATIVE, &error);
  g_assert_no_error (error);
  after = patchwork_gather (fixture, before, TRUE);
  fresh = patchwork_gather (fixture, NULL, TRUE);
  g_assert_cmpuint (cs_patches_get_n (after), ==, 2);
  g_assert_true (cs_patches_get (after, 1)->pixels == cs_patches_get (before, 1)->pixels);
  g_assert_true (cs_patches_get (after, 0)->pixels != cs_patches_get (before, 0)->pixels);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (cs_patches_get (after, i)->positive == cs_patches_get (fresh, i)->positive);
      g_assert_cmpmem (cs_patches_get (after, i)->pixels, PIXELS * sizeof (float), cs_patches_get (fresh, i)->pixels,
                       PIXELS * sizeof (float));
      g_assert_cmpmem (cs_patches_get (after, i)->target, PIXELS, cs_patches_get (fresh, i)->target, PIXELS);
    }
  g_assert_cmpuint (area_of (cs_patches_get (after, 0)), ==, 0);
}

/* @n_films films of @n_cases women in turn, each with one accepted box and three rejected ones. */
static CsPatches *
gather_women (Patchwork *fixture,
              guint    n_films,
              guint    n_cases)
{
  for (guint i = 0; i < n_films; i++)
    {
      CsEntry *entry = patchwork_add_film (fixture, i, i % n_cases);

      patchwork_draw_painted (fixture, entry, around, FALSE);
      for (int k = 0; k < 3; k++)
        patchwork_draw (fixture, entry, (CsBox) { .x = 20 + 30 * k, .y = 20, .width = 5, .height = 5 },
                        CS_VERDICT_NEGATIVE);
    }
  return patchwork_gather (fixture, NULL, TRUE);
}

static guint
check_split (CsPatches *patches,
             CsSplit   *split)
{
  g_autoptr (GHashTable) part_of_case = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_parts = 0;

  for (guint part = 0; part < CS_N_PARTS; part++)
    {
      guint positive = 0, n = cs_split_get_n (split, part);

      for (guint i = 0; i < n; i++)
        {
          guint index = cs_split_get_index (split, part, i);
          gpointer key = (gpointer) cs_patches_get_case (patches, index), met;

          if (g_hash_table_lookup_extended (part_of_case, key, NULL, &met))
            g_assert_cmpuint (GPOINTER_TO_UINT (met), ==, part);
          g_hash_table_insert (part_of_case, key, GUINT_TO_POINTER (part));
          positive += cs_patches_get (patches, index)->positive;
        }
      if (part == CS_PART_TESTING)
        g_assert_cmpuint (n, ==, 4 * positive);
      else
        g_assert_cmpuint (n, ==, 2 * positive);
      g_assert_cmpuint (cs_split_get_feed (split, part, FALSE).n_samples, ==, n);
      n_parts += n > 0;
    }
  return n_parts;
}

static void
test_no_case_twice (Patchwork    *fixture,
                    gconstpointer data)
{
  g_autoptr (CsPatches) patches = gather_women (fixture, 14, 7);
  g_autoptr (GError) error = NULL;

  for (guint seed = 0; seed < 200; seed++)
    for (int fold = -1; fold < 5; fold++)
      {
        g_autoptr (CsSplit) split = cs_split_new (patches, seed, fold, 5, TRUE, 0.5, &error);

        g_assert_no_error (error);
        g_assert_cmpuint (check_split (patches, split), ==, CS_N_PARTS);
      }
}

/* Over its folds a cross-validation tests every patch once. */
static void
test_folds_cover (Patchwork    *fixture,
                  gconstpointer data)
{
  g_autoptr (CsPatches) patches = gather_women (fixture, 7, 7);
  g_autofree guint *tested = g_new0 (guint, cs_patches_get_n (patches));

  for (int fold = 0; fold < 5; fold++)
    {
      g_autoptr (CsSplit) split = cs_split_new (patches, 3, fold, 5, TRUE, 0.5, NULL);

      for (guint i = 0; i < cs_split_get_n (split, CS_PART_TESTING); i++)
        tested[cs_split_get_index (split, CS_PART_TESTING, i)]++;
    }
  for (guint i = 0; i < cs_patches_get_n (patches); i++)
    g_assert_cmpuint (tested[i], ==, 1);
}

static void
expect_too_few (CsPatches *patches,
                int        fold)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_split_new (patches, 1, fold, 5, TRUE, 0.5, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (strlen (error->message), >, 0);
}

static void
test_few_women (Patchwork    *fixture,
                gconstpointer data)
{
  g_autoptr (CsPatches) none = patchwork_gather (fixture, NULL, TRUE), one = gather_women (fixture, 1, 1), two = NULL;
  g_autoptr (CsSplit) split = NULL;
  g_autoptr (GError) error = NULL;
  CsEntry *entry;

  expect_too_few (none, -1);
  expect_too_few (one, -1);
  entry = patchwork_add_film (fixture, 9, 9);
  patchwork_draw_painted (fixture, entry, around, FALSE);
  two = patchwork_gather (fixture, one, TRUE);
  expect_too_few (two, 0);
  for (guint seed = 0; seed < 10; seed++)
    {
      g_clear_pointer (&split, cs_split_free);
      split = cs_split_new (two, seed, -1, 5, TRUE, 0.5, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (cs_split_get_n (split, CS_PART_TRAINING), >, 0);
      g_assert_cmpuint (cs_split_get_n (split, CS_PART_VALIDATION), >, 0);
      g_assert_cmpuint (cs_split_get_n (split, CS_PART_TESTING), ==, 0);
    }
}

/* Whether every pixel of the target is brighter than every other: so it is wherever nothing was resampled. Where it
 * was, edges mix; but the mean of the target stays far above the rest, and hardly a pixel of the target is dark. */
static gboolean
is_exact (const float *x,
          const float *y)
{
  double least = G_MAXDOUBLE, most = -G_MAXDOUBLE, sum = 0, rest = 0;
  guint area = 0, dark = 0;

  for (guint i = 0; i < PIXELS; i++)
    {
      gboolean inside = y[PIXELS + i] > 0.5f;

      g_assert_cmpfloat (y[i] + y[PIXELS + i], ==, 1);
      *(inside ? &sum : &rest) += x[i];
      area += inside;
      dark += inside && x[i] < 1;
      least = MIN (least, inside ? x[i] : least);
      most = MAX (most, inside ? most : x[i]);
    }
  g_assert_cmpuint (area, >, 20);
  g_assert_cmpuint (area, <, 80);
  g_assert_cmpfloat (sum / area, >, rest / (PIXELS - area) + 2.5);
  g_assert_cmpuint (dark, <=, area / 10);
  return least > most;
}

static void
test_aligned (Patchwork    *fixture,
              gconstpointer data)
{
  g_autoptr (CsPatches) patches = gather_women (fixture, 3, 3);
  g_autoptr (CsSplit) split = cs_split_new (patches, 1, -1, 5, TRUE, 0.5, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  NnFeed feed = cs_split_get_feed (split, CS_PART_TRAINING, FALSE);
  float x[PIXELS], y[2 * PIXELS];
  guint n = 0, exact = 0;

  for (guint round = 0; round < 300; round++)
    for (guint i = 0; i < feed.n_samples; i++)
      {
        if (!cs_patches_get (patches, cs_split_get_index (split, CS_PART_TRAINING, i))->positive)
          continue;
        feed.load (feed.owner, i, rand, x, y);
        exact += is_exact (x, y);
        n++;
      }
  g_assert_cmpuint (exact, >, n / 3);      /* most keep their scale */
}

static void
test_same_rand_same_sample (Patchwork    *fixture,
                            gconstpointer data)
{
  g_autoptr (CsPatches) patches = gather_women (fixture, 3, 3);
  g_autoptr (CsSplit) split = cs_split_new (patches, 1, -1, 5, TRUE, 0.5, NULL);
  float x[2][PIXELS], y[2][2 * PIXELS];
  guint others = 0;

  for (guint part = 0; part < CS_N_PARTS; part++)
    for (guint i = 0; i < cs_split_get_n (split, part); i++)
      {
        NnFeed feed = cs_split_get_feed (split, part, FALSE);
        g_autoptr (GRand) first = g_rand_new_with_seed (i), second = g_rand_copy (first);

        feed.load (feed.owner, i, first, x[0], y[0]);
        feed.load (feed.owner, i, second, x[1], y[1]);
        g_assert_cmpmem (x[0], sizeof x[0], x[1], sizeof x[1]);
        g_assert_cmpmem (y[0], sizeof y[0], y[1], sizeof y[1]);
        feed.load (feed.owner, i, first, x[1], y[1]);
        if (part == CS_PART_TRAINING)
          others += memcmp (x[0], x[1], sizeof x[0]) != 0;
        else
          g_assert_cmpmem (x[0], sizeof x[0], cs_patches_get (patches, cs_split_get_index (split, part, i))->pixels,
                           sizeof x[0]);
      }
  g_assert_cmpuint (others, >, 0);
}

static void
test_cancelled (Patchwork    *fixture,
                gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  patchwork_draw_painted (fixture, patchwork_add_film (fixture, 0, 0), around, FALSE);
  record = cs_study_freeze (fixture->study);
  g_cancellable_cancel (cancellable);
  g_assert_null (cs_patches_gather (record, fixture->settings, &(CsCut) CS_CUT_STANDARD, NULL, NULL, cancellable,
                                    &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* How many pixels count of the patch that validates, of its accepted or rejected box, and how many are calcified. */
static guint
count_known (Patchwork *fixture,
             gboolean   positive,
             guint     *calcified)
{
  g_autoptr (CsPatches) patches = patchwork_gather (fixture, NULL, TRUE);
  g_autoptr (CsSplit) split = cs_split_new (patches, 1, -1, 5, TRUE, 0, NULL);
  NnFeed feed = cs_split_get_feed (split, CS_PART_VALIDATION, FALSE);
  float x[PIXELS], y[2 * PIXELS];
  guint known = 0;

  *calcified = 0;
  for (guint i = 0; i < feed.n_samples; i++)
    if (cs_patches_get (patches, cs_split_get_index (split, CS_PART_VALIDATION, i))->positive == positive)
      {
        feed.load (feed.owner, i, NULL, x, y);
        for (guint p = 0; p < PIXELS; p++)
          {
            known += y[p] + y[PIXELS + p] > 0;
            *calcified += y[PIXELS + p] > 0;
          }
      }
  return known;
}

/* Two films of two women: an accepted box, a rejected one below it, and beside it one that waits. */
static guint
draw_open_boxes (Patchwork *fixture)
{
  const CsBox beside = { .x = 71, .y = 60, .width = 6, .height = 4 };
  const CsBox below = { .x = 60, .y = 70, .width = 5, .height = 5 };
  guint n_spot = 0;

  for (guint i = 0; i < 2; i++)
    {
      CsEntry *entry = patchwork_add_film (fixture, i, i);

      patchwork_draw_painted (fixture, entry, around, FALSE);
      patchwork_draw (fixture, entry, below, CS_VERDICT_NEGATIVE);
      patchwork_draw (fixture, entry, beside, CS_VERDICT_UNSURE);
    }
  for (int i = 0; i < PATCHWORK_SIDE * PATCHWORK_SIDE; i++)
    n_spot += patchwork_is_spot (i % PATCHWORK_SIDE, i / PATCHWORK_SIDE);
  return n_spot;
}

/* A box that waits beside an accepted one, and an accepted one beside a rejected, are not learnt as tissue. */
static void
test_open_boxes (Patchwork    *fixture,
                 gconstpointer data)
{
  guint n_spot = draw_open_boxes (fixture), calcified;

  /* The waiting box and its border, but for what the accepted box covers. */
  g_assert_cmpuint (count_known (fixture, TRUE, &calcified), ==, PIXELS - 7 * 6);
  g_assert_cmpuint (calcified, ==, n_spot);
  g_assert_cmpuint (count_known (fixture, FALSE, &calcified), ==, PIXELS - n_spot - 7 * 6);
  g_assert_cmpuint (calcified, ==, 0);
}

/* Nor does it tell against a network what it finds there: this one finds calcifications everywhere. */
static void
test_open_boxes_scored (Patchwork    *fixture,
                        gconstpointer data)
{
  guint n_spot = draw_open_boxes (fixture);
  g_autoptr (CsRecord) record = cs_study_freeze (fixture->study);
  g_autoptr (CsPatches) patches = patchwork_gather (fixture, NULL, TRUE);
  g_autoptr (NnGraph) graph = NULL;
  g_autoptr (NnNet) net = NULL;
  g_autoptr (CsScoring) scoring = NULL;
  NnDesign design;

  nn_design_init (&design);
  design.width = design.depth = 2;
  graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);
  net = nn_net_new (graph, 1);
  scoring = cs_scoring_run (&(CsScoringTask) { net, record, patches, .threads = 1 }, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (scoring->all.reviewer.pooled.tp, ==, 2 * n_spot);
  g_assert_cmpuint (scoring->all.reviewer.pooled.fp, ==, 2 * (PIXELS - 7 * 6 - n_spot));
  g_assert_cmpuint (scoring->all.negative.pooled.fp, ==, 2 * (PIXELS - n_spot - 7 * 6));
}

static char *
get_key (Patchwork *fixture)
{
  g_autoptr (CsRecord) record = cs_study_freeze (fixture->study);
  g_autoptr (CsPatches) patches = patchwork_gather (fixture, NULL, TRUE);
  CsCoursePlan plan;
  g_autoptr (CsCourse) course = NULL;

  cs_course_plan_init (&plan);
  course = cs_course_new (record, fixture->settings, patches, &plan);
  return g_strdup (cs_course_get_key (course));
}

/* A box more that waits leaves every patch's picture and mask, and yet another training comes of it. */
static void
test_open_boxes_key (Patchwork    *fixture,
                     gconstpointer data)
{
  CsEntry *entry = patchwork_add_film (fixture, 0, 0);
  g_autofree char *judged = NULL, *again = NULL, *waiting = NULL;

  patchwork_draw_painted (fixture, entry, around, FALSE);
  judged = get_key (fixture);
  again = get_key (fixture);
  patchwork_draw (fixture, entry, (CsBox) { .x = 71, .y = 60, .width = 6, .height = 4 }, CS_VERDICT_UNSURE);
  waiting = get_key (fixture);
  g_assert_cmpstr (judged, ==, again);
  g_assert_cmpstr (judged, !=, waiting);
}

static void
test_film_gone (Patchwork    *fixture,
                gconstpointer data)
{
  CsEntry *entry = patchwork_add_film (fixture, 0, 0);
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  patchwork_draw_painted (fixture, entry, around, FALSE);
  record = cs_study_freeze (fixture->study);
  g_file_delete (cs_entry_get_file (entry), NULL, NULL);
  g_assert_null (cs_patches_gather (record, fixture->settings, &(CsCut) CS_CUT_STANDARD, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "film-0.png"));
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *path; void (*test) (Patchwork *, gconstpointer); } tests[] = {
    { "/patches/targets", test_targets }, { "/patches/pixels", test_pixels }, { "/patches/tiles", test_tiles },
    { "/patches/edges", test_edges }, { "/patches/machine-mask", test_machine_mask },
    { "/patches/again", test_again }, { "/patches/cancelled", test_cancelled },
    { "/patches/open-boxes", test_open_boxes }, { "/patches/open-boxes-scored", test_open_boxes_scored },
    { "/patches/open-boxes-key", test_open_boxes_key },
    { "/patches/film-gone", test_film_gone }, { "/patches/picture", test_picture },
    { "/split/no-case-twice", test_no_case_twice }, { "/split/folds-cover", test_folds_cover },
    { "/split/few-women", test_few_women }, { "/feed/aligned", test_aligned },
    { "/feed/same-rand-same-sample", test_same_rand_same_sample },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Patchwork, NULL, patchwork_set_up, tests[i].test, patchwork_tear_down);
  return g_test_run ();
}
