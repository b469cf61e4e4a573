#include "cs-analyst.h"

#include <glib/gi18n.h>
#include "cs-film-order.h"
#include "cs-network-offer.h"
#include "cs-pipeline.h"

/* A change is answered at once. One that comes while a run is under way waits for its end, but not longer than this:
 * what is quick follows a slider under the hand, what is slow is not begun at each of its steps. */
#define REST_MS 150
/* Films up to this size are kept, with their products, for the way back; larger ones would fill the memory. */
#define KEEP_PIXELS (4u * 1024 * 1024)

/* A preview is of an image of at most so many pixels: stages need about a tenth of a second for it. */
#define PREVIEW_PIXELS (1536u * 1024)
/* Who has the answer itself so soon needs no preview of it. */
#define SOON_SECONDS 0.2

typedef struct { gint64 entry; CsImage *image; CsAnalysis *analysis; } Kept;

struct _CsAnalyst
{
  GObject parent_instance;

  CsSession *session;
  CsEntry *entry;           /* whose film is being read or held: the session's, one notification late */
  CsJob *reading, *running, *loading;
  CsAnalysis *known;        /* of this film, maybe of older settings */
  CsAnalysis *coarse;       /* likewise, of its image halved: what previews are made from */
  Kept kept;                /* the film before this one */
  guint rest_id;
  gboolean propose_again;
  gboolean answered;        /* the run under way has given its boxes */
};

G_DEFINE_FINAL_TYPE (CsAnalyst, cs_analyst, G_TYPE_OBJECT)

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What a run takes with it. */
typedef struct { CsImage *image; NnNet *network; CsSettings *settings; CsAnalysis *known, *coarse; } Run;

static void
run_free (gpointer data)
{
  Run *run = data;
  cs_image_unref (run->image);
  cs_settings_unref (run->settings);
  g_clear_pointer (&run->network, nn_net_unref);
  g_clear_pointer (&run->known, cs_analysis_unref);
  g_clear_pointer (&run->coarse, cs_analysis_unref);
  g_free (run);
}

static void
kept_clear (Kept *kept)
{
  g_clear_pointer (&kept->image, cs_image_unref);
  g_clear_pointer (&kept->analysis, cs_analysis_unref);
}

static void start_run (CsAnalyst *self);

static void
fail (CsAnalyst *self, GError *error)
{
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
hold (CsAnalysis **held, CsAnalysis *analysis)
{
  g_clear_pointer (held, cs_analysis_unref);
  *held = analysis ? cs_analysis_ref (analysis) : NULL;
}

static gsize
size_of (CsAnalysis *analysis)
{
  return analysis ? cs_analysis_get_size (analysis) : 0;
}

/* What is held is told to the shelf, which keeps the account. Of the film in hand all is needed; that of the film
 * before goes where there is no room for both. */
static void
tell_shelf (CsAnalyst *self)
{
  CsShelf *shelf = cs_session_get_shelf (self->session);
  gsize now = size_of (self->known) + size_of (self->coarse);

  if (now + size_of (self->kept.analysis) > cs_shelf_get_room (shelf))
    kept_clear (&self->kept);
  cs_shelf_set_beside (shelf, now + size_of (self->kept.analysis));
}

static guint64
count_pixels (const CsImage *image)
{
  return (guint64) cs_image_get_width (image) * cs_image_get_height (image);
}

/* The film that is left becomes the one before. */
static void
keep (CsAnalyst *self)
{
  CsImage *image = self->known ? cs_analysis_get_image (self->known) : NULL;

  kept_clear (&self->kept);
  if (!self->entry || !image || count_pixels (image) > KEEP_PIXELS)
    return;
  self->kept = (Kept) { cs_entry_get_id (self->entry), cs_image_ref (image), cs_analysis_ref (self->known) };
}

/* What is known of the film in hand, which may be another one than that whose analysis waited for the study. */
static void
store_known (gpointer data)
{
  CsAnalyst *self = data;
  CsAnalysis *analysis = self->known;
  CsStudy *study = cs_session_get_study (self->session);
  CsProduct *boxes = analysis ? cs_analysis_get (analysis, "boxes") : NULL;
  g_autofree char *text = analysis ? cs_settings_to_text (cs_analysis_get_settings (analysis)) : NULL;
  g_autofree char *stored = study ? cs_study_get_settings (study) : NULL;
  g_autoptr (GError) error = NULL;

  if (!analysis || !study || cs_study_get_read_only (study))
    return;
  if (g_strcmp0 (stored, text) != 0 && !cs_study_set_settings (study, text, &error))
    {
      fail (self, error);
      return;
    }
  if (!boxes || (cs_entry_get_proposed (self->entry) && !self->propose_again))
    return;
  self->propose_again = FALSE;
  if (!cs_study_propose (study, self->entry, boxes, text, &error))
    fail (self, error);
}

static void
analysed_cb (gpointer item, gpointer data)
{
  CsAnalyst *self = data;

  if (cs_image_get_halvings (cs_analysis_get_image (item)) > 0)
    {
      hold (&self->coarse, item);
      cs_session_set_preview (self->session, item);
      return;
    }
  hold (&self->known, item);
  tell_shelf (self);
  self->answered = TRUE;
  cs_session_set_analysis (self->session, item);
  cs_study_when_awake (cs_session_get_study (self->session), store_known, self);
}

static void
run_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsAnalysis) analysis = cs_job_finish (CS_JOB (source), result, &error);
  CsAnalyst *self = data;

  g_clear_object (&self->running);
  if (analysis)
    {
      hold (&self->known, analysis);
      cs_session_set_analysis (self->session, analysis);
    }
  cs_session_set_preview (self->session, NULL);
  fail (self, error);
  if (self->rest_id)
    start_run (self);
  else
    cs_session_set_busy (self->session, FALSE);
}

