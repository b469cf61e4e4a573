/* Asking why, on the pages that offer it: the selected box, a place without one, and nothing at all. */
#include "fixture.h"

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
  g_test_add_func ("/why/beside", test_beside);
  g_test_add_func ("/why/air", test_air);
  return g_test_run ();
}
