/* CAD reports: what was written is read back equal, DCMTK's own reader and (where it is) dciodvfy find nothing wrong
 * with it, an anonymous one names nobody, and one of another maker's comes in as marks of the machine. */
#include <string.h>

#include "cs-dicom.h"
#include "cs-dicom-report.h"
#include "cs-error.h"
#include "wards.h"

/* Three finds, the second rejected, the third accepted and partly beside the film. */
static void
open_with_finds (Ward *self, gconstpointer unused)
{
  CsBox boxes[] = { { 20, 30, 11, 7, 0.75f, { 0 } }, { 60, 5, 4, 9, 0.5f, { 0 } }, { -3, 90, 12, 14, 0.125f, { 0 } } };

  ward_open (self, NULL);
  study_propose (&self->study, boxes, G_N_ELEMENTS (boxes));
  for (guint i = 0; i < 3; i++)
    if (cs_mark_get_box (study_mark_at (&self->study, i))->x != 20)
      study_judge (&self->study, i, cs_mark_get_box (study_mark_at (&self->study, i))->x == 60 ? CS_VERDICT_NEGATIVE
                                                                                             : CS_VERDICT_POSITIVE);
}

static void
check_by_others (GFile *report, gboolean named)
{
  gboolean well = TRUE;
  g_autofree char *told = ward_ask ("dsrdump", report, &well);

  g_assert_true (well);
  if (told != NULL)
    {
      g_assert_nonnull (strstr (told, "Mammography CAD SR"));
      g_assert_nonnull (strstr (told, "\"Calcspot\""));
      g_assert_nonnull (strstr (told, "129770007,SCT"));
      g_assert_cmpint (strstr (told, "Doe^Jane") != NULL, ==, named);
    }
  ward_verify (report);
}

static void
test_trip (Ward *self, gconstpointer named)
{
  g_autoptr (GFile) report = g_file_get_child (self->out, "report-1.dcm");
  g_autoptr (GFile) second = g_file_get_child (self->out, "report-2.dcm");
  g_autoptr (GFile) left = g_file_get_child (self->out, "left-out.txt");
  g_autofree char *notes = NULL, *marks = NULL, *left_out = NULL;

  ward_write (self, "cadsr", (CsExportManner) { .named = named != NULL });
  g_assert_false (g_file_query_exists (second, NULL));
  check_by_others (report, named != NULL);
  ward_check_secrets (report, named != NULL);
  g_assert_true (g_file_load_contents (left, NULL, &left_out, NULL, NULL, NULL));
  g_assert_true (g_str_has_prefix (left_out, named != NULL ? "film-1.png: " : "film-"));
  marks = ward_read (self, "cadsr", &notes);
  g_assert_cmpstr (marks, ==, "20 30 11 7 0.75 machine none\n-3 90 12 14 0.125 machine none\n");
  g_assert_cmpstr (notes, ==, "report-1.dcm: finds that are not for presentation: 1\n");
}

/* Five within a centimetre are a cluster with them in it, sixth and seventh none: too far away, and rejected. */
static void
test_cluster (Ward *self, gconstpointer unused)
{
  g_autoptr (GFile) report = g_file_get_child (self->out, "report-1.dcm");
  g_autofree char *told = NULL, *marks = NULL, *notes = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean well = TRUE;
  CsBox boxes[7];

  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    boxes[i] = (CsBox) { i < 5 ? 10 + 15 * (int) i : 20 + 80 * (int) (i - 4), 40, 9, 9, 0.9f - 0.1f * i, { 0 } };
  study_propose (&self->study, boxes, G_N_ELEMENTS (boxes));
  study_judge (&self->study, 5, CS_VERDICT_NEGATIVE);
  ward_write (self, "cadsr", (CsExportManner) { 0 });
  ward_verify (report);
  told = ward_ask ("dsrdump", report, &well);
  if (told != NULL)
    {
      const char *cluster = strstr (told, "=(129769006,SCT,\"Calcification Cluster\")>");

      g_assert_true (well && cluster != NULL);
      g_assert_nonnull (strstr (cluster, "=\"5\" (1,UCUM,\"no units\")>"));
      g_assert_nonnull (strstr (cluster, "=(POINT,44.5/44.5)>"));
      g_assert_nonnull (strstr (cluster, "<inferred from CODE:(,,\"Single Image Finding\")=(129770007,SCT,"));
    }
  marks = ward_read (self, "cadsr", &notes);
  lines = g_strsplit (marks, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6 + 1);
  g_assert_cmpstr (notes, ==, "report-1.dcm: finds that are not for presentation: 1\n");
}

