/* The Training page: what there is to learn from, the plan, and how the training fares. */
#include "cs-page.h"

#include <glib/gi18n.h>

#include "cs-epoch-row.h"
#include "cs-learner.h"
#include "cs-network-offer.h"
#include "cs-network.h"
#include "cs-plot.h"
#include "cs-rounds.h"
#include "cs-switch-rows.h"
#include "cs-tab-stop.h"

#define CS_TYPE_TRAINING_PAGE (cs_training_page_get_type ())
G_DECLARE_FINAL_TYPE (CsTrainingPage, cs_training_page, CS, TRAINING_PAGE, CsPage)

struct _CsTrainingPage
{
  CsPage parent_instance;

  CsLearner *learner;
  CsStudy *study;             /* whose entries are watched */
  CsJob *job;                 /* whose progress is shown */
  gint64 since;               /* monotonic: when this run began to train */

  GtkStack *stack, *course;
  GtkLabel *positive_label, *negative_label, *cases_label, *message;
  AdwPreferencesGroup *verdicts_group, *plan_group;
  AdwComboRow *recipe_row, *first_row;
  GListModel *offer;          /* of CsNetwork: what a training may begin with, but for random weights */
  AdwExpanderRow *variants_row;
  CsSwitchRows *variants;
  GtkSpinButton *minutes_spin, *epochs_spin, *batch_spin, *rate_spin, *seed_spin;
  GtkSwitch *negatives_switch;
  GtkWidget *start_button, *resume_button, *pause_button, *stop_button, *cancel_button;
  GtkProgressBar *progress;
  CsPlot *loss_plot, *rate_plot;
  GtkListView *log;
};

G_DEFINE_FINAL_TYPE (CsTrainingPage, cs_training_page, CS_TYPE_PAGE)

const CsPageKind cs_page_training = {
  .id = "training", .title = N_("Training"), .icon_name = "calcspot-training-symbolic",
  .get_type = cs_training_page_get_type,
};

/* The chosen one. Networks that only classify patches are not offered: the window wants masks of them. */
static const NnRecipe *
find_recipe (CsTrainingPage *self)
{
  guint left = adw_combo_row_get_selected (self->recipe_row);

  for (guint i = 0; nn_recipes[i]; i++)
    if (nn_recipes[i]->segments && left-- == 0)
      return nn_recipes[i];
  return nn_recipe_find ("unet");
}

/* The network to begin with; NULL: random weights, the first of the row. Transfer full. */
static CsNetwork *
find_first (CsTrainingPage *self)
{
  guint selected = adw_combo_row_get_selected (self->first_row);

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;
  return g_list_model_get_item (self->offer, selected - 1);
}

static void
read_plan (CsTrainingPage *self, CsCoursePlan *plan)
{
  cs_course_plan_init (plan);
  cs_course_plan_choose (plan, find_recipe (self));
  plan->plan.minutes = gtk_spin_button_get_value (self->minutes_spin);
  plan->plan.max_epochs = gtk_spin_button_get_value_as_int (self->epochs_spin);
  plan->plan.batch = gtk_spin_button_get_value_as_int (self->batch_spin);
  plan->plan.first_rate = gtk_spin_button_get_value (self->rate_spin);
  plan->plan.seed = gtk_spin_button_get_value_as_int (self->seed_spin);
  plan->negatives = gtk_switch_get_active (self->negatives_switch);
  cs_switch_rows_read (self->variants, plan);
}

static void
start (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsTrainingPage *self = CS_TRAINING_PAGE (widget);
  g_autoptr (CsNetwork) first = find_first (self);
  CsCoursePlan plan;

  read_plan (self, &plan);
  self->since = g_get_monotonic_time ();
  if (g_str_equal (name, "training.resume"))
    cs_learner_resume (self->learner, &plan);
  else
    cs_learner_start (self->learner, &plan, first ? cs_network_get_file (first) : NULL);
}

static void
pause_training (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_learner_pause (CS_TRAINING_PAGE (widget)->learner);
}

static void
stop (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_learner_stop (CS_TRAINING_PAGE (widget)->learner);
}

static void
cancel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_learner_cancel (CS_TRAINING_PAGE (widget)->learner);
}

typedef struct { float *x, *training, *validation, *rate; guint n; } Curves;

static Curves
curves_new (GListModel *epochs)
{
  guint n = g_list_model_get_n_items (epochs);
  Curves curves = { g_new (float, n), g_new (float, n), g_new (float, n), g_new (float, n), n };

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsEpochRow) row = g_list_model_get_item (epochs, i);
      const NnEpoch *epoch = cs_epoch_row_get (row);

      curves.x[i] = epoch->number;
      curves.training[i] = epoch->training_loss;
      curves.validation[i] = epoch->validation_loss;
      curves.rate[i] = 1e3 * epoch->rate;   /* so that the axis has figures one can read */
    }
  return curves;
}

