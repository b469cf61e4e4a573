/* The face of a build without DCMTK: it says what it can neither open nor write. */
#include "cs-dicom.h"
#include "cs-dicom-gsps.h"
#include "cs-dicom-report.h"
#include "cs-dicom-seg.h"

#include <glib/gi18n-lib.h>

#include "cs-error.h"

gboolean
cs_dicom_is_built (void)
{
  return FALSE;
}

CsDicom *
cs_dicom_open (const char *path, const char *name, GError **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
               _("“%s” is a DICOM file, and this Calcspot was built without DCMTK. Install libdcmtk-dev and build it "
                 "anew, or save the film as PNG."), name);
  return NULL;
}

CsDicom *
cs_dicom_wrap_jpeg (GBytes *jpeg, const char *name, guint width, guint height, guint bits, GError **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
               _("“%s” is a lossless JPEG, and this Calcspot was built without DCMTK. Install libdcmtk-dev and build "
                 "it anew, or save the film as PNG."), name);
  return NULL;
}

void
cs_dicom_free (CsDicom *self)
{
}

const char *
cs_dicom_get_name (const CsDicom *self)
{
  return "";
}

gboolean
cs_dicom_has (CsDicom *self, const char *place)
{
  return FALSE;
}

char *
cs_dicom_get_text (CsDicom *self, const char *place)
{
  return NULL;
}

char *
cs_dicom_get_value (CsDicom *self, const char *place, guint i)
{
  return NULL;
}

guint
cs_dicom_get_numbers (CsDicom *self, const char *place, double *numbers, guint n)
{
  return 0;
}

double
cs_dicom_get_number (CsDicom *self, const char *place, double fallback)
{
  return fallback;
}

GBytes *
cs_dicom_get_bytes (CsDicom *self, const char *place, gsize most)
{
  return NULL;
}

void
cs_dicom_walk (CsDicom *self, CsDicomVisit visit, gpointer data)
{
}

gboolean
cs_dicom_decode (CsDicom *self, guint frame, gpointer words, gsize length, GError **error)
{
  g_return_val_if_reached (FALSE);
}

static gboolean
write_nothing (GError **error)
{
  g_set_error_literal (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
                       _("This Calcspot was built without DCMTK and writes no DICOM. Install libdcmtk-dev and build it "
                         "anew."));
  return FALSE;
}

gboolean
cs_dicom_write_presentation (const CsPresentation *presentation, const char *path, GError **error)
{
  return write_nothing (error);
}

gboolean
cs_dicom_write_report (const CsReport *report, const char *path, GError **error)
{
  return write_nothing (error);
}

gboolean
cs_dicom_write_segmentation (const CsSegmentation *segmentation, const char *path, GError **error)
{
  return write_nothing (error);
}
