#include "cs-dicom-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"

/* A modality transformation this steep or flat is a slip, not a film's. */
#define MOST_SLOPE 1e6

gboolean
cs_dicom_refuse (CsDicom *self, int code, const char *why, GError **error)
{
  g_set_error (error, CS_ERROR, code, _("“%s” cannot be shown: %s."), cs_dicom_get_name (self), why);
  return FALSE;
}

guint
cs_dicom_count_of (CsDicom *self, const char *place)
{
  double number = cs_dicom_get_number (self, place, 0);

  return number >= 0 && number <= G_MAXUINT16 ? (guint) number : 0;
}

guint
cs_dicom_get_n_frames (CsDicom *self)
{
  return CLAMP (cs_dicom_count_of (self, "0028,0008"), 1, CS_DICOM_MOST_FRAMES);
}

char *
cs_dicom_frame_place (CsDicom *self, guint frame, const char *group, const char *attribute)
{
  g_autofree char *own = g_strdup_printf ("5200,9230[%u].%s[0].%s", frame, group, attribute);
  g_autofree char *shared = g_strdup_printf ("5200,9229[0].%s[0].%s", group, attribute);

  if (cs_dicom_has (self, attribute))
    return g_strdup (attribute);
  if (cs_dicom_has (self, own))
    return g_steal_pointer (&own);
  return cs_dicom_has (self, shared) ? g_steal_pointer (&shared) : NULL;
}

/* Tables of up to 65536 entries; that many are written as 0. Entries of 8 bits may lie two in a word (C.11.1.1.1). */
gboolean
cs_dicom_read_table (CsDicom *self, const char *place, gboolean is_signed, CsTable *table)
{
  g_autofree char *descriptor = g_strconcat (place, ".0028,3002", NULL);
  g_autofree char *data = g_strconcat (place, ".0028,3006", NULL);
  g_autoptr (GBytes) bytes = cs_dicom_get_bytes (self, data, 2 * (G_MAXUINT16 + 1));
  double numbers[3];
  const guint8 *from;
  gsize length;

  if (bytes == NULL || cs_dicom_get_numbers (self, descriptor, numbers, 3) != 3)
    return FALSE;
  from = g_bytes_get_data (bytes, &length);
  table->n_entries = (guint16) (int) CLAMP (numbers[0], -32768, 65535);
  table->n_entries = table->n_entries == 0 ? G_MAXUINT16 + 1 : table->n_entries;
  table->first = (guint16) (int) CLAMP (numbers[1], -32768, 65535);
  table->first = is_signed ? (gint16) table->first : table->first;
  table->bits = (guint) CLAMP (numbers[2], 0, 99);
  if (table->bits < 8 || table->bits > 16 || (length < 2 * (gsize) table->n_entries && length < table->n_entries))
    return FALSE;
  table->entries = g_new (guint16, table->n_entries);
  for (guint i = 0; i < table->n_entries; i++)
    table->entries[i] = length < 2 * (gsize) table->n_entries ? from[i]
                                                              : (guint16) (from[2 * i] | from[2 * i + 1] << 8);
  return TRUE;
}

static gboolean
check_colour (CsDicom *self, const char *photometric, GError **error)
{
  if (cs_dicom_get_number (self, "0028,0002", 1) != 1)
    return cs_dicom_refuse (self, CS_ERROR_UNSUPPORTED, _("it is coloured, and a film is grey"), error);
  if (g_strcmp0 (photometric, "MONOCHROME1") != 0 && g_strcmp0 (photometric, "MONOCHROME2") != 0)
    return cs_dicom_refuse (self, CS_ERROR_UNSUPPORTED, _("it does not say whether low values are black or white "
                                                          "(MONOCHROME1 or MONOCHROME2)"), error);
  return TRUE;
}

static int
stored_value (const CsStored *stored, double number)
{
  guint16 word = (guint16) (int) CLAMP (number, -32768, 65535);

  return stored->is_signed ? (gint16) word : word;
}

static void
read_padding (CsDicom *self, CsStored *stored)
{
  double value, limit;
  int a, b;

  if (cs_dicom_get_numbers (self, "0028,0120", &value, 1) != 1)
    return;
  limit = cs_dicom_get_number (self, "0028,0121", value);
  a = stored_value (stored, value);
  b = stored_value (stored, limit);
  stored->padded = TRUE;
  stored->padding[0] = MIN (a, b);
  stored->padding[1] = MAX (a, b);
}

static gboolean
read_shape (CsDicom *self, CsStored *stored, GError **error)
{
  *stored = (CsStored) {
    .rows = cs_dicom_count_of (self, "0028,0010"), .columns = cs_dicom_count_of (self, "0028,0011"),
    .allocated = cs_dicom_count_of (self, "0028,0100"), .stored = cs_dicom_count_of (self, "0028,0101"),
    .high = cs_dicom_count_of (self, "0028,0102"), .is_signed = cs_dicom_count_of (self, "0028,0103") == 1 };
  if (stored->rows == 0 || stored->columns == 0)
    return cs_dicom_refuse (self, CS_ERROR_FORMAT, _("it holds no picture"), error);
  if (stored->rows > CS_MAX_SIDE || stored->columns > CS_MAX_SIDE ||
      (guint64) stored->rows * stored->columns > CS_MAX_PIXELS)
    return cs_dicom_refuse (self, CS_ERROR_TOO_LARGE, _("it has more pixels than can be read"), error);
  if (!cs_dicom_has (self, "0028,0102"))
    stored->high = stored->stored - 1;
  if (cs_stored_complain (stored) != NULL)
    return cs_dicom_refuse (self, CS_ERROR_UNSUPPORTED, cs_stored_complain (stored), error);
  read_padding (self, stored);
  return TRUE;
}

