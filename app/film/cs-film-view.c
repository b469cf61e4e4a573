#include "cs-film-view-private.h"

#include <glib/gi18n.h>
#include "cs-film-looks.h"
#include "cs-key-tips.h"
#include "cs-keymap.h"
#include "cs-preferences.h"
#include "cs-screen.h"
#include "cs-tile-layer.h"

/* What is shown around a box, as multiples of its side, and at least, in pixels. */
#define CONTEXT 6.0
#define LEAST_CONTEXT 96.0
/* Less room than this for what is told of the point under the pointer, and the bar goes on in another line. */
#define PROBE_CHARS 22

G_DEFINE_FINAL_TYPE (CsFilmView, cs_film_view, ADW_TYPE_BIN)

enum { PROP_0, PROP_VIEWPORT, PROP_INVERT, PROP_LOW, PROP_HIGH, PROP_GAMMA, PROP_PRESET, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { PROBE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Said by the number at any time, and aloud when 1:1 is first shown on such a screen. */
static void
show_inexact (CsFilmView *self, double scale, double fraction)
{
  g_autofree char *text = g_strdup_printf (_("≈ %.0f %%"), 100 * scale);
  /* Translators: of the desktop's screen, e.g. 125 */
  g_autofree char *why = g_strdup_printf (
    _("1:1 is not exact here: the desktop scales this screen to %.0f %%, and resamples what is drawn. "
      "At a whole scale, 100 or 200 %%, it is."), 100 * fraction);

  gtk_label_set_label (self->zoom, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->zoom), why);
  if (G_APPROX_VALUE (scale, 1, 1e-6) && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      cs_screen_tell_once (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", why);
}

/* Below 1:1 nobody expects the film's own pixels. */
static void
show_zoom (CsFilmView *self)
{
  double scale = cs_viewport_get_scale (cs_canvas_get_viewport (self->canvas));
  double fraction = self->image && scale >= 1 ? cs_screen_get_fraction (GTK_WIDGET (self)) : 0;
  g_autofree char *text = NULL;

  if (fraction > 0)
    {
      show_inexact (self, scale, fraction);
      return;
    }
  if (self->image)
    text = g_strdup_printf (_("%.0f %%"), 100 * scale);
  gtk_label_set_label (self->zoom, text ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->zoom), NULL);
}

static void
motion_cb (CsCanvas *canvas, double x, double y, CsFilmView *self)
{
  gboolean inside = self->image && x >= 0 && y >= 0 && x < cs_image_get_width (self->image) &&
                    y < cs_image_get_height (self->image);
  g_autofree char *text = inside ? cs_film_looks_probe (self->image, x, y) : NULL;

  gtk_label_set_label (self->probe, text ? text : "");
  g_signal_emit (self, signals[PROBE], 0, x, y, inside);
}

/* Which tool is in hand is seen by its words, and by the pointer. */
static void
tool_cb (CsFilmView *self)
{
  const char *words = cs_canvas_get_words (self->canvas);

  gtk_label_set_label (self->tool, words ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->tool), words != NULL);
}

static void
leave_cb (CsCanvas *canvas, CsFilmView *self)
{
  gtk_label_set_label (self->probe, "");
  g_signal_emit (self, signals[PROBE], 0, 0.0, 0.0, FALSE);
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

static void
loupe_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsLoupe *loupe = CS_FILM_VIEW (data)->loupe;
  int power = cs_loupe_get_power (loupe);

  cs_loupe_set_power (loupe, power == 0 ? 2 : power == 2 ? 4 : 0);
}

static const GActionEntry entries[] = {
  { "invert", NULL, NULL, "false", cs_film_view_invert_cb, { 0 } },
  { "preset", cs_film_view_preset_cb, "s", "'" CS_FILM_PRESET_VIEW "'", NULL, { 0 } },
  { "overlays", NULL, NULL, "false", overlays_cb, { 0 } },
  { "next-preset", cs_film_view_next_preset_cb, NULL, NULL, NULL, { 0 } },
  { "keep-window", cs_film_view_keep_window_cb, NULL, NULL, NULL, { 0 } },
  { "loupe", loupe_cb, NULL, NULL, NULL, { 0 } },
  { "fit", zoom_cb, NULL, NULL, NULL, { 0 } },
  { "one-to-one", zoom_cb, NULL, NULL, NULL, { 0 } },
  { "zoom-in", zoom_cb, NULL, NULL, NULL, { 0 } },
  { "zoom-out", zoom_cb, NULL, NULL, NULL, { 0 } },
};

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsFilmView *self = CS_FILM_VIEW (object);
  switch (id)
    {
    case PROP_VIEWPORT: g_value_set_object (value, cs_film_view_get_viewport (self)); break;
    case PROP_INVERT: g_value_set_boolean (value, self->invert); break;
    case PROP_LOW: g_value_set_double (value, self->low); break;
    case PROP_HIGH: g_value_set_double (value, self->high); break;
    case PROP_GAMMA: g_value_set_double (value, self->gamma); break;
    case PROP_PRESET: g_value_set_string (value, self->preset); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsFilmView *self = CS_FILM_VIEW (object);
  switch (id)
    {
    case PROP_VIEWPORT: cs_film_view_set_viewport (self, g_value_get_object (value)); break;
    case PROP_INVERT: cs_film_view_show_invert (self, g_value_get_boolean (value)); break;
    case PROP_LOW: cs_film_view_set_window (self, g_value_get_double (value), self->high); break;
    case PROP_HIGH: cs_film_view_set_window (self, self->low, g_value_get_double (value)); break;
    case PROP_GAMMA: cs_film_view_show_gamma (self, g_value_get_double (value)); break;
    case PROP_PRESET: cs_film_view_set_preset (self, g_value_get_string (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsFilmView *self = CS_FILM_VIEW (object);

  if (self->canvas)
    g_signal_handlers_disconnect_by_data (cs_canvas_get_viewport (self->canvas), self);
  g_clear_handle_id (&self->look_id, g_source_remove);
  cs_film_view_set_shelf (self, NULL);
  g_clear_pointer (&self->image, cs_image_unref);
  g_clear_object (&self->film);
  g_clear_pointer (&self->overlays, g_ptr_array_unref);
  g_clear_object (&self->source);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (cs_film_view_parent_class)->dispose (object);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_film_view_parent_class)->map (widget);
  show_zoom (CS_FILM_VIEW (widget));       /* now it is on a screen */
  cs_film_view_look_anew (CS_FILM_VIEW (widget));
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_VIEWPORT] = g_param_spec_object ("viewport", NULL, NULL, CS_TYPE_VIEWPORT, flags);
  props[PROP_INVERT] = g_param_spec_boolean ("invert", NULL, NULL, FALSE, flags);
  props[PROP_LOW] = g_param_spec_double ("low", NULL, NULL, 0, 65535, 0, flags);
  props[PROP_HIGH] = g_param_spec_double ("high", NULL, NULL, 0, 65535, 255, flags);
  props[PROP_GAMMA] = g_param_spec_double ("gamma", NULL, NULL, 0.2, 5, 1, flags);
  props[PROP_PRESET] = g_param_spec_string ("preset", NULL, NULL, CS_FILM_PRESET_VIEW, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-film-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, canvas);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, scale_bar);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, window_level);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, low_adjustment);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, high_adjustment);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, file_windows);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, own_windows);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, probe);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, zoom);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, caption);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, loupe);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, tool);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, look);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, frame);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, status);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, busy);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, busy_label);
  gtk_widget_class_bind_template_child (widget_class, CsFilmView, spinner);
  gtk_widget_class_bind_template_callback (widget_class, motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, tool_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "adjust_cb", G_CALLBACK (cs_film_view_adjust_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "window_moved_cb",
                                                G_CALLBACK (cs_film_view_window_moved_cb));
}

