/* The gallery by actions: it fills by itself, flips, paints and undoes, and follows its filters. */
#include "fixture.h"

#include "cs-gatherer.h"
#include "cs-mask-panel.h"
#include "cs-page.h"
#include "cs-patch-tile.h"

extern const CsPageKind cs_page_patches;

#define N_BOXES 4

static guint wanted;      /* so many patches the page is to show */

static GtkSelectionModel *
selection_of (FixturePage *desk)
{
  return gtk_grid_view_get_model (fixture_find (desk->page, GTK_TYPE_GRID_VIEW));
}

static guint
count_shown (FixturePage *desk)
{
  return g_list_model_get_n_items (G_LIST_MODEL (selection_of (desk)));
}

static CsPatchItem *
item_at (FixturePage *desk, guint i)
{
  g_autoptr (CsPatchItem) item = g_list_model_get_item (G_LIST_MODEL (selection_of (desk)), i);

  g_assert_nonnull (item);
  return item;              /* the list holds it */
}

static gboolean
is_filled (gpointer data)
{
  FixturePage *desk = data;

  return count_shown (desk) == wanted && cs_jobs_get_n (cs_session_get_jobs (desk->fixture->session)) == 0;
}

static void
judge (FixturePage *desk, CsEntry *entry, guint i, CsVerdict verdict)
{
  g_autoptr (CsMark) mark = g_list_model_get_item (cs_study_get_marks (desk->fixture->study, entry), i);
  g_autoptr (GError) error = NULL;

  cs_study_judge (desk->fixture->study, mark, verdict, &error);
  g_assert_no_error (error);
}

/* Two accepted boxes and two rejected ones on each of two films. */
static void
desk_open (FixturePage *desk)
{
  *desk = (FixturePage) { .fixture = fixture_new (2) };
  wanted = 2 * N_BOXES;
  for (guint film = 0; film < 2; film++)
    {
      CsEntry *entry = fixture_get_film (desk->fixture, film);

      fixture_propose (desk->fixture, entry, N_BOXES);
      for (guint i = 0; i < N_BOXES; i++)
        judge (desk, entry, i, i < 2 ? CS_VERDICT_POSITIVE : CS_VERDICT_NEGATIVE);
    }
  fixture_page_show (desk, desk->fixture, cs_page_patches.get_type ());
  fixture_spin (is_filled, desk);
}

static void
act (FixturePage *desk, gpointer widget, const char *action)
{
  g_assert_true (gtk_widget_activate_action (widget, action, NULL));
  fixture_settle ();
}

static void
undo (FixturePage *desk)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_study_undo (desk->fixture->study, NULL, NULL, &error));
  g_assert_no_error (error);
}

static gboolean
is_fresh (gpointer data)
{
  FixturePage *desk = data;

  for (guint i = 0; i < count_shown (desk); i++)
    if (cs_patch_item_get_stale (item_at (desk, i)))
      return FALSE;
  return is_filled (desk);
}

static gboolean
first_is_rejected (gpointer data)
{
  return is_fresh (data) && !cs_patch_item_get_patch (item_at (data, 0))->positive;
}

static gboolean
first_is_accepted (gpointer data)
{
  return is_fresh (data) && cs_patch_item_get_patch (item_at (data, 0))->positive;
}

static gboolean
first_is_painted (gpointer data)
{
  return is_fresh (data) && cs_record_mark_mask (cs_patch_item_get_mark (item_at (data, 0))) != NULL;
}

static gboolean
first_is_unpainted (gpointer data)
{
  return is_fresh (data) && cs_record_mark_mask (cs_patch_item_get_mark (item_at (data, 0))) == NULL;
}

static void
test_flip (void)
{
  FixturePage desk;
  CsPatchItem *first;

  desk_open (&desk);
  first = item_at (&desk, 0);
  g_assert_true (first_is_accepted (&desk));
  g_assert_true (gtk_widget_activate_action (desk.page, "patches.flip", NULL));
  g_assert_true (cs_patch_item_get_stale (first));      /* before the main loop brings it anew */
  g_assert_cmpuint (cs_entry_get_n_verdict (fixture_get_film (desk.fixture, 0), CS_VERDICT_NEGATIVE), ==, 3);
  fixture_spin (first_is_rejected, &desk);
  g_assert_true (item_at (&desk, 0) == first);      /* the row stays, and what is selected with it */
  g_assert_true (gtk_selection_model_is_selected (selection_of (&desk), 0));
  g_assert_cmpuint (cs_patch_item_get_area (first), ==, 0);
  undo (&desk);
  fixture_spin (first_is_accepted, &desk);
  g_assert_cmpuint (cs_entry_get_n_verdict (fixture_get_film (desk.fixture, 0), CS_VERDICT_NEGATIVE), ==, 2);
  fixture_page_close (&desk);
}

static gboolean
nothing_is_accepted (gpointer data)
{
  FixturePage *desk = data;

  return cs_entry_get_n_verdict (fixture_get_film (desk->fixture, 0), CS_VERDICT_POSITIVE) == 0;
}

