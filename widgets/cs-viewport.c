#include "cs-viewport.h"

#include <math.h>

#define FINE_STEP  1.25           /* a zoom step below one to one */
#define LEAST      (1.0 / 64.0)

struct _CsViewport
{
  GObject  parent;

  int      image_width, image_height;
  int      last_width, last_height;     /* of the image there was last; 0: there was none */
  int      widget_width, widget_height, factor;
  double   scale, x, y;
  gboolean fitted;
  CsTurn   turn;
  int      gravity;                     /* of a fitted image: -1, 0, 1: to the left, middle, right of the widget */
  double   frame_width, frame_height;   /* what is fitted instead of the image; 0: the image */
  double   fit_limit;                   /* the largest scale of a fitted image; 0: none */
  double   show_width, show_height;     /* to be seen as soon as the sizes are known; 0: nothing waits for them */
};

G_DEFINE_FINAL_TYPE (CsViewport, cs_viewport, G_TYPE_OBJECT)

enum { PROP_0, PROP_SCALE, PROP_CENTRE_X, PROP_CENTRE_Y, PROP_FITTED, N_PROPS };
enum { CHANGED, JUMPED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* The largest scale that is allowed and not above @scale. */
static double
step_under (double scale)
{
  return scale <= 1 ? scale : exp2 (floor (log2 (MIN (scale, CS_VIEWPORT_MAX_SCALE)) + 1e-9));
}

static gboolean
has_sizes (CsViewport *self)
{
  return self->image_width > 0 && self->image_height > 0 && self->widget_width > 0 && self->widget_height > 0;
}

/* @width, @height: image pixels, as stored. */
static double
scale_that_fits (CsViewport *self, double width, double height)
{
  gboolean swaps = cs_turn_swaps (self->turn);
  double across = self->widget_width * self->factor / (swaps ? height : width);
  double down = self->widget_height * self->factor / (swaps ? width : height);

  return step_under (MIN (across, down));
}

static double
limit_scale (CsViewport *self, double scale)
{
  double least = LEAST;

  if (has_sizes (self))
    least = MIN (least, scale_that_fits (self, self->image_width, self->image_height) / 4);
  if (scale > 1)
    return exp2 (CLAMP (round (log2 (scale)), 0, log2 (CS_VIEWPORT_MAX_SCALE)));
  return MAX (scale, least);
}

static double
next_scale (double scale, int steps)
{
  for (; steps > 0; steps--)
    scale = scale >= 1 ? scale * 2 : MIN (scale * FINE_STEP, 1);
  for (; steps < 0; steps++)
    scale = scale > 1 ? scale / 2 : scale / FINE_STEP;
  return CLAMP (scale, 1e-9, CS_VIEWPORT_MAX_SCALE);
}

static void
changed (CsViewport *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Takes the new state and tells of it; the caller has applied the limits to all of it. */
static gboolean
take (CsViewport *self, double scale, double x, double y, gboolean fitted)
{
  gboolean moved;

  self->show_width = self->show_height = 0;
  moved = scale != self->scale || x != self->x || y != self->y;
  if (!moved && fitted == self->fitted)
    return FALSE;
  g_object_freeze_notify (G_OBJECT (self));
  if (scale != self->scale)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCALE]);
  if (x != self->x)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CENTRE_X]);
  if (y != self->y)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CENTRE_Y]);
  if (fitted != self->fitted)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FITTED]);
  self->scale = scale;
  self->x = x;
  self->y = y;
  self->fitted = fitted;
  g_object_thaw_notify (G_OBJECT (self));
  return moved;
}

/* The caller has applied the limits to @scale. */
static gboolean
look (CsViewport *self, double scale, double x, double y, gboolean fitted)
{
  if (self->image_width > 0 && self->image_height > 0)
    {
      x = CLAMP (x, 0, self->image_width);
      y = CLAMP (y, 0, self->image_height);
    }
  return take (self, scale, x, y, fitted);
}

/* How far the centre of the view is from that of the image when the image lies at one side; as stored. */
static void
lean (CsViewport *self, double scale, double *dx, double *dy)
{
  double width = cs_turn_swaps (self->turn) ? self->image_height : self->image_width;

  *dx = self->gravity * (width - self->widget_width * self->factor / scale) / 2;
  *dy = 0;
  cs_turn_vector (cs_turn_inverse (self->turn), dx, dy);
}

