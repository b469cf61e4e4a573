#include "cs-mask-marks.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-regions.h"

/* What is set on @film in @box; NULL: nothing. */
static CsRaster *
cut (const CsRaster *film,
     const CsBox    *box)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, box->width, box->height);
  int width = (int) cs_raster_get_width (film), height = (int) cs_raster_get_height (film);
  gboolean any = FALSE;

  for (int y = MAX (0, -box->y); y < box->height && y + box->y < height; y++)
    {
      const guint8 *from = cs_raster_row (film, y + box->y);
      guint8 *row = cs_raster_edit (mask, y);

      for (int x = MAX (0, -box->x); x < box->width && x + box->x < width; x++)
        {
          row[x] = from[x + box->x] != 0 ? 255 : 0;
          any = any || row[x] != 0;
        }
    }
  return any ? g_steal_pointer (&mask) : NULL;
}

static void
clear (CsRaster    *film,
       const CsBox *box)
{
  int left = MAX (0, box->x), right = MIN (box->x + box->width, (int) cs_raster_get_width (film));
  int bottom = MIN (box->y + box->height, (int) cs_raster_get_height (film));

  for (int y = MAX (0, box->y); y < bottom && left < right; y++)
    memset ((guint8 *) cs_raster_edit (film, y) + left, 0, (gsize) (right - left));
}

/* A mark of the table gets back the pixels in its box. */
static void
take_row (CsHarvest      *harvest,
          CsCsvMark      *row,
          const CsRaster *film)
{
  g_autoptr (CsRaster) mask = cut (film, &row->mark.box);
  CsCsvMark mark = *row;

  row->used = TRUE;
  if (mask == NULL)
    {
      cs_harvest_note (harvest, _("%s: line %u: nothing is painted in its box any more"), row->film->name, row->line);
      return;
    }
  if (cs_regions_area (mask) != (guint64) row->mask_px)
    cs_harvest_note (harvest, _("%s: line %u: its mask has other pixels now, painted anew or shared with a neighbour"),
                     row->film->name, row->line);
  mark.mark.mask = mask;
  cs_csv_marks_add (harvest, &mark);
}

/* Pictures hold the masks of accepted marks alone. */
static gboolean
is_painted (const CsCsvMark *row)
{
  return row->mask_px >= 0 && row->mark.verdict == CS_VERDICT_POSITIVE;
}

/* What no mark of the table claims is a reader's: each connected region a mark. */
static void
take_rest (CsHarvest          *harvest,
           const CsRecordFilm *film,
           const CsRaster     *raster)
{
  g_autoptr (CsRegions) regions = cs_regions_find (raster, 8);

  for (guint i = 0; i < regions->n; i++)
    {
      const CsRegion *region = &regions->regions[i];
      CsHarvestMark mark = { .box = { region->x, region->y, region->width, region->height, 0, { 0 } },
                             .verdict = CS_VERDICT_POSITIVE, .origin = CS_ORIGIN_READER };
      g_autoptr (CsRaster) mask = cut (raster, &mark.box);

      mark.mask = mask;
      cs_harvest_add (harvest, film, &mark, _("a painted region"));
    }
}

void
cs_mask_marks_claim (CsHarvest          *harvest,
                     const CsRecordFilm *film,
                     const CsRaster     *raster,
                     GArray             *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      CsCsvMark *row = &g_array_index (rows, CsCsvMark, i);

      if (row->film == film && is_painted (row) && !row->used)
        take_row (harvest, row, raster);
    }
}

/* What is set outside of the boxes of this film's used marks. */
static CsRaster *
without_used (const CsRecordFilm *film,
              const CsRaster     *raster,
              GArray             *rows)
{
  CsRaster *rest = cs_raster_copy (raster);

  for (guint i = 0; i < rows->len; i++)
    {
      CsCsvMark *row = &g_array_index (rows, CsCsvMark, i);

      if (row->film == film && row->used)
        clear (rest, &row->mark.box);
    }
  return rest;
}

void
cs_mask_marks_rest (CsHarvest          *harvest,
                    const CsRecordFilm *film,
                    const CsRaster     *raster,
                    GArray             *rows)
{
  g_autoptr (CsRaster) rest = without_used (film, raster, rows);

  take_rest (harvest, film, rest);
}

gboolean
cs_mask_marks_has_rest (const CsRecordFilm *film,
                        const CsRaster     *raster,
                        GArray             *rows)
{
  g_autoptr (CsRaster) rest = without_used (film, raster, rows);

  return cs_regions_area (rest) > 0;
}

void
cs_mask_marks_unpainted (CsHarvest *harvest,
                         GArray    *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const CsCsvMark *row = &g_array_index (rows, CsCsvMark, i);

      if (row->used)
        continue;
      if (is_painted (row))
        cs_harvest_note (harvest, _("%s: line %u: its mask is in no picture; the mark comes without"), row->film->name,
                         row->line);
      cs_csv_marks_add (harvest, row);
    }
}
