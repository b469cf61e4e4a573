/* The marks of a study as boxes on a film: verdict and origin by shape. */
#pragma once

#include "cs-layer.h"

G_BEGIN_DECLS

/* Of CsMark; NULL: none yet, cs_box_layer_set_model() gives it some. A CsBoxLayer; transfer full. */
CsLayer *cs_mark_layer_new (GtkSelectionModel *marks);

G_END_DECLS
