/* Phantoms: the same film from the same seed, truth inside the breast, contrast as promised, a 1/f^3 texture. */
#include <math.h>
#include <glib/gstdio.h>

#include "cs-formats.h"
#include "cs-phantom.h"
#include "cs-rows.h"

static CsPhantom *
draw (guint size, guint bits, guint seed, guint index, guint clusters)
{
  g_autoptr (GError) error = NULL;
  CsPhantomPlan plan;
  CsPhantom *phantom;

  cs_phantom_plan_init (&plan, size, size, bits, MIN (204.8 / size, 0.8), seed, index);
  plan.clusters = clusters;
  phantom = cs_phantom_draw (&plan, seed, index, NULL, &error);
  g_assert_no_error (error);
  return phantom;
}

static gboolean
is_set (const CsTruth *truth, const char *what, guint x, guint y)
{
  return cs_raster_get (cs_truth_get_mask (truth, what), x, y) > 0;
}

static void
test_same (void)
{
  for (guint index = 0; index < 4; index++)
    {
      g_autoptr (CsPhantom) a = draw (256, 12, 7, index, 2), b = NULL;

      cs_rows_set_threads (1);
      b = draw (256, 12, 7, index, 2);
      cs_rows_set_threads (0);
      g_assert_true (cs_raster_equal (cs_image_get_raster (a->image), cs_image_get_raster (b->image)));
      g_assert_cmpuint (cs_truth_get_n_spots (a->truth), ==, cs_truth_get_n_spots (b->truth));
    }
}

/* A change of these digests is a change of every film ever drawn: only on purpose. */
static void
test_pinned (void)
{
  static const struct { guint size, bits, seed, index; const char *digest; } pinned[] = {
    { 256, 8, 1, 0, "85ebd125d4793255f2ae28f9a8a0b0a1276dfbe205299bbe8e87e128a6112928" },
    { 256, 12, 1, 3, "a4c1072d05144d5439dd45b7e61bee64895523f6b62e290c886072ba460cd33c" },
    { 64, 12, 2, 6, "eef89f2fccfe49bbba6671d632afc73f3193076adfb65d0cc254cc2a59b5a516" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pinned); i++)
    {
      g_autoptr (CsPhantom) phantom = draw (pinned[i].size, pinned[i].bits, pinned[i].seed, pinned[i].index, 1);
      g_autofree char *digest = cs_raster_digest (cs_image_get_raster (phantom->image));

      g_assert_cmpstr (digest, ==, pinned[i].digest);
    }
}

static void
test_truth (void)
{
  for (guint index = 0; index < 4; index++)
    {
      g_autoptr (CsPhantom) phantom = draw (1024, 8, 3, index, 2);
      const CsRaster *mask = cs_truth_get_mask (phantom->truth, "calcifications");
      guint muscle = 0;

      g_assert_cmpuint (cs_truth_get_n_spots (phantom->truth), >=, 10);
      for (guint y = 0; y < 1024; y++)
        for (guint x = 0; x < 1024; x++)
          {
            muscle += is_set (phantom->truth, "pectoral", x, y);
            if (cs_raster_get (mask, x, y) > 0)
              g_assert_true (is_set (phantom->truth, "breast", x, y) && !is_set (phantom->truth, "pectoral", x, y));
          }
      g_assert_true ((muscle > 0) == (cs_image_get_facts (phantom->image)->view == CS_VIEW_MLO));
      /* The chest wall: left breasts left, right breasts right. */
      g_assert_true (is_set (phantom->truth, "breast", index % 2 == 1 ? 0 : 1023, 560));
      g_assert_false (is_set (phantom->truth, "breast", index % 2 == 1 ? 1023 : 0, 560));
    }
}

