#include "cs-key-overlay.h"

#include <glib/gi18n.h>
#include "cs-keymap.h"

/* GTK 4.8 fills the window of shortcuts from a description alone. */

static void
add (GString *xml, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (xml, text);
}

static void
add_key (GString *xml, CsKeymap *keymap, const CsKey *key)
{
  g_autofree char *accels = g_strjoinv (" ", (char **) cs_keymap_get (keymap, key));

  if (*accels)
    add (xml, "<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property>"
         "<property name='accelerator'>%s</property></object></child>", _(key->title), accels);
}

static void
add_section (GString *xml, CsKeymap *keymap, const char *id, const char *title)
{
  add (xml, "<child><object class='GtkShortcutsSection'><property name='section-name'>%s</property>"
       "<property name='title'>%s</property><property name='max-height'>16</property>", id, title);
  for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
    {
      if (!g_str_equal (context->section, id))
        continue;
      add (xml, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", _(context->title));
      for (const CsKey *key = context->keys; key->name; key++)
        add_key (xml, keymap, key);
      add (xml, "</object></child>");
    }
  add (xml, "</object></child>");
}

static void
map_cb (GtkShortcutsWindow *self, const char *section)
{
  g_object_set (self, "section-name", section, NULL);
}

GtkWindow *
cs_key_overlay_new (GtkWindow *parent, const char *section)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='keys'>"
                                          "<property name='modal'>1</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *self;

  add_section (xml, keymap, CS_KEYS_READING, _("Reading films"));
  add_section (xml, keymap, CS_KEYS_METHOD, _("Stages and patches"));
  g_string_append (xml, "</object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  self = GTK_WINDOW (gtk_builder_get_object (builder, "keys"));
  gtk_window_set_transient_for (self, parent);
  /* Not before it is on the screen: by itself GTK 4.8 opens it on the last section. */
  g_signal_connect_data (self, "map", G_CALLBACK (map_cb), (gpointer) g_intern_string (section), NULL, G_CONNECT_AFTER);
  return self;
}
