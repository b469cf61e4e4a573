#include "cs-tile-layer.h"

#include <math.h>

#include "cs-tile-cache.h"

struct _CsTileLayer
{
  CsLayer       parent;

  CsTileSource *source;
  CsTileCache  *cache;      /* NULL: no source */
  int           width, height;
  gboolean      complete;
};

/* The tiles of one level that are in sight, or nearly. */
typedef struct { int level, column0, column1, row0, row1; } Grid;   /* the last ones are not in it */

typedef struct { CsTileKey key; double distance; } Wish;

/* What tiles are drawn with: Cairo where the renderer is Cairo, else textures (cr is NULL). */
typedef struct { GtkSnapshot *snapshot; cairo_t *cr; CsTurn turn; } Brush;

G_DEFINE_FINAL_TYPE (CsTileLayer, cs_tile_layer, CS_TYPE_LAYER)

enum { PROP_0, PROP_SOURCE, N_PROPS };

static GParamSpec *props[N_PROPS];

/* Never coarser than the screen: between two levels the finer one is drawn smaller. */
static int
choose_level (double scale, int top_level)
{
  int level = scale > 1 ? -(int) lround (log2 (scale)) : (int) floor (-log2 (scale) + 1e-9);

  return CLAMP (level, CS_TILE_MIN_LEVEL, top_level);
}

static double
tile_side (int level)
{
  return ldexp (CS_TILE, level);
}

static Grid
make_grid (CsTileLayer *self, CsViewport *viewport, int level)
{
  Grid grid = { .level = level };
  double side = tile_side (level);
  graphene_rect_t seen;

  cs_viewport_get_visible (viewport, &seen);
  if (seen.size.width <= 0 || seen.size.height <= 0)
    return grid;
  grid.column0 = floor (seen.origin.x / side);
  grid.row0 = floor (seen.origin.y / side);
  grid.column1 = ceil (MIN (seen.origin.x + seen.size.width, self->width) / side);
  grid.row1 = ceil (MIN (seen.origin.y + seen.size.height, self->height) / side);
  return grid;
}

/* Both edges are rounded to device pixels by themselves, so that neighbours meet without a seam. */
static void
place_tile (CsViewport *viewport, const CsTileKey *key, graphene_rect_t *rect)
{
  double side = tile_side (key->level), factor = cs_viewport_get_scale_factor (viewport);
  double x0, y0, x1, y1;

  cs_viewport_to_widget (viewport, key->column * side, key->row * side, &x0, &y0);
  cs_viewport_to_widget (viewport, (key->column + 1) * side, (key->row + 1) * side, &x1, &y1);
  x0 = round (x0 * factor) / factor;
  y0 = round (y0 * factor) / factor;
  x1 = round (x1 * factor) / factor;
  y1 = round (y1 * factor) / factor;
  graphene_rect_init (rect, MIN (x0, x1), MIN (y0, y1), fabs (x1 - x0), fabs (y1 - y0));
}

/* From a tile of side 1 about its middle, as stored, to @rect, where it is shown turned. */
static void
get_matrix (CsTurn turn, const graphene_rect_t *rect, cairo_matrix_t *matrix)
{
  double xx = 1, yx = 0, xy = 0, yy = 1;

  cs_turn_vector (turn, &xx, &yx);
  cs_turn_vector (turn, &xy, &yy);
  cairo_matrix_init (matrix, xx * rect->size.width, yx * rect->size.height, xy * rect->size.width,
                     yy * rect->size.height, rect->origin.x + rect->size.width / 2,
                     rect->origin.y + rect->size.height / 2);
}

/* Without a graphics card GTK 4.8 copies and converts every texture in every frame, and makes it smaller by a filter
 * that takes ten times as long as this one: there tiles are drawn here, straight from where they lie. */
