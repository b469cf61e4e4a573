#include "cs-cbis.h"

#include <string.h>

#include "cs-csv.h"
#include "cs-stamp.h"

/* So far above a picture the tables are looked for, and in a folder "csv" there. */
#define MOST_UP 6
#define TAIL 5
/* So many folders, and so many downloads, are remembered. */
#define MOST_LOOKS 64
#define MOST_SETS 4

struct _CsCbis
{
  gatomicrefcount refs;
  GFile      *home;
  GArray     *sheets;        /* CsStamp of each table */
  GPtrArray  *rows, *faults; /* of CsCbisRow; of char *, NULL-terminated */
  GHashTable *by_series;     /* UID -> patient id; both borrowed from the rows, or owned by @names */
  GHashTable *by_name;       /* "Calc-Test 11317" (a series' end), "P_00038_LEFT_CC_1" -> patient id; "": of two */
  GPtrArray  *names;
};

/* The tables that lie in a folder, as long as it does not change. */
typedef struct { GFile *folder; GArray *stamp; GPtrArray *tables; } Look;

/* The tables. */

static void
row_free (gpointer data)
{
  CsCbisRow *row = data;

  g_free (row->film);
  g_free (row->lesion);
  g_free (row->series);
  g_free (row->words);
  g_free (row);
}

static gboolean
is_table (const char *name)
{
  return strstr (name, "case_description") != NULL && g_str_has_suffix (name, ".csv");
}

static char *
words_of (const CsCsv *table, guint row)
{
  static const char *const columns[] = { "calc type", "calc distribution", "mass shape", "mass margins", "pathology" };
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      int column = cs_csv_column (table, columns[i], NULL);
      const char *word = column >= 0 ? cs_csv_get (table, row, column) : "";

      if (*word != '\0')
        g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", word);
    }
  return g_string_free (words, FALSE);
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

/* @name is this one's from now on, unless it is somebody else's: then nobody's. Taken. */
static void
call (CsCbis *self, char *name, const char *patient)
{
  const char *known = g_hash_table_lookup (self->by_name, name);

  g_ptr_array_add (self->names, name);
  g_hash_table_insert (self->by_name, name, known == NULL || g_str_equal (known, patient) ? (gpointer) patient : "");
}

/* Likewise of a series, and its last digits. */
static void
call_series (CsCbis *self, char *series, const char *patient)
{
  gsize length = strlen (series), set = strcspn (patient, "_");

  g_ptr_array_add (self->names, series);
  if (length <= strlen (CS_CBIS_SERIES) || !g_str_has_prefix (series, CS_CBIS_SERIES))
    return;
  g_hash_table_insert (self->by_series, series, (gpointer) patient);
  call (self, g_strdup_printf ("%.*s %s", (int) set, patient, series + length - TAIL), patient);
}

/* Without the set before it: "P_00038_LEFT_CC". */
static void
call_bare (CsCbis *self, const char *patient)
{
  const char *bare = strchr (patient, '_');

  if (bare != NULL)
    call (self, g_strdup (bare + 1), patient);
}

static void
add_row (CsCbis *self, const CsCsv *table, guint i, const char *film, const char *mask)
{
  int crop = cs_csv_column (table, "cropped image file path", NULL);
  CsCbisRow *row = g_new0 (CsCbisRow, 1);

  *row = (CsCbisRow) { part_of (film, 0), part_of (mask, 0), part_of (mask, 2), is_mass (table, i),
                       words_of (table, i) };
  g_ptr_array_add (self->rows, row);
  call_bare (self, row->film);
  call_bare (self, row->lesion);
  call_series (self, part_of (film, 2), row->film);
  call_series (self, g_strdup (row->series), row->lesion);
  if (crop >= 0)
    call_series (self, part_of (cs_csv_get (table, i, crop), 2), row->lesion);
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
read_tables (GFile *home, GPtrArray *files)
{
  CsCbis *self = g_new0 (CsCbis, 1);

  g_atomic_ref_count_init (&self->refs);
  self->home = g_object_ref (home);
  self->sheets = cs_stamps_new ();
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->faults = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->by_series = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < files->len; i++)
    {
      cs_stamps_add (self->sheets, files->pdata[i]);
      read_table (self, files->pdata[i]);
    }
  g_ptr_array_add (self->faults, NULL);
  return self;
}

/* What was looked at, the latest first: ten thousand pictures ask the same, some in turn from several folders. */
static GMutex mutex;
static GQueue looks = G_QUEUE_INIT;    /* of Look */
static GQueue sets = G_QUEUE_INIT;     /* of CsCbis */

