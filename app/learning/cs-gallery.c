#include "cs-gallery.h"

#include <glib/gi18n.h>
#include "cs-keymap.h"
#include "cs-patch-tile.h"

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GObject *owner)
{
  gtk_list_item_set_child (item, cs_patch_tile_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GObject *owner)
{
  GtkWidget *tile = gtk_list_item_get_child (item);
  GBindingFlags flags = G_BINDING_SYNC_CREATE;

  cs_patch_tile_set_item (CS_PATCH_TILE (tile), gtk_list_item_get_item (item));
  g_object_set_data (G_OBJECT (tile), "outlines", g_object_bind_property (owner, "outlines", tile, "outlined", flags));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GObject *owner)
{
  GtkWidget *tile = gtk_list_item_get_child (item);
  GBinding *binding = g_object_steal_data (G_OBJECT (tile), "outlines");

  if (binding)
    g_binding_unbind (binding);
  cs_patch_tile_set_item (CS_PATCH_TILE (tile), NULL);
}

void
cs_gallery_show_tiles (GtkGridView *grid, GObject *owner)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), owner, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), owner, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), owner, 0);
  gtk_grid_view_set_factory (grid, factory);
}

guint
cs_gallery_count (GtkSelectionModel *items)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (items);

  return (guint) gtk_bitset_get_size (chosen);
}

char *
cs_gallery_describe (GtkSelectionModel *items)
{
  g_autofree char *text = g_strdup_printf (
    _("%u patches are chosen: {patches.accept} or {patches.reject} judges their boxes together"),
    cs_gallery_count (items));

  return cs_keymap_say_now (text);
}

CsPatchItem *
cs_gallery_first (GtkSelectionModel *items)
{
  g_autoptr (GPtrArray) chosen = cs_gallery_chosen (items);

  return chosen->len > 0 ? chosen->pdata[0] : NULL;    /* the list holds it */
}

GPtrArray *
cs_gallery_chosen (GtkSelectionModel *items)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (items);
  GPtrArray *array = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < gtk_bitset_get_size (chosen); i++)
    g_ptr_array_add (array, g_list_model_get_item (G_LIST_MODEL (items), gtk_bitset_get_nth (chosen, i)));
  return array;
}

void
cs_gallery_choose_something (GtkSelectionModel *items)
{
  if (cs_gallery_count (items) == 0 && g_list_model_get_n_items (G_LIST_MODEL (items)) > 0)
    gtk_selection_model_select_item (items, 0, TRUE);
}