static void
report_cb (double fraction, const char *stage_title, gpointer data)
{
  cs_job_report (data, fraction, stage_title ? _(stage_title) : NULL);
}

static CsImage *
shrink (CsImage *image)
{
  CsImage *small = cs_image_ref (image);

  while (count_pixels (small) > PREVIEW_PIXELS)
    {
      CsImage *half = cs_image_halve (small);
      cs_image_unref (small);
      small = half;
    }
  return small;
}

/* What a large film will look like, soon. Should it fail, the film itself will tell why. */
static void
send_preview (CsJob *job, const Run *run)
{
  g_autoptr (CsImage) small = NULL;
  CsAnalysis *preview = NULL;

  if (run->known && cs_analysis_get_image (run->known) == run->image
      && cs_pipeline_estimate (run->image, run->settings, run->known) < SOON_SECONDS)
    return;
  small = run->coarse ? cs_image_ref (cs_analysis_get_image (run->coarse)) : shrink (run->image);
  if (cs_image_get_halvings (small) > 0)
    preview = cs_pipeline_run (small, NULL, run->settings, run->coarse, NULL, NULL, NULL,
                               cs_job_get_cancellable (job), NULL);
  if (preview)
    cs_job_send (job, preview, (GDestroyNotify) cs_analysis_unref);
}

/* First what needs no network, so that boxes are there soon; then the rest, on top of it. */
static gpointer
run_stages (CsJob *job, gpointer input, GError **error)
{
  Run *run = input;
  GCancellable *cancellable = cs_job_get_cancellable (job);
  g_autoptr (CsAnalysis) plain = NULL;

  send_preview (job, run);
  plain = cs_pipeline_run (run->image, NULL, run->settings, run->known, NULL, report_cb, job, cancellable, error);
  if (!plain)
    return NULL;
  cs_job_send (job, cs_analysis_ref (plain), (GDestroyNotify) cs_analysis_unref);
  if (!run->network)
    return g_steal_pointer (&plain);
  return cs_pipeline_run (run->image, run->network, run->settings, plain, NULL, report_cb, job, cancellable, error);
}

static void
start_run (CsAnalyst *self)
{
  CsImage *image = cs_session_get_image (self->session);
  NnNet *network = cs_session_get_network (self->session);
  g_autofree char *title = NULL;
  Run *run;

  g_clear_handle_id (&self->rest_id, g_source_remove);
  cs_job_abandon (&self->running);
  self->answered = FALSE;
  if (!image || !self->entry)
    return;
  run = g_new (Run, 1);
  *run = (Run) { cs_image_ref (image), network ? nn_net_ref (network) : NULL,
                 cs_settings_ref (cs_session_get_settings (self->session)),
                 self->known ? cs_analysis_ref (self->known) : NULL,
                 self->coarse ? cs_analysis_ref (self->coarse) : NULL };
  /* Translators: a job in the list of jobs; %s is the name of a film. */
  title = g_strdup_printf (_("Analysing %s"), cs_entry_get_name (self->entry));
  self->running = cs_job_start (title, run_stages, run, run_free, (GDestroyNotify) cs_analysis_unref,
                                run_done_cb, self);
  cs_job_set_receiver (self->running, analysed_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->running);
  cs_session_set_busy (self->session, TRUE);
}

