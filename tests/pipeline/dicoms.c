#include "dicoms.h"

#include <string.h>

#include "folder.h"
#include "cs-formats.h"

void
dicom_place_open (DicomPlace *place, gconstpointer unused)
{
  place->folder = g_dir_make_tmp ("calcspot-dicom-XXXXXX", NULL);
  place->more = g_string_new (NULL);
}

void
dicom_place_close (DicomPlace *place, gconstpointer unused)
{
  remove_tree (place->folder);
  g_free (place->folder);
  g_string_free (place->more, TRUE);
}

static void
put_word (GString *to, guint word)
{
  g_string_append_c (to, (char) (word & 255));
  g_string_append_c (to, (char) (word >> 8 & 255));
}

static gboolean
is_long (const char *vr)
{
  return strstr ("OB OW SQ UN UT", vr) != NULL;
}

static void
put_head (GString *to, guint group, guint element, const char *vr, gsize length)
{
  put_word (to, group);
  put_word (to, element);
  g_string_append (to, vr);
  if (is_long (vr))
    put_word (to, 0);
  put_word (to, length & 0xffff);
  if (is_long (vr))
    put_word (to, (guint) (length >> 16));
}

static void
put_text (GString *to, guint group, guint element, const char *vr, const char *text)
{
  gsize length = strlen (text);

  put_head (to, group, element, vr, length + (length & 1));
  g_string_append (to, text);
  if (length & 1)
    g_string_append_c (to, strcmp (vr, "UI") == 0 ? '\0' : ' ');
}

static void
put_short (GString *to, guint group, guint element, guint word)
{
  put_head (to, group, element, "US", 2);
  put_word (to, word);
}

void
dicom_text (DicomPlace *place, guint group, guint element, const char *vr, const char *text)
{
  put_text (place->more, group, element, vr, text);
}

void
dicom_words (DicomPlace *place, guint group, guint element, const char *vr, const guint16 *words, guint n)
{
  put_head (place->more, group, element, vr, 2 * (gsize) n);
  for (guint i = 0; i < n; i++)
    put_word (place->more, words[i]);
}

void
dicom_begin (DicomPlace *place, guint group, guint element)
{
  put_head (place->more, group, element, "SQ", 0xffffffff);
  g_string_append_len (place->more, "\xfe\xff\x00\xe0\xff\xff\xff\xff", 8);
}

void
dicom_end (DicomPlace *place)
{
  g_string_append_len (place->more, "\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0", 16);
}

/* How much of the elements added stands before (0028,0002): elements of groups up to 0020. */
static gsize
find_split (const GString *more)
{
  gsize at = 0;
  guint depth = 0;

  while (at + 8 <= more->len)
    {
      const guint8 *bytes = (const guint8 *) more->str + at;
      guint group = bytes[0] | bytes[1] << 8;
      char vr[3] = { (char) bytes[4], (char) bytes[5], '\0' };

      if (group == 0xfffe)
        {
          depth -= bytes[2] == 0xdd;
          at += 8;
          continue;
        }
      if (depth == 0 && group >= 0x0028)
        break;
      depth += strcmp (vr, "SQ") == 0;
      at += is_long (vr) ? 12 : 8;
      if (strcmp (vr, "SQ") != 0)
        at += is_long (vr) ? (gsize) (bytes[8] | bytes[9] << 8 | bytes[10] << 16) : (gsize) (bytes[6] | bytes[7] << 8);
    }
  return at;
}

static void
put_shape (GString *to, const DicomSheet *sheet)
{
  g_autofree char *frames = g_strdup_printf ("%u", sheet->frames);

  put_short (to, 0x0028, 0x0002, 1);
  put_text (to, 0x0028, 0x0004, "CS", sheet->photometric);
  if (sheet->frames > 0)
    put_text (to, 0x0028, 0x0008, "IS", frames);
  put_short (to, 0x0028, 0x0010, sheet->rows);
  put_short (to, 0x0028, 0x0011, sheet->columns);
  put_short (to, 0x0028, 0x0100, sheet->allocated);
  put_short (to, 0x0028, 0x0101, sheet->stored);
  put_short (to, 0x0028, 0x0102, sheet->stored - 1);
  put_short (to, 0x0028, 0x0103, sheet->is_signed);
}

