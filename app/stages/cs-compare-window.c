#include "cs-compare-window.h"

#include <glib/gi18n.h>

#include "cs-box-layer.h"
#include "cs-contest.h"
#include "cs-difference.h"
#include "cs-film-view.h"
#include "cs-formats.h"
#include "cs-keymap.h"
#include "cs-labels.h"
#include "cs-preset-chooser.h"
#include "cs-tab-stop.h"

struct _CsCompareWindow
{
  AdwWindow parent_instance;

  CsPresetChooser *left, *right;
  CsFilmView *left_film, *right_film;
  GtkLabel *left_count, *right_count, *numbers;
  AdwWindowTitle *title;
  GtkListView *list;
  GtkStack *list_stack;
  GtkWidget *numbers_button;

  CsSession *session;
  CsViewport *viewport;
  GtkSingleSelection *boxes[2];     /* all boxes of a side */
  GListStore *differences;
  GtkSingleSelection *selection;    /* over the differences */
  CsJob *running, *counting;        /* NULL: none */
};

G_DEFINE_FINAL_TYPE (CsCompareWindow, cs_compare_window, ADW_TYPE_WINDOW)

/* What a job takes with it: one film, or a study. */
typedef struct { CsImage *image; CsAnalysis *known; CsRecord *record; CsSettings *sides[2]; } Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_clear_pointer (&order->image, cs_image_unref);
  g_clear_pointer (&order->known, cs_analysis_unref);
  g_clear_pointer (&order->record, cs_record_unref);
  cs_settings_unref (order->sides[0]);
  cs_settings_unref (order->sides[1]);
  g_free (order);
}

static Order *
order_new (CsCompareWindow *self)
{
  Order *order = g_new0 (Order, 1);

  order->sides[0] = cs_settings_ref (cs_preset_chooser_get_settings (self->left));
  order->sides[1] = cs_settings_ref (cs_preset_chooser_get_settings (self->right));
  return order;
}

static void
job_clear (CsJob **job)
{
  if (*job)
    cs_job_cancel (*job);
  g_clear_object (job);
}

/* One film. */

/* All boxes of a side; to @differences come those that it alone has. */
static GListStore *
fill_side (const CsContestPair *pair, guint side, GPtrArray *differences)
{
  GListStore *all = g_list_store_new (CS_TYPE_DIFFERENCE);
  g_autofree gboolean *shared = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n;
  const CsBox *boxes = cs_product_get_boxes (pair->boxes[side], &n);

  cs_contest_pair_alone (pair, side, &shared);
  for (guint i = 0; i < n; i++)
    {
      CsDifference *item = cs_difference_new (&boxes[i], side, i, shared[i]);

      g_ptr_array_add (items, item);
      if (!shared[i])
        g_ptr_array_add (differences, g_object_ref (item));
    }
  g_list_store_splice (all, 0, 0, items->pdata, items->len);
  return all;
}

static void
show_count (GtkLabel *label, const CsContestPair *pair, guint side)
{
  g_autofree gboolean *shared = NULL;
  guint n, alone = cs_contest_pair_alone (pair, side, &shared);
  g_autofree char *text = NULL;

  cs_product_get_boxes (pair->boxes[side], &n);
  text = g_strdup_printf (side == 0 ? ngettext ("%u box, %u of them lost at the right",
                                                "%u boxes, %u of them lost at the right", n)
                                    : ngettext ("%u box, %u of them found only here",
                                                "%u boxes, %u of them found only here", n), n, alone);
  gtk_label_set_label (label, text);
}

static int
compare_suspicion (gconstpointer a, gconstpointer b)
{
  float one = cs_difference_get_box (*(CsDifference **) a)->suspicion;
  float other = cs_difference_get_box (*(CsDifference **) b)->suspicion;

  return one > other ? -1 : one < other;
}

/* The differences come to the list at once and in order: it would go along with the row in sight if they were sorted
 * there, and show its middle. */