/* Empty plots tell nothing: they come with the first training. */
static void
show_course (CsTrainingPage *self)
{
  gboolean any = g_list_model_get_n_items (cs_learner_get_epochs (self->learner)) > 0 ||
                 cs_learner_get_state (self->learner) != CS_LEARNER_IDLE;

  gtk_stack_set_visible_child_name (self->course, any ? "epochs" : "none");
}

static void
epochs_changed_cb (CsTrainingPage *self)
{
  Curves curves = curves_new (cs_learner_get_epochs (self->learner));
  CsCurve losses[] = { { _("Training"), CS_CURVE_LINE, curves.n, curves.x, curves.training, NULL },
                       { _("Validation"), CS_CURVE_LINE, curves.n, curves.x, curves.validation, NULL } };
  CsCurve rate = { _("Rate"), CS_CURVE_LINE, curves.n, curves.x, curves.rate, NULL };

  cs_plot_set_curves (self->loss_plot, losses, curves.n > 0 ? G_N_ELEMENTS (losses) : 0);
  cs_plot_set_curves (self->rate_plot, &rate, curves.n > 0 ? 1 : 0);
  show_course (self);
  g_free (curves.x);
  g_free (curves.training);
  g_free (curves.validation);
  g_free (curves.rate);
}

/* "3 min left": from the share of the plan that has gone and the time it took. */
static char *
time_left (CsTrainingPage *self, double fraction)
{
  double seconds = (g_get_monotonic_time () - self->since) / 1e6;
  double left = fraction > 0.005 ? seconds * (1 - fraction) / fraction : -1;

  if (left < 0)
    return g_strdup ("");
  if (left < 90)
    return g_strdup_printf (ngettext (" · at most %d second left", " · at most %d seconds left", (int) left),
                            (int) left);
  left = (left + 30) / 60;
  return g_strdup_printf (ngettext (" · at most %d minute left", " · at most %d minutes left", (int) left), (int) left);
}

static void
progress_cb (CsTrainingPage *self)
{
  double fraction = cs_job_get_fraction (self->job);
  g_autofree char *left = time_left (self, fraction);
  const char *message = cs_job_get_message (self->job);
  g_autofree char *text = g_strconcat (message ? message : "", left, NULL);

  gtk_label_set_label (self->message, text);
  if (fraction < 0)
    gtk_progress_bar_pulse (self->progress);
  else
    gtk_progress_bar_set_fraction (self->progress, fraction);
}

static void
job_changed_cb (CsTrainingPage *self)
{
  if (self->job)
    g_signal_handlers_disconnect_by_func (self->job, progress_cb, self);
  g_set_object (&self->job, cs_learner_get_job (self->learner));
  gtk_progress_bar_set_fraction (self->progress, 0);
  if (!self->job)
    return;
  g_signal_connect_swapped (self->job, "notify::fraction", G_CALLBACK (progress_cb), self);
  g_signal_connect_swapped (self->job, "notify::message", G_CALLBACK (progress_cb), self);
}

static void
message_changed_cb (CsTrainingPage *self)
{
  gtk_label_set_label (self->message, cs_learner_get_message (self->learner));
}

static void
show_recipe (CsTrainingPage *self, const char *id)
{
  guint place = 0;

  for (guint i = 0; nn_recipes[i]; i++)
    {
      if (g_str_equal (nn_recipes[i]->id, id))
        adw_combo_row_set_selected (self->recipe_row, place);
      place += nn_recipes[i]->segments;
    }
}

static void
show_plan (CsTrainingPage *self, const CsCoursePlan *plan)
{
  show_recipe (self, plan->recipe);
  if (plan->plan.minutes > 0)
    gtk_spin_button_set_value (self->minutes_spin, plan->plan.minutes);
  gtk_spin_button_set_value (self->epochs_spin, plan->plan.max_epochs);
  gtk_spin_button_set_value (self->batch_spin, plan->plan.batch);
  gtk_spin_button_set_value (self->rate_spin, plan->plan.first_rate);
  gtk_spin_button_set_value (self->seed_spin, plan->plan.seed);
  gtk_switch_set_active (self->negatives_switch, plan->negatives);
  cs_switch_rows_show (self->variants, plan);
}

