#include "cs-froc-panel.h"

#include <glib/gi18n.h>

#include "cs-file.h"
#include "cs-froc-plot.h"
#include "cs-jafroc.h"
#include "cs-plot.h"
#include "cs-sureness.h"

/* Shown up to so many false marks a film; beyond that nobody reads on. */
#define MOST_FALSE 20.0
#define STEPS 81
#define SEED 1

struct _CsFrocPanel
{
  AdwBin parent_instance;

  GtkStack *stack;
  CsPlot *plot;
  GtkLabel *table, *message;
  GtkWidget *spinner;
  GtkCheckButton *network_check;

  CsSession *session;
  CsJob *job;
  CsSureness *sureness;      /* what networks said of boxes before */
  CsRatings *ratings;        /* drawn, and at rest; NULL: none are */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (CsFrocPanel, cs_froc_panel, ADW_TYPE_BIN)

/* network: NULL where not wanted. */
typedef struct { CsRatings *ratings; NnNet *network; CsSureness *sureness; } Input;

typedef struct { float y[STEPS], low[STEPS], high[STEPS]; } Curve;

typedef struct
{
  CsRatings *ratings;
  Curve     *curves;         /* one a rater */
  float      x[STEPS];
  char      *text;
} Drawing;

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;

  g_clear_pointer (&drawing->ratings, cs_ratings_free);
  g_free (drawing->curves);
  g_free (drawing->text);
  g_free (drawing);
}

static void
draw_curve (Drawing *drawing, guint rater)
{
  g_autoptr (CsFroc) froc = cs_ratings_froc (drawing->ratings, rater);
  CsFrocShare spots[STEPS], films[STEPS];
  double rates[STEPS];

  for (guint k = 0; k < STEPS; k++)
    rates[k] = drawing->x[k] = MOST_FALSE * k / (STEPS - 1);
  cs_froc_at (froc, SEED, rates, STEPS, spots, films);
  for (guint k = 0; k < STEPS; k++)
    {
      drawing->curves[rater].y[k] = spots[k].value;
      drawing->curves[rater].low[k] = spots[k].low;
      drawing->curves[rater].high[k] = spots[k].high;
    }
}

static void
rated_cb (double fraction, gpointer job)
{
  cs_job_report (job, fraction, _("Asking the network"));
}

static gboolean
collect (CsJob *job, const Input *input, CsRatings *ratings, GError **error)
{
  GCancellable *cancellable = cs_job_get_cancellable (job);

  return cs_ratings_meet_truth (ratings, cancellable, error) &&
         (!input->network ||
          cs_sureness_rate (input->sureness, ratings, input->network, rated_cb, job, cancellable, error));
}

/* In the job's thread. Takes the ratings. */
static gpointer
draw (CsJob *job, gpointer data, GError **error)
{
  Input *input = data;
  Drawing *drawing = g_new0 (Drawing, 1);
  guint n;

  drawing->ratings = g_steal_pointer (&input->ratings);
  if (!collect (job, input, drawing->ratings, error))
    {
      drawing_free (drawing);
      return NULL;
    }
  cs_ratings_veil (drawing->ratings);
  n = cs_ratings_get_n_raters (drawing->ratings);
  drawing->curves = g_new0 (Curve, n);
  for (guint i = 0; i < n && !g_cancellable_is_cancelled (cs_job_get_cancellable (job)); i++)
    {
      cs_job_report (job, (double) i / n, cs_ratings_get_rater (drawing->ratings, i));
      draw_curve (drawing, i);
    }
  drawing->text = cs_ratings_to_text (drawing->ratings, SEED);
  return drawing;
}

static void
free_input (gpointer data)
{
  Input *input = data;

  g_clear_pointer (&input->ratings, cs_ratings_free);
  g_clear_pointer (&input->network, nn_net_unref);
  g_clear_pointer (&input->sureness, cs_sureness_unref);
  g_free (input);
}

/* A line a rater; the bounds of its interval as two more, without a title. */
static void
show_curves (CsFrocPanel *self, const Drawing *drawing)
{
  guint n = cs_ratings_get_n_raters (drawing->ratings), k = 0;
  g_autofree CsCurve *curves = g_new0 (CsCurve, 3 * n);

  for (guint i = 0; i < n; i++)
    curves[k++] = (CsCurve) { cs_ratings_get_rater (drawing->ratings, i), CS_CURVE_LINE, STEPS, drawing->x,
                              drawing->curves[i].y, NULL };
  for (guint i = 0; i < n && n <= 2; i++)
    {
      curves[k++] = (CsCurve) { NULL, CS_CURVE_LINE, STEPS, drawing->x, drawing->curves[i].low, NULL };
      curves[k++] = (CsCurve) { NULL, CS_CURVE_LINE, STEPS, drawing->x, drawing->curves[i].high, NULL };
    }
  cs_plot_set_curves (self->plot, curves, k);
}

