/* From verdicts to samples: films whose calcifications are known pixel by pixel, cut, split by case and augmented. */
#include <string.h>

#include "../folder.h"
#include "cs-formats.h"
#include "cs-patches.h"
#include "cs-error.h"
#include "cs-png.h"
#include "cs-study.h"

#define SIDE 128
#define PIXELS (CS_PATCH_SIDE * CS_PATCH_SIDE)

typedef struct { char *folder; CsStudy *study; CsSettings *settings; } Fixture;

/* Where every film is bright: no two turns or flips of it look the same. */
static gboolean
is_spot (int x,
         int y)
{
  return (x >= 60 && x < 63 && y >= 58 && y < 67) || (x >= 63 && x < 69 && y >= 58 && y < 61);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;

  fixture->folder = g_dir_make_tmp ("patches-XXXXXX", &error);
  g_assert_no_error (error);
  folder = g_file_new_for_path (fixture->folder);
  fixture->study = cs_study_open (folder, &error);
  g_assert_no_error (error);
  fixture->settings = cs_settings_new (NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->study);
  cs_settings_unref (fixture->settings);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static CsEntry *
add_film (Fixture *fixture,
          guint    number,
          guint    case_number)
{
  g_autofree char *name = g_strdup_printf ("film-%u.png", number), *woman = g_strdup_printf ("%u", case_number);
  g_autoptr (GFile) file = g_file_new_build_filename (fixture->folder, name, NULL);
  CsFacts facts = { .case_id = woman, .bits = 8, .mm_per_pixel = 0.2, .spacing = CS_SPACING_HAND };
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, SIDE, SIDE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (GError) error = NULL;
  CsEntry *entry;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        int value = is_spot (x, y) ? 200 : g_rand_int_range (rand, 88, 93);

        ((guint8 *) cs_raster_edit (raster, (guint) y))[x] = (guint8) value;
      }
  cs_png_write (raster, 0.2, file, &error);
  g_assert_no_error (error);
  image = cs_image_new (raster, name, &facts);
  entry = cs_study_add (fixture->study, file, image, &error);
  g_assert_no_error (error);
  return entry;
}

static CsMark *
draw (Fixture  *fixture,
      CsEntry  *entry,
      CsBox     box,
      CsVerdict verdict)
{
  g_autoptr (GError) error = NULL;
  CsMark *mark = cs_study_draw (fixture->study, entry, &box, verdict, &error);

  g_assert_no_error (error);
  return mark;
}

/* A mark judged positive whose mask holds the bright pixels in it; all of them where @full. */
static CsMark *
draw_painted (Fixture *fixture,
              CsEntry *entry,
              CsBox    box,
              gboolean full)
{
  CsMark *mark = draw (fixture, entry, box, CS_VERDICT_POSITIVE);
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, (guint) box.width, (guint) box.height);
  g_autoptr (GError) error = NULL;

  for (int y = 0; y < box.height; y++)
    for (int x = 0; x < box.width; x++)
      ((guint8 *) cs_raster_edit (mask, (guint) y))[x] = full || is_spot (box.x + x, box.y + y) ? 255 : 0;
  cs_study_paint (fixture->study, mark, mask, &error);
  g_assert_no_error (error);
  return mark;
}

