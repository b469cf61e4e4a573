/* Every step between a film and its boxes: what it makes, its plots, its controls, its values at a point. */
#include "cs-keymap.h"
#include "cs-page.h"

#include <glib/gi18n.h>

#include "cs-film-view.h"
#include "cs-output-row.h"
#include "cs-param-rows.h"
#include "cs-path-layer.h"
#include "cs-plot.h"
#include "cs-preset-bar.h"
#include "cs-probe-table.h"
#include "cs-product-view.h"
#include "cs-profile.h"
#include "cs-why-popover.h"
#include "cs-wrap-box.h"

#define CS_TYPE_STAGES_PAGE (cs_stages_page_get_type ())
G_DECLARE_FINAL_TYPE (CsStagesPage, cs_stages_page, CS, STAGES_PAGE, CsPage)

struct _CsStagesPage
{
  CsPage parent_instance;

  GtkStack *stack;
  GtkListBox *strip;
  CsPresetBar *presets;
  CsFilmView *film;
  GtkRevealer *profile_drawer;
  CsPlot *profile_plot;
  GtkLabel *title, *summary;
  AdwPreferencesGroup *outputs;
  GtkBox *plots;
  AdwBin *params;
  GtkWidget *reset_button;
  CsProbeTable *probe;

  const CsStage *stage;      /* the chosen one */
  GPtrArray *rows;           /* of CsOutputRow: what the stage lays over the film */
  GPtrArray *plot_widgets;   /* of CsPlot or NULL, one an output */
  CsLayer *line;             /* of the profile */
  double ends[4];            /* x0, y0, x1, y1: film pixels */
  gboolean overlay;          /* the stage's layers are seen at all: the flicker key */
};

G_DEFINE_FINAL_TYPE (CsStagesPage, cs_stages_page, CS_TYPE_PAGE)

enum { PROP_0, PROP_OVERLAY, PROP_PROFILE, N_PROPS };
static GParamSpec *props[N_PROPS];

static CsSession *
session_of (CsStagesPage *self)
{
  return cs_page_get_session (CS_PAGE (self));
}

/* The chosen stage: its rows, plots and controls. */

/* While the film is being worked on, what its small likeness gave is nearer to the settings than what stood before. */
static CsAnalysis *
analysis_to_show (CsStagesPage *self)
{
  CsAnalysis *preview = cs_session_get_preview (session_of (self));

  return preview ? preview : cs_session_get_analysis (session_of (self));
}

static void
show_products (CsStagesPage *self)
{
  CsAnalysis *analysis = analysis_to_show (self);
  guint halvings = analysis ? cs_image_get_halvings (cs_analysis_get_image (analysis)) : 0;
  guint i = 0;

  for (guint k = 0; k < self->rows->len; k++)
    {
      CsOutputRow *row = self->rows->pdata[k];

      const char *name = cs_output_row_get_output (row)->name;
      cs_output_row_set_product (row, analysis ? cs_analysis_get (analysis, name) : NULL, halvings);
    }
  for (const CsOutput *output = self->stage ? self->stage->makes : NULL; output && output->name; output++, i++)
    {
      CsProduct *product = analysis ? cs_analysis_get (analysis, output->name) : NULL;

      if (self->plot_widgets->pdata[i] && product)
        cs_product_view_update_plot (self->plot_widgets->pdata[i], product);
    }
}

static void
show_overlay (CsStagesPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      CsLayer *layer = cs_output_row_get_layer (self->rows->pdata[i]);

      if (layer)
        cs_layer_set_visible (layer, self->overlay && cs_output_row_get_shown (self->rows->pdata[i]));
    }
}

static void
set_overlay (CsStagesPage *self, gboolean overlay)
{
  if (self->overlay == overlay)
    return;
  self->overlay = overlay;
  show_overlay (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OVERLAY]);
}

/* A switch that is turned on by hand is meant to be seen. */
static void
shown_changed_cb (CsStagesPage *self)
{
  set_overlay (self, TRUE);
}

static void
clear_stage (CsStagesPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autoptr (GtkWidget) row = g_object_ref (self->rows->pdata[i]);

      adw_preferences_group_remove (self->outputs, row);
      g_object_run_dispose (G_OBJECT (row));   /* takes its layer off the film, whoever else still holds it */
    }
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->plot_widgets->len; i++)
    if (self->plot_widgets->pdata[i])
      gtk_box_remove (self->plots, self->plot_widgets->pdata[i]);
  g_ptr_array_set_size (self->plot_widgets, 0);
  adw_bin_set_child (self->params, NULL);
}

