#include "cs-preferences-window.h"

#include <glib/gi18n.h>

#define SHOWN "preferences-window"

static void
add_pages (AdwPreferencesWindow *self)
{
  for (guint i = 0; cs_preferences_pages[i]; i++)
    {
      const CsPreferencesKind *kind = cs_preferences_pages[i];

      adw_preferences_window_add (self, g_object_new (kind->get_type (), "name", kind->id, "title", _(kind->title),
                                                      "icon-name", kind->icon_name, NULL));
    }
}

static void
gone_cb (gpointer parent, GObject *self)
{
  g_object_set_data (parent, SHOWN, NULL);
}

static AdwPreferencesWindow *
find_or_make (GtkWindow *parent)
{
  AdwPreferencesWindow *self = g_object_get_data (G_OBJECT (parent), SHOWN);

  if (self)
    return self;
  self = g_object_new (ADW_TYPE_PREFERENCES_WINDOW, "title", _("Preferences"), "transient-for", parent,
                       "destroy-with-parent", TRUE, "modal", FALSE, "search-enabled", FALSE,
                       "default-width", 720, "default-height", 680, NULL);
  add_pages (self);
  g_object_set_data (G_OBJECT (parent), SHOWN, self);
  g_object_weak_ref (G_OBJECT (self), gone_cb, parent);
  return self;
}

void
cs_preferences_window_show (GtkWindow *parent, const char *page)
{
  AdwPreferencesWindow *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  self = find_or_make (parent);
  if (page)
    adw_preferences_window_set_visible_page_name (self, page);
  gtk_window_present (GTK_WINDOW (self));
}
