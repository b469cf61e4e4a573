/* CAD reports: what was written is read back equal, DCMTK's own reader and (where it is) dciodvfy find nothing wrong
 * with it, an anonymous one names nobody, and one of another maker's comes in as marks of the machine. */
#define _GNU_SOURCE   /* memmem() */
#include <string.h>

#include "cs-dicom.h"
#include "cs-dicom-report.h"
#include "cs-error.h"
#include "cs-export.h"
#include "dicoms.h"
#include "studies.h"

#define STUDY_UID "1.2.40.77.1"
#define SERIES_UID "1.2.40.77.2"
#define FILM_UID "1.2.3.4.5"      /* as dicom_write() calls every film */

static const char *const secrets[] = { "Doe^Jane", "JD-4711", "19600102", "ACC-9", "Who^Referred", STUDY_UID,
                                       SERIES_UID, FILM_UID, NULL };

typedef struct { DicomPlace place; Study study; GFile *film, *reports; } Ward;

static GFile *
write_film (DicomPlace *place)
{
  g_autofree int *values = g_new0 (int, 200 * 100);
  DicomSheet sheet = { .columns = 200, .rows = 100, .allocated = 8, .stored = 8, .photometric = "MONOCHROME2",
                       .values = values };

  values[77] = 200;
  dicom_text (place, 0x0008, 0x0020, "DA", "20200304");
  dicom_text (place, 0x0008, 0x0050, "SH", "ACC-9");
  dicom_text (place, 0x0008, 0x0090, "PN", "Who^Referred");
  dicom_text (place, 0x0010, 0x0010, "PN", "Doe^Jane");
  dicom_text (place, 0x0010, 0x0020, "LO", "JD-4711");
  dicom_text (place, 0x0010, 0x0030, "DA", "19600102");
  dicom_text (place, 0x0010, 0x0040, "CS", "F");
  dicom_text (place, 0x0018, 0x5101, "CS", "MLO");
  dicom_text (place, 0x0020, 0x000d, "UI", STUDY_UID);
  dicom_text (place, 0x0020, 0x000e, "UI", SERIES_UID);
  dicom_text (place, 0x0020, 0x0020, "CS", "A\\FR");
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

/* A DICOM film with three finds, the second rejected, the third accepted and partly beside the film; and a PNG. */
static void
ward_open (Ward *self, gconstpointer unused)
{
  CsBox boxes[] = { { 20, 30, 11, 7, 0.75f, { 0 } }, { 60, 5, 4, 9, 0.5f, { 0 } }, { -3, 90, 12, 14, 0.125f, { 0 } } };

  dicom_place_open (&self->place, NULL);
  study_make (&self->study);
  self->film = write_film (&self->place);
  add_film (&self->study, self->film);
  study_propose (&self->study, boxes, G_N_ELEMENTS (boxes));
  for (guint i = 0; i < 3; i++)
    if (cs_mark_get_box (study_mark_at (&self->study, i))->x != 20)
      study_judge (&self->study, i, cs_mark_get_box (study_mark_at (&self->study, i))->x == 60 ? CS_VERDICT_NEGATIVE
                                                                                             : CS_VERDICT_POSITIVE);
  self->reports = g_file_get_child (self->study.folder, "reports");
}

static void
ward_close (Ward *self, gconstpointer unused)
{
  g_object_unref (self->film);
  g_object_unref (self->reports);
  study_clear (&self->study);
  dicom_place_close (&self->place, NULL);
}

static void
write_reports (Ward *self, CsExportManner manner)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study.study);
  g_autoptr (GError) error = NULL;

  cs_export_write (cs_export_find ("cadsr"), record, &manner, self->reports, NULL, &error);
  g_assert_no_error (error);
}

/* In a study of its own, where only the film is: its marks, and what did not fit. */
static char *
read_reports (Ward *self, char **notes)
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
  harvest = cs_export_read (cs_export_find ("cadsr"), record, self->reports, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cs_study_take (study.study, harvest, &taken, &error));
  for (guint i = 0; i < cs_harvest_get_n (harvest); i++)
    {
      const CsHarvestMark *mark = cs_harvest_get (harvest, i);

      g_assert_cmpint (mark->film, ==, cs_entry_get_id (study.entry));
      g_string_append_printf (text, "%d %d %d %d %g %s %s\n", mark->box.x, mark->box.y, mark->box.width,
                              mark->box.height, mark->box.suspicion, cs_origin_to_text (mark->origin),
                              cs_verdict_to_text (mark->verdict));
    }
  *notes = cs_harvest_tell (harvest);
  study_clear (&study);
  return g_string_free (text, FALSE);
}

