/* The filter for small spots against the laws it must keep, and against whole rasters worked out one by one. */
#include <math.h>

#include "cs-blob.h"
#include "cs-kernels.h"
#include "cs-rows.h"
#include "cs-smooth.h"
#include "rasters.h"

#define SIDE 200

/* A ground, a spot of deviation 1.5 px, a line of the same width along y, a slope. */
static CsRaster *
draw (double ground, double slope)
{
  CsRaster *raster = cs_raster_new (CS_PIXEL_F32, SIDE, SIDE);

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      ((float *) cs_raster_edit (raster, y))[x]
        = ground + slope * x + 10 * exp (-((x - 60) * (x - 60) + (y - 50) * (y - 50)) / 4.5)
          + 10 * exp (-(x - 140) * (x - 140) / 4.5);
  return raster;
}

static CsRaster *
filter (const CsRaster *film, gboolean lines)
{
  g_autoptr (CsBlobFilter) filter = cs_blob_filter_new (film, 1, 1.6, 0, SIDE);
  CsRaster *out = cs_raster_new (CS_PIXEL_F32, SIDE, SIDE);

  for (guint y = 0; y < SIDE; y++)
    {
      memcpy (cs_raster_edit (out, y), cs_blob_filter_row (filter, y), SIDE * sizeof (float));
      if (lines)
        cs_blob_filter_lines (filter, cs_raster_edit (out, y));
    }
  return out;
}

/* Neither the height of the ground nor its slope is seen, and a spot is seen where it lies, more than a line. */
static void
test_filter (void)
{
  g_autoptr (CsRaster) one = draw (20, 0), other = draw (90, 0.3);
  g_autoptr (CsRaster) seen = filter (one, FALSE), again = filter (other, FALSE);

  for (guint y = 20; y < SIDE - 20; y++)
    for (guint x = 20; x < SIDE - 20; x++)
      {
        g_assert_cmpfloat_with_epsilon (cs_raster_get (seen, x, y), cs_raster_get (again, x, y), 1e-3);
        g_assert_cmpfloat (cs_raster_get (seen, x, y), <=, cs_raster_get (seen, 60, 50));
      }
  g_assert_cmpfloat (cs_raster_get (seen, 60, 50), >, 1.3 * cs_raster_get (seen, 140, 100));
}

static void
test_lines (void)
{
  g_autoptr (CsRaster) film = draw (20, 0.3), lines = filter (film, TRUE);

  g_assert_cmpfloat (cs_raster_get (lines, 60, 50), <, 0.02);
  g_assert_cmpfloat (cs_raster_get (lines, 140, 100), >, 0.98);
  g_assert_cmpfloat (cs_raster_get (lines, 56, 50), >, 0.98);   /* the hollow beside the spot */
}

static CsRaster *
all_inside (guint width, guint height, guint right)
{
  CsRaster *inside = cs_raster_new (CS_PIXEL_U8, width, height);

  for (guint y = 0; y < height; y++)
    memset (cs_raster_edit (inside, y), 255, right);
  return inside;
}