static void
put_pixels (GString *to, const DicomSheet *sheet)
{
  gsize n = (gsize) sheet->rows * sheet->columns * MAX (sheet->frames, 1), length = n * sheet->allocated / 8;
  guint mask = (1u << sheet->stored) - 1;

  put_head (to, 0x7fe0, 0x0010, sheet->allocated == 8 ? "OB" : "OW", length + (length & 1));
  for (gsize i = 0; i < n; i++)
    if (sheet->allocated == 8)
      g_string_append_c (to, (char) ((guint) sheet->values[i] & mask));
    else
      put_word (to, (guint) sheet->values[i] & mask);
  if (length & 1)
    g_string_append_c (to, '\0');
}

static void
put_item (GString *to, const char *bytes, gsize length)
{
  g_string_append_len (to, "\xfe\xff\x00\xe0", 4);
  put_word (to, (length + (length & 1)) & 0xffff);
  put_word (to, (guint) (length >> 16));
  g_string_append_len (to, bytes, (gssize) length);
  if (length & 1)
    g_string_append_c (to, '\0');
}

/* An offset table without entries, then a fragment a frame. */
static void
put_streams (GString *to, const DicomSheet *sheet)
{
  put_head (to, 0x7fe0, 0x0010, "OB", 0xffffffff);
  put_item (to, "", 0);
  for (guint i = 0; i < MAX (sheet->frames, 1); i++)
    {
      gsize length;
      const char *bytes = g_bytes_get_data (sheet->streams[i], &length);

      put_item (to, bytes, length);
    }
  g_string_append_len (to, "\xfe\xff\xdd\xe0\0\0\0\0", 8);
}

static void
put_meta (GString *to, const char *syntax)
{
  GString *meta = g_string_new (NULL);

  put_head (meta, 0x0002, 0x0001, "OB", 2);
  put_word (meta, 0x0100);
  put_text (meta, 0x0002, 0x0002, "UI", "1.2.840.10008.5.1.4.1.1.1.2");
  put_text (meta, 0x0002, 0x0003, "UI", "1.2.3.4.5");
  put_text (meta, 0x0002, 0x0010, "UI", syntax != NULL ? syntax : "1.2.840.10008.1.2.1");
  put_text (meta, 0x0002, 0x0012, "UI", "1.2.3.4");
  for (guint i = 0; i < 128; i++)
    g_string_append_c (to, '\0');
  g_string_append (to, "DICM");
  put_head (to, 0x0002, 0x0000, "UL", 4);
  put_word (to, (guint) meta->len);
  put_word (to, 0);
  g_string_append_len (to, meta->str, (gssize) meta->len);
  g_string_free (meta, TRUE);
}

GFile *
dicom_write_bytes (DicomPlace *place, const char *name, gconstpointer bytes, gsize length)
{
  g_autofree char *path = g_build_filename (place->folder, name, NULL);

  g_remove (path);   /* written over, a longer file would keep its end */
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return g_file_new_for_path (path);
}

GFile *
dicom_write (DicomPlace *place, const char *name, const DicomSheet *sheet)
{
  g_autoptr (GString) file = g_string_new (NULL);
  gsize split = find_split (place->more);

  if (!sheet->bare)
    put_meta (file, sheet->syntax);
  put_text (file, 0x0008, 0x0016, "UI", "1.2.840.10008.5.1.4.1.1.1.2");
  put_text (file, 0x0008, 0x0018, "UI", "1.2.3.4.5");
  g_string_append_len (file, place->more->str, (gssize) split);
  put_shape (file, sheet);
  g_string_append_len (file, place->more->str + split, (gssize) (place->more->len - split));
  if (sheet->syntax != NULL)
    put_streams (file, sheet);
  else
    put_pixels (file, sheet);
  g_string_truncate (place->more, 0);
  return dicom_write_bytes (place, name, file->str, file->len);
}

gboolean
dicom_convert (DicomPlace *place, GFile *file, const char *command, GFile **converted)
{
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_autofree char *tool = g_find_program_in_path (words[0]), *path = NULL, *line = NULL, *told = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (tool == NULL)
    return FALSE;
  path = g_build_filename (place->folder, "converted.dcm", NULL);
  line = g_strdup_printf ("%s '%s' '%s'", command, g_file_peek_path (file), path);
  g_assert_true (g_spawn_command_line_sync (line, NULL, &told, &status, &error));
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s", line, told);
  *converted = g_file_new_for_path (path);
  return TRUE;
}

CsImage *
dicom_read (GFile *file)
{
  g_autoptr (GError) error = NULL;
  CsImage *image = cs_formats_read_here (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (image);
  return image;
}