/* What a tool says of a file; NULL: there is no such tool here. */
static char *
ask (const char *tool, GFile *file, gboolean *well)
{
  g_autofree char *path = g_find_program_in_path (tool);
  const char *words[] = { path, g_file_peek_path (file), NULL };
  char *told = NULL, *complained = NULL, *all;
  int status = 0;

  if (path == NULL)
    {
      g_test_message ("no %s here: the report is not shown to it", tool);
      return NULL;
    }
  g_assert_true (g_spawn_sync (NULL, (char **) words, NULL, 0, NULL, NULL, &told, &complained, &status, NULL));
  *well = g_spawn_check_wait_status (status, NULL);
  all = g_strconcat (told, complained, NULL);
  g_free (told);
  g_free (complained);
  return all;
}

static void
check_by_others (GFile *report, gboolean named)
{
  gboolean well = TRUE;
  g_autofree char *told = ask ("dsrdump", report, &well), *verified = NULL;

  g_assert_true (well);
  if (told != NULL)
    {
      g_assert_nonnull (strstr (told, "Mammography CAD SR"));
      g_assert_nonnull (strstr (told, "\"Calcspot\""));
      g_assert_nonnull (strstr (told, "129770007,SCT"));
      g_assert_cmpint (strstr (told, "Doe^Jane") != NULL, ==, named);
    }
  verified = ask ("dciodvfy", report, &well);
  if (verified != NULL && strstr (verified, "Error") != NULL)
    g_error ("dciodvfy: %s", verified);
}

static void
check_secrets (GFile *report, gboolean named)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_load_contents (report, NULL, &bytes, &length, NULL, NULL));
  for (guint i = 0; secrets[i] != NULL; i++)
    {
      g_test_message ("%s, named %d", secrets[i], named);
      g_assert_cmpint (memmem (bytes, length, secrets[i], strlen (secrets[i])) != NULL, ==, named);
    }
}

static void
test_trip (Ward *self, gconstpointer named)
{
  g_autoptr (GFile) report = g_file_get_child (self->reports, "report-1.dcm");
  g_autoptr (GFile) second = g_file_get_child (self->reports, "report-2.dcm");
  g_autoptr (GFile) left = g_file_get_child (self->reports, "left-out.txt");
  g_autofree char *notes = NULL, *marks = NULL, *left_out = NULL;

  write_reports (self, (CsExportManner) { .named = named != NULL });
  g_assert_false (g_file_query_exists (second, NULL));
  check_by_others (report, named != NULL);
  check_secrets (report, named != NULL);
  g_assert_true (g_file_load_contents (left, NULL, &left_out, NULL, NULL, NULL));
  g_assert_true (g_str_has_prefix (left_out, named != NULL ? "film-1.png: " : "film-"));
  marks = read_reports (self, &notes);
  g_assert_cmpstr (marks, ==, "20 30 11 7 0.75 machine none\n-3 90 12 14 0.125 machine none\n");
  g_assert_cmpstr (notes, ==, "report-1.dcm: finds that are not for presentation: 1\n");
}

/* One woman is in one part; the two others are empty, and no error. */
static void
test_parted (Ward *self, gconstpointer unused)
{
  g_autofree char *notes = NULL, *marks = NULL;
  g_autoptr (CsEntry) other = g_list_model_get_item (cs_study_get_entries (self->study.study), 0);

  cs_study_remove (self->study.study, other, NULL);
  write_reports (self, (CsExportManner) { .parted = TRUE, .seed = 3 });
  marks = read_reports (self, &notes);
  g_assert_cmpstr (marks, ==, "20 30 11 7 0.75 machine none\n-3 90 12 14 0.125 machine none\n");
}

/* A report as older makers write it: a cluster by its SNOMED RT name round a circle, on a picture named in its place; a
 * mass; a calcification of which only the middle is told; one on a film that is not here; one without sense. */
#define CODED(tag, value) "(" tag ") SQ\n(fffe,e000) -\n(0008,0100) SH [" value "]\n(0008,0102) SH [SRT]\n" \
  "(fffe,e00d) -\n(fffe,e0dd) -\n"
#define PICTURE(uid) "(0040,a730) SQ\n(fffe,e000) -\n(0008,1199) SQ\n(fffe,e000) -\n" \
  "(0008,1150) UI [1.2.840.10008.5.1.4.1.1.1.2]\n" \
  "(0008,1155) UI [" uid "]\n(fffe,e00d) -\n(fffe,e0dd) -\n(0040,a010) CS [SELECTED FROM]\n(0040,a040) CS [IMAGE]\n" \
  "(fffe,e00d) -\n(fffe,e0dd) -\n"