static void
blobs_clear (CsBlobs *self)
{
  g_clear_pointer (&self->rated, cs_raster_unref);
  g_clear_pointer (&self->lines, cs_raster_unref);
  g_clear_pointer (&self->ground, cs_raster_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsBlobs, blobs_clear)

static double
deviation (const CsRaster *band)
{
  double squares = 0;

  for (guint y = 20; y < SIDE - 20; y++)
    for (guint x = 20; x < 130; x++)
      squares += cs_raster_get (band, x, y) * cs_raster_get (band, x, y);
  return sqrt (squares / ((SIDE - 40) * 110));
}

/* How much more noise is found than there is. */
static double
noise_off (guint seed)
{
  const CsBlobPlan plan = { .n_scales = 1, .sigma = { 1 }, .ratio = 1.6, .noise = 60, .step = 2, .rated_units = 64,
                            .line_units = 1000, .ground_units = 100, .most = 4095 };
  g_autoptr (CsRaster) film = draw_noise (CS_PIXEL_F32, SIDE, SIDE, 400, seed);
  g_autoptr (CsRaster) plain = filter (film, FALSE), inside = all_inside (SIDE, SIDE, 150);
  g_auto (CsBlobs) blobs = { NULL };
  double mean = 0;
  guint n = 0;

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        float *level = (float *) cs_raster_edit (film, y) + x;

        *level = (x > 160 ? 10 : 1) * *level + (x % 80 == 40 && y % 80 == 40 ? 9000 : 0);
      }
  g_assert_true (cs_blob_find (film, inside, &plan, &blobs, NULL, NULL));
  for (guint y = 20; y < SIDE - 20; y++)
    for (guint x = 20; x < 130; x++)
      if (cs_raster_get (blobs.rated, x, y) > 0)
        {
          mean += cs_raster_get (blobs.ground, x, y) / 100;
          n++;
        }
  for (guint x = 150; x < SIDE; x++)
    g_assert_cmpfloat (cs_raster_get (blobs.rated, x, 100) + cs_raster_get (blobs.ground, x, 100), ==, 0);
  return mean / n / deviation (plain) - 1;
}

/* Of white noise the deviation after the filter is found, 5 % too high; spots in it do not raise it, and what lies
 * outside does not count. Where nothing stands out there is no noise either. A film is a sample, which spreads by 1 %:
 * so a mean of eight. */
static void
test_noise (void)
{
  double sum = 0;

  for (guint seed = 1; seed <= 8; seed++)
    sum += noise_off (seed);
  g_test_message ("off by %.1f %%", 100 * sum / 8);
  g_assert_cmpfloat (fabs (sum / 8), <, 0.06);
}

/* The plain form: rasters of the film's size, one pixel after the other. */
static CsRaster *
less (const CsRaster *a, const CsRaster *b)
{
  CsRaster *out = cs_raster_new (CS_PIXEL_F32, cs_raster_get_width (a), cs_raster_get_height (a));

  for (guint y = 0; y < cs_raster_get_height (a); y++)
    for (guint x = 0; x < cs_raster_get_width (a); x++)
      ((float *) cs_raster_edit (out, y))[x] = ((const float *) cs_raster_row (a, y))[x]
                                               - ((const float *) cs_raster_row (b, y))[x];
  return out;
}

static CsRaster *
band_of (const CsRaster *smooth, double sigma, double ratio)
{
  g_autoptr (CsRaster) wide = cs_smooth_gauss (smooth, sigma * sqrt (ratio * ratio - 1), NULL, NULL);
  g_autoptr (CsRaster) once = less (smooth, wide), rest = cs_smooth_gauss (once, sigma * ratio, NULL, NULL);

  return less (once, rest);
}

static float
at (const CsRaster *raster, int x, int y)
{
  return (float) cs_raster_get (raster, CLAMP (x, 0, (int) cs_raster_get_width (raster) - 1),
                                CLAMP (y, 0, (int) cs_raster_get_height (raster) - 1));
}

static float
bent_at (const CsRaster *smooth, int x, int y)
{
  float xx = at (smooth, x - 1, y) + at (smooth, x + 1, y) - 2 * at (smooth, x, y);
  float yy = at (smooth, x, y - 1) + at (smooth, x, y + 1) - 2 * at (smooth, x, y);
  float xy = ((at (smooth, x - 1, y - 1) + at (smooth, x + 1, y + 1)) - (at (smooth, x + 1, y - 1)
              + at (smooth, x - 1, y + 1))) / 4;
  float root = sqrtf ((xx - yy) * (xx - yy) + 4 * xy * xy), sum = -(xx + yy);

  return sum > root ? root / sum : 1;
}

/* From both ends to the middle; which pixel of the step, the golden section tells. */
static int
asked (int place, int n, int step, int size)
{
  int first = MIN (place, n - 1 - place);
  double whole, turn = modf (first * (2654435769 / 4294967296.0), &whole);
  int from = first * step + (int) (turn * step) - (n * step - size) / 2;

  return first == place ? CLAMP (from, 0, size - 1) : size - 1 - CLAMP (from, 0, size - 1);
}