static void
add_output (CsStagesPage *self, const CsOutput *output, guint index)
{
  GtkWidget *plot = NULL, *row;

  if (cs_product_view_is_layer (output->kind))
    {
      row = cs_output_row_new (output, index, self->film);
      /* The first is what the stage is about; a later picture would hide it. */
      cs_output_row_set_shown (CS_OUTPUT_ROW (row), index == 0 || output->kind != CS_PRODUCT_RASTER);
      g_signal_connect_object (row, "notify::shown", G_CALLBACK (shown_changed_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->outputs, row);
      g_ptr_array_add (self->rows, row);
    }
  else
    {
      plot = cs_plot_new ();
      gtk_widget_set_size_request (plot, -1, 200);
      cs_plot_set_titles (CS_PLOT (plot), _(output->title), NULL, NULL);
      gtk_box_append (self->plots, plot);
    }
  g_ptr_array_add (self->plot_widgets, plot);
}

static void
settings_moved_cb (CsParamRows *rows, GParamSpec *pspec, CsStagesPage *self)
{
  cs_session_set_settings (session_of (self), cs_param_rows_get_settings (rows));
}

static void
add_params (CsStagesPage *self)
{
  gboolean any = self->stage->params->type != CS_PARAM_END;
  GtkWidget *rows = any ? cs_param_rows_new (self->stage) : NULL;

  gtk_widget_set_visible (self->reset_button, any);
  adw_bin_set_child (self->params, rows);
  if (!rows)
    return;
  cs_param_rows_set_settings (CS_PARAM_ROWS (rows), cs_session_get_settings (session_of (self)));
  g_signal_connect_object (rows, "notify::settings", G_CALLBACK (settings_moved_cb), self, 0);
}

static void
choose_stage (CsStagesPage *self, const CsStage *stage)
{
  g_autofree char *summary = NULL;
  guint index = 0;

  if (self->stage == stage)
    return;
  clear_stage (self);
  self->stage = stage;
  /* Translators: what a stage does, and where the paper says so: "3.1, Eq. 1-4". */
  summary = g_strdup_printf (_("%s Paper, section %s."), _(stage->summary), stage->section);
  gtk_label_set_label (self->title, _(stage->title));
  gtk_label_set_label (self->summary, summary);
  for (const CsOutput *output = stage->makes; output->name; output++)
    add_output (self, output, index++);
  add_params (self);
  show_products (self);
  set_overlay (self, TRUE);
}

static void
stage_selected_cb (GtkListBox *strip, GtkListBoxRow *row, CsStagesPage *self)
{
  if (row && session_of (self))
    choose_stage (self, cs_stages[gtk_list_box_row_get_index (row)]);
}

/* The strip. */

static GtkWidget *
new_help_button (const CsStage *stage)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("help-about-symbolic");
  g_autofree char *text = g_strdup_printf (_("How “%s” works"), _(stage->title));

  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.help");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", stage->id);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static GtkWidget *
new_strip_row (const CsStage *stage, guint number)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title, *state;
  g_autofree char *text = g_strdup_printf ("%u  %s", number, _(stage->title));

  title = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  state = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (state), 0);
  gtk_widget_add_css_class (state, "caption");
  gtk_widget_add_css_class (state, "dim-label");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), state);
  gtk_widget_set_margin_top (box, 4);
  gtk_widget_set_margin_bottom (box, 4);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (row), box);
  gtk_box_append (GTK_BOX (row), new_help_button (stage));
  return row;
}

static void
fill_strip (CsStagesPage *self)
{
  for (guint i = 0; cs_stages[i]; i++)
    {
      gtk_list_box_append (self->strip, new_strip_row (cs_stages[i], i + 1));
      gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_list_box_get_row_at_index (self->strip, (int) i)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _(cs_stages[i]->title), -1);
    }
}

static const char *
state_of (CsStagesPage *self, const CsStage *stage)
{
  CsAnalysis *analysis = cs_session_get_analysis (session_of (self));

  if (stage->needs_network && !cs_session_get_network (session_of (self)))
    return _("Needs a network");
  if (!analysis || !cs_analysis_get (analysis, stage->makes->name))
    return cs_session_get_busy (session_of (self)) ? _("Waiting") : _("Not run");
  return cs_session_get_busy (session_of (self)) ? _("Being renewed") : _("Done");
}