/* Measured back as the header defines it, on films with and without calcifications: rounding is all that differs. */
static void
test_contrast (void)
{
  g_autoptr (CsPhantom) with = draw (1024, 12, 5, 0, 2), without = draw (1024, 12, 5, 0, 0);
  const CsRaster *film = cs_image_get_raster (with->image), *clean = cs_image_get_raster (without->image);

  for (guint i = 0; i < cs_truth_get_n_spots (with->truth); i++)
    {
      const CsTruthSpot *spot = cs_truth_get_spot (with->truth, i);
      int cx = spot->x + spot->width / 2, cy = spot->y + spot->height / 2, n = 0;
      double peak = 0, sum = 0, squares = 0, noise;

      for (int y = spot->y; y < spot->y + spot->height; y++)
        for (int x = spot->x; x < spot->x + spot->width; x++)
          peak = MAX (peak, cs_raster_get (film, x, y) - cs_raster_get (clean, x, y));
      for (int y = -5; y <= 5; y++)
        for (int x = -5; x <= 5; x++)
          if (x * x + y * y <= 25)
            {
              double value = cs_raster_get (clean, cx + x, cy + y);

              sum += value;
              squares += value * value;
              n++;
            }
      noise = sqrt (squares / n - sum / n * sum / n);
      /* The box's middle may lie a pixel or two beside the drawn centre. */
      g_assert_cmpfloat (fabs (peak / noise - spot->contrast), <, 0.35 * spot->contrast + 0.3);
      g_assert_cmpfloat (spot->contrast, >=, 2);
      g_assert_cmpfloat (spot->contrast, <=, 10);
      g_assert_cmpfloat (spot->diameter, >=, 0.1);
      g_assert_cmpfloat (spot->diameter, <=, 1.0);
    }
}

/* Power of a line spectrum of an image of 1/f^3 falls with f^2: mean squared differences grow with the lag to the 1. */
static void
test_slope (void)
{
  g_autoptr (CsPhantom) phantom = draw (1024, 12, 9, 4, 0);
  const CsRaster *film = cs_image_get_raster (phantom->image);
  double means[3] = { 0 };
  static const guint lags[3] = { 4, 8, 16 };

  for (guint y = 460; y < 660; y++)
    for (guint x = 1023 - 300; x < 1023 - 100; x++)
      for (guint i = 0; i < 3; i++)
        {
          double step = cs_raster_get (film, x, y) - cs_raster_get (film, x, y + lags[i]);

          means[i] += step * step;
        }
  for (guint i = 0; i < 2; i++)
    {
      double growth = log2 (means[i + 1] / means[i]);

      g_test_message ("structure function grows with lag^%.2f", growth);
      g_assert_cmpfloat (growth, >, 0.4);
      g_assert_cmpfloat (growth, <, 1.7);
    }
}

static CsPhantom *
draw_detailed (double ligaments, double sharpen)
{
  CsPhantomPlan plan;

  cs_phantom_plan_init (&plan, 512, 512, 12, 0.1, 9, 4);
  plan.ligaments = ligaments;
  plan.sharpen = sharpen;
  plan.clusters = 0;
  return cs_phantom_draw (&plan, 9, 4, NULL, NULL);
}

/* Mean and mean squared step between neighbours, of the middle of the breast. */
static void
measure_tissue (const CsPhantom *phantom, double *mean, double *steps)
{
  const CsRaster *film = cs_image_get_raster (phantom->image);

  *mean = *steps = 0;
  for (guint y = 200; y < 300; y++)
    for (guint x = 350; x < 450; x++)
      {
        double step = cs_raster_get (film, x, y) - cs_raster_get (film, x + 1, y);

        *mean += cs_raster_get (film, x, y) / 1e4;
        *steps += step * step / 1e4;
      }
}

/* Sharpening lifts what is fine as often as it says, keeps what is coarse, and leaves the air. */
static void
test_sharpen (void)
{
  g_autoptr (CsPhantom) plain = draw_detailed (0, 0), sharp = draw_detailed (0, 2);
  double means[2], steps[2];

  measure_tissue (plain, &means[0], &steps[0]);
  measure_tissue (sharp, &means[1], &steps[1]);
  g_assert_cmpfloat_with_epsilon (means[1], means[0], 0.01 * means[0]);
  g_assert_cmpfloat_with_epsilon (sqrt (steps[1] / steps[0]), 3, 0.2);
  for (guint y = 0; y < 512; y++)
    for (guint x = 0; x < 512; x++)
      if (!is_set (plain->truth, "breast", x, y))
        g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (sharp->image), x, y), ==,
                           cs_raster_get (cs_image_get_raster (plain->image), x, y));
}

/* Pixels that are clearly brighter than in @plain; none is in the air, and none is darker than noise can make it. */
static guint
count_brighter (const CsPhantom *plain, const CsPhantom *other)
{
  guint n = 0;

  for (guint y = 0; y < 512; y++)
    for (guint x = 0; x < 512; x++)
      {
        double more = cs_raster_get (cs_image_get_raster (other->image), x, y) -
                      cs_raster_get (cs_image_get_raster (plain->image), x, y);

        g_assert_cmpfloat (more, >, -20);
        g_assert_true (is_set (plain->truth, "breast", x, y) || more == 0);
        n += more > 20;
      }
  return n;
}

