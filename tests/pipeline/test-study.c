/* Verdicts are records: they outlive proposals, undoing, restarts, kills and bad disks. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cs-error.h"
#include "cs-study-private.h"

static const char *program;

typedef struct { GFile *folder; CsStudy *study; CsEntry *entry; } Fixture;

static CsBox
box_at (int   x,
        float suspicion)
{
  return (CsBox) { x, 10, 10, 10, suspicion, { suspicion, 0.5f, 0.25f, 0, 0 } };
}

static CsImage *
make_image (guint seed)
{
  CsRaster *raster = cs_raster_new (CS_PIXEL_U8, 200, 100);
  CsFacts facts = { .case_id = "7", .side = CS_SIDE_RIGHT, .view = CS_VIEW_MLO, .bits = 8, .mm_per_pixel = 0.2,
                    .spacing = CS_SPACING_FILE };
  CsImage *image;

  ((guint8 *) cs_raster_edit (raster, 0))[seed] = 255;
  image = cs_image_new (raster, "film", &facts);
  cs_raster_unref (raster);
  return image;
}

static CsEntry *
add_film (Fixture *fixture,
          guint    seed)
{
  g_autoptr (CsImage) image = make_image (seed);
  g_autofree char *name = g_strdup_printf ("film-%u.png", seed);
  g_autoptr (GFile) file = g_file_get_child (fixture->folder, name);
  g_autoptr (GError) error = NULL;
  CsEntry *entry = cs_study_add (fixture->study, file, image, &error);

  g_assert_no_error (error);
  return entry;
}

static void
reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->study);
  fixture->study = cs_study_open (fixture->folder, &error);
  g_assert_no_error (error);
  fixture->entry = cs_study_get_entry (fixture->study, 1);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *path = g_dir_make_tmp ("study-XXXXXX", NULL);

  fixture->folder = g_file_new_for_path (path);
  reopen (fixture);
  fixture->entry = add_film (fixture, 1);
}

static void
remove_all (GFile *file)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (file, "standard::name", 0, NULL, NULL);
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) && child != NULL)
    remove_all (child);
  g_file_delete (file, NULL, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->study);
  remove_all (fixture->folder);
  g_object_unref (fixture->folder);
}

static void
propose (Fixture     *fixture,
         const CsBox *boxes,
         guint        n)
{
  g_autoptr (CsProduct) product = cs_product_new_boxes (boxes, n);
  g_autoptr (GError) error = NULL;

  cs_study_propose (fixture->study, fixture->entry, product, "", &error);
  g_assert_no_error (error);
}

static void
propose_row (Fixture *fixture,
             guint    n)
{
  g_autofree CsBox *boxes = g_new (CsBox, n);

  for (guint i = 0; i < n; i++)
    boxes[i] = box_at ((int) i * 15, 0.9f - 0.01f * i);
  propose (fixture, boxes, n);
}

static CsMark *
mark_at (Fixture *fixture,
         guint    i)
{
  g_autoptr (CsMark) mark = g_list_model_get_item (cs_study_get_marks (fixture->study, fixture->entry), i);

  return mark;
}

static void
judge (Fixture  *fixture,
       guint     i,
       CsVerdict verdict)
{
  g_autoptr (GError) error = NULL;

  cs_study_judge (fixture->study, mark_at (fixture, i), verdict, &error);
  g_assert_no_error (error);
}

/* Everything that can be known of the marks of a study, as text. */
static char *
describe (Fixture *fixture)
{
  GString *text = g_string_new (NULL);
  GListModel *entries = cs_study_get_entries (fixture->study);

  for (guint e = 0; e < g_list_model_get_n_items (entries); e++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, e);
      GListModel *marks = cs_study_get_marks (fixture->study, entry);

      g_string_append_printf (text, "film %d: %u %u %s\n", (int) cs_entry_get_id (entry), cs_entry_get_n_marks (entry),
                              cs_entry_get_n_judged (entry), cs_entry_get_facts (entry)->case_id);
      for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
        {
          g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);
          const CsBox *box = cs_mark_get_box (mark);
          const CsRaster *mask = cs_mark_get_mask (mark);
          g_autofree char *digest = mask != NULL ? cs_raster_digest (mask) : g_strdup ("-");

          g_string_append_printf (text, "%d %d %d %d %d %g %g %s %s %s %s %d\n", (int) cs_mark_get_id (mark), box->x,
                                  box->y,
                                  box->width, box->height, box->suspicion, box->parts[0],
                                  cs_verdict_to_text (cs_mark_get_verdict (mark)),
                                  cs_origin_to_text (cs_mark_get_origin (mark)), digest, cs_mark_get_who (mark),
                                  (int) cs_mark_get_when (mark));
        }
    }
  return g_string_free (text, FALSE);
}

