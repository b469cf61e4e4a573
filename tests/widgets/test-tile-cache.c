/* CsTileCache: the order of work, generations, the budget, and what happens when it goes away while work is under
 * way. */
#include "cs-tile-cache.h"
#include "render.h"
#include "synthetic-source.h"

static const CsTileKey whole = { 3, 0, 0 };   /* of a 2048 x 2048 image */

static gboolean
has_whole (gpointer data)
{
  cairo_surface_t *picture;
  gboolean fresh;

  return cs_tile_cache_get (data, &whole, &picture, &fresh) && picture != NULL && fresh;
}

static guint
request_row (CsTileCache *cache, int level, int row, guint n)
{
  CsTileKey keys[64];

  for (guint i = 0; i < n; i++)
    keys[i] = (CsTileKey) { level, i, row };
  cs_tile_cache_request (cache, keys, n);
  return n;
}

static gboolean
row_is_there (CsTileCache *cache, int level, int row, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      cairo_surface_t *picture;
      gboolean fresh;

      if (!cs_tile_cache_get (cache, &(CsTileKey) { level, i, row }, &picture, &fresh) || !fresh)
        return FALSE;
    }
  return TRUE;
}

static gboolean
first_row_is_there (gpointer data)
{
  return row_is_there (data, 0, 0, 8);
}

static gboolean
second_row_is_there (gpointer data)
{
  return row_is_there (data, 0, 1, 8);
}

static void
test_render (void)
{
  g_autoptr (CsTileSource) source = synthetic_source_new (2048, 2048);
  g_autoptr (CsTileCache) cache = cs_tile_cache_new (source, 16);
  g_autofree guint8 *downloaded = g_malloc (CS_TILE * CS_TILE * 4);
  const guint8 *pixels;
  cairo_surface_t *picture;
  gboolean fresh;
  guint8 rgb[3];

  g_assert_false (cs_tile_cache_get (cache, &whole, &picture, &fresh));
  cs_tile_cache_request (cache, &whole, 1);
  render_wait (has_whole, cache);
  g_assert_true (cs_tile_cache_get (cache, &whole, &picture, &fresh));
  g_assert_cmpint (cairo_image_surface_get_format (picture), ==, CAIRO_FORMAT_RGB24);
  pixels = cairo_image_surface_get_data (picture);
  gdk_texture_download (cs_tile_texture (picture), downloaded, CS_TILE * 4);
  g_assert_cmpmem (pixels, CS_TILE * CS_TILE * 4, downloaded, CS_TILE * CS_TILE * 4);
  synthetic_source_pixel (0, 3, 100, 50, rgb);
  g_assert_cmpint (pixels[(50 * CS_TILE + 100) * 4], ==, rgb[2]);
  g_assert_cmpint (pixels[(50 * CS_TILE + 100) * 4 + 2], ==, rgb[0]);
  /* What is fresh is not rendered again. */
  cs_tile_cache_request (cache, &whole, 1);
  request_row (cache, 0, 0, 8);
  render_wait (first_row_is_there, cache);
  g_assert_cmpuint (synthetic_source_get_rendered (SYNTHETIC_SOURCE (source)), ==, 9);
}

static void
test_generation (void)
{
  g_autoptr (CsTileSource) source = synthetic_source_new (2048, 2048);
  g_autoptr (CsTileCache) cache = cs_tile_cache_new (source, 16);
  cairo_surface_t *picture;
  gboolean fresh;

  cs_tile_cache_request (cache, &whole, 1);
  render_wait (has_whole, cache);
  cs_tile_cache_invalidate (cache);
  g_assert_true (cs_tile_cache_get (cache, &whole, &picture, &fresh));
  g_assert_false (fresh);
  cs_tile_cache_request (cache, &whole, 1);
  render_wait (has_whole, cache);
  g_assert_cmpuint (synthetic_source_get_rendered (SYNTHETIC_SOURCE (source)), ==, 2);
}

static void
test_old_work_is_dropped (void)
{
  g_autoptr (CsTileSource) source = synthetic_source_new (16384, 16384);
  g_autoptr (CsTileCache) cache = cs_tile_cache_new (source, 100);

  synthetic_source_hold (SYNTHETIC_SOURCE (source), TRUE);
  request_row (cache, 0, 0, 64);
  request_row (cache, 0, 1, 8);
  synthetic_source_hold (SYNTHETIC_SOURCE (source), FALSE);
  render_wait (second_row_is_there, cache);
  /* Of the first row only what workers already had in hand: four at most. */
  g_assert_cmpuint (synthetic_source_get_rendered (SYNTHETIC_SOURCE (source)), <=, 8 + 4);
}

static void
test_budget (void)
{
  g_autoptr (CsTileSource) source = synthetic_source_new (2048, 2048);
  g_autoptr (CsTileCache) cache = cs_tile_cache_new (source, 16);

  cs_tile_cache_request (cache, &whole, 1);
  render_wait (has_whole, cache);
  for (int row = 7; row >= 0; row--)
    {
      /* Row 0 is the last one. */
      request_row (cache, 0, row, 8);
      while (!row_is_there (cache, 0, row, 8))
        g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpuint (cs_tile_cache_get_n (cache), <=, 16);
  g_assert_true (has_whole (cache));
  g_assert_true (first_row_is_there (cache));
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
test_goes_away (void)
{
  CsTileSource *source = synthetic_source_new (2048, 2048);
  CsTileCache *cache = cs_tile_cache_new (source, 16);

  synthetic_source_hold (SYNTHETIC_SOURCE (source), TRUE);
  request_row (cache, 0, 0, 8);
  g_assert_finalize_object (cache);
  g_object_add_weak_pointer (G_OBJECT (source), (gpointer *) &source);
  synthetic_source_hold (SYNTHETIC_SOURCE (source), FALSE);
  g_object_unref (source);
  if (source != NULL)
    render_wait (is_gone, &source);
}

static void
test_enlarge (void)
{
  for (int level = 0; level >= CS_TILE_MIN_LEVEL; level--)
    {
      g_autofree guint8 *rgba = g_malloc0 (CS_TILE * CS_TILE * 4);
      int x, y, side;

      cs_tile_area (level, 3, 2, &x, &y, &side);
      g_assert_cmpint (x, ==, 3 * side);
      g_assert_cmpint (y, ==, 2 * side);
      g_assert_cmpint (side << -level, ==, CS_TILE);
      for (int j = 0; j < side; j++)
        for (int i = 0; i < side; i++)
          ((guint32 *) (gpointer) rgba)[j * CS_TILE + i] = 1 + j * side + i;
      cs_tile_enlarge (level, rgba);
      for (int j = 0; j < CS_TILE; j++)
        for (int i = 0; i < CS_TILE; i++)
          g_assert_cmpuint (((guint32 *) (gpointer) rgba)[j * CS_TILE + i], ==,
                            1 + (j >> -level) * side + (i >> -level));
    }
  g_assert_cmpint (cs_tile_top_level (256, 256), ==, 0);
  g_assert_cmpint (cs_tile_top_level (257, 1), ==, 1);
  g_assert_cmpint (cs_tile_top_level (4000, 6000), ==, 5);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-cache/render", test_render);
  g_test_add_func ("/tile-cache/generation", test_generation);
  g_test_add_func ("/tile-cache/old-work-is-dropped", test_old_work_is_dropped);
  g_test_add_func ("/tile-cache/budget", test_budget);
  g_test_add_func ("/tile-cache/goes-away", test_goes_away);
  g_test_add_func ("/tile-cache/enlarge", test_enlarge);
  return g_test_run ();
}
