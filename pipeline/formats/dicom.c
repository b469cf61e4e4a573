#define _GNU_SOURCE   /* memmem() */
/* DICOM films: mammograms for presentation and for processing, computed radiography, secondary capture, the frames of a
 * tomosynthesis. What the file means is read in the room dicom. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-dicom-film.h"
#include "cs-error.h"
#include "cs-format.h"

/* Attributes that tell who, where or when, beside whole group 0010, names, dates, free text and whatever is private
 * (PS3.15, table E.1-1). */
static const guint32 identities[] = {
  0x00020016, 0x00080050, 0x00080054, 0x00080055, 0x00080080, 0x00080081, 0x00080092, 0x00080094, 0x00081010,
  0x00081040, 0x00081041, 0x00081080,
  0x00081084, 0x00081195, 0x00120010, 0x00120020, 0x00120021, 0x00120030, 0x00120031, 0x00120040, 0x00120042,
  0x00120050, 0x00181000, 0x00181002, 0x00181004, 0x0018700a, 0x00200010, 0x00204000, 0x00321032, 0x00321060,
  0x00380010, 0x00380060, 0x00380300, 0x00380400, 0x00400242, 0x00400243, 0x00400253, 0x00401001, 0x00401002,
  0x00402016, 0x00402017, 0x00081030, 0x0008103e,
};
static const char *const identity_kinds[] = { "PN", "DA", "TM", "DT", "UI", "LT", "ST", "UT", "UR", "UN", NULL };
/* Words for what kind of woman, not which one. */
static const guint32 harmless[] = { 0x00100040, 0x00101010, 0x00101020, 0x00101030, 0x00080016, 0x00020010, 0x00020002,
                                    0x00081150, 0x00081155, 0x00020012 };

static gboolean
is_among (const guint32 *tags, guint n, guint32 tag)
{
  for (guint i = 0; i < n; i++)
    if (tags[i] == tag)
      return TRUE;
  return FALSE;
}

static gboolean
is_identity (guint group, guint element, const char *kind)
{
  guint32 tag = group << 16 | element;

  if (is_among (harmless, G_N_ELEMENTS (harmless), tag))
    return FALSE;
  return group == 0x0010 || group % 2 == 1 || g_strv_contains (identity_kinds, kind) ||
         is_among (identities, G_N_ELEMENTS (identities), tag);
}

static gboolean
add_line (guint depth, guint group, guint element, const char *kind, const char *name, const char *value, gpointer data)
{
  g_autofree char *tag = g_strdup_printf ("(%04x,%04x)", group, element);
  CsHeaderLine line = { depth, tag, name, value, *value != '\0' && is_identity (group, element, kind) };

  cs_header_add (data, &line);
  return TRUE;
}

/* Little-endian, the group 0008 or 0002 comes first, and an element is a few bytes long or names its kind. */
static gboolean
is_bare (const guint8 *bytes, gsize length)
{
  if (length < 16 || bytes[1] != 0 || (bytes[0] != 8 && bytes[0] != 2) || bytes[3] != 0)
    return FALSE;
  return (g_ascii_isupper (bytes[4]) && g_ascii_isupper (bytes[5])) ||
         (bytes[5] == 0 && bytes[6] == 0 && bytes[7] == 0 && bytes[4] % 2 == 0 && bytes[4] > 0);
}

static gboolean
is_bare_big (const guint8 *bytes, gsize length)
{
  return length >= 16 && bytes[0] == 0 && bytes[1] == 8 && bytes[2] == 0 && g_ascii_isupper (bytes[4]) &&
         g_ascii_isupper (bytes[5]);
}

static guint
guess (GBytes *head, const char *name)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (head, &length);

  if (length >= 132 && memcmp (bytes + 128, "DICM", 4) == 0)
    return 98;
  return is_bare (bytes, length) || is_bare_big (bytes, length) ? 60 : 0;
}

static CsDicom *
open_file (GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  const char *path = g_file_peek_path (file);

  if (path != NULL)
    return cs_dicom_open (path, name, error);
  g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED, _("“%s” is no file of this computer. Copy it here first."), name);
  return NULL;
}

static CsImage *
read_frame (GFile *file, guint frame, const char *film, GError **error)
{
  g_autoptr (CsDicom) dicom = open_file (file, error);

  return dicom != NULL ? cs_dicom_read_film (dicom, frame, film, error) : NULL;
}

static CsRaster *
read_mask (GFile *file, guint frame, GError **error)
{
  g_autoptr (CsDicom) dicom = open_file (file, error);

  return dicom != NULL ? cs_dicom_read_mask (dicom, frame, error) : NULL;
}

static guint
count_frames (GFile *file)
{
  g_autoptr (CsDicom) dicom = open_file (file, NULL);

  return dicom != NULL ? cs_dicom_get_n_frames (dicom) : 1;
}

static CsHeader *
read_header (GFile *file, GError **error)
{
  g_autoptr (CsDicom) dicom = open_file (file, error);
  g_autoptr (CsHeader) header = NULL;

  if (dicom == NULL)
    return NULL;
  header = cs_header_new ();
  cs_dicom_walk (dicom, add_line, header);
  return g_steal_pointer (&header);
}

static gboolean
has_tag (const guint8 *bytes, gsize length, const char *little, const char *big)
{
  return memmem (bytes, length, little, 4) != NULL || memmem (bytes, length, big, 4) != NULL;
}

/* The pixels begin, and nothing before or behind looks like a number of frames. Packed headers show neither. */
static gboolean
is_single (GBytes *head)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (head, &length);

  return has_tag (bytes, length, "\xe0\x7f\x10\0", "\x7f\xe0\0\x10") &&
         !has_tag (bytes, length, "\x28\0\x08\0", "\0\x28\0\x08");
}

const CsFormat cs_format_dicom = {
  .id = "dicom", .title = N_("DICOM film"), .suffixes = (const char *const[]) { "dcm", "dicom", "dic", NULL },
  .guess = guess, .read_frame = read_frame,
  .count_frames = count_frames, .is_single = is_single, .read_mask = read_mask, .header = read_header };