/* Sizes of the band on a grid of its own, cut at what is known of the noise (NULL: nothing); and 1 where they count. */
static void
sample_sizes (const CsRaster *band, const CsRaster *inside, guint step, const CsRaster *noise, CsRaster *sizes,
              CsRaster *counts)
{
  for (guint y = 0; y < cs_raster_get_height (sizes); y++)
    for (guint x = 0; x < cs_raster_get_width (sizes); x++)
      {
        int from_x = asked (x, cs_raster_get_width (sizes), step, cs_raster_get_width (band));
        int from_y = asked (y, cs_raster_get_height (sizes), step, cs_raster_get_height (band));
        float within = at (inside, from_x, from_y) > 0 ? 1 : 0, size = within * fabsf (at (band, from_x, from_y));

        ((float *) cs_raster_edit (counts, y))[x] = within;
        ((float *) cs_raster_edit (sizes, y))[x] = noise != NULL ? MIN (size, at (noise, x, y)) : size;
      }
}

static void
scale_noise (CsRaster *noise, const CsRaster *share, float factor)
{
  for (guint y = 0; y < cs_raster_get_height (noise); y++)
    for (guint x = 0; x < cs_raster_get_width (noise); x++)
      {
        float *value = (float *) cs_raster_edit (noise, y) + x, part = at (share, x, y);

        *value = part > 1e-4f ? *value * factor / part : 0;
      }
}

/* To half its mean at the least, in steps of 2^-20. */
static void
raise_noise (CsRaster *noise, const CsRaster *share)
{
  guint width = cs_raster_get_width (noise), n = width * cs_raster_get_height (noise);
  double sum = 0, shares = 0;

  for (guint i = 0; i < n; i++)
    {
      sum += floor (at (share, i % width, i / width) * at (noise, i % width, i / width) * 1048576);
      shares += floor (at (share, i % width, i / width) * 1048576);
    }
  for (guint i = 0; i < n; i++)
    {
      float *value = (float *) cs_raster_edit (noise, i / width) + i % width;

      *value = MAX (*value, (float) (0.5 * sum / shares));
    }
}

/* On its own grid: the mean of sizes inside, then eight times that of sizes cut at what came before. */
static CsRaster *
noise_of (const CsRaster *band, const CsRaster *inside, const CsBlobPlan *plan)
{
  guint step = plan->step, reach = MAX (1, (guint) (plan->noise / step + 0.5));
  guint width = 2 * (guint) ceil (cs_raster_get_width (band) / (2.0 * step));
  guint height = 2 * (guint) ceil (cs_raster_get_height (band) / (2.0 * step));
  g_autoptr (CsRaster) sizes = cs_raster_new (CS_PIXEL_F32, width, height), share = NULL;
  g_autoptr (CsRaster) counts = cs_raster_new (CS_PIXEL_F32, width, height);
  CsRaster *noise = NULL;

  for (int pass = -1; pass < 8; pass++)
    {
      sample_sizes (band, inside, step, noise, sizes, counts);
      if (share == NULL)
        share = cs_smooth_box (counts, reach, NULL, NULL);
      g_clear_pointer (&noise, cs_raster_unref);
      noise = cs_smooth_box (sizes, reach, NULL, NULL);
      scale_noise (noise, share, pass < 0 ? 1.2533f : 1 / 0.63125f);
    }
  raise_noise (noise, share);
  return noise;
}

static guint16
level_of (float value, float scale, float most)
{
  return (guint16) (CLAMP (value * scale, 0, most) + 0.5f);
}

static void
assert_blobs (const CsBlobs *blobs, const CsRaster *const wanted[3])
{
  const CsRaster *const given[3] = { blobs->rated, blobs->lines, blobs->ground };

  for (guint k = 0; k < 3; k++)
    g_assert_true (cs_raster_equal (given[k], wanted[k]));
}

