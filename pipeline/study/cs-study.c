/* The study itself: its folder, lock, properties, settings, networks and runs. Films, marks and acts have files of
 * their own. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

#include "cs-error.h"
#include "cs-study-private.h"

#define DATABASE "study.db"
#define LOCK "study.lock"
#define NETWORKS "networks"

G_DEFINE_FINAL_TYPE (CsStudy, cs_study, G_TYPE_OBJECT)

enum { PROP_0, PROP_FOLDER, PROP_TITLE, PROP_READ_ONLY, PROP_WHY_READ_ONLY, PROP_CAN_UNDO, PROP_CAN_REDO,
       PROP_UNDO_TITLE,
       PROP_REDO_TITLE, PROP_KEPT_OUT, PROP_READING, N_PROPS };

static GParamSpec *props[N_PROPS];
enum { AWAKE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
replace (char      **field,
         const char *value)
{
  char *copy = g_strdup (value != NULL ? value : "");

  g_free (*field);
  *field = copy;
}

static void
set_read_only (CsStudy    *self,
               const char *why)
{
  self->read_only = TRUE;
  g_free (self->why);
  self->why = g_strdup (why);
}

/* The lock belongs to the open file, so the system lets go of it even when the program is killed. */
static void
take_lock (CsStudy *self)
{
  g_autofree char *path = g_build_filename (g_file_peek_path (self->folder), LOCK, NULL);

  self->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  /* Files of one's own may be written in a folder that may not; but a database needs its log beside it. */
  if (self->lock >= 0 && faccessat (AT_FDCWD, g_file_peek_path (self->folder), W_OK, AT_EACCESS) != 0)
    set_read_only (self, _("The study's folder may not be written; copy it to change anything"));
  else if (self->lock < 0)
    set_read_only (self, errno == ENOSPC ? _("The disk is full; make room and open the study again")
                                         : _("The study's folder may not be written; copy it to change anything"));
  else if (flock (self->lock, LOCK_EX | LOCK_NB) != 0)
    set_read_only (self, _("Another program has this study open; close it there to change anything here"));
}

static gboolean
open_database (CsStudy *self,
               GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (self->folder, DATABASE);

  if (self->read_only && !g_file_query_exists (file, NULL))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE, "“%s”: %s", g_file_peek_path (self->folder), self->why);
      return FALSE;
    }
  self->store = cs_store_open (file, self->read_only, error);
  if (self->store == NULL)
    return FALSE;
  if (!self->read_only && cs_store_is_read_only (self->store))
    set_read_only (self, _("The study's database may not be written; copy it to change anything"));
  return cs_study_meet_schema (self->store, file, error);
}

static gboolean
is_same_network (CsNetwork *self,
                 CsNetwork *other)
{
  return g_file_equal (cs_network_get_file (self), cs_network_get_file (other)) &&
         g_str_equal (cs_network_get_digest (self), cs_network_get_digest (other));
}

/* New ones come first and the rest stay the objects they are: a row that stands on one of them goes on doing so. */
static void
renew_networks (GListStore *list,
                GPtrArray  *networks)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list)), kept = 0;
  gboolean same = TRUE;

  while (same && kept < MIN (n, networks->len))
    {
      g_autoptr (CsNetwork) there = g_list_model_get_item (G_LIST_MODEL (list), n - 1 - kept);

      same = is_same_network (there, networks->pdata[networks->len - 1 - kept]);
      kept += same;
    }
  g_list_store_splice (list, 0, n - kept, networks->pdata, networks->len - kept);
}

static gboolean
load_networks (CsStudy *self,
               GError **error)
{
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error,
    "SELECT path, title, digest, figures, at FROM networks ORDER BY id DESC", "");
  g_autoptr (GError) failure = NULL;

  while (query != NULL && cs_query_next (query, &failure))
    {
      g_autoptr (GFile) file = g_file_resolve_relative_path (self->folder, cs_query_text (query, 0));

      g_ptr_array_add (networks, cs_network_new (file, cs_query_text (query, 1), cs_query_text (query, 2),
                                                 cs_query_text (query, 3), cs_query_int (query, 4)));
    }
  if (!cs_query_ended (query, g_steal_pointer (&failure), error))
    return FALSE;
  renew_networks (self->networks, networks);
  return TRUE;
}

