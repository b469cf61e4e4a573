/* Several readers: who reads, whether verdicts are hidden, where they differ, and the third one that decides. */
#include "cs-keymap.h"
#include "cs-page.h"

#include <glib/gi18n.h>
#include "cs-blind.h"
#include "cs-dispute.h"
#include "cs-film-view.h"
#include "cs-mark-layer.h"
#include "cs-rounds.h"
#include "cs-spoken-bin.h"
#include "cs-tab-stop.h"

#define CS_TYPE_READERS_PAGE (cs_readers_page_get_type ())
G_DECLARE_FINAL_TYPE (CsReadersPage, cs_readers_page, CS, READERS_PAGE, CsPage)

#define SEED 1               /* of the bootstrap, as calcspot-batch agreement takes by itself */

struct _CsReadersPage
{
  CsPage parent_instance;

  GtkStack *views;
  AdwStatusPage *words;
  CsFilmView *film;
  GtkEntry *reader;
  AdwComboRow *reading;
  GtkSwitch *blind;
  GtkLabel *summary, *agreement;
  GtkListView *list;

  GtkSingleSelection *disputes;
  CsStudy *study;            /* whose signals we hear */
  gboolean outdated, filling, aim;
};

G_DEFINE_FINAL_TYPE (CsReadersPage, cs_readers_page, CS_TYPE_PAGE)

static CsSession *
session_of (CsReadersPage *self)
{
  return cs_page_get_session (CS_PAGE (self));
}

static CsDispute *
chosen (CsReadersPage *self)
{
  return gtk_single_selection_get_selected_item (self->disputes);
}

/* The film of the chosen dispute, zoomed to its box; later, where the film is not there yet. */
static void
aim (CsReadersPage *self)
{
  CsDispute *dispute = chosen (self);
  CsMark *mark = dispute && cs_session_get_entry (session_of (self)) == cs_dispute_get_entry (dispute)
    ? cs_rounds_find_mark (self->study, cs_dispute_get_entry (dispute), cs_dispute_get_mark (dispute)) : NULL;

  self->aim = mark && !(cs_session_get_image (session_of (self)) && gtk_widget_get_mapped (GTK_WIDGET (self)));
  if (!mark || self->aim)
    return;
  cs_session_select (session_of (self), mark);
  cs_film_view_aim (self->film, cs_mark_get_box (mark));
}

static void
enable_actions (CsReadersPage *self)
{
  gboolean can = chosen (self) && self->study && !cs_study_get_read_only (self->study);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "readers.accept", can);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "readers.reject", can);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "readers.unsure", can);
}

static void
chosen_cb (CsReadersPage *self)
{
  CsDispute *dispute = chosen (self);

  enable_actions (self);
  if (dispute)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                                gtk_single_selection_get_selected (self->disputes));
  if (!dispute || self->filling || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  cs_session_set_entry (session_of (self), cs_dispute_get_entry (dispute));
  aim (self);
}

/* Undo, or a click on the film, has chosen a box: what is decided by the next key is that one. */
static void
mark_cb (CsReadersPage *self)
{
  CsMark *mark = cs_session_get_mark (session_of (self));

  if (!mark || self->filling || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->disputes)); i++)
    {
      g_autoptr (CsDispute) dispute = g_list_model_get_item (G_LIST_MODEL (self->disputes), i);

      if (cs_dispute_get_mark (dispute) != cs_mark_get_id (mark))
        continue;
      gtk_single_selection_set_selected (self->disputes, i);
      return;
    }
}

static guint
count_open (GListModel *disputes)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (disputes); i++)
    {
      g_autoptr (CsDispute) dispute = g_list_model_get_item (disputes, i);

      n += !cs_dispute_is_decided (dispute);
    }
  return n;
}

/* What stands where the film would, while there is nothing to decide. */
static void
show_words (CsReadersPage *self, guint n)
{
  static const struct { const char *title, *description; } words[] = {
    { N_("Reading together"),
      N_("All verdicts are one reader's, or whoever judged last decides. For several readers who "
         "shall not see one another's verdicts, choose “Apart” before the second begins.") },
    { N_("Reading apart"),
      N_("Each reader sees their own verdicts alone. When all have read, choose “Revealed”: the boxes "
         "they differ on are then listed here.") },
    { N_("Nothing to decide"),
      N_("The readers agree on every box that more than one of them judged.") } };
  CsReading reading = self->study ? cs_study_get_reading (self->study) : CS_READING_TOGETHER;

  gtk_stack_set_visible_child_name (self->views, n > 0 ? "film" : "words");
  adw_status_page_set_title (self->words, _(words[reading].title));
  adw_status_page_set_description (self->words, _(words[reading].description));
}

