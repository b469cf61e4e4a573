#include "cs-window-private.h"

#include <glib/gi18n.h>
#include "cs-count.h"
#include "cs-formats.h"
#include "cs-places.h"

#define RECENT_GROUP "calcspot"
#define MAX_RECENT 8

static gboolean
is_folder (GFile *file)
{
  return g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY;
}

static void
remember (GFile *folder)
{
  g_autofree char *uri = g_file_get_uri (folder);
  char *groups[] = { (char *) RECENT_GROUP, NULL };
  GtkRecentData data = { .mime_type = (char *) "inode/directory", .app_name = (char *) "Calcspot",
                         .app_exec = (char *) "calcspot %u", .groups = groups, .is_private = TRUE };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
close_study (CsWindow *self)
{
  CsStudy *open = cs_session_get_study (self->session);
  g_autoptr (CsStudy) study = open ? g_object_ref (open) : NULL;

  if (!study)
    return;
  cs_session_set_study (self->session, NULL);
  cs_window_leave_study (self, study);
}

/* Opens the study of a folder, or makes one; where the folder refuses, in a place of our own, and says so. */
static CsStudy *
open_or_make (CsWindow *self, GFile *folder, GError **error)
{
  g_autoptr (GError) refused = NULL;
  g_autoptr (GFile) instead = cs_places_for (folder);
  g_autofree char *where = g_file_get_parse_name (instead);
  g_autofree char *text = NULL;
  CsStudy *study = cs_study_open (folder, &refused);

  if (study)
    return study;
  if (cs_study_is_study (folder))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return NULL;
    }
  if (g_mkdir_with_parents (g_file_peek_path (instead), 0700) == 0)
    study = cs_study_open (instead, NULL);
  if (!study)
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return NULL;
    }
  text = g_strdup_printf (_("The folder of these films cannot be written to. Their study is kept in %s."), where);
  cs_window_toast (self, text);
  return study;
}

static gboolean
switch_to (CsWindow *self, GFile *folder)
{
  CsStudy *open = cs_session_get_study (self->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStudy) study = NULL;

  if (open && g_file_equal (cs_study_get_folder (open), folder))
    return TRUE;
  close_study (self);
  study = cs_window_find_open (self, folder);
  if (!study)
    study = open_or_make (self, folder, &error);
  if (!study)
    {
      cs_window_tell_error (self, error);
      return FALSE;
    }
  remember (folder);
  cs_window_show_study (self, study);
  return TRUE;
}

static void
add (CsWindow *self, GPtrArray *files)
{
  CsStudy *study = cs_session_get_study (self->session);

  if (cs_study_get_read_only (study))
    cs_window_toast (self, _("This study is read-only: no films can be added."));
  else
    cs_importer_add (self->importer, files);
}

static void
open_folder (CsWindow *self, GFile *folder)
{
  g_autoptr (GPtrArray) films = g_ptr_array_new_with_free_func (g_object_unref);
  CsStudy *study;

  if (!switch_to (self, folder))
    return;
  study = cs_session_get_study (self->session);
  g_ptr_array_add (films, g_object_ref (folder));
  if (g_list_model_get_n_items (cs_study_get_entries (study)) == 0 && !cs_study_get_read_only (study))
    add (self, films);
}

/* Films join the open study, if there is one that takes them, else the study of lone films. */
static void
open_films (CsWindow *self, GPtrArray *files)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GFile) films = cs_places_films ();

  if (!study || cs_study_get_read_only (study))
    {
      g_mkdir_with_parents (g_file_peek_path (films), 0700);
      if (!switch_to (self, films))
        return;
    }
  self->show_first = files->len == 1 && !is_folder (files->pdata[0]);
  add (self, files);
}

static void
added_cb (CsImporter *importer, CsEntry *entry, gboolean first, CsWindow *self)
{
  if (!first || !self->show_first)
    return;
  self->show_first = FALSE;
  cs_session_set_entry (self->session, entry);
  cs_window_show_page (self, "review");
}

static char *
describe_added (guint n_added, guint n_there)
{
  g_autofree char *added = cs_count (CS_COUNT_FILMS, n_added), *there = cs_count (CS_COUNT_FILMS, n_there);

  if (n_added == 0)
    return g_strdup_printf (ngettext ("%u film is in this study already", "%u films are in this study already",
                                      n_there), n_there);
  if (n_there == 0)
    return g_strdup_printf (ngettext ("%u film added", "%u films added", n_added), n_added);
  /* Translators: "3 films", and "1 film" that was in the study before */
  return g_strdup_printf (_("Added: %s; here already: %s"), added, there);
}

static void
offer_search (CsWindow *self, guint n_added, guint n_there)
{
  g_autofree char *text = describe_added (n_added, n_there);
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _("_Find boxes"));
  adw_toast_set_action_name (toast, "win.propose-all");
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
finished_cb (CsImporter *importer, guint n_added, guint n_there, const char *failures, gboolean stopped,
             CsWindow *self)
{
  guint n_met = n_added + n_there;
  gboolean shown = n_met == 1 && cs_session_get_entry (self->session);

  self->show_first = FALSE;
  if (*failures)
    cs_window_tell (self, n_met ? _("Not everything could be added") : _("No film could be added"), failures);
  else if (n_met == 0 && !stopped)
    cs_window_toast (self, _("There is no film here that Calcspot can read."));
  else if (n_met > 0 && !shown)
    offer_search (self, n_added, n_there);
}

