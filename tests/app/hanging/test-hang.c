/* Which film hangs where: all orders of a case's films, and all absences. */
#include "cs-hang.h"

#include <string.h>

#define N 4

/* RCC, LCC, RMLO, LMLO: the order of the four slots. */
static const CsFacts four[N] = {
  { .case_id = "one", .side = CS_SIDE_RIGHT, .view = CS_VIEW_CC },
  { .case_id = "one", .side = CS_SIDE_LEFT, .view = CS_VIEW_CC },
  { .case_id = "one", .side = CS_SIDE_RIGHT, .view = CS_VIEW_MLO },
  { .case_id = "one", .side = CS_SIDE_LEFT, .view = CS_VIEW_MLO },
};

/* Films nobody knows the day of. */
static void
hang_films (const CsFacts *const *facts, guint n, guint current, guint count, CsHang *hang)
{
  CsExamFilm films[N] = { 0 };

  for (guint i = 0; i < n; i++)
    films[i] = (CsExamFilm) { facts[i], 0, "", CS_KIND_USUAL };
  cs_hang_films (films, n, current, count, CS_EXAM_EARLIER, hang);
}

static void
check_slot (const CsHang *hang, guint i, const CsFacts *const *films, guint n, guint expected)
{
  const CsHangSlot *slot = &hang->slots[i];
  gboolean there = FALSE;

  for (guint k = 0; k < n; k++)
    there |= films[k] == &four[expected];
  g_assert_cmpint (slot->side, ==, four[expected].side);
  g_assert_cmpint (slot->view, ==, four[expected].view);
  if (there)
    g_assert_true (films[slot->film] == &four[expected]);
  else
    g_assert_cmpint (slot->film, ==, -1);
}

static void
check (const CsFacts *const *films, guint n)
{
  for (guint current = 0; current < n; current++)
    {
      guint own = (guint) (films[current] - four), row = own / 2;
      CsHang hang;

      hang_films (films, n, current, 4, &hang);
      g_assert_true (hang.n_columns == 2 && hang.n_rows == 2 && !hang.asks && hang.n_unplaced == 0);
      g_assert_cmpuint (hang.current, ==, own);
      for (guint i = 0; i < N; i++)
        check_slot (&hang, i, films, n, i);
      hang_films (films, n, current, 2, &hang);
      g_assert_true (hang.n_columns == 2 && hang.n_rows == 1);
      g_assert_cmpuint (hang.current, ==, own % 2);
      for (guint i = 0; i < 2; i++)
        check_slot (&hang, i, films, n, 2 * row + i);
      hang_films (films, n, current, 1, &hang);
      g_assert_true (hang.n_columns == 1 && hang.n_rows == 1 && hang.slots[0].film == (int) current);
    }
}

/* Every order of every choice of films. */
static void
permute (const CsFacts **films, guint n, guint subset)
{
  if (n > 0)
    check (films, n);
  for (guint i = 0; n < N && i < N; i++)
    if (!(subset & (1u << i)))
      {
        films[n] = &four[i];
        permute (films, n + 1, subset | (1u << i));
      }
}

static void
test_orders (void)
{
  const CsFacts *films[N];

  permute (films, 0, 0);
}

/* Another woman's films, and films of no case, are never hung beside. */
static void
test_cases (void)
{
  CsFacts other = four[1], none = four[0], none_too = four[1];
  const CsFacts *films[] = { &four[0], &other, &none, &none_too };
  CsHang hang;

  other.case_id = "two";
  none.case_id = none_too.case_id = "";
  for (guint current = 0; current < G_N_ELEMENTS (films); current++)
    {
      hang_films (films, G_N_ELEMENTS (films), current, 2, &hang);
      g_assert_cmpint (hang.slots[hang.current].film, ==, (int) current);
      g_assert_cmpint (hang.slots[!hang.current].film, ==, -1);
    }
}

