/* Patches of other sides: about the same boxes, showing the same, and refused where there can be none. */
#include "cs-patches.h"
#include "learned.h"

#include "cs-error.h"
#include "cs-resample.h"

static Learned learned;

static CsPatches *
gather (guint    side,
        GError **error)
{
  CsCut cut = { side, TRUE, FALSE };

  return cs_patches_gather (learned.record, learned.settings, &cut, NULL, NULL, NULL, error);
}

/* The patch of the same mark among the ordinary ones. */
static const CsPatch *
find_ordinary (const CsPatch *patch)
{
  for (guint i = 0; i < cs_patches_get_n (learned.patches); i++)
    if (cs_patches_get (learned.patches, i)->mark == patch->mark)
      return cs_patches_get (learned.patches, i);
  g_assert_not_reached ();
}

/* Where both patches see the film they have the same target. */
static void
test_same_targets (void)
{
  g_autoptr (CsPatches) patches = gather (48, NULL);
  guint n_set = 0;

  g_assert_cmpuint (cs_patches_get_n (patches), ==, cs_patches_get_n (learned.patches));
  for (guint i = 0; i < cs_patches_get_n (patches); i++)
    {
      const CsPatch *patch = cs_patches_get (patches, i), *ordinary = find_ordinary (patch);
      int dx = ordinary->x - patch->x, dy = ordinary->y - patch->y;

      g_assert_cmpint (dx, ==, 8);
      g_assert_cmpint (dy, ==, 8);
      for (int y = 0; y < CS_PATCH_SIDE; y++)
        for (int x = 0; x < CS_PATCH_SIDE; x++)
          {
            n_set += ordinary->target[y * CS_PATCH_SIDE + x];
            g_assert_cmpuint (patch->target[(y + dy) * 48 + x + dx], ==, ordinary->target[y * CS_PATCH_SIDE + x]);
          }
    }
  g_assert_cmpuint (n_set, >, 0);
}

/* All boxes are judged: a pixel is of some class, but where an accepted box lies beside a rejected one. */
static void
check_share (const CsPatch *patch,
             float          tissue,
             float          calcified)
{
  if (patch->positive || tissue + calcified > 0)
    g_assert_cmpfloat_with_epsilon (tissue + calcified, 1, 1e-6);
  g_assert_true (patch->positive || calcified == 0);
}

/* The feeds fill planes of that side, or a verdict. */
static void
test_feeds (void)
{
  static const guint sides[] = { 8, 16, 64 };

  for (guint k = 0; k < G_N_ELEMENTS (sides); k++)
    {
      guint area = sides[k] * sides[k];
      g_autoptr (CsPatches) patches = gather (sides[k], NULL);
      g_autoptr (CsSplit) split = cs_split_new (patches, 1, -1, 5, TRUE, 0.5, NULL);
      g_autofree float *x = g_new (float, area), *y = g_new (float, 2 * area);
      g_autoptr (GRand) rand = g_rand_new_with_seed (1);

      for (guint part = 0; part < CS_N_PARTS; part++)
        for (guint i = 0; i < cs_split_get_n (split, part); i++)
          {
            const CsPatch *patch = cs_patches_get (patches, cs_split_get_index (split, part, i));
            NnFeed masks = cs_split_get_feed (split, part, FALSE), verdicts = cs_split_get_feed (split, part, TRUE);
            float verdict[2];

            masks.load (masks.owner, i, rand, x, y);
            for (guint p = 0; p < area; p++)
              check_share (patch, y[p], y[area + p]);
            verdicts.load (verdicts.owner, i, rand, x, verdict);
            g_assert_cmpfloat (verdict[0], ==, !patch->positive);
            g_assert_cmpfloat (verdict[1], ==, patch->positive);
          }
    }
}

/* How alike two patches of zero mean and unit deviation are: their correlation. */
static double
likeness (const float *a,
          const float *b,
          guint        n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += (double) a[i] * b[i] / n;
  return sum;
}

