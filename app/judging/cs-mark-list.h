/* The marks of a selection as a list with pictures, spoken names and verdicts; follows the selected one into sight. */
#pragma once

#include <gtk/gtk.h>
#include "cs-image.h"

G_BEGIN_DECLS

#define CS_TYPE_MARK_LIST (cs_mark_list_get_type ())
G_DECLARE_FINAL_TYPE (CsMarkList, cs_mark_list, CS, MARK_LIST, GtkWidget)

/* Signal "activated" (guint position): a row was double-clicked, or Enter was pressed. */
void       cs_mark_list_set_selection (CsMarkList *self, GtkSingleSelection *selection);  /* of CsMark; takes a reference; NULL: none */
void       cs_mark_list_set_image     (CsMarkList *self, CsImage *image);                 /* what the pictures are cut from; NULL: not yet there */

G_END_DECLS