static void
show_states (CsStagesPage *self)
{
  for (guint i = 0; cs_stages[i]; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->strip, (int) i);
      GtkWidget *words = gtk_widget_get_first_child (gtk_list_box_row_get_child (row));
      GtkWidget *state = gtk_widget_get_last_child (words);

      gtk_label_set_label (GTK_LABEL (state), state_of (self, cs_stages[i]));
    }
}

/* The profile: the paper's Fig. 5 and 6 through every stage at once. */

static void
show_profile (CsStagesPage *self)
{
  CsAnalysis *analysis = cs_session_get_analysis (session_of (self));
  const float line[] = { (float) self->ends[0], (float) self->ends[1], (float) self->ends[2], (float) self->ends[3] };
  g_autoptr (CsProduct) plot = NULL;

  cs_path_layer_clear (CS_PATH_LAYER (self->line));
  if (!gtk_revealer_get_reveal_child (self->profile_drawer))
    return;
  cs_path_layer_add (CS_PATH_LAYER (self->line), line, 2, FALSE, NULL, NULL, FALSE);
  plot = analysis ? cs_analysis_profile (analysis, self->ends[0], self->ends[1], self->ends[2], self->ends[3]) : NULL;
  if (plot)
    cs_product_view_update_plot (GTK_WIDGET (self->profile_plot), plot);
}

static void
set_profile (CsStagesPage *self, gboolean profile)
{
  g_autofree char *words = cs_keymap_say_now (_("Line profile: drag a line · {stages.profile} ends it"));
  CsCanvas *canvas = cs_film_view_get_canvas (self->film);

  if (cs_canvas_is_held_by (canvas, self) == profile)
    return;
  if (profile)
    cs_canvas_take_tool (canvas, self, CS_TOOL_LINE, "crosshair", words);
  else
    cs_canvas_put_away (canvas);
  gtk_revealer_set_reveal_child (self->profile_drawer, profile);
  show_profile (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROFILE]);
}

static void
tool_drag_cb (CsCanvas *canvas, CsDragPhase phase, double x0, double y0, double x, double y, CsStagesPage *self)
{
  if (phase == CS_DRAG_CANCEL || phase == CS_DRAG_BEGIN)
    return;
  self->ends[0] = x0;
  self->ends[1] = y0;
  self->ends[2] = x;
  self->ends[3] = y;
  show_profile (self);
}

static void
probe_cb (CsFilmView *film, double x, double y, gboolean inside, CsStagesPage *self)
{
  cs_probe_table_probe (self->probe, cs_session_get_analysis (session_of (self)), x, y, inside);
}

/* Callbacks of the session. */

static void
analysis_changed_cb (CsStagesPage *self)
{
  show_products (self);
  show_overlay (self);
  show_states (self);
  show_profile (self);
}

static void
preview_changed_cb (CsStagesPage *self)
{
  show_products (self);
  show_overlay (self);
}

static void
image_changed_cb (CsStagesPage *self)
{
  cs_film_view_set_image (self->film, cs_session_get_image (session_of (self)));
}

static void
busy_changed_cb (CsStagesPage *self)
{
  cs_film_view_set_busy (self->film, cs_session_get_busy (session_of (self)) ? _("Analysing…") : NULL);
  show_states (self);
}

static void
entry_changed_cb (CsStagesPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, cs_session_get_entry (session_of (self)) ? "film" : "empty");
}

static void
settings_changed_cb (CsStagesPage *self)
{
  CsSettings *settings = cs_session_get_settings (session_of (self));
  GtkWidget *rows = adw_bin_get_child (self->params);

  if (rows)
    cs_param_rows_set_settings (CS_PARAM_ROWS (rows), settings);
}

/* Deeds. */

static void
reset_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsStagesPage *self = CS_STAGES_PAGE (widget);
  g_autoptr (CsSettings) settings = NULL;

  if (!self->stage)
    return;
  settings = cs_settings_reset (cs_session_get_settings (session_of (self)), self->stage);
  cs_session_set_settings (session_of (self), settings);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsStagesPage *self = CS_STAGES_PAGE (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->strip);
  int step = g_str_equal (name, "stages.next") ? 1 : -1;
  GtkListBoxRow *to = gtk_list_box_get_row_at_index (self->strip, row ? gtk_list_box_row_get_index (row) + step : 0);

  if (!to)
    return;
  gtk_list_box_select_row (self->strip, to);
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->strip)))
    gtk_widget_grab_focus (GTK_WIDGET (to));
}