static void
show_pair (CsCompareWindow *self, const CsContestPair *pair)
{
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (g_object_unref);

  g_list_store_remove_all (self->differences);
  for (guint side = 0; side < 2; side++)
    {
      g_autoptr (GListStore) all = fill_side (pair, side, differences);

      gtk_single_selection_set_model (self->boxes[side], G_LIST_MODEL (all));
      gtk_single_selection_set_selected (self->boxes[side], GTK_INVALID_LIST_POSITION);
    }
  g_ptr_array_sort (differences, compare_suspicion);
  g_list_store_splice (self->differences, 0, 0, differences->pdata, differences->len);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  show_count (self->left_count, pair, 0);
  show_count (self->right_count, pair, 1);
  gtk_stack_set_visible_child_name (self->list_stack,
                                    g_list_model_get_n_items (G_LIST_MODEL (self->differences)) ? "list" : "same");
}

static void
show_busy (CsCompareWindow *self)
{
  const char *text = self->running ? _("Analysing…") : NULL;

  cs_film_view_set_busy (self->left_film, text);
  cs_film_view_set_busy (self->right_film, text);
}

static void
tell_error (CsCompareWindow *self, const GError *error)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (error && parent && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.tell", "s", error->message);
}

static void
report_cb (double fraction, const char *stage_title, gpointer data)
{
  cs_job_report (data, fraction, stage_title ? _(stage_title) : NULL);
}

static gpointer
run_film (CsJob *job, gpointer input, GError **error)
{
  Order *order = input;

  return cs_contest_run (order->image, order->sides[0], order->sides[1], order->known, report_cb, job,
                         cs_job_get_cancellable (job), error);
}

static void
film_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsContestPair) pair = cs_job_finish (CS_JOB (source), result, &error);
  CsCompareWindow *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->running);
  if (pair)
    show_pair (self, pair);
  show_busy (self);
  tell_error (self, error);
}

static void
start (CsCompareWindow *self)
{
  CsImage *image = cs_session_get_image (self->session);
  CsAnalysis *known = cs_session_get_analysis (self->session);
  Order *order;

  job_clear (&self->running);
  gtk_label_set_label (self->numbers, "");
  if (image)
    {
      order = order_new (self);
      order->image = cs_image_ref (image);
      order->known = known ? cs_analysis_ref (known) : NULL;
      self->running = cs_job_start (_("Comparing two presets"), run_film, order, order_free,
                                    (GDestroyNotify) cs_contest_pair_free, film_done_cb, self);
      cs_jobs_add (cs_session_get_jobs (self->session), self->running);
    }
  show_busy (self);
}

/* Boxes of another film are nobody's. */
static void
clear (CsCompareWindow *self)
{
  g_list_store_remove_all (self->differences);
  gtk_single_selection_set_model (self->boxes[0], NULL);
  gtk_single_selection_set_model (self->boxes[1], NULL);
  gtk_label_set_label (self->left_count, "");
  gtk_label_set_label (self->right_count, "");
}

static void
image_changed_cb (CsCompareWindow *self)
{
  CsImage *image = cs_session_get_image (self->session);

  cs_viewport_set_image_size (self->viewport, image ? (int) cs_image_get_width (image) : 0,
                              image ? (int) cs_image_get_height (image) : 0);
  cs_film_view_set_image (self->left_film, image);
  cs_film_view_set_image (self->right_film, image);
  adw_window_title_set_subtitle (self->title, image ? cs_image_get_name (image) : _("No film is chosen"));
  clear (self);
  start (self);
}

/* The study. */

static gboolean
count_film (CsContest *contest, const Order *order, guint i, GCancellable *cancellable, GError **error)
{
  const CsRecordFilm *film = cs_record_get_film (order->record, i);
  g_autoptr (CsImage) image = cs_record_read_film (order->record, i, cancellable, error);
  g_autoptr (CsTruth) truth = image ? cs_formats_truth (film->file, film->width, film->height, NULL) : NULL;
  g_autoptr (CsContestPair) pair = NULL;

  if (image)
    pair = cs_contest_run (image, order->sides[0], order->sides[1], NULL, NULL, NULL, cancellable, error);
  if (pair)
    cs_contest_add (contest, film->name, pair, truth);
  return pair != NULL;
}

