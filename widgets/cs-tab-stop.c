#include "cs-tab-stop.h"

struct _CsTabStop
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (CsTabStop, cs_tab_stop, ADW_TYPE_BIN)

static gboolean
take_tab (GtkWidget *widget, GtkDirectionType direction)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  gboolean by_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (by_tab && focus && gtk_widget_is_ancestor (focus, widget))
    return FALSE;
  return GTK_WIDGET_CLASS (cs_tab_stop_parent_class)->focus (widget, direction);
}

static void
cs_tab_stop_class_init (CsTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = take_tab;
}

static void
cs_tab_stop_init (CsTabStop *self)
{
}

GtkWidget *
cs_tab_stop_new (GtkWidget *child)
{
  return g_object_new (CS_TYPE_TAB_STOP, "child", child, NULL);
}
