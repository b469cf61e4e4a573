/* One filter a line, for opencv: reads "NAME" or "NAME FILE" from standard input, does it on the film, and answers with
 * the milliseconds it took; with FILE the result is written there afterwards. usage: bench-filters FILM [THREADS] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cs-cluster.h"
#include "cs-formats.h"
#include "cs-histogram.h"
#include "cs-kernels.h"
#include "cs-laplacian.h"
#include "cs-morph.h"
#include "cs-pipeline.h"
#include "cs-png.h"
#include "cs-regions.h"
#include "cs-rows.h"
#include "cs-smooth.h"

typedef struct
{
  GBytes         *bytes;
  const CsRaster *film;
  CsRaster       *weight, *mask;
  guint           white;
  GString        *words;      /* a result that is no picture */
} Bench;

static CsRaster *
equalise (Bench *bench)
{
  return cs_histogram_equalise (bench->film, bench->white, cs_raster_get_width (bench->film) / 8.0, 2, NULL, NULL);
}

static CsRaster *
open_51 (Bench *bench)
{
  return cs_morph_open (bench->film, 25, NULL, NULL);
}

static CsRaster *
open_101 (Bench *bench)
{
  return cs_morph_open (bench->film, 50, NULL, NULL);
}

static CsRaster *
open_15 (Bench *bench)
{
  return cs_morph_open (bench->film, 7, NULL, NULL);
}

static CsRaster *
weigh (Bench *bench)
{
  return cs_smooth_weight (bench->film, bench->white, 0.02, NULL, NULL);
}

static CsRaster *
label (Bench *bench)
{
  g_autoptr (CsRegions) regions = cs_regions_find (bench->mask, 8);
  guint64 area = 0;

  for (guint i = 0; i < regions->n; i++)
    area += regions->regions[i].area;
  g_string_printf (bench->words, "%u regions, area %" G_GUINT64_FORMAT, regions->n, area);
  return NULL;
}

static CsRaster *
cluster (Bench *bench)
{
  enum { NX = 256 };
  g_autofree double *bins = g_new (double, 256 * NX);
  CsMedians medians = { 0 };

  cs_histogram_joint (bench->film, bench->weight, NULL, bench->white, NX, bins, NULL, NULL);
  cs_cluster_medians (bins, NX, 256, 1.0 / NX, 1.0 / 256, &medians);
  g_string_printf (bench->words, "%g,%g and %g,%g of 256", medians.x[0], medians.y[0], medians.x[1], medians.y[1]);
  return NULL;
}

static CsRaster *
part_fuzzily (Bench *bench)
{
  g_autofree double *bins = g_new (double, bench->white + 1);
  CsFuzzy fuzzy = { { 0 }, 0, 2 };

  cs_histogram_count (bench->film, NULL, bench->white, bins);
  cs_cluster_fuzzy (bins, bench->white + 1, 2, &fuzzy);
  g_string_printf (bench->words, "centres %.2f and %.2f", fuzzy.centre[0], fuzzy.centre[1]);
  return NULL;
}

static CsRaster *
decode (Bench *bench)
{
  double mm;
  guint bits;

  return cs_png_read (bench->bytes, "film", &mm, &bits, NULL);
}

static CsRaster *
enhance (Bench *bench)
{
  CsLaplacian filter = { 0.3, 0.7, 1, 10, 4 };

  return cs_laplacian_filter (&filter, bench->film, bench->white, NULL, NULL);
}

static const struct { const char *name; CsRaster *(*run) (Bench *); } filters[] = {
  { "clahe", equalise }, { "open-15", open_15 }, { "open-51", open_51 }, { "open-101", open_101 },
  { "gradient", weigh }, { "label", label }, { "kmeans", cluster }, { "fcm", part_fuzzily }, { "png", decode },
  { "laplacian", enhance },
};

static CsRaster *
make_mask (const CsRaster *film, guint level)
{
  CsRaster *mask = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (film), cs_raster_get_height (film));

  for (guint y = 0; y < cs_raster_get_height (film); y++)
    {
      const guint16 *row = cs_raster_row (film, y);
      guint8 *out = cs_raster_edit (mask, y);

      for (guint x = 0; x < cs_raster_get_width (film); x++)
        out[x] = row[x] > level ? 255 : 0;
    }
  return mask;
}

static void
answer (Bench *bench, const char *name, const char *file)
{
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    if (g_str_equal (filters[i].name, name))
      {
        gint64 begun = g_get_monotonic_time (), ended;
        g_autoptr (CsRaster) result = NULL;

        g_string_truncate (bench->words, 0);
        result = filters[i].run (bench);
        ended = g_get_monotonic_time ();
        if (file != NULL && result != NULL)
          {
            g_autoptr (GFile) to = g_file_new_for_path (file);

            cs_png_write (result, 0, to, NULL);
          }
        printf ("%.3f %s\n", (ended - begun) / 1000.0, bench->words->str);
        fflush (stdout);
        return;
      }
  printf ("? %s\n", name);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  g_autoptr (GFile) file = argc > 1 ? g_file_new_for_path (argv[1]) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = file != NULL ? cs_formats_read (file, NULL, &error) : NULL;
  g_autoptr (CsRaster) film = image != NULL ? cs_raster_to (cs_image_get_raster (image), CS_PIXEL_U16) : NULL;
  g_autoptr (GBytes) bytes = film != NULL ? g_file_load_bytes (file, NULL, NULL, &error) : NULL;
  char line[4096];

  if (bytes == NULL)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "usage: bench-filters FILM [THREADS]");
      return 1;
    }
  cs_rows_set_threads (argc > 2 ? atoi (argv[2]) : 2);
  Bench bench = { bytes, film, NULL, NULL, (guint) cs_image_get_white (image), g_string_new (NULL) };
  bench.weight = weigh (&bench);
  bench.mask = make_mask (film, bench.white / 2);
  fprintf (stderr, "# instructions: %s\n", cs_kernels ()->name);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", 2);

      answer (&bench, words[0], words[1]);
    }
  cs_raster_unref (bench.weight);
  cs_raster_unref (bench.mask);
  g_string_free (bench.words, TRUE);
  return 0;
}
