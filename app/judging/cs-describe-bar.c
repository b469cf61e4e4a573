#include "cs-describe-bar.h"

#include <glib/gi18n.h>

#include "cs-group.h"
#include "cs-keymap.h"

/* What stands round the rows of the popover: its frame, and the line that signs the case off. */
#define FRAME_HEIGHT 100
#define LEAST_HEIGHT 200

struct _CsDescribeBar
{
  GtkBox parent_instance;

  GtkLabel *said, *finding_title, *case_title;
  GtkMenuButton *button;
  GtkPopover *popover;
  GtkScrolledWindow *scrolled;
  GtkBox *content, *finding, *case_rows;
  GtkEntry *reason;
  GtkButton *sign_button;

  CsPage *page;              /* not owned: it owns us */
  CsStudy *study;
  CsKeymap *keymap;
  gboolean showing;          /* the controls follow what is said: nothing is being said through them */
};

G_DEFINE_FINAL_TYPE (CsDescribeBar, cs_describe_bar, GTK_TYPE_BOX)

/* Why a case was reopened is said once, and own readings are recorded, not said. */
static const char *const untold[] = { "reopened", "blind", NULL };

static CsSession *
session_of (CsDescribeBar *self)
{
  return cs_page_get_session (self->page);
}

static char *
get (CsDescribeBar *self, const CsDescriptor *descriptor)
{
  CsSession *session = session_of (self);

  return cs_study_get_description (self->study, cs_session_get_entry (session), cs_session_get_mark (session),
                                   descriptor->id);
}

/* The selected box and what was accepted in its cluster; NULL: none is selected. */
static GPtrArray *
finding_of (CsDescribeBar *self)
{
  CsSession *session = session_of (self);
  CsMark *mark = cs_session_get_mark (session);
  CsImage *image = cs_session_get_image (session);

  if (!mark)
    return NULL;
  return cs_group_finding (G_LIST_MODEL (cs_session_get_selection (session)), mark,
                           image ? cs_image_get_working_spacing (image, NULL) : 0);
}

static void
say (CsDescribeBar *self, const CsDescriptor *descriptor, const char *value)
{
  g_autoptr (GPtrArray) marks = descriptor->subject == CS_SUBJECT_MARK ? finding_of (self) : NULL;
  CsEntry *entry = cs_session_get_entry (session_of (self));
  g_autofree char *before = entry ? get (self, descriptor) : NULL;
  g_autoptr (GError) error = NULL;

  if (self->showing || !entry || g_strcmp0 (before, value) == 0)
    return;
  cs_study_describe (self->study, entry, marks, descriptor->id, value, &error);
  cs_page_tell_error (self->page, error);
}

/* A line: what was said of the finding, then of film and case. */

static void
append (GString *text, const char *word)
{
  g_string_append_printf (text, "%s%s", text->len ? " · " : "", word);
}

static void
append_descriptor (CsDescribeBar *self, GString *text, const CsDescriptor *descriptor)
{
  g_autofree char *value = get (self, descriptor), *titled = NULL;
  const char *word = cs_descriptor_word (descriptor, value);
  gboolean speaks = descriptor->terms && descriptor->subject == CS_SUBJECT_MARK && !g_ascii_isdigit (value[0]);

  if (value[0] == '\0')
    return;
  titled = g_strdup_printf ("%s: %s", _(descriptor->title), word);
  append (text, speaks ? word : titled);
}

static void
show_line (CsDescribeBar *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  CsEntry *entry = self->study ? cs_session_get_entry (session_of (self)) : NULL;

  for (int of = CS_SUBJECT_MARK; entry && of >= CS_SUBJECT_CASE; of--)
    for (const CsDescriptor *one = cs_descriptors; one->id; one++)
      if ((int) one->subject == of && !g_strv_contains (untold, one->id))
        append_descriptor (self, text, one);
  gtk_label_set_label (self->said, text->len ? text->str : _("Nothing was said of this finding or case."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), entry != NULL);
}

