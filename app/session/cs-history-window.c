#include "cs-history-window.h"

#include "cs-chronicle.h"
#include "cs-keymap.h"
#include "cs-rounds.h"
#include "cs-spoken-bin.h"
#include "cs-tab-stop.h"

struct _CsHistoryWindow
{
  AdwWindow parent_instance;
  GtkListView *list;
  CsSession *session;
};

G_DEFINE_FINAL_TYPE (CsHistoryWindow, cs_history_window, ADW_TYPE_WINDOW)

static void
activate_cb (GtkListView *list, guint position, CsHistoryWindow *self)
{
  g_autoptr (CsDeed) deed = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);
  CsStudy *study = cs_session_get_study (self->session);
  CsEntry *entry = deed ? cs_deed_get_entry (deed) : NULL;
  CsMark *mark = NULL;

  /* A film that was taken out since is nowhere to be shown. */
  if (!entry || !cs_rounds_find_film (study, cs_entry_get_id (entry)))
    return;
  cs_session_set_entry (self->session, entry);
  if (cs_deed_get_mark (deed))
    mark = cs_rounds_find_mark (study, entry, cs_deed_get_mark (deed));
  if (mark)
    cs_session_select (self->session, mark);
  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "win.show-page", "s",
                              "review");
}

static void
dispose (GObject *object)
{
  CsHistoryWindow *self = CS_HISTORY_WINDOW (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_history_window_parent_class)->dispose (object);
}

static void
cs_history_window_class_init (CsHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (CS_TYPE_TAB_STOP);
  g_type_ensure (CS_TYPE_SPOKEN_BIN);
  g_type_ensure (CS_TYPE_DEED);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsHistoryWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
cs_history_window_init (CsHistoryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "dialog");
}

static GtkWindow *
find_open (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (CS_IS_HISTORY_WINDOW (window) && gtk_window_get_transient_for (window) == parent)
        return window;         /* GTK holds it */
    }
  return NULL;
}

void
cs_history_window_show (GtkWindow *parent, CsSession *session)
{
  GtkWindow *window = find_open (parent);
  CsHistoryWindow *self;
  GListModel *history;

  if (window)
    {
      gtk_window_present (window);
      return;
    }
  self = g_object_new (CS_TYPE_HISTORY_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  self->session = g_object_ref (session);
  history = G_LIST_MODEL (cs_chronicle_new (cs_session_get_study (session)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (gtk_single_selection_new (history)));
  g_signal_connect_object (session, "notify::study", G_CALLBACK (gtk_window_destroy), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
}