static double
fit_scale (CsViewport *self)
{
  return scale_that_fits (self, self->frame_width > 0 ? self->frame_width : self->image_width,
                          self->frame_height > 0 ? self->frame_height : self->image_height);
}

static gboolean
fit (CsViewport *self)
{
  double scale = self->scale, dx = 0, dy = 0;

  if (has_sizes (self))
    {
      scale = fit_scale (self);
      scale = self->fit_limit > 0 ? MIN (scale, self->fit_limit) : scale;
      lean (self, scale, &dx, &dy);
    }
  return take (self, scale, self->image_width / 2.0 + dx, self->image_height / 2.0 + dy, TRUE);
}

/* After a size has changed. */
static void
settle (CsViewport *self)
{
  if (self->fitted)
    fit (self);
  else if (self->show_width > 0 && has_sizes (self))
    look (self, limit_scale (self, scale_that_fits (self, self->show_width, self->show_height)), self->x, self->y,
          FALSE);
  else if (self->show_width <= 0)
    look (self, limit_scale (self, self->scale), self->x, self->y, FALSE);
  changed (self);
}

/* Where image point 0, 0 lies, in whole device pixels: rounded, so that tiles drawn 1:1 stay sharp. */
static void
get_origin (CsViewport *self, double *x, double *y)
{
  double across = self->x * self->scale, down = self->y * self->scale;

  cs_turn_vector (self->turn, &across, &down);
  *x = round (self->widget_width * self->factor / 2.0 - across);
  *y = round (self->widget_height * self->factor / 2.0 - down);
}

/* Of another image the same part is seen as of the one before, which may have gone a while ago. */
static void
meet_image (CsViewport *self)
{
  if (self->last_width > 0 && !self->fitted)
    look (self, self->scale, self->x * self->image_width / self->last_width,
          self->y * self->image_height / self->last_height, FALSE);
  self->last_width = self->image_width;
  self->last_height = self->image_height;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsViewport *self = CS_VIEWPORT (object);

  switch (id)
    {
    case PROP_SCALE:
      g_value_set_double (value, self->scale);
      break;
    case PROP_CENTRE_X:
      g_value_set_double (value, self->x);
      break;
    case PROP_CENTRE_Y:
      g_value_set_double (value, self->y);
      break;
    case PROP_FITTED:
      g_value_set_boolean (value, self->fitted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cs_viewport_class_init (CsViewportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;

  props[PROP_SCALE] = g_param_spec_double ("scale", NULL, NULL, 0, CS_VIEWPORT_MAX_SCALE, 1, flags);
  props[PROP_CENTRE_X] = g_param_spec_double ("centre-x", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_CENTRE_Y] = g_param_spec_double ("centre-y", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_FITTED] = g_param_spec_boolean ("fitted", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_VIEWPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[JUMPED] = g_signal_new ("jumped", CS_TYPE_VIEWPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
cs_viewport_init (CsViewport *self)
{
  self->scale = 1;
  self->factor = 1;
  self->fitted = TRUE;
}

CsViewport *
cs_viewport_new (void)
{
  return g_object_new (CS_TYPE_VIEWPORT, NULL);
}

void
cs_viewport_get_image_size (CsViewport *self, int *width, int *height)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));

  *width = self->image_width;
  *height = self->image_height;
}

void
cs_viewport_set_image_size (CsViewport *self, int width, int height)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (width >= 0 && height >= 0);

  if (width == self->image_width && height == self->image_height)
    return;
  self->image_width = width;
  self->image_height = height;
  self->show_width = self->show_height = 0;
  if (width > 0 && height > 0)
    meet_image (self);
  settle (self);
}

void
cs_viewport_get_widget_size (CsViewport *self, int *width, int *height)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));

  *width = self->widget_width;
  *height = self->widget_height;
}

void
cs_viewport_set_widget_size (CsViewport *self, int width, int height, int scale_factor)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (width >= 0 && height >= 0 && scale_factor >= 1);

  if (width == self->widget_width && height == self->widget_height && scale_factor == self->factor)
    return;
  self->widget_width = width;
  self->widget_height = height;
  self->factor = scale_factor;
  settle (self);
}

