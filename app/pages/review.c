/* Judging: the film, its boxes, one key a verdict, and on to the next box once the verdict is on disk. */
#include "cs-keymap.h"
#include "cs-page.h"

#include <glib/gi18n.h>
#include "cs-blind-bar.h"
#include "cs-describe-bar.h"
#include "cs-facts-dialog.h"
#include "cs-film-tile.h"
#include "cs-film-wall.h"
#include "cs-many.h"
#include "cs-mark-layer.h"
#include "cs-mark-list.h"
#include "cs-measure.h"
#include "cs-nudge.h"
#include "cs-queue-bar.h"
#include "cs-rounds.h"
#include "cs-snug.h"
#include "cs-why-popover.h"

#define CS_TYPE_REVIEW_PAGE (cs_review_page_get_type ())
G_DECLARE_FINAL_TYPE (CsReviewPage, cs_review_page, CS, REVIEW_PAGE, CsPage)

struct _CsReviewPage
{
  CsPage parent_instance;

  GtkStack *stack, *list_stack;
  CsFilmWall *wall;
  CsFilmView *film;          /* of the wall: the one in hand */
  CsMarkList *list;
  CsQueueBar *queue;
  CsDescribeBar *describe;
  GtkLabel *film_name, *film_facts, *counts, *parts, *none_label, *spacing_label, *chosen_label;
  GtkLevelBar *level;
  GtkRevealer *spacing_notice;
  GtkWidget *search_button;

  CsLayer *boxes;
  CsPicker *picker;
  CsMany *many;
  CsEntry *entry;
  gboolean seek;             /* a film was opened: its first box to judge is wanted as soon as it is there */
  gboolean pick;             /* it was taken where it hangs: */
  gboolean aim;              /* it, or the whole film, is to be shown as soon as its film and this page are there */
};

G_DEFINE_FINAL_TYPE (CsReviewPage, cs_review_page, CS_TYPE_PAGE)

enum { PROP_0, PROP_DRAW, PROP_OVERLAY, N_PROPS };
static GParamSpec *props[N_PROPS];

static const struct { const char *action; CsVerdict verdict; } verdicts[] = {
  { "review.accept", CS_VERDICT_POSITIVE }, { "review.reject", CS_VERDICT_NEGATIVE },
  { "review.unsure", CS_VERDICT_UNSURE }, { "review.clear", CS_VERDICT_NONE },
};

static CsSession *
session_of (CsReviewPage *self)
{
  return cs_page_get_session (CS_PAGE (self));
}

static GtkSingleSelection *
selection_of (CsReviewPage *self)
{
  return cs_session_get_selection (session_of (self));
}

static const CsBox *
selected_box (CsReviewPage *self)
{
  CsMark *mark = cs_session_get_mark (session_of (self));
  return mark ? cs_mark_get_box (mark) : NULL;
}

/* Zooms to the selected box, or shows the whole film while none of its boxes is known; later, if it is not there yet.
   The viewport is shared: while another page is in sight it is not ours to move. */
static void
aim_at_mark (CsReviewPage *self)
{
  const CsBox *box = selected_box (self);
  gboolean here = cs_session_get_image (session_of (self)) && gtk_widget_get_mapped (GTK_WIDGET (self));

  self->aim = (box || self->seek) && !here;
  if (box && here)
    cs_film_view_aim (self->film, box);
  else if (self->seek && here)
    cs_viewport_fit (cs_session_get_viewport (session_of (self)));
}

static void
choose (CsReviewPage *self, guint position)
{
  gtk_single_selection_set_selected (selection_of (self), position);
  aim_at_mark (self);
}

static void
next_film (CsReviewPage *self)
{
  CsStudy *study = cs_session_get_study (session_of (self));
  g_autoptr (CsEntry) next = study ? cs_rounds_next_film (study, self->entry) : NULL;

  /* Beside a film stands what comes next where every box is judged. */
  if (!next && study && !self->entry)
    next = g_list_model_get_item (cs_study_get_entries (study), 0);
  if (next)
    cs_session_set_entry (session_of (self), next);
  else if (study)
    cs_page_toast (CS_PAGE (self), _("There is no other film with boxes to judge."));
}