/* What the network is learning from, which need not be what the reader judges now. */
static void
show_outset (CsTrainingPage *self)
{
  const CsOutset *outset = cs_learner_get_outset (self->learner);
  g_autoptr (GDateTime) when = NULL;
  g_autofree char *date = NULL;
  g_autofree char *words = NULL;

  if (outset)
    {
      show_plan (self, cs_outset_get_plan (outset));
      when = g_date_time_new_from_unix_local (cs_outset_get_when (outset));
      date = g_date_time_format (when, _("%e %B %Y, %H:%M"));
      /* Translators: %s is a date and time. */
      words = g_strdup_printf (_("The training learns from the verdicts of %s: %u accepted, %u rejected. "
                                 "Later ones count in the next."), g_strchug (date),
                               cs_outset_count (outset, CS_VERDICT_POSITIVE),
                               cs_outset_count (outset, CS_VERDICT_NEGATIVE));
    }
  adw_preferences_group_set_description (self->verdicts_group, words);
}

/* A paused training keeps its plan but for how long it may take. */
static void
allow_planning (CsTrainingPage *self, CsLearnerState state)
{
  GtkWidget *kept[] = { GTK_WIDGET (self->recipe_row), GTK_WIDGET (self->batch_spin), GTK_WIDGET (self->rate_spin),
                        GTK_WIDGET (self->seed_spin), GTK_WIDGET (self->negatives_switch),
                        GTK_WIDGET (self->variants_row) };

  gtk_widget_set_sensitive (GTK_WIDGET (self->plan_group), state != CS_LEARNER_RUNNING);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    gtk_widget_set_sensitive (kept[i], state == CS_LEARNER_IDLE);
}

/* What can be done now; the rest is not there. */
static void
state_changed_cb (CsTrainingPage *self)
{
  CsLearnerState state = cs_learner_get_state (self->learner);
  gboolean running = state == CS_LEARNER_RUNNING, paused = state == CS_LEARNER_PAUSED;

  gtk_widget_set_visible (self->start_button, state == CS_LEARNER_IDLE);
  gtk_widget_set_visible (self->resume_button, paused);
  gtk_widget_set_visible (self->pause_button, running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (self->cancel_button, running || paused);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  allow_planning (self, state);
  show_course (self);
  show_outset (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "training.start", !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "training.resume", paused);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "training.pause", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "training.stop", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "training.cancel", running || paused);
}

static void
show_number (GtkLabel *label, guint n)
{
  g_autofree char *text = g_strdup_printf ("%u", n);
  gtk_label_set_label (label, text);
}

static void
verdicts_changed_cb (CsTrainingPage *self)
{
  guint positive = 0, negative = 0, cases = 0;

  if (self->study)
    cs_rounds_count_decided (self->study, &positive, &negative, &cases);
  show_number (self->positive_label, positive);
  show_number (self->negative_label, negative);
  show_number (self->cases_label, cases);
  gtk_stack_set_visible_child_name (self->stack, positive > 0 ? "training" : "empty");
}

/* Verdicts are given on another page: it is enough to count when this one is looked at. */
static void
mapped_cb (CsTrainingPage *self)
{
  verdicts_changed_cb (self);
}

static gpointer
title_of_network (gpointer network, gpointer unused)
{
  GtkStringObject *title = gtk_string_object_new (cs_network_get_title (network));

  g_object_unref (network);
  return title;
}

/* Random weights, then the networks there are. */
static void
offer_networks (CsTrainingPage *self)
{
  GListStore *models = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkStringList) drawn = gtk_string_list_new ((const char *[]) { _("Random weights, as published"), NULL });
  g_autoptr (GtkMapListModel) titles = NULL;
  g_autoptr (GtkFlattenListModel) all = NULL;

  g_clear_object (&self->offer);
  self->offer = cs_network_offer_new (self->study);
  titles = gtk_map_list_model_new (g_object_ref (self->offer), title_of_network, NULL, NULL);
  g_list_store_append (models, drawn);
  g_list_store_append (models, titles);
  all = gtk_flatten_list_model_new (G_LIST_MODEL (models));
  adw_combo_row_set_model (self->first_row, G_LIST_MODEL (all));
}

static void
study_changed_cb (CsTrainingPage *self)
{
  g_set_object (&self->study, cs_session_get_study (cs_page_get_session (CS_PAGE (self))));
  offer_networks (self);
  verdicts_changed_cb (self);
  show_outset (self);
}

static void
trained_cb (CsTrainingPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.done", "s", _("The network is trained and in use"));
}

