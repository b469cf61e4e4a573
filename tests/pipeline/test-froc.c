/* The free-response curve, against one counted by hand. */
#include "cs-froc.h"

static CsBox
box_at (int   x,
        int   y,
        float suspicion)
{
  return (CsBox) { x, y, 4, 4, suspicion, { 0 } };
}

static void
test_by_hand (void)
{
  g_autoptr (CsFroc) froc = cs_froc_new ();
  g_autoptr (CsTruth) truth = cs_truth_new (FALSE);
  CsBox boxes[] = { box_at (50, 50, 0.5f), box_at (10, 10, 0.9f), box_at (11, 11, 0.4f) };
  CsBox other = box_at (0, 0, 0.7f);
  const CsFrocPoint *points;
  guint n = 0;

  cs_truth_add (truth, &(CsTruthSpot) { .x = 10, .y = 10, .width = 4, .height = 4 });
  cs_truth_add (truth, &(CsTruthSpot) { .x = 80, .y = 80, .width = 4, .height = 4 });
  cs_truth_add (truth, &(CsTruthSpot) { .x = 90, .y = 20, .width = 1, .height = 1 });
  cs_froc_add_film (froc, boxes, 3, truth, 3);
  cs_froc_add_film (froc, &other, 1, NULL, 3);
  g_assert_cmpuint (cs_froc_get_n_spots (froc), ==, 2);
  g_assert_cmpfloat (cs_froc_recall (froc, 1), ==, 0.5);
  points = cs_froc_get (froc, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat (points[0].sensitivity, ==, 0.5);
  g_assert_cmpfloat (points[0].false_per_film, ==, 0);
  g_assert_cmpfloat (points[1].false_per_film, ==, 0.5);
  g_assert_cmpfloat (points[3].boxes_per_film, ==, 2);
  g_assert_cmpfloat (points[3].false_per_film, ==, 1);
}

/* A stated diameter counts, not how wide the blurred spot is in pixels; a spot without one is as wide as its box. */
static void
test_diameter (void)
{
  g_autoptr (CsTruth) truth = cs_truth_new (FALSE);
  g_autoptr (CsFroc) stated = cs_froc_new ();
  g_autoptr (CsFroc) unstated = cs_froc_new ();
  CsBox box = box_at (10, 10, 0.9f);

  cs_truth_add (truth, &(CsTruthSpot) { .x = 10, .y = 10, .width = 4, .height = 4, .diameter = 0.5 });
  cs_truth_add (truth, &(CsTruthSpot) { .x = 50, .y = 10, .width = 2, .height = 2, .diameter = 0.62 });
  cs_truth_add (truth, &(CsTruthSpot) { .x = 90, .y = 10, .width = 3, .height = 1 });
  cs_froc_add_film (unstated, &box, 1, truth, 3);
  cs_truth_set_spacing (truth, 0.2);
  cs_froc_add_film (stated, &box, 1, truth, 3);
  g_assert_cmpuint (cs_froc_get_n_spots (unstated), ==, 2);
  g_assert_cmpfloat (cs_froc_recall (unstated, 1), ==, 0.5);
  g_assert_cmpuint (cs_froc_get_n_spots (stated), ==, 2);
  g_assert_cmpfloat (cs_froc_recall (stated, 1), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/froc/by-hand", test_by_hand);
  g_test_add_func ("/froc/diameter", test_diameter);
  return g_test_run ();
}