/* After a verdict: the next box without one, on this film, then on the next. */
static void
advance (CsReviewPage *self)
{
  GtkSingleSelection *selection = selection_of (self);
  guint next = cs_rounds_next_mark (G_LIST_MODEL (selection), gtk_single_selection_get_selected (selection));

  if (next != GTK_INVALID_LIST_POSITION)
    choose (self, next);
  else
    next_film (self);
}

static void
seek_first (CsReviewPage *self)
{
  GtkSingleSelection *selection = selection_of (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (selection)), first;

  if (!self->seek || n == 0)
    return;
  self->seek = FALSE;
  first = cs_rounds_next_mark (G_LIST_MODEL (selection), GTK_INVALID_LIST_POSITION);
  choose (self, first == GTK_INVALID_LIST_POSITION ? 0 : first);
}

/* A film taken in hand where it hangs stays as it is seen: its first open box in sight, else none, so that no key
 * judges what nobody saw. */
static void
pick_in_sight (CsReviewPage *self)
{
  graphene_rect_t sight;

  self->pick = FALSE;
  cs_viewport_get_visible (cs_film_view_get_viewport (self->film), &sight);
  gtk_single_selection_set_selected (selection_of (self),
                                     cs_rounds_open_within (G_LIST_MODEL (selection_of (self)), &sight));
}

/* What is shown beside the film. */

static void
show_counts (CsReviewPage *self)
{
  CsStudy *study = cs_session_get_study (session_of (self));
  g_autofree char *facts = NULL, *text = NULL;
  guint judged, marks, here, n;

  if (!study || !self->entry)
    return;
  cs_rounds_count (study, &judged, &marks);
  here = cs_entry_get_n_judged (self->entry);
  n = cs_entry_get_n_marks (self->entry);
  facts = cs_film_describe (self->entry);
  text = g_strdup_printf (_("%u of %u judged here (%u accepted, %u rejected, %u unsure) · %u of %u in the study"),
                          here, n,
                          cs_entry_get_n_verdict (self->entry, CS_VERDICT_POSITIVE),
                          cs_entry_get_n_verdict (self->entry, CS_VERDICT_NEGATIVE),
                          cs_entry_get_n_verdict (self->entry, CS_VERDICT_UNSURE), judged, marks);
  gtk_label_set_label (self->film_name, cs_entry_get_name (self->entry));
  gtk_label_set_label (self->film_facts, facts);
  gtk_label_set_label (self->counts, text);
  gtk_level_bar_set_value (self->level, n ? (double) here / n : 0);
}

/* Why the list is empty. Transfer full. */
static char *
say_why (CsReviewPage *self, gboolean busy, gboolean proposed)
{
  char *hidden = cs_blind_bar_why (session_of (self));

  if (hidden)
    return hidden;
  if (busy)
    return g_strdup (_("Looking for calcifications…"));
  return proposed ? cs_keymap_say_now (_("No boxes were found on this film. Draw one with {review.draw}."))
                  : g_strdup (_("This film was not searched."));
}

static void
show_list (CsReviewPage *self)
{
  CsSession *session = session_of (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (selection_of (self)));
  gboolean proposed = self->entry && cs_entry_get_proposed (self->entry), busy = cs_session_get_busy (session);
  g_autofree char *why = n ? NULL : say_why (self, busy, proposed);

  gtk_stack_set_visible_child_name (self->list_stack, n ? "list" : "none");
  gtk_label_set_label (self->none_label, why ? why : "");
  gtk_widget_set_visible (self->search_button, !busy && !proposed);
}

static void
show_parts (CsReviewPage *self)
{
  CsMark *mark = cs_session_get_mark (session_of (self));
  const CsBox *box = selected_box (self);
  g_autofree char *text = box && cs_mark_get_origin (mark) == CS_ORIGIN_MACHINE ? cs_measure_parts (box) : NULL;

  gtk_label_set_label (self->parts, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->parts), text != NULL);
}

