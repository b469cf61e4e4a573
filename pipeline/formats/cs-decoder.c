#define _GNU_SOURCE   /* memory that is a file, and seals on it */
#include "cs-decoder.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cs-confine.h"
#include "cs-dicom-film.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-parcel.h"

#define ANSWER 3   /* the helper's descriptor */

static char *
find_helper (void)
{
  const char *given = g_getenv ("CALCSPOT_DECODER");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  if (given != NULL)
    return g_strdup (given);
  return folder != NULL ? g_build_filename (folder, "calcspot-decode", NULL) : g_strdup ("calcspot-decode");
}

/* Nothing can change or shorten the answer once it is looked at. */
static GBytes *
take_answer (int answer, const char *name, GError **error)
{
  g_autoptr (GMappedFile) mapped = NULL;

  if (fcntl (answer, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("What was read of “%s” could not be taken over."), name);
      return NULL;
    }
  mapped = g_mapped_file_new_from_fd (answer, FALSE, error);
  return mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
}

/* Descriptors are left open, and closed by the helper: GLib would have to fork to close them here, and each of this
 * program's pages that is touched while the fork lives is copied. */
static GSubprocess *
start (const char *what, GFile *film, int answer, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE |
                                                                        G_SUBPROCESS_FLAGS_INHERIT_FDS);
  g_autofree char *helper = find_helper ();
  g_autoptr (GError) failed = NULL;
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  g_subprocess_launcher_take_fd (launcher, dup (answer), ANSWER);
  process = g_subprocess_launcher_spawn (launcher, &failed, helper, what, g_file_peek_path (film), NULL);
  if (process == NULL)
    g_set_error (error, failed->domain, failed->code,
                 _("The program that reads films, “%s”, could not be started: %s. Install Calcspot anew."),
                 helper, failed->message);
  return process;
}

/* Waits for the answer; a helper that is no longer wanted is killed. */
static GBytes *
wait_for (GSubprocess *process, int answer, const char *name, GCancellable *cancellable, GError **error)
{
  if (!g_subprocess_wait (process, cancellable, error))
    {
      g_subprocess_force_exit (process);
      g_subprocess_wait (process, NULL, NULL);
      return NULL;
    }
  if (g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 0)
    return take_answer (answer, name, error);
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED,
               _("“%s” is damaged: its decoder failed over it and was stopped. Copy it again from its source."), name);
  return NULL;
}

static GBytes *
ask (const char *what, GFile *film, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_basename (film);
  g_autoptr (GSubprocess) process = NULL;
  GBytes *parcel = NULL;
  int answer;

  if (g_file_peek_path (film) == NULL)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED, _("“%s” is no file of this computer. Copy it here first."),
                   name);
      return NULL;
    }
  answer = memfd_create ("calcspot-film", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  process = answer >= 0 ? start (what, film, answer, error) : NULL;
  if (process != NULL)
    parcel = wait_for (process, answer, name, cancellable, error);
  else if (answer < 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("What was read of “%s” could not be taken over."), name);
  if (answer >= 0)
    close (answer);
  return parcel;
}

CsImage *
cs_decoder_read (GFile *film, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_basename (film);
  g_autoptr (GBytes) parcel = ask ("film", film, cancellable, error);

  return parcel != NULL ? cs_parcel_read_film (parcel, name, error) : NULL;
}

/* A mask comes as a film does. */
CsRaster *
cs_decoder_mask (GFile *film, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_basename (film);
  g_autoptr (GBytes) parcel = ask ("mask", film, cancellable, error);
  g_autoptr (CsImage) image = parcel != NULL ? cs_parcel_read_film (parcel, name, error) : NULL;

  return image != NULL ? cs_raster_to (cs_image_get_raster (image), CS_PIXEL_U8) : NULL;
}

CsHeader *
cs_decoder_header (GFile *film, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_basename (film);
  g_autoptr (GBytes) parcel = ask ("header", film, cancellable, error);

  return parcel != NULL ? cs_parcel_read_header (parcel, name, error) : NULL;
}

guint
cs_decoder_count (GFile *film, GCancellable *cancellable)
{
  g_autoptr (GBytes) parcel = ask ("count", film, cancellable, NULL);
  guint n = 1;

  return parcel != NULL && cs_parcel_read_count (parcel, "", &n, NULL) ? CLAMP (n, 1, G_MAXUINT16) : 1;
}

/* The helper's side. */

static gboolean
reply (const char *what, GFile *film, GError **error)
{
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsHeader) header = NULL;

  if (g_str_equal (what, "count"))
    return cs_parcel_write_count (ANSWER, cs_formats_count_here (film));
  if (g_str_equal (what, "header"))
    return (header = cs_formats_header_here (film, error)) != NULL && cs_parcel_write_header (ANSWER, header);
  image = g_str_equal (what, "mask") ? cs_formats_mask_here (film, error) : cs_formats_read_here (film, NULL, error);
  return image != NULL && cs_parcel_write_film (ANSWER, image);
}

/* What is made or loaded at its first use is so before that is forbidden: the file system's module, the user's key. */
static GFile *
get_ready (const char *path)
{
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_free (cs_pseudonym_new ("", NULL));
  return g_file_new_for_path (path);
}

int
cs_decoder_main (int argc, char **argv)
{
  g_autoptr (GFile) film = argc == 3 ? get_ready (argv[2]) : NULL;
  g_autoptr (GError) error = NULL;

  if (film == NULL || fcntl (ANSWER, F_GETFD) < 0)
    return 2;
  cs_confine (ANSWER);
  if (reply (argv[1], film, &error))
    return 0;
  return error != NULL && cs_parcel_write_error (ANSWER, error) ? 0 : 1;
}