static gboolean
make_folder (GFile   *folder,
             GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (g_file_make_directory_with_parents (folder, NULL, &failure) ||
      g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s” cannot be made: %s; choose another folder"),
               g_file_peek_path (folder), failure->message);
  return FALSE;
}

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  CsStudy *self = CS_STUDY (object);
  guint percent, seed;

  switch (id)
    {
    case PROP_FOLDER: g_value_set_object (value, self->folder); break;
    case PROP_TITLE: g_value_take_string (value,
                                          self->folder != NULL ? g_file_get_basename (self->folder) : NULL); break;
    case PROP_READ_ONLY: g_value_set_boolean (value, cs_study_get_read_only (self)); break;
    case PROP_WHY_READ_ONLY: g_value_set_string (value, self->why); break;
    case PROP_CAN_UNDO: g_value_set_boolean (value, !cs_study_get_read_only (self) && self->done->len > 0); break;
    case PROP_CAN_REDO: g_value_set_boolean (value, !cs_study_get_read_only (self) && self->undone->len > 0); break;
    case PROP_UNDO_TITLE: g_value_take_string (value, cs_study_act_title (self, TRUE)); break;
    case PROP_REDO_TITLE: g_value_take_string (value, cs_study_act_title (self, FALSE)); break;
    case PROP_READING: g_value_set_string (value, cs_reading_to_text (self->reading)); break;
    case PROP_KEPT_OUT:
      cs_study_get_kept_out (self, &percent, &seed);
      g_value_take_string (value, g_strdup_printf ("%u %u", percent, seed));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  cs_study_close (CS_STUDY (object));
  G_OBJECT_CLASS (cs_study_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsStudy *self = CS_STUDY (object);

  g_clear_object (&self->folder);
  g_object_unref (self->entries);
  g_object_unref (self->networks);
  g_hash_table_unref (self->marks);
  g_hash_table_unref (self->earlier);
  g_clear_pointer (&self->days, g_hash_table_unref);
  g_hash_table_unref (self->films);
  g_hash_table_unref (self->stale);
  g_array_unref (self->done);
  g_array_unref (self->undone);
  g_array_unref (self->touched_marks);
  g_array_unref (self->touched_films);
  g_array_unref (self->touched_words);
  g_free (self->why);
  g_free (self->reader);
  g_free (self->hand);
  g_free (self->model);
  g_free (self->queue);
  G_OBJECT_CLASS (cs_study_parent_class)->finalize (object);
}

static void
cs_study_class_init (CsStudyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  props[PROP_FOLDER] = g_param_spec_object ("folder", NULL, NULL, G_TYPE_FILE, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  props[PROP_WHY_READ_ONLY] = g_param_spec_string ("why-read-only", NULL, NULL, NULL, flags);
  props[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  props[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  props[PROP_UNDO_TITLE] = g_param_spec_string ("undo-title", NULL, NULL, NULL, flags);
  props[PROP_REDO_TITLE] = g_param_spec_string ("redo-title", NULL, NULL, NULL, flags);
  props[PROP_KEPT_OUT] = g_param_spec_string ("kept-out", NULL, NULL, NULL, flags);
  props[PROP_READING] = g_param_spec_string ("reading", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[AWAKE] = g_signal_new ("awake", CS_TYPE_STUDY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cs_study_init (CsStudy *self)
{
  self->lock = -1;
  self->reader = g_strdup (g_get_user_name ());
  self->hand = g_strdup ("");
  self->model = g_strdup ("");
  self->queue = g_strdup ("");
  self->entries = g_list_store_new (CS_TYPE_ENTRY);
  self->networks = g_list_store_new (CS_TYPE_NETWORK);
  self->films = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->earlier = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->marks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->stale = g_hash_table_new (NULL, NULL);
  self->done = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->undone = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->touched_marks = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->touched_films = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->touched_words = g_array_new (FALSE, FALSE, sizeof (gint64));
}

CsStudy *
cs_study_open (GFile   *folder,
               GError **error)
{
  g_autoptr (CsStudy) self = g_object_new (CS_TYPE_STUDY, NULL);

  if (g_file_peek_path (folder) == NULL)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("A study must lie in a folder of this computer; copy it to one"));
      return NULL;
    }
  self->folder = g_object_ref (folder);
  if (!make_folder (folder, error))
    return NULL;
  take_lock (self);
  if (!open_database (self, error) || !cs_study_load_reading (self, error) ||
      !cs_study_load_films (self, error) || !cs_study_load_exams (self, error) || !load_networks (self, error) ||
      !cs_study_load_acts (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

CsStudy *
cs_study_open_beside (GFile      *folder,
                      const char *reader,
                      GError    **error)
{
  g_autoptr (CsStudy) self = g_object_new (CS_TYPE_STUDY, NULL);

  self->folder = g_object_ref (folder);
  self->beside = TRUE;
  if (!open_database (self, error) || !cs_study_load_reading (self, error))
    return NULL;
  replace (&self->reader, reader);
  return cs_study_renew_view (self, error) && cs_study_load_films (self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
cs_study_is_study (GFile *folder)
{
  g_autoptr (GFile) file = g_file_get_child (folder, DATABASE);

  return g_file_query_exists (file, NULL);
}

void
cs_study_close (CsStudy *self)
{
  g_clear_pointer (&self->store, cs_store_close);
  /* A decoder that is just being started has a copy of the descriptor: closing ours alone would leave it the lock. */
  if (self->lock >= 0)
    {
      flock (self->lock, LOCK_UN);
      close (self->lock);
    }
  self->lock = -1;
}

GFile *
cs_study_get_folder (CsStudy *self)
{
  return self->folder;
}

gboolean
cs_study_get_read_only (CsStudy *self)
{
  return self->read_only || self->resting;
}

gboolean
cs_study_get_resting (CsStudy *self)
{
  return self->resting;
}

void
cs_study_rest (CsStudy    *self,
               const char *why)
{
  self->resting = why != NULL;
  replace (&self->why, why);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READ_ONLY]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WHY_READ_ONLY]);
  cs_study_notify_acts (self);
}

void
cs_study_wake (CsStudy *self)
{
  g_signal_emit (self, signals[AWAKE], 0);
  g_signal_handlers_disconnect_matched (self, G_SIGNAL_MATCH_ID, signals[AWAKE], 0, NULL, NULL, NULL);
}

void
cs_study_when_awake (CsStudy      *self,
                     CsStudyAwake  func,
                     gpointer      object)
{
  if (!self->resting)
    func (object);
  else if (g_signal_handler_find (self, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL, (gpointer) func,
                                  object) == 0)
    g_signal_connect_object (self, "awake", G_CALLBACK (func), object, G_CONNECT_SWAPPED);
}

gboolean
cs_study_may_write (CsStudy *self,
                    GError **error)
{
  if (self->store != NULL && !cs_study_get_read_only (self))
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, "“%s”: %s", g_file_peek_path (self->folder),
               self->store == NULL ? _("the study is closed; open it again") : self->why);
  return FALSE;
}

void
cs_study_notify_acts (CsStudy *self)
{
  for (guint id = PROP_CAN_UNDO; id <= PROP_REDO_TITLE; id++)
    g_object_notify_by_pspec (G_OBJECT (self), props[id]);
}

void
cs_study_set_model (CsStudy    *self,
                    const char *digest)
{
  replace (&self->model, digest);
}

void
cs_study_set_queue (CsStudy    *self,
                    const char *order)
{
  replace (&self->queue, order);
}

char *
cs_study_get_settings (CsStudy *self)
{
  g_autoptr (CsQuery) query = self->store != NULL
    ? cs_store_ask (self->store, NULL, "SELECT value FROM settings WHERE name = 'pipeline'", "") : NULL;

  return query != NULL && cs_query_next (query, NULL) ? g_strdup (cs_query_text (query, 0)) : NULL;
}

char *
cs_study_get_proposed_with (CsStudy *self,
                            CsEntry *entry)
{
  g_autoptr (CsQuery) query = self->store != NULL
    ? cs_store_ask (self->store, NULL, "SELECT settings FROM films WHERE id = ? AND settings IS NOT NULL", "i",
                    cs_entry_get_id (entry)) : NULL;

  return query != NULL && cs_query_next (query, NULL) ? g_strdup (cs_query_text (query, 0)) : NULL;
}

gboolean
cs_study_set_settings (CsStudy    *self,
                       const char *text,
                       GError    **error)
{
  return cs_study_may_write (self, error) &&
         cs_store_do (self->store, error, "INSERT OR REPLACE INTO settings (name, value) VALUES ('pipeline', ?)", "s",
                      text);
}

GListModel *
cs_study_get_networks (CsStudy *self)
{
  return G_LIST_MODEL (self->networks);
}

GFile *
cs_study_new_network (CsStudy    *self,
                      const char *title)
{
  g_autoptr (GFile) folder = g_file_get_child (self->folder, NETWORKS);
  g_autofree char *stem = g_strcanon (g_ascii_strdown (title, -1), "abcdefghijklmnopqrstuvwxyz0123456789", '-');

  /* A failure shows when the network is written, with a message of its own. */
  g_file_make_directory_with_parents (folder, NULL, NULL);
  for (guint i = 1; ; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%u.net", stem, i);
      g_autoptr (GFile) file = g_file_get_child (folder, name);

      if (!g_file_query_exists (file, NULL))
        return g_steal_pointer (&file);
    }
}

gboolean
cs_study_add_network (CsStudy    *self,
                      GFile      *file,
                      const char *title,
                      const char *digest,
                      const char *figures,
                      GError    **error)
{
  g_autofree char *relative = g_file_get_relative_path (self->folder, file);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gboolean ok;

  if (!cs_study_may_write (self, error) || !cs_store_begin (self->store, error))
    return FALSE;
  ok = cs_store_do (self->store, error, "INSERT OR REPLACE INTO networks (path, title, digest, figures, at)"
                    " VALUES (?, ?, ?, ?, ?)", "ssssi", relative != NULL ? relative : g_file_peek_path (file), title,
                    digest, figures != NULL ? figures : "{}", now) &&
       cs_study_note (self, "network", 1, 0, digest, error);
  if (!cs_store_end (self->store, ok, error))
    return FALSE;
  cs_study_notify_acts (self);
  return load_networks (self, error);
}

gboolean
cs_study_log_run (CsStudy    *self,
                  const char *kind,
                  const char *digest,
                  const char *result_json,
                  GError    **error)
{
  gboolean ok;

  if (!cs_study_may_write (self, error) || !cs_store_begin (self->store, error))
    return FALSE;
  ok = cs_store_do (self->store, error, "INSERT INTO runs (kind, digest, result, who, at) VALUES (?, ?, ?, ?, ?)",
                    "ssssi", kind, digest != NULL ? digest : "", result_json, self->reader,
                    g_get_real_time () / G_USEC_PER_SEC) &&
       cs_study_note (self, "run", 1, 0, kind, error);
  if (!cs_store_end (self->store, ok, error))
    return FALSE;
  cs_study_notify_acts (self);
  return TRUE;
}

/* A mark's id -> what its set calls it. */
static GHashTable *
fetch_truth_words (CsStudy *self)
{
  GHashTable *words = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (CsQuery) row = self->store == NULL ? NULL
    : cs_store_ask (self->store, NULL, "SELECT mark, word FROM truth_words", "");

  while (row != NULL && cs_query_next (row, NULL))
    g_hash_table_insert (words, g_memdup2 (&(gint64) { cs_query_int (row, 0) }, sizeof (gint64)),
                         (gpointer) g_intern_string (cs_query_text (row, 1)));
  return words;
}

CsRecord *
cs_study_freeze (CsStudy *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->entries));
  g_autofree char *title = g_file_get_basename (self->folder);
  CsRecord *record = cs_record_new (title, n);
  g_autoptr (GHashTable) words = cs_study_fetch_words (self), called = fetch_truth_words (self);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), i);
      g_autoptr (GArray) rows = cs_mark_rows_new ();
      g_autoptr (CsWords) of_film = cs_words_of_film (self, words, entry);
      g_autofree char *woman = cs_study_get_woman (self, entry);
      g_autoptr (GError) error = NULL;

      cs_record_set_film (record, i, entry, woman, cs_study_is_kept_out (self, entry), of_film);
      for (guint truth = 0; truth < 2 && self->store != NULL; truth++)
        if (!cs_study_fetch_marks (self, entry, truth, rows, &error))
          break;
      cs_record_put_lack (record, error);
      for (guint k = 0; k < rows->len; k++)
        {
          const CsMarkRow *row = &g_array_index (rows, CsMarkRow, k);

          cs_record_add_mark (record, i, row, cs_words_of_mark (words, row->id),
                              g_hash_table_lookup (called, &row->id));
        }
    }
  return record;
}

CsRecord *
cs_study_freeze_part (CsStudy *self,
                      gboolean kept_out)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self);

  return cs_record_part (record, kept_out);
}
