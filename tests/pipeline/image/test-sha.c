/* The processor's way and GLib's way, whatever the lengths the bytes come in. */
#include "cs-sha.h"

static char *
digest_of (const guint8 *bytes, gsize n, gsize piece, gboolean plain)
{
  CsSha *sha = cs_sha_new (plain);

  for (gsize at = 0; at < n; at += piece)
    cs_sha_add (sha, bytes + at, MIN (piece, n - at));
  return cs_sha_finish (sha);
}

static void
test_alike (void)
{
  static const gsize pieces[] = { 1, 7, 55, 56, 63, 64, 65, 200, 1000 };
  guint8 bytes[700];

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    bytes[i] = (guint8) (i * i / 3 + i);
  for (gsize n = 0; n <= G_N_ELEMENTS (bytes); n += n < 140 ? 1 : 37)
    for (guint k = 0; k < G_N_ELEMENTS (pieces); k++)
      {
        g_autofree char *wanted = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, n);
        g_autofree char *plain = digest_of (bytes, n, pieces[k], TRUE), *fast = digest_of (bytes, n, pieces[k], FALSE);

        g_assert_cmpstr (plain, ==, wanted);
        g_assert_cmpstr (fast, ==, wanted);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sha/alike", test_alike);
  return g_test_run ();
}