static void
show_disputes (CsReadersPage *self, const CsReadings *readings)
{
  g_autoptr (GListModel) disputes = readings ? cs_disputes_new (self->study, readings) : NULL;
  guint at = gtk_single_selection_get_selected (self->disputes), n = disputes ? g_list_model_get_n_items (disputes) : 0;
  g_autofree char *agreement = readings ? cs_readings_to_text (readings, SEED) : NULL, *summary = NULL;

  /* A list made anew stays where it was. */
  self->filling = TRUE;
  gtk_single_selection_set_model (self->disputes, disputes);
  if (at < n)
    gtk_single_selection_set_selected (self->disputes, at);
  self->filling = FALSE;
  if (n > 0)
    summary = g_strdup_printf (ngettext ("%u box differs, %u not decided", "%u boxes differ, %u not decided", n), n,
                               count_open (disputes));
  gtk_label_set_label (self->summary, summary ? summary : "");
  gtk_label_set_label (self->agreement, agreement ? agreement : "");
  gtk_widget_set_visible (GTK_WIDGET (self->agreement), agreement != NULL);   /* Tab finds no empty words */
  show_words (self, n);
  chosen_cb (self);
}

/* Setting the same would offer it to be applied again. */
static void
show_reader (CsReadersPage *self)
{
  const char *name = self->study ? cs_study_get_reader (self->study) : "";

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->reader)), name) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->reader), name);
}

static void
show_all (CsReadersPage *self)
{
  gboolean revealed = self->study && cs_study_get_reading (self->study) == CS_READING_REVEALED;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsReadings) readings = revealed ? cs_study_collect_readings (self->study, &error) : NULL;

  self->outdated = FALSE;
  self->filling = TRUE;
  show_reader (self);
  adw_combo_row_set_selected (self->reading, self->study ? cs_study_get_reading (self->study) : CS_READING_TOGETHER);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reader), self->study && !cs_study_get_read_only (self->study));
  gtk_widget_set_sensitive (GTK_WIDGET (self->reading), self->study && !cs_study_get_read_only (self->study));
  gtk_switch_set_active (self->blind, self->study && cs_study_get_blind (self->study));
  gtk_widget_set_sensitive (GTK_WIDGET (self->blind), self->study && !cs_study_get_read_only (self->study));
  self->filling = FALSE;
  show_disputes (self, readings);
  cs_page_tell_error (CS_PAGE (self), error);
}

/* Verdicts are collected for who looks at them. */
static void
acts_cb (CsReadersPage *self)
{
  self->outdated = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_all (self);
}

static void
study_cb (CsReadersPage *self)
{
  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_set_object (&self->study, cs_session_get_study (session_of (self)));
  if (self->study)
    {
      g_signal_connect_swapped (self->study, "notify::undo-title", G_CALLBACK (acts_cb), self);
      g_signal_connect_swapped (self->study, "notify::reading", G_CALLBACK (acts_cb), self);
    }
  show_all (self);
}

static void
image_cb (CsReadersPage *self)
{
  cs_film_view_set_image (self->film, cs_session_get_image (session_of (self)));
  if (self->aim)
    aim (self);
}

/* Deeds. */

static void
reader_named_cb (CsReadersPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->filling || !self->study)
    return;
  if (!cs_study_name_reader (self->study, gtk_editable_get_text (GTK_EDITABLE (self->reader)), &error))
    cs_page_tell_error (CS_PAGE (self), error);
  text = g_strdup_printf (_("%s reads here from now on."), cs_study_get_reader (self->study));
  if (!error)
    cs_page_toast (CS_PAGE (self), text);
  show_all (self);
}

static void
reading_chosen_cb (CsReadersPage *self)
{
  g_autoptr (GError) error = NULL;

  if (self->filling || !self->study)
    return;
  if (!cs_study_set_reading (self->study, (CsReading) adw_combo_row_get_selected (self->reading), &error))
    cs_page_tell_error (CS_PAGE (self), error);
}

static void
blind_switched_cb (CsReadersPage *self)
{
  g_autoptr (GError) error = NULL;

  if (self->filling || !self->study)
    return;
  cs_study_set_blind (self->study, gtk_switch_get_active (self->blind), &error);
  cs_page_tell_error (CS_PAGE (self), error);
}

