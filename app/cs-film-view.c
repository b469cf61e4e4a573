#include "cs-film-view.h"

#include <glib/gi18n.h>
#include <math.h>
#include "cs-film-looks.h"
#include "cs-raster-source.h"
#include "cs-scale-bar.h"
#include "cs-tile-layer.h"
#include "cs-window-level.h"

/* What is shown around a box, as multiples of its side, and at least, in pixels. */
#define CONTEXT 6.0
#define LEAST_CONTEXT 96.0

struct _CsFilmView
{
  AdwBin parent_instance;

  CsCanvas *canvas;
  CsScaleBar *scale_bar;
  CsWindowLevel *window_level;
  GtkLabel *probe, *probe_more, *zoom, *busy_label;
  GtkWidget *busy;
  GtkSpinner *spinner;

  CsImage *image;
  CsLayer *film;
  CsRasterSource *source;    /* NULL: no film */
  GSimpleActionGroup *actions;
  GMenu *file_windows;
  GPtrArray *overlays;       /* layers; the canvas has them too */
  const char *preset;        /* an id of the table, or of cs-film-looks; "": by hand; interned */
  double low, high, drag_low, drag_high;
  gboolean invert;
  guint bins[CS_FILM_BINS];
};

G_DEFINE_FINAL_TYPE (CsFilmView, cs_film_view, ADW_TYPE_BIN)

enum { PROP_0, PROP_VIEWPORT, PROP_INVERT, PROP_LOW, PROP_HIGH, PROP_PRESET, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { PROBE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_window (CsFilmView *self, double low, double high)
{
  double white = self->image ? cs_image_get_white (self->image) : 255;

  if (self->source)
    cs_raster_source_set_curve (self->source, NULL);
  high = MIN (MAX (high, 1), white);
  low = CLAMP (low, 0, high - 1);
  if (low == self->low && high == self->high)
    return;
  self->low = low;
  self->high = high;
  if (self->source)
    cs_raster_source_set_window (self->source, low, high);
  cs_window_level_set_values (self->window_level, low, high);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOW]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HIGH]);
}

static void
name_preset (CsFilmView *self, const char *id)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "preset");

  if (g_str_equal (self->preset, id))
    return;
  self->preset = id;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (id));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRESET]);
}

static gboolean
adapts (CsFilmView *self)
{
  return g_str_equal (self->preset, CS_FILM_PRESET_VIEW);
}

static void
source_changed_cb (CsTileLayer *layer, GParamSpec *pspec, CsFilmView *self)
{
  graphene_rect_t part;

  cs_viewport_get_visible (cs_film_view_get_viewport (self), &part);
  if (adapts (self) && part.size.width > 0)
    cs_film_looks_adapt (CS_LAYER (layer), &part);
}

/* The window of a part of the film, and of the pictures on it. */
static void
adapt (CsFilmView *self, const graphene_rect_t *part)
{
  guint bins[CS_FILM_BINS];
  double low, high;

  cs_film_looks_adapt_all (self->canvas, self->film, part);
  cs_film_count_part (self->image, part->origin.x, part->origin.y, part->size.width, part->size.height, bins);
  cs_film_preset_apply (cs_film_preset_find (self->preset), bins, cs_image_get_white (self->image), &low, &high);
  show_window (self, low, high);
}

/* The ends of the window are shown; what lies between them is the file's own curve. */
static void
show_file_window (CsFilmView *self, guint window)
{
  g_autoptr (GBytes) curve = cs_film_looks_curve (self->image, window);
  gboolean curved;
  double low, high;

  cs_details_get_span (cs_image_get_details (self->image), window, &low, &high, &curved);
  show_window (self, low, high);
  cs_raster_source_set_curve (self->source, curve);
}

