/* A magnifying glass over a canvas: follows the pointer and shows what lies under it with one image pixel as 2 x 2 or 4 x 4
 * device pixels (as many times more where the canvas itself shows pixels enlarged), as squares, never smoothed. To be laid
 * over the canvas (GtkOverlay), of its size; takes no clicks. All layers of the canvas are seen in it. */
#pragma once

#include "cs-canvas.h"

G_BEGIN_DECLS

/* Widget pixels across. */
#define CS_LOUPE_SIDE 280

#define CS_TYPE_LOUPE (cs_loupe_get_type ())
G_DECLARE_FINAL_TYPE (CsLoupe, cs_loupe, CS, LOUPE, GtkWidget)

/* Property: power (int: 0 away, 2, 4). */
GtkWidget *cs_loupe_new        (CsCanvas *canvas);
int        cs_loupe_get_power  (CsLoupe *self);
void       cs_loupe_set_power  (CsLoupe *self, int power);
void       cs_loupe_set_canvas (CsLoupe *self, CsCanvas *canvas);
/* Where the middle of it is, image coordinates. FALSE: nothing is shown. */
gboolean   cs_loupe_get_place  (CsLoupe *self, double *x, double *y);
/* Whether all that is in it is rendered; for tests. */
gboolean   cs_loupe_is_complete (CsLoupe *self);

G_END_DECLS
