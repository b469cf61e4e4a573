/* What the annotations of real films tell ($CALCSPOT_TEST_DATA), beside a second reading of them by other code
 * (tests/data/truths.csv, by tests/bench/truths). DDSM's outlines come without their scans: one is laid down. */
#include <glib/gstdio.h>
#include <string.h>

#include "folder.h"
#include "cs-csv.h"
#include "cs-formats.h"
#include "cs-png.h"
#include "cs-truth.h"

/* The scan every .ics tells of here, larger than any outline; the film is an eighth of it, as an overview is. */
#define SCAN_WIDTH 4096
#define SCAN_HEIGHT 5120
#define REDUCED 8

typedef struct { char *folder; GFile *blank; } Desk;

static void
desk_open (Desk *desk, gconstpointer unused)
{
  g_autoptr (CsRaster) blank = cs_raster_new (CS_PIXEL_U8, SCAN_WIDTH / REDUCED, SCAN_HEIGHT / REDUCED);

  desk->folder = g_dir_make_tmp ("calcspot-truths-XXXXXX", NULL);
  desk->blank = g_file_new_build_filename (desk->folder, "blank.png", NULL);
  g_assert_true (cs_png_write (blank, 0, desk->blank, NULL));
}

static void
desk_close (Desk *desk, gconstpointer unused)
{
  remove_tree (desk->folder);
  g_free (desk->folder);
  g_object_unref (desk->blank);
}

static void
lay_link (Desk *desk, const char *name, GFile *to)
{
  g_autoptr (GFile) link = g_file_new_build_filename (desk->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_make_symbolic_link (link, g_file_peek_path (to), NULL, &error);
  g_assert_no_error (error);
}

/* "A_1342_1.RIGHT_CC.OVERLAY": beside it A-1342-1.ics, and the film A_1342_1.RIGHT_CC.png, which is returned. */
static GFile *
lay_case (Desk *desk, GFile *overlay)
{
  g_autofree char *name = g_file_get_basename (overlay), *stem = g_strndup (name, strlen (name) - strlen (".OVERLAY"));
  g_autofree char *film = g_strconcat (stem, ".png", NULL), *of_case = g_strndup (name, strcspn (name, "."));
  g_autofree char *ics = g_strconcat (g_strdelimit (of_case, "_", '-'), ".ics", NULL);
  g_autofree char *path = g_build_filename (desk->folder, ics, NULL);
  g_autofree char *text = g_strdup_printf ("%s LINES %d PIXELS_PER_LINE %d BITS_PER_PIXEL 12 RESOLUTION 50 OVERLAY\n",
                                           strchr (stem, '.') + 1, SCAN_HEIGHT, SCAN_WIDTH);

  lay_link (desk, name, overlay);
  lay_link (desk, film, desk->blank);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_build_filename (desk->folder, film, NULL);
}

/* The film that is asked for its truth: a mask's is named as the mask is. */
static GFile *
film_of (Desk *desk, GFile *file, int *reduced)
{
  g_autofree char *path = g_file_get_path (file);
  char *mask = strstr (path, "_mask.png");

  *reduced = g_str_has_suffix (path, ".OVERLAY") ? REDUCED : 1;
  if (*reduced > 1)
    return lay_case (desk, file);
  if (mask != NULL)
    strcpy (mask, ".png");
  return g_file_new_for_path (path);
}

/* Left, top, right and bottom of all of them, the last pixel included. */
static void
find_bounds (CsTruth *truth, int bounds[4])
{
  for (guint i = 0; i < cs_truth_get_n_spots (truth); i++)
    {
      const CsTruthSpot *spot = cs_truth_get_spot (truth, i);
      int right = spot->x + spot->width - 1, bottom = spot->y + spot->height - 1;

      bounds[0] = i > 0 ? MIN (bounds[0], spot->x) : spot->x;
      bounds[1] = i > 0 ? MIN (bounds[1], spot->y) : spot->y;
      bounds[2] = i > 0 ? MAX (bounds[2], right) : right;
      bounds[3] = i > 0 ? MAX (bounds[3], bottom) : bottom;
    }
}

static int
number (const CsCsv *table, guint row, int column)
{
  return (int) g_ascii_strtoll (cs_csv_get (table, row, column), NULL, 10);
}

/* A scaled region begins in the pixel its first one falls in, and ends where its last one ends. */
static void
check (const CsCsv *table, guint row, CsTruth *truth, int reduced)
{
  const char *const *notes = cs_truth_get_notes (truth);
  int bounds[4] = { 0 };

  g_test_message ("%s: regions %u; %s", cs_csv_get (table, row, 0), cs_truth_get_n_spots (truth),
                  notes[0] != NULL ? notes[0] : "nothing to note");
  g_assert_cmpint ((int) cs_truth_get_n_spots (truth), ==, number (table, row, 1));
  g_assert_cmpint ((int) g_strv_length ((char **) notes), ==, number (table, row, 2));
  if (cs_truth_get_n_spots (truth) == 0)
    return;
  g_assert_true (cs_truth_get_regions (truth));
  find_bounds (truth, bounds);
  g_assert_cmpint (bounds[0], ==, number (table, row, 3) / reduced);
  g_assert_cmpint (bounds[1], ==, number (table, row, 4) / reduced);
  g_assert_cmpint (bounds[2], ==, (number (table, row, 5) + 1) / reduced - 1);
  g_assert_cmpint (bounds[3], ==, (number (table, row, 6) + 1) / reduced - 1);
}

static void
check_row (Desk *desk, const char *data, const CsCsv *table, guint row)
{
  g_autoptr (GFile) file = g_file_new_build_filename (data, cs_csv_get (table, row, 0), NULL), film = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsTruth) truth = NULL;
  int reduced;

  if (!g_file_query_exists (file, NULL))
    {
      g_test_message ("%s is absent", cs_csv_get (table, row, 0));
      return;
    }
  film = film_of (desk, file, &reduced);
  image = cs_formats_read (film, NULL, &error);
  g_assert_no_error (error);
  truth = cs_formats_truth (film, cs_image_get_width (image), cs_image_get_height (image), &error);
  g_assert_no_error (error);
  g_assert_nonnull (truth);
  check (table, row, truth, reduced);
}

static void
test_all (Desk *desk, gconstpointer unused)
{
  const char *data = g_getenv ("CALCSPOT_TEST_DATA");
  g_autoptr (GFile) file = g_file_new_for_path (g_test_get_filename (G_TEST_DIST, "data", "truths.csv", NULL));
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCsv) table = cs_csv_read (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (cs_csv_column (table, "bottom", NULL), ==, 6);
  if (data == NULL || !g_file_test (data, G_FILE_TEST_IS_DIR))
    g_test_skip ("no real films here (CALCSPOT_TEST_DATA)");
  else
    for (guint row = 0; row < cs_csv_get_n (table); row++)
      check_row (desk, data, table, row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/truths-real/all", Desk, NULL, desk_open, test_all, desk_close);
  return g_test_run ();
}
