/* CsWrapBox: children stand in as few lines as their least widths need, in order, within the bar; CsWholeText: what is
 * cut tells itself whole. */
#include "cs-wrap-box.h"
#include "cs-whole-text.h"
#include "render.h"

#define N 6
#define SPACING 7

static GtkWidget *
new_box (GtkWidget **children)
{
  GtkWidget *box = cs_wrap_box_new (SPACING);

  for (int i = 0; i < N; i++)
    {
      children[i] = gtk_label_new (NULL);
      gtk_widget_set_size_request (children[i], 40 + 13 * i, 20);
      gtk_widget_set_parent (children[i], box);
    }
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_widget_set_hexpand (children[2], TRUE);
  return box;
}

/* The window's child is asked to be as large as the window: the bar is not. */
static GtkWidget *
in_column (GtkWidget *box)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (column), box);
  return column;
}

/* In reading order, none beyond the edge, none on another. */
static void
check_places (GtkWidget **children, double width)
{
  double right = 0, top = 0;

  for (int i = 0; i < N; i++)
    {
      graphene_rect_t room;

      if (!gtk_widget_get_visible (children[i]))
        continue;
      g_assert_true (gtk_widget_compute_bounds (children[i], gtk_widget_get_parent (children[i]), &room));
      if (room.origin.y > top)
        right = 0;
      g_assert_cmpfloat (room.origin.y, >=, top);
      g_assert_cmpfloat (room.origin.x, >=, right);
      right = room.origin.x + room.size.width;
      g_assert_cmpfloat (right, <=, width);
      top = room.origin.y;
    }
}

static void
test_lines (void)
{
  static const int widths[] = { 110, 200, 300, 900 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      GtkWidget *children[N], *box = new_box (children);
      GtkWindow *window = render_window (in_column (box), widths[i], 400);
      int least, wished, high;

      gtk_widget_set_visible (children[1], i % 2 == 0);
      render_frame (box);
      gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wished, NULL, NULL);
      g_assert_cmpint (least, ==, 40 + 13 * (N - 1));
      gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, widths[i], &high, NULL, NULL, NULL);
      g_assert_cmpint (high, ==, gtk_widget_get_height (box));
      g_assert_true ((high == 20) == (widths[i] >= wished));
      check_places (children, widths[i]);
      gtk_window_destroy (window);
    }
}

/* The one that expands takes what its line leaves. */
static void
test_expand (void)
{
  GtkWidget *children[N], *box = new_box (children);
  GtkWindow *window = render_window (in_column (box), 900, 100);
  int wished;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wished, NULL, NULL);
  g_assert_cmpint (gtk_widget_get_width (children[2]), ==, 40 + 13 * 2 + 900 - wished);
  g_assert_cmpint (gtk_widget_get_width (children[3]), ==, 40 + 13 * 3);
  gtk_window_destroy (window);
}

static gboolean
asks (GtkWidget *window, int x, int y)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean told = FALSE;

  g_signal_emit_by_name (window, "query-tooltip", x, y, FALSE, tooltip, &told);
  return told;
}

static void
test_whole_text (void)
{
  GtkWidget *label = gtk_label_new ("A name too long for the room there is");
  GtkWindow *window;

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  window = render_window (label, 80, 40);
  cs_whole_text_watch (GTK_WIDGET (window));
  render_frame (label);
  g_assert_true (asks (GTK_WIDGET (window), 40, 20));
  gtk_label_set_label (GTK_LABEL (label), "A");
  render_frame (label);
  g_assert_false (asks (GTK_WIDGET (window), 40, 20));
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wrap-box/lines", test_lines);
  g_test_add_func ("/wrap-box/expand", test_expand);
  g_test_add_func ("/whole-text", test_whole_text);
  return g_test_run ();
}
