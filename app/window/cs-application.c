#include "cs-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "config.h"
#include "cs-keymap.h"
#include "cs-lacks.h"
#include "cs-preferences.h"
#include "cs-resources.h"
#include "cs-spoken.h"
#include "cs-wheel.h"
#include "cs-whole-text.h"
#include "cs-window.h"

struct _CsApplication
{
  AdwApplication parent_instance;
  GSettings *settings;
  gboolean demo;
};

G_DEFINE_FINAL_TYPE (CsApplication, cs_application, ADW_TYPE_APPLICATION)

/* The window of studies that was in front last, not one beside it such as the help. */
static GtkWindow *
find_window (CsApplication *self)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link; link = link->next)
    if (CS_IS_WINDOW (link->data))
      return link->data;
  return NULL;
}

/* Who opens something presents the window after that: its film is read while the window is laid out and drawn. */
static CsWindow *
get_window (CsApplication *self)
{
  GtkWindow *window = find_window (self);

  return window ? CS_WINDOW (window) : cs_window_new (GTK_APPLICATION (self), self->settings);
}

static void
open_demo (CsApplication *self)
{
  CsWindow *window = get_window (self);

  cs_window_open_demo (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (data));
  gboolean any = find_window (data) != NULL;

  for (GList *link = windows; link; link = link->next)
    if (CS_IS_WINDOW (link->data))
      gtk_window_close (link->data);
  g_list_free (windows);
  if (!any)
    g_application_quit (data);
}

/* @first, and what this build cannot do, a line each. */
static char *
tell_build (const char *first)
{
  g_auto (GStrv) lacks = cs_lacks_list ();
  g_autofree char *more = g_strjoinv ("\n", lacks);

  return g_strconcat (first, *more != '\0' ? "\n" : "", more, NULL);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *comments = tell_build (_("Finds, judges and learns microcalcifications in mammograms. "
                                            "For research and teaching; not a medical device."));

  adw_show_about_window (gtk_application_get_active_window (data),
                         "application-name", "Calcspot",
                         "application-icon", CS_APP_ID,
                         "version", CS_VERSION,
                         "developer-name", _("The Calcspot authors"),
                         "comments", comments,
                         "website", "https://github.com/calcspot/calcspot",
                         "license-type", GTK_LICENSE_MIT_X11,
                         NULL);
}

static void
demo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_demo (data);
}

/* Whatever window is in front, the one with the study goes too: it stops its jobs and closes the study. */
static gboolean
terminate_cb (gpointer data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (data)))
    gtk_window_destroy (windows->data);
  g_application_quit (data);
  return G_SOURCE_REMOVE;
}

static const GActionEntry entries[] = {
  { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
  { "about", about_cb, NULL, NULL, NULL, { 0 } },
  { "demo", demo_cb, NULL, NULL, NULL, { 0 } },
};

/* What every window of the program shares: dialogs and what is only transient for one as well, which the application
 * itself is not told of. */
static void
windows_changed_cb (GListModel *windows, guint position, guint n_removed, guint n_added)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, position + i);

      cs_whole_text_watch (window);
      cs_wheel_watch (window);
      g_signal_connect (window, "map", G_CALLBACK (cs_spoken_tidy), NULL);
    }
}

static void
start_up (GApplication *app)
{
  CsApplication *self = CS_APPLICATION (app);

  cs_resources_prepare ();
  G_APPLICATION_CLASS (cs_application_parent_class)->startup (app);
  self->settings = cs_preferences_open ();
  cs_preferences_enforce (self->settings);
  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), app);
  cs_keymap_serve_application (GTK_APPLICATION (app));
  gtk_window_set_default_icon_name (CS_APP_ID);
  g_signal_connect (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (windows_changed_cb), NULL);
  g_unix_signal_add (SIGTERM, terminate_cb, app);
  g_unix_signal_add (SIGINT, terminate_cb, app);
}

static void
activate (GApplication *app)
{
  CsApplication *self = CS_APPLICATION (app);

  if (self->demo)
    open_demo (self);
  else
    gtk_window_present (GTK_WINDOW (get_window (self)));
  self->demo = FALSE;
}

static void
open_files (GApplication *app, GFile **files, int n_files, const char *hint)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  CsWindow *window = get_window (CS_APPLICATION (app));

  for (int i = 0; i < n_files; i++)
    g_ptr_array_add (list, g_object_ref (files[i]));
  cs_window_open (window, list);
  gtk_window_present (GTK_WINDOW (window));
}

static int
handle_local_options (GApplication *app, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_autofree char *told = tell_build ("Calcspot " CS_VERSION);

      g_print ("%s\n", told);
      return 0;
    }
  if (!g_variant_dict_contains (options, "demo"))
    return -1;
  if (!g_application_register (app, NULL, &error))
    {
      g_printerr ("calcspot: %s\n", error->message);
      return 1;
    }
  if (g_application_get_is_remote (app))
    {
      g_action_group_activate_action (G_ACTION_GROUP (app), "demo", NULL);
      return 0;
    }
  CS_APPLICATION (app)->demo = TRUE;
  return -1;
}

static void
dispose (GObject *object)
{
  g_clear_object (&CS_APPLICATION (object)->settings);
  G_OBJECT_CLASS (cs_application_parent_class)->dispose (object);
}

static void
cs_application_class_init (CsApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  app_class->startup = start_up;
  app_class->activate = activate;
  app_class->open = open_files;
  app_class->handle_local_options = handle_local_options;
}

static void
cs_application_init (CsApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and leave"), NULL },
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the demo study of drawn films; makes it at first"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE or STUDY]…"));
  g_application_set_option_context_summary (
    G_APPLICATION (self), _("Finds, judges and learns microcalcifications in mammograms.\n\n"
                            "A folder of films is opened as a study; a lone film joins the study of lone films."));
}

CsApplication *
cs_application_new (void)
{
  return g_object_new (CS_TYPE_APPLICATION,
                       "application-id", CS_APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/calcspot/Calcspot",
                       NULL);
}
