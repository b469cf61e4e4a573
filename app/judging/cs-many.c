#include "cs-many.h"

#include <glib/gi18n.h>
#include "cs-group.h"
#include "cs-keymap.h"

struct _CsMany
{
  GObject parent_instance;
  CsPage *page;              /* which keeps us */
  CsPicker *picker;
  GActionMap *actions;
  CsStudy *study;            /* whose acts we hear of; weak */
  char *offer;               /* what was said to be taken back by a key; NULL: nothing */
};

G_DEFINE_FINAL_TYPE (CsMany, cs_many, G_TYPE_OBJECT)

enum { JUDGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static CsSession *
session_of (CsMany *self)
{
  return cs_page_get_session (self->page);
}

static GListModel *
marks_of (CsMany *self)
{
  return G_LIST_MODEL (cs_session_get_selection (session_of (self)));
}

/* Another act would be taken back now: what was said of the last one is not true any more. */
static void
acts_changed_cb (CsMany *self)
{
  if (self->offer && self->page)
    gtk_widget_activate_action (GTK_WIDGET (self->page), "win.retract", "s", self->offer);
  g_clear_pointer (&self->offer, g_free);
}

static void
tell_how_many (CsMany *self, CsVerdict verdict, guint n)
{
  g_autofree char *text = NULL, *undo = cs_keymap_label_now ("win.undo");

  switch (verdict)
    {
    case CS_VERDICT_POSITIVE:
      text = g_strdup_printf (ngettext ("Accepted %u box. %s takes it back.",
                                        "Accepted %u boxes. %s takes it back.", n), n, undo);
      break;
    case CS_VERDICT_NEGATIVE:
      text = g_strdup_printf (ngettext ("Rejected %u box. %s takes it back.",
                                        "Rejected %u boxes. %s takes it back.", n), n, undo);
      break;
    case CS_VERDICT_UNSURE:
      text = g_strdup_printf (ngettext ("Called %u box unsure. %s takes it back.",
                                        "Called %u boxes unsure. %s takes it back.", n), n, undo);
      break;
    case CS_VERDICT_NONE:
    default:
      text = g_strdup_printf (ngettext ("Withdrew %u verdict. %s takes it back.",
                                        "Withdrew %u verdicts. %s takes it back.", n), n, undo);
    }
  cs_page_toast (self->page, text);
  self->offer = g_steal_pointer (&text);
}

static void
judge_all (CsMany *self, GPtrArray *marks, CsVerdict verdict)
{
  CsStudy *study = cs_session_get_study (session_of (self));
  g_autoptr (GError) error = NULL;

  if (!cs_study_judge_all (study, marks, verdict, &error))
    {
      cs_page_tell_error (self->page, error);
      return;
    }
  tell_how_many (self, verdict, marks->len);
  g_signal_emit (self, signals[JUDGED], 0);
}

static void
set_mode (CsMany *self, CsPickerMode mode)
{
  cs_picker_set_mode (self->picker, cs_picker_get_mode (self->picker) == mode ? CS_PICKER_REST : mode);
}

static void
band_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  set_mode (self, CS_PICKER_BAND);
}

static void
lasso_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  set_mode (self, CS_PICKER_LASSO);
}

static void
choose_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsMany *self = data;
  CsMark *mark = cs_session_get_mark (session_of (self));

  if (!mark)
    return;
  cs_picker_toggle (self->picker, mark);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "review.next", NULL);
}

static void
cluster_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsMany *self = data;
  CsMark *mark = cs_session_get_mark (session_of (self));
  CsImage *image = cs_session_get_image (session_of (self));
  g_autoptr (GPtrArray) marks = NULL;

  if (!mark || !image)
    return;
  marks = cs_group_around (marks_of (self), mark, cs_image_get_working_spacing (image, NULL));
  judge_all (self, marks, CS_VERDICT_POSITIVE);
}

static void
rest_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsMany *self = data;
  g_autoptr (GPtrArray) marks = cs_group_open (marks_of (self));

  if (marks->len > 0)
    judge_all (self, marks, CS_VERDICT_NEGATIVE);
  else
    cs_page_toast (self->page, _("Every box of this film is judged."));
}

