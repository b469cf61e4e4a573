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

/* Ten women with a film each: boxes that hit and boxes that do not, more of the first the surer. */
static CsFroc *
draw_women (guint n)
{
  CsFroc *froc = cs_froc_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint i = 0; i < 2 * n; i++)
    {
      g_autoptr (CsTruth) truth = cs_truth_new (FALSE);
      g_autofree char *name = g_strdup_printf ("%u", i / 2);
      CsBox boxes[20];

      for (int k = 0; k < 10; k++)
        cs_truth_add (truth, &(CsTruthSpot) { .x = 20 * k, .y = 10, .width = 4, .height = 4 });
      for (int k = 0; k < 20; k++)
        {
          gboolean right = g_rand_boolean (rand);

          boxes[k] = box_at (20 * (k % 10), right ? 10 : 60, (float) g_rand_double (rand) + (right ? 0.3f : 0));
        }
      cs_froc_begin_case (froc, name);
      cs_froc_add_film (froc, boxes, 20, truth, 0);
    }
  return froc;
}

static void
test_interval (void)
{
  static const double rates[] = { 0, 0.5, 2, 100 };
  g_autoptr (CsFroc) froc = draw_women (10), same = draw_women (10), alone = draw_women (1);
  CsFrocShare spots[4], films[4], again[4], again_films[4];
  guint n;
  const CsFrocPoint *points = cs_froc_get (froc, &n);

  g_assert_cmpuint (cs_froc_get_n_cases (froc), ==, 10);
  g_assert_cmpuint (cs_froc_get_n_films (froc), ==, 20);
  cs_froc_at (froc, 7, rates, 4, spots, films);
  cs_froc_at (same, 7, rates, 4, again, again_films);
  g_assert_cmpmem (spots, sizeof spots, again, sizeof again);
  g_assert_cmpmem (films, sizeof films, again_films, sizeof again_films);
  for (guint k = 0; k < 4; k++)
    {
      g_assert_cmpfloat (spots[k].low, <=, spots[k].value);
      g_assert_cmpfloat (spots[k].high, >=, spots[k].value);
      g_assert_cmpfloat (spots[k].value, >=, k > 0 ? spots[k - 1].value : 0);
      g_assert_cmpfloat (films[k].value, >=, spots[k].value);
    }
  g_assert_cmpfloat (spots[3].value, ==, points[n - 1].sensitivity);
  g_assert_cmpfloat (spots[1].low, <, spots[1].high);
  cs_froc_at (alone, 7, rates, 4, spots, films);
  g_assert_true (spots[1].low != spots[1].low);
}

/* One of two films with a spot is hit, and then the other. */
static void
test_films (void)
{
  g_autoptr (CsFroc) froc = cs_froc_new ();
  g_autoptr (CsTruth) truth = cs_truth_new (FALSE);
  CsBox first[] = { box_at (10, 10, 0.9f), box_at (50, 50, 0.6f) }, second = box_at (10, 10, 0.3f);
  const CsFrocPoint *points;
  guint n;

  cs_truth_add (truth, &(CsTruthSpot) { .x = 10, .y = 10, .width = 4, .height = 4 });
  cs_froc_add_film (froc, first, 2, truth, 0);
  cs_froc_add_film (froc, &second, 1, truth, 0);
  cs_froc_add_film (froc, NULL, 0, NULL, 0);
  points = cs_froc_get (froc, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpfloat (points[0].film_sensitivity, ==, 0.5);
  g_assert_cmpfloat (points[1].film_sensitivity, ==, 0.5);
  g_assert_cmpfloat (points[2].film_sensitivity, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/froc/interval", test_interval);
  g_test_add_func ("/froc/films", test_films);
  g_test_add_func ("/froc/by-hand", test_by_hand);
  g_test_add_func ("/froc/diameter", test_diameter);
  return g_test_run ();
}
