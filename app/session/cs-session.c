#include "cs-session.h"

#include "cs-blind.h"

struct _CsSession
{
  GObject parent_instance;

  CsStudy *study;
  CsEntry *entry;
  CsSettings *settings;
  CsImage *image;
  CsAnalysis *analysis, *preview;
  NnNet *network;
  gboolean busy;
  GtkSingleSelection *selection;
  GtkSortListModel *sorted;  /* below the selection */
  CsQueue queue;
  guint hung;
  CsViewport *viewport;
  CsJobs *jobs;
  CsShelf *shelf;
};

G_DEFINE_FINAL_TYPE (CsSession, cs_session, G_TYPE_OBJECT)

enum { PROP_0, PROP_STUDY, PROP_ENTRY, PROP_SETTINGS, PROP_IMAGE, PROP_ANALYSIS, PROP_PREVIEW, PROP_NETWORK, PROP_BUSY,
       PROP_SELECTION, PROP_QUEUE, PROP_HUNG, PROP_VIEWPORT, PROP_JOBS, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
notify (CsSession *self, guint id)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[id]);
}

/* What the machine makes of a film is not there before an own reading is: for nobody who asks. */
static gboolean
is_blind (CsSession *self)
{
  return self->entry && cs_study_is_hidden (self->study, self->entry);
}

static void
reading_changed_cb (CsSession *self)
{
  notify (self, PROP_ANALYSIS);
  notify (self, PROP_PREVIEW);
}

