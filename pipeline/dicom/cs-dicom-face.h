/* What the module of DCMTK does for the rest: cs-dicom-face.c fills it in there, cs-dicom-module.c calls it here. Each
 * is the function of its name in a public header of this folder. Any thread. */
#pragma once

#include "cs-dicom-gsps.h"
#include "cs-dicom-image.h"
#include "cs-dicom-report.h"
#include "cs-dicom-seg.h"
#include "cs-dicom.h"

G_BEGIN_DECLS

#define CS_DICOM_FACE "cs_dicom_face"   /* the module's one symbol */

typedef struct
{
  __typeof__ (&cs_dicom_open)               open;
  __typeof__ (&cs_dicom_wrap_jpeg)          wrap_jpeg;
  __typeof__ (&cs_dicom_free)               free;
  __typeof__ (&cs_dicom_get_name)           get_name;
  __typeof__ (&cs_dicom_has)                has;
  __typeof__ (&cs_dicom_get_text)           get_text;
  __typeof__ (&cs_dicom_get_value)          get_value;
  __typeof__ (&cs_dicom_get_numbers)        get_numbers;
  __typeof__ (&cs_dicom_get_number)         get_number;
  __typeof__ (&cs_dicom_get_bytes)          get_bytes;
  __typeof__ (&cs_dicom_walk)               walk;
  __typeof__ (&cs_dicom_decode)             decode;
  __typeof__ (&cs_dicom_write_image)        write_image;
  __typeof__ (&cs_dicom_write_presentation) write_presentation;
  __typeof__ (&cs_dicom_write_report)       write_report;
  __typeof__ (&cs_dicom_write_segmentation) write_segmentation;
} CsDicomFace;

G_END_DECLS
