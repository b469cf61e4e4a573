#include "cs-raster-source.h"

#include <math.h>

/* How a value becomes a colour: small enough to be copied whole under the lock by every tile. */
typedef struct
{
  CsTone tone;
  double low, high, gamma;
  gboolean invert;
  GdkRGBA colour;
  GBytes *curve;
  CsRaster *breast;          /* NULL: all of it is shown by the window */
  guint halvings;            /* of the breast */
  double air, white;
} Look;

struct _CsRasterSource
{
  GObject parent_instance;

  CsRaster *raster;
  CsHalve halve;
  guint halvings;            /* of the film, until it was the raster */
  CsPyramid *pyramid;        /* made once, under its own lock: tiles of level 0 do not wait for it */
  GMutex pyramid_mutex;

  GMutex look_mutex;
  Look look;
};

typedef struct { guint8 r, g, b, a; } Rgba;

#define SAMPLES 20000.0    /* of a part's pixels: enough for a window, and less than a frame's work */

static void tile_source_init (CsTileSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsRasterSource, cs_raster_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CS_TYPE_TILE_SOURCE, tile_source_init))

static inline guint8
to_byte (double share)
{
  return (guint8) (share * 255 + 0.5);
}

/* Where a value lies in the window, 0..1; NaN is 0. */
static inline double
share_of (const Look *look, double value)
{
  double share = (value - look->low) / (look->high - look->low);
  return share > 0 ? MIN (share, 1) : 0;
}

static Rgba
heat (double share, double alpha)
{
  return (Rgba) { to_byte (MIN (0.35 + 1.3 * share, 1)), to_byte (CLAMP (2 * share - 0.6, 0, 1)),
                  to_byte (CLAMP (4 * share - 3.2, 0, 0.8)), to_byte (alpha * MIN (2 * share, 1)) };
}

static Rgba
colour_of (const Look *look, double value)
{
  double share = share_of (look, value);
  guint8 grey = to_byte (look->gamma == 1 ? share : pow (share, look->gamma));
  gsize n;
  const guint8 *curve = look->curve ? g_bytes_get_data (look->curve, &n) : NULL;

  if (curve && value >= 0)
    grey = curve[(gsize) MIN (value, n - 1.0)];

  switch (look->tone)
    {
    case CS_TONE_TINT:
      return (Rgba) { to_byte (look->colour.red), to_byte (look->colour.green), to_byte (look->colour.blue),
                      to_byte (look->colour.alpha * share) };
    case CS_TONE_HEAT:
      return heat (share, look->colour.alpha);
    case CS_TONE_GREY:
    default:
      grey = look->invert ? 255 - grey : grey;
      return (Rgba) { grey, grey, grey, 255 };
    }
}