static void
apply_preset (CsFilmView *self)
{
  const CsFilmPreset *preset = cs_film_preset_find (self->preset);
  int window = cs_film_looks_find (self->image, self->preset);
  graphene_rect_t part;
  double low, high;

  if (window >= 0 && self->source)
    show_file_window (self, (guint) window);
  if (!preset || !self->image)
    return;
  cs_viewport_get_visible (cs_film_view_get_viewport (self), &part);
  if (adapts (self) && part.size.width > 0 && part.size.height > 0)
    {
      adapt (self, &part);
      return;
    }
  cs_film_looks_adapt_all (self->canvas, self->film, NULL);
  cs_film_preset_apply (preset, self->bins, cs_image_get_white (self->image), &low, &high);
  show_window (self, low, high);
}

/* The view has jumped: it came into sight, or shows the whole. Never while somebody pans or zooms: that would
   flicker. */
static void
look_anew (CsFilmView *self)
{
  if (adapts (self) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    apply_preset (self);
}

static void
fitted_cb (CsFilmView *self)
{
  if (cs_viewport_get_fitted (cs_film_view_get_viewport (self)))
    look_anew (self);
}

static void
show_invert (CsFilmView *self, gboolean invert)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "invert");

  if (self->invert == !!invert)
    return;
  self->invert = !!invert;
  if (self->source)
    cs_raster_source_set_invert (self->source, self->invert);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (self->invert));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INVERT]);
}

static void
show_zoom (CsFilmView *self)
{
  CsViewport *viewport = cs_canvas_get_viewport (self->canvas);
  g_autofree char *text = NULL;

  if (self->image)
    text = g_strdup_printf (_("%.0f %%"), 100 * cs_viewport_get_scale (viewport));
  gtk_label_set_label (self->zoom, text ? text : "");
}

static void
motion_cb (CsCanvas *canvas, double x, double y, CsFilmView *self)
{
  gboolean inside = self->image && x >= 0 && y >= 0 && x < cs_image_get_width (self->image) &&
                    y < cs_image_get_height (self->image);
  g_autofree char *text = inside ? cs_film_looks_probe (self->image, x, y) : NULL;

  gtk_label_set_label (self->probe, text ? text : "");
  if (!inside)
    gtk_label_set_label (self->probe_more, "");
  g_signal_emit (self, signals[PROBE], 0, x, y, inside);
}

static void
leave_cb (CsCanvas *canvas, CsFilmView *self)
{
  gtk_label_set_label (self->probe, "");
  gtk_label_set_label (self->probe_more, "");
  g_signal_emit (self, signals[PROBE], 0, 0.0, 0.0, FALSE);
}

/* To the right the window widens, upwards it shows brighter tissue: as on a reading station. */
static void
adjust_cb (CsCanvas *canvas, CsDragPhase phase, double dx, double dy, CsFilmView *self)
{
  double width, level;

  if (!self->image)
    return;
  if (phase == CS_DRAG_BEGIN)
    {
      self->drag_low = self->low;
      self->drag_high = self->high;
      return;
    }
  if (phase == CS_DRAG_CANCEL)
    dx = dy = 0;
  width = (self->drag_high - self->drag_low) * exp (dx / 250);
  level = (self->drag_high + self->drag_low) / 2 - dy / 400 * (self->drag_high - self->drag_low);
  cs_film_view_set_window (self, level - width / 2, level + width / 2);
}

static void
window_moved_cb (CsWindowLevel *widget, CsFilmView *self)
{
  cs_film_view_set_window (self, cs_window_level_get_low (widget), cs_window_level_get_high (widget));
}

static void
invert_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  show_invert (data, g_variant_get_boolean (state));
}

static void
preset_cb (GSimpleAction *action, GVariant *id, gpointer data)
{
  cs_film_view_set_preset (data, g_variant_get_string (id, NULL));
}

static void
next_preset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmView *self = data;

  cs_film_view_set_preset (self, cs_film_looks_next (self->image, self->preset));
}

static void
overlays_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  CsFilmView *self = data;

  g_simple_action_set_state (action, state);
  cs_film_looks_overlay (g_variant_get_boolean (state) ? self->image : NULL, self->canvas, self->overlays);
}