/* Which program found them is kept, and told where the deed is. */
static void
test_maker (Ward *self, gconstpointer unused)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study.study);
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *makers = NULL, *words = NULL;
  CsBox near = { 100, 40, 9, 9, 0.5f, { 0 } };
  CsTaken taken;

  ward_write (self, "cadsr", (CsExportManner) { 0 });
  harvest = cs_export_read (cs_export_find ("cadsr"), record, self->out, NULL, &error);
  g_assert_no_error (error);
  makers = cs_harvest_get_makers (harvest);
  g_assert_true (g_str_has_prefix (makers, "Calcspot ") && strchr (makers, ',') == NULL);
  study_propose (&self->study, &near, 1);
  g_assert_true (cs_study_take (self->study.study, harvest, &taken, &error));
  g_object_get (self->study.study, "undo-title", &words, NULL);
  g_assert_true (g_str_has_prefix (words, "Import marks of Calcspot "));
  g_assert_true (cs_study_verify (self->study.study, NULL, NULL, &error));
}

/* One woman is in one part; the two others are empty, and no error. */
static void
test_parted (Ward *self, gconstpointer unused)
{
  g_autofree char *notes = NULL, *marks = NULL;
  g_autoptr (CsEntry) other = g_list_model_get_item (cs_study_get_entries (self->study.study), 0);

  cs_study_remove (self->study.study, other, NULL);
  ward_write (self, "cadsr", (CsExportManner) { .parted = TRUE, .seed = 3 });
  marks = ward_read (self, "cadsr", &notes);
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
  "(0008,0016) UI [1.2.840.10008.5.1.4.1.1.88.50]\n(0008,0018) UI [1.2.9]\n(0020,000d) UI [" WARD_STUDY_UID "]\n"
  "(0040,a040) CS [CONTAINER]\n" CODED ("0040,a043", "111036") "(0040,a730) SQ\n"
  FIND ("F-01775", SHAPE ("111041", "CIRCLE", "50\\40\\53\\44", WARD_FILM_UID))
  FIND ("F-01791", SHAPE ("111041", "CIRCLE", "20\\20\\30\\20", WARD_FILM_UID))
  FIND ("F-01776", SHAPE ("111010", "POINT", "100.5\\60.5", WARD_FILM_UID))
  FIND ("F-01776", SHAPE ("111010", "POINT", "10\\10", "1.2.9.9"))
  FIND ("F-01776", SHAPE ("111041", "POLYLINE", "1e30\\5\\7\\9", WARD_FILM_UID))
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
  g_file_make_directory (self->out, NULL, NULL);
  report = g_file_get_child (self->out, "other");
  g_file_copy (coded, report, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  marks = ward_read (self, "cadsr", &notes);
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
  g_assert_false (cs_export_write (cs_export_find ("cadsr"), record, &(CsExportManner) { 0 }, self->out, NULL,
                                   &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FORMAT);
  g_assert_false (g_file_query_exists (self->out, NULL));
  g_file_make_directory (self->out, NULL, NULL);
  other = g_file_get_child (self->out, "notes.txt");
  g_assert_true (g_file_replace_contents (other, "no DICOM", 8, NULL, FALSE, 0, NULL, NULL, NULL));
  g_assert_null (cs_export_read (cs_export_find ("cadsr"), record, self->out, NULL, &none));
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
  g_test_add ("/cadsr/trip/named", Ward, "named", open_with_finds, test_trip, ward_close);
  g_test_add ("/cadsr/trip/anonymous", Ward, NULL, open_with_finds, test_trip, ward_close);
  g_test_add ("/cadsr/cluster", Ward, NULL, ward_open, test_cluster, ward_close);
  g_test_add ("/cadsr/maker", Ward, NULL, open_with_finds, test_maker, ward_close);
  g_test_add ("/cadsr/parted", Ward, NULL, open_with_finds, test_parted, ward_close);
  g_test_add ("/cadsr/other-maker", Ward, NULL, open_with_finds, test_other_maker, ward_close);
  g_test_add ("/cadsr/refused", Ward, NULL, open_with_finds, test_refused, ward_close);
  return g_test_run ();
}
