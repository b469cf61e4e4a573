/* The films of a record as DICOM objects refer to them, for the exports that write such objects: a folder of them, and
 * left-out.txt beside them with the films nothing could be written of, and why. Blocking, for any thread. */
#pragma once

#include "cs-dicom-write.h"
#include "cs-export.h"
#include "cs-source.h"

G_BEGIN_DECLS

#define CS_SHEETS_LEFT_OUT "left-out.txt"

typedef struct
{
  const CsRecordFilm *film;
  guint               place;       /* in the record */
  CsSource           *source;      /* veiled where the record is */
  char              **sides;       /* the patient's, to which rows and columns run; two, "" where not known */
} CsSheet;

typedef struct
{
  CsRecord  *record;
  GPtrArray *sheets;               /* CsSheet, of the films that are DICOM files */
  GString   *left;
  CsExportRun *run;                /* may be NULL */
} CsSheets;

/* Writes what there is to say of one sheet into @folder, or leaves it out; @n counts the objects written. */
typedef gboolean (*CsSheetsWrite)  (CsSheets *self, const CsSheet *sheet, GFile *folder, guint *n, GCancellable *cancellable,
                                    GError **error);
/* Writes what lies beside them. */
typedef gboolean (*CsSheetsFinish) (CsRecord *record, GFile *folder, GError **error);

/* @to as a folder, whole or not at all, sheet by sheet. @finish may be NULL. An error where no film is a DICOM file; a record
 * without films is an empty folder. */
gboolean       cs_sheets_write     (CsRecord *record, GFile *to, CsSheetsWrite write, CsSheetsFinish finish,
                                    CsExportRun *run, GError **error);
/* @why: a sentence without anybody's name. */
void           cs_sheets_leave_out (CsSheets *self, const CsRecordFilm *film, const char *why);

/* Of film @i alone, by the header of its file. NULL with an error: it has no UIDs, or there is no key to veil them. */
CsSheet       *cs_sheet_of         (CsRecord *record, guint i, CsHeader *header, GError **error);
void           cs_sheet_free       (CsSheet *self);
/* Strings are the sheet's. */
CsDicomStudy   cs_sheet_study      (const CsSheet *self);
CsDicomPicture cs_sheet_picture    (const CsSheet *self);
/* The path of "WORD-N.dcm" in @folder; free it. */
char          *cs_sheets_path      (GFile *folder, const char *word, guint n);

G_END_DECLS
