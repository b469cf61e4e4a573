/* An epoch of a training as a row of a list. It never changes: the job makes it, the main thread reads it. */
#pragma once

#include <glib-object.h>

#include "nn-train.h"

G_BEGIN_DECLS

#define CS_TYPE_EPOCH_ROW (cs_epoch_row_get_type ())
G_DECLARE_FINAL_TYPE (CsEpochRow, cs_epoch_row, CS, EPOCH_ROW, GObject)

CsEpochRow    *cs_epoch_row_new (const NnEpoch *epoch);
const NnEpoch *cs_epoch_row_get (CsEpochRow *self);   /* borrowed */

G_END_DECLS
