/* An export: data, one file per entry in this folder, listed in meson.build. The dialogs, calcspot-batch export and
 * calcspot-batch import read the table. All functions block and are for any thread. */
#pragma once

#include "cs-harvest.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean named;      /* with the names of films, cases and readers; else veiled: see cs_record_veil() */
  gboolean parted;     /* @to is a folder with training, validation and testing, parted by case: see cs_record_draw() */
  guint    seed;
  gboolean films;      /* @to is a folder with the export, or its parts, and in "films" what the export "films" writes; not with names */
  gboolean burnt;      /* also films whose files say that words are burnt into their pixels; else those are left out */
} CsExportManner;

/* What an export heeds and tells on its way; a write may be given NULL: nobody listens. */
typedef struct
{
  GCancellable         *cancellable;   /* may be NULL */
  void                (*report) (double fraction, gpointer data);   /* in the calling thread; may be NULL */
  gpointer              data;
  const CsExportManner *manner;        /* cs_export_write() sets it; NULL: nothing of it holds */
  double                done, from, share;   /* of n films, and which part of the way they are; for cs_export_step() */
  guint                 n;
  guint                 n_left_out;    /* told: films nothing was written of; left-out.txt beside the others says why */
} CsExportRun;

typedef struct
{
  const char *id, *title, *suffix;     /* suffix "": a file's place is a folder */
  gboolean    dicom;                   /* a folder of DICOM files, which servers of films take too */
  gboolean  (*check) (CsRecord *record, GError **error);   /* what must hold of all of it, before it is parted; NULL: nothing */
  gboolean  (*write) (CsRecord *record, GFile *to, CsExportRun *run, GError **error);   /* atomic */
  /* The way back; NULL: there is none. A file that is cut short or no file of this form is an error; what is whole but does not fit is noted. */
  gboolean  (*read)  (GFile *from, CsHarvest *harvest, GCancellable *cancellable, GError **error);
} CsExport;

extern const CsExport *const cs_exports[];   /* NULL-terminated, generated */

const CsExport *cs_export_find  (const char *id);
/* Whether @to is a folder round the export, and so called without its suffix. */
gboolean        cs_export_is_wrapped (const CsExport *self, const CsExportManner *manner);
/* Whether films go out: then somebody is to look at them before they are given away, for words may be burnt into pixels. */
gboolean        cs_export_holds_films (const CsExport *self, const CsExportManner *manner);
gboolean        cs_export_write (const CsExport *self, CsRecord *record, const CsExportManner *manner, GFile *to,
                                 CsExportRun *run, GError **error);
/* For a write, before it turns to so many (or to a part) of the films: reports those before. FALSE with an error: cancelled. */
gboolean        cs_export_step  (CsExportRun *run, double films, GError **error);
/* @from as it was written, or a folder of parts, or one with films. NULL with an error; else what fits the films of @record, and notes of what does not. */
CsHarvest      *cs_export_read  (const CsExport *self, CsRecord *record, GFile *from, GCancellable *cancellable, GError **error);

G_END_DECLS
