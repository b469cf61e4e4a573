#include "cs-mask-panel.h"

#include <glib/gi18n.h>
#include <math.h>
#include "cs-brush-layer.h"
#include "cs-film-view.h"
#include "cs-regions.h"

#define LEAST_RADIUS 0.5
#define MOST_RADIUS 16.0
/* What is shown around a box, as a multiple of its side, and at least, in pixels of the film. */
#define CONTEXT 1.6
#define LEAST_CONTEXT 24.0

struct _CsMaskPanel
{
  AdwBin      parent_instance;

  GtkLabel   *title, *area;
  CsFilmView *film;

  CsLayer    *brush;
  CsBox       box;
  CsRaster   *mask;              /* NULL: nothing is open */
  GPtrArray  *before;            /* of CsRaster: the mask before each stroke, the latest last */
  double      x, y;              /* where the stroke is, on the film */
  CsJob      *reading;
  gboolean    aim;               /* the box is to be shown as soon as there is room for it */
};

G_DEFINE_FINAL_TYPE (CsMaskPanel, cs_mask_panel, ADW_TYPE_BIN)

enum { PROP_0, PROP_ERASE, PROP_RADIUS, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { DONE, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_mask (CsMaskPanel *self)
{
  guint area = cs_mask_panel_get_area (self);
  gsize width = (gsize) self->box.width, height = (gsize) self->box.height;
  g_autofree char *text = g_strdup_printf (ngettext ("%u pixel", "%u pixels", area), area);
  g_autofree guint8 *bytes = self->mask ? g_malloc (width * height) : NULL;
  g_autoptr (GBytes) shown = NULL;

  for (guint y = 0; bytes && y < height; y++)
    memcpy (bytes + y * width, cs_raster_row (self->mask, y), width);
  shown = bytes ? g_bytes_new_take (g_steal_pointer (&bytes), width * height) : NULL;
  cs_brush_layer_set_mask (CS_BRUSH_LAYER (self->brush), self->box.x, self->box.y, self->mask ? (int) width : 0,
                           self->mask ? (int) height : 0, shown);
  gtk_label_set_label (self->area, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "mask.back", self->before->len > 0);
}

/* From here on the mask may be changed, and taken back to what it is now. */
static void
remember (CsMaskPanel *self)
{
  g_ptr_array_add (self->before, cs_raster_copy (self->mask));
}

static void
go_back (CsMaskPanel *self)
{
  if (self->before->len == 0)
    return;
  cs_raster_unref (self->mask);
  self->mask = g_ptr_array_steal_index (self->before, self->before->len - 1);
  show_mask (self);
}

static void
put (CsMaskPanel *self, int x, int y, guint8 value)
{
  x -= self->box.x;
  y -= self->box.y;
  if (x >= 0 && y >= 0 && x < self->box.width && y < self->box.height)
    ((guint8 *) cs_raster_edit (self->mask, (guint) y))[x] = value;
}

/* The pixels whose centres the disc covers, and in any case the one under the pointer. */
static void
stamp (CsMaskPanel *self, double x, double y, double radius, guint8 value)
{
  put (self, (int) floor (x), (int) floor (y), value);
  for (int j = (int) floor (y - radius); j <= (int) floor (y + radius); j++)
    for (int i = (int) floor (x - radius); i <= (int) floor (x + radius); i++)
      if (hypot (i + 0.5 - x, j + 0.5 - y) <= radius)
        put (self, i, j, value);
}

static void
sweep (CsMaskPanel *self, double x, double y, double radius, gboolean erase)
{
  guint n = (guint) ceil (MAX (hypot (x - self->x, y - self->y), 0.01) / 0.5);

  for (guint i = 0; i <= n; i++)
    stamp (self, self->x + (x - self->x) * i / n, self->y + (y - self->y) * i / n, radius, erase ? 0 : 255);
  self->x = x;
  self->y = y;
}

static void
stroke_cb (CsBrushLayer *layer, CsDragPhase phase, double x, double y, double radius, gboolean erase, CsMaskPanel *self)
{
  if (!self->mask)
    return;
  if (phase == CS_DRAG_CANCEL)
    {
      go_back (self);
      return;
    }
  if (phase == CS_DRAG_BEGIN)
    {
      remember (self);
      self->x = x;
      self->y = y;
    }
  sweep (self, x, y, radius, erase);
  show_mask (self);
}

static double
radius_of (CsMaskPanel *self)
{
  return cs_brush_layer_get_radius (CS_BRUSH_LAYER (self->brush));
}

static void
set_radius (CsMaskPanel *self, double radius)
{
  radius = CLAMP (radius, LEAST_RADIUS, MOST_RADIUS);
  if (radius == radius_of (self))
    return;
  cs_brush_layer_set_radius (CS_BRUSH_LAYER (self->brush), radius);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RADIUS]);
}

