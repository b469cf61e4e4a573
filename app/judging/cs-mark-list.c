#include "cs-mark-list.h"

#include <glib/gi18n.h>
#include "cs-mark-row.h"
#include "cs-tab-stop.h"

struct _CsMarkList
{
  GtkWidget parent_instance;
  GtkWidget *stop;                 /* round the list */
  GtkListView *list;
  GtkSingleSelection *selection;
  CsImage *image;
};

G_DEFINE_FINAL_TYPE (CsMarkList, cs_mark_list, GTK_TYPE_WIDGET)

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsMarkList *self)
{
  gtk_list_item_set_child (item, cs_mark_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsMarkList *self)
{
  CsMarkRow *row = CS_MARK_ROW (gtk_list_item_get_child (item));

  cs_mark_row_set_image (row, self->image);
  cs_mark_row_set_mark (row, gtk_list_item_get_item (item), gtk_list_item_get_position (item) + 1);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsMarkList *self)
{
  cs_mark_row_set_mark (CS_MARK_ROW (gtk_list_item_get_child (item)), NULL, 0);
}

static void
activate_cb (GtkListView *list, guint position, CsMarkList *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0, position);
}

static void
selected_cb (CsMarkList *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

static void
dispose (GObject *object)
{
  CsMarkList *self = CS_MARK_LIST (object);

  if (self->stop)
    cs_mark_list_set_selection (self, NULL);
  g_clear_pointer (&self->stop, gtk_widget_unparent);
  g_clear_pointer (&self->image, cs_image_unref);
  G_OBJECT_CLASS (cs_mark_list_parent_class)->dispose (object);
}

static void
cs_mark_list_class_init (CsMarkListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[ACTIVATED] = g_signal_new ("activated", CS_TYPE_MARK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
cs_mark_list_init (CsMarkList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Boxes of the film"), -1);
  g_signal_connect (self->list, "activate", G_CALLBACK (activate_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  self->stop = cs_tab_stop_new (scroller);
  gtk_widget_set_parent (self->stop, GTK_WIDGET (self));
}

void
cs_mark_list_set_selection (CsMarkList *self, GtkSingleSelection *selection)
{
  g_return_if_fail (CS_IS_MARK_LIST (self));
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_set_object (&self->selection, selection);
  gtk_list_view_set_model (self->list, selection ? GTK_SELECTION_MODEL (selection) : NULL);
  if (selection)
    g_signal_connect_swapped (selection, "notify::selected-item", G_CALLBACK (selected_cb), self);
}

void
cs_mark_list_set_image (CsMarkList *self, CsImage *image)
{
  GtkWidget *item;

  g_return_if_fail (CS_IS_MARK_LIST (self));
  if (image == self->image)
    return;
  g_clear_pointer (&self->image, cs_image_unref);
  self->image = image ? cs_image_ref (image) : NULL;
  /* The rows that exist: each the child of a widget of the list's own. */
  for (item = gtk_widget_get_first_child (GTK_WIDGET (self->list)); item; item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);
      if (CS_IS_MARK_ROW (row))
        cs_mark_row_set_image (CS_MARK_ROW (row), image);
    }
}
