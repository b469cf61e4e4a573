/* A binary segmentation, put together from DCMTK's data sets: PS3.3, C.8.20 (segments), C.7.6.16 (frames). A mammogram
 * has no frame of reference, so each frame names its film and says that its pixels lie on the film's own. */
#include "cs-dicom-seg.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "cs-dicom-write-private.h"

/* PS3.16: CID 7150; CID 6014, as in the CAD reports; CID 7162; CID 7203; CID 7202. */
static const CsCode abnormal = { "49755003", "SCT", "Morphologically Abnormal Structure" };
static const CsCode cluster = { "129769006", "SCT", "Calcification Cluster" };
static const CsCode single = { "129770007", "SCT", "Individual Calcification" };
static const CsCode family = { "123104", "DCM", "Morphological Operations" };
static const CsCode derived = { "113076", "DCM", "Segmentation" };
static const CsCode source = { "121322", "DCM", "Source image for image processing operation" };

static void
put_algorithm (DcmItem *item, const CsSegmentation *self, const CsSegment *segment)
{
  DcmItem *identity;

  cs_put (item, DCM_SegmentAlgorithmType, segment->assisted ? "SEMIAUTOMATIC" : "MANUAL");
  if (!segment->assisted)
    return;
  cs_put (item, DCM_SegmentAlgorithmName, self->study.algorithm);
  identity = cs_put_item (item, DCM_SegmentationAlgorithmIdentificationSequence);
  cs_put_code (identity, DCM_AlgorithmFamilyCodeSequence, family);
  cs_put (identity, DCM_AlgorithmName, self->study.algorithm);
  cs_put (identity, DCM_AlgorithmVersion, self->study.version);
}

static void
put_segment (DcmItem *root, const CsSegmentation *self, guint i)
{
  const CsSegment *segment = &self->segments[i];
  DcmItem *item = cs_put_item (root, DCM_SegmentSequence);
  guint16 number = (guint16) (i + 1);

  cs_put_words (item, DCM_SegmentNumber, &number, 1);
  cs_put (item, DCM_SegmentLabel, segment->label);
  cs_put_anatomy (item, self->side);
  cs_put_code (item, DCM_SegmentedPropertyCategoryCodeSequence, abnormal);
  cs_put_code (item, DCM_SegmentedPropertyTypeCodeSequence, segment->cluster ? cluster : single);
  put_algorithm (item, self, segment);
}

