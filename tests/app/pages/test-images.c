/* The Images page shows the films that are asked for, in the order that is asked for. */
#include "fixture.h"

#include "cs-page.h"

extern const CsPageKind cs_page_images;

static gpointer
child (FixturePage *desk, const char *name)
{
  GObject *object = gtk_widget_get_template_child (desk->page, cs_page_images.get_type (), name);

  g_assert_nonnull (object);
  return object;
}

static void
set_facts (FixturePage *desk, guint i, const char *case_id, CsView view)
{
  CsEntry *entry = fixture_get_film (desk->fixture, i);
  CsFacts facts = *cs_entry_get_facts (entry);

  facts.case_id = case_id;
  facts.view = view;
  g_assert_true (cs_study_set_facts (desk->fixture->study, entry, &facts, NULL));
}

static void
judge_all (FixturePage *desk, guint i)
{
  GListModel *marks = cs_study_get_marks (desk->fixture->study, fixture_get_film (desk->fixture, i));

  for (guint k = 0; k < g_list_model_get_n_items (marks); k++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, k);

      g_assert_true (cs_study_judge (desk->fixture->study, mark, CS_VERDICT_POSITIVE, NULL));
    }
}

/* film-0: woman Zoe, CC, all judged; film-1: Ann, MLO, five boxes; film-2: Mia, MLO, two boxes. */
static void
desk_open (FixturePage *desk)
{
  *desk = (FixturePage) { .fixture = fixture_new (3) };
  set_facts (desk, 0, "Zoe", CS_VIEW_CC);
  set_facts (desk, 1, "Ann", CS_VIEW_MLO);
  set_facts (desk, 2, "Mia", CS_VIEW_MLO);
  fixture_propose (desk->fixture, fixture_get_film (desk->fixture, 0), 6);
  fixture_propose (desk->fixture, fixture_get_film (desk->fixture, 1), 5);
  fixture_propose (desk->fixture, fixture_get_film (desk->fixture, 2), 2);
  judge_all (desk, 0);
  fixture_page_show (desk, desk->fixture, cs_page_images.get_type ());
}

/* The films on the page by number, as "021". */
static void
expect (FixturePage *desk, const char *films)
{
  GListModel *model = G_LIST_MODEL (gtk_grid_view_get_model (child (desk, "grid")));
  g_autoptr (GString) found = g_string_new (NULL);

  fixture_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (model, i);

      g_string_append_c (found, cs_entry_get_name (entry)[strlen ("film-")]);
    }
  g_assert_cmpstr (found->str, ==, films);
}

static void
test_filter (void)
{
  FixturePage desk;

  desk_open (&desk);
  expect (&desk, "012");
  gtk_drop_down_set_selected (child (&desk, "view"), 1);
  expect (&desk, "0");
  gtk_drop_down_set_selected (child (&desk, "view"), 2);
  expect (&desk, "12");
  gtk_drop_down_set_selected (child (&desk, "view"), 3);
  expect (&desk, "");
  gtk_drop_down_set_selected (child (&desk, "view"), 0);
  gtk_toggle_button_set_active (child (&desk, "unjudged"), TRUE);
  expect (&desk, "12");
  gtk_toggle_button_set_active (child (&desk, "unjudged"), FALSE);
  gtk_editable_set_text (child (&desk, "search"), "ANN");
  g_signal_emit_by_name (child (&desk, "search"), "search-changed");
  expect (&desk, "1");
  fixture_page_close (&desk);
}

static void
test_order (void)
{
  FixturePage desk;

  desk_open (&desk);
  gtk_drop_down_set_selected (child (&desk, "order"), 1);   /* by woman */
  expect (&desk, "120");
  gtk_drop_down_set_selected (child (&desk, "order"), 2);   /* most left to judge */
  expect (&desk, "120");
  gtk_drop_down_set_selected (child (&desk, "order"), 3);   /* most boxes */
  expect (&desk, "012");
  gtk_drop_down_set_selected (child (&desk, "order"), 0);
  expect (&desk, "012");
  fixture_page_close (&desk);
}

/* Whether the focus is in @name after a film came in. */
static gboolean
keeps_focus (FixturePage *desk, const char *film, const char *name)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 32, 32);
  GtkWidget *focus;

  fixture_add_film (desk->fixture, film, raster, 0.1);
  fixture_settle ();
  focus = gtk_root_get_focus (gtk_widget_get_root (desk->page));
  return focus && (focus == child (desk, name) || gtk_widget_is_ancestor (focus, child (desk, name)));
}

/* Films that come in have the focus, unless somebody is searching. */
static void
test_focus (void)
{
  FixturePage desk = { .fixture = fixture_new (0) };

  fixture_page_show (&desk, desk.fixture, cs_page_images.get_type ());
  gtk_root_set_focus (gtk_widget_get_root (desk.page), NULL);
  g_assert_true (keeps_focus (&desk, "first", "grid"));
  gtk_widget_grab_focus (child (&desk, "search"));
  g_assert_true (keeps_focus (&desk, "second", "search"));
  fixture_page_close (&desk);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/images/filter", test_filter);
  g_test_add_func ("/images/order", test_order);
  g_test_add_func ("/images/focus", test_focus);
  return g_test_run ();
}
