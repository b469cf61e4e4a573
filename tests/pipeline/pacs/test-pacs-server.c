/* What a server is called, days, and where passwords are kept. */
#include <string.h>

#include "folder.h"
#include "cs-error.h"
#include "cs-keyring.h"
#include "cs-pacs.h"

static void
test_servers (void)
{
  static const char *const wrong[] = { "", "pacs", "ftp://a/", "https://", "https://ada:x@a/", "https://a/?b=c",
                                       "https://a/#b" };
  static const struct { const char *address; gboolean is_private; } right[] = {
    { "https://a.example/dicom-web//", TRUE }, { "http://localhost:8042", TRUE }, { "http://127.1.2.3/x", TRUE },
    { "http://[::1]/", TRUE }, { " http://localhost.example/", FALSE }, { "http://10.0.0.1/", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cs_pacs_server_new ("a", wrong[i], NULL, NULL, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
    }
  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_autoptr (CsPacsServer) server = cs_pacs_server_new ("", right[i].address, NULL, NULL, NULL);

      g_assert_cmpint (cs_pacs_server_is_private (server), ==, right[i].is_private);
      g_assert_cmpstr (server->name, ==, server->host);
      g_assert_false (g_str_has_suffix (server->address, "/"));
    }
}

static void
test_days (void)
{
  static const CsPacsQuery wrong[] = { { .from = "28.11.2026" }, { .to = "2026-02-30" }, { .from = "2026-1-1x" },
                                       { .from = "2026-05-02", .to = "2026-05-01" } };
  static const CsPacsQuery right[] = { { .from = "" }, { .from = "2026-05-02", .to = "2026-05-02" },
                                       { .to = "2026-5-2" } };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (cs_pacs_query_check (&wrong[i], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    g_assert_true (cs_pacs_query_check (&right[i], NULL));
}

/* libsecret's own store in a file, coded, stands in for the desktop's keyring. */
static void
test_keyring (void)
{
  g_autoptr (CsPacsServer) server = cs_pacs_server_new ("Ward", "https://a.example", "ada", NULL, NULL);
  g_autoptr (CsPacsServer) other = cs_pacs_server_new ("Ward", "https://a.example", "eve", NULL, NULL);
  const char *store = g_getenv ("SECRET_FILE_TEST_PATH");
  char *password = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  if (!cs_keyring_keep (server, "säsam", NULL))
    {
      g_assert_cmpint (cs_keyring_look (server, &password, NULL), ==, CS_KEYRING_ABSENT);
      g_test_skip ("built without libsecret, or with one that keeps nothing in files");
      return;
    }
  g_assert_cmpint (cs_keyring_look (server, &password, NULL), ==, CS_KEYRING_FOUND);
  g_assert_cmpstr (password, ==, "säsam");
  cs_pacs_password_wipe (password);
  g_assert_cmpint (cs_keyring_look (other, &password, NULL), ==, CS_KEYRING_UNKNOWN);
  g_assert_true (g_file_get_contents (store, &bytes, &length, NULL));
  for (gsize i = 0; i + strlen ("säsam") <= length; i++)
    g_assert_cmpint (memcmp (bytes + i, "säsam", strlen ("säsam")), !=, 0);
  cs_keyring_forget (server, NULL);
  g_assert_cmpint (cs_keyring_look (server, &password, NULL), ==, CS_KEYRING_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("calcspot-keyring-XXXXXX", NULL);
  g_autofree char *store = g_build_filename (folder, "default.keyring", NULL);
  int status;

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", store, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pacs-server/servers", test_servers);
  g_test_add_func ("/pacs-server/days", test_days);
  g_test_add_func ("/pacs-server/keyring", test_keyring);
  status = g_test_run ();
  remove_tree (folder);       /* libsecret leaves a copy of the store beside it */
  return status;
}