CsTurn
cs_viewport_get_turn (CsViewport *self)
{
  g_return_val_if_fail (CS_IS_VIEWPORT (self), CS_TURN_NONE);

  return self->turn;
}

void
cs_viewport_set_turn (CsViewport *self, CsTurn turn)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (turn < CS_TURNS);

  if (turn == self->turn)
    return;
  self->turn = turn;
  settle (self);
}

void
cs_viewport_set_hang (CsViewport *self, int gravity, double frame_width, double frame_height)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (frame_width >= 0 && frame_height >= 0);

  gravity = CLAMP (gravity, -1, 1);
  if (gravity == self->gravity && frame_width == self->frame_width && frame_height == self->frame_height)
    return;
  self->gravity = gravity;
  self->frame_width = frame_width;
  self->frame_height = frame_height;
  settle (self);
}

double
cs_viewport_get_fit_scale (CsViewport *self)
{
  g_return_val_if_fail (CS_IS_VIEWPORT (self), 1);

  return has_sizes (self) ? fit_scale (self) : self->scale;
}

void
cs_viewport_limit_fit (CsViewport *self, double scale)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (scale >= 0);

  if (scale == self->fit_limit)
    return;
  self->fit_limit = scale;
  if (self->fitted)
    settle (self);
}

void
cs_viewport_get_shown_size (CsViewport *self, int *width, int *height)
{
  gboolean swaps;

  g_return_if_fail (CS_IS_VIEWPORT (self));

  swaps = cs_turn_swaps (self->turn);
  *width = swaps ? self->image_height : self->image_width;
  *height = swaps ? self->image_width : self->image_height;
}

void
cs_viewport_get_shown_centre (CsViewport *self, double *x, double *y)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));

  *x = self->x;
  *y = self->y;
  cs_turn_point (self->turn, self->image_width, self->image_height, x, y);
}

void
cs_viewport_set_shown_centre (CsViewport *self, double x, double y)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (isfinite (x) && isfinite (y));

  cs_turn_point_back (self->turn, self->image_width, self->image_height, &x, &y);
  cs_viewport_set_centre (self, x, y);
}

int
cs_viewport_get_scale_factor (CsViewport *self)
{
  g_return_val_if_fail (CS_IS_VIEWPORT (self), 1);

  return self->factor;
}

double
cs_viewport_get_scale (CsViewport *self)
{
  g_return_val_if_fail (CS_IS_VIEWPORT (self), 1);

  return self->scale;
}

void
cs_viewport_set_scale (CsViewport *self, double scale)
{
  double x, y;

  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (scale > 0 && isfinite (scale));

  x = self->x;
  y = self->y;
  if (self->fitted && self->gravity != 0)
    {
      int width, height;

      cs_viewport_get_shown_size (self, &width, &height);
      x = width * (2 + self->gravity) / 4.0;
      y = height / 2.0;
      cs_turn_point_back (self->turn, self->image_width, self->image_height, &x, &y);
    }
  if (look (self, limit_scale (self, scale), x, y, FALSE))
    changed (self);
}

void
cs_viewport_get_centre (CsViewport *self, double *x, double *y)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));

  *x = self->x;
  *y = self->y;
}

void
cs_viewport_set_centre (CsViewport *self, double x, double y)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (isfinite (x) && isfinite (y));

  if (look (self, self->scale, x, y, FALSE))
    changed (self);
}

gboolean
cs_viewport_get_fitted (CsViewport *self)
{
  g_return_val_if_fail (CS_IS_VIEWPORT (self), FALSE);

  return self->fitted;
}

void
cs_viewport_fit (CsViewport *self)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));

  if (fit (self))
    changed (self);
}

void
cs_viewport_one_to_one (CsViewport *self)
{
  cs_viewport_set_scale (self, 1);
}

void
cs_viewport_jump (CsViewport *self, double scale, double x, double y)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));
  cs_viewport_set_scale (self, scale);
  cs_viewport_set_centre (self, x, y);
  g_signal_emit (self, signals[JUMPED], 0);
}

void
cs_viewport_show (CsViewport *self, double x, double y, double width, double height)
{
  gboolean now, moved;
  double scale;

  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (isfinite (x) && isfinite (y) && width > 0 && height > 0);

  now = has_sizes (self);
  scale = now ? scale_that_fits (self, width, height) : self->scale;
  moved = look (self, limit_scale (self, scale), x + width / 2, y + height / 2, FALSE);
  self->show_width = now ? 0 : width;
  self->show_height = now ? 0 : height;
  if (moved)
    changed (self);
}

