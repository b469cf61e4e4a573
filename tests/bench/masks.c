/* Masks of breast and pectoral muscle: ours beside two others the paper quotes, on the same films:
 * masks [--phantoms 20] [--seed 7001] [--size 1024] [--csv FILE]; and, where CALCSPOT_TEST_DATA is set, the reduced
 * DDSM films with tissue labels (muscle 255, air 64).
 *
 * The two others are written anew from their ideas, in their plain form; where their papers leave a number open, ours
 * stands in the code below, chosen once and fitted to no film:
 * - "growing": seeded region growing after contrast equalisation (Maitra, Nag, Bandyopadhyay 2012), for the muscle.
 * - "line": thresholds by Otsu's method for three classes and a least-squares line through the border of the bright
 *   class, with outliers left out (Czaplicka, Wlodarczyk 2011); its lowest threshold is its breast.
 * All three see the same pixels. The two others look for muscle inside *our* breast mask, which favours them. That a
 * view (CC) shows no muscle is told to all three alike.
 *
 * Prints, per set and method, Dice (median, lowest) and accuracy (mean share of a film's pixels that are right). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cs-contour.h"
#include "cs-formats.h"
#include "cs-histogram.h"
#include "cs-phantom.h"
#include "cs-pipeline.h"
#include "cs-png.h"
#include "cs-regions.h"

#define LEVELS 256
#define GRID 512.0        /* the two others work on about so many rows, as their papers do */

enum { OURS, GROWING, LINE, METHODS };
static const char *const methods[METHODS] = { "ours", "growing (Maitra 2012)", "line (Czaplicka 2011)" };

typedef struct { GArray *dice[METHODS], *accuracy[METHODS]; } Scores;

static struct { int phantoms, seed, size; char *csv; } options = { 20, 7001, 1024, NULL };
static GString *csv;

static guint8 *
edit (CsRaster *raster, guint y)
{
  return cs_raster_edit (raster, y);
}

static guint8
at (const CsRaster *raster, int x, int y)
{
  return ((const guint8 *) cs_raster_row (raster, y))[x];
}

/* Every k-th pixel as 8 bits, mirrored where the chest wall is at the right. */
static CsRaster *
take (const CsRaster *from, guint step, gboolean mirror, double white)
{
  guint width = cs_raster_get_width (from) / step, height = cs_raster_get_height (from) / step;
  CsRaster *out = cs_raster_new (CS_PIXEL_U8, width, height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      edit (out, y)[mirror ? width - 1 - x : x] = (guint8) (cs_raster_get (from, x * step, y * step) / white * 255);
  return out;
}

/* Back to the film's grid. */
static CsRaster *
give (const CsRaster *small, guint step, gboolean mirror, guint width, guint height)
{
  CsRaster *out = cs_raster_new (CS_PIXEL_U8, width, height);
  int right = cs_raster_get_width (small) - 1, bottom = cs_raster_get_height (small) - 1;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        int column = MIN ((int) (x / step), right), row = MIN ((int) (y / step), bottom);

        edit (out, y)[x] = at (small, mirror ? right - column : column, row);
      }
  return out;
}

/* Where the breast begins at the chest wall's upper corner. */
static gboolean
find_corner (const CsRaster *breast, int *x, int *y)
{
  for (*y = 0; *y < (int) cs_raster_get_height (breast); *y += 1)
    for (*x = 0; *x < (int) cs_raster_get_width (breast) / 4; *x += 1)
      if (at (breast, *x, *y))
        return TRUE;
  return FALSE;
}

/* Growing: a pixel joins that is no more than this from the mean of what has joined; in the rectangle between corner,
 * half the breast's width, and three quarters of the film. */
#define TOLERANCE 32

static CsRaster *
grow (const CsRaster *film, const CsRaster *breast)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (film), cs_raster_get_height (film));
  g_autoptr (CsRaster) wide = cs_raster_to (film, CS_PIXEL_U16);
  g_autoptr (CsRaster) equal = cs_histogram_equalise (wide, 255, cs_raster_get_height (film) / 8.0, 3, NULL, NULL);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (int));
  int width = cs_raster_get_width (film), right = width / 2, bottom = cs_raster_get_height (film) * 3 / 4, x, y, place;
  double sum = 0;

  if (!find_corner (breast, &x, &y))
    return g_steal_pointer (&mask);
  x = MIN (x + 5, right - 1);
  y = MIN (y + 5, bottom - 1);
  place = y * width + x;
  edit (mask, y)[x] = 255;
  g_array_append_val (open, place);
  for (guint i = 0; i < open->len; i++)
    {
      static const int dx[] = { 1, -1, 0, 0 }, dy[] = { 0, 0, 1, -1 };
      double mean;

      x = g_array_index (open, int, i) % width;
      y = g_array_index (open, int, i) / width;
      sum += cs_raster_get (equal, x, y);
      mean = sum / (i + 1);
      for (guint k = 0; k < 4; k++)
        {
          int px = x + dx[k], py = y + dy[k];

          if (px < 0 || py < 0 || px >= right || py >= bottom || at (mask, px, py) || !at (breast, px, py)
              || fabs (cs_raster_get (equal, px, py) - mean) > TOLERANCE)
            continue;
          edit (mask, py)[px] = 255;
          place = py * width + px;
          g_array_append_val (open, place);
        }
    }
  return cs_regions_fill (mask);
}

