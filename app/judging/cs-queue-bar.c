#include "cs-queue-bar.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include "cs-rounds.h"

struct _CsQueueBar
{
  AdwBin parent_instance;
  GtkLabel *order_label, *advice_label;
  GtkWidget *advice;
  GtkButton *advice_button;
  CsSession *session;
  CsStudy *study;            /* whose signals we hear */
};

G_DEFINE_FINAL_TYPE (CsQueueBar, cs_queue_bar, ADW_TYPE_BIN)

enum { PROP_0, PROP_ORDER, PROP_KEEP_OUT, N_PROPS };
static GParamSpec *props[N_PROPS];

#define FIRST_SEED 1

static gboolean
is_kept_out (CsQueueBar *self)
{
  CsEntry *entry = cs_session_get_entry (self->session);

  return self->study && entry && cs_study_is_kept_out (self->study, entry);
}

static gboolean
lacks_network (CsQueueBar *self)
{
  CsAnalysis *analysis = cs_session_get_analysis (self->session);

  return !analysis || !cs_analysis_get (analysis, "segmented");
}

static char *
describe_order (CsQueueBar *self)
{
  CsQueue queue = cs_session_get_queue (self->session);

  if (is_kept_out (self))
    return g_strdup (_("Kept out for the test: boxes come at random"));
  switch (queue.order)
    {
    case CS_ORDER_UNCERTAINTY:
      return g_strdup (lacks_network (self) ? _("No network in use yet: most suspicious first")
                                            : _("Where the network is least certain"));
    case CS_ORDER_PLACE: return g_strdup (_("By place on the film"));
    case CS_ORDER_RANDOM: return g_strdup_printf (_("At random, seed %u"), queue.seed);
    case CS_ORDER_SUSPICION:
    default: return g_strdup (_("Most suspicious first"));
    }
}

static void
show_order (CsQueueBar *self)
{
  g_autofree char *text = describe_order (self);

  gtk_label_set_label (self->order_label, text);
}

/* Nothing is left to judge and nothing to search. */
static gboolean
is_empty (CsQueueBar *self)
{
  g_autoptr (CsEntry) next = self->study ? cs_rounds_next_film (self->study, NULL) : NULL;

  return self->study && !next && g_list_model_get_n_items (cs_study_get_entries (self->study)) > 0;
}

static void
show_advice (CsQueueBar *self)
{
  gboolean empty = is_empty (self);
  gboolean trained = empty && g_list_model_get_n_items (cs_study_get_networks (self->study)) > 0;

  gtk_widget_set_visible (self->advice, empty);
  if (!empty)
    return;
  gtk_label_set_label (self->advice_label, trained
    ? _("Every box is judged. See what the network finds, or add films and judge where it is least certain.")
    : _("Every box is judged. Next, a network can learn from these verdicts."));
  gtk_button_set_label (self->advice_button, trained ? _("Results") : _("Training"));
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->advice_button),
                                          g_variant_new_string (trained ? "results" : "training"));
}

static void
show_all (CsQueueBar *self)
{
  show_order (self);
  show_advice (self);
}

static void
kept_out_cb (CsQueueBar *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEEP_OUT]);
  show_order (self);
}

static void
queue_cb (CsQueueBar *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ORDER]);
  show_order (self);
}

static void
study_cb (CsQueueBar *self)
{
  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_set_object (&self->study, cs_session_get_study (self->session));
  if (self->study)
    {
      g_signal_connect_swapped (self->study, "notify::kept-out", G_CALLBACK (kept_out_cb), self);
      g_signal_connect_swapped (self->study, "notify::undo-title", G_CALLBACK (show_advice), self);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "queue.keep-out",
                                 self->study && !cs_study_get_read_only (self->study));
  kept_out_cb (self);
  show_advice (self);
}

static void
set_order (CsQueueBar *self, const char *text)
{
  CsQueue queue = cs_session_get_queue (self->session), wanted;
  g_autofree char *seeded = g_strdup_printf ("%s:%u", text, queue.seed ? queue.seed : FIRST_SEED);

  if (cs_queue_from_text (g_str_equal (text, "random") ? seeded : text, &wanted))
    cs_session_set_queue (self->session, wanted);
}

static void
reseed (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsQueueBar *self = CS_QUEUE_BAR (widget);

  cs_session_set_queue (self->session, (CsQueue) { CS_ORDER_RANDOM, cs_session_get_queue (self->session).seed + 1 });
}

static void
set_keep_out (CsQueueBar *self, const char *text)
{
  guint percent, seed;
  g_autoptr (GError) error = NULL;

  if (!self->study)
    return;
  cs_study_get_kept_out (self->study, &percent, &seed);
  if (percent != (guint) atoi (text) &&
      !cs_study_keep_out (self->study, (guint) atoi (text), seed ? seed : FIRST_SEED, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

static char *
describe_order_id (CsQueueBar *self)
{
  CsQueue queue = self->session ? cs_session_get_queue (self->session) : (CsQueue) { 0 };

  return queue.order == CS_ORDER_RANDOM ? g_strdup ("random") : cs_queue_to_text (&queue);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsQueueBar *self = CS_QUEUE_BAR (object);
  guint percent = 0, seed;

  switch (id)
    {
    case PROP_ORDER: g_value_take_string (value, describe_order_id (self)); break;
    case PROP_KEEP_OUT:
      if (self->study)
        cs_study_get_kept_out (self->study, &percent, &seed);
      g_value_take_string (value, g_strdup_printf ("%u", percent));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsQueueBar *self = CS_QUEUE_BAR (object);

  switch (id)
    {
    case PROP_ORDER: set_order (self, g_value_get_string (value)); break;
    case PROP_KEEP_OUT: set_keep_out (self, g_value_get_string (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsQueueBar *self = CS_QUEUE_BAR (object);

  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_clear_object (&self->study);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_queue_bar_parent_class)->dispose (object);
}

static void
cs_queue_bar_class_init (CsQueueBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  props[PROP_ORDER] = g_param_spec_string ("order", NULL, NULL, NULL, flags);
  props[PROP_KEEP_OUT] = g_param_spec_string ("keep-out", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-queue-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsQueueBar, order_label);
  gtk_widget_class_bind_template_child (widget_class, CsQueueBar, advice);
  gtk_widget_class_bind_template_child (widget_class, CsQueueBar, advice_label);
  gtk_widget_class_bind_template_child (widget_class, CsQueueBar, advice_button);
  gtk_widget_class_install_property_action (widget_class, "queue.order", "order");
  gtk_widget_class_install_property_action (widget_class, "queue.keep-out", "keep-out");
  gtk_widget_class_install_action (widget_class, "queue.reseed", NULL, reseed);
}

static void
cs_queue_bar_init (CsQueueBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cs_queue_bar_set_session (CsQueueBar *self, CsSession *session)
{
  g_return_if_fail (CS_IS_QUEUE_BAR (self) && self->session == NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::queue", G_CALLBACK (queue_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::analysis", G_CALLBACK (show_order), self, G_CONNECT_SWAPPED);
  queue_cb (self);
  study_cb (self);
}
