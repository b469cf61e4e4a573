/* Films without identity: nothing of hers is in any byte of what is written, whichever places it had in the file; the
 * pixels, what their values mean, windows, sides and lengths are what they were; marks find their way back, and what
 * anonymous objects refer to is there. */
#define _GNU_SOURCE   /* memmem() */
#include <string.h>

#include "cs-dicom.h"
#include "cs-error.h"
#include "cs-film.h"
#include "cs-folder.h"
#include "cs-formats.h"
#include "wards.h"

#define COLUMNS 60
#define ROWS 40

static const char *const hers[] = { "Doe", "JANE", "4711", "19600102", "1960", "20200304", "ACC-9", "Who^Referred",
                                    "St Elsewhere", "Room 7", "1.2.40.77", "1.2.3.4.5", "jane-doe", NULL };

typedef struct
{
  const char *name;
  guint       stored;
  gboolean    is_signed;
  const char *photometric, *slope, *intercept;
  guint       frames;
} Sort;

static const Sort sorts[] = {
  { "plain", 12, FALSE, "MONOCHROME2", NULL, NULL, 0 }, { "inverse", 12, FALSE, "MONOCHROME1", "1", "0", 0 },
  { "signed", 16, TRUE, "MONOCHROME2", "2", "-5", 0 }, { "falling", 14, FALSE, "MONOCHROME2", "-1", "100", 0 },
  { "bytes", 8, FALSE, "MONOCHROME1", NULL, NULL, 0 }, { "frames", 10, FALSE, "MONOCHROME2", NULL, NULL, 3 } };

static int
value_at (const Sort *sort, guint i)
{
  int value = (int) ((i * 37 + i / 11 * i) % (1u << sort->stored));

  return sort->is_signed ? value - (1 << (sort->stored - 1)) : value;
}

/* Her name in a description, a private element, a sequence, a comment, an overlay, a window's title and a code. */
static void
hide_identity (DicomPlace *place, const char *burnt)
{
  dicom_text (place, 0x0008, 0x0020, "DA", "20200304");
  dicom_text (place, 0x0008, 0x0050, "SH", "ACC-9");
  dicom_text (place, 0x0008, 0x0068, "CS", "FOR PRESENTATION");
  dicom_text (place, 0x0008, 0x0070, "LO", "Maker");
  dicom_text (place, 0x0008, 0x0080, "LO", "St Elsewhere");
  dicom_text (place, 0x0008, 0x0090, "PN", "Who^Referred");
  dicom_text (place, 0x0008, 0x103e, "LO", "Doe, left");
  dicom_begin (place, 0x0008, 0x1111);
  dicom_text (place, 0x0010, 0x0010, "PN", "Doe^Jane");
  dicom_end (place);
  dicom_text (place, 0x0009, 0x0010, "LO", "JANE DOE");
  dicom_text (place, 0x0009, 0x1001, "LO", "Doe^JANE 4711");
  dicom_text (place, 0x0010, 0x0010, "PN", "Doe^JANE");
  dicom_text (place, 0x0010, 0x0020, "LO", "JD-4711");
  dicom_text (place, 0x0010, 0x0030, "DA", "19600102");
  dicom_text (place, 0x0010, 0x4000, "LT", "Mrs Doe of Room 7");
  dicom_text (place, 0x0018, 0x1164, "DS", "0.1\\0.1");
  dicom_text (place, 0x0018, 0x1191, "CS", "JANE_DOE WAS HERE, TOO");
  dicom_text (place, 0x0018, 0x5101, "CS", "MLO");
  dicom_text (place, 0x0020, 0x000d, "UI", WARD_STUDY_UID);
  dicom_text (place, 0x0020, 0x000e, "UI", WARD_SERIES_UID);
  dicom_text (place, 0x0020, 0x0020, "CS", "A\\FR");
  dicom_text (place, 0x0028, 0x0301, "CS", burnt);
  dicom_text (place, 0x0028, 0x1050, "DS", "100\\120");
  dicom_text (place, 0x0028, 0x1051, "DS", "201\\80");
}

