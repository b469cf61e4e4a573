/* A presentation state, put together from DCMTK's data sets: its own library wants the picture itself in this
 * process. */
#include "cs-dicom-gsps.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "cs-dicom-write-private.h"

static void
put_state (DcmItem *root, const CsPresentation *self)   /* C.11.10, C.11.11 */
{
  DcmItem *series;
  OFString now;

  cs_put (root, DCM_ContentLabel, "CALCIFICATIONS");
  cs_put (root, DCM_ContentDescription, "Boxes round calcifications");
  cs_put (root, DCM_ContentCreatorName, "");
  cs_put_sure (root->findAndGetOFString (DCM_SeriesDate, now));
  cs_put (root, DCM_PresentationCreationDate, now.c_str ());
  cs_put_sure (root->findAndGetOFString (DCM_SeriesTime, now));
  cs_put (root, DCM_PresentationCreationTime, now.c_str ());
  series = cs_put_item (root, DCM_ReferencedSeriesSequence);
  cs_put (series, DCM_SeriesInstanceUID, self->picture.series_uid);
  cs_put_picture (series, DCM_ReferencedImageSequence, &self->picture);
}

static void
put_corner (DcmItem *area, const DcmTagKey &tag, const int *corner)
{
  const Sint32 place[] = { corner[0], corner[1] };
  DcmSignedLong *element = new DcmSignedLong (DcmTag (tag));

  cs_put_sure (element->putSint32Array (place, 2));
  cs_put_sure (area->insert (element));
}

