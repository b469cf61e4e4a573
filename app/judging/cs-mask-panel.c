#include "cs-mask-panel.h"

#include <glib/gi18n.h>
#include "cs-brush-layer.h"
#include "cs-film-view.h"
#include "cs-keymap.h"
#include "cs-mask-scale.h"
#include "cs-mask-stroke.h"
#include "cs-measure.h"
#include "cs-regions.h"

#define LEAST_RADIUS 0.5
#define MOST_RADIUS 16.0
/* What is shown around a box, as a multiple of its side, and at least, in pixels of the film. */
#define CONTEXT 1.6
#define LEAST_CONTEXT 24.0
/* How much more of the film is shown beside it. */
#define AROUND 6.0

struct _CsMaskPanel
{
  AdwBin      parent_instance;

  GtkLabel   *title, *area;
  CsFilmView *film, *context;    /* near, and with what lies around */
  GtkScale   *threshold;

  CsLayer    *brush;
  CsBox       box;
  CsRaster   *mask;              /* NULL: nothing is open */
  GPtrArray  *before;            /* of CsRaster: the mask before each stroke, the latest last */
  GArray     *levels;            /* of double: where the threshold stood then */
  double      level, x, y;       /* where the threshold stands; where the stroke is, on the film */
  CsJob      *reading;
  CsMaskProposal *proposal;      /* NULL: the film is not there */
  gboolean    sliding;           /* the last change was the threshold's: more of it is the same stroke */
  gboolean    aim;               /* the box is to be shown as soon as there is room for it */
};

G_DEFINE_FINAL_TYPE (CsMaskPanel, cs_mask_panel, ADW_TYPE_BIN)