static void
zoom_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *name = g_strdup_printf ("canvas.%s", g_action_get_name (G_ACTION (action)));
  gtk_widget_activate_action (GTK_WIDGET (CS_FILM_VIEW (data)->canvas), name, NULL);
}

static const GActionEntry entries[] = {
  { "invert", NULL, NULL, "false", invert_cb, { 0 } },
  { "preset", preset_cb, "s", "'" CS_FILM_PRESET_VIEW "'", NULL, { 0 } },
  { "overlays", NULL, NULL, "false", overlays_cb, { 0 } },
  { "next-preset", next_preset_cb, NULL, NULL, NULL, { 0 } },
  { "fit", zoom_cb, NULL, NULL, NULL, { 0 } },
  { "one-to-one", zoom_cb, NULL, NULL, NULL, { 0 } },
  { "zoom-in", zoom_cb, NULL, NULL, NULL, { 0 } },
  { "zoom-out", zoom_cb, NULL, NULL, NULL, { 0 } },
};

static void
cs_film_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsFilmView *self = CS_FILM_VIEW (object);
  switch (id)
    {
    case PROP_VIEWPORT: g_value_set_object (value, cs_film_view_get_viewport (self)); break;
    case PROP_INVERT: g_value_set_boolean (value, self->invert); break;
    case PROP_LOW: g_value_set_double (value, self->low); break;
    case PROP_HIGH: g_value_set_double (value, self->high); break;
    case PROP_PRESET: g_value_set_string (value, self->preset); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cs_film_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsFilmView *self = CS_FILM_VIEW (object);
  switch (id)
    {
    case PROP_VIEWPORT: cs_film_view_set_viewport (self, g_value_get_object (value)); break;
    case PROP_INVERT: show_invert (self, g_value_get_boolean (value)); break;
    case PROP_LOW: cs_film_view_set_window (self, g_value_get_double (value), self->high); break;
    case PROP_HIGH: cs_film_view_set_window (self, self->low, g_value_get_double (value)); break;
    case PROP_PRESET: cs_film_view_set_preset (self, g_value_get_string (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cs_film_view_dispose (GObject *object)
{
  CsFilmView *self = CS_FILM_VIEW (object);

  if (self->canvas)
    g_signal_handlers_disconnect_by_data (cs_canvas_get_viewport (self->canvas), self);
  g_clear_pointer (&self->image, cs_image_unref);
  g_clear_object (&self->film);
  g_clear_pointer (&self->overlays, g_ptr_array_unref);
  g_clear_object (&self->source);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (cs_film_view_parent_class)->dispose (object);
}

static void
cs_film_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_film_view_parent_class)->map (widget);
  look_anew (CS_FILM_VIEW (widget));
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_VIEWPORT] = g_param_spec_object ("viewport", NULL, NULL, CS_TYPE_VIEWPORT, flags);
  props[PROP_INVERT] = g_param_spec_boolean ("invert", NULL, NULL, FALSE, flags);
  props[PROP_LOW] = g_param_spec_double ("low", NULL, NULL, 0, 65535, 0, flags);
  props[PROP_HIGH] = g_param_spec_double ("high", NULL, NULL, 0, 65535, 255, flags);
  props[PROP_PRESET] = g_param_spec_string ("preset", NULL, NULL, CS_FILM_PRESET_VIEW, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_film_view_class_init (CsFilmViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cs_film_view_get_property;
  object_class->set_property = cs_film_view_set_property;
  object_class->dispose = cs_film_view_dispose;
  widget_class->map = cs_film_view_map;
  install_properties (object_class);
  signals[PROBE] = g_signal_new ("probe", CS_TYPE_FILM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                 G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);

  g_type_ensure (CS_TYPE_CANVAS);
  g_type_ensure (CS_TYPE_SCALE_BAR);
  g_type_ensure (CS_TYPE_WINDOW_LEVEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-film-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, canvas);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, scale_bar);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, window_level);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, file_windows);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, probe);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, probe_more);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, zoom);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, busy);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, busy_label);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, spinner);
  gtk_widget_class_bind_template_callback (widget_class, motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, adjust_cb);
  gtk_widget_class_bind_template_callback (widget_class, window_moved_cb);
}