static void
enable_actions (CsReviewPage *self)
{
  CsStudy *study = cs_session_get_study (session_of (self));
  CsMark *mark = cs_session_get_mark (session_of (self));
  gboolean writable = study && !cs_study_get_read_only (study);
  /* What a band chose is judged though none of it is the selected one. */
  gboolean any = mark || (self->picker && cs_picker_get_chosen (self->picker)->len > 0);
  GtkWidget *widget = GTK_WIDGET (self);

  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    gtk_widget_action_set_enabled (widget, verdicts[i].action, any && writable);
  gtk_widget_action_set_enabled (widget, "review.delete",
                                 mark && writable && cs_mark_get_origin (mark) == CS_ORIGIN_READER);
  gtk_widget_action_set_enabled (widget, "review.draw", self->entry && writable);
  gtk_widget_action_set_enabled (widget, "review.facts", self->entry && writable);
}

static void
show_spacing (CsReviewPage *self)
{
  CsImage *image = cs_session_get_image (session_of (self));
  gboolean unknown = image && cs_image_get_facts (image)->mm_per_pixel <= 0, assumed;
  g_autofree char *text = NULL;

  if (unknown)
    text = g_strdup_printf (_("The size of this film's pixels is not known: lengths are in pixels, "
                              "and the stages assume %.3f mm per pixel."),
                            cs_image_get_working_spacing (image, &assumed));
  gtk_label_set_label (self->spacing_label, text ? text : "");
  gtk_revealer_set_reveal_child (self->spacing_notice, unknown);
}

/* Callbacks of the session. */

static void
mark_selected_cb (CsReviewPage *self)
{
  const CsBox *box = selected_box (self);

  if (box)
    cs_film_view_reveal (self->film, box);
  show_parts (self);
  enable_actions (self);
}

static void
marks_changed_cb (CsReviewPage *self)
{
  show_list (self);
  seek_first (self);
  enable_actions (self);
}

static void
image_changed_cb (CsReviewPage *self)
{
  CsImage *image = cs_session_get_image (session_of (self));

  cs_mark_list_set_image (self->list, image);
  show_spacing (self);
  if (image && self->aim)
    aim_at_mark (self);
  if (image && self->pick)
    pick_in_sight (self);
}

static void
busy_changed_cb (CsReviewPage *self)
{
  cs_film_view_set_busy (self->film, cs_session_get_busy (session_of (self)) ? _("Analysing…") : NULL);
  show_list (self);
}

static void
entry_changed_cb (CsReviewPage *self)
{
  CsEntry *entry = cs_session_get_entry (session_of (self));

  if (self->entry)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_set_object (&self->entry, entry);
  gtk_stack_set_visible_child_name (self->stack, entry ? "film" : "empty");
  self->seek = entry != NULL && !cs_film_wall_took (self->wall);
  self->pick = entry != NULL && !self->seek;
  self->aim = self->seek;
  if (entry)
    g_signal_connect_swapped (entry, "notify", G_CALLBACK (show_counts), self);
  show_counts (self);
  marks_changed_cb (self);
}

/* Deeds. */

static void
judge_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReviewPage *self = CS_REVIEW_PAGE (widget);
  CsMark *mark = cs_session_get_mark (session_of (self));
  g_autoptr (GError) error = NULL;
  guint i = 0;

  while (!g_str_equal (name, verdicts[i].action))
    i++;
  if (cs_many_judge (self->many, verdicts[i].verdict) || !mark)
    return;
  if (cs_study_judge (cs_session_get_study (session_of (self)), mark, verdicts[i].verdict, &error))
    advance (self);
  cs_page_tell_error (CS_PAGE (self), error);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReviewPage *self = CS_REVIEW_PAGE (widget);
  guint next = gtk_single_selection_get_selected (selection_of (self)) + 1;      /* of none: 0 */

  if (next < g_list_model_get_n_items (G_LIST_MODEL (selection_of (self))))
    choose (self, next);
  else
    next_film (self);
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReviewPage *self = CS_REVIEW_PAGE (widget);
  guint at = gtk_single_selection_get_selected (selection_of (self));

  if (at != GTK_INVALID_LIST_POSITION && at > 0)
    choose (self, at - 1);
}

