/* What a network makes of a film: the segmentation, the truth beside it, the finds, and the paper's figures; and, in a
 * view of its own, Table 1. */
#include "cs-page.h"

#include <glib/gi18n.h>

#include "cs-count.h"
#include "cs-film-view.h"
#include "cs-find.h"
#include "cs-formats.h"
#include "cs-network-row.h"
#include "cs-network-saver.h"
#include "cs-raster-source.h"
#include "cs-score-table.h"
#include "cs-scorer.h"
#include "cs-froc-panel.h"
#include "cs-tab-stop.h"
#include "cs-table-panel.h"
#include "cs-tile-layer.h"

static const GdkRGBA found_colour = { 0.90f, 0.62f, 0.00f, 1.0f }, truth_colour = { 0.34f, 0.71f, 0.91f, 0.8f };

#define CS_TYPE_RESULTS_PAGE (cs_results_page_get_type ())
G_DECLARE_FINAL_TYPE (CsResultsPage, cs_results_page, CS, RESULTS_PAGE, CsPage)

struct _CsResultsPage
{
  CsPage parent_instance;

  GtkStack *stack;
  CsFilmView *film, *truth_film;
  CsNetworkRow *networks;
  GtkScale *threshold, *opacity;
  GtkSwitch *overlay_switch, *heat_switch, *truth_switch;
  AdwActionRow *truth_row;
  CsScoreTable *table;
  CsTablePanel *folds;
  CsFrocPanel *froc;
  GtkLabel *scored, *no_finds;
  GtkListBox *finds;

