/* A film's header in a window: all lines, the search, and who she is only where asked for. And its own windows. */
#include "fixture.h"

#include "cs-film-looks.h"
#include "cs-film-view.h"
#include "cs-header-window.h"

static CsHeader *
make_header (void)
{
  CsHeader *header = cs_header_new ();

  cs_header_add (header, &(CsHeaderLine) { 0, "(0010,0010)", "PatientName", "Doe^Jane", TRUE });
  cs_header_add (header, &(CsHeaderLine) { 0, "(0028,0010)", "Rows", "3062", FALSE });
  cs_header_add (header, &(CsHeaderLine) { 0, "(0028,0011)", "Columns", "2394", FALSE });
  return header;
}

static void
search (GtkWidget *window, const char *text)
{
  GtkEditable *entry = fixture_find (window, GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (entry, text);
  g_signal_emit_by_name (entry, "search-changed");
  fixture_settle ();
}

static void
test_window (void)
{
  g_autoptr (CsHeader) header = make_header ();
  GtkWidget *window = cs_header_window_new (NULL), *identity;
  GListModel *lines = cs_header_window_get_lines (CS_HEADER_WINDOW (window));

  cs_header_window_set_header (CS_HEADER_WINDOW (window), header, "Length: unknown.");
  gtk_window_present (GTK_WINDOW (window));
  fixture_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 3);
  g_assert_true (fixture_says (window, "3062") && fixture_says (window, "PatientName"));
  g_assert_true (fixture_says (window, "Length: unknown."));
  g_assert_false (fixture_says (window, "Doe^Jane"));
  search (window, "jane");
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 0);
  search (window, "0028 col");
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 1);
  search (window, "");
  identity = fixture_find (window, GTK_TYPE_TOGGLE_BUTTON);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (identity), TRUE);
  fixture_settle ();
  g_assert_true (fixture_says (window, "Doe^Jane"));
  search (window, "jane");
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 1);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_signal_emit_by_name (fixture_find (window, GTK_TYPE_SEARCH_ENTRY), "stop-search");   /* Escape, while searching */
  fixture_settle ();
  g_assert_null (window);
}

/* A film that asks for two windows, turned round, and has an overlay. */
static CsImage *
make_film (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 64, 64), mask = cs_raster_new (CS_PIXEL_U8, 4, 4);
  g_autoptr (CsDetails) details = cs_details_new ();
  g_autoptr (CsImage) image = NULL;

  cs_details_set_values (details, -1, 4095);
  cs_details_add_window (details, &(CsVoi) { .shape = CS_VOI_SIGMOID, .centre = 2048, .width = 500,
                                             .title = "SOFT_1" });
  cs_details_add_window (details, &(CsVoi) { .shape = CS_VOI_LINEAR_EXACT, .centre = 3000, .width = 100 });
  cs_details_add_overlay (details, "Overlay 1", 0, 0, mask);
  image = cs_image_new (raster, "film.dcm", &(CsFacts) { .case_id = "", .bits = 12 });
  return cs_image_with_details (image, details);
}

static void
test_looks (void)
{
  g_autoptr (CsImage) image = make_film ();
  g_autoptr (GBytes) curve = cs_film_looks_curve (image, 0);
  gsize n;
  const guint8 *bytes = g_bytes_get_data (curve, &n);

  g_assert_cmpuint (n, ==, 4096);
  for (guint i = 0; i < n; i += 17)
    g_assert_cmpint (ABS (bytes[i] - 255 * cs_details_show (cs_image_get_details (image), 0, i)), <=, 0.5);
  g_assert_cmpint (cs_film_looks_find (image, "file:1"), ==, 1);
  g_assert_cmpint (cs_film_looks_find (image, "file:2"), ==, -1);
  g_assert_cmpint (cs_film_looks_find (NULL, "file:0"), ==, -1);
  g_assert_cmpstr (cs_film_looks_next (image, "spots"), ==, "file:0");
  g_assert_cmpstr (cs_film_looks_next (image, "file:0"), ==, "file:1");
  g_assert_cmpstr (cs_film_looks_next (image, "file:1"), ==, cs_film_presets[0].id);
  g_assert_cmpstr (cs_film_looks_next (image, ""), ==, cs_film_presets[0].id);
  g_assert_cmpstr (cs_film_looks_next (NULL, "spots"), ==, cs_film_presets[0].id);
}

static void
test_view (void)
{
  g_autoptr (CsImage) image = make_film ();
  GtkWidget *view = g_object_ref_sink (cs_film_view_new ());
  GListModel *layers = cs_canvas_get_layers (cs_film_view_get_canvas (CS_FILM_VIEW (view)));
  double low, high;

  cs_film_view_set_image (CS_FILM_VIEW (view), image);
  cs_film_view_set_preset (CS_FILM_VIEW (view), "file:1");
  cs_film_view_get_window (CS_FILM_VIEW (view), &low, &high);
  g_assert_cmpfloat (low, ==, 4095 - 3050);
  g_assert_cmpfloat (high, ==, 4095 - 2950);
  cs_film_view_set_preset (CS_FILM_VIEW (view), "file:7");   /* there is none: nothing changes */
  cs_film_view_get_window (CS_FILM_VIEW (view), &low, &high);
  g_assert_cmpfloat (low, ==, 4095 - 3050);
  g_assert_cmpuint (g_list_model_get_n_items (layers), ==, 1);
  gtk_widget_activate_action (view, "film.overlays", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (layers), ==, 2);
  gtk_widget_activate_action (view, "film.overlays", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (layers), ==, 1);
  g_object_unref (view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/header/window", test_window);
  g_test_add_func ("/header/looks", test_looks);
  g_test_add_func ("/header/view", test_view);
  return g_test_run ();
}
