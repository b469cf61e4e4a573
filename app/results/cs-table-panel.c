#include "cs-table-panel.h"

#include <glib/gi18n.h>

#include "cs-folds-table.h"
#include "cs-plot.h"
#include "cs-report.h"
#include "cs-rounds.h"

struct _CsTablePanel
{
  AdwBin parent_instance;

  CsCrosser *crosser;
  CsSession *session;
  const CsStanding *shown;        /* the crosser's; never looked into, it may be gone */
  GtkNativeDialog *chooser;

  AdwPreferencesGroup *plan_group;
  GtkSpinButton *minutes_spin, *epochs_spin;
  GtkSwitch *negatives_switch;
  GtkWidget *start_button, *stop_button, *figures, *curves, *review_button;
  GtkProgressBar *progress;
  GtkLabel *message, *note;
  AdwComboRow *against_row;
  CsFoldsTable *table;
  CsPlot *validation_plot, *training_plot;
};

G_DEFINE_FINAL_TYPE (CsTablePanel, cs_table_panel, ADW_TYPE_BIN)

static const char *const against_titles[CS_N_AGAINST] = {
  [CS_AGAINST_TRUTH] = N_("Accepted patches, truth masks"),
  [CS_AGAINST_JOINED] = N_("Accepted patches, truth masks, drawn as on a film"),
  [CS_AGAINST_REVIEWER] = N_("Accepted patches, your masks"),
  [CS_AGAINST_EMPTY] = N_("Rejected patches, empty masks"),
};

static guint
count_done (CsTablePanel *self)
{
  const CsStanding *standing = self->crosser ? cs_crosser_get_standing (self->crosser) : NULL;

  return standing ? standing->n_done : 0;
}

/* The figures. */

static void
show_table (CsTablePanel *self)
{
  const CsStanding *standing = cs_crosser_get_standing (self->crosser);
  GString *note = g_string_new (NULL);

  if (count_done (self) > 0)
    {
      cs_folds_table_show (self->table, standing->folds, adw_combo_row_get_selected (self->against_row));
      cs_report_notes (note, standing->folds);
    }
  /* The notes are broken for a terminal: here the label does that. */
  gtk_label_set_label (self->note, g_strstrip (g_strdelimit (note->str, "\n", ' ')));
  g_string_free (note, TRUE);
}

static void
against_chosen_cb (CsTablePanel *self)
{
  if (self->crosser)
    show_table (self);
}

/* What can be shown first: truth where any film has one. */
static void
choose_against (CsTablePanel *self)
{
  CsScores all = cs_folds_get_all (cs_crosser_get_standing (self->crosser)->folds);

  adw_combo_row_set_selected (self->against_row, all.truth.n > 0 ? CS_AGAINST_TRUTH : CS_AGAINST_REVIEWER);
}

static void
show_standing (CsTablePanel *self)
{
  const CsStanding *standing = cs_crosser_get_standing (self->crosser);
  guint n_done = count_done (self);

  gtk_widget_set_visible (self->figures, n_done > 0);
  if (standing == self->shown)
    return;
  if (!self->shown && n_done > 0)
    choose_against (self);
  self->shown = n_done > 0 ? standing : NULL;
  show_table (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.copy", n_done > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.save", n_done > 0);
}

/* A line a set; @validation: else of training. */
static void
show_losses (CsTablePanel *self, CsPlot *plot, gboolean validation)
{
  CsCurve curves[CS_CROSSER_SETS];
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;

  for (guint set = 0; set < CS_CROSSER_SETS; set++)
    {
      const CsHistory *history = cs_crosser_get_history (self->crosser, set);
      float *x = g_new (float, history->n + 1);
      char *title = g_strdup_printf (_("Set %u"), set + 1);

      g_ptr_array_add (kept, x);
      g_ptr_array_add (kept, title);
      for (guint i = 0; i < history->n; i++)
        x[i] = i + 1;
      if (history->n > 0)
        curves[n++] = (CsCurve) { title, CS_CURVE_LINE, history->n, x,
                                  validation ? history->validation : history->training, NULL };
    }
  cs_plot_set_curves (plot, curves, n);
  gtk_widget_set_visible (self->curves, n > 0);
}

/* How it fares. */

static void
say_what_is_missing (CsTablePanel *self, guint n_cases)
{
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u woman has an accepted box. Accept boxes on films of at least %u women; then make the table here.",
                "%u women have an accepted box. Accept boxes on films of at least %u women; then make the table here.",
                n_cases), n_cases, CS_CROSSER_SETS);

  gtk_label_set_label (self->message, text);
}