static void
add_actions (CsMany *self)
{
  static const GActionEntry entries[] = {
    { .name = "choose", .activate = choose_action }, { .name = "band", .activate = band_action },
    { .name = "lasso", .activate = lasso_action }, { .name = "cluster", .activate = cluster_action },
    { .name = "rest", .activate = rest_action },
  };

  self->actions = G_ACTION_MAP (g_simple_action_group_new ());
  g_action_map_add_action_entries (self->actions, entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->page), "many", G_ACTION_GROUP (self->actions));
  cs_keymap_serve (GTK_WIDGET (self->page), "many");
}

/* Where nothing may be judged, nothing is offered. */
static void
study_changed_cb (CsMany *self)
{
  CsStudy *study = cs_session_get_study (session_of (self));
  gboolean writable = study && !cs_study_get_read_only (study);
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->actions));

  if (self->study)
    g_signal_handlers_disconnect_by_func (self->study, acts_changed_cb, self);
  if (g_set_weak_pointer (&self->study, study) && study)
    g_signal_connect_object (study, "notify::undo-title", G_CALLBACK (acts_changed_cb), self, G_CONNECT_SWAPPED);
  for (char **name = names; *name; name++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (self->actions, *name)), writable);
}

static void
dispose (GObject *object)
{
  CsMany *self = CS_MANY (object);

  if (self->page)
    gtk_widget_insert_action_group (GTK_WIDGET (self->page), "many", NULL);
  self->page = NULL;
  g_clear_weak_pointer (&self->study);
  g_clear_pointer (&self->offer, g_free);
  g_clear_object (&self->actions);
  g_clear_object (&self->picker);
  G_OBJECT_CLASS (cs_many_parent_class)->dispose (object);
}

static void
cs_many_class_init (CsManyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[JUDGED] = g_signal_new ("judged", CS_TYPE_MANY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cs_many_init (CsMany *self)
{
}

CsMany *
cs_many_new (CsPage *page, CsPicker *picker)
{
  CsMany *self = g_object_new (CS_TYPE_MANY, NULL);

  g_return_val_if_fail (CS_IS_PAGE (page) && cs_page_get_session (page), NULL);
  self->page = page;
  self->picker = g_object_ref (picker);
  add_actions (self);
  g_signal_connect_object (cs_page_get_session (page), "notify::study", G_CALLBACK (study_changed_cb), self,
                           G_CONNECT_SWAPPED);
  study_changed_cb (self);
  return self;
}

gboolean
cs_many_judge (CsMany *self, CsVerdict verdict)
{
  g_autoptr (GPtrArray) chosen = NULL;

  g_return_val_if_fail (CS_IS_MANY (self), FALSE);
  if (cs_picker_get_chosen (self->picker)->len == 0)
    return FALSE;
  chosen = g_ptr_array_ref (cs_picker_get_chosen (self->picker));
  judge_all (self, chosen, verdict);
  cs_picker_clear (self->picker);
  return TRUE;
}

gboolean
cs_many_let_go (CsMany *self)
{
  g_return_val_if_fail (CS_IS_MANY (self), FALSE);
  if (cs_picker_get_chosen (self->picker)->len == 0)
    return FALSE;
  cs_picker_clear (self->picker);
  return TRUE;
}

char *
cs_many_describe (CsMany *self)
{
  g_autofree char *text = NULL;
  guint n;

  g_return_val_if_fail (CS_IS_MANY (self), NULL);
  n = cs_picker_get_chosen (self->picker)->len;
  if (n == 0)
    return NULL;
  text = g_strdup_printf (ngettext (
    "%u box is chosen: {review.accept}, {review.reject}, {review.unsure} or {review.clear} judges it; "
    "{review.cancel} lets go.",
    "%u boxes are chosen: {review.accept}, {review.reject}, {review.unsure} or {review.clear} judges them; "
    "{review.cancel} lets go.", n), n);
  return cs_keymap_say_now (text);
}
