/* A film examined: where its breast lies, how bright its air gets, and the shelf that keeps such films. */
#include "fixture.h"

#include "cs-phantom.h"

static CsPlate *
draw (CsSide side, CsView view, guint bits, CsPhantom **phantom)
{
  g_autoptr (CsPlate) plate = NULL;
  g_autoptr (GError) error = NULL;
  CsPhantomPlan plan;

  cs_phantom_plan_init (&plan, 512, 640, bits, 0.3, 11, 0);
  plan.side = side;
  plan.view = view;
  *phantom = cs_phantom_draw (&plan, 11, 0, NULL, &error);
  g_assert_no_error (error);
  plate = cs_plate_new ((*phantom)->image);
  g_assert_false (cs_plate_get_examined (plate));
  g_assert_cmpint (cs_plate_get_wall (plate), ==, CS_EDGE_NONE);
  return cs_plate_examine (plate, NULL);
}

static void
test_wall (void)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (CsPhantom) phantom = NULL;
      CsSide side = i & 1 ? CS_SIDE_LEFT : CS_SIDE_RIGHT;
      g_autoptr (CsPlate) plate = draw (side, i & 2 ? CS_VIEW_CC : CS_VIEW_MLO, 12, &phantom);

      g_assert_true (cs_plate_get_examined (plate));
      g_assert_cmpint (cs_plate_get_wall (plate), ==, side == CS_SIDE_LEFT ? CS_EDGE_LEFT : CS_EDGE_RIGHT);
    }
}

/* Outside of the breast all but labels is air, and there is air. */
static void
test_air (void)
{
  g_autoptr (CsPhantom) phantom = NULL;
  g_autoptr (CsPlate) plate = draw (CS_SIDE_LEFT, CS_VIEW_CC, 8, &phantom);
  const CsRaster *raster = cs_image_get_raster (phantom->image);
  guint halvings, n = 0, brighter = 0;
  const CsRaster *breast = cs_plate_get_breast (plate, &halvings);

  g_assert_nonnull (breast);
  for (guint y = 0; y < 640; y++)
    for (guint x = 0; x < 512; x++)
      if (cs_raster_get (breast, x >> halvings, y >> halvings) == 0)
        {
          n++;
          brighter += cs_raster_get (raster, x, y) > cs_plate_get_air (plate);
        }
  g_assert_cmpuint (n, >, 512 * 640 / 10);
  g_assert_cmpuint (brighter, <, n / 20);
  g_assert_cmpfloat (cs_plate_get_air (plate), <=, 64);
}

static void
count_cb (CsShelf *shelf, CsEntry *entry, guint *count)
{
  (*count)++;
}

typedef struct { CsShelf *shelf; GPtrArray *entries; } Wish;

static gboolean
is_there (gpointer data)
{
  Wish *wish = data;

  for (guint i = 0; i < wish->entries->len; i++)
    {
      CsPlate *plate = cs_shelf_get (wish->shelf, wish->entries->pdata[i]);
      if (!plate || !cs_plate_get_examined (plate))
        return FALSE;
    }
  return TRUE;
}

/* What is wanted comes, twice heard of: read, and examined. Facts set since are those of today. */
static void
test_shelf (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  CsShelf *shelf = cs_session_get_shelf (fixture->session);
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  CsEntry *first = fixture_get_film (fixture, 0);
  Wish wish = { shelf, entries };
  CsFacts facts = *cs_entry_get_facts (first);
  CsPlate *plate;
  guint count = 0;
  gulong id = g_signal_connect (shelf, "ready", G_CALLBACK (count_cb), &count);

  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (entries, fixture_get_film (fixture, i));
  g_assert_null (cs_shelf_get (shelf, first));
  cs_shelf_want (shelf, entries);
  fixture_spin (is_there, &wish);
  g_assert_cmpuint (count, ==, 6);
  facts.side = CS_SIDE_LEFT;
  g_assert_true (cs_study_set_facts (fixture->study, first, &facts, NULL));
  g_assert_cmpint (cs_image_get_facts (cs_plate_get_image (cs_shelf_get (shelf, first)))->side, ==, CS_SIDE_LEFT);
  plate = cs_shelf_get (shelf, first);
  g_assert_true (cs_shelf_find (shelf, cs_plate_get_image (plate)) == plate);
  cs_shelf_clear (shelf);
  g_assert_null (cs_shelf_get (shelf, first));
  g_signal_handler_disconnect (shelf, id);
}

static void
failed_cb (CsShelf *shelf, CsEntry *entry, GError *error, char **message)
{
  *message = g_strdup (error->message);
}

static gboolean
is_told (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_missing (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsShelf *shelf = cs_session_get_shelf (fixture->session);
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autofree char *message = NULL;
  gulong id = g_signal_connect (shelf, "failed", G_CALLBACK (failed_cb), &message);

  g_ptr_array_add (entries, fixture_get_film (fixture, 0));
  g_assert_true (g_file_delete (cs_entry_get_file (entries->pdata[0]), NULL, NULL));
  cs_shelf_want (shelf, entries);
  fixture_spin (is_told, &message);
  g_assert_nonnull (strstr (message, "film-0.png"));
  g_assert_null (cs_shelf_get (shelf, entries->pdata[0]));
  g_signal_handler_disconnect (shelf, id);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/plate/wall", test_wall);
  g_test_add_func ("/plate/air", test_air);
  g_test_add_func ("/shelf/wanted", test_shelf);
  g_test_add_func ("/shelf/missing", test_missing);
  return g_test_run ();
}