static void
cs_film_view_init (CsFilmView *self)
{
  self->preset = cs_film_presets[0].id;
  self->overlays = g_ptr_array_new_with_free_func (g_object_unref);
  self->high = 255;
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "film", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Film"), -1);
  self->film = cs_tile_layer_new (NULL);
  cs_canvas_add_layer (self->canvas, self->film);
  cs_film_view_set_viewport (self, NULL);
}

GtkWidget *
cs_film_view_new (void)
{
  return g_object_new (CS_TYPE_FILM_VIEW, NULL);
}

CsCanvas *
cs_film_view_get_canvas (CsFilmView *self)
{
  g_return_val_if_fail (CS_IS_FILM_VIEW (self), NULL);
  return self->canvas;
}

CsViewport *
cs_film_view_get_viewport (CsFilmView *self)
{
  g_return_val_if_fail (CS_IS_FILM_VIEW (self), NULL);
  return cs_canvas_get_viewport (self->canvas);
}

void
cs_film_view_set_viewport (CsFilmView *self, CsViewport *viewport)
{
  g_autoptr (CsViewport) own = viewport ? NULL : cs_viewport_new ();

  g_return_if_fail (CS_IS_FILM_VIEW (self));
  viewport = viewport ? viewport : own;
  g_signal_handlers_disconnect_by_data (cs_canvas_get_viewport (self->canvas), self);
  cs_canvas_set_viewport (self->canvas, viewport);
  cs_scale_bar_set_viewport (self->scale_bar, viewport);
  g_signal_connect_swapped (viewport, "changed", G_CALLBACK (show_zoom), self);
  g_signal_connect_swapped (viewport, "notify::fitted", G_CALLBACK (fitted_cb), self);
  show_zoom (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEWPORT]);
}

CsImage *
cs_film_view_get_image (CsFilmView *self)
{
  g_return_val_if_fail (CS_IS_FILM_VIEW (self), NULL);
  return self->image;
}

/* Puts other pixels on the canvas, under the look there is. */
static void
show_pixels (CsFilmView *self)
{
  g_clear_object (&self->source);
  cs_film_looks_bring (self->image, self->file_windows, G_ACTION_MAP (self->actions), self->canvas, self->overlays);
  if (self->image)
    {
      double white = cs_image_get_white (self->image);
      self->source = cs_raster_source_new (cs_image_get_raster (self->image), CS_TONE_GREY, CS_HALVE_MEAN);
      cs_raster_source_set_invert (self->source, self->invert);
      cs_film_count (self->image, self->bins);
      cs_window_level_set_range (self->window_level, 0, white);
      cs_window_level_set_histogram (self->window_level, self->bins, CS_FILM_BINS);
      if (!cs_film_preset_find (self->preset) && cs_film_looks_find (self->image, self->preset) < 0)
        name_preset (self, cs_film_presets[0].id);
      self->low = -1;
      apply_preset (self);
    }
  cs_tile_layer_set_source (CS_TILE_LAYER (self->film), self->source ? CS_TILE_SOURCE (self->source) : NULL);
}

void
cs_film_view_set_image (CsFilmView *self, CsImage *image)
{
  gboolean same_pixels;

  g_return_if_fail (CS_IS_FILM_VIEW (self));
  if (self->image == image)
    return;
  same_pixels = self->image && image && cs_image_get_raster (self->image) == cs_image_get_raster (image);
  if (image)
    cs_image_ref (image);
  g_clear_pointer (&self->image, cs_image_unref);
  self->image = image;
  if (!same_pixels)
    show_pixels (self);
  cs_scale_bar_set_spacing (self->scale_bar, image ? cs_image_get_facts (image)->mm_per_pixel : 0);
  show_zoom (self);
}

