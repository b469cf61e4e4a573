#include "cs-help-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cs-help-page.h"
#include "cs-keymap.h"
#include "cs-labels.h"

/* A page of the list: a chapter or a stage. */
typedef struct
{
  const char      *id;
  const CsChapter *chapter;
  const CsStage   *stage;
  char            *words;     /* all it says, casefolded */
} Page;

struct _CsHelpWindow
{
  AdwWindow parent_instance;

  GtkListBox *list;
  GtkSearchEntry *search;
  GtkScrolledWindow *scroller;
  GArray *pages;              /* of Page, as the rows */
  guint current;
  char *wanted;               /* casefolded */
};

G_DEFINE_FINAL_TYPE (CsHelpWindow, cs_help_window, ADW_TYPE_WINDOW)

static void
clear_page (gpointer page)
{
  g_free (((Page *) page)->words);
}

static Page *
page_of (CsHelpWindow *self, GtkListBoxRow *row)
{
  return &g_array_index (self->pages, Page, gtk_list_box_row_get_index (row));
}

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, CsHelpWindow *self)
{
  GtkWidget *clamp;
  Page *page;

  if (!row)
    return;
  page = page_of (self, row);
  self->current = (guint) gtk_list_box_row_get_index (row);
  clamp = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 720);
  adw_clamp_set_child (ADW_CLAMP (clamp), page->stage ? cs_help_page_new (page->stage)
                                                      : cs_help_chapter_new (page->chapter));
  gtk_scrolled_window_set_child (self->scroller, clamp);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static gboolean
says (GtkListBoxRow *row, gpointer data)
{
  CsHelpWindow *self = data;

  return strstr (page_of (self, row)->words, self->wanted) != NULL;
}

static void
head (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  CsHelpWindow *self = data;
  gboolean is_stage = page_of (self, row)->stage != NULL;
  GtkWidget *label = NULL;

  if (!before || is_stage != (page_of (self, before)->stage != NULL))
    {
      label = gtk_label_new (is_stage ? _("Stages of the method") : _("Manual"));
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "heading");
      gtk_widget_add_css_class (label, "status");
    }
  gtk_list_box_row_set_header (row, label);
}

static void
search_changed_cb (CsHelpWindow *self)
{
  cs_help_window_search (self, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
append_list (GString *words, const char *id, const char *what)
{
  g_autoptr (GListModel) list = cs_help_page_read (id, what);

  for (guint i = 0; list && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (list, i);

      g_string_append_printf (words, " %s", gtk_string_object_get_string (item));
    }
}

static void
add_page (CsHelpWindow *self, const char *id, const char *title, const CsChapter *chapter, const CsStage *stage)
{
  static const char *const lists[] = { "what", "equations", "wrong" };
  g_autoptr (GString) words = g_string_new (title);
  Page page = { id, chapter, stage, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    append_list (words, id, lists[i]);
  for (const CsParam *param = stage ? stage->params : NULL; param && param->type != CS_PARAM_END; param++)
    g_string_append_printf (words, " %s %s", _(param->title), param->help ? _(param->help) : "");
  page.words = g_utf8_casefold (words->str, -1);
  g_array_append_val (self->pages, page);
  gtk_list_box_append (self->list, cs_label_new_prose (title, NULL));
}

static void
add_pages (CsHelpWindow *self)
{
  for (const CsChapter *chapter = cs_chapters; chapter->id; chapter++)
    add_page (self, chapter->id, _(chapter->title), chapter, NULL);
  for (guint i = 0; cs_stages[i]; i++)
    {
      g_autofree char *title = g_strdup_printf ("%u  %s", i + 1, _(cs_stages[i]->title));

      add_page (self, cs_stages[i]->id, title, NULL, cs_stages[i]);
    }
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *id)
{
  CsHelpWindow *self = CS_HELP_WINDOW (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  cs_help_window_search (self, "");
  cs_help_window_set_page (self, g_variant_get_string (id, NULL));
}

static void
finalize (GObject *object)
{
  CsHelpWindow *self = CS_HELP_WINDOW (object);

  g_array_unref (self->pages);
  g_free (self->wanted);
  G_OBJECT_CLASS (cs_help_window_parent_class)->finalize (object);
}

static void
cs_help_window_class_init (CsHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, CsHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, CsHelpWindow, scroller);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_install_action (widget_class, "help.show", "s", show_action);
}

static void
cs_help_window_init (CsHelpWindow *self)
{
  GtkWidget *nothing;

  self->pages = g_array_new (FALSE, FALSE, sizeof (Page));
  g_array_set_clear_func (self->pages, clear_page);
  self->wanted = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "dialog");
  add_pages (self);
  nothing = gtk_label_new (_("No page says that"));
  gtk_widget_set_margin_top (nothing, 24);
  gtk_list_box_set_placeholder (self->list, nothing);
  gtk_list_box_set_filter_func (self->list, says, self, NULL);
  gtk_list_box_set_header_func (self->list, head, self, NULL);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static GtkWidget *
help_window_new (GtkWindow *parent)
{
  return g_object_new (CS_TYPE_HELP_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
}

void
cs_help_window_show (GtkWindow *parent, const char *page)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  CsHelpWindow *self = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (CS_IS_HELP_WINDOW (window) && gtk_window_get_transient_for (window) == parent)
        self = CS_HELP_WINDOW (window);
    }
  if (!self)
    self = CS_HELP_WINDOW (help_window_new (parent));
  cs_help_window_set_page (self, page);
  gtk_window_present (GTK_WINDOW (self));
}

const char *
cs_help_window_get_page (CsHelpWindow *self)
{
  g_return_val_if_fail (CS_IS_HELP_WINDOW (self), NULL);
  return g_array_index (self->pages, Page, self->current).id;
}

void
cs_help_window_set_page (CsHelpWindow *self, const char *page)
{
  int at = 0;

  g_return_if_fail (CS_IS_HELP_WINDOW (self));
  for (guint i = 0; i < self->pages->len; i++)
    if (g_strcmp0 (g_array_index (self->pages, Page, i).id, page) == 0)
      at = (int) i;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, at));
}

guint
cs_help_window_search (CsHelpWindow *self, const char *words)
{
  guint n = 0;

  g_return_val_if_fail (CS_IS_HELP_WINDOW (self), 0);
  g_free (self->wanted);
  self->wanted = g_utf8_casefold (words, -1);
  gtk_list_box_invalidate_filter (self->list);
  for (guint i = self->pages->len; i-- > 0;)
    if (strstr (g_array_index (self->pages, Page, i).words, self->wanted))
      {
        n++;
        if (*words)
          gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) i));
      }
  return n;
}
