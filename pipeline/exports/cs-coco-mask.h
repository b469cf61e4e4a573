/* COCO's three ways to say a mask: run lengths down the columns of the whole picture, as numbers or packed as text, and
 * polygons. Each is cut to a box. The numbers are hostile: FALSE where they contradict the picture's size.
 * Pure: any thread. */
#pragma once

#include <json-glib/json-glib.h>

#include "cs-product.h"
#include "cs-raster.h"

G_BEGIN_DECLS

/* @segmentation as it stands in an annotation. @mask is set to a raster of the box's size, 0 and 255, or to NULL where the annotation
 * has no mask (none at all, no polygon, or nothing of it lies in the box). */
gboolean cs_coco_mask_read (JsonNode *segmentation, guint width, guint height, const CsBox *box, CsRaster **mask);

G_END_DECLS
