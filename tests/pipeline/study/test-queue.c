/* The order boxes come in, and the women kept out for a test nobody chose. */
#include <string.h>

#include "cs-queue.h"
#include "cs-study-private.h"
#include "studies.h"

static void
set_up (Study        *study,
        gconstpointer data)
{
  study_make (study);
  study_propose_row (study, 8);
}

static void
tear_down (Study        *study,
           gconstpointer data)
{
  study_clear (study);
}

typedef struct { CsQueue queue; const CsRaster *likely; } Order;

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      data)
{
  const Order *order = data;

  return cs_queue_compare (&order->queue, order->likely, *(CsMark *const *) a, *(CsMark *const *) b);
}

/* The x of the boxes in an order, as text. */
static char *
sorted (Study          *study,
        CsQueue         queue,
        const CsRaster *likely)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 8; i++)
    g_ptr_array_add (marks, study_mark_at (study, i));
  g_ptr_array_sort_with_data (marks, compare, &(Order) { queue, likely });
  for (guint i = 0; i < 8; i++)
    g_string_append_printf (text, "%d ", cs_mark_get_box (marks->pdata[i])->x);
  return g_string_free (text, FALSE);
}

static void
test_orders (Study        *study,
             gconstpointer data)
{
  CsBox boxes[8];
  g_autofree char *suspicion = NULL, *place = NULL, *doubtful = NULL, *none = NULL;
  g_autoptr (CsRaster) likely = cs_raster_new (CS_PIXEL_F32, 200, 100);

  for (guint i = 0; i < 8; i++)
    boxes[i] = study_box_at (150 - 20 * (int) i, 0.9f - 0.1f * i);
  boxes[7].y = 150;
  study_propose (study, boxes, 8);
  /* The box at 90 has 0.5, the one at 110 0.7; all others 0. */
  ((float *) cs_raster_edit (likely, 15))[95] = 0.5f;
  ((float *) cs_raster_edit (likely, 15))[115] = 0.7f;
  suspicion = sorted (study, (CsQueue) { CS_ORDER_SUSPICION, 0 }, NULL);
  place = sorted (study, (CsQueue) { CS_ORDER_PLACE, 0 }, NULL);
  doubtful = sorted (study, (CsQueue) { CS_ORDER_UNCERTAINTY, 0 }, likely);
  none = sorted (study, (CsQueue) { CS_ORDER_UNCERTAINTY, 0 }, NULL);
  g_assert_cmpstr (suspicion, ==, "150 130 110 90 70 50 30 10 ");
  g_assert_cmpstr (place, ==, "30 50 70 90 110 130 150 10 ");
  g_assert_cmpstr (doubtful, ==, "90 110 150 130 70 50 30 10 ");
  g_assert_cmpstr (none, ==, suspicion);
}

static void
test_random (Study        *study,
             gconstpointer data)
{
  g_autofree char *one = sorted (study, (CsQueue) { CS_ORDER_RANDOM, 1 }, NULL);
  g_autofree char *again = sorted (study, (CsQueue) { CS_ORDER_RANDOM, 1 }, NULL);
  g_autofree char *other = sorted (study, (CsQueue) { CS_ORDER_RANDOM, 2 }, NULL);

  g_assert_cmpstr (one, ==, again);
  g_assert_cmpstr (one, !=, other);
}

static void
test_text (Study        *study,
           gconstpointer data)
{
  static const char *const bad[] = { "", "random", "random:", "random:x", "places", "place:1" };

  for (CsOrder order = CS_ORDER_SUSPICION; order <= CS_ORDER_RANDOM; order++)
    {
      CsQueue queue = { order, order == CS_ORDER_RANDOM ? 7 : 0 }, back;
      g_autofree char *text = cs_queue_to_text (&queue);

      g_assert_true (cs_queue_from_text (text, &back));
      g_assert_cmpint (back.order, ==, queue.order);
      g_assert_cmpuint (back.seed, ==, queue.seed);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cs_queue_from_text (bad[i], &(CsQueue) { 0 }));
}

/* @n films of as many women, two of each. */
static guint
add_women (Study *study,
           guint  n)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2 * n; i++)
    {
      CsEntry *entry = study_add_film (study, i + 2);
      CsFacts facts = *cs_entry_get_facts (entry);
      g_autofree char *name = g_strdup_printf ("woman %u", i / 2);

      facts.case_id = name;
      g_assert_true (cs_study_set_facts (study->study, entry, &facts, &error));
    }
  return 2 * n + 1;
}

static void
test_kept_out (Study        *study,
               gconstpointer data)
{
  g_autoptr (GHashTable) women = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (CsRecord) kept = NULL, rest = NULL;
  g_autoptr (GError) error = NULL;
  guint n = add_women (study, 40), percent, seed;

  g_assert_true (cs_study_keep_out (study->study, 25, 3, &error));
  study_reopen (study);
  cs_study_get_kept_out (study->study, &percent, &seed);
  g_assert_cmpuint (percent, ==, 25);
  g_assert_cmpuint (seed, ==, 3);
  kept = cs_study_freeze_part (study->study, TRUE);
  rest = cs_study_freeze_part (study->study, FALSE);
  g_assert_cmpuint (cs_record_get_n_films (kept) + cs_record_get_n_films (rest), ==, n);
  /* A quarter of 41, and no woman on both sides. */
  g_assert_cmpuint (cs_record_get_n_films (kept), >, n / 10);
  g_assert_cmpuint (cs_record_get_n_films (kept), <, n / 2);
  for (guint i = 0; i < cs_record_get_n_films (kept); i++)
    g_hash_table_add (women, g_strdup (cs_record_get_case (kept, i)));
  for (guint i = 0; i < cs_record_get_n_films (rest); i++)
    g_assert_false (g_hash_table_contains (women, cs_record_get_case (rest, i)));
  g_assert_true (cs_study_verify (study->study, NULL, NULL, &error));
  g_assert_true (cs_study_keep_out (study->study, 0, 3, &error));
  g_clear_pointer (&kept, cs_record_unref);
  kept = cs_study_freeze_part (study->study, TRUE);
  g_assert_cmpuint (cs_record_get_n_films (kept), ==, 0);
}

#define ADD(name, function) g_test_add ("/queue/" name, Study, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("orders", test_orders);
  ADD ("random", test_random);
  ADD ("text", test_text);
  ADD ("kept-out", test_kept_out);
  return g_test_run ();
}
