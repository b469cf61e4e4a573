#include "cs-columns.h"

struct _CsColumns
{
  GtkLayoutManager parent_instance;
  guint most;
  int spacing;
};

G_DEFINE_FINAL_TYPE (CsColumns, cs_columns, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

#define FOREACH(child, widget) \
  for (GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget)); child; \
       child = skip_hidden (gtk_widget_get_next_sibling (child)))

static void
measure_widest (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  FOREACH (child, widget)
    {
      int least, wished;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wished, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, wished);
    }
}

static int
height_of (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

/* As many as stand side by side as wide as they wish; at least one, which may be narrower. */
static int
count_columns (CsColumns *self, GtkWidget *widget, int width)
{
  int least, wished;

  measure_widest (widget, &least, &wished);
  return CLAMP ((width + self->spacing) / MAX (wished + self->spacing, 1), 1, (int) self->most);
}

/* How many columns there are where none is higher than @high. @missed: by how little one more child missed its
 * column. */
static int
fill (GtkWidget *widget, int column, int high, int *missed)
{
  int n = 1, y = 0;

  *missed = G_MAXINT;
  FOREACH (child, widget)
    {
      int height = height_of (child, column);

      if (y > 0 && y + height > high)
        {
          *missed = MIN (*missed, y + height - high);
          y = 0;
          n++;
        }
      y += height;
    }
  return n;
}

/* The least height with which @n columns hold all: from an equal share upwards, by the least that changes anything. */
static int
find_height (GtkWidget *widget, int column, int n)
{
  int total = 0, tallest = 0, high, missed;

  FOREACH (child, widget)
    {
      total += height_of (child, column);
      tallest = MAX (tallest, height_of (child, column));
    }
  high = MAX (tallest, (total + n - 1) / n);
  while (fill (widget, column, high, &missed) > n)
    high += missed;
  return high;
}

static int
width_of_column (CsColumns *self, int n, int width)
{
  return (width - (n - 1) * self->spacing) / n;
}

static void
measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
         int *natural, int *minimum_baseline, int *natural_baseline)
{
  CsColumns *self = CS_COLUMNS (manager);
  int n;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_widest (widget, minimum, natural);
      *natural = (int) self->most * (*natural + self->spacing) - self->spacing;
      return;
    }
  if (for_size < 0)
    measure (manager, widget, GTK_ORIENTATION_HORIZONTAL, -1, &n, &for_size, NULL, NULL);
  n = count_columns (self, widget, for_size);
  *minimum = *natural = find_height (widget, width_of_column (self, n, for_size), n);
}

static void
allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  CsColumns *self = CS_COLUMNS (manager);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int n = count_columns (self, widget, width), column = width_of_column (self, n, width);
  int high = find_height (widget, column, n), x = 0, y = 0;

  FOREACH (child, widget)
    {
      int own = height_of (child, column);

      if (y > 0 && y + own > high)
        {
          x += column + self->spacing;
          y = 0;
        }
      gtk_widget_size_allocate (child, &(GtkAllocation) { mirrored ? width - x - column : x, y, column, own }, -1);
      y += own;
    }
}

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cs_columns_class_init (CsColumnsClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = measure;
  layout_class->allocate = allocate;
  layout_class->get_request_mode = get_request_mode;
}

static void
cs_columns_init (CsColumns *self)
{
  self->most = 1;
}

GtkLayoutManager *
cs_columns_new (guint most, int spacing)
{
  CsColumns *self;

  g_return_val_if_fail (most > 0 && spacing >= 0, NULL);
  self = g_object_new (CS_TYPE_COLUMNS, NULL);
  self->most = most;
  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
