/* Backups: all of study.db in one file, and a study made of one again. */
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "cs-error.h"
#include "cs-study-private.h"

/* The database of a study; and where the study lay, kept in the backup so that relative names can be followed. */
#define DATABASE "study.db"
#define HOME "home"

static gboolean
refuse (GFile      *file,
        const char *why,
        GError    **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, "“%s”: %s", g_file_peek_path (file), why);
  return FALSE;
}

static gboolean
is_same_file (GFile *a,
              GFile *b)
{
  GStatBuf left, right;

  return g_stat (g_file_peek_path (a), &left) == 0 && g_stat (g_file_peek_path (b), &right) == 0 &&
         left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

/* A copy beside @to under a name of its own: what is half written never bears the name that was asked for. */
static GFile *
copy_beside (CsStore      *store,
             GFile        *to,
             GCancellable *cancellable,
             GError      **error)
{
  g_autofree char *path = g_strconcat (g_file_peek_path (to), ".part", NULL);
  g_autoptr (GFile) part = g_file_new_for_path (path);

  g_unlink (path);
  if (cs_store_copy (store, part, cancellable, error))
    return g_steal_pointer (&part);
  g_unlink (path);
  return NULL;
}

static gboolean
write_home (GFile   *copy,
            GFile   *folder,
            GError **error)
{
  g_autoptr (CsStore) store = cs_store_open_plain (copy, error);

  return store != NULL &&
         cs_store_do (store, error, "INSERT OR REPLACE INTO settings (name, value) VALUES ('" HOME "', ?)", "s",
                      g_file_peek_path (folder));
}

static gboolean
put_in_place (GFile   *part,
              GFile   *to,
              GError **error)
{
  if (g_file_move (part, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error))
    return TRUE;
  g_file_delete (part, NULL, NULL);
  return FALSE;
}

gboolean
cs_study_backup (GFile        *folder,
                 GFile        *to,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr (GFile) database = g_file_get_child (folder, DATABASE);
  g_autoptr (CsStore) store = NULL;
  g_autoptr (GFile) part = NULL;

  if (g_file_peek_path (to) == NULL)
    return refuse (folder, _("a backup must lie in a folder of this computer"), error);
  if (is_same_file (database, to))
    return refuse (to, _("that is the study itself; choose another name"), error);
  store = cs_store_open (database, TRUE, error);
  part = store != NULL ? copy_beside (store, to, cancellable, error) : NULL;
  if (part == NULL)
    return FALSE;
  if (!write_home (part, folder, error))
    {
      g_file_delete (part, NULL, NULL);
      return FALSE;
    }
  return put_in_place (part, to, error);
}

static char *
read_home (CsStore *store)
{
  g_autoptr (CsQuery) query = cs_store_ask (store, NULL, "SELECT value FROM settings WHERE name = '" HOME "'", "");

  return query != NULL && cs_query_next (query, NULL) ? g_strdup (cs_query_text (query, 0)) : NULL;
}

/* In another folder relative names would lead astray. */
static gboolean
follow_home (GFile   *copy,
             GFile   *folder,
             GError **error)
{
  g_autoptr (CsStore) store = cs_store_open_plain (copy, error);
  g_autofree char *home = store != NULL ? read_home (store) : NULL;

  if (store == NULL)
    return FALSE;
  if (home == NULL)
    return refuse (copy, _("it is no backup of a study"), error);
  if (g_strcmp0 (home, g_file_peek_path (folder)) == 0)
    return TRUE;
  return cs_store_do (store, error, "UPDATE films SET path = ? || '/' || path WHERE path NOT LIKE '/%'", "s", home) &&
         cs_store_do (store, error, "UPDATE networks SET path = ? || '/' || path WHERE path NOT LIKE '/%'", "s", home);
}

gboolean
cs_study_restore (GFile        *folder,
                  GFile        *from,
                  GCancellable *cancellable,
                  GError      **error)
{
  g_autoptr (GFile) database = g_file_get_child (folder, DATABASE);
  g_autoptr (CsStore) store = NULL;
  g_autoptr (GFile) part = NULL;

  if (g_file_query_exists (database, NULL))
    return refuse (folder, _("there is a study already; restore into another folder"), error);
  store = cs_store_open (from, TRUE, error);
  if (store == NULL || !cs_study_check_schema (store, from, error))
    return FALSE;
  if (cs_store_ask_int (store, "PRAGMA user_version", 0) == 0)
    return refuse (from, _("it is no backup of a study"), error);
  if (g_mkdir_with_parents (g_file_peek_path (folder), 0777) != 0)
    return refuse (folder, _("the folder cannot be made; choose another"), error);
  part = copy_beside (store, database, cancellable, error);
  if (part == NULL)
    return FALSE;
  if (!follow_home (part, folder, error))
    {
      g_file_delete (part, NULL, NULL);
      return FALSE;
    }
  return put_in_place (part, database, error);
}
