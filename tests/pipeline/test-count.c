/* Counts in words: one of a thing and three of it are told apart, whatever the thing. */
#include "cs-count.h"

static void
test_forms (void)
{
  for (guint what = CS_COUNT_FILMS; what <= CS_COUNT_PATCHES; what++)
    {
      g_autofree char *one = cs_count (what, 1), *three = cs_count (what, 3), *none = cs_count (what, 0);

      g_assert_true (g_str_has_prefix (one, "1 "));
      g_assert_true (g_str_has_prefix (three, "3 "));
      g_assert_cmpstr (one + 2, !=, three + 2);
      g_assert_cmpstr (none + 2, ==, three + 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/count/forms", test_forms);
  return g_test_run ();
}
