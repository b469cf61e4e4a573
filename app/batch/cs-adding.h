/* Films into a study, for calcspot-batch study --add. */
#pragma once

#include "cs-command.h"
#include "cs-study.h"

G_BEGIN_DECLS

/* Adds films and all films below folders to the study in @folder, which is made where there is none. A film that was named must be
 * read, or nothing is changed; one that was found in a folder and cannot be read is told of on standard error and left out, and
 * counted in @n_left_out. Cancelled in the middle, what was added stays. */
CsStudy *cs_adding_run (CsCall *call, const char *folder, char **paths, guint n, guint *n_left_out, GError **error);

G_END_DECLS