/* Ligaments are bright lines in the breast: the more there are, the more pixels they cover, and never most of them. */
static void
test_ligaments (void)
{
  g_autoptr (CsPhantom) plain = draw_detailed (0, 0), few = draw_detailed (4, 0), many = draw_detailed (40, 0);
  guint n_few = count_brighter (plain, few), n_many = count_brighter (plain, many);

  g_assert_cmpuint (n_few, >, 100);
  g_assert_cmpuint (n_many, >, 3 * n_few);
  g_assert_cmpuint (n_many, <, 512 * 512 / 4);
}

static void
test_sizes (void)
{
  static const guint sizes[] = { 16, 33, 64, 255 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (CsPhantom) phantom = draw (sizes[i], 8, 1, i, 1);

      g_assert_cmpuint (cs_image_get_width (phantom->image), ==, sizes[i]);
    }
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  CsPhantomPlan plan;

  cs_phantom_plan_init (&plan, 256, 256, 8, 0.2, 1, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (cs_phantom_draw (&plan, 1, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
check_same_spots (CsTruth *found, CsTruth *wanted)
{
  g_assert_cmpuint (cs_truth_get_n_spots (found), ==, cs_truth_get_n_spots (wanted));
  for (guint i = 0; i < cs_truth_get_n_spots (found); i++)
    {
      const CsTruthSpot *a = cs_truth_get_spot (found, i), *b = cs_truth_get_spot (wanted, i);

      g_assert_true (a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height);
      g_assert_true (a->cluster == b->cluster && g_str_equal (a->word, b->word));
      g_assert_cmpfloat_with_epsilon (a->contrast, b->contrast, 1e-4);
    }
}

/* Each is there, and nothing else. */
static void
remove_files (const char *folder)
{
  static const char *const names[] = { "film.png", "truth.json", "mask_breast.png", "mask_pectoral.png",
                                       "mask_calcifications.png" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_disk (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_dir_make_tmp ("phantom-XXXXXX", &error);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (CsPhantom) phantom = draw (256, 12, 4, 2, 1);
  g_autofree char *name = g_strconcat (cs_image_get_name (phantom->image), "/film.png", NULL);
  g_autoptr (GFile) file = g_file_resolve_relative_path (folder, name);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsTruth) truth = NULL;
  g_autofree char *home = g_build_filename (path, cs_image_get_name (phantom->image), NULL);
  const CsFacts *facts;

  g_assert_true (cs_phantom_write (phantom, folder, NULL, &error));
  image = cs_formats_read (file, NULL, &error);
  g_assert_no_error (error);
  truth = cs_formats_truth (file, cs_image_get_width (image), cs_image_get_height (image), &error);
  g_assert_no_error (error);
  facts = cs_image_get_facts (image);
  g_assert_true (cs_raster_equal (cs_image_get_raster (image), cs_image_get_raster (phantom->image)));
  g_assert_cmpuint (facts->bits, ==, 12);
  g_assert_cmpfloat_with_epsilon (facts->mm_per_pixel, 0.8, 0.001);
  g_assert_cmpint (facts->side, ==, CS_SIDE_RIGHT);
  g_assert_cmpint (facts->view, ==, CS_VIEW_MLO);
  g_assert_cmpstr (facts->case_id, ==, cs_image_get_facts (phantom->image)->case_id);
  check_same_spots (truth, phantom->truth);
  g_assert_true (cs_raster_equal (cs_truth_get_mask (truth, "breast"), cs_truth_get_mask (phantom->truth, "breast")));
  remove_files (home);
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phantom/same", test_same);
  g_test_add_func ("/phantom/pinned", test_pinned);
  g_test_add_func ("/phantom/truth", test_truth);
  g_test_add_func ("/phantom/contrast", test_contrast);
  g_test_add_func ("/phantom/slope", test_slope);
  g_test_add_func ("/phantom/sharpen", test_sharpen);
  g_test_add_func ("/phantom/ligaments", test_ligaments);
  g_test_add_func ("/phantom/sizes", test_sizes);
  g_test_add_func ("/phantom/cancel", test_cancel);
  g_test_add_func ("/phantom/disk", test_disk);
  return g_test_run ();
}
