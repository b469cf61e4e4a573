/* Which film a frame lies on is read from the header's lines (PS3.3, C.7.6.16.2.6); its pixels come as a mask. Both by
 * the decoding helper: nothing here believes a number of the file. */
#include "cs-seg-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-film.h"
#include "cs-folder.h"
#include "cs-formats.h"
#include "cs-mask-marks.h"
#include "cs-sheets.h"

#define SEGMENTATION_CLASS "1.2.840.10008.5.1.4.1.1.66.4"
#define MOST_FRAMES 4096u

typedef struct
{
  GHashTable   *films;        /* address -> CsRecordFilm */
  GHashTable   *whole;        /* of one file: CsRecordFilm -> CsRaster, all that is set on it in any frame */
  GArray       *rows;         /* of the table beside */
  CsHarvest    *harvest;
  GCancellable *cancellable;
  guint         n_elsewhere;
} Reading;

typedef void (*Take) (Reading *self, const CsRecordFilm *film, const CsRaster *mask);

static const char *
value_of (CsHeader   *header,
          const char *tag)
{
  for (guint i = 0; i < cs_header_get_n (header); i++)
    {
      const CsHeaderLine *line = cs_header_get (header, i);

      if (line->depth == 0 && g_str_equal (line->tag, tag))
        return line->value;
    }
  return "";
}

/* The picture a reference sequence names whose line is @at. */
static char *
read_reference (CsHeader *header,
                guint     at)
{
  guint depth = cs_header_get (header, at)->depth, frame = 0;
  const char *uid = "";

  for (guint i = at + 1; i < cs_header_get_n (header) && cs_header_get (header, i)->depth > depth; i++)
    {
      const CsHeaderLine *line = cs_header_get (header, i);

      if (line->depth == depth + 1 && g_str_equal (line->tag, "(0008,1155)"))
        uid = line->value;
      if (line->depth == depth + 1 && g_str_equal (line->tag, "(0008,1160)"))
        frame = (guint) g_ascii_strtoull (line->value, NULL, 10);
    }
  return cs_source_address (uid, frame);
}

/* Within the sequence whose line is @at: the addresses of what its items' @tag sequences name, one each. */
static void
gather (CsHeader   *header,
        guint       at,
        const char *tag,
        GPtrArray  *addresses)
{
  guint depth = cs_header_get (header, at)->depth;

  for (guint i = at + 1; i < cs_header_get_n (header) && cs_header_get (header, i)->depth > depth; i++)
    if (g_str_equal (cs_header_get (header, i)->tag, tag) && addresses->len < MOST_FRAMES)
      g_ptr_array_add (addresses, read_reference (header, i));
}

/* One a frame; or one for all frames: what they share, else the only picture the file refers to. */
static GPtrArray *
read_addresses (CsHeader *header)
{
  static const struct { const char *sequence, *reference; } places[] = {
    { "(5200,9230)", "(0008,2112)" }, { "(5200,9229)", "(0008,2112)" }, { "(0008,1115)", "(0008,114a)" } };
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);

  for (guint k = 0; k < G_N_ELEMENTS (places) && addresses->len == 0; k++)
    for (guint i = 0; i < cs_header_get_n (header); i++)
      if (cs_header_get (header, i)->depth == 0 && g_str_equal (cs_header_get (header, i)->tag, places[k].sequence))
        gather (header, i, places[k].reference, addresses);
  return addresses;
}

static void
unite (Reading            *self,
       const CsRecordFilm *film,
       const CsRaster     *mask)
{
  CsRaster *whole = g_hash_table_lookup (self->whole, film);

  if (whole == NULL)
    g_hash_table_insert (self->whole, (gpointer) film, cs_raster_copy (mask));
  for (guint y = 0; whole != NULL && y < cs_raster_get_height (mask); y++)
    {
      const guint8 *from = cs_raster_row (mask, y);
      guint8 *row = cs_raster_edit (whole, y);

      for (guint x = 0; x < cs_raster_get_width (mask); x++)
        row[x] |= from[x];
    }
}

static void
take_rest (Reading            *self,
           const CsRecordFilm *film,
           const CsRaster     *mask)
{
  cs_mask_marks_rest (self->harvest, film, mask, self->rows);
}

/* FALSE: cancelled, or the pixels cannot be read. */
static gboolean
read_frame (Reading    *self,
            GFile      *frame,
            const char *address,
            Take        take,
            GError    **error)
{
  const CsRecordFilm *film = g_hash_table_lookup (self->films, address);
  g_autoptr (CsRaster) mask = film != NULL ? cs_formats_mask (frame, self->cancellable, error) : NULL;

  self->n_elsewhere += film == NULL;
  if (mask != NULL && cs_harvest_fits (self->harvest, film, cs_raster_get_width (mask), cs_raster_get_height (mask)))
    take (self, film, mask);
  return film == NULL || mask != NULL;
}

