/* The gallery of patches: its tiles, and what is chosen of many. Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-patch-item.h"

G_BEGIN_DECLS

/* Tiles of CsPatchItem; they show outlines while @owner's boolean property "outlines" is TRUE. */
void         cs_gallery_show_tiles       (GtkGridView *grid, GObject *owner);

guint        cs_gallery_count            (GtkSelectionModel *items);   /* how many are chosen */
char        *cs_gallery_describe         (GtkSelectionModel *items);   /* of many: how many, and what keys do with them */
CsPatchItem *cs_gallery_first            (GtkSelectionModel *items);   /* of the chosen; borrowed; NULL: none */
GPtrArray   *cs_gallery_chosen           (GtkSelectionModel *items);   /* all of them; transfer full */
/* As long as there is something, something is chosen: the keys work at once. */
void         cs_gallery_choose_something (GtkSelectionModel *items);

G_END_DECLS
