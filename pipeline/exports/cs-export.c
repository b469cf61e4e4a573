#include "cs-export.h"

const CsExport *
cs_export_find (const char *id)
{
  for (guint i = 0; cs_exports[i] != NULL; i++)
    if (g_strcmp0 (cs_exports[i]->id, id) == 0)
      return cs_exports[i];
  return NULL;
}