enum { PROP_0, PROP_ERASE, PROP_RADIUS, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { DONE, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* How many pixels, and as a reader counts: pieces, and what they cover. */
static char *
describe (CsMaskPanel *self)
{
  CsImage *image = cs_film_view_get_image (self->film);
  guint area = cs_mask_panel_get_area (self);
  g_autofree char *pixels = g_strdup_printf (ngettext ("%u pixel", "%u pixels", area), area), *counted = NULL;

  if (!image || !self->mask)
    return g_steal_pointer (&pixels);
  counted = cs_measure_mask (cs_image_get_facts (image), self->mask);
  return g_strdup_printf ("%s · %s", pixels, counted);
}

static void
show_mask (CsMaskPanel *self)
{
  gsize width = (gsize) self->box.width, height = (gsize) self->box.height;
  g_autofree char *text = describe (self);
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
  self->sliding = FALSE;
  g_ptr_array_add (self->before, cs_raster_copy (self->mask));
  g_array_append_val (self->levels, self->level);
}


static void
go_back (CsMaskPanel *self)
{
  if (self->before->len == 0)
    return;
  cs_raster_unref (self->mask);
  self->mask = g_ptr_array_steal_index (self->before, self->before->len - 1);
  self->level = g_array_index (self->levels, double, self->before->len);
  g_array_set_size (self->levels, self->before->len);
  cs_mask_scale_put (self->threshold, self->level, self);
  self->sliding = FALSE;
  show_mask (self);
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
  cs_mask_stroke (self->mask, &self->box, self->x, self->y, x, y, radius, erase ? 0 : 255);
  self->x = x;
  self->y = y;
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
show_film (CsFilmView *view, CsImage *image)
{
  cs_film_view_set_image (view, image);
  cs_viewport_set_image_size (cs_film_view_get_viewport (view), image ? (int) cs_image_get_width (image) : 0,
                              image ? (int) cs_image_get_height (image) : 0);
}

static void
show_around (CsFilmView *view, const CsBox *box, double side)
{
  cs_viewport_show (cs_film_view_get_viewport (view), box->x + (box->width - side) / 2,
                    box->y + (box->height - side) / 2, side, side);
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
  show_around (self->film, &self->box, side);
  show_around (self->context, &self->box, AROUND * side);
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

/* What the method would paint at another threshold: seen at once, and one stroke however long it is moved. */
static void
threshold_moved_cb (GtkRange *range, CsMaskPanel *self)
{
  if (!self->mask || !self->proposal)
    return;
  if (!self->sliding)
    remember (self);
  self->sliding = TRUE;
  self->level = gtk_range_get_value (range);
  cs_raster_unref (self->mask);
  self->mask = cs_mask_proposal_at (self->proposal, self->level);
  show_mask (self);
}

/* The scale moves while there is no proposal: that is nobody's stroke. */
static void
propose (CsMaskPanel *self, CsImage *image)
{
  CsMaskProposal *proposal = image ? cs_mask_proposal_new (image, &self->box) : NULL;

  g_clear_pointer (&self->proposal, cs_mask_proposal_free);
  cs_mask_scale_offer (self->threshold, proposal);
  self->level = gtk_range_get_value (GTK_RANGE (self->threshold));
  self->proposal = proposal;
}

static void
match_grey (CsMaskPanel *self)
{
  double low, high;

  cs_film_view_get_window (self->film, &low, &high);
  cs_film_view_set_window (self->context, low, high);
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
aim (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CS_MASK_PANEL (widget)->aim = TRUE;
  aim_cb (CS_MASK_PANEL (widget));
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
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
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
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
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
dispose (GObject *object)
{
  CsMaskPanel *self = CS_MASK_PANEL (object);

  cs_job_abandon (&self->reading);
  if (self->film)
    g_signal_handlers_disconnect_by_data (cs_film_view_get_viewport (self->film), self);
  self->film = NULL;
  G_OBJECT_CLASS (cs_mask_panel_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsMaskPanel *self = CS_MASK_PANEL (object);

  g_clear_pointer (&self->mask, cs_raster_unref);
  g_clear_pointer (&self->proposal, cs_mask_proposal_free);
  g_ptr_array_unref (self->before);
  g_array_unref (self->levels);
  g_object_unref (self->brush);
  G_OBJECT_CLASS (cs_mask_panel_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct { const char *name; GtkWidgetActionActivateFunc func; } actions[] = {
    { "mask.save", save }, { "mask.cancel", cancel }, { "mask.machine", machine }, { "mask.back", back },
    { "mask.larger", resize }, { "mask.smaller", resize }, { "mask.fill", fill }, { "mask.clear", clear },
    { "mask.aim", aim },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].func);
  gtk_widget_class_install_action (widget_class, "mask.step", "(iib)", step);
  gtk_widget_class_install_property_action (widget_class, "mask.erase", "erase");
}

static void
cs_mask_panel_class_init (CsMaskPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
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
  gtk_widget_class_bind_template_child (widget_class, CsMaskPanel, context);
  gtk_widget_class_bind_template_child (widget_class, CsMaskPanel, threshold);
  gtk_widget_class_bind_template_callback (widget_class, threshold_moved_cb);
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
cs_mask_panel_init (CsMaskPanel *self)
{
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_raster_unref);
  self->levels = g_array_new (FALSE, FALSE, sizeof (double));
  self->brush = cs_brush_layer_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_brush_layer_set_active (CS_BRUSH_LAYER (self->brush), TRUE);
  g_signal_connect (self->brush, "stroke", G_CALLBACK (stroke_cb), self);
  cs_film_view_add_layer (self->film, self->brush);
  cs_film_view_add_layer (self->context, self->brush);
  g_object_unref (cs_film_view_take_status (self->context));
  g_signal_connect_swapped (self->film, "notify::low", G_CALLBACK (match_grey), self);
  g_signal_connect_swapped (self->film, "notify::high", G_CALLBACK (match_grey), self);
  g_object_bind_property (self->film, "invert", self->context, "invert", G_BINDING_DEFAULT);
  cs_film_view_serve (self->film, GTK_WIDGET (self));
  g_signal_connect_swapped (cs_film_view_get_viewport (self->film), "changed", G_CALLBACK (aim_cb), self);
  add_pointer (self);
  cs_keymap_serve (GTK_WIDGET (self), "mask");
  cs_keymap_serve (GTK_WIDGET (cs_film_view_get_canvas (self->film)), "brush");
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
  show_film (self->film, image);
  show_film (self->context, image);
  cs_film_view_set_busy (self->film, NULL);
  propose (self, image);
  if (!image)
    return;
  choose_window (self, image);
  show_mask (self);
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
  g_array_set_size (self->levels, 0);
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
