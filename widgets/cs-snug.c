#include "cs-snug.h"

struct _CsSnug
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (CsSnug, cs_snug, GTK_TYPE_LAYOUT_MANAGER)

static void
measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
         int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *scroller = gtk_widget_get_first_child (widget), *held;

  gtk_widget_measure (scroller, orientation, for_size, minimum, natural, NULL, NULL);
  held = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller));
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0 && held)
    gtk_widget_measure (held, orientation, for_size, NULL, natural, NULL, NULL);
  *natural = MAX (*natural, *minimum);
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget), &(GtkAllocation) { 0, 0, width, height }, -1);
}

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cs_snug_class_init (CsSnugClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = measure;
  layout_class->allocate = allocate;
  layout_class->get_request_mode = get_request_mode;
}

static void
cs_snug_init (CsSnug *self)
{
}

GtkLayoutManager *
cs_snug_new (void)
{
  return g_object_new (CS_TYPE_SNUG, NULL);
}