/* What is not known is not guessed: such a film hangs alone, and the others tell of it. */
static void
test_unknown (void)
{
  for (guint which = 0; which < 3; which++)
    {
      CsFacts odd = four[1];
      const CsFacts *films[] = { &four[0], &odd };
      CsHang hang;

      odd.side = which == 1 ? CS_SIDE_LEFT : CS_SIDE_UNKNOWN;
      odd.view = which == 0 ? CS_VIEW_CC : CS_VIEW_UNKNOWN;
      hang_films (films, 2, 0, 4, &hang);
      g_assert_true (!hang.asks && hang.n_unplaced == 1 && hang.slots[1].film == -1);
      hang_films (films, 2, 1, 4, &hang);
      g_assert_true (hang.asks && hang.n_unplaced == 0);
      g_assert_true (hang.n_columns == 1 && hang.n_rows == 1 && hang.slots[0].film == 1);
    }
}

static void
test_doubles (void)
{
  CsFacts again = four[1];
  const CsFacts *films[] = { &four[1], &four[0], &again };
  CsHang hang;

  hang_films (films, 3, 1, 2, &hang);
  g_assert_true (hang.slots[1].film == 0 && hang.slots[1].n_more == 1);
  hang_films (films, 3, 2, 2, &hang);
  g_assert_true (hang.slots[1].film == 2 && hang.slots[1].n_more == 1 && hang.current == 1);
}

#define DAY 730000

/* Two examinations of one case, first the later one's films; and the same as two linked cases, of which one day is not
 * known. */
static void
make_exams (CsExamFilm *films, CsFacts *facts, gboolean linked)
{
  for (guint i = 0; i < 2 * N; i++)
    {
      facts[i] = four[i % N];
      if (linked && i >= N)
        facts[i].case_id = "two";
      films[i] = (CsExamFilm) { &facts[i], i < N ? DAY + 850 : linked ? 0 : DAY,
                                linked && i < N ? "two" : "", CS_KIND_USUAL };
    }
}

/* A film of either examination in hand: the later one hangs first, and both know what is earlier. */
static void
check_exams (const CsExamFilm *films, guint current, gboolean linked)
{
  gboolean earlier = current >= N;
  guint other = (current + N) % (2 * N), side = current % 2, row = current % N / 2 * 2;
  CsExam beside = earlier ? CS_EXAM_LATER : CS_EXAM_EARLIER;
  CsHang hang;

  cs_hang_films (films, 2 * N, current, 1, beside, &hang);
  g_assert_true (hang.beside && hang.n_columns == 2 && hang.n_rows == 1 && hang.current == (guint) earlier);
  g_assert_cmpint (hang.slots[!earlier].film, ==, (int) other);
  g_assert_true (!hang.slots[0].earlier && hang.slots[1].earlier && hang.slots[0].lean == 0 && hang.slots[1].lean == 0);
  g_assert_cmpuint (hang.slots[1].day, ==, linked ? 0 : DAY);
  g_assert_cmpuint (hang.slots[1].than, ==, DAY + 850);
  for (guint count = 2; count <= 4; count += 2)
    {
      cs_hang_films (films, 2 * N, current, count, beside, &hang);
      g_assert_true (hang.beside && hang.n_columns == 2 && hang.n_rows == 2 && hang.current == 2u * earlier + side);
      for (guint i = 0; i < 4; i++)
        {
          g_assert_cmpint (hang.slots[i].film, ==, (int) (i / 2 * N + row + i % 2));
          g_assert_true (hang.slots[i].earlier == (i >= 2) && hang.slots[i].lean == (i % 2 ? -1 : 1));
        }
    }
  /* A view that examination has not is told with those it has. */
  cs_hang_films (films, 2 * N - 1, 3, 1, CS_EXAM_EARLIER, &hang);
  g_assert_true (hang.slots[0].compared && hang.slots[1].film < 0 && hang.slots[1].has == 7);
  /* The other direction has none: it hangs as if there were one examination, whose films alone belong together. */
  cs_hang_films (films, 2 * N, current, 4, earlier ? CS_EXAM_EARLIER : CS_EXAM_LATER, &hang);
  g_assert_true (!hang.beside && hang.slots[0].earlier == earlier);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (hang.slots[i].film, ==, (int) (current / N * N + i));
}