static gpointer
run_study (CsJob *job, gpointer input, GError **error)
{
  Order *order = input;
  g_autoptr (CsContest) contest = cs_contest_new (order->sides[0], order->sides[1]);
  guint n = cs_record_get_n_films (order->record);

  for (guint i = 0; i < n; i++)
    {
      cs_job_report (job, (double) i / n, cs_record_get_film (order->record, i)->name);
      if (!count_film (contest, order, i, cs_job_get_cancellable (job), error))
        return NULL;
    }
  return cs_contest_to_text (contest);
}

static void
study_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = cs_job_finish (CS_JOB (source), result, &error);
  CsCompareWindow *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->counting);
  gtk_widget_set_sensitive (self->numbers_button, TRUE);
  if (text)
    gtk_label_set_label (self->numbers, text);
  tell_error (self, error);
}

static void
study_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsCompareWindow *self = CS_COMPARE_WINDOW (widget);
  CsStudy *study = cs_session_get_study (self->session);
  Order *order;

  if (!study || self->counting)
    return;
  order = order_new (self);
  order->record = cs_study_freeze (study);
  gtk_label_set_label (self->numbers, _("Counting…"));
  gtk_widget_set_sensitive (self->numbers_button, FALSE);
  self->counting = cs_job_start (_("Comparing two presets on all films"), run_study, order, order_free, g_free,
                                 study_done_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->counting);
}

/* Differences. */

static void
selected_cb (CsCompareWindow *self)
{
  CsDifference *item = gtk_single_selection_get_selected_item (self->selection);
  guint side;

  if (!item)
    return;
  side = cs_difference_get_side (item);
  gtk_single_selection_set_selected (self->boxes[side], cs_difference_get_rank (item));
  gtk_single_selection_set_selected (self->boxes[1 - side], GTK_INVALID_LIST_POSITION);
  cs_film_view_aim (side == 0 ? self->left_film : self->right_film, cs_difference_get_box (item));
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsCompareWindow *self = CS_COMPARE_WINDOW (widget);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->differences));
  guint at = gtk_single_selection_get_selected (self->selection);

  if (n == 0)
    return;
  if (g_str_equal (name, "compare.next"))
    at = at == GTK_INVALID_LIST_POSITION || at + 1 >= n ? 0 : at + 1;
  else
    at = at == GTK_INVALID_LIST_POSITION || at == 0 ? n - 1 : at - 1;
  gtk_single_selection_set_selected (self->selection, at);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", at);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, cs_label_new_line (NULL, NULL));
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  g_autofree char *title = NULL;

  g_object_get (gtk_list_item_get_item (item), "title", &title, NULL);
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), title);
}

static void
add_boxes (CsCompareWindow *self, guint side)
{
  static const struct { CsBoxField field; const char *property; } fields[] = {
    { CS_BOX_FIELD_X, "x" }, { CS_BOX_FIELD_Y, "y" }, { CS_BOX_FIELD_WIDTH, "width" },
    { CS_BOX_FIELD_HEIGHT, "height" }, { CS_BOX_FIELD_STATE, "state" }, { CS_BOX_FIELD_LABEL, "title" },
  };
  g_autoptr (CsLayer) layer = NULL;

  self->boxes[side] = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->boxes[side], FALSE);
  gtk_single_selection_set_can_unselect (self->boxes[side], TRUE);
  layer = cs_box_layer_new (GTK_SELECTION_MODEL (self->boxes[side]));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    cs_box_layer_bind (CS_BOX_LAYER (layer), fields[i].field, CS_TYPE_DIFFERENCE, fields[i].property);
  cs_film_view_add_layer (side == 0 ? self->left_film : self->right_film, layer);
}

/* One look for both sides: what differs must be the boxes. */
static void
look_changed_cb (CsFilmView *from, GParamSpec *pspec, CsFilmView *to)
{
  double low, high, other_low, other_high;

  cs_film_view_get_window (from, &low, &high);
  cs_film_view_get_window (to, &other_low, &other_high);
  if (low != other_low || high != other_high)
    cs_film_view_set_window (to, low, high);
}