static gpointer
read_film (CsJob *job, gpointer input, GError **error)
{
  return cs_film_order_read (input, cs_job_get_cancellable (job), error);
}

/* A study from before dates were kept learns of them as its films are read. */
static void
learn (CsAnalyst *self, CsImage *image)
{
  g_autoptr (GError) error = NULL;

  if (!cs_study_learn (cs_session_get_study (self->session), self->entry, cs_image_get_details (image), &error))
    fail (self, error);
}

static void
read_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = cs_job_finish (CS_JOB (source), result, &error);
  CsAnalyst *self = data;

  g_clear_object (&self->reading);
  fail (self, error);
  if (!image)
    {
      cs_session_set_busy (self->session, FALSE);
      return;
    }
  learn (self, image);
  cs_shelf_put (cs_session_get_shelf (self->session), self->entry, image);
  cs_session_set_image (self->session, image);
  start_run (self);
}

/* From the shelf where it is at hand: then it is shown at once. */
static void
start_reading (CsAnalyst *self)
{
  CsPlate *plate = cs_shelf_get (cs_session_get_shelf (self->session), self->entry);
  g_autofree char *title = g_strdup_printf (_("Reading %s"), cs_entry_get_name (self->entry));

  if (plate)
    {
      cs_session_set_image (self->session, cs_plate_get_image (plate));
      start_run (self);
      return;
    }
  self->reading = cs_job_start (title, read_film, cs_film_order_new (self->entry), (GDestroyNotify) cs_film_order_free,
                                (GDestroyNotify) cs_image_unref, read_done_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->reading);
  cs_session_set_busy (self->session, TRUE);
}

static gboolean
rested_cb (gpointer data)
{
  CsAnalyst *self = data;
  self->rest_id = 0;
  start_run (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for_rest (CsAnalyst *self)
{
  if (!cs_session_get_image (self->session))
    return;
  cs_job_abandon (&self->running);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (REST_MS, rested_cb, self);
  cs_session_set_busy (self->session, TRUE);
}

/* A run that has answered, and is at the network's part, gives way. One that is to make proposals is not worth
 * finishing: they are to be those of the new settings. */
static void
settings_changed_cb (CsAnalyst *self)
{
  if (!self->entry || !cs_entry_get_proposed (self->entry) || self->propose_again)
    wait_for_rest (self);
  else if (!cs_session_get_image (self->session))
    return;
  else if (!self->running || self->answered)
    start_run (self);
  else if (!self->rest_id)
    self->rest_id = g_timeout_add (REST_MS, rested_cb, self);
}

/* Spacing, side or view set by hand: the same pixels with other facts. */
static void
facts_changed_cb (CsAnalyst *self)
{
  CsImage *image = cs_session_get_image (self->session);
  g_autoptr (CsImage) other = image ? cs_image_with_facts (image, cs_entry_get_facts (self->entry)) : NULL;

  if (!other)
    return;
  hold (&self->coarse, NULL);
  cs_session_set_image (self->session, other);
  wait_for_rest (self);
}

static void
entry_facts_cb (CsEntry *entry, GParamSpec *pspec, gpointer data)
{
  const char *const facts[] = { "mm-per-pixel", "side", "view", "case-id", NULL };
  if (g_strv_contains (facts, pspec->name))
    facts_changed_cb (data);
}

static void
watch_entry (CsAnalyst *self, CsEntry *entry)
{
  if (self->entry)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_set_object (&self->entry, entry);
  if (entry)
    g_signal_connect (entry, "notify", G_CALLBACK (entry_facts_cb), self);
}

static void
entry_changed_cb (CsAnalyst *self)
{
  CsEntry *entry = cs_session_get_entry (self->session);
  Kept kept = self->kept;

  if (entry == self->entry)
    return;
  cs_job_abandon (&self->reading);
  cs_job_abandon (&self->running);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->propose_again = FALSE;
  self->kept = (Kept) { 0 };
  keep (self);
  hold (&self->known, NULL);
  hold (&self->coarse, NULL);
  watch_entry (self, entry);
  if (entry && kept.image && kept.entry == cs_entry_get_id (entry))
    {
      hold (&self->known, kept.analysis);
      cs_shelf_put (cs_session_get_shelf (self->session), entry, kept.image);
      cs_session_set_image (self->session, kept.image);
      cs_session_set_analysis (self->session, kept.analysis);
      facts_changed_cb (self);
    }
  else if (entry)
    start_reading (self);
  else
    cs_session_set_busy (self->session, FALSE);
  kept_clear (&kept);
  tell_shelf (self);
}

static void
network_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NnNet) network = cs_job_finish (CS_JOB (source), result, &error);
  CsAnalyst *self = data;

  g_clear_object (&self->loading);
  fail (self, error);
  if (network && !cs_session_get_network (self->session))
    cs_session_set_network (self->session, network);
}

