/* What a stage makes: one of five kinds. The window draws kinds and never knows a stage by name.
 * Thread rule: an immutable value. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

typedef enum { CS_PRODUCT_RASTER, CS_PRODUCT_MASK, CS_PRODUCT_PATHS, CS_PRODUCT_BOXES, CS_PRODUCT_PLOT } CsProductKind;

/* The parts of a suspicion, each 0..1, shown to the reader: see cs_box_part_titles. */
typedef enum { CS_BOX_CONTRAST, CS_BOX_SIZE, CS_BOX_SHARPNESS, CS_BOX_NEIGHBOURS, CS_BOX_AGAINST, CS_BOX_TISSUE,
               CS_BOX_PARTS } CsBoxPart;

/* suspicion 0..1; halvings: how often the film was halved to the picture the find was judged on (cs-half.h) */
typedef struct { int x, y, width, height; float suspicion, parts[CS_BOX_PARTS]; guint halvings; } CsBox;

typedef struct { char *label; gboolean closed; guint n; float *xy; } CsPath;  /* n points, x y x y ..., film pixels (pixel centres at .5) */

typedef enum { CS_SERIES_LINE, CS_SERIES_BARS, CS_SERIES_POINTS, CS_SERIES_UPRIGHT } CsSeriesStyle;  /* upright: a vertical line at x[0] */
typedef struct { char *title; CsSeriesStyle style; guint n; float *x, *y; float *size; } CsSeries;  /* size: weight of a point, or NULL */
typedef struct { char *title, *x_title, *y_title; guint n; CsSeries *series; } CsPlotData;

typedef struct _CsProduct CsProduct;

CsProduct        *cs_product_new_raster  (CsRaster *raster);                 /* takes it */
CsProduct        *cs_product_new_mask    (CsRaster *mask);                   /* takes it; U8, 0 and 255 */
CsProduct        *cs_product_new_paths   (const CsPath *paths, guint n);     /* copies */
CsProduct        *cs_product_new_boxes   (const CsBox *boxes, guint n);      /* copies; most suspicious first */
CsProduct        *cs_product_new_plot    (const CsPlotData *plot);           /* copies */
CsProduct        *cs_product_ref         (CsProduct *self);
void              cs_product_unref       (CsProduct *self);

CsProductKind     cs_product_get_kind    (const CsProduct *self);
const CsRaster   *cs_product_get_raster  (const CsProduct *self);            /* RASTER and MASK; borrowed */
const CsPath     *cs_product_get_paths   (const CsProduct *self, guint *n);
const CsBox      *cs_product_get_boxes   (const CsProduct *self, guint *n);
const CsPlotData *cs_product_get_plot    (const CsProduct *self);
char             *cs_product_to_json     (const CsProduct *self);            /* PATHS, BOXES, PLOT */

extern const char *const cs_box_part_titles[CS_BOX_PARTS];                   /* N_()-marked */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsProduct, cs_product_unref)

G_END_DECLS