static void
rate_plainly (const CsRaster *film, const CsRaster *inside, const CsBlobPlan *plan, CsRaster *out[3])
{
  guint width = cs_raster_get_width (film), height = cs_raster_get_height (film);
  g_autoptr (CsRaster) best = cs_raster_new (CS_PIXEL_F32, width, height);

  for (guint scale = 0; scale < plan->n_scales; scale++)
    {
      g_autoptr (CsRaster) smooth = cs_smooth_gauss (film, plan->sigma[scale], NULL, NULL);
      g_autoptr (CsRaster) band = band_of (smooth, plan->sigma[scale], plan->ratio);
      g_autoptr (CsRaster) grid = noise_of (band, inside, plan);
      g_autoptr (CsRaster) noise = cs_smooth_enlarge (grid, plan->step, width, height, NULL, NULL);

      for (guint y = 0; y < height; y++)
        for (guint x = 0; x < width; x++)
          {
            float bent = bent_at (smooth, x, y), least = plan->least, *old = (float *) cs_raster_edit (best, y) + x;
            float value = at (inside, x, y) > 0 ? at (band, x, y) / (at (noise, x, y) + least) * (1 - bent) : 0;

            if (!(value > *old))
              continue;
            *old = value;
            ((guint16 *) cs_raster_edit (out[0], y))[x] = level_of (value, plan->rated_units, plan->most);
            ((guint16 *) cs_raster_edit (out[1], y))[x] = level_of (bent, plan->line_units, plan->line_units);
            ((guint16 *) cs_raster_edit (out[2], y))[x] = level_of (at (noise, x, y), plan->ground_units, 65535);
          }
    }
}

/* To the bit, on every set of instructions there is and with any number of threads, for films larger than a piece, of
 * any pixels, and with much, little or nothing inside. */
static void
test_plain (void)
{
  static const CsPixel pixels[] = { CS_PIXEL_U16, CS_PIXEL_U8, CS_PIXEL_F32 };
  const CsBlobPlan plan = { .n_scales = 2, .sigma = { 0.9, 2.1 }, .ratio = 1.6, .noise = 25, .step = 3, .least = 0.01,
                            .rated_units = 64, .line_units = 1000, .ground_units = 100, .most = 4095 };

  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    {
      guint width = i == 0 ? 1171 : 97, height = i == 0 ? 611 : 301;
      g_autoptr (CsRaster) film = draw_noise (pixels[i], width, height, 255, 11 + i);
      g_autoptr (CsRaster) inside = all_inside (width, height, i == 2 ? 0 : width - 40);
      g_autoptr (CsRaster) rated = cs_raster_new (CS_PIXEL_U16, width, height);
      g_autoptr (CsRaster) lines = cs_raster_new (CS_PIXEL_U16, width, height);
      g_autoptr (CsRaster) ground = cs_raster_new (CS_PIXEL_U16, width, height);
      CsRaster *wanted[3] = { rated, lines, ground };

      for (guint y = 200; y < 270; y++)
        memset (cs_raster_edit (inside, y), 0, width / 2);
      rate_plainly (film, inside, &plan, wanted);
      for (guint variant = 0; cs_kernels_variant (variant) != NULL; variant++)
        for (guint threads = 1; threads <= 3; threads += 2)
          {
            g_auto (CsBlobs) blobs = { NULL };

            cs_kernels_choose (variant);
            cs_rows_set_threads (threads);
            g_assert_true (cs_blob_find (film, inside, &plan, &blobs, NULL, NULL));
            assert_blobs (&blobs, (const CsRaster *const *) wanted);
          }
      cs_kernels_choose (G_MAXUINT);
      cs_rows_set_threads (0);
    }
}

/* Whatever the sides and the noise's grid, and however pieces lie: a film by half a turn has its spots turned, to the
 * bit. */