static gboolean
step (Fixture *fixture,
      gboolean undo)
{
  g_autoptr (GError) error = NULL;
  CsEntry *entry;
  CsMark *mark;
  gboolean done = undo ? cs_study_undo (fixture->study, &entry, &mark, &error)
                       : cs_study_redo (fixture->study, &entry, &mark, &error);

  g_assert_no_error (error);
  return done;
}

static void
test_proposals_keep_verdicts (Fixture      *fixture,
                              gconstpointer data)
{
  CsBox again[] = { box_at (2, 0.95f), box_at (120, 0.8f) };

  propose_row (fixture, 5);
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 5);
  judge (fixture, 0, CS_VERDICT_POSITIVE);
  judge (fixture, 3, CS_VERDICT_NEGATIVE);
  propose (fixture, again, 2);
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 3);
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 2);
  g_assert_cmpint (cs_mark_get_box (mark_at (fixture, 0))->x, ==, 0);
  g_assert_cmpint (cs_mark_get_verdict (mark_at (fixture, 0)), ==, CS_VERDICT_POSITIVE);
  /* Undoing after the proposal leaves the marks there, not judged. */
  while (step (fixture, TRUE));
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 3);
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 0);
}

static void
test_redo_of_a_dropped_mark (Fixture      *fixture,
                             gconstpointer data)
{
  CsBox again = box_at (1, 0.5f);

  propose_row (fixture, 1);
  judge (fixture, 0, CS_VERDICT_POSITIVE);
  step (fixture, TRUE);
  propose (fixture, NULL, 0);
  propose (fixture, &again, 1);
  step (fixture, FALSE);
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 1);
  g_assert_cmpint (cs_mark_get_verdict (mark_at (fixture, 0)), ==, CS_VERDICT_POSITIVE);
}

static void
random_act (Fixture *fixture,
            GRand   *rand)
{
  g_autoptr (GError) error = NULL;
  guint n = g_list_model_get_n_items (cs_study_get_marks (fixture->study, fixture->entry));
  CsMark *mark = mark_at (fixture, g_rand_int_range (rand, 0, n));
  CsBox box = box_at (g_rand_int_range (rand, 0, 180), 0.5f);
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, cs_mark_get_box (mark)->width,
                                             cs_mark_get_box (mark)->height);
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  CsFacts facts = *cs_entry_get_facts (fixture->entry);

  ((guint8 *) cs_raster_edit (mask, 0))[0] = 255;
  g_ptr_array_add (marks, mark_at (fixture, 0));
  g_ptr_array_add (marks, mark_at (fixture, n - 1));
  switch (g_rand_int_range (rand, 0, 7))
    {
    case 0: cs_study_judge (fixture->study, mark, g_rand_int_range (rand, 0, 4), &error); break;
    case 1: cs_study_judge_all (fixture->study, marks, CS_VERDICT_NEGATIVE, &error); break;
    case 2: cs_study_draw (fixture->study, fixture->entry, &box, CS_VERDICT_POSITIVE, &error); break;
    case 3: cs_study_move (fixture->study, mark, &box, &error); break;
    case 4: cs_study_paint (fixture->study, mark, g_rand_boolean (rand) ? mask : NULL, &error); break;
    case 5: facts.case_id = "8"; cs_study_set_facts (fixture->study, fixture->entry, &facts, &error); break;
    default:
      if (cs_mark_get_origin (mark) == CS_ORIGIN_READER)
        cs_study_erase (fixture->study, mark, &error);
    }
  g_assert_no_error (error);
}

