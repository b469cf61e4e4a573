#include "cs-tile-cache.h"

#define MAX_WORKERS 4

/* What workers and the cache share; outlives the cache while a worker is busy. Always freed on the main thread, since
 * it may hold the last reference to the source. */
typedef struct
{
  gatomicrefcount ref_count;
  CsTileSource   *source;
  GWeakRef        cache;        /* read on the main thread only */

  GMutex          lock;         /* guards what follows */
  GArray         *wanted;       /* of CsTileKey, the most wanted last */
  GArray         *busy;         /* of Order: being rendered, or waiting to be taken in */
  GPtrArray      *done;         /* of Tile */
  guint           generation, n_workers;
  gboolean        delivering;   /* an idle is queued */
} Work;

typedef struct { CsTileKey key; guint generation; } Order;

typedef struct
{
  Order       order;
  cairo_surface_t *picture;     /* NULL: nothing to be seen in it */
  guint       seen;             /* the request it was last used before */
  GList       link;             /* in the list of use */
} Tile;

struct _CsTileCache
{
  GObject      parent;

  Work        *work;
  GThreadPool *pool;
  GHashTable  *tiles;           /* key of the Tile -> Tile, owned */
  GQueue       use;             /* latest used first */
  guint        budget, least_budget, n_requests;
  int          top_level;
};

G_DEFINE_FINAL_TYPE (CsTileCache, cs_tile_cache, G_TYPE_OBJECT)

/* What a picture carries along: its memory, and its texture once one was asked for. */
static const cairo_user_data_key_t bytes_key, texture_key;

enum { READY, N_SIGNALS };

static guint signals[N_SIGNALS];

static guint
key_hash (gconstpointer data)
{
  const CsTileKey *key = data;

  return (guint) key->level * 2654435761u + (guint) key->column * 40503u + (guint) key->row;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const CsTileKey *one = a, *other = b;

  return one->level == other->level && one->column == other->column && one->row == other->row;
}

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  g_clear_pointer (&tile->picture, cairo_surface_destroy);
  g_free (tile);
}

static Work *
work_new (CsTileSource *source, CsTileCache *cache)
{
  Work *work = g_new0 (Work, 1);

  g_atomic_ref_count_init (&work->ref_count);
  work->source = g_object_ref (source);
  g_weak_ref_init (&work->cache, cache);
  g_mutex_init (&work->lock);
  work->wanted = g_array_new (FALSE, FALSE, sizeof (CsTileKey));
  work->busy = g_array_new (FALSE, FALSE, sizeof (Order));
  work->done = g_ptr_array_new_with_free_func (tile_free);
  return work;
}

static Work *
work_ref (Work *work)
{
  g_atomic_ref_count_inc (&work->ref_count);
  return work;
}

static void
work_unref (gpointer data)
{
  Work *work = data;

  if (!g_atomic_ref_count_dec (&work->ref_count))
    return;
  g_clear_object (&work->source);
  g_weak_ref_clear (&work->cache);
  g_mutex_clear (&work->lock);
  g_array_unref (work->wanted);
  g_array_unref (work->busy);
  g_ptr_array_unref (work->done);
  g_free (work);
}

static gboolean
keep_nothing (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* The next tile to render. FALSE: there is none, this worker is counted out. */
static gboolean
work_take (Work *work, Order *order)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&work->lock);

  if (work->wanted->len == 0)
    {
      work->n_workers--;
      return FALSE;
    }
  order->key = g_array_index (work->wanted, CsTileKey, work->wanted->len - 1);
  order->generation = work->generation;
  g_array_set_size (work->wanted, work->wanted->len - 1);
  g_array_append_val (work->busy, *order);
  return TRUE;
}

/* RGBA to what Cairo draws and graphics cards take without another conversion. What is seen through nowhere says so,
 * since it is then copied and not blended; what is clear everywhere is none. Takes @rgba. */
static cairo_surface_t *
make_picture (guint8 *rgba)
{
  guint32 *pixels = (guint32 *) (gpointer) rgba;
  guint any = 0, all = 255;
  cairo_surface_t *picture;

  for (guint i = 0; i < CS_TILE * CS_TILE; i++)
    {
      const guint8 *p = rgba + 4 * i;
      guint a = p[3];

      any |= a;
      all &= a;
      pixels[i] = a << 24 | (p[0] * a + 127) / 255 << 16 | (p[1] * a + 127) / 255 << 8 | (p[2] * a + 127) / 255;
    }
  if (any == 0)
    {
      g_free (rgba);
      return NULL;
    }
  picture = cairo_image_surface_create_for_data (rgba, all == 255 ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32,
                                                 CS_TILE, CS_TILE, CS_TILE * 4);
  cairo_surface_set_user_data (picture, &bytes_key, g_bytes_new_take (rgba, CS_TILE * CS_TILE * 4),
                               (cairo_destroy_func_t) g_bytes_unref);
  return picture;
}