static void
show_marks (CsSession *self)
{
  GListModel *marks = self->entry ? cs_study_get_marks (self->study, self->entry) : NULL;

  if (marks == gtk_sort_list_model_get_model (self->sorted))
    return;
  gtk_sort_list_model_set_model (self->sorted, marks);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsSession *self = CS_SESSION (object);
  switch (id)
    {
    case PROP_STUDY: g_value_set_object (value, self->study); break;
    case PROP_ENTRY: g_value_set_object (value, self->entry); break;
    case PROP_SETTINGS: g_value_set_pointer (value, self->settings); break;
    case PROP_IMAGE: g_value_set_pointer (value, self->image); break;
    case PROP_ANALYSIS: g_value_set_pointer (value, cs_session_get_analysis (self)); break;
    case PROP_PREVIEW: g_value_set_pointer (value, cs_session_get_preview (self)); break;
    case PROP_NETWORK: g_value_set_pointer (value, self->network); break;
    case PROP_BUSY: g_value_set_boolean (value, self->busy); break;
    case PROP_SELECTION: g_value_set_object (value, self->selection); break;
    case PROP_QUEUE: g_value_take_string (value, cs_queue_to_text (&self->queue)); break;
    case PROP_HUNG: g_value_set_uint (value, self->hung); break;
    case PROP_VIEWPORT: g_value_set_object (value, self->viewport); break;
    case PROP_JOBS: g_value_set_object (value, self->jobs); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsSession *self = CS_SESSION (object);
  g_clear_object (&self->selection);
  g_clear_object (&self->sorted);
  g_clear_object (&self->viewport);
  g_clear_object (&self->shelf);
  g_clear_object (&self->jobs);
  g_clear_object (&self->entry);
  g_clear_object (&self->study);
  g_clear_pointer (&self->settings, cs_settings_unref);
  g_clear_pointer (&self->image, cs_image_unref);
  g_clear_pointer (&self->analysis, cs_analysis_unref);
  g_clear_pointer (&self->preview, cs_analysis_unref);
  g_clear_pointer (&self->network, nn_net_unref);
  G_OBJECT_CLASS (cs_session_parent_class)->dispose (object);
}

static void
cs_session_class_init (CsSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->dispose = dispose;
  props[PROP_STUDY] = g_param_spec_object ("study", NULL, NULL, CS_TYPE_STUDY, flags);
  props[PROP_ENTRY] = g_param_spec_object ("entry", NULL, NULL, CS_TYPE_ENTRY, flags);
  props[PROP_SETTINGS] = g_param_spec_pointer ("settings", NULL, NULL, flags);
  props[PROP_IMAGE] = g_param_spec_pointer ("image", NULL, NULL, flags);
  props[PROP_ANALYSIS] = g_param_spec_pointer ("analysis", NULL, NULL, flags);
  props[PROP_PREVIEW] = g_param_spec_pointer ("preview", NULL, NULL, flags);
  props[PROP_NETWORK] = g_param_spec_pointer ("network", NULL, NULL, flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, GTK_TYPE_SINGLE_SELECTION, flags);
  props[PROP_QUEUE] = g_param_spec_string ("queue", NULL, NULL, NULL, flags);
  props[PROP_HUNG] = g_param_spec_uint ("hung", NULL, NULL, 1, 4, 1, flags);
  props[PROP_VIEWPORT] = g_param_spec_object ("viewport", NULL, NULL, CS_TYPE_VIEWPORT, flags);
  props[PROP_JOBS] = g_param_spec_object ("jobs", NULL, NULL, CS_TYPE_JOBS, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_session_init (CsSession *self)
{
  self->settings = cs_settings_new (NULL);
  self->hung = 1;
  self->viewport = cs_viewport_new ();
  self->jobs = cs_jobs_new ();
  self->sorted = gtk_sort_list_model_new (NULL, NULL);
  self->selection = g_object_new (GTK_TYPE_SINGLE_SELECTION, "autoselect", FALSE, "can-unselect", TRUE,
                                  "model", self->sorted, NULL);
  self->shelf = cs_shelf_new (self->jobs);
}

CsSession *
cs_session_new (void)
{
  return g_object_new (CS_TYPE_SESSION, NULL);
}

CsStudy *
cs_session_get_study (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->study;
}

CsEntry *
cs_session_get_entry (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->entry;
}

CsSettings *
cs_session_get_settings (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->settings;
}

CsImage *
cs_session_get_image (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->image;
}

CsAnalysis *
cs_session_get_analysis (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return is_blind (self) ? NULL : self->analysis;
}

CsAnalysis *
cs_session_get_preview (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return is_blind (self) ? NULL : self->preview;
}

NnNet *
cs_session_get_network (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->network;
}

gboolean
cs_session_get_busy (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), FALSE);
  return self->busy;
}

GtkSingleSelection *
cs_session_get_selection (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->selection;
}

CsViewport *
cs_session_get_viewport (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->viewport;
}

CsJobs *
cs_session_get_jobs (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->jobs;
}

CsShelf *
cs_session_get_shelf (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->shelf;
}

CsMark *
cs_session_get_mark (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return gtk_single_selection_get_selected_item (self->selection);
}

void
cs_session_set_study (CsSession *self, CsStudy *study)
{
  g_return_if_fail (CS_IS_SESSION (self));
  if (self->study == study)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  cs_session_set_entry (self, NULL);
  cs_session_set_network (self, NULL);
  cs_shelf_clear (self->shelf);
  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_set_object (&self->study, study);
  if (study)
    g_signal_connect_object (study, "notify::reading", G_CALLBACK (reading_changed_cb), self, G_CONNECT_SWAPPED);
  notify (self, PROP_STUDY);
  g_object_thaw_notify (G_OBJECT (self));
}

void
cs_session_set_entry (CsSession *self, CsEntry *entry)
{
  g_return_if_fail (CS_IS_SESSION (self));
  g_return_if_fail (entry == NULL || self->study != NULL);
  if (self->entry == entry)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  g_set_object (&self->entry, entry);
  show_marks (self);
  cs_session_set_image (self, NULL);
  notify (self, PROP_ENTRY);
  g_object_thaw_notify (G_OBJECT (self));
}

void
cs_session_set_settings (CsSession *self, CsSettings *settings)
{
  g_return_if_fail (CS_IS_SESSION (self));
  g_return_if_fail (settings != NULL);
  if (cs_settings_equal (self->settings, settings))
    return;
  cs_settings_set (&self->settings, settings);
  notify (self, PROP_SETTINGS);
}

/* Another film has another frame: the analysis goes with it. Other facts of the same pixels keep the view. */
void
cs_session_set_image (CsSession *self, CsImage *image)
{
  g_return_if_fail (CS_IS_SESSION (self));
  if (self->image == image)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  cs_session_set_analysis (self, NULL);
  cs_session_set_preview (self, NULL);
  g_clear_pointer (&self->image, cs_image_unref);
  self->image = image ? cs_image_ref (image) : NULL;
  if (image && self->entry)
    cs_viewport_set_turn (self->viewport, (CsTurn) cs_study_get_turn (self->study, self->entry));
  cs_viewport_set_image_size (self->viewport, image ? (int) cs_image_get_width (image) : 0,
                              image ? (int) cs_image_get_height (image) : 0);
  notify (self, PROP_IMAGE);
  g_object_thaw_notify (G_OBJECT (self));
}

void
cs_session_set_analysis (CsSession *self, CsAnalysis *analysis)
{
  g_return_if_fail (CS_IS_SESSION (self));
  if (self->analysis == analysis)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  cs_session_set_preview (self, NULL);
  g_clear_pointer (&self->analysis, cs_analysis_unref);
  self->analysis = analysis ? cs_analysis_ref (analysis) : NULL;
  notify (self, PROP_ANALYSIS);
  g_object_thaw_notify (G_OBJECT (self));
}

void
cs_session_set_preview (CsSession *self, CsAnalysis *preview)
{
  g_return_if_fail (CS_IS_SESSION (self));
  if (self->preview == preview)
    return;
  g_clear_pointer (&self->preview, cs_analysis_unref);
  self->preview = preview ? cs_analysis_ref (preview) : NULL;
  notify (self, PROP_PREVIEW);
}

void
cs_session_set_network (CsSession *self, NnNet *network)
{
  g_return_if_fail (CS_IS_SESSION (self));
  if (self->network == network)
    return;
  g_clear_pointer (&self->network, nn_net_unref);
  self->network = network ? nn_net_ref (network) : NULL;
  notify (self, PROP_NETWORK);
}

void
cs_session_set_busy (CsSession *self, gboolean busy)
{
  g_return_if_fail (CS_IS_SESSION (self));
  if (self->busy == !!busy)
    return;
  self->busy = !!busy;
  notify (self, PROP_BUSY);
}

gboolean
cs_session_select (CsSession *self, CsMark *mark)
{
  GListModel *marks = gtk_single_selection_get_model (self->selection);
  guint n = marks ? g_list_model_get_n_items (marks) : 0;

  g_return_val_if_fail (CS_IS_SESSION (self), FALSE);
  for (guint i = 0; mark && i < n; i++)
    {
      g_autoptr (CsMark) other = g_list_model_get_item (marks, i);
      if (other != mark)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      return TRUE;
    }
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  return FALSE;
}

CsQueue
cs_session_get_queue (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), (CsQueue) { 0 });
  return self->queue;
}

void
cs_session_set_queue (CsSession *self, CsQueue queue)
{
  g_return_if_fail (CS_IS_SESSION (self));
  if (self->queue.order == queue.order && self->queue.seed == queue.seed)
    return;
  self->queue = queue;
  notify (self, PROP_QUEUE);
}

guint
cs_session_get_hung (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), 1);
  return self->hung;
}

void
cs_session_set_hung (CsSession *self, guint count)
{
  g_return_if_fail (CS_IS_SESSION (self));
  count = count >= 4 ? 4 : count >= 2 ? 2 : 1;
  if (count == self->hung)
    return;
  self->hung = count;
  notify (self, PROP_HUNG);
}

void
cs_session_set_sorter (CsSession *self, GtkSorter *sorter)
{
  g_return_if_fail (CS_IS_SESSION (self));
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
}
