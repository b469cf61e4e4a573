/* What a build cannot do is told, and nothing that it can. */
#include <string.h>

#include "cs-confine.h"
#include "cs-dicom.h"
#include "cs-http.h"
#include "cs-keyring.h"
#include "cs-lacks.h"

static void
assert_told (const char *library, gboolean is_built)
{
  g_auto (GStrv) lacks = cs_lacks_list ();
  guint n = 0;

  for (guint i = 0; lacks[i] != NULL; i++)
    n += strstr (lacks[i], library) != NULL;
  g_assert_cmpuint (n, ==, is_built ? 0 : 1);
}

static void
test_told (void)
{
  assert_told ("DCMTK", cs_dicom_is_built ());
  assert_told ("libsoup", cs_http_is_built ());
  assert_told ("libsecret", cs_keyring_is_built ());
  assert_told ("libseccomp", cs_confine_is_filtered ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lacks/told", test_told);
  return g_test_run ();
}