static void
cs_film_view_class_init (CsFilmViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  widget_class->map = map;
  install_properties (object_class);
  signals[PROBE] = g_signal_new ("probe", CS_TYPE_FILM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                 G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);

  g_type_ensure (CS_TYPE_CANVAS);
  g_type_ensure (CS_TYPE_LOUPE);
  g_type_ensure (CS_TYPE_SCALE_BAR);
  g_type_ensure (CS_TYPE_WINDOW_LEVEL);
  bind_template (widget_class);
}

static void
cs_film_view_init (CsFilmView *self)
{
  self->preset = self->wanted = cs_film_presets[0].id;
  self->overlays = g_ptr_array_new_with_free_func (g_object_unref);
  self->high = 255;
  self->gamma = 1;
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "film", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "zoom");     /* of several films the one with the focus */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Film"), -1);
  self->film = cs_tile_layer_new (NULL);
  cs_canvas_add_layer (self->canvas, self->film);
  cs_loupe_set_canvas (self->loupe, self->canvas);
  cs_film_view_set_viewport (self, NULL);
  self->settings = cs_preferences_open ();
  if (self->settings)
    g_signal_connect_object (self->settings, "changed::" CS_PREFERENCE_WINDOWS, G_CALLBACK (cs_film_view_list_windows),
                             self, G_CONNECT_SWAPPED);
  cs_film_view_list_windows (self);
  cs_key_tips_serve (GTK_WIDGET (self));           /* in windows beside the first, too */
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
  g_signal_connect_swapped (viewport, "notify::fitted", G_CALLBACK (cs_film_view_fitted_cb), self);
  g_signal_connect_swapped (viewport, "jumped", G_CALLBACK (cs_film_view_look_anew), self);
  show_zoom (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEWPORT]);
}

