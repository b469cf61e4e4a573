#include "cs-mark-layer.h"

#include "cs-box-layer.h"
#include "cs-mark.h"

/* Numbers of the one are numbers of the other. */
G_STATIC_ASSERT ((int) CS_BOX_STATE_UNSURE == (int) CS_VERDICT_UNSURE);
G_STATIC_ASSERT ((int) CS_BOX_ORIGIN_DRAWN == (int) CS_ORIGIN_READER);
G_STATIC_ASSERT ((int) CS_BOX_ORIGIN_KNOWN == (int) CS_ORIGIN_TRUTH);

CsLayer *
cs_mark_layer_new (GtkSelectionModel *marks)
{
  static const struct { CsBoxField field; const char *property; } fields[] = {
    { CS_BOX_FIELD_X, "x" }, { CS_BOX_FIELD_Y, "y" }, { CS_BOX_FIELD_WIDTH, "width" },
    { CS_BOX_FIELD_HEIGHT, "height" }, { CS_BOX_FIELD_STATE, "verdict" }, { CS_BOX_FIELD_ORIGIN, "origin" },
  };
  CsLayer *layer = cs_box_layer_new (marks);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    cs_box_layer_bind (CS_BOX_LAYER (layer), fields[i].field, CS_TYPE_MARK, fields[i].property);
  return layer;
}
