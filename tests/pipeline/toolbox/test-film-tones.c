/* Windows: low below high and inside the film's range, neither air nor label counted; the one that adapts to the
 * view shows what is faint next to the skin. */
#include "cs-film-tones.h"

#include <math.h>

#define SIDE 400
#define WHITE 4095.0

/* A breast, dim at its edge and bright in its middle, in air, with a white label; a faint spot close to the skin. */
static CsImage *
draw (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, SIDE, SIDE);
  CsFacts facts = { .bits = 12, .case_id = "" };

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        double depth = 1 - hypot (x, y - SIDE / 2.0) / (0.6 * SIDE);
        double value = depth > 0 ? 0.08 + 0.7 * MIN (1, 2 * depth * depth) : 0.01;

        if (x >= 350 && y < 40)
          value = 1;
        if (x / 3 == 200 / 3 && y / 3 == 200 / 3)
          value += 0.04;
        ((guint16 *) cs_raster_edit (raster, y))[x] = (guint16) (value * WHITE);
      }
  return cs_image_new (raster, "film", &facts);
}

static void
test_whole (void)
{
  g_autoptr (CsImage) image = draw ();
  guint bins[CS_FILM_BINS];

  cs_film_count (image, bins);
  for (const CsFilmPreset *preset = cs_film_presets; preset->id; preset++)
    {
      double low, high;

      cs_film_preset_apply (preset, bins, WHITE, &low, &high);
      g_assert_cmpfloat (low, >=, 0);
      g_assert_cmpfloat (low, <, high);
      g_assert_cmpfloat (high, <=, WHITE);
      if (g_str_equal (preset->id, "tissue"))
        {
          g_assert_cmpfloat (low, <=, 0.09 * WHITE);
          g_assert_cmpfloat (high, >, 0.75 * WHITE);
          g_assert_cmpfloat (high, <, 0.80 * WHITE);    /* the label is no tissue */
        }
    }
}

/* How much brighter the spot is shown than what is round it, of 1. */
static double
contrast (const CsImage *image, const guint bins[CS_FILM_BINS], const char *preset)
{
  double low, high;

  cs_film_preset_apply (cs_film_preset_find (preset), bins, cs_image_get_white (image), &low, &high);
  return 0.04 * WHITE / (high - low);
}

static void
test_view (void)
{
  g_autoptr (CsImage) image = draw ();
  guint whole[CS_FILM_BINS], part[CS_FILM_BINS], outside[CS_FILM_BINS], sum = 0;

  cs_film_count (image, whole);
  cs_film_count_part (image, 180, 180, 40, 40, part);
  g_assert_cmpfloat (contrast (image, whole, "tissue"), <, 0.07);
  g_assert_cmpfloat (contrast (image, part, CS_FILM_PRESET_VIEW), >, 0.3);
  cs_film_count_part (image, -500, -500, 400, 400, outside);
  cs_film_count_part (image, 390, 390, 400, 400, part);
  for (guint i = 0; i < CS_FILM_BINS; i++)
    {
      g_assert_cmpuint (outside[i], ==, 0);
      sum += part[i];
    }
  g_assert_cmpuint (sum, ==, 100);
  g_assert_cmpfloat (contrast (image, outside, CS_FILM_PRESET_VIEW), <=, 0.04 * 20 + 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/film-tones/whole", test_whole);
  g_test_add_func ("/film-tones/view", test_view);
  return g_test_run ();
}
