/* Asking why, on the pages that offer it: the selected box, a place without one, and nothing at all. */
#include "fixture.h"

#include "cs-formats.h"
#include "cs-page.h"
#include "cs-pipeline.h"
#include "cs-why-popover.h"

extern const CsPageKind cs_page_review, cs_page_stages;

typedef struct { Fixture *fixture; GtkWidget *window, *page; CsWhyPopover *why; } Desk;

static CsWhyPopover *
find_popover (GtkWidget *page)
{
  for (GtkWidget *child = gtk_widget_get_first_child (page); child; child = gtk_widget_get_next_sibling (child))
    if (CS_IS_WHY_POPOVER (child))
      return CS_WHY_POPOVER (child);
  return NULL;
}

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

static void
desk_open (Desk *desk, const CsPageKind *kind)
{
  desk->fixture = fixture_new (1);
  desk->window = g_object_ref_sink (gtk_window_new ());
  desk->page = g_object_new (kind->get_type (), NULL);
  gtk_window_set_child (GTK_WINDOW (desk->window), desk->page);
  cs_page_set_session (CS_PAGE (desk->page), desk->fixture->session);
  desk->why = find_popover (desk->page);
  g_assert_nonnull (desk->why);
  gtk_window_present (GTK_WINDOW (desk->window));
  cs_session_set_entry (desk->fixture->session, fixture_get_film (desk->fixture, 0));
  fixture_settle ();
}

static void
desk_close (Desk *desk)
{
  cs_session_set_study (desk->fixture->session, NULL);
  gtk_window_destroy (GTK_WINDOW (desk->window));
  g_object_unref (desk->window);
  fixture_settle ();
  fixture_free (desk->fixture);
}

static void
test_box (void)
{
  Desk desk;

  desk_open (&desk, &cs_page_review);
  g_assert_true (gtk_widget_activate_action (desk.page, "why.ask", NULL));   /* not analysed: nothing is shown */
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (desk.why)));
  analyse (desk.fixture);
  fixture_settle ();
  gtk_single_selection_set_selected (cs_session_get_selection (desk.fixture->session), 0);
  g_assert_true (gtk_widget_activate_action (desk.page, "why.ask", NULL));
  fixture_settle ();
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (desk.why)));
  g_assert_true (g_str_has_prefix (cs_why_popover_get_verdict (desk.why), "Box 1 of "));
  gtk_popover_popdown (GTK_POPOVER (desk.why));
  fixture_settle ();
  desk_close (&desk);
}

static void
test_air (void)
{
  Desk desk;

  desk_open (&desk, &cs_page_stages);
  analyse (desk.fixture);
  fixture_settle ();
  g_assert_false (cs_why_popover_ask (desk.why, 100000, 0));
  g_assert_true (cs_why_popover_ask (desk.why, 0, 0));
  g_assert_true (g_str_has_prefix (cs_why_popover_get_verdict (desk.why), "No box: stopped at “"));
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/why/box", test_box);
  g_test_add_func ("/why/air", test_air);
  return g_test_run ();
}
