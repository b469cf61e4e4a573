/* Tiles of a raster: every pixel is what the formula in the header says, at levels -1, 0 and 1, for each tone. */
#include "cs-raster-source.h"

#include <math.h>

static CsRaster *
new_ramp (CsPixel pixel, guint width, guint height)
{
  CsRaster *raster = cs_raster_new (pixel, width, height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint value = (x * 7 + y * 13) % (pixel == CS_PIXEL_U8 ? 256 : 4096);
        if (pixel == CS_PIXEL_U8)
          ((guint8 *) cs_raster_edit (raster, y))[x] = (guint8) value;
        else if (pixel == CS_PIXEL_U16)
          ((guint16 *) cs_raster_edit (raster, y))[x] = (guint16) value;
        else
          ((float *) cs_raster_edit (raster, y))[x] = (float) value - 100.5f;
      }
  return raster;
}

static guint
formula (double value, double low, double high)
{
  double share = (value - low) / (high - low);
  return (guint) (255 * CLAMP (share, 0, 1) + 0.5);
}

static guint8 *
render (CsRasterSource *source, int level, int column, int row)
{
  guint8 *rgba = g_malloc0 (CS_TILE * CS_TILE * 4);
  cs_tile_source_render (CS_TILE_SOURCE (source), level, column, row, rgba);
  return rgba;
}

static void
test_grey (gconstpointer data)
{
  g_autoptr (CsRaster) raster = new_ramp (GPOINTER_TO_INT (data), 300, 270);
  g_autoptr (CsRasterSource) source = cs_raster_source_new (raster, CS_TONE_GREY, CS_HALVE_MEAN);
  g_autofree guint8 *plain = NULL, *inverted = NULL, *enlarged = NULL;
  int width, height;

  cs_tile_source_get_size (CS_TILE_SOURCE (source), &width, &height);
  g_assert_cmpint (width, ==, 300);
  g_assert_cmpint (height, ==, 270);
  cs_raster_source_set_window (source, 40, 200);
  plain = render (source, 0, 1, 1);
  cs_raster_source_set_invert (source, TRUE);
  inverted = render (source, 0, 1, 1);
  cs_raster_source_set_invert (source, FALSE);
  enlarged = render (source, -1, 2, 2);
  for (guint y = 0; y < CS_TILE; y++)
    for (guint x = 0; x < CS_TILE; x++)
      {
        const guint8 *pixel = plain + 4 * (y * CS_TILE + x);
        gboolean inside = x + 256 < 300 && y + 256 < 270;
        guint grey = inside ? formula (cs_raster_get (raster, x + 256, y + 256), 40, 200) : 0;
        g_assert_cmpuint (pixel[0], ==, grey);
        g_assert_cmpuint (pixel[2], ==, grey);
        g_assert_cmpuint (pixel[3], ==, inside ? 255 : 0);
        if (inside)
          g_assert_cmpuint (inverted[4 * (y * CS_TILE + x)], ==, 255 - grey);
        if (x + 512 < 600 && y + 512 < 540)
          g_assert_cmpuint (enlarged[4 * (y * CS_TILE + x)], ==,
                            formula (cs_raster_get (raster, (x + 512) / 2, (y + 512) / 2), 40, 200));
      }
}

/* With a gamma: the same formula, to a power. */
static void
test_gamma (void)
{
  g_autoptr (CsRaster) raster = new_ramp (CS_PIXEL_U16, 256, 256);
  g_autoptr (CsRasterSource) source = cs_raster_source_new (raster, CS_TONE_GREY, CS_HALVE_MEAN);

  cs_raster_source_set_window (source, 100, 3000);
  for (double gamma = 0.4; gamma < 3; gamma *= 1.7)
    {
      g_autofree guint8 *tile = NULL;

      cs_raster_source_set_gamma (source, gamma);
      tile = render (source, 0, 0, 0);
      for (guint i = 0; i < CS_TILE; i++)
        {
          double share = CLAMP ((cs_raster_get (raster, i, 7) - 100) / 2900, 0, 1);
          g_assert_cmpuint (tile[4 * (7 * CS_TILE + i)], ==, (guint) (255 * pow (share, gamma) + 0.5));
        }
    }
}

/* A breast on the left, air with a label on the right, 512 pixels each way; and where the breast is, halved twice. */
static CsRasterSource *
draw_air (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 512, 512), breast = cs_raster_new (CS_PIXEL_U8, 128, 128);
  CsRasterSource *source;

  for (guint y = 0; y < 512; y++)
    for (guint x = 0; x < 512; x++)
      {
        guint16 air = (guint16) (x % 97 == 0 && y < 40 ? 3000 : (x + y) % 51);

        ((guint16 *) cs_raster_edit (raster, y))[x] = x < 256 ? (guint16) (500 + x + y) : air;
        ((guint8 *) cs_raster_edit (breast, y / 4))[x / 4] = x < 256 ? 255 : 0;
      }
  source = cs_raster_source_new (raster, CS_TONE_GREY, CS_HALVE_MEAN);
  cs_raster_source_set_breast (source, breast, 2, 50, 4095);
  return source;
}

