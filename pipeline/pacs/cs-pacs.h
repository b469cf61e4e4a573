/* Films from a server and results to it, over DICOMweb: QIDO-RS, WADO-RS, STOW-RS (PS3.18). Every function blocks, is left
 * within a moment when cancelled, and is for the thread that made the CsHttp. What a server says is bounded and checked;
 * errors are CS_ERROR_SERVER, CS_ERROR_PASSWORD or say what was wrong with the answer, and name no patient. */
#pragma once

#include "cs-http.h"

G_BEGIN_DECLS

#define CS_PACS_PAGE 50      /* examinations a question, unless said */

/* What is searched for; NULL or "": anything. */
typedef struct
{
  const char *patient, *name;      /* the number; the name, with * for any letters */
  const char *from, *to;           /* days of the examination, "2026-11-28" */
  const char *modality;            /* "MG" */
  const char *accession;
  guint       skip, most;          /* paging; most 0: CS_PACS_PAGE */
} CsPacsQuery;

/* An examination. Strings are UTF-8 of one line, "" where the server does not tell. Immutable, ref-counted. */
typedef struct
{
  char *uid, *date, *modalities, *description;               /* date: "2026-11-28" */
  guint n_films;                                             /* as told; 0: not told */
  char *patient, *name, *born, *accession;                   /* who she is: shown only when asked for */
} CsPacsStudy;

typedef void (*CsPacsReport) (double fraction, const char *message, gpointer data);   /* fraction below 0: not known */

CsPacsStudy *cs_pacs_study_ref   (CsPacsStudy *self);
void         cs_pacs_study_unref (CsPacsStudy *self);
gboolean     cs_pacs_is_uid      (const char *text);
/* CS_ERROR_SETTING: a day that is none, or days the wrong way round. */
gboolean     cs_pacs_query_check (const CsPacsQuery *self, GError **error);
/* CsPacsStudy, the server's order. *more: the server may know further ones. */
GPtrArray   *cs_pacs_find        (CsHttp *http, const CsPacsQuery *query, gboolean *more, GCancellable *cancellable, GError **error);
/* The files of an examination into @folder (made where it is not there), called by the digest of their bytes, so that what
 * is there already is not there twice. @modality NULL: all pictures; else the series of this one alone ("SR"). Whole or not
 * at all: where it fails or is cancelled, nothing it brought stays. Returns GFile, those that were there before too. */
GPtrArray   *cs_pacs_fetch       (CsHttp *http, const char *uid, const char *modality, GFile *folder, CsPacsReport report,
                                  gpointer data, GCancellable *cancellable, GError **error);
/* DICOM files, one after the other; all are looked at before the first is sent. An error says how many had arrived. */
gboolean     cs_pacs_send        (CsHttp *http, GPtrArray *files, CsPacsReport report, gpointer data, GCancellable *cancellable,
                                  GError **error);
/* The DICOM files of a folder, as an export wrote them, in the order of their names. NULL with an error where there is none. */
GPtrArray   *cs_pacs_list        (GFile *folder, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPacsStudy, cs_pacs_study_unref)

G_END_DECLS
