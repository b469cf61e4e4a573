/* The forms of files that export and import speak of, by name. */
#pragma once

#include "cs-export.h"

G_BEGIN_DECLS

char           *cs_forms_help (void);                                  /* of the option --format */
const CsExport *cs_forms_find (const char *id, GError **error);        /* NULL: a usage error */

G_END_DECLS
