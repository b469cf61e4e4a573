/* The words of a DDSM case. */
#include "cs-film.h"
#include "cs-ics.h"
#include "fuzz.h"

#define WORDS "ics_version 1.0\nfilename A-1459-1\nDATE_OF_STUDY 17 8 1995\nFILM\nDIGITIZER %s\nSEQUENCE\n" \
              "LEFT_CC LINES 100 PIXELS_PER_LINE 200 BITS_PER_PIXEL 12 RESOLUTION 43.5 OVERLAY\n"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) file = fuzz_lay ("A-1459-1.ics", bytes, length), film = fuzz_get_place ("A_1459_1.LEFT_CC.pgm");
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 200, 100);
  g_autoptr (CsImage) image = cs_film_new (raster, "A_1459_1.LEFT_CC.pgm", 12, 0), filled = NULL;
  CsScan scan;

  if (!cs_ics_find (film, &scan))
    return;
  filled = cs_ics_fill (&scan, image);
  g_assert_false (cs_ics_density (&scan, 0) > 100);
}

static void
seed (GPtrArray *seeds)
{
  static const char *const scanners[] = { "HOWTEK 43.5", "DBA 42", "LUMISYS LASER" };

  for (guint i = 0; i < G_N_ELEMENTS (scanners); i++)
    {
      g_autofree char *text = g_strdup_printf (WORDS, scanners[i]);

      fuzz_add_text (seeds, text);
    }
}

const FuzzTarget fuzz_target_ics = { .id = "ics", .run = run, .seed = seed };