static void
look_free (Look *self)
{
  g_object_unref (self->folder);
  g_array_unref (self->stamp);
  g_ptr_array_unref (self->tables);
  g_free (self);
}

/* A folder tells its files in no order; notes on a film are to come in the same one each time. */
static int
compare_files (gconstpointer a, gconstpointer b)
{
  g_autofree char *one = g_file_get_uri (*(GFile **) a), *other = g_file_get_uri (*(GFile **) b);

  return strcmp (one, other);
}

static Look *
look_at (GFile *folder)
{
  Look *self = g_new0 (Look, 1);
  g_autoptr (GFileEnumerator) children = NULL;
  GFileInfo *info;
  GFile *child;

  *self = (Look) { g_object_ref (folder), cs_stamps_new (), g_ptr_array_new_with_free_func (g_object_unref) };
  cs_stamps_add (self->stamp, folder);
  children = g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                        G_FILE_QUERY_INFO_NONE, NULL, NULL);
  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) && info != NULL)
    if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && is_table (g_file_info_get_name (info)))
      g_ptr_array_add (self->tables, g_object_ref (child));
  g_ptr_array_sort (self->tables, compare_files);
  return self;
}

static void
add_tables (GPtrArray *tables, GFile *folder)
{
  GList *link = looks.head;
  Look *look;

  while (link != NULL && !g_file_equal (((Look *) link->data)->folder, folder))
    link = link->next;
  look = link != NULL ? link->data : NULL;
  if (link != NULL)
    g_queue_delete_link (&looks, link);
  if (look != NULL && !cs_stamps_hold (look->stamp))
    g_clear_pointer (&look, look_free);
  if (look == NULL)
    look = look_at (folder);
  g_queue_push_head (&looks, look);
  if (looks.length > MOST_LOOKS)
    look_free (g_queue_pop_tail (&looks));
  for (guint i = 0; i < look->tables->len; i++)
    g_ptr_array_add (tables, g_object_ref (look->tables->pdata[i]));
}

/* @home: where they are, or where their folder "csv" is. */
static GPtrArray *
find_tables (GFile *root, GFile **home)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFile) folder = g_object_ref (root);

  for (guint i = 0; i < MOST_UP && folder != NULL && tables->len == 0; i++)
    {
      g_autoptr (GFile) beside = g_file_get_child (folder, "csv"), above = g_file_get_parent (folder);

      add_tables (tables, folder);
      add_tables (tables, beside);
      if (tables->len > 0)
        *home = g_object_ref (folder);
      g_set_object (&folder, above);
    }
  return tables;
}

/* Those of @home that were read already, and are as they were, no more and no less; NULL: none. */
static CsCbis *
known_tables (GFile *home, GPtrArray *files)
{
  for (GList *link = sets.head; link != NULL; link = link->next)
    {
      CsCbis *set = link->data;

      if (!g_file_equal (set->home, home))
        continue;
      if (set->sheets->len == files->len && cs_stamps_hold (set->sheets))
        return set;
      g_queue_delete_link (&sets, link);
      cs_cbis_unref (set);
      return NULL;
    }
  return NULL;
}

CsCbis *
cs_cbis_at (GFile *root)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autoptr (GFile) home = NULL;
  g_autoptr (GPtrArray) files = find_tables (root, &home);
  CsCbis *set = files->len > 0 ? known_tables (home, files) : NULL;

  if (files->len > 0 && set == NULL)
    {
      set = read_tables (home, files);
      g_queue_push_head (&sets, set);
      if (sets.length > MOST_SETS)
        cs_cbis_unref (g_queue_pop_tail (&sets));
    }
  return set != NULL ? cs_cbis_ref (set) : NULL;
}

CsCbis *
cs_cbis_ref (CsCbis *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_cbis_unref (CsCbis *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_object_unref (self->home);
  g_array_unref (self->sheets);
  g_hash_table_unref (self->by_series);
  g_hash_table_unref (self->by_name);
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

GFile *
cs_cbis_get_home (const CsCbis *self)
{
  return self->home;
}

/* What two are called is nobody's name. */
static const char *
unless_shared (const char *patient)
{
  return patient != NULL && *patient != '\0' ? patient : NULL;
}

const char *
cs_cbis_whose_series (const CsCbis *self, const char *series)
{
  return unless_shared (g_hash_table_lookup (self->by_series, series));
}

const char *
cs_cbis_whose_name (const CsCbis *self, const char *name)
{
  return unless_shared (g_hash_table_lookup (self->by_name, name));
}