static void
show_state (CsTablePanel *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  gboolean running = cs_crosser_get_running (self->crosser);
  guint n_positive, n_negative, n_cases = 0, n_done = count_done (self);
  double fraction = cs_crosser_get_fraction (self->crosser);
  gboolean enough;

  if (study)
    cs_rounds_count_decided (study, &n_positive, &n_negative, &n_cases);
  enough = n_cases >= CS_CROSSER_SETS;
  gtk_widget_set_sensitive (GTK_WIDGET (self->plan_group), !running);
  gtk_widget_set_visible (self->start_button, !running && enough);
  gtk_widget_set_visible (self->review_button, !running && !enough);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_button_set_label (GTK_BUTTON (self->start_button),
                        n_done > 0 && n_done < CS_CROSSER_SETS ? _("_Go on") : _("_Make Table 1"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.start", !running && enough);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.stop", running);
  if (fraction < 0)
    gtk_progress_bar_pulse (self->progress);
  else
    gtk_progress_bar_set_fraction (self->progress, fraction);
  if (enough || running)
    gtk_label_set_label (self->message, cs_crosser_get_message (self->crosser));
  else
    say_what_is_missing (self, n_cases);
}

static void
changed_cb (CsTablePanel *self)
{
  show_state (self);
  show_standing (self);
  show_losses (self, self->validation_plot, TRUE);
  show_losses (self, self->training_plot, FALSE);
}

/* Verdicts are given on another page: it is enough to count when this one is looked at. */
static void
mapped_cb (CsTablePanel *self)
{
  if (self->crosser)
    show_state (self);
}

/* Actions. */

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsTablePanel *self = CS_TABLE_PANEL (widget);
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  plan.plan.minutes = gtk_spin_button_get_value (self->minutes_spin);
  plan.plan.max_epochs = gtk_spin_button_get_value_as_int (self->epochs_spin);
  plan.negatives = gtk_switch_get_active (self->negatives_switch);
  cs_crosser_start (self->crosser, &plan);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_crosser_stop (CS_TABLE_PANEL (widget)->crosser);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = cs_table_panel_get_text (CS_TABLE_PANEL (widget));

  if (!text)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_widget_activate_action (widget, "win.toast", "s", _("The table is copied as text"));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsTablePanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_parse_name (G_FILE (source)), *text = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  text = error ? g_strdup (error->message) : g_strdup_printf (_("Exported to %s"), name);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
response_cb (GtkNativeDialog *chooser, int response, CsTablePanel *self)
{
  g_autoptr (GFile) to = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *name = to ? g_file_get_basename (to) : NULL, *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (response != GTK_RESPONSE_ACCEPT || !to)
    return;
  text = g_str_has_suffix (name, ".txt") ? cs_table_panel_get_text (self) : cs_table_panel_get_csv (self);
  if (!text)
    return;
  bytes = g_bytes_new (text, strlen (text));
  g_file_replace_contents_bytes_async (to, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, written_cb,
                                       g_object_ref (self));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsTablePanel *self = CS_TABLE_PANEL (widget);

  g_clear_object (&self->chooser);
  self->chooser = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (_("Save Table 1: .csv for a table, .txt for text"),
                                                                  GTK_WINDOW (gtk_widget_get_root (widget)),
                                                                  GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "table1.csv");
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (self->chooser);
}

static void
fill_against (CsTablePanel *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < CS_N_AGAINST; i++)
    gtk_string_list_append (titles, _(against_titles[i]));
  adw_combo_row_set_model (self->against_row, G_LIST_MODEL (titles));
}

static void
dispose (GObject *object)
{
  CsTablePanel *self = CS_TABLE_PANEL (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->session);
  if (self->crosser)
    g_signal_handlers_disconnect_by_data (self->crosser, self);
  g_clear_object (&self->crosser);
  G_OBJECT_CLASS (cs_table_panel_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "table.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "table.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "table.save", NULL, save_action);
}

static void
cs_table_panel_class_init (CsTablePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (CS_TYPE_FOLDS_TABLE);
  g_type_ensure (CS_TYPE_PLOT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-table-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, plan_group);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, minutes_spin);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, epochs_spin);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, negatives_switch);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, start_button);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, stop_button);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, review_button);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, figures);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, curves);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, progress);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, message);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, note);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, against_row);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, table);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, validation_plot);
  gtk_widget_class_bind_template_child (widget_class, CsTablePanel, training_plot);
  gtk_widget_class_bind_template_callback (widget_class, against_chosen_cb);
  install_actions (widget_class);
}

static void
cs_table_panel_init (CsTablePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_against (self);
  cs_plot_set_titles (self->validation_plot, _("Validation loss of each set"), _("Epoch"), NULL);
  cs_plot_set_titles (self->training_plot, _("Training loss of each set"), _("Epoch"), NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.copy", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.save", FALSE);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

void
cs_table_panel_set_session (CsTablePanel *self, CsSession *session)
{
  self->session = g_object_ref (session);
  self->crosser = cs_crosser_new (session);
  g_signal_connect_swapped (self->crosser, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}

CsCrosser *
cs_table_panel_get_crosser (CsTablePanel *self)
{
  return self->crosser;
}

char *
cs_table_panel_get_text (CsTablePanel *self)
{
  GString *text;

  if (count_done (self) == 0)
    return NULL;
  text = g_string_new (NULL);
  cs_report_folds (text, cs_crosser_get_standing (self->crosser)->folds);
  return g_string_free (text, FALSE);
}

char *
cs_table_panel_get_csv (CsTablePanel *self)
{
  return count_done (self) > 0 ? cs_folds_to_csv (cs_crosser_get_standing (self->crosser)->folds) : NULL;
}