/* The popover: a row a descriptor, built once from the table. */

static void
chip_toggled_cb (GtkToggleButton *chip, CsDescribeBar *self)
{
  const CsDescriptor *descriptor = g_object_get_data (G_OBJECT (chip), "descriptor");
  const CsTerm *term = g_object_get_data (G_OBJECT (chip), "term");

  say (self, descriptor, gtk_toggle_button_get_active (chip) ? term->id : "");
}

/* The key that says it, small behind the word; a number is its own word. */
static void
show_hint (CsKeymap *keymap, GtkLabel *hint)
{
  const char *name = g_object_get_data (G_OBJECT (hint), "key");
  gboolean has = *cs_keymap_get (keymap, cs_key_find (name, NULL)) != NULL;
  g_autofree char *label = has ? cs_keymap_label (keymap, name) : NULL;

  gtk_label_set_label (hint, label ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (hint), has && !g_str_has_suffix (name, label));
}

static GtkWidget *
new_hint (CsDescribeBar *self, const CsDescriptor *descriptor, const CsTerm *term)
{
  GtkWidget *hint = gtk_label_new (NULL);

  gtk_widget_add_css_class (hint, "dim-label");
  gtk_widget_add_css_class (hint, "caption");
  g_object_set_data_full (G_OBJECT (hint), "key", g_strdup_printf ("%s.%s", descriptor->id, term->id), g_free);
  g_signal_connect_object (self->keymap, "changed", G_CALLBACK (show_hint), hint, 0);
  show_hint (self->keymap, GTK_LABEL (hint));
  return hint;
}

static GtkWidget *
new_chip (CsDescribeBar *self, const CsDescriptor *descriptor, const CsTerm *term)
{
  GtkWidget *chip = gtk_toggle_button_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gboolean of_case = descriptor->subject == CS_SUBJECT_CASE;

  /* Letters and numbers of a case are known by themselves. */
  gtk_box_append (GTK_BOX (line), gtk_label_new (of_case ? term->id : _(term->word)));
  if (descriptor->subject == CS_SUBJECT_MARK)
    gtk_box_append (GTK_BOX (line), new_hint (self, descriptor, term));
  gtk_button_set_child (GTK_BUTTON (chip), line);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_tooltip_text (chip, of_case ? _(term->word) : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, _(term->word), -1);
  g_object_set_data (G_OBJECT (chip), "descriptor", (gpointer) descriptor);
  g_object_set_data (G_OBJECT (chip), "term", (gpointer) term);
  g_signal_connect_object (chip, "toggled", G_CALLBACK (chip_toggled_cb), self, 0);
  return chip;
}

static GtkWidget *
new_chips (CsDescribeBar *self, const CsDescriptor *descriptor)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 9);
  gtk_widget_set_hexpand (flow, TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 4);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 4);
  for (const CsTerm *term = descriptor->terms; term->id; term++)
    {
      GtkWidget *child = gtk_flow_box_child_new ();

      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), new_chip (self, descriptor, term));
      gtk_flow_box_insert (GTK_FLOW_BOX (flow), child, -1);
    }
  return flow;
}

/* What was typed is said when it is done with: Return, or another place is gone to. */
static void
say_typed (GtkWidget *entry, CsDescribeBar *self)
{
  say (self, g_object_get_data (G_OBJECT (entry), "descriptor"), gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
left_cb (GtkEventControllerFocus *controller, CsDescribeBar *self)
{
  say_typed (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)), self);
}

static GtkWidget *
new_words (CsDescribeBar *self, const CsDescriptor *descriptor)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_object_set_data (G_OBJECT (entry), "descriptor", (gpointer) descriptor);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _(descriptor->title), -1);
  if (g_str_equal (descriptor->id, "lesion"))
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("A number or a name, the same on every film that shows it"));
  g_signal_connect_object (entry, "activate", G_CALLBACK (say_typed), self, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, 0);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static void