/* Tissue laid over a patch changes how it looks and not where its calcifications are. */
static void
test_mixing (void)
{
  const guint area = CS_PATCH_SIDE * CS_PATCH_SIDE;
  g_autoptr (CsSplit) plain = cs_split_new (learned.patches, 1, -1, 5, TRUE, 0, NULL);
  g_autoptr (CsSplit) mixed = cs_split_new (learned.patches, 1, -1, 5, TRUE, 1, NULL);
  NnFeed alone = cs_split_get_feed (plain, CS_PART_TRAINING, FALSE);
  NnFeed under = cs_split_get_feed (mixed, CS_PART_TRAINING, FALSE);
  g_autofree float *x = g_new (float, 2 * area), *y = g_new (float, 4 * area);
  guint n_changed = 0;

  for (guint i = 0; i < alone.n_samples; i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (i), same = g_rand_copy (rand);

      alone.load (alone.owner, i, rand, x, y);
      under.load (under.owner, i, same, x + area, y + 2 * area);
      g_assert_cmpmem (y, 2 * area * sizeof (float), y + 2 * area, 2 * area * sizeof (float));
      g_assert_cmpfloat_with_epsilon (likeness (x + area, x + area, area), 1, 1e-3);
      n_changed += likeness (x, x + area, area) < 0.9999;
    }
  g_assert_cmpuint (n_changed, >, alone.n_samples / 2);
}

/* The film's positive pixels, drawn from the boxes' masks alone. */
static CsRaster *
draw_positive (guint film)
{
  const CsRecordFilm *row = cs_record_get_film (learned.record, film);
  g_autoptr (CsImage) image = cs_record_read_film (learned.record, film, NULL, NULL);
  g_autoptr (CsAnalysis) analysis = cs_pipeline_run (image, NULL, learned.settings, NULL, "threshold", NULL, NULL, NULL,
                                                     NULL);
  const CsRaster *suspicious = cs_product_get_raster (cs_analysis_get (analysis, "suspicious"));
  CsRaster *out = cs_raster_new (CS_PIXEL_U8, row->width, row->height);

  for (guint i = 0; i < row->n_marks; i++)
    for (int k = 0; k < row->marks[i].box.width * row->marks[i].box.height; k++)
      {
        const CsBox *box = &row->marks[i].box;
        int x = box->x + k % box->width, y = box->y + k / box->width;

        if (row->marks[i].verdict == CS_VERDICT_POSITIVE && cs_raster_get (suspicious, x, y) > 0)
          ((guint8 *) cs_raster_edit (out, y))[x] = 255;
      }
  return out;
}

/* One patch of a grid against film and target resampled whole: the same places on twice as many pixels. */
static void
check_on_grid (const CsPatch  *patch,
               const CsRaster *picture,
               const CsRaster *target)
{
  float pixels[CS_PATCH_SIDE * CS_PATCH_SIDE];

  cs_patch_cut (picture, patch->x + CS_PATCH_SIDE / 2, patch->y + CS_PATCH_SIDE / 2, CS_PATCH_SIDE, pixels);
  g_assert_cmpmem (pixels, sizeof pixels, patch->pixels, sizeof pixels);
  for (int i = 0; i < CS_PATCH_SIDE * CS_PATCH_SIDE; i++)
    {
      int x = patch->x + i % CS_PATCH_SIDE, y = patch->y + i / CS_PATCH_SIDE;
      gboolean inside = x >= 0 && y >= 0 && x < (int) cs_raster_get_width (target) &&
                        y < (int) cs_raster_get_height (target);

      g_assert_cmpuint (patch->target[i], ==, patch->positive && inside && cs_raster_get (target, x, y) >= 127.5);
    }
}

/* Films of 0.2 mm a pixel on a grid of 0.1; on one of 0.19, which is about the same, and where no spacing is asked for,
 * as they are. */
static void
test_spacing (void)
{
  CsCut half = { CS_PATCH_SIDE, TRUE, FALSE, 0.1 }, alike = { CS_PATCH_SIDE, TRUE, FALSE, 0.19 };
  g_autoptr (CsPatches) fine = cs_patches_gather (learned.record, learned.settings, &half, NULL, NULL, NULL, NULL);
  g_autoptr (CsPatches) same = cs_patches_gather (learned.record, learned.settings, &alike, NULL, NULL, NULL, NULL);
  g_autoptr (CsImage) image = cs_record_read_film (learned.record, 0, NULL, NULL);
  guint width = cs_image_get_width (image), height = cs_image_get_height (image);
  g_autoptr (CsRaster) positive = draw_positive (0);
  g_autoptr (CsRaster) picture = cs_resample (cs_image_get_raster (image), 2 * width, 2 * height, NULL, NULL);
  g_autoptr (CsRaster) target = cs_resample (positive, 2 * width, 2 * height, NULL, NULL);

  g_assert_cmpfloat (cs_patches_get_scale (fine, 0), ==, 2);
  g_assert_cmpfloat (cs_patches_get_scale (same, 0), ==, 1);
  for (guint i = 0; i < cs_patches_get_n (fine); i++)
    if (cs_patches_get (fine, i)->film == 0)
      check_on_grid (cs_patches_get (fine, i), picture, target);
  for (guint i = 0; i < cs_patches_get_n (same); i++)
    g_assert_cmpmem (cs_patches_get (same, i)->pixels, sizeof (float) * CS_PATCH_SIDE * CS_PATCH_SIDE,
                     cs_patches_get (learned.patches, i)->pixels, sizeof (float) * CS_PATCH_SIDE * CS_PATCH_SIDE);
}

