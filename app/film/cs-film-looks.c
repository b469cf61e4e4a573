#include "cs-film-looks.h"

#include <glib/gi18n.h>

#include "cs-own-windows.h"
#include "cs-raster-source.h"
#include "cs-tile-layer.h"

static guint
count_windows (CsImage *image)
{
  CsDetails *details = image ? cs_image_get_details (image) : NULL;

  return details ? cs_details_get_n_windows (details) : 0;
}

static const char *
id_of (guint window)
{
  g_autofree char *id = g_strdup_printf ("file:%u", window);

  return g_intern_string (id);
}

int
cs_film_looks_find (CsImage *image, const char *id)
{
  for (guint i = 0; i < count_windows (image); i++)
    if (g_strcmp0 (id_of (i), id) == 0)
      return (int) i;
  return -1;
}

const char *
cs_film_looks_scanner (CsImage *image)
{
  CsDetails *details = image ? cs_image_get_details (image) : NULL;

  return details ? cs_details_get_scanner (details) : "";
}

gboolean
cs_film_looks_has (CsImage *image, const char *id)
{
  double low, high;

  return cs_film_preset_find (id) || cs_film_looks_find (image, id) >= 0 ||
         cs_own_windows_find (id, cs_film_looks_scanner (image), &low, &high);
}

const char *
cs_film_looks_next (CsImage *image, const char *id)
{
  const CsFilmPreset *preset = cs_film_preset_find (id);
  guint next = preset ? 0 : (guint) (cs_film_looks_find (image, id) + 1);
  const char *own;

  if (preset && preset[1].id)
    return preset[1].id;
  if ((preset || next > 0) && next < count_windows (image))
    return id_of (next);
  /* By hand, it begins with the first of all. */
  own = cs_film_looks_has (image, id) ? cs_own_windows_next (id, cs_film_looks_scanner (image)) : NULL;
  return own ? own : cs_film_presets[0].id;
}

static char *
title_of (CsImage *image, guint window)
{
  const CsVoi *voi = cs_details_get_window (cs_image_get_details (image), window);

  /* Translators: the first, second, ... window (brightness and contrast) that a film's own file asks for */
  return voi->title ? g_strdup (voi->title) : g_strdup_printf (_("Window %u"), window + 1);
}

char *
cs_film_looks_title (CsImage *image, const char *id)
{
  const CsFilmPreset *preset = cs_film_preset_find (id);
  int window = cs_film_looks_find (image, id);

  if (preset)
    return g_strdup (_(preset->title));
  return window >= 0 ? title_of (image, (guint) window) : g_strdup (cs_own_windows_title (id));
}

/* An underscore in a file's words is no mnemonic. */
static char *
label_of (CsImage *image, guint window)
{
  g_autofree char *title = title_of (image, window);
  g_auto (GStrv) parts = g_strsplit (title, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
fill_menu (CsImage *image, GMenu *menu)
{
  g_menu_remove_all (menu);
  for (guint i = 0; i < count_windows (image); i++)
    {
      g_autofree char *label = label_of (image, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "film.preset", "s", id_of (i));
      g_menu_append_item (menu, item);
    }
}

GBytes *
cs_film_looks_curve (CsImage *image, guint window)
{
  CsDetails *details = cs_image_get_details (image);
  guint n = (guint) cs_image_get_white (image) + 1;
  guint8 *bytes = g_malloc (n);

  for (guint i = 0; i < n; i++)
    bytes[i] = (guint8) (255 * cs_details_show (details, window, i) + 0.5);
  return g_bytes_new_take (bytes, n);
}

void
cs_film_looks_overlay (CsImage *image, CsCanvas *canvas, GPtrArray *shown)
{
  static const GdkRGBA colour = { 1, 0.85f, 0.2f, 0.8f };
  CsDetails *details = image && cs_image_get_halvings (image) == 0 ? cs_image_get_details (image) : NULL;

  for (guint i = 0; i < shown->len; i++)
    cs_canvas_remove_layer (canvas, shown->pdata[i]);
  g_ptr_array_set_size (shown, 0);
  for (guint i = 0; details && i < cs_details_get_n_overlays (details); i++)
    {
      g_autoptr (CsRaster) mask = cs_details_lay (details, i, cs_image_get_width (image), cs_image_get_height (image));
      g_autoptr (CsRasterSource) source = cs_raster_source_new (mask, CS_TONE_TINT, CS_HALVE_MAXIMUM);
      CsLayer *layer = cs_tile_layer_new (CS_TILE_SOURCE (source));

      cs_raster_source_set_colour (source, &colour);
      cs_canvas_add_layer (canvas, layer);
      g_ptr_array_add (shown, layer);
    }
}

void
cs_film_looks_bring (CsImage *image, GMenu *menu, GActionMap *actions, CsCanvas *canvas, GPtrArray *shown)
{
  GAction *action = g_action_map_lookup_action (actions, "overlays");
  g_autoptr (GVariant) wanted = g_action_get_state (action);
  CsDetails *details = image ? cs_image_get_details (image) : NULL;

  fill_menu (image, menu);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), details && cs_details_get_n_overlays (details) > 0);
  cs_film_looks_overlay (g_variant_get_boolean (wanted) ? image : NULL, canvas, shown);
}

void
cs_film_looks_adapt (CsLayer *layer, const graphene_rect_t *part)
{
  CsTileSource *source = CS_IS_TILE_LAYER (layer) ? cs_tile_layer_get_source (CS_TILE_LAYER (layer)) : NULL;

  if (CS_IS_RASTER_SOURCE (source))
    cs_raster_source_look_at (CS_RASTER_SOURCE (source), part);
}

void
cs_film_looks_adapt_all (CsCanvas *canvas, CsLayer *film, const graphene_rect_t *part)
{
  GListModel *layers = cs_canvas_get_layers (canvas);

  for (guint i = 0; i < g_list_model_get_n_items (layers); i++)
    {
      g_autoptr (CsLayer) layer = g_list_model_get_item (layers, i);

      if (layer != film)
        cs_film_looks_adapt (layer, part);
    }
}

char *
cs_film_looks_probe (CsImage *image, double x, double y)
{
  double value = cs_raster_get (cs_image_get_raster (image), (guint) x, (guint) y);
  double mm = cs_image_get_facts (image)->mm_per_pixel;

  if (mm > 0)
    /* Translators: the point under the pointer: column and row in pixels, in millimetres, and the film's value there */
    return g_strdup_printf (_("%d, %d px (%.1f, %.1f mm): %.0f"), (int) x, (int) y, x * mm, y * mm, value);
  return g_strdup_printf (_("%d, %d px: %.0f"), (int) x, (int) y, value);
}