/* Choosers. */

static GPtrArray *
chosen_files (GtkFileChooser *chooser)
{
  g_autoptr (GListModel) list = gtk_file_chooser_get_files (chooser);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (files, g_list_model_get_item (list, i));
  return files;
}

static void
open_response_cb (GtkNativeDialog *chooser, int response, CsWindow *self)
{
  g_autoptr (GPtrArray) files = response == GTK_RESPONSE_ACCEPT ? chosen_files (GTK_FILE_CHOOSER (chooser)) : NULL;

  if (files && files->len)
    cs_window_open (self, files);
}

static void
add_response_cb (GtkNativeDialog *chooser, int response, CsWindow *self)
{
  g_autoptr (GPtrArray) files = response == GTK_RESPONSE_ACCEPT ? chosen_files (GTK_FILE_CHOOSER (chooser)) : NULL;

  if (files && files->len)
    open_films (self, files);
}

static void
choose (CsWindow *self, const char *title, GtkFileChooserAction action, const char *accept, GCallback response)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", response, self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static GtkFileFilter *
new_film_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Films"));
  for (guint i = 0; cs_formats[i]; i++)
    for (const char *const *suffix = cs_formats[i]->suffixes; suffix && *suffix; suffix++)
      gtk_file_filter_add_suffix (filter, *suffix);
  return filter;
}

static void
choose_study (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (CS_WINDOW (widget), _("Open a study or a folder of films"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"),
          G_CALLBACK (open_response_cb));
}

static void
choose_films (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  g_autoptr (GtkFileFilter) filter = new_film_filter ();

  choose (self, _("Add films"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Add"), G_CALLBACK (add_response_cb));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
}

static void
choose_folder (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (CS_WINDOW (widget), _("Add a folder of films"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Add"),
          G_CALLBACK (add_response_cb));
}

static void
open_recent (GtkWidget *widget, const char *name, GVariant *uri)
{
  g_autoptr (GFile) folder = g_file_new_for_uri (g_variant_get_string (uri, NULL));
  open_folder (CS_WINDOW (widget), folder);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  close_study (CS_WINDOW (widget));
}

/* The study opened last comes first. */
static int
compare_recent (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
recent_changed_cb (CsWindow *self)
{
  GList *items = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), compare_recent);
  guint n = 0;

  g_menu_remove_all (self->recent_menu);
  for (GList *item = items; item && n < MAX_RECENT; item = item->next)
    {
      GtkRecentInfo *info = item->data;
      g_autoptr (GMenuItem) line = NULL;
      if (!gtk_recent_info_has_group (info, RECENT_GROUP) || !gtk_recent_info_exists (info))
        continue;
      line = g_menu_item_new (gtk_recent_info_get_display_name (info), NULL);
      g_menu_item_set_action_and_target (line, "win.open-recent", "s", gtk_recent_info_get_uri (info));
      g_menu_append_item (self->recent_menu, line);
      n++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, CsWindow *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  const GSList *list = g_value_get_boxed (value);

  for (; list; list = list->next)
    g_ptr_array_add (files, g_object_ref (list->data));
  if (files->len)
    cs_window_open (self, files);
  return files->len > 0;
}

void
cs_window_class_install_open (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open", NULL, choose_study);
  gtk_widget_class_install_action (widget_class, "win.add-films", NULL, choose_films);
  gtk_widget_class_install_action (widget_class, "win.add-folder", NULL, choose_folder);
  gtk_widget_class_install_action (widget_class, "win.open-recent", "s", open_recent);
  gtk_widget_class_install_action (widget_class, "win.close-study", NULL, close_action);
}

void
cs_window_init_open (CsWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (self->importer, "added", G_CALLBACK (added_cb), self, 0);
  g_signal_connect_object (self->importer, "finished", G_CALLBACK (finished_cb), self, 0);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (recent_changed_cb), self,
                           G_CONNECT_SWAPPED);
  recent_changed_cb (self);
}

void
cs_window_open (CsWindow *self, GPtrArray *files)
{
  g_return_if_fail (CS_IS_WINDOW (self));
  if (files->len == 1 && is_folder (files->pdata[0]))
    open_folder (self, files->pdata[0]);
  else if (files->len > 0)
    open_films (self, files);
}

void
cs_window_open_demo (CsWindow *self)
{
  g_autoptr (GFile) folder = cs_places_demo ();
  CsStudy *study;

  g_return_if_fail (CS_IS_WINDOW (self));
  g_mkdir_with_parents (g_file_peek_path (folder), 0700);
  if (!switch_to (self, folder))
    return;
  study = cs_session_get_study (self->session);
  if (!cs_study_get_read_only (study) && !cs_importer_get_busy (self->importer) &&
      (g_list_model_get_n_items (cs_study_get_entries (study)) == 0 || !cs_importer_demo_is_whole (folder)))
    cs_importer_demo (self->importer, folder);
}