/* On a grid coarser than the film what learns sees how much of a pixel is calcification; what is scored sees yes or no.
 * On the film's own pixels both are the same. */
static void
test_shares (void)
{
  const guint area = CS_PATCH_SIDE * CS_PATCH_SIDE;
  CsCut cut = { CS_PATCH_SIDE, TRUE, FALSE, 0.4 };
  g_autoptr (CsPatches) coarse = cs_patches_gather (learned.record, learned.settings, &cut, NULL, NULL, NULL, NULL);
  CsPatches *all[] = { learned.patches, coarse };
  g_autofree float *x = g_new (float, area), *y = g_new (float, 2 * area);
  guint n_parts[2] = { 0 };

  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (CsSplit) split = cs_split_new (all[k], 1, -1, 5, TRUE, 0.5, NULL);
      NnFeed feed = cs_split_get_feed (split, CS_PART_VALIDATION, FALSE);

      for (guint i = 0; i < feed.n_samples; i++)
        {
          const CsPatch *patch = cs_patches_get (all[k], cs_split_get_index (split, CS_PART_VALIDATION, i));

          feed.load (feed.owner, i, NULL, x, y);
          for (guint p = 0; p < area; p++)
            {
              check_share (patch, y[p], y[area + p]);
              g_assert_cmpuint (patch->target[p], ==, y[area + p] >= 0.5);
              n_parts[k] += y[area + p] > 0 && y[area + p] < 1;
            }
        }
    }
  g_assert_cmpuint (n_parts[0], ==, 0);
  g_assert_cmpuint (n_parts[1], >, 0);
}

/* Only what learns and validates goes without rejected boxes: what is measured on has them all. */
static void
test_positive_only (void)
{
  g_autoptr (CsSplit) with = cs_split_new (learned.patches, 1, -1, 5, TRUE, 0.5, NULL);
  g_autoptr (CsSplit) without = cs_split_new (learned.patches, 1, -1, 5, FALSE, 0.5, NULL);
  guint n_negative[2][CS_N_PARTS] = { 0 }, n_positive[2][CS_N_PARTS] = { 0 };

  for (guint k = 0; k < 2; k++)
    for (guint part = 0; part < CS_N_PARTS; part++)
      for (guint i = 0; i < cs_split_get_n (k == 0 ? with : without, part); i++)
        {
          guint index = cs_split_get_index (k == 0 ? with : without, part, i);

          (cs_patches_get (learned.patches, index)->positive ? n_positive : n_negative)[k][part]++;
        }
  g_assert_cmpmem (n_positive[0], sizeof n_positive[0], n_positive[1], sizeof n_positive[1]);
  g_assert_cmpuint (n_negative[0][CS_PART_TRAINING], >, 0);
  g_assert_cmpuint (n_negative[1][CS_PART_TRAINING], ==, 0);
  g_assert_cmpuint (n_negative[1][CS_PART_VALIDATION], ==, 0);
  g_assert_cmpuint (n_negative[1][CS_PART_TESTING], ==, n_negative[0][CS_PART_TESTING]);
  g_assert_cmpuint (n_negative[1][CS_PART_TESTING], >, 0);
}

static void
test_no_such_side (void)
{
  static const guint sides[] = { 0, 6, 31, 258 };

  for (guint k = 0; k < G_N_ELEMENTS (sides); k++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (gather (sides[k], &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cuts/same-targets", test_same_targets);
  g_test_add_func ("/cuts/feeds", test_feeds);
  g_test_add_func ("/cuts/mixing", test_mixing);
  g_test_add_func ("/cuts/spacing", test_spacing);
  g_test_add_func ("/cuts/shares", test_shares);
  g_test_add_func ("/cuts/positive-only", test_positive_only);
  g_test_add_func ("/cuts/no-such-side", test_no_such_side);
  return learned_run (&learned, 3);
}
