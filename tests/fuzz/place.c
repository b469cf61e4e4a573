#include "fuzz.h"

#include <string.h>

#include "cs-dicom.h"
#include "cs-export.h"
#include "cs-formats.h"
#include "cs-pacs.h"
#include "dicoms.h"
#include "studies.h"

static DicomPlace place;
static Study study;
static CsRecord *record;

static const char *
get_folder (void)
{
  if (place.folder == NULL)
    dicom_place_open (&place, NULL);
  return place.folder;
}

const FuzzTarget *
fuzz_find (const char *id)
{
  for (guint i = 0; fuzz_targets[i] != NULL; i++)
    if (g_str_equal (fuzz_targets[i]->id, id))
      return fuzz_targets[i];
  return NULL;
}

GFile *
fuzz_lay (const char *name, gconstpointer bytes, gsize length)
{
  get_folder ();
  return dicom_write_bytes (&place, name, bytes, length);
}

GFile *
fuzz_lay_text (const char *name, const char *text)
{
  return fuzz_lay (name, text, strlen (text));
}

GFile *
fuzz_get_place (const char *name)
{
  g_autofree char *path = g_build_filename (get_folder (), name, NULL);

  return g_file_new_for_path (path);
}

GFile *
fuzz_lay_below (GFile *folder, const char *name, gconstpointer bytes, gsize length)
{
  GFile *file = g_file_get_child (folder, name);

  g_file_make_directory (folder, NULL, NULL);
  g_assert_true (g_file_set_contents_full (g_file_peek_path (file), bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));
  return file;
}

void
fuzz_drop_below (GFile *folder, GFile *file)
{
  g_file_delete (file, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
  g_object_unref (file);
}

void
fuzz_drop_study (GFile *folder)
{
  static const char *const names[] = { "study.db", "study.db-wal", "study.db-shm", "study.db-journal", "study.lock" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) file = g_file_get_child (folder, names[i]);

      g_file_delete (file, NULL, NULL);
    }
  g_file_delete (folder, NULL, NULL);
}

void
fuzz_clear (void)
{
  g_clear_pointer (&record, cs_record_unref);
  if (study.folder != NULL)
    study_clear (&study);
  if (place.folder != NULL)
    dicom_place_close (&place, NULL);
}

static GFile *
write_film (void)
{
  g_autofree int *values = g_new0 (int, 200 * 100);
  DicomSheet sheet = { .columns = 200, .rows = 100, .allocated = 8, .stored = 8, .photometric = "MONOCHROME2",
                       .values = values };

  get_folder ();
  dicom_text (&place, 0x0008, 0x0020, "DA", "20200304");
  dicom_text (&place, 0x0018, 0x5101, "CS", "MLO");
  dicom_text (&place, 0x0020, 0x000d, "UI", "1.2.40.77.1");
  dicom_text (&place, 0x0020, 0x000e, "UI", "1.2.40.77.2");
  dicom_text (&place, 0x0020, 0x0020, "CS", "A\\FR");
  return dicom_write (&place, "film.dcm", &sheet);
}

/* Without DCMTK the study's own drawn film is the first. */
static void
add_first (void)
{
  g_autoptr (GFile) film = cs_dicom_is_built () ? write_film () : NULL;
  g_autoptr (CsImage) image = film != NULL ? dicom_read (film) : NULL;

  if (film != NULL)
    study.entry = cs_study_add (study.study, film, image, NULL);
}

/* Three marks on the DICOM film: one accepted, one rejected, one that nobody judged. */
CsRecord *
fuzz_get_record (void)
{
  CsBox boxes[] = { { 20, 30, 11, 7, 0.75f, { 0 } }, { 60, 5, 4, 9, 0.5f, { 0 } }, { 90, 40, 12, 14, 0.125f, { 0 } } };

  if (record != NULL)
    return record;
  study_make (&study);
  study_add_film (&study, 2);
  add_first ();
  study_propose (&study, boxes, G_N_ELEMENTS (boxes));
  study_judge (&study, 0, CS_VERDICT_POSITIVE);
  study_judge (&study, 1, CS_VERDICT_NEGATIVE);
  record = cs_study_freeze (study.study);
  return record;
}

GBytes *
fuzz_write_record (const char *export)
{
  CsExportManner manner = { .named = TRUE };
  g_autoptr (GFile) file = fuzz_get_place ("export");
  g_autoptr (GError) error = NULL;

  cs_export_write (cs_export_find (export), fuzz_get_record (), &manner, file, NULL, &error);
  g_assert_no_error (error);
  return g_file_load_bytes (file, NULL, NULL, NULL);
}

