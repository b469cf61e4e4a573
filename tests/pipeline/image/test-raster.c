/* Pixels: frozen once shared, cropped by replication, converted with rounding, told apart by digest. */
#include "cs-error.h"
#include "cs-pages.h"
#include "cs-raster.h"

#include <math.h>
#include <string.h>

static CsRaster *
ramp (CsPixel pixel, guint width, guint height)
{
  CsRaster *raster = cs_raster_new (pixel, width, height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      switch (pixel)
        {
        case CS_PIXEL_U8: ((guint8 *) cs_raster_edit (raster, y))[x] = (guint8) (x + 10 * y); break;
        case CS_PIXEL_U16: ((guint16 *) cs_raster_edit (raster, y))[x] = (guint16) (300 * x + y); break;
        default: ((float *) cs_raster_edit (raster, y))[x] = (float) x - 0.5f * (float) y;
        }
  return raster;
}

static void
test_crop (void)
{
  g_autoptr (CsRaster) raster = ramp (CS_PIXEL_U8, 5, 4);
  g_autoptr (CsRaster) crop = cs_raster_crop (raster, -2, 2, 9, 5);

  for (int y = 0; y < 5; y++)
    for (int x = 0; x < 9; x++)
      g_assert_cmpfloat (cs_raster_get (crop, x, y), ==, CLAMP (x - 2, 0, 4) + 10 * CLAMP (y + 2, 0, 3));
}

static void
test_convert (void)
{
  g_autoptr (CsRaster) floats = cs_raster_new (CS_PIXEL_F32, 6, 1);
  g_autoptr (CsRaster) bytes = NULL, words = NULL, widened = NULL;
  const float values[] = { -3, 0.49f, 0.5f, 254.6f, 70000, NAN };
  const guint8 as_bytes[] = { 0, 0, 1, 255, 255, 0 };
  const guint16 as_words[] = { 0, 0, 1, 255, 65535, 0 }, as_wide[] = { 0, 0, 1, 255, 255, 0 };

  memcpy (cs_raster_edit (floats, 0), values, sizeof values);
  bytes = cs_raster_to (floats, CS_PIXEL_U8);
  words = cs_raster_to (floats, CS_PIXEL_U16);
  g_assert_cmpmem (cs_raster_row (bytes, 0), 6, as_bytes, sizeof as_bytes);
  g_assert_cmpmem (cs_raster_row (words, 0), 12, as_words, sizeof as_words);
  widened = cs_raster_to (bytes, CS_PIXEL_U16);
  g_assert_cmpmem (cs_raster_row (widened, 0), 12, as_wide, sizeof as_wide);
}

/* Of every sort of pixel: one value is not two, nor are three. */
static void
test_binary (void)
{
  for (guint pixel = CS_PIXEL_U8; pixel <= CS_PIXEL_F32; pixel++)
    for (guint n = 1; n <= 3; n++)
      {
        g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 5, 3), other = NULL;

        for (guint k = 1; k < n; k++)
          ((guint8 *) cs_raster_edit (raster, k))[4] = (guint8) (100 * k);
        other = cs_raster_to (raster, pixel);
        g_assert_cmpint (cs_raster_is_binary (other), ==, n == 2);
      }
}

static void
test_range (void)
{
  g_autoptr (CsRaster) raster = ramp (CS_PIXEL_F32, 4, 3);
  double lower, upper;

  ((float *) cs_raster_edit (raster, 1))[1] = NAN;
  cs_raster_range (raster, &lower, &upper);
  g_assert_cmpfloat (lower, ==, -1);
  g_assert_cmpfloat (upper, ==, 3);
}

/* Small ones and those in pages of their own: zeroed and aligned, whatever was there before. */
static void
test_blank (void)
{
  for (guint side = 1; side <= 2100; side += 699)
    for (guint round = 0; round < 2; round++)
      {
        g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, side, side);

        for (guint y = 0; y < side; y++)
          {
            guint8 *row = cs_raster_edit (raster, y);

            g_assert_cmpuint ((gsize) row % 64, ==, 0);
            g_assert_true (row[0] == 0 && memcmp (row, row + 1, side - 1) == 0);
            memset (row, 1, side);
          }
      }
}

/* What was split for small blocks serves a large one again, in whatever order they come back: mapped anew, it might lie
 * at the same place, but would hold zeros alone. */