void
cs_viewport_pan (CsViewport *self, double dx, double dy)
{
  double unit;

  g_return_if_fail (CS_IS_VIEWPORT (self));

  unit = self->factor / self->scale;
  cs_turn_vector (cs_turn_inverse (self->turn), &dx, &dy);
  cs_viewport_set_centre (self, self->x - dx * unit, self->y - dy * unit);
}

void
cs_viewport_set_scale_at (CsViewport *self, double scale, double x, double y)
{
  double image_x, image_y, dx, dy;

  g_return_if_fail (CS_IS_VIEWPORT (self));
  g_return_if_fail (scale > 0 && isfinite (scale));

  scale = limit_scale (self, scale);
  if (scale == self->scale)
    return;
  cs_viewport_to_image (self, x, y, &image_x, &image_y);
  dx = (x - self->widget_width / 2.0) * self->factor / scale;
  dy = (y - self->widget_height / 2.0) * self->factor / scale;
  cs_turn_vector (cs_turn_inverse (self->turn), &dx, &dy);
  if (look (self, scale, image_x - dx, image_y - dy, FALSE))
    changed (self);
}

void
cs_viewport_zoom_at (CsViewport *self, int steps, double x, double y)
{
  g_return_if_fail (CS_IS_VIEWPORT (self));

  cs_viewport_set_scale_at (self, next_scale (self->scale, steps), x, y);
}

void
cs_viewport_to_widget (CsViewport *self, double x, double y, double *widget_x, double *widget_y)
{
  double origin_x, origin_y;

  g_return_if_fail (CS_IS_VIEWPORT (self));

  get_origin (self, &origin_x, &origin_y);
  cs_turn_vector (self->turn, &x, &y);
  *widget_x = (origin_x + x * self->scale) / self->factor;
  *widget_y = (origin_y + y * self->scale) / self->factor;
}

void
cs_viewport_to_image (CsViewport *self, double widget_x, double widget_y, double *x, double *y)
{
  double origin_x, origin_y;

  g_return_if_fail (CS_IS_VIEWPORT (self));

  get_origin (self, &origin_x, &origin_y);
  *x = (widget_x * self->factor - origin_x) / self->scale;
  *y = (widget_y * self->factor - origin_y) / self->scale;
  cs_turn_vector (cs_turn_inverse (self->turn), x, y);
}

double
cs_viewport_to_widget_length (CsViewport *self, double pixels)
{
  g_return_val_if_fail (CS_IS_VIEWPORT (self), pixels);

  return pixels * self->scale / self->factor;
}

double
cs_viewport_to_image_length (CsViewport *self, double widget_pixels)
{
  g_return_val_if_fail (CS_IS_VIEWPORT (self), widget_pixels);

  return widget_pixels * self->factor / self->scale;
}

void
cs_viewport_rect_to_widget (CsViewport *self, const graphene_rect_t *image, graphene_rect_t *widget)
{
  double x0, y0, x1, y1;

  cs_viewport_to_widget (self, image->origin.x, image->origin.y, &x0, &y0);
  cs_viewport_to_widget (self, (double) image->origin.x + image->size.width,
                         (double) image->origin.y + image->size.height, &x1, &y1);
  graphene_rect_init (widget, MIN (x0, x1), MIN (y0, y1), fabs (x1 - x0), fabs (y1 - y0));
}

void
cs_viewport_get_visible (CsViewport *self, graphene_rect_t *image)
{
  double x0, y0, x1, y1, left, top, right, bottom;

  g_return_if_fail (CS_IS_VIEWPORT (self));

  cs_viewport_to_image (self, 0, 0, &x0, &y0);
  cs_viewport_to_image (self, self->widget_width, self->widget_height, &x1, &y1);
  left = MAX (MIN (x0, x1), 0);
  top = MAX (MIN (y0, y1), 0);
  right = MIN (MAX (x0, x1), self->image_width);
  bottom = MIN (MAX (y0, y1), self->image_height);
  graphene_rect_init (image, left, top, MAX (right - left, 0), MAX (bottom - top, 0));
}
