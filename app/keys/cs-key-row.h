/* What something does, and its keys: each a button that asks for another; one more; back to the usual ones. */
#pragma once

#include <adwaita.h>
#include "cs-keymap.h"

G_BEGIN_DECLS

#define CS_TYPE_KEY_ROW (cs_key_row_get_type ())
G_DECLARE_FINAL_TYPE (CsKeyRow, cs_key_row, CS, KEY_ROW, AdwActionRow)

GtkWidget *cs_key_row_new     (CsKeymap *keymap, const CsKey *key);
GtkWidget *cs_key_cap_new     (const char *accel);                /* a key as it is drawn everywhere */
gboolean   cs_key_row_matches (CsKeyRow *self, const char *text);   /* by title or key, whatever the case; "": always */

G_END_DECLS