/* A choice of many is judged by one key, and comes back by one undo. */
static void
test_many (void)
{
  FixturePage desk;
  guint accepted;

  desk_open (&desk);
  accepted = cs_entry_get_n_verdict (fixture_get_film (desk.fixture, 0), CS_VERDICT_POSITIVE);
  g_assert_cmpuint (accepted, >, 1);
  g_assert_true (gtk_selection_model_select_all (selection_of (&desk)));
  act (&desk, desk.page, "patches.reject");
  g_assert_true (nothing_is_accepted (&desk));
  undo (&desk);
  g_assert_cmpuint (cs_entry_get_n_verdict (fixture_get_film (desk.fixture, 0), CS_VERDICT_POSITIVE), ==, accepted);
  fixture_page_close (&desk);
}

static gboolean
is_closed (gpointer panel)
{
  return !gtk_widget_get_visible (panel);
}

static gboolean
is_sensitive (gpointer widget)
{
  return gtk_widget_get_sensitive (widget);
}

/* The method's proposal at any threshold: seen while it is moved, and one stroke to be taken back. */
static void
check_threshold (FixturePage *desk, CsMaskPanel *panel)
{
  GtkRange *scale = fixture_find (GTK_WIDGET (panel), GTK_TYPE_SCALE);
  guint before = cs_mask_panel_get_area (panel), most;
  double stood;

  fixture_spin (is_sensitive, scale);
  stood = gtk_range_get_value (scale);
  gtk_range_set_value (scale, 0);
  most = cs_mask_panel_get_area (panel);
  gtk_range_set_value (scale, gtk_adjustment_get_upper (gtk_range_get_adjustment (scale)));
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 0);
  g_assert_cmpuint (most, >, 0);
  act (desk, panel, "mask.back");
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, before);
  /* The threshold stands where it stood; and what is made with it anew can be taken back as well. */
  g_assert_cmpfloat (gtk_range_get_value (scale), ==, stood);
  gtk_range_set_value (scale, 0);
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, most);
  act (desk, panel, "mask.back");
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, before);
  g_assert_cmpfloat (gtk_range_get_value (scale), ==, stood);
}

/* The mask of the first patch, with nothing painted yet and a brush of one pixel. */
static CsMaskPanel *
begin_painting (FixturePage *desk)
{
  CsMaskPanel *panel = fixture_find (desk->page, CS_TYPE_MASK_PANEL);

  act (desk, desk->page, "patches.paint");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (panel)));
  act (desk, panel, "mask.clear");
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 0);
  g_object_set (panel, "radius", 0.5, NULL);
  return panel;
}

static void
test_paint (void)
{
  FixturePage desk;
  CsMaskPanel *panel;
  const CsBox *box;
  guint before;

  desk_open (&desk);
  panel = begin_painting (&desk);
  box = &cs_patch_item_get_mark (item_at (&desk, 0))->box;
  cs_mask_panel_stroke (panel, box->x + 0.5, box->y + 1.5, box->x + 3.5, box->y + 1.5, FALSE);
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 4);
  cs_mask_panel_stroke (panel, box->x + 0.5, box->y + 1.5, box->x + 0.5, box->y + 1.5, TRUE);
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 3);
  act (&desk, panel, "mask.back");
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 4);
  check_threshold (&desk, panel);
  before = cs_raster_get_width (cs_mask_panel_get_mask (panel));
  g_assert_cmpuint (before, ==, (guint) box->width);
  act (&desk, panel, "mask.save");
  fixture_spin (is_closed, panel);
  fixture_spin (first_is_painted, &desk);
  g_assert_cmpuint (cs_patch_item_get_area (item_at (&desk, 0)), >=, 4);
  undo (&desk);
  fixture_spin (first_is_unpainted, &desk);
  fixture_page_close (&desk);
}

static void
step (FixturePage *desk, CsMaskPanel *panel, int dx, int dy, gboolean paint)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (panel), "mask.step", "(iib)", dx, dy, paint));
}

/* By keys alone: from the middle of the box, a way painted, a jump, a dab, one pixel erased; never out of the box. */
static void
test_keys (void)
{
  FixturePage desk;
  CsMaskPanel *panel;
  const CsBox *box;

  desk_open (&desk);
  panel = begin_painting (&desk);
  box = &cs_patch_item_get_mark (item_at (&desk, 0))->box;
  step (&desk, panel, 1, 0, TRUE);
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 2);
  step (&desk, panel, 0, 1, FALSE);
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 2);
  step (&desk, panel, 0, 0, TRUE);
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 3);
  act (&desk, panel, "mask.erase");
  step (&desk, panel, 0, 0, TRUE);
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 2);
  act (&desk, panel, "mask.erase");
  for (int i = 0; i < box->width; i++)
    step (&desk, panel, -1, 0, FALSE);
  for (int i = 0; i < 2 * box->width; i++)
    step (&desk, panel, 1, 0, TRUE);
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 2 + (guint) box->width);
  act (&desk, panel, "mask.cancel");
  fixture_page_close (&desk);
}