void
cs_film_view_add_layer (CsFilmView *self, CsLayer *layer)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  cs_canvas_add_layer (self->canvas, layer);
  if (!CS_IS_TILE_LAYER (layer))
    return;
  g_signal_connect_object (layer, "notify::source", G_CALLBACK (source_changed_cb), self, 0);
  source_changed_cb (CS_TILE_LAYER (layer), NULL, self);
}

void
cs_film_view_remove_layer (CsFilmView *self, CsLayer *layer)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  g_signal_handlers_disconnect_by_func (layer, source_changed_cb, self);
  cs_canvas_remove_layer (self->canvas, layer);
}

void
cs_film_view_get_window (CsFilmView *self, double *low, double *high)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  *low = self->low;
  *high = self->high;
}

void
cs_film_view_set_window (CsFilmView *self, double low, double high)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  g_return_if_fail (isfinite (low) && isfinite (high));
  name_preset (self, "");
  show_window (self, low, high);
}

void
cs_film_view_set_preset (CsFilmView *self, const char *id)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  if (!cs_film_preset_find (id) && cs_film_looks_find (self->image, id) < 0)
    return;
  name_preset (self, g_intern_string (id));
  apply_preset (self);
}

void
cs_film_view_aim (CsFilmView *self, const CsBox *box)
{
  graphene_rect_t part;
  float side;

  g_return_if_fail (CS_IS_FILM_VIEW (self));
  if (!self->image)
    return;
  side = (float) MAX (LEAST_CONTEXT, CONTEXT * MAX (box->width, box->height));
  graphene_rect_init (&part, box->x + (box->width - side) / 2, box->y + (box->height - side) / 2, side, side);
  cs_viewport_show (cs_film_view_get_viewport (self), part.origin.x, part.origin.y, side, side);
  /* What lies further out counts for the window too, else half of the view may be white. */
  graphene_rect_inset (&part, -side / 2, -side / 2);
  if (adapts (self))
    adapt (self, &part);
}

void
cs_film_view_reveal (CsFilmView *self, const CsBox *box)
{
  CsViewport *viewport = cs_film_view_get_viewport (self);
  graphene_rect_t visible, wanted;

  g_return_if_fail (CS_IS_FILM_VIEW (self));
  if (!self->image)
    return;
  cs_viewport_get_visible (viewport, &visible);
  graphene_rect_init (&wanted, (float) box->x, (float) box->y, (float) box->width, (float) box->height);
  if (graphene_rect_contains_rect (&visible, &wanted))
    return;
  cs_viewport_set_centre (viewport, box->x + box->width / 2.0, box->y + box->height / 2.0);
  look_anew (self);
}

void
cs_film_view_set_probe_more (CsFilmView *self, const char *text)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  gtk_label_set_label (self->probe_more, text ? text : "");
}

void
cs_film_view_set_busy (CsFilmView *self, const char *text)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  gtk_widget_set_visible (self->busy, text != NULL);
  gtk_spinner_set_spinning (self->spinner, text != NULL);
  gtk_label_set_label (self->busy_label, text ? text : "");
}

void
cs_film_view_serve (CsFilmView *self, GtkWidget *page)
{
  static const struct { guint key; const char *action; } keys[] = {
    { GDK_KEY_i, "film.invert" }, { GDK_KEY_f, "film.fit" }, { GDK_KEY_1, "film.one-to-one" },
    { GDK_KEY_plus, "film.zoom-in" }, { GDK_KEY_equal, "film.zoom-in" }, { GDK_KEY_minus, "film.zoom-out" },
    { GDK_KEY_w, "film.next-preset" }, { GDK_KEY_g, "film.overlays" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  g_return_if_fail (CS_IS_FILM_VIEW (self));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, 0), gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (page, controller);
  gtk_widget_insert_action_group (page, "film", G_ACTION_GROUP (self->actions));
}
