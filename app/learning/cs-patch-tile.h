/* A patch in the gallery: its pixels, enlarged exactly, with the outline of its target, and its verdict. Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-patch-item.h"

G_BEGIN_DECLS

#define CS_TYPE_PATCH_TILE (cs_patch_tile_get_type ())
G_DECLARE_FINAL_TYPE (CsPatchTile, cs_patch_tile, CS, PATCH_TILE, AdwBin)

/* Property: outlined (boolean, TRUE): whether the target's outline is drawn. */
GtkWidget *cs_patch_tile_new          (void);
void       cs_patch_tile_set_item     (CsPatchTile *self, CsPatchItem *item);   /* NULL: none */
void       cs_patch_tile_set_outlined (CsPatchTile *self, gboolean outlined);

G_END_DECLS