static void
set_erase (CsMaskPanel *self, gboolean erase)
{
  if (cs_brush_layer_get_erase (CS_BRUSH_LAYER (self->brush)) == !!erase)
    return;
  cs_brush_layer_set_erase (CS_BRUSH_LAYER (self->brush), erase);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERASE]);
}

/* The secondary button erases, whatever the main one does. */
static void
erase_to (CsMaskPanel *self, GtkGestureDrag *gesture, CsDragPhase phase, double dx, double dy)
{
  CsCanvas *canvas = cs_film_view_get_canvas (self->film);
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->film), GTK_WIDGET (canvas), x + dx, y + dy, &x, &y))
    return;
  cs_viewport_to_image (cs_canvas_get_viewport (canvas), x, y, &x, &y);
  stroke_cb (NULL, phase, x, y, radius_of (self), TRUE, self);
}

static void
erase_begin_cb (GtkGestureDrag *gesture, double x, double y, CsMaskPanel *self)
{
  if (!self->mask)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  erase_to (self, gesture, CS_DRAG_BEGIN, 0, 0);
}

static void
erase_update_cb (GtkGestureDrag *gesture, double dx, double dy, CsMaskPanel *self)
{
  erase_to (self, gesture, CS_DRAG_MOVE, dx, dy);
}

/* The wheel sets the brush; with Ctrl it zooms, as anywhere. */
static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, CsMaskPanel *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    return FALSE;
  set_radius (self, radius_of (self) - (dy > 0 ? 0.5 : dy < 0 ? -0.5 : 0));
  return TRUE;
}

static void
aim_cb (CsMaskPanel *self)
{
  CsViewport *viewport = cs_film_view_get_viewport (self->film);
  double side = MAX (LEAST_CONTEXT, CONTEXT * MAX (self->box.width, self->box.height));
  int width, height;

  cs_viewport_get_widget_size (viewport, &width, &height);
  if (!self->aim || !cs_film_view_get_image (self->film) || MIN (width, height) <= 1)
    return;
  self->aim = FALSE;
  cs_viewport_show (viewport, self->box.x + (self->box.width - side) / 2, self->box.y + (self->box.height - side) / 2,
                    side, side);
}

/* What is dark and bright near the box decides, not the whole film. */
static void
choose_window (CsMaskPanel *self, CsImage *image)
{
  int side = (int) (2 * MAX (LEAST_CONTEXT, CONTEXT * MAX (self->box.width, self->box.height)));
  int x = self->box.x + (self->box.width - side) / 2, y = self->box.y + (self->box.height - side) / 2;
  g_autoptr (CsRaster) near_it = cs_raster_crop (cs_image_get_raster (image), x, y, (guint) side, (guint) side);
  double low, high;

  cs_raster_range (near_it, &low, &high);
  cs_film_view_set_window (self->film, low, MAX (high, low + 1));
}

static gpointer
read_film (CsJob *job, gpointer order, GError **error)
{
  return cs_film_order_read (order, cs_job_get_cancellable (job), error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = cs_job_finish (CS_JOB (source), result, &error);
  CsMaskPanel *self = data;

  g_clear_object (&self->reading);
  if (image)
    cs_mask_panel_set_image (self, image);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (CS_MASK_PANEL (widget)->mask)
    g_signal_emit (widget, signals[DONE], 0, CS_MASK_SAVE);
}

static void
cancel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[DONE], 0, CS_MASK_CANCEL);
}

static void
machine (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (CS_MASK_PANEL (widget)->mask)
    g_signal_emit (widget, signals[DONE], 0, CS_MASK_MACHINE);
}

static void
back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go_back (CS_MASK_PANEL (widget));
}

static void
resize (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsMaskPanel *self = CS_MASK_PANEL (widget);
  set_radius (self, radius_of (self) + (g_str_equal (name, "mask.larger") ? 0.5 : -0.5));
}

/* Where the brush is, or the middle of the box where no pointer and no key has put it yet. */
static void
place_of_brush (CsMaskPanel *self, double *x, double *y)
{
  const CsBox *box = &self->box;

  if (cs_brush_layer_get_place (CS_BRUSH_LAYER (self->brush), x, y)
      && *x >= box->x && *y >= box->y && *x <= box->x + box->width && *y <= box->y + box->height)
    return;
  *x = box->x + box->width / 2 + 0.5;
  *y = box->y + box->height / 2 + 0.5;
}