  CsLayer *found, *heat, *truth;
  CsRasterSource *found_source;   /* of the layer "found": its window is the threshold */
  CsProduct *segmented;           /* the one shown */
  CsJob *scoring, *reading;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (CsResultsPage, cs_results_page, CS_TYPE_PAGE)

static CsSession *
session_of (CsResultsPage *self)
{
  return cs_page_get_session (CS_PAGE (self));
}

static double
threshold_of (CsResultsPage *self)
{
  return gtk_range_get_value (GTK_RANGE (self->threshold));
}

/* The layers. */

/* At the threshold a step: the tint's window is as narrow as can be. */
static void
threshold_layer (CsResultsPage *self)
{
  if (self->found_source)
    cs_raster_source_set_window (self->found_source, threshold_of (self) - 1e-4, threshold_of (self));
}

static void
layers_changed_cb (CsResultsPage *self)
{
  gboolean known = gtk_widget_get_sensitive (GTK_WIDGET (self->truth_row));
  gboolean truth = known && gtk_switch_get_active (self->truth_switch);
  double opacity = gtk_range_get_value (GTK_RANGE (self->opacity));

  cs_layer_set_visible (self->found, gtk_switch_get_active (self->overlay_switch));
  cs_layer_set_visible (self->heat, gtk_switch_get_active (self->heat_switch));
  cs_layer_set_opacity (self->found, opacity);
  cs_layer_set_opacity (self->heat, opacity);
  gtk_widget_set_visible (GTK_WIDGET (self->truth_film), truth);
}

static void
opacity_moved_cb (CsResultsPage *self)
{
  if (self->found)
    layers_changed_cb (self);
}

/* The finds. */

static GtkWidget *
new_find_row (CsFind *find, CsImage *image)
{
  const CsBox *box = cs_find_get_box (find);
  double spacing = cs_image_get_facts (image)->mm_per_pixel;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = NULL, *text = NULL;

  /* Translators: a find of the network: its surest pixel's probability, and where it lies, in pixels. */
  title = g_strdup_printf (_("%.0f %% at %d, %d"), 100 * cs_find_get_probability (find), box->x, box->y);
  text = spacing > 0 ? g_strdup_printf (_("%.2f mm²"), cs_find_get_area (find) * spacing * spacing)
                     : g_strdup_printf (ngettext ("%u pixel", "%u pixels", cs_find_get_area (find)),
                                        cs_find_get_area (find));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static GtkWidget *
create_row_cb (gpointer item, gpointer data)
{
  GtkWidget *row = new_find_row (item, cs_session_get_image (session_of (data)));

  g_object_set_data_full (G_OBJECT (row), "find", g_object_ref (item), g_object_unref);
  return row;
}

static const char *
why_no_finds (CsResultsPage *self)
{
  if (cs_session_get_busy (session_of (self)))
    return _("The network is looking at the film…");
  return self->segmented ? _("The network found nothing at this threshold.")
                         : _("The network has not looked at this film.");
}

static void
show_finds (CsResultsPage *self)
{
  CsAnalysis *analysis = cs_session_get_analysis (session_of (self));
  CsProduct *boxes = analysis ? cs_analysis_get (analysis, "boxes") : NULL;
  g_autoptr (GListModel) finds = NULL;
  guint n;

  gtk_label_set_label (self->no_finds, why_no_finds (self));
  if (self->segmented && boxes && cs_session_get_image (session_of (self)))
    {
      const CsBox *list = cs_product_get_boxes (boxes, &n);

      finds = cs_finds_new (cs_product_get_raster (self->segmented), list, n, threshold_of (self));
    }
  gtk_list_box_bind_model (self->finds, finds, create_row_cb, self, NULL);
}

static void
threshold_moved_cb (CsResultsPage *self)
{
  if (!self->found)
    return;
  threshold_layer (self);
  show_finds (self);
}

static void
find_activated_cb (GtkListBox *list, GtkListBoxRow *row, CsResultsPage *self)
{
  const CsBox *box = cs_find_get_box (g_object_get_data (G_OBJECT (row), "find"));

  cs_film_view_aim (self->film, box);
  cs_film_view_aim (self->truth_film, box);
}

/* The segmentation. */

static void
show_segmented (CsResultsPage *self, CsProduct *segmented)
{
  const CsRaster *raster = segmented ? cs_product_get_raster (segmented) : NULL;
  g_autoptr (CsRasterSource) heat = NULL;

  if (segmented == self->segmented)
    return;
  g_clear_pointer (&self->segmented, cs_product_unref);
  g_clear_object (&self->found_source);
  if (segmented)
    {
      self->segmented = cs_product_ref (segmented);
      heat = cs_raster_source_new (raster, CS_TONE_HEAT, CS_HALVE_MAXIMUM);
      cs_raster_source_set_window (heat, 0, 1);
      self->found_source = cs_raster_source_new (raster, CS_TONE_TINT, CS_HALVE_MAXIMUM);
      cs_raster_source_set_colour (self->found_source, &found_colour);
      threshold_layer (self);
    }
  cs_tile_layer_set_source (CS_TILE_LAYER (self->heat), heat ? CS_TILE_SOURCE (heat) : NULL);
  cs_tile_layer_set_source (CS_TILE_LAYER (self->found),
                            self->found_source ? CS_TILE_SOURCE (self->found_source) : NULL);
}

static void
analysis_changed_cb (CsResultsPage *self)
{
  CsAnalysis *analysis = cs_session_get_analysis (session_of (self));

  show_segmented (self, analysis ? cs_analysis_get (analysis, "segmented") : NULL);
  show_finds (self);
}

/* The truth. */

/* The set's own words, each once; "": it has none. */
static char *
join_words (const CsTruth *truth)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < cs_truth_get_n_spots (truth); i++)
    {
      const char *word = cs_truth_get_spot (truth, i)->word;   /* each once in a truth */

      if (word && *word && !g_ptr_array_find (words, word, NULL))
        g_ptr_array_add (words, (gpointer) word);
    }
  g_ptr_array_add (words, NULL);
  return g_strjoinv ("; ", (char **) words->pdata);
}

static char *
describe_truth (const CsTruth *truth)
{
  guint n = truth ? cs_truth_get_n_spots (truth) : 0;
  g_autofree char *words = n > 0 ? join_words (truth) : NULL;

  if (n == 0 && truth && cs_truth_get_notes (truth)[0])   /* there is some, and why it is not here */
    return g_strdup (cs_truth_get_notes (truth)[0]);
  if (n == 0)
    return g_strdup (_("None is known of this film"));
  if (cs_truth_get_mask (truth, "calcifications"))
    return g_steal_pointer (&words);
  /* Translators: the truth of a film is so many regions, what lies in them, and no single pixels */
  return g_strdup_printf (*words ? _("Regions without pixels: %u · %s") : _("Regions without pixels: %u"), n, words);
}

static void
show_truth (CsResultsPage *self, CsTruth *truth)
{
  const CsRaster *mask = truth ? cs_truth_get_mask (truth, "calcifications") : NULL;
  g_autoptr (CsRasterSource) source = mask ? cs_raster_source_new (mask, CS_TONE_TINT, CS_HALVE_MAXIMUM) : NULL;
  g_autofree char *told = describe_truth (truth);

  if (source)
    cs_raster_source_set_colour (source, &truth_colour);
  cs_tile_layer_set_source (CS_TILE_LAYER (self->truth), source ? CS_TILE_SOURCE (source) : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->truth_row), source != NULL);
  adw_action_row_set_subtitle (self->truth_row, told);
  layers_changed_cb (self);
}

