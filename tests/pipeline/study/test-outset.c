/* What a training set out with outlives it: the same verdicts, masks and facts, and so the same network, whatever was
 * judged, painted or moved meanwhile. */
#include "cs-outset.h"
#include "learned.h"

#include <glib/gstdio.h>

#include "cs-course.h"
#include "cs-error.h"
#include "cs-study.h"

static Learned learned;

static void
small_plan (CsCoursePlan *plan)
{
  cs_course_plan_init (plan);
  plan->design.width = 2;
  plan->design.depth = 2;
  plan->plan.batch = 8;
  plan->plan.max_epochs = 3;
  plan->plan.threads = 1;
}

static CsStudy *
open_study (void)
{
  g_autoptr (GFile) place = g_file_get_child (learned.folder, "study");
  g_autoptr (GError) error = NULL;
  CsStudy *study = cs_study_open (place, &error);

  g_assert_no_error (error);
  return study;
}

/* Somebody painted half of the first box of every film. */
static void
paint_first (CsStudy *study)
{
  for (guint i = 0; i < g_list_model_get_n_items (cs_study_get_entries (study)); i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study), i);
      g_autoptr (CsMark) mark = g_list_model_get_item (cs_study_get_marks (study, entry), 0);
      const CsBox *box = cs_mark_get_box (mark);
      g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, (guint) box->width, (guint) box->height);

      for (int x = 0; x <= box->width / 2; x++)
        ((guint8 *) cs_raster_edit (mask, 0))[x] = 255;
      g_assert_true (cs_study_paint (study, mark, mask, NULL));
    }
}

/* The reader went on, and thought better of every verdict. */
static void
turn_all (CsStudy *study)
{
  for (guint i = 0; i < g_list_model_get_n_items (cs_study_get_entries (study)); i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study), i);
      GListModel *marks = cs_study_get_marks (study, entry);

      for (guint k = 0; k < g_list_model_get_n_items (marks); k++)
        {
          g_autoptr (CsMark) mark = g_list_model_get_item (marks, k);
          CsVerdict turned = cs_mark_get_verdict (mark) == CS_VERDICT_POSITIVE ? CS_VERDICT_NEGATIVE
                                                                               : CS_VERDICT_POSITIVE;

          g_assert_true (cs_study_judge (study, mark, turned, NULL));
          g_assert_true (cs_study_paint (study, mark, NULL, NULL));
        }
    }
}

static CsOutset *
set_out (CsStudy *study)
{
  g_autoptr (CsRecord) record = cs_study_freeze (study);
  CsCoursePlan plan;

  small_plan (&plan);
  return cs_outset_new (record, learned.settings, &plan, NULL);
}

static GFile *
place (const char *name)
{
  return g_file_get_child (learned.folder, name);
}

static CsOutset *
load (GFile   *file,
      CsStudy *study)
{
  g_autoptr (CsRecord) now = cs_study_freeze (study);
  g_autoptr (GError) error = NULL;
  CsOutset *outset = cs_outset_load (file, now, &error);

  g_assert_no_error (error);
  return outset;
}

static void
compare_masks (const CsRaster *a,
               const CsRaster *b)
{
  g_assert_true ((a != NULL) == (b != NULL));
  if (a != NULL)
    {
      g_autofree char *first = cs_raster_digest (a), *second = cs_raster_digest (b);

      g_assert_cmpstr (first, ==, second);
    }
}

static void
compare_marks (const CsRecordMark *a,
               const CsRecordMark *b)
{
  g_assert_cmpint (a->id, ==, b->id);
  g_assert_cmpmem (&a->box, sizeof a->box, &b->box, sizeof b->box);
  g_assert_cmpint (a->verdict, ==, b->verdict);
  g_assert_cmpint (a->origin, ==, b->origin);
  g_assert_cmpstr (a->who, ==, b->who);
  g_assert_cmpint (a->when, ==, b->when);
  compare_masks (cs_record_mark_mask (a), cs_record_mark_mask (b));
}