static void
test_mirrored (void)
{
  static const guint sides[][2] = { { 1171, 301 }, { 98, 300 }, { 97, 298 }, { 100, 299 } };

  for (guint i = 0; i < 3 * G_N_ELEMENTS (sides); i++)
    {
      const CsBlobPlan plan = { .n_scales = 2, .sigma = { 0.9, 1.8 }, .ratio = 1.6, .noise = 25, .step = 2 + i % 3,
                                .rated_units = 64, .line_units = 1000, .ground_units = 100, .most = 4095 };
      guint width = sides[i / 3][0], height = sides[i / 3][1];
      g_autoptr (CsRaster) film = draw_noise (CS_PIXEL_U16, width, height, 4095, i), turned = turn (film);
      g_autoptr (CsRaster) inside = all_inside (width, height, width - 7), other_side = turn (inside);
      g_autoptr (CsRaster) rated = NULL, lines = NULL, ground = NULL;
      g_auto (CsBlobs) one = { NULL }, other = { NULL };

      g_assert_true (cs_blob_find (film, inside, &plan, &one, NULL, NULL));
      g_assert_true (cs_blob_find (turned, other_side, &plan, &other, NULL, NULL));
      rated = turn (other.rated);
      lines = turn (other.lines);
      ground = turn (other.ground);
      assert_blobs (&one, (const CsRaster *const[]) { rated, lines, ground });
    }
}

/* The mean noise inside of a film of which one in @period columns is quiet, and one in as many rows. */
static double
mean_ground (const CsRaster *noisy, guint period, guint column, guint row)
{
  const CsBlobPlan plan = { .n_scales = 1, .sigma = { 0.9 }, .ratio = 1.6, .noise = 60, .step = 4, .rated_units = 64,
                            .line_units = 1000, .ground_units = 100, .most = 4095 };
  g_autoptr (CsRaster) film = cs_raster_new (CS_PIXEL_F32, SIDE, SIDE), inside = all_inside (SIDE, SIDE, SIDE);
  g_auto (CsBlobs) blobs = { NULL };
  double sum = 0;
  guint n = 0;

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      ((float *) cs_raster_edit (film, y))[x] = (float) cs_raster_get (noisy, x, y)
                                                * (x % period == column ? 0.2f : 1) * (y % period == row ? 0.2f : 1);
  g_assert_true (cs_blob_find (film, inside, &plan, &blobs, NULL, NULL));
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      if (cs_raster_get (blobs.ground, x, y) > 0)
        {
          sum += cs_raster_get (blobs.ground, x, y);
          n++;
        }
  return sum / n;
}

/* Enlarging a film makes it quieter in every other row and column, packing it in blocks in one of eight. Which of them
 * is a matter of where it was cut, and its noise is the same. */
static void
test_resampled (void)
{
  static const guint periods[] = { 2, 4, 8 };
  g_autoptr (CsRaster) noisy = draw_noise (CS_PIXEL_F32, SIDE, SIDE, 400, 5);

  for (guint k = 0; k < G_N_ELEMENTS (periods); k++)
    {
      guint period = periods[k];
      double one = mean_ground (noisy, period, 0, 0);

      for (guint i = 1; i < period; i++)
        {
          double other = mean_ground (noisy, period, i, i * 3 % period);

          g_test_message ("%u of %u: %.1f and %.1f", i, period, one, other);
          g_assert_cmpfloat (fabs (other / one - 1), <, 0.1);
        }
    }
}

static void
test_cancel (void)
{
  const CsBlobPlan plan = { .n_scales = 1, .sigma = { 1 }, .ratio = 1.6, .noise = 60, .step = 2, .most = 4095 };
  g_autoptr (CsRaster) film = draw (20, 0), inside = all_inside (SIDE, SIDE, SIDE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  CsBlobs blobs;

  g_cancellable_cancel (cancellable);
  g_assert_false (cs_blob_find (film, inside, &plan, &blobs, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (blobs.rated);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blob/filter", test_filter);
  g_test_add_func ("/blob/lines", test_lines);
  g_test_add_func ("/blob/noise", test_noise);
  g_test_add_func ("/blob/plain", test_plain);
  g_test_add_func ("/blob/mirrored", test_mirrored);
  g_test_add_func ("/blob/resampled", test_resampled);
  g_test_add_func ("/blob/cancel", test_cancel);
  return g_test_run ();
}
