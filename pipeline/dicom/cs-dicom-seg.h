/* A DICOM Segmentation (PS3.3, A.51) of one film: a segment for each group of calcifications, its pixels in one binary
 * frame of the film's size. See cs-dicom-write.h for strings, errors and threads. */
#pragma once

#include "cs-dicom-write.h"

G_BEGIN_DECLS

typedef struct
{
  int             x, y;          /* px of the film; what lies outside of it is left out */
  const CsRaster *mask;          /* U8: set where it is not 0 */
} CsSegmentPart;

typedef struct
{
  const char          *label;
  gboolean             cluster;  /* else: single calcifications */
  gboolean             assisted; /* the machine found the places, a person decided; else a person alone */
  guint                n_parts;
  const CsSegmentPart *parts;
} CsSegment;

typedef struct
{
  CsDicomStudy     study;
  CsDicomPicture   picture;
  CsSide           side;
  const char      *row, *column; /* patient orientation: where its rows and columns run to; may be NULL */
  guint            columns, rows;
  double           mm_per_pixel; /* 0: not known */
  guint            n_segments;   /* at least 1 */
  const CsSegment *segments;
} CsSegmentation;

gboolean cs_dicom_write_segmentation (const CsSegmentation *segmentation, const char *path, GError **error);

G_END_DECLS
