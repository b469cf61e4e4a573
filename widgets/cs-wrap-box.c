#include "cs-wrap-box.h"

struct _CsWrapBox
{
  GtkWidget parent_instance;
  int spacing;
};

G_DEFINE_FINAL_TYPE (CsWrapBox, cs_wrap_box, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_SPACING, N_PROPS };
static GParamSpec *props[N_PROPS];

/* Children of one line: @first to before @end. */
typedef struct
{
  GtkWidget *first, *end;
  guint      n;
  int        least;      /* width, with the spaces between */
} Line;

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
next_of (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

static int
width_of (GtkWidget *child, int *natural)
{
  int least, wished;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wished, NULL, NULL);
  if (natural)
    *natural = wished;
  return least;
}

/* As many as stand in @width at their least, but one. */
static Line
take_line (CsWrapBox *self, GtkWidget *first, int width)
{
  Line line = { first, first, 0, 0 };

  for (int more = width_of (first, NULL); line.n == 0 || line.least + more <= width;)
    {
      line.least += more;
      line.n++;
      line.end = next_of (line.end);
      if (!line.end)
        break;
      more = self->spacing + width_of (line.end, NULL);
    }
  return line;
}

/* The widths of a line's children within @width; transfer full. */
static GtkRequestedSize *
share (CsWrapBox *self, const Line *line, int width)
{
  GtkRequestedSize *sizes = g_new0 (GtkRequestedSize, line->n);
  int rest = width - line->least, n_expand = 0;
  guint i = 0;

  for (GtkWidget *child = line->first; child != line->end; child = next_of (child), i++)
    {
      sizes[i].data = child;
      sizes[i].minimum_size = width_of (child, &sizes[i].natural_size);
      n_expand += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
    }
  rest = gtk_distribute_natural_allocation (MAX (rest, 0), line->n, sizes);
  for (i = 0; i < line->n && n_expand > 0; i++)
    if (gtk_widget_compute_expand (sizes[i].data, GTK_ORIENTATION_HORIZONTAL))
      {
        sizes[i].minimum_size += rest / n_expand;
        rest -= rest / n_expand--;
      }
  return sizes;
}

static int
height_of (const Line *line, const GtkRequestedSize *sizes)
{
  int height = 0, least;

  for (guint i = 0; i < line->n; i++)
    {
      gtk_widget_measure (sizes[i].data, GTK_ORIENTATION_VERTICAL, sizes[i].minimum_size, &least, NULL, NULL, NULL);
      height = MAX (height, least);
    }
  return height;
}

static void
place (CsWrapBox *self, const Line *line, const GtkRequestedSize *sizes, int width, int y, int height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (guint i = 0; i < line->n; i++)
    {
      int from = mirrored ? width - x - sizes[i].minimum_size : x;
      GtkAllocation room = { from, y, sizes[i].minimum_size, height };

      gtk_widget_size_allocate (sizes[i].data, &room, -1);
      x += sizes[i].minimum_size + self->spacing;
    }
}

/* Goes through the lines of a bar @width wide; returns how high they are together. */
static int
lay_out (CsWrapBox *self, int width, gboolean for_good)
{
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (GTK_WIDGET (self)));
  int y = 0;

  while (child)
    {
      Line line = take_line (self, child, width);
      g_autofree GtkRequestedSize *sizes = share (self, &line, width);
      int height = height_of (&line, sizes);

      if (for_good)
        place (self, &line, sizes, width, y, height);
      child = line.end;
      y += height + (child ? self->spacing : 0);
    }
  return y;
}

static void
measure_width (CsWrapBox *self, int *minimum, int *natural)
{
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (GTK_WIDGET (self)));
  int wished;

  *minimum = *natural = 0;
  for (; child; child = next_of (child))
    {
      *minimum = MAX (*minimum, width_of (child, &wished));
      *natural += wished + (*natural ? self->spacing : 0);
    }
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  CsWrapBox *self = CS_WRAP_BOX (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    *minimum = *natural = lay_out (self, for_size < 0 ? G_MAXINT / 2 : for_size, FALSE);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (CS_WRAP_BOX (widget), width, TRUE);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Children expand within the bar; the bar itself goes by its own property. */
static void
compute_expand (GtkWidget *widget, gboolean *horizontal, gboolean *vertical)
{
  *horizontal = *vertical = FALSE;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, CS_WRAP_BOX (object)->spacing);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsWrapBox *self = CS_WRAP_BOX (object);

  if (self->spacing == g_value_get_int (value))
    return;
  self->spacing = g_value_get_int (value);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cs_wrap_box_parent_class)->dispose (object);
}

static void
cs_wrap_box_class_init (CsWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->get_request_mode = get_request_mode;
  widget_class->compute_expand = compute_expand;
  props[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_wrap_box_init (CsWrapBox *self)
{
}

GtkWidget *
cs_wrap_box_new (int spacing)
{
  g_return_val_if_fail (spacing >= 0, NULL);
  return g_object_new (CS_TYPE_WRAP_BOX, "spacing", spacing, NULL);
}
