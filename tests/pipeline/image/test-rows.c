/* Bands: every row once, whatever the number of threads; a cancelled run stops between two bands. */
#include "cs-rows.h"

typedef struct { guint *seen, bands; GCancellable *cancellable; } Tally;

static void
count_cb (guint first, guint last, gpointer data)
{
  Tally *tally = data;

  g_assert_cmpuint (first, <, last);
  g_atomic_int_inc ((int *) &tally->bands);
  for (guint y = first; y < last; y++)
    tally->seen[y]++;
}

static void
cancel_cb (guint first, guint last, gpointer data)
{
  Tally *tally = data;

  g_atomic_int_inc ((int *) &tally->bands);
  g_cancellable_cancel (tally->cancellable);
}

static void
test_once (void)
{
  static const guint heights[] = { 1, 6, 7, 8, 641 }, bands[] = { 0, 1, 7 };

  for (guint threads = 1; threads <= 5; threads += 2)
    for (guint i = 0; i < G_N_ELEMENTS (heights) * G_N_ELEMENTS (bands); i++)
      {
        guint height = heights[i / G_N_ELEMENTS (bands)], seen[641] = { 0 };
        Tally tally = { seen };
        g_autoptr (GError) error = NULL;

        cs_rows_set_threads (threads);
        g_assert_true (cs_rows_run (height, bands[i % G_N_ELEMENTS (bands)], count_cb, &tally, NULL, &error));
        g_assert_no_error (error);
        for (guint y = 0; y < G_N_ELEMENTS (seen); y++)
          g_assert_cmpuint (seen[y], ==, y < height);
      }
  cs_rows_set_threads (0);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Tally tally = { .cancellable = cancellable };

  cs_rows_set_threads (1);
  g_assert_false (cs_rows_run (100, 10, cancel_cb, &tally, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (tally.bands, ==, 1);
  cs_rows_set_threads (0);
}

static void
test_nothing (void)
{
  Tally tally = { 0 };

  g_assert_true (cs_rows_run (0, 0, count_cb, &tally, NULL, NULL));
  g_assert_cmpuint (tally.bands, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/once", test_once);
  g_test_add_func ("/rows/cancel", test_cancel);
  g_test_add_func ("/rows/nothing", test_nothing);
  return g_test_run ();
}