/* The brush by keys: a pixel at a time, inside the box; with Shift it paints on its way. */
static void
step (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsMaskPanel *self = CS_MASK_PANEL (widget);
  double x0, y0, x, y;
  gboolean paint;
  int dx, dy;

  if (!self->mask)
    return;
  g_variant_get (parameter, "(iib)", &dx, &dy, &paint);
  place_of_brush (self, &x0, &y0);
  x = CLAMP (x0 + dx, self->box.x + 0.5, self->box.x + self->box.width - 0.5);
  y = CLAMP (y0 + dy, self->box.y + 0.5, self->box.y + self->box.height - 0.5);
  cs_brush_layer_set_place (CS_BRUSH_LAYER (self->brush), x, y);
  if (paint)
    cs_mask_panel_stroke (self, x0, y0, x, y, cs_brush_layer_get_erase (CS_BRUSH_LAYER (self->brush)));
}

static void
replace (CsMaskPanel *self, CsRaster *mask)
{
  remember (self);
  cs_raster_unref (self->mask);
  self->mask = mask;
  show_mask (self);
}

static void
fill (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsMaskPanel *self = CS_MASK_PANEL (widget);

  if (self->mask)
    replace (self, cs_regions_fill (self->mask));
}

static void
clear (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsMaskPanel *self = CS_MASK_PANEL (widget);

  if (self->mask)
    replace (self, cs_raster_new (CS_PIXEL_U8, (guint) self->box.width, (guint) self->box.height));
}