static void
next_film_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  next_film (CS_REVIEW_PAGE (widget));
}

static void
previous_film_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReviewPage *self = CS_REVIEW_PAGE (widget);
  CsStudy *study = cs_session_get_study (session_of (self));
  g_autoptr (CsEntry) previous = study ? cs_rounds_previous_film (study, self->entry) : NULL;

  if (previous)
    cs_session_set_entry (session_of (self), previous);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReviewPage *self = CS_REVIEW_PAGE (widget);
  CsMark *mark = cs_session_get_mark (session_of (self));
  g_autoptr (GError) error = NULL;

  if (mark && cs_mark_get_origin (mark) == CS_ORIGIN_READER)
    cs_study_erase (cs_session_get_study (session_of (self)), mark, &error);
  cs_page_tell_error (CS_PAGE (self), error);
}

static void
facts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReviewPage *self = CS_REVIEW_PAGE (widget);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  if (!self->entry)
    return;
  g_ptr_array_add (entries, g_object_ref (self->entry));
  cs_facts_dialog_open (widget, cs_session_get_study (session_of (self)), entries);
}

/* Esc lets go of the tool first, then of what is chosen. */
static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReviewPage *self = CS_REVIEW_PAGE (widget);

  if (cs_canvas_is_held_by (cs_film_view_get_canvas (self->film), NULL))
    cs_many_let_go (self->many);
  cs_canvas_put_away (cs_film_view_get_canvas (self->film));
}

static void
mode_changed_cb (CsReviewPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DRAW]);
}

static void
drawn_cb (CsPicker *picker, const CsBox *box, CsReviewPage *self)
{
  CsStudy *study = cs_session_get_study (session_of (self));
  g_autoptr (GError) error = NULL;
  CsMark *mark = self->entry ? cs_study_draw (study, self->entry, box, CS_VERDICT_POSITIVE, &error) : NULL;

  if (mark)
    cs_session_select (session_of (self), mark);
  cs_page_tell_error (CS_PAGE (self), error);
}

static void
chosen_changed_cb (CsReviewPage *self)
{
  g_autofree char *text = cs_many_describe (self->many);

  gtk_label_set_label (self->chosen_label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->chosen_label), text != NULL);
  enable_actions (self);
}

