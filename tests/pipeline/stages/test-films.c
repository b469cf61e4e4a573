/* Real films, where there are some ($CALCSPOT_TEST_DATA/mini-mias): the proposals against the circles that came with
 * them. A circle is hit when the centre of a box lies in it; its radius counts as 5 px at least. mdb214's lies outside
 * the breast. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cs-formats.h"
#include "cs-pipeline.h"

#define SIDE 1024

typedef struct { char film[16]; double x, y, radius; guint place; } Circle;

static CsAnalysis *
analyse (const char *folder, const char *film)
{
  g_autofree char *name = g_strconcat (film, ".pgm", NULL);
  g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = cs_formats_read (file, NULL, &error);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  CsAnalysis *analysis;

  g_assert_no_error (error);
  analysis = cs_pipeline_run (image, NULL, settings, NULL, "spots", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return analysis;
}

/* The circles, and the names of the normal films. */
static GArray *
read_table (const char *folder, GPtrArray *normal)
{
  g_autofree char *path = g_build_filename (folder, "Info-selected.txt", NULL), *text = NULL;
  GArray *circles = g_array_new (FALSE, TRUE, sizeof (Circle));
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return circles;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      Circle circle = { .place = G_MAXUINT };
      char what[16] = "";

      if (sscanf (lines[i], "%15s %*s CALC %*s %lf %lf %lf", circle.film, &circle.x, &circle.y, &circle.radius) == 4
          && strcmp (circle.film, "mdb214") != 0)
        g_array_append_val (circles, circle);
      else if (sscanf (lines[i], "%15s %*s %15s", circle.film, what) == 2 && strcmp (what, "NORM") == 0)
        g_ptr_array_add (normal, g_strdup (circle.film));
    }
  return circles;
}

static void
find (const char *folder, Circle *circle)
{
  g_autoptr (CsAnalysis) analysis = analyse (folder, circle->film);
  guint n;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);

  for (guint i = n; i-- > 0;)
    if (hypot (boxes[i].x + boxes[i].width / 2.0 - circle->x - 0.5,
               boxes[i].y + boxes[i].height / 2.0 - (SIDE - 1 - circle->y) - 0.5) <= MAX (circle->radius, 5))
      circle->place = i + 1;
}

static guint
count_by (const GArray *circles, guint first)
{
  guint hits = 0;

  for (guint i = 0; i < circles->len; i++)
    hits += g_array_index (circles, Circle, i).place <= first;
  return hits;
}

static char *
find_folder (void)
{
  const char *data = g_getenv ("CALCSPOT_TEST_DATA");
  char *folder = data != NULL ? g_build_filename (data, "mini-mias", NULL) : NULL;

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("no real films here (CALCSPOT_TEST_DATA)");
      g_clear_pointer (&folder, g_free);
    }
  return folder;
}

static void
test_circles (void)
{
  g_autofree char *folder = find_folder ();
  g_autoptr (GPtrArray) normal = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) circles = folder != NULL ? read_table (folder, normal) : NULL;

  if (folder == NULL)
    return;
  g_assert_cmpuint (circles->len, ==, 18);
  for (guint i = 0; i < circles->len; i++)
    find (folder, &g_array_index (circles, Circle, i));
  g_test_message ("of 18 circles by 5, 10, 20, 40 boxes: %u, %u, %u, %u", count_by (circles, 5), count_by (circles, 10),
                  count_by (circles, 20), count_by (circles, 40));
  g_assert_cmpuint (count_by (circles, 10), >=, 14);
  g_assert_cmpuint (count_by (circles, 20), >=, 17);
  g_assert_cmpuint (count_by (circles, 40), ==, 18);
}

static void
test_normal (void)
{
  g_autofree char *folder = find_folder ();
  g_autoptr (GPtrArray) normal = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) circles = folder != NULL ? read_table (folder, normal) : NULL;

  for (guint i = 0; i < normal->len; i++)
    {
      g_autoptr (CsAnalysis) analysis = analyse (folder, normal->pdata[i]);
      guint n;

      cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);
      g_test_message ("%s: %u boxes", (const char *) normal->pdata[i], n);
      g_assert_cmpuint (n, <=, 40);
    }
}

/* A dense breast without a muscle on the film: the border once ran through the middle of it. */
static void
test_no_muscle (void)
{
  g_autofree char *folder = find_folder ();
  g_autoptr (CsAnalysis) analysis = folder != NULL ? analyse (folder, "mdb236") : NULL;
  double lower, upper;

  if (folder == NULL)
    return;
  cs_raster_range (cs_product_get_raster (cs_analysis_get (analysis, "pectoral")), &lower, &upper);
  g_assert_cmpfloat (upper, ==, 0);
}

/* A strip of tape lies over the muscle at the film's upper edge, and a scratch crosses the breast further down. */
static void
test_tape (void)
{
  g_autofree char *folder = find_folder ();
  g_autoptr (CsAnalysis) analysis = folder != NULL ? analyse (folder, "mdb305") : NULL;
  const CsRaster *breast;

  if (folder == NULL)
    return;
  breast = cs_product_get_raster (cs_analysis_get (analysis, "breast"));
  for (guint x = 570; x < 720; x++)
    g_assert_cmpfloat (cs_raster_get (breast, x, 8), ==, 0);
  for (guint x = 600; x < 750; x++)
    g_assert_cmpfloat (cs_raster_get (breast, x, 995), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/films/circles", test_circles);
  g_test_add_func ("/films/normal", test_normal);
  g_test_add_func ("/films/no-muscle", test_no_muscle);
  g_test_add_func ("/films/tape", test_tape);
  return g_test_run ();
}
