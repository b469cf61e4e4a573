#include "cs-brush-layer.h"

#include <math.h>

#include "cs-colour.h"

/* Masks are sparse: they are drawn as their runs of painted pixels. */
typedef struct { int x, y, length; } Run;

struct _CsBrushLayer
{
  CsLayer   parent;

  GArray   *runs;                   /* of Run, image coordinates */
  int       x, y, width, height;
  gboolean  active, erase, inside;  /* inside: the pointer is over the canvas */
  gboolean  painting;               /* a stroke goes on, wherever it has come to */
  double    radius, pointer_x, pointer_y;
};

G_DEFINE_FINAL_TYPE (CsBrushLayer, cs_brush_layer, CS_TYPE_LAYER)

enum { PROP_0, PROP_ACTIVE, PROP_RADIUS, PROP_ERASE, N_PROPS };
enum { STROKE, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
find_runs (CsBrushLayer *self, const guint8 *mask)
{
  for (int j = 0; j < self->height; j++, mask += self->width)
    for (int i = 0; i < self->width; i++)
      {
        int start = i;

        while (i < self->width && mask[i] != 0)
          i++;
        if (i > start)
          g_array_append_val (self->runs, ((Run) { self->x + start, self->y + j, i - start }));
      }
}

static void
trace (cairo_t *cr, CsViewport *viewport, double x, double y, double width, double height)
{
  graphene_rect_t image = GRAPHENE_RECT_INIT (x, y, width, height), rect;

  cs_viewport_rect_to_widget (viewport, &image, &rect);
  cairo_rectangle (cr, rect.origin.x, rect.origin.y, rect.size.width, rect.size.height);
}

static void
draw_mask (CsBrushLayer *self, CsViewport *viewport, const GdkRGBA *colour, cairo_t *cr)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      const Run *run = &g_array_index (self->runs, Run, i);

      trace (cr, viewport, run->x, run->y, run->length, 1);
    }
  /* One fill, not smoothed: pixels that touch leave no seam and are not blended twice. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, 0.45);
  cairo_fill (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
}

/* Whether a stroke that begins here paints: elsewhere a drag moves the film, and no brush is shown. */
static gboolean
reaches (CsBrushLayer *self, double x, double y)
{
  double reach = self->radius;

  return x >= self->x - reach && y >= self->y - reach && x <= self->x + self->width + reach &&
         y <= self->y + self->height + reach;
}

static void
draw_brush (CsBrushLayer *self, CsViewport *viewport, const GdkRGBA *colour, cairo_t *cr)
{
  double x, y;

  trace (cr, viewport, self->x, self->y, self->width, self->height);
  cairo_set_dash (cr, (const double[]) { 3, 3 }, 2, 0);
  cs_colour_stroke (cr, colour, 1);
  if (!self->inside || !(self->painting || reaches (self, self->pointer_x, self->pointer_y)))
    return;
  cs_viewport_to_widget (viewport, self->pointer_x, self->pointer_y, &x, &y);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, cs_viewport_to_widget_length (viewport, self->radius), 0, 2 * G_PI);
  /* The eraser is told by its dashes. */
  cairo_set_dash (cr, (const double[]) { 4, 3 }, self->erase ? 2 : 0, 0);
  cs_colour_stroke (cr, colour, 1.5);
}

static void
snapshot (CsLayer *layer, CsViewport *viewport, GtkWidget *canvas, GtkSnapshot *snapshot)
{
  CsBrushLayer *self = CS_BRUSH_LAYER (layer);
  int width, height;
  GdkRGBA colour;
  cairo_t *cr;

  if (self->width == 0 || self->height == 0)
    return;
  cs_viewport_get_widget_size (viewport, &width, &height);
  cs_colour_get_on_image ("accent_color", &colour);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  draw_mask (self, viewport, &colour, cr);
  if (self->active)
    draw_brush (self, viewport, &colour, cr);
  cairo_destroy (cr);
}

static void
move_pointer (CsBrushLayer *self, gboolean inside, double x, double y)
{
  self->inside = inside;
  self->pointer_x = x;
  self->pointer_y = y;
  if (self->active)
    cs_layer_changed (CS_LAYER (self));
}

static gboolean
drag (CsLayer *layer, CsViewport *viewport, CsDragPhase phase, double x, double y)
{
  CsBrushLayer *self = CS_BRUSH_LAYER (layer);

  if (phase == CS_DRAG_BEGIN && !(self->active && reaches (self, x, y)))
    return FALSE;
  self->painting = phase == CS_DRAG_BEGIN || phase == CS_DRAG_MOVE;
  move_pointer (self, TRUE, x, y);
  g_signal_emit (self, signals[STROKE], 0, phase, x, y, self->radius, self->erase);
  return TRUE;
}