/* What is closed in is filled; what was cancelled is not kept; the machine's mask comes back. */
static void
test_machine (void)
{
  FixturePage desk;
  CsMaskPanel *panel;
  const CsBox *box;

  desk_open (&desk);
  panel = begin_painting (&desk);
  box = &cs_patch_item_get_mark (item_at (&desk, 0))->box;
  for (int side = 0; side < 2; side++)
    {
      cs_mask_panel_stroke (panel, box->x + 0.5, box->y + 0.5 + 2 * side, box->x + 2.5, box->y + 0.5 + 2 * side, FALSE);
      cs_mask_panel_stroke (panel, box->x + 0.5 + 2 * side, box->y + 0.5, box->x + 0.5 + 2 * side, box->y + 2.5, FALSE);
    }
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 8);
  act (&desk, panel, "mask.fill");
  g_assert_cmpuint (cs_mask_panel_get_area (panel), ==, 9);
  act (&desk, panel, "mask.cancel");
  g_assert_true (is_closed (panel));
  fixture_spin (first_is_unpainted, &desk);       /* the reading of the film may still be ending */
  act (&desk, desk.page, "patches.paint");
  act (&desk, panel, "mask.save");
  fixture_spin (first_is_painted, &desk);
  act (&desk, desk.page, "patches.paint");
  act (&desk, panel, "mask.machine");
  fixture_spin (first_is_unpainted, &desk);
  fixture_page_close (&desk);
}

static void
choose (FixturePage *desk, const char *name, guint choice, guint n)
{
  GtkDropDown *down = GTK_DROP_DOWN (gtk_widget_get_template_child (desk->page, cs_page_patches.get_type (), name));

  gtk_drop_down_set_selected (down, choice);
  wanted = n;
  fixture_spin (is_filled, desk);
}

static void
test_filter (void)
{
  FixturePage desk;

  desk_open (&desk);
  choose (&desk, "kind", 1, N_BOXES);
  for (guint i = 0; i < N_BOXES; i++)
    g_assert_true (cs_patch_item_get_patch (item_at (&desk, i))->positive);
  choose (&desk, "scope", 1, 0);                    /* no film is open */
  cs_session_set_entry (desk.fixture->session, fixture_get_film (desk.fixture, 1));
  choose (&desk, "kind", 2, N_BOXES / 2);
  g_assert_cmpint (cs_patch_item_get_film (item_at (&desk, 0))->id, ==,
                   cs_entry_get_id (fixture_get_film (desk.fixture, 1)));
  choose (&desk, "scope", 0, N_BOXES);
  fixture_page_close (&desk);
}

/* A pixel of the film is an exact square, and the outline lies inside the target. */
static void
test_picture (void)
{
  const guint factor = 4, side = factor * CS_PATCH_SIDE;
  g_autofree guchar *plain = g_malloc (4 * side * side);
  g_autoptr (GdkTexture) texture = NULL;
  CsPatchItem *item;
  FixturePage desk;

  desk_open (&desk);
  item = item_at (&desk, 0);
  texture = cs_patch_item_draw (item, factor, FALSE);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, side);
  gdk_texture_download (texture, plain, 4 * side);
  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      g_assert_cmpmem (plain + 4 * (y * side + x), 4, plain + 4 * ((y - y % factor) * side + x - x % factor), 4);
  fixture_page_close (&desk);
}

/* A calcification no box met, and what its set calls it: under the gallery, and what a tile says. */
static void
test_class_words (void)
{
  FixturePage desk;
  CsTruthSpot spot = { .x = 60, .y = 200, .width = 9, .height = 7, .cluster = -1, .word = "PUNCTATE & BENIGN" };
  g_autoptr (CsTruth) truth = cs_truth_new (TRUE);
  CsPatchTile *tile;
  guint i = 0;

  desk_open (&desk);
  cs_truth_add (truth, &spot);
  g_assert_true (cs_study_label_from_truth (desk.fixture->study, fixture_get_film (desk.fixture, 0), truth, "truth",
                                            NULL));
  wanted++;
  fixture_spin (is_fresh, &desk);
  while (cs_patch_item_get_mark (item_at (&desk, i))->origin != CS_ORIGIN_TRUTH)
    i++;
  gtk_selection_model_select_item (selection_of (&desk), i, TRUE);
  fixture_settle ();
  g_assert_true (fixture_says (desk.page, "* truth: PUNCTATE & BENIGN"));
  tile = CS_PATCH_TILE (g_object_ref_sink (cs_patch_tile_new ()));
  cs_patch_tile_set_item (tile, item_at (&desk, i));
  g_assert_true (g_str_has_suffix (gtk_widget_get_tooltip_text (GTK_WIDGET (tile)), "truth: PUNCTATE & BENIGN"));
  g_object_unref (tile);
  fixture_page_close (&desk);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/patches-page/flip", test_flip);
  g_test_add_func ("/patches-page/many", test_many);
  g_test_add_func ("/patches-page/paint", test_paint);
  g_test_add_func ("/patches-page/keys", test_keys);
  g_test_add_func ("/patches-page/machine", test_machine);
  g_test_add_func ("/patches-page/filter", test_filter);
  g_test_add_func ("/patches-page/picture", test_picture);
  g_test_add_func ("/patches-page/class-words", test_class_words);
  return g_test_run ();
}
