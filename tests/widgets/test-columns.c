/* CsColumns: children stand in columns in order, none cut, none on another, as many columns as have room. CsSnug:
 * wrapped text has the height it needs. */
#include "cs-columns.h"
#include "cs-snug.h"
#include "render.h"

#define N 7
#define WISH 200
#define SPACING 30

static GtkWidget *
new_page (GtkWidget **children)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (int i = 0; i < N; i++)
    {
      children[i] = gtk_label_new (NULL);
      gtk_widget_set_size_request (children[i], WISH, 20 + 30 * (i % 3));
      gtk_box_append (GTK_BOX (page), children[i]);
    }
  gtk_widget_set_layout_manager (page, cs_columns_new (3, SPACING));
  gtk_widget_set_valign (page, GTK_ALIGN_START);
  return page;
}

/* Down a column, then at the top of the next. Returns how many there are. */
static int
check_places (GtkWidget *page, GtkWidget **children, int width)
{
  graphene_rect_t room, before = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  int n = 1;

  for (int i = 0; i < N; i++)
    {
      if (!gtk_widget_get_visible (children[i]))
        continue;
      g_assert_true (gtk_widget_compute_bounds (children[i], page, &room));
      n += room.origin.x > before.origin.x;
      if (room.origin.x > before.origin.x)
        g_assert_cmpfloat (room.origin.x, >=, before.origin.x + before.size.width + SPACING);
      g_assert_cmpfloat (room.origin.y, ==, room.origin.x > before.origin.x ? 0 : before.origin.y + before.size.height);
      g_assert_cmpfloat (room.origin.x + room.size.width, <=, width);
      g_assert_cmpfloat (room.origin.y + room.size.height, <=, gtk_widget_get_height (page));
      before = room;
    }
  return n;
}

static void
test_columns (void)
{
  static const struct { int width, columns; } rooms[] = { { 210, 1 }, { 429, 1 }, { 430, 2 }, { 660, 3 }, { 1500, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      GtkWidget *children[N], *page = new_page (children), *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      GtkWindow *window;
      int least;

      gtk_widget_set_visible (children[2], i % 2 == 0);
      gtk_box_append (GTK_BOX (column), page);
      window = render_window (column, rooms[i].width, 500);
      render_frame (page);
      gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      g_assert_cmpint (least, ==, WISH);
      g_assert_cmpint (check_places (page, children, rooms[i].width), ==, rooms[i].columns);
      gtk_window_destroy (window);
    }
}

/* In a narrow window words need lines that they did not need by themselves. */
static void
test_snug (void)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *label = gtk_label_new ("words and words and words and words");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWindow *window;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_widget_set_layout_manager (box, cs_snug_new ());
  gtk_box_append (GTK_BOX (column), box);
  window = render_window (column, 90, 400);
  render_frame (box);
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (label))), >, 2);
  g_assert_cmpint (gtk_widget_get_height (scroller), ==, gtk_widget_get_height (label));
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/columns", test_columns);
  g_test_add_func ("/snug", test_snug);
  return g_test_run ();
}