static void
compare_films (const CsRecordFilm *a,
               const CsRecordFilm *b)
{
  g_assert_cmpint (a->id, ==, b->id);
  g_assert_true (g_file_equal (a->file, b->file));
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->digest, ==, b->digest);
  g_assert_cmpstr (a->facts.case_id, ==, b->facts.case_id);
  g_assert_cmpint (a->facts.side, ==, b->facts.side);
  g_assert_cmpint (a->facts.view, ==, b->facts.view);
  g_assert_cmpuint (a->facts.bits, ==, b->facts.bits);
  g_assert_cmpfloat (a->facts.mm_per_pixel, ==, b->facts.mm_per_pixel);
  g_assert_cmpfloat (a->facts.assumed_mm_per_pixel, ==, b->facts.assumed_mm_per_pixel);
  g_assert_cmpint (a->facts.spacing, ==, b->facts.spacing);
  g_assert_cmpint (a->facts.inverted, ==, b->facts.inverted);
  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->height, ==, b->height);
  g_assert_cmpuint (a->n_marks, ==, b->n_marks);
  for (guint i = 0; i < a->n_marks; i++)
    compare_marks (&a->marks[i], &b->marks[i]);
}

static void
test_read_back (void)
{
  g_autoptr (CsStudy) study = open_study ();
  g_autoptr (CsOutset) written = NULL;
  g_autoptr (CsOutset) read = NULL;
  g_autoptr (GFile) file = place ("read-back");
  g_autofree char *plan = NULL, *same = NULL;
  guint n_positive = 0;

  paint_first (study);
  written = set_out (study);
  g_assert_true (cs_outset_save (written, file, NULL));
  turn_all (study);
  read = load (file, study);
  g_assert_cmpint (cs_outset_get_when (read), ==, cs_outset_get_when (written));
  g_assert_true (cs_settings_equal (cs_outset_get_settings (read), learned.settings));
  plan = cs_course_plan_to_text (cs_outset_get_plan (written));
  same = cs_course_plan_to_text (cs_outset_get_plan (read));
  g_assert_cmpstr (plan, ==, same);
  g_assert_cmpstr (cs_record_get_title (cs_outset_get_record (read)), ==, "study");
  for (guint i = 0; i < cs_record_get_n_films (cs_outset_get_record (written)); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (cs_outset_get_record (written), i);

      compare_films (film, cs_record_get_film (cs_outset_get_record (read), i));
      for (guint k = 0; k < film->n_marks; k++)
        n_positive += film->marks[k].verdict == CS_VERDICT_POSITIVE;
    }
  g_assert_cmpuint (n_positive, >, 0);
  g_assert_cmpuint (cs_outset_count (read, CS_VERDICT_POSITIVE), ==, n_positive);
}

static CsCourse *
course_of (CsOutset *outset)
{
  return cs_course_new (cs_outset_get_record (outset), cs_outset_get_settings (outset), NULL,
                        cs_outset_get_plan (outset));
}

static char *
digest_of (CsCourse *course)
{
  g_autoptr (NnNet) net = cs_course_get_network (course);

  return g_strdup (nn_net_get_digest (net));
}

static void
break_off (CsOutset *outset,
           GFile    *state)
{
  g_autoptr (CsCourse) course = course_of (outset);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const CsCourseWatch watch = { .batch = learned_cancel_cb, .data = cancellable };
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_course_train (course, state, FALSE, &watch, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The films lie elsewhere now, and the study has found them. */
static void
move_films (CsStudy *study)
{
  for (guint i = 0; i < g_list_model_get_n_items (cs_study_get_entries (study)); i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study), i);
      g_autofree char *name = g_strdup_printf ("moved-%u.png", i);
      g_autoptr (GFile) to = place (name);

      g_assert_cmpint (g_rename (g_file_peek_path (cs_entry_get_file (entry)), g_file_peek_path (to)), ==, 0);
      g_assert_true (cs_study_move_film (study, cs_entry_get_id (entry), to, NULL));
    }
}

