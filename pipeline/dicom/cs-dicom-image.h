/* A film as a DICOM file made from nothing: what is not handed over here cannot be in it. So a film leaves the house
 * without whatever its own file may hold of its patient, in places nobody thinks of. See cs-dicom-write.h for strings,
 * errors and threads. */
#pragma once

#include "cs-dicom-write.h"
#include "cs-details.h"

G_BEGIN_DECLS

/* A value of the data set itself, not of a sequence in it; several are parted by backslashes. */
typedef struct { guint group, element; const char *value; } CsDicomWord;

typedef struct
{
  CsDicomStudy       study;
  CsDicomPicture     picture;         /* its frame is not asked for: the file holds one picture */
  CsSide             side;
  CsView             view;
  double             mm_per_pixel;    /* 0: not known, or a word tells it */
  const CsRaster    *raster;          /* U8 or U16 */
  guint              bits;            /* 8..16 */
  const CsDetails   *details;         /* its windows, and what their values mean; NULL: none */
  guint              n_words;
  const CsDicomWord *words;           /* put as they are, but for those that a field above tells */
} CsDicomImage;

gboolean cs_dicom_write_image (const CsDicomImage *image, const char *path, GError **error);

G_END_DECLS
