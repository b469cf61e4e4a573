#include "cs-own-windows.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include "cs-preferences.h"

#define PREFIX "own:"

static void
window_free (gpointer data)
{
  CsOwnWindow *window = data;

  g_free (window->title);
  g_free (window->scanner);
  g_free (window);
}

static gboolean
is_sane (const CsOwnWindow *window)
{
  return *window->title && isfinite (window->low) && isfinite (window->high) && window->low >= 0 &&
         window->high > window->low;
}

GPtrArray *
cs_own_windows_list (const char *scanner)
{
  g_autoptr (GSettings) settings = cs_preferences_open ();
  g_autoptr (GVariant) all = settings ? g_settings_get_value (settings, CS_PREFERENCE_WINDOWS) : NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func (window_free);

  for (gsize i = 0; all && i < g_variant_n_children (all); i++)
    {
      CsOwnWindow *window = g_new0 (CsOwnWindow, 1);

      g_variant_get_child (all, i, "(ssdd)", &window->title, &window->scanner, &window->low, &window->high);
      if (is_sane (window) && (!scanner || !*window->scanner || g_str_equal (window->scanner, scanner)))
        g_ptr_array_add (list, window);
      else
        window_free (window);
    }
  return list;
}

/* All but the one of the same name and scanner, and @add behind them. */
static gboolean
store (const CsOwnWindow *same, const CsOwnWindow *add, GError **error)
{
  g_autoptr (GSettings) settings = cs_preferences_open ();
  g_autoptr (GPtrArray) all = cs_own_windows_list (NULL);
  g_autoptr (GVariant) value = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssdd)"));
  for (guint i = 0; i < all->len; i++)
    {
      const CsOwnWindow *one = all->pdata[i];

      if (!g_str_equal (one->title, same->title) || !g_str_equal (one->scanner, same->scanner))
        g_variant_builder_add (&builder, "(ssdd)", one->title, one->scanner, one->low, one->high);
    }
  if (add)
    g_variant_builder_add (&builder, "(ssdd)", add->title, add->scanner, add->low, add->high);
  value = g_variant_ref_sink (g_variant_builder_end (&builder));
  if (settings && g_settings_set_value (settings, CS_PREFERENCE_WINDOWS, value))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       _("Windows cannot be kept: the settings of the program are not installed, or locked."));
  return FALSE;
}

gboolean
cs_own_windows_keep (const CsOwnWindow *window, GError **error)
{
  if (is_sane (window))
    return store (window, window, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _("A window wants a name, and its white above its black."));
  return FALSE;
}

gboolean
cs_own_windows_remove (const CsOwnWindow *window, GError **error)
{
  return store (window, NULL, error);
}

gboolean
cs_own_windows_find (const char *id, const char *scanner, double *low, double *high)
{
  g_autoptr (GPtrArray) all = NULL;
  const CsOwnWindow *found = NULL;

  if (!cs_own_windows_title (id))
    return FALSE;
  all = cs_own_windows_list (scanner ? scanner : "");
  for (guint i = 0; i < all->len; i++)
    {
      const CsOwnWindow *one = all->pdata[i];

      if (g_str_equal (one->title, cs_own_windows_title (id)) && (!found || *one->scanner))
        found = one;
    }
  if (!found)
    return FALSE;
  *low = found->low;
  *high = found->high;
  return TRUE;
}

static const char *
id_of (const CsOwnWindow *window)
{
  g_autofree char *id = g_strconcat (PREFIX, window->title, NULL);

  return g_intern_string (id);
}

/* The names, each once. */
static GPtrArray *
list_ids (const char *scanner)
{
  g_autoptr (GPtrArray) all = cs_own_windows_list (scanner ? scanner : "");
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (!g_ptr_array_find (ids, id_of (all->pdata[i]), NULL))
      g_ptr_array_add (ids, (gpointer) id_of (all->pdata[i]));
  return ids;
}

const char *
cs_own_windows_next (const char *id, const char *scanner)
{
  g_autoptr (GPtrArray) ids = list_ids (scanner);
  guint place = 0;

  if (g_ptr_array_find (ids, g_intern_string (id), &place))
    place++;
  return place < ids->len ? ids->pdata[place] : NULL;
}

const char *
cs_own_windows_title (const char *id)
{
  return id && g_str_has_prefix (id, PREFIX) ? id + strlen (PREFIX) : NULL;
}

void
cs_own_windows_fill (GMenu *menu, const char *scanner)
{
  g_autoptr (GPtrArray) ids = list_ids (scanner);

  g_menu_remove_all (menu);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = ids->pdata[i];
      g_auto (GStrv) parts = g_strsplit (cs_own_windows_title (id), "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);        /* an underscore is no mnemonic */
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "film.preset", "s", id);
      g_menu_append_item (menu, item);
    }
}