static void
test_undo_of_everything (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree char *before = NULL, *after = NULL, *undone = NULL, *redone = NULL;

  add_film (fixture, 2);
  propose_row (fixture, 8);
  before = describe (fixture);
  for (guint i = 0; i < 60; i++)
    {
      random_act (fixture, rand);
      if (i % 7 == 6)
        step (fixture, TRUE);
    }
  after = describe (fixture);
  reopen (fixture);
  while (step (fixture, TRUE));
  undone = describe (fixture);
  g_assert_cmpstr (undone, ==, before);
  reopen (fixture);
  while (step (fixture, FALSE));
  redone = describe (fixture);
  g_assert_cmpstr (redone, ==, after);
}

static void
test_two_programs (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStudy) second = NULL;
  g_autofree char *why = NULL;

  propose_row (fixture, 3);
  second = cs_study_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_object_get (second, "why-read-only", &why, NULL);
  g_assert_true (cs_study_get_read_only (second));
  g_assert_nonnull (why);
  g_assert_cmpuint (cs_entry_get_n_marks (cs_study_get_entry (second, 1)), ==, 3);
  g_assert_false (cs_study_set_settings (second, "x", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
}

/* The other half of test_power_cut(), in a process of its own. */
static int
judge_until_killed (const char *path)
{
  Fixture fixture = { g_file_new_for_path (path), NULL, NULL };

  reopen (&fixture);
  for (guint i = 0; i < 8; i++)
    judge (&fixture, i, CS_VERDICT_POSITIVE);
  raise (SIGKILL);
  return 0;
}

static void
test_power_cut (Fixture      *fixture,
                gconstpointer data)
{
  const char *path = g_file_peek_path (fixture->folder);
  const char *const arguments[] = { program, "--judge", path, NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  propose_row (fixture, 10);
  g_clear_object (&fixture->study);
  g_spawn_sync (NULL, (char **) arguments, NULL, 0, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFSIGNALED (status));
  reopen (fixture);
  g_assert_false (cs_study_get_read_only (fixture->study));
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 8);
}

static void
test_read_only_folder (Fixture      *fixture,
                       gconstpointer data)
{
  const char *path = g_file_peek_path (fixture->folder);
  g_autoptr (GError) error = NULL;
  gboolean root = geteuid () == 0;

  propose_row (fixture, 3);
  g_clear_object (&fixture->study);
  g_chmod (path, 0555);
  /* Nothing is forbidden to root: be nobody for a moment. */
  g_assert_true (!root || seteuid (65534) == 0);
  fixture->study = cs_study_open (fixture->folder, &error);
  g_assert_true (!root || seteuid (0) == 0);
  g_chmod (path, 0755);
  g_assert_no_error (error);
  g_assert_true (cs_study_get_read_only (fixture->study));
  g_assert_cmpuint (cs_entry_get_n_marks (cs_study_get_entry (fixture->study, 1)), ==, 3);
}

static void
assert_refused (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStudy) study = cs_study_open (fixture->folder, &error);

  g_assert_null (study);
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "study.db"));
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_file_peek_path (fixture->folder), "study.db", NULL);
  g_autofree char *content = NULL;
  gsize length = 0;

  propose_row (fixture, 12);
  g_clear_object (&fixture->study);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (path, content, length / 2, NULL));
  assert_refused (fixture);
  g_assert_true (g_file_set_contents (path, "This is no database, only words, and more of them.", -1, NULL));
  assert_refused (fixture);
}