/* The photometric interpretation decides, once; a presentation LUT shape only says it again, or is wrong. */
static void
read_inverse (CsDicom *self, const char *photometric, double slope, CsStored *stored, CsDetails *details)
{
  g_autofree char *shape = cs_dicom_get_text (self, "2050,0020");
  gboolean white_is_low = g_str_equal (photometric, "MONOCHROME1");

  stored->inverse = white_is_low != (slope < 0);
  if (shape != NULL && g_str_equal (shape, white_is_low ? "IDENTITY" : "INVERSE"))
    cs_details_add_note (details, g_strdup_printf (_("Presentation LUT Shape %s contradicts %s; the latter was "
                                                     "believed."), shape, photometric));
}

/* Rescale slope and intercept are kept beside the pixels; a table is gone through, for only its values mean a thing. */
static double
read_modality (CsDicom *self, guint frame, CsStored *stored, CsTable *table, double *intercept)
{
  g_autofree char *slope_place = cs_dicom_frame_place (self, frame, "0028,9145", "0028,1053");
  g_autofree char *intercept_place = cs_dicom_frame_place (self, frame, "0028,9145", "0028,1052");
  double slope = slope_place != NULL ? cs_dicom_get_number (self, slope_place, 1) : 1;

  *intercept = intercept_place != NULL ? cs_dicom_get_number (self, intercept_place, 0) : 0;
  if (cs_dicom_read_table (self, "0028,3000[0]", stored->is_signed, table))
    {
      stored->table = table->entries;
      stored->n_entries = table->n_entries;
      stored->table_bits = table->bits;
      stored->first = table->first;
      *intercept = 0;
      return 1;
    }
  return ABS (slope) > 1 / MOST_SLOPE && ABS (slope) < MOST_SLOPE ? slope : 1;
}

static CsRaster *
decode (CsDicom *self, guint frame, const CsStored *stored, guint *bits, int *lowest, GError **error)
{
  gsize length = (gsize) stored->rows * stored->columns * (stored->allocated / 8);
  g_autofree guint8 *words = g_try_malloc0 (length + (length & 1));

  if (words == NULL)
    {
      cs_dicom_refuse (self, CS_ERROR_TOO_LARGE, _("there is not enough memory"), error);
      return NULL;
    }
  if (!cs_dicom_decode (self, frame, words, length + (length & 1), error))
    return NULL;
  return cs_stored_unpack (stored, words, bits, lowest, error);
}

static CsImage *
make_film (CsDicom *self, guint frame, const char *film, const CsRaster *raster, guint bits, gboolean inverse,
           CsDetails *details)
{
  CsFacts facts = { .bits = bits, .inverted = inverse };
  g_autofree char *case_id = cs_dicom_read_facts (self, frame, &facts, details);
  g_autofree char *of_name = NULL;
  g_autoptr (CsImage) image = NULL;
  CsFacts guessed = { 0 };

  of_name = cs_facts_from_name (film, cs_raster_get_width (raster), cs_raster_get_height (raster), &guessed);
  facts.case_id = *case_id != '\0' ? case_id : of_name != NULL ? of_name : "";
  facts.side = facts.side != CS_SIDE_UNKNOWN ? facts.side : guessed.side;
  facts.view = facts.view != CS_VIEW_UNKNOWN || cs_dicom_tells_view (self) ? facts.view : guessed.view;
  if (facts.mm_per_pixel <= 0 && guessed.mm_per_pixel > 0)
    {
      facts.mm_per_pixel = guessed.mm_per_pixel;
      facts.spacing = guessed.spacing;
    }
  image = cs_image_new (raster, film, &facts);
  return cs_image_with_details (image, details);
}

/* Maker and model in the file's own words, even where the model names the maker once more. */
static void
read_scanner (CsDicom *self, CsDetails *details)
{
  g_autofree char *maker = cs_dicom_get_text (self, "0008,0070"), *model = cs_dicom_get_text (self, "0008,1090");
  g_autofree char *both = maker != NULL && model != NULL ? g_strdup_printf ("%s %s", maker, model) : NULL;

  cs_details_set_scanner (details, both != NULL ? both : model != NULL ? model : maker);
}

static void
read_details (CsDicom *self, guint frame, const CsStored *stored, double slope, double intercept, guint bits,
              int lowest, CsDetails *details)
{
  int top = (1 << bits) - 1;

  if (stored->inverse)
    cs_details_set_values (details, -slope, slope * (top + lowest) + intercept);
  else
    cs_details_set_values (details, slope, slope * lowest + intercept);
  cs_dicom_read_windows (self, frame, stored->is_signed, details);
  cs_dicom_read_overlays (self, frame, details);
  read_scanner (self, details);
}

CsImage *
cs_dicom_read_film (CsDicom *self, guint frame, const char *film, GError **error)
{
  g_autofree char *photometric = cs_dicom_get_text (self, "0028,0004");
  g_autoptr (CsDetails) details = cs_details_new ();
  g_autoptr (CsRaster) raster = NULL;
  CsTable table = { 0 };
  CsStored stored;
  double slope, intercept;
  guint bits;
  int lowest;

  if (!read_shape (self, &stored, error) || !check_colour (self, photometric, error))
    return NULL;
  slope = read_modality (self, frame, &stored, &table, &intercept);
  read_inverse (self, photometric, slope, &stored, details);
  raster = decode (self, frame, &stored, &bits, &lowest, error);
  g_free (table.entries);
  if (raster == NULL)
    return NULL;
  read_details (self, frame, &stored, slope, intercept, bits, lowest, details);
  return make_film (self, frame, film, raster, bits, stored.inverse, details);
}
