#include "cs-cbis-pictures.h"

#include "cs-formats.h"
#include "cs-stamp.h"

/* Below a lesion's own folder: study, series, file. */
#define MOST_DEPTH 3
/* Below the tables, and in no more folders than these: they may lie in a folder with everything else. */
#define MOST_BELOW 8
#define MOST_FOLDERS 5000u

/* What one folder holds, as long as it does not change. One that is a film's or a lesion's own is not gone into. */
typedef struct
{
  GArray     *stamp;
  GHashTable *by_lesion;     /* patient id -> GPtrArray of GFile: pictures, and the lesion's own folder */
  GPtrArray  *below;         /* GFile: all other folders */
} Shelf;

/* The shelves of one download. */
typedef struct
{
  CsCbis     *tables;
  GHashTable *shelves;       /* GFile -> Shelf */
  guint       n_visited;     /* by the look that is under way */
} Index;

static void
shelf_free (gpointer data)
{
  Shelf *self = data;

  g_array_unref (self->stamp);
  g_hash_table_unref (self->by_lesion);
  g_ptr_array_unref (self->below);
  g_free (self);
}

static void
add (Shelf *self, const char *lesion, GFile *file)
{
  GPtrArray *files = g_hash_table_lookup (self->by_lesion, lesion);

  if (files == NULL)
    {
      files = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->by_lesion, g_strdup (lesion), files);
    }
  g_ptr_array_add (files, g_object_ref (file));
}

static void
add_picture (Shelf *self, GFile *file)
{
  g_auto (CsCbisPlace) place = { 0 };

  if (cs_cbis_place (file, &place) && place.lesion && place.patient != NULL)
    add (self, place.patient, file);
}

static void
add_folder (Shelf *self, const CsCbis *tables, const char *name, GFile *folder)
{
  g_autofree char *own = cs_cbis_patient_of (name);
  const char *patient = own != NULL ? own : cs_cbis_whose_series (tables, name);

  if (patient == NULL)
    g_ptr_array_add (self->below, g_object_ref (folder));
  else if (cs_cbis_is_lesion (patient))
    add (self, patient, folder);
}

static GFileEnumerator *
children_of (GFile *folder)
{
  return g_file_enumerate_children (folder, "standard::name,standard::type,standard::is-hidden",
                                    G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
}

static gboolean
is_picture (GFileInfo *info)
{
  return g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && cs_formats_is_film (g_file_info_get_name (info));
}

static Shelf *
shelf_new (GFile *folder, const CsCbis *tables)
{
  Shelf *self = g_new0 (Shelf, 1);
  g_autoptr (GFileEnumerator) children = NULL;
  GFileInfo *info;
  GFile *child;

  self->stamp = cs_stamps_new ();
  self->by_lesion = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->below = g_ptr_array_new_with_free_func (g_object_unref);
  cs_stamps_add (self->stamp, folder);
  children = children_of (folder);
  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) && info != NULL)
    if (g_file_info_get_is_hidden (info))
      continue;
    else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
      add_folder (self, tables, g_file_info_get_name (info), child);
    else if (is_picture (info))
      add_picture (self, child);
  return self;
}

/* All pictures below a lesion's own folder. */
static void
walk (GFile *folder, guint depth, GPtrArray *pictures)
{
  g_autoptr (GFileEnumerator) children = children_of (folder);
  GFileInfo *info;
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) && info != NULL)
    if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY && depth > 0)
      walk (child, depth - 1, pictures);
    else if (is_picture (info))
      g_ptr_array_add (pictures, g_object_ref (child));
}

static void
take (GFile *file, GPtrArray *pictures)
{
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL) == G_FILE_TYPE_DIRECTORY)
    walk (file, MOST_DEPTH, pictures);
  else
    g_ptr_array_add (pictures, g_object_ref (file));
}

static const Shelf *
shelf_at (Index *self, GFile *folder)
{
  Shelf *shelf = g_hash_table_lookup (self->shelves, folder);

  if (shelf != NULL && cs_stamps_hold (shelf->stamp))
    return shelf;
  shelf = shelf_new (folder, self->tables);
  g_hash_table_replace (self->shelves, g_object_ref (folder), shelf);
  return shelf;
}

static void
look_below (Index *self, GFile *folder, guint depth, const char *lesion, GPtrArray *pictures)
{
  const Shelf *shelf = self->n_visited++ < MOST_FOLDERS ? shelf_at (self, folder) : NULL;
  GPtrArray *files = shelf != NULL ? g_hash_table_lookup (shelf->by_lesion, lesion) : NULL;

  for (guint i = 0; files != NULL && i < files->len; i++)
    take (files->pdata[i], pictures);
  for (guint i = 0; shelf != NULL && depth > 0 && i < shelf->below->len; i++)
    look_below (self, shelf->below->pdata[i], depth - 1, lesion, pictures);
}

static void
index_free (Index *self)
{
  cs_cbis_unref (self->tables);
  g_hash_table_unref (self->shelves);
  g_free (self);
}

static Index *
index_new (CsCbis *tables)
{
  Index *self = g_new0 (Index, 1);

  self->tables = cs_cbis_ref (tables);
  self->shelves = g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, g_object_unref, shelf_free);
  return self;
}

/* Anywhere below the tables. The last download's shelves are kept: each of its ten thousand films asks. */
static void
look_everywhere (CsCbis *tables, const char *lesion, GPtrArray *pictures)
{
  static GMutex mutex;
  static Index *last;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (last != NULL && last->tables != tables)
    g_clear_pointer (&last, index_free);
  if (last == NULL)
    last = index_new (tables);
  last->n_visited = 0;
  look_below (last, cs_cbis_get_home (tables), MOST_BELOW, lesion, pictures);
}

GPtrArray *
cs_cbis_pictures (CsCbis *tables, const CsCbisPlace *film, const CsCbisRow *row)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func (g_object_unref);
  const char *const folders[] = { row->lesion, row->series };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr (GFile) folder = g_file_get_child (film->root, folders[i]);

      /* Words of a table are no paths. */
      if (i == 0 ? cs_cbis_is_lesion (folders[i]) : g_str_has_prefix (folders[i], CS_CBIS_SERIES))
        walk (folder, MOST_DEPTH, pictures);
    }
  if (pictures->len == 0)
    look_everywhere (tables, row->lesion, pictures);
  return pictures;
}