static void
add_picker (CsReviewPage *self)
{
  self->picker = cs_picker_new (self->film, CS_BOX_LAYER (self->boxes));
  self->many = cs_many_new (CS_PAGE (self), self->picker);
  g_signal_connect_object (self->picker, "drawn", G_CALLBACK (drawn_cb), self, 0);
  g_signal_connect_object (self->picker, "notify::mode", G_CALLBACK (mode_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "notify::n-chosen", G_CALLBACK (chosen_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->many, "judged", G_CALLBACK (advance), self, G_CONNECT_SWAPPED);
}

static void
session_set (CsPage *page, CsSession *session)
{
  CsReviewPage *self = CS_REVIEW_PAGE (page);
  GtkSingleSelection *selection = cs_session_get_selection (session);
  cs_film_wall_set_session (self->wall, session);
  self->boxes = cs_mark_layer_new (GTK_SELECTION_MODEL (selection_of (self)));
  cs_film_view_add_layer (self->film, self->boxes);
  add_picker (self);
  cs_nudge_serve (page, CS_BOX_LAYER (self->boxes), cs_film_view_get_canvas (self->film));
  cs_why_popover_new (page, self->film, TRUE);
  cs_describe_bar_serve (self->describe, page);
  cs_mark_list_set_selection (self->list, selection);
  cs_queue_bar_set_session (self->queue, session);
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::image", G_CALLBACK (image_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::busy", G_CALLBACK (busy_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::analysis", G_CALLBACK (show_list), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (mark_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (marks_changed_cb), self, G_CONNECT_SWAPPED);
  entry_changed_cb (self);
  image_changed_cb (self);
  busy_changed_cb (self);
  mark_selected_cb (self);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsReviewPage *self = CS_REVIEW_PAGE (object);
  switch (id)
    {
    case PROP_DRAW:
      g_value_set_boolean (value, self->picker && cs_picker_get_mode (self->picker) == CS_PICKER_DRAW);
      break;
    case PROP_OVERLAY: g_value_set_boolean (value, !self->boxes || cs_layer_get_visible (self->boxes)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsReviewPage *self = CS_REVIEW_PAGE (object);
  switch (id)
    {
    case PROP_DRAW:
      cs_picker_set_mode (self->picker, g_value_get_boolean (value) ? CS_PICKER_DRAW : CS_PICKER_REST);
      break;
    case PROP_OVERLAY:
      if (self->boxes)
        cs_layer_set_visible (self->boxes, g_value_get_boolean (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsReviewPage *self = CS_REVIEW_PAGE (object);

  if (self->entry)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  if (self->many)
    g_object_run_dispose (G_OBJECT (self->many));
  g_clear_object (&self->many);
  g_clear_object (&self->picker);
  g_clear_object (&self->boxes);
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (cs_review_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct { const char *name; GtkWidgetActionActivateFunc func; } actions[] = {
    { "review.next", next_action }, { "review.previous", previous_action },
    { "review.next-film", next_film_action }, { "review.previous-film", previous_film_action },
    { "review.delete", delete_action }, { "review.facts", facts_action }, { "review.cancel", cancel_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    gtk_widget_class_install_action (widget_class, verdicts[i].action, NULL, judge_action);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].func);
  gtk_widget_class_install_property_action (widget_class, "review.draw", "draw");
  gtk_widget_class_install_property_action (widget_class, "review.overlay", "overlay");
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_review_page_parent_class)->map (widget);
  if (CS_REVIEW_PAGE (widget)->aim)
    aim_at_mark (CS_REVIEW_PAGE (widget));
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (CS_TYPE_FILM_WALL);
  g_type_ensure (CS_TYPE_MARK_LIST);
  g_type_ensure (CS_TYPE_QUEUE_BAR);
  g_type_ensure (CS_TYPE_DESCRIBE_BAR);
  g_type_ensure (CS_TYPE_BLIND_BAR);
  g_type_ensure (CS_TYPE_SNUG);
  cs_page_class_set_layout (widget_class, "review");
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, wall);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, list);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, queue);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, describe);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, film_name);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, film_facts);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, counts);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, parts);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, none_label);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, chosen_label);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, spacing_label);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, spacing_notice);
  gtk_widget_class_bind_template_child (widget_class, CsReviewPage, level);
  gtk_widget_class_bind_template_callback_full (widget_class, "activated_cb", G_CALLBACK (choose));
}

static void
cs_review_page_class_init (CsReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->map = map;
  CS_PAGE_CLASS (klass)->session_set = session_set;
  props[PROP_DRAW] = g_param_spec_boolean ("draw", NULL, NULL, FALSE, flags);
  props[PROP_OVERLAY] = g_param_spec_boolean ("overlay", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  bind_template (GTK_WIDGET_CLASS (klass));
  install_actions (GTK_WIDGET_CLASS (klass));
}

static void
cs_review_page_init (CsReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->film = cs_film_wall_get_film (self->wall);
  cs_film_view_serve (self->film, GTK_WIDGET (self));
  cs_film_wall_serve (self->wall, CS_PAGE (self));
  cs_keymap_serve (GTK_WIDGET (self), "review");
}

const CsPageKind cs_page_review = {
  .id = "review", .title = N_("Review"), .icon_name = "calcspot-review-symbolic", .get_type = cs_review_page_get_type,
};
