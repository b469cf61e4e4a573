/* A Mammography CAD SR (PS3.16, TID 4000) of single calcifications, written by DCMTK behind a face of C.
 *
 * Every string is UTF-8; NULL or "" where it is not known, which an anonymous report may well leave so. Blocking, for any
 * thread. Reading needs no face of its own: such a file is a header, read by the guarded helper (cs_formats_header()). */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

typedef struct
{
  int      x, y, width, height;          /* px of the film */
  double   certainty;                    /* 0..1 */
  gboolean hidden;                       /* "not for presentation": somebody rejected it */
} CsReportSpot;

typedef struct
{
  const char         *class_uid, *uid, *series_uid;   /* of the picture; none may be empty */
  guint               frame;             /* from 1; 0: its file holds one picture */
  CsSide              side;
  CsView              view;
  const char         *row, *column;      /* patient orientation: where its rows and columns run to */
  guint               n_spots;
  const CsReportSpot *spots;
} CsReportFilm;

typedef struct
{
  const char         *study_uid;         /* not empty; all films are of this study */
  const char         *patient_name, *patient_id, *birth_date, *sex;
  const char         *study_date, *study_time, *study_id, *accession, *physician;
  const char         *algorithm, *version;
  guint               n_films;
  const CsReportFilm *films;
} CsReport;

/* A new series and a new instance in the films' study. CS_ERROR_STORE; CS_ERROR_UNSUPPORTED without DCMTK. */
gboolean cs_dicom_write_report (const CsReport *report, const char *path, GError **error);

G_END_DECLS
