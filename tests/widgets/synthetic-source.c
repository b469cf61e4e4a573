#include "synthetic-source.h"

struct _SyntheticSource
{
  GObject  parent;

  GMutex   lock;
  GCond    released;
  int      width, height;
  guint    seed, n_rendered;
  gboolean held;
};

static void source_init (CsTileSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SyntheticSource, synthetic_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CS_TYPE_TILE_SOURCE, source_init))

static void
get_size (CsTileSource *source, int *width, int *height)
{
  SyntheticSource *self = SYNTHETIC_SOURCE (source);

  *width = self->width;
  *height = self->height;
}

static guint
begin (SyntheticSource *self, int level, int *width, int *height)
{
  guint seed;

  g_mutex_lock (&self->lock);
  while (self->held)
    g_cond_wait (&self->released, &self->lock);
  seed = self->seed;
  self->n_rendered++;
  *width = self->width;
  *height = self->height;
  for (int i = 0; i < level; i++)
    {
      *width = (*width + 1) / 2;
      *height = (*height + 1) / 2;
    }
  g_mutex_unlock (&self->lock);
  return seed;
}

static void
render (CsTileSource *source, int level, int column, int row, guint8 *rgba)
{
  int x, y, side, width, height;
  guint seed = begin (SYNTHETIC_SOURCE (source), level, &width, &height);

  cs_tile_area (level, column, row, &x, &y, &side);
  for (int j = 0; j < MIN (side, height - y); j++)
    for (int i = 0; i < MIN (side, width - x); i++)
      {
        guint8 *pixel = rgba + (j * CS_TILE + i) * 4;

        synthetic_source_pixel (seed, MAX (level, 0), x + i, y + j, pixel);
        pixel[3] = 255;
      }
  cs_tile_enlarge (level, rgba);
}

static void
source_init (CsTileSourceInterface *iface)
{
  iface->get_size = get_size;
  iface->render = render;
}

static void
finalize (GObject *object)
{
  g_mutex_clear (&SYNTHETIC_SOURCE (object)->lock);
  g_cond_clear (&SYNTHETIC_SOURCE (object)->released);
  G_OBJECT_CLASS (synthetic_source_parent_class)->finalize (object);
}

static void
synthetic_source_class_init (SyntheticSourceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
synthetic_source_init (SyntheticSource *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->released);
}

CsTileSource *
synthetic_source_new (int width, int height)
{
  SyntheticSource *self = g_object_new (TYPE_SYNTHETIC_SOURCE, NULL);

  self->width = width;
  self->height = height;
  return CS_TILE_SOURCE (self);
}

void
synthetic_source_pixel (guint seed, int level, int x, int y, guint8 rgb[3])
{
  rgb[0] = x * 37 + y * 11 + seed;
  rgb[1] = x * 5 + y * 59 + level * 40;
  rgb[2] = (x ^ y) * 3 + seed * 7;
}

void
synthetic_source_set_seed (SyntheticSource *self, guint seed)
{
  g_mutex_lock (&self->lock);
  self->seed = seed;
  g_mutex_unlock (&self->lock);
  cs_tile_source_changed (CS_TILE_SOURCE (self));
}

void
synthetic_source_resize (SyntheticSource *self, int width, int height)
{
  g_mutex_lock (&self->lock);
  self->width = width;
  self->height = height;
  g_mutex_unlock (&self->lock);
  cs_tile_source_changed (CS_TILE_SOURCE (self));
}

void
synthetic_source_hold (SyntheticSource *self, gboolean hold)
{
  g_mutex_lock (&self->lock);
  self->held = hold;
  g_cond_broadcast (&self->released);
  g_mutex_unlock (&self->lock);
}

guint
synthetic_source_get_rendered (SyntheticSource *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_rendered;
  g_mutex_unlock (&self->lock);
  return n;
}
