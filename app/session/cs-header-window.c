#include "cs-header-window.h"

#include <glib/gi18n.h>

#include "cs-formats.h"
#include "cs-keymap.h"
#include "cs-labels.h"

/* A line of the header as a row: its place in the header, which the line is looked up by. */
#define CS_TYPE_HEADER_ROW (cs_header_row_get_type ())
G_DECLARE_FINAL_TYPE (CsHeaderRow, cs_header_row, CS, HEADER_ROW, GObject)

struct _CsHeaderRow
{
  GObject parent_instance;
  const CsHeaderLine *line;   /* the header's */
};

G_DEFINE_FINAL_TYPE (CsHeaderRow, cs_header_row, G_TYPE_OBJECT)

struct _CsHeaderWindow
{
  AdwWindow parent_instance;

  GtkColumnView *view;
  GtkSearchEntry *search;
  GtkToggleButton *identity;
  GtkLabel *notes;
  GtkStack *stack;
  AdwStatusPage *trouble;

  CsHeader *header;
  GListStore *rows;
  GtkFilter *filter;
  GtkFilterListModel *lines;
  CsJob *job;
};

G_DEFINE_FINAL_TYPE (CsHeaderWindow, cs_header_window, ADW_TYPE_WINDOW)

/* What the job brings: either may be missing. */
typedef struct { CsHeader *header; char *notes; } Told;

static void
cs_header_row_class_init (CsHeaderRowClass *klass)
{
}

static void
cs_header_row_init (CsHeaderRow *self)
{
}

static void
told_free (gpointer data)
{
  Told *told = data;

  g_clear_pointer (&told->header, cs_header_unref);
  g_free (told->notes);
  g_free (told);
}

static gpointer
read_told (CsJob *job, gpointer film, GError **error)
{
  GCancellable *cancellable = cs_job_get_cancellable (job);
  g_autoptr (CsImage) image = NULL;
  Told *told;
  CsHeader *header = cs_formats_header (film, cancellable, error);

  if (!header)
    return NULL;
  told = g_new0 (Told, 1);
  told->header = header;
  image = cs_formats_read (film, cancellable, NULL);
  if (image && cs_image_get_details (image))
    told->notes = g_strjoinv ("\n", (char **) cs_details_get_notes (cs_image_get_details (image)));
  return told;
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsHeaderWindow *self = data;
  g_autoptr (GError) error = NULL;
  Told *told = cs_job_finish (CS_JOB (source), result, &error);

  g_clear_object (&self->job);
  if (told)
    cs_header_window_set_header (self, told->header, told->notes);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
    }
  g_clear_pointer (&told, told_free);
}

static gboolean
matches (gpointer row, gpointer data)
{
  CsHeaderWindow *self = data;

  return cs_header_matches (CS_HEADER_ROW (row)->line, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                            gtk_toggle_button_get_active (self->identity));
}

static void
search_changed_cb (CsHeaderWindow *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* Every row is bound anew: values appear or go. */
static void
identity_toggled_cb (CsHeaderWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  g_list_model_items_changed (G_LIST_MODEL (self->rows), 0, n, n);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsHeaderWindow *self)
{
  gtk_list_item_set_child (item, cs_label_new_line (NULL, NULL));
}

static void
show_text (GtkListItem *item, const char *text, guint depth)
{
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_margin_start (label, (int) (12 * depth));
  gtk_widget_set_tooltip_text (label, strlen (text) > 60 ? text : NULL);
}

static void
bind_tag_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsHeaderWindow *self)
{
  const CsHeaderLine *line = CS_HEADER_ROW (gtk_list_item_get_item (item))->line;

  show_text (item, line->tag, line->depth);
}

static void
bind_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsHeaderWindow *self)
{
  show_text (item, CS_HEADER_ROW (gtk_list_item_get_item (item))->line->name, 0);
}

static void
bind_value_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsHeaderWindow *self)
{
  const CsHeaderLine *line = CS_HEADER_ROW (gtk_list_item_get_item (item))->line;
  gboolean hidden = line->identity && !gtk_toggle_button_get_active (self->identity);

  show_text (item, hidden ? _("(hidden)") : line->value, 0);
}

static void
dispose (GObject *object)
{
  CsHeaderWindow *self = CS_HEADER_WINDOW (object);

  cs_job_abandon (&self->job);
  g_clear_object (&self->lines);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->header, cs_header_unref);
  G_OBJECT_CLASS (cs_header_window_parent_class)->dispose (object);
}

static void
cs_header_window_class_init (CsHeaderWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-header-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsHeaderWindow, view);
  gtk_widget_class_bind_template_child (widget_class, CsHeaderWindow, search);
  gtk_widget_class_bind_template_child (widget_class, CsHeaderWindow, identity);
  gtk_widget_class_bind_template_child (widget_class, CsHeaderWindow, notes);
  gtk_widget_class_bind_template_child (widget_class, CsHeaderWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CsHeaderWindow, trouble);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, identity_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_tag_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_value_cb);
}

static void
cs_header_window_init (CsHeaderWindow *self)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "dialog");
  self->rows = g_list_store_new (CS_TYPE_HEADER_ROW);
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->lines = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->rows)), self->filter);
  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->lines)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
}

GtkWidget *
cs_header_window_new (GtkWindow *parent)
{
  return g_object_new (CS_TYPE_HEADER_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
}

void
cs_header_window_show (GtkWindow *parent, CsSession *session, CsEntry *entry)
{
  CsHeaderWindow *self = CS_HEADER_WINDOW (cs_header_window_new (parent));
  /* Translators: the title of a window: the header of a film's file */
  g_autofree char *title = g_strdup_printf (_("Header of %s"), cs_entry_get_name (entry));

  gtk_window_set_title (GTK_WINDOW (self), title);
  self->job = cs_job_start (_("Reading the header"), read_told, g_object_ref (cs_entry_get_file (entry)),
                            g_object_unref, told_free, told_cb, self);
  cs_jobs_add (cs_session_get_jobs (session), self->job);
  gtk_window_present (GTK_WINDOW (self));
}

void
cs_header_window_set_header (CsHeaderWindow *self, CsHeader *header, const char *notes)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  CsHeader *before = self->header;

  g_return_if_fail (CS_IS_HEADER_WINDOW (self));
  self->header = cs_header_ref (header);
  for (guint i = 0; i < cs_header_get_n (header); i++)
    {
      CsHeaderRow *row = g_object_new (CS_TYPE_HEADER_ROW, NULL);

      row->line = cs_header_get (header, i);
      g_ptr_array_add (rows, row);
    }
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows->pdata, rows->len);
  g_clear_pointer (&before, cs_header_unref);
  gtk_label_set_label (self->notes, notes ? notes : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notes), notes && *notes);
  gtk_stack_set_visible_child_name (self->stack, "header");
}

GListModel *
cs_header_window_get_lines (CsHeaderWindow *self)
{
  g_return_val_if_fail (CS_IS_HEADER_WINDOW (self), NULL);
  return G_LIST_MODEL (self->lines);
}
