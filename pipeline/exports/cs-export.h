/* An export: data, one file per entry in this folder, listed in meson.build. The dialogs, calcspot-batch export and
 * calcspot-batch import read the table. All functions block and are for any thread. */
#pragma once

#include "cs-harvest.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id, *title, *suffix;     /* suffix "": a file's place is a folder */
  gboolean    dicom;                   /* a folder of DICOM files, which servers of films take too */
  gboolean  (*check) (CsRecord *record, GError **error);   /* what must hold of all of it, before it is parted; NULL: nothing */
  gboolean  (*write) (CsRecord *record, GFile *to, GCancellable *cancellable, GError **error);  /* atomic */
  /* The way back; NULL: there is none. A file that is cut short or no file of this form is an error; what is whole but does not fit is noted. */
  gboolean  (*read)  (GFile *from, CsHarvest *harvest, GCancellable *cancellable, GError **error);
} CsExport;

typedef struct
{
  gboolean named;      /* with the names of films, cases and readers; else veiled: see cs_record_veil() */
  gboolean parted;     /* @to is a folder with training, validation and testing, parted by case: see cs_record_draw() */
  guint    seed;
  gboolean films;      /* @to is a folder with the export, or its parts, and in "films" what the export "films" writes; not with names */
} CsExportManner;

extern const CsExport *const cs_exports[];   /* NULL-terminated, generated */

const CsExport *cs_export_find  (const char *id);
/* Whether @to is a folder round the export, and so called without its suffix. */
gboolean        cs_export_is_wrapped (const CsExport *self, const CsExportManner *manner);
/* Whether films go out: then somebody is to look at them before they are given away, for words may be burnt into pixels. */
gboolean        cs_export_holds_films (const CsExport *self, const CsExportManner *manner);
gboolean        cs_export_write (const CsExport *self, CsRecord *record, const CsExportManner *manner, GFile *to,
                                 GCancellable *cancellable, GError **error);
/* @from as it was written, or a folder of parts, or one with films. NULL with an error; else what fits the films of @record, and notes of what does not. */
CsHarvest      *cs_export_read  (const CsExport *self, CsRecord *record, GFile *from, GCancellable *cancellable, GError **error);

G_END_DECLS
