/* Truth of CBIS-DDSM as downloaded: a tree of DICOM files, a folder a patient id, and tables of cases beside it. A
 * film's rows are found by its patient id; a row's lesion by the patient id of its mask, which lies in a series with a
 * crop: the mask is the larger of the two. File names are not believed. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-csv.h"
#include "cs-formats.h"
#include "cs-truths.h"

#define MOST_DEPTH 4
/* So far above the patient's folder the tables are looked for, and in a folder "csv" there. */
#define MOST_UP 3

/* "Calc-Test_P_00038_LEFT_CC"; with a number behind it, it is the patient id of a lesion. Pictures made of the set are
 * called by it and "=ROI" or "=full". */
static GRegex *
patient_regex (void)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^(?:Calc|Mass)-(?:Training|Test)_P_\\d{5}_(?:LEFT|RIGHT)_(?:CC|MLO)"
                                            "(_\\d+)?(?:[=.].*)?$", 0, 0, NULL));
  return regex;
}

/* The folder above @file that is called by a patient id; @lesion: its id has a number. */
static GFile *
find_patient (GFile *file, char **id, gboolean *lesion)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  for (guint i = 0; i < MOST_DEPTH && folder != NULL; i++)
    {
      g_autofree char *name = g_file_get_basename (folder), *number = NULL;
      g_autoptr (GMatchInfo) match = NULL;
      GFile *above;

      if (g_regex_match (patient_regex (), name, 0, &match))
        {
          number = g_match_info_fetch (match, 1);
          *lesion = number != NULL && *number != '\0';
          *id = g_steal_pointer (&name);
          return g_steal_pointer (&folder);
        }
      above = g_file_get_parent (folder);
      g_set_object (&folder, above);
      g_clear_object (&above);
    }
  return NULL;
}

gboolean
cs_truth_cbis_is_lesion (GFile *file)
{
  g_autofree char *id = NULL, *name = g_file_get_basename (file), *number = NULL;
  gboolean lesion = FALSE;
  g_autoptr (GFile) folder = find_patient (file, &id, &lesion);
  g_autoptr (GMatchInfo) match = NULL;

  if (g_regex_match (patient_regex (), name, 0, &match))
    number = g_match_info_fetch (match, 1);
  return (folder != NULL && lesion) || (number != NULL && *number != '\0');
}

static void
collect (GFile *folder, guint depth, gboolean (*wanted) (const char *name), GPtrArray *files)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFileInfo *info;
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) && info != NULL)
    if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY && depth > 0)
      collect (child, depth - 1, wanted, files);
    else if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && wanted (g_file_info_get_name (info)))
      g_ptr_array_add (files, g_object_ref (child));
}

static gboolean
is_table (const char *name)
{
  return strstr (name, "case_description") != NULL && g_str_has_suffix (name, ".csv");
}

static gboolean
is_dicom (const char *name)
{
  return g_str_has_suffix (name, ".dcm");
}

static GPtrArray *
find_tables (GFile *patient)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFile) folder = g_file_get_parent (patient);

  for (guint i = 0; i < MOST_UP && folder != NULL && tables->len == 0; i++)
    {
      g_autoptr (GFile) beside = g_file_get_child (folder, "csv"), above = g_file_get_parent (folder);

      collect (folder, 0, is_table, tables);
      collect (beside, 0, is_table, tables);
      g_set_object (&folder, above);
    }
  return tables;
}

/* The first part of a path in the table: the patient id it lies under. */
static char *
first_part (const char *path)
{
  return g_strndup (path, strcspn (path, "/\\\r\n"));
}

/* Of a lesion's two pictures, the larger one that has but two values. */
static CsImage *
read_mask (GFile *folder)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  CsImage *largest = NULL;

  collect (folder, MOST_DEPTH - 1, is_dicom, files);
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (CsImage) image = cs_formats_read (files->pdata[i], NULL, NULL);

      if (image == NULL || !cs_raster_is_binary (cs_image_get_raster (image)) ||
          (largest != NULL && cs_image_get_width (image) <= cs_image_get_width (largest)))
        continue;
      g_clear_pointer (&largest, cs_image_unref);
      largest = g_steal_pointer (&image);
    }
  return largest;
}

static const char *
words_of (const CsCsv *table, guint row)
{
  static const char *const columns[] = { "calc type", "calc distribution", "mass shape", "mass margins", "pathology" };
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      int column = cs_csv_column (table, columns[i], NULL);
      const char *word = column >= 0 ? cs_csv_get (table, row, column) : "";

      if (*word != '\0')
        g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", word);
    }
  return g_intern_string (words->str);
}

/* Tables of masses are laid beside those of calcifications. */
static gboolean
is_mass (const CsCsv *table, guint row)
{
  int column = cs_csv_column (table, "abnormality type", NULL);

  return column >= 0 && g_str_equal (cs_csv_get (table, row, column), "mass");
}

static void
add_lesion (CsTruth *truth, GFile *root, const CsCsv *table, guint row, const char *mask_path)
{
  g_autofree char *id = first_part (mask_path);
  g_autoptr (GFile) folder = g_file_get_child (root, id);
  g_autoptr (CsImage) mask = g_regex_match (patient_regex (), id, 0, NULL) ? read_mask (folder) : NULL;
  CsTruthSpot spot;

  if (mask != NULL && cs_truth_spot_of_mask (cs_image_get_raster (mask), &spot))
    {
      spot.word = words_of (table, row);
      cs_truth_add (truth, &spot);
      return;
    }
  cs_truth_add_gap (truth, g_strdup_printf (_("The table names a lesion whose mask is not here: %s."), id));
}

static void
read_table (CsTruth *truth, GFile *root, GFile *file, const char *patient)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCsv) table = cs_csv_read (file, NULL, &error);
  int film = table != NULL ? cs_csv_column (table, "image file path", &error) : -1;
  int mask = film >= 0 ? cs_csv_column (table, "ROI mask file path", &error) : -1;

  if (mask < 0)
    {
      cs_truth_add_gap (truth, g_strdup (error->message));
      return;
    }
  for (guint row = 0; row < cs_csv_get_n (table); row++)
    {
      g_autofree char *of = first_part (cs_csv_get (table, row, film));

      if (!g_str_equal (of, patient))
        continue;
      if (is_mass (table, row))
        cs_truth_add_note (truth, g_strdup_printf (_("No calcification, and left out: “%s”."), words_of (table, row)));
      else
        add_lesion (truth, root, table, row, cs_csv_get (table, row, mask));
    }
}

static CsTruth *
read_truth (GFile *film, GError **error)
{
  g_autofree char *id = NULL;
  gboolean lesion = FALSE;
  g_autoptr (GFile) folder = find_patient (film, &id, &lesion), root = NULL;
  g_autoptr (GPtrArray) tables = NULL;
  g_autoptr (CsTruth) truth = NULL;

  if (folder == NULL || lesion)
    return NULL;
  tables = find_tables (folder);
  if (tables->len == 0)
    return NULL;
  truth = cs_truth_new (TRUE);
  root = g_file_get_parent (folder);
  for (guint i = 0; i < tables->len; i++)
    read_table (truth, root, tables->pdata[i], id);
  if (cs_truth_get_n_spots (truth) == 0 && cs_truth_get_notes (truth)[0] == NULL)
    cs_truth_add_gap (truth, g_strdup_printf (_("The tables have no row for the patient id %s."), id));
  return g_steal_pointer (&truth);
}

const CsTruthSource cs_truth_cbis = { .id = "cbis", .read = read_truth };