static void
cs_mask_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsMaskPanel *self = CS_MASK_PANEL (object);
  switch (id)
    {
    case PROP_ERASE: g_value_set_boolean (value, cs_brush_layer_get_erase (CS_BRUSH_LAYER (self->brush))); break;
    case PROP_RADIUS: g_value_set_double (value, radius_of (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cs_mask_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsMaskPanel *self = CS_MASK_PANEL (object);
  switch (id)
    {
    case PROP_ERASE: set_erase (self, g_value_get_boolean (value)); break;
    case PROP_RADIUS: set_radius (self, g_value_get_double (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cs_mask_panel_dispose (GObject *object)
{
  CsMaskPanel *self = CS_MASK_PANEL (object);

  cs_job_abandon (&self->reading);
  if (self->film)
    g_signal_handlers_disconnect_by_data (cs_film_view_get_viewport (self->film), self);
  self->film = NULL;
  G_OBJECT_CLASS (cs_mask_panel_parent_class)->dispose (object);
}

static void
cs_mask_panel_finalize (GObject *object)
{
  CsMaskPanel *self = CS_MASK_PANEL (object);

  g_clear_pointer (&self->mask, cs_raster_unref);
  g_ptr_array_unref (self->before);
  g_object_unref (self->brush);
  G_OBJECT_CLASS (cs_mask_panel_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct { const char *name; GtkWidgetActionActivateFunc func; guint key; } actions[] = {
    { "mask.save", save, GDK_KEY_s }, { "mask.cancel", cancel, GDK_KEY_Escape }, { "mask.machine", machine, 0 },
    { "mask.back", back, GDK_KEY_z }, { "mask.larger", resize, GDK_KEY_bracketright },
    { "mask.smaller", resize, GDK_KEY_bracketleft }, { "mask.fill", fill, GDK_KEY_h }, { "mask.clear", clear, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].func);
      if (actions[i].key)
        gtk_widget_class_add_binding_action (widget_class, actions[i].key, 0, actions[i].name, NULL);
    }
  gtk_widget_class_install_action (widget_class, "mask.step", "(iib)", step);
  gtk_widget_class_install_property_action (widget_class, "mask.erase", "erase");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, 0, "mask.erase", NULL);
}

static void
cs_mask_panel_class_init (CsMaskPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = cs_mask_panel_get_property;
  object_class->set_property = cs_mask_panel_set_property;
  object_class->dispose = cs_mask_panel_dispose;
  object_class->finalize = cs_mask_panel_finalize;
  props[PROP_ERASE] = g_param_spec_boolean ("erase", NULL, NULL, FALSE, flags);
  props[PROP_RADIUS] = g_param_spec_double ("radius", NULL, NULL, LEAST_RADIUS, MOST_RADIUS, 1.5, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[DONE] = g_signal_new ("done", CS_TYPE_MASK_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_INT);
  signals[FAILED] = g_signal_new ("failed", CS_TYPE_MASK_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR);
  g_type_ensure (CS_TYPE_FILM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-mask-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CsMaskPanel, title);
  gtk_widget_class_bind_template_child (widget_class, CsMaskPanel, area);
  gtk_widget_class_bind_template_child (widget_class, CsMaskPanel, film);
  install_actions (widget_class);
}

static void
add_pointer (CsMaskPanel *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL |
                                                                GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (erase_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (erase_update_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->film), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self->film), scroll);
}

static void
add_step (GtkShortcutController *controller, guint key, GdkModifierType modifiers, int dx, int dy, gboolean paint)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                                            gtk_named_action_new ("mask.step"));

  gtk_shortcut_set_arguments (shortcut, g_variant_new ("(iib)", dx, dy, paint));
  gtk_shortcut_controller_add_shortcut (controller, shortcut);
}

/* On the canvas, and before it takes the arrows for itself. */
static void
add_keys (CsMaskPanel *self)
{
  static const struct { guint key; int dx, dy; } arrows[] = {
    { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      add_step (GTK_SHORTCUT_CONTROLLER (controller), arrows[i].key, 0, arrows[i].dx, arrows[i].dy, FALSE);
      add_step (GTK_SHORTCUT_CONTROLLER (controller), arrows[i].key, GDK_SHIFT_MASK, arrows[i].dx, arrows[i].dy, TRUE);
    }
  add_step (GTK_SHORTCUT_CONTROLLER (controller), GDK_KEY_space, 0, 0, 0, TRUE);
  gtk_widget_add_controller (GTK_WIDGET (cs_film_view_get_canvas (self->film)), controller);
}

static void
cs_mask_panel_init (CsMaskPanel *self)
{
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_raster_unref);
  self->brush = cs_brush_layer_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_brush_layer_set_active (CS_BRUSH_LAYER (self->brush), TRUE);
  g_signal_connect (self->brush, "stroke", G_CALLBACK (stroke_cb), self);
  cs_film_view_add_layer (self->film, self->brush);
  cs_film_view_serve (self->film, GTK_WIDGET (self));
  g_signal_connect_swapped (cs_film_view_get_viewport (self->film), "changed", G_CALLBACK (aim_cb), self);
  add_pointer (self);
  add_keys (self);
}

GtkWidget *
cs_mask_panel_new (void)
{
  return g_object_new (CS_TYPE_MASK_PANEL, NULL);
}

void
cs_mask_panel_open (CsMaskPanel *self, const char *title, const CsBox *box, const CsRaster *mask, gboolean corrected)
{
  g_return_if_fail (CS_IS_MASK_PANEL (self));
  g_return_if_fail (cs_raster_get_pixel (mask) == CS_PIXEL_U8 && (int) cs_raster_get_width (mask) == box->width &&
                    (int) cs_raster_get_height (mask) == box->height);
  cs_mask_panel_close (self);
  self->box = *box;
  self->mask = cs_raster_copy (mask);
  gtk_label_set_label (self->title, title);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "mask.machine", corrected);
  set_erase (self, FALSE);
  show_mask (self);
}

void
cs_mask_panel_set_image (CsMaskPanel *self, CsImage *image)
{
  g_return_if_fail (CS_IS_MASK_PANEL (self));
  cs_film_view_set_image (self->film, image);
  cs_viewport_set_image_size (cs_film_view_get_viewport (self->film), image ? (int) cs_image_get_width (image) : 0,
                              image ? (int) cs_image_get_height (image) : 0);
  cs_film_view_set_busy (self->film, NULL);
  if (!image)
    return;
  choose_window (self, image);
  self->aim = TRUE;
  aim_cb (self);
}

void
cs_mask_panel_read_film (CsMaskPanel *self, CsFilmOrder *film, CsJobs *jobs)
{
  g_return_if_fail (CS_IS_MASK_PANEL (self));
  cs_job_abandon (&self->reading);
  cs_film_view_set_busy (self->film, _("Reading the film…"));
  self->reading = cs_job_start (_("Reading the film…"), read_film, film, (GDestroyNotify) cs_film_order_free,
                                (GDestroyNotify) cs_image_unref, read_cb, self);
  cs_jobs_add (jobs, self->reading);
}

const CsRaster *
cs_mask_panel_get_mask (CsMaskPanel *self)
{
  g_return_val_if_fail (CS_IS_MASK_PANEL (self), NULL);
  return self->mask;
}

guint
cs_mask_panel_get_area (CsMaskPanel *self)
{
  guint area = 0;

  g_return_val_if_fail (CS_IS_MASK_PANEL (self), 0);
  for (int y = 0; self->mask && y < self->box.height; y++)
    for (int x = 0; x < self->box.width; x++)
      area += ((const guint8 *) cs_raster_row (self->mask, (guint) y))[x] ? 1 : 0;
  return area;
}

void
cs_mask_panel_close (CsMaskPanel *self)
{
  g_return_if_fail (CS_IS_MASK_PANEL (self));
  cs_job_abandon (&self->reading);
  g_clear_pointer (&self->mask, cs_raster_unref);
  g_ptr_array_set_size (self->before, 0);
  cs_mask_panel_set_image (self, NULL);
  show_mask (self);
}

void
cs_mask_panel_stroke (CsMaskPanel *self, double x0, double y0, double x, double y, gboolean erase)
{
  g_return_if_fail (CS_IS_MASK_PANEL (self));
  stroke_cb (NULL, CS_DRAG_BEGIN, x0, y0, radius_of (self), erase, self);
  stroke_cb (NULL, CS_DRAG_END, x, y, radius_of (self), erase, self);
}