add_row (CsDescribeBar *self, const CsDescriptor *descriptor)
{
  GtkBox *to = descriptor->subject == CS_SUBJECT_MARK ? self->finding : self->case_rows;
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9), *title = gtk_label_new (_(descriptor->title));

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_width_chars (GTK_LABEL (title), 20);
  gtk_widget_set_valign (title, GTK_ALIGN_START);
  gtk_widget_set_margin_top (title, 6);
  gtk_widget_add_css_class (title, "dim-label");
  gtk_box_append (GTK_BOX (row), title);
  gtk_box_append (GTK_BOX (row), descriptor->terms ? new_chips (self, descriptor) : new_words (self, descriptor));
  gtk_box_append (to, row);
}

/* The controls as what is said stands now. */

static void
show_chips (CsDescribeBar *self, GtkWidget *flow)
{
  for (GtkWidget *child = gtk_widget_get_first_child (flow); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *chip = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));
      const CsTerm *term = g_object_get_data (G_OBJECT (chip), "term");
      g_autofree char *value = get (self, g_object_get_data (G_OBJECT (chip), "descriptor"));

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), g_str_equal (value, term->id));
    }
}

static void
show_words (CsDescribeBar *self, GtkWidget *entry)
{
  g_autofree char *value = get (self, g_object_get_data (G_OBJECT (entry), "descriptor"));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), value) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), value);
}

static void
show_rows (CsDescribeBar *self, GtkBox *rows)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (rows)); row; row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *control = gtk_widget_get_last_child (row);

      if (GTK_IS_FLOW_BOX (control))
        show_chips (self, control);
      else
        show_words (self, control);
    }
}

static void
show_titles (CsDescribeBar *self, CsEntry *entry)
{
  g_autoptr (GPtrArray) marks = finding_of (self);
  guint n = marks ? marks->len : 0;
  const char *case_id = cs_entry_get_facts (entry)->case_id;
  g_autofree char *finding = g_strdup_printf (ngettext ("Finding: %u box", "Finding: %u boxes within a centimetre", n),
                                              n);
  g_autofree char *of = case_id[0] ? g_strdup_printf (_("Case %s"), case_id) : g_strdup (_("This film alone"));

  gtk_label_set_label (self->finding_title, n ? finding : _("No box is selected"));
  gtk_label_set_label (self->case_title, of);
}

static void
reason_changed_cb (CsDescribeBar *self)
{
  CsEntry *entry = self->study ? cs_session_get_entry (session_of (self)) : NULL;
  gboolean signed_off = entry && cs_study_is_signed (self->study, entry);

  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_button),
                            !signed_off || gtk_editable_get_text (GTK_EDITABLE (self->reason))[0] != '\0');
}

static void
show_popover (CsDescribeBar *self)
{
  CsEntry *entry = self->study ? cs_session_get_entry (session_of (self)) : NULL;
  gboolean writable, signed_off;

  if (!entry)
    return;
  signed_off = cs_study_is_signed (self->study, entry);
  writable = !cs_study_get_read_only (self->study);
  self->showing = TRUE;
  show_titles (self, entry);
  gtk_widget_set_sensitive (GTK_WIDGET (self->finding),
                            writable && !signed_off && cs_session_get_mark (session_of (self)));
  gtk_widget_set_sensitive (GTK_WIDGET (self->case_rows), writable && !signed_off);
  show_rows (self, self->finding);
  show_rows (self, self->case_rows);
  gtk_button_set_label (self->sign_button, signed_off ? _("_Reopen the case") : _("_Sign the case off"));
  gtk_widget_set_visible (GTK_WIDGET (self->reason), signed_off);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_button), writable);
  self->showing = FALSE;
  reason_changed_cb (self);
}