static void
forget_busy (Work *work, const Order *order)
{
  for (guint i = 0; i < work->busy->len; i++)
    {
      Order *other = &g_array_index (work->busy, Order, i);

      if (key_equal (&other->key, &order->key) && other->generation == order->generation)
        {
          g_array_remove_index_fast (work->busy, i);
          return;
        }
    }
}

static gboolean
is_busy (Work *work, const CsTileKey *key)
{
  for (guint i = 0; i < work->busy->len; i++)
    {
      Order *order = &g_array_index (work->busy, Order, i);

      if (key_equal (&order->key, key) && order->generation == work->generation)
        return TRUE;
    }
  return FALSE;
}

static void
insert (CsTileCache *self, Tile *tile)
{
  Tile *old = g_hash_table_lookup (self->tiles, &tile->order.key);

  tile->seen = self->n_requests;
  if (old != NULL)
    {
      tile->seen = old->seen;
      g_queue_unlink (&self->use, &old->link);
    }
  tile->link.data = tile;
  g_queue_push_head_link (&self->use, &tile->link);
  g_hash_table_replace (self->tiles, &tile->order.key, tile);
}

static void
drop (CsTileCache *self, Tile *tile)
{
  g_queue_unlink (&self->use, &tile->link);
  g_hash_table_remove (self->tiles, &tile->order.key);
}

/* The two coarsest levels always stay: with them there is something to draw at once, anywhere. */
static void
drop_oldest (CsTileCache *self)
{
  GList *link = self->use.tail;

  while (link != NULL && g_hash_table_size (self->tiles) > self->budget)
    {
      Tile *tile = link->data;

      link = link->prev;
      if (tile->order.key.level < self->top_level - 1)
        drop (self, tile);
    }
}

static gboolean
deliver_cb (gpointer data)
{
  Work *work = data;
  g_autoptr (CsTileCache) self = g_weak_ref_get (&work->cache);
  g_autoptr (GPtrArray) done = NULL;
  guint generation;

  g_mutex_lock (&work->lock);
  done = work->done;
  work->done = g_ptr_array_new_with_free_func (tile_free);
  work->delivering = FALSE;
  generation = work->generation;
  for (guint i = 0; i < done->len; i++)
    forget_busy (work, &((Tile *) done->pdata[i])->order);
  g_mutex_unlock (&work->lock);

  if (self == NULL)
    return G_SOURCE_REMOVE;
  g_ptr_array_set_free_func (done, NULL);
  for (guint i = 0; i < done->len; i++)
    {
      Tile *tile = done->pdata[i];

      if (tile->order.generation == generation)
        insert (self, tile);
      else
        tile_free (tile);
    }
  drop_oldest (self);
  g_signal_emit (self, signals[READY], 0);
  return G_SOURCE_REMOVE;
}

static void
work_give (Work *work, const Order *order, cairo_surface_t *picture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&work->lock);
  Tile *tile = g_new0 (Tile, 1);

  tile->order = *order;
  tile->picture = picture;
  g_ptr_array_add (work->done, tile);
  if (work->delivering)
    return;
  work->delivering = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver_cb, work_ref (work), work_unref);
}

static void
render_tiles (gpointer data, gpointer unused)
{
  Work *work = data;
  Order order;

  while (work_take (work, &order))
    {
      guint8 *rgba = g_malloc0 (CS_TILE * CS_TILE * 4);

      cs_tile_source_render (work->source, order.key.level, order.key.column, order.key.row, rgba);
      work_give (work, &order, make_picture (rgba));
    }
  /* Never unreferenced here: that could finalise the source in this thread. */
  g_idle_add_full (G_PRIORITY_DEFAULT, keep_nothing, work, work_unref);
}