static CsPatches *
gather (Fixture   *fixture,
        CsPatches *known,
        gboolean   negatives)
{
  g_autoptr (CsRecord) record = cs_study_freeze (fixture->study);
  g_autoptr (GError) error = NULL;
  CsPatches *patches = cs_patches_gather_again (known, record, fixture->settings,
                                                &(CsCut) { CS_PATCH_SIDE, negatives, FALSE }, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return patches;
}

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
test_targets (Fixture      *fixture,
              gconstpointer data)
{
  CsEntry *entry = add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL, positives = NULL;
  const CsPatch *patch;

  draw_painted (fixture, entry, around, FALSE);
  draw (fixture, entry, (CsBox) { .x = 20, .y = 20, .width = 5, .height = 5 }, CS_VERDICT_NEGATIVE);
  draw (fixture, entry, (CsBox) { .x = 64, .y = 60, .width = 5, .height = 5 }, CS_VERDICT_NEGATIVE);
  draw (fixture, entry, (CsBox) { .x = 90, .y = 90, .width = 5, .height = 5 }, CS_VERDICT_UNSURE);
  patches = gather (fixture, NULL, TRUE);
  positives = gather (fixture, NULL, FALSE);
  g_assert_cmpuint (cs_patches_get_n (patches), ==, 3);
  g_assert_cmpuint (cs_patches_get_n (positives), ==, 1);
  g_assert_cmpstr (cs_patches_get_case (patches, 0), ==, "0");
  for (guint k = 0; k < 3; k++)
    {
      patch = cs_patches_get (patches, k);
      g_assert_true (patch->positive == (cs_patches_get_mark (patches, k)->verdict == CS_VERDICT_POSITIVE));
      for (int i = 0; i < PIXELS; i++)
        g_assert_cmpuint (patch->target[i], ==, patch->positive && is_spot (patch->x + i % CS_PATCH_SIDE,
                                                                            patch->y + i / CS_PATCH_SIDE));
    }
}

/* Zero mean and unit deviation, and bright where the target is. */
static void
test_pixels (Fixture      *fixture,
             gconstpointer data)
{
  CsEntry *entry = add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL;
  const CsPatch *patch;
  double sum = 0, squares = 0, bright = G_MAXDOUBLE, dark = -G_MAXDOUBLE;

  draw_painted (fixture, entry, around, FALSE);
  patches = gather (fixture, NULL, TRUE);
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
check_picture (Fixture        *fixture,
               const CsRaster *picture)
{
  g_autoptr (CsPatches) patches = gather (fixture, NULL, TRUE);
  const CsPatch *patch = cs_patches_get (patches, 0);
  float wanted[PIXELS];

  cs_patch_cut (picture, patch->x + CS_PATCH_SIDE / 2, patch->y + CS_PATCH_SIDE / 2, CS_PATCH_SIDE, wanted);
  g_assert_cmpmem (patch->pixels, sizeof wanted, wanted, sizeof wanted);
}

/* From the film as it was taken; enhanced, where the settings say so. */
static void
test_picture (Fixture      *fixture,
              gconstpointer data)
{
  CsEntry *entry = add_film (fixture, 0, 0);
  g_autoptr (CsRecord) record = cs_study_freeze (fixture->study);
  g_autoptr (CsImage) image = cs_record_read_film (record, 0, NULL, NULL);
  CsSettings *enhanced = cs_settings_with_text (fixture->settings, "segment.picture=Enhanced film", NULL);
  g_autoptr (CsAnalysis) analysis = cs_pipeline_run (image, NULL, enhanced, NULL, "levels", NULL, NULL, NULL, NULL);

  draw_painted (fixture, entry, around, FALSE);
  check_picture (fixture, cs_image_get_raster (image));
  cs_settings_unref (fixture->settings);
  fixture->settings = enhanced;
  check_picture (fixture, cs_product_get_raster (cs_analysis_get (analysis, "levelled")));
}

/* A box larger than a patch: every pixel of it lies in a patch, and the mask is whole again when put together. */
static void
test_tiles (Fixture      *fixture,
            gconstpointer data)
{
  const CsBox box = { .x = 30, .y = 40, .width = 70, .height = 40 };
  CsEntry *entry = add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL;
  g_autoptr (CsRaster) mask = NULL;
  guint missed = 0;

  draw_painted (fixture, entry, box, TRUE);
  patches = gather (fixture, NULL, TRUE);
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
test_edges (Fixture      *fixture,
            gconstpointer data)
{
  const CsBox boxes[] = { { .x = 0, .y = 0, .width = 6, .height = 6 }, { .x = 122, .y = 122, .width = 6, .height = 6 },
                          { .x = 124, .y = 60, .width = 8, .height = 6 } };
  const guint areas[] = { 36, 36, 24 };
  CsEntry *entry = add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL;

  for (guint i = 0; i < 3; i++)
    draw_painted (fixture, entry, boxes[i], TRUE);
  patches = gather (fixture, NULL, TRUE);
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
test_machine_mask (Fixture      *fixture,
                   gconstpointer data)
{
  CsEntry *entry = add_film (fixture, 0, 0);
  g_autoptr (CsPatches) patches = NULL;
  g_autoptr (CsRaster) mask = NULL;
  const CsPatch *patch;
  guint area = 0;

  draw (fixture, entry, around, CS_VERDICT_POSITIVE);
  patches = gather (fixture, NULL, TRUE);
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
test_again (Fixture      *fixture,
            gconstpointer data)
{
  CsEntry *first = add_film (fixture, 0, 0), *second = add_film (fixture, 1, 1);
  CsMark *mark = draw_painted (fixture, first, around, FALSE);
  g_autoptr (CsPatches) before = NULL, after = NULL, fresh = NULL;
  g_autoptr (GError) error = NULL;

  draw_painted (fixture, second, around, FALSE);
  before = gather (fixture, NULL, TRUE);
  cs_study_judge (fixture->study, mark, CS_VERDICT_NEGATIVE, &error);
  g_assert_no_error (error);
  after = gather (fixture, before, TRUE);
  fresh = gather (fixture, NULL, TRUE);
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
gather_women (Fixture *fixture,
              guint    n_films,
              guint    n_cases)
{
  for (guint i = 0; i < n_films; i++)
    {
      CsEntry *entry = add_film (fixture, i, i % n_cases);

      draw_painted (fixture, entry, around, FALSE);
      for (int k = 0; k < 3; k++)
        draw (fixture, entry, (CsBox) { .x = 20 + 30 * k, .y = 20, .width = 5, .height = 5 }, CS_VERDICT_NEGATIVE);
    }
  return gather (fixture, NULL, TRUE);
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
test_no_case_twice (Fixture      *fixture,
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
test_folds_cover (Fixture      *fixture,
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
test_few_women (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (CsPatches) none = gather (fixture, NULL, TRUE), one = gather_women (fixture, 1, 1), two = NULL;
  g_autoptr (CsSplit) split = NULL;
  g_autoptr (GError) error = NULL;
  CsEntry *entry;

  expect_too_few (none, -1);
  expect_too_few (one, -1);
  entry = add_film (fixture, 9, 9);
  draw_painted (fixture, entry, around, FALSE);
  two = gather (fixture, one, TRUE);
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
test_aligned (Fixture      *fixture,
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
test_same_rand_same_sample (Fixture      *fixture,
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
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  draw_painted (fixture, add_film (fixture, 0, 0), around, FALSE);
  record = cs_study_freeze (fixture->study);
  g_cancellable_cancel (cancellable);
  g_assert_null (cs_patches_gather (record, fixture->settings, &(CsCut) CS_CUT_STANDARD, NULL, NULL, cancellable,
                                    &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_film_gone (Fixture      *fixture,
                gconstpointer data)
{
  CsEntry *entry = add_film (fixture, 0, 0);
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  draw_painted (fixture, entry, around, FALSE);
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
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/patches/targets", test_targets }, { "/patches/pixels", test_pixels }, { "/patches/tiles", test_tiles },
    { "/patches/edges", test_edges }, { "/patches/machine-mask", test_machine_mask },
    { "/patches/again", test_again }, { "/patches/cancelled", test_cancelled },
    { "/patches/film-gone", test_film_gone }, { "/patches/picture", test_picture },
    { "/split/no-case-twice", test_no_case_twice }, { "/split/folds-cover", test_folds_cover },
    { "/split/few-women", test_few_women }, { "/feed/aligned", test_aligned },
    { "/feed/same-rand-same-sample", test_same_rand_same_sample },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
