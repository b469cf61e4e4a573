/* A frame of a binary segmentation (PS3.3, C.8.20): frames follow one another bit by bit, without a gap. */
#include <glib/gi18n-lib.h>

#include "cs-dicom-private.h"
#include "cs-error.h"

static gboolean
check_shape (CsDicom *self, guint frame, guint columns, guint rows, GError **error)
{
  if (columns == 0 || rows == 0 || frame >= cs_dicom_get_n_frames (self))
    return cs_dicom_refuse (self, CS_ERROR_FORMAT, _("it holds no picture"), error);
  if (columns > CS_MAX_SIDE || rows > CS_MAX_SIDE || (guint64) columns * rows > CS_MAX_PIXELS)
    return cs_dicom_refuse (self, CS_ERROR_TOO_LARGE, _("it has more pixels than can be read"), error);
  if (cs_dicom_count_of (self, "0028,0100") != 1)
    return cs_dicom_refuse (self, CS_ERROR_UNSUPPORTED, _("it is no segmentation of one bit a pixel"), error);
  return TRUE;
}

CsRaster *
cs_dicom_read_mask (CsDicom *self, guint frame, GError **error)
{
  guint columns = cs_dicom_count_of (self, "0028,0011"), rows = cs_dicom_count_of (self, "0028,0010");
  gsize n = (gsize) columns * rows;
  g_autoptr (GBytes) bytes = NULL;
  CsRaster *mask;

  if (!check_shape (self, frame, columns, rows, error))
    return NULL;
  bytes = cs_dicom_get_bytes (self, "7fe0,0010", G_MAXUINT32);
  mask = bytes != NULL ? cs_dicom_unpack_bits (bytes, frame * n, columns, rows) : NULL;
  if (mask == NULL)
    cs_dicom_refuse (self, CS_ERROR_DAMAGED, _("its pixels are compressed or cut short"), error);
  return mask;
}