static GFile *
write_film (DicomPlace *place, const Sort *sort, const char *burnt)
{
  guint n = COLUMNS * ROWS * MAX (sort->frames, 1);
  g_autofree int *values = g_new (int, n);
  g_autofree char *name = g_strdup_printf ("jane-doe-%s.dcm", sort->name);
  DicomSheet sheet = { .columns = COLUMNS, .rows = ROWS, .frames = sort->frames, .allocated = sort->stored > 8 ? 16 : 8,
                       .stored = sort->stored, .is_signed = sort->is_signed, .photometric = sort->photometric,
                       .values = values };

  for (guint i = 0; i < n; i++)
    values[i] = value_at (sort, i);
  hide_identity (place, burnt);
  if (sort->intercept != NULL)
    dicom_text (place, 0x0028, 0x1052, "DS", sort->intercept);
  if (sort->slope != NULL)
    dicom_text (place, 0x0028, 0x1053, "DS", sort->slope);
  dicom_text (place, 0x0028, 0x1055, "LO", "NORMAL\\Doe's own");
  dicom_text (place, 0x6000, 0x4000, "LT", "Doe");
  return dicom_write (place, name, &sheet);
}

typedef struct { DicomPlace place; Study study; GFile *out; GPtrArray *films; } House;

static void
add (House *self, GFile *film)
{
  g_autoptr (CsImage) image = dicom_read (film);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (cs_study_add (self->study.study, film, image, &error));
  g_assert_no_error (error);
  g_ptr_array_add (self->films, g_object_ref (film));
}

static void
house_open (House *self, gconstpointer unused)
{
  dicom_place_open (&self->place, NULL);
  study_make (&self->study);
  self->films = g_ptr_array_new_with_free_func (g_object_unref);
  self->out = g_file_get_child (self->study.folder, "out");
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      g_autoptr (GFile) file = write_film (&self->place, &sorts[i], "NO");
      g_autoptr (GPtrArray) films = cs_formats_films (file, NULL);

      g_assert_cmpuint (films->len, ==, MAX (sorts[i].frames, 1));
      for (guint k = 0; k < films->len; k++)
        add (self, films->pdata[k]);
    }
}

static void
house_close (House *self, gconstpointer unused)
{
  cs_folder_remove (self->out);
  g_ptr_array_unref (self->films);
  g_object_unref (self->out);
  study_clear (&self->study);
  dicom_place_close (&self->place, NULL);
}

static void
write_out (House *self, const char *form, CsExportManner manner)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study.study);
  g_autoptr (GError) error = NULL;

  cs_export_write (cs_export_find (form), record, &manner, self->out, NULL, &error);
  g_assert_no_error (error);
}

/* Names of files, too. */
static void
search_file (GFile *file)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_load_contents (file, NULL, &bytes, &length, NULL, NULL));
  for (guint i = 0; hers[i] != NULL; i++)
    if (memmem (bytes, length, hers[i], strlen (hers[i])) != NULL || strstr (g_file_peek_path (file), hers[i]) != NULL)
      g_error ("“%s” is in %s", hers[i], g_file_peek_path (file));
}

