#include "cs-pacs-window.h"

#include <glib/gi18n.h>

#include "cs-keymap.h"
#include "cs-labels.h"
#include "cs-preferences-window.h"
#include "cs-preferences.h"
#include "cs-servers.h"
#include "cs-wrap-box.h"

/* An examination as a row. */
#define CS_TYPE_PACS_ROW (cs_pacs_row_get_type ())
G_DECLARE_FINAL_TYPE (CsPacsRow, cs_pacs_row, CS, PACS_ROW, GObject)

struct _CsPacsRow { GObject parent_instance; CsPacsStudy *study; };

G_DEFINE_FINAL_TYPE (CsPacsRow, cs_pacs_row, G_TYPE_OBJECT)

typedef enum { PATIENT, NAME, FROM, TO, MODALITY, ACCESSION, N_WORDS } Word;

struct _CsPacsWindow
{
  AdwWindow parent_instance;

  GtkDropDown *servers;
  GtkEntry *words[N_WORDS];
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkColumnView *view;
  GtkToggleButton *identity;
  GtkLabel *status;
  GtkWidget *more, *fetch;

  CsCourier *finder;
  GSettings *settings;        /* or NULL */
  GPtrArray *known;           /* CsPacsServer, in the order of the drop-down */
  CsPacsServer *asked;        /* whose examinations are listed */
  GListStore *rows;
  GtkMultiSelection *selection;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (CsPacsWindow, cs_pacs_window, ADW_TYPE_WINDOW)

enum { WANTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
finalize (GObject *object)
{
  cs_pacs_study_unref (CS_PACS_ROW (object)->study);
  G_OBJECT_CLASS (cs_pacs_row_parent_class)->finalize (object);
}

static void
cs_pacs_row_class_init (CsPacsRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
cs_pacs_row_init (CsPacsRow *self)
{
}

static void
show_servers (CsPacsWindow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_clear_pointer (&self->known, g_ptr_array_unref);
  self->known = cs_servers_load (self->settings);
  for (guint i = 0; i < self->known->len; i++)
    gtk_string_list_append (names, ((CsPacsServer *) self->known->pdata[i])->name);
  gtk_drop_down_set_model (self->servers, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->servers), self->known->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pacs.search", self->known->len > 0);
  if (self->known->len == 0)
    gtk_stack_set_visible_child_name (self->stack, "none");
  else if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "none"))
    gtk_stack_set_visible_child_name (self->stack, "start");
}

static const char *
word (CsPacsWindow *self, Word which)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->words[which]));
}

static void
show_trouble (CsPacsWindow *self, const char *text)
{
  adw_status_page_set_description (self->trouble, text);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
ask (CsPacsWindow *self, CsPacsServer *server, guint skip)
{
  const CsPacsQuery query = { word (self, PATIENT), word (self, NAME), word (self, FROM), word (self, TO),
                              word (self, MODALITY), word (self, ACCESSION), skip, CS_PACS_PAGE };
  g_autoptr (GError) error = NULL;

  if (!cs_pacs_query_check (&query, &error))
    {
      show_trouble (self, error->message);
      return;
    }
  gtk_label_set_label (self->status, "");
  gtk_widget_set_visible (self->more, FALSE);
  if (skip == 0)
    gtk_stack_set_visible_child_name (self->stack, "searching");
  cs_courier_find (self->finder, server, &query);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPacsWindow *self = CS_PACS_WINDOW (widget);
  guint chosen = gtk_drop_down_get_selected (self->servers);

  if (chosen >= self->known->len)
    return;
  g_list_store_remove_all (self->rows);
  g_clear_pointer (&self->asked, cs_pacs_server_unref);
  self->asked = cs_pacs_server_ref (self->known->pdata[chosen]);
  ask (self, self->asked, 0);
}

static void
search_cb (CsPacsWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "pacs.search", NULL);
}

static void
more_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPacsWindow *self = CS_PACS_WINDOW (widget);

  if (self->asked)
    ask (self, self->asked, g_list_model_get_n_items (G_LIST_MODEL (self->rows)));
}

static void
servers_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_preferences_window_show (gtk_window_get_transient_for (GTK_WINDOW (widget)), "servers");
}