/* The newest network of a study is in use until somebody chooses; before there is one, that which comes along. */
static void
load_newest_network (CsAnalyst *self, CsStudy *study)
{
  g_autoptr (CsNetwork) newest = g_list_model_get_item (cs_study_get_networks (study), 0);
  g_autoptr (CsNetwork) shipped = newest ? NULL : cs_network_new_shipped ();

  if (!newest && !shipped)
    return;
  self->loading = cs_network_offer_load (newest ? newest : shipped, network_loaded_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->loading);
}

static void
study_changed_cb (CsAnalyst *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autofree char *text = study ? cs_study_get_settings (study) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsSettings) settings = NULL;

  /* What runs is of a film of the study before. */
  cs_job_abandon (&self->reading);
  cs_job_abandon (&self->running);
  cs_job_abandon (&self->loading);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  kept_clear (&self->kept);   /* ids are a study's own */
  hold (&self->known, NULL);
  hold (&self->coarse, NULL);
  tell_shelf (self);
  watch_entry (self, NULL);
  cs_session_set_busy (self->session, FALSE);
  if (!study)
    return;
  settings = text ? cs_settings_from_text (text, &error) : cs_settings_new (NULL);
  fail (self, error);
  if (settings)
    cs_session_set_settings (self->session, settings);
  load_newest_network (self, study);
}

static void
dispose (GObject *object)
{
  CsAnalyst *self = CS_ANALYST (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  cs_job_abandon (&self->reading);
  cs_job_abandon (&self->running);
  cs_job_abandon (&self->loading);
  hold (&self->known, NULL);
  hold (&self->coarse, NULL);
  kept_clear (&self->kept);
  watch_entry (self, NULL);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_analyst_parent_class)->dispose (object);
}

static void
cs_analyst_class_init (CsAnalystClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[FAILED] = g_signal_new ("failed", CS_TYPE_ANALYST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
cs_analyst_init (CsAnalyst *self)
{
}

CsAnalyst *
cs_analyst_new (CsSession *session)
{
  CsAnalyst *self = g_object_new (CS_TYPE_ANALYST, NULL);

  g_return_val_if_fail (CS_IS_SESSION (session), NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::study", G_CALLBACK (study_changed_cb), self);
  g_signal_connect_swapped (session, "notify::entry", G_CALLBACK (entry_changed_cb), self);
  g_signal_connect_swapped (session, "notify::settings", G_CALLBACK (settings_changed_cb), self);
  g_signal_connect_swapped (session, "notify::network", G_CALLBACK (wait_for_rest), self);
  if (cs_session_get_study (session))
    study_changed_cb (self);
  entry_changed_cb (self);
  return self;
}

void
cs_analyst_propose_again (CsAnalyst *self)
{
  g_return_if_fail (CS_IS_ANALYST (self));
  self->propose_again = TRUE;
  if (!cs_session_get_image (self->session) && self->entry && !self->reading)
    start_reading (self);   /* reading it was stopped, or failed */
  wait_for_rest (self);
}

void
cs_analyst_hurry (CsAnalyst *self)
{
  g_return_if_fail (CS_IS_ANALYST (self));
  if (self->rest_id)
    start_run (self);
}
