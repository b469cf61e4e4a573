/* A film of its own pixels, by DCMTK's data sets. It says that her identity was removed, and how (PS3.15, E.1). */
#include "cs-dicom-image.h"
#include "cs-dicom-write-private.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <string.h>

static const CsCode profile = { "113100", "DCM", "Basic Application Confidentiality Profile" };
static const CsCode views[] = { { "399162004", "SCT", "cranio-caudal" },
                                { "399368009", "SCT", "medio-lateral oblique" } };

static void
put_words (DcmItem *root, const CsDicomImage *self)
{
  for (guint i = 0; i < self->n_words; i++)
    {
      const CsDicomWord *word = &self->words[i];

      cs_put (root, DcmTagKey ((Uint16) word->group, (Uint16) word->element), word->value);
    }
}

static gboolean
has (DcmItem *root, const DcmTagKey &tag)
{
  return root->tagExistsWithValue (tag);
}

/* What a reader of films asks for and an old or foreign file may not say, empty or in the study's own words. */
static void
put_missing (DcmItem *root, const CsDicomImage *self)
{
  static const DcmTagKey empty[] = { DCM_SeriesNumber, DCM_InstanceNumber, DCM_Manufacturer, DCM_PatientOrientation };

  for (gsize i = 0; i < G_N_ELEMENTS (empty); i++)
    if (!has (root, empty[i]))
      cs_put (root, empty[i], "");
  if (!has (root, DCM_Modality))
    cs_put (root, DCM_Modality, "MG");
  if (!has (root, DCM_ConversionType) && g_str_equal (self->picture.class_uid, UID_SecondaryCaptureImageStorage))
    cs_put (root, DCM_ConversionType, "WSD");
  if (has (root, DCM_PixelSpacingCalibrationType))
    cs_put (root, DCM_PixelSpacingCalibrationDescription, "Not kept");
  if (!has (root, DCM_ImageLaterality) && !has (root, DCM_Laterality) && self->side != CS_SIDE_UNKNOWN)
    cs_put (root, DCM_ImageLaterality, self->side == CS_SIDE_LEFT ? "L" : "R");
  if (!has (root, DCM_ViewPosition) && *cs_view_get_letters (self->view) != '\0')
    cs_put (root, DCM_ViewPosition, cs_view_get_letters (self->view));
}

static void
put_spacing (DcmItem *root, double mm_per_pixel)
{
  g_autofree char *spacing = NULL;
  char mm[G_ASCII_DTOSTR_BUF_SIZE];

  if (mm_per_pixel <= 0)
    return;
  g_ascii_formatd (mm, sizeof mm, "%.10g", mm_per_pixel);
  spacing = g_strdup_printf ("%s\\%s", mm, mm);
  cs_put (root, DCM_PixelSpacing, spacing);
}

static gboolean
is_mammogram (const char *class_uid)
{
  return g_str_equal (class_uid, UID_DigitalMammographyXRayImageStorageForPresentation) ||
         g_str_equal (class_uid, UID_DigitalMammographyXRayImageStorageForProcessing);
}

/* As codes, too, where the class of the file has them. */
static void
put_view (DcmItem *root, const CsDicomImage *self)
{
  DcmItem *view;

  if (!is_mammogram (self->picture.class_uid))
    return;
  cs_put_anatomy (root, self->side);
  cs_put_sure (root->insertEmptyElement (DCM_AcquisitionContextSequence));
  if (self->view != CS_VIEW_CC && self->view != CS_VIEW_MLO)
    return;
  cs_put_code (root, DCM_ViewCodeSequence, views[self->view == CS_VIEW_CC ? 0 : 1]);
  cs_put_sure (root->findOrCreateSequenceItem (DcmTag (DCM_ViewCodeSequence), view, 0));
  cs_put_sure (view->insertEmptyElement (DCM_ViewModifierCodeSequence));
}

static void
put_who (DcmItem *root, const CsDicomImage *self)
{
  g_autofree char *method = g_strdup_printf ("%s %s", self->study.algorithm, self->study.version);

  cs_put_study (root, &self->study);
  cs_put (root, DCM_SOPClassUID, self->picture.class_uid);
  cs_put (root, DCM_SOPInstanceUID, self->picture.uid);
  cs_put (root, DCM_SeriesInstanceUID, self->picture.series_uid);
  cs_put (root, DCM_PatientIdentityRemoved, "YES");
  cs_put (root, DCM_DeidentificationMethod, method);
  cs_put_code (root, DCM_DeidentificationMethodCodeSequence, profile);
  cs_put (root, DCM_LongitudinalTemporalInformationModified, "REMOVED");
}

static void
append_number (GString *list, const char *between, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (list, between);
  g_string_append (list, g_ascii_formatd (text, sizeof text, "%.10g", value));
}