static void
help_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsStagesPage *self = CS_STAGES_PAGE (widget);

  if (self->stage)
    gtk_widget_activate_action (widget, "win.help", "s", self->stage->id);
}

static void
session_set (CsPage *page, CsSession *session)
{
  CsStagesPage *self = CS_STAGES_PAGE (page);

  cs_film_view_set_viewport (self->film, cs_session_get_viewport (session));
  cs_film_view_set_shelf (self->film, cs_session_get_shelf (session));
  cs_film_view_add_layer (self->film, self->line);
  cs_why_popover_new (page, self->film, FALSE);
  cs_preset_bar_serve (self->presets, page);
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::image", G_CALLBACK (image_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::analysis", G_CALLBACK (analysis_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::preview", G_CALLBACK (preview_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::settings", G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::network", G_CALLBACK (show_states), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::busy", G_CALLBACK (busy_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_film_view_get_canvas (self->film), "tool-drag", G_CALLBACK (tool_drag_cb), self, 0);
  g_signal_connect_object (self->film, "probe", G_CALLBACK (probe_cb), self, 0);
  gtk_list_box_select_row (self->strip, gtk_list_box_get_row_at_index (self->strip, 0));
  entry_changed_cb (self);
  image_changed_cb (self);
  settings_changed_cb (self);
  busy_changed_cb (self);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsStagesPage *self = CS_STAGES_PAGE (object);
  switch (id)
    {
    case PROP_OVERLAY: g_value_set_boolean (value, self->overlay); break;
    case PROP_PROFILE: g_value_set_boolean (value, gtk_revealer_get_reveal_child (self->profile_drawer)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsStagesPage *self = CS_STAGES_PAGE (object);
  switch (id)
    {
    case PROP_OVERLAY: set_overlay (self, g_value_get_boolean (value)); break;
    case PROP_PROFILE: set_profile (self, g_value_get_boolean (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsStagesPage *self = CS_STAGES_PAGE (object);

  if (self->outputs)
    clear_stage (self);
  g_clear_object (&self->line);
  G_OBJECT_CLASS (cs_stages_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsStagesPage *self = CS_STAGES_PAGE (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->plot_widgets);
  G_OBJECT_CLASS (cs_stages_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (CS_TYPE_FILM_VIEW);
  g_type_ensure (CS_TYPE_PLOT);
  g_type_ensure (CS_TYPE_PRESET_BAR);
  g_type_ensure (CS_TYPE_PROBE_TABLE);
  g_type_ensure (CS_TYPE_WRAP_BOX);
  cs_page_class_set_layout (widget_class, "stages");
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, strip);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, presets);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, film);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, profile_drawer);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, profile_plot);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, title);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, summary);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, outputs);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, plots);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, params);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, reset_button);
  gtk_widget_class_bind_template_child (widget_class, CsStagesPage, probe);
  gtk_widget_class_bind_template_callback (widget_class, stage_selected_cb);
}

static void
cs_stages_page_class_init (CsStagesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  CS_PAGE_CLASS (klass)->session_set = session_set;
  props[PROP_OVERLAY] = g_param_spec_boolean ("overlay", NULL, NULL, TRUE, flags);
  props[PROP_PROFILE] = g_param_spec_boolean ("profile", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  bind_template (widget_class);
  gtk_widget_class_install_property_action (widget_class, "stages.overlay", "overlay");
  gtk_widget_class_install_property_action (widget_class, "stages.profile", "profile");
  gtk_widget_class_install_action (widget_class, "stages.reset", NULL, reset_action);
  gtk_widget_class_install_action (widget_class, "stages.help", NULL, help_action);
  gtk_widget_class_install_action (widget_class, "stages.next", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "stages.previous", NULL, move_action);
}

static void
cs_stages_page_init (CsStagesPage *self)
{
  self->rows = g_ptr_array_new ();
  self->plot_widgets = g_ptr_array_new ();
  self->overlay = TRUE;
  self->line = cs_path_layer_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_strip (self);
  cs_film_view_serve (self->film, GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "stages");
}

const CsPageKind cs_page_stages = {
  .id = "stages", .title = N_("Stages"), .icon_name = "calcspot-stages-symbolic", .get_type = cs_stages_page_get_type,
};
