#include "cs-blind-bar.h"

#include <glib/gi18n.h>
#include "cs-blind.h"
#include "cs-keymap.h"

struct _CsBlindBar
{
  AdwBin parent_instance;

  GtkRevealer *revealer;

  CsPage *page;              /* not owned: it owns us */
  CsStudy *study;
  GSimpleAction *record;
};

G_DEFINE_FINAL_TYPE (CsBlindBar, cs_blind_bar, ADW_TYPE_BIN)

static void
show (CsBlindBar *self)
{
  CsEntry *entry = cs_session_get_entry (cs_page_get_session (self->page));
  gboolean hidden = self->study && entry && cs_study_is_hidden (self->study, entry);

  gtk_revealer_set_reveal_child (self->revealer, hidden);
  g_simple_action_set_enabled (self->record, hidden && !cs_study_get_read_only (self->study));
}

static void
study_changed_cb (CsBlindBar *self)
{
  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_set_object (&self->study, cs_session_get_study (cs_page_get_session (self->page)));
  if (self->study)
    g_signal_connect_object (self->study, "notify::reading", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

/* The button that had the focus is gone: keys are the page's again. */
static void
keep_keys (CsBlindBar *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!focus || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) || !gtk_widget_is_sensitive (focus))
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
}

static void
record_cb (CsBlindBar *self)
{
  CsEntry *entry = cs_session_get_entry (cs_page_get_session (self->page));
  g_autoptr (GError) error = NULL;

  if (cs_study_record_blind (self->study, entry, &error))
    cs_page_toast (self->page, _("Your own reading is recorded: here is what the machine found."));
  keep_keys (self);
  cs_page_tell_error (self->page, error);
}

static void
serve (CsBlindBar *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  CsSession *session = cs_page_get_session (self->page);

  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->record));
  gtk_widget_insert_action_group (GTK_WIDGET (self->page), "blind", G_ACTION_GROUP (group));
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  study_changed_cb (self);
}

/* The page that is above; its session comes later. */
static void
realize (GtkWidget *widget)
{
  CsBlindBar *self = CS_BLIND_BAR (widget);

  GTK_WIDGET_CLASS (cs_blind_bar_parent_class)->realize (widget);
  if (self->page)
    return;
  self->page = CS_PAGE (gtk_widget_get_ancestor (widget, CS_TYPE_PAGE));
  if (cs_page_get_session (self->page))
    serve (self);
  else
    g_signal_connect_object (self->page, "notify::session", G_CALLBACK (serve), self, G_CONNECT_SWAPPED);
}

static void
dispose (GObject *object)
{
  CsBlindBar *self = CS_BLIND_BAR (object);

  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_clear_object (&self->study);
  g_clear_object (&self->record);
  G_OBJECT_CLASS (cs_blind_bar_parent_class)->dispose (object);
}

static void
cs_blind_bar_class_init (CsBlindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->realize = realize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-blind-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsBlindBar, revealer);
}

static void
cs_blind_bar_init (CsBlindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->record = g_simple_action_new ("record", NULL);
  g_signal_connect_swapped (self->record, "activate", G_CALLBACK (record_cb), self);
}

char *
cs_blind_bar_why (CsSession *session)
{
  CsStudy *study = cs_session_get_study (session);
  CsEntry *entry = cs_session_get_entry (session);

  return study && entry && cs_study_is_hidden (study, entry)
    ? cs_keymap_say_now (_("The machine's boxes are hidden until you have recorded your own reading ({blind.record})."))
    : NULL;
}
