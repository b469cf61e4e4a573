#include "cs-range-handle.h"

#include "cs-colour.h"

#define WIDTH 11

struct _CsRangeHandle
{
  GtkWidget parent;
};

G_DEFINE_FINAL_TYPE (CsRangeHandle, cs_range_handle, GTK_TYPE_WIDGET)

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
         int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : 24;
}

/* A line with a grip at its foot; both thicker with the focus. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  gboolean focused = gtk_widget_has_focus (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int line = focused ? 3 : 1, grip = focused ? width : width - 4;
  GdkRGBA colour;

  cs_colour_get (widget, focused ? "accent_color" : NULL, &colour);
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT ((width - line) / 2, 0, line, height));
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT ((width - grip) / 2, height - 12, grip, 12));
}

static void
cs_range_handle_class_init (CsRangeHandleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const struct { guint key; int steps; } keys[] = {
    { GDK_KEY_Left, -1 }, { GDK_KEY_Right, 1 }, { GDK_KEY_Down, -1 }, { GDK_KEY_Up, 1 },
    { GDK_KEY_Page_Down, -16 }, { GDK_KEY_Page_Up, 16 }, { GDK_KEY_Home, -1000 }, { GDK_KEY_End, 1000 },
  };

  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  g_signal_new ("move", CS_TYPE_RANGE_HANDLE, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_INT);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_signal (widget_class, keys[i].key, 0, "move", "(i)", keys[i].steps);
  gtk_widget_class_set_css_name (widget_class, "rangehandle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
cs_range_handle_init (CsRangeHandle *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "ew-resize");
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
}

GtkWidget *
cs_range_handle_new (const char *label)
{
  GtkWidget *self = g_object_new (CS_TYPE_RANGE_HANDLE, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return self;
}
