/* Real DICOM films, where there are some ($CALCSPOT_TEST_DATA/dicom): each is read by the helper, told of in a table,
 * and must be the very picture that DCMTK's own decoder makes of it. */
#include "dicoms.h"

#include <string.h>

#include "cs-dicom.h"
#include "cs-formats.h"

static char *
data_folder (void)
{
  const char *data = g_getenv ("CALCSPOT_TEST_DATA");
  char *folder = data != NULL ? g_build_filename (data, "dicom", NULL) : NULL;

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR) || !cs_dicom_is_built ())
    {
      g_test_skip ("no real films here (CALCSPOT_TEST_DATA), or no DCMTK");
      g_clear_pointer (&folder, g_free);
    }
  return folder;
}

static void
tell (CsImage *image)
{
  const CsFacts *facts = cs_image_get_facts (image);
  CsDetails *details = cs_image_get_details (image);

  g_test_message ("%s: %u x %u, %u bits, %s %s, %g mm, %u windows, %u overlays", cs_image_get_name (image),
                  cs_image_get_width (image), cs_image_get_height (image), facts->bits, cs_side_to_text (facts->side),
                  cs_view_to_text (facts->view), facts->mm_per_pixel, cs_details_get_n_windows (details),
                  cs_details_get_n_overlays (details));
  for (guint i = 0; cs_details_get_notes (details)[i] != NULL; i++)
    g_test_message ("    %s", cs_details_get_notes (details)[i]);
}

static void
check_file (DicomPlace *place, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = cs_formats_read (file, NULL, &error), plain = NULL;
  g_autoptr (GFile) converted = NULL;

  g_assert_no_error (error);
  tell (image);
  if (!dicom_convert (place, file, "dcmdjpeg", &converted))
    return;
  plain = dicom_read (converted);
  g_assert_true (cs_raster_equal (cs_image_get_raster (image), cs_image_get_raster (plain)));
}

static void
check_folder (DicomPlace *place, GFile *folder)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, "standard::name,standard::type", G_FILE_QUERY_INFO_NONE, NULL, NULL);
  GFileInfo *info;
  GFile *child;

  while (g_file_enumerator_iterate (children, &info, &child, NULL, NULL) && info != NULL)
    if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
      check_folder (place, child);
    else if (cs_formats_is_film_file (child))
      check_file (place, child);
}

static void
test_all (DicomPlace *place, gconstpointer data)
{
  g_autofree char *path = data_folder ();
  g_autoptr (GFile) folder = path != NULL ? g_file_new_for_path (path) : NULL;

  if (folder != NULL)
    check_folder (place, folder);
}

/* One picture, coded with five predictors. */
static void
test_predictors (DicomPlace *place, gconstpointer data)
{
  static const guint predictors[] = { 1, 2, 4, 5, 7 };
  g_autofree char *path = data_folder ();
  g_autoptr (CsImage) first = NULL;

  for (guint i = 0; path != NULL && i < G_N_ELEMENTS (predictors); i++)
    {
      g_autofree char *name = g_strdup_printf ("jpeg_lossless_sel%u.dcm", predictors[i]);
      g_autoptr (GFile) file = g_file_new_build_filename (path, "jpeg-lossless-selection", name, NULL);
      g_autoptr (CsImage) image = dicom_read (file);

      if (first == NULL)
        first = cs_image_ref (image);
      g_assert_true (cs_raster_equal (cs_image_get_raster (image), cs_image_get_raster (first)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/dicom-real/all", DicomPlace, NULL, dicom_place_open, test_all, dicom_place_close);
  g_test_add ("/dicom-real/predictors", DicomPlace, NULL, dicom_place_open, test_predictors, dicom_place_close);
  return g_test_run ();
}
