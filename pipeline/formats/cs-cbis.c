#include "cs-cbis.h"

#include <string.h>

#include "cs-csv.h"
#include "cs-formats.h"

#define MOST_DEPTH 4
/* So far above the set's folder the tables are looked for, and in a folder "csv" there. */
#define MOST_UP 3
/* Every series of the set is called so: no other folder's name asks for tables. */
#define SERIES "1.3.6.1.4.1.9590.100.1.2."
#define TAIL 5

typedef struct { GFile *file; guint64 size, changed; } Sheet;

struct _CsCbis
{
  gatomicrefcount refs;
  GFile      *root;
  GArray     *sheets;        /* of Sheet */
  GPtrArray  *rows, *faults; /* of CsCbisRow; of char *, NULL-terminated */
  GHashTable *by_series;     /* UID -> patient id; both borrowed from the rows, or owned by @names */
  GHashTable *by_tail;       /* "Calc-Test 11317" -> patient id; "" where two are called so */
  GPtrArray  *names;
};

/* The tables. */

static void
row_free (gpointer data)
{
  CsCbisRow *row = data;

  g_free (row->film);
  g_free (row->lesion);
  g_free (row->series);
  g_free (row);
}

static void
sheet_clear (gpointer data)
{
  g_object_unref (((Sheet *) data)->file);
}

static gboolean
stamp (Sheet *sheet)
{
  g_autoptr (GFileInfo) info = g_file_query_info (sheet->file, "standard::size,time::modified,time::modified-usec",
                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);

  if (info == NULL)
    return FALSE;
  sheet->size = (guint64) g_file_info_get_size (info);
  sheet->changed = g_file_info_get_attribute_uint64 (info, "time::modified") * G_USEC_PER_SEC +
                   g_file_info_get_attribute_uint32 (info, "time::modified-usec");
  return TRUE;
}

static gboolean
is_table (const char *name)
{
  return strstr (name, "case_description") != NULL && g_str_has_suffix (name, ".csv");
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

static GPtrArray *
find_tables (GFile *root)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFile) folder = g_object_ref (root);

  for (guint i = 0; i < MOST_UP && folder != NULL && tables->len == 0; i++)
    {
      g_autoptr (GFile) beside = g_file_get_child (folder, "csv"), above = g_file_get_parent (folder);

      collect (folder, 0, is_table, tables);
      collect (beside, 0, is_table, tables);
      g_set_object (&folder, above);
    }
  return tables;
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

/* A path in the tables: patient id, study, series, file. */
static char *
part_of (const char *path, guint i)
{
  g_auto (GStrv) parts = g_strsplit_set (path, "/\\\r\n", -1);

  return g_strdup (i < g_strv_length (parts) ? parts[i] : "");
}

/* @series is this one's from now on. */
static void
call (CsCbis *self, char *series, const char *patient)
{
  gsize length = strlen (series), set = strcspn (patient, "_");
  char *tail;
  const char *known;

  g_ptr_array_add (self->names, series);
  if (length <= strlen (SERIES) || !g_str_has_prefix (series, SERIES))
    return;
  g_hash_table_insert (self->by_series, series, (gpointer) patient);
  tail = g_strdup_printf ("%.*s %s", (int) set, patient, series + length - TAIL);
  g_ptr_array_add (self->names, tail);
  known = g_hash_table_lookup (self->by_tail, tail);
  g_hash_table_insert (self->by_tail, tail, known == NULL || g_str_equal (known, patient) ? (gpointer) patient : "");
}

static void
add_row (CsCbis *self, const CsCsv *table, guint i, const char *film, const char *mask)
{
  int crop = cs_csv_column (table, "cropped image file path", NULL);
  CsCbisRow *row = g_new0 (CsCbisRow, 1);

  *row = (CsCbisRow) { part_of (film, 0), part_of (mask, 0), part_of (mask, 2), is_mass (table, i),
                       words_of (table, i) };
  g_ptr_array_add (self->rows, row);
  call (self, part_of (film, 2), row->film);
  call (self, g_strdup (row->series), row->lesion);
  if (crop >= 0)
    call (self, part_of (cs_csv_get (table, i, crop), 2), row->lesion);
}

