/* Measures: by hand-made masks and boxes, with and without a spacing, and where the spacing comes from. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "cs-measure.h"

static const CsFacts table = { .case_id = "", .mm_per_pixel = 0.05, .spacing = CS_SPACING_SET };
static const CsFacts none = { .case_id = "" };

#define CHECK(text, expected) \
  G_STMT_START { g_autofree char *told = text; g_assert_cmpstr (told, ==, expected); } G_STMT_END

static void
test_source (void)
{
  CsFacts facts = table;

  CHECK (cs_measure_source (&facts), "50 µm, scanner’s table");
  facts.spacing = CS_SPACING_HAND;
  facts.mm_per_pixel = 0.1;
  CHECK (cs_measure_source (&facts), "100 µm, set by hand");
  facts.spacing = CS_SPACING_FILE;
  facts.mm_per_pixel = 0.0435;
  CHECK (cs_measure_source (&facts), "43.5 µm, by its file");
  CHECK (cs_measure_source (&none), "px: no spacing known");
}

static void
test_length (void)
{
  CHECK (cs_measure_length (&table, 246), "12.3 mm");
  CHECK (cs_measure_length (&none, 246), "246 px");
  CHECK (cs_measure_area (&table, 168), "0.42 mm²");
  CHECK (cs_measure_area (&none, 168), "168 px²");
}

/* Two pixels that touch at a corner are one calcification; one apart is another. */
static void
test_mask (void)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 10, 10);

  for (guint y = 0; y < 10; y++)
    memset (cs_raster_edit (mask, y), 0, 10);
  CHECK (cs_measure_mask (&none, mask), "0 calcifications, 0 px²");
  ((guint8 *) cs_raster_edit (mask, 2))[2] = 255;
  ((guint8 *) cs_raster_edit (mask, 3))[3] = 255;
  CHECK (cs_measure_mask (&none, mask), "1 calcification, 2 px²");
  ((guint8 *) cs_raster_edit (mask, 7))[7] = 255;
  CHECK (cs_measure_mask (&none, mask), "2 calcifications, 3 px²");
  CHECK (cs_measure_mask (&table, mask), "2 calcifications, 0.01 mm²");
}

static void
test_extent (void)
{
  static const CsBox boxes[] = { { .x = 10, .y = 10, .width = 3, .height = 4 },
                                 { .x = 40, .y = 50, .width = 10, .height = 0 } };

  g_assert_cmpfloat (cs_measure_extent (boxes, 0), ==, 0);
  g_assert_cmpfloat_with_epsilon (cs_measure_extent (boxes, 1), 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (cs_measure_extent (boxes, 2), sqrt (40 * 40 + 40 * 40), 1e-9);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/source", test_source);
  g_test_add_func ("/measure/length", test_length);
  g_test_add_func ("/measure/mask", test_mask);
  g_test_add_func ("/measure/extent", test_extent);
  return g_test_run ();
}
