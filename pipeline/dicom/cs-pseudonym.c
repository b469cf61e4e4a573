/* A patient's number becomes a name by a keyed hash: without the key, which never leaves this user's folder, no list of
 * numbers can be tried against an export. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "cs-dicom-film.h"

#define KEY_BYTES 32
#define NAME_DIGITS 10

static gboolean
read_key (const char *path, guint8 *key)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL) || length != KEY_BYTES)
    return FALSE;
  memcpy (key, text, KEY_BYTES);
  return TRUE;
}

/* Written under another name and linked: two programs that begin together end up with one key. */
static gboolean
make_key (const char *folder, const char *path)
{
  g_autofree char *fresh = g_build_filename (folder, ".pseudonym-XXXXXX", NULL);
  guint8 key[KEY_BYTES];
  gboolean made;
  int file;

  if (g_mkdir_with_parents (folder, 0700) != 0 || getrandom (key, sizeof key, 0) != sizeof key)
    return FALSE;
  file = g_mkstemp_full (fresh, O_WRONLY, 0600);
  if (file < 0)
    return FALSE;
  made = write (file, key, sizeof key) == sizeof key;
  made = close (file) == 0 && made;
  made = made && (link (fresh, path) == 0 || errno == EEXIST);
  g_unlink (fresh);
  return made;
}

char *
cs_pseudonym_new (const char *patient, const char *issuer)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "calcspot", NULL);
  g_autofree char *path = g_build_filename (folder, "pseudonym.key", NULL), *text = NULL, *digest = NULL;
  guint8 key[KEY_BYTES];

  if (!read_key (path, key) && !(make_key (folder, path) && read_key (path, key)))
    return NULL;
  text = g_strdup_printf ("%s\n%s", patient, issuer != NULL ? issuer : "");
  digest = g_compute_hmac_for_string (G_CHECKSUM_SHA256, key, sizeof key, text, -1);
  return g_strdup_printf ("W%.*s", NAME_DIGITS, digest);
}