static void
hover (CsLayer *layer, CsViewport *viewport, gboolean inside, double x, double y)
{
  move_pointer (CS_BRUSH_LAYER (layer), inside, x, y);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsBrushLayer *self = CS_BRUSH_LAYER (object);

  switch (id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;
    case PROP_RADIUS:
      g_value_set_double (value, self->radius);
      break;
    case PROP_ERASE:
      g_value_set_boolean (value, self->erase);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsBrushLayer *self = CS_BRUSH_LAYER (object);

  switch (id)
    {
    case PROP_ACTIVE:
      cs_brush_layer_set_active (self, g_value_get_boolean (value));
      break;
    case PROP_RADIUS:
      cs_brush_layer_set_radius (self, g_value_get_double (value));
      break;
    case PROP_ERASE:
      cs_brush_layer_set_erase (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  g_array_unref (CS_BRUSH_LAYER (object)->runs);
  G_OBJECT_CLASS (cs_brush_layer_parent_class)->finalize (object);
}

static void
cs_brush_layer_class_init (CsBrushLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  CsLayerClass *layer_class = CS_LAYER_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->finalize = finalize;
  layer_class->snapshot = snapshot;
  layer_class->drag = drag;
  layer_class->hover = hover;

  props[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  props[PROP_RADIUS] = g_param_spec_double ("radius", NULL, NULL, 0.5, 64, 1.5, flags);
  props[PROP_ERASE] = g_param_spec_boolean ("erase", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[STROKE] = g_signal_new ("stroke", CS_TYPE_BRUSH_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 5, G_TYPE_INT, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE,
                                  G_TYPE_BOOLEAN);
}

static void
cs_brush_layer_init (CsBrushLayer *self)
{
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  self->radius = 1.5;
}

CsLayer *
cs_brush_layer_new (void)
{
  return g_object_new (CS_TYPE_BRUSH_LAYER, NULL);
}

void
cs_brush_layer_set_mask (CsBrushLayer *self, int x, int y, int width, int height, GBytes *mask)
{
  g_return_if_fail (CS_IS_BRUSH_LAYER (self));
  g_return_if_fail (width >= 0 && height >= 0);
  g_return_if_fail (mask == NULL || g_bytes_get_size (mask) == (gsize) width * (gsize) height);

  self->x = x;
  self->y = y;
  self->width = width;
  self->height = height;
  g_array_set_size (self->runs, 0);
  if (mask != NULL)
    find_runs (self, g_bytes_get_data (mask, NULL));
  cs_layer_changed (CS_LAYER (self));
}

gboolean
cs_brush_layer_get_place (CsBrushLayer *self, double *x, double *y)
{
  g_return_val_if_fail (CS_IS_BRUSH_LAYER (self), FALSE);

  *x = self->pointer_x;
  *y = self->pointer_y;
  return self->inside;
}

void
cs_brush_layer_set_place (CsBrushLayer *self, double x, double y)
{
  g_return_if_fail (CS_IS_BRUSH_LAYER (self));
  g_return_if_fail (isfinite (x) && isfinite (y));

  move_pointer (self, TRUE, x, y);
}

void
cs_brush_layer_set_active (CsBrushLayer *self, gboolean active)
{
  g_return_if_fail (CS_IS_BRUSH_LAYER (self));

  active = !!active;
  if (active == self->active)
    return;
  self->active = active;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVE]);
  cs_layer_changed (CS_LAYER (self));
}

double
cs_brush_layer_get_radius (CsBrushLayer *self)
{
  g_return_val_if_fail (CS_IS_BRUSH_LAYER (self), 0);

  return self->radius;
}

void
cs_brush_layer_set_radius (CsBrushLayer *self, double radius)
{
  g_return_if_fail (CS_IS_BRUSH_LAYER (self));
  g_return_if_fail (radius >= 0.5 && radius <= 64);

  if (radius == self->radius)
    return;
  self->radius = radius;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RADIUS]);
  cs_layer_changed (CS_LAYER (self));
}

gboolean
cs_brush_layer_get_erase (CsBrushLayer *self)
{
  g_return_val_if_fail (CS_IS_BRUSH_LAYER (self), FALSE);

  return self->erase;
}

void
cs_brush_layer_set_erase (CsBrushLayer *self, gboolean erase)
{
  g_return_if_fail (CS_IS_BRUSH_LAYER (self));

  erase = !!erase;
  if (erase == self->erase)
    return;
  self->erase = erase;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERASE]);
  cs_layer_changed (CS_LAYER (self));
}
