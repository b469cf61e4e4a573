/* Asking why, on the pages that offer it: the selected box, a place without one, and nothing at all. */
#include "fixture.h"

#include "cs-explain.h"
#include "cs-formats.h"
#include "cs-page.h"
#include "cs-pipeline.h"
#include "cs-why-popover.h"

extern const CsPageKind cs_page_review, cs_page_stages;

static void
analyse (Fixture *fixture)
{
  CsEntry *entry = fixture_get_film (fixture, 0);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsImage) image = cs_formats_read (cs_entry_get_file (entry), NULL, NULL);
  g_autoptr (CsAnalysis) analysis = cs_pipeline_run (image, NULL, settings, NULL, NULL, NULL, NULL, NULL, NULL);

  cs_session_set_image (fixture->session, image);
  cs_session_set_analysis (fixture->session, analysis);
  cs_study_propose (fixture->study, entry, cs_analysis_get (analysis, "boxes"), "", NULL);
}

static CsWhyPopover *
open_film (FixturePage *desk, const CsPageKind *kind)
{
  CsWhyPopover *why;

  fixture_page_show (desk, fixture_new (1), kind->get_type ());
  cs_session_set_entry (desk->fixture->session, fixture_get_film (desk->fixture, 0));
  fixture_settle ();
  why = fixture_find (desk->page, CS_TYPE_WHY_POPOVER);
  g_assert_nonnull (why);
  return why;
}

static void
test_box (void)
{
  FixturePage desk;
  CsWhyPopover *why = open_film (&desk, &cs_page_review);

  g_assert_true (gtk_widget_activate_action (desk.page, "why.ask", NULL));   /* not analysed: nothing is shown */
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (why)));
  analyse (desk.fixture);
  fixture_settle ();
  gtk_single_selection_set_selected (cs_session_get_selection (desk.fixture->session), 0);
  g_assert_true (gtk_widget_activate_action (desk.page, "why.ask", NULL));
  fixture_settle ();
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (why)));
  g_assert_true (g_str_has_prefix (cs_why_popover_get_verdict (why), "Box 1 of "));
  gtk_popover_popdown (GTK_POPOVER (why));
  fixture_settle ();
  fixture_page_close (&desk);
}

static void
test_air (void)
{
  FixturePage desk;
  CsWhyPopover *why = open_film (&desk, &cs_page_stages);

  analyse (desk.fixture);
  fixture_settle ();
  g_assert_false (cs_why_popover_ask (why, 100000, 0));
  g_assert_true (cs_why_popover_ask (why, 0, 0));
  g_assert_true (g_str_has_prefix (cs_why_popover_get_verdict (why), "No box: stopped at “"));
  fixture_page_close (&desk);
}

static gboolean
has_passed (gpointer due)
{
  return g_get_monotonic_time () >= *(gint64 *) due;
}

static void
wait_ms (guint ms)
{
  gint64 due = g_get_monotonic_time () + ms * 1000;

  fixture_spin (has_passed, &due);
}

static void
point (gpointer film, double x, double y, gboolean inside)
{
  g_signal_emit_by_name (film, "probe", x, y, inside);
}

/* What stopped the place has the focus, and is among the rows in sight. */
static void
assert_focus_in_sight (GtkWidget *page)
{
  GtkWidget *row, *chain;
  GtkAdjustment *scroll;
  graphene_rect_t bounds;

  wait_ms (700);             /* it is scrolled softly */
  row = gtk_root_get_focus (gtk_widget_get_root (page));
  g_assert_true (GTK_IS_LIST_BOX_ROW (row));
  chain = gtk_widget_get_parent (row);
  scroll = gtk_list_box_get_adjustment (GTK_LIST_BOX (chain));
  g_assert_true (gtk_widget_compute_bounds (row, chain, &bounds));
  g_assert_cmpfloat (bounds.size.height, >, 0);
  g_assert_cmpfloat (bounds.origin.y, >=, gtk_adjustment_get_value (scroll));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=,
                     gtk_adjustment_get_value (scroll) + gtk_adjustment_get_page_size (scroll));
}

/* By the mouse alone: it stays at a spot, crosses the film on its way to the button, and the button asks about the
 * spot. A key asks about where the pointer is. */
static void
test_button (void)
{
  FixturePage desk;
  CsWhyPopover *why = open_film (&desk, &cs_page_stages);
  gpointer film = fixture_find (desk.page, CS_TYPE_FILM_VIEW);
  const CsBox *boxes;
  guint n;

  analyse (desk.fixture);
  fixture_settle ();
  boxes = cs_product_get_boxes (cs_analysis_get (cs_session_get_analysis (desk.fixture->session), "boxes"), &n);
  g_assert_cmpuint (n, >, 0);
  point (film, boxes[0].x + boxes[0].width / 2, boxes[0].y + boxes[0].height / 2, TRUE);
  wait_ms (600);
  point (film, 0, 0, TRUE);
  point (film, 0, 0, FALSE);                             /* it has left the view */
  g_assert_true (gtk_widget_activate_action (desk.page, "why.ask", NULL));
  fixture_settle ();
  g_assert_true (g_str_has_prefix (cs_why_popover_get_verdict (why), "Box "));
  gtk_popover_popdown (GTK_POPOVER (why));
  fixture_settle ();
  point (film, 0, 0, TRUE);
  g_assert_true (gtk_widget_activate_action (desk.page, "why.ask", NULL));
  fixture_settle ();
  g_assert_true (g_str_has_prefix (cs_why_popover_get_verdict (why), "No box: "));
  gtk_popover_popdown (GTK_POPOVER (why));
  fixture_settle ();
  fixture_page_close (&desk);
}

/* A stage far down the chain stopped it: the popover opens there. */
static void
test_stop (void)
{
  FixturePage desk;
  CsWhyPopover *why = open_film (&desk, &cs_page_stages);
  g_autoptr (CsExplanation) explanation = NULL;
  CsAnalysis *analysis;
  guint x = 0, y;

  analyse (desk.fixture);
  fixture_settle ();
  analysis = cs_session_get_analysis (desk.fixture->session);
  y = cs_image_get_height (cs_analysis_get_image (analysis)) / 2;
  do
    {
      g_clear_pointer (&explanation, cs_explanation_free);
      explanation = cs_explain_pixel (analysis, x++, y);
    }
  while (!explanation->stop || !g_str_equal (explanation->stop->stage->id, "threshold"));
  g_assert_true (cs_why_popover_ask (why, explanation->x, y));
  fixture_settle ();
  assert_focus_in_sight (desk.page);
  gtk_popover_popdown (GTK_POPOVER (why));
  fixture_settle ();
  fixture_page_close (&desk);
}

/* In the black beside the film there is nothing to ask about, not even what was asked before. */
static void
test_beside (void)
{
  FixturePage desk;
  CsWhyPopover *why = open_film (&desk, &cs_page_stages);
  gpointer film = fixture_find (desk.page, CS_TYPE_FILM_VIEW);

  analyse (desk.fixture);
  fixture_settle ();
  point (film, 20, 20, TRUE);
  point (film, -5, 20, FALSE);
  g_assert_true (gtk_widget_activate_action (desk.page, "why.pointer", NULL));
  fixture_settle ();
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (why)));
  fixture_page_close (&desk);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/why/box", test_box);
  g_test_add_func ("/why/button", test_button);
  g_test_add_func ("/why/stop", test_stop);
  g_test_add_func ("/why/beside", test_beside);
  g_test_add_func ("/why/air", test_air);
  return g_test_run ();
}