static void
failed_cb (CsTrainingPage *self, GError *error)
{
  cs_page_tell_error (CS_PAGE (self), error);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const NnEpoch *epoch = cs_epoch_row_get (gtk_list_item_get_item (item));
  g_autofree char *text = NULL;

  /* Translators: a line of the log of a training. */
  text = g_strdup_printf (_("Epoch %u   training %.4f   validation %.4f   rate %.2g   %.0f s   %s"),
                          epoch->number, epoch->training_loss, epoch->validation_loss, epoch->rate, epoch->seconds,
                          epoch->best ? _("best so far") : "");
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
fill_log (CsTrainingPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) rows = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  rows = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (cs_learner_get_epochs (self->learner))));
  gtk_list_view_set_factory (self->log, factory);
  gtk_list_view_set_model (self->log, rows);
}

/* What has no row of its own on the page, but the side of the patches: the Patches page shows those of 32 pixels. */
static void
fill_variants (CsTrainingPage *self)
{
  static const char *const names[] = { "averaging", "mixing", "spacing", "loss", "norm", "slope",
                                       "recurrence", "width", "depth", "dropout", "threshold", "turns", NULL };
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  self->variants = cs_switch_rows_new (self->variants_row, names, &plan);
}

static void
fill_recipes (CsTrainingPage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; nn_recipes[i]; i++)
    if (nn_recipes[i]->segments)
      gtk_string_list_append (titles, nn_recipes[i]->title);
  adw_combo_row_set_model (self->recipe_row, G_LIST_MODEL (titles));
}

/* A network that knows is not shaken as one that does not. */
static void
first_changed_cb (CsTrainingPage *self)
{
  g_autoptr (CsNetwork) first = find_first (self);
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  cs_course_plan_choose (&plan, find_recipe (self));
  if (first)
    cs_course_plan_soften (&plan);
  gtk_spin_button_set_value (self->rate_spin, plan.plan.first_rate);
}

static void
session_set (CsPage *page, CsSession *session)
{
  CsTrainingPage *self = CS_TRAINING_PAGE (page);

  self->learner = cs_learner_new (session);
  fill_log (self);
  g_signal_connect_object (cs_learner_get_epochs (self->learner), "items-changed",
                           G_CALLBACK (epochs_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learner, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learner, "notify::job", G_CALLBACK (job_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learner, "notify::message", G_CALLBACK (message_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learner, "trained", G_CALLBACK (trained_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->learner, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_changed_cb), self, G_CONNECT_SWAPPED);
  state_changed_cb (self);
  epochs_changed_cb (self);
  study_changed_cb (self);
}

static void
dispose (GObject *object)
{
  CsTrainingPage *self = CS_TRAINING_PAGE (object);

  if (self->job)
    g_signal_handlers_disconnect_by_func (self->job, progress_cb, self);
  g_clear_object (&self->job);
  g_clear_object (&self->learner);
  g_clear_object (&self->study);
  g_clear_object (&self->offer);
  g_clear_pointer (&self->variants, cs_switch_rows_free);
  G_OBJECT_CLASS (cs_training_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, course);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, positive_label);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, negative_label);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, cases_label);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, message);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, verdicts_group);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, plan_group);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, recipe_row);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, first_row);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, variants_row);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, minutes_spin);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, epochs_spin);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, batch_spin);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, rate_spin);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, seed_spin);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, negatives_switch);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, start_button);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, resume_button);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, pause_button);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, progress);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, loss_plot);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, rate_plot);
  gtk_widget_class_bind_template_child (widget_class, CsTrainingPage, log);
}

static void
cs_training_page_class_init (CsTrainingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  CS_PAGE_CLASS (klass)->session_set = session_set;
  g_type_ensure (CS_TYPE_TAB_STOP);
  g_type_ensure (CS_TYPE_PLOT);
  cs_page_class_set_layout (widget_class, "training");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "training.start", NULL, start);
  gtk_widget_class_install_action (widget_class, "training.resume", NULL, start);
  gtk_widget_class_install_action (widget_class, "training.pause", NULL, pause_training);
  gtk_widget_class_install_action (widget_class, "training.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "training.cancel", NULL, cancel);
}

/* The plan's own values are where a person begins. */
static void
fill_plan (CsTrainingPage *self)
{
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  gtk_spin_button_set_value (self->epochs_spin, plan.plan.max_epochs);
  gtk_spin_button_set_value (self->batch_spin, plan.plan.batch);
  gtk_spin_button_set_value (self->rate_spin, plan.plan.first_rate);
  gtk_spin_button_set_value (self->seed_spin, plan.plan.seed);
}

static void
cs_training_page_init (CsTrainingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_plan (self);
  fill_recipes (self);
  fill_variants (self);
  cs_plot_set_titles (self->loss_plot, _("Loss"), _("Epoch"), _("Dice and cross-entropy"));
  cs_plot_set_titles (self->rate_plot, _("Learning rate"), _("Epoch"), "10⁻³");
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
  g_signal_connect_swapped (self->first_row, "notify::selected", G_CALLBACK (first_changed_cb), self);
}