/* On to the next that is open. */
static void
advance (CsReadersPage *self)
{
  GListModel *disputes = G_LIST_MODEL (self->disputes);
  guint n = g_list_model_get_n_items (disputes), at = gtk_single_selection_get_selected (self->disputes);

  for (guint i = 1; i < n; i++)
    {
      g_autoptr (CsDispute) next = g_list_model_get_item (disputes, (at + i) % n);

      if (cs_dispute_is_decided (next))
        continue;
      gtk_single_selection_set_selected (self->disputes, (at + i) % n);
      return;
    }
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReadersPage *self = CS_READERS_PAGE (widget);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->disputes));
  guint step = g_str_equal (name, "readers.next") ? 1 : n - 1;

  if (n > 0)
    gtk_single_selection_set_selected (self->disputes,
                                       (gtk_single_selection_get_selected (self->disputes) + step) % n);
}

static void
decide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReadersPage *self = CS_READERS_PAGE (widget);
  CsDispute *dispute = chosen (self);
  CsVerdict verdict = g_str_equal (name, "readers.accept") ? CS_VERDICT_POSITIVE
                      : g_str_equal (name, "readers.reject") ? CS_VERDICT_NEGATIVE : CS_VERDICT_UNSURE;
  g_autoptr (GError) error = NULL;

  if (dispute && cs_study_decide (self->study, cs_dispute_get_mark (dispute), verdict, &error))
    advance (self);
  cs_page_tell_error (CS_PAGE (self), error);
}

static void
session_set (CsPage *page, CsSession *session)
{
  CsReadersPage *self = CS_READERS_PAGE (page);
  g_autoptr (CsLayer) boxes = cs_mark_layer_new (GTK_SELECTION_MODEL (cs_session_get_selection (session)));

  cs_film_view_set_viewport (self->film, cs_session_get_viewport (session));
  cs_film_view_add_layer (self->film, boxes);
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::image", G_CALLBACK (image_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_selection (session), "notify::selected-item", G_CALLBACK (mark_cb), self,
                           G_CONNECT_SWAPPED);
  study_cb (self);
  image_cb (self);
}

static void
map (GtkWidget *widget)
{
  CsReadersPage *self = CS_READERS_PAGE (widget);

  GTK_WIDGET_CLASS (cs_readers_page_parent_class)->map (widget);
  if (self->outdated)
    show_all (self);
  else
    chosen_cb (self);
}

static void
dispose (GObject *object)
{
  CsReadersPage *self = CS_READERS_PAGE (object);

  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  if (self->disputes)
    g_signal_handlers_disconnect_by_data (self->disputes, self);
  if (self->list)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->disputes);
  g_clear_object (&self->study);
  G_OBJECT_CLASS (cs_readers_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (CS_TYPE_TAB_STOP);
  g_type_ensure (CS_TYPE_SPOKEN_BIN);
  g_type_ensure (CS_TYPE_FILM_VIEW);
  g_type_ensure (CS_TYPE_DISPUTE);
  cs_page_class_set_layout (widget_class, "readers");
  gtk_widget_class_bind_template_child (widget_class, CsReadersPage, views);
  gtk_widget_class_bind_template_child (widget_class, CsReadersPage, words);
  gtk_widget_class_bind_template_child (widget_class, CsReadersPage, film);
  gtk_widget_class_bind_template_child (widget_class, CsReadersPage, reader);
  gtk_widget_class_bind_template_child (widget_class, CsReadersPage, reading);
  gtk_widget_class_bind_template_child (widget_class, CsReadersPage, blind);
  gtk_widget_class_bind_template_child (widget_class, CsReadersPage, summary);
  gtk_widget_class_bind_template_child (widget_class, CsReadersPage, agreement);
  gtk_widget_class_bind_template_child (widget_class, CsReadersPage, list);
  gtk_widget_class_bind_template_callback (widget_class, reader_named_cb);
  gtk_widget_class_bind_template_callback (widget_class, reading_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, blind_switched_cb);
}

static void
cs_readers_page_class_init (CsReadersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const actions[] = { "readers.accept", "readers.reject", "readers.unsure" };

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  CS_PAGE_CLASS (klass)->session_set = session_set;
  bind_template (widget_class);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, decide_action);
  gtk_widget_class_install_action (widget_class, "readers.next", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "readers.previous", NULL, step_action);
}

static void
cs_readers_page_init (CsReadersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "readers");
  self->disputes = gtk_single_selection_new (NULL);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->disputes));
  g_signal_connect_swapped (self->disputes, "notify::selected-item", G_CALLBACK (chosen_cb), self);
}

const CsPageKind cs_page_readers = {
  .id = "readers", .title = N_("Readers"), .icon_name = "calcspot-readers-symbolic",
  .get_type = cs_readers_page_get_type,
};