/* A film, for the job that reads its truth. */
typedef struct { GFile *file; guint width, height; } Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_object_unref (order->file);
  g_free (order);
}

static gpointer
read_truth (CsJob *job, gpointer input, GError **error)
{
  const Order *order = input;

  return cs_formats_truth (order->file, order->width, order->height, error);
}

static void
truth_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsTruth) truth = cs_job_finish (CS_JOB (source), result, &error);
  CsResultsPage *self = data;

  g_clear_object (&self->reading);
  show_truth (self, truth);
  cs_page_tell_error (CS_PAGE (self), error);
}

/* Truth is read only while somebody looks. */
static void
find_truth (CsResultsPage *self)
{
  CsEntry *entry = cs_session_get_entry (session_of (self));
  Order *order;

  cs_job_abandon (&self->reading);
  show_truth (self, NULL);
  if (!entry || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  order = g_new (Order, 1);
  *order = (Order) { g_object_ref (cs_entry_get_file (entry)), cs_entry_get_width (entry),
                     cs_entry_get_height (entry) };
  self->reading = cs_job_start (_("Reading the truth"), read_truth, order, order_free, (GDestroyNotify) cs_truth_unref,
                                truth_read_cb, self);
}

static void
mapped_cb (CsResultsPage *self)
{
  if (session_of (self))
    find_truth (self);
}

/* The network. */

static void
show_page (CsResultsPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, cs_network_row_is_empty (self->networks) ? "no-network"
                                                 : cs_session_get_entry (session_of (self)) ? "film" : "no-film");
}

static void
network_failed_cb (CsNetworkRow *row, GError *error, CsResultsPage *self)
{
  cs_page_tell_error (CS_PAGE (self), error);
}

static void
clear_scores (CsResultsPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "results.save-network",
                                 cs_session_get_network (session_of (self)) != NULL);
  cs_job_abandon (&self->scoring);
  cs_score_table_show (self->table, NULL);
  gtk_label_set_label (self->scored, _("Not scored yet."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "results.score", TRUE);
}

static void
network_changed_cb (CsResultsPage *self)
{
  clear_scores (self);
  show_page (self);
}

/* The figures. */

static void
scored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsScoring) scoring = cs_job_finish (CS_JOB (source), result, &error);
  CsResultsPage *self = data;
  g_autofree char *text = NULL, *json = NULL, *films = NULL, *patches = NULL;

  g_clear_object (&self->scoring);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "results.score", TRUE);
  gtk_label_set_label (self->scored, _("Not scored yet."));
  if (scoring)
    {
      cs_score_table_show (self->table, &scoring->all);
      films = cs_count (CS_COUNT_FILMS, scoring->n_films);
      patches = cs_count (CS_COUNT_PATCHES, scoring->all.truth.n);
      /* Translators: "3 films", "40 patches" */
      text = g_strdup_printf (_("%s; %s against truth, %u against the reader; threshold %.2f. "
                                "Films the network was trained on are among them."), films, patches,
                              scoring->all.reviewer.n, scoring->threshold);
      gtk_label_set_label (self->scored, text);
      json = cs_scoring_to_json (scoring, NULL);
      cs_study_log_run (cs_session_get_study (session_of (self)), "score",
                        nn_net_get_digest (cs_session_get_network (session_of (self))), json, &error);
    }
  cs_page_tell_error (CS_PAGE (self), error);
}

static void
score_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsResultsPage *self = CS_RESULTS_PAGE (widget);
  CsSession *session = session_of (self);
  g_autoptr (CsRecord) record = NULL;

  if (self->scoring || !cs_session_get_network (session) || !cs_session_get_study (session))
    return;
  record = cs_study_freeze (cs_session_get_study (session));
  self->scoring = cs_scorer_start (record, cs_session_get_settings (session), cs_session_get_network (session),
                                   threshold_of (self), scored_cb, self);
  cs_jobs_add (cs_session_get_jobs (session), self->scoring);
  gtk_label_set_label (self->scored, _("Scoring…"));
  gtk_widget_action_set_enabled (widget, "results.score", FALSE);
}

/* Callbacks of the session. */

