/* Truth of CBIS-DDSM as downloaded, or converted: a film's rows are found in the set's tables by its patient id, a
 * row's lesion by the patient id or the series of its mask, which lies with a crop: the mask is the larger one. */
#include <glib/gi18n-lib.h>

#include "cs-cbis-pictures.h"
#include "cs-formats.h"
#include "cs-truths.h"

/* A mask that went through JPEG has grey edges: no more than one pixel in so many. */
#define GREY 50

/* What is nearer to white than to black; NULL: no mask, too much lies between. */
static CsRaster *
cut_mask (const CsRaster *raster)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster);
  CsRaster *mask = cs_raster_new (CS_PIXEL_U8, width, height);
  gsize grey = 0;
  double top = 0;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      top = MAX (top, cs_raster_get (raster, x, y));
  for (guint y = 0; y < height; y++)
    {
      guint8 *row = cs_raster_edit (mask, y);

      for (guint x = 0; x < width; x++)
        {
          double part = cs_raster_get (raster, x, y) / MAX (top, 1);

          row[x] = part > 0.5 ? 255 : 0;
          grey += part > 0.25 && part < 0.75;
        }
    }
  if (top > 0 && grey <= (gsize) width * height / GREY)
    return mask;
  cs_raster_unref (mask);
  return NULL;
}

static gboolean
is_of (const CsTruthFilm *film, guint width, guint height)
{
  return width == film->width && height == film->height;
}

/* Of a lesion's pictures that are black and white, the one of the film's size; else the largest. */
static CsRaster *
read_mask (const CsTruthFilm *film, GPtrArray *files)
{
  CsRaster *largest = NULL;

  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (CsImage) image = cs_formats_read (files->pdata[i], NULL, NULL);
      gboolean fits = image != NULL && is_of (film, cs_image_get_width (image), cs_image_get_height (image));
      g_autoptr (CsRaster) mask = NULL;

      if (image == NULL ||
          (!fits && largest != NULL && cs_image_get_width (image) <= cs_raster_get_width (largest)) ||
          (mask = cut_mask (cs_image_get_raster (image))) == NULL)
        continue;
      g_clear_pointer (&largest, cs_raster_unref);
      largest = g_steal_pointer (&mask);
      if (fits)
        break;
    }
  return largest;
}

static void
add_lesion (CsTruth *truth, const CsTruthFilm *film, CsCbis *tables, const CsCbisPlace *place,
            const CsCbisRow *row)
{
  g_autoptr (GPtrArray) files = cs_cbis_pictures (tables, place, row);
  g_autoptr (CsRaster) mask = read_mask (film, files);
  CsTruthSpot spot;

  if (mask != NULL && cs_truth_spot_of_mask (mask, &spot))
    {
      spot.word = row->words;
      if (cs_truths_fits (truth, film, row->lesion, cs_raster_get_width (mask), cs_raster_get_height (mask)))
        cs_truth_add (truth, &spot);
      return;
    }
  cs_truth_add_gap (truth, g_strdup_printf (_("The table names a lesion whose mask is not here: %s."), row->lesion));
}

static void
add_rows (CsTruth *truth, const CsTruthFilm *film, CsCbis *tables, const CsCbisPlace *place)
{
  for (guint i = 0; i < cs_cbis_get_n (tables); i++)
    {
      const CsCbisRow *row = cs_cbis_get (tables, i);

      if (!g_str_equal (row->film, place->patient))
        continue;
      if (row->mass)
        cs_truth_add_note (truth, g_strdup_printf (_("No calcification, and left out: “%s”."), row->words));
      else
        add_lesion (truth, film, tables, place, row);
    }
}

static CsTruth *
read_truth (const CsTruthFilm *film, GError **error)
{
  g_auto (CsCbisPlace) place = { 0 };
  g_autoptr (CsCbis) tables = NULL;
  g_autoptr (CsTruth) truth = NULL;

  if (!cs_cbis_place (film->file, &place) || place.lesion || (tables = cs_cbis_at (place.root)) == NULL)
    return NULL;
  truth = cs_truth_new (TRUE);
  for (const char *const *fault = cs_cbis_get_faults (tables); *fault != NULL; fault++)
    cs_truth_add_gap (truth, g_strdup (*fault));
  add_rows (truth, film, tables, &place);
  if (cs_truth_get_n_spots (truth) == 0 && cs_truth_get_notes (truth)[0] == NULL)
    cs_truth_add_gap (truth, g_strdup_printf (_("The tables have no row for the patient id %s."), place.patient));
  return g_steal_pointer (&truth);
}

const CsTruthSource cs_truth_cbis = { .id = "cbis", .read = read_truth };