/* Otsu for three classes: the two thresholds with the largest variance between classes. */
static void
otsu (const double *bins, int *low, int *high)
{
  double n[LEVELS + 1] = { 0 }, m[LEVELS + 1] = { 0 }, best = -1;

  *low = *high = 0;
  for (int i = 0; i < LEVELS; i++)
    {
      n[i + 1] = n[i] + bins[i];
      m[i + 1] = m[i] + bins[i] * i;
    }
  for (int a = 1; a < LEVELS - 1; a++)
    for (int b = a + 1; b < LEVELS; b++)
      {
        double counts[] = { n[a], n[b] - n[a], n[LEVELS] - n[b] };
        double sums[] = { m[a], m[b] - m[a], m[LEVELS] - m[b] }, spread = 0;

        for (guint k = 0; k < 3; k++)
          spread += counts[k] > 0 ? sums[k] * sums[k] / counts[k] : 0;
        if (spread > best)
          {
            best = spread;
            *low = a;
            *high = b;
          }
      }
}

/* A line x = a + b y through points, least squares; then again without those over twice the mean distance. */
static void
fit (const int *border, int n, double *a, double *b)
{
  double limit = INFINITY;

  *a = *b = 0;
  for (guint pass = 0; pass < 3; pass++)
    {
      double s = 0, sx = 0, sy = 0, syy = 0, sxy = 0, far = 0;

      for (int y = 0; y < n; y++)
        if (border[y] >= 0 && fabs (border[y] - *a - *b * y) <= limit)
          {
            s += 1;
            sx += border[y];
            sy += y;
            syy += (double) y * y;
            sxy += (double) border[y] * y;
          }
      if (s < 2 || s * syy - sy * sy <= 0)
        return;
      *b = (s * sxy - sx * sy) / (s * syy - sy * sy);
      *a = (sx - *b * sy) / s;
      for (int y = 0; y < n; y++)
        far += border[y] >= 0 && fabs (border[y] - *a - *b * y) <= limit ? fabs (border[y] - *a - *b * y) : 0;
      limit = 2 * far / s + 1;
    }
}

/* In the upper two thirds: how far the bright class reaches from the chest wall, row by row; the line through that. */
static CsRaster *
draw_line (const CsRaster *film, const CsRaster *breast)
{
  int width = cs_raster_get_width (film), height = cs_raster_get_height (film), n = height * 2 / 3, low, high;
  g_autofree int *border = g_new (int, n);
  double bins[LEVELS] = { 0 }, a, b;
  CsRaster *mask = cs_raster_new (CS_PIXEL_U8, width, height);

  for (int y = 0; y < n; y++)
    for (int x = 0; x < width / 2; x++)
      if (at (breast, x, y))
        bins[at (film, x, y)]++;
  otsu (bins, &low, &high);
  for (int y = 0; y < n; y++)
    {
      int x = 0, last = -1;

      while (x < width && !at (breast, x, y))
        x++;
      for (; x < width / 2 && at (breast, x, y) && at (film, x, y) >= high; x++)
        last = x;
      border[y] = last;
    }
  fit (border, n, &a, &b);
  for (int y = 0; y < height && b < 0; y++)   /* a border that runs away from the chest wall is no muscle's */
    for (int x = 0; x < width && x <= a + b * y; x++)
      edit (mask, y)[x] = at (breast, x, y);
  return mask;
}

