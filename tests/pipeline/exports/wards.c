#define _GNU_SOURCE   /* memmem() */
#include "wards.h"

#include <string.h>

#include "cs-film.h"
#include "cs-formats.h"

static const char *const secrets[] = { "Doe^Jane", "JD-4711", "19600102", "ACC-9", "Who^Referred", WARD_STUDY_UID,
                                       WARD_SERIES_UID, WARD_FILM_UID, NULL };

static GFile *
write_film (DicomPlace *place)
{
  g_autofree int *values = g_new0 (int, 200 * 100);
  DicomSheet sheet = { .columns = 200, .rows = 100, .allocated = 8, .stored = 8, .photometric = "MONOCHROME2",
                       .values = values };

  values[77] = 200;
  dicom_text (place, 0x0008, 0x0020, "DA", "20200304");
  dicom_text (place, 0x0008, 0x0030, "TM", "noon");       /* no time: not to be passed on */
  dicom_text (place, 0x0008, 0x0050, "SH", "ACC-9");
  dicom_text (place, 0x0008, 0x0090, "PN", "Who^Referred");
  dicom_text (place, 0x0010, 0x0010, "PN", "Doe^Jane");
  dicom_text (place, 0x0010, 0x0020, "LO", "JD-4711");
  dicom_text (place, 0x0010, 0x0030, "DA", "19600102");
  dicom_text (place, 0x0010, 0x0040, "CS", "F");
  dicom_text (place, 0x0018, 0x1164, "DS", "0.1\\0.1");
  dicom_text (place, 0x0018, 0x5101, "CS", "MLO");
  dicom_text (place, 0x0020, 0x000d, "UI", WARD_STUDY_UID);
  dicom_text (place, 0x0020, 0x000e, "UI", WARD_SERIES_UID);
  dicom_text (place, 0x0020, 0x0020, "CS", "A\\FR");
  dicom_text (place, 0x0028, 0x1050, "DS", "100");
  dicom_text (place, 0x0028, 0x1051, "DS", "201");
  return dicom_write (place, "film.dcm", &sheet);
}

static void
add_film (Study *study, GFile *film)
{
  g_autoptr (CsImage) image = dicom_read (film);
  g_autoptr (GError) error = NULL;

  study->entry = cs_study_add (study->study, film, image, &error);
  g_assert_no_error (error);
}

void
ward_open (Ward *self, gconstpointer unused)
{
  dicom_place_open (&self->place, NULL);
  study_make (&self->study);
  self->film = write_film (&self->place);
  add_film (&self->study, self->film);
  self->out = g_file_get_child (self->study.folder, "out");
}

void
ward_close (Ward *self, gconstpointer unused)
{
  g_object_unref (self->film);
  g_object_unref (self->out);
  study_clear (&self->study);
  dicom_place_close (&self->place, NULL);
}

void
ward_write (Ward *self, const char *form, CsExportManner manner)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study.study);
  g_autoptr (GError) error = NULL;

  cs_export_write (cs_export_find (form), record, &manner, self->out, NULL, &error);
  g_assert_no_error (error);
}

static char *
describe (const CsHarvestMark *mark)
{
  g_autofree char *mask = mark->mask != NULL ? cs_raster_digest (mark->mask) : g_strdup ("");

  return g_strdup_printf ("%d %d %d %d %g %s %s%s%.8s\n", mark->box.x, mark->box.y, mark->box.width, mark->box.height,
                          mark->box.suspicion, cs_origin_to_text (mark->origin), cs_verdict_to_text (mark->verdict),
                          *mask != '\0' ? " " : "", mask);
}

char *
ward_read (Ward *self, const char *form, char **notes)
{
  Study study = { 0 };
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  CsTaken taken;

  study_make (&study);
  add_film (&study, self->film);
  record = cs_study_freeze (study.study);
  harvest = cs_export_read (cs_export_find (form), record, self->out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cs_study_take (study.study, harvest, &taken, &error));
  for (guint i = 0; i < cs_harvest_get_n (harvest); i++)
    {
      g_autofree char *mark = describe (cs_harvest_get (harvest, i));

      g_assert_cmpint (cs_harvest_get (harvest, i)->film, ==, cs_entry_get_id (study.entry));
      g_string_append (text, mark);
    }
  *notes = cs_harvest_tell (harvest);
  study_clear (&study);
  return g_string_free (text, FALSE);
}

char *
ward_ask (const char *command, GFile *file, gboolean *well)
{
  g_autofree char *line = g_strdup_printf ("%s %s", command, g_file_peek_path (file)), *path = NULL, *told = NULL;
  g_autofree char *complained = NULL;
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  int status = 0;

  path = g_find_program_in_path (words[0]);
  if (path == NULL)
    {
      g_test_message ("no %s here: the file is not shown to it", words[0]);
      return NULL;
    }
  g_assert_true (g_spawn_sync (NULL, words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &told, &complained, &status, NULL));
  *well = g_spawn_check_wait_status (status, NULL);
  return g_strconcat (told, complained, NULL);
}

void
ward_verify (GFile *file)
{
  gboolean well = TRUE;
  g_autofree char *told = ward_ask ("dciodvfy", file, &well);

  if (told != NULL && strstr (told, "Error") != NULL)
    g_error ("dciodvfy: %s", told);
}

/* What a complaint is about, without the value it met. */
static const char *
complained_of (const char *line)
{
  const char *attribute = strstr (line, "attribute <");

  return attribute != NULL ? attribute : line;
}

void
ward_verify_beside (GFile *file, GFile *before)
{
  gboolean well = TRUE;
  g_autoptr (GFile) made_of = cs_film_get_file (before, NULL);
  g_autofree char *told = ward_ask ("dciodvfy", file, &well), *known = ward_ask ("dciodvfy", made_of, &well);
  g_auto (GStrv) lines = g_strsplit (told != NULL ? told : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "Error") && strstr (known, complained_of (lines[i])) == NULL)
      g_error ("%s: dciodvfy: %s", g_file_peek_path (file), lines[i]);
}

char *
ward_header (GFile *file, const char *tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsHeader) header = cs_formats_header (file, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < cs_header_get_n (header); i++)
    if (g_str_equal (cs_header_get (header, i)->tag, tag))
      return g_strdup (cs_header_get (header, i)->value);
  g_error ("%s has no %s", g_file_peek_path (file), tag);
}

void
ward_check_secrets (GFile *file, gboolean named)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_load_contents (file, NULL, &bytes, &length, NULL, NULL));
  for (guint i = 0; secrets[i] != NULL; i++)
    {
      g_test_message ("%s, named %d", secrets[i], named);
      g_assert_cmpint (memmem (bytes, length, secrets[i], strlen (secrets[i])) != NULL, ==, named);
    }
}
