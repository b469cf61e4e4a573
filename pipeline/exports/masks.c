/* A PNG a film, of its size, 255 where a mark judged positive has a painted or true mask. A mark without one adds
 * nothing: the
 * machine's pixels are cache and not in the record. Files are named by film and its number, NAME-ID.png. */
#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-export.h"
#include "cs-png.h"

static void
paint (CsRaster           *film,
       const CsRecordMark *mark)
{
  const CsBox *box = &mark->box;
  int width = (int) cs_raster_get_width (film), height = (int) cs_raster_get_height (film);

  for (int y = MAX (0, -box->y); y < box->height && y + box->y < height; y++)
    {
      const guint8 *from = cs_raster_row (mark->mask, y);
      guint8 *row = cs_raster_edit (film, y + box->y);

      for (int x = MAX (0, -box->x); x < box->width && x + box->x < width; x++)
        if (from[x] != 0)
          row[x + box->x] = 255;
    }
}

static GFile *
place_of (const CsRecordFilm *film,
          GFile              *folder)
{
  g_autofree char *name = g_strdup_printf ("%s-%" G_GINT64_FORMAT ".png", film->name, film->id);

  return g_file_get_child (folder, name);
}

static gboolean
write_film (const CsRecordFilm *film,
            GFile              *folder,
            GError            **error)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, film->width, film->height);
  g_autoptr (GFile) file = place_of (film, folder);

  for (guint i = 0; i < film->n_marks; i++)
    if (film->marks[i].verdict == CS_VERDICT_POSITIVE && film->marks[i].mask != NULL)
      paint (mask, &film->marks[i]);
  return cs_png_write (mask, film->facts.mm_per_pixel, file, error);
}

/* What was begun, now or by a program that was killed, leaves nothing behind. Only what we write is deleted: a folder
 * that holds anything else stays. */
static void
remove_begun (CsRecord *record,
              GFile    *folder)
{
  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    {
      g_autoptr (GFile) file = place_of (cs_record_get_film (record, i), folder);

      g_file_delete (file, NULL, NULL);
    }
  g_file_delete (folder, NULL, NULL);
}

static gboolean
make_folder (GFile        *folder,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (GError) why = NULL;

  if (g_file_make_directory_with_parents (folder, cancellable, &why))
    return TRUE;
  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&why));
  else
    g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s” cannot be made: %s; choose another place"),
                 g_file_peek_path (folder), why->message);
  return FALSE;
}

static gboolean
write_all (CsRecord     *record,
           GFile        *folder,
           GCancellable *cancellable,
           GError      **error)
{
  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !write_film (cs_record_get_film (record, i), folder, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_masks (CsRecord     *record,
             GFile        *to,
             GCancellable *cancellable,
             GError      **error)
{
  g_autofree char *path = g_strdup_printf ("%s.part", g_file_peek_path (to));
  g_autoptr (GFile) part = g_file_new_for_path (path);

  if (g_file_query_exists (to, NULL))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s” is there already; choose another name"),
                   g_file_peek_path (to));
      return FALSE;
    }
  remove_begun (record, part);
  if (!make_folder (part, cancellable, error))
    return FALSE;
  if (write_all (record, part, cancellable, error) && g_file_move (part, to, G_FILE_COPY_NONE, NULL, NULL, NULL, error))
    return TRUE;
  remove_begun (record, part);
  return FALSE;
}

const CsExport cs_export_masks = { .id = "masks", .title = N_("Masks (a PNG for each film)"), .suffix = "",
                                   .write = write_masks };