static gboolean
read_frames (Reading  *self,
             GFile    *file,
             CsHeader *header,
             Take      take,
             GError  **error)
{
  g_autoptr (GPtrArray) addresses = read_addresses (header);
  guint n = (guint) CLAMP (g_ascii_strtoull (value_of (header, "(0028,0008)"), NULL, 10), 1, MOST_FRAMES);

  self->n_elsewhere = 0;
  for (guint i = 0; i < n; i++)
    {
      const char *address = addresses->len == n ? addresses->pdata[i] : addresses->len == 1 ? addresses->pdata[0] : "";
      g_autoptr (GFile) frame = n > 1 ? cs_film_of_frame (file, i) : g_object_ref (file);

      if (!read_frame (self, frame, address, take, error))
        return FALSE;
    }
  return TRUE;
}

/* The table's marks get their pixels. Whether there is more than those. */
static gboolean
claim (Reading *self)
{
  GHashTableIter iter;
  gpointer film, whole;
  gboolean rest = FALSE;

  g_hash_table_iter_init (&iter, self->whole);
  while (g_hash_table_iter_next (&iter, &film, &whole))
    {
      cs_mask_marks_claim (self->harvest, film, whole, self->rows);
      rest = rest || cs_mask_marks_has_rest (film, whole, self->rows);
    }
  return rest;
}

/* Frame by frame, for a film has many pixels and a file many frames: once for the table's marks, whose pixels may lie
 * in several, and again for what is left, segment by segment. */
static gboolean
take_frames (Reading  *self,
             GFile    *file,
             CsHeader *header,
             GError  **error)
{
  gboolean rest = TRUE;

  g_hash_table_remove_all (self->whole);
  if (self->rows->len > 0 && !read_frames (self, file, header, unite, error))
    return FALSE;
  if (self->rows->len > 0)
    rest = claim (self);
  return !rest || read_frames (self, file, header, take_rest, error);
}

/* FALSE: it is no binary segmentation, and noted. */
static gboolean
is_segmentation (Reading    *self,
                 CsHeader   *header,
                 const char *name)
{
  if (!g_str_equal (value_of (header, "(0008,0016)"), SEGMENTATION_CLASS))
    cs_harvest_note (self->harvest, "%s: %s", name, _("no DICOM Segmentation"));
  else if (!g_str_equal (value_of (header, "(0062,0001)"), "BINARY"))
    cs_harvest_note (self->harvest, "%s: %s", name, _("a segmentation of shares, not of whole pixels (BINARY)"));
  else
    return TRUE;
  return FALSE;
}

/* How many segmentations it is: 1 or 0; -1: cancelled. */
static int
read_file (Reading *self,
           GFile   *file,
           GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GError) why = NULL;
  g_autoptr (CsHeader) header = cs_formats_header (file, self->cancellable, &why);

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return -1;
  if (header == NULL)
    cs_harvest_note (self->harvest, "%s: %s", name, why->message);
  if (header == NULL || !is_segmentation (self, header, name))
    return 0;
  if (take_frames (self, file, header, &why))
    {
      if (self->n_elsewhere > 0)
        cs_harvest_note (self->harvest, _("%s: frames of films that are not in this study: %u"), name,
                         self->n_elsewhere);
      return 1;
    }
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return -1;
  cs_harvest_note (self->harvest, "%s: %s", name, why->message);
  return 0;
}

static gboolean
read_all (Reading *self,
          GFile   *from,
          GError **error)
{
  g_autoptr (GPtrArray) files = cs_folder_list (from, "", self->cancellable, error);
  guint n = 0;

  if (files == NULL)
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      const char *path = g_file_peek_path (files->pdata[i]);
      gboolean ours = g_str_has_suffix (path, CS_SHEETS_LEFT_OUT) || g_str_has_suffix (path, CS_CSV_MARKS_BESIDE);
      int found = ours ? 0 : read_file (self, files->pdata[i], error);

      if (found < 0)
        return FALSE;
      n += (guint) found;
    }
  cs_mask_marks_unpainted (self->harvest, self->rows);
  if (n > 0 || cs_csv_marks_is_beside (from) || files->len == 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("There are no DICOM Segmentations of whole pixels in “%s”"),
               g_file_peek_path (from));
  return FALSE;
}

gboolean
cs_seg_read (GFile        *from,
             CsHarvest    *harvest,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (GHashTable) films = cs_source_index (cs_harvest_get_record (harvest), cancellable, error);
  g_autoptr (GHashTable) whole = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) cs_raster_unref);
  g_autoptr (GArray) rows = films != NULL ? cs_csv_marks_beside (from, harvest, cancellable, error) : NULL;
  Reading reading = { films, whole, rows, harvest, cancellable, 0 };

  return rows != NULL && read_all (&reading, from, error);
}
