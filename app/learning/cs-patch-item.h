/* A patch as a row of the gallery: where it was cut, what it shows, how it is spoken of. Main thread only. */
#pragma once

#include <gdk/gdk.h>
#include "cs-patches.h"

G_BEGIN_DECLS

#define CS_TYPE_PATCH_ITEM (cs_patch_item_get_type ())
G_DECLARE_FINAL_TYPE (CsPatchItem, cs_patch_item, CS, PATCH_ITEM, GObject)

/* Signal "changed" (): it shows something else now. */
CsPatchItem        *cs_patch_item_new         (CsPatches *patches, guint i);
gboolean            cs_patch_item_is_of       (CsPatchItem *self, CsPatches *patches, guint i);   /* the same place of the same mark */
void                cs_patch_item_renew       (CsPatchItem *self, CsPatches *patches, guint i);   /* cut again; no longer stale */
const CsPatch      *cs_patch_item_get_patch   (CsPatchItem *self);   /* all borrowed */
const CsRecordFilm *cs_patch_item_get_film    (CsPatchItem *self);
const CsRecordMark *cs_patch_item_get_mark    (CsPatchItem *self);
CsRaster           *cs_patch_item_get_mask    (CsPatchItem *self);   /* of its whole box: see cs_patches_get_mask(); transfer full */
guint               cs_patch_item_get_area    (CsPatchItem *self);   /* pixels of its target */

/* Its verdict or mask has changed, and the patch that shows it is still being cut. */
gboolean            cs_patch_item_get_stale   (CsPatchItem *self);
void                cs_patch_item_set_stale   (CsPatchItem *self);

/* A picture of @factor * CS_PATCH_SIDE pixels a side, each of the film's an exact square; @outlined: round the target. Transfer full. */
GdkTexture         *cs_patch_item_draw        (CsPatchItem *self, guint factor, gboolean outlined);
char               *cs_patch_item_describe    (CsPatchItem *self);   /* "accepted, 14 pixels", and a set's own words for it */

G_END_DECLS