static void
paint (const Brush *brush, cairo_surface_t *picture, const graphene_rect_t *rect, const graphene_rect_t *hole)
{
  cairo_t *cr = brush->cr;
  cairo_matrix_t matrix;

  get_matrix (brush->turn, rect, &matrix);
  cairo_save (cr);
  cairo_rectangle (cr, hole->origin.x, hole->origin.y, hole->size.width, hole->size.height);
  cairo_transform (cr, &matrix);
  cairo_scale (cr, 1.0 / CS_TILE, 1.0 / CS_TILE);
  cairo_translate (cr, -CS_TILE / 2.0, -CS_TILE / 2.0);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
append (const Brush *brush, cairo_surface_t *picture, const graphene_rect_t *rect, const graphene_rect_t *hole)
{
  gboolean part = !graphene_rect_equal (rect, hole), swaps = cs_turn_swaps (brush->turn);
  GtkSnapshot *snapshot = brush->snapshot;
  float width = swaps ? rect->size.height : rect->size.width, height = swaps ? rect->size.width : rect->size.height;

  if (part)
    gtk_snapshot_push_clip (snapshot, hole);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (rect->origin.x + rect->size.width / 2,
                                                          rect->origin.y + rect->size.height / 2));
  gtk_snapshot_rotate (snapshot, 90.0f * (brush->turn & 3));
  gtk_snapshot_scale (snapshot, brush->turn & CS_TURN_MIRROR ? -1 : 1, 1);
  gtk_snapshot_append_texture (snapshot, cs_tile_texture (picture),
                               &GRAPHENE_RECT_INIT (-width / 2, -height / 2, width, height));
  gtk_snapshot_restore (snapshot);
  if (part)
    gtk_snapshot_pop (snapshot);
}

/* The part @hole of a tile that fills @rect. */
static void
put (const Brush *brush, cairo_surface_t *picture, const graphene_rect_t *rect, const graphene_rect_t *hole)
{
  if (brush->cr != NULL)
    paint (brush, picture, rect, hole);
  else
    append (brush, picture, rect, hole);
}

/* In place of a tile that is not there yet: its part of the nearest coarser one. */
static void
draw_coarser (CsTileLayer *self, CsViewport *viewport, const CsTileKey *key, const Brush *brush)
{
  int top_level = cs_tile_top_level (self->width, self->height);
  CsTileKey coarser = *key;

  while (coarser.level < top_level)
    {
      cairo_surface_t *picture;
      gboolean fresh;
      graphene_rect_t hole, rect;

      coarser = (CsTileKey) { coarser.level + 1, coarser.column / 2, coarser.row / 2 };
      if (!cs_tile_cache_get (self->cache, &coarser, &picture, &fresh) || !fresh)
        continue;
      place_tile (viewport, key, &hole);
      place_tile (viewport, &coarser, &rect);
      if (picture != NULL)
        put (brush, picture, &rect, &hole);
      return;
    }
}

static void
draw_tile (CsTileLayer *self, CsViewport *viewport, const CsTileKey *key, const Brush *brush)
{
  cairo_surface_t *picture;
  graphene_rect_t rect;
  gboolean fresh, known = cs_tile_cache_get (self->cache, key, &picture, &fresh);

  if (!fresh)
    self->complete = FALSE;
  if (!known)
    draw_coarser (self, viewport, key, brush);
  if (picture == NULL)
    return;
  place_tile (viewport, key, &rect);
  put (brush, picture, &rect, &rect);
}

static int
compare_wishes (gconstpointer a, gconstpointer b)
{
  const Wish *one = a, *other = b;

  return one->distance < other->distance ? -1 : one->distance > other->distance;
}

/* The tiles of @grid and a rim of one tile around it, from the centre outwards. */
static void
add_wishes (CsTileLayer *self, CsViewport *viewport, const Grid *grid, GArray *wishes)
{
  double side = tile_side (grid->level), x, y;
  int column1 = MIN (grid->column1 + 1, (int) ceil (self->width / side));
  int row1 = MIN (grid->row1 + 1, (int) ceil (self->height / side));

  cs_viewport_get_centre (viewport, &x, &y);
  for (int row = MAX (grid->row0 - 1, 0); row < row1; row++)
    for (int column = MAX (grid->column0 - 1, 0); column < column1; column++)
      {
        Wish wish = { { grid->level, column, row }, hypot (column + 0.5 - x / side, row + 0.5 - y / side) };
        gboolean in_sight = row >= grid->row0 && row < grid->row1 && column >= grid->column0 && column < grid->column1;

        if (!in_sight)
          wish.distance += 1e6;
        g_array_append_val (wishes, wish);
      }
  g_array_sort (wishes, compare_wishes);
}

static void
request (CsTileLayer *self, CsViewport *viewport, const Grid *grid)
{
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (CsTileKey));
  CsTileKey whole = { cs_tile_top_level (self->width, self->height), 0, 0 };

  /* One tile that shows the whole comes first: from then on nothing is blank. */
  g_array_append_val (keys, whole);
  add_wishes (self, viewport, grid, wishes);
  for (guint i = 0; i < wishes->len; i++)
    g_array_append_val (keys, g_array_index (wishes, Wish, i).key);
  cs_tile_cache_request (self->cache, (const CsTileKey *) (gpointer) keys->data, keys->len);
}

