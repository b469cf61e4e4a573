#include "cs-proposer.h"

#include <glib/gi18n.h>
#include "cs-film-order.h"
#include "cs-pipeline.h"

struct _CsProposer
{
  GObject parent_instance;
  CsSession *session;
  CsStudy *study;            /* while a job runs */
  CsJob *job;
  GQueue late;               /* of Find: what came while the study took nothing */
  gboolean done;             /* the job is: FINISHED follows as soon as all is entered */
  guint n_films;
  GString *failures;
};

typedef struct { GPtrArray *orders; CsSettings *settings; } Search;

/* What the job sends: the boxes of a film, or why there are none. */
typedef struct { gint64 id; CsProduct *boxes; char *settings; GError *error; } Find;

G_DEFINE_FINAL_TYPE (CsProposer, cs_proposer, G_TYPE_OBJECT)

enum { FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
search_free (gpointer data)
{
  Search *search = data;
  g_ptr_array_unref (search->orders);
  cs_settings_unref (search->settings);
  g_free (search);
}

static void
find_free (gpointer data)
{
  Find *find = data;
  g_clear_pointer (&find->boxes, cs_product_unref);
  g_clear_error (&find->error);
  g_free (find->settings);
  g_free (find);
}

static CsAnalysis *
analyse (const CsFilmOrder *order, CsSettings *settings, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsImage) image = cs_film_order_read (order, cancellable, error);

  return image ? cs_pipeline_run_for ((const char *const[]) { "boxes", NULL }, image, NULL, settings, NULL, NULL,
                                      cancellable, error) : NULL;
}

static Find *
search_one (const CsFilmOrder *order, CsSettings *settings, GCancellable *cancellable)
{
  Find *find = g_new0 (Find, 1);
  g_autoptr (CsAnalysis) analysis = analyse (order, settings, cancellable, &find->error);
  CsProduct *boxes = analysis ? cs_analysis_get (analysis, "boxes") : NULL;

  find->id = cs_film_order_get_id (order);
  find->boxes = boxes ? cs_product_ref (boxes) : NULL;
  find->settings = cs_settings_to_text (settings);
  return find;
}

static gpointer
search_films (CsJob *job, gpointer input, GError **error)
{
  Search *search = input;
  GCancellable *cancellable = cs_job_get_cancellable (job);

  for (guint i = 0; i < search->orders->len && !g_cancellable_set_error_if_cancelled (cancellable, error); i++)
    {
      CsFilmOrder *order = search->orders->pdata[i];
      g_autofree char *message = g_strdup_printf (_("%u of %u: %s"), i + 1, search->orders->len,
                                                  cs_film_order_get_name (order));
      cs_job_report (job, (double) i / search->orders->len, message);
      cs_job_send (job, search_one (order, search->settings, cancellable), find_free);
    }
  return NULL;
}

static CsEntry *
find_entry (CsStudy *study, gint64 id)
{
  GListModel *entries = cs_study_get_entries (study);
  guint n = g_list_model_get_n_items (entries);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, i);
      if (cs_entry_get_id (entry) == id)
        return entry;        /* the list holds it */
    }
  return NULL;
}

static void
note (CsProposer *self, const GError *error)
{
  if (!error || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->failures->len > 2000)
    return;
  g_string_append_printf (self->failures, "%s%s", self->failures->len ? "\n" : "", error->message);
}

static void
finish (CsProposer *self)
{
  cs_job_abandon (&self->job);
  g_queue_clear_full (&self->late, find_free);
  g_signal_emit (self, signals[FINISHED], 0, self->n_films, self->failures->str);
}

/* FALSE: a study that refuses one film refuses all. */
static gboolean
enter (CsProposer *self, Find *find)
{
  CsEntry *entry = find_entry (self->study, find->id);
  g_autoptr (GError) error = NULL;

  note (self, find->error);
  if (!find->boxes || !entry || cs_entry_get_proposed (entry))
    return TRUE;
  if (cs_study_propose (self->study, entry, find->boxes, find->settings, &error))
    self->n_films++;
  note (self, error);
  return !error;
}

static void
enter_late (gpointer data)
{
  CsProposer *self = data;
  gboolean ok = TRUE;

  while (self->study && ok && !g_queue_is_empty (&self->late))
    {
      Find *find = g_queue_pop_head (&self->late);

      ok = enter (self, find);
      find_free (find);
    }
  if (!ok || (self->study && self->done))
    finish (self);
}

static void
found_cb (gpointer item, gpointer data)
{
  CsProposer *self = data;
  Find *find = item, *own = g_memdup2 (find, sizeof *find);

  *find = (Find) { 0 };
  g_queue_push_tail (&self->late, own);
  cs_study_when_awake (self->study, enter_late, self);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  CsProposer *self = data;

  cs_job_finish (CS_JOB (source), result, &error);
  g_clear_object (&self->job);
  self->done = TRUE;
  cs_study_when_awake (self->study, enter_late, self);
}

static void
stop (CsProposer *self)
{
  cs_job_abandon (&self->job);
  g_queue_clear_full (&self->late, find_free);
  g_clear_object (&self->study);
}

static void
dispose (GObject *object)
{
  CsProposer *self = CS_PROPOSER (object);

  stop (self);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_proposer_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_string_free (CS_PROPOSER (object)->failures, TRUE);
  G_OBJECT_CLASS (cs_proposer_parent_class)->finalize (object);
}

static void
cs_proposer_class_init (CsProposerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[FINISHED] = g_signal_new ("finished", CS_TYPE_PROPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
}

static void
cs_proposer_init (CsProposer *self)
{
  self->failures = g_string_new (NULL);
  g_queue_init (&self->late);
}

CsProposer *
cs_proposer_new (CsSession *session)
{
  CsProposer *self = g_object_new (CS_TYPE_PROPOSER, NULL);

  g_return_val_if_fail (CS_IS_SESSION (session), NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::study", G_CALLBACK (stop), self);
  return self;
}

static GPtrArray *
list_orders (CsStudy *study)
{
  GListModel *entries = cs_study_get_entries (study);
  GPtrArray *orders = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_film_order_free);
  guint n = g_list_model_get_n_items (entries);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, i);
      if (!cs_entry_get_proposed (entry) && !cs_entry_get_missing (entry))
        g_ptr_array_add (orders, cs_film_order_new (entry));
    }
  return orders;
}

gboolean
cs_proposer_start (CsProposer *self)
{
  CsStudy *study;
  g_autoptr (GPtrArray) orders = NULL;
  Search *search;

  g_return_val_if_fail (CS_IS_PROPOSER (self), FALSE);
  study = cs_session_get_study (self->session);
  if (cs_proposer_get_busy (self) || !study || cs_study_get_read_only (study))
    return FALSE;
  orders = list_orders (study);
  if (orders->len == 0)
    return FALSE;
  search = g_new (Search, 1);
  *search = (Search) { g_steal_pointer (&orders), cs_settings_ref (cs_session_get_settings (self->session)) };
  g_set_object (&self->study, study);
  g_string_truncate (self->failures, 0);
  self->done = FALSE;
  self->n_films = 0;
  self->job = cs_job_start (_("Looking for calcifications"), search_films, search, search_free, NULL, done_cb, self);
  cs_job_set_receiver (self->job, found_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->job);
  return TRUE;
}

gboolean
cs_proposer_get_busy (CsProposer *self)
{
  g_return_val_if_fail (CS_IS_PROPOSER (self), FALSE);
  return self->job || !g_queue_is_empty (&self->late);
}
