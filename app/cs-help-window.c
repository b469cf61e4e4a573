#include "cs-help-window.h"

#include <glib/gi18n.h>

#include "cs-help-page.h"

struct _CsHelpWindow
{
  AdwWindow parent_instance;

  GtkListBox *list;
  GtkScrolledWindow *scroller;
  const CsStage *stage;
};

G_DEFINE_FINAL_TYPE (CsHelpWindow, cs_help_window, ADW_TYPE_WINDOW)

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, CsHelpWindow *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  if (!row)
    return;
  self->stage = cs_stages[gtk_list_box_row_get_index (row)];
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 720);
  adw_clamp_set_child (ADW_CLAMP (clamp), cs_help_page_new (self->stage));
  gtk_scrolled_window_set_child (self->scroller, clamp);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
cs_help_window_class_init (CsHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, CsHelpWindow, scroller);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cs_help_window_init (CsHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; cs_stages[i]; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u  %s", i + 1, _(cs_stages[i]->title));
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (self->list, label);
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

GtkWidget *
cs_help_window_new (GtkWindow *parent)
{
  return g_object_new (CS_TYPE_HELP_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
}

void
cs_help_window_show (GtkWindow *parent, const char *stage)
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
    self = CS_HELP_WINDOW (cs_help_window_new (parent));
  cs_help_window_set_stage (self, stage);
  gtk_window_present (GTK_WINDOW (self));
}

const CsStage *
cs_help_window_get_stage (CsHelpWindow *self)
{
  g_return_val_if_fail (CS_IS_HELP_WINDOW (self), NULL);
  return self->stage;
}

void
cs_help_window_set_stage (CsHelpWindow *self, const char *stage)
{
  int at = 0;

  g_return_if_fail (CS_IS_HELP_WINDOW (self));
  for (int i = 0; cs_stages[i]; i++)
    if (g_strcmp0 (cs_stages[i]->id, stage) == 0)
      at = i;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, at));
}
