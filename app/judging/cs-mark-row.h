/* A box in the list of boxes: what the film shows there, its place in the list, its suspicion and its verdict. */
#pragma once

#include <adwaita.h>
#include "cs-image.h"
#include "cs-mark.h"

G_BEGIN_DECLS

#define CS_TYPE_MARK_ROW (cs_mark_row_get_type ())
G_DECLARE_FINAL_TYPE (CsMarkRow, cs_mark_row, CS, MARK_ROW, AdwBin)

GtkWidget  *cs_mark_row_new       (void);
void        cs_mark_row_set_mark  (CsMarkRow *self, CsMark *mark, guint number);  /* NULL: none; @number from 1 */
void        cs_mark_row_set_image (CsMarkRow *self, CsImage *image);              /* NULL: not yet there */

const char *cs_verdict_describe   (CsVerdict verdict);                            /* translated: "accepted", ... */

G_END_DECLS