static void
look_at (CsImage *image)
{
  const CsFacts *facts = cs_image_get_facts (image);

  g_assert_true (facts->bits >= 8 && facts->bits <= 16);
  g_assert_true (facts->mm_per_pixel >= 0);
  g_assert_true (g_utf8_validate (facts->case_id, -1, NULL));
  g_assert_nonnull (cs_image_get_digest (image));
}

static void
look_through (CsHeader *header)
{
  for (guint i = 0; i < cs_header_get_n (header); i++)
    {
      const CsHeaderLine *line = cs_header_get (header, i);

      g_assert_true (g_utf8_validate (line->name, -1, NULL) && g_utf8_validate (line->value, -1, NULL));
    }
}

void
fuzz_film (const char *name, const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) file = fuzz_lay (name, bytes, length);
  g_autoptr (GPtrArray) films = cs_formats_films (file, NULL);
  g_autoptr (CsHeader) header = cs_formats_header (file, NULL, NULL);

  g_autoptr (CsRaster) mask = cs_formats_mask (films->pdata[0], NULL, NULL);

  if (header != NULL)
    look_through (header);
  for (guint i = 0; i < MIN (films->len, 3); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CsImage) image = cs_formats_read (films->pdata[i], NULL, &error);

      g_assert_true ((image == NULL) == (error != NULL));
      g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
      if (image != NULL)
        look_at (image);
    }
}

void
fuzz_truth (const char *film, guint width, guint height)
{
  g_autoptr (GFile) file = fuzz_get_place (film);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsTruth) truth = cs_formats_truth (file, width, height, &error);

  g_assert_true (truth == NULL || error == NULL);
  g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
  if (truth == NULL)
    return;
  for (guint i = 0; i < cs_truth_get_n_spots (truth); i++)
    g_assert_true (g_utf8_validate (cs_truth_get_spot (truth, i)->word, -1, NULL));
  for (guint i = 0; cs_truth_get_notes (truth)[i] != NULL; i++)
    g_assert_true (g_utf8_validate (cs_truth_get_notes (truth)[i], -1, NULL));
}

void
fuzz_marks (const char *id, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsHarvest) harvest = cs_export_read (cs_export_find (id), fuzz_get_record (), file, NULL, &error);
  g_autofree char *notes = NULL;

  g_assert_true ((harvest == NULL) == (error != NULL));
  g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
  if (harvest == NULL)
    return;
  notes = cs_harvest_tell (harvest);
  g_assert_true (g_utf8_validate (notes, -1, NULL));
  for (guint i = 0; i < cs_harvest_get_n (harvest); i++)
    g_assert_cmpint (cs_harvest_get (harvest, i)->box.width, >, 0);
}

static void
tell_nobody (double fraction, const char *message, gpointer data)
{
}

guint
fuzz_fetch (const FuzzAnswer *answers, guint n)
{
  g_autoptr (GFile) folder = fuzz_get_place ("fetched");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = cs_pacs_fetch (fuzz_serve (answers, n), "1.2", NULL, folder, tell_nobody, NULL, NULL,
                                               &error);

  g_assert_true ((files == NULL) == (error != NULL));
  g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
  for (guint i = 0; files != NULL && i < files->len; i++)
    g_assert_true (g_file_has_parent (files->pdata[i], folder) && g_file_delete (files->pdata[i], NULL, NULL));
  /* Nothing is left, and nothing but what was told of lay there. */
  g_assert_true (g_file_delete (folder, NULL, NULL) || !g_file_query_exists (folder, NULL));
  return files != NULL ? files->len : 0;
}

void
fuzz_add_text (GPtrArray *seeds, const char *text)
{
  g_ptr_array_add (seeds, g_bytes_new (text, strlen (text)));
}

void
fuzz_add_file (GPtrArray *seeds, GFile *file)
{
  GBytes *bytes = g_file_load_bytes (file, NULL, NULL, NULL);

  g_assert_nonnull (bytes);
  g_ptr_array_add (seeds, bytes);
  g_object_unref (file);
}

void
fuzz_add_sample (GPtrArray *seeds, const char *name)
{
  fuzz_add_file (seeds, g_file_new_build_filename (g_getenv ("CALCSPOT_SOURCE"), "tests", "data", name, NULL));
}