static void
put_area (DcmItem *root, const CsPresentation *self)   /* C.10.4 */
{
  DcmItem *area = cs_put_item (root, DCM_DisplayedAreaSelectionSequence);
  char mm[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *spacing = NULL;

  cs_put_picture (area, DCM_ReferencedImageSequence, &self->picture);
  put_corner (area, DCM_DisplayedAreaTopLeftHandCorner, self->corners);
  put_corner (area, DCM_DisplayedAreaBottomRightHandCorner, self->corners + 2);
  cs_put (area, DCM_PresentationSizeMode, "SCALE TO FIT");
  g_ascii_formatd (mm, sizeof mm, "%.6g", self->mm_per_pixel);
  spacing = g_strdup_printf ("%s\\%s", mm, mm);
  if (self->mm_per_pixel > 0)
    cs_put (area, DCM_PresentationPixelSpacing, spacing);
  else
    cs_put (area, DCM_PresentationPixelAspectRatio, "1\\1");
}

static void
put_turn (DcmItem *root, const CsPresentation *self)   /* C.10.6; absent: as stored */
{
  const guint16 degrees = (guint16) (self->quarters * 90);

  if (degrees == 0 && !self->mirrored)
    return;
  cs_put_words (root, DCM_ImageRotation, &degrees, 1);
  cs_put (root, DCM_ImageHorizontalFlip, self->mirrored ? "Y" : "N");
}

static void
put_layer (DcmItem *root, const CsPresentation *self, guint i)   /* C.10.7 */
{
  DcmItem *layer = cs_put_item (root, DCM_GraphicLayerSequence);
  const guint16 grey = (guint16) (CLAMP (self->layers[i].grey, 0, 1) * 65535);
  g_autofree char *order = g_strdup_printf ("%u", i + 1);

  cs_put (layer, DCM_GraphicLayer, self->layers[i].name);
  cs_put (layer, DCM_GraphicLayerOrder, order);
  cs_put_words (layer, DCM_GraphicLayerRecommendedDisplayGrayscaleValue, &grey, 1);
  cs_put (layer, DCM_GraphicLayerDescription, self->layers[i].description);
}

/* 0\0 is the outer corner of the first pixel, as in a CAD report. The words stand at the box's lower right corner, or
 * as near to it as the film reaches. */
static void
put_label (DcmItem *annotation, const CsPresentation *self, const CsPresentationBox *box)
{
  DcmItem *text = cs_put_item (annotation, DCM_TextObjectSequence);
  const float anchor[] = { (float) CLAMP (box->x + box->width, 0, (int) self->columns),
                           (float) CLAMP (box->y + box->height, 0, (int) self->rows) };

  cs_put (text, DCM_AnchorPointAnnotationUnits, "PIXEL");
  cs_put (text, DCM_UnformattedTextValue, box->label);
  cs_put_floats (text, DCM_AnchorPoint, anchor, 2);
  cs_put (text, DCM_AnchorPointVisibility, "N");
}

static void
put_outline (DcmItem *annotation, const CsPresentationBox *box)
{
  DcmItem *graphic = cs_put_item (annotation, DCM_GraphicObjectSequence);
  const float left = (float) box->x, top = (float) box->y;
  const float right = left + (float) box->width, bottom = top + (float) box->height;
  const float corners[] = { left, top, right, top, right, bottom, left, bottom, left, top };
  const guint16 two = 2, five = 5;

  cs_put (graphic, DCM_GraphicAnnotationUnits, "PIXEL");
  cs_put_words (graphic, DCM_GraphicDimensions, &two, 1);
  cs_put_words (graphic, DCM_NumberOfGraphicPoints, &five, 1);
  cs_put_floats (graphic, DCM_GraphicData, corners, G_N_ELEMENTS (corners));
  cs_put (graphic, DCM_GraphicType, "POLYLINE");
  cs_put (graphic, DCM_GraphicFilled, "N");
}

static void
put_annotation (DcmItem *root, const CsPresentation *self, guint layer)   /* C.10.5 */
{
  DcmItem *annotation = NULL;

  for (guint i = 0; i < self->n_boxes; i++)
    {
      const CsPresentationBox *box = &self->boxes[i];

      if (box->layer != layer)
        continue;
      if (annotation == NULL)
        {
          annotation = cs_put_item (root, DCM_GraphicAnnotationSequence);
          cs_put_picture (annotation, DCM_ReferencedImageSequence, &self->picture);
          cs_put (annotation, DCM_GraphicLayer, self->layers[layer].name);
        }
      put_outline (annotation, box);
      put_label (annotation, self, box);
    }
  if (annotation != NULL)
    put_layer (root, self, layer);
}

static void
put_window (DcmItem *root, const CsPresentation *self)   /* C.11.8 */
{
  DcmItem *voi = cs_put_item (root, DCM_SoftcopyVOILUTSequence);

  cs_put_picture (voi, DCM_ReferencedImageSequence, &self->picture);
  if (self->voi->shape == CS_VOI_TABLE)
    {
      cs_put_table (voi, self->voi);
      return;
    }
  cs_put_number (voi, DCM_WindowCenter, self->voi->centre);
  cs_put_number (voi, DCM_WindowWidth, self->voi->width);
  cs_put (voi, DCM_VOILUTFunction, cs_put_function (self->voi->shape));
}

static void
put_modality (DcmItem *root, const CsPresentation *self)   /* C.11.1 */
{
  gboolean sloped = self->slope != NULL && *self->slope != '\0';
  gboolean shifted = self->intercept != NULL && *self->intercept != '\0';

  if (!sloped && !shifted)
    return;
  cs_put (root, DCM_RescaleIntercept, shifted ? self->intercept : "0");
  cs_put (root, DCM_RescaleSlope, sloped ? self->slope : "1");
  cs_put (root, DCM_RescaleType, "US");
}

static void
put_all (DcmItem *root, gconstpointer data)
{
  const CsPresentation *self = (const CsPresentation *) data;

  cs_put_object (root, &self->study, UID_GrayscaleSoftcopyPresentationStateStorage, "PR", "Calcifications");
  cs_put (root, DCM_Laterality, self->side == CS_SIDE_UNKNOWN ? "" : self->side == CS_SIDE_LEFT ? "L" : "R");
  put_state (root, self);
  put_area (root, self);
  put_turn (root, self);
  for (guint i = 0; i < self->n_layers; i++)
    put_annotation (root, self, i);
  put_modality (root, self);
  put_window (root, self);
  cs_put (root, DCM_PresentationLUTShape, self->inverse ? "INVERSE" : "IDENTITY");
}

gboolean
cs_dicom_write_presentation (const CsPresentation *presentation, const char *path, GError **error)
{
  return cs_put_file (path, put_all, presentation, error);
}