static void
image_changed_cb (CsResultsPage *self)
{
  CsImage *image = cs_session_get_image (session_of (self));

  cs_film_view_set_image (self->film, image);
  cs_film_view_set_image (self->truth_film, image);
}

static void
entry_changed_cb (CsResultsPage *self)
{
  show_page (self);
  find_truth (self);
}

static void
busy_changed_cb (CsResultsPage *self)
{
  cs_film_view_set_busy (self->film, cs_session_get_busy (session_of (self)) ? _("Analysing…") : NULL);
  gtk_label_set_label (self->no_finds, why_no_finds (self));
}

static void
follow (CsResultsPage *self, CsSession *session)
{
  static const struct { const char *signal; void (*callback) (CsResultsPage *self); } what[] = {
    { "notify::study", network_changed_cb }, { "notify::network", network_changed_cb },
    { "notify::entry", entry_changed_cb }, { "notify::image", image_changed_cb },
    { "notify::analysis", analysis_changed_cb }, { "notify::busy", busy_changed_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (what); i++)
    g_signal_connect_object (session, what[i].signal, G_CALLBACK (what[i].callback), self, G_CONNECT_SWAPPED);
}

static void
session_set (CsPage *page, CsSession *session)
{
  CsResultsPage *self = CS_RESULTS_PAGE (page);

  cs_film_view_set_viewport (self->film, cs_session_get_viewport (session));
  cs_film_view_set_shelf (self->film, cs_session_get_shelf (session));
  cs_film_view_set_viewport (self->truth_film, cs_session_get_viewport (session));
  cs_table_panel_set_session (self->folds, session);
  cs_froc_panel_set_session (self->froc, session);
  cs_network_row_set_session (self->networks, session);
  follow (self, session);
  network_changed_cb (self);
  image_changed_cb (self);
  analysis_changed_cb (self);
  entry_changed_cb (self);
}

static void
save_network (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsResultsPage *self = CS_RESULTS_PAGE (widget);
  CsSession *session = session_of (self);
  NnNet *network = cs_session_get_network (session);

  g_clear_object (&self->chooser);
  if (network)
    self->chooser = cs_network_saver_ask (widget, cs_session_get_jobs (session), network);
}

static void
dispose (GObject *object)
{
  CsResultsPage *self = CS_RESULTS_PAGE (object);

  g_clear_object (&self->chooser);
  cs_job_abandon (&self->scoring);
  cs_job_abandon (&self->reading);
  if (self->finds)
    gtk_list_box_bind_model (self->finds, NULL, NULL, NULL, NULL);
  g_clear_object (&self->found);
  g_clear_object (&self->heat);
  g_clear_object (&self->truth);
  g_clear_object (&self->found_source);
  g_clear_pointer (&self->segmented, cs_product_unref);
  G_OBJECT_CLASS (cs_results_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (CS_TYPE_TAB_STOP);
  g_type_ensure (CS_TYPE_FILM_VIEW);
  g_type_ensure (CS_TYPE_NETWORK_ROW);
  g_type_ensure (CS_TYPE_SCORE_TABLE);
  g_type_ensure (CS_TYPE_TABLE_PANEL);
  g_type_ensure (CS_TYPE_FROC_PANEL);
  cs_page_class_set_layout (widget_class, "results");
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, film);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, truth_film);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, networks);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, threshold);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, opacity);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, overlay_switch);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, heat_switch);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, truth_switch);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, truth_row);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, table);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, folds);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, froc);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, scored);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, no_finds);
  gtk_widget_class_bind_template_child (widget_class, CsResultsPage, finds);
  gtk_widget_class_bind_template_callback (widget_class, threshold_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, opacity_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, layers_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, network_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_activated_cb);
}

static void
cs_results_page_class_init (CsResultsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  CS_PAGE_CLASS (klass)->session_set = session_set;
  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "results.score", NULL, score_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "results.save-network", NULL, save_network);
}

static void
cs_results_page_init (CsResultsPage *self)
{
  self->found = cs_tile_layer_new (NULL);
  self->heat = cs_tile_layer_new (NULL);
  self->truth = cs_tile_layer_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_film_view_add_layer (self->film, self->heat);
  cs_film_view_add_layer (self->film, self->found);
  cs_film_view_add_layer (self->truth_film, self->truth);
  cs_film_view_serve (self->film, GTK_WIDGET (self));
  layers_changed_cb (self);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

const CsPageKind cs_page_results = {
  .id = "results", .title = N_("Results"), .icon_name = "calcspot-results-symbolic",
  .get_type = cs_results_page_get_type,
};
