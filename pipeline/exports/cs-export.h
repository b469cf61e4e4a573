/* An export: data, one file per entry in this folder, listed in meson.build. The dialog and calcspot-batch export read the table. */
#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id, *title, *suffix;     /* suffix "": @to is a folder */
  gboolean  (*write) (CsRecord *record, GFile *to, GCancellable *cancellable, GError **error);  /* atomic */
} CsExport;

extern const CsExport *const cs_exports[];   /* NULL-terminated, generated */

const CsExport *cs_export_find (const char *id);

G_END_DECLS
