#include "cs-facts-dialog.h"

#include <glib/gi18n.h>
#include "cs-count.h"
#include "cs-date.h"

/* Spacing beyond these is a slip of the pen: 1 um to 5 mm. */
#define MIN_SPACING 0.001
#define MAX_SPACING 5.0

struct _CsFactsDialog
{
  AdwMessageDialog parent_instance;
  CsStudy *study;
  GPtrArray *entries;
  GtkEntry *woman, *date, *spacing;
  AdwComboRow *side, *view;
  GtkWidget *earlier_row;
  GtkDropDown *earlier;      /* cases; the first item: none */
  guint linked;              /* the item that was chosen when the dialog opened */
};

G_DEFINE_FINAL_TYPE (CsFactsDialog, cs_facts_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* The spacing in millimetres, as a person writes it: with a point or a comma; 0: unknown; FALSE: no such number. */
static gboolean
read_spacing (CsFactsDialog *self, double *mm)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->spacing));
  g_autofree char *plain = g_strstrip (g_strdelimit (g_strdup (text), ",", '.'));
  char *end;

  *mm = 0;
  if (!*plain)
    return TRUE;
  *mm = g_ascii_strtod (plain, &end);
  return *end == '\0' && (*mm == 0 || (*mm >= MIN_SPACING && *mm <= MAX_SPACING));
}

static void
mark (GtkEntry *row, gboolean good)
{
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
}

static void
check_cb (CsFactsDialog *self)
{
  const char *date = gtk_editable_get_text (GTK_EDITABLE (self->date));
  gboolean is_date = *date == '\0' || cs_date_parse (date) != 0, is_length;
  double mm;

  is_length = read_spacing (self, &mm);
  mark (self->date, is_date);
  mark (self->spacing, is_length);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "set", is_date && is_length);
}

static gboolean
changed (GtkEntry *row)
{
  const char *before = g_object_get_data (G_OBJECT (row), "before");
  return g_strcmp0 (before, gtk_editable_get_text (GTK_EDITABLE (row))) != 0;
}

static gboolean
set_one (CsFactsDialog *self, CsEntry *entry, GError **error)
{
  CsFacts facts = *cs_entry_get_facts (entry);
  guint side = adw_combo_row_get_selected (self->side), view = adw_combo_row_get_selected (self->view);

  if (changed (self->woman))
    facts.case_id = gtk_editable_get_text (GTK_EDITABLE (self->woman));
  if (side > 0)
    facts.side = (CsSide) (side - 1);
  if (view > 0)
    facts.view = (CsView) (view - 1);
  if (changed (self->spacing) && read_spacing (self, &facts.mm_per_pixel))
    facts.spacing = facts.mm_per_pixel > 0 ? CS_SPACING_HAND : CS_SPACING_NONE;
  return cs_study_set_facts (self->study, entry, &facts, error) &&
         (!changed (self->date) ||
          cs_study_set_date (self->study, entry, gtk_editable_get_text (GTK_EDITABLE (self->date)), error));
}

/* Of the case the films have now: it may just have been given a name. */
static gboolean
set_link (CsFactsDialog *self, GError **error)
{
  const char *case_id = cs_entry_get_facts (self->entries->pdata[0])->case_id;
  guint chosen = gtk_drop_down_get_selected (self->earlier);
  GListModel *cases = gtk_drop_down_get_model (self->earlier);

  if (!cases || chosen == self->linked || !*case_id)
    return TRUE;
  return cs_study_link_earlier (self->study, case_id,
                                chosen > 0 ? gtk_string_list_get_string (GTK_STRING_LIST (cases), chosen) : "", error);
}

static void
respond (AdwMessageDialog *dialog, const char *response)
{
  CsFactsDialog *self = CS_FACTS_DIALOG (dialog);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GError) error = NULL;
  gboolean good = TRUE;

  if (!g_str_equal (response, "set"))
    return;
  for (guint i = 0; good && i < self->entries->len; i++)
    good = set_one (self, self->entries->pdata[i], &error);
  good = good && set_link (self, &error);
  if (!good && parent)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.tell", "s", error->message);
}

static void
dispose (GObject *object)
{
  CsFactsDialog *self = CS_FACTS_DIALOG (object);
  g_clear_object (&self->study);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_facts_dialog_parent_class)->dispose (object);
}

