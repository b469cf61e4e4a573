#include "cs-formats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-film.h"
#include "cs-truths.h"

#define HEAD 4096
/* The largest picture we read is 256 Mi pixels of 16 bits; nothing honest is twice that. */
#define MOST_BYTES (G_GUINT64_CONSTANT (1) << 30)

static GBytes *
load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GFileInfo)
      info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("“%s” is no file. Choose a PNG, PGM or JPEG film."), name);
  else if (g_file_info_get_size (info) == 0)
    g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("“%s” is empty. Copy it again from its source."), name);
  else if ((guint64) g_file_info_get_size (info) > MOST_BYTES)
    g_set_error (error, CS_ERROR, CS_ERROR_TOO_LARGE, _("“%s” is larger than any film (1 GiB)."), name);
  else
    return g_file_load_bytes (file, cancellable, NULL, error);
  return NULL;
}

static const CsFormat *
best (GBytes *head, const char *name)
{
  const CsFormat *found = NULL;
  guint most = 0;

  for (guint i = 0; cs_formats[i] != NULL; i++)
    {
      guint score = cs_formats[i]->guess (head, name);

      if (score > most)
        {
          most = score;
          found = cs_formats[i];
        }
    }
  return found;
}

CsImage *
cs_formats_read (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = load (file, cancellable, error);
  g_autoptr (GBytes) head = NULL;
  g_autofree char *name = g_file_get_basename (file);
  const CsFormat *format;

  if (bytes == NULL)
    return NULL;
  head = g_bytes_new_from_bytes (bytes, 0, MIN (HEAD, g_bytes_get_size (bytes)));
  format = best (head, name);
  if (format != NULL)
    return format->read (file, bytes, error);
  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT,
               _("“%s” is no film that can be read here. Films are PNG, PGM or JPEG pictures."), name);
  return NULL;
}

CsTruth *
cs_formats_truth (GFile *file, GError **error)
{
  for (guint i = 0; cs_truths[i] != NULL; i++)
    {
      GError *failed = NULL;
      CsTruth *truth = cs_truths[i]->read (file, &failed);

      if (truth != NULL)
        return truth;
      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return NULL;
        }
    }
  return NULL;
}

static gboolean
has_suffix (const char *name, const char *suffix)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && g_ascii_strcasecmp (dot + 1, suffix) == 0;
}

/* Masks and tissue labels lie beside films, and are none. */
static gboolean
is_mask (const char *name)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *stem = g_strndup (name, dot != NULL ? (gsize) (dot - name) : strlen (name));

  return g_str_has_prefix (name, "mask_") || g_str_has_suffix (stem, "_mask") || g_str_has_suffix (stem, "_LI");
}

gboolean
cs_formats_is_film (const char *name)
{
  for (guint i = 0; cs_formats[i] != NULL && !is_mask (name); i++)
    for (guint k = 0; cs_formats[i]->suffixes[k] != NULL; k++)
      if (has_suffix (name, cs_formats[i]->suffixes[k]))
        return TRUE;
  return FALSE;
}