static void
test_newer_schema (Fixture      *fixture,
                   gconstpointer data)
{
  g_assert_true (cs_store_run (fixture->study->store, "PRAGMA user_version = 99", NULL));
  g_clear_object (&fixture->study);
  assert_refused (fixture);
}

/* A database of the first schema: films and verdicts, no history yet. */
static void
test_migration (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  propose_row (fixture, 4);
  g_assert_true (cs_store_run (fixture->study->store, "UPDATE marks SET verdict = 'positive' WHERE id < 3;"
                               "DROP TABLE mark_changes; DROP TABLE film_changes; DROP TABLE touched; DROP TABLE acts;"
                               "PRAGMA user_version = 1", &error));
  g_assert_no_error (error);
  reopen (fixture);
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 2);
  judge (fixture, 3, CS_VERDICT_UNSURE);
  g_assert_true (step (fixture, TRUE));
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 2);
}

static void
test_full_disk (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree CsBox *boxes = g_new (CsBox, 2000);
  g_autoptr (CsProduct) product = NULL;
  g_autofree char *before = NULL, *after = NULL, *limit = NULL;
  g_autoptr (GError) error = NULL;

  propose_row (fixture, 5);
  judge (fixture, 1, CS_VERDICT_POSITIVE);
  before = describe (fixture);
  limit = g_strdup_printf ("PRAGMA max_page_count = %d",
                           (int) cs_store_ask_int (fixture->study->store, "PRAGMA page_count", 0) + 1);
  g_assert_true (cs_store_run (fixture->study->store, limit, NULL));
  for (guint i = 0; i < 2000; i++)
    boxes[i] = box_at ((int) i * 20, 0.3f);
  product = cs_product_new_boxes (boxes, 2000);
  g_assert_false (cs_study_propose (fixture->study, fixture->entry, product, "", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  after = describe (fixture);
  g_assert_cmpstr (after, ==, before);
  reopen (fixture);
  g_clear_pointer (&after, g_free);
  after = describe (fixture);
  g_assert_cmpstr (after, ==, before);
}

/* A move that was not written is not told as done, and the film stays where it was known. */
static void
test_move_refused (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GFile) there = g_file_get_child (fixture->folder, "elsewhere.png");
  g_autofree char *before = g_file_get_path (cs_entry_get_file (fixture->entry));
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_store_run (fixture->study->store, "CREATE TRIGGER refuse BEFORE UPDATE OF path ON films "
                               "BEGIN SELECT RAISE (ABORT, 'refused'); END", NULL));
  g_assert_false (cs_study_move_film (fixture->study, cs_entry_get_id (fixture->entry), there, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_cmpstr (g_file_peek_path (cs_entry_get_file (fixture->entry)), ==, before);
  g_assert_true (cs_store_run (fixture->study->store, "DROP TRIGGER refuse", NULL));
  g_assert_true (cs_study_move_film (fixture->study, cs_entry_get_id (fixture->entry), there, NULL));
  g_assert_true (g_file_equal (cs_entry_get_file (fixture->entry), there));
}

static void
test_remove_and_networks (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = cs_study_new_network (fixture->study, "U-Net, my study");
  GListModel *entries = cs_study_get_entries (fixture->study);

  propose_row (fixture, 2);
  g_assert_true (cs_study_remove (fixture->study, fixture->entry, &error));
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 0);
  g_assert_true (step (fixture, TRUE));
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 1);
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 2);
  g_assert_true (cs_study_add_network (fixture->study, file, "A", "d1", "{}", &error));
  g_assert_true (cs_study_log_run (fixture->study, "train", "d1", "{}", &error));
  reopen (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_networks (fixture->study)), ==, 1);
}

