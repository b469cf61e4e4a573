/* The eight turns: a group, and what each does to the corners of an image. */
#include "cs-turn.h"

/* A letter F of four points: no two of its eight images are one. */
static const double letter[4][2] = { { 0, 0 }, { 3, 0 }, { 0, 1 }, { 0, 5 } };

static void
show (CsTurn turn, guint i, double *x, double *y)
{
  *x = letter[i][0];
  *y = letter[i][1];
  cs_turn_vector (turn, x, y);
}

static gboolean
is_same (CsTurn one, CsTurn other)
{
  for (guint i = 0; i < G_N_ELEMENTS (letter); i++)
    {
      double a[2], b[2];

      show (one, i, &a[0], &a[1]);
      show (other, i, &b[0], &b[1]);
      if (a[0] != b[0] || a[1] != b[1])
        return FALSE;
    }
  return TRUE;
}

/* What the names say, of a direction to the right and of one down. */
static void
test_names (void)
{
  static const struct { CsTurn turn; double right[2], down[2]; } known[CS_TURNS] = {
    { CS_TURN_NONE, { 1, 0 }, { 0, 1 } },   { CS_TURN_RIGHT, { 0, 1 }, { -1, 0 } },
    { CS_TURN_HALF, { -1, 0 }, { 0, -1 } }, { CS_TURN_LEFT, { 0, -1 }, { 1, 0 } },
    { CS_TURN_MIRROR, { -1, 0 }, { 0, 1 } }, { CS_TURN_FLIP, { 1, 0 }, { 0, -1 } },
    { CS_TURN_MIRROR_RIGHT, { 0, -1 }, { -1, 0 } }, { CS_TURN_MIRROR_LEFT, { 0, 1 }, { 1, 0 } },
  };

  for (guint i = 0; i < CS_TURNS; i++)
    {
      double right[2] = { 1, 0 }, down[2] = { 0, 1 };

      cs_turn_vector (known[i].turn, &right[0], &right[1]);
      cs_turn_vector (known[i].turn, &down[0], &down[1]);
      g_assert_cmpfloat (right[0], ==, known[i].right[0]);
      g_assert_cmpfloat (right[1], ==, known[i].right[1]);
      g_assert_cmpfloat (down[0], ==, known[i].down[0]);
      g_assert_cmpfloat (down[1], ==, known[i].down[1]);
      g_assert_true (cs_turn_swaps (known[i].turn) == (known[i].right[0] == 0));
    }
}

static void
test_group (void)
{
  for (CsTurn one = CS_TURN_NONE; one < CS_TURNS; one++)
    for (CsTurn other = CS_TURN_NONE; other < CS_TURNS; other++)
      {
        CsTurn both = cs_turn_then (one, other);

        g_assert_true (is_same (one, other) == (one == other));
        for (guint i = 0; i < G_N_ELEMENTS (letter); i++)
          {
            double x, y, x2, y2;

            show (one, i, &x, &y);
            cs_turn_vector (other, &x, &y);
            show (both, i, &x2, &y2);
            g_assert_true (x == x2 && y == y2);
          }
        g_assert_cmpint (cs_turn_then (one, cs_turn_inverse (one)), ==, CS_TURN_NONE);
      }
}

/* Points stay within the image as shown, and come back. */
static void
test_points (void)
{
  const double width = 40, height = 60;

  for (CsTurn turn = CS_TURN_NONE; turn < CS_TURNS; turn++)
    for (int i = 0; i < 4; i++)
      {
        double x = i & 1 ? width : 7, y = i & 2 ? height : 3, x2 = x, y2 = y;
        double shown_width = cs_turn_swaps (turn) ? height : width;
        double shown_height = cs_turn_swaps (turn) ? width : height;

        cs_turn_point (turn, width, height, &x2, &y2);
        g_assert_true (x2 >= 0 && y2 >= 0 && x2 <= shown_width && y2 <= shown_height);
        cs_turn_point_back (turn, width, height, &x2, &y2);
        g_assert_true (x == x2 && y == y2);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/turn/names", test_names);
  g_test_add_func ("/turn/group", test_group);
  g_test_add_func ("/turn/points", test_points);
  return g_test_run ();
}