static void
check_air (CsRasterSource *source, int level)
{
  int side = level < 0 ? 512 : 256 >> level;      /* where the air begins, in pixels of the level */
  g_autofree guint8 *tile = render (source, level, level > 0 ? 0 : side / 256, level < 0 ? 1 : 0);

  for (int k = level > 0 ? 128 : 0; k < CS_TILE; k++)
    g_assert_cmpuint (tile[4 * (100 * CS_TILE + k)], ==, 0);
  if (level == 0)
    g_assert_cmpuint (tile[4 * (3 * CS_TILE + 35)], ==, (guint) (255 * (3000 - 50) / 4045.0 + 0.5));
}

static void
check_breast (CsRasterSource *source, double low, double high, gboolean invert)
{
  g_autofree guint8 *within = render (source, 0, 0, 0);

  for (guint k = 0; k < CS_TILE; k++)
    {
      guint grey = formula (500 + k + 9, low, high);

      g_assert_cmpuint (within[4 * (9 * CS_TILE + k)], ==, invert ? 255 - grey : grey);
    }
}

/* Around the breast air is black under every window and turned round or not, at every level; labels stay; the breast is
 * what the formula says. */
static void
test_air (void)
{
  static const struct { double low, high; } windows[] = {
    { 0, 4095 }, { 0, 1 }, { 30, 60 }, { 500, 600 }, { 4000, 4095 },
  };
  g_autoptr (CsRasterSource) source = draw_air ();

  for (guint i = 0; i < 2 * G_N_ELEMENTS (windows); i++)
    {
      cs_raster_source_set_window (source, windows[i / 2].low, windows[i / 2].high);
      cs_raster_source_set_invert (source, i % 2);
      for (int level = -1; level <= 1; level++)
        check_air (source, level);
      check_breast (source, windows[i / 2].low, windows[i / 2].high, i % 2);
    }
}

static void
test_own_range (void)
{
  g_autoptr (CsRaster) raster = new_ramp (CS_PIXEL_F32, 64, 64);
  g_autoptr (CsRasterSource) source = cs_raster_source_new (raster, CS_TONE_GREY, CS_HALVE_MEAN);
  double low, high, lower, upper;

  cs_raster_range (raster, &lower, &upper);
  cs_raster_source_get_window (source, &low, &high);
  g_assert_cmpfloat (low, ==, lower);
  g_assert_cmpfloat (high, ==, upper);
}

/* One pixel of a mask survives every level: in the tint's colour. */
static void
test_tint (void)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 1024, 1024);
  g_autoptr (CsRasterSource) source = NULL;
  const GdkRGBA colour = { 1, 0.5f, 0, 0.6f };

  ((guint8 *) cs_raster_edit (mask, 600))[601] = 255;
  source = cs_raster_source_new (mask, CS_TONE_TINT, CS_HALVE_MAXIMUM);
  cs_raster_source_set_colour (source, &colour);
  for (int level = 0; level <= 2; level++)
    {
      int x = 601 >> level, y = 600 >> level;
      g_autofree guint8 *rgba = render (source, level, x / CS_TILE, y / CS_TILE);
      const guint8 *pixel = rgba + 4 * ((y % CS_TILE) * CS_TILE + x % CS_TILE);
      g_assert_cmpuint (pixel[0], ==, 255);
      g_assert_cmpuint (pixel[1], ==, 128);
      g_assert_cmpuint (pixel[2], ==, 0);
      g_assert_cmpuint (pixel[3], ==, 153);
      g_assert_cmpuint (pixel[3 - 8], ==, 0);
    }
}

static void
test_heat (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_F32, 3, 1);
  g_autoptr (CsRasterSource) source = NULL;
  g_autofree guint8 *rgba = NULL;
  float *row = cs_raster_edit (raster, 0);

  row[0] = 0;
  row[1] = 1;
  row[2] = NAN;
  source = cs_raster_source_new (raster, CS_TONE_HEAT, CS_HALVE_MEAN);
  cs_raster_source_set_window (source, 0, 1);
  rgba = render (source, 0, 0, 0);
  g_assert_cmpuint (rgba[3], ==, 0);
  g_assert_cmpuint (rgba[7], ==, 255);
  g_assert_cmpuint (rgba[4], ==, 255);
  g_assert_cmpuint (rgba[11], ==, 0);
}

static void
count_cb (CsTileSource *source, guint *n)
{
  (*n)++;
}