static void
read_table (CsCbis *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCsv) table = cs_csv_read (file, NULL, &error);
  int film = table != NULL ? cs_csv_column (table, "image file path", &error) : -1;
  int mask = film >= 0 ? cs_csv_column (table, "ROI mask file path", &error) : -1;

  if (mask < 0)
    g_ptr_array_add (self->faults, g_strdup (error->message));
  for (guint i = 0; mask >= 0 && i < cs_csv_get_n (table); i++)
    add_row (self, table, i, cs_csv_get (table, i, film), cs_csv_get (table, i, mask));
}

static CsCbis *
read_tables (GFile *root, GPtrArray *files)
{
  CsCbis *self = g_new0 (CsCbis, 1);

  g_atomic_ref_count_init (&self->refs);
  self->root = g_object_ref (root);
  self->sheets = g_array_new (FALSE, FALSE, sizeof (Sheet));
  g_array_set_clear_func (self->sheets, sheet_clear);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->faults = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->by_series = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_tail = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < files->len; i++)
    {
      Sheet sheet = { g_object_ref (files->pdata[i]), 0, 0 };

      stamp (&sheet);
      g_array_append_val (self->sheets, sheet);
      read_table (self, files->pdata[i]);
    }
  g_ptr_array_add (self->faults, NULL);
  return self;
}

static gboolean
is_fresh (const CsCbis *self)
{
  for (guint i = 0; i < self->sheets->len; i++)
    {
      Sheet known = g_array_index (self->sheets, Sheet, i), now = known;

      if (!stamp (&now) || now.size != known.size || now.changed != known.changed)
        return FALSE;
    }
  return TRUE;
}

CsCbis *
cs_cbis_at (GFile *root)
{
  static GMutex mutex;
  static CsCbis *last;       /* ten thousand pictures ask for the same tables, one after the other */
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autoptr (GPtrArray) files = NULL;

  if (last != NULL && g_file_equal (last->root, root) && is_fresh (last))
    {
      g_atomic_ref_count_inc (&last->refs);
      return last;
    }
  g_clear_pointer (&last, cs_cbis_unref);
  files = find_tables (root);
  if (files->len == 0)
    return NULL;
  last = read_tables (root, files);
  g_atomic_ref_count_inc (&last->refs);
  return last;
}

void
cs_cbis_unref (CsCbis *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_object_unref (self->root);
  g_array_unref (self->sheets);
  g_hash_table_unref (self->by_series);
  g_hash_table_unref (self->by_tail);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->faults);
  g_ptr_array_unref (self->names);
  g_free (self);
}

guint
cs_cbis_get_n (const CsCbis *self)
{
  return self->rows->len;
}

const CsCbisRow *
cs_cbis_get (const CsCbis *self, guint row)
{
  return self->rows->pdata[row];
}

const char *const *
cs_cbis_get_faults (const CsCbis *self)
{
  return (const char *const *) self->faults->pdata;
}

/* Places. */

/* "Calc-Test_P_00038_LEFT_CC"; with a number behind it, it is the patient id of a lesion. Pictures made of the set are
 * called by it and "=ROI" or "=full". */
static gboolean
read_patient (const char *name, CsCbisPlace *place)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^((?:Calc|Mass)-(?:Training|Test)_P_\\d{5}_(?:LEFT|RIGHT)_(?:CC|MLO)"
                                            "(_\\d+)?)(?:[=.].*)?$", 0, 0, NULL));
  if (!g_regex_match (regex, name, 0, &match))
    return FALSE;
  number = g_match_info_fetch (match, 2);
  place->patient = g_match_info_fetch (match, 1);
  place->lesion = number != NULL && *number != '\0';
  return TRUE;
}

static gboolean
is_lesion (const char *patient)
{
  CsCbisPlace place = { 0 };
  gboolean lesion = read_patient (patient, &place) && place.lesion;

  g_free (place.patient);
  return lesion;
}

/* A folder above @file that is called by a patient id. */
static gboolean
place_by_folder (GFile *file, CsCbisPlace *place)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  for (guint i = 0; i < MOST_DEPTH && folder != NULL; i++)
    {
      g_autofree char *name = g_file_get_basename (folder);
      g_autoptr (GFile) above = g_file_get_parent (folder);

      if (read_patient (name, place))
        {
          place->root = g_steal_pointer (&above);
          return TRUE;
        }
      g_set_object (&folder, above);
    }
  return FALSE;
}

/* @patient: what the tables say; NULL: nothing. */
static gboolean
place_by_table (const char *patient, GFile *root, CsCbisPlace *place)
{
  if (patient == NULL || *patient == '\0')
    return FALSE;
  place->patient = g_strdup (patient);
  place->lesion = is_lesion (patient);
  place->root = g_object_ref (root);
  return TRUE;
}

