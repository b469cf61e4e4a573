/* The module's side: what the C++ of this folder does, behind one symbol. */
#include "cs-dicom-face.h"

#include <gmodule.h>

G_MODULE_EXPORT extern const CsDicomFace cs_dicom_face;

const CsDicomFace cs_dicom_face = {
  .open = cs_dicom_open,
  .wrap_jpeg = cs_dicom_wrap_jpeg,
  .free = cs_dicom_free,
  .get_name = cs_dicom_get_name,
  .has = cs_dicom_has,
  .get_text = cs_dicom_get_text,
  .get_value = cs_dicom_get_value,
  .get_numbers = cs_dicom_get_numbers,
  .get_number = cs_dicom_get_number,
  .get_bytes = cs_dicom_get_bytes,
  .walk = cs_dicom_walk,
  .decode = cs_dicom_decode,
  .write_image = cs_dicom_write_image,
  .write_presentation = cs_dicom_write_presentation,
  .write_report = cs_dicom_write_report,
  .write_segmentation = cs_dicom_write_segmentation,
};