static void
test_exams (void)
{
  for (int linked = FALSE; linked <= TRUE; linked++)
    {
      CsFacts facts[2 * N];
      CsExamFilm films[2 * N];

      make_exams (films, facts, linked);
      for (guint current = 0; current < 2 * N; current++)
        check_exams (films, current, linked);
    }
}

/* Of several earlier ones the last; films nobody knows the day of are of every examination, another woman's of none. */
static void
test_exam_order (void)
{
  CsFacts other = four[0];
  const CsExamFilm films[] = { { &four[0], DAY, "" }, { &four[0], DAY + 800, "" }, { &four[0], DAY + 400, "" },
                               { &four[1], 0, "" }, { &other, DAY + 500, "" }, { &four[0], DAY + 900, "" } };
  static const CsExam golden[] = { CS_EXAM_OTHER, CS_EXAM_SAME, CS_EXAM_EARLIER, CS_EXAM_SAME, CS_EXAM_OTHER,
                                   CS_EXAM_LATER };
  CsExam exams[G_N_ELEMENTS (films)];

  other.case_id = "two";
  cs_exams_sort (films, G_N_ELEMENTS (films), 1, exams);
  g_assert_cmpmem (exams, sizeof exams, golden, sizeof golden);
}

static void
test_other_views (void)
{
  CsFacts right = four[0], left = four[1];
  const CsFacts *films[] = { &four[0], &right, &four[2], &left };
  CsHang hang;

  right.view = left.view = CS_VIEW_OTHER;
  hang_films (films, 4, 3, 4, &hang);
  g_assert_true (hang.n_rows == 1 && hang.slots[0].film == 1 && hang.slots[1].film == 3 && hang.current == 1);
}

/* A raw, a magnified, a displaced and a usual film of one view, in any order: the usual one hangs, and any that is in
 * hand instead. */
static void
test_kinds (void)
{
  static const CsKind kinds[N] = { CS_KIND_RAW, CS_KIND_ADDED, CS_KIND_DISPLACED, CS_KIND_USUAL };

  for (guint first = 0; first < N; first++)
    {
      CsExamFilm films[N + 1] = { { &four[1], 0, "", CS_KIND_USUAL } };
      CsHang hang;

      for (guint i = 0; i < N; i++)
        films[i + 1] = (CsExamFilm) { &four[0], 0, "", kinds[(first + i) % N] };
      cs_hang_films (films, N + 1, 0, 2, CS_EXAM_OTHER, &hang);
      g_assert_cmpint (films[hang.slots[0].film].kind, ==, CS_KIND_USUAL);
      g_assert_cmpuint (hang.slots[0].n_more, ==, N - 1);
      for (guint i = 1; i <= N; i++)
        {
          cs_hang_films (films, N + 1, i, 2, CS_EXAM_OTHER, &hang);
          g_assert_cmpint (hang.slots[0].film, ==, (int) i);
        }
    }
}

static void
test_wall (void)
{
  g_assert_cmpint (cs_hang_wall (CS_SIDE_RIGHT), ==, 1);
  g_assert_cmpint (cs_hang_wall (CS_SIDE_LEFT), ==, -1);
  g_assert_cmpint (cs_hang_wall (CS_SIDE_UNKNOWN), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hang/orders", test_orders);
  g_test_add_func ("/hang/cases", test_cases);
  g_test_add_func ("/hang/unknown", test_unknown);
  g_test_add_func ("/hang/doubles", test_doubles);
  g_test_add_func ("/hang/exams", test_exams);
  g_test_add_func ("/hang/exam-order", test_exam_order);
  g_test_add_func ("/hang/other-views", test_other_views);
  g_test_add_func ("/hang/kinds", test_kinds);
  g_test_add_func ("/hang/wall", test_wall);
  return g_test_run ();
}