/* Paused, the program ended; then other verdicts, no masks, films elsewhere: the weights are those of a training that
 * never stopped, to the bit. With the verdicts of now the state is refused. */
static void
test_same_weights (void)
{
  const CsCourseWatch silent = { 0 };
  g_autoptr (CsStudy) study = open_study ();
  g_autoptr (CsOutset) begun = NULL;
  g_autoptr (CsOutset) now = NULL;
  g_autoptr (CsOutset) found = NULL;
  g_autoptr (CsCourse) straight = NULL;
  g_autoptr (CsCourse) refused = NULL;
  g_autoptr (CsCourse) resumed = NULL;
  g_autoptr (GFile) file = place ("training.outset"), state = place ("training.state");
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL, *reached = NULL;

  paint_first (study);
  begun = set_out (study);
  straight = course_of (begun);
  g_assert_true (cs_course_train (straight, NULL, FALSE, &silent, NULL, NULL));
  g_assert_true (cs_outset_save (begun, file, NULL));
  break_off (begun, state);
  turn_all (study);
  move_films (study);
  now = set_out (study);
  refused = course_of (now);
  g_assert_false (cs_course_train (refused, state, TRUE, &silent, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_clear_error (&error);
  found = load (file, study);
  resumed = course_of (found);
  g_assert_true (cs_course_train (resumed, state, TRUE, &silent, NULL, &error));
  g_assert_no_error (error);
  expected = digest_of (straight);
  reached = digest_of (resumed);
  g_assert_cmpstr (expected, ==, reached);
}

static void
refuse (const char *bytes,
        gsize       n)
{
  g_autoptr (GFile) file = place ("damaged");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (g_file_peek_path (file), bytes, (gssize) n, NULL));
  g_assert_null (cs_outset_load (file, learned.record, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, g_file_peek_path (file)));
}

/* Cut off anywhere, or with a byte turned: refused, by name. */
static void
test_damaged (void)
{
  g_autoptr (CsStudy) study = open_study ();
  g_autoptr (CsOutset) outset = set_out (study);
  g_autoptr (GFile) file = place ("whole"), none = place ("none");
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize n;

  g_assert_true (cs_outset_save (outset, file, NULL));
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &bytes, &n, NULL));
  for (guint i = 0; i <= 20; i++)
    refuse (bytes, i * (n - 1) / 20);
  for (guint i = 0; i <= 20; i++)
    {
      gsize at = i * (n - 1) / 20;

      bytes[at] ^= 0x10;
      refuse (bytes, n);
      bytes[at] ^= 0x10;
    }
  g_assert_null (cs_outset_load (none, learned.record, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static gpointer
ask_mask (gpointer mark)
{
  return (gpointer) cs_record_mark_mask (mark);
}

/* A thousand painted masks are not unpacked where a study is frozen, the main thread, but where one is first asked for;
 * whoever else asks has the same. */
static void
test_unpacked_late (void)
{
  g_autoptr (CsStudy) study = open_study ();
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study), 0);
  g_autoptr (CsMark) mark = g_list_model_get_item (cs_study_get_marks (study, entry), 0);
  const CsRecordMark *frozen;
  GThread *threads[4];
  gpointer first;

  paint_first (study);
  record = cs_study_freeze (study);
  frozen = &cs_record_get_film (record, 0)->marks[0];
  g_assert_cmpint (frozen->id, ==, cs_mark_get_id (mark));
  g_assert_null (frozen->pixels);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("asks", ask_mask, (gpointer) frozen);
  first = g_thread_join (threads[0]);
  for (guint i = 1; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (g_thread_join (threads[i]) == first);
  g_assert_nonnull (first);
  compare_masks (first, cs_mark_get_mask (mark));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outset/read-back", test_read_back);
  g_test_add_func ("/outset/same-weights", test_same_weights);
  g_test_add_func ("/outset/damaged", test_damaged);
  g_test_add_func ("/outset/unpacked-late", test_unpacked_late);
  return learned_run (&learned, 3);
}
