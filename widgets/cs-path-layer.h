/* Polylines with labels: skin line, muscle's edge, a line profile. Lines are of one width on the screen, with a dark
 * rim, so that they are seen on any film. */
#pragma once

#include "cs-layer.h"

G_BEGIN_DECLS

#define CS_TYPE_PATH_LAYER (cs_path_layer_get_type ())
G_DECLARE_FINAL_TYPE (CsPathLayer, cs_path_layer, CS, PATH_LAYER, CsLayer)

CsLayer *cs_path_layer_new       (void);
void     cs_path_layer_clear     (CsPathLayer *self);
/* Copies all. @xy: n points, x y x y ..., image coordinates; points that are not finite are left out.
 * @label: drawn beside the first point, or NULL. @colour: NULL for the theme's accent. */
void     cs_path_layer_add       (CsPathLayer *self, const float *xy, guint n, gboolean closed,
                                  const char *label, const GdkRGBA *colour, gboolean dashed);

G_END_DECLS