#define SHAPE(concept, graphic, points, uid) "(fffe,e000) -\n(0040,a010) CS [HAS PROPERTIES]\n" \
  "(0040,a040) CS [SCOORD]\n" \
  CODED ("0040,a043", concept) PICTURE (uid) "(0070,0022) FL " points "\n(0070,0023) CS [" graphic "]\n(fffe,e00d) -\n"
#define FIND(code, shape) "(fffe,e000) -\n(0040,a010) CS [CONTAINS]\n(0040,a040) CS [CODE]\n" \
  CODED ("0040,a043", "111059") CODED ("0040,a168", code) "(0040,a730) SQ\n" shape "(fffe,e0dd) -\n(fffe,e00d) -\n"
static const char other_maker[] =
  "(0008,0016) UI [1.2.840.10008.5.1.4.1.1.88.50]\n(0008,0018) UI [1.2.9]\n(0020,000d) UI [" STUDY_UID "]\n"
  "(0040,a040) CS [CONTAINER]\n" CODED ("0040,a043", "111036") "(0040,a730) SQ\n"
  FIND ("F-01775", SHAPE ("111041", "CIRCLE", "50\\40\\53\\44", FILM_UID))
  FIND ("F-01791", SHAPE ("111041", "CIRCLE", "20\\20\\30\\20", FILM_UID))
  FIND ("F-01776", SHAPE ("111010", "POINT", "100.5\\60.5", FILM_UID))
  FIND ("F-01776", SHAPE ("111010", "POINT", "10\\10", "1.2.9.9"))
  FIND ("F-01776", SHAPE ("111041", "POLYLINE", "1e30\\5\\7\\9", FILM_UID))
  "(fffe,e0dd) -\n";

static void
test_other_maker (Ward *self, gconstpointer unused)
{
  g_autoptr (GFile) dump = dicom_write_bytes (&self->place, "other.dump", other_maker, strlen (other_maker));
  g_autoptr (GFile) coded = NULL, report = NULL;
  g_autofree char *notes = NULL, *marks = NULL;
  g_autoptr (GError) error = NULL;

  if (!dicom_convert (&self->place, dump, "dump2dcm -q", &coded))
    {
      g_test_skip ("the tools of DCMTK are not here");
      return;
    }
  g_file_make_directory (self->reports, NULL, NULL);
  report = g_file_get_child (self->reports, "other");
  g_file_copy (coded, report, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  marks = read_reports (self, &notes);
  g_assert_cmpstr (marks, ==, "45 35 10 10 0 machine none\n93 53 15 15 0 machine none\n");
  g_assert_cmpstr (notes, ==, "other: finds on films that are not in this study: 1\n"
                              "other: finds without a place on their film: 1\n"
                              "other: finds that are no calcifications: 1\n");
}

/* A film that is no DICOM file has no name a report could call it by. */
static void
test_refused (Ward *self, gconstpointer unused)
{
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GFile) other = NULL;
  g_autoptr (GError) error = NULL, none = NULL;

  cs_study_remove (self->study.study, self->study.entry, NULL);
  record = cs_study_freeze (self->study.study);
  g_assert_false (cs_export_write (cs_export_find ("cadsr"), record, &(CsExportManner) { 0 }, self->reports, NULL,
                                   &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FORMAT);
  g_assert_false (g_file_query_exists (self->reports, NULL));
  g_file_make_directory (self->reports, NULL, NULL);
  other = g_file_get_child (self->reports, "notes.txt");
  g_assert_true (g_file_replace_contents (other, "no DICOM", 8, NULL, FALSE, 0, NULL, NULL, NULL));
  g_assert_null (cs_export_read (cs_export_find ("cadsr"), record, self->reports, NULL, &none));
  g_assert_error (none, CS_ERROR, CS_ERROR_FORMAT);
}

static void
test_none (void)
{
  g_assert_false (cs_dicom_write_report (&(CsReport) { 0 }, "report.dcm", NULL));
  g_test_skip ("built without DCMTK: no report is written or read");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!cs_dicom_is_built ())
    {
      g_test_add_func ("/cadsr/none", test_none);
      return g_test_run ();
    }
  g_test_add ("/cadsr/trip/named", Ward, "named", ward_open, test_trip, ward_close);
  g_test_add ("/cadsr/trip/anonymous", Ward, NULL, ward_open, test_trip, ward_close);
  g_test_add ("/cadsr/parted", Ward, NULL, ward_open, test_parted, ward_close);
  g_test_add ("/cadsr/other-maker", Ward, NULL, ward_open, test_other_maker, ward_close);
  g_test_add ("/cadsr/refused", Ward, NULL, ward_open, test_refused, ward_close);
  return g_test_run ();
}