static void
test_joined (void)
{
  const gsize sizes[] = { 6 << 20, 2 << 20, 8 << 20 }, whole = 16 << 20;
  const guint orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 0, 2, 1 }, { 1, 2, 0 } };
  guint8 *first = cs_pages_reserve_unset (whole);

  cs_pages_release (first, whole);
  for (guint round = 0; round < G_N_ELEMENTS (orders); round++)
    {
      guint8 *parts[3], *again;

      for (guint i = 0; i < 3; i++)
        parts[i] = cs_pages_reserve_unset (sizes[i]);
      g_assert_true (parts[0] == first && parts[1] == first + sizes[0] && parts[2] == parts[1] + sizes[1]);
      memset (first, 1, whole);
      for (guint i = 0; i < 3; i++)
        cs_pages_release (parts[orders[round][i]], sizes[orders[round][i]]);
      again = cs_pages_reserve_unset (whole);
      g_assert_true (again == first && memchr (again, 1, whole) != NULL);
      cs_pages_release (again, whole);
    }
}

/* Two masks of a film of one megapixel lie in one large page. */
static void
test_shared (void)
{
  const gsize mask = 1 << 20;
  guint8 *one = cs_pages_reserve (mask), *other = cs_pages_reserve (mask);

  g_assert_true (other == one + mask);
  cs_pages_release (one, mask);
  cs_pages_release (other, mask);
}

/* Whatever comes and goes beside it, what is in use is nobody else's, and what is new is blank. */
static void
test_apart (void)
{
  enum { BLOCKS = 24, DEEDS = 600 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  struct { guint8 *bytes; gsize size; } blocks[BLOCKS] = { { NULL } };

  for (guint deed = 0; deed < DEEDS; deed++)
    {
      guint i = (guint) g_rand_int_range (rand, 0, BLOCKS);
      guint8 mark = blocks[i].bytes != NULL ? (guint8) (i + 1) : 0;

      if (blocks[i].bytes == NULL)
        {
          blocks[i].size = (gsize) g_rand_int_range (rand, 100000, 3000000);
          blocks[i].bytes = cs_pages_reserve (blocks[i].size);
        }
      g_assert_true (blocks[i].bytes[0] == mark);
      g_assert_true (memcmp (blocks[i].bytes, blocks[i].bytes + 1, blocks[i].size - 1) == 0);
      if (mark == 0)
        memset (blocks[i].bytes, (int) i + 1, blocks[i].size);
      else
        cs_pages_release (g_steal_pointer (&blocks[i].bytes), blocks[i].size);
    }
  for (guint i = 0; i < BLOCKS; i++)
    if (blocks[i].bytes != NULL)
      cs_pages_release (blocks[i].bytes, blocks[i].size);
}

static void
test_digest (void)
{
  g_autoptr (CsRaster) a = ramp (CS_PIXEL_U16, 7, 3), b = cs_raster_copy (a), turned = ramp (CS_PIXEL_U16, 3, 7);
  g_autofree char *first = cs_raster_digest (a), *same = cs_raster_digest (b), *other = cs_raster_digest (turned);
  g_autofree char *changed = NULL;

  g_assert_cmpstr (first, ==, same);
  g_assert_cmpstr (first, !=, other);
  g_assert_true (cs_raster_equal (a, b));
  ((guint16 *) cs_raster_edit (b, 2))[6]++;
  changed = cs_raster_digest (b);
  g_assert_cmpstr (first, !=, changed);
  g_assert_false (cs_raster_equal (a, b));
}

static void
test_sizes (void)
{
  static const struct { guint width, height; int code; } wrong[] = {
    { 0, 5, CS_ERROR_DAMAGED }, { 5, 0, CS_ERROR_DAMAGED }, { 100000, 100000, CS_ERROR_TOO_LARGE },
    { CS_MAX_SIDE + 1, 1, CS_ERROR_TOO_LARGE }, { CS_MAX_SIDE, CS_MAX_SIDE, CS_ERROR_TOO_LARGE },
    { G_MAXUINT, G_MAXUINT, CS_ERROR_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cs_raster_try_new (CS_PIXEL_F32, wrong[i].width, wrong[i].height, &error));
      g_assert_error (error, CS_ERROR, wrong[i].code);
    }
}

static void
test_frozen (void)
{
  if (g_test_subprocess ())
    {
      CsRaster *raster = cs_raster_new (CS_PIXEL_U8, 1, 1);

      cs_raster_ref (raster);
      cs_raster_edit (raster, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/raster/joined", test_joined);   /* first: nothing else is kept yet */
  g_test_add_func ("/raster/shared", test_shared);   /* second: out of what the first keeps */
  g_test_add_func ("/raster/apart", test_apart);
  g_test_add_func ("/raster/crop", test_crop);
  g_test_add_func ("/raster/convert", test_convert);
  g_test_add_func ("/raster/range", test_range);
  g_test_add_func ("/raster/binary", test_binary);
  g_test_add_func ("/raster/blank", test_blank);
  g_test_add_func ("/raster/digest", test_digest);
  g_test_add_func ("/raster/sizes", test_sizes);
  g_test_add_func ("/raster/frozen", test_frozen);
  return g_test_run ();
}
