/* The windows a DICOM file wants to be shown with (PS3.3 C.11.2), and its overlays (C.9.2). */
#include <glib/gi18n-lib.h>

#include "cs-dicom-private.h"

#define MOST_WINDOWS 32u
#define MOST_OVERLAYS 16u
#define FARTHEST (4 * (int) CS_MAX_SIDE)

static CsVoiShape
shape_of (const char *function)
{
  if (g_strcmp0 (function, "SIGMOID") == 0)
    return CS_VOI_SIGMOID;
  return g_strcmp0 (function, "LINEAR_EXACT") == 0 ? CS_VOI_LINEAR_EXACT : CS_VOI_LINEAR;
}

static void
read_centres (CsDicom *self, guint frame, CsDetails *details)
{
  g_autofree char *centre_place = cs_dicom_frame_place (self, frame, "0028,9132", "0028,1050");
  g_autofree char *width_place = cs_dicom_frame_place (self, frame, "0028,9132", "0028,1051");
  g_autofree char *title_place = cs_dicom_frame_place (self, frame, "0028,9132", "0028,1055");
  g_autofree char *function_place = cs_dicom_frame_place (self, frame, "0028,9132", "0028,1056");
  g_autofree char *function = function_place != NULL ? cs_dicom_get_text (self, function_place) : NULL;
  double centres[MOST_WINDOWS], widths[MOST_WINDOWS];
  guint n;

  if (centre_place == NULL || width_place == NULL)
    return;
  n = cs_dicom_get_numbers (self, centre_place, centres, MOST_WINDOWS);
  n = MIN (n, cs_dicom_get_numbers (self, width_place, widths, MOST_WINDOWS));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = title_place != NULL ? cs_dicom_get_value (self, title_place, i) : NULL;
      CsVoi voi = { .shape = shape_of (function), .centre = centres[i], .width = widths[i], .title = title };

      cs_details_add_window (details, &voi);
    }
}

static void
read_tables (CsDicom *self, guint frame, gboolean is_signed, CsDetails *details)
{
  for (guint i = 0; i < MOST_WINDOWS; i++)
    {
      g_autofree char *item = g_strdup_printf ("0028,3010[%u]", i);
      g_autofree char *explanation = g_strconcat (item, ".0028,3003", NULL);
      g_autofree char *title = cs_dicom_get_text (self, explanation);
      CsTable table;
      CsVoi voi;

      if (!cs_dicom_read_table (self, item, is_signed, &table))
        return;
      voi = (CsVoi) { .shape = CS_VOI_TABLE, .first = table.first, .bits = table.bits, .n_entries = table.n_entries,
                      .entries = table.entries, .title = title };
      cs_details_add_window (details, &voi);
      g_free (table.entries);
    }
}

void
cs_dicom_read_windows (CsDicom *self, guint frame, gboolean is_signed, CsDetails *details)
{
  read_centres (self, frame, details);
  read_tables (self, frame, is_signed, details);
}

static gboolean
get_overlay (CsDicom *self, guint group, guint element, double *numbers, guint n)
{
  g_autofree char *place = g_strdup_printf ("%04x,%04x", group, element);

  return cs_dicom_get_numbers (self, place, numbers, n) == n;
}

CsRaster *
cs_dicom_unpack_bits (GBytes *bytes, gsize first, guint columns, guint rows)
{
  g_autoptr (CsRaster) mask = cs_raster_try_new (CS_PIXEL_U8, columns, rows, NULL);
  gsize length, bit = first;
  const guint8 *from = g_bytes_get_data (bytes, &length);

  if (mask == NULL || (first + (gsize) columns * rows + 7) / 8 > length)
    return NULL;
  for (guint y = 0; y < rows; y++)
    {
      guint8 *row = cs_raster_edit (mask, y);

      for (guint x = 0; x < columns; x++, bit++)
        row[x] = from[bit / 8] >> (bit % 8) & 1 ? 255 : 0;
    }
  return g_steal_pointer (&mask);
}

/* Which of an overlay's own frames lies on this frame of the film; none: it lies on all of them. */
static gboolean
find_plane (CsDicom *self, guint group, guint frame, guint *plane)
{
  double n = 1, origin = 1;

  *plane = 0;
  if (!get_overlay (self, group, 0x0015, &n, 1) || n <= 1)
    return TRUE;
  get_overlay (self, group, 0x0051, &origin, 1);
  if (!(origin >= 1 && n <= CS_DICOM_MOST_FRAMES) || frame + 1 < origin || frame + 1 >= origin + n)
    return FALSE;
  *plane = frame + 1 - (guint) origin;
  return TRUE;
}

static void
read_overlay (CsDicom *self, guint frame, guint i, CsDetails *details)
{
  guint group = 0x6000 + 2 * i, plane;
  g_autofree char *data = g_strdup_printf ("%04x,3000", group), *name = g_strdup_printf ("%04x,1500", group);
  g_autofree char *label = cs_dicom_get_text (self, name), *title = g_strdup_printf (_("Overlay %u"), i + 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CsRaster) mask = NULL;
  double rows, columns, origin[2];

  if (!cs_dicom_has (self, data) || !get_overlay (self, group, 0x0010, &rows, 1) ||
      !get_overlay (self, group, 0x0011, &columns, 1) || !find_plane (self, group, frame, &plane))
    return;
  if (!get_overlay (self, group, 0x0050, origin, 2))
    origin[0] = origin[1] = 1;
  bytes = cs_dicom_get_bytes (self, data, CS_MAX_PIXELS / 8);
  if (rows >= 1 && columns >= 1 && rows <= CS_MAX_SIDE && columns <= CS_MAX_SIDE && bytes != NULL)
    mask = cs_dicom_unpack_bits (bytes, (gsize) plane * (gsize) rows * (gsize) columns, (guint) columns,
                                 (guint) rows);
  if (mask == NULL || ABS (origin[0]) > FARTHEST || ABS (origin[1]) > FARTHEST)
    cs_details_add_note (details, g_strdup_printf (_("%s is damaged and was left out."), title));
  else
    cs_details_add_overlay (details, label != NULL ? label : title, (int) origin[1] - 1, (int) origin[0] - 1, mask);
}

void
cs_dicom_read_overlays (CsDicom *self, guint frame, CsDetails *details)
{
  for (guint i = 0; i < MOST_OVERLAYS; i++)
    read_overlay (self, frame, i, details);
}