/* Those that are chosen, or the only one there is. */
static GPtrArray *
chosen_studies (CsPacsWindow *self)
{
  GPtrArray *studies = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_pacs_study_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsPacsRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (n == 1 || gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
        g_ptr_array_add (studies, cs_pacs_study_ref (row->study));
    }
  return studies;
}

static void
update_fetch (CsPacsWindow *self)
{
  g_autoptr (GPtrArray) studies = chosen_studies (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pacs.fetch", studies->len > 0 && !self->busy);
}

static void
fetch_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPacsWindow *self = CS_PACS_WINDOW (widget);
  g_autoptr (GPtrArray) studies = chosen_studies (self);

  if (studies->len > 0 && self->asked && !self->busy)
    g_signal_emit (self, signals[WANTED], 0, self->asked, studies);
}

static void
activate_cb (GtkColumnView *view, guint position, CsPacsWindow *self)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "pacs.fetch", NULL);
}

static void
found_cb (CsPacsWindow *self, GPtrArray *studies, gboolean more)
{
  g_autofree char *text = NULL;
  guint n;

  for (guint i = 0; i < studies->len; i++)
    {
      g_autoptr (CsPacsRow) row = g_object_new (CS_TYPE_PACS_ROW, NULL);

      row->study = cs_pacs_study_ref (studies->pdata[i]);
      g_list_store_append (self->rows, row);
    }
  n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  text = g_strdup_printf (ngettext ("%u examination", "%u examinations", n), n);
  gtk_label_set_label (self->status, text);
  gtk_widget_set_visible (self->more, more);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "nothing");
  if (n > 0 && n == studies->len)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  update_fetch (self);
}

/* What was found stays in sight; a page of it that did not come may be asked for again. */
static void
failed_cb (CsPacsWindow *self, const GError *error)
{
  gboolean some = g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0;
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (!some && !cancelled)
    {
      show_trouble (self, error->message);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, some ? "list" : "start");
  if (some && !cancelled)
    gtk_label_set_label (self->status, error->message);
  gtk_widget_set_visible (self->more, some);
}

static void
password_cb (CsPacsWindow *self, const char *message, gboolean keyring)
{
  cs_pacs_window_ask (GTK_WINDOW (self), self->finder, message, keyring);
}

/* Every row is bound anew: values appear or go. */
static void
identity_toggled_cb (CsPacsWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  g_list_model_items_changed (G_LIST_MODEL (self->rows), 0, n, n);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsPacsWindow *self)
{
  gtk_list_item_set_child (item, cs_label_new_line (NULL, NULL));
}

static const CsPacsStudy *
study_of (GtkListItem *item)
{
  return CS_PACS_ROW (gtk_list_item_get_item (item))->study;
}

static void
show (GtkListItem *item, const char *text)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
show_identity (CsPacsWindow *self, GtkListItem *item, const char *text)
{
  show (item, *text == '\0' || gtk_toggle_button_get_active (self->identity) ? text : _("(hidden)"));
}

static void
bind_date_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsPacsWindow *self)
{
  show (item, study_of (item)->date);
}

static void
bind_modalities_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsPacsWindow *self)
{
  show (item, study_of (item)->modalities);
}

static void
bind_description_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsPacsWindow *self)
{
  show (item, study_of (item)->description);
}

static void
bind_films_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsPacsWindow *self)
{
  guint n = study_of (item)->n_films;
  g_autofree char *text = n > 0 ? g_strdup_printf ("%u", n) : g_strdup ("");

  show (item, text);
}

static void
bind_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsPacsWindow *self)
{
  show_identity (self, item, study_of (item)->name);
}

static void
bind_patient_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsPacsWindow *self)
{
  show_identity (self, item, study_of (item)->patient);
}

static void
bind_born_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsPacsWindow *self)
{
  show_identity (self, item, study_of (item)->born);
}

static void
bind_accession_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsPacsWindow *self)
{
  show_identity (self, item, study_of (item)->accession);
}