static gboolean
place_by_series (GFile *folder, CsCbisPlace *place)
{
  g_autofree char *series = g_file_get_basename (folder);
  g_autoptr (GFile) root = g_str_has_prefix (series, SERIES) ? g_file_get_parent (folder) : NULL;
  g_autoptr (CsCbis) tables = root != NULL ? cs_cbis_at (root) : NULL;

  return tables != NULL && place_by_table (g_hash_table_lookup (tables->by_series, series), root, place);
}

/* "Calc_Test_ROI_11317_1-1.png": the set, what the series is called, the last digits of its UID, the file in it. */
static gboolean
place_by_tail (const char *name, GFile *folder, CsCbisPlace *place)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (CsCbis) tables = NULL;
  g_autofree char *key = NULL, *kind = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^(Calc|Mass)[-_](Test|Training)[-_]([A-Za-z]+)[-_](\\d{5})"
                                            "[-_]\\d+-\\d+\\.", 0, 0, NULL));
  if (!g_regex_match (regex, name, 0, &match))
    return FALSE;
  key = g_match_info_expand_references (match, "\\1-\\2 \\4", NULL);
  kind = g_match_info_fetch (match, 3);
  tables = cs_cbis_at (folder);
  if (tables != NULL && place_by_table (g_hash_table_lookup (tables->by_tail, key), folder, place))
    return TRUE;
  place->lesion = g_str_equal (kind, "ROI");
  place->root = place->lesion ? g_object_ref (folder) : NULL;
  return place->lesion;
}

gboolean
cs_cbis_place (GFile *file, CsCbisPlace *place)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_auto (CsCbisPlace) above = { 0 };

  *place = (CsCbisPlace) { 0 };
  if (folder == NULL)
    return FALSE;
  if (place_by_folder (file, &above) && !read_patient (name, place))
    *place = above, above = (CsCbisPlace) { 0 };
  else if (place->patient != NULL || read_patient (name, place))
    place->root = g_object_ref (above.root != NULL ? above.root : folder);
  return place->patient != NULL || place_by_series (folder, place) || place_by_tail (name, folder, place);
}

void
cs_cbis_place_clear (CsCbisPlace *place)
{
  g_clear_pointer (&place->patient, g_free);
  g_clear_object (&place->root);
}

/* Those of a flat folder: of all its pictures, the lesion's. */
static void
collect_flat (GFile *root, const char *lesion, GPtrArray *pictures)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  collect (root, 0, cs_formats_is_film, all);
  for (guint i = 0; i < all->len; i++)
    {
      g_auto (CsCbisPlace) place = { 0 };

      if (cs_cbis_place (all->pdata[i], &place) && g_strcmp0 (place.patient, lesion) == 0)
        g_ptr_array_add (pictures, g_object_ref (all->pdata[i]));
    }
}

GPtrArray *
cs_cbis_pictures (const CsCbisPlace *film, const CsCbisRow *row)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func (g_object_unref);
  const char *const folders[] = { row->lesion, row->series };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr (GFile) folder = g_file_get_child (film->root, folders[i]);

      /* Words of a table are no paths. */
      if (i == 0 ? is_lesion (folders[i]) : g_str_has_prefix (folders[i], SERIES))
        collect (folder, MOST_DEPTH - 1, cs_formats_is_film, pictures);
    }
  if (pictures->len == 0)
    collect_flat (film->root, row->lesion, pictures);
  return pictures;
}

CsImage *
cs_cbis_fill (GFile *file, CsImage *image)
{
  CsFacts facts = *cs_image_get_facts (image), told = { 0 };
  g_auto (CsCbisPlace) place = { 0 };
  g_autofree char *case_id = NULL;

  if ((facts.side != CS_SIDE_UNKNOWN && facts.view != CS_VIEW_UNKNOWN && *facts.case_id != '\0') ||
      !cs_cbis_place (file, &place) || place.patient == NULL)
    return cs_image_ref (image);
  case_id = cs_facts_from_name (place.patient, cs_image_get_width (image), cs_image_get_height (image), &told);
  if (*facts.case_id == '\0' && case_id != NULL)
    facts.case_id = case_id;
  facts.side = facts.side != CS_SIDE_UNKNOWN ? facts.side : told.side;
  facts.view = facts.view != CS_VIEW_UNKNOWN ? facts.view : told.view;
  return cs_image_with_facts (image, &facts);
}