static void
put_dimensions (DcmItem *root)
{
  char uid[100];
  DcmItem *item;

  dcmGenerateUniqueIdentifier (uid, SITE_INSTANCE_UID_ROOT);
  cs_put (cs_put_item (root, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID, uid);
  item = cs_put_item (root, DCM_DimensionIndexSequence);
  cs_put (item, DCM_DimensionOrganizationUID, uid);
  cs_put_sure (item->putAndInsertTagKey (DcmTag (DCM_DimensionIndexPointer), DCM_ReferencedSegmentNumber));
  cs_put_sure (item->putAndInsertTagKey (DcmTag (DCM_FunctionalGroupPointer), DCM_SegmentIdentificationSequence));
  cs_put (item, DCM_DimensionDescriptionLabel, "Segment Number");
}

static void
put_source (DcmItem *frame, const CsSegmentation *self)
{
  DcmItem *derivation = cs_put_item (frame, DCM_DerivationImageSequence), *picture;

  cs_put_code (derivation, DCM_DerivationCodeSequence, derived);
  cs_put_picture (derivation, DCM_SourceImageSequence, &self->picture);
  cs_put_sure (derivation->findOrCreateSequenceItem (DcmTag (DCM_SourceImageSequence), picture, 0));
  cs_put_code (picture, DCM_PurposeOfReferenceCodeSequence, source);
  cs_put (picture, DCM_SpatialLocationsPreserved, "YES");
}

static void
put_frame (DcmItem *root, const CsSegmentation *self, guint i)
{
  DcmItem *frame = cs_put_item (root, DCM_PerFrameFunctionalGroupsSequence);
  const guint16 number = (guint16) (i + 1);
  const Uint32 place = i + 1;

  cs_put_sure (cs_put_item (frame, DCM_FrameContentSequence)
                 ->putAndInsertUint32Array (DcmTag (DCM_DimensionIndexValues), &place, 1));
  cs_put_words (cs_put_item (frame, DCM_SegmentIdentificationSequence), DCM_ReferencedSegmentNumber, &number, 1);
  put_source (frame, self);
}

static void
put_shared (DcmItem *root, const CsSegmentation *self)
{
  DcmItem *shared = cs_put_item (root, DCM_SharedFunctionalGroupsSequence);
  g_autofree char *spacing = NULL;
  char mm[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->mm_per_pixel <= 0)
    return;
  g_ascii_formatd (mm, sizeof mm, "%.6g", self->mm_per_pixel);
  spacing = g_strdup_printf ("%s\\%s", mm, mm);
  cs_put (cs_put_item (shared, DCM_PixelMeasuresSequence), DCM_PixelSpacing, spacing);
}

/* One bit a pixel, the lowest first; frames follow one another without a gap. */
static void
set_bits (const CsSegmentation *self, const CsSegmentPart *part, gsize first, guint8 *bits)
{
  int width = (int) cs_raster_get_width (part->mask), height = (int) cs_raster_get_height (part->mask);
  int right = MIN (width, (int) self->columns - part->x), bottom = MIN (height, (int) self->rows - part->y);

  for (int y = MAX (0, -part->y); y < bottom; y++)
    {
      const guint8 *row = (const guint8 *) cs_raster_row (part->mask, (guint) y);
      gsize start = first + (gsize) (y + part->y) * self->columns;

      for (int x = MAX (0, -part->x); x < right; x++)
        if (row[x] != 0)
          bits[(start + (gsize) (x + part->x)) / 8] |= (guint8) (1 << (start + (gsize) (x + part->x)) % 8);
    }
}

static void
put_bits (DcmItem *root, const CsSegmentation *self)
{
  gsize frame = (gsize) self->columns * self->rows, length = (frame * self->n_segments + 7) / 8;
  g_autofree guint8 *bits = (guint8 *) g_malloc0 (length + length % 2);

  for (guint i = 0; i < self->n_segments; i++)
    for (guint k = 0; k < self->segments[i].n_parts; k++)
      set_bits (self, &self->segments[i].parts[k], i * frame, bits);
  cs_put_sure (root->putAndInsertUint8Array (DcmTag (DCM_PixelData, EVR_OB), bits, length + length % 2));
}

static void
put_pixels (DcmItem *root, const CsSegmentation *self)
{
  const guint16 zero = 0, one = 1, rows = (guint16) self->rows, columns = (guint16) self->columns;
  g_autofree char *n = g_strdup_printf ("%u", self->n_segments);

  cs_put (root, DCM_NumberOfFrames, n);
  cs_put_words (root, DCM_SamplesPerPixel, &one, 1);
  cs_put (root, DCM_PhotometricInterpretation, "MONOCHROME2");
  cs_put_words (root, DCM_Rows, &rows, 1);
  cs_put_words (root, DCM_Columns, &columns, 1);
  cs_put_words (root, DCM_BitsAllocated, &one, 1);
  cs_put_words (root, DCM_BitsStored, &one, 1);
  cs_put_words (root, DCM_HighBit, &zero, 1);
  cs_put_words (root, DCM_PixelRepresentation, &zero, 1);
  cs_put (root, DCM_LossyImageCompression, "00");
  cs_put (root, DCM_SegmentationType, "BINARY");
  cs_put (root, DCM_SegmentsOverlap, "UNDEFINED");
  put_bits (root, self);
}

static void
put_content (DcmItem *root, const CsSegmentation *self)
{
  g_autofree char *orientation = g_strdup_printf ("%s\\%s", self->row, self->column);
  gboolean stands = self->row != NULL && *self->row != '\0' && self->column != NULL && *self->column != '\0';
  OFString now;

  cs_put (root, DCM_ImageType, "DERIVED\\PRIMARY");
  cs_put (root, DCM_ContentLabel, "CALCIFICATIONS");
  cs_put (root, DCM_ContentDescription, "Groups of calcifications");
  cs_put (root, DCM_ContentCreatorName, "");
  if (stands)
    cs_put (root, DCM_PatientOrientation, orientation);
  if (self->side != CS_SIDE_UNKNOWN)
    cs_put (root, DCM_ImageLaterality, self->side == CS_SIDE_LEFT ? "L" : "R");
  cs_put_sure (root->findAndGetOFString (DCM_SeriesDate, now));
  cs_put (root, DCM_ContentDate, now.c_str ());
  cs_put_sure (root->findAndGetOFString (DCM_SeriesTime, now));
  cs_put (root, DCM_ContentTime, now.c_str ());
}

static void
put_references (DcmItem *root, const CsSegmentation *self)
{
  DcmItem *series = cs_put_item (root, DCM_ReferencedSeriesSequence);

  cs_put (series, DCM_SeriesInstanceUID, self->picture.series_uid);
  cs_put_picture (series, DCM_ReferencedInstanceSequence, &self->picture);
}

static void
put_all (DcmItem *root, gconstpointer data)
{
  const CsSegmentation *self = (const CsSegmentation *) data;

  cs_put_object (root, &self->study, UID_SegmentationStorage, "SEG", "Calcifications");
  put_content (root, self);
  put_references (root, self);
  put_dimensions (root);
  put_shared (root, self);
  for (guint i = 0; i < self->n_segments; i++)
    {
      put_segment (root, self, i);
      put_frame (root, self, i);
    }
  put_pixels (root, self);
}

gboolean
cs_dicom_write_segmentation (const CsSegmentation *segmentation, const char *path, GError **error)
{
  g_return_val_if_fail (segmentation->n_segments > 0, FALSE);

  return cs_put_file (path, put_all, segmentation, error);
}
