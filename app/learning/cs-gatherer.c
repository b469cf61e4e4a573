#include "cs-gatherer.h"

#include <glib/gi18n.h>

/* Verdicts come in quick succession: wait that long, in ms, for another. */
#define PATIENCE 150

struct _CsGatherer
{
  GObject         parent_instance;
  CsSession      *session;
  CsStudy        *study;
  CsPatches      *patches;      /* the last gathered; NULL: none yet */
  GListStore     *items;
  CsJob          *job;
  guint           timer;
  gboolean        looked_at, outdated;
  CsGathererState state;
  char           *failure;
};

typedef struct { CsRecord *record; CsSettings *settings; CsPatches *known; } Gathering;

G_DEFINE_FINAL_TYPE (CsGatherer, cs_gatherer, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
gathering_free (gpointer data)
{
  Gathering *gathering = data;

  cs_record_unref (gathering->record);
  cs_settings_unref (gathering->settings);
  g_clear_pointer (&gathering->known, cs_patches_unref);
  g_free (gathering);
}

/* In the job's thread. */
static void
report_cb (double fraction, const char *title, gpointer job)
{
  cs_job_report (job, fraction, NULL);
}

static gpointer
gather (CsJob *job, gpointer input, GError **error)
{
  Gathering *gathering = input;
  CsCut cut = CS_CUT_STANDARD;

  return cs_patches_gather_again (gathering->known, gathering->record, gathering->settings, &cut, report_cb, job,
                                  cs_job_get_cancellable (job), error);
}

static void
tell (CsGatherer *self, CsGathererState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Rows that show the same place stay: so does what is selected, and how far the gallery was scrolled. */
static void
show_patches (CsGatherer *self, CsPatches *patches)
{
  guint n = cs_patches_get_n (patches), old = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint first = 0, last = 0;
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);

  for (; first < MIN (n, old); first++)
    {
      g_autoptr (CsPatchItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), first);

      if (!cs_patch_item_is_of (item, patches, first))
        break;
      cs_patch_item_renew (item, patches, first);
    }
  for (; last < MIN (n, old) - first; last++)
    {
      g_autoptr (CsPatchItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), old - 1 - last);

      if (!cs_patch_item_is_of (item, patches, n - 1 - last))
        break;
      cs_patch_item_renew (item, patches, n - 1 - last);
    }
  for (guint i = first; i < n - last; i++)
    g_ptr_array_add (fresh, cs_patch_item_new (patches, i));
  g_list_store_splice (self->items, first, old - last - first, fresh->pdata, fresh->len);
}

static void
keep (CsGatherer *self, CsPatches *patches)
{
  show_patches (self, patches);
  g_clear_pointer (&self->patches, cs_patches_unref);
  self->patches = patches;
}

static void schedule (CsGatherer *self);

static void
drop_job (CsGatherer *self)
{
  if (!self->job)
    return;
  g_signal_handlers_disconnect_by_data (self->job, self);
  cs_job_abandon (&self->job);
}

static void
gathered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  CsPatches *patches = cs_job_finish (CS_JOB (source), result, &error);
  CsGatherer *self = data;

  drop_job (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->outdated = TRUE;
      tell (self, CS_GATHERER_STOPPED);
      return;
    }
  g_clear_pointer (&self->failure, g_free);
  if (patches)
    keep (self, patches);
  else
    self->failure = g_strdup (error ? error->message : "");
  tell (self, patches ? CS_GATHERER_IDLE : CS_GATHERER_FAILED);
  if (self->outdated)
    schedule (self);
}