static void
test_label_from_truth (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (CsTruth) truth = cs_truth_new (FALSE);
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 200, 100);
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  guint n_positive = 0;

  for (int x = 5; x < 8; x++)
    ((guint8 *) cs_raster_edit (mask, 12))[x] = ((guint8 *) cs_raster_edit (mask, 80))[x] = 255;
  cs_truth_set_mask (truth, "calcifications", mask);
  cs_truth_add (truth, &(CsTruthSpot) { .x = 5, .y = 12, .width = 3, .height = 1, .cluster = -1 });
  cs_truth_add (truth, &(CsTruthSpot) { .x = 5, .y = 80, .width = 3, .height = 1, .cluster = -1 });
  propose_row (fixture, 4);
  g_assert_true (cs_study_label_from_truth (fixture->study, fixture->entry, truth, "truth", &error));
  g_assert_cmpuint (cs_entry_get_n_verdict (fixture->entry, CS_VERDICT_POSITIVE), ==, 1);
  g_assert_cmpuint (cs_entry_get_n_verdict (fixture->entry, CS_VERDICT_NEGATIVE), ==, 3);
  g_assert_cmpfloat (cs_raster_get (cs_mark_get_mask (mark_at (fixture, 0)), 5, 2), ==, 255);
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_truth (fixture->study, fixture->entry)), ==, 2);
  record = cs_study_freeze (fixture->study);
  for (guint i = 0; i < cs_record_get_film (record, 0)->n_marks; i++)
    n_positive += cs_record_get_film (record, 0)->marks[i].verdict == CS_VERDICT_POSITIVE;
  g_assert_cmpuint (n_positive, ==, 2);
  g_assert_true (step (fixture, TRUE));
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_truth (fixture->study, fixture->entry)), ==, 0);
}

/* Of a circle the corners of its box are not part. */
static void
test_label_from_circle (Fixture      *fixture,
                        gconstpointer data)
{
  CsBox boxes[] = { { 28, 28, 4, 4, 0.9f, { 0 } }, { 11, 11, 4, 4, 0.8f, { 0 } } };
  g_autoptr (CsTruth) truth = cs_truth_new (TRUE);
  g_autoptr (GError) error = NULL;

  cs_truth_add (truth, &(CsTruthSpot) { .x = 10, .y = 10, .width = 40, .height = 40, .cluster = -1, .round = TRUE });
  propose (fixture, boxes, 2);
  g_assert_true (cs_study_label_from_truth (fixture->study, fixture->entry, truth, "truth", &error));
  g_assert_no_error (error);
  g_assert_cmpint (cs_mark_get_verdict (mark_at (fixture, 0)), ==, CS_VERDICT_POSITIVE);
  g_assert_cmpint (cs_mark_get_verdict (mark_at (fixture, 1)), ==, CS_VERDICT_NEGATIVE);
}

#define ADD(name, function) g_test_add ("/study/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  program = argv[0];
  if (argc == 3 && g_strcmp0 (argv[1], "--judge") == 0)
    return judge_until_killed (argv[2]);
  g_test_init (&argc, &argv, NULL);
  ADD ("proposals-keep-verdicts", test_proposals_keep_verdicts);
  ADD ("redo-of-a-dropped-mark", test_redo_of_a_dropped_mark);
  ADD ("undo-of-everything", test_undo_of_everything);
  ADD ("two-programs", test_two_programs);
  ADD ("power-cut", test_power_cut);
  ADD ("read-only-folder", test_read_only_folder);
  ADD ("damaged", test_damaged);
  ADD ("newer-schema", test_newer_schema);
  ADD ("migration", test_migration);
  ADD ("full-disk", test_full_disk);
  ADD ("move-refused", test_move_refused);
  ADD ("remove-and-networks", test_remove_and_networks);
  ADD ("label-from-truth", test_label_from_truth);
  ADD ("label-from-circle", test_label_from_circle);
  return g_test_run ();
}
