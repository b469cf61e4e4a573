/* A PNG a film, of its size, 255 where a mark judged positive has a painted or true mask. A mark without one adds
 * nothing: the machine's pixels are cache and not in the record. Files are named by film and its number, NAME-ID.png;
 * marks.csv beside them tells the marks apart, without which every connected region comes back as a reader's mark. */
#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-export.h"
#include "cs-folder.h"
#include "cs-formats.h"
#include "cs-mask-marks.h"
#include "cs-png.h"

typedef struct { CsRecord *record; CsExportRun *run; } Order;

static void
paint (CsRaster           *film,
       const CsRecordMark *mark)
{
  const CsRaster *mask = cs_record_mark_mask (mark);
  const CsBox *box = &mark->box;
  int width = (int) cs_raster_get_width (film), height = (int) cs_raster_get_height (film);

  for (int y = MAX (0, -box->y); y < box->height && y + box->y < height; y++)
    {
      const guint8 *from = cs_raster_row (mask, y);
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
            GCancellable       *cancellable,
            GError            **error)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, film->width, film->height);
  g_autoptr (GFile) file = place_of (film, folder);

  for (guint i = 0; i < film->n_marks; i++)
    if (film->marks[i].verdict == CS_VERDICT_POSITIVE && cs_record_mark_mask (&film->marks[i]) != NULL)
      paint (mask, &film->marks[i]);
  return cs_png_write_until (mask, film->facts.mm_per_pixel, file, cancellable, error);
}

static gboolean
fill (GFile        *folder,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  const Order *order = data;

  for (guint i = 0; i < cs_record_get_n_films (order->record); i++)
    if (!cs_export_step (order->run, 1, error) ||
        !write_film (cs_record_get_film (order->record, i), folder, cancellable, error))
      return FALSE;
  return cs_csv_marks_write_beside (order->record, folder, error);
}

static gboolean
write_masks (CsRecord    *record,
             GFile       *to,
             CsExportRun *run,
             GError     **error)
{
  Order order = { record, run };

  return cs_folder_write (to, fill, &order, run != NULL ? run->cancellable : NULL, error);
}

static gboolean
read_film (GFile        *file,
           CsHarvest    *harvest,
           GArray       *rows,
           GCancellable *cancellable,
           GError      **error)
{
  g_autofree char *name = g_file_get_basename (file);
  const CsRecordFilm *film = cs_harvest_find (harvest, name);
  g_autoptr (CsRaster) mask = NULL;

  if (film == NULL)
    return TRUE;
  mask = cs_formats_mask (file, cancellable, error);
  if (mask == NULL)
    return FALSE;
  if (!cs_harvest_fits (harvest, film, cs_raster_get_width (mask), cs_raster_get_height (mask)))
    return TRUE;
  cs_mask_marks_claim (harvest, film, mask, rows);
  cs_mask_marks_rest (harvest, film, mask, rows);
  return TRUE;
}

static gboolean
read_masks (GFile        *from,
            CsHarvest    *harvest,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (GPtrArray) files = cs_folder_list (from, ".png", cancellable, error);
  g_autoptr (GArray) rows = files != NULL ? cs_csv_marks_beside (from, harvest, cancellable, error) : NULL;

  if (rows == NULL)
    return FALSE;
  if (files->len == 0 && !cs_csv_marks_is_beside (from))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("There are no masks (PNG) in “%s”"), g_file_peek_path (from));
      return FALSE;
    }
  for (guint i = 0; i < files->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !read_film (files->pdata[i], harvest, rows, cancellable, error))
      return FALSE;
  cs_mask_marks_unpainted (harvest, rows);
  return TRUE;
}

const CsExport cs_export_masks = { .id = "masks", .title = N_("Masks (a PNG for each film)"), .suffix = "",
                                   .write = write_masks, .read = read_masks };