static void
share_look (CsFilmView *one, CsFilmView *other)
{
  g_object_bind_property (one, "invert", other, "invert", G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (one, "notify::low", G_CALLBACK (look_changed_cb), other, 0);
  g_signal_connect_object (one, "notify::high", G_CALLBACK (look_changed_cb), other, 0);
  g_signal_connect_object (other, "notify::low", G_CALLBACK (look_changed_cb), one, 0);
  g_signal_connect_object (other, "notify::high", G_CALLBACK (look_changed_cb), one, 0);
}

static void
dispose (GObject *object)
{
  CsCompareWindow *self = CS_COMPARE_WINDOW (object);

  job_clear (&self->running);
  job_clear (&self->counting);
  g_clear_object (&self->boxes[0]);
  g_clear_object (&self->boxes[1]);
  g_clear_object (&self->differences);
  g_clear_object (&self->selection);
  g_clear_object (&self->viewport);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_compare_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-compare-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, left);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, right);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, left_film);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, right_film);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, left_count);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, right_count);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, numbers);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, numbers_button);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, title);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, list);
  gtk_widget_class_bind_template_child (widget_class, CsCompareWindow, list_stack);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, start);
}

static void
cs_compare_window_class_init (CsCompareWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (CS_TYPE_TAB_STOP);
  g_type_ensure (CS_TYPE_FILM_VIEW);
  g_type_ensure (CS_TYPE_PRESET_CHOOSER);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "compare.next", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "compare.previous", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "compare.study", NULL, study_action);
}

static void
cs_compare_window_init (CsCompareWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->viewport = cs_viewport_new ();
  cs_film_view_set_viewport (self->left_film, self->viewport);
  cs_film_view_set_viewport (self->right_film, self->viewport);
  cs_film_view_serve (self->left_film, GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "compare");
  cs_keymap_serve (GTK_WIDGET (self), "dialog");
  share_look (self->left_film, self->right_film);
  add_boxes (self, 0);
  add_boxes (self, 1);
  self->differences = g_list_store_new (CS_TYPE_DIFFERENCE);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->differences)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
cs_compare_window_new (GtkWindow *parent, CsSession *session)
{
  CsCompareWindow *self = g_object_new (CS_TYPE_COMPARE_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE,
                                        NULL);
  CsSettings *now = cs_session_get_settings (session);
  g_autoptr (CsSettings) other = cs_settings_new (g_str_equal (cs_settings_get_preset (now), cs_presets[0])
                                                  ? cs_presets[1] : cs_presets[0]);

  self->session = g_object_ref (session);
  cs_preset_chooser_set_settings (self->left, now);
  cs_preset_chooser_set_settings (self->right, other);
  g_signal_connect_object (session, "notify::image", G_CALLBACK (image_changed_cb), self, G_CONNECT_SWAPPED);
  image_changed_cb (self);
  return GTK_WIDGET (self);
}

void
cs_compare_window_set_sides (CsCompareWindow *self, CsSettings *left, CsSettings *right)
{
  g_return_if_fail (CS_IS_COMPARE_WINDOW (self));
  cs_preset_chooser_set_settings (self->left, left);
  cs_preset_chooser_set_settings (self->right, right);
  start (self);
}

gboolean
cs_compare_window_get_busy (CsCompareWindow *self)
{
  g_return_val_if_fail (CS_IS_COMPARE_WINDOW (self), FALSE);
  return self->running != NULL || self->counting != NULL;
}

GListModel *
cs_compare_window_get_differences (CsCompareWindow *self)
{
  g_return_val_if_fail (CS_IS_COMPARE_WINDOW (self), NULL);
  return G_LIST_MODEL (self->differences);
}

const char *
cs_compare_window_get_numbers (CsCompareWindow *self)
{
  g_return_val_if_fail (CS_IS_COMPARE_WINDOW (self), NULL);
  return gtk_label_get_label (self->numbers);
}
