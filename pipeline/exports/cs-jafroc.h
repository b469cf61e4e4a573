/* A reader study as the workbook RJafroc reads (JAFROC, its format of 2019 and later): sheets TRUTH, TP and FP.
 *
 * A case is a film, called by its number; TRUTH has its name besides, in a column behind those RJafroc reads. A lesion is a
 * calcification or a region of the truth, weights of 0 are equal ones. There is one modality, 1. A rater's marks on a
 * lesion are one, with the greatest suspicion; a mark that meets none is false. The format cannot tell of a rater without
 * any mark: such are left out. Where all marks are right, or all false, or all films have a lesion, RJafroc
 * fails: that is CS_ERROR_SETTING here.
 * Blocking, any thread. */
#pragma once

#include <gio/gio.h>

#include "cs-ratings.h"

G_BEGIN_DECLS

/* Atomic: @to is there whole or as it was. */
gboolean cs_jafroc_write (CsRatings *ratings, GFile *to, GError **error);

G_END_DECLS