static void
test_changed (void)
{
  g_autoptr (CsRaster) raster = new_ramp (CS_PIXEL_U8, 8, 8);
  g_autoptr (CsRasterSource) source = cs_raster_source_new (raster, CS_TONE_GREY, CS_HALVE_MEAN);
  guint n = 0;

  g_signal_connect (source, "changed", G_CALLBACK (count_cb), &n);
  cs_raster_source_set_window (source, 1, 2);
  cs_raster_source_set_window (source, 1, 2);
  g_assert_cmpuint (n, ==, 1);
  cs_raster_source_set_invert (source, FALSE);
  g_assert_cmpuint (n, ==, 1);
  cs_raster_source_set_invert (source, TRUE);
  g_assert_cmpuint (n, ==, 2);
}

/* A film's likeness at a quarter of its size: each of its pixels is shown as four times four of the film. */
static void
test_halved (void)
{
  g_autoptr (CsRaster) raster = new_ramp (CS_PIXEL_U16, 90, 70);
  g_autoptr (CsRasterSource) source = cs_raster_source_new (raster, CS_TONE_GREY, CS_HALVE_MEAN);
  g_autofree guint8 *fine = NULL, *same = NULL;
  int width, height;

  cs_raster_source_set_halvings (source, 2);
  cs_raster_source_set_window (source, 0, 4095);
  cs_tile_source_get_size (CS_TILE_SOURCE (source), &width, &height);
  g_assert_cmpint (width, ==, 360);
  g_assert_cmpint (height, ==, 280);
  fine = render (source, 0, 1, 1);
  same = render (source, 2, 0, 0);
  for (guint y = 0; y < 280 - CS_TILE; y++)
    for (guint x = 0; x < 360 - CS_TILE; x++)
      g_assert_cmpuint (fine[4 * (y * CS_TILE + x)], ==,
                        formula (cs_raster_get (raster, (CS_TILE + x) / 4, (CS_TILE + y) / 4), 0, 4095));
  for (guint y = 0; y < 70; y++)
    for (guint x = 0; x < 90; x++)
      g_assert_cmpuint (same[4 * (y * CS_TILE + x)], ==, formula (cs_raster_get (raster, x, y), 0, 4095));
}

/* Looked at in a part, a picture shows that part's values from black to white; a tint and an empty part change
   nothing. */
static void
test_look_at (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_F32, 100, 100);
  g_autoptr (CsRasterSource) grey = NULL;
  g_autoptr (CsRasterSource) tint = NULL;
  double low, high;

  for (guint y = 0; y < 100; y++)
    for (guint x = 0; x < 100; x++)
      ((float *) cs_raster_edit (raster, y))[x] = x < 50 ? 10 + 0.01f * (float) x : 1000;
  grey = cs_raster_source_new (raster, CS_TONE_GREY, CS_HALVE_MEAN);
  tint = cs_raster_source_new (raster, CS_TONE_TINT, CS_HALVE_MAXIMUM);
  cs_raster_source_look_at (grey, &GRAPHENE_RECT_INIT (-20, 10, 60, 50));
  cs_raster_source_get_window (grey, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 10, 0.02);
  g_assert_cmpfloat_with_epsilon (high, 10.39, 0.02);
  cs_raster_source_look_at (grey, &GRAPHENE_RECT_INIT (500, 500, 10, 10));
  cs_raster_source_get_window (grey, &low, &high);
  g_assert_cmpfloat_with_epsilon (high, 10.39, 0.02);
  cs_raster_source_look_at (grey, NULL);
  cs_raster_source_get_window (grey, &low, &high);
  g_assert_cmpfloat (high, ==, 1000);
  cs_raster_source_look_at (tint, &GRAPHENE_RECT_INIT (0, 0, 40, 40));
  cs_raster_source_get_window (tint, &low, &high);
  g_assert_cmpfloat (high, ==, 255);
  cs_raster_source_set_halvings (grey, 1);            /* the film is twice as large */
  cs_raster_source_look_at (grey, &GRAPHENE_RECT_INIT (40, 20, 60, 60));
  cs_raster_source_get_window (grey, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 10.2, 0.02);
  g_assert_cmpfloat_with_epsilon (high, 10.49, 0.02);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/raster-source/grey/u8", GINT_TO_POINTER (CS_PIXEL_U8), test_grey);
  g_test_add_data_func ("/raster-source/grey/u16", GINT_TO_POINTER (CS_PIXEL_U16), test_grey);
  g_test_add_data_func ("/raster-source/grey/f32", GINT_TO_POINTER (CS_PIXEL_F32), test_grey);
  g_test_add_func ("/raster-source/own-range", test_own_range);
  g_test_add_func ("/raster-source/tint", test_tint);
  g_test_add_func ("/raster-source/heat", test_heat);
  g_test_add_func ("/raster-source/changed", test_changed);
  g_test_add_func ("/raster-source/halved", test_halved);
  g_test_add_func ("/raster-source/look-at", test_look_at);
  g_test_add_func ("/raster-source/gamma", test_gamma);
  g_test_add_func ("/raster-source/air", test_air);
  return g_test_run ();
}