static guint
search_folder (GFile *folder)
{
  g_autoptr (GPtrArray) files = cs_folder_list (folder, "", NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < files->len; i++)
    if (g_file_query_file_type (files->pdata[i], G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
      n += search_folder (files->pdata[i]);
    else
      {
        search_file (files->pdata[i]);
        n++;
      }
  return n;
}

/* The test's own eyes: in the films as they came, all of it is to be found. */
static void
check_eyes (House *self)
{
  g_autoptr (GFile) file = cs_film_get_file (self->films->pdata[0], NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_load_contents (file, NULL, &bytes, &length, NULL, NULL));
  for (guint i = 0; hers[i] != NULL; i++)
    if (!g_str_equal (hers[i], "jane-doe"))
      g_assert_nonnull (memmem (bytes, length, hers[i], strlen (hers[i])));
}

/* All that was written, with @beside files besides the films. */
static void
check_nothing_left (House *self, guint beside)
{
  g_assert_cmpuint (search_folder (self->out), ==, self->films->len + beside);
}

static GFile *
place_of (House *self, CsImage *image)
{
  g_autofree char *name = g_strdup_printf ("films/film-%.12s.dcm", cs_image_get_pixels_digest (image));

  return g_file_resolve_relative_path (self->out, name);
}

static void
compare_details (CsDetails *ours, CsDetails *theirs)
{
  double slope[2], intercept[2];

  cs_details_get_values (ours, &slope[0], &intercept[0]);
  cs_details_get_values (theirs, &slope[1], &intercept[1]);
  g_assert_cmpfloat_with_epsilon (slope[0], slope[1], 1e-9);
  g_assert_cmpfloat_with_epsilon (intercept[0], intercept[1], 1e-9);
  g_assert_cmpuint (cs_details_get_n_windows (ours), ==, 2);
  g_assert_cmpuint (cs_details_get_n_windows (theirs), ==, 2);
  for (guint i = 0; i < 2; i++)
    for (double pixel = 0; pixel < 300; pixel += 17)
      g_assert_cmpfloat_with_epsilon (cs_details_show (ours, i, pixel), cs_details_show (theirs, i, pixel), 1e-9);
  g_assert_cmpstr (cs_details_get_scanner (ours), ==, cs_details_get_scanner (theirs));
}

/* All but the case's name, which is one that means nothing. */
static void
test_same_films (House *self, gconstpointer unused)
{
  check_eyes (self);
  write_out (self, "csv", (CsExportManner) { .films = TRUE, .parted = TRUE });
  check_nothing_left (self, 2 + 3);        /* a film of the study is not there */
  for (guint i = 0; i < self->films->len; i++)
    {
      g_autoptr (CsImage) theirs = dicom_read (self->films->pdata[i]);
      g_autoptr (GFile) place = place_of (self, theirs);
      g_autoptr (CsImage) ours = dicom_read (place);
      const CsFacts *facts = cs_image_get_facts (ours), *meant = cs_image_get_facts (theirs);

      g_assert_cmpstr (cs_image_get_pixels_digest (ours), ==, cs_image_get_pixels_digest (theirs));
      g_assert_cmpuint (facts->bits, ==, meant->bits);
      g_assert_cmpint (facts->side, ==, meant->side);
      g_assert_cmpint (facts->view, ==, meant->view);
      g_assert_cmpfloat (facts->mm_per_pixel, ==, meant->mm_per_pixel);
      g_assert_true (g_str_has_prefix (facts->case_id, "case-"));
      compare_details (cs_image_get_details (ours), cs_image_get_details (theirs));
      ward_verify_beside (place, self->films->pdata[i]);
    }
}

/* An anonymous presentation state of each film refers to a picture that is there. */
static void
test_references (House *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) films = NULL, states = NULL;
  g_autoptr (GFile) states_at = NULL, films_at = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  write_out (self, "gsps", (CsExportManner) { .films = TRUE });
  check_nothing_left (self, 2 + 1 + self->films->len);
  states_at = g_file_get_child (self->out, "marks");
  films_at = g_file_get_child (self->out, "films");
  films = cs_folder_list (films_at, ".dcm", NULL, NULL);
  states = cs_folder_list (states_at, ".dcm", NULL, NULL);
  g_assert_cmpuint (films->len, ==, self->films->len);
  g_assert_cmpuint (states->len, ==, self->films->len);
  for (guint i = 0; i < films->len; i++)
    g_hash_table_add (known, ward_header (films->pdata[i], "(0008,0018)"));
  g_assert_cmpuint (g_hash_table_size (known), ==, 1 + 3);      /* the test's files share a UID, frames do not */
  for (guint i = 0; i < states->len; i++)
    {
      g_autofree char *asked = ward_header (states->pdata[i], "(0008,1155)");

      g_assert_true (g_hash_table_contains (known, asked));
    }
}

/* Names and films without names contradict one another, and nothing is written. */
static void
check_named (House *self)
{
  const CsExportManner manner = { .named = TRUE, .films = TRUE };
  g_autoptr (CsRecord) record = cs_study_freeze (self->study.study);
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_export_write (cs_export_find ("csv"), record, &manner, self->out, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_assert_false (g_file_query_exists (self->out, NULL));
}

static void
check_way_back (House *self)
{
  static const CsBox box = { 3, 4, 9, 8, 0.5f, { 0 } };
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (GError) error = NULL;

  study_propose (&self->study, &box, 1);
  study_judge (&self->study, 0, CS_VERDICT_POSITIVE);
  write_out (self, "coco", (CsExportManner) { .films = TRUE });
  check_nothing_left (self, 1 + 1 + 1);
  record = cs_study_freeze (self->study.study);
  harvest = cs_export_read (cs_export_find ("coco"), record, self->out, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cs_harvest_get_n (harvest), ==, 1);
  g_assert_cmpint (cs_harvest_get (harvest, 0)->box.x, ==, 3);
}

/* What was marked comes back from the folder as a whole. */
static void
test_marks (House *self, gconstpointer unused)
{
  check_named (self);
  check_way_back (self);
}

/* What an export tells on its way, and that it may be told to end there. */
typedef struct { guint n, end_at; double last; GCancellable *cancellable; } Ear;

static void
heard_cb (double fraction, gpointer data)
{
  Ear *ear = data;

  g_assert_cmpfloat (fraction, >=, ear->last);
  g_assert_cmpfloat (fraction, <=, 1);
  ear->last = fraction;
  if (++ear->n == ear->end_at)
    g_cancellable_cancel (ear->cancellable);
}

static gboolean
write_heard (House *self, const char *form, const CsExportManner *manner, Ear *ear, CsExportRun *run, GError **error)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study.study);

  *run = (CsExportRun) { .cancellable = ear->cancellable, .report = heard_cb, .data = ear };
  return cs_export_write (cs_export_find (form), record, manner, self->out, run, error);
}

