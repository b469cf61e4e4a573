/* The parsers against what once broke them (corpus/TARGET/), against sound files, and against some hundred changes of
 * those: an answer or an error, and nothing else. What libFuzzer does for hours, for a few seconds. */
#include <string.h>

#include "cs-dicom.h"
#include "fuzz.h"

#define CHANGES 25
#define MOST 65536

static GRand *dice;

/* What libFuzzer's own changes come to: bytes set, cut, repeated. */
static gsize
change (guint8 *bytes, gsize length, gsize most)
{
  gsize at = length > 0 ? (gsize) g_rand_int_range (dice, 0, (int) length) : 0;

  switch (g_rand_int_range (dice, 0, 4))
    {
    case 0:
      return length > 1 ? at : length;
    case 1:
      memmove (bytes + MIN (2 * at, most), bytes + at, MIN (length - at, most - MIN (2 * at, most)));
      return MIN (length + at, most);
    default:
      for (guint i = 0; i < 3 && length > 0; i++)
        bytes[g_rand_int_range (dice, 0, (int) length)] = (guint8) g_rand_int (dice);
      return length;
    }
}

static void
run_changed (const FuzzTarget *target, GBytes *seed)
{
  g_autofree guint8 *bytes = g_malloc (MOST);
  gsize length;
  gconstpointer sound = g_bytes_get_data (seed, &length);

  if (length > MOST)
    return;
  for (guint i = 0; i < CHANGES; i++)
    {
      gsize n;

      memcpy (bytes, sound, length);
      n = target->mutate != NULL ? target->mutate (bytes, length, MOST, dice, change) : change (bytes, length, MOST);
      g_assert_cmpuint (n, <=, MOST);
      target->run (bytes, n);
    }
}

static void
run_kept (const FuzzTarget *target)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", target->id, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_test_message ("%s", name);
      target->run ((const guint8 *) bytes, length);
    }
}

static void
test_target (gconstpointer data)
{
  const FuzzTarget *target = data;
  g_autoptr (GPtrArray) seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (target->dicom && !cs_dicom_is_built ())
    {
      g_test_skip ("without DCMTK");
      return;
    }
  run_kept (target);
  target->seed (seeds);
  g_assert_cmpuint (seeds->len, >, 0);
  for (guint i = 0; i < seeds->len; i++)
    {
      gsize length;
      const guint8 *bytes = g_bytes_get_data (seeds->pdata[i], &length);

      target->run (bytes, length);
      run_changed (target, seeds->pdata[i]);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);   /* a warning may be what such a file deserves */
  dice = g_rand_new_with_seed (1);
  for (guint i = 0; fuzz_targets[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/fuzz/", fuzz_targets[i]->id, NULL);

      g_test_add_data_func (path, fuzz_targets[i], test_target);
    }
  result = g_test_run ();
  g_rand_free (dice);
  fuzz_clear ();
  return result;
}