static void
progress_cb (CsGatherer *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
start_cb (gpointer data)
{
  CsGatherer *self = data;

  self->timer = 0;
  cs_gatherer_start (self);
  return G_SOURCE_REMOVE;
}

/* A gathering that runs is not thrown away: what it has cut serves the next. */
static void
schedule (CsGatherer *self)
{
  if (!self->looked_at || !self->outdated || !self->study || self->job || self->state == CS_GATHERER_STOPPED)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (PATIENCE, start_cb, self);
}

static void
outdate_cb (CsGatherer *self)
{
  self->outdated = TRUE;
  schedule (self);
}

static void
forget_study (CsGatherer *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  drop_job (self);
  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_clear_object (&self->study);
  g_clear_pointer (&self->patches, cs_patches_unref);
  g_list_store_remove_all (self->items);
}

static void
study_changed_cb (CsGatherer *self)
{
  forget_study (self);
  self->study = cs_session_get_study (self->session);
  if (self->study)
    {
      g_object_ref (self->study);
      /* Every act has a title, so every change of a verdict, a mask or a film's facts changes it. */
      g_signal_connect_swapped (self->study, "notify::undo-title", G_CALLBACK (outdate_cb), self);
    }
  self->outdated = TRUE;
  tell (self, CS_GATHERER_IDLE);
  schedule (self);
}

static void
dispose (GObject *object)
{
  CsGatherer *self = CS_GATHERER (object);

  forget_study (self);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_gatherer_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsGatherer *self = CS_GATHERER (object);

  g_object_unref (self->items);
  g_free (self->failure);
  G_OBJECT_CLASS (cs_gatherer_parent_class)->finalize (object);
}

static void
cs_gatherer_class_init (CsGathererClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_GATHERER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
cs_gatherer_init (CsGatherer *self)
{
  self->items = g_list_store_new (CS_TYPE_PATCH_ITEM);
}

CsGatherer *
cs_gatherer_new (CsSession *session)
{
  CsGatherer *self = g_object_new (CS_TYPE_GATHERER, NULL);

  g_return_val_if_fail (CS_IS_SESSION (session), NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::study", G_CALLBACK (study_changed_cb), self);
  g_signal_connect_swapped (session, "notify::settings", G_CALLBACK (outdate_cb), self);
  study_changed_cb (self);
  return self;
}

GListModel *
cs_gatherer_get_items (CsGatherer *self)
{
  g_return_val_if_fail (CS_IS_GATHERER (self), NULL);
  return G_LIST_MODEL (self->items);
}

CsGathererState
cs_gatherer_get_state (CsGatherer *self)
{
  g_return_val_if_fail (CS_IS_GATHERER (self), CS_GATHERER_IDLE);
  return self->state;
}

CsJob *
cs_gatherer_get_job (CsGatherer *self)
{
  g_return_val_if_fail (CS_IS_GATHERER (self), NULL);
  return self->job;
}

const char *
cs_gatherer_get_failure (CsGatherer *self)
{
  g_return_val_if_fail (CS_IS_GATHERER (self), NULL);
  return self->failure;
}

guint
cs_gatherer_get_n_cases (CsGatherer *self)
{
  g_autoptr (GHashTable) cases = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (CS_IS_GATHERER (self), 0);
  for (guint i = 0; self->patches && i < cs_patches_get_n (self->patches); i++)
    g_hash_table_add (cases, (gpointer) cs_patches_get_case (self->patches, i));
  return g_hash_table_size (cases);
}

void
cs_gatherer_set_looked_at (CsGatherer *self, gboolean looked_at)
{
  g_return_if_fail (CS_IS_GATHERER (self));
  self->looked_at = looked_at;
  schedule (self);
}

void
cs_gatherer_start (CsGatherer *self)
{
  Gathering *gathering;

  g_return_if_fail (CS_IS_GATHERER (self));
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->study || self->job)
    return;
  gathering = g_new0 (Gathering, 1);
  gathering->record = cs_study_freeze_part (self->study, FALSE);
  gathering->settings = cs_settings_ref (cs_session_get_settings (self->session));
  gathering->known = self->patches ? cs_patches_ref (self->patches) : NULL;
  self->outdated = FALSE;
  self->job = cs_job_start (_("Cutting patches"), gather, gathering, gathering_free,
                            (GDestroyNotify) cs_patches_unref, gathered_cb, self);
  g_signal_connect_swapped (self->job, "notify::fraction", G_CALLBACK (progress_cb), self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->job);
  tell (self, CS_GATHERER_BUSY);
}

void
cs_gatherer_stop (CsGatherer *self)
{
  g_return_if_fail (CS_IS_GATHERER (self));
  if (self->job)
    cs_job_cancel (self->job);
}
