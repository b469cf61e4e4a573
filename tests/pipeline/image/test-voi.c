/* What is shown of a value: golden vectors from the formulas and notes of PS3.3 C.11.2, written out by hand. */
#include "cs-details.h"

#include <math.h>

typedef struct { double value, shown; } Point;
typedef struct { const char *name; CsVoi voi; Point points[6]; } Golden;

static const guint16 steps[] = { 0, 0, 100, 200, 255, 255 };

static const Golden goldens[] = {
  { "linear", { .shape = CS_VOI_LINEAR, .centre = 2048, .width = 4096 },
    { { -5, 0 }, { 0, 0 }, { 1, 1 / 4095.0 }, { 2047.5, 0.5 }, { 4095, 1 }, { 5000, 1 } } },
  { "linear of width 1", { .shape = CS_VOI_LINEAR, .centre = 2048, .width = 1 },
    { { 0, 0 }, { 2047, 0 }, { 2047.5, 0 }, { 2047.6, 1 }, { 2048, 1 }, { 4095, 1 } } },
  { "linear about 0", { .shape = CS_VOI_LINEAR, .centre = 0, .width = 100 },
    { { -51, 0 }, { -50, 0 }, { -0.5, 0.5 }, { 24.25, 0.75 }, { 49, 1 }, { 50, 1 } } },
  { "exact", { .shape = CS_VOI_LINEAR_EXACT, .centre = 2048, .width = 4096 },
    { { -1, 0 }, { 0, 0 }, { 1024, 0.25 }, { 2048, 0.5 }, { 3072, 0.75 }, { 4096, 1 } } },
  { "exact and narrow", { .shape = CS_VOI_LINEAR_EXACT, .centre = 0.5, .width = 0.5 },
    { { 0.25, 0 }, { 0.375, 0.25 }, { 0.5, 0.5 }, { 0.625, 0.75 }, { 0.75, 1 }, { 9, 1 } } },
  { "sigmoid", { .shape = CS_VOI_SIGMOID, .centre = 1000, .width = 400 },
    { { 800, 0.11920292 }, { 900, 0.26894142 }, { 1000, 0.5 }, { 1100, 0.73105858 }, { 1200, 0.88079708 },
      { 2000, 0.99995460 } } },
  { "table", { .shape = CS_VOI_TABLE, .first = -2, .bits = 8, .n_entries = 6, .entries = steps },
    { { -9, 0 }, { -1, 0 }, { 0, 100 / 255.0 }, { 1, 200 / 255.0 }, { 2, 1 }, { 77, 1 } } },
};

static void
test_golden (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++)
    for (guint k = 0; k < G_N_ELEMENTS (goldens[i].points); k++)
      {
        g_test_message ("%s at %g", goldens[i].name, goldens[i].points[k].value);
        g_assert_true (cs_voi_is_sane (&goldens[i].voi));
        g_assert_cmpfloat_with_epsilon (cs_voi_apply (&goldens[i].voi, goldens[i].points[k].value),
                                        goldens[i].points[k].shown, 1e-8);
      }
}

/* A law of them all: never outside 0..1, never darker for more, black before the window and white behind it. */
static void
test_law (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++)
    {
      const CsVoi *voi = &goldens[i].voi;
      double low, high, before = 0;

      cs_voi_get_window (voi, &low, &high);
      g_assert_cmpfloat (low, <, high);
      g_assert_cmpfloat (cs_voi_apply (voi, low), <=, 0.0101);
      g_assert_cmpfloat (cs_voi_apply (voi, high), >=, 0.9899);
      for (double value = low - 10; value <= high + 10; value += (high - low) / 97)
        {
          double shown = cs_voi_apply (voi, value);

          g_assert_true (shown >= before && shown <= 1);
          before = shown;
        }
    }
}

static void
test_insane (void)
{
  static const CsVoi wrong[] = {
    { .shape = CS_VOI_LINEAR, .centre = 5, .width = 0.5 }, { .shape = CS_VOI_LINEAR, .centre = 5, .width = -3 },
    { .shape = CS_VOI_LINEAR, .centre = NAN, .width = 5 }, { .shape = CS_VOI_SIGMOID, .centre = 5, .width = 0 },
    { .shape = CS_VOI_LINEAR_EXACT, .centre = 5, .width = INFINITY },
    { .shape = CS_VOI_TABLE, .bits = 8, .n_entries = 0, .entries = steps },
    { .shape = CS_VOI_TABLE, .bits = 17, .n_entries = 2, .entries = steps } };
  g_autoptr (CsDetails) details = cs_details_new ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    cs_details_add_window (details, &wrong[i]);
  g_assert_cmpuint (cs_details_get_n_windows (details), ==, 0);
}

/* Pixels that were turned round are shown as the file wants them shown: its white is our white. */
static void
test_turned (void)
{
  g_autoptr (CsDetails) details = cs_details_new ();
  double low, high;
  gboolean curved;

  cs_details_set_values (details, -1, 4095);   /* MONOCHROME1, 12 bits */
  cs_details_add_window (details, &(CsVoi) { .shape = CS_VOI_LINEAR_EXACT, .centre = 1000, .width = 400 });
  g_assert_cmpfloat_with_epsilon (cs_details_show (details, 0, 4095 - 1100), 0.25, 1e-12);
  g_assert_cmpfloat (cs_details_show (details, 0, 4095), ==, 1);
  cs_details_get_span (details, 0, &low, &high, &curved);
  g_assert_cmpfloat (low, ==, 4095 - 1200);
  g_assert_cmpfloat (high, ==, 4095 - 800);
  g_assert_false (curved);
}

static void
test_overlay (void)
{
  g_autoptr (CsDetails) details = cs_details_new ();
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 3, 2), laid = NULL, none = NULL;

  for (guint y = 0; y < 2; y++)
    for (guint x = 0; x < 3; x++)
      ((guint8 *) cs_raster_edit (mask, y))[x] = (guint8) (10 * y + x + 1);
  cs_details_add_overlay (details, "partly", -1, 3, mask);
  cs_details_add_overlay (details, "outside", 50, -20, mask);
  laid = cs_details_lay (details, 0, 4, 4);
  g_assert_cmpfloat (cs_raster_get (laid, 0, 3), ==, 2);
  g_assert_cmpfloat (cs_raster_get (laid, 1, 3), ==, 3);
  g_assert_cmpfloat (cs_raster_get (laid, 2, 3), ==, 0);
  g_assert_cmpfloat (cs_raster_get (laid, 0, 2), ==, 0);
  none = cs_details_lay (details, 1, 4, 4);
  g_assert_cmpfloat (cs_raster_get (none, 3, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voi/golden", test_golden);
  g_test_add_func ("/voi/law", test_law);
  g_test_add_func ("/voi/insane", test_insane);
  g_test_add_func ("/voi/turned", test_turned);
  g_test_add_func ("/voi/overlay", test_overlay);
  return g_test_run ();
}