static void
cs_facts_dialog_class_init (CsFactsDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = respond;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/calcspot/Calcspot/ui/cs-facts-dialog.ui");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CsFactsDialog, woman);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CsFactsDialog, spacing);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CsFactsDialog, date);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CsFactsDialog, earlier);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CsFactsDialog, earlier_row);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CsFactsDialog, side);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CsFactsDialog, view);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), check_cb);
}

static void
cs_facts_dialog_init (CsFactsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_text (GtkEntry *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_object_set_data_full (G_OBJECT (row), "before", g_strdup (text), g_free);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

/* The other cases of the study, by name. */
static GPtrArray *
list_cases (CsFactsDialog *self, const char *own)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *films = cs_study_get_entries (self->study);
  GPtrArray *cases = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (films); i++)
    {
      g_autoptr (CsEntry) film = g_list_model_get_item (films, i);
      const char *name = cs_entry_get_facts (film)->case_id;

      if (*name && !g_str_equal (name, own) && g_hash_table_add (known, (gpointer) name))
        g_ptr_array_add (cases, g_strdup (name));
    }
  g_ptr_array_sort (cases, compare_names);
  return cases;
}

static void
show_cases (CsFactsDialog *self, const char *own)
{
  g_autoptr (GPtrArray) cases = list_cases (self, own);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  const char *earlier = cs_study_get_earlier (self->study, own);

  gtk_string_list_append (list, _("None is known"));
  for (guint i = 0; i < cases->len; i++)
    {
      gtk_string_list_append (list, cases->pdata[i]);
      if (g_str_equal (cases->pdata[i], earlier))
        self->linked = i + 1;
    }
  gtk_drop_down_set_model (self->earlier, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->earlier, self->linked);
}

/* What all films agree on is shown; a combo's first item is "as it is". */
static void
show_facts (CsFactsDialog *self)
{
  const CsFacts *first = cs_entry_get_facts (self->entries->pdata[0]);
  const char *date = cs_entry_get_date (self->entries->pdata[0]);
  gboolean woman = TRUE, side = TRUE, view = TRUE, spacing = TRUE, day = TRUE;
  g_autofree char *mm = first->mm_per_pixel > 0 ? g_strdup_printf ("%.6g", first->mm_per_pixel) : g_strdup ("");

  for (guint i = 1; i < self->entries->len; i++)
    {
      const CsFacts *facts = cs_entry_get_facts (self->entries->pdata[i]);
      day &= g_str_equal (cs_entry_get_date (self->entries->pdata[i]), date);
      woman &= g_strcmp0 (facts->case_id, first->case_id) == 0;
      side &= facts->side == first->side;
      view &= facts->view == first->view;
      spacing &= facts->mm_per_pixel == first->mm_per_pixel;
    }
  show_text (self->woman, woman && first->case_id ? first->case_id : "");
  show_text (self->date, day ? date : "");
  show_text (self->spacing, spacing ? mm : "");
  adw_combo_row_set_selected (self->side, side ? (guint) first->side + 1 : 0);
  adw_combo_row_set_selected (self->view, view ? (guint) first->view + 1 : 0);
  gtk_widget_set_visible (self->earlier_row, woman && *first->case_id);
  if (woman && *first->case_id)
    show_cases (self, first->case_id);
}

GtkWidget *
cs_facts_dialog_new (GtkWindow *parent, CsStudy *study, GPtrArray *entries)
{
  CsFactsDialog *self;
  g_autofree char *body = NULL;

  g_return_val_if_fail (CS_IS_STUDY (study), NULL);
  g_return_val_if_fail (entries->len > 0, NULL);
  self = g_object_new (CS_TYPE_FACTS_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->study = g_object_ref (study);
  self->entries = g_ptr_array_ref (entries);
  body = entries->len == 1 ? g_strdup (cs_entry_get_name (entries->pdata[0]))
         : cs_count (CS_COUNT_FILMS, entries->len);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
  show_facts (self);
  return GTK_WIDGET (self);
}

void
cs_facts_dialog_open (GtkWidget *widget, CsStudy *study, GPtrArray *entries)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  gtk_window_present (GTK_WINDOW (cs_facts_dialog_new (root ? GTK_WINDOW (root) : NULL, study, entries)));
}
