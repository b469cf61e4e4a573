#include "cs-preferences.h"

#include <adwaita.h>
#include "config.h"
#include "cs-colour.h"
#include "cs-rows.h"
#include "nn-threads.h"

GSettings *
cs_preferences_open (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source ? g_settings_schema_source_lookup (source, CS_APP_ID, TRUE) : NULL;

  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static int
which (GSettings *settings, const char *preference, const char *const *names)
{
  g_autofree char *name = settings ? g_settings_get_string (settings, preference) : NULL;

  for (int i = 0; name && names[i]; i++)
    if (g_str_equal (names[i], name))
      return i;
  return 0;
}

/* Films are read in the dark: that is usual. */
static void
style_cb (GSettings *settings)
{
  static const char *const names[] = { "dark", "light", "system", NULL };
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_FORCE_DARK, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_PREFER_DARK };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[which (settings, CS_PREFERENCE_STYLE, names)]);
}

static void
draw_anew (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    draw_anew (child);
}

static void
marks_cb (GSettings *settings)
{
  static const char *const names[] = { "usual", "safe", "strong", "white", NULL };
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == CS_N_MARK_COLOURS + 1);
  cs_colour_choose_marks ((CsMarkColours) which (settings, CS_PREFERENCE_MARKS, names));
  for (GList *link = windows; link; link = link->next)
    draw_anew (link->data);
}

static void
threads_cb (GSettings *settings)
{
  guint n = settings ? g_settings_get_uint (settings, CS_PREFERENCE_THREADS) : 0;

  cs_rows_set_threads (n);
  nn_threads_set_usual (n);
}

void
cs_preferences_enforce (GSettings *settings)
{
  static const struct { const char *signal; void (*func) (GSettings *); } all[] = {
    { "changed::" CS_PREFERENCE_STYLE, style_cb }, { "changed::" CS_PREFERENCE_MARKS, marks_cb },
    { "changed::" CS_PREFERENCE_THREADS, threads_cb } };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      all[i].func (settings);
      if (settings)
        g_signal_connect (settings, all[i].signal, G_CALLBACK (all[i].func), NULL);
    }
}