/* Whatever the form, it tells of each film; with films, of each twice. */
static void
test_progress (House *self, gconstpointer unused)
{
  for (guint i = 0; cs_exports[i] != NULL; i++)
    {
      gboolean painted = g_str_equal (cs_exports[i]->id, "seg"), with_films = g_str_equal (cs_exports[i]->id, "csv");
      const CsExportManner manner = { .films = with_films };
      g_autoptr (GError) error = NULL;
      Ear ear = { 0 };
      CsExportRun run;

      if (painted)                                  /* nothing is */
        continue;
      write_heard (self, cs_exports[i]->id, &manner, &ear, &run, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ear.n, >=, (self->films->len + 1) * (with_films ? 2 : 1));
      g_assert_cmpfloat (ear.last, >=, 0.8);
      cs_folder_remove (self->out);
    }
}

/* Told to end at any film, it ends, and nothing is left. */
static void
test_cancel (House *self, gconstpointer unused)
{
  const CsExportManner manner = { .films = TRUE };
  const guint n = self->films->len + 1, ends[] = { 1, n, n + 1, n + 3 };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Ear ear = { .end_at = ends[i], .cancellable = cancellable };
      CsExportRun run;

      g_assert_false (write_heard (self, "csv", &manner, &ear, &run, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (ear.n, ==, ends[i]);
      g_assert_false (g_file_query_exists (self->out, NULL));
    }
}

static char *
read_left_out (House *self)
{
  g_autoptr (GFile) file = g_file_resolve_relative_path (self->out, "films/left-out.txt");
  char *text = NULL;

  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
  return text;
}

/* A name burnt into the pixels would go out with them: where the file says so, the film stays, unless asked for. */
static void
test_burnt (House *self, gconstpointer unused)
{
  static const Sort sort = { "burnt", 9, FALSE, "MONOCHROME2", NULL, NULL, 0 };
  g_autoptr (GFile) file = write_film (&self->place, &sort, "YES"), place = NULL;
  g_autoptr (CsImage) image = dicom_read (file);

  add (self, file);
  place = place_of (self, image);
  for (guint burnt = 0; burnt < 2; burnt++)
    {
      const CsExportManner manner = { .films = TRUE, .burnt = burnt == 1 };
      g_autofree char *left = NULL;
      Ear ear = { 0 };
      CsExportRun run;

      g_assert_true (write_heard (self, "csv", &manner, &ear, &run, NULL));
      left = read_left_out (self);
      g_assert_cmpint (g_file_query_exists (place, NULL), ==, manner.burnt);
      g_assert_cmpint (strstr (left, "burnt into its pixels") != NULL, ==, !manner.burnt);
      g_assert_cmpuint (run.n_left_out, ==, manner.burnt ? 1 : 2);       /* a film of the study is not there */
      search_folder (self->out);
      cs_folder_remove (self->out);
    }
}

#define TEST(path, function) g_test_add (path, House, NULL, house_open, function, house_close)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!cs_dicom_is_built ())
    {
      g_print ("1..0 # SKIP built without DCMTK\n");
      return 0;
    }
  TEST ("/films-out/same-films", test_same_films);
  TEST ("/films-out/references", test_references);
  TEST ("/films-out/marks", test_marks);
  TEST ("/films-out/progress", test_progress);
  TEST ("/films-out/cancel", test_cancel);
  TEST ("/films-out/burnt", test_burnt);
  return g_test_run ();
}