static void
renew_cache (CsTileLayer *self)
{
  if (self->cache != NULL)
    g_signal_handlers_disconnect_by_data (self->cache, self);
  g_clear_object (&self->cache);
  self->width = self->height = 0;
  if (self->source == NULL)
    return;
  cs_tile_source_get_size (self->source, &self->width, &self->height);
  self->cache = cs_tile_cache_new (self->source, CS_TILE_CACHE_BUDGET);
  g_signal_connect_swapped (self->cache, "ready", G_CALLBACK (cs_layer_changed), self);
}

static void
source_changed_cb (CsTileLayer *self)
{
  int width, height;

  cs_tile_source_get_size (self->source, &width, &height);
  if (width != self->width || height != self->height)
    renew_cache (self);
  else
    cs_tile_cache_invalidate (self->cache);
  self->complete = FALSE;
  cs_layer_changed (CS_LAYER (self));
}

static void
draw_grid (CsTileLayer *self, CsViewport *viewport, GtkWidget *canvas, const Grid *grid, GtkSnapshot *snapshot)
{
  GtkNative *native = gtk_widget_get_native (canvas);
  gboolean textures = native != NULL && !GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
  graphene_rect_t seen;
  Brush brush = { snapshot, NULL, cs_viewport_get_turn (viewport) };

  graphene_rect_init (&seen, 0, 0, gtk_widget_get_width (canvas), gtk_widget_get_height (canvas));
  if (!textures)
    brush.cr = gtk_snapshot_append_cairo (snapshot, &seen);
  for (int row = grid->row0; row < grid->row1; row++)
    for (int column = grid->column0; column < grid->column1; column++)
      draw_tile (self, viewport, &(CsTileKey) { grid->level, column, row }, &brush);
  g_clear_pointer (&brush.cr, cairo_destroy);
}

static void
snapshot (CsLayer *layer, CsViewport *viewport, GtkWidget *canvas, GtkSnapshot *snapshot)
{
  CsTileLayer *self = CS_TILE_LAYER (layer);
  Grid grid;

  self->complete = TRUE;
  if (self->cache == NULL || self->width <= 0 || self->height <= 0)
    return;
  grid = make_grid (self, viewport, choose_level (cs_viewport_get_scale (viewport),
                                                  cs_tile_top_level (self->width, self->height)));
  if (grid.row1 <= grid.row0 || grid.column1 <= grid.column0)
    return;
  draw_grid (self, viewport, canvas, &grid, snapshot);
  request (self, viewport, &grid);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SOURCE)
    g_value_set_object (value, CS_TILE_LAYER (object)->source);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SOURCE)
    cs_tile_layer_set_source (CS_TILE_LAYER (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dispose (GObject *object)
{
  CsTileLayer *self = CS_TILE_LAYER (object);

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
  renew_cache (self);
  G_OBJECT_CLASS (cs_tile_layer_parent_class)->dispose (object);
}

static void
cs_tile_layer_class_init (CsTileLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  CS_LAYER_CLASS (klass)->snapshot = snapshot;

  props[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, CS_TYPE_TILE_SOURCE,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_tile_layer_init (CsTileLayer *self)
{
}

CsLayer *
cs_tile_layer_new (CsTileSource *source)
{
  return g_object_new (CS_TYPE_TILE_LAYER, "source", source, NULL);
}

CsTileSource *
cs_tile_layer_get_source (CsTileLayer *self)
{
  g_return_val_if_fail (CS_IS_TILE_LAYER (self), NULL);

  return self->source;
}

void
cs_tile_layer_set_source (CsTileLayer *self, CsTileSource *source)
{
  g_return_if_fail (CS_IS_TILE_LAYER (self));
  g_return_if_fail (source == NULL || CS_IS_TILE_SOURCE (source));

  if (source == self->source)
    return;
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_set_object (&self->source, source);
  if (source != NULL)
    g_signal_connect_swapped (source, "changed", G_CALLBACK (source_changed_cb), self);
  renew_cache (self);
  self->complete = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SOURCE]);
  cs_layer_changed (CS_LAYER (self));
}

gboolean
cs_tile_layer_is_complete (CsTileLayer *self)
{
  g_return_val_if_fail (CS_IS_TILE_LAYER (self), FALSE);

  return self->complete;
}
