#include "cs-epoch-row.h"

struct _CsEpochRow
{
  GObject parent_instance;
  NnEpoch epoch;
};

G_DEFINE_FINAL_TYPE (CsEpochRow, cs_epoch_row, G_TYPE_OBJECT)

static void
cs_epoch_row_class_init (CsEpochRowClass *klass)
{
}

static void
cs_epoch_row_init (CsEpochRow *self)
{
}

CsEpochRow *
cs_epoch_row_new (const NnEpoch *epoch)
{
  CsEpochRow *self = g_object_new (CS_TYPE_EPOCH_ROW, NULL);

  self->epoch = *epoch;
  return self;
}

const NnEpoch *
cs_epoch_row_get (CsEpochRow *self)
{
  return &self->epoch;
}