static void
dispose (GObject *object)
{
  CsPacsWindow *self = CS_PACS_WINDOW (object);

  if (self->finder)
    cs_courier_answer (self->finder, NULL, FALSE);
  g_clear_object (&self->finder);
  g_clear_object (&self->settings);
  g_clear_object (&self->rows);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_pointer (&self->asked, cs_pacs_server_unref);
  G_OBJECT_CLASS (cs_pacs_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  static const char *const words[N_WORDS] = { "patient", "name", "from", "to", "modality", "accession" };

  for (guint i = 0; i < N_WORDS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, words[i], FALSE, G_STRUCT_OFFSET (CsPacsWindow, words) +
                                                                              (gssize) (i * sizeof (GtkEntry *)));
  gtk_widget_class_bind_template_child (widget_class, CsPacsWindow, servers);
  gtk_widget_class_bind_template_child (widget_class, CsPacsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CsPacsWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsPacsWindow, view);
  gtk_widget_class_bind_template_child (widget_class, CsPacsWindow, identity);
  gtk_widget_class_bind_template_child (widget_class, CsPacsWindow, status);
  gtk_widget_class_bind_template_child (widget_class, CsPacsWindow, more);
  gtk_widget_class_bind_template_child (widget_class, CsPacsWindow, fetch);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, identity_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_date_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_modalities_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_description_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_films_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_patient_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_born_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_accession_cb);
}

static void
cs_pacs_window_class_init (CsPacsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[WANTED] = g_signal_new ("wanted", CS_TYPE_PACS_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  G_TYPE_POINTER, G_TYPE_PTR_ARRAY);
  gtk_widget_class_install_action (widget_class, "pacs.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "pacs.more", NULL, more_action);
  gtk_widget_class_install_action (widget_class, "pacs.fetch", NULL, fetch_action);
  gtk_widget_class_install_action (widget_class, "pacs.servers", NULL, servers_action);
  g_type_ensure (CS_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-pacs-window.ui");
  bind_template (widget_class);
}

static void
cs_pacs_window_init (CsPacsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "dialog");
  self->rows = g_list_store_new (CS_TYPE_PACS_ROW);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (update_fetch), self, G_CONNECT_SWAPPED);
  self->settings = cs_preferences_open ();
  if (self->settings)
    g_signal_connect_object (self->settings, "changed::" CS_PREFERENCE_SERVERS, G_CALLBACK (show_servers), self,
                             G_CONNECT_SWAPPED);
  show_servers (self);
  update_fetch (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->words[PATIENT]));
}

GtkWidget *
cs_pacs_window_new (GtkWindow *parent, CsCourier *finder)
{
  CsPacsWindow *self = g_object_new (CS_TYPE_PACS_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->finder = g_object_ref (finder);
  g_signal_connect_object (finder, "found", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (finder, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (finder, "password-wanted", G_CALLBACK (password_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
cs_pacs_window_set_busy (CsPacsWindow *self, gboolean busy)
{
  self->busy = busy;
  update_fetch (self);
}

void
cs_pacs_window_say (CsPacsWindow *self, const char *text)
{
  gtk_label_set_label (self->status, text);
}

/* The password that an errand waits for. */

static void
answered_cb (AdwMessageDialog *dialog, const char *response, CsCourier *courier)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "entry");
  GtkCheckButton *keep = g_object_get_data (G_OBJECT (dialog), "keep");

  cs_courier_answer (courier, g_str_equal (response, "use") ? gtk_editable_get_text (entry) : NULL,
                     gtk_check_button_get_active (keep));
}

void
cs_pacs_window_ask (GtkWindow *parent, CsCourier *courier, const char *message, gboolean keyring)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("Password"), message);
  g_autoptr (GtkEntryBuffer) secret = gtk_password_entry_buffer_new ();   /* in memory that is never paged out */
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *entry = gtk_entry_new_with_buffer (secret);
  GtkWidget *keep = gtk_check_button_new_with_mnemonic (_("_Keep it in the keyring of the desktop"));

  g_object_set (entry, "visibility", FALSE, "input-purpose", GTK_INPUT_PURPOSE_PASSWORD, "activates-default", TRUE,
                NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Password"), -1);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), keep);
  gtk_widget_set_visible (keep, keyring);
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_object_set_data (G_OBJECT (dialog), "keep", keep);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "use", _("_Log in"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "use", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "use");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), courier, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}