/* The lowest of the thresholds parts air from breast; the largest region, filled. */
static CsRaster *
cut_breast (const CsRaster *film)
{
  g_autoptr (CsRaster) mask = cs_raster_copy (film);
  g_autoptr (CsRaster) largest = NULL;
  double bins[LEVELS] = { 0 };
  int low, high;

  for (guint y = 0; y < cs_raster_get_height (film); y++)
    for (guint x = 0; x < cs_raster_get_width (film); x++)
      bins[at (film, x, y)]++;
  otsu (bins, &low, &high);
  for (guint y = 0; y < cs_raster_get_height (film); y++)
    for (guint x = 0; x < cs_raster_get_width (film); x++)
      edit (mask, y)[x] = at (film, x, y) >= low ? 255 : 0;
  largest = cs_regions_largest (mask, 8);
  return cs_regions_fill (largest);
}

static void
score (Scores *scores, const char *film, const char *what, guint method, const CsRaster *mask, const CsRaster *truth)
{
  guint64 both = 0, either = 0, right = 0;
  guint width = cs_raster_get_width (truth), height = cs_raster_get_height (truth);
  double dice, accuracy;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        gboolean p = at (mask, x, y) != 0, q = at (truth, x, y) != 0;

        both += p && q;
        either += p + q;
        right += p == q;
      }
  dice = either > 0 ? 2.0 * both / either : 1;
  accuracy = (double) right / ((guint64) width * height);
  g_array_append_val (scores->dice[method], dice);
  g_array_append_val (scores->accuracy[method], accuracy);
  g_string_append_printf (csv, "%s,%s,%s,%.4f,%.4f\n", film, what, methods[method], dice, accuracy);
}

static const CsRaster *
raster_of (CsAnalysis *analysis, const char *output)
{
  return cs_product_get_raster (cs_analysis_get (analysis, output));
}

static void
measure (Scores *breasts, Scores *muscles, CsImage *image, const CsRaster *breast, const CsRaster *muscle)
{
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsAnalysis) analysis = cs_pipeline_run (image, NULL, settings, NULL, "pectoral", NULL, NULL, NULL, NULL);
  guint width = cs_image_get_width (image), height = cs_image_get_height (image);
  guint step = MAX (1, (guint) (height / GRID));
  gboolean mirror = !cs_contour_flat_left (raster_of (analysis, "breast"));
  gboolean shows = cs_image_get_facts (image)->view != CS_VIEW_CC;
  g_autoptr (CsRaster) film = take (cs_image_get_raster (image), step, mirror, cs_image_get_white (image));
  g_autoptr (CsRaster) tissue = take (raster_of (analysis, "breast"), step, mirror, 255), none = NULL;
  g_autoptr (CsRaster) seed = NULL, border = NULL, grown = NULL, lined = NULL, cut = cut_breast (film);
  g_autoptr (CsRaster) body = give (cut, step, mirror, width, height);
  const char *name = cs_image_get_name (image);

  none = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (film), cs_raster_get_height (film));
  seed = shows ? grow (film, tissue) : cs_raster_ref (none);
  border = shows ? draw_line (film, tissue) : cs_raster_ref (none);
  grown = give (seed, step, mirror, width, height);
  lined = give (border, step, mirror, width, height);
  score (breasts, name, "breast", OURS, raster_of (analysis, "breast"), breast);
  score (breasts, name, "breast", LINE, body, breast);
  score (muscles, name, "muscle", OURS, raster_of (analysis, "pectoral"), muscle);
  score (muscles, name, "muscle", GROWING, grown, muscle);
  score (muscles, name, "muscle", LINE, lined, muscle);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static void
report (const char *title, Scores *scores)
{
  printf ("%s\n", title);
  for (guint k = 0; k < METHODS; k++)
    {
      GArray *dice = scores->dice[k];
      double sum = 0;

      if (dice->len == 0)
        continue;
      g_array_sort (dice, compare);
      for (guint i = 0; i < dice->len; i++)
        sum += g_array_index (scores->accuracy[k], double, i);
      printf ("  %-24s Dice median %.4f, lowest %.4f   accuracy %6.2f %%   (%u films)\n", methods[k],
              g_array_index (dice, double, dice->len / 2), g_array_index (dice, double, 0), 100 * sum / dice->len,
              dice->len);
    }
}

static void
scores_open (Scores *self)
{
  for (guint k = 0; k < METHODS; k++)
    {
      self->dice[k] = g_array_new (FALSE, FALSE, sizeof (double));
      self->accuracy[k] = g_array_new (FALSE, FALSE, sizeof (double));
    }
}

static void
scores_close (Scores *self)
{
  for (guint k = 0; k < METHODS; k++)
    {
      g_array_unref (self->dice[k]);
      g_array_unref (self->accuracy[k]);
    }
}