static void
said_cb (CsDescribeBar *self)
{
  show_line (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    show_popover (self);
}

/* As high as the rows are, and as the window has room for: what does not fit is scrolled to, and the case can be signed
 * off all the same. */
static void
fit_popover (CsDescribeBar *self)
{
  GtkWidget *content = GTK_WIDGET (self->content), *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  int width, rows, room = MAX (LEAST_HEIGHT, gtk_widget_get_height (root) - FRAME_HEIGHT);

  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, width, NULL, &rows, NULL, NULL);
  gtk_scrolled_window_set_max_content_height (self->scrolled, MIN (rows, room));
}

static void
shown_cb (CsDescribeBar *self)
{
  fit_popover (self);
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
  show_popover (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->reason)))     /* there is nothing else to be said of a signed case */
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

/* What had the focus may have gone insensitive, and keys would be left to a popover that is not there. */
static void
closed_cb (CsDescribeBar *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

static void
sign_cb (CsDescribeBar *self)
{
  CsEntry *entry = cs_session_get_entry (session_of (self));
  g_autoptr (GError) error = NULL;

  if (cs_study_is_signed (self->study, entry))
    cs_study_reopen (self->study, entry, gtk_editable_get_text (GTK_EDITABLE (self->reason)), &error);
  else
    cs_study_sign (self->study, entry, &error);
  cs_page_tell_error (self->page, error);
}

/* One key says a thing, and the same key takes it back. */
static void
say_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsDescribeBar *self = data;
  const char *of, *word;
  const CsDescriptor *descriptor;
  g_autofree char *value = NULL;

  g_variant_get (parameter, "(&s&s)", &of, &word);
  descriptor = cs_descriptor_find (of);
  if (!descriptor || !gtk_widget_get_sensitive (GTK_WIDGET (self->finding)))
    return;
  value = get (self, descriptor);
  say (self, descriptor, g_str_equal (value, word) ? "" : word);
}

static void
study_changed_cb (CsDescribeBar *self)
{
  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_set_object (&self->study, cs_session_get_study (session_of (self)));
  if (self->study)
    g_signal_connect_object (self->study, "notify::undo-title", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
  said_cb (self);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsDescribeBar *self = data;

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    gtk_menu_button_popup (self->button);
}

static void
dispose (GObject *object)
{
  CsDescribeBar *self = CS_DESCRIBE_BAR (object);

  if (self->study)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_clear_object (&self->study);
  g_clear_object (&self->keymap);
  G_OBJECT_CLASS (cs_describe_bar_parent_class)->dispose (object);
}

static void
cs_describe_bar_class_init (CsDescribeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-describe-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, said);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, button);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, popover);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, scrolled);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, content);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, finding_title);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, case_title);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, finding);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, case_rows);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, reason);
  gtk_widget_class_bind_template_child (widget_class, CsDescribeBar, sign_button);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_cb);
}

static void
cs_describe_bar_init (CsDescribeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->keymap = cs_keymap_new ();
  for (const CsDescriptor *one = cs_descriptors; one->id; one++)
    if (!g_str_equal (one->id, "signed") && !g_strv_contains (untold, one->id))
      add_row (self, one);
  cs_keymap_serve (GTK_WIDGET (self->popover), "morphology");
  cs_keymap_serve (GTK_WIDGET (self->popover), "distribution");
  cs_keymap_serve (GTK_WIDGET (self->popover), "confidence");
}

void
cs_describe_bar_serve (CsDescribeBar *self, CsPage *page)
{
  static const GActionEntry actions[] = { { "open", open_cb, NULL, NULL, NULL, { 0 } },
                                          { "say", say_cb, "(ss)", NULL, NULL, { 0 } } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  CsSession *session = cs_page_get_session (page);

  g_return_if_fail (CS_IS_DESCRIBE_BAR (self) && session);
  self->page = page;
  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_insert_action_group (GTK_WIDGET (page), "describe", G_ACTION_GROUP (group));
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_selection (session), "notify::selected-item", G_CALLBACK (said_cb), self,
                           G_CONNECT_SWAPPED);
  study_changed_cb (self);
}
