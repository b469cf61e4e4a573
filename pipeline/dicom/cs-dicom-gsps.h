/* A Grayscale Softcopy Presentation State (PS3.3, A.33.1) of one film: how a plain viewer shows it, with boxes drawn on it. See
 * cs-dicom-write.h for strings, errors and threads. */
#pragma once

#include "cs-dicom-write.h"

G_BEGIN_DECLS

/* Boxes of a layer lie together above or below others; a viewer may show or hide it. */
typedef struct { const char *name, *description; double grey; } CsPresentationLayer;   /* grey: 0 black .. 1 white */

typedef struct
{
  int         x, y, width, height;   /* px of the film as stored */
  const char *label;
  guint       layer;                 /* index */
} CsPresentationBox;

typedef struct
{
  CsDicomStudy               study;
  CsDicomPicture             picture;
  CsSide                     side;
  guint                      columns, rows;
  double                     mm_per_pixel;       /* 0: not known */
  gboolean                   inverse;            /* low values are shown white: MONOCHROME1 */
  const char                *slope, *intercept;  /* of the film's own modality transformation; NULL or "": it has none */
  const CsVoi               *voi;
  guint                      quarters;           /* clockwise, before it is ... */
  gboolean                   mirrored;
  int                        corners[4];         /* stored pixels, from 1, seen at the top left and bottom right: x y x y */
  guint                      n_layers, n_boxes;
  const CsPresentationLayer *layers;
  const CsPresentationBox   *boxes;
} CsPresentation;

gboolean cs_dicom_write_presentation (const CsPresentation *presentation, const char *path, GError **error);

G_END_DECLS