static void
rest (CsFrocPanel *self)
{
  gtk_widget_set_visible (self->spinner, self->job != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->network_check), cs_session_get_network (self->session) != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "froc.draw", !self->job && cs_session_get_study (self->session));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "froc.save", !self->job && self->ratings);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsFrocPanel *self = data;
  g_autoptr (GError) error = NULL;
  Drawing *drawing = cs_job_finish (CS_JOB (source), result, &error);

  g_clear_object (&self->job);
  if (drawing)
    {
      show_curves (self, drawing);
      gtk_label_set_label (self->table, drawing->text);
      g_clear_pointer (&self->ratings, cs_ratings_free);
      self->ratings = g_steal_pointer (&drawing->ratings);
      gtk_stack_set_visible_child_name (self->stack, "curves");
      drawing_free (drawing);
    }
  else if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_label (self->message, error->message);
  rest (self);
}

static void
draw_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsFrocPanel *self = CS_FROC_PANEL (widget);
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (CsRecord) record = study ? cs_study_freeze (study) : NULL;
  NnNet *network = gtk_check_button_get_active (self->network_check) ? cs_session_get_network (self->session) : NULL;
  Input *input;

  if (!record || self->job)
    return;
  input = g_new (Input, 1);
  *input = (Input) { cs_ratings_new (record), network ? nn_net_ref (network) : NULL, cs_sureness_ref (self->sureness) };
  /* While readers are apart only the proposals have a curve. */
  if (cs_study_get_reading (study) != CS_READING_APART)
    cs_study_collect_ratings (study, input->ratings, NULL);
  self->job = cs_job_start (_("Free-response curves"), draw, input, free_input, drawing_free, drawn_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->job);
  rest (self);
}

/* Taking them along. */

static gboolean
write_as (CsFrocPanel *self, GFile *to, GError **error)
{
  g_autofree char *name = g_file_get_basename (to), *text = NULL;

  if (g_str_has_suffix (name, ".pdf"))
    return cs_froc_plot_write (self->ratings, SEED, CS_FROC_PLOT_PDF, to, error);
  if (g_str_has_suffix (name, ".xlsx"))
    return cs_jafroc_write (self->ratings, to, error);
  if (g_str_has_suffix (name, ".csv"))
    text = cs_ratings_to_csv (self->ratings, SEED);
  else if (g_str_has_suffix (name, ".imrmc"))
    text = cs_ratings_to_imrmc (self->ratings, error);
  else
    return cs_froc_plot_write (self->ratings, SEED, CS_FROC_PLOT_SVG, to, error);
  return text && cs_file_write (to, text, strlen (text), error);
}

static void
save_response_cb (GtkNativeDialog *chooser, int response, CsFrocPanel *self)
{
  g_autoptr (GFile) to = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *where = to ? g_file_get_parse_name (to) : NULL, *text = NULL;
  g_autoptr (GError) error = NULL;

  if (response != GTK_RESPONSE_ACCEPT || !to || !self->ratings)
    return;
  text = write_as (self, to, &error) ? g_strdup_printf (_("Exported to %s"), where) : g_strdup (error->message);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsFrocPanel *self = CS_FROC_PANEL (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Save the curves: .svg, .pdf, .csv, .imrmc or .xlsx (JAFROC)"),
                                               GTK_WINDOW (gtk_widget_get_root (widget)), GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "froc.svg");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (save_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
study_changed_cb (CsFrocPanel *self)
{
  cs_job_abandon (&self->job);
  g_clear_pointer (&self->ratings, cs_ratings_free);
  gtk_label_set_label (self->message, "");
  gtk_stack_set_visible_child_name (self->stack, "none");
  rest (self);
}

static void
dispose (GObject *object)
{
  CsFrocPanel *self = CS_FROC_PANEL (object);

  cs_job_abandon (&self->job);
  g_clear_pointer (&self->ratings, cs_ratings_free);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->sureness, cs_sureness_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_froc_panel_parent_class)->dispose (object);
}

static void
cs_froc_panel_class_init (CsFrocPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (CS_TYPE_PLOT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-froc-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFrocPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, CsFrocPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, CsFrocPanel, table);
  gtk_widget_class_bind_template_child (widget_class, CsFrocPanel, message);
  gtk_widget_class_bind_template_child (widget_class, CsFrocPanel, spinner);
  gtk_widget_class_bind_template_child (widget_class, CsFrocPanel, network_check);
  gtk_widget_class_install_action (widget_class, "froc.draw", NULL, draw_action);
  gtk_widget_class_install_action (widget_class, "froc.save", NULL, save_action);
}

static void
cs_froc_panel_init (CsFrocPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->sureness = cs_sureness_new ();
  cs_plot_set_titles (self->plot, NULL, _("False marks a film"), _("Reached of the calcifications or regions"));
}

void
cs_froc_panel_set_session (CsFrocPanel *self, CsSession *session)
{
  g_return_if_fail (CS_IS_FROC_PANEL (self) && !self->session);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::network", G_CALLBACK (rest), self, G_CONNECT_SWAPPED);
  study_changed_cb (self);
}
