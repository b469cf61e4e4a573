/* A Mammography CAD SR (PS3.16, TID 4000) of calcifications, single and in clusters, written by DCMTK. See
 * cs-dicom-write.h for strings, errors and threads. */
#pragma once

#include "cs-dicom-write.h"

G_BEGIN_DECLS

typedef struct
{
  int      x, y, width, height;          /* px of the film */
  double   certainty;                    /* 0..1 */
  gboolean hidden;                       /* "not for presentation": somebody rejected it */
  int      cluster;                      /* number of its cluster on the film, from 0; -1: none. Hidden ones have none */
} CsReportSpot;

typedef struct
{
  CsDicomPicture      picture;
  CsSide              side;
  CsView              view;
  const char         *row, *column;      /* patient orientation: where its rows and columns run to */
  guint               n_spots;
  const CsReportSpot *spots;
} CsReportFilm;

typedef struct
{
  CsDicomStudy        study;
  guint               n_films;
  const CsReportFilm *films;
} CsReport;

/* A new series and a new instance in the films' study. */
gboolean cs_dicom_write_report (const CsReport *report, const char *path, GError **error);

G_END_DECLS