static void
measure_phantoms (void)
{
  Scores breasts, mlo, cc;

  scores_open (&breasts);
  scores_open (&mlo);
  scores_open (&cc);
  for (int i = 0; i < options.phantoms; i++)
    {
      CsPhantomPlan plan;
      g_autoptr (CsPhantom) phantom = NULL;

      cs_phantom_plan_init (&plan, options.size, options.size, options.size > 2048 ? 12 : 8, 204.8 / options.size,
                            options.seed, i);
      phantom = cs_phantom_draw (&plan, options.seed, i, NULL, NULL);
      measure (&breasts, plan.view == CS_VIEW_CC ? &cc : &mlo, phantom->image,
               cs_truth_get_mask (phantom->truth, "breast"), cs_truth_get_mask (phantom->truth, "pectoral"));
    }
  report ("Breast, phantoms", &breasts);
  report ("Pectoral muscle, phantoms, MLO", &mlo);
  scores_close (&breasts);
  scores_close (&mlo);
  scores_close (&cc);
}

static CsRaster *
read_labels (const char *folder, const char *film)
{
  g_autofree char *stem = g_strndup (film, strlen (film) - strlen (".png"));
  g_autofree char *name = g_strconcat (stem, "_LI.png", NULL);
  g_autofree char *path = g_build_filename (folder, "tissue_labels", name, NULL), *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  double mm;
  gsize length;
  guint bits;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return NULL;
  bytes = g_bytes_new_take (g_steal_pointer (&data), length);
  return cs_png_read (bytes, name, &mm, &bits, NULL);
}

static void
measure_film (Scores *breasts, Scores *muscles, const char *folder, const char *name)
{
  g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
  g_autoptr (CsImage) image = cs_formats_read (file, NULL, NULL);
  g_autoptr (CsRaster) labels = image != NULL ? read_labels (folder, name) : NULL, breast = NULL, muscle = NULL;

  if (labels == NULL || cs_raster_get_width (labels) != cs_image_get_width (image)
      || cs_raster_get_height (labels) != cs_image_get_height (image))
    return;
  breast = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (labels), cs_raster_get_height (labels));
  muscle = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (labels), cs_raster_get_height (labels));
  for (guint y = 0; y < cs_raster_get_height (labels); y++)
    for (guint x = 0; x < cs_raster_get_width (labels); x++)
      {
        edit (breast, y)[x] = cs_raster_get (labels, x, y) > 96 ? 255 : 0;
        edit (muscle, y)[x] = cs_raster_get (labels, x, y) > 224 ? 255 : 0;
      }
  measure (breasts, muscles, image, breast, muscle);
}

static void
measure_ddsm (const char *data)
{
  g_autofree char *folder = g_build_filename (data, "ddsm", "reduced-960x480", NULL);
  g_autoptr (GDir) films = g_dir_open (folder, 0, NULL);
  Scores breasts, muscles;
  const char *name;

  if (films == NULL)
    {
      printf ("\nThere are no reduced DDSM films in CALCSPOT_TEST_DATA: phantoms only.\n");
      return;
    }
  scores_open (&breasts);
  scores_open (&muscles);
  while ((name = g_dir_read_name (films)) != NULL)
    if (g_str_has_suffix (name, ".png"))
      measure_film (&breasts, &muscles, folder, name);
  printf ("\n");
  report ("Breast, reduced DDSM films", &breasts);
  report ("Pectoral muscle, reduced DDSM films", &muscles);
  scores_close (&breasts);
  scores_close (&muscles);
}

int
main (int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "phantoms", 0, 0, G_OPTION_ARG_INT, &options.phantoms, "Phantoms to draw", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &options.seed, "Their seed", "S" },
    { "size", 0, 0, G_OPTION_ARG_INT, &options.size, "Their side in pixels", "PX" },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &options.csv, "Every single figure", "FILE" },
    { NULL } };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *data = g_getenv ("CALCSPOT_TEST_DATA");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || options.phantoms < 1 || options.size < 256)
    {
      fprintf (stderr, "masks: %s\n", error != NULL ? error->message : "--phantoms wants 1, --size 256 and more");
      return 2;
    }
  csv = g_string_new ("film,what,method,dice,accuracy\n");
  measure_phantoms ();
  if (data != NULL)
    measure_ddsm (data);
  printf ("\nAs published, on mini-MIAS, accuracy of breast and muscle: the paper 98.96 and 98.87 %%, "
          "Czaplicka 2011 98.11 and 98.05 %%, Maitra 2012 95.7 %% (muscle).\n");
  if (options.csv != NULL && !g_file_set_contents (options.csv, csv->str, -1, &error))
    fprintf (stderr, "masks: %s\n", error->message);
  g_string_free (csv, TRUE);
  return 0;
}
