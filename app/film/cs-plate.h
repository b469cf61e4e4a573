/* A film ready to be hung: its pixels, and once it was examined where on it the breast lies. Thread rule: an immutable value. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

/* A side of the film as it is stored. */
typedef enum { CS_EDGE_NONE, CS_EDGE_LEFT, CS_EDGE_TOP, CS_EDGE_RIGHT, CS_EDGE_BOTTOM } CsEdge;

typedef struct _CsPlate CsPlate;

CsPlate        *cs_plate_new          (CsImage *image);              /* not yet examined; takes a reference of its own */
/* The same film, examined; takes a tenth of a second: for jobs. NULL: cancelled. */
CsPlate        *cs_plate_examine      (CsPlate *self, GCancellable *cancellable);
CsPlate        *cs_plate_with_facts   (CsPlate *self, const CsFacts *facts);
CsPlate        *cs_plate_ref          (CsPlate *self);
void            cs_plate_unref        (CsPlate *self);

CsImage        *cs_plate_get_image    (CsPlate *self);               /* borrowed */
gboolean        cs_plate_get_examined (CsPlate *self);
gsize           cs_plate_get_size     (CsPlate *self);               /* bytes of its pixels and of the breast's mask */
/* The breast: U8, 0 and 255, of the film halved so often; borrowed; NULL: not examined, or none was found. */
const CsRaster *cs_plate_get_breast   (CsPlate *self, guint *halvings);
/* The brightest that air gets on this film; labels and markers are brighter. 0: not examined. */
double          cs_plate_get_air      (CsPlate *self);
/* The edge the breast lies at; NONE: not examined, or it lies at none or several alike. */
CsEdge          cs_plate_get_wall     (CsPlate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPlate, cs_plate_unref)

G_END_DECLS