/* Windows of a number each, with what the file calls them; they share one function. */
static void
put_windows (DcmItem *root, const CsDetails *details)
{
  g_autoptr (GString) centres = g_string_new (NULL), widths = g_string_new (NULL), titles = g_string_new (NULL);
  const char *between = "";

  for (guint i = 0; i < cs_details_get_n_windows (details); i++)
    {
      const CsVoi *voi = cs_details_get_window (details, i);

      if (voi->shape == CS_VOI_TABLE)
        cs_put_table (root, voi);
      else
        {
          append_number (centres, between, voi->centre);
          append_number (widths, between, voi->width);
          g_string_append_printf (titles, "%s%s", between, voi->title != NULL ? voi->title : "");
          between = "\\";
          cs_put (root, DCM_VOILUTFunction, cs_put_function (voi->shape));
        }
    }
  if (centres->len == 0)
    return;
  cs_put (root, DCM_WindowCenter, centres->str);
  cs_put (root, DCM_WindowWidth, widths->str);
  if (strspn (titles->str, "\\") < titles->len)
    cs_put (root, DCM_WindowCenterWidthExplanation, titles->str);
}

/* Pixels that were turned round when read are turned back, so that the windows' values mean what they meant. */
static gboolean
put_values (DcmItem *root, const CsDicomImage *self)
{
  double slope, intercept;
  gboolean inverse = cs_details_get_stored (self->details, self->bits, &slope, &intercept);

  cs_put (root, DCM_PhotometricInterpretation, inverse ? "MONOCHROME1" : "MONOCHROME2");
  cs_put (root, DCM_PresentationLUTShape, inverse ? "INVERSE" : "IDENTITY");
  cs_put_number (root, DCM_RescaleSlope, slope);
  cs_put_number (root, DCM_RescaleIntercept, intercept);
  cs_put (root, DCM_RescaleType, "US");
  if (self->details != NULL)
    put_windows (root, self->details);
  return inverse;
}

static void
copy_row (const CsDicomImage *self, guint y, guint top, gpointer to)
{
  guint width = cs_raster_get_width (self->raster);
  gconstpointer from = cs_raster_row (self->raster, y);

  if (cs_raster_get_pixel (self->raster) == CS_PIXEL_U8)
    for (guint x = 0; x < width; x++)
      ((guint8 *) to)[x] = (guint8) (top > 0 ? top - ((const guint8 *) from)[x] : ((const guint8 *) from)[x]);
  else
    for (guint x = 0; x < width; x++)
      ((guint16 *) to)[x] = (guint16) (top > 0 ? top - ((const guint16 *) from)[x] : ((const guint16 *) from)[x]);
}

/* @top: what is white where low values are; 0: high ones are. */
static void
put_picture (DcmItem *root, const CsDicomImage *self, guint top)
{
  guint height = cs_raster_get_height (self->raster);
  gboolean narrow = cs_raster_get_pixel (self->raster) == CS_PIXEL_U8;
  gsize row = (gsize) cs_raster_get_width (self->raster) * (narrow ? 1 : 2), length = row * height;
  g_autofree guint8 *bytes = (guint8 *) g_malloc0 (length + length % 2);

  for (guint y = 0; y < height; y++)
    copy_row (self, y, top, bytes + y * row);
  if (narrow)
    cs_put_sure (root->putAndInsertUint8Array (DcmTag (DCM_PixelData, EVR_OB), bytes, length + length % 2));
  else
    cs_put_sure (root->putAndInsertUint16Array (DcmTag (DCM_PixelData, EVR_OW), (const Uint16 *) bytes, length / 2));
}

static void
put_pixels (DcmItem *root, const CsDicomImage *self)
{
  const guint16 zero = 0, one = 1, bits = (guint16) self->bits, high = (guint16) (self->bits - 1);
  const guint16 rows = (guint16) cs_raster_get_height (self->raster);
  const guint16 columns = (guint16) cs_raster_get_width (self->raster);
  const guint16 allocated = cs_raster_get_pixel (self->raster) == CS_PIXEL_U8 ? 8 : 16;

  cs_put_words (root, DCM_SamplesPerPixel, &one, 1);
  cs_put_words (root, DCM_Rows, &rows, 1);
  cs_put_words (root, DCM_Columns, &columns, 1);
  cs_put_words (root, DCM_BitsAllocated, &allocated, 1);
  cs_put_words (root, DCM_BitsStored, &bits, 1);
  cs_put_words (root, DCM_HighBit, &high, 1);
  cs_put_words (root, DCM_PixelRepresentation, &zero, 1);
  put_picture (root, self, put_values (root, self) ? (1u << self->bits) - 1 : 0);
}

static void
put_all (DcmItem *root, gconstpointer data)
{
  const CsDicomImage *self = (const CsDicomImage *) data;

  put_words (root, self);
  put_who (root, self);
  put_missing (root, self);
  put_spacing (root, self->mm_per_pixel);
  put_view (root, self);
  put_pixels (root, self);
}

gboolean
cs_dicom_write_image (const CsDicomImage *image, const char *path, GError **error)
{
  return cs_put_file (path, put_all, image, error);
}