static void
dispose (GObject *object)
{
  CsTileCache *self = CS_TILE_CACHE (object);

  if (self->work != NULL)
    {
      g_mutex_lock (&self->work->lock);
      g_array_set_size (self->work->wanted, 0);
      g_mutex_unlock (&self->work->lock);
      /* What still waits finds nothing wanted and leaves. An immediate end would hand GLib's own wake-up items to the
       * function that frees ours. */
      g_thread_pool_free (self->pool, FALSE, FALSE);
      g_clear_pointer (&self->work, work_unref);
    }
  G_OBJECT_CLASS (cs_tile_cache_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsTileCache *self = CS_TILE_CACHE (object);

  g_hash_table_unref (self->tiles);
  G_OBJECT_CLASS (cs_tile_cache_parent_class)->finalize (object);
}

static void
cs_tile_cache_class_init (CsTileCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;

  signals[READY] = g_signal_new ("ready", CS_TYPE_TILE_CACHE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cs_tile_cache_init (CsTileCache *self)
{
  self->tiles = g_hash_table_new_full (key_hash, key_equal, NULL, tile_free);
  g_queue_init (&self->use);
}

CsTileCache *
cs_tile_cache_new (CsTileSource *source, guint budget)
{
  CsTileCache *self;
  int width, height;

  g_return_val_if_fail (CS_IS_TILE_SOURCE (source), NULL);

  self = g_object_new (CS_TYPE_TILE_CACHE, NULL);
  cs_tile_source_get_size (source, &width, &height);
  self->top_level = cs_tile_top_level (width, height);
  self->budget = self->least_budget = budget;
  self->work = work_new (source, self);
  self->pool = g_thread_pool_new (render_tiles, NULL, CLAMP ((int) g_get_num_processors () - 1, 2, MAX_WORKERS), FALSE,
                                  NULL);
  return self;
}

gboolean
cs_tile_cache_get (CsTileCache *self, const CsTileKey *key, cairo_surface_t **picture, gboolean *fresh)
{
  Tile *tile;

  g_return_val_if_fail (CS_IS_TILE_CACHE (self), FALSE);

  tile = g_hash_table_lookup (self->tiles, key);
  *fresh = FALSE;
  *picture = NULL;
  if (tile == NULL)
    return FALSE;
  /* The generation is written on this thread only: reading it here needs no lock. */
  *fresh = tile->order.generation == self->work->generation;
  tile->seen = self->n_requests;
  g_queue_unlink (&self->use, &tile->link);
  g_queue_push_head_link (&self->use, &tile->link);
  *picture = tile->picture;
  return TRUE;
}

GdkTexture *
cs_tile_texture (cairo_surface_t *picture)
{
  GdkTexture *texture = cairo_surface_get_user_data (picture, &texture_key);
  GBytes *bytes = cairo_surface_get_user_data (picture, &bytes_key);

  if (texture != NULL)
    return texture;
  texture = gdk_memory_texture_new (CS_TILE, CS_TILE, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, CS_TILE * 4);
  cairo_surface_set_user_data (picture, &texture_key, texture, g_object_unref);
  return texture;
}

void
cs_tile_cache_request (CsTileCache *self, const CsTileKey *keys, guint n)
{
  Work *work;
  guint needed;

  g_return_if_fail (CS_IS_TILE_CACHE (self));

  work = self->work;
  self->n_requests++;
  /* Never so few that tiles in sight push each other out. */
  self->budget = MAX (self->least_budget, 2 * n);
  g_mutex_lock (&work->lock);
  g_array_set_size (work->wanted, 0);
  for (guint i = n; i-- > 0;)
    {
      Tile *tile = g_hash_table_lookup (self->tiles, &keys[i]);

      if ((tile == NULL || tile->order.generation != work->generation) && !is_busy (work, &keys[i]))
        g_array_append_val (work->wanted, keys[i]);
    }
  needed = MIN (work->wanted->len, (guint) g_thread_pool_get_max_threads (self->pool));
  needed = needed > work->n_workers ? needed - work->n_workers : 0;
  work->n_workers += needed;
  g_mutex_unlock (&work->lock);
  while (needed-- > 0)
    g_thread_pool_push (self->pool, work_ref (work), NULL);
}

void
cs_tile_cache_invalidate (CsTileCache *self)
{
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (CS_IS_TILE_CACHE (self));

  g_mutex_lock (&self->work->lock);
  self->work->generation++;
  g_array_set_size (self->work->wanted, 0);
  g_mutex_unlock (&self->work->lock);
  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Tile *tile = value;

      /* Two, since two canvases may show one layer. */
      if (tile->seen + 2 >= self->n_requests)
        continue;
      g_queue_unlink (&self->use, &tile->link);
      g_hash_table_iter_remove (&iter);
    }
}

guint
cs_tile_cache_get_n (CsTileCache *self)
{
  g_return_val_if_fail (CS_IS_TILE_CACHE (self), 0);

  return g_hash_table_size (self->tiles);
}