/* Bytes have few values: a table of them is made once a tile. */
static void
fill_row (const Look *look, const Rgba *table, const CsRaster *level, guint row, guint x, guint n, Rgba *out)
{
  gconstpointer pixels = cs_raster_row (level, row);

  switch (cs_raster_get_pixel (level))
    {
    case CS_PIXEL_U8:
      for (guint i = 0; i < n; i++)
        out[i] = table[((const guint8 *) pixels)[x + i]];
      break;
    case CS_PIXEL_U16:
      for (guint i = 0; i < n; i++)
        out[i] = colour_of (look, ((const guint16 *) pixels)[x + i]);
      break;
    case CS_PIXEL_F32:
      for (guint i = 0; i < n; i++)
        out[i] = colour_of (look, ((const float *) pixels)[x + i]);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* What lies around the breast: neither window nor inversion makes air bright. */
static Rgba
surround_of (const Look *look, double value)
{
  double share = (value - look->air) / MAX (look->white - look->air, 1);
  guint8 grey = share > 0 ? to_byte (MIN (share, 1)) : 0;

  return (Rgba) { grey, grey, grey, 255 };
}

static double
value_at (const CsRaster *level, guint row, guint x)
{
  gconstpointer pixels = cs_raster_row (level, row);

  switch (cs_raster_get_pixel (level))
    {
    case CS_PIXEL_U8: return ((const guint8 *) pixels)[x];
    case CS_PIXEL_U16: return ((const guint16 *) pixels)[x];
    case CS_PIXEL_F32:
    default: return ((const float *) pixels)[x];
    }
}

/* Over a row that is filled. @level: how often its pixels were halved. */
static void
fill_surround (const Look *look, const CsRaster *raster, guint level, guint row, guint x, guint n, Rgba *out)
{
  guint y = MIN ((row << level) >> look->halvings, cs_raster_get_height (look->breast) - 1);
  guint last = cs_raster_get_width (look->breast) - 1;
  const guint8 *breast = cs_raster_row (look->breast, y);

  for (guint i = 0; i < n; i++)
    if (breast[MIN (((x + i) << level) >> look->halvings, last)] == 0)
      out[i] = surround_of (look, value_at (raster, row, x + i));
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;
  return (left > right) - (left < right);
}

static const CsRaster *
get_level (CsRasterSource *self, guint level)
{
  const CsRaster *raster;

  if (level == 0)
    return self->raster;
  g_mutex_lock (&self->pyramid_mutex);
  if (!self->pyramid)
    self->pyramid = cs_pyramid_new (self->raster, self->halve);
  raster = cs_pyramid_get_level (self->pyramid, MIN (level, cs_pyramid_get_n_levels (self->pyramid) - 1));
  g_mutex_unlock (&self->pyramid_mutex);
  return raster;
}

static void
look_clear (Look *look)
{
  g_clear_pointer (&look->curve, g_bytes_unref);
  g_clear_pointer (&look->breast, cs_raster_unref);
}

/* The raster's own range stands in for a window nobody set: sought once, by the first who asks.
 * The caller clears it. */
static Look
get_look (CsRasterSource *self)
{
  Look look;

  g_mutex_lock (&self->look_mutex);
  if (isnan (self->look.low))
    {
      cs_raster_range (self->raster, &self->look.low, &self->look.high);
      if (!isfinite (self->look.low) || !isfinite (self->look.high))
        self->look.low = self->look.high = 0;
      if (!(self->look.low < self->look.high))
        self->look.high = self->look.low + 1;
    }
  look = self->look;
  look.curve = look.curve ? g_bytes_ref (look.curve) : NULL;
  look.breast = look.breast ? cs_raster_ref (look.breast) : NULL;
  g_mutex_unlock (&self->look_mutex);
  return look;
}

static void
get_size (CsTileSource *source, int *width, int *height)
{
  CsRasterSource *self = CS_RASTER_SOURCE (source);
  *width = (int) (cs_raster_get_width (self->raster) << self->halvings);
  *height = (int) (cs_raster_get_height (self->raster) << self->halvings);
}

static void
render (CsTileSource *source, int film_level, int column, int row, guint8 *rgba)
{
  CsRasterSource *self = CS_RASTER_SOURCE (source);
  const int level = film_level - (int) self->halvings;
  const CsRaster *raster = get_level (self, (guint) MAX (level, 0));
  Rgba table[256];
  Look look = get_look (self);
  int x, y, side, width, height;

  for (int i = 0; i < 256; i++)
    table[i] = colour_of (&look, i);
  cs_tile_area (level, column, row, &x, &y, &side);
  width = MIN (side, (int) cs_raster_get_width (raster) - x);
  height = MIN (side, (int) cs_raster_get_height (raster) - y);
  for (int j = 0; j < height && width > 0; j++)
    {
      Rgba *out = (Rgba *) (rgba + j * CS_TILE * 4);

      fill_row (&look, table, raster, (guint) (y + j), (guint) x, (guint) width, out);
      if (look.breast && look.tone == CS_TONE_GREY)
        fill_surround (&look, raster, (guint) MAX (level, 0), (guint) (y + j), (guint) x, (guint) width, out);
    }
  look_clear (&look);
  cs_tile_enlarge (level, rgba);
}

static void
tile_source_init (CsTileSourceInterface *iface)
{
  iface->get_size = get_size;
  iface->render = render;
}

static void
finalize (GObject *object)
{
  CsRasterSource *self = CS_RASTER_SOURCE (object);
  g_clear_pointer (&self->pyramid, cs_pyramid_unref);
  cs_raster_unref (self->raster);
  look_clear (&self->look);
  g_mutex_clear (&self->pyramid_mutex);
  g_mutex_clear (&self->look_mutex);
  G_OBJECT_CLASS (cs_raster_source_parent_class)->finalize (object);
}

static void
cs_raster_source_class_init (CsRasterSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
cs_raster_source_init (CsRasterSource *self)
{
  g_mutex_init (&self->pyramid_mutex);
  g_mutex_init (&self->look_mutex);
}

CsRasterSource *
cs_raster_source_new (const CsRaster *raster, CsTone tone, CsHalve halve)
{
  CsRasterSource *self = g_object_new (CS_TYPE_RASTER_SOURCE, NULL);

  g_return_val_if_fail (raster != NULL, NULL);
  self->raster = cs_raster_ref (raster);
  self->halve = halve;
  self->look = (Look) { .tone = tone, .low = NAN, .high = NAN, .gamma = 1, .colour = { 1, 1, 1, 1 } };
  if (halve == CS_HALVE_MAXIMUM)
    {
      self->look.low = 0;
      self->look.high = 255;
    }
  return self;
}

void
cs_raster_source_set_halvings (CsRasterSource *self, guint halvings)
{
  g_return_if_fail (CS_IS_RASTER_SOURCE (self));
  self->halvings = halvings;
}

void
cs_raster_source_get_window (CsRasterSource *self, double *low, double *high)
{
  Look look;

  g_return_if_fail (CS_IS_RASTER_SOURCE (self));
  look = get_look (self);
  *low = look.low;
  *high = look.high;
  look_clear (&look);
}

/* The values between which all but a few of a part lie, looked for in a spread of its pixels; FALSE: all are one. */
static gboolean
usual_range (const CsRaster *raster, const graphene_rect_t *part, double *low, double *high)
{
  guint x0 = (guint) MAX (part->origin.x, 0), y0 = (guint) MAX (part->origin.y, 0);
  guint x1 = (guint) CLAMP (part->origin.x + part->size.width, 0, cs_raster_get_width (raster));
  guint y1 = (guint) CLAMP (part->origin.y + part->size.height, 0, cs_raster_get_height (raster));
  guint step = (guint) MAX (ceil (sqrt ((double) part->size.width * part->size.height / SAMPLES)), 1);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint y = y0; y < y1; y += step)
    for (guint x = x0; x < x1; x += step)
      {
        double value = cs_raster_get (raster, x, y);
        if (isfinite (value))
          g_array_append_val (values, value);
      }
  if (values->len == 0)
    return FALSE;
  g_array_sort (values, compare_values);
  *low = g_array_index (values, double, values->len / 200);
  *high = g_array_index (values, double, values->len - 1 - values->len / 3000);
  return *low < *high;
}

void
cs_raster_source_look_at (CsRasterSource *self, const graphene_rect_t *part)
{
  const double shrink = 1.0 / (1u << self->halvings);
  graphene_rect_t own;
  double low, high;

  g_return_if_fail (CS_IS_RASTER_SOURCE (self));
  if (part)
    graphene_rect_scale (part, shrink, shrink, &own);
  if (self->look.tone == CS_TONE_GREY && part && usual_range (self->raster, &own, &low, &high))
    {
      cs_raster_source_set_window (self, low, high);
      return;
    }
  if (self->look.tone != CS_TONE_GREY || part || isnan (self->look.low))
    return;
  g_mutex_lock (&self->look_mutex);
  self->look.low = NAN;      /* the raster's own range again */
  g_mutex_unlock (&self->look_mutex);
  cs_tile_source_changed (CS_TILE_SOURCE (self));
}

void
cs_raster_source_set_window (CsRasterSource *self, double low, double high)
{
  g_return_if_fail (CS_IS_RASTER_SOURCE (self));
  g_return_if_fail (isfinite (low) && isfinite (high) && low < high);
  if (low == self->look.low && high == self->look.high)
    return;
  g_mutex_lock (&self->look_mutex);
  self->look.low = low;
  self->look.high = high;
  g_mutex_unlock (&self->look_mutex);
  cs_tile_source_changed (CS_TILE_SOURCE (self));
}

void
cs_raster_source_set_curve (CsRasterSource *self, GBytes *curve)
{
  GBytes *before;

  g_return_if_fail (CS_IS_RASTER_SOURCE (self));
  g_return_if_fail (curve == NULL || g_bytes_get_size (curve) > 0);
  if (self->look.curve == curve)
    return;
  g_mutex_lock (&self->look_mutex);
  before = self->look.curve;
  self->look.curve = curve ? g_bytes_ref (curve) : NULL;
  g_mutex_unlock (&self->look_mutex);
  g_clear_pointer (&before, g_bytes_unref);
  cs_tile_source_changed (CS_TILE_SOURCE (self));
}

void
cs_raster_source_set_breast (CsRasterSource *self, const CsRaster *breast, guint halvings, double air, double white)
{
  CsRaster *before;

  g_return_if_fail (CS_IS_RASTER_SOURCE (self));
  g_return_if_fail (breast == NULL || cs_raster_get_pixel (breast) == CS_PIXEL_U8);
  if (self->look.breast == breast)
    return;
  g_mutex_lock (&self->look_mutex);
  before = self->look.breast;
  self->look.breast = breast ? cs_raster_ref (breast) : NULL;
  self->look.halvings = halvings;
  self->look.air = air;
  self->look.white = white;
  g_mutex_unlock (&self->look_mutex);
  g_clear_pointer (&before, cs_raster_unref);
  cs_tile_source_changed (CS_TILE_SOURCE (self));
}

void
cs_raster_source_set_gamma (CsRasterSource *self, double gamma)
{
  g_return_if_fail (CS_IS_RASTER_SOURCE (self));
  g_return_if_fail (gamma > 0 && isfinite (gamma));
  if (self->look.gamma == gamma)
    return;
  g_mutex_lock (&self->look_mutex);
  self->look.gamma = gamma;
  g_mutex_unlock (&self->look_mutex);
  cs_tile_source_changed (CS_TILE_SOURCE (self));
}

void
cs_raster_source_set_invert (CsRasterSource *self, gboolean invert)
{
  g_return_if_fail (CS_IS_RASTER_SOURCE (self));
  if (self->look.invert == !!invert)
    return;
  g_mutex_lock (&self->look_mutex);
  self->look.invert = !!invert;
  g_mutex_unlock (&self->look_mutex);
  cs_tile_source_changed (CS_TILE_SOURCE (self));
}

void
cs_raster_source_set_colour (CsRasterSource *self, const GdkRGBA *colour)
{
  g_return_if_fail (CS_IS_RASTER_SOURCE (self));
  if (gdk_rgba_equal (&self->look.colour, colour))
    return;
  g_mutex_lock (&self->look_mutex);
  self->look.colour = *colour;
  g_mutex_unlock (&self->look_mutex);
  cs_tile_source_changed (CS_TILE_SOURCE (self));
}