CsImage *
cs_film_view_get_image (CsFilmView *self)
{
  g_return_val_if_fail (CS_IS_FILM_VIEW (self), NULL);
  return self->image;
}

static void
show_breast (CsFilmView *self)
{
  CsPlate *plate = self->shelf && self->image ? cs_shelf_find (self->shelf, self->image) : NULL;
  guint halvings = 0;
  const CsRaster *breast = plate ? cs_plate_get_breast (plate, &halvings) : NULL;

  if (self->source)
    cs_raster_source_set_breast (self->source, breast, halvings, plate ? cs_plate_get_air (plate) : 0,
                                 cs_image_get_white (self->image));
}

/* Puts other pixels on the canvas, under the look there is. */
static void
show_pixels (CsFilmView *self)
{
  g_clear_object (&self->source);
  cs_film_looks_bring (self->image, self->file_windows, G_ACTION_MAP (self->actions), self->canvas, self->overlays);
  cs_film_view_list_windows (self);
  if (self->image)
    {
      double white = cs_image_get_white (self->image);
      self->source = cs_raster_source_new (cs_image_get_raster (self->image), CS_TONE_GREY, CS_HALVE_MEAN);
      cs_raster_source_set_invert (self->source, self->invert);
      cs_raster_source_set_gamma (self->source, self->gamma);
      gtk_adjustment_set_upper (self->low_adjustment, white);
      gtk_adjustment_set_upper (self->high_adjustment, white);
      cs_film_count (self->image, self->bins);
      cs_window_level_set_range (self->window_level, 0, white);
      cs_window_level_set_histogram (self->window_level, self->bins, CS_FILM_BINS);
      cs_film_view_name_preset (self, cs_film_looks_has (self->image, self->wanted) ? self->wanted
                                                                                    : cs_film_presets[0].id);
      self->low = -1;
      cs_film_view_apply_preset (self);
      show_breast (self);
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
cs_film_view_set_shelf (CsFilmView *self, CsShelf *shelf)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  if (self->shelf)
    g_signal_handlers_disconnect_by_data (self->shelf, self);
  g_set_object (&self->shelf, shelf);
  if (shelf)
    g_signal_connect_swapped (shelf, "ready", G_CALLBACK (show_breast), self);
  show_breast (self);
}

void
cs_film_view_set_caption (CsFilmView *self, const char *text)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  gtk_label_set_label (self->caption, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), text != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text ? text : _("Film"), -1);
}

GtkWidget *
cs_film_view_take_status (CsFilmView *self)
{
  g_return_val_if_fail (CS_IS_FILM_VIEW (self), NULL);
  g_object_ref (self->status);
  gtk_box_remove (self->frame, self->status);
  gtk_label_set_width_chars (self->probe, PROBE_CHARS);
  return self->status;
}

void
cs_film_view_add_layer (CsFilmView *self, CsLayer *layer)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  cs_canvas_add_layer (self->canvas, layer);
  if (!CS_IS_TILE_LAYER (layer))
    return;
  g_signal_connect_object (layer, "notify::source", G_CALLBACK (cs_film_view_source_changed_cb), self, 0);
  cs_film_view_source_changed_cb (CS_TILE_LAYER (layer), NULL, self);
}

void
cs_film_view_remove_layer (CsFilmView *self, CsLayer *layer)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  g_signal_handlers_disconnect_by_func (layer, cs_film_view_source_changed_cb, self);
  cs_canvas_remove_layer (self->canvas, layer);
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
  cs_film_view_adapt (self, &part);
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
  cs_film_view_look_anew (self);
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
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  gtk_widget_insert_action_group (page, "film", G_ACTION_GROUP (self->actions));
  cs_keymap_serve (page, "film");
  cs_keymap_serve (page, "zoom");
}
