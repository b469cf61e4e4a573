/* Marks meant together: a cluster is what lies within a centimetre, a lasso holds what has its middle in it. */
#include "cs-group.h"
#include "studies.h"

/* Boxes of 10 px at 10, 30, 80 and 130, on a film of 0.2 mm a pixel: a centimetre is 50 px. */
static const int places[] = { 10, 30, 80, 130 };

static void
set_up (Study        *study,
        gconstpointer data)
{
  CsBox boxes[G_N_ELEMENTS (places)];

  study_make (study);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    boxes[i] = study_box_at (places[i], 0.9f - 0.1f * i);
  study_propose (study, boxes, G_N_ELEMENTS (places));
}

static void
tear_down (Study        *study,
           gconstpointer data)
{
  study_clear (study);
}

/* Asserts that @group is the marks of these positions, and drops it. */
static void
assert_group (Study      *study,
              GPtrArray  *group,
              guint       n,
              const guint positions[])
{
  g_assert_cmpuint (group->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (group->pdata[i] == study_mark_at (study, positions[i]));
  g_ptr_array_unref (group);
}

static void
test_around (Study        *study,
             gconstpointer data)
{
  GListModel *marks = cs_study_get_marks (study->study, study->entry);

  assert_group (study, cs_group_around (marks, study_mark_at (study, 0), 0.2), 2, (guint[]) { 0, 1 });
  /* Just a centimetre belongs; from there it does not go on to the next. */
  assert_group (study, cs_group_around (marks, study_mark_at (study, 1), 0.2), 3, (guint[]) { 0, 1, 2 });
  assert_group (study, cs_group_around (marks, study_mark_at (study, 3), 0.2), 2, (guint[]) { 2, 3 });
  /* Half the spacing is twice the pixels. */
  assert_group (study, cs_group_around (marks, study_mark_at (study, 0), 0.1), 3, (guint[]) { 0, 1, 2 });
}

/* What was judged is not judged again, but the seed itself is. */
static void
test_around_judged (Study        *study,
                    gconstpointer data)
{
  GListModel *marks = cs_study_get_marks (study->study, study->entry);

  study_judge (study, 0, CS_VERDICT_NEGATIVE);
  assert_group (study, cs_group_around (marks, study_mark_at (study, 1), 0.2), 2, (guint[]) { 1, 2 });
  assert_group (study, cs_group_around (marks, study_mark_at (study, 0), 0.2), 2, (guint[]) { 0, 1 });
  assert_group (study, cs_group_open (marks), 3, (guint[]) { 1, 2, 3 });
}

static void
test_within (Study        *study,
             gconstpointer data)
{
  GListModel *marks = cs_study_get_marks (study->study, study->entry);
  const float band[] = { 0, 0, 40, 0, 40, 40, 0, 40 };
  /* A horseshoe, open to the right: the second lies in its gap. */
  const float horseshoe[] = { 0, 0, 150, 0, 150, 12, 25, 12, 25, 18, 150, 18, 150, 40, 0, 40 };

  assert_group (study, cs_group_within (marks, band, 4), 2, (guint[]) { 0, 1 });
  assert_group (study, cs_group_within (marks, horseshoe, 8), 1, (guint[]) { 0 });
  assert_group (study, cs_group_within (marks, band, 0), 0, NULL);
}

#define ADD(name, function) g_test_add ("/group/" name, Study, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("around", test_around);
  ADD ("around-judged", test_around_judged);
  ADD ("within", test_within);
  return g_test_run ();
}
